package crawl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// candidate is an address that somebody named.
type candidate struct {
	url string
}

// found says who named it.
type found struct {
	by      string // feed, sitemap, listing, related, command
	at      string
	hops    int
	backlog bool
}

func candidates(list []discover.Entry) []candidate {
	out := make([]candidate, len(list))
	for i, e := range list {
		out[i] = candidate{url: e.URL}
	}
	return out
}

// maxRefusalsKept bounds, for each outlet and reason, the refused addresses that
// are written down. All are counted.
const maxRefusalsKept = 50

// enqueueBatch is how many new addresses are appended at once.
const enqueueBatch = 500

// errFull says that the frontier took no more. What was left out is found again
// when there is room.
var errFull = errors.New("the frontier is full")

// enqueue makes addresses due that are not known yet, and returns how many there
// were. Addresses of other sites are no business of ours.
func (c *Crawler) enqueue(ctx context.Context, o *outlet, list []candidate, f found) (int, error) {
	var batch []event.PageDue
	n, full := 0, false
	flush := func() error {
		if slices.ContainsFunc(batch, func(p event.PageDue) bool { return p.State == event.PageRefused }) {
			c.keepRefusals(ctx) // before the pages are known: afterwards nobody counts them
		}
		k, err := c.appendNew(ctx, batch)
		n += k
		batch = batch[:0]
		return err
	}
	inBatch := map[pageKey]bool{}
	now := c.cfg.Now().UTC()
	for i, cand := range list {
		a, err := c.outlets.address(cand.url)
		switch {
		case len(cand.url) > canonical.MaxLength:
			c.stats.refused(o.ID, longTrap, cand.url[:200]+"…", 1)
			continue
		case errors.Is(err, errForeign) || err == nil && a.outlet != o:
			c.stats.refused(o.ID, foreignLink, cand.url, 1)
			continue
		case err != nil:
			c.stats.refused(o.ID, noAddress, cand.url, 1)
			continue
		}
		if k := keyOf(a.id); inBatch[k] || c.frontier.isKnown(a.id) {
			continue
		} else {
			inBatch[k] = true
		}
		if a.path == "/" || f.by != "command" && f.by != "feed" && !a.isArticle() {
			c.stats.refused(o.ID, noArticle, a.url, 1)
			continue
		}
		p := event.PageDue{
			// A microsecond apart: of many, the first are looked at first.
			Article: a.id, URL: a.url, Outlet: o.ID, State: event.PageIsDue, Due: now.Add(time.Duration(i) * time.Microsecond), Found: now,
			FoundBy: f.by, FoundAt: f.at, Hops: f.hops, Backlog: f.backlog,
		}
		reason := a.trap()
		if f.hops > maxHops {
			reason = hopsTrap
		}
		if reason != "" {
			p.State, p.Due, p.Outcome, p.Reason = event.PageRefused, time.Time{}, string(Refused), reason
			if c.stats.refused(o.ID, reason, a.url, 1) > maxRefusalsKept {
				continue
			}
		} else if _, active := c.frontier.size(); active+len(batch) >= c.cfg.MaxPages {
			c.stats.refused(o.ID, frontierFull, a.url, 1)
			full = true
			continue
		}
		if batch = append(batch, p); len(batch) == enqueueBatch {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	err := flush()
	c.stats.found(o.ID, n)
	if err == nil && full {
		err = errFull
	}
	return n, err
}

// appendNew stores pages that nobody knows yet. When another crawler was faster
// with one of them, they are stored one by one.
func (c *Crawler) appendNew(ctx context.Context, pages []event.PageDue) (int, error) {
	if len(pages) == 0 {
		return 0, nil
	}
	entries := make([]eventlog.Entry, len(pages))
	for i, p := range pages {
		e, err := event.New(Source, c.cfg.Now(), time.Time{}, p)
		if err != nil {
			return 0, err
		}
		entries[i] = eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: p.Subject()}}
	}
	a, err := c.cfg.Log.Append(ctx, entries...)
	switch {
	case err == nil:
		n := 0
		for i, p := range pages {
			c.frontier.fold(a.First+uint64(i), p, c.outlets)
			if p.State == event.PageIsDue {
				n++
			}
		}
		return n, nil
	case !errors.Is(err, eventlog.ErrConflict):
		return 0, fmt.Errorf("append %d new addresses: %w", len(pages), err)
	case len(pages) == 1:
		return c.appendKnown(ctx, pages[0])
	}
	n := 0
	for i := range pages {
		k, err := c.appendNew(ctx, pages[i:i+1])
		if err != nil {
			return n, err
		}
		n += k
	}
	return n, nil
}

// appendKnown is for a page that the log knows already: what is known stands,
// except that a page which was too far from every source is taken up when it is
// found by a shorter way.
func (c *Crawler) appendKnown(ctx context.Context, p event.PageDue) (int, error) {
	rec, err := c.cfg.Log.Last(ctx, p.Subject())
	if err != nil {
		return 0, fmt.Errorf("what is due of page %s: %w", p.Article, err)
	}
	e, err := rec.Event()
	if err != nil {
		return 0, err
	}
	known, ok := e.Data.(event.PageDue)
	if !ok || known.Reason != hopsTrap || p.State != event.PageIsDue {
		return 0, c.fold(rec)
	}
	err = c.append(ctx, p, &eventlog.Expectation{Subjects: p.Subject(), Seq: rec.Seq})
	if errors.Is(err, eventlog.ErrConflict) {
		return 0, nil // another crawler has just taken it up
	}
	return 1, err
}
