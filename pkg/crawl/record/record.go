// Package record turns a fetched page into facts: it keeps the bytes, reads the
// article, compares it with the article's history and appends what is new, in one
// atomic batch.
//
// The log decides: every append expects the article's last fact, so that two
// crawlers which saw the same page record it once, and the slower one reads the
// history again and finds nothing left to say. A page that shows nothing new
// appends nothing.
//
// The rules of an edit are in [Recorder.Record]. A [Recorder] may be used by many
// goroutines at once.
package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Page is one answer from the web, with where its address came from.
type Page struct {
	Requested   string
	URL         string // after redirects
	Status      int    // 200 to 299: other answers are no pages
	Header      map[string]string
	Sent        map[string]string // headers of the request
	Body        []byte            // decompressed
	ContentType string
	Fetched     time.Time
	Outlet      *news.Outlet // nil when the catalogue does not know the host
	FoundBy     string       // feed, sitemap, listing, related, command, import
	FoundAt     string       // the address that named it
	NoStore     bool         // the answer's headers ask not to be kept
	More        []Page       // further pages of the same article, in order

	// Before is [Result.Pending] of the look before this one, or empty.
	Before news.Hash
	// Confirmed says that the page comes from an archive: what differs there was
	// an edit.
	Confirmed bool
}

// Outcome says what a page turned out to be.
type Outcome string

// The outcomes.
const (
	New        Outcome = "new"
	Changed    Outcome = "changed"
	Unchanged  Outcome = "unchanged"
	Pending    Outcome = "pending" // it differs; one more look must agree
	Restored   Outcome = "restored"
	Older      Outcome = "older" // seen before the newest revision that the log has
	NotArticle Outcome = "not-article"
	Redacted   Outcome = "redacted" // removed from this archive at law: not read
)

// Result is what became of a page.
type Result struct {
	Article news.ArticleID
	URL     string // canonical
	Outcome Outcome
	Reason  string    // of NotArticle, in words
	Pending news.Hash // content to compare the next look with
	Changes []string  // of Changed and Pending
	Seq     uint64    // of the newest fact about the article
	Reading extract.Reading
}

// Recorder records pages in a log.
type Recorder struct {
	Log    eventlog.Log
	Source string // of the events, such as "jejak/crawler"
	// Read is the extractor; nil means [extract.Read].
	Read func(extract.Page) extract.Reading
}

// attempts bounds how often a page is decided again after somebody else appended.
const attempts = 5

// Record records one page.
//
// The rules are:
//   - The first reading of an article is `published`.
//   - A reading that differs is `revised` when the outlet says that it changed the
//     page (its modification time moved on), or when a second look saw the same
//     (p.Before): a headline under test or a rotating box is not an edit.
//   - Bytes that the current extractor reads differently than an older one did are
//     `reread`. They are compared first, so that a better extractor is never taken
//     for an edit.
//   - A page that is no article is `captured` with the reason, when that is new.
//   - An article that was withdrawn and is back is `restored`.
//   - A page that was seen before the newest revision of its article says nothing:
//     an archive may be imported twice, and in any order of its files.
func (r *Recorder) Record(ctx context.Context, p Page) (Result, error) {
	reading, err := r.read(p)
	if err != nil {
		return Result{}, err
	}
	res := Result{Article: reading.Article.ID, URL: reading.Article.URL, Reading: reading}
	if res.Article == "" {
		return Result{}, fmt.Errorf("record %s: the page has no address of its own", p.URL)
	}
	for range attempts {
		h, err := history.Load(ctx, r.Log, res.Article)
		if err != nil {
			return res, err
		}
		if h.Redacted != nil {
			res.Outcome, res.Seq = Redacted, h.Seq
			return res, nil
		}
		facts, err := r.decide(ctx, h, p, &res)
		if err != nil {
			return res, err
		}
		res.Seq = h.Seq
		if facts == nil {
			return res, nil
		}
		done, err := r.append(ctx, h.Seq, p, &res, facts)
		if errors.Is(err, eventlog.ErrConflict) {
			continue
		}
		if err != nil {
			return res, fmt.Errorf("record %s: %w", p.URL, err)
		}
		res.Seq = done.Last
		return res, nil
	}
	return res, fmt.Errorf("record %s: %w, %d times in a row", p.URL, eventlog.ErrConflict, attempts)
}

// read runs the extractor over the page and the pages that continue it.
func (r *Recorder) read(p Page) (extract.Reading, error) {
	extractor := r.Read
	if extractor == nil {
		extractor = extract.Read
	}
	reading := extractor(pageOf(p))
	if reading.Article.URL == "" {
		address, err := canonical.URL(p.URL)
		if err != nil {
			return reading, fmt.Errorf("record %s: %w", p.URL, err)
		}
		reading.Article.URL, reading.Article.ID = address, news.NewArticleID(address)
	}
	for _, more := range p.More {
		next := extractor(pageOf(more))
		if next.Reason != "" || next.Article.ID != reading.Article.ID {
			continue
		}
		base := len(reading.Article.Paragraphs)
		reading.Article.Paragraphs = append(reading.Article.Paragraphs, next.Article.Paragraphs...)
		for _, l := range next.Article.Related {
			l.After += base
			reading.Article.Related = append(reading.Article.Related, l)
		}
	}
	return reading, nil
}

func pageOf(p Page) extract.Page {
	return extract.Page{URL: p.URL, Body: p.Body, ContentType: p.ContentType, Fetched: p.Fetched, Outlet: p.Outlet}
}
