package extract

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// shared returns a folder of the evaluation data that lies beside the checkout,
// or skips.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("JEJAK_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for root = filepath.Join(dir, "shared"); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			root = filepath.Join(dir, "shared")
			if st, err := os.Stat(filepath.Join(root, "data")); err == nil && st.IsDir() {
				break
			}
		}
	}
	p := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("SKIPPED: evaluation data %s is not here (set JEJAK_SHARED)", filepath.Join(append([]string{"shared"}, parts...)...))
	}
	return p
}

var token = regexp.MustCompile(`[\p{L}\p{N}_]+`)

// shingles counts the word 4-grams of a text; a shorter text is one shingle.
func shingles(s string, fold bool) map[string]int {
	if fold {
		s = strings.ToLower(s)
	}
	w := token.FindAllString(s, -1)
	out := map[string]int{}
	for i := 0; i < max(1, len(w)-3); i++ {
		if g := strings.Join(w[i:min(i+4, len(w))], " "); g != "" {
			out[g]++
		}
	}
	return out
}

type counts struct{ tp, fp, fn float64 }

func compare(want, got map[string]int) counts {
	var c counts
	for g, n := range want {
		m := min(n, got[g])
		c.tp += float64(m)
		c.fn += float64(n - m)
	}
	for g, n := range got {
		c.fp += float64(n - min(n, want[g]))
	}
	return c
}

func (c counts) precision() float64 {
	if c.tp+c.fp == 0 {
		return 1
	}
	return c.tp / (c.tp + c.fp)
}

func (c counts) recall() float64 {
	if c.tp+c.fn == 0 {
		return 1
	}
	return c.tp / (c.tp + c.fn)
}

func (c counts) f1() float64 {
	p, r := c.precision(), c.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

type benchPage struct {
	id, url, want string
	html          []byte
}

func benchmarkPages(t testing.TB) []benchPage {
	dir := shared(t, "data", "extraction-benchmark")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	var out []benchPage
	for id, g := range truth {
		f, err := os.Open(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		out = append(out, benchPage{id, g.URL, g.ArticleBody, b})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].id < out[j].id })
	if len(out) == 0 {
		t.Fatal("no page in the benchmark")
	}
	return out
}

// score is the benchmark's own metric: the mean over pages of precision and of
// recall, and the harmonic mean of the two.
func score(pages []benchPage, read func(benchPage) string) (p, r, f float64, each []counts) {
	np, nr := 0, 0
	for _, pg := range pages {
		c := compare(shingles(pg.want, false), shingles(read(pg), false))
		each = append(each, c)
		if c.tp+c.fp > 0 {
			p += c.precision()
			np++
		}
		if c.tp+c.fn > 0 {
			r += c.recall()
			nr++
		}
	}
	p, r = p/float64(np), r/float64(nr)
	return p, r, 2 * p * r / (p + r), each
}

func TestBenchmarkPages(t *testing.T) {
	pages := benchmarkPages(t)
	texts := map[string]string{}
	p, r, f, each := score(pages, func(pg benchPage) string {
		a := Read(Page{URL: pg.url, Body: pg.html}).Article
		texts[pg.id] = strings.Join(a.Paragraphs, "\n")
		return texts[pg.id]
	})
	t.Logf("article-extraction-benchmark, %d pages: F1 %.4f precision %.4f recall %.4f", len(pages), f, p, r)
	if dir := os.Getenv("JEJAK_DUMP"); dir != "" {
		idx := make([]int, len(pages))
		for i := range idx {
			idx[i] = i
		}
		sort.Slice(idx, func(i, j int) bool { return each[idx[i]].f1() < each[idx[j]].f1() })
		var list strings.Builder
		for _, i := range idx {
			fmt.Fprintf(&list, "%.3f p=%.3f r=%.3f %s %s\n", each[i].f1(), each[i].precision(), each[i].recall(), pages[i].id[:8], pages[i].url)
			os.WriteFile(filepath.Join(dir, pages[i].id[:8]+".got"), []byte(texts[pages[i].id]), 0o644)
			os.WriteFile(filepath.Join(dir, pages[i].id[:8]+".want"), []byte(pages[i].want), 0o644)
			os.WriteFile(filepath.Join(dir, pages[i].id[:8]+".html"), pages[i].html, 0o644)
		}
		os.WriteFile(filepath.Join(dir, "list"), []byte(list.String()), 0o644)
	}
}
