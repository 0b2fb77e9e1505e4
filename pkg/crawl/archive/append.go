package archive

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
)

// append keeps the bytes and then appends the captures and the facts that follow
// from them, at the time of the first page, if the article's history is still as h has it.
func (r *Recorder) append(ctx context.Context, h *history.Article, p look, res *Result, facts []event.Data) (uint64, error) {
	noStore := p.NoStore || slices.ContainsFunc(p.further, func(f Page) bool { return f.NoStore })
	captured, err := r.capture(ctx, p.Page, noStore, res)
	if err != nil {
		return h.Seq, err
	}
	var more []event.Data
	for _, f := range p.further {
		f.FoundBy, f.FoundAt = "continuation", p.URL
		c, err := r.capture(ctx, f, noStore, res)
		if err != nil {
			return h.Seq, err
		}
		more = append(more, c)
	}
	facts = slices.Concat(more, facts)
	var outletTime time.Time
	if s := res.Reading.Article.Published; s != nil {
		outletTime = s.Time
	}
	var chain []event.Event
	if !h.Awaits(captured.Hash) {
		facts = slices.Insert(facts, 0, event.Data(captured))
	}
	for _, d := range facts {
		e, err := event.New(r.Source, p.Fetched, outletTime, d)
		if err != nil {
			return h.Seq, fmt.Errorf("make the event: %w", err)
		}
		chain = append(chain, e)
	}
	return eventlog.Chain(ctx, r.Log, event.ArticleSubjects(res.Article), h.Seq, chain...)
}

// capture stores the bytes of a page, unless the outlet asks not to keep them, and
// makes the fact that they were seen.
func (r *Recorder) capture(ctx context.Context, p Page, noStore bool, res *Result) (event.Captured, error) {
	c := event.Captured{
		Article: res.Article, URL: p.URL, Requested: p.Requested, Canonical: res.URL, Status: p.Status, Size: len(p.Body),
		ContentType: p.ContentType, Headers: p.Header, Request: p.Sent, FoundBy: p.FoundBy, FoundAt: p.FoundAt,
		NotArticle: res.Reason,
	}
	if p.Outlet != nil {
		c.Outlet = p.Outlet.ID
	}
	if noStore || res.Reading.NoArchive {
		c.Hash = "" // what was seen is said, the bytes are not kept
		return c, nil
	}
	hash, err := r.Log.PutBlob(ctx, p.Body)
	if err != nil {
		return c, fmt.Errorf("keep the page: %w", err)
	}
	c.Hash = hash
	return c, nil
}
