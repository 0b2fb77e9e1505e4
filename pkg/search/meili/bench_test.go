package meili_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

// BenchmarkRebuild prints documents a second of a rebuild, beside loads of the
// same articles by the client alone, awaited. "bulk" is one task with the very
// records and settings of our index: what batches, looking up and swapping cost.
// "lean" is what one would load without a contract, the text to search and the
// document to show: what roots of words and folding cost.
func BenchmarkRebuild(b *testing.B) {
	ctx := context.Background()
	const size = 1000
	index, docs := filled(b)
	client := meilisearch.New(index.url, meilisearch.WithAPIKey(masterKey))
	done := func(info *meilisearch.TaskInfo, err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		if task, err := client.WaitForTaskWithContext(ctx, info.TaskUID, 10*time.Millisecond); err != nil || task.Status != meilisearch.TaskStatusSucceeded {
			b.Fatalf("task: %+v, %v", task, err)
		}
	}
	load := func(settings *meilisearch.Settings, parts ...[]byte) time.Duration {
		start := time.Now()
		done(client.CreateIndex(&meilisearch.IndexConfig{Uid: "raw", PrimaryKey: "id"}))
		done(client.Index("raw").UpdateFacetSearch(false))
		done(client.Index("raw").UpdateSettings(settings))
		for _, part := range parts {
			done(client.Index("raw").AddDocumentsNdjson(part, nil))
		}
		took := time.Since(start)
		done(client.DeleteIndex("raw"))
		return took
	}
	ours, err := client.Index("articles").GetSettings()
	if err != nil {
		b.Fatal(err)
	}
	var all meilisearch.DocumentsResult
	if err := client.Index("articles").GetDocuments(&meilisearch.DocumentsQuery{Limit: int64(len(docs))}, &all); err != nil {
		b.Fatal(err)
	}
	var records bytes.Buffer
	for _, r := range all.Results {
		if err := json.NewEncoder(&records).Encode(r); err != nil {
			b.Fatal(err)
		}
	}
	lean := &meilisearch.Settings{
		SearchableAttributes: []string{"title", "text"}, DisplayedAttributes: []string{"id", "doc"},
		FilterableAttributes: []string{"outlet", "place", "topic", "day", "published"}, SortableAttributes: []string{"published"},
	}
	var plain [][]byte
	for part := range slices.Chunk(docs, size) {
		var body bytes.Buffer
		for _, d := range part {
			j, err := json.Marshal(d)
			if err == nil {
				err = json.NewEncoder(&body).Encode(map[string]any{
					"id": d.ID, "title": d.Title, "text": d.Paragraphs, "outlet": d.Outlet, "place": d.Values(search.ByPlace),
					"topic": d.Values(search.ByTopic), "day": d.Day, "published": d.Published.Unix(), "doc": string(j),
				})
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		plain = append(plain, body.Bytes())
	}
	rebuild := func(size int) time.Duration {
		start := time.Now()
		next, err := index.Rebuild(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for part := range slices.Chunk(docs, size) {
			if _, err := next.Apply(ctx, search.Batch{Put: part}); err != nil {
				b.Fatal(err)
			}
		}
		if err := next.Swap(ctx); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	var small, large, bulk, leanly time.Duration
	for b.Loop() {
		bulk += load(ours, records.Bytes())
		large += rebuild(len(docs))
		small += rebuild(size)
		leanly += load(lean, plain...)
	}
	b.ReportMetric(float64(len(docs)*b.N)/large.Seconds(), "docs/s")
	b.ReportMetric(bulk.Seconds()/large.Seconds(), "ratio-bulk")
	b.ReportMetric(float64(len(docs)*b.N)/small.Seconds(), "docs/s-by-1000")
	b.ReportMetric(leanly.Seconds()/small.Seconds(), "ratio-lean-by-1000")
}

// BenchmarkUpdate is one document, until it can be found, and BenchmarkSearch a
// question with everything in it, on an index of the same articles.
func BenchmarkUpdate(b *testing.B) {
	index, docs := filled(b)
	n := 0
	for b.Loop() {
		d := docs[n%len(docs)]
		n++
		d.Seq = uint64(1_000_000 + n)
		d.Title += " lagi"
		if _, err := index.Apply(context.Background(), search.Batch{Put: []search.Document{d}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	index, _ := filled(b)
	for _, c := range []struct {
		name string
		q    search.Query
	}{
		{"words", search.Query{Text: "kabupaten malang"}},
		{"everything", search.Query{Text: "pelayanan publik", Highlight: true, Histogram: search.ByMonth,
			Facets: []search.Facet{search.ByOutlet, search.ByOfficial, search.ByOffice, search.ByPlace, search.ByTopic}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := index.Search(context.Background(), c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benched is an index and where it is.
type benched struct {
	*meili.Index
	url string
}

func filled(b *testing.B) (benched, []search.Document) {
	b.Helper()
	docs := searchtest.Corpus(b, 4000)
	url := realServer(b).url
	index, err := meili.Open(context.Background(), meili.Config{URL: url, Key: masterKey})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { index.Close() })
	for part := range slices.Chunk(docs, 1000) {
		if _, err := index.Apply(context.Background(), search.Batch{Put: part}); err != nil {
			b.Fatal(err)
		}
	}
	return benched{index, url}, docs
}
