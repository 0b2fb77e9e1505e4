package indexing

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// entry returns the article as folded so far: from the cache, empty when this fold
// began at the first record and never met it, else from the log.
func (f *folder) entry(ctx context.Context, id news.ArticleID) (*entry, error) {
	if el, ok := f.cache[id]; ok {
		return el.Value.(*entry), nil
	}
	if f.seen != nil {
		var key [16]byte
		if n, err := hex.Decode(key[:], []byte(id)); err == nil && n == len(key) {
			if _, met := f.seen[key]; !met {
				f.seen[key] = struct{}{}
				return &entry{id: id, history: history.Article{ID: id}}, nil
			}
		}
	}
	return f.load(ctx, id)
}

// load folds an article from the log. Unlike [history.Load] it passes by a record
// that can not be read: that record was reported when its turn came.
func (f *folder) load(ctx context.Context, id news.ArticleID) (*entry, error) {
	e := &entry{id: id, history: history.Article{ID: id}}
	q := eventlog.Query{Stream: event.News.Name, Subjects: []string{event.ArticleSubjects(id)}}
	for rec, err := range f.s.cfg.Log.Read(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", id, err)
		}
		if r := decode(rec); r.err == nil {
			e.fold(r)
		}
	}
	rec, err := f.s.cfg.Log.Last(ctx, event.TagsSubject(id))
	if errors.Is(err, eventlog.ErrNotFound) {
		return e, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read tags of article %s: %w", id, err)
	}
	if ev, err := rec.Event(); err == nil {
		if t, ok := ev.Data.(event.Tagged); ok {
			e.tag(rec.Seq, t)
		}
	}
	return e, nil
}

// keep puts an article in front of the cache.
func (f *folder) keep(e *entry) {
	f.bytes -= e.bytes
	e.bytes = size(e)
	f.bytes += e.bytes
	if el, ok := f.cache[e.id]; ok {
		f.order.MoveToFront(el)
		return
	}
	f.cache[e.id] = f.order.PushFront(e)
}

// shrink drops the articles that were not used for longest.
func (f *folder) shrink() {
	for f.bytes > f.s.cfg.CacheBytes && f.order.Len() > 0 {
		e := f.order.Remove(f.order.Back()).(*entry)
		delete(f.cache, e.id)
		f.bytes -= e.bytes
	}
}

// size estimates what an entry takes in memory. It need not be exact, only grow
// with what is kept.
func size(e *entry) int {
	n := 600 + 200*len(e.history.Revisions) + 200*len(e.tags.Officials) + 120*len(e.tags.Mentions)
	if r := e.history.Latest(); r != nil {
		a := &r.Reading.Article
		n += len(a.Title) + len(a.Summary) + len(a.URL)
		for _, p := range a.Paragraphs {
			n += len(p) + 16
		}
		for _, l := range a.Related {
			n += len(l.Title) + len(l.URL) + 64
		}
		n += 128 * len(a.Images)
	}
	for _, w := range e.history.Past {
		n += 200 + 64*len(w.Looks)
	}
	return n
}
