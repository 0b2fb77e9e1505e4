package jetlog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
)

// unknownAttempts is how often an append is tried whose outcome is unknown, such
// as after a timeout. Each time the log is read first: a repeat is safe.
const unknownAttempts = 4

// Append implements [eventlog.Log].
func (l *Log) Append(ctx context.Context, entries ...eventlog.Entry) (eventlog.Appended, error) {
	b, err := appending.Prepare(entries)
	if err != nil || len(b.Items) == 0 {
		return eventlog.Appended{}, err
	}
	a, err := l.append(ctx, b)
	if err != nil {
		return a, fmt.Errorf("append to %s: %w", b.Stream.Name, err)
	}
	return a, nil
}

func (l *Log) append(ctx context.Context, b *appending.Batch) (eventlog.Appended, error) {
	if err := l.open(ctx); err != nil {
		return eventlog.Appended{}, err
	}
	if err := l.diagnose(); err != nil {
		return eventlog.Appended{}, err
	}
	expectations, expectErr := b.Expectations()
	read := map[string]standing{} // what was read for this append, and is newer than the cache
	at := func(subj string) standing {
		if s, ok := read[subj]; ok {
			return s
		}
		return l.latest.get(subj)
	}
	chains := b.Chains
	for stale, unknown := 0, 0; ; {
		if end := b.Items[len(b.Items)-1]; chains && at(end.Subject).id == end.ID {
			if len(read) == 0 {
				if err := l.readStandings(ctx, b.Stream.Name, subjectsOf(b.Items), read); err != nil {
					return eventlog.Appended{}, err
				}
			}
			first, ok, err := b.StoredAt(
				func(subj string) (uint64, string) { s := at(subj); return s.seq, s.id },
				func(seq uint64) (string, error) { return l.idAt(ctx, b.Stream.Name, seq) })
			if err != nil {
				return eventlog.Appended{}, err
			}
			if ok {
				return eventlog.Appended{First: first, Last: first + uint64(len(b.Items)) - 1, Duplicate: true}, nil
			}
			chains = false // until something changes
		}
		p := makePlan(b.Items, expectations, at)
		if missing := unread(p, b, read); len(missing) > 0 {
			if err := l.readStandings(ctx, b.Stream.Name, missing, read); err != nil {
				return eventlog.Appended{}, err
			}
			continue
		}
		if len(p.items) == 0 {
			return eventlog.Appended{First: slices.Min(p.repeats), Last: slices.Max(p.repeats), Duplicate: true}, nil
		}
		if expectErr != nil {
			return eventlog.Appended{}, expectErr
		}
		if p.impossible {
			// Often some of the batch is there already, and then one does not hold.
			if err := l.checkExpectations(ctx, b.Stream.Name, expectations); err != nil {
				return eventlog.Appended{}, err
			}
			return eventlog.Appended{}, errors.New("there are more expectations than events on their subjects: the server can not check them all in one append")
		}
		if stale+unknown > 0 {
			if err := l.checkExpectations(ctx, b.Stream.Name, expectations); err != nil {
				return eventlog.Appended{}, err
			}
		}

		last, err := l.commit(ctx, b.Stream.Name, p)
		var api *jetstream.APIError
		switch {
		case err == nil:
			first := last - uint64(len(p.items)) + 1
			for i, it := range p.items {
				l.latest.set(it.Subject, standing{first + uint64(i), it.ID})
			}
			if c := p.checks[0]; len(p.items) == 1 && c != nil && c.Seq == 0 && oneLevel(c.Subjects) {
				l.latest.set(c.Subjects, standing{last, p.items[0].Subject}) // see onlyOther
			}
			l.trouble.over()
			return eventlog.Appended{First: first, Last: last}, nil
		case errors.As(err, &api) && (api.ErrorCode == errWrongLast || api.ErrorCode == errWrongLastStaged):
			if stale++; stale > 3 {
				err = pause(ctx, time.Duration(min(stale, 20))*time.Millisecond) // many write this subject
			} else {
				err = nil
			}
		case errors.As(err, &api) && (api.ErrorCode == errTooManyBatches || api.ErrorCode == errIncomplete),
			errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout), errors.Is(err, nats.ErrNoResponders),
			errors.Is(err, nats.ErrReconnectBufExceeded), errors.Is(err, nats.ErrDisconnected):
			l.trouble.at(l.now(), err)
			if err := l.diagnose(); err != nil {
				return eventlog.Appended{}, fmt.Errorf("whether %d events are stored is unknown: %w", len(b.Items), err)
			}
			if unknown++; unknown < unknownAttempts && ctx.Err() == nil && !isClosed(l.closed) {
				l.log.Warn("append without an answer, reading before the next attempt", "stream", b.Stream.Name, "events", len(b.Items), "attempt", unknown, "err", err)
				err = pause(ctx, 50*time.Millisecond<<(2*unknown))
			} else {
				err = fmt.Errorf("whether %d events are stored is unknown: %w", len(b.Items), l.explain(ctx, err))
			}
		}
		if err != nil {
			return eventlog.Appended{}, l.explain(ctx, err)
		}
		clear(read)
		chains = b.Chains
		if err := l.readStandings(ctx, b.Stream.Name, subjectsOf(b.Items), read); err != nil {
			return eventlog.Appended{}, err
		}
	}
}

// diagnose asks whoever runs the server for the reason of a silence, if there is one.
func (l *Log) diagnose() error {
	if _, err := l.trouble.last(); err == nil || l.opt.Diagnose == nil {
		return nil
	}
	return l.opt.Diagnose()
}

func subjectsOf(items []appending.Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.Subject
	}
	return out
}

// idAt returns the id of the event at a sequence, or nothing when it is gone.
func (l *Log) idAt(ctx context.Context, stream string, seq uint64) (string, error) {
	rec, _, err := l.getOne(ctx, stream, directGet{Seq: seq})
	if errors.Is(err, eventlog.ErrNotFound) {
		return "", nil
	}
	return idOf(rec.Data), err
}

// unread returns the subjects that must be read before the plan is good: those
// that the server can not check, and those of repeats known from the cache alone.
func unread(p plan, b *appending.Batch, read map[string]standing) []string {
	var out []string
	for _, s := range p.unguarded {
		if _, ok := read[s]; !ok {
			out = append(out, s)
		}
	}
	if len(p.repeats) > 0 {
		for _, it := range b.Items {
			if _, ok := read[it.Subject]; !ok {
				out = append(out, it.Subject)
			}
		}
	}
	return out
}

// readStandings reads where subjects stand.
func (l *Log) readStandings(ctx context.Context, stream string, of []string, into map[string]standing) error {
	of = slices.Compact(slices.Sorted(slices.Values(of)))
	for _, s := range of {
		into[s] = standing{}
	}
	for chunk := range slices.Chunk(of, 200) {
		if len(chunk) == 1 {
			rec, _, err := l.getOne(ctx, stream, directGet{LastFor: chunk[0]})
			if err == nil {
				into[chunk[0]] = standing{rec.Seq, idOf(rec.Data)}
			} else if !errors.Is(err, eventlog.ErrNotFound) {
				return err
			}
			continue
		}
		for from, more := uint64(0), uint64(1); more > 0; {
			var page []eventlog.Record
			var err error
			page, more, err = l.getMany(ctx, stream, directGet{Seq: from, MultiLast: chunk, MaxBytes: 4 << 20})
			if err != nil {
				return err
			}
			for _, rec := range page {
				into[rec.Subject] = standing{rec.Seq, idOf(rec.Data)}
				from = rec.Seq + 1
			}
			if len(page) == 0 {
				break
			}
		}
	}
	for s, st := range into {
		l.latest.set(s, st)
	}
	return nil
}

// checkExpectations finds out whether it was an expectation that did not hold.
func (l *Log) checkExpectations(ctx context.Context, stream string, expectations []eventlog.Expectation) error {
	for _, e := range expectations {
		rec, _, err := l.getOne(ctx, stream, directGet{LastFor: e.Subjects})
		if err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			return err
		}
		if rec.Seq != e.Seq {
			return fmt.Errorf("%s stands at %d, expected %d: %w", e.Subjects, rec.Seq, e.Seq, eventlog.ErrConflict)
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// trouble remembers the last append without an answer, until one works again. A
// server whose disk is full stops answering and says nothing.
type trouble struct {
	mu    sync.Mutex
	since time.Time
	err   error
}

func (t *trouble) at(now time.Time, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.since = now
	}
	t.err = err
}

func (t *trouble) over() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err = nil
}

// last returns the error of appends since a moment, or nil.
func (t *trouble) last() (time.Time, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.since, t.err
}
