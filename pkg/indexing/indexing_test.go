package indexing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

func get(t *testing.T, x *memIndex, name string) search.Document {
	t.Helper()
	d, err := x.Get(t.Context(), idOf(name))
	if err != nil {
		t.Fatalf("Get(%s): %v", name, err)
	}
	return d
}

func TestDocumentBeforeAndAfterTags(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	s := stage(t, w.log, x)
	at := w.published("satu", "Wali kota menyampaikan anggaran.")
	catchUp(t, s)
	d := get(t, x, "satu")
	if d.Tags != 0 || d.Seq != at || d.Day != "2025-05-16" || len(d.Links) != 1 {
		t.Errorf("before tags: seq %d tags %d day %s links %v; want %d, 0, 2025-05-16, one link", d.Seq, d.Tags, d.Day, d.Links, at)
	}
	tagsAt := w.tagged("satu", at)
	if n := catchUp(t, s); n != 1 {
		t.Errorf("CatchUp folded %d records, want the 1 that is new", n)
	}
	d = get(t, x, "satu")
	if d.Tags != tagsAt {
		t.Errorf("Tags = %d, want %d", d.Tags, tagsAt)
	}
	if diff := cmp.Diff([]news.PlaceCode{"99", "99.71", "99.71.02"}, d.Places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Cak Mat", "Rahmat Sudibyo"}, d.Names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]news.OfficeID{mayor}, d.Offices); diff != "" {
		t.Errorf("offices (-want +got):\n%s", diff)
	}
	if d.Officials[0].Evidence != nil {
		t.Error("the document holds evidence, which nobody searches for")
	}
	if !d.Observed.Equal(start.Add(time.Minute)) {
		t.Errorf("Observed = %v, want the first look at it", d.Observed)
	}
}

func TestFormerHoldersAreNotInOffice(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	at := w.published("satu", "Mantan wali kota hadir.")
	w.append(event.Tagged{Position: at, Tags: news.Tags{Article: idOf("satu"), Officials: []news.OfficialTag{
		{Name: "Sumarno", Office: &mayor, Standing: news.Former, Rule: "mantan"}, {Name: "Tanpa Jabatan", Rule: "unsettled"},
	}}})
	catchUp(t, stage(t, w.log, x))
	if d := get(t, x, "satu"); len(d.Offices) != 0 || len(d.Officials) != 2 {
		t.Errorf("offices %v of officials %d; want none of 2", d.Offices, len(d.Officials))
	}
}

// TestSameHoweverItWasFolded holds the main promise: one pass, many small steps,
// no cache, following, and a rebuild all end in the same index.
func TestSameHoweverItWasFolded(t *testing.T) {
	w := newWorld(t)
	w.story(60)
	want := newMemIndex()
	catchUp(t, stage(t, w.log, want))
	if len(want.docs) < 50 {
		t.Fatalf("only %d documents: the story is too thin", len(want.docs))
	}
	t.Run("in small batches without a cache", func(t *testing.T) {
		x := newMemIndex()
		catchUp(t, stage(t, w.log, x, func(c *indexing.Config) { c.BatchRecords, c.CacheBytes = 3, 1 }))
		if diff := cmp.Diff(want.dump(t), x.dump(t)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("rebuilt", func(t *testing.T) {
		x := newMemIndex()
		s := stage(t, w.log, x, func(c *indexing.Config) { c.BatchRecords = 7 })
		catchUp(t, s)
		var last indexing.Progress
		if err := s.Rebuild(t.Context(), func(p indexing.Progress) { last = p }); err != nil {
			t.Fatal(err)
		}
		if last.Records != last.Total || last.Records == 0 {
			t.Errorf("progress ended at %d of %d", last.Records, last.Total)
		}
		if diff := cmp.Diff(want.dump(t), x.dump(t)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("restarted again and again while it grew", func(t *testing.T) {
		grow, x := newWorld(t), newMemIndex()
		for rec, err := range w.log.Read(t.Context(), eventlog.Query{Stream: "NEWS"}) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := grow.log.Plant(rec.Subject, rec.Data); err != nil {
				t.Fatal(err)
			}
			if rec.Seq%9 == 0 {
				catchUp(t, stage(t, grow.log, x)) // a new stage: nothing but the checkpoint is left of the last
			}
		}
		for rec, err := range w.log.Read(t.Context(), eventlog.Query{Stream: "TAGS"}) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := grow.log.Plant(rec.Subject, rec.Data); err != nil {
				t.Fatal(err)
			}
		}
		catchUp(t, stage(t, grow.log, x))
		ignoreSeq := func(in map[news.ArticleID]string) map[news.ArticleID]string {
			out := map[news.ArticleID]string{}
			for id, s := range in {
				head, rest, _ := strings.Cut(s, `"tags":`)
				_, rest, _ = strings.Cut(rest, ",") // planted tags got other numbers, because superseded ones were not planted
				out[id] = head + rest
			}
			return out
		}
		if diff := cmp.Diff(ignoreSeq(want.dump(t)), ignoreSeq(x.dump(t))); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("followed", func(t *testing.T) {
		x := newMemIndex()
		live := newWorld(t)
		s := stage(t, live.log, x)
		run(t, s)
		live.story(60)
		wait(t, func() bool { return caughtUp(t, s) })
		if diff := cmp.Diff(want.dump(t), x.dump(t)); diff != "" {
			t.Error(diff)
		}
	})
}

// run runs the stage until the test ends.
func run(t *testing.T, s *indexing.Stage) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Run = %v, want nil at the end of its context", err)
		}
	})
}

func wait(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited 10 s in vain")
		}
	}
}

func caughtUp(t *testing.T, s *indexing.Stage) bool {
	t.Helper()
	st, err := s.Status(t.Context())
	return err == nil && st.State == indexing.Following && st.Lag["NEWS"] == 0 && st.Lag["TAGS"] == 0
}

func TestDocumentsAreMostlyWrittenOnce(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	for i := range 40 {
		name := strings.Repeat("a", i+1)
		w.tagged(name, w.published(name, "Teks."))
	}
	catchUp(t, stage(t, w.log, x, func(c *indexing.Config) { c.BatchRecords = 10 }))
	if x.puts > 40 {
		t.Errorf("%d documents written for 40 articles: tags came after their article", x.puts)
	}
}

func TestIndexAway(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	x.away = 5
	s := stage(t, w.log, x)
	run(t, s)
	w.story(10)
	wait(t, func() bool { return caughtUp(t, s) })
	st, err := s.Status(t.Context())
	if err != nil || st.LastError != "" || st.FailedAt.IsZero() {
		t.Errorf("status %+v, %v: want no error now and the time of the last one", st, err)
	}
	if x.away != 0 {
		t.Errorf("%d of 5 failures were not met", x.away)
	}
	want := newMemIndex()
	catchUp(t, stage(t, w.log, want))
	if diff := cmp.Diff(want.dump(t), x.dump(t)); diff != "" {
		t.Errorf("lost or invented (-want +got):\n%s", diff)
	}
	x.away = 1
	w.published("lagi", "Satu lagi.")
	wait(t, func() bool { _, err := x.Get(t.Context(), idOf("lagi")); return err == nil })
}

func TestCatchUpTellsWhatFailed(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	w.published("satu", "Teks.")
	x.away = 1
	s := stage(t, w.log, x)
	if _, err := s.CatchUp(t.Context()); !errors.Is(err, errAway) {
		t.Fatalf("CatchUp = %v, want what the index said", err)
	}
	if st, _ := s.Status(t.Context()); st.LastError == "" || st.Lag["NEWS"] != 2 {
		t.Errorf("status %+v: want the error, and a lag of 2", st)
	}
	catchUp(t, s)
	get(t, x, "satu")
}

func TestBrokenRecordIsReportedAndPassedBy(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	w.published("satu", "Teks.")
	bad, err := w.log.Plant("news.article."+string(idOf("satu"))+".revised", []byte("{nonsense"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.log.Plant("news.article."+string(idOf("satu"))+".applauded",
		[]byte(`{"specversion":"1.0","id":"x","source":"later","type":"jejak.article.applauded.v1","time":"2025-05-16T03:00:00Z","data":{}}`)); err != nil {
		t.Fatal(err)
	}
	w.published("dua", "Teks.")
	s := stage(t, w.log, x, func(c *indexing.Config) { c.CacheBytes = 1 })
	catchUp(t, s)
	get(t, x, "satu")
	get(t, x, "dua")
	// Asked again from the start, the report is not repeated.
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	q := deadLetters(t, w.log)
	if len(q) != 1 || q[0].Seq != bad || q[0].Stream != "NEWS" || q[0].Durable != indexing.Durable {
		t.Errorf("DEAD holds %+v, want one report on NEWS #%d", q, bad)
	}
}

func deadLetters(t *testing.T, log eventlog.Log) []event.Quarantined {
	t.Helper()
	var out []event.Quarantined
	for rec, err := range log.Read(t.Context(), eventlog.Query{Stream: event.Dead.Name}) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := rec.Event()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Data.(event.Quarantined))
	}
	return out
}

func TestRejectedDocument(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	x.refuse[idOf("racun")] = "too many positions"
	w.published("satu", "Teks.")
	at := w.published("racun", "Teks.")
	w.published("dua", "Teks.")
	s := stage(t, w.log, x)
	catchUp(t, s)
	get(t, x, "satu")
	get(t, x, "dua")
	q := deadLetters(t, w.log)
	if len(q) != 1 || q[0].Seq != at || !strings.Contains(q[0].Reason, "too many positions") || !strings.HasSuffix(q[0].About, ".published") {
		t.Errorf("DEAD holds %+v, want one report on NEWS #%d", q, at)
	}
	if st, _ := s.Status(t.Context()); st.Rejected != 1 {
		t.Errorf("Rejected = %d, want 1", st.Rejected)
	}
}

func TestRedactedLeavesTheIndexForGood(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	at := w.published("satu", "Teks.")
	s := stage(t, w.log, x)
	catchUp(t, s)
	w.append(event.Redacted{Article: idOf("satu"), Reason: "putusan", Actor: "redaksi"})
	w.tagged("satu", at)                 // the enricher was a little late
	w.revised("satu", "Teks yang baru.") // and a crawler came again
	catchUp(t, s)
	if _, err := x.Get(t.Context(), idOf("satu")); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Get = %v, want it gone", err)
	}
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if len(x.docs) != 0 {
		t.Errorf("a rebuild brought back %d documents", len(x.docs))
	}
}

func TestRebuildWhenLogAndIndexDisagree(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, w *world, x *memIndex) *indexing.Stage
		want   string
	}{
		{"nothing changed", func(t *testing.T, w *world, x *memIndex) *indexing.Stage { return stage(t, w.log, x) }, ""},
		{"another registry", func(t *testing.T, w *world, x *memIndex) *indexing.Stage {
			return stage(t, w.log, x, func(c *indexing.Config) { c.Registry = registry("r2") })
		}, "projection"},
		{"stream made anew", func(t *testing.T, w *world, x *memIndex) *indexing.Stage {
			other := memlog.New(func() time.Time { return start.Add(time.Hour) })
			t.Cleanup(func() { other.Close() })
			return stage(t, other, x)
		}, "made anew"},
		{"rewound", func(t *testing.T, w *world, x *memIndex) *indexing.Stage {
			shorter := newWorld(t)
			shorter.published("satu", "Teks.")
			return stage(t, shorter.log, x)
		}, "before the"},
		{"written again", func(t *testing.T, w *world, x *memIndex) *indexing.Stage {
			other := newWorld(t)
			other.published("satu", "Teks lain.")
			other.published("dua", "Teks lain.")
			return stage(t, other.log, x)
		}, "another one"},
		{"no checkpoint", func(t *testing.T, w *world, x *memIndex) *indexing.Stage {
			x.cp = search.Checkpoint{}
			return stage(t, w.log, x)
		}, "no checkpoint"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, x := newWorld(t), newMemIndex()
			w.published("satu", "Teks.")
			w.published("dua", "Teks.")
			catchUp(t, stage(t, w.log, x))
			s := c.change(t, w, x)
			catchUp(t, s)
			st, err := s.Status(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if rebuilt := x.rebuilds > 0; rebuilt != (c.want != "") || !strings.Contains(st.Rebuilt, c.want) {
				t.Errorf("rebuilt %v because %q, want %q", rebuilt, st.Rebuilt, c.want)
			}
			if st.Lag["NEWS"] != 0 {
				t.Errorf("lag %d after CatchUp", st.Lag["NEWS"])
			}
		})
	}
}

func TestOneWorker(t *testing.T) {
	w, x := newWorld(t), newMemIndex()
	s := stage(t, w.log, x)
	run(t, s)
	wait(t, func() bool { return caughtUp(t, s) })
	if _, err := s.CatchUp(t.Context()); !errors.Is(err, indexing.ErrBusy) {
		t.Errorf("CatchUp beside Run = %v, want ErrBusy", err)
	}
	if err := s.Rebuild(t.Context(), nil); !errors.Is(err, indexing.ErrBusy) {
		t.Errorf("Rebuild beside Run = %v, want ErrBusy", err)
	}
}

func TestNewAsksForEverything(t *testing.T) {
	if _, err := indexing.New(indexing.Config{}); err == nil {
		t.Error("New without log, index and registry = nil")
	}
}
