// Package edit is the one rule of what counts as an edit. A page that reads
// differently than before was changed by its outlet, or is read by other rules, or
// holds a box of links that a site fills anew for every reader. Only the first is an
// edit; whoever looks at a known page asks [Reader.Compare] which it is.
package edit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Reader reads pages that the archive keeps once more, with today's extractor. It may
// be used by many goroutines at once.
type Reader struct {
	Log eventlog.Log
	// Read is the extractor; nil means [extract.Read].
	Read func(extract.Page) extract.Reading
}

// Difference is what a look at a known article shows.
type Difference struct {
	Reread  *event.Reread // the last revision as today's rules read it; nil when they read it as it stands
	Old     news.Article  // what to compare with: the last revision, as today's rules read it
	Changed []string      // what the outlet changed since, by JSON field name; empty: nothing
}

// Look is a reading of a page that was just seen.
type Look struct {
	event.Reading              // Capture is the hash of the (first) page's bytes, kept or not
	Continued     bool         // the article goes on on further pages
	Outlet        *news.Outlet // nil when the catalogue does not know it
}

// Compare holds a look against the latest revision of the article's history, which
// must have one. When other rules read that revision, or the same bytes read
// differently now, its bytes are read again as they were fetched then. An error is
// one of the log.
func (r Reader) Compare(ctx context.Context, h *history.Article, now Look) (Difference, error) {
	rev := h.Latest()
	old := rev.Reading
	d := Difference{Old: old.Article}
	if old.Article.Content() == now.Article.Content() {
		return d, nil
	}
	sameBytes := old.Capture == now.Capture && !now.Continued
	if otherRules := old.Extractor != extract.Version; otherRules || sameBytes {
		again, ok, err := r.revision(ctx, h, rev, now.Outlet)
		switch {
		case err != nil:
			return d, fmt.Errorf("compare with the bytes of the last revision: %w", err)
		case !ok && sameBytes && otherRules:
			again, ok = now.Reading.Article, true // the bytes are not kept, but these are the same
		}
		if ok {
			if ch := news.Changes(&old.Article, &again); len(ch) > 0 {
				d.Reread = &event.Reread{
					Reading: event.Reading{Article: again, Capture: old.Capture, Extractor: extract.Version}, Changed: ch,
				}
			}
			d.Old = again
		}
	}
	if sameBytes {
		return d, nil // whatever reads differently, the outlet did not change it
	}
	d.Changed = news.Changes(&d.Old, &now.Article)
	if turningBox(d.Changed, &d.Old, &now.Article) {
		d.Changed = nil
	}
	return d, nil
}

// revision reads a revision again for a comparison. ok is false when that can not be
// done: then the stored reading must do.
func (r Reader) revision(ctx context.Context, h *history.Article, rev *history.Revision, outlet *news.Outlet) (a news.Article, ok bool, err error) {
	reading, whole, err := r.again(ctx, h, rev, outlet)
	if errors.Is(err, eventlog.ErrNotFound) {
		return a, false, nil
	}
	if err != nil {
		return a, false, err
	}
	a = reading.Article
	return a, whole && reading.Reason == "" && a.ID == rev.Reading.Article.ID, nil
}

// Again reads the bytes of a revision, and of the further pages that were fetched with
// it, as they were then: with the time of fetching, so that "2 jam yang lalu" means
// what it meant. The error is [eventlog.ErrNotFound] when the bytes are not kept.
func (r Reader) Again(ctx context.Context, h *history.Article, rev *history.Revision, outlet *news.Outlet) (extract.Reading, error) {
	reading, _, err := r.again(ctx, h, rev, outlet)
	return reading, err
}

// again also reports whether the reading is whole: a page that goes on, by today's
// rules, on pages that nobody kept is only the beginning of the article.
func (r Reader) again(ctx context.Context, h *history.Article, rev *history.Revision, outlet *news.Outlet) (reading extract.Reading, whole bool, err error) {
	read := r.Read
	if read == nil {
		read = extract.Read
	}
	page := func(c *history.Capture) (extract.Page, error) {
		body, err := r.Log.GetBlob(ctx, c.Hash)
		return extract.Page{URL: c.URL, Body: body, ContentType: c.ContentType, Fetched: c.Observed, Outlet: outlet}, err
	}
	first := captureOf(h, rev)
	if first == nil {
		return reading, false, fmt.Errorf("the capture of revision %d: %w", rev.Number, eventlog.ErrNotFound)
	}
	p, err := page(first)
	if err != nil {
		return reading, false, err
	}
	reading = read(p)
	var more []extract.Reading
	for i := range h.Captures {
		c := &h.Captures[i]
		if c.FoundBy != "continuation" || c.FoundAt != first.URL || !c.Observed.Equal(first.Observed) || c.Hash == "" {
			continue
		}
		p, err := page(c)
		if err != nil {
			return reading, false, err
		}
		if next := read(p); next.Reason == "" && next.Article.ID == reading.Article.ID {
			more = append(more, next)
		}
	}
	whole = len(reading.NextPages) == 0 || len(more) > 0
	if len(more) > 0 {
		reading = extract.Join(reading, more...)
	}
	return reading, whole, nil
}

// captureOf returns the look that saw the bytes of a revision: the last one before
// the revision was observed, or the first that saw them at all.
func captureOf(h *history.Article, rev *history.Revision) *history.Capture {
	var found *history.Capture
	for i := range h.Captures {
		c := &h.Captures[i]
		if c.Hash != rev.Reading.Capture || c.Hash == "" || c.FoundBy == "continuation" {
			continue
		}
		if found == nil || !c.Observed.After(rev.Observed) {
			found = c
		}
	}
	return found
}

// turningBox reports a change that is only in the boxes of links that a site fills
// anew for every reader.
func turningBox(changed []string, a, b *news.Article) bool {
	if !slices.Equal(changed, []string{"related"}) {
		return false
	}
	own := func(list []news.Link) []news.Link {
		return slices.DeleteFunc(slices.Clone(list), func(l news.Link) bool {
			return l.Form == "box" || l.Form == "list" || l.Form == "table"
		})
	}
	return slices.Equal(own(a.Related), own(b.Related))
}
