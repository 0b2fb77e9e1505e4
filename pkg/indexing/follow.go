package indexing

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// chunk is what one stream had to give; taken is closed when it may give more. The
// zero value is nothing.
type chunk struct {
	records []eventlog.Record
	taken   chan struct{}
}

func (c chunk) done() {
	if c.taken != nil {
		close(c.taken)
	}
}

// A commit costs the index about the same for one document as for fifty, and each
// leaves a segment that has to be merged. So every record that was written buys a
// moment in which the log may gather the next batch: a quiet log is indexed at once,
// a busy one in batches that grow with the load. It also lets an article and its tags
// meet in one batch, which writes the document once instead of twice.
const (
	pausePerRecord = 2 * time.Millisecond
	longestPause   = 250 * time.Millisecond
	// longestGrace is how long one stream waits for the other after a pause.
	longestGrace = 2 * time.Millisecond
)

// follow folds records as they come, in batches that the load makes.
func (s *Stage) follow(ctx context.Context, f *folder) error {
	s.set(func(st *Status) { st.State = Following })
	group, inner := errgroup.WithContext(ctx)
	chunks := map[string]chan chunk{}
	for _, stream := range []string{event.News.Name, event.Tags.Name} {
		out := make(chan chunk)
		chunks[stream] = out
		q := eventlog.Query{Stream: stream, From: f.at[stream].Seq + 1, Max: s.cfg.BatchRecords}
		group.Go(func() error {
			err := s.cfg.Log.Follow(inner, q, func(recs []eventlog.Record) error {
				c := chunk{recs, make(chan struct{})}
				select {
				case out <- c:
				case <-inner.Done():
					return inner.Err()
				}
				select {
				case <-c.taken:
					return nil
				case <-inner.Done():
					return inner.Err()
				}
			})
			if err == nil {
				// Whatever made it end without an error, this session is over.
				err = context.Canceled
			}
			return err
		})
	}
	group.Go(func() error {
		var grace time.Duration
		for {
			facts, tags, err := next(inner, chunks[event.News.Name], chunks[event.Tags.Name], grace)
			if err != nil {
				return err
			}
			start, n := time.Now(), len(facts.records)+len(tags.records)
			if err := s.write(inner, f, facts.records, tags.records); err != nil {
				return err
			}
			// What came during the commit has been gathered already.
			pause := min(time.Duration(n)*pausePerRecord, longestPause) - time.Since(start)
			if err := wait(inner, pause); err != nil {
				return err
			}
			grace = min(max(pause, 0), longestGrace)
			facts.done()
			tags.done()
		}
	})
	err := group.Wait()
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return errors.New("the log stopped giving records")
	}
	return err
}

// next waits for either stream, and takes what the other has ready within grace.
func next(ctx context.Context, facts, tags <-chan chunk, grace time.Duration) (fs, ts chunk, err error) {
	select {
	case <-ctx.Done():
		return fs, ts, ctx.Err()
	case fs = <-facts:
		facts = nil
	case ts = <-tags:
		tags = nil
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-ctx.Done():
		return fs, ts, ctx.Err()
	case fs = <-facts:
	case ts = <-tags:
	case <-late.C:
	}
	return fs, ts, nil
}

// wait lets d pass.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write folds records and writes what changes.
func (s *Stage) write(ctx context.Context, f *folder, facts, tags []eventlog.Record) error {
	for rest := true; rest; {
		part, more := bounded(&facts, s.cfg.BatchBytes)
		other, moreTags := bounded(&tags, s.cfg.BatchBytes)
		w, err := f.fold(ctx, decodeAll(part), decodeAll(other))
		if err != nil {
			return err
		}
		if err := f.apply(ctx, w); err != nil {
			return err
		}
		rest = more || moreTags
	}
	return nil
}

// bounded cuts off the front records that fit into limit bytes, at least one, and
// tells whether some are left.
func bounded(recs *[]eventlog.Record, limit int) ([]eventlog.Record, bool) {
	n, bytes := 0, 0
	for n < len(*recs) && (n == 0 || bytes+len((*recs)[n].Data) <= limit) {
		bytes += len((*recs)[n].Data)
		n++
	}
	front := (*recs)[:n]
	*recs = (*recs)[n:]
	return front, len(*recs) > 0
}
