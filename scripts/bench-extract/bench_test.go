// Package benchextract compares the extractor with others, in speed and quality,
// over the pages of the article-extraction-benchmark.
//
//	cd scripts/bench-extract && GOWORK=off go test -v -bench . -benchtime 3x
//
// It is a module of its own and not in go.work: the product does not depend on
// what it is compared with. The pages are read from the evaluation data beside the
// checkout, or from JEJAK_SHARED; without them everything is skipped aloud.
package benchextract

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/jejak-id/jejak/pkg/extract"
)

type page struct {
	url, want string
	body      []byte
}

func pages(t testing.TB) []page {
	t.Helper()
	root := os.Getenv("JEJAK_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			root = filepath.Join(dir, "shared")
			if st, err := os.Stat(filepath.Join(root, "data")); err == nil && st.IsDir() {
				break
			}
		}
	}
	dir := filepath.Join(root, "data", "extraction-benchmark")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Skip("SKIPPED: evaluation data shared/data/extraction-benchmark is not here (set JEJAK_SHARED)")
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	ids := make([]string, 0, len(truth))
	for id := range truth {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var out []page
	for _, id := range ids {
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
		out = append(out, page{truth[id].URL, truth[id].ArticleBody, b})
	}
	if len(out) == 0 {
		t.Fatal("no page in the benchmark")
	}
	return out
}

// readers are what is compared.
var readers = []struct {
	name string
	read func(page) string
}{
	{"jejak", func(p page) string {
		return strings.Join(extract.Read(extract.Page{URL: p.url, Body: p.body}).Article.Paragraphs, "\n")
	}},
	{"go-readability-v2", func(p page) string {
		u, _ := url.Parse(p.url)
		parser := readability.NewParser()
		a, err := parser.Parse(bytes.NewReader(p.body), u)
		if err != nil || a.Node == nil {
			return ""
		}
		var w strings.Builder
		_ = a.RenderText(&w)
		return w.String()
	}},
	{"go-trafilatura", func(p page) string {
		u, _ := url.Parse(p.url)
		r, err := trafilatura.Extract(bytes.NewReader(p.body), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
		if err != nil || r == nil {
			return ""
		}
		return r.ContentText
	}},
	{"html.Parse-alone", func(p page) string {
		_, _ = html.Parse(bytes.NewReader(p.body))
		return ""
	}},
}

var word = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func shingles(s string) map[string]int {
	w := word.FindAllString(s, -1)
	out := map[string]int{}
	for i := 0; i < max(1, len(w)-3); i++ {
		if g := strings.Join(w[i:min(i+4, len(w))], " "); g != "" {
			out[g]++
		}
	}
	return out
}

// TestQuality prints the benchmark's own metric: the mean over pages of precision
// and of recall of word 4-grams, and the harmonic mean of the two.
func TestQuality(t *testing.T) {
	all := pages(t)
	for _, r := range readers[:3] {
		var precision, recall float64
		np, nr := 0, 0
		for _, p := range all {
			want, got := shingles(p.want), shingles(r.read(p))
			hit, printed, asked := 0, 0, 0
			for g, n := range want {
				asked += n
				hit += min(n, got[g])
			}
			for _, n := range got {
				printed += n
			}
			if printed > 0 {
				precision += float64(hit) / float64(printed)
				np++
			}
			if asked > 0 {
				recall += float64(hit) / float64(asked)
				nr++
			}
		}
		precision, recall = precision/float64(np), recall/float64(nr)
		t.Logf("%-18s F1 %.4f precision %.4f recall %.4f (%d pages)", r.name, 2*precision*recall/(precision+recall), precision, recall, len(all))
	}
}

// BenchmarkSpeed reads every page once per operation, all readers in one run, so
// that the ratios of pages/s are what counts.
func BenchmarkSpeed(b *testing.B) {
	all := pages(b)
	for _, r := range readers {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range all {
					r.read(p)
				}
			}
			b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
