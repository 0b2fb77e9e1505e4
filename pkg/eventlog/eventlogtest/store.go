package eventlogtest

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

var storeCases = map[string]func(*testing.T, Opened){
	"last": func(t *testing.T, o Opened) {
		one, two, three := captured(t, 1, 1), restored(t, 1, 2), captured(t, 2, 3)
		mustAppend(t, o.Log, entries(one, two, three)...)
		for _, c := range []struct {
			subjects string
			want     event.Event
		}{
			{one.Data.Subject(), one}, {event.ArticleSubjects(article(1)), two}, {"news.article.*.captured", three}, {"news.>", three},
		} {
			r, err := o.Log.Last(ctxOf(t), c.subjects)
			if err != nil {
				t.Fatalf("Last(%q): %v", c.subjects, err)
			}
			wantIDs(t, []eventlog.Record{r}, c.want)
			if r.Stream != "NEWS" || r.Subject != c.want.Data.Subject() || r.Seq == 0 || r.Stored.IsZero() {
				t.Errorf("Last(%q) = %s #%d on %s", c.subjects, r.Stream, r.Seq, r.Subject)
			}
		}
		for _, s := range []string{event.ArticleSubjects(article(3)), "tags.>"} {
			if _, err := o.Log.Last(ctxOf(t), s); !errors.Is(err, eventlog.ErrNotFound) {
				t.Errorf("Last(%q): %v, want ErrNotFound", s, err)
			}
		}
		if _, err := o.Log.Last(ctxOf(t), "gossip.>"); err == nil {
			t.Error("Last of no stream gives no error")
		}
	},

	"erase": func(t *testing.T, o Opened) {
		one, two, three := captured(t, 1, 1), captured(t, 1, 2), captured(t, 1, 3)
		mustAppend(t, o.Log, entries(one, two, three)...)
		for range 2 { // a repeat is no error
			if err := o.Log.Erase(ctxOf(t), "NEWS", 2); err != nil {
				t.Fatal(err)
			}
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), one, three)
		if err := o.Log.Erase(ctxOf(t), "NEWS", 3); err != nil {
			t.Fatal(err)
		}
		if r, err := o.Log.Last(ctxOf(t), "news.>"); err != nil || r.Seq != 1 {
			t.Errorf("Last = #%d, %v, want the first", r.Seq, err)
		}
		four := captured(t, 1, 4)
		if a := mustAppend(t, o.Log, entries(four)...); a.First != 4 {
			t.Errorf("Append = %+v: the sequence of an erased record was given out again", a)
		}
		if a := mustAppend(t, o.Log, entries(four)...); !a.Duplicate {
			t.Errorf("Append again = %+v", a)
		}
		l := o.Reopen(t)
		wantIDs(t, readAll(t, l, newsQuery()), one, four)
		for _, seq := range []uint64{0, 5} {
			if err := l.Erase(ctxOf(t), "NEWS", seq); !errors.Is(err, eventlog.ErrNotFound) {
				t.Errorf("Erase(%d) = %v, want ErrNotFound", seq, err)
			}
		}
		if err := l.Erase(ctxOf(t), "GOSSIP", 1); !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("Erase in no stream = %v, want ErrNotFound", err)
		}
	},

	"info": func(t *testing.T, o Opened) {
		in, err := o.Log.Info(ctxOf(t), "NEWS")
		if err != nil || in.Messages != 0 || in.Last != 0 || in.Bytes != 0 || in.Created.IsZero() {
			t.Fatalf("Info of an empty stream = %+v, %v", in, err)
		}
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2), captured(t, 1, 3))...)
		if err := o.Log.Erase(ctxOf(t), "NEWS", 1); err != nil {
			t.Fatal(err)
		}
		l := o.Reopen(t)
		got, err := l.Info(ctxOf(t), "NEWS")
		if err != nil || got.First != 2 || got.Last != 3 || got.Messages != 2 || got.Bytes == 0 {
			t.Errorf("Info = %+v, %v", got, err)
		}
		if !got.Created.Equal(in.Created) {
			t.Errorf("a stream made at %v says %v after a restart", in.Created, got.Created)
		}
		if _, err := l.Info(ctxOf(t), "GOSSIP"); !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("Info of no stream: %v, want ErrNotFound", err)
		}
		if _, err := l.Cursors(ctxOf(t), "GOSSIP"); !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("Cursors of no stream: %v, want ErrNotFound", err)
		}
		if c, err := l.Cursors(ctxOf(t), "NEWS"); err != nil || len(c) != 0 {
			t.Errorf("Cursors = %+v, %v, want none", c, err)
		}
	},

	"a stream that keeps the latest": func(t *testing.T, o Opened) {
		var es []event.Event
		for i := range 10 {
			es = append(es, tagged(t, i%2, i))
		}
		mustAppend(t, o.Log, entries(es[:4]...)...)
		for _, e := range es[4:] {
			mustAppend(t, o.Log, entries(e)...)
		}
		got := readAll(t, o.Log, eventlog.Query{Stream: event.Tags.Name})
		wantIDs(t, got, es[8], es[9])
		if got[0].Seq != 9 || got[1].Seq != 10 {
			t.Errorf("they have the sequences %d and %d, want 9 and 10", got[0].Seq, got[1].Seq)
		}
		var followed []eventlog.Record
		err := o.Log.Follow(ctxOf(t), eventlog.Query{Stream: event.Tags.Name, From: 3}, func(rs []eventlog.Record) error {
			if followed = append(followed, rs...); len(followed) == 2 {
				return errEnough
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			t.Errorf("Follow = %v", err)
		}
	},

	"blobs": func(t *testing.T, o Opened) {
		ctx := ctxOf(t)
		page := bytes.Repeat([]byte("<p>Pasar Tirta dibuka lagi.</p>\n"), 3000)
		h, err := o.Log.PutBlob(ctx, page)
		if err != nil || h != news.HashOf(page) {
			t.Fatalf("PutBlob = %s, %v", h, err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if again, err := o.Log.PutBlob(ctx, page); err != nil || again != h {
					t.Errorf("PutBlob again = %s, %v", again, err)
				}
			})
		}
		all.Wait()
		empty, err := o.Log.PutBlob(ctx, nil)
		if err != nil {
			t.Fatalf("PutBlob of nothing: %v", err)
		}
		largest := make([]byte, eventlog.MaxEvent)
		for i := range largest { // bytes that do not compress
			largest[i] = byte(i*i>>7 ^ i>>3*31 ^ i*2654435761>>13)
		}
		large, err := o.Log.PutBlob(ctx, largest)
		if err != nil {
			t.Fatalf("PutBlob of the largest: %v", err)
		}
		if _, err := o.Log.PutBlob(ctx, append(largest, 1)); !errors.Is(err, eventlog.ErrTooLarge) {
			t.Errorf("PutBlob of one byte more: %v, want ErrTooLarge", err)
		}
		l := o.Reopen(t)
		for h, want := range map[news.Hash][]byte{h: page, empty: {}, large: largest} {
			if got, err := l.GetBlob(ctx, h); err != nil || !bytes.Equal(got, want) {
				t.Errorf("GetBlob(%s) = %d bytes, %v, want %d", h, len(got), err, len(want))
			}
		}
		for range 2 { // missing is no error
			if err := l.DeleteBlob(ctx, h); err != nil {
				t.Errorf("DeleteBlob: %v", err)
			}
		}
		for _, h := range []news.Hash{h, news.HashOf([]byte("never put")), "no hash", ""} {
			if _, err := l.GetBlob(ctx, h); !errors.Is(err, eventlog.ErrNotFound) {
				t.Errorf("GetBlob(%q): %v, want ErrNotFound", h, err)
			}
		}
		if again, err := l.PutBlob(ctx, page); err != nil || again != h {
			t.Errorf("PutBlob after it was deleted = %s, %v", again, err)
		}
		if got, err := l.GetBlob(ctx, h); err != nil || !bytes.Equal(got, page) {
			t.Errorf("GetBlob = %d bytes, %v", len(got), err)
		}
	},

	"a context that has ended": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantEveryCallToFail(t, o.Log, ctx, context.Canceled)
		if err := o.Log.Follow(ctx, newsQuery(), func([]eventlog.Record) error { return nil }); err != nil {
			t.Errorf("Follow = %v, want nil", err)
		}
		if err := o.Log.Subscribe(ctx, eventlog.Subscription{Stream: "NEWS", Durable: "work", Handle: func(context.Context, eventlog.Record) error { return nil }}); err != nil {
			t.Errorf("Subscribe = %v, want nil", err)
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), captured(t, 1, 1))
	},

	"a log that was closed": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		for range 2 {
			if err := o.Log.Close(); err != nil {
				t.Fatalf("Close: %v", err)
			}
		}
		wantEveryCallToFail(t, o.Log, ctxOf(t), eventlog.ErrClosed)
		if err := o.Log.Follow(ctxOf(t), newsQuery(), func([]eventlog.Record) error { return nil }); !errors.Is(err, eventlog.ErrClosed) {
			t.Errorf("Follow = %v, want ErrClosed", err)
		}
		if err := o.Log.Subscribe(ctxOf(t), eventlog.Subscription{Stream: "NEWS", Durable: "work", Handle: func(context.Context, eventlog.Record) error { return nil }}); !errors.Is(err, eventlog.ErrClosed) {
			t.Errorf("Subscribe = %v, want ErrClosed", err)
		}
	},

	"many goroutines": func(t *testing.T, o Opened) {
		ctx := ctxOf(t)
		var all sync.WaitGroup
		for g := range 8 {
			var es []event.Event
			for i := range 10 {
				es = append(es, captured(t, g, i), restored(t, g, i))
			}
			all.Go(func() {
				var last uint64
				for i := 0; i < len(es); i += 2 {
					subjects := event.ArticleSubjects(article(g))
					a, err := o.Log.Append(ctx, expecting(es[i], subjects, last), eventlog.Entry{Event: es[i+1]})
					if err != nil {
						t.Errorf("Append: %v", err)
						return
					}
					last = a.Last
					if r, err := o.Log.Last(ctx, subjects); err != nil || r.Seq != last {
						t.Errorf("Last = #%d, %v, want #%d", r.Seq, err, last)
					}
				}
				var n int
				for _, err := range o.Log.Read(ctx, eventlog.Query{Stream: "NEWS", Subjects: []string{event.ArticleSubjects(article(g))}}) {
					if err != nil {
						t.Error(err)
						return
					}
					n++
				}
				if n != len(es) {
					t.Errorf("article %d has %d events, want %d", g, n, len(es))
				}
			})
		}
		all.Wait()
	},
}

// wantEveryCallToFail checks that no call works, and that each says why.
func wantEveryCallToFail(t *testing.T, l Log, ctx context.Context, want error) {
	t.Helper()
	e := captured(t, 2, 2)
	for name, err := range map[string]error{
		"Append":          second(l.Append(ctx, entries(e)...)),
		"Append of a few": second(l.Append(ctx, entries(e, captured(t, 3, 3))...)),
		"Last":            second(l.Last(ctx, "news.>")),
		"Erase":           l.Erase(ctx, "NEWS", 1),
		"Info":            second(l.Info(ctx, "NEWS")),
		"Cursors":         second(l.Cursors(ctx, "NEWS")),
		"PutBlob":         second(l.PutBlob(ctx, []byte("page"))),
		"GetBlob":         second(l.GetBlob(ctx, news.HashOf([]byte("page")))),
		"DeleteBlob":      l.DeleteBlob(ctx, news.HashOf([]byte("page"))),
		"Read":            readError(l, ctx),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func readError(l Log, ctx context.Context) error {
	for _, err := range l.Read(ctx, newsQuery()) {
		return err
	}
	return nil
}
