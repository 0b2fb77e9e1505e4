// Package eventlogtest is the suite that every log passes.
//
//	func TestLog(t *testing.T) {
//		eventlogtest.Run(t, func(t *testing.T) eventlogtest.Opened { … })
//	}
//
// It holds a log to the promises of package eventlog: order, expectations, all or
// none, no event twice, the three outcomes of a handler, restarts. It says nothing
// about what survives a crash or a power cut: each durable log has tests of its own.
package eventlogtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Log is what the suite tests.
type Log interface {
	eventlog.Log
	Close() error
}

// Opened is an empty log under test.
type Opened struct {
	Log Log
	// Reopen closes the log and opens it again on the same data, as a restart does.
	Reopen func(t *testing.T) Log
	// Plant stores bytes on a subject without looking at them, as a foreign or
	// broken writer could, and returns their sequence.
	Plant func(t *testing.T, subject string, data []byte) uint64
	// Forget waits until the log's server no longer knows the ids of messages by
	// itself. Nil when there is nothing to forget.
	Forget func()
}

// Run tests the logs that open returns. Each call must return an empty one, and
// close it when its test ends.
func Run(t *testing.T, open func(t *testing.T) Opened) {
	for _, group := range []struct {
		name  string
		cases map[string]func(*testing.T, Opened)
	}{
		{"append", appendCases}, {"duplicate", duplicateCases}, {"read", readCases}, {"follow", followCases},
		{"subscribe", subscribeCases}, {"store", storeCases},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, name := range sorted(group.cases) {
				t.Run(name, func(t *testing.T) { group.cases[name](t, open(t)) })
			}
		})
	}
}

func sorted(m map[string]func(*testing.T, Opened)) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// patience is how long a test waits for what must happen. It is long because the
// machine may be busy; nothing waits for it when all is well.
const patience = 20 * time.Second

var epoch = time.Date(2025, 5, 16, 2, 0, 0, 0, time.UTC)

func ctxOf(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func article(n int) news.ArticleID {
	return news.NewArticleID(fmt.Sprintf("https://kabarlembayung.example/%d", n))
}

// captured makes the fact that article n was seen for the i-th time.
func captured(t *testing.T, n, i int) event.Event {
	return paddedCapture(t, n, i, 0)
}

// paddedCapture pads the event with a text of the given length.
func paddedCapture(t *testing.T, n, i, padding int) event.Event {
	t.Helper()
	d := event.Captured{Article: article(n), URL: "https://kabarlembayung.example/", Status: 200, Size: i, NotArticle: strings.Repeat("x", padding)}
	return newEvent(t, i, d)
}

func restored(t *testing.T, n, i int) event.Event {
	t.Helper()
	return newEvent(t, i, event.Restored{Article: article(n), URL: "https://kabarlembayung.example/"})
}

func tagged(t *testing.T, n, i int) event.Event {
	t.Helper()
	return newEvent(t, i, event.Tagged{Tags: news.Tags{Article: article(n)}, Position: uint64(i)})
}

func newEvent(t *testing.T, i int, d event.Data) event.Event {
	t.Helper()
	e, err := event.New("jejak/test", epoch.Add(time.Duration(i)*time.Second), time.Time{}, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func entries(events ...event.Event) []eventlog.Entry {
	out := make([]eventlog.Entry, len(events))
	for i, e := range events {
		out[i] = eventlog.Entry{Event: e}
	}
	return out
}

func expecting(e event.Event, subjects string, seq uint64) eventlog.Entry {
	return eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: subjects, Seq: seq}}
}

func mustAppend(t *testing.T, l eventlog.Log, es ...eventlog.Entry) eventlog.Appended {
	t.Helper()
	a, err := l.Append(ctxOf(t), es...)
	if err != nil {
		t.Fatalf("Append of %d events: %v", len(es), err)
	}
	return a
}

func wantConflict(t *testing.T, l eventlog.Log, es ...eventlog.Entry) {
	t.Helper()
	if a, err := l.Append(ctxOf(t), es...); !errors.Is(err, eventlog.ErrConflict) {
		t.Fatalf("Append = %+v, %v, want a conflict", a, err)
	}
}

func readAll(t *testing.T, l eventlog.Log, q eventlog.Query) []eventlog.Record {
	t.Helper()
	var out []eventlog.Record
	for r, err := range l.Read(ctxOf(t), q) {
		if err != nil {
			t.Fatalf("Read(%+v) after %d records: %v", q, len(out), err)
		}
		out = append(out, r)
	}
	return out
}

// wantIDs checks that records are exactly these events in this order.
func wantIDs(t *testing.T, got []eventlog.Record, want ...event.Event) {
	t.Helper()
	var g, w []string
	for _, r := range got {
		e, err := r.Event()
		if err != nil {
			t.Fatal(err)
		}
		g = append(g, e.ID)
	}
	for _, e := range want {
		w = append(w, e.ID)
	}
	if !slices.Equal(g, w) {
		t.Fatalf("the log holds %d events %v, want %d: %v", len(g), g, len(w), w)
	}
}

func newsQuery() eventlog.Query { return eventlog.Query{Stream: event.News.Name} }

// within fails the test unless ok becomes true.
func within(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still waiting for this: %s", what)
		}
	}
}
