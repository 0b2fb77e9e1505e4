package enriching

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Learner is a [Tagger] that learns from people: from corrections of tags (DESK)
// and changes of the registry (REGISTRY). It may be asked while it learns.
type Learner interface {
	// Fold takes in facts of one stream in log order. The same fact twice is one.
	Fold(facts ...event.Event)
	// Touches tells whose earlier tags a fact makes out of date, by what is folded.
	Touches(e event.Event) Touch
	// Propose takes in the tags of one article and returns whom the registry should
	// know because of it, without the addresses of the evidence.
	Propose(t *news.Tags) []event.Proposed
}

// Touch says whose tags a fact makes out of date: those of one article, or of every
// article of which one of the functions is true. All unset means none.
type Touch struct {
	Article news.ArticleID
	InText  func(*news.Article) bool
	InTags  func(*news.Tags) bool
}

// position is up to where people's facts are known, by the sequence of each stream.
type position struct{ desk, registry uint64 }

// newest returns where the streams of people end.
func (s *Stage) newest(ctx context.Context) (position, error) {
	if s.learner == nil {
		return position{}, nil
	}
	var p position
	for _, part := range []struct {
		subjects string
		at       *uint64
	}{{event.Desk.Subjects, &p.desk}, {event.Registry.Subjects, &p.registry}} {
		rec, err := s.cfg.Log.Last(ctx, part.subjects) // quicker than Info, and asked for each article
		if err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			return p, err
		}
		*part.at = rec.Seq
	}
	return p, nil
}

// Learn takes in what people said so far, for who asks the tagger for more than
// tags. Run does it by itself.
func (s *Stage) Learn(ctx context.Context) error {
	if s.learner == nil {
		return nil
	}
	_, err := s.catchUp(ctx)
	return err
}

// catchUp folds what people said since the last time, and returns how far that is.
func (s *Stage) catchUp(ctx context.Context) (position, error) {
	to, err := s.newest(ctx)
	if at := s.learnt.Load(); err != nil || at.desk >= to.desk && at.registry >= to.registry {
		return *at, err
	}
	s.learning.Lock()
	defer s.learning.Unlock()
	at := *s.learnt.Load()
	for _, part := range []struct {
		stream event.Stream
		at     *uint64
	}{{event.Desk, &at.desk}, {event.Registry, &at.registry}} {
		var facts []event.Event
		for rec, err := range s.cfg.Log.Read(ctx, eventlog.Query{Stream: part.stream.Name, From: *part.at + 1}) {
			if err != nil {
				return to, fmt.Errorf("read what people said: %w", err)
			}
			*part.at = rec.Seq
			e, err := rec.Event()
			if err != nil { // it is in the log for a version that can read it
				s.cfg.Logger.Warn("passed over by the enricher", "stream", rec.Stream, "seq", rec.Seq, "error", err)
				continue
			}
			facts = append(facts, e)
		}
		if len(facts) > 0 {
			s.learner.Fold(facts...)
		}
	}
	at.desk, at.registry = max(at.desk, to.desk), max(at.registry, to.registry) // the last may be erased
	s.learnt.Store(&at)
	return at, nil
}

// patience bounds the work that follows from one fact: it may be a look at every
// article of the archive.
const patience = 6 * time.Hour

// Heed follows what people say alone, until ctx ends: for a command that writes such
// a fact where no enricher runs. Articles that wait to be tagged go on waiting.
func (s *Stage) Heed(ctx context.Context) error {
	if err := s.Learn(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if s.learner != nil {
		s.heed(ctx, group)
	}
	return group.Wait()
}

// heed follows what people say and tags anew what it touches.
func (s *Stage) heed(ctx context.Context, group *errgroup.Group) {
	for stream, durable := range map[event.Stream]string{event.Desk: DurableDesk, event.Registry: DurableRegistry} {
		var done uint64
		group.Go(func() error {
			return s.cfg.Log.Subscribe(ctx, s.subscription(stream, durable, 1, patience, func(ctx context.Context, rec eventlog.Record) error {
				if rec.Seq <= done {
					return nil // the work for an earlier one was done with this one known
				}
				upTo, err := s.apply(ctx, rec)
				if err == nil {
					done = max(done, upTo)
				}
				return err
			}))
		})
	}
}

// apply does what follows from one fact, and returns up to which sequence of its
// stream the work is done: what a change of the registry touches is reckoned up to
// the registry as it is now, so that changes made together are one look at the
// archive.
func (s *Stage) apply(ctx context.Context, rec eventlog.Record) (uint64, error) {
	e, err := rec.Event()
	switch {
	case errors.Is(err, event.ErrUnknown):
		return rec.Seq, nil
	case err != nil:
		return rec.Seq, eventlog.GiveUp("the record can not be read: %w", err)
	}
	known, err := s.catchUp(ctx)
	if err != nil {
		return 0, err
	}
	done := rec.Seq
	touch := s.learner.Touches(e)
	var ids []news.ArticleID
	switch {
	case touch.Article != "":
		ids = append(ids, touch.Article)
	case touch.InText != nil || touch.InTags != nil:
		if ids, err = Touched(ctx, s.cfg.Log, touch); err != nil {
			return 0, err
		}
		if rec.Stream == event.Registry.Name {
			done = known.registry
		}
	}
	group, own := errgroup.WithContext(ctx)
	group.SetLimit(s.cfg.Parallel)
	for _, id := range ids {
		group.Go(func() error {
			for {
				err := s.tag(own, id, nil, true)
				if !errors.Is(err, eventlog.ErrConflict) { // the subscription to NEWS may tag the same article
					return err
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return 0, fmt.Errorf("apply %s #%d: %w", rec.Stream, rec.Seq, err)
	}
	if len(ids) > 1 {
		s.cfg.Logger.Info("tagged anew", "because", e.Data.Type(), "stream", rec.Stream, "seq", rec.Seq, "articles", len(ids))
	}
	return done, nil
}

// Touched returns the articles whose tags a fact makes out of date: by their latest
// text, or by their tags. One without tags gets its first with the fact known.
func Touched(ctx context.Context, log eventlog.Log, touch Touch) ([]news.ArticleID, error) {
	inText := map[news.ArticleID]bool{}
	for rec, err := range log.Read(ctx, eventlog.Query{Stream: event.News.Name, Subjects: subjects}) {
		if err != nil {
			return nil, err
		}
		e, err := rec.Event()
		if err != nil {
			continue // what can not be read was never tagged
		}
		var a *news.Article
		switch d := e.Data.(type) {
		case event.Published:
			a = &d.Article
		case event.Revised:
			a = &d.Article
		case event.Reread:
			a = &d.Article
		}
		if a != nil && touch.InText != nil {
			inText[a.ID] = touch.InText(a)
		}
	}
	var ids []news.ArticleID
	for rec, err := range log.Read(ctx, eventlog.Query{Stream: event.Tags.Name}) {
		if err != nil {
			return nil, err
		}
		e, err := rec.Event()
		if err != nil {
			continue
		}
		t, ok := e.Data.(event.Tagged)
		if ok && (inText[t.Article] || touch.InTags != nil && touch.InTags(&t.Tags)) {
			ids = append(ids, t.Article)
		}
	}
	return ids, nil
}

// Behind returns how many facts of some of NEWS, DESK and REGISTRY wait for the
// enricher; started is false before it subscribed to them for the first time.
func Behind(ctx context.Context, log eventlog.Log, streams ...event.Stream) (n uint64, started bool, err error) {
	started = true
	durables := map[event.Stream]string{event.News: Durable, event.Desk: DurableDesk, event.Registry: DurableRegistry}
	for _, stream := range streams {
		durable := durables[stream]
		cursors, err := log.Cursors(ctx, stream.Name)
		if err != nil {
			return 0, false, err
		}
		i := slices.IndexFunc(cursors, func(c eventlog.Cursor) bool { return c.Durable == durable })
		if i < 0 {
			started = false
			continue
		}
		if stream == event.News { // of which it wants some records only
			n += cursors[i].Pending + uint64(cursors[i].Waiting)
			continue
		}
		info, err := log.Info(ctx, stream.Name)
		if err != nil {
			return 0, false, err
		}
		n += info.Last - min(cursors[i].Done, info.Last)
	}
	return n, started, nil
}
