package archive

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// page is an article of an invented outlet.
func articlePage(url, title, modified string, body ...string) Page {
	if modified != "" {
		modified = fmt.Sprintf(`<meta property="article:modified_time" content="%s">`, modified)
	}
	html := fmt.Sprintf(`<!doctype html><html lang="id"><head><title>%s</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2025-05-16T09:00:00+07:00">%s</head>
<body><article><h1>%s</h1><div class="entry-content"><p>%s</p></div></article></body></html>`, title, modified, title, strings.Join(body, "</p><p>"))
	return Page{
		Requested: url, URL: url, Status: 200, Body: []byte(html), ContentType: "text/html; charset=utf-8",
		Fetched: seen, FoundBy: "feed", FoundAt: "https://kabar.example/feed/",
	}
}

const address = "https://kabar.example/1-rapat-balai-kota"

var text = []string{
	"Pemerintah Kota Wanasari menggelar rapat di balai kota pada Jumat pagi untuk membahas perbaikan jalan di tiga kelurahan.",
	"Rapat itu dihadiri para lurah dan kepala dinas, dan diakhiri dengan kesepakatan bahwa pekerjaan dimulai bulan depan.",
	"Warga berharap pekerjaan selesai sebelum musim hujan karena jalan itu menjadi jalur utama menuju pasar.",
}

func recorder(log eventlog.Log) *Recorder { return &Recorder{Log: log, Source: "test"} }

// subjects returns the last tokens of the subjects in NEWS.
func subjects(t *testing.T, log eventlog.Log) []string {
	t.Helper()
	var out []string
	for rec, err := range log.Read(t.Context(), eventlog.Query{Stream: event.News.Name}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rec.Subject[strings.LastIndex(rec.Subject, ".")+1:])
	}
	return out
}

func record(t *testing.T, r *Recorder, p Page, want Outcome) Result {
	t.Helper()
	res, err := r.Record(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if res.Outcome != want {
		t.Fatalf("Record(%s) = %s (changes %v, reason %q), want %s", p.URL, res.Outcome, res.Changes, res.Reason, want)
	}
	return res
}

func TestRecordStory(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	r := recorder(log)
	at := func(p Page, hours int) Page { p.Fetched = seen.Add(time.Duration(hours) * time.Hour); return p }
	first := articlePage(address, "Rapat di Balai Kota", "", text...)
	record(t, r, first, New)
	// The same page, its AMP twin and a tracking parameter say nothing new.
	record(t, r, at(first, 1), Unchanged)
	record(t, r, articlePage(address+"/amp", "Rapat di Balai Kota", "", text...), Unchanged)
	record(t, r, articlePage(address+"?utm_source=x", "Rapat di Balai Kota", "", text...), Unchanged)
	record(t, r, at(articlePage(address, "Rapat Penting di Balai Kota", "", text...), 2), Changed)
	record(t, r, first, Older) // the archive again, from its beginning
	if diff := cmp.Diff([]string{"captured", "published", "captured", "revised"}, subjects(t, log)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func TestNotAnArticle(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := articlePage("https://kabar.example/cari", "Hasil", "")
	p.Body = []byte("<html><body><form><input name=q></form></body></html>")
	res := record(t, recorder(log), p, NotArticle)
	if res.Reason == "" {
		t.Error("no reason given")
	}
	record(t, recorder(log), p, NotArticle)
	if got := subjects(t, log); len(got) != 1 || got[0] != "captured" {
		t.Errorf("facts %v, want one capture for two looks with one reason", got)
	}
}

func TestABetterExtractorIsNoEdit(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	old := recorder(log)
	p := articlePage(address, "Rapat di Balai Kota", "", text...)
	record(t, old, p, New)

	// Pretend that the stored reading is an older extractor's, without the last paragraph.
	h := published(t, log)
	h.Article.Paragraphs = h.Article.Paragraphs[:2]
	h.Extractor = "older"
	other := memlog.New(time.Now)
	defer other.Close()
	if _, err := other.PutBlob(t.Context(), p.Body); err != nil {
		t.Fatal(err)
	}
	e, err := event.New("test", seen, time.Time{}, event.Published{Reading: h})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
	record(t, recorder(other), p, Unchanged)
	if diff := cmp.Diff([]string{"published", "captured", "reread"}, subjects(t, other)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func published(t *testing.T, log eventlog.Log) event.Reading {
	t.Helper()
	rec, err := log.Last(t.Context(), "news.article.*.published")
	if err != nil {
		t.Fatal(err)
	}
	e, err := rec.Event()
	if err != nil {
		t.Fatal(err)
	}
	return e.Data.(event.Published).Reading
}

func TestRedactedStaysOut(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	r := recorder(log)
	p := articlePage(address, "Rapat di Balai Kota", "", text...)
	res := record(t, r, p, New)
	e, err := event.New("test", seen, time.Time{}, event.Redacted{Article: res.Article, Reason: "permintaan", Actor: "redaksi"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
	record(t, r, p, Redacted)
	if got := subjects(t, log); len(got) != 3 {
		t.Errorf("facts %v, want nothing after the redaction", got)
	}
}

func TestNoArchiveKeepsNoBytes(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := articlePage(address, "Rapat di Balai Kota", "", text...)
	p.NoStore = true
	record(t, recorder(log), p, New)
	if _, err := log.GetBlob(t.Context(), news.HashOf(p.Body)); err == nil {
		t.Error("the bytes are kept although the outlet asks not to")
	}
}

func TestTwoCrawlersRecordOnce(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := recorder(log).Record(context.Background(), articlePage(address, "Rapat di Balai Kota", "", text...)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]string{"captured", "published"}, subjects(t, log)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func TestCustomExtractor(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	r := recorder(log)
	r.Read = func(extract.Page) extract.Reading { return extract.Reading{Reason: "uji"} }
	if res := record(t, r, articlePage(address, "x", ""), NotArticle); res.Reason != "uji" || res.Article == "" {
		t.Errorf("result %+v, want the extractor's reason and an id from the address", res)
	}
}
