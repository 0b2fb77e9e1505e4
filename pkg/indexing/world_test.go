package indexing_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/news"
)

// start is the instant of the first event of every test.
var start = time.Date(2025, 5, 16, 3, 0, 0, 0, time.UTC)

// world is a log with a pen: each call writes one fact, a minute after the last.
type world struct {
	t   *testing.T
	log *memlog.Log
	now time.Time
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, now: start}
	w.log = memlog.New(func() time.Time { return start })
	t.Cleanup(func() { w.log.Close() })
	return w
}

func (w *world) append(data event.Data) uint64 {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	e, err := event.New("test", w.now, time.Time{}, data)
	if err != nil {
		w.t.Fatal(err)
	}
	at, err := w.log.Append(context.Background(), eventlog.Entry{Event: e})
	if err != nil {
		w.t.Fatal(err)
	}
	return at.Last
}

func pageURL(name string) string { return "https://kabarwanasari.example/berita/" + name }

func idOf(name string) news.ArticleID { return news.NewArticleID(pageURL(name)) }

func reading(name, text string) event.Reading {
	wib := time.FixedZone("WIB", 7*3600)
	return event.Reading{
		Article: news.Article{
			ID: idOf(name), URL: pageURL(name), Outlet: "kabar-wanasari", Title: "Berita " + name,
			Published:  &news.Stamp{Time: time.Date(2025, 5, 16, 23, 30, 0, 0, wib), Rule: "json-ld"},
			Paragraphs: []string{text, "Alinea kedua tentang " + name + "."},
			Related:    []news.Link{{Title: "Lainnya", URL: pageURL("lainnya"), Form: "line"}},
		},
		Capture: news.HashOf([]byte(name + text)), Extractor: "1",
	}
}

func (w *world) captured(name string) uint64 {
	w.t.Helper()
	return w.append(event.Captured{Article: idOf(name), URL: pageURL(name), Canonical: pageURL(name), Status: 200, Size: int(w.now.Unix())})
}

func (w *world) published(name, text string) uint64 {
	w.t.Helper()
	w.captured(name)
	return w.append(event.Published{Reading: reading(name, text)})
}

func (w *world) revised(name, text string) uint64 {
	w.t.Helper()
	w.captured(name)
	return w.append(event.Revised{Reading: reading(name, text), Changed: []string{"paragraphs"}})
}

var mayor = news.OfficeID("wali-kota-wanasari")

func (w *world) tagged(name string, position uint64) uint64 {
	w.t.Helper()
	return w.append(event.Tagged{Position: position, Tags: news.Tags{
		Article: idOf(name), Date: "2025-05-16", Registry: "r", Enricher: "e",
		Officials: []news.OfficialTag{{
			ID: "rahmat-sudibyo", Name: "Rahmat Sudibyo", Office: &mayor, OfficeName: "Wali Kota Wanasari",
			Status: news.Definitive, Rule: "name", Evidence: []news.Span{{Text: "Rahmat"}},
		}},
		Scope:    []news.ScopeTag{{Place: "99.71.02", Name: "Kota Wanasari", Rule: "dateline"}},
		Mentions: []news.Mention{{Type: news.PlaceMention, ID: "99.71", Rule: "name"}},
		Topics:   []news.TopicTag{{ID: "anggaran", Label: "Anggaran", Rule: "words"}},
	}})
}

// registry knows one official by other names.
type registry string

func (registry) Official(id news.OfficialID) (news.Official, bool) {
	if id != "rahmat-sudibyo" {
		return news.Official{}, false
	}
	return news.Official{ID: id, Name: "Rahmat Sudibyo", Aliases: []string{"Cak Mat"}}, true
}

func (r registry) Version() string { return string(r) }

func stage(t *testing.T, log eventlog.Log, index *memIndex, change ...func(*indexing.Config)) *indexing.Stage {
	t.Helper()
	cfg := indexing.Config{
		Log: log, Index: index, Registry: registry("r1"), Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Now: func() time.Time { return start }, Backoff: func(int) time.Duration { return time.Millisecond },
	}
	for _, f := range change {
		f(&cfg)
	}
	s, err := indexing.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func catchUp(t *testing.T, s *indexing.Stage) int {
	t.Helper()
	n, err := s.CatchUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// story writes facts of every kind about n articles, in the tangle in which a
// crawler and an enricher leave them.
func (w *world) story(n int) {
	w.t.Helper()
	for i := range n {
		name := fmt.Sprintf("a%d", i)
		at := w.published(name, "Teks pertama.")
		if i%3 != 0 {
			w.tagged(name, at)
		}
		if i > 4 && i%4 == 0 {
			earlier := fmt.Sprintf("a%d", i-4)
			at = w.revised(earlier, "Teks yang diubah.")
			w.tagged(earlier, at)
		}
		if i%5 == 4 {
			w.append(event.Withdrawn{Article: idOf(name), URL: pageURL(name), Reason: "gone"})
		}
		if i%10 == 4 {
			w.append(event.Restored{Article: idOf(name), URL: pageURL(name)})
		}
		if i%7 == 6 {
			better := reading(name, "Teks pertama.")
			better.Article.Byline = []string{"Sari"}
			w.append(event.Reread{Reading: better, Changed: []string{"byline"}})
		}
		if i%11 == 10 {
			w.append(event.Redacted{Article: idOf(name), Reason: "putusan", Actor: "redaksi"})
		}
		if i%6 == 5 {
			w.captured(fmt.Sprintf("bukan-%d", i)) // a page that was never an article
		}
	}
}
