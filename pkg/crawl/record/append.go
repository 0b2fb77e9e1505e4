package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
)

// append keeps the bytes and then appends the capture with the facts that follow
// from it, all or none, if the article's newest fact is still the one at seq.
func (r *Recorder) append(ctx context.Context, seq uint64, p Page, res *Result, facts []event.Data) (eventlog.Appended, error) {
	pages := append([]Page{p}, p.More...)
	var data []event.Data
	for i, page := range pages {
		captured, err := r.capture(ctx, page, res)
		if err != nil {
			return eventlog.Appended{}, err
		}
		if i > 0 {
			captured.FoundBy, captured.FoundAt = "continuation", p.URL
		}
		data = append(data, captured)
	}
	data = append(data, facts...)

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

// Withdraw records that an article was taken away, unless that is known already or
// the article was never read. It reports whether a fact was appended.
func (r *Recorder) Withdraw(ctx context.Context, w event.Withdrawn, at time.Time) (bool, error) {
	for range attempts {
		appended, err := r.withdraw(ctx, w, at)
		if !errors.Is(err, eventlog.ErrConflict) {
			return appended, err
		}
	}
	return false, fmt.Errorf("record the withdrawal of %s: %w", w.URL, eventlog.ErrConflict)
}

func (r *Recorder) withdraw(ctx context.Context, w event.Withdrawn, at time.Time) (bool, error) {
	h, err := history.Load(ctx, r.Log, w.Article)
	if err != nil {
		return false, err
	}
	if h.Latest() == nil || h.Withdrawn != nil || h.Redacted != nil {
		return false, nil
	}
	e, err := event.New(r.Source, at, time.Time{}, w)
	if err != nil {
		return false, fmt.Errorf("make the event: %w", err)
	}
	_, err = r.Log.Append(ctx, eventlog.Entry{
		Event: e, Expect: &eventlog.Expectation{Subjects: event.ArticleSubjects(w.Article), Seq: h.Seq},
	})
	return err == nil, err
}
