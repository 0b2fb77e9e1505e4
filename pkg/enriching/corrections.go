package enriching

import (
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Corrector is a [Tagger] that takes in what people said of tags. Fold reports
// whether a fact changes any tags, and of which article; "" with true means that
// it may be of every article.
type Corrector interface {
	Fold(e event.Event) (news.ArticleID, bool)
}

// learn folds every correction that the log holds, and returns the last position.
// It comes before the first article is tagged: corrections win over rules.
func (s *Stage) learn(ctx context.Context, c Corrector) (uint64, error) {
	var last uint64
	for rec, err := range s.cfg.Log.Read(ctx, eventlog.Query{Stream: event.Desk.Name}) {
		if err != nil {
			return last, fmt.Errorf("read the corrections: %w", err)
		}
		last = rec.Seq
		if e, ok := s.correction(rec); ok {
			c.Fold(e)
		}
	}
	return last, nil
}

// heed follows the corrections after a position and tags anew what they touch.
func (s *Stage) heed(ctx context.Context, c Corrector, after uint64) error {
	return s.cfg.Log.Follow(ctx, eventlog.Query{Stream: event.Desk.Name, From: after + 1}, func(recs []eventlog.Record) error {
		for _, rec := range recs {
			e, ok := s.correction(rec)
			if !ok {
				continue
			}
			id, changed := c.Fold(e)
			var err error
			switch {
			case changed && id == "":
				_, err = s.Refresh(ctx)
			case changed:
				for range 5 { // the subscription may tag the same article
					if err = s.Tag(ctx, id); !errors.Is(err, eventlog.ErrConflict) {
						break
					}
				}
			}
			if err != nil && ctx.Err() == nil {
				return fmt.Errorf("apply correction #%d: %w", rec.Seq, err)
			}
		}
		return nil
	})
}

// correction decodes a record of the desk. One that can not be read is passed by
// and said: it is in the log for a version that can.
func (s *Stage) correction(rec eventlog.Record) (event.Event, bool) {
	e, err := rec.Event()
	if err != nil {
		s.cfg.Logger.Warn("correction passed over", "seq", rec.Seq, "error", err)
		return e, false
	}
	return e, true
}
