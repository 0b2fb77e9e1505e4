package indexing

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// catchUp folds both streams to their ends as they are now. The streams are read
// side by side: tags up to the position that a batch of facts reaches come with
// it, so that a document is mostly written once, with its tags. (One pass after the
// other would write every document twice.) While a batch is written, the next is
// read and folded.
func (s *Stage) catchUp(ctx context.Context, f *folder, progress func(Progress)) (int, error) {
	rebuilding := f.target != target(s.cfg.Index)
	if !rebuilding {
		s.set(func(st *Status) { st.State = CatchingUp })
	}
	var total uint64
	for _, stream := range []string{event.News.Name, event.Tags.Name} {
		info, err := s.cfg.Log.Info(ctx, stream)
		if err != nil {
			return 0, fmt.Errorf("look at stream %s: %w", stream, err)
		}
		if info.Last > f.at[stream].Seq {
			total += min(info.Last-f.at[stream].Seq, info.Messages)
		}
	}
	ready := make(chan work, 1)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(ready)
		return f.zip(ctx, func(w work) error {
			select {
			case ready <- w:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	done := 0
	group.Go(func() error {
		for w := range ready {
			if err := f.apply(ctx, w); err != nil {
				return err
			}
			done += w.records
			if progress != nil {
				progress(Progress{Records: uint64(done), Total: max(total, uint64(done)), Documents: f.written})
			}
		}
		return nil
	})
	err := group.Wait()
	return done, err
}

// zip reads both streams side by side and hands on batches. It hands on one batch
// at least, so that even an empty log leaves its checkpoint.
func (f *folder) zip(ctx context.Context, hand func(work) error) error {
	facts := f.reader(ctx, event.News.Name)
	defer facts.stop()
	tags := f.reader(ctx, event.Tags.Name)
	defer tags.stop()
	for first := true; ; first = false {
		var fs, ts []record
		for n := 0; len(fs) < f.s.cfg.BatchRecords && n < f.s.cfg.BatchBytes; {
			rec, ok, err := facts.take(nil)
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			fs = append(fs, rec)
			n += len(rec.Data)
		}
		// At the end of the facts every tag is due.
		due := func(record) bool { return true }
		if len(fs) > 0 {
			reached := fs[len(fs)-1].Seq
			due = func(rec record) bool { return position(rec) <= reached }
		}
		for n := 0; len(ts) < f.s.cfg.BatchRecords && n < f.s.cfg.BatchBytes; {
			rec, ok, err := tags.take(due)
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			ts = append(ts, rec)
			n += len(rec.Data)
		}
		if len(fs) == 0 && len(ts) == 0 && !first {
			return nil
		}
		w, err := f.fold(ctx, fs, ts)
		if err != nil {
			return err
		}
		if err := hand(w); err != nil {
			return err
		}
	}
}

// position returns the sequence in NEWS of the reading that tags are about; 0,
// which is due at once, when the record can not be read.
func position(rec record) uint64 {
	t, _ := rec.event.Data.(event.Tagged)
	return t.Position
}

// reader pulls the records of one stream and can look at the next before it is
// taken.
type reader struct {
	pull func() (eventlog.Record, error, bool)
	stop func()
	next *record
}

func (f *folder) reader(ctx context.Context, stream string) *reader {
	pull, stop := iter.Pull2(f.s.cfg.Log.Read(ctx, eventlog.Query{Stream: stream, From: f.at[stream].Seq + 1}))
	return &reader{pull: pull, stop: stop}
}

// take returns the next record, if there is one and it is due. A nil due means
// always.
func (r *reader) take(due func(record) bool) (record, bool, error) {
	if r.next == nil {
		rec, err, ok := r.pull()
		if err != nil {
			return record{}, false, fmt.Errorf("read the log: %w", err)
		}
		if !ok {
			return record{}, false, nil
		}
		next := decode(rec)
		r.next = &next
	}
	if due != nil && !due(*r.next) {
		return record{}, false, nil
	}
	rec := *r.next
	r.next = nil
	return rec, true, nil
}
