package archive

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/warc"
)

// boxed puts a box of links under a page, as sites fill it anew for every reader.
func boxed(p Page, n int) Page {
	box := fmt.Sprintf(`<div class="jnews_inline_related_post_wrapper"><h3>Baca Juga</h3><article><h3>`+
		`<a href="/%d-pasar-dibuka">Pasar Wanasari Dibuka Hari ke-%d</a></h3></article></div></div></article>`, 900+n, n)
	p.Body = bytes.Replace(p.Body, []byte("</div></article>"), []byte(box), 1)
	return p
}

// warcOf writes pages as another crawler's WARC file.
func warcOf(t *testing.T, pages ...Page) string {
	t.Helper()
	dir := t.TempDir()
	out, err := warc.OpenDir(dir, "lain", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		x := warc.Exchange{URI: p.URL, Time: p.Fetched, Status: p.Status, Header: map[string]string{"Content-Type": p.ContentType}, Body: p.Body}
		if _, err := out.Write(1, x); err != nil {
			t.Fatal(err)
		}
	}
	name, err := out.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

func imported(t *testing.T, log eventlog.Log, file string) []Outcome {
	t.Helper()
	var out []Outcome
	im := &Importer{Recorder: recorder(log), Report: func(_ Progress, address string, r Result, err error) {
		if err != nil {
			t.Errorf("%s: %v", address, err)
		}
		out = append(out, r.Outcome)
	}}
	if _, err := im.Import(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	return out
}

func at(p Page, d time.Duration) Page { p.Fetched = p.Fetched.Add(d); return p }

// TestTurningBoxIsNoEdit: a box of links that is another at every look is no edit in
// an import either, and an edit of the text beside it is one.
func TestTurningBoxIsNoEdit(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := articlePage(address, "Rapat di Balai Kota", "", text...)
	edited := articlePage(address, "Rapat di Balai Kota Wanasari", "", text...)
	file := warcOf(t, boxed(p, 1), at(boxed(p, 2), time.Hour), at(boxed(p, 3), 2*time.Hour), at(boxed(edited, 4), 3*time.Hour))
	if diff := cmp.Diff([]Outcome{New, Unchanged, Unchanged, Changed}, imported(t, log, file)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if r := published(t, log); len(r.Article.Related) != 1 || r.Article.Related[0].Form != "box" {
		t.Errorf("related %+v: the page has no box, so the test says nothing", r.Article.Related)
	}
}

// TestRestored: a page that an archive shows after the day on which its article was
// withdrawn is back; one from before that day says nothing about it.
func TestRestored(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	p := articlePage(address, "Rapat di Balai Kota", "", text...)
	imported(t, log, warcOf(t, p))
	e, err := event.New("test", seen.Add(24*time.Hour), time.Time{}, event.Withdrawn{Article: news.NewArticleID(address), URL: address, Reason: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
	file := warcOf(t, at(p, 12*time.Hour), at(p, 48*time.Hour), at(p, 50*time.Hour))
	for range 2 { // importing it again says nothing new
		imported(t, log, file)
		want := []string{"captured", "published", "withdrawn", "captured", "restored"}
		if diff := cmp.Diff(want, subjects(t, log)); diff != "" {
			t.Errorf("facts (-want +got):\n%s", diff)
		}
	}
	missing := at(p, 72*time.Hour)
	missing.Status = 404
	imported(t, log, warcOf(t, missing, at(missing, 24*time.Hour), at(missing, 48*time.Hour)))
	if got := subjects(t, log); len(got) != 5 {
		t.Errorf("facts %v: pages that were not found are no look of ours", got)
	}
}

// TestOutletOfAPort: a host with a port is asked for with it, as the catalogue names it.
func TestOutletOfAPort(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	var asked []string
	im := &Importer{Recorder: recorder(log), Outlet: func(host string) *news.Outlet {
		asked = append(asked, host)
		return &news.Outlet{ID: "kabar"}
	}}
	p := articlePage("http://www.kabar.example:8470/1-rapat-balai-kota", "Rapat di Balai Kota", "", text...)
	if _, err := im.Import(t.Context(), warcOf(t, p)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"kabar.example:8470"}, asked); diff != "" {
		t.Errorf("hosts asked for (-want +got):\n%s", diff)
	}
	if r := published(t, log); r.Article.Outlet != "kabar" {
		t.Errorf("the article is of outlet %q, want kabar", r.Article.Outlet)
	}
}
