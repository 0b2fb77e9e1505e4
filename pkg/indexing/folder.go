package indexing

import (
	"container/list"
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// target is where batches go: an index, or one under construction.
type target interface {
	Apply(context.Context, search.Batch) ([]search.Rejected, error)
}

// folder turns records into batches. It keeps folded articles in a cache, because
// the next fact about an article mostly comes soon after the last; what fell out
// of the cache is read from the log again.
type folder struct {
	s       *Stage
	target  target
	at      map[string]search.Position
	records int // folded
	written int // documents put

	// While the fold began at the first record, seen holds every article that it
	// met, so that a new one needs no look into the log. Otherwise it is nil.
	seen map[[16]byte]struct{}

	cache map[news.ArticleID]*list.Element // of *entry
	order *list.List                       // the one used last is in front
	bytes int
}

// entry is one article as far as it was folded.
type entry struct {
	id      news.ArticleID
	history history.Article
	tags    Tags
	subject string // of the newest fact that shaped the document
	bytes   int
}

// work is a batch ready for the index, with what it takes to report on it.
type work struct {
	batch    search.Batch
	subjects map[news.ArticleID]string
	broken   []record // that can not be read
	records  int
}

// record is a stored event with what it says, or why that can not be read.
type record struct {
	eventlog.Record
	event event.Event
	err   error
}

func decode(rec eventlog.Record) record {
	e, err := rec.Event()
	return record{rec, e, err}
}

func decodeAll(recs []eventlog.Record) []record {
	out := make([]record, len(recs))
	for i, rec := range recs {
		out[i] = decode(rec)
	}
	return out
}

func (s *Stage) newFolder(ctx context.Context, cp search.Checkpoint) (*folder, error) {
	f := &folder{
		s: s, target: s.cfg.Index, at: map[string]search.Position{},
		cache: map[news.ArticleID]*list.Element{}, order: list.New(),
	}
	for _, stream := range []string{event.News.Name, event.Tags.Name} {
		info, err := s.cfg.Log.Info(ctx, stream)
		if err != nil {
			return nil, fmt.Errorf("look at stream %s: %w", stream, err)
		}
		pos := cp.Positions[stream]
		pos.Created = info.Created
		f.at[stream] = pos
	}
	if len(cp.Positions) == 0 {
		f.seen = map[[16]byte]struct{}{}
	}
	return f, nil
}

// fold takes in records of both streams, in their order, and says what changes in
// the index.
func (f *folder) fold(ctx context.Context, facts, tags []record) (work, error) {
	w := work{subjects: map[news.ArticleID]string{}, records: len(facts) + len(tags)}
	touched := map[news.ArticleID]*entry{}
	var order []*entry // in the order of the log, never of a map
	touch := func(id news.ArticleID) (*entry, error) {
		if e := touched[id]; e != nil {
			return e, nil
		}
		e, err := f.entry(ctx, id)
		if err != nil {
			return nil, err
		}
		touched[id] = e
		order = append(order, e)
		return e, nil
	}
	for _, rec := range facts {
		if rec.err != nil {
			w.pass(f.s, rec)
			continue
		}
		e, err := touch(news.ArticleID(rec.event.Data.Entity()))
		if err != nil {
			return w, err
		}
		e.fold(rec)
	}
	for _, rec := range tags {
		if rec.err != nil {
			w.pass(f.s, rec)
			continue
		}
		if t, ok := rec.event.Data.(event.Tagged); ok {
			e, err := touch(t.Article)
			if err != nil {
				return w, err
			}
			e.tag(rec.Seq, t)
		}
	}
	for _, e := range order {
		doc, ok := Document(&e.history, e.tags, f.s.cfg.Registry)
		switch {
		case ok:
			w.batch.Put = append(w.batch.Put, doc)
			w.subjects[doc.ID] = e.subject
		case e.history.Redacted != nil:
			w.batch.Delete = append(w.batch.Delete, e.id)
		}
		f.keep(e)
	}
	f.shrink()
	for _, recs := range [][]record{facts, tags} {
		if len(recs) > 0 {
			last := recs[len(recs)-1]
			f.at[last.Stream] = search.Position{Created: f.at[last.Stream].Created, Seq: last.Seq, Hash: last.Hash()}
		}
	}
	f.records += w.records
	w.batch.Checkpoint = f.checkpoint()
	return w, nil
}

func (f *folder) checkpoint() search.Checkpoint {
	cp := search.Checkpoint{Projection: f.s.projection, Positions: map[string]search.Position{}}
	for stream, pos := range f.at {
		cp.Positions[stream] = pos
	}
	return cp
}

// pass notes a record that can not be read. One of an unknown type was written by
// a newer version: that is no fault.
func (w *work) pass(s *Stage, rec record) {
	if errors.Is(rec.err, event.ErrUnknown) {
		s.cfg.Logger.Debug("record of an unknown type passed by", "stream", rec.Stream, "seq", rec.Seq, "error", rec.err)
		return
	}
	w.broken = append(w.broken, rec)
}

// fold takes one fact in and drops what no document needs.
func (e *entry) fold(rec record) {
	if rec.Seq <= e.history.Seq {
		return
	}
	e.history.Fold(rec.Seq, rec.event)
	if _, look := rec.event.Data.(event.Captured); !look {
		e.subject = rec.Subject
	}
	e.history.Captures = nil
	for i := range len(e.history.Revisions) - 1 {
		r := &e.history.Revisions[i]
		r.Reading = event.Reading{Capture: r.Reading.Capture}
	}
}

// tag takes newer tags in, without what no document needs.
func (e *entry) tag(seq uint64, t event.Tagged) {
	if seq <= e.tags.Seq {
		return
	}
	e.tags = Tags{Seq: seq, Tags: t.Tags}
	e.tags.Quotes, e.tags.Dates, e.tags.Amounts, e.tags.Unsettled = nil, nil, nil, nil
}
