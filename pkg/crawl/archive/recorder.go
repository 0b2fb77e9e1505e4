package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/edit"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Page is one page of the web as an archive keeps it.
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

	feed bool   // may be a feed, and is no page
	part string // an export of ours says so: address of the page that this one continues
}

// Outcome says what a page turned out to be.
type Outcome string

// The outcomes.
const (
	New        Outcome = "new"
	Changed    Outcome = "changed"
	Unchanged  Outcome = "unchanged"
	Restored   Outcome = "restored" // withdrawn in the log, and there at a later day
	Older      Outcome = "older"    // seen before the newest revision that the log has
	NotArticle Outcome = "not-article"
	Redacted   Outcome = "redacted" // removed from this archive at law: not read
	Partial    Outcome = "partial"  // half an article says nothing of one that is known
)

// Result is what became of a page.
type Result struct {
	Article news.ArticleID
	URL     string // canonical
	Outcome Outcome
	Reason  string   // of NotArticle and Partial, in words
	Changes []string // of Changed
	Seq     uint64   // of the newest fact about the article
	Reading extract.Reading
}

// Recorder turns archived pages into facts. Beside the crawler it needs no second
// look: what an archive holds was seen, and what differs there was an edit. The log
// decides, as for the crawler: every append expects the article's newest fact. It
// may be used by many goroutines at once.
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
//   - The first reading of an article is `published`, one that differs is `revised`.
//   - What counts as an edit is the rule of the crawler, [edit.Reader.Compare].
//   - A page that was fetched after its article was withdrawn is `restored`. That an
//     article is gone no archive can tell: its errors may be of a bad day.
//   - A page that is no article is `captured` with the reason, when that is new.
//   - A page that was seen before the newest revision of its article says nothing:
//     an archive may be imported twice, and in any order of its files.
//   - An article that goes on on further pages is joined by the rule of the crawler,
//     [edit.ReadOn]. When one of them is missing, a new article is taken as it is and
//     marked as truncated, and of a known one nothing is said.
func (r *Recorder) Record(ctx context.Context, p Page, further ...Page) (Result, error) {
	reading, err := r.read(p)
	if err != nil {
		return Result{}, err
	}
	look := look{Page: p}
	if reading, err = r.readOn(&look, reading, further); err != nil {
		return Result{}, err
	}
	return r.record(ctx, look, reading)
}

// look is one page with what belongs to it.
type look struct {
	Page
	further []Page // that were joined to it
	cut     string // why the article is only the beginning; empty: it is whole
}

// readOn joins the pages that go on. A look that our own crawler exported is whole when
// anything was joined in it: what it passed by is not in the export.
func (r *Recorder) readOn(l *look, first extract.Reading, further []Page) (extract.Reading, error) {
	if first.Reason != "" {
		return first, nil
	}
	ours := slices.ContainsFunc(further, func(f Page) bool { return f.part != "" })
	joined, cut, err := edit.ReadOn(first, func(address string) (next extract.Reading, fault string, err error) {
		i := slices.IndexFunc(further, func(f Page) bool { return f.Requested == address || f.URL == address })
		switch {
		case i < 0 && ours:
			return next, "", nil
		case i < 0:
			return next, "it is in none of the files", nil
		}
		if next, err = r.read(further[i]); err == nil && edit.Continues(first, next) {
			l.further = append(l.further, further[i])
		}
		return next, "", err
	})
	l.cut = cut
	return joined, err
}

func (r *Recorder) record(ctx context.Context, p look, reading extract.Reading) (Result, error) {
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
		res.Seq, err = r.append(ctx, h, p, &res, facts)
		if errors.Is(err, eventlog.ErrConflict) {
			continue
		}
		if err != nil {
			return res, fmt.Errorf("record %s: %w", p.URL, err)
		}
		return res, nil
	}
	return res, fmt.Errorf("record %s: %w, %d times in a row", p.URL, eventlog.ErrConflict, attempts)
}

// read runs the extractor. A page that is no article still has an address.
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
	return reading, nil
}

func pageOf(p Page) extract.Page {
	return extract.Page{URL: p.URL, Body: p.Body, ContentType: p.ContentType, Fetched: p.Fetched, Outlet: p.Outlet}
}
