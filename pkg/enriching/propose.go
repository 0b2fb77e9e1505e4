package enriching

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// propose appends whom the registry should know because of an article's tags. The
// log takes a proposal once: whoever was faster, and whatever people made of it, it
// is not made again.
func (s *Stage) propose(ctx context.Context, t *news.Tags) error {
	if s.learner == nil {
		return nil
	}
	for _, p := range s.learner.Propose(t) {
		for i := range p.Evidence {
			h, err := history.Load(ctx, s.cfg.Log, p.Evidence[i].Article)
			if err != nil {
				return err
			}
			if latest := h.Latest(); latest != nil {
				p.Evidence[i].URL = latest.Reading.Article.URL
			}
		}
		e, err := event.New(source, s.cfg.Now(), time.Time{}, p)
		if err != nil {
			return eventlog.GiveUp("the proposal can not be written: %w", err)
		}
		_, err = s.cfg.Log.Append(ctx, eventlog.Entry{
			Event: e, Expect: &eventlog.Expectation{Subjects: event.ProposalSubjects(p.Proposal), Seq: 0},
		})
		if err != nil && !errors.Is(err, eventlog.ErrConflict) {
			return fmt.Errorf("propose %s: %w", p.Proposal, err)
		}
		s.learner.Fold(e)
	}
	return nil
}
