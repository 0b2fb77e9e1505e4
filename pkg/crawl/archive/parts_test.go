package archive

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"

	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/warc"
)

// threePages is one look at an article over three pages, a few seconds apart.
func threePages(second string) []Page {
	more := []string{
		text[1],
		second,
		"Lurah Padasan mengatakan bahwa warga akan dilibatkan sejak awal, dan bahwa jadwal ditempel di setiap balai warga.",
	}
	var out []Page
	for i, body := range more {
		p := articlePage(address, "Rapat di Balai Kota", "", text[0], body)
		if i > 0 {
			p.URL = fmt.Sprintf("%s?page=%d", address, i+1)
			p.Requested = p.URL
			p.Fetched = p.Fetched.Add(time.Duration(i) * time.Second)
		}
		pager := fmt.Sprintf(`<div class="paging"><a href="%[1]s">1</a> <a href="%[1]s?page=2">2</a> <a href="%[1]s?page=3">3</a></div></div></article>`, address)
		p.Body = bytes.Replace(p.Body, []byte("</div></article>"), []byte(pager), 1)
		p.Sent = map[string]string{"User-Agent": "jejakbot/1.0 (+https://jejak.example)", "Accept": "text/html"}
		out = append(out, p)
	}
	return out
}

const (
	onTheSecond  = "Kepala dinas menyebut anggaran tiga ratus juta rupiah, yang sudah disetujui dewan pada awal tahun ini juga."
	onTheSecond2 = "Kepala dinas menyebut anggaran lima ratus juta rupiah, yang sudah disetujui dewan pada awal tahun ini juga."
)

func later(pages []Page, d time.Duration) (out []Page) {
	for _, p := range pages {
		out = append(out, at(p, d))
	}
	return out
}

// TestImportJoinsPages: the pages of an article are one article, in whatever order they
// come, and another look at them says nothing new; a change on one of them is one edit.
func TestImportJoinsPages(t *testing.T) {
	p, edited := threePages(onTheSecond), later(threePages(onTheSecond2), 48*time.Hour)
	again := later(p, 25*time.Hour)
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		log := memlog.New(time.Now)
		var all []Page
		for _, look := range [][]Page{edited, p, again} {
			for _, i := range order {
				all = append(all, look[i])
			}
		}
		file := warcOf(t, all...)
		outcomes := [][]Outcome{{New, Unchanged, Changed}, {Older, Older, Unchanged}}
		for n := range outcomes {
			if diff := cmp.Diff(outcomes[n], imported(t, log, file)); diff != "" {
				t.Errorf("order %v: outcomes (-want +got):\n%s", order, diff)
			}
			want := []string{"captured", "captured", "captured", "published", "captured", "captured", "captured", "revised"}
			if diff := cmp.Diff(want, subjects(t, log)); diff != "" {
				t.Fatalf("order %v: facts (-want +got):\n%s", order, diff)
			}
		}
		a := published(t, log).Article
		if len(a.Paragraphs) != 4 || a.Truncated || !slices.Contains(a.Paragraphs, onTheSecond) {
			t.Errorf("order %v: truncated %v, paragraphs %q", order, a.Truncated, a.Paragraphs)
		}
		log.Close()
	}
}

// TestImportOfHalfAnArticle: without one of its pages a new article is taken as it is and
// marked, a known one is left alone, and later pages alone are no article.
func TestImportOfHalfAnArticle(t *testing.T) {
	p := threePages(onTheSecond)
	log := memlog.New(time.Now)
	defer log.Close()
	if got := imported(t, log, warcOf(t, p[2], p[1])); !slices.Equal(got, []Outcome{Partial, Partial}) || len(subjects(t, log)) != 0 {
		t.Errorf("without the first page: %v, facts %v", got, subjects(t, log))
	}
	if got := imported(t, log, warcOf(t, p[0], p[2])); !slices.Equal(got, []Outcome{New}) || !published(t, log).Article.Truncated {
		t.Errorf("without the second page: %v, truncated %v", got, published(t, log).Article.Truncated)
	}

	whole := memlog.New(time.Now)
	defer whole.Close()
	imported(t, whole, warcOf(t, p...))
	before := subjects(t, whole)
	q := later(p, 24*time.Hour)
	if got := imported(t, whole, warcOf(t, q[0], q[1])); !slices.Equal(got, []Outcome{Partial}) {
		t.Errorf("of a known article: %v", got)
	}
	if diff := cmp.Diff(before, subjects(t, whole)); diff != "" {
		t.Errorf("facts (-before +after):\n%s", diff)
	}
}

// TestExportOfAnImport: what was exported, imported into an empty log and exported again
// are the same records, with the headers of both sides.
func TestExportOfAnImport(t *testing.T) {
	from := memlog.New(time.Now)
	defer from.Close()
	r := recorder(from)
	p, edited := threePages(onTheSecond), later(threePages(onTheSecond2), 48*time.Hour)
	edited[0].Sent = map[string]string{"User-Agent": "jejakbot/1.1", "If-None-Match": `"abc, def"`}
	for _, look := range [][]Page{p, edited} {
		if _, err := r.Record(t.Context(), look[0], look[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	record(t, r, articlePage("https://kabar.example/2-pasar-dibuka", "Pasar Dibuka", "", text...), New)

	first, files := exported(t, from)
	to := memlog.New(time.Now)
	defer to.Close()
	if _, err := (&Importer{Recorder: recorder(to)}).Import(t.Context(), files...); err != nil {
		t.Fatal(err)
	}
	second, _ := exported(t, to)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("records of the second export (-first +second):\n%s", diff)
	}
	if len(first) < 7+6 {
		t.Errorf("%d records: too few to say anything", len(first))
	}
	// The revisions can be read again of what was imported.
	h := historyOf(t, to, address)
	if n := len(h.Revisions); n != 2 || len(h.Revisions[1].Reading.Article.Paragraphs) != 4 {
		t.Errorf("%d revisions", n)
	}
}

// exported returns the records of an export, sorted, but for the names of the files.
func exported(t *testing.T, log eventlog.Log) (records, files []string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := Export(t.Context(), log, dir, "jejak test", nil); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for rec, err := range warc.Records(f) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Type() != warc.Info {
				records = append(records, fmt.Sprintf("%v\n%s", rec.Header, rec.Block))
			}
		}
	}
	slices.Sort(records)
	return records, files
}

// TestLaterPage tells the second page of an article from an address that ends in a number.
func TestLaterPage(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/kota/rapat-balai-kota":                     false,
		"https://a.example/kota/rapat-balai-kota?page=2":              true,
		"https://a.example/kota/rapat-balai-kota?page=1":              false,
		"https://a.example/kota/rapat-balai-kota?page=all":            false,
		"https://a.example/kota/rapat-di-balai-kota-wanasari/2":       true,
		"https://a.example/kota/rapat-di-balai-kota-wanasari/page/3/": true,
		"https://a.example/indeks/2025/05/17?utm_source=x":            false,
		"https://a.example/kota/rapat-balai-kota?utm_source=feed":     false,
	} {
		if got := laterPage(address, canonicalOf(t, address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func canonicalOf(t *testing.T, address string) string {
	t.Helper()
	c, err := canonical.URL(address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func historyOf(t *testing.T, log eventlog.Log, url string) *history.Article {
	t.Helper()
	h, err := history.Load(t.Context(), log, news.NewArticleID(canonicalOf(t, url)))
	if err != nil {
		t.Fatal(err)
	}
	return h
}
