package meili_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/pkg/search/meili/meilitest"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

func TestSuite(t *testing.T) {
	server := meilitest.New(t)
	searchtest.Run(t, opener(server.URL, server.Key))
}

func article(n int, title string) search.Document {
	url := fmt.Sprintf("https://kabar-wanasari.test/%d", n)
	return search.Document{ID: news.NewArticleID(url), URL: url, Seq: uint64(n), Title: title, Paragraphs: []string{"isi"}, Revisions: 1}
}

func upTo(seq uint64) search.Checkpoint {
	return search.Checkpoint{Projection: "p", Positions: map[string]search.Position{"NEWS": {Seq: seq}}}
}

func mustOpen(t *testing.T, c meili.Config) *meili.Index {
	t.Helper()
	index, err := meili.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	return index
}

// position returns the sequence in the stored checkpoint.
func position(t *testing.T, index search.Index) uint64 {
	t.Helper()
	c, err := index.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c.Positions["NEWS"].Seq
}

// TestPoison: the server refuses two articles of fifty; they are named, and their
// neighbours and the checkpoint are stored.
func TestPoison(t *testing.T) {
	server := meilitest.New(t)
	index := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key})
	server.Poison("beracun")
	var b search.Batch
	for n := range 50 {
		title := "Kabar"
		if n == 7 || n == 31 {
			title = "Kabar beracun"
		}
		b.Put = append(b.Put, article(n, title))
	}
	b.Checkpoint = upTo(50)
	rejected, err := index.Apply(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	if len(rejected) != 2 || rejected[0].ID != b.Put[7].ID || rejected[1].ID != b.Put[31].ID || !strings.Contains(rejected[0].Reason, "invalid_document_fields") {
		t.Errorf("rejected %+v", rejected)
	}
	if n, err := index.Count(context.Background()); n != 48 || err != nil {
		t.Errorf("Count = %d, %v, want 48", n, err)
	}
	if got := position(t, index); got != 50 {
		t.Errorf("checkpoint at %d, want 50", got)
	}
}

// TestServerFault: what is wrong with the server is no fault of the articles.
func TestServerFault(t *testing.T) {
	server := meilitest.New(t)
	index := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key})
	b := search.Batch{Put: []search.Document{article(1, "a"), article(2, "b")}, Checkpoint: upTo(2)}
	server.Break("no_space_left_on_device")
	if rejected, err := index.Apply(context.Background(), b); err == nil || len(rejected) > 0 || !strings.Contains(err.Error(), "no_space_left_on_device") {
		t.Errorf("Apply on a full disk: %v, %v", rejected, err)
	}
	if got := position(t, index); got != 0 {
		t.Errorf("checkpoint at %d although nothing was stored", got)
	}
	server.Break("")
	if _, err := index.Apply(context.Background(), b); err != nil {
		t.Errorf("the same batch again: %v", err)
	}
}

// TestAway: a server that is away is waited for, then named.
func TestAway(t *testing.T) {
	ctx := context.Background()
	server := meilitest.New(t)
	c := meili.Config{URL: server.URL, Key: server.Key, Patience: 300 * time.Millisecond}
	server.Down(true)
	if _, err := meili.Open(ctx, c); !errors.Is(err, meili.ErrAway) || !strings.Contains(err.Error(), server.URL) {
		t.Errorf("Open with the server away: %v", err)
	}
	server.Down(false)
	index := mustOpen(t, c)
	b := search.Batch{Put: []search.Document{article(1, "Retret")}, Checkpoint: upTo(1)}

	server.FailNext(2, 503)
	if _, err := index.Apply(ctx, b); err != nil {
		t.Errorf("Apply while the server starts: %v", err)
	}
	server.Down(true)
	before := server.Requests()
	for name, err := range map[string]error{"Search": second(index.Search(ctx, search.Query{})), "Apply": second(index.Apply(ctx, b)), "Ping": index.Ping(ctx)} {
		if !errors.Is(err, meili.ErrAway) {
			t.Errorf("%s with the server away: %v", name, err)
		}
	}
	if n := server.Requests() - before; n > 60 {
		t.Errorf("%d requests to a server that is away: a storm", n)
	}
	server.Down(false)
	if res, err := index.Search(ctx, search.Query{Text: "retret"}); err != nil || res.Total != 1 {
		t.Errorf("after it came back: %d, %v", res.Total, err)
	}
}

func second[T any](_ T, err error) error { return err }

// TestLostAnswers: an answer that is lost does not do harm: adding is made again,
// swapping is not.
func TestLostAnswers(t *testing.T) {
	ctx := context.Background()
	server := meilitest.New(t)
	index := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key})
	server.LoseAnswer("/indexes/articles/documents")
	if _, err := index.Apply(ctx, search.Batch{Put: []search.Document{article(1, "Lama")}, Checkpoint: upTo(1)}); err != nil {
		t.Fatalf("Apply whose answer was lost: %v", err)
	}
	next, err := index.Rebuild(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := next.Apply(ctx, search.Batch{Put: []search.Document{article(1, "Baru"), article(2, "Baru")}, Checkpoint: upTo(2)}); err != nil {
		t.Fatal(err)
	}
	server.LoseAnswer("/swap-indexes")
	if err := next.Swap(ctx); err == nil || !strings.Contains(err.Error(), "may or may not") {
		t.Errorf("a swap whose answer was lost: %v", err)
	}
	// The swap may still be under way: what is asked before and after it may differ,
	// but not for long.
	var n int
	var at uint64
	for range 100 {
		if n, err = index.Count(ctx); err != nil {
			t.Fatal(err)
		}
		if at = position(t, index); uint64(n) == at {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if uint64(n) != at {
		t.Errorf("%d articles and a checkpoint at %d: they must belong together", n, at)
	}
	again, err := index.Rebuild(ctx) // what is left does not stand in the way
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Discard(); err != nil {
		t.Error(err)
	}
}

func TestRights(t *testing.T) {
	server := meilitest.New(t)
	server.AddKey("reader", "search")
	server.AddKey("writer", meili.WriterRights...)
	rights(t, server.URL, "writer", "reader")
}

// rights: a writer's key suffices for everything, a reader's for all that reads.
func rights(t *testing.T, url, writer, reader string) {
	ctx := context.Background()
	if _, err := meili.Open(ctx, meili.Config{URL: url, Key: reader, ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "start the indexer") {
		t.Errorf("a reader before there is an index: %v", err)
	}
	w := mustOpen(t, meili.Config{URL: url, Key: writer})
	d := article(1, "Retret")
	if _, err := w.Apply(ctx, search.Batch{Put: []search.Document{d, article(2, "x")}, Delete: []news.ArticleID{article(2, "").ID}, Checkpoint: upTo(1)}); err != nil {
		t.Fatal(err)
	}
	next, err := w.Rebuild(ctx)
	if err == nil {
		_, err = next.Apply(ctx, search.Batch{Put: []search.Document{d}, Checkpoint: upTo(2)})
	}
	if err == nil {
		err = next.Swap(ctx)
	}
	if err != nil {
		t.Fatalf("rebuild: %v", err)
	}
	r := mustOpen(t, meili.Config{URL: url, Key: reader, ReadOnly: true})
	if res, err := r.Search(ctx, search.Query{Text: "retret", Facets: []search.Facet{search.ByOutlet}, Histogram: search.ByDay}); err != nil || res.Total != 1 {
		t.Errorf("a reader searches: %d, %v", res.Total, err)
	}
	if _, err := r.Get(ctx, d.ID); err != nil {
		t.Errorf("a reader gets an article: %v", err)
	}
	if got := position(t, r); got != 2 {
		t.Errorf("a reader reads the checkpoint at %d, want 2", got)
	}
	if _, err := r.Apply(ctx, search.Batch{}); err == nil || !strings.Contains(err.Error(), "read only") {
		t.Errorf("a reader writes: %v", err)
	}
	if _, err := meili.Open(ctx, meili.Config{URL: url, Key: reader}); err == nil || !strings.Contains(err.Error(), "refuses the key") {
		t.Errorf("a reader's key opened to write: %v", err)
	}
	for _, key := range []string{"wrong", ""} {
		if _, err := meili.Open(ctx, meili.Config{URL: url, Key: key}); err == nil || !strings.Contains(err.Error(), "refuses the key") {
			t.Errorf("key %q: %v", key, err)
		}
	}
}

// TestIndexGone: an index that somebody removed is not quietly begun anew with a
// hole in it, and without settings.
func TestIndexGone(t *testing.T) {
	ctx := context.Background()
	server := meilitest.New(t)
	index := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key})
	if _, err := index.Apply(ctx, search.Batch{Put: []search.Document{article(1, "x")}, Checkpoint: upTo(1)}); err != nil {
		t.Fatal(err)
	}
	server.DropIndex("articles")
	_, err := index.Apply(ctx, search.Batch{Put: []search.Document{article(2, "y")}, Checkpoint: upTo(2)})
	if err == nil || !strings.Contains(err.Error(), `no index "articles"`) {
		t.Errorf("Apply to an index that is gone: %v", err)
	}
	if err := index.Ping(ctx); err == nil {
		t.Error("Ping of an index that is gone gives no error")
	}
	again := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key})
	if n, err := again.Count(ctx); n != 0 || err != nil {
		t.Errorf("opened again: %d, %v", n, err)
	}
}

func TestBadConfig(t *testing.T) {
	for _, c := range []meili.Config{{}, {URL: "localhost:7700"}, {URL: "ftp://x"}, {URL: "http://x", Index: "a b"}, {URL: "http://x", Index: "../keys"}} {
		if _, err := meili.Open(context.Background(), c); err == nil || strings.Contains(err.Error(), "does not answer") {
			t.Errorf("Open(%+v): %v", c, err)
		}
	}
}

// TestNoText: nothing of an article gets into an error or a log line.
func TestNoText(t *testing.T) {
	server := meilitest.New(t)
	var logs strings.Builder
	index := mustOpen(t, meili.Config{URL: server.URL, Key: server.Key, Patience: 50 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(&logs, nil))})
	server.Poison("rahasia")
	b := search.Batch{Put: []search.Document{article(1, "Teks rahasia")}, Checkpoint: upTo(1)}
	rejected, err := index.Apply(context.Background(), b)
	server.Down(true)
	_, away := index.Apply(context.Background(), b)
	if all := fmt.Sprint(rejected, err, away, logs.String()); strings.Contains(all, "rahasia") || strings.Contains(all, server.Key) {
		t.Errorf("text or key of the user in %q", all)
	}
}
