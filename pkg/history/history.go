// Package history folds the facts about one article into its history: the
// revisions, the take-downs and returns, and what the article looks like now.
//
// Folding is pure: the same records in the same order give the same history,
// at any clock. Facts of an unknown type are skipped, because a newer version
// wrote them.
package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Article is the history of one article up to a position in the log.
type Article struct {
	ID        news.ArticleID
	Seq       uint64 // of the newest fact folded; what to expect on the next append
	Revisions []Revision
	Captures  []Capture
	Withdrawn *Withdrawal     // nil while the outlet shows the article
	Past      []Withdrawal    // take-downs that were followed by a return
	Redacted  *event.Redacted // facts after it are not folded
	FirstSeen time.Time       // observed time of the first fact
	LastSeen  time.Time       // observed time of the last capture with the article
	FoundBy   string
	FoundAt   string
}

// Revision is one state of the article as the outlet showed it.
type Revision struct {
	Number   int    // from 1
	Seq      uint64 // of the fact that made it, or of the newest reread of it
	Observed time.Time
	Reading  event.Reading // newest reading of these bytes
	Changed  []string      // against the revision before; empty for the first
	Rereads  int
}

// Capture is one look that saw bytes.
type Capture struct {
	Seq      uint64
	Observed time.Time
	event.Captured
}

// Withdrawal is one take-down.
type Withdrawal struct {
	Seq      uint64
	Observed time.Time
	event.Withdrawn
	Restored    time.Time // zero while it lasts
	RestoredSeq uint64    // of the return; 0 while it lasts
}

// Latest returns the newest revision, or nil when the article was never read.
func (a *Article) Latest() *Revision {
	if len(a.Revisions) == 0 {
		return nil
	}
	return &a.Revisions[len(a.Revisions)-1]
}

// Awaits reports whether a look that saw these bytes is recorded, and what they say
// is not: whoever recorded it was interrupted. The look need not be recorded twice.
func (a *Article) Awaits(h news.Hash) bool {
	r := a.Latest()
	for _, c := range slices.Backward(a.Captures) {
		switch {
		case c.FoundBy == "continuation": // belongs to the look at its first page
		case h == "" || r != nil && c.Hash == r.Reading.Capture:
			return false
		case c.Hash == h && c.NotArticle == "":
			return true
		}
	}
	return false
}

// Fold takes in one fact about the article. Facts must come in log order; one
// that was folded before (its seq is not above a.Seq) changes nothing.
func (a *Article) Fold(seq uint64, e event.Event) {
	if seq <= a.Seq {
		return
	}
	a.Seq = seq
	if a.FirstSeen.IsZero() {
		a.FirstSeen = e.Time
	}
	if a.Redacted != nil {
		return // no later crawl brings the text back, nor anything about it
	}
	switch d := e.Data.(type) {
	case event.Captured:
		a.ID = d.Article
		if len(a.Captures) == 0 {
			a.FoundBy, a.FoundAt = d.FoundBy, d.FoundAt
		}
		if (d.Status < 300 || d.Status == 304) && d.NotArticle == "" {
			a.LastSeen = e.Time
		}
		a.Captures = append(a.Captures, Capture{seq, e.Time, d})
	case event.Published:
		a.ID = d.Article.ID
		a.Revisions = append(a.Revisions, Revision{Number: len(a.Revisions) + 1, Seq: seq, Observed: e.Time, Reading: d.Reading})
		a.LastSeen = e.Time
	case event.Revised:
		a.Revisions = append(a.Revisions, Revision{
			Number: len(a.Revisions) + 1, Seq: seq, Observed: e.Time, Reading: d.Reading, Changed: d.Changed,
		})
		a.LastSeen = e.Time
	case event.Reread:
		for i := range a.Revisions {
			if r := &a.Revisions[i]; r.Reading.Capture == d.Capture {
				r.Reading, r.Seq = d.Reading, seq
				r.Rereads++
			}
		}
	case event.Withdrawn:
		a.ID = d.Article
		if a.Withdrawn != nil {
			return // the first one says since when
		}
		a.Withdrawn = &Withdrawal{Seq: seq, Observed: e.Time, Withdrawn: d}
	case event.Restored:
		if w := a.Withdrawn; w != nil {
			w.Restored, w.RestoredSeq = e.Time, seq
			a.Past = append(a.Past, *w)
			a.Withdrawn = nil
		}
		a.LastSeen = e.Time
	case event.Redacted:
		a.ID = d.Article
		a.Redacted = &d
		a.Revisions, a.Captures = nil, nil
	}
}

// Load reads and folds every fact about one article. An article that the log
// does not know has Seq 0.
func Load(ctx context.Context, log eventlog.Log, id news.ArticleID) (*Article, error) {
	a := &Article{ID: id}
	// Most looks are at articles that nobody knows yet, and this is the quickest way to
	// learn it.
	if _, err := log.Last(ctx, event.ArticleSubjects(id)); errors.Is(err, eventlog.ErrNotFound) {
		return a, nil
	}
	q := eventlog.Query{Stream: event.News.Name, Subjects: []string{event.ArticleSubjects(id)}}
	for rec, err := range log.Read(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("history of article %s: %w", id, err)
		}
		e, err := rec.Event()
		if errors.Is(err, event.ErrUnknown) {
			a.Seq = rec.Seq
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("history of article %s: %w", id, err)
		}
		a.Fold(rec.Seq, e)
	}
	return a, nil
}
