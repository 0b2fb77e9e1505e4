package jetlog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
)

const (
	pageRecords = 128     // of a direct read; most reads are of one article and end here
	pageBytes   = 1 << 20 // a page ends after the record that passes this
	quiet       = time.Second
)

// Read implements [eventlog.Log]. It reads a first page directly, before it returns:
// most reads are of one article and end there. When there is much more, a consumer
// brings the rest faster.
func (l *Log) Read(ctx context.Context, q eventlog.Query) iter.Seq2[eventlog.Record, error] {
	r, err := l.begin(ctx, q)
	return func(yield func(eventlog.Record, error) bool) {
		if err == nil {
			err = l.read(ctx, q, r, func(rec eventlog.Record) bool { return yield(rec, nil) })
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(eventlog.Record{}, fmt.Errorf("read %s: %w", q.Stream, err))
		}
	}
}

// errStopped says that the reader has had enough.
var errStopped = errors.New("stopped")

// reading is what a read knows when it begins.
type reading struct {
	page []eventlog.Record
	next uint64 // to read after the page
	end  uint64 // the last sequence to read
}

// begin reads the first page, and finds out where the stream ends if there is more.
func (l *Log) begin(ctx context.Context, q eventlog.Query) (reading, error) {
	r := reading{next: max(q.From, 1)}
	if err := l.open(ctx); err != nil {
		return r, err
	}
	if _, err := appending.CheckQuery(q.Stream, q.Subjects); err != nil {
		return r, err
	}
	if len(q.Subjects) < 2 {
		req := directGet{Seq: r.next, Batch: pageRecords, MaxBytes: pageBytes}
		if len(q.Subjects) == 1 {
			req.NextFor = q.Subjects[0]
		}
		page, more, err := l.getMany(ctx, q.Stream, req)
		if err != nil || more == 0 {
			r.page = page
			return r, err
		}
		if r.page = page; len(page) > 0 {
			r.next = page[len(page)-1].Seq + 1
		}
	}
	s, err := l.stream(ctx, q.Stream)
	if err != nil {
		return r, err
	}
	r.end = s.CachedInfo().State.LastSeq
	return r, nil
}

func (l *Log) read(ctx context.Context, q eventlog.Query, r reading, yield func(eventlog.Record) bool) error {
	for _, rec := range r.page {
		if !yield(rec) {
			return errStopped
		}
	}
	for next := r.next; next <= r.end; {
		var err error
		if next, err = l.readOn(ctx, q, next, r.end, yield); err != nil {
			return err
		}
		// The consumer fell silent before the end: what it still owed may have been
		// superseded or erased. Look whether anything is left.
		left, err := l.anyLeft(ctx, q, next, r.end)
		if err != nil {
			return err
		}
		if !left {
			return nil
		}
	}
	return nil
}

// readOn reads with a consumer until the end, or until it falls silent.
func (l *Log) readOn(ctx context.Context, q eventlog.Query, next, end uint64, yield func(eventlog.Record) bool) (uint64, error) {
	if left, err := l.anyLeft(ctx, q, next, end); err != nil || !left {
		return end + 1, err
	}
	t, err := l.tail(ctx, q, next)
	if err != nil {
		return 0, err
	}
	defer t.stop()
	silence := time.NewTimer(quiet)
	defer silence.Stop()
	for {
		var got tailed
		select {
		case got = <-t.records:
		default:
			silence.Reset(quiet)
			select {
			case got = <-t.records:
			case <-t.done:
				return 0, t.err
			case <-l.closed:
				return 0, eventlog.ErrClosed
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-silence.C:
				return next, nil
			}
		}
		t.took(got)
		if got.Seq > end {
			return end + 1, nil
		}
		next = got.Seq + 1
		if !got.skip && !yield(got.Record) {
			return 0, errStopped
		}
		if got.pending == 0 {
			return end + 1, nil
		}
	}
}

// anyLeft reports whether a record of the query lies between two sequences.
func (l *Log) anyLeft(ctx context.Context, q eventlog.Query, from, to uint64) (bool, error) {
	if from > to {
		return false, nil
	}
	filters := q.Subjects
	if len(filters) == 0 {
		filters = []string{""}
	}
	for _, f := range filters {
		r, _, err := l.getOne(ctx, q.Stream, directGet{Seq: from, NextFor: orAll(f)})
		if err == nil && r.Seq <= to {
			return true, nil
		}
		if err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			return false, err
		}
	}
	return false, nil
}

func orAll(filter string) string {
	if filter == "" {
		return ">"
	}
	return filter
}

// Last implements [eventlog.Log].
func (l *Log) Last(ctx context.Context, subjects string) (eventlog.Record, error) {
	rec, err := l.last(ctx, subjects)
	if err != nil {
		return eventlog.Record{}, fmt.Errorf("last of %s: %w", subjects, err)
	}
	return rec, nil
}

func (l *Log) last(ctx context.Context, subjects string) (eventlog.Record, error) {
	if err := l.open(ctx); err != nil {
		return eventlog.Record{}, err
	}
	s, ok := event.StreamOf(subjects)
	if !ok {
		return eventlog.Record{}, fmt.Errorf("no stream takes the subject %q", subjects)
	}
	if _, err := appending.CheckQuery(s.Name, []string{subjects}); err != nil {
		return eventlog.Record{}, err
	}
	rec, _, err := l.getOne(ctx, s.Name, directGet{LastFor: subjects})
	return rec, err
}

// Erase implements [eventlog.Log].
func (l *Log) Erase(ctx context.Context, stream string, seq uint64) error {
	if err := l.erase(ctx, stream, seq); err != nil {
		return fmt.Errorf("erase %s #%d: %w", stream, seq, err)
	}
	return nil
}

func (l *Log) erase(ctx context.Context, stream string, seq uint64) error {
	s, err := l.stream(ctx, stream)
	if err != nil {
		return err
	}
	if seq == 0 || seq > s.CachedInfo().State.LastSeq {
		return eventlog.ErrNotFound
	}
	return l.secureDelete(ctx, s, seq)
}

// secureDelete overwrites the bytes of a message on disk, where a plain deletion
// only marks them. A message that is gone already is no error.
func (l *Log) secureDelete(ctx context.Context, s jetstream.Stream, seq uint64) error {
	err := s.SecureDeleteMsg(ctx, seq)
	var api *jetstream.APIError
	if errors.Is(err, jetstream.ErrMsgNotFound) || errors.As(err, &api) && strings.Contains(api.Description, "not found") || errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) {
		// The server has several words for it. Only one question matters.
		if _, _, gerr := l.getOne(ctx, s.CachedInfo().Config.Name, directGet{Seq: seq}); errors.Is(gerr, eventlog.ErrNotFound) {
			return nil
		}
	}
	return l.explain(ctx, err)
}
