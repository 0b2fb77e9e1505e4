package crawl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/edit"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// maxConflicts is how often a decision is made anew because somebody was faster.
const maxConflicts = 8

// decide loads the history of the visit's article and lets fn append what
// follows from it, again when the history grew meanwhile.
func (v *visit) decide(ctx context.Context, fn func(h *history.Article) error) error {
	for range maxConflicts {
		h, err := history.Load(ctx, v.c.cfg.Log, v.article())
		if err != nil {
			return err
		}
		if err = fn(h); !errors.Is(err, eventlog.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("record article %s: somebody else was faster %d times", v.article(), maxConflicts)
}

// appendFacts stores facts about one article one after the other, if its history is
// still as h has it. A capture that an interrupted look left there is not repeated.
func (v *visit) appendFacts(ctx context.Context, h *history.Article, facts ...event.Data) error {
	var chain []event.Event
	for _, d := range facts {
		if c, ok := d.(event.Captured); ok && h.Awaits(c.Hash) {
			continue
		}
		e, err := event.New(Source, v.now, outletTime(d), d)
		if err != nil {
			return err
		}
		chain = append(chain, e)
	}
	id := h.ID
	if id == "" {
		id = v.article()
	}
	_, err := eventlog.Chain(ctx, v.c.cfg.Log, event.ArticleSubjects(id), h.Seq, chain...)
	if err != nil && !errors.Is(err, eventlog.ErrConflict) {
		err = fmt.Errorf("append facts about article %s: %w", id, err)
	}
	return err
}

// outletTime is when the outlet says that a fact happened.
func outletTime(d event.Data) (t time.Time) {
	var r event.Reading
	switch d := d.(type) {
	case event.Published:
		r = d.Reading
	case event.Revised:
		r = d.Reading
		if m := r.Article.Modified; m != nil {
			return m.Time
		}
	}
	if p := r.Article.Published; p != nil {
		return p.Time
	}
	return t
}

// record takes a page that reads as an article.
func (v *visit) record(ctx context.Context, capture event.Captured, body []byte) error {
	return v.decide(ctx, func(h *history.Article) error {
		if h.Redacted != nil {
			v.outcome, v.reason = Redacted, "removed from this archive: "+h.Redacted.Reason
			v.page.State = event.PageRefused
			return nil
		}
		capture.Article = v.article()
		if v.page.First.IsZero() {
			v.page.First = v.now.UTC()
		}
		if h.Latest() == nil {
			return v.publish(ctx, h, capture, body)
		}
		return v.compare(ctx, h, capture, body)
	})
}

func (v *visit) factOf(capture event.Captured) event.Reading {
	return event.Reading{Article: v.reading.Article, Capture: capture.Hash, Extractor: extract.Version}
}

// store keeps the bytes of all pages, unless the outlet asks not to, and returns
// the captures that say so.
func (v *visit) store(ctx context.Context, capture event.Captured, body []byte) ([]event.Data, error) {
	var out []event.Data
	for _, f := range append([]further{{capture, body}}, v.further...) {
		f.capture.Article = v.article()
		if v.noArchive(capture) || v.noArchive(f.capture) {
			f.capture.Hash = ""
		} else if _, err := v.c.cfg.Log.PutBlob(ctx, f.body); err != nil {
			return nil, fmt.Errorf("keep page %s: %w", f.capture.URL, err)
		}
		out = append(out, f.capture)
	}
	return out, nil
}

func (v *visit) publish(ctx context.Context, h *history.Article, capture event.Captured, body []byte) error {
	kept, err := v.store(ctx, capture, body)
	if err != nil {
		return err
	}
	if err := v.appendFacts(ctx, h, append(kept, event.Published{Reading: v.factOf(capture)})...); err != nil {
		return err
	}
	v.outcome = Fresh
	v.settle()
	return nil
}

// settle notes that the reading stands in the log.
func (v *visit) settle() {
	v.page.Content = v.reading.Article.Content()
	v.page.Doubt = nil
	v.schedule()
}

// compare judges a page that was seen before.
func (v *visit) compare(ctx context.Context, h *history.Article, capture event.Captured, body []byte) error {
	var facts []event.Data
	o := v.outlet.Outlet
	reader := edit.Reader{Log: v.c.cfg.Log, Read: v.c.cfg.Read}
	d, err := reader.Compare(ctx, h, edit.Look{Reading: v.factOf(capture), Continued: len(v.further) > 0, Outlet: &o})
	if err != nil {
		return err
	}
	if d.Reread != nil {
		facts = append(facts, *d.Reread)
	}
	v.outcome = Unchanged
	edited := len(d.Changed) > 0 && v.believe(d.Changed, &d.Old)
	if h.Withdrawn != nil {
		facts = append(facts, event.Restored{Article: v.article(), URL: v.reading.Article.URL, Outlet: v.page.Outlet, Hash: capture.Hash})
		v.outcome = Restored
		v.page.First = v.now.UTC()
	}
	if edited {
		facts = append(facts, event.Revised{Reading: v.factOf(capture), Changed: d.Changed})
		v.outcome = Changed
	}
	if v.outcome != Unchanged {
		kept, err := v.store(ctx, capture, body)
		if err != nil {
			return err
		}
		facts = append(kept, facts...)
	}
	if len(facts) > 0 {
		if err := v.appendFacts(ctx, h, facts...); err != nil {
			return err
		}
	}
	switch {
	case len(d.Changed) == 0:
		if v.page.Doubt != nil {
			v.page.Flaps++
		}
		v.settle()
	case edited:
		v.settle()
	default:
		v.doubt()
	}
	return nil
}

// believe decides whether a change is an edit of the outlet. When the outlet says
// itself that it changed the text, it is. Otherwise later looks must agree: two,
// or four when only the headline differs, which is tried out on readers; and one
// more for each time that this page took a change back.
func (v *visit) believe(changed []string, old *news.Article) bool {
	now := v.reading.Article
	text := slices.Contains(changed, "paragraphs")
	said := old.Modified != nil && now.Modified != nil && now.Modified.Time.After(old.Modified.Time)
	need := 4
	switch {
	case text && said:
		return true
	case text || said:
		need = 2
	}
	need += min(v.page.Flaps, 4)
	agreed := 1
	if d := v.page.Doubt; d != nil && d.Content == now.Content() {
		agreed += d.Looks
	}
	return agreed >= need
}

// doubt notes a change that is not believed yet. A second change on top of the
// first means that the page turns by itself: then the curve goes on.
func (v *visit) doubt() {
	content := v.reading.Article.Content()
	v.outcome = Doubted
	if d := v.page.Doubt; d != nil && d.Content != content {
		v.page.Doubt = nil
		v.page.Flaps++
		v.reason = "the page changes at every look"
		v.outcome = Unchanged
		v.schedule()
		return
	}
	if v.page.Doubt == nil {
		v.page.Doubt = &event.Doubt{Content: content, Since: v.now.UTC()}
	}
	v.page.Doubt = &event.Doubt{Content: content, Looks: v.page.Doubt.Looks + 1, Since: v.page.Doubt.Since}
	v.reason = "changed, waiting for another look to agree"
	v.page.State, v.page.Due = event.PageIsDue, v.now.Add(v.c.pace.Confirm).UTC()
}

// unmodified is for a server that says that nothing changed.
func (v *visit) unmodified(ctx context.Context) error {
	v.outcome = Unchanged
	v.page.Fails = 0
	gone := len(v.page.Gone) > 0
	v.page.Gone, v.page.Doubt = nil, nil
	v.schedule()
	if !gone {
		return nil
	}
	return v.decide(ctx, func(h *history.Article) error {
		if h.Withdrawn == nil || h.Redacted != nil {
			return nil
		}
		v.outcome = Restored
		return v.appendFacts(ctx, h, event.Restored{Article: v.article(), URL: h.Withdrawn.URL, Outlet: v.page.Outlet, Hash: v.page.Body})
	})
}

// withdraw records that the outlet took the article away, unless that is known.
func (v *visit) withdraw(ctx context.Context, reason string) (took bool, err error) {
	err = v.decide(ctx, func(h *history.Article) error {
		latest := h.Latest()
		if h.Withdrawn != nil || h.Redacted != nil || latest == nil {
			return nil
		}
		err := v.appendFacts(ctx, h, event.Withdrawn{
			Article: v.article(), URL: latest.Reading.Article.URL, Outlet: v.page.Outlet, Reason: reason, Looks: v.page.Gone,
		})
		took = err == nil
		return err
	})
	return took, err
}
