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

func benchIndex(b *testing.B, url string) *meili.Index {
	b.Helper()
	index, err := meili.Open(context.Background(), meili.Config{URL: url, Key: masterKey})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { index.Close() })
	return index
}

// BenchmarkRebuild prints documents a second of a rebuild, beside one bulk load of
// the same documents by the client alone: the same words to search and the
// document to show, in tasks of the same size, awaited.
func BenchmarkRebuild(b *testing.B) {
	ctx := context.Background()
	const size = 1000
	docs := searchtest.Corpus(b, 4000)
	url := realServer(b).url
	index := benchIndex(b, url)
	client := meilisearch.New(url, meilisearch.WithAPIKey(masterKey))
	settings := &meilisearch.Settings{
		SearchableAttributes: []string{"title", "text"}, DisplayedAttributes: []string{"id", "doc"},
		FilterableAttributes: []string{"outlet", "place", "topic", "day", "published"}, SortableAttributes: []string{"published"},
	}
	done := func(info *meilisearch.TaskInfo, err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		if task, err := client.WaitForTaskWithContext(ctx, info.TaskUID, 10*time.Millisecond); err != nil || task.Status != meilisearch.TaskStatusSucceeded {
			b.Fatalf("task: %+v, %v", task, err)
		}
	}
	var ours, raw float64
	for b.Loop() {
		start := time.Now()
		done(client.CreateIndex(&meilisearch.IndexConfig{Uid: "raw", PrimaryKey: "id"}))
		done(client.Index("raw").UpdateSettings(settings))
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
			done(client.Index("raw").AddDocumentsNdjson(body.Bytes(), nil))
		}
		raw += time.Since(start).Seconds()
		done(client.DeleteIndex("raw"))

		start = time.Now()
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
		ours += time.Since(start).Seconds()
	}
	n := float64(len(docs) * b.N)
	b.ReportMetric(n/ours, "docs/s")
	b.ReportMetric(n/raw, "raw-docs/s")
	b.ReportMetric(raw/ours, "ratio")
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

func filled(b *testing.B) (*meili.Index, []search.Document) {
	b.Helper()
	docs := searchtest.Corpus(b, 4000)
	index := benchIndex(b, realServer(b).url)
	for part := range slices.Chunk(docs, 1000) {
		if _, err := index.Apply(context.Background(), search.Batch{Put: part}); err != nil {
			b.Fatal(err)
		}
	}
	return index, docs
}
