package enrich

import (
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// BenchmarkNew compiles the names of the whole registry.
func BenchmarkNew(b *testing.B) {
	reg, err := registry.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		New(reg)
	}
}

// BenchmarkTags reads the corpus on one core; it reports articles per second.
func BenchmarkTags(b *testing.B) {
	e := embedded(b)
	var all []*news.Article
	corpus(b, func(a *news.Article) { all = append(all, a) })
	at := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		e.Tags(all[n%len(all)], at)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkLong reads one article of 200 KB in many paragraphs, and in one.
func BenchmarkLong(b *testing.B) {
	e := embedded(b)
	line := "Wali Kota Malang, Wahyu Hidayat bersama Kepala Dinas Sosial Kota Malang, Donny Sandito meninjau Desa Sumberejo, Kabupaten Malang. “Kami siap,” kata Wahyu. "
	for name, paragraphs := range map[string][]string{
		"paragraphs": strings.Split(strings.Repeat(line+"\n", 200_000/len(line)), "\n"),
		"one":        {strings.Repeat(line, 200_000/len(line))},
	} {
		b.Run(name, func(b *testing.B) {
			a := article("2025-05-16", paragraphs...)
			for b.Loop() {
				e.Tags(a, time.Time{})
			}
		})
	}
}
