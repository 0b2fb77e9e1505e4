package searchtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

func (s *suite) empty(t *testing.T) {
	index, _ := s.fresh(t)
	ctx := context.Background()
	if err := index.Ping(ctx); err != nil {
		t.Errorf("Ping: %v", err)
	}
	if n, err := index.Count(ctx); n != 0 || err != nil {
		t.Errorf("Count = %d, %v, want 0", n, err)
	}
	if c, err := index.Checkpoint(ctx); err != nil || !reflect.DeepEqual(c, search.Checkpoint{}) {
		t.Errorf("Checkpoint = %+v, %v, want the zero value", c, err)
	}
	if _, err := index.Get(ctx, id(0)); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Get: %v, want ErrNotFound", err)
	}
	for _, q := range []search.Query{{}, {Text: "retret"}, {Text: "-retret"}, {Facets: []search.Facet{search.ByOutlet}, Histogram: search.ByDay}} {
		if res := ask(t, index, q); res.Total != 0 || len(res.Hits) != 0 || res.Next != "" || res.Undated != 0 {
			t.Errorf("search %s = %+v, want nothing", show(q), res)
		}
	}
	apply(t, index, search.Batch{Checkpoint: at(9)}) // a batch of nothing but a checkpoint
	if c, err := index.Checkpoint(ctx); err != nil || !sameJSON(c, at(9)) {
		t.Errorf("Checkpoint = %+v, %v", c, err)
	}
	if n, err := index.Count(ctx); n != 0 || err != nil {
		t.Errorf("Count beside a checkpoint = %d, %v, want 0", n, err)
	}
	if res := ask(t, index, search.Query{}); res.Total != 0 || len(res.Hits) != 0 {
		t.Errorf("the checkpoint is found: %+v", res)
	}
}

// documents: what is put comes back whole, from Get and from Search, and goes when deleted.
func (s *suite) documents(t *testing.T) {
	index, _ := s.fresh(t)
	ctx := context.Background()
	docs := fixture()
	docs[0].Seq = 1<<63 + 12345 // no float holds this
	apply(t, index, search.Batch{Put: docs, Checkpoint: at(1)})
	if n, err := index.Count(ctx); n != len(docs) || err != nil {
		t.Errorf("Count = %d, %v, want %d", n, err, len(docs))
	}
	for _, want := range docs {
		got, err := index.Get(ctx, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !sameJSON(got, want) {
			t.Errorf("Get gives\n%+v, want\n%+v", got, want)
		}
	}
	for _, h := range ask(t, index, search.Query{Limit: 100}).Hits {
		i := slices.IndexFunc(docs, func(d search.Document) bool { return d.ID == h.Document.ID })
		if i < 0 || !sameJSON(h.Document, docs[i]) {
			t.Errorf("a hit is\n%+v", h.Document)
		}
	}

	gone := docs[3].ID
	apply(t, index, search.Batch{Delete: []news.ArticleID{gone, id(999)}, Checkpoint: at(2)})
	if _, err := index.Get(ctx, gone); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Get of a deleted article: %v, want ErrNotFound", err)
	}
	if res := ask(t, index, search.Query{Text: "air bersih terganggu"}); len(res.Hits) != 0 {
		t.Errorf("a deleted article is found")
	}

	changed := docs[1]
	changed.Seq, changed.Title, changed.Paragraphs, changed.Outlet = 500, "Judul Baru", []string{"Isinya lain."}, "pojok-kota"
	apply(t, index, search.Batch{Put: []search.Document{changed}, Checkpoint: at(3)})
	if res := ask(t, index, search.Query{Text: "ombudsman"}); len(res.Hits) != 0 {
		t.Errorf("the words of an article that was overwritten are found")
	}
	if res := ask(t, index, search.Query{Text: "judul baru", Outlets: []news.OutletID{"pojok-kota"}}); !slices.Equal(found(res), []news.ArticleID{changed.ID}) {
		t.Errorf("overwritten article: %v", found(res))
	}
	if n, err := index.Count(ctx); n != len(docs)-1 || err != nil {
		t.Errorf("Count = %d, %v, want %d", n, err, len(docs)-1)
	}
}

// checkpoint: stored with the batch, read back after the index was opened again.
func (s *suite) checkpoint(t *testing.T) {
	ctx := context.Background()
	place := t.TempDir()
	index, err := s.open(t, place)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		apply(t, index, search.Batch{Put: []search.Document{document(n, "Retret", "x")}, Checkpoint: at(uint64(n + 1))})
		if c, err := index.Checkpoint(ctx); err != nil || !sameJSON(c, at(uint64(n+1))) {
			t.Fatalf("Checkpoint after batch %d = %+v, %v", n+1, c, err)
		}
	}
	if err := index.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	if err := index.Close(); err != nil {
		t.Errorf("close twice: %v", err)
	}
	again := s.at(t, place)
	if c, err := again.Checkpoint(ctx); err != nil || !sameJSON(c, at(3)) {
		t.Errorf("Checkpoint after opening again = %+v, %v", c, err)
	}
	if res := ask(t, again, search.Query{Text: "retret"}); res.Total != 3 {
		t.Errorf("after opening again %d articles are found, want 3", res.Total)
	}
}

// order: what folds less of the log never overwrites what folds more.
func (s *suite) order(t *testing.T) {
	index, _ := s.fresh(t)
	put := func(seq, tags uint64, title string) search.Document {
		d := document(1, title, "x")
		d.Seq, d.Tags = seq, tags
		return d
	}
	for i, c := range []struct {
		batch []search.Document
		want  string
	}{
		{[]search.Document{put(5, 0, "pertama")}, "pertama"},
		{[]search.Document{put(4, 9, "basi")}, "pertama"},
		{[]search.Document{put(5, 7, "bertanda")}, "bertanda"},
		{[]search.Document{put(5, 0, "tanpa tanda")}, "bertanda"},
		{[]search.Document{put(5, 7, "sama lagi")}, "sama lagi"}, // the same facts again: rules may have changed
		{[]search.Document{put(8, 0, "baru"), put(6, 9, "antara")}, "baru"},
		{[]search.Document{put(7, 0, "lama"), put(9, 0, "terbaru")}, "terbaru"},
	} {
		apply(t, index, search.Batch{Put: c.batch, Checkpoint: at(uint64(i))})
		if got, err := index.Get(context.Background(), id(1)); err != nil || got.Title != c.want {
			t.Errorf("step %d: title %q, %v, want %q", i, got.Title, err, c.want)
		}
	}
	// In one batch a deletion wins: it stands for a redaction.
	apply(t, index, search.Batch{Put: []search.Document{put(20, 0, "x")}, Delete: []news.ArticleID{id(1)}, Checkpoint: at(20)})
	if _, err := index.Get(context.Background(), id(1)); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("put and deleted in one batch: %v, want ErrNotFound", err)
	}
}

// poison: a document that can not be stored is named, and its neighbours are stored.
func (s *suite) poison(t *testing.T) {
	index, _ := s.fresh(t)
	ctx := context.Background()
	bad := map[news.ArticleID]search.Document{}
	spoil := func(n int, f func(*search.Document)) search.Document {
		d := document(n, "Rusak", "x")
		f(&d)
		bad[d.ID] = d
		return d
	}
	good := []search.Document{document(0, "Retret baik", "satu"), document(1, "Retret baik", "dua"), document(2, "Retret baik", "tiga")}
	odd := document(3, "Retret \x00aneh\ue000\ue001", "rusak \xff\xfe di sini", "")
	odd.Day, odd.Published = "0001-01-01", time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)
	far := document(4, "Retret jauh", strings.Repeat("panjang ", 20_000), strings.Repeat("x", 300_000))
	far.Day, far.Published = "9999-12-31", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	rejected, err := index.Apply(ctx, search.Batch{
		Put: []search.Document{
			good[0], spoil(10, func(d *search.Document) { d.ID = "../../etc/passwd" }),
			spoil(11, func(d *search.Document) { d.ID = "" }),
			good[1], spoil(12, func(d *search.Document) { d.Paragraphs = []string{strings.Repeat("baris ", 1<<20)} }),
			spoil(13, func(d *search.Document) { d.Published = time.Date(30000, 1, 1, 0, 0, 0, 0, time.UTC) }),
			spoil(14, func(d *search.Document) { d.Day = "2025-99-99" }),
			odd, far, good[2],
		},
		Checkpoint: at(4),
	})
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	if len(rejected) != len(bad) {
		t.Errorf("%d documents rejected, want %d", len(rejected), len(bad))
	}
	for _, r := range rejected {
		if _, ok := bad[r.ID]; !ok {
			t.Errorf("a good document is rejected: %s: %s", r.ID, r.Reason)
		}
		if r.Reason == "" || len(r.Reason) > 300 {
			t.Errorf("document %q: reason of %d bytes", r.ID, len(r.Reason))
		}
	}
	if n, err := index.Count(ctx); n != 5 || err != nil {
		t.Errorf("Count = %d, %v, want 5", n, err)
	}
	if c, err := index.Checkpoint(ctx); err != nil || !sameJSON(c, at(4)) {
		t.Errorf("Checkpoint = %+v, %v: a document that is rejected must not hold it up", c, err)
	}
	res := ask(t, index, search.Query{Text: "retret", Histogram: search.ByYear, Highlight: true})
	if res.Total != 5 || len(res.Histogram) != 3 {
		t.Errorf("search = %d hits in %d years, want 5 in 3", res.Total, len(res.Histogram))
	}
	if got, err := index.Get(ctx, odd.ID); err != nil || got.Title != "Retret aneh" {
		t.Errorf("Get = %q, %v, want the title cleaned", got.Title, err)
	}
}

func (s *suite) rebuild(t *testing.T) {
	index, place := s.fresh(t)
	ctx := context.Background()
	apply(t, index, search.Batch{Put: []search.Document{document(0, "Retret lama", "x"), document(1, "Retret lama", "x")}, Checkpoint: at(1)})

	dropped, err := index.Rebuild(ctx)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, dropped, search.Batch{Put: []search.Document{document(5, "Retret buang", "x")}, Checkpoint: at(50)})
	if err := dropped.Discard(); err != nil {
		t.Errorf("Discard: %v", err)
	}

	next, err := index.Rebuild(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		apply(t, next, search.Batch{Put: []search.Document{document(n+1, "Retret baru", "y")}, Checkpoint: at(uint64(10 + n))})
	}
	if res := ask(t, index, search.Query{Text: "retret"}); res.Total != 2 || ask(t, index, search.Query{Text: "baru"}).Total != 0 {
		t.Errorf("before the swap %d articles are found, want the 2 old ones", res.Total)
	}
	if c, err := index.Checkpoint(ctx); err != nil || !sameJSON(c, at(1)) {
		t.Errorf("Checkpoint before the swap = %+v, %v", c, err)
	}
	if err := next.Swap(ctx); err != nil {
		t.Fatalf("Swap: %v", err)
	}
	if err := next.Discard(); err != nil {
		t.Errorf("Discard after Swap: %v", err)
	}
	check := func(index search.Index) {
		t.Helper()
		if res := ask(t, index, search.Query{Text: "retret"}); res.Total != 3 || ask(t, index, search.Query{Text: "lama"}).Total != 0 {
			t.Errorf("after the swap %d articles are found, want the 3 new ones", res.Total)
		}
		if c, err := index.Checkpoint(ctx); err != nil || !sameJSON(c, at(12)) {
			t.Errorf("Checkpoint after the swap = %+v, %v", c, err)
		}
		if n, err := index.Count(ctx); n != 3 || err != nil {
			t.Errorf("Count after the swap = %d, %v", n, err)
		}
	}
	check(index)
	apply(t, index, search.Batch{Put: []search.Document{document(9, "Sesudah", "z")}, Checkpoint: at(13)})
	apply(t, index, search.Batch{Delete: []news.ArticleID{id(9)}, Checkpoint: at(12)})
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	check(s.at(t, place))
}

// swapping: no search gets an empty answer or an error while indexes change places.
func (s *suite) swapping(t *testing.T) {
	index, _ := s.fresh(t)
	ctx := context.Background()
	docs := make([]search.Document, 20)
	for n := range docs {
		docs[n] = document(n, "Retret", "x")
	}
	apply(t, index, search.Batch{Put: docs, Checkpoint: at(1)})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	var asked, wrong atomic.Int64
	var first atomic.Pointer[string]
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				res, err := index.Search(ctx, search.Query{Text: "retret", Limit: 5})
				asked.Add(1)
				if err != nil || res.Total != len(docs) || len(res.Hits) != 5 {
					wrong.Add(1)
					msg := fmt.Sprintf("%d hits, total %d, %v", len(res.Hits), res.Total, err)
					first.CompareAndSwap(nil, &msg)
				}
			}
		})
	}
	for round := range 4 {
		next, err := index.Rebuild(ctx)
		if err != nil {
			t.Fatal(err)
		}
		apply(t, next, search.Batch{Put: docs, Checkpoint: at(uint64(round))})
		if err := next.Swap(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for asked.Load() < 20 {
		time.Sleep(time.Millisecond)
	}
	close(stop)
	wg.Wait()
	if n := wrong.Load(); n > 0 {
		t.Errorf("%d of %d searches went wrong; the first: %s", n, asked.Load(), *first.Load())
	}
}

func (s *suite) cancelled(t *testing.T) {
	index, _ := s.fresh(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, searching := index.Search(ctx, search.Query{Text: "retret"})
	_, getting := index.Get(ctx, id(0))
	_, applying := index.Apply(ctx, search.Batch{Put: fixture(), Checkpoint: at(1)})
	_, reading := index.Checkpoint(ctx)
	_, counting := index.Count(ctx)
	_, rebuilding := index.Rebuild(ctx)
	for name, err := range map[string]error{"Search": searching, "Get": getting, "Apply": applying, "Checkpoint": reading, "Count": counting, "Rebuild": rebuilding, "Ping": index.Ping(ctx)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a context that ended: %v", name, err)
		}
	}
	if n, err := index.Count(context.Background()); n != 0 || err != nil {
		t.Errorf("a batch that was cancelled left %d documents, %v", n, err)
	}
}

func (s *suite) closed(t *testing.T) {
	index, _ := s.fresh(t)
	ctx := context.Background()
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	_, searching := index.Search(ctx, search.Query{})
	_, applying := index.Apply(ctx, search.Batch{})
	for name, err := range map[string]error{"Search": searching, "Apply": applying, "Ping": index.Ping(ctx)} {
		if err == nil {
			t.Errorf("%s of a closed index gives no error", name)
		}
	}
}

func sameJSON(a, b any) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}
