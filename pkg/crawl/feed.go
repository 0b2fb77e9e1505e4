package crawl

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

const (
	// maxShown bounds how many entries of a feed are remembered until its next look.
	maxShown = 100

	// olderStay is how many older entries a feed must still show for one that is
	// missing to have left before its time. A single one may be pinned there.
	olderStay = 2
)

func (r *round) feed(ctx context.Context) error {
	res, ok, err := r.get(ctx, r.source.URL, maxFeed, xmlFirst)
	if err != nil || !ok {
		return err
	}
	list, err := discover.Feed(res.Body, res.URL, r.outlet.zone)
	if err != nil {
		r.source.Body, r.source.ETag, r.source.LastModified = "", "", ""
		return &brokenSource{err}
	}
	discover.NewestFirst(list.Entries)
	shown := r.articles(list.Entries)
	vanished := leftEarly(r.source.Shown, shown)
	if first := r.before == "" && len(r.source.Shown) == 0; first || len(vanished) > 0 {
		if err := r.keepFeed(ctx, res, vanished); err != nil {
			return err
		}
	}
	for _, id := range vanished {
		if err := r.lookEarly(ctx, id); err != nil {
			return err
		}
	}
	r.source.Shown = shown[:min(len(shown), maxShown)]
	return r.take(ctx, list, r.source.URL)
}

// articles are the articles of the outlet that a list names.
func (r *round) articles(list []discover.Entry) []news.ArticleID {
	out := make([]news.ArticleID, 0, len(list))
	for _, e := range list {
		if a, err := r.c.outlets.address(e.URL); err == nil && a.outlet == r.outlet {
			out = append(out, a.id)
		}
	}
	return out
}

// leftEarly returns the entries of the look before that are gone while older ones
// are still there: they did not make room for new ones.
func leftEarly(before, now []news.ArticleID) (out []news.ArticleID) {
	here := make(map[news.ArticleID]bool, len(now))
	for _, id := range now {
		here[id] = true
	}
	stayed := 0
	for _, id := range slices.Backward(before) { // from the oldest
		switch {
		case here[id]:
			stayed++
		case stayed >= olderStay:
			out = append(out, id)
		}
	}
	return out
}

// keepFeed keeps the bytes of a feed and says why.
func (r *round) keepFeed(ctx context.Context, res fetch.Result, vanished []news.ArticleID) error {
	hash, err := r.c.cfg.Log.PutBlob(ctx, res.Body)
	if err != nil {
		return fmt.Errorf("keep %s: %w", r.source.URL, err)
	}
	kept := event.FeedKept{
		Outlet: r.source.Outlet, URL: r.source.URL, Status: res.Status, Hash: hash, Size: len(res.Body),
		ContentType: res.Header.Get("Content-Type"), Vanished: vanished,
	}
	if len(vanished) > 0 {
		kept.Before = r.before
	}
	kept.Headers, kept.Request = headersOf(res)
	return r.c.append(ctx, kept, nil)
}

// lookEarly makes an article due now that the outlet may have taken away. One that
// was never seen, or was refused, stays as it is.
func (r *round) lookEarly(ctx context.Context, id news.ArticleID) error {
	rec, err := r.c.cfg.Log.Last(ctx, event.PageSubject(r.outlet.ID, id))
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("what is due of page %s: %w", id, err)
	}
	e, err := rec.Event()
	if err != nil {
		return err
	}
	p, ok := e.Data.(event.PageDue)
	now := r.c.cfg.Now().UTC()
	if !ok || p.Content == "" || p.State == event.PageRefused || p.State == event.PageIsDue && !p.Due.After(now) {
		return nil
	}
	p.State, p.Due = event.PageIsDue, now
	err = r.c.append(ctx, p, &eventlog.Expectation{Subjects: p.Subject(), Seq: rec.Seq})
	if errors.Is(err, eventlog.ErrConflict) {
		return nil // somebody has just looked
	}
	return err
}
