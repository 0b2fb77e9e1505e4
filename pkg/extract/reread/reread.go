// Package reread reads the archive again with today's extractor: the raw pages
// stay, the reading gets better.
//
//	s := reread.Stage{Log: log, Source: "jejak/reread", Now: time.Now, Outlet: reg.Outlet}
//	sum, err := s.Run(ctx, reread.Options{Append: false}, func(c reread.Change) error {
//		fmt.Println(c.URL, c.Changed)
//		return nil
//	})
//
// A page that is read differently becomes the fact `reread`, which is never shown
// as an edit of the outlet. Without [Options.Append] nothing is written: the
// changes are what would be. Nothing is appended where only the names of rules
// differ, so that a second run finds nothing to do.
//
// The bytes are read as they were then: with the time at which they were fetched,
// so that "2 jam yang lalu" means what it meant. What is redacted is not touched,
// and a page whose bytes were not kept is counted and left as it is.
package reread

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/edit"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Stage reads an archive again.
type Stage struct {
	Log    eventlog.Log
	Source string // of the events
	Now    func() time.Time
	// Outlet finds an outlet of the catalogue; nil when none is known.
	Outlet func(news.OutletID) (news.Outlet, bool)
	// Read is the extractor; nil means [extract.Read].
	Read func(extract.Page) extract.Reading
}

// Options say what to read and whether to write.
type Options struct {
	Outlet news.OutletID // only articles of this outlet; empty: all
	Append bool          // append the facts; else only show them
	All    bool          // also what this version of the extractor has read already
}

// Change is a revision that reads differently now.
type Change struct {
	Article   news.ArticleID
	URL       string
	Outlet    news.OutletID
	Revision  int // from 1
	Extractor string
	Before    news.Article
	After     news.Article
	Changed   []string // fields of the article, by JSON name
	Reason    string   // now read as no article, and why: reported, never appended
	Seq       uint64   // of the fact, when it was appended
}

// Summary counts what was done.
type Summary struct {
	Articles  int // looked at
	Revisions int // read again
	Changed   int
	Appended  int
	Lost      int // revisions that are no article any more
	Missing   int // revisions whose bytes are not kept
	Current   int // revisions that this version has read already
	Redacted  int // articles
}

// attempts bounds how often an article is decided again after somebody else
// appended.
const attempts = 5

// Run reads every revision of every article again, in the order in which the
// articles were first published, and hands each change to show before it is
// appended. It stops at the first error, of show too; what was appended stays.
func (s *Stage) Run(ctx context.Context, o Options, show func(Change) error) (Summary, error) {
	var sum Summary
	ids, err := s.articles(ctx, o)
	if err != nil {
		return sum, err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		sum.Articles++
		for try := 1; ; try++ {
			err := s.article(ctx, id, o, &sum, show, try == 1)
			if errors.Is(err, eventlog.ErrConflict) && try < attempts {
				continue
			}
			if err != nil {
				return sum, fmt.Errorf("read article %s again: %w", id, err)
			}
			break
		}
	}
	return sum, nil
}

// articles lists the articles that were ever read.
func (s *Stage) articles(ctx context.Context, o Options) ([]news.ArticleID, error) {
	var out []news.ArticleID
	q := eventlog.Query{Stream: event.News.Name, Subjects: []string{"news.article.*.published"}}
	for rec, err := range s.Log.Read(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("list articles: %w", err)
		}
		e, err := rec.Event()
		if errors.Is(err, event.ErrUnknown) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("list articles: %w", err)
		}
		if p, ok := e.Data.(event.Published); ok && (o.Outlet == "" || p.Article.Outlet == o.Outlet) {
			out = append(out, p.Article.ID)
		}
	}
	return out, nil
}

// article reads the revisions of one article again. Counts of what was looked at
// are taken on the first try alone.
func (s *Stage) article(ctx context.Context, id news.ArticleID, o Options, sum *Summary, show func(Change) error, counted bool) error {
	h, err := history.Load(ctx, s.Log, id)
	if err != nil {
		return err
	}
	count := func(n *int) {
		if counted {
			*n++
		}
	}
	if h.Redacted != nil {
		count(&sum.Redacted)
		return nil
	}
	seq := h.Seq
	done := map[news.Hash]bool{} // revisions of the same bytes are one fact
	for i := range h.Revisions {
		rev := &h.Revisions[i]
		if done[rev.Reading.Capture] {
			continue
		}
		done[rev.Reading.Capture] = true
		if rev.Reading.Extractor == extract.Version && !o.All {
			count(&sum.Current)
			continue
		}
		now, err := s.again(ctx, h, rev)
		if errors.Is(err, eventlog.ErrNotFound) {
			count(&sum.Missing)
			continue
		}
		if err != nil {
			return err
		}
		count(&sum.Revisions)
		c := Change{
			Article: id, URL: rev.Reading.Article.URL, Outlet: rev.Reading.Article.Outlet, Revision: rev.Number,
			Extractor: rev.Reading.Extractor, Before: rev.Reading.Article, After: now.Article, Reason: now.Reason,
		}
		switch {
		case now.Reason != "":
			count(&sum.Lost)
		case now.Article.ID != id:
			c.Reason = "the page now says that it is " + now.Article.URL
			count(&sum.Lost)
		default:
			if c.Changed = changes(&c.Before, &c.After); len(c.Changed) == 0 {
				continue
			}
			count(&sum.Changed)
		}
		if counted {
			if err := show(c); err != nil {
				return err
			}
		}
		if !o.Append || c.Reason != "" {
			continue
		}
		if seq, err = s.append(ctx, rev, c, seq); err != nil {
			return err
		}
		sum.Appended++
	}
	return nil
}

// again reads the bytes of a revision with today's rules.
func (s *Stage) again(ctx context.Context, h *history.Article, rev *history.Revision) (extract.Reading, error) {
	var outlet *news.Outlet
	if s.Outlet != nil {
		if o, ok := s.Outlet(rev.Reading.Article.Outlet); ok {
			outlet = &o
		}
	}
	return edit.Reader{Log: s.Log, Read: s.Read}.Again(ctx, h, rev, outlet)
}

// append records a better reading, if the article's newest fact is still the one
// at seq, and returns where it went.
func (s *Stage) append(ctx context.Context, rev *history.Revision, c Change, seq uint64) (uint64, error) {
	var outletTime time.Time
	if p := c.After.Published; p != nil {
		outletTime = p.Time
	}
	e, err := event.New(s.Source, s.Now(), outletTime, event.Reread{
		Reading: event.Reading{Article: c.After, Capture: rev.Reading.Capture, Extractor: extract.Version}, Changed: c.Changed,
	})
	if err != nil {
		return seq, err
	}
	done, err := s.Log.Append(ctx, eventlog.Entry{
		Event: e, Expect: &eventlog.Expectation{Subjects: event.ArticleSubjects(c.Article), Seq: seq},
	})
	if err != nil {
		return seq, err
	}
	return done.Last, nil
}

// changes names the fields in which two readings of the same bytes differ. Unlike
// [news.Changes] it counts every field, because a better reading of any of them is
// worth keeping. The names of rules are not.
func changes(a, b *news.Article) []string {
	out := news.Changes(a, b)
	for _, f := range []struct {
		name      string
		one, both any
	}{
		{"desk", a.Desk, b.Desk}, {"modified", unix(a.Modified), unix(b.Modified)}, {"dateline", a.Dateline, b.Dateline},
		{"keywords", a.Keywords, b.Keywords}, {"language", a.Language, b.Language}, {"images", a.Images, b.Images},
		{"truncated", a.Truncated, b.Truncated}, {"opinion", a.Opinion, b.Opinion}, {"outlet", a.Outlet, b.Outlet},
	} {
		if !reflect.DeepEqual(f.one, f.both) && !(empty(f.one) && empty(f.both)) {
			out = append(out, f.name)
		}
	}
	return out
}

func unix(s *news.Stamp) int64 {
	if s == nil {
		return 0
	}
	return s.Time.Unix()
}

// empty reports whether a list has nothing in it: nil and no entries are the same
// after a journey through JSON.
func empty(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Slice && r.Len() == 0
}
