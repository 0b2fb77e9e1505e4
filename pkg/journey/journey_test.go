package journey_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

const page = "https://kabarwanasari.example/berita/jembatan"

var (
	id    = news.NewArticleID(page)
	start = time.Date(2025, 5, 16, 3, 0, 0, 0, time.UTC)
)

// shelf is an index with at most one document, at a position of the log.
type shelf struct {
	search.Index
	doc    *search.Document
	folded uint64
}

func (s shelf) Get(context.Context, news.ArticleID) (search.Document, error) {
	if s.doc == nil {
		return search.Document{}, search.ErrNotFound
	}
	return *s.doc, nil
}

func (s shelf) Checkpoint(context.Context) (search.Checkpoint, error) {
	return search.Checkpoint{Positions: map[string]search.Position{"NEWS": {Seq: s.folded}}}, nil
}

func write(t *testing.T, log eventlog.Log, facts ...event.Data) {
	t.Helper()
	for i, d := range facts {
		e, err := event.New("test", start.Add(time.Duration(i)*time.Minute), time.Time{}, d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
}

func captured(notArticle string) event.Captured {
	return event.Captured{Article: id, URL: page, Canonical: page, Status: 200, Size: 48_200, FoundBy: "feed", NotArticle: notArticle}
}

func reading(title string) event.Reading {
	return event.Reading{Article: news.Article{ID: id, URL: page, Title: title, Paragraphs: []string{title}}, Capture: news.HashOf([]byte(title)), Extractor: "3"}
}

func TestVerdicts(t *testing.T) {
	published := event.Published{Reading: reading("Jembatan dibuka")}
	dead := event.Quarantined{Durable: "index", Stream: "NEWS", Seq: 2, About: published.Subject(), Reason: "too long", Attempts: 1}
	for _, c := range []struct {
		name  string
		facts []event.Data
		index shelf
		want  journey.Code
		say   string
	}{
		{"never heard of", nil, shelf{}, journey.Unknown, "belum pernah mengenal"},
		{"refused by the crawler", []event.Data{event.PageDue{Article: id, URL: page, Outlet: "kabar-wanasari", State: event.PageRefused, Reason: "robots.txt"}}, shelf{}, journey.Refused, "robots.txt"},
		{"waiting for the crawler", []event.Data{event.PageDue{Article: id, URL: page, Outlet: "kabar-wanasari", State: event.PageIsDue, Due: start}}, shelf{}, journey.Queued, "menunggu giliran diambil sejak Jumat, 16 Mei 2025"},
		{"not reached", []event.Data{event.PageDue{Article: id, URL: page, Outlet: "kabar-wanasari", State: event.PageIsDue, Fails: 2, Reason: "timeout"}}, shelf{}, journey.Failed, "2 kali gagal: timeout"},
		{"another article", []event.Data{event.PageDue{Article: id, URL: page, Outlet: "kabar-wanasari", State: event.PageIsDone, Looks: 1, Moved: news.NewArticleID("x")}}, shelf{}, journey.Moved, "artikel lain"},
		{"not an article", []event.Data{captured("only 3 words")}, shelf{folded: 1}, journey.NotArticle, "only 3 words"},
		{"an error page", []event.Data{event.Captured{Article: id, URL: page, Status: 404}}, shelf{folded: 1}, journey.NotArticle, "HTTP 404"},
		{"fetched, not read", []event.Data{captured("")}, shelf{folded: 1}, journey.NotRead, "belum dibaca"},
		{"the indexer is behind", []event.Data{captured(""), published}, shelf{folded: 1}, journey.Waiting, "1 peristiwa lagi"},
		{"refused by the index", []event.Data{captured(""), published, dead}, shelf{folded: 2}, journey.Rejected, "too long"},
		{"lost by the index", []event.Data{captured(""), published}, shelf{folded: 2}, journey.Missing, "bangun ulang"},
		{"indexed", []event.Data{captured(""), published}, shelf{doc: &search.Document{ID: id, Seq: 2}, folded: 2}, journey.Indexed, "dapat dicari. Tanda"},
		{"indexed and tagged", []event.Data{captured(""), published}, shelf{doc: &search.Document{ID: id, Seq: 2, Tags: 1}, folded: 2}, journey.Indexed, "dapat dicari."},
		{"indexed before the edit", []event.Data{captured(""), published, event.Revised{Reading: reading("Jembatan ditutup"), Changed: []string{"title"}}},
			shelf{doc: &search.Document{ID: id, Seq: 2, Tags: 1}, folded: 2}, journey.Behind, "tertinggal 1 peristiwa"},
		{"redacted", []event.Data{published, event.Redacted{Article: id, Reason: "putusan pengadilan", Actor: "redaksi"}}, shelf{folded: 2}, journey.Redacted, "putusan pengadilan"},
		{"redacted a moment ago", []event.Data{published, event.Redacted{Article: id, Reason: "putusan", Actor: "redaksi"}},
			shelf{doc: &search.Document{ID: id, Seq: 1}, folded: 1}, journey.Behind, "keadaan lama"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := memlog.New(func() time.Time { return start })
			defer log.Close()
			write(t, log, c.facts...)
			j, err := journey.Of(t.Context(), log, c.index, "http://www.kabarwanasari.example/berita/jembatan/?utm_source=x")
			if err != nil {
				t.Fatal(err)
			}
			if j.Verdict.Code != c.want || len(j.Steps) != len(c.facts) || j.URL != page {
				t.Errorf("verdict %s after %d steps of %s, want %s after %d of %s", j.Verdict.Code, len(j.Steps), j.URL, c.want, len(c.facts), page)
			}
			if got := j.Text(locale.Indonesian, time.UTC); !strings.Contains(got, c.say) {
				t.Errorf("text does not say %q:\n%s", c.say, got)
			}
			if got := j.Verdict.Text(locale.English); got == "" || got == j.Verdict.Text(locale.Indonesian) {
				t.Errorf("English verdict is %q", got)
			}
		})
	}
}

func TestStepsOfEveryStreamInOrder(t *testing.T) {
	log := memlog.New(func() time.Time { return start })
	defer log.Close()
	write(t, log, captured(""), event.Published{Reading: reading("Satu")}, event.Tagged{Position: 2, Tags: news.Tags{Article: id, Enricher: "e1"}},
		event.Revised{Reading: reading("Dua"), Changed: []string{"title", "paragraphs"}},
		event.Withdrawn{Article: id, URL: page, Reason: "gone", Looks: make([]event.Look, 3)}, event.Restored{Article: id, URL: page},
		event.Quarantined{Durable: "enrich", Stream: "NEWS", Seq: 3, About: "x", Reason: "panic", Attempts: 8})
	other := event.Captured{Article: news.NewArticleID("https://lain.example/"), URL: "https://lain.example/", Status: 200}
	write(t, log, other)
	if _, err := log.Plant("news.article."+string(id)+".applauded", []byte("{broken")); err != nil {
		t.Fatal(err)
	}
	j, err := journey.OfArticle(t.Context(), log, shelf{}, "", "", id)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range j.Steps {
		got = append(got, s.Stream)
	}
	if want := "NEWS NEWS TAGS NEWS NEWS NEWS NEWS DEAD"; strings.Join(got, " ") != want {
		t.Errorf("streams in order: %v, want %s", got, want)
	}
	if j.URL != page {
		t.Errorf("URL = %q, want it from the facts", j.URL)
	}
	text := j.Text(locale.English, time.UTC)
	for _, want := range []string{"page fetched: HTTP 200, 48.2 kB, found by feed", "changed by the outlet: headline, text", "gave up on NEWS #3 by “enrich” after 8 tries: panic", "can not be read", "seen 3 times", "came back"} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q:\n%s", want, text)
		}
	}
}

func TestBadAddress(t *testing.T) {
	if _, err := journey.Of(t.Context(), nil, nil, "javascript:alert(1)"); err == nil {
		t.Error("Of(javascript:) = nil error")
	}
}
