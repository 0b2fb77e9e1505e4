package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// append keeps the bytes and then appends the capture with the facts that follow
// from it, all or none, if the article's newest fact is still the one at seq.
func (r *Recorder) append(ctx context.Context, seq uint64, p Page, res *Result, facts []event.Data) (eventlog.Appended, error) {
	captured, err := r.capture(ctx, p, res)
	if err != nil {
		return eventlog.Appended{}, err
	}
	data := append([]event.Data{captured}, facts...)

	var outletTime time.Time
	if s := res.Reading.Article.Published; s != nil {
		outletTime = s.Time
	}
	entries := make([]eventlog.Entry, len(data))
	for i, d := range data {
		e, err := event.New(r.Source, p.Fetched, outletTime, d)
		if err != nil {
			return eventlog.Appended{}, fmt.Errorf("make the event: %w", err)
		}
		entries[i].Event = e
	}
	entries[0].Expect = &eventlog.Expectation{Subjects: event.ArticleSubjects(res.Article), Seq: seq}
	return r.Log.Append(ctx, entries...)
}

// capture stores the bytes of a page, unless the outlet asks not to keep them, and
// makes the fact that they were seen.
func (r *Recorder) capture(ctx context.Context, p Page, res *Result) (event.Captured, error) {
	c := event.Captured{
		Article: res.Article, URL: p.URL, Requested: p.Requested, Canonical: res.URL, Status: p.Status, Size: len(p.Body),
		ContentType: p.ContentType, Headers: p.Header, Request: p.Sent, FoundBy: p.FoundBy, FoundAt: p.FoundAt,
		NotArticle: res.Reason,
	}
	if p.Outlet != nil {
		c.Outlet = p.Outlet.ID
	}
	if p.NoStore || res.Reading.NoArchive {
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
