package extracttest

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"sort"
	"testing"
)

// Page is a page of the article-extraction-benchmark with the text that it asks for.
type Page struct {
	ID, URL, Want string
	HTML          []byte
}

// Benchmark returns the pages of the article-extraction-benchmark, ordered by id.
func Benchmark(t testing.TB) []Page {
	t.Helper()
	dir := Shared(t, "data", "extraction-benchmark")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	var out []Page
	for id, g := range truth {
		html, err := readPage(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Page{id, g.URL, g.ArticleBody, html})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	if len(out) == 0 {
		t.Fatal("no page in the benchmark")
	}
	return out
}

// Score is the benchmark's own metric: the mean over pages of precision and of recall, and the harmonic mean of the
// two. A page of which nothing was read counts for recall alone. The counts of each page come beside.
func Score(pages []Page, read func(Page) string) (p, r, f float64, each []Counts) {
	read1, asked := 0, 0
	for _, pg := range pages {
		c := Compare(pg.Want, read(pg))
		each = append(each, c)
		if c.Both+c.Extra > 0 {
			p += c.Precision()
			read1++
		}
		if c.Both+c.Missed > 0 {
			r += c.Recall()
			asked++
		}
	}
	p, r = p/float64(max(read1, 1)), r/float64(max(asked, 1))
	return p, r, harmonic(p, r), each
}

// readPage reads a file, and one that ends in .gz unpacked.
func readPage(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if filepath.Ext(name) != ".gz" {
		return io.ReadAll(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
