package searchtest

import (
	"bufio"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

//go:embed testdata/articles.txt
var articlesFile string

//go:embed testdata/queries.txt
var queriesFile string

// Articles returns the articles of the ranking cases.
func Articles() ([]search.Document, error) {
	var docs []search.Document
	for n, line := range lines(articlesFile) {
		switch head, isHead := strings.CutPrefix(line, "== "); {
		case strings.HasPrefix(line, "#") || line == "":
		case isHead:
			name, day, ok := strings.Cut(head, " ")
			d, err := news.ParseDate(day)
			if !ok || err != nil {
				return nil, fmt.Errorf("articles.txt:%d: %q: want a name and a day", n+1, line)
			}
			url := "https://kabar-wanasari.test/" + name
			docs = append(docs, search.Document{
				ID: news.NewArticleID(url), Seq: uint64(n + 1), URL: url, Outlet: "kabar-wanasari", Day: d,
				Published: d.Time(), Observed: d.Time(), Revised: d.Time(), Revisions: 1,
			})
		case len(docs) == 0:
			return nil, fmt.Errorf("articles.txt:%d: text before the first article", n+1)
		default:
			d := &docs[len(docs)-1]
			if names, ok := strings.CutPrefix(line, "names: "); ok {
				d.Names = strings.Split(names, "; ")
			} else if d.Title == "" {
				d.Title = line
			} else {
				d.Paragraphs = append(d.Paragraphs, line)
			}
		}
	}
	return docs, nil
}

// rankCase is one line of queries.txt.
type rankCase struct {
	kind, query string
	wanted      []string // any of these is right; none: there is no such article
}

func rankCases() ([]rankCase, error) {
	var cases []rankCase
	for n, line := range lines(queriesFile) {
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 3 {
			return nil, fmt.Errorf("queries.txt:%d: %q: want kind | query | wanted", n+1, line)
		}
		c := rankCase{kind: parts[0], query: parts[1]}
		if parts[2] != "none" {
			c.wanted = strings.Split(parts[2], "/")
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func lines(s string) []string {
	var out []string
	for sc := bufio.NewScanner(strings.NewReader(s)); sc.Scan(); {
		out = append(out, strings.TrimSpace(sc.Text()))
	}
	return out
}

// figures are those of one kind of query.
type figures struct {
	queries           int
	first, five, rank float64
}

func (f *figures) add(place int) {
	f.queries++
	if place == 1 {
		f.first++
	}
	if place >= 1 && place <= 5 {
		f.five++
	}
	if place >= 1 {
		f.rank += 1 / float64(place)
	}
}

// Rank asks the ranking cases and compares recall@1, recall@5 and the mean
// reciprocal rank, by kind of query, with the golden file at path. It fails when a
// figure falls, and says which queries have their article further down. When
// update is set the file is written instead, and the difference reviewed.
func Rank(t *testing.T, index search.Index, path string, update bool) {
	t.Helper()
	docs, err := Articles()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := rankCases()
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) < 50 || len(cases) < 50 {
		t.Fatalf("%d articles and %d queries: the files are not read", len(docs), len(cases))
	}
	names := map[news.ArticleID]string{}
	for _, d := range docs {
		names[d.ID] = d.URL[strings.LastIndexByte(d.URL, '/')+1:]
	}
	apply(t, index, search.Batch{Put: docs, Checkpoint: at(1)})

	all := map[string]*figures{}
	var kinds []string
	var places strings.Builder
	for _, c := range cases {
		if all[c.kind] == nil {
			all[c.kind] = &figures{}
			kinds = append(kinds, c.kind)
		}
		place, hits := ask1(t, index, c, names)
		all[c.kind].add(place)
		fmt.Fprintf(&places, "%-8s %-48s %s\n", c.kind, c.query, verdict(c, place, hits))
	}
	total := &figures{}
	for _, k := range kinds {
		total.queries += all[k].queries
		total.first += all[k].first
		total.five += all[k].five
		total.rank += all[k].rank
	}
	all["all"] = total
	var out strings.Builder
	out.WriteString("# Recall and mean reciprocal rank of the ranking cases, and the first hits of each query.\n")
	out.WriteString("# Written by the test with -update; a figure must not fall.\n\n")
	for _, k := range append(kinds, "all") {
		out.WriteString(all[k].line(k))
	}
	out.WriteString("\n")
	out.WriteString(places.String())
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden figures: %v (write them with -update)", err)
	}
	compareFigures(t, string(golden), out.String(), append(kinds, "all"), all)
}

func (f *figures) line(kind string) string {
	n := float64(f.queries)
	return fmt.Sprintf("%-8s %3d queries  recall@1 %.3f  recall@5 %.3f  mrr %.3f\n", kind, f.queries, f.first/n, f.five/n, f.rank/n)
}

func compareFigures(t *testing.T, golden, now string, kinds []string, all map[string]*figures) {
	t.Helper()
	before := lines(golden)
	for _, k := range kinds {
		f := all[k]
		n := float64(f.queries)
		var queries int
		var first, five, rank float64
		i := slices.IndexFunc(before, func(l string) bool { return strings.HasPrefix(l, k+" ") && strings.Contains(l, " recall@1 ") })
		if i < 0 {
			t.Errorf("no golden figures of %q: review and write them with -update", k)
			continue
		}
		rest := strings.Join(strings.Fields(strings.TrimPrefix(before[i], k)), " ")
		if _, err := fmt.Sscanf(rest, "%d queries recall@1 %f recall@5 %f mrr %f", &queries, &first, &five, &rank); err != nil {
			t.Fatalf("golden figures: %q: %v", before[i], err)
		}
		const slack = 0.0006 // the file has three places
		if queries != f.queries || f.first/n < first-slack || f.five/n < five-slack || f.rank/n < rank-slack {
			t.Errorf("%s: now  %swas  %s", k, f.line(k), before[i])
		}
	}
	if !t.Failed() {
		return
	}
	for _, l := range lines(now) {
		if !slices.Contains(before, l) {
			t.Logf("now: %s", l)
		}
	}
}

// ask1 asks one query and returns the place of the first right hit: 1 for one that
// wants nothing and finds nothing, 0 for none.
func ask1(t *testing.T, index search.Index, c rankCase, names map[news.ArticleID]string) (place int, hits []string) {
	t.Helper()
	res, err := index.Search(context.Background(), search.Query{Text: c.query, Limit: 20})
	if err != nil {
		t.Fatalf("search %q: %v", c.query, err)
	}
	for i, h := range res.Hits {
		name := names[h.Document.ID]
		hits = append(hits, name)
		if place == 0 && slices.Contains(c.wanted, name) {
			place = i + 1
		}
	}
	if len(c.wanted) == 0 && len(hits) == 0 {
		place = 1
	}
	return place, hits
}

func verdict(c rankCase, place int, hits []string) string {
	mark := "-"
	if place > 0 {
		mark = fmt.Sprint(place)
	}
	wanted := strings.Join(c.wanted, "/")
	if wanted == "" {
		wanted = "none"
	}
	return fmt.Sprintf("%s  want %-12s got %s", mark, wanted, strings.Join(hits[:min(len(hits), 5)], " "))
}

// Update is the flag by which tests rewrite golden files. A test binary that ranks
// calls it once, in a variable.
func Update() *bool { return flag.Bool("update", false, "rewrite golden files") }
