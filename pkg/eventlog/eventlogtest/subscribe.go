package eventlogtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// work runs one subscription and notes what its handler saw.
type work struct {
	t      *testing.T
	cancel context.CancelFunc
	done   chan error

	mu       sync.Mutex
	calls    []eventlog.Record
	reports  []error
	finished bool
}

// subscribe starts a subscription to NEWS whose handler returns what handle says.
// Unset fields get values that suit a test.
func subscribe(t *testing.T, l eventlog.Log, s eventlog.Subscription, handle func(context.Context, eventlog.Record) error) *work {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &work{t: t, cancel: cancel, done: make(chan error, 1)}
	if s.Stream == "" {
		s.Stream = event.News.Name
	}
	if s.Durable == "" {
		s.Durable = "work"
	}
	if s.Backoff == nil {
		s.Backoff = func(int) time.Duration { return 10 * time.Millisecond }
	}
	s.Handle = func(ctx context.Context, r eventlog.Record) error {
		w.mu.Lock()
		w.calls = append(w.calls, r)
		w.mu.Unlock()
		if handle == nil {
			return nil
		}
		return handle(ctx, r)
	}
	s.Report = func(_ eventlog.Record, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.reports = append(w.reports, err)
	}
	go func() { w.done <- l.Subscribe(ctx, s) }()
	t.Cleanup(w.stop)
	return w
}

// stop ends the subscription and waits for it.
func (w *work) stop() {
	w.cancel()
	if w.finished {
		return
	}
	w.finished = true
	select {
	case err := <-w.done:
		if err != nil && !errors.Is(err, eventlog.ErrClosed) {
			w.t.Errorf("Subscribe = %v after its context ended", err)
		}
	case <-time.After(patience):
		w.t.Error("Subscribe goes on although its context has ended")
	}
}

// seqs returns the sequences in the order of the calls.
func (w *work) seqs() []uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := []uint64{}
	for _, r := range w.calls {
		out = append(out, r.Seq)
	}
	return out
}

func (w *work) reported() []error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.reports)
}

func (w *work) wantSeqs(what string, want ...uint64) {
	w.t.Helper()
	within(w.t, fmt.Sprintf("%s: calls for %v", what, want), func() bool { return len(w.seqs()) >= len(want) })
	if got := w.seqs(); !slices.Equal(got, want) {
		w.t.Fatalf("%s: the handler was called for %v, want %v", what, got, want)
	}
}

func cursor(t *testing.T, l eventlog.Log, durable string) eventlog.Cursor {
	t.Helper()
	all, err := l.Cursors(ctxOf(t), event.News.Name)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Durable == durable {
			return c
		}
	}
	return eventlog.Cursor{}
}

func settled(t *testing.T, l eventlog.Log, upTo uint64) {
	t.Helper()
	within(t, fmt.Sprintf("everything done up to %d", upTo), func() bool {
		c := cursor(t, l, "work")
		return c.Done >= upTo && c.Pending == 0 && c.Waiting == 0
	})
}

func dead(t *testing.T, l eventlog.Log) []event.Quarantined {
	t.Helper()
	var out []event.Quarantined
	for _, r := range readAll(t, l, eventlog.Query{Stream: event.Dead.Name}) {
		e, err := r.Event()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Data.(event.Quarantined))
	}
	return out
}

// wantDead waits for one quarantined record and checks what it says.
func wantDead(t *testing.T, l eventlog.Log, seq uint64, attempts int, reason string) {
	t.Helper()
	within(t, "a record in DEAD", func() bool { return len(dead(t, l)) > 0 })
	got := dead(t, l)
	q := got[0]
	if len(got) != 1 || q.Durable != "work" || q.Stream != "NEWS" || q.Seq != seq || q.Attempts != attempts || !strings.Contains(q.Reason, reason) || !strings.HasPrefix(q.About, "news.article.") {
		t.Fatalf("DEAD holds %+v, want one record about #%d after %d attempts with the reason %q", got, seq, attempts, reason)
	}
}

var errLater = errors.New("the registry is away")

var subscribeCases = map[string]func(*testing.T, Opened){
	"in order, each once": func(t *testing.T, o Opened) {
		var want []uint64
		for i := range 40 {
			mustAppend(t, o.Log, entries(captured(t, i%3, i))...)
			want = append(want, uint64(i+1))
		}
		w := subscribe(t, o.Log, eventlog.Subscription{}, nil)
		w.wantSeqs("the backlog", want...)
		mustAppend(t, o.Log, entries(captured(t, 1, 100), captured(t, 1, 101))...)
		w.wantSeqs("live", append(want, 41, 42)...)
		settled(t, o.Log, 42)
		if w.calls[0].Attempts != 1 || w.calls[0].Stream != "NEWS" || w.calls[0].Stored.IsZero() {
			t.Errorf("the first call had %+v", w.calls[0])
		}
		wantIDs(t, w.calls[:1], captured(t, 0, 0))
	},

	"with a filter": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), restored(t, 1, 2), captured(t, 2, 3), restored(t, 2, 4))...)
		w := subscribe(t, o.Log, eventlog.Subscription{Subjects: []string{"news.article.*.restored"}}, nil)
		w.wantSeqs("restored", 2, 4)
		v := subscribe(t, o.Log, eventlog.Subscription{Durable: "other", Subjects: []string{"news.article.*.restored", event.ArticleSubjects(article(2))}}, nil)
		v.wantSeqs("filters that overlap", 2, 3, 4)
	},

	"again later, in order": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2))...)
		var waits []int
		w := subscribe(t, o.Log, eventlog.Subscription{
			Backoff: func(attempt int) time.Duration { waits = append(waits, attempt); return 20 * time.Millisecond },
		}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 1 && r.Attempts < 3 {
				return errLater
			}
			return nil
		})
		w.wantSeqs("two retries", 1, 1, 1, 2)
		settled(t, o.Log, 2)
		w.stop()
		if got := []int{w.calls[0].Attempts, w.calls[1].Attempts, w.calls[2].Attempts, w.calls[3].Attempts}; !slices.Equal(got, []int{1, 2, 3, 1}) {
			t.Errorf("attempts count %v", got)
		}
		if !slices.Equal(waits, []int{1, 2}) {
			t.Errorf("Backoff was asked for the attempts %v, want 1 and 2", waits)
		}
		if r := w.reported(); len(r) != 2 || !errors.Is(r[0], errLater) {
			t.Errorf("Report was told %v", r)
		}
		if d := dead(t, o.Log); len(d) != 0 {
			t.Errorf("DEAD holds %+v", d)
		}
	},

	"again only after the delay": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		var at []time.Time
		w := subscribe(t, o.Log, eventlog.Subscription{Backoff: func(int) time.Duration { return 300 * time.Millisecond }}, func(_ context.Context, r eventlog.Record) error {
			if at = append(at, time.Now()); r.Attempts == 1 {
				return errLater
			}
			return nil
		})
		w.wantSeqs("one retry", 1, 1)
		settled(t, o.Log, 1)
		w.stop()
		if gap := at[1].Sub(at[0]); gap < 290*time.Millisecond {
			t.Errorf("the second attempt came %v after the first, want 300 ms", gap)
		}
	},

	"give up": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2))...)
		w := subscribe(t, o.Log, eventlog.Subscription{}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 1 {
				return fmt.Errorf("enrich: %w", eventlog.GiveUp("no outlet called %q", "kabar-lama"))
			}
			return nil
		})
		w.wantSeqs("both", 1, 2)
		wantDead(t, o.Log, 1, 1, `no outlet called "kabar-lama"`)
		settled(t, o.Log, 2)
		if r := w.reported(); len(r) != 1 || !eventlog.GaveUp(r[0]) {
			t.Errorf("Report was told %v", r)
		}
		w.stop()
		again := subscribe(t, o.Reopen(t), eventlog.Subscription{}, nil)
		time.Sleep(100 * time.Millisecond)
		again.wantSeqs("after a restart nothing")
	},

	"give up on a record that can not be read": func(t *testing.T, o Opened) {
		o.Plant(t, "news.article.00.captured", []byte("{"))
		mustAppend(t, o.Log, entries(captured(t, 1, 2))...)
		w := subscribe(t, o.Log, eventlog.Subscription{}, func(_ context.Context, r eventlog.Record) error {
			if _, err := r.Event(); err != nil {
				return eventlog.GiveUp("%w", err)
			}
			return nil
		})
		w.wantSeqs("both", 1, 2)
		wantDead(t, o.Log, 1, 1, "not a CloudEvents envelope")
	},

	"giving up on DEAD ends": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		subscribe(t, o.Log, eventlog.Subscription{}, func(context.Context, eventlog.Record) error { return eventlog.GiveUp("no") })
		w := subscribe(t, o.Log, eventlog.Subscription{Stream: event.Dead.Name, Durable: "undertaker"}, func(context.Context, eventlog.Record) error { return eventlog.GiveUp("neither") })
		w.wantSeqs("the dead record", 1)
		time.Sleep(100 * time.Millisecond)
		if d := dead(t, o.Log); len(d) != 1 {
			t.Errorf("DEAD holds %+v", d)
		}
	},

	"a panicking handler": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2))...)
		w := subscribe(t, o.Log, eventlog.Subscription{MaxAttempts: 3}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 1 {
				panic("index out of range")
			}
			return nil
		})
		w.wantSeqs("three attempts", 1, 1, 1, 2)
		wantDead(t, o.Log, 1, 3, "panicked: index out of range")
		settled(t, o.Log, 2)
	},

	"an error that stays": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2))...)
		w := subscribe(t, o.Log, eventlog.Subscription{MaxAttempts: 4}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 1 {
				return errLater
			}
			return nil
		})
		w.wantSeqs("four attempts", 1, 1, 1, 1, 2)
		wantDead(t, o.Log, 1, 4, errLater.Error())
	},

	"a handler that runs too long": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 1, 2))...)
		w := subscribe(t, o.Log, eventlog.Subscription{MaxAttempts: 2, Timeout: 100 * time.Millisecond}, func(ctx context.Context, r eventlog.Record) error {
			if r.Seq == 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		w.wantSeqs("two attempts", 1, 1, 2)
		wantDead(t, o.Log, 1, 2, "longer than 100ms")
	},

	"a failing record delays only itself when calls run in parallel": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1), captured(t, 2, 2), captured(t, 3, 3), captured(t, 4, 4), captured(t, 5, 5))...)
		release := make(chan bool)
		w := subscribe(t, o.Log, eventlog.Subscription{Parallel: 2, Backoff: func(int) time.Duration { return 200 * time.Millisecond }}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 1 && r.Attempts == 1 {
				return errLater
			}
			return nil
		})
		close(release)
		within(t, "six calls", func() bool { return len(w.seqs()) == 6 })
		got := w.seqs()
		if got[5] != 1 {
			t.Errorf("the calls were %v, want the retry of 1 last", got)
		}
		slices.Sort(got)
		if !slices.Equal(got, []uint64{1, 1, 2, 3, 4, 5}) {
			t.Errorf("the calls were %v", got)
		}
	},

	"calls run in parallel, and no more than asked": func(t *testing.T, o Opened) {
		for i := range 12 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		var mu sync.Mutex
		var now, most int
		w := subscribe(t, o.Log, eventlog.Subscription{Parallel: 3}, func(context.Context, eventlog.Record) error {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(20 * time.Millisecond)
			mu.Lock()
			now--
			mu.Unlock()
			return nil
		})
		within(t, "all calls", func() bool { return len(w.seqs()) == 12 })
		settled(t, o.Log, 12)
		if most != 3 {
			t.Errorf("at most %d calls ran at once, want 3", most)
		}
	},

	"a restart goes on where it was": func(t *testing.T, o Opened) {
		for i := range 3 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		w := subscribe(t, o.Log, eventlog.Subscription{}, nil)
		w.wantSeqs("before", 1, 2, 3)
		settled(t, o.Log, 3)
		w.stop()
		l := o.Reopen(t)
		mustAppend(t, l, entries(captured(t, 9, 9))...)
		subscribe(t, l, eventlog.Subscription{}, nil).wantSeqs("after", 4)
		settled(t, l, 4)
	},

	"what was under way comes again after a restart": func(t *testing.T, o Opened) {
		for i := range 2 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		stopping := make(chan bool)
		hour := func(int) time.Duration { return time.Hour } // not for a record that was only interrupted
		w := subscribe(t, o.Log, eventlog.Subscription{Backoff: hour}, func(context.Context, eventlog.Record) error {
			<-stopping
			return errLater
		})
		w.wantSeqs("one attempt", 1)
		w.cancel()
		close(stopping)
		w.stop()
		v := subscribe(t, o.Reopen(t), eventlog.Subscription{}, nil)
		v.wantSeqs("after the restart", 1, 2)
		if v.calls[0].Attempts < 2 {
			t.Errorf("the record comes as attempt %d, want the earlier one counted", v.calls[0].Attempts)
		}
		if len(w.reported()) != 0 {
			t.Errorf("Report was told %v of a record that was only interrupted", w.reported())
		}
	},

	"stopping lets the handler finish": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		var ended error
		w := subscribe(t, o.Log, eventlog.Subscription{}, func(ctx context.Context, _ eventlog.Record) error {
			time.Sleep(150 * time.Millisecond)
			ended = ctx.Err()
			return nil
		})
		within(t, "the call", func() bool { return len(w.seqs()) == 1 })
		w.stop()
		if ended != nil {
			t.Errorf("the handler's context ended with the subscription's: %v", ended)
		}
		settled(t, o.Log, 1)
	},

	"two share the work of one name": func(t *testing.T, o Opened) {
		for i := range 30 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		slow := func(context.Context, eventlog.Record) error { time.Sleep(2 * time.Millisecond); return nil }
		a := subscribe(t, o.Log, eventlog.Subscription{Parallel: 2}, slow)
		b := subscribe(t, o.Log, eventlog.Subscription{Parallel: 2}, slow)
		settled(t, o.Log, 30)
		all := append(a.seqs(), b.seqs()...)
		slices.Sort(all)
		if len(slices.Compact(slices.Clone(all))) != 30 || len(all) != 30 {
			t.Errorf("the calls of both together were %v", all)
		}
	},

	"two names do not disturb each other": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		subscribe(t, o.Log, eventlog.Subscription{Durable: "one"}, nil).wantSeqs("one", 1)
		subscribe(t, o.Log, eventlog.Subscription{Durable: "two"}, nil).wantSeqs("two", 1)
	},

	"cursors tell what is left": func(t *testing.T, o Opened) {
		for i := range 5 {
			mustAppend(t, o.Log, entries(captured(t, i, i))...)
		}
		hold := make(chan bool)
		w := subscribe(t, o.Log, eventlog.Subscription{}, func(_ context.Context, r eventlog.Record) error {
			if r.Seq == 3 {
				<-hold
			}
			return nil
		})
		w.wantSeqs("up to the third", 1, 2, 3)
		within(t, "the cursor at 2", func() bool {
			return cursor(t, o.Log, "work") == eventlog.Cursor{Durable: "work", Done: 2, Pending: 2, Waiting: 1}
		})
		close(hold)
		settled(t, o.Log, 5)
	},

	"bad subscriptions": func(t *testing.T, o Opened) {
		nothing := func(context.Context, eventlog.Record) error { return nil }
		for name, s := range map[string]eventlog.Subscription{
			"no stream":                {Durable: "work", Handle: nothing},
			"an unknown stream":        {Durable: "work", Stream: "GOSSIP", Handle: nothing},
			"no name":                  {Stream: "NEWS", Handle: nothing},
			"a name with a dot":        {Stream: "NEWS", Durable: "a.b", Handle: nothing},
			"no handler":               {Stream: "NEWS", Durable: "work"},
			"a filter of another one":  {Stream: "NEWS", Durable: "work", Subjects: []string{"tags.>"}, Handle: nothing},
			"negative parallel calls":  {Stream: "NEWS", Durable: "work", Parallel: -1, Handle: nothing},
			"a negative time for each": {Stream: "NEWS", Durable: "work", Timeout: -1, Handle: nothing},
		} {
			if err := o.Log.Subscribe(ctxOf(t), s); err == nil {
				t.Errorf("%s: Subscribe gives no error", name)
			}
		}
	},

	"ends when the log is closed": func(t *testing.T, o Opened) {
		mustAppend(t, o.Log, entries(captured(t, 1, 1))...)
		w := subscribe(t, o.Log, eventlog.Subscription{}, nil)
		w.wantSeqs("the first", 1)
		if err := o.Log.Close(); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-w.done:
			w.finished = true
			if !errors.Is(err, eventlog.ErrClosed) {
				t.Errorf("Subscribe = %v, want ErrClosed", err)
			}
		case <-time.After(patience):
			t.Fatal("Subscribe goes on although the log is closed")
		}
	},
}
