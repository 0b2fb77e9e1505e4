package extract

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"

	"github.com/jejak-id/jejak/pkg/extract/dom"
	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// The benchmarks read every page of the article-extraction-benchmark once per
// operation, so that their ratios are ratios of pages per second.

func BenchmarkRead(b *testing.B) {
	pages := extracttest.Benchmark(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, pg := range pages {
			Read(Page{URL: pg.URL, Body: pg.HTML})
		}
	}
	perPage(b, len(pages))
}

// BenchmarkParse is the limit: the tree alone, by the standard's parser and by
// ours.
func BenchmarkParse(b *testing.B) {
	pages := extracttest.Benchmark(b)
	b.Run("html.Parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, pg := range pages {
				_, _ = html.Parse(bytes.NewReader(pg.HTML))
			}
		}
		perPage(b, len(pages))
	})
	b.Run("dom.Parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, pg := range pages {
				dom.Parse(string(pg.HTML))
			}
		}
		perPage(b, len(pages))
	})
}

func perPage(b *testing.B, pages int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pages), "us/page")
	b.ReportMetric(float64(b.N*pages)/b.Elapsed().Seconds(), "pages/s")
}
