package bleve_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	engine "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

// rawDocument is what one would hand to the engine without a contract: the same
// text to search, the same filters, and the document to show.
type rawDocument struct {
	Title     string   `json:"title"`
	Body      []string `json:"body"`
	Outlet    string   `json:"outlet"`
	Place     []string `json:"place"`
	Topic     []string `json:"topic"`
	Day       string   `json:"day"`
	Published string   `json:"published"`
	JSON      string   `json:"json"`
}

func rawIndex(b *testing.B, dir string) engine.Index {
	b.Helper()
	m := engine.NewIndexMapping()
	doc := engine.NewDocumentStaticMapping()
	text := engine.NewTextFieldMapping()
	text.Store, text.IncludeInAll, text.DocValues = false, false, false
	word := engine.NewKeywordFieldMapping()
	word.Store, word.IncludeInAll = false, false
	stored := engine.NewTextFieldMapping()
	stored.Index, stored.IncludeInAll, stored.DocValues, stored.IncludeTermVectors = false, false, false, false
	doc.AddFieldMappingsAt("title", text)
	doc.AddFieldMappingsAt("body", text)
	for _, f := range []string{"outlet", "place", "topic", "day", "published"} {
		doc.AddFieldMappingsAt(f, word)
	}
	doc.AddFieldMappingsAt("json", stored)
	m.DefaultMapping = doc
	x, err := engine.NewUsing(dir, m, scorch.Name, scorch.Name, nil)
	if err != nil {
		b.Fatal(err)
	}
	return x
}

func rawBatch(b *testing.B, x engine.Index, docs []search.Document) {
	b.Helper()
	batch := x.NewBatch()
	for _, d := range docs {
		j, err := json.Marshal(d)
		if err != nil {
			b.Fatal(err)
		}
		raw := rawDocument{
			Title: d.Title, Body: d.Paragraphs, Outlet: string(d.Outlet), Place: d.Values(search.ByPlace), Topic: d.Values(search.ByTopic),
			Day: string(d.Day), Published: d.Published.Format(time.RFC3339), JSON: string(j),
		}
		if err := batch.Index(string(d.ID), raw); err != nil {
			b.Fatal(err)
		}
	}
	if err := x.Batch(batch); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkRebuild prints documents a second of a rebuild, beside the engine alone
// on the same documents: batch by batch by turns, so that both meet the same noise.
// The engine alone has no roots of words and looks nothing up.
func BenchmarkRebuild(b *testing.B) {
	const size = 1000
	docs := searchtest.Corpus(b, 4000)
	var ours, raw, ratio []float64
	for b.Loop() {
		x := rawIndex(b, filepath.Join(b.TempDir(), "raw"))
		index, err := bleve.Open(b.TempDir(), bleve.Options{})
		if err != nil {
			b.Fatal(err)
		}
		next, err := index.Rebuild(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		var mine, theirs time.Duration
		for part := range slices.Chunk(docs, size) {
			start := time.Now()
			rawBatch(b, x, part)
			theirs += time.Since(start)
			start = time.Now()
			if _, err := next.Apply(context.Background(), search.Batch{Put: part}); err != nil {
				b.Fatal(err)
			}
			mine += time.Since(start)
		}
		start := time.Now()
		if err := next.Swap(context.Background()); err != nil {
			b.Fatal(err)
		}
		mine += time.Since(start)
		ours = append(ours, float64(len(docs))/mine.Seconds())
		raw = append(raw, float64(len(docs))/theirs.Seconds())
		ratio = append(ratio, theirs.Seconds()/mine.Seconds())
		if err := errors.Join(x.Close(), index.Close()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(median(ours), "docs/s")
	b.ReportMetric(median(raw), "raw-docs/s")
	b.ReportMetric(median(ratio), "ratio")
}

// BenchmarkUpdate is one document, until it can be found.
func BenchmarkUpdate(b *testing.B) {
	index, docs := filled(b, 4000)
	n := 0
	var took []float64
	for b.Loop() {
		d := docs[n%len(docs)]
		n++
		d.Seq = uint64(1_000_000 + n)
		start := time.Now()
		if _, err := index.Apply(context.Background(), search.Batch{Put: []search.Document{d}}); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	b.ReportMetric(median(took), "p50-ms")
	b.ReportMetric(quantile(took, 0.99), "p99-ms")
}

// BenchmarkSearch prints a search of ours beside the plain match query of the
// engine on an index of the same documents.
func BenchmarkSearch(b *testing.B) {
	const n = 17_000
	index, docs := filled(b, n)
	x := rawIndex(b, filepath.Join(b.TempDir(), "raw"))
	defer x.Close()
	for part := range slices.Chunk(docs, 1000) {
		rawBatch(b, x, part)
	}
	for _, c := range []struct {
		name string
		q    search.Query
	}{
		{"one word", search.Query{Text: "retret "}},
		{"two common words", search.Query{Text: "kabupaten malang "}},
		{"typo", search.Query{Text: "kepanjn "}},
		{"prefix", search.Query{Text: "kepanj"}},
		{"two letters", search.Query{Text: "ke"}},
		{"phrase", search.Query{Text: `"kabupaten malang"`}},
		{"newest", search.Query{}},
		{"everything", search.Query{Text: "pelayanan publik ", Highlight: true, Histogram: search.ByMonth,
			Facets: []search.Facet{search.ByOutlet, search.ByOfficial, search.ByOffice, search.ByPlace, search.ByTopic}, Topics: []news.TopicID{"topik-1", "topik-2"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var ours, raw []float64
			for b.Loop() {
				start := time.Now()
				if _, err := index.Search(context.Background(), c.q); err != nil {
					b.Fatal(err)
				}
				ours = append(ours, float64(time.Since(start).Microseconds())/1000)

				title, body := engine.NewMatchQuery(c.q.Text), engine.NewMatchQuery(c.q.Text)
				title.SetField("title")
				body.SetField("body")
				req := engine.NewSearchRequestOptions(engine.NewDisjunctionQuery(title, body), 20, 0, false)
				if c.q.Text == "" {
					req.Query = engine.NewMatchAllQuery()
				}
				req.Fields = []string{"json"}
				start = time.Now()
				if _, err := x.SearchInContext(context.Background(), req); err != nil {
					b.Fatal(err)
				}
				raw = append(raw, float64(time.Since(start).Microseconds())/1000)
			}
			b.ReportMetric(median(ours), "p50-ms")
			b.ReportMetric(quantile(ours, 0.99), "p99-ms")
			b.ReportMetric(median(raw), "raw-match-p50-ms")
		})
	}
}

func filled(b *testing.B, n int) (*bleve.Index, []search.Document) {
	b.Helper()
	docs := searchtest.Corpus(b, n)
	index, err := bleve.Open(b.TempDir(), bleve.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { index.Close() })
	for part := range slices.Chunk(docs, 1000) {
		if _, err := index.Apply(context.Background(), search.Batch{Put: part}); err != nil {
			b.Fatal(err)
		}
	}
	return index, docs
}

func median(v []float64) float64 { return quantile(v, 0.5) }

func quantile(v []float64, q float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[min(len(v)-1, int(q*float64(len(v))))]
}
