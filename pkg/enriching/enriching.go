// Package enriching is the stage that runs the enricher over the log: it reads
// facts about articles and appends what the enricher says of each one's latest
// revision.
//
// Make one with [New] and call [Stage.Run]. It follows NEWS under the durable name
// "enrich", so that several processes share the work and a restart repeats
// nothing. What it appends is a function of the article, the registry, the rules
// and the corrections: a repeated delivery appends nothing. Old tags are replaced,
// never edited.
//
// People's facts are followed in the same way: a correction (DESK) and a change of
// the registry (REGISTRY) make out of date the tags that they touch, and those
// articles are tagged anew, once. What was said before tags are appended is heeded in
// them: the stage looks again after it appended.
package enriching

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// The names under which the stage remembers how far it got, in NEWS, DESK and
// REGISTRY.
const (
	Durable         = "enrich"
	DurableDesk     = "enrich-desk"
	DurableRegistry = "enrich-registry"
)

// source is who says the tags.
const source = "jejak/enricher"

// Tagger reads an article. The same article gives the same tags.
type Tagger interface {
	// Tags returns the tags with the versions of the registry and the rules.
	Tags(a *news.Article, observed time.Time) news.Tags
	// Current reports whether tags were made by these rules and these files of the
	// registry. What people said since does not count.
	Current(t *news.Tags) bool
}

// Config says what to tag and with what. Log, Tagger and Now must be set.
type Config struct {
	Log      eventlog.Log
	Tagger   Tagger           // a [Learner] heeds people too
	Now      func() time.Time // observed time of the tags
	Logger   *slog.Logger
	Parallel int // articles tagged at once; 0 means 32: they wait for the disk more than they work
}

// Stage is the enricher at work.
type Stage struct {
	cfg     Config
	learner Learner // nil when the tagger is none
	tagged  atomic.Uint64

	learning sync.Mutex               // held while facts are folded
	learnt   atomic.Pointer[position] // how far they are
}

// New makes a stage. It touches nothing yet.
func New(cfg Config) (*Stage, error) {
	if cfg.Log == nil || cfg.Tagger == nil || cfg.Now == nil {
		return nil, errors.New("enriching: Log, Tagger and Now must be set")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Parallel == 0 {
		cfg.Parallel = 32
	}
	s := &Stage{cfg: cfg}
	s.learner, _ = cfg.Tagger.(Learner)
	s.learnt.Store(&position{})
	return s, nil
}

// Tagged returns how many tags events this stage has appended since it was made.
func (s *Stage) Tagged() uint64 { return s.tagged.Load() }

// Run tags what comes, and beside it what older rules or another registry tagged.
// It returns nil when ctx ends.
func (s *Stage) Run(ctx context.Context) error {
	if err := s.Learn(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return s.cfg.Log.Subscribe(ctx, s.subscription(event.News, Durable, s.cfg.Parallel, 0, s.handle, subjects...))
	})
	if s.learner != nil {
		s.heed(ctx, group)
	}
	group.Go(func() error {
		err := s.cfg.Log.Follow(ctx, eventlog.Query{Stream: event.Tags.Name}, func(recs []eventlog.Record) error { return s.review(ctx, recs) })
		if ctx.Err() != nil {
			return nil
		}
		return err
	})
	return group.Wait()
}

func (s *Stage) subscription(stream event.Stream, durable string, parallel int, timeout time.Duration,
	handle func(context.Context, eventlog.Record) error, subjects ...string) eventlog.Subscription {
	return eventlog.Subscription{
		Stream: stream.Name, Durable: durable, Subjects: subjects, Handle: handle, Parallel: parallel, Timeout: timeout,
		Report: func(rec eventlog.Record, err error) {
			s.cfg.Logger.Warn("not heeded by the enricher", "stream", rec.Stream, "seq", rec.Seq, "attempt", rec.Attempts, "gave up", eventlog.GaveUp(err), "error", err)
		},
	}
}

// subjects are the facts after which an article's tags can differ.
var subjects = []string{
	"news.article.*.published", "news.article.*.revised", "news.article.*.reread", "news.article.*.redacted",
}

func (s *Stage) handle(ctx context.Context, rec eventlog.Record) error {
	e, err := rec.Event()
	switch {
	case errors.Is(err, event.ErrUnknown):
		return nil // a newer version wrote it; its own enricher reads it
	case err != nil:
		return eventlog.GiveUp("the record can not be read: %w", err)
	}
	if p, ok := e.Data.(event.Published); ok {
		return s.tag(ctx, p.Article.ID, &look{p.Article, rec.Seq, e.Time}, false)
	}
	return s.Tag(ctx, news.ArticleID(e.Data.Entity()))
}

// look is what there is to tag: how an article reads, in which fact of NEWS, and when
// the article was first read.
type look struct {
	article  news.Article
	seq      uint64
	observed time.Time
}

// review looks at tags as they are appended, and first at all there are: what other
// rules or another registry made is made anew, and whom they name often enough is
// proposed for the registry.
func (s *Stage) review(ctx context.Context, recs []eventlog.Record) error {
	for _, rec := range recs {
		e, err := rec.Event()
		if err != nil {
			continue // made again when its article changes; the indexer reports it
		}
		t, ok := e.Data.(event.Tagged)
		if !ok || t.Content == "" {
			continue
		}
		what := func() error { return s.propose(ctx, &t.Tags) }
		if !s.cfg.Tagger.Current(&t.Tags) {
			what = func() error { return s.Tag(ctx, t.Article) }
		}
		if err := s.insist(ctx, rec, what); err != nil {
			return err
		}
	}
	return nil
}

// insist does something again and again, as a subscription would, until it is done
// or given up. Its error says that the log is gone or ctx has ended.
func (s *Stage) insist(ctx context.Context, rec eventlog.Record, do func() error) error {
	for attempt := 1; ; attempt++ {
		err := do()
		switch {
		case err == nil, ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, eventlog.ErrClosed):
			return err
		}
		s.cfg.Logger.Warn("not heeded by the enricher", "stream", rec.Stream, "seq", rec.Seq, "attempt", attempt, "gave up", eventlog.GaveUp(err), "error", err)
		if eventlog.GaveUp(err) {
			return nil
		}
		if errors.Is(err, eventlog.ErrConflict) {
			continue // somebody was faster
		}
		select {
		case <-ctx.Done():
		case <-time.After(eventlog.DefaultBackoff(attempt)):
		}
	}
}

// Tag brings the tags of one article up to its latest revision.
func (s *Stage) Tag(ctx context.Context, id news.ArticleID) error { return s.tag(ctx, id, nil, false) }

// tag tags an article when its tags are not of its latest revision, or anew: then
// when they come out in another way than they are. first may hold the article as it
// was published.
func (s *Stage) tag(ctx context.Context, id news.ArticleID, first *look, anew bool) error {
	for {
		known := *s.learnt.Load()
		appended, err := s.tagOnce(ctx, id, first, anew)
		if err != nil || !appended {
			return err
		}
		now, err := s.catchUp(ctx)
		if err != nil || now == known {
			return err
		}
		first, anew = nil, true // somebody said something meanwhile, and whoever heeds it may have looked before us
	}
}

// tagOnce reports whether it appended tags.
func (s *Stage) tagOnce(ctx context.Context, id news.ArticleID, first *look, anew bool) (bool, error) {
	// A new article has no tags yet: it gets those of its first reading, without a look
	// at its history. Whoever read a later fact about it expects to be the first, too,
	// and one of us is told to try again.
	if first != nil {
		appended, err := s.tagLook(ctx, id, first, 0, nil, anew)
		if !errors.Is(err, eventlog.ErrConflict) {
			return appended, err
		}
	}
	seq, old, err := s.current(ctx, id)
	if err != nil {
		return false, err
	}
	h, err := history.Load(ctx, s.cfg.Log, id)
	if err != nil {
		return false, err
	}
	if h.Redacted != nil {
		return false, s.redact(ctx, id, seq, old)
	}
	latest := h.Latest()
	if latest == nil {
		return false, nil
	}
	return s.tagLook(ctx, id, &look{latest.Reading.Article, latest.Seq, h.Revisions[0].Observed}, seq, old, anew)
}

// tagLook tags an article as it reads, if its tags are still the old ones at seq.
func (s *Stage) tagLook(ctx context.Context, id news.ArticleID, l *look, seq uint64, old *event.Tagged, anew bool) (bool, error) {
	content := l.article.Content()
	if !anew && old != nil && old.Content == content && s.cfg.Tagger.Current(&old.Tags) {
		return false, nil
	}
	tags := s.cfg.Tagger.Tags(&l.article, l.observed)
	tags.Article, tags.Content = id, content
	if old != nil && same(old.Tags, tags) {
		return false, nil
	}
	if err := s.append(ctx, seq, event.Tagged{Tags: tags, Position: l.seq}, l.article.Published); err != nil {
		return false, err
	}
	return true, nil
}

// same reports whether tags are equal as the log writes them.
func same(a, b news.Tags) bool {
	if a.Registry != b.Registry || a.Enricher != b.Enricher || a.Content != b.Content {
		return false
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// redact replaces the tags of a redacted article, which quote its text, by empty
// ones. Where there are none it puts empty ones too: those that are being made of an
// earlier fact then come too late.
func (s *Stage) redact(ctx context.Context, id news.ArticleID, seq uint64, old *event.Tagged) error {
	if old != nil && len(old.Mentions)+len(old.Quotes)+len(old.Officials)+len(old.Topics) == 0 {
		return nil
	}
	if err := s.append(ctx, seq, event.Tagged{Tags: news.Tags{Article: id}}, nil); err != nil || seq == 0 {
		return err
	}
	return s.cfg.Log.Erase(ctx, event.Tags.Name, seq)
}

// current returns the newest tags of an article and their sequence, or nil and 0.
// Tags that can not be read are as good as none: they are made again.
func (s *Stage) current(ctx context.Context, id news.ArticleID) (uint64, *event.Tagged, error) {
	rec, err := s.cfg.Log.Last(ctx, event.TagsSubject(id))
	if errors.Is(err, eventlog.ErrNotFound) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("tags of article %s: %w", id, err)
	}
	if e, err := rec.Event(); err == nil {
		if t, ok := e.Data.(event.Tagged); ok {
			return rec.Seq, &t, nil
		}
	}
	return rec.Seq, nil, nil
}

func (s *Stage) append(ctx context.Context, seq uint64, data event.Tagged, published *news.Stamp) error {
	var outletTime time.Time
	if published != nil {
		outletTime = published.Time
	}
	e, err := event.New(source, s.cfg.Now(), outletTime, data)
	if err != nil {
		return eventlog.GiveUp("the tags can not be written: %w", err)
	}
	_, err = s.cfg.Log.Append(ctx, eventlog.Entry{
		Event: e, Expect: &eventlog.Expectation{Subjects: event.TagsSubject(data.Article), Seq: seq},
	})
	switch {
	case errors.Is(err, eventlog.ErrTooLarge):
		return eventlog.GiveUp("the tags are too large for the log: %w", err)
	case err != nil: // a conflict too: tried again from the log as it is then
		return fmt.Errorf("append tags of article %s: %w", data.Article, err)
	}
	s.tagged.Add(1)
	return nil
}
