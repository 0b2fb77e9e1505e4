// Package delivery calls the handler of a subscription and judges the outcome,
// in the same way for every log: done, again later, or never again. It holds no
// state: attempts are counted by the log.
package delivery

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

// Grace is how long the context of a handler outlives the subscription's.
const Grace = 5 * time.Second

// maxReason bounds what a quarantined record says about its error, in bytes.
const maxReason = 4 << 10

// Check returns s with its defaults filled in, or says what is wrong with it.
func Check(s eventlog.Subscription) (eventlog.Subscription, error) {
	if _, err := appending.CheckQuery(s.Stream, s.Subjects); err != nil {
		return s, fmt.Errorf("subscription %q: %w", s.Durable, err)
	}
	if err := subject.CheckToken(s.Durable); err != nil {
		return s, fmt.Errorf("subscription: its durable name: %w", err)
	}
	if s.Handle == nil {
		return s, fmt.Errorf("subscription %q has no handler", s.Durable)
	}
	if s.MaxAttempts < 0 || s.Timeout < 0 || s.Parallel < 0 {
		return s, fmt.Errorf("subscription %q: attempts, timeout and parallel calls can not be negative", s.Durable)
	}
	if s.MaxAttempts == 0 {
		s.MaxAttempts = 8
	}
	if s.Timeout == 0 {
		s.Timeout = 30 * time.Second
	}
	if s.Parallel == 0 {
		s.Parallel = 1
	}
	if s.Backoff == nil {
		s.Backoff = eventlog.DefaultBackoff
	}
	if s.Report == nil {
		s.Report = func(eventlog.Record, error) {}
	}
	return s, nil
}

// Verdict is what becomes of a record.
type Verdict int

// The verdicts.
const (
	Done    Verdict = iota
	Again           // after Outcome.Delay
	Dead            // write it to DEAD, then never again
	Release         // the subscription ends: at once, to whoever comes next
)

// Outcome is the verdict about one delivery.
type Outcome struct {
	Verdict Verdict
	Delay   time.Duration
	Err     error
}

// Handle calls s.Handle with one record. The subscription must come from [Check].
func Handle(ctx context.Context, s eventlog.Subscription, rec eventlog.Record) Outcome {
	if rec.Attempts > s.MaxAttempts {
		// The process ended in the middle of the last attempt, maybe because of it.
		return Outcome{Verdict: Dead, Err: fmt.Errorf("delivered %d times and never finished; the last handler ended with its process", rec.Attempts-1)}
	}
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Timeout)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(Grace, cancel)
		context.AfterFunc(own, func() { timer.Stop() })
	})
	defer stop()

	err := call(own, s, rec)
	switch {
	case err == nil:
		return Outcome{Verdict: Done}
	case eventlog.GaveUp(err):
		return Outcome{Verdict: Dead, Err: err}
	case ctx.Err() != nil:
		return Outcome{Verdict: Release, Err: err}
	}
	if errors.Is(own.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("the handler took longer than %v: %w", s.Timeout, err)
	}
	if rec.Attempts >= s.MaxAttempts {
		return Outcome{Verdict: Dead, Err: fmt.Errorf("after %d attempts: %w", rec.Attempts, err)}
	}
	return Outcome{Verdict: Again, Delay: s.Backoff(rec.Attempts), Err: err}
}

// call runs the handler and turns a panic into an error.
func call(ctx context.Context, s eventlog.Subscription, rec eventlog.Record) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the handler panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return s.Handle(ctx, rec)
}

// Quarantine writes to DEAD that s gave up on rec. Writing it a second time, after
// a crash between this and the end of the delivery, changes nothing. A record of
// DEAD itself is not written there again, or giving up would never end.
func Quarantine(ctx context.Context, log eventlog.Log, now time.Time, s eventlog.Subscription, rec eventlog.Record, reason error) error {
	if rec.Stream == event.Dead.Name {
		return nil
	}
	text := reason.Error()
	if len(text) > maxReason {
		text = text[:maxReason] + "…"
	}
	e, err := event.New("jejak/log", now, time.Time{}, event.Quarantined{
		Durable: s.Durable, Stream: rec.Stream, Seq: rec.Seq, About: rec.Subject, Reason: text, Attempts: rec.Attempts,
	})
	if err != nil {
		return fmt.Errorf("quarantine %s #%d: %w", rec.Stream, rec.Seq, err)
	}
	_, err = log.Append(ctx, eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: e.Data.Subject()}})
	if err != nil && !errors.Is(err, eventlog.ErrConflict) {
		return fmt.Errorf("quarantine %s #%d: %w", rec.Stream, rec.Seq, err)
	}
	return nil
}
