package archive

import (
	"context"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/edit"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// decide compares a reading with the article's history. It fills res and returns
// the facts to append after `captured`: nil when there is nothing to say at all,
// empty when the capture alone is worth it.
func (r *Recorder) decide(ctx context.Context, h *history.Article, p look, res *Result) ([]event.Data, error) {
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
	if p.cut != "" {
		res.Outcome, res.Reason = Partial, p.cut
		return nil, nil
	}
	d, err := edit.Reader{Log: r.Log, Read: r.Read}.Compare(ctx, h, edit.Look{Reading: now, Continued: len(p.further) > 0, Outlet: p.Outlet})
	if err != nil {
		return nil, err
	}
	var facts []event.Data
	res.Outcome = Unchanged
	if d.Reread != nil {
		facts = append(facts, *d.Reread)
	}
	if w := h.Withdrawn; w != nil && p.Fetched.After(w.Observed) {
		facts = append(facts, event.Restored{Article: res.Article, URL: now.Article.URL, Outlet: now.Article.Outlet, Hash: now.Capture})
		res.Outcome = Restored
	}
	if len(d.Changed) > 0 {
		facts = append(facts, event.Revised{Reading: now, Changed: d.Changed})
		res.Outcome, res.Changes = Changed, d.Changed
	}
	return facts, nil
}
