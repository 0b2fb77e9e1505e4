package eventlogtest

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

var appendCases = map[string]func(*testing.T, Opened){
	"gives sequences in order": func(t *testing.T, o Opened) {
		if a := mustAppend(t, o.Log); a != (eventlog.Appended{}) {
			t.Errorf("Append of nothing = %+v", a)
		}
		first := mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		batch := mustAppend(t, o.Log, entries(captured(t, 1, 2), captured(t, 2, 3), restored(t, 1, 4))...)
		if first.First != 1 || first.Last != 1 || batch.First != 2 || batch.Last != 4 || batch.Duplicate {
			t.Errorf("Append = %+v, then %+v", first, batch)
		}
	},

	"expects that nothing is there": func(t *testing.T, o Opened) {
		e := captured(t, 1, 1)
		mustAppend(t, o.Log, expecting(e, e.Data.Subject(), 0))
		wantConflict(t, o.Log, expecting(captured(t, 1, 2), e.Data.Subject(), 0))
		wantIDs(t, readAll(t, o.Log, newsQuery()), e)
	},

	"expects a sequence": func(t *testing.T, o Opened) {
		all := event.ArticleSubjects(article(1))
		one, two := captured(t, 1, 1), restored(t, 1, 2)
		a := mustAppend(t, o.Log, expecting(one, all, 0))
		mustAppend(t, o.Log, entries(captured(t, 2, 1))...) // another article does not count
		b := mustAppend(t, o.Log, expecting(two, all, a.Last))
		wantConflict(t, o.Log, expecting(captured(t, 1, 3), all, a.Last))
		wantConflict(t, o.Log, expecting(captured(t, 1, 3), all, b.Last+1))
		wantConflict(t, o.Log, expecting(captured(t, 1, 3), all, 0))
	},

	// An expectation counts what the log held before the batch, wherever in the
	// batch it stands and whatever stands before it.
	"expects of the log before the batch": func(t *testing.T, o Opened) {
		all := event.ArticleSubjects(article(1))
		a := mustAppend(t, o.Log, expecting(captured(t, 1, 1), all, 0), entries(restored(t, 1, 1), captured(t, 1, 2))[0])
		b := mustAppend(t, o.Log, entries(captured(t, 1, 3))[0], expecting(restored(t, 1, 3), all, a.Last))
		c := mustAppend(t, o.Log, expecting(captured(t, 1, 4), all, b.Last), expecting(restored(t, 1, 4), all, b.Last), expecting(captured(t, 1, 5), all, b.Last))
		own := captured(t, 1, 1).Data.Subject()
		d := mustAppend(t, o.Log, entries(captured(t, 1, 6))[0], expecting(captured(t, 1, 7), own, c.Last))
		if d.Last != 9 {
			t.Errorf("the last of 9 events has the sequence %d", d.Last)
		}
		wantConflict(t, o.Log, expecting(captured(t, 1, 8), all, d.Last), expecting(captured(t, 1, 9), all, d.Last+1))
	},

	// A chain that broke off is begun again from what the log holds by then, and what
	// it had stored is not stored twice.
	"a chain goes on where it broke off": func(t *testing.T, o Opened) {
		all := event.ArticleSubjects(article(1))
		seen, back, again := captured(t, 1, 1), restored(t, 1, 1), captured(t, 1, 2)
		a := mustAppend(t, o.Log, expecting(seen, all, 0))
		gone := newEvent(t, 1, event.Withdrawn{Article: article(1), URL: "https://kabarlembayung.example/", Reason: "404"})
		other := mustAppend(t, o.Log, entries(gone)...)
		if _, err := eventlog.Chain(ctxOf(t), o.Log, all, a.Last, back); !errors.Is(err, eventlog.ErrConflict) {
			t.Errorf("Chain after somebody else appended: %v, want ErrConflict", err)
		}
		if last, err := eventlog.Chain(ctxOf(t), o.Log, all, other.Last, seen, back, again); err != nil || last != 4 {
			t.Errorf("Chain = %d, %v, want 4", last, err)
		}
		if last, err := eventlog.Chain(ctxOf(t), o.Log, all, 4, back, again); err != nil || last != 4 {
			t.Errorf("Chain of what is stored = %d, %v, want 4", last, err)
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), seen, gone, back, again)
	},

	"one miss stops the whole batch": func(t *testing.T, o Opened) {
		there := captured(t, 2, 1)
		mustAppend(t, o.Log, entries(there)...)
		wantConflict(t, o.Log,
			expecting(captured(t, 1, 2), event.ArticleSubjects(article(1)), 0),
			expecting(captured(t, 2, 2), event.ArticleSubjects(article(2)), 0),
			expecting(captured(t, 3, 2), event.ArticleSubjects(article(3)), 0))
		wantIDs(t, readAll(t, o.Log, newsQuery()), there)
	},

	"one of two wins": func(t *testing.T, o Opened) {
		var want int
		for round := range 20 {
			all := event.ArticleSubjects(article(round))
			var won [2]bool
			var both sync.WaitGroup
			for i := range won {
				one, two := captured(t, round, 10+i), restored(t, round, 10+i)
				both.Go(func() {
					es := []eventlog.Entry{expecting(one, all, 0), {Event: two}}
					_, err := o.Log.Append(ctxOf(t), es[:1+round%2]...)
					if won[i] = err == nil; err != nil && !errors.Is(err, eventlog.ErrConflict) {
						t.Errorf("Append: %v", err)
					}
				})
			}
			both.Wait()
			if won[0] == won[1] {
				t.Fatalf("round %d: the two appends ended as %v, want one winner", round, won)
			}
			want += 1 + round%2
		}
		if got := len(readAll(t, o.Log, newsQuery())); got != want {
			t.Errorf("the log holds %d events, want %d", got, want)
		}
	},

	// A log may put the appends of several goroutines together; each must still get
	// its own answer.
	"many at the same time, some against each other": func(t *testing.T, o Opened) {
		const writers, rivals = 9, 3
		var mu sync.Mutex
		won := map[int]eventlog.Appended{}
		wonBy := map[int][]event.Event{}
		var all sync.WaitGroup
		for round := range 2 {
			for w := range writers {
				n := round*writers + w
				for r := range rivals {
					batch := []event.Event{captured(t, n, r), restored(t, n, r), captured(t, n, 10+r)}[:1+n%3]
					es := entries(batch...)
					es[len(es)-1].Expect = &eventlog.Expectation{Subjects: event.ArticleSubjects(article(n))}
					all.Go(func() {
						a, err := o.Log.Append(ctxOf(t), es...)
						mu.Lock()
						defer mu.Unlock()
						switch {
						case err == nil && len(wonBy[n]) > 0:
							t.Errorf("two appends to article %d won", n)
						case err == nil:
							won[n], wonBy[n] = a, batch
						case !errors.Is(err, eventlog.ErrConflict):
							t.Errorf("Append: %v", err)
						}
					})
				}
			}
			all.Wait()
		}
		at := map[uint64]string{}
		for _, r := range readAll(t, o.Log, newsQuery()) {
			e, err := r.Event()
			if err != nil {
				t.Fatal(err)
			}
			at[r.Seq] = e.ID
		}
		var stored int
		for n := range 2 * writers {
			a, batch := won[n], wonBy[n]
			if len(batch) == 0 || a.Last-a.First != uint64(len(batch)-1) {
				t.Errorf("article %d: %d events stored from %d to %d", n, len(batch), a.First, a.Last)
				continue
			}
			for i, e := range batch {
				if at[a.First+uint64(i)] != e.ID {
					t.Errorf("article %d: at %d is not the event that Append says", n, a.First+uint64(i))
				}
				stored++
			}
		}
		if len(at) != stored {
			t.Errorf("the log holds %d events, want %d", len(at), stored)
		}
	},

	"a thousand at once": func(t *testing.T, o Opened) {
		var es []event.Event
		for i := range eventlog.MaxBatch {
			es = append(es, captured(t, i%300, i))
		}
		a := mustAppend(t, o.Log, entries(es...)...)
		if a.First != 1 || a.Last != eventlog.MaxBatch {
			t.Errorf("Append = %+v", a)
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), es...)
	},

	"too much at once": func(t *testing.T, o Opened) {
		var many []event.Event
		for i := range eventlog.MaxBatch + 1 {
			many = append(many, captured(t, i, i))
		}
		var heavy []event.Event
		for i := range eventlog.MaxBatchBytes/(4<<20) + 1 {
			heavy = append(heavy, paddedCapture(t, i, i, 4<<20))
		}
		for name, es := range map[string][]event.Event{
			"too many events":       many,
			"too many bytes":        heavy,
			"one event, too large":  {paddedCapture(t, 1, 1, eventlog.MaxEvent)},
			"one of two, too large": {captured(t, 2, 1), paddedCapture(t, 1, 1, eventlog.MaxEvent)},
		} {
			if _, err := o.Log.Append(ctxOf(t), entries(es...)...); !errors.Is(err, eventlog.ErrTooLarge) {
				t.Errorf("%s: %v, want ErrTooLarge", name, err)
			}
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()))
	},

	"the largest event": func(t *testing.T, o Opened) {
		empty, err := event.Encode(paddedCapture(t, 1, 1, 1))
		if err != nil {
			t.Fatal(err)
		}
		largest := paddedCapture(t, 1, 1, eventlog.MaxEvent-len(empty)+1)
		small := captured(t, 2, 2)
		again := paddedCapture(t, 1, 3, eventlog.MaxEvent-len(empty)+1)
		mustAppend(t, o.Log, expecting(largest, event.ArticleSubjects(article(1)), 0))
		mustAppend(t, o.Log, entries(small, again)...)
		got := readAll(t, o.Log, newsQuery())
		wantIDs(t, got, largest, small, again)
		if len(got[0].Data) != eventlog.MaxEvent {
			t.Errorf("the largest event has %d bytes, want %d", len(got[0].Data), eventlog.MaxEvent)
		}
		if _, err := o.Log.Append(ctxOf(t), entries(paddedCapture(t, 1, 4, eventlog.MaxEvent-len(empty)+2))...); !errors.Is(err, eventlog.ErrTooLarge) {
			t.Errorf("one byte more: %v, want ErrTooLarge", err)
		}
	},

	"bad input": func(t *testing.T, o Opened) {
		foreign := newEvent(t, 1, praise{"other.subject"})
		wild := newEvent(t, 1, praise{"news.article.*.praised"})
		for _, c := range []struct {
			name, want string
			es         []eventlog.Entry
		}{
			{"no event", "no event", []eventlog.Entry{{}}},
			{"two streams", "one append writes one stream", entries(captured(t, 1, 1), tagged(t, 1, 1))},
			{"a subject of no stream", "no stream", entries(foreign)},
			{"a subject with a star", "may not hold", entries(wild)},
			{"an expectation on another stream", "expectation", []eventlog.Entry{expecting(captured(t, 1, 1), "tags.>", 0)}},
			{"an expectation on no subject", "expectation", []eventlog.Entry{expecting(captured(t, 1, 1), "", 0)}},
		} {
			_, err := o.Log.Append(ctxOf(t), c.es...)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: the error is %v, want one with %q", c.name, err, c.want)
			}
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()))
	},
}

// praise is an event that the catalogue does not have.
type praise struct{ subject string }

func (praise) Type() string      { return "jejak.article.praised.v1" }
func (p praise) Subject() string { return p.subject }
func (praise) Entity() string    { return "x" }

var duplicateCases = map[string]func(*testing.T, Opened){
	"the same event again": func(t *testing.T, o Opened) {
		e, other := captured(t, 1, 1), captured(t, 2, 2)
		all := event.ArticleSubjects(article(1))
		a := mustAppend(t, o.Log, expecting(e, all, 0))
		mustAppend(t, o.Log, entries(other)...)
		for name, again := range map[string][]eventlog.Entry{
			"alone": entries(e),
			"with the expectation it was stored with": {expecting(e, all, 0)},
			"with an expectation that holds":          {expecting(e, all, a.Last)},
			"with itself":                             entries(e, e),
			"in a batch of repeats":                   entries(e, other),
		} {
			got := mustAppend(t, o.Log, again...)
			if !got.Duplicate || got.First != a.First {
				t.Errorf("%s: Append = %+v, want the duplicate of %d", name, got, a.First)
			}
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), e, other)
	},

	"a batch again": func(t *testing.T, o Opened) {
		all := event.ArticleSubjects(article(1))
		one, two := captured(t, 1, 1), restored(t, 1, 1)
		batch := []eventlog.Entry{expecting(one, all, 0), {Event: two}}
		a := mustAppend(t, o.Log, batch...)
		b := mustAppend(t, o.Log, batch...)
		if !b.Duplicate || b.First != a.First || b.Last != a.Last {
			t.Errorf("Append again = %+v, want the duplicate of %+v", b, a)
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), one, two)
	},

	// Only the last event on a subject can be the latest: the rest of the batch is
	// found by its place.
	"a batch with several events on one subject again": func(t *testing.T, o Opened) {
		all := event.ArticleSubjects(article(1))
		mustAppend(t, o.Log, entries(captured(t, 2, 1))...)
		one, two, three, other := captured(t, 1, 1), captured(t, 1, 2), captured(t, 1, 3), restored(t, 1, 2)
		batch := []eventlog.Entry{expecting(one, all, 0), {Event: two}, {Event: other}, {Event: three}}
		a := mustAppend(t, o.Log, batch...)
		if b := mustAppend(t, o.Log, batch...); !b.Duplicate || b.First != a.First || b.Last != a.Last {
			t.Errorf("Append again = %+v, want the duplicate of %+v", b, a)
		}
		l := o.Reopen(t)
		if b := mustAppend(t, l, batch...); !b.Duplicate || b.First != a.First || b.Last != a.Last {
			t.Errorf("after a restart: Append again = %+v, want the duplicate of %+v", b, a)
		}
		if b := mustAppend(t, l, entries(one, three)...); b.Duplicate {
			t.Errorf("Append of another batch with the same end = %+v, want it stored", b)
		}
		wantIDs(t, readAll(t, l, newsQuery())[5:], one, three)
		d, e := tagged(t, 1, 1), tagged(t, 1, 2)
		mustAppend(t, l, entries(d, e)...)
		if b := mustAppend(t, l, entries(d, e)...); !b.Duplicate {
			t.Errorf("where the latest is kept: Append again = %+v, want a duplicate", b)
		}
	},

	"partly new": func(t *testing.T, o Opened) {
		one, two, three := captured(t, 1, 1), captured(t, 2, 1), captured(t, 3, 1)
		mustAppend(t, o.Log, entries(one)...)
		a := mustAppend(t, o.Log, entries(one, two, two, three)...)
		if a.Duplicate || a.First != 2 || a.Last != 3 {
			t.Errorf("Append = %+v, want 2 to 3", a)
		}
		wantIDs(t, readAll(t, o.Log, newsQuery()), one, two, three)
		wantConflict(t, o.Log, entries(one)[0], expecting(captured(t, 4, 1), event.ArticleSubjects(article(2)), 0))
	},

	"not when another came between": func(t *testing.T, o Opened) {
		a, b := captured(t, 1, 1), captured(t, 1, 2)
		for _, e := range []event.Event{a, b, a} {
			if got := mustAppend(t, o.Log, entries(e)...); got.Duplicate {
				t.Fatalf("Append = %+v: only the latest on the subject counts", got)
			}
		}
		mustAppend(t, o.Log, entries(b, a, b)...)
		wantIDs(t, readAll(t, o.Log, newsQuery()), a, b, a, b, a, b)
	},

	"long after and after a restart": func(t *testing.T, o Opened) {
		e := captured(t, 1, 1)
		first := mustAppend(t, o.Log, entries(e)...)
		check := func(when string, l Log) {
			t.Helper()
			if a := mustAppend(t, l, entries(e)...); !a.Duplicate || a.First != first.First {
				t.Errorf("%s: Append = %+v, want the duplicate of %d", when, a, first.First)
			}
			if a := mustAppend(t, l, entries(e, e)...); !a.Duplicate {
				t.Errorf("%s, in a batch: Append = %+v, want a duplicate", when, a)
			}
		}
		if o.Forget != nil {
			o.Forget()
		}
		check("after the broker's window", o.Log)
		l := o.Reopen(t)
		check("after a restart", l)
		if o.Forget != nil {
			o.Forget()
		}
		check("after both", l)
		wantIDs(t, readAll(t, l, newsQuery()), e)
	},

	"at the same time": func(t *testing.T, o Opened) {
		for round := range 10 {
			e, second := captured(t, round, 1), restored(t, round, 1)
			var all sync.WaitGroup
			var stored, repeats [6]bool
			for i := range stored {
				all.Go(func() {
					a, err := o.Log.Append(ctxOf(t), entries(e, second)[:1+round%2]...)
					if err != nil {
						t.Errorf("Append: %v", err)
					}
					stored[i], repeats[i] = err == nil && !a.Duplicate, a.Duplicate
				})
			}
			all.Wait()
			var n int
			for i := range stored {
				if stored[i] {
					n++
				}
			}
			if n != 1 {
				t.Fatalf("round %d: %d of 6 appends of one event say that they stored it (%v, %v)", round, n, stored, repeats)
			}
		}
		if got := len(readAll(t, o.Log, newsQuery())); got != 15 {
			t.Errorf("the log holds %d events, want 15", got)
		}
	},

	"writers without expectations do not hinder each other": func(t *testing.T, o Opened) {
		var all sync.WaitGroup
		for w := range 4 {
			var es []event.Event
			for i := range 10 {
				es = append(es, captured(t, 1, 100*w+i))
			}
			all.Go(func() {
				for _, e := range es {
					if _, err := o.Log.Append(ctxOf(t), entries(e)...); err != nil {
						t.Errorf("Append: %v", err)
					}
				}
			})
		}
		all.Wait()
		if got := len(readAll(t, o.Log, newsQuery())); got != 40 {
			t.Errorf("the log holds %d events, want 40", got)
		}
	},

	"in a stream that keeps the latest": func(t *testing.T, o Opened) {
		one, two := tagged(t, 1, 1), tagged(t, 1, 2)
		mustAppend(t, o.Log, entries(one)...)
		if a := mustAppend(t, o.Log, entries(one)...); !a.Duplicate || a.Last != 1 {
			t.Errorf("Append = %+v, want the duplicate of 1", a)
		}
		a := mustAppend(t, o.Log, expecting(two, one.Data.Subject(), 1))
		wantConflict(t, o.Log, expecting(tagged(t, 1, 3), one.Data.Subject(), 1))
		if a.Last != 2 {
			t.Errorf("Append = %+v, want 2", a)
		}
	},
}
