package memlog

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/delivery"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

// maxWaiting bounds the records of one durable that were delivered and are not
// done, when its calls run in parallel.
const maxWaiting = 1000

// cursor is how far a durable got. The lock of the log guards it.
type cursor struct {
	subjects []string
	next     uint64 // first sequence never delivered
	waiting  map[uint64]*waiting
}

// waiting is a record that was delivered and is not done.
type waiting struct {
	attempts int
	running  bool
	due      time.Time // when it may be delivered again
}

func (c *cursor) restart() {
	for _, w := range c.waiting {
		w.running = false
	}
}

// Subscribe implements [eventlog.Log].
func (l *Log) Subscribe(ctx context.Context, sub eventlog.Subscription) error {
	sub, err := delivery.Check(sub)
	if err != nil {
		return err
	}
	l.mu.Lock()
	s := l.streams[sub.Stream]
	c, ok := s.cursors[sub.Durable]
	if !ok {
		c = &cursor{next: 1, waiting: map[uint64]*waiting{}}
		s.cursors[sub.Durable] = c
	}
	c.subjects = sub.Subjects
	l.mu.Unlock()

	limit := maxWaiting
	if sub.Parallel == 1 {
		limit = 1 // the next record waits until this one is done: that keeps order
	}
	errs := make([]error, sub.Parallel)
	var workers sync.WaitGroup
	for i := range sub.Parallel {
		workers.Go(func() { errs[i] = l.work(ctx, s, c, sub, limit) })
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// work takes records and hands them to the handler until ctx ends.
func (l *Log) work(ctx context.Context, s *stream, c *cursor, sub eventlog.Subscription, limit int) error {
	for {
		rec, err := l.claim(ctx, s, c, limit)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("subscription %q: %w", sub.Durable, err)
		}
		out := delivery.Handle(ctx, sub, rec)
		if out.Verdict == delivery.Dead {
			if err := delivery.Quarantine(context.WithoutCancel(ctx), l, l.now(), sub, rec, out.Err); err != nil {
				out = delivery.Outcome{Verdict: delivery.Again, Delay: sub.Backoff(rec.Attempts), Err: err}
			}
		}
		if out.Verdict == delivery.Again || out.Verdict == delivery.Dead {
			sub.Report(rec, out.Err)
		}
		l.settle(s, c, rec.Seq, out)
	}
}

// claim waits for the next record to deliver.
func (l *Log) claim(ctx context.Context, s *stream, c *cursor, limit int) (eventlog.Record, error) {
	for {
		if err := l.open(ctx); err != nil {
			return eventlog.Record{}, err
		}
		l.mu.Lock()
		rec, wake := s.deliverable(c, limit, time.Now())
		changed := s.changed
		l.mu.Unlock()
		if rec != nil {
			return *rec, nil
		}
		var timer <-chan time.Time
		if wake > 0 {
			timer = time.After(wake)
		}
		select {
		case <-changed:
		case <-timer:
		case <-ctx.Done():
		case <-l.closed:
		}
	}
}

// deliverable returns a record that is due again, else a new one, else how long to
// wait at most; 0 means until something changes.
func (s *stream) deliverable(c *cursor, limit int, now time.Time) (*eventlog.Record, time.Duration) {
	var wake time.Duration
	for _, seq := range slices.Sorted(maps.Keys(c.waiting)) {
		w := c.waiting[seq]
		if w.running {
			continue
		}
		i, ok := s.find(seq)
		if !ok { // erased or superseded meanwhile
			delete(c.waiting, seq)
			continue
		}
		if wait := w.due.Sub(now); wait > 0 {
			if wake == 0 || wait < wake {
				wake = wait
			}
			continue
		}
		return s.deliver(w, s.records[i]), 0
	}
	if len(c.waiting) >= limit {
		return nil, wake
	}
	i, _ := s.find(c.next)
	for _, r := range s.records[i:] {
		c.next = r.seq + 1
		if subject.MatchAny(c.subjects, r.subject) {
			w := &waiting{}
			c.waiting[r.seq] = w
			return s.deliver(w, r), 0
		}
	}
	return nil, wake
}

func (s *stream) deliver(w *waiting, r record) *eventlog.Record {
	w.running = true
	w.attempts++
	rec := s.record(r)
	rec.Attempts = w.attempts
	return &rec
}

// settle notes what became of a record and wakes whoever waits for it.
func (l *Log) settle(s *stream, c *cursor, seq uint64, out delivery.Outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w := c.waiting[seq]; w != nil {
		switch out.Verdict {
		case delivery.Done, delivery.Dead:
			delete(c.waiting, seq)
		case delivery.Again:
			w.running, w.due = false, time.Now().Add(out.Delay)
		case delivery.Release:
			w.running, w.due = false, time.Time{}
		}
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// Cursors implements [eventlog.Log].
func (l *Log) Cursors(ctx context.Context, name string) ([]eventlog.Cursor, error) {
	if _, err := appending.CheckQuery(name, nil); err != nil {
		return nil, fmt.Errorf("cursors: %w", err)
	}
	s, unlock, err := l.stream(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("cursors of %s: %w", name, err)
	}
	defer unlock()
	var out []eventlog.Cursor
	for _, durable := range slices.Sorted(maps.Keys(s.cursors)) {
		c := s.cursors[durable]
		cur := eventlog.Cursor{Durable: durable, Done: c.next - 1, Waiting: len(c.waiting)}
		for seq := range c.waiting {
			cur.Done = min(cur.Done, seq-1)
		}
		i, _ := s.find(c.next)
		for _, r := range s.records[i:] {
			if subject.MatchAny(c.subjects, r.subject) {
				cur.Pending++
			}
		}
		out = append(out, cur)
	}
	return out, nil
}
