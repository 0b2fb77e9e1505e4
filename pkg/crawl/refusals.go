package crawl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// The reasons for which an address is not taken up. Those of fetch are
// [fetch.Kind]s, and those of traps begin with "trap: ". Reasons are stored and
// counted, so they never change.
const (
	foreignLink  = "link to another site"
	noAddress    = "not an address that can be asked"
	noArticle    = "not the address of an article"
	frontierFull = "frontier full"
	sourceCut    = "source longer than is read"

	longTrap      = "trap: an address that is too long"
	repeatsTrap   = "trap: a path segment repeats"
	segmentsTrap  = "trap: too many path segments"
	parameterTrap = "trap: too many parameters"
	hopsTrap      = "trap: too many links away from a source"
)

// maxReasons bounds how many reasons are told apart for one outlet.
const maxReasons = 100

type refusalKey struct {
	outlet news.OutletID
	reason string
}

// refused counts n refusals and returns how many there were for that reason since
// the process began.
func (s *stats) refused(id news.OutletID, reason, url string, n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.of(id)
	if _, ok := o.Refused[reason]; !ok && len(o.Refused) >= maxReasons {
		reason = "other"
	}
	o.Refused[reason] += n
	k := refusalKey{id, reason}
	p := s.pending[k]
	p.Count += n
	p.URL = url
	s.pending[k] = p
	return o.Refused[reason]
}

// keepRefusals adds what was counted since the last time to the log. What can not
// be stored is tried again the next time.
func (c *Crawler) keepRefusals(ctx context.Context) {
	c.stats.mu.Lock()
	pending := c.stats.pending
	c.stats.pending = map[refusalKey]event.Refusals{}
	c.stats.mu.Unlock()
	for k, p := range pending {
		if err := c.addRefusals(ctx, k, p); err != nil {
			c.log.Warn("refusals not counted in the log yet", "outlet", k.outlet, "reason", k.reason, "err", err)
			c.stats.mu.Lock()
			later := c.stats.pending[k]
			p.Count += later.Count
			c.stats.pending[k] = p
			c.stats.mu.Unlock()
		}
	}
}

func (c *Crawler) addRefusals(ctx context.Context, k refusalKey, p event.Refusals) error {
	for range maxConflicts {
		sum := event.Refusals{Outlet: k.outlet, Reason: k.reason}
		rec, err := c.cfg.Log.Last(ctx, sum.Subject())
		if err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			return err
		}
		if err == nil {
			e, err := rec.Event()
			if err != nil {
				return err
			}
			if before, ok := e.Data.(event.Refusals); ok {
				sum.Count = before.Count
			}
		}
		sum.Count += p.Count
		sum.URL, sum.Last = p.URL, c.cfg.Now().UTC()
		err = c.append(ctx, sum, &eventlog.Expectation{Subjects: sum.Subject(), Seq: rec.Seq})
		if !errors.Is(err, eventlog.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("another crawler was faster %d times", maxConflicts)
}

// countRefusals keeps the counts in the log until ctx ends, and once more then.
func (c *Crawler) countRefusals(ctx context.Context) {
	tick := time.NewTicker(max(c.pace.Scale(time.Minute), time.Second))
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.keepRefusals(ctx)
		case <-ctx.Done():
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			c.keepRefusals(ctx)
			return
		}
	}
}
