package enriching

import (
	"context"
	"errors"
	"strconv"
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

func (p paragraphs) Current(t *news.Tags) bool { return t.Enricher == p.rules }
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

// Facts about one article are handled at the same time, and in any order.
func TestOrderDoesNotMatter(t *testing.T) {
	facts := []event.Data{
		event.Published{Reading: reading("satu")}, event.Revised{Reading: reading("satu", "dua")},
		event.Redacted{Article: id, Reason: "permintaan", Actor: "redaksi"},
	}
	for _, c := range []struct {
		facts int
		order []int
		want  string
	}{
		{2, []int{1, 0}, "paragraphs-2 by rules-1"}, {2, []int{0, 1}, "paragraphs-2 by rules-1"}, {2, []int{0, 1, 0}, "paragraphs-2 by rules-1"},
		{3, []int{2, 0, 1}, ""}, {3, []int{2, 1, 0}, ""}, {3, []int{0, 2, 1}, ""},
	} {
		log := memlog.New(func() time.Time { return seen })
		defer log.Close()
		for _, d := range facts[:c.facts] {
			put(t, log, d)
		}
		var recs []eventlog.Record
		for rec, err := range log.Read(t.Context(), eventlog.Query{Stream: event.News.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			recs = append(recs, rec)
		}
		s := stage(t, log, "rules-1")
		for _, i := range c.order {
			if err := s.handle(t.Context(), recs[i]); err != nil {
				t.Errorf("order %v: %v", c.order, err)
			}
		}
		if got, _ := tags(t, log); got != c.want {
			t.Errorf("%d facts in the order %v: tagged %q, want %q", c.facts, c.order, got, c.want)
		}
	}
}

func TestNewerRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := memlog.New(time.Now)
		defer log.Close()
		put(t, log, event.Published{Reading: reading("satu")})
		run := func(rules string) uint64 {
			s := stage(t, log, rules)
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- s.Run(ctx) }()
			synctest.Wait()
			stop()
			if err := <-done; err != nil {
				t.Errorf("Run = %v", err)
			}
			return s.Tagged()
		}
		for i, want := range []struct {
			rules string
			n     uint64
		}{{"rules-1", 1}, {"rules-1", 0}, {"rules-2", 1}, {"rules-2", 0}} {
			if n := run(want.rules); n != want.n {
				t.Errorf("start %d with %s appended %d tags, want %d", i+1, want.rules, n, want.n)
			}
			if got, _ := tags(t, log); got != "paragraphs-1 by "+want.rules {
				t.Errorf("start %d with %s: %q", i+1, want.rules, got)
			}
		}
	})
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("New without a log = nil error")
	}
}
