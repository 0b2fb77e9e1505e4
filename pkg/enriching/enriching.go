// Package enriching is the stage that runs the enricher over the log: it reads
// facts about articles and appends what the enricher says of each one's latest
// revision.
//
// Make one with [New] and call [Stage.Run]. It follows NEWS under the durable name
// "enrich", so that several processes share the work and a restart repeats
// nothing. What it appends is a function of the article, the registry and the
// rules: a repeated delivery appends nothing. When the registry or the rules are
// newer than an article's tags, the article is tagged anew; its old tags are
// replaced, never edited. What people said of tags (DESK) is folded before the
// first article is tagged, and followed after: it wins over the rules.
package enriching

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Durable is the name under which the stage remembers how far it got.
const Durable = "enrich"

// source is who says the tags.
const source = "jejak/enricher"

// Tagger reads an article. The same article gives the same tags.
type Tagger interface {
	// Tags returns the tags with the versions of the registry and the rules.
	Tags(a *news.Article, observed time.Time) news.Tags
	// Versions returns those versions, to tell whether old tags are out of date.
	Versions() (registry, rules string)
}

// Config says what to tag and with what. Log, Tagger and Now must be set.
type Config struct {
	Log      eventlog.Log
	Tagger   Tagger
	Now      func() time.Time // observed time of the tags
	Logger   *slog.Logger
	Parallel int // articles tagged at once; 0 means 8: they wait for the disk, and share its syncs
}

// Stage is the enricher at work.
type Stage struct {
	cfg    Config
	tagged atomic.Uint64
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
		cfg.Parallel = 8
	}
	return &Stage{cfg: cfg}, nil
}

// Tagged returns how many tags events this stage has appended since it was made.
func (s *Stage) Tagged() uint64 { return s.tagged.Load() }

// Run tags what comes, and first what older rules or an older registry tagged. It
// returns nil when ctx ends.
func (s *Stage) Run(ctx context.Context) error {
	corrector, corrected := s.cfg.Tagger.(Corrector)
	var last uint64
	if corrected {
		var err error
		if last, err = s.learn(ctx, corrector); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	if corrected {
		group.Go(func() error { return s.heed(ctx, corrector, last) })
	}
	group.Go(func() error {
		return s.cfg.Log.Subscribe(ctx, eventlog.Subscription{
			Stream: event.News.Name, Durable: Durable, Subjects: subjects, Handle: s.handle, Parallel: s.cfg.Parallel,
			Report: func(rec eventlog.Record, err error) {
				s.cfg.Logger.Warn("article not tagged", "stream", rec.Stream, "seq", rec.Seq, "attempt", rec.Attempts, "gave up", eventlog.GaveUp(err), "error", err)
			},
		})
	})
	group.Go(func() error {
		n, err := s.Refresh(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if n > 0 {
			s.cfg.Logger.Info("tagged anew with newer rules or registry", "articles", n)
		}
		return err
	})
	return group.Wait()
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
	return s.Tag(ctx, news.ArticleID(e.Data.Entity()))
}

// Tag brings the tags of one article up to its latest revision.
func (s *Stage) Tag(ctx context.Context, id news.ArticleID) error {
	h, err := history.Load(ctx, s.cfg.Log, id)
	if err != nil {
		return err
	}
	seq, old, err := s.current(ctx, id)
	if err != nil {
		return err
	}
	if h.Redacted != nil {
		return s.redact(ctx, id, seq, old)
	}
	latest := h.Latest()
	if latest == nil {
		return nil
	}
	a := latest.Reading.Article
	registry, rules := s.cfg.Tagger.Versions()
	if old != nil && old.Content == a.Content() && old.Registry == registry && old.Enricher == rules {
		return nil
	}
	tags := s.cfg.Tagger.Tags(&a, h.FirstSeen)
	tags.Article, tags.Content = id, a.Content()
	return s.append(ctx, seq, event.Tagged{Tags: tags, Position: latest.Seq}, a.Published)
}

// redact replaces the tags of a redacted article, which quote its text, by empty
// ones.
func (s *Stage) redact(ctx context.Context, id news.ArticleID, seq uint64, old *event.Tagged) error {
	if old == nil || len(old.Mentions)+len(old.Quotes)+len(old.Officials)+len(old.Topics) == 0 {
		return nil
	}
	if err := s.append(ctx, seq, event.Tagged{Tags: news.Tags{Article: id}}, nil); err != nil {
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

// Refresh tags anew every article whose tags another registry or other rules
// made, and returns how many there were.
func (s *Stage) Refresh(ctx context.Context) (int, error) {
	registry, rules := s.cfg.Tagger.Versions()
	n := 0
	for rec, err := range s.cfg.Log.Read(ctx, eventlog.Query{Stream: event.Tags.Name}) {
		if err != nil {
			return n, fmt.Errorf("read tags: %w", err)
		}
		e, err := rec.Event()
		if err != nil {
			continue // made again when its article changes; the indexer reports it
		}
		t, ok := e.Data.(event.Tagged)
		if !ok || t.Registry == registry && t.Enricher == rules || t.Content == "" {
			continue
		}
		err = s.Tag(ctx, t.Article)
		if errors.Is(err, eventlog.ErrConflict) {
			continue // the subscription was faster
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
