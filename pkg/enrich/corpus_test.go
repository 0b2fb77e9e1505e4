package enrich

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// corpus calls fn with each article of the measuring corpus.
func corpus(t testing.TB, fn func(a *news.Article)) {
	dir := shared(t, "data/corpus")
	for _, file := range []string{"articles-lines.jsonl", "articles.jsonl"} {
		f, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<24)
		for s.Scan() {
			var d struct {
				Title, URL, Content string
				PublishedDate       string `json:"published_date"`
			}
			if err := json.Unmarshal(s.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			a := &news.Article{URL: d.URL, Title: d.Title}
			for p := range strings.SplitSeq(d.Content, "\n") {
				if p = strings.TrimSpace(p); p != "" {
					a.Paragraphs = append(a.Paragraphs, p)
				}
			}
			if day, err := time.Parse(time.DateOnly, d.PublishedDate); err == nil {
				a.Published = &news.Stamp{Time: day, Rule: "corpus"}
			}
			fn(a)
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}

// TestCorpus reads the whole corpus: no panic, every span in its place, and no
// homonym of a former mayor becomes the mayor. With JEJAK_CORPUS_SHOW=N it prints
// every Nth article with its tags in line, to be looked at.
func TestCorpus(t *testing.T) {
	e := embedded(t)
	show, _ := strconv.Atoi(os.Getenv("JEJAK_CORPUS_SHOW"))
	n, homonyms := 0, 0
	corpus(t, func(a *news.Article) {
		n++
		tags := e.Tags(a, time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC))
		checkSpans(t, a.URL, a, tags)
		text := strings.Join(a.Paragraphs, " ")
		if strings.Contains(text, "Iwan Kurniawan") {
			homonyms++
			for _, o := range tags.Officials {
				if o.ID == "iwan-kurniawan" {
					t.Errorf("%s: the company's Iwan Kurniawan became the former acting mayor (%s)", a.URL, o.Rule)
				}
			}
		}
		for _, o := range tags.Officials {
			if o.ID == "ali-muthohirin" && !strings.Contains(text, "Muth") && !strings.Contains(text, "Mutoh") && !strings.Contains(text, "Wakil Wali") && !strings.Contains(text, "Wakil Walik") {
				t.Errorf("%s: Ali Muthohirin without his name (%s, %q)", a.URL, o.Rule, o.Evidence[0].Text)
			}
		}
		if show > 0 && n%show == 0 {
			fmt.Println("#####", n, a.URL)
			for i, p := range a.Paragraphs {
				fmt.Println(inline(p, i, tags.Mentions))
			}
			for _, o := range tags.Officials {
				office := "-"
				if o.Office != nil {
					office = string(*o.Office)
				}
				fmt.Printf("  OFFICIAL %s [%s] %s %q %s %s\n", o.Name, o.ID, office, o.OfficeName, o.Standing, o.Rule)
			}
			for _, s := range tags.Scope {
				fmt.Print("  SCOPE ", s.Name)
			}
			for _, s := range tags.Topics {
				fmt.Print("  TOPIC ", s.ID)
				for _, v := range s.Evidence {
					fmt.Printf("(%s)", v.Text)
				}
			}
			fmt.Println()
			for _, u := range tags.Unsettled {
				fmt.Println("  UNSETTLED", u.What, u.Text, u.Why, u.Candidates)
			}
		}
	})
	t.Logf("%d articles, %d name an Iwan Kurniawan", n, homonyms)
}

// inline writes the mentions of a paragraph into its text.
func inline(p string, i int, ms []news.Mention) string {
	text := []rune(p)
	var b strings.Builder
	at := 0
	for _, m := range ms {
		if m.Paragraph != i || m.Start < at {
			continue
		}
		b.WriteString(string(text[at:m.Start]))
		mark := map[news.MentionType]string{"person": "P", "organisation": "O", "place": "L", "office": "R", "document": "D"}[m.Type]
		fmt.Fprintf(&b, "[%s:%s]", mark, m.Text)
		at = m.End
	}
	b.WriteString(string(text[at:]))
	return b.String()
}
