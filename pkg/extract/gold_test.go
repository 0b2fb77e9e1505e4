package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// goldDoc is the part of an annotated article that concerns reading.
type goldDoc struct {
	id     string
	file   string
	Byline *struct {
		Surface string
	}
	Dateline *struct {
		Surface string
	}
	Source struct {
		URL     string
		RawFile string `json:"raw_file"`
	}
	Truncated  bool
	Paragraphs []struct{ Kind, Text string }
	Related    []struct {
		Title string
		URL   string
	} `json:"related_links"`
}

func goldDocs(t testing.TB) map[string]goldDoc {
	dir := extracttest.Shared(t, "data", "gold")
	paths, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	if len(paths) == 0 {
		t.Fatalf("no gold document in %s", dir)
	}
	out := map[string]goldDoc{}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		var g goldDoc
		if err := json.Unmarshal(raw, &g); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		if len(g.Paragraphs) == 0 {
			continue
		}
		g.id = strings.TrimSuffix(filepath.Base(p), ".json")
		g.file = filepath.Join(dir, g.Source.RawFile)
		if g.Source.RawFile == "" {
			g.file = filepath.Join(dir, g.id+".txt")
		}
		out[g.id] = g
	}
	return out
}

var gaps = regexp.MustCompile(`\s+`)

func squeeze(s string) string {
	s = strings.NewReplacer("“", "\"", "”", "\"", "„", "\"", "‘", "'", "’", "'", "–", "-", "—", "-").Replace(s)
	return strings.ToLower(gaps.ReplaceAllString(s, ""))
}

func (g *goldDoc) byline() string {
	if g.Byline == nil {
		return ""
	}
	return g.Byline.Surface
}

// wanted is the text that a reading should give: body paragraphs without the
// signature, and subheads and captions where they were printed.
func (g *goldDoc) wanted(printed string) string {
	var out []string
	for _, p := range g.Paragraphs {
		optional := (p.Kind == "subhead" || p.Kind == "caption") && strings.Contains(squeeze(printed), squeeze(p.Text))
		if p.Kind == "body" || optional {
			out = append(out, strings.TrimSpace(strings.TrimSuffix(p.Text, g.byline())))
		}
	}
	return strings.Join(out, "\n")
}

// grade compares a reading with the gold and reports what is wrong.
func (g *goldDoc) grade(t *testing.T, name string, r Reading) (c extracttest.Counts, leaks int) {
	text := strings.Join(r.Article.Paragraphs, "\n")
	want := g.wanted(text)
	if g.Truncated {
		if n := len(want); len(text) > n+200 {
			text = text[:n]
		}
	}
	c = extracttest.Compare(strings.ToLower(want), strings.ToLower(text))
	if f := c.F1(); f < 0.985 {
		t.Logf("%s: body F1 %.3f (precision %.3f recall %.3f)", name, f, c.Precision(), c.Recall())
	}
	for _, want := range g.Related {
		if s := squeeze(want.Title); strings.Contains(squeeze(text), s) && !strings.Contains(squeeze(g.wanted("")), s) {
			leaks++
			t.Errorf("%s: related title in the body: %q", name, want.Title)
		}
		found := false
		for _, l := range r.Article.Related {
			found = found || squeeze(l.Title) == squeeze(want.Title)
		}
		if !found {
			t.Errorf("%s: related link not found: %q (have %v)", name, want.Title, r.Article.Related)
		}
	}
	if b := squeeze(g.byline()); b != "" && strings.Contains(squeeze(text), b) {
		leaks++
		t.Errorf("%s: byline in the body: %q", name, g.byline())
	}
	if strings.Contains(strings.ToLower(text), "baca juga") {
		leaks++
		t.Errorf("%s: a paragraph holds \"baca juga\"", name)
	}
	return c, leaks
}

// TestGold measures the first set of three that are never mixed: real fragments.
func TestGold(t *testing.T) {
	docs := goldDocs(t)
	ids := make([]string, 0, len(docs))
	for id := range docs {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var markup, plainText extracttest.Counts
	for _, id := range ids {
		g := docs[id]
		raw, err := os.ReadFile(g.file)
		if err != nil {
			t.Fatal(err)
		}
		r := Read(Page{URL: g.Source.URL, Body: raw})
		if r.Reason != "" {
			t.Errorf("%s: not an article: %s", id, r.Reason)
		}
		c, _ := g.grade(t, id, r)
		sum := &plainText
		if strings.HasSuffix(g.file, ".html") {
			sum = &markup
		}
		sum.Add(c)
		if g.Dateline != nil {
			want := strings.TrimRight(g.Dateline.Surface, " -–—")
			if r.Article.Dateline != want {
				t.Errorf("%s: dateline %q, want %q", id, r.Article.Dateline, want)
			}
		} else if r.Article.Dateline != "" {
			t.Errorf("%s: dateline %q, want none", id, r.Article.Dateline)
		}
		if g.byline() != "" {
			t.Logf("%s: byline %q gave %q desk %q", id, g.byline(), r.Article.Byline, r.Article.Desk)
		}
	}
	t.Logf("real fragments: body F1 %.4f; text with line breaks: body F1 %.4f", markup.F1(), plainText.F1())
	if f := markup.F1(); f < 0.990 {
		t.Errorf("real fragments: body F1 %.4f, want 0.990", f)
	}
}

// TestMarkupPages measures the third set: made-up pages in the markup of outlets.
// It is regression, not evidence.
func TestMarkupPages(t *testing.T) {
	docs := goldDocs(t)
	dir := extracttest.Shared(t, "data", "markup", "pages")
	raw, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index struct {
		Pages []struct {
			File, Template, Gold string
			PageDate             string `json:"page_date"`
		}
	}
	if err := json.Unmarshal(raw, &index); err != nil {
		t.Fatal(err)
	}
	if len(index.Pages) == 0 {
		t.Fatal("no page in the index")
	}
	sums := map[string]*extracttest.Counts{}
	for _, pg := range index.Pages {
		body, err := os.ReadFile(filepath.Join(dir, "..", pg.File))
		if err != nil {
			t.Fatal(err)
		}
		g, ok := docs[strings.TrimSuffix(filepath.Base(pg.Gold), ".json")]
		if !ok {
			continue
		}
		r := Read(Page{URL: "https://contoh.co.id/berita/halaman", Body: body, Fetched: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)})
		name := strings.TrimPrefix(pg.File, "pages/")
		if r.Reason != "" {
			t.Errorf("%s: not an article: %s", name, r.Reason)
		}
		c, _ := g.grade(t, name, r)
		s := sums[pg.Template]
		if s == nil {
			s = &extracttest.Counts{}
			sums[pg.Template] = s
		}
		s.Add(c)
		if r.Article.Published == nil {
			t.Errorf("%s: no date", name)
		} else if got := r.Article.Published.Time.Format(time.DateOnly); got != pg.PageDate {
			t.Errorf("%s: published %s by %s, want %s", name, got, r.Article.Published.Rule, pg.PageDate)
		}
	}
	for name, s := range sums {
		t.Logf("%-16s body F1 %.4f", name, s.F1())
		if s.F1() < 0.99 {
			t.Errorf("%s: body F1 %.4f, want 0.99", name, s.F1())
		}
	}
}
