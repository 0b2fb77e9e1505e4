package eventlogtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

var readCases = map[string]func(*testing.T, Opened){
	"from a position and with filters": func(t *testing.T, o Opened) {
		var all []event.Event
		for i := range 6 {
			all = append(all, captured(t, i%2, i), restored(t, i%2, i))
		}
		mustAppend(t, o.Log, entries(all[:5]...)...)
		for _, e := range all[5:] {
			mustAppend(t, o.Log, entries(e)...)
		}
		pick := func(ok func(i int) bool) (out []event.Event) {
			for i, e := range all {
				if ok(i) {
					out = append(out, e)
				}
			}
			return out
		}
		of := func(n int) string { return event.ArticleSubjects(article(n)) }
		for _, c := range []struct {
			name string
			q    eventlog.Query
			want []event.Event
		}{
			{"all", eventlog.Query{}, all},
			{"from 1", eventlog.Query{From: 1}, all},
			{"from 5", eventlog.Query{From: 5}, all[4:]},
			{"from the last", eventlog.Query{From: 12}, all[11:]},
			{"from beyond the end", eventlog.Query{From: 13}, nil},
			{"one article", eventlog.Query{Subjects: []string{of(1)}}, pick(func(i int) bool { return i/2%2 == 1 })},
			{"one kind", eventlog.Query{Subjects: []string{"news.article.*.restored"}}, pick(func(i int) bool { return i%2 == 1 })},
			{"one kind from 6", eventlog.Query{From: 6, Subjects: []string{"news.article.*.restored"}}, pick(func(i int) bool { return i > 4 && i%2 == 1 })},
			{"two filters", eventlog.Query{Subjects: []string{of(0), "news.article.*.restored"}}, pick(func(i int) bool { return i/2%2 == 0 || i%2 == 1 })},
			{"two filters from 4", eventlog.Query{From: 4, Subjects: []string{of(0), of(1)}}, all[3:]},
			{"an unknown article", eventlog.Query{Subjects: []string{of(7)}}, nil},
		} {
			t.Run(c.name, func(t *testing.T) {
				c.q.Stream = event.News.Name
				got := readAll(t, o.Log, c.q)
				wantIDs(t, got, c.want...)
				for i, r := range got {
					e, _ := r.Event()
					if r.Stream != "NEWS" || r.Subject != e.Data.Subject() || r.Stored.IsZero() || i > 0 && r.Seq <= got[i-1].Seq {
						t.Errorf("record %d is %s #%d on %s, stored %v", i, r.Stream, r.Seq, r.Subject, r.Stored)
					}
				}
			})
		}
	},

	"an empty stream": func(t *testing.T, o Opened) {
		for _, s := range event.Streams() {
			if got := readAll(t, o.Log, eventlog.Query{Stream: s.Name}); len(got) != 0 {
				t.Errorf("%s holds %d records", s.Name, len(got))
			}
		}
	},

	"only what was there at the call": func(t *testing.T, o Opened) {
		var es []event.Event
		for i := range 300 {
			es = append(es, captured(t, i, i))
		}
		mustAppend(t, o.Log, entries(es...)...)
		seq := o.Log.Read(ctxOf(t), newsQuery())
		later := captured(t, 1000, 1000)
		mustAppend(t, o.Log, entries(later)...)
		var got []eventlog.Record
		for r, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == 10 {
				mustAppend(t, o.Log, entries(captured(t, 1001, 1001))...)
			}
			got = append(got, r)
		}
		wantIDs(t, got, es...)
	},

	"many records and an early end": func(t *testing.T, o Opened) {
		const n = 2500
		for from := 0; from < n; from += 500 {
			var es []event.Event
			for i := range 500 {
				es = append(es, paddedCapture(t, from+i, from+i, 2000))
			}
			mustAppend(t, o.Log, entries(es...)...)
		}
		for _, q := range []eventlog.Query{newsQuery(), {Stream: "NEWS", Subjects: []string{"news.article.*.captured"}}, {Stream: "NEWS", Subjects: []string{"news.article.*.captured", "news.article.*.restored"}}} {
			var next uint64 = 1
			for _, r := range readAll(t, o.Log, q) {
				if r.Seq != next {
					t.Fatalf("record %d where %d was due", r.Seq, next)
				}
				next++
			}
			if next != n+1 {
				t.Errorf("Read(%v) ends at %d of %d", q.Subjects, next-1, n)
			}
			var seen int
			for _, err := range o.Log.Read(ctxOf(t), q) {
				if err != nil {
					t.Fatal(err)
				}
				if seen++; seen == 700 {
					break
				}
			}
		}
	},

	"a broken record is handed out as it is": func(t *testing.T, o Opened) {
		seq := o.Plant(t, "news.article.00.captured", []byte("not an event"))
		got := readAll(t, o.Log, newsQuery())
		if len(got) != 1 || got[0].Seq != seq || string(got[0].Data) != "not an event" {
			t.Fatalf("Read = %+v", got)
		}
		if _, err := got[0].Event(); err == nil {
			t.Error("a broken record decodes")
		}
		e := captured(t, 1, 1)
		mustAppend(t, o.Log, entries(e)...)
	},

	"bad queries": func(t *testing.T, o Opened) {
		for _, q := range []eventlog.Query{
			{Stream: "GOSSIP"}, {}, {Stream: "NEWS", Subjects: []string{"tags.>"}}, {Stream: "NEWS", Subjects: []string{"news..x"}}, {Stream: "NEWS", Subjects: []string{""}},
		} {
			var err error
			for _, e := range o.Log.Read(ctxOf(t), q) {
				err = e
			}
			if err == nil {
				t.Errorf("Read(%+v) gives no error", q)
			}
			if err := o.Log.Follow(ctxOf(t), q, func([]eventlog.Record) error { return nil }); err == nil {
				t.Errorf("Follow(%+v) gives no error", q)
			}
		}
	},
}

var errEnough = errors.New("enough")

var followCases = map[string]func(*testing.T, Opened){
	"the backlog, then live": func(t *testing.T, o Opened) {
		var all []event.Event
		for i := range 400 {
			all = append(all, captured(t, i%7, i))
		}
		mustAppend(t, o.Log, entries(all[:300]...)...)
		ctx, cancel := context.WithCancel(ctxOf(t))
		var mu sync.Mutex
		var got []eventlog.Record
		var largest int
		count := func() int { mu.Lock(); defer mu.Unlock(); return len(got) }
		done := make(chan error, 1)
		go func() {
			done <- o.Log.Follow(ctx, eventlog.Query{Stream: "NEWS", From: 11, Max: 50}, func(rs []eventlog.Record) error {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, rs...)
				largest = max(largest, len(rs))
				return nil
			})
		}()
		within(t, "the backlog", func() bool { return count() == 290 })
		mustAppend(t, o.Log, entries(all[300])...)
		within(t, "one live event", func() bool { return count() == 291 })
		mustAppend(t, o.Log, entries(all[301:]...)...)
		within(t, "the rest", func() bool { return count() == 390 })
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Follow = %v after its context ended", err)
		}
		wantIDs(t, got, all[10:]...)
		if largest < 2 || largest > 50 {
			t.Errorf("the largest call had %d records, want it to grow with the backlog up to 50", largest)
		}
	},

	"grows with the backlog": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 0, 0))...)
		var sizes []int
		var total int
		err := o.Log.Follow(ctxOf(t), eventlog.Query{Stream: "NEWS"}, func(rs []eventlog.Record) error {
			sizes = append(sizes, len(rs))
			if total += len(rs); total == 1 {
				var es []event.Event
				for i := range 600 {
					es = append(es, captured(t, i, 1+i))
				}
				mustAppend(t, o.Log, entries(es...)...)
				time.Sleep(50 * time.Millisecond) // a slow reader
			} else if total == 601 {
				return errEnough
			} else {
				time.Sleep(5 * time.Millisecond)
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			t.Fatalf("Follow = %v, want the error of its function", err)
		}
		if slices.Max(sizes) < 100 || slices.Max(sizes) > 256 {
			t.Errorf("600 waiting records came in calls of %v, want calls of up to 256", sizes)
		}
	},

	"large records and a slow reader": func(t *testing.T, o Opened) {
		for i := range 24 {
			mustAppend(t, o.Log, entries(paddedCapture(t, i, i, 2<<20))...)
		}
		for _, q := range []eventlog.Query{{Stream: "NEWS"}, {Stream: "NEWS", Max: 3}} {
			var n int
			err := o.Log.Follow(ctxOf(t), q, func(rs []eventlog.Record) error {
				time.Sleep(10 * time.Millisecond)
				if n += len(rs); n == 24 {
					return errEnough
				}
				return nil
			})
			if !errors.Is(err, errEnough) {
				t.Errorf("Follow = %v after %d records", err, n)
			}
		}
		if n := len(readAll(t, o.Log, newsQuery())); n != 24 {
			t.Errorf("Read gives %d records, want 24", n)
		}
	},

	"with a filter": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), restored(t, 1, 2), captured(t, 2, 3), restored(t, 2, 4), captured(t, 9, 9))...)
		var got []eventlog.Record
		err := o.Log.Follow(ctxOf(t), eventlog.Query{Stream: "NEWS", Subjects: []string{"news.article.*.restored", event.ArticleSubjects(article(2))}}, func(rs []eventlog.Record) error {
			if got = append(got, rs...); len(got) >= 3 {
				return errEnough
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			t.Fatalf("Follow = %v", err)
		}
		wantIDs(t, got, restored(t, 1, 2), captured(t, 2, 3), restored(t, 2, 4))
	},

	"several at once": func(t *testing.T, o Opened) {
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				var n int
				err := o.Log.Follow(ctxOf(t), eventlog.Query{Stream: "NEWS"}, func(rs []eventlog.Record) error {
					if n += len(rs); n == 5 {
						return errEnough
					}
					return nil
				})
				if !errors.Is(err, errEnough) {
					t.Errorf("Follow = %v after %d records", err, n)
				}
			})
		}
		for i := range 5 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		all.Wait()
	},

	"ends when the log is closed": func(t *testing.T, o Opened) {
		done := make(chan error, 1)
		started := make(chan bool, 1)
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		go func() {
			done <- o.Log.Follow(ctxOf(t), eventlog.Query{Stream: "NEWS"}, func([]eventlog.Record) error { started <- true; return nil })
		}()
		<-started
		if err := o.Log.Close(); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-done:
			if !errors.Is(err, eventlog.ErrClosed) {
				t.Errorf("Follow = %v, want ErrClosed", err)
			}
		case <-time.After(patience):
			t.Fatal("Follow goes on although the log is closed")
		}
	},
}
