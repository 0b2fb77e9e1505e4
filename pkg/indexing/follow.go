package indexing

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// chunk is what one stream had to give; taken is closed once it is in the index.
type chunk struct {
	records []eventlog.Record
	taken   chan struct{}
}

// A commit costs the index about the same for one document as for fifty, and each
// leaves a segment that has to be merged. So every record that was written buys a
// moment in which the log may gather the next batch: a quiet log is indexed at once,
// a busy one in batches that grow with the load. It also lets an article and its tags
// meet in one batch, which writes the document once instead of twice.
const (
	pausePerRecord = 2 * time.Millisecond
	longestPause   = 250 * time.Millisecond
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
		for {
			n, took, err := s.step(inner, f, chunks[event.News.Name], chunks[event.Tags.Name])
			if err != nil {
				return err
			}
			// What came during the commit has been gathered already.
			if pause := min(time.Duration(n)*pausePerRecord, longestPause) - took; pause > 0 {
				select {
				case <-time.After(pause):
				case <-inner.Done():
					return inner.Err()
				}
			}
		}
	})
	err := group.Wait()
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return errors.New("the log stopped giving records")
	}
	return err
}

// step waits for either stream, takes what the other has ready and writes both. It
// returns the number of records, and how long they took to write.
func (s *Stage) step(ctx context.Context, f *folder, facts, tags <-chan chunk) (n int, took time.Duration, err error) {
	var fs, ts chunk
	select {
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	case fs = <-facts:
		select {
		case ts = <-tags:
		default:
		}
	case ts = <-tags:
		select {
		case fs = <-facts:
		default:
		}
	}
	n, start := len(fs.records)+len(ts.records), time.Now()
	for rest := true; rest; {
		part, more := bounded(&fs.records, s.cfg.BatchBytes)
		other, moreTags := bounded(&ts.records, s.cfg.BatchBytes)
		w, err := f.fold(ctx, decodeAll(part), decodeAll(other))
		if err != nil {
			return n, 0, err
		}
		if err := f.apply(ctx, w); err != nil {
			return n, 0, err
		}
		rest = more || moreTags
	}
	for _, c := range []chunk{fs, ts} {
		if c.taken != nil {
			close(c.taken)
		}
	}
	return n, time.Since(start), nil
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
