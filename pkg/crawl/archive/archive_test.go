package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

var seen = time.Date(2025, 5, 17, 3, 0, 0, 123e6, time.UTC)

func page(n int, title string, at time.Time) Page {
	url := fmt.Sprintf("https://kabar.example/%d-rapat-balai-kota", n)
	html := fmt.Sprintf(`<!doctype html><html lang="id"><head><title>%s</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2025-05-16T09:00:00+07:00"></head><body><article><h1>%s</h1><div class="entry-content">
<p>Pemerintah Kota Wanasari menggelar rapat di balai kota pada Jumat pagi untuk membahas perbaikan jalan di tiga kelurahan.</p>
<p>Rapat itu dihadiri para lurah dan kepala dinas, dan diakhiri dengan kesepakatan bahwa pekerjaan dimulai bulan depan.</p>
</div></article></body></html>`, title, title)
	return Page{
		Requested: url, URL: url, Status: 200, Body: []byte(html), ContentType: "text/html; charset=utf-8", Fetched: at,
		Header: map[string]string{"Etag": fmt.Sprintf(`"%d"`, n)}, Sent: map[string]string{"User-Agent": "jejakbot/1.0"},
	}
}

// filled returns a log with n articles of which the first has two revisions.
func filled(t *testing.T, n int) eventlog.Log {
	t.Helper()
	log := memlog.New(time.Now)
	t.Cleanup(func() { log.Close() })
	r := &Recorder{Log: log, Source: "test"}
	for i := range n {
		if _, err := r.Record(t.Context(), page(i+1, fmt.Sprintf("Rapat ke-%d", i+1), seen.Add(time.Duration(i)*time.Minute))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Record(t.Context(), page(1, "Rapat pertama", seen.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	return log
}

// tale is what an archive says of its articles.
func tale(t *testing.T, log eventlog.Log) []string {
	t.Helper()
	ids := map[string]bool{}
	var out []string
	for rec, err := range log.Read(t.Context(), eventlog.Query{Stream: event.News.Name}) {
		if err != nil {
			t.Fatal(err)
		}
		id := strings.Split(rec.Subject, ".")[2]
		if ids[id] {
			continue
		}
		ids[id] = true
		h, err := history.Load(t.Context(), log, news.ArticleID(id))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range h.Revisions {
			body, err := log.GetBlob(t.Context(), r.Reading.Capture)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprintf("%s rev %d %s %q %s", h.ID, r.Number, r.Observed.Format(time.RFC3339Nano), r.Reading.Article.Title, news.HashOf(body)))
		}
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	from := filled(t, 5)
	dir := t.TempDir()
	p, err := export(t.Context(), from, dir, "jejak test", 1, nil) // a file for each page
	if err != nil || p.Pages != 6 {
		t.Fatalf("export = %+v, %v, want 6 pages", p, err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if len(files) != 6 {
		t.Fatalf("files: %v, want 6", files)
	}

	to := memlog.New(time.Now)
	defer to.Close()
	im := &Importer{Recorder: &Recorder{Log: to, Source: "test"}}
	for range 2 { // the second time changes nothing
		if p, err := im.Import(t.Context(), files...); err != nil || p.Pages != 6 || p.Done != p.Total {
			t.Fatalf("Import = %+v, %v, want 6 pages", p, err)
		}
		if diff := cmp.Diff(tale(t, from), tale(t, to)); diff != "" {
			t.Errorf("articles after the round trip (-exported +imported):\n%s", diff)
		}
	}
}

func TestExportGoesOn(t *testing.T) {
	log := filled(t, 3)
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	_, err := export(ctx, log, dir, "jejak test", 1, func(p Progress) {
		if p.Pages == 2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped export: %v", err)
	}
	first, err := os.ReadFile(filepath.Join(dir, "jejak-000000000001.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := export(t.Context(), log, dir, "jejak test", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Pages != 3 { // the first is in a finished file
		t.Errorf("the second run exports %d pages, want the 3 that were not finished", p.Pages)
	}
	again, err := os.ReadFile(filepath.Join(dir, "jejak-000000000001.warc.gz"))
	if err != nil || string(again) != string(first) {
		t.Errorf("the finished file changed (%v)", err)
	}
	if p, err := export(t.Context(), log, dir, "jejak test", 1, nil); err != nil || p.Pages != 0 {
		t.Errorf("a third run = %+v, %v, want nothing to do", p, err)
	}

	other := filled(t, 1)
	if _, err := export(t.Context(), other, dir, "jejak test", 1, nil); err == nil || !strings.Contains(err.Error(), "another log") {
		t.Errorf("export of another log into the directory: %v", err)
	}
}

func TestImportBrokenFiles(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	im := &Importer{Recorder: &Recorder{Log: log, Source: "test"}}
	file := filepath.Join(t.TempDir(), "x.warc")
	if err := os.WriteFile(file, []byte("no archive\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := im.Import(t.Context(), file); err == nil || !strings.Contains(err.Error(), "x.warc") {
		t.Errorf("Import of a broken file = %v, want an error that names it", err)
	}
	if _, err := im.Import(t.Context(), file+".missing"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Import of a missing file = %v", err)
	}
}

func TestDecode(t *testing.T) {
	if _, err := decode([]byte("x"), "zstd-of-mine", maxPage); err == nil {
		t.Error("an unknown encoding is no error")
	}
	if got, err := decode([]byte("halo"), "gzip", maxPage); err != nil || string(got) != "halo" {
		t.Errorf("a body that was decoded already = %q, %v", got, err)
	}
}
