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
	"net/url"
	"strings"
	"testing"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// readers are what is compared.
var readers = []struct {
	name string
	read func(extracttest.Page) string
}{
	{"jejak", func(p extracttest.Page) string {
		return strings.Join(extract.Read(extract.Page{URL: p.URL, Body: p.HTML}).Article.Paragraphs, "\n")
	}},
	{"go-readability-v2", func(p extracttest.Page) string {
		u, _ := url.Parse(p.URL)
		parser := readability.NewParser()
		a, err := parser.Parse(bytes.NewReader(p.HTML), u)
		if err != nil || a.Node == nil {
			return ""
		}
		var w strings.Builder
		_ = a.RenderText(&w)
		return w.String()
	}},
	{"go-trafilatura", func(p extracttest.Page) string {
		u, _ := url.Parse(p.URL)
		r, err := trafilatura.Extract(bytes.NewReader(p.HTML), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
		if err != nil || r == nil {
			return ""
		}
		return r.ContentText
	}},
	{"html.Parse-alone", func(p extracttest.Page) string {
		_, _ = html.Parse(bytes.NewReader(p.HTML))
		return ""
	}},
}

// TestQuality prints the benchmark's own metric of each.
func TestQuality(t *testing.T) {
	all := extracttest.Benchmark(t)
	for _, r := range readers[:3] {
		p, rec, f, _ := extracttest.Score(all, r.read)
		t.Logf("%-18s F1 %.4f precision %.4f recall %.4f (%d pages)", r.name, f, p, rec, len(all))
	}
}

// BenchmarkSpeed reads every page once per operation, all readers in one run, so
// that the ratios of pages/s are what counts.
func BenchmarkSpeed(b *testing.B) {
	all := extracttest.Benchmark(b)
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
