package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/warc"
)

// feedTypes are the parts of a content type that a feed may have.
var feedTypes = []string{"xml", "rss", "atom", "json"}

func mayBeFeed(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	return !strings.Contains(kind, "html") && slices.ContainsFunc(feedTypes, func(t string) bool { return strings.Contains(kind, t) })
}

// feed keeps a feed of an outlet of the catalogue. It returns false for what is none: a
// sitemap, other data, a feed of somebody else.
func (r *Recorder) feed(ctx context.Context, p Page, rec warc.Record) (bool, error) {
	if p.Outlet == nil || p.NoStore {
		return false, nil
	}
	list, err := discover.Feed(p.Body, p.URL, time.UTC)
	if err != nil || len(list.Entries) == 0 && !slices.Contains(p.Outlet.Feeds, p.URL) {
		return false, nil // any JSON would do for an empty feed
	}
	kept := event.FeedKept{
		Outlet: p.Outlet.ID, URL: p.URL, Status: p.Status, Hash: news.HashOf(p.Body), Size: len(p.Body), ContentType: p.ContentType,
		Headers: p.Header, Request: p.Sent, Before: news.Hash(rec.Header.Get(beforeField)),
	}
	for id := range strings.FieldsSeq(rec.Header.Get(vanishedField)) {
		if !news.ArticleID(id).Valid() {
			return false, fmt.Errorf("the field %s of the record names %q, which is no article id", vanishedField, id)
		}
		kept.Vanished = append(kept.Vanished, news.ArticleID(id))
	}
	e, err := event.New(r.Source, p.Fetched, time.Time{}, kept)
	if err != nil {
		return false, err
	}
	for range attempts {
		last, err := r.Log.Last(ctx, kept.Subject())
		if err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			return false, err
		}
		if err == nil {
			if known, err := last.Event(); err == nil && !known.Time.Before(p.Fetched) {
				return true, nil // these bytes were seen then, or later
			}
		}
		if _, err = r.Log.PutBlob(ctx, p.Body); err != nil {
			return false, fmt.Errorf("keep the feed: %w", err)
		}
		_, err = r.Log.Append(ctx, eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: kept.Subject(), Seq: last.Seq}})
		if !errors.Is(err, eventlog.ErrConflict) {
			return err == nil, err
		}
	}
	return false, fmt.Errorf("keep the feed %s: %w, %d times in a row", p.URL, eventlog.ErrConflict, attempts)
}
