package bleve

import (
	"context"
	"fmt"
	"testing"
	"time"

	engine "github.com/blevesearch/bleve/v2"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

// BenchmarkOverhead prints what a search costs over the engine's answer to the
// same query: reading the question, the documents of the hits, and the marks.
func BenchmarkOverhead(b *testing.B) {
	index, err := Memory(Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer index.Close()
	articles, err := searchtest.Articles()
	if err != nil {
		b.Fatal(err)
	}
	for copies := range 200 {
		batch := search.Batch{Put: make([]search.Document, len(articles))}
		for i, d := range articles {
			d.ID = news.NewArticleID(fmt.Sprintf("%s/%d", d.URL, copies))
			batch.Put[i] = d
		}
		if _, err := index.Apply(context.Background(), batch); err != nil {
			b.Fatal(err)
		}
	}
	q := search.Query{Text: "wali kota wanasari ", Highlight: true}
	text, err := search.ParseText(q.Text)
	if err != nil {
		b.Fatal(err)
	}
	var ours, raw time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := index.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		req := engine.NewSearchRequestOptions(build(q, text, true), q.Size()+1, 0, false)
		order, _ := order(search.Relevance)
		req.SortByCustom(order)
		req.Fields = []string{storedField}
		if _, err := index.current.engine.SearchInContext(context.Background(), req); err != nil {
			b.Fatal(err)
		}
		raw += time.Since(start)
	}
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N)/1000, "ms")
	b.ReportMetric(ours.Seconds()/raw.Seconds(), "ratio")
}
