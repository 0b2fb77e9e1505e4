package archive

import (
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// decide compares a reading with the article's history. It fills res and returns
// the facts to append after `captured`: nil when there is nothing to say at all,
// empty when the capture alone is worth it.
func (r *Recorder) decide(ctx context.Context, h *history.Article, p Page, res *Result) ([]event.Data, error) {
	res.Changes, res.Reason = nil, ""
	latest := h.Latest()
	if res.Reading.Reason != "" {
		res.Outcome, res.Reason = NotArticle, res.Reading.Reason
		if n := len(h.Captures); latest != nil || n > 0 && h.Captures[n-1].NotArticle == res.Reason {
			return nil, nil // said already, or a bad look at a known article
		}
		return []event.Data{}, nil
	}

	now := event.Reading{Article: res.Reading.Article, Capture: news.HashOf(p.Body), Extractor: extract.Version}
	if latest == nil {
		res.Outcome = New
		return []event.Data{event.Published{Reading: now}}, nil
	}

	if p.Fetched.Before(latest.Observed) {
		res.Outcome = Older
		return nil, nil
	}
	var facts []event.Data
	res.Outcome = Unchanged
	old := latest.Reading
	if old.Article.Content() == now.Article.Content() {
		return facts, nil
	}
	// Is it the outlet that changed the page, or the extractor that reads it better?
	if again, ok, err := r.again(ctx, p, old); err != nil {
		return nil, err
	} else if ok && again.Article.Content() != old.Article.Content() {
		facts = append(facts, event.Reread{Reading: again, Changed: news.Changes(&old.Article, &again.Article)})
		old = again
	}
	res.Changes = news.Changes(&old.Article, &now.Article)
	if len(res.Changes) == 0 {
		return facts, nil
	}
	res.Outcome = Changed
	return append(facts, event.Revised{Reading: now, Changed: res.Changes}), nil
}

// again reads the bytes of an older reading with today's extractor. ok is false
// when today's extractor made that reading, or when its bytes are not kept.
func (r *Recorder) again(ctx context.Context, p Page, old event.Reading) (event.Reading, bool, error) {
	if old.Extractor == extract.Version || old.Capture == "" {
		return old, false, nil
	}
	body, err := r.Log.GetBlob(ctx, old.Capture)
	if errors.Is(err, eventlog.ErrNotFound) {
		return old, false, nil
	}
	if err != nil {
		return old, false, fmt.Errorf("compare with the bytes of the last revision: %w", err)
	}
	before := p
	before.Body = body
	reading, err := r.read(before)
	if err != nil || reading.Reason != "" || reading.Article.ID != old.Article.ID {
		return old, false, nil
	}
	return event.Reading{Article: reading.Article, Capture: old.Capture, Extractor: extract.Version}, true, nil
}
