package record

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

var seen = time.Date(2025, 5, 17, 3, 0, 0, 0, time.UTC)

// page is an article of an invented outlet.
func page(url, title, modified string, body ...string) Page {
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

func TestStory(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	r := recorder(log)
	want := func(facts ...string) {
		t.Helper()
		if diff := cmp.Diff(facts, subjects(t, log)); diff != "" {
			t.Fatalf("facts (-want +got):\n%s", diff)
		}
	}

	record(t, r, page(address, "Rapat di Balai Kota", "", text...), New)
	want("captured", "published")

	// The same page, its AMP twin and a tracking parameter say nothing new.
	record(t, r, page(address, "Rapat di Balai Kota", "", text...), Unchanged)
	record(t, r, page(address+"/amp", "Rapat di Balai Kota", "", text...), Unchanged)
	record(t, r, page(address+"?utm_source=x", "Rapat di Balai Kota", "", text...), Unchanged)
	want("captured", "published")

	// Another headline: one look is not enough, unless the next one agrees.
	test := page(address, "Rapat Penting di Balai Kota", "", text...)
	res := record(t, r, test, Pending)
	record(t, r, page(address, "Rapat di Balai Kota", "", text...), Unchanged) // it flapped back
	want("captured", "published")
	test.Before = res.Pending
	record(t, r, test, Changed)
	want("captured", "published", "captured", "revised")

	// The outlet says that it changed the page: one look is enough.
	record(t, r, page(address, "Rapat Penting di Balai Kota", "2025-05-16T12:00:00+07:00", text[:2]...), Changed)
	want("captured", "published", "captured", "revised", "captured", "revised")

	// It goes, and it comes back.
	gone := event.Withdrawn{Article: res.Article, URL: address, Reason: "gone", Looks: []event.Look{{Time: "2025-05-18T00:00:00Z", Status: 410}}}
	for i, wantAppended := range []bool{true, false} {
		if got, err := r.Withdraw(t.Context(), gone, seen); err != nil || got != wantAppended {
			t.Fatalf("Withdraw, time %d = %v, %v, want %v", i+1, got, err, wantAppended)
		}
	}
	back := page(address, "Rapat Penting di Balai Kota", "2025-05-16T12:00:00+07:00", text[:2]...)
	back.Fetched = seen.Add(24 * time.Hour)
	record(t, r, back, Restored)
	want("captured", "published", "captured", "revised", "captured", "revised", "withdrawn", "captured", "restored")
}

func TestNotAnArticle(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := page("https://kabar.example/cari", "Hasil", "")
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
	p := page(address, "Rapat di Balai Kota", "", text...)
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
	p := page(address, "Rapat di Balai Kota", "", text...)
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
	p := page(address, "Rapat di Balai Kota", "", text...)
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
			if _, err := recorder(log).Record(context.Background(), page(address, "Rapat di Balai Kota", "", text...)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]string{"captured", "published"}, subjects(t, log)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func TestContinuationsAreJoined(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := page(address, "Rapat di Balai Kota", "", text[:2]...)
	p.More = []Page{page(address+"?page=2", "Rapat di Balai Kota", "", text[2], "Lurah setempat menyatakan siap membantu warga selama pekerjaan berlangsung di lapangan.")}
	res := record(t, recorder(log), p, New)
	if n := len(res.Reading.Article.Paragraphs); n != 4 {
		t.Errorf("%d paragraphs, want the 4 of both pages: %q", n, res.Reading.Article.Paragraphs)
	}
	if diff := cmp.Diff([]string{"captured", "captured", "published"}, subjects(t, log)); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func TestCustomExtractor(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	r := recorder(log)
	r.Read = func(extract.Page) extract.Reading { return extract.Reading{Reason: "uji"} }
	if res := record(t, r, page(address, "x", ""), NotArticle); res.Reason != "uji" || res.Article == "" {
		t.Errorf("result %+v, want the extractor's reason and an id from the address", res)
	}
}
