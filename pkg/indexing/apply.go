package indexing

import (
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// apply writes a batch and reports what could not be taken. The reports go first
// for records and last for documents: a record that is passed by must be on record
// before the checkpoint moves past it.
func (f *folder) apply(ctx context.Context, w work) error {
	s := f.s
	for _, b := range w.broken {
		if err := s.quarantine(ctx, event.Quarantined{
			Durable: Durable, Stream: b.Stream, Seq: b.Seq, About: b.Subject, Reason: b.err.Error(), Attempts: 1,
		}); err != nil {
			return err
		}
	}
	rejected, err := f.target.Apply(ctx, w.batch)
	if err != nil {
		return fmt.Errorf("write %d documents to the index: %w", len(w.batch.Put), err)
	}
	seqs := map[string]uint64{}
	for _, d := range w.batch.Put {
		seqs[string(d.ID)] = d.Seq
	}
	for _, r := range rejected {
		if err := s.quarantine(ctx, event.Quarantined{
			Durable: Durable, Stream: event.News.Name, Seq: seqs[string(r.ID)], About: w.subjects[r.ID],
			Reason: "the index would not take the document: " + r.Reason, Attempts: 1,
		}); err != nil {
			return err
		}
	}
	f.written += len(w.batch.Put) - len(rejected)
	s.set(func(st *Status) {
		if st.State != Rebuilding {
			st.Positions = map[string]uint64{}
			for stream, pos := range w.batch.Checkpoint.Positions {
				st.Positions[stream] = pos.Seq
			}
			st.AppliedAt = s.cfg.Now()
		}
		st.Records += uint64(w.records)
		st.Rejected += uint64(len(rejected))
		st.Skipped += uint64(len(w.broken))
		st.LastError = ""
	})
	return nil
}

// quarantine reports a record once: the report has a subject of its own, and one
// that is there already stays.
func (s *Stage) quarantine(ctx context.Context, q event.Quarantined) error {
	s.cfg.Logger.Warn("record given up", "stream", q.Stream, "seq", q.Seq, "about", q.About, "reason", q.Reason)
	e, err := event.New("jejak/indexer", s.cfg.Now(), s.cfg.Now(), q)
	if err != nil {
		return fmt.Errorf("report %s #%d: %w", q.Stream, q.Seq, err)
	}
	_, err = s.cfg.Log.Append(ctx, eventlog.Entry{
		Event: e, Expect: &eventlog.Expectation{Subjects: q.Subject(), Seq: 0},
	})
	if err != nil && !errors.Is(err, eventlog.ErrConflict) {
		return fmt.Errorf("report %s #%d: %w", q.Stream, q.Seq, err)
	}
	return nil
}
