package enriching

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// paragraphs is a tagger that tells how many paragraphs an article has.
type paragraphs struct{ rules string }

func (p paragraphs) Versions() (string, string) { return "registry-1", p.rules }
func (p paragraphs) Tags(a *news.Article, observed time.Time) news.Tags {
	return news.Tags{
		Date: a.Day(observed), Registry: "registry-1", Enricher: p.rules,
		Topics: []news.TopicTag{{ID: news.TopicID("paragraphs-" + strconv.Itoa(len(a.Paragraphs))), Label: "jumlah paragraf", Rule: "count"}},
	}
}

var (
	seen = time.Date(2025, 5, 17, 3, 0, 0, 0, time.UTC)
	url  = "https://kabar.example/1-rapat"
	id   = news.NewArticleID(url)
)

func reading(body ...string) event.Reading {
	return event.Reading{Article: news.Article{ID: id, URL: url, Title: "Rapat", Paragraphs: body}, Capture: news.HashOf([]byte(body[0]))}
}

func put(t *testing.T, log eventlog.Log, data event.Data) {
	t.Helper()
	e, err := event.New("test", seen, time.Time{}, data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
}

// tags returns the topic of the newest tags, and the sequence they have.
func tags(t *testing.T, log eventlog.Log) (string, uint64) {
	t.Helper()
	rec, err := log.Last(t.Context(), event.TagsSubject(id))
	if errors.Is(err, eventlog.ErrNotFound) {
		return "", 0
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := rec.Event()
	if err != nil {
		t.Fatal(err)
	}
	tagged := e.Data.(event.Tagged)
	if len(tagged.Topics) == 0 {
		return "", rec.Seq
	}
	return string(tagged.Topics[0].ID) + " by " + tagged.Enricher, rec.Seq
}

func stage(t *testing.T, log eventlog.Log, rules string) *Stage {
	t.Helper()
	s, err := New(Config{Log: log, Tagger: paragraphs{rules}, Now: func() time.Time { return seen }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRunTagsTheLatestRevision(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := memlog.New(time.Now)
		defer log.Close()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		s := stage(t, log, "rules-1")
		go func() { done <- s.Run(ctx) }()

		put(t, log, event.Published{Reading: reading("satu")})
		synctest.Wait()
		if got, _ := tags(t, log); got != "paragraphs-1 by rules-1" {
			t.Errorf("after published: %q", got)
		}
		put(t, log, event.Revised{Reading: reading("satu", "dua")})
		synctest.Wait()
		got, seq := tags(t, log)
		if got != "paragraphs-2 by rules-1" {
			t.Errorf("after revised: %q", got)
		}

		// The same article again: nothing is appended.
		if err := s.Tag(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if _, again := tags(t, log); again != seq {
			t.Errorf("tagging again appended #%d after #%d", again, seq)
		}

		put(t, log, event.Redacted{Article: id, Reason: "permintaan", Actor: "redaksi"})
		synctest.Wait()
		if got, _ := tags(t, log); got != "" {
			t.Errorf("after redacted: %q, want empty tags", got)
		}
		stop()
		if err := <-done; err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestRefreshWithNewerRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := memlog.New(time.Now)
		defer log.Close()
		put(t, log, event.Published{Reading: reading("satu")})
		if err := stage(t, log, "rules-1").Tag(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		newer := stage(t, log, "rules-2")
		if n, err := newer.Refresh(t.Context()); n != 1 || err != nil {
			t.Errorf("Refresh = %d, %v, want 1 article", n, err)
		}
		if got, _ := tags(t, log); got != "paragraphs-1 by rules-2" {
			t.Errorf("after Refresh: %q", got)
		}
		if n, err := newer.Refresh(t.Context()); n != 0 || err != nil {
			t.Errorf("Refresh again = %d, %v, want none", n, err)
		}
	})
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("New without a log = nil error")
	}
}

// judged is a tagger whose tags are gone once a person rejected them.
type judged struct {
	paragraphs
	mu       sync.Mutex
	rejected map[news.ArticleID]bool
}

func (j *judged) Fold(e event.Event) (news.ArticleID, bool) {
	r, ok := e.Data.(event.TagRejected)
	if !ok {
		return "", false
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rejected[r.Article] = true
	return r.Article, true
}

func (j *judged) Versions() (string, string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return "registry-1", "rules-1+" + strconv.Itoa(len(j.rejected))
}

func (j *judged) Tags(a *news.Article, observed time.Time) news.Tags {
	_, rules := j.Versions()
	t := j.paragraphs.Tags(a, observed)
	t.Enricher = rules
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.rejected[a.ID] {
		t.Topics = nil
	}
	return t
}

func TestCorrectionsAreHeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := memlog.New(time.Now)
		defer log.Close()
		put(t, log, event.Published{Reading: reading("satu")})
		run := func() (stop func()) {
			s, err := New(Config{Log: log, Tagger: &judged{rejected: map[news.ArticleID]bool{}}, Now: func() time.Time { return seen }})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- s.Run(ctx) }()
			synctest.Wait()
			return func() {
				cancel()
				if err := <-done; err != nil {
					t.Errorf("Run = %v", err)
				}
			}
		}
		stop := run()
		if got, _ := tags(t, log); got != "paragraphs-1 by rules-1+0" {
			t.Errorf("before the correction: %q", got)
		}
		put(t, log, event.TagRejected{Judgement: event.Judgement{Article: id, Kind: event.TopicTagKind, ID: "paragraphs-1", Actor: "redaksi"}})
		synctest.Wait()
		if got, _ := tags(t, log); got != "" {
			t.Errorf("after the correction: %q, want no topic", got)
		}
		stop()
		// A new process, with a tagger that knows nothing yet, folds it first.
		put(t, log, event.Revised{Reading: reading("satu", "dua"), Changed: []string{"paragraphs"}})
		defer run()()
		if got, _ := tags(t, log); got != "" {
			t.Errorf("after a restart and an edit: %q, want no topic", got)
		}
	})
}
