package crawl_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
)

// TestRestartRepeatsNothing: what was looked at is not due before its time, for
// the next process either.
func TestRestartRepeatsNothing(t *testing.T) {
	b := open(t)
	b.publish(5)
	b.cfg.Pace = crawl.Pace{Pace: fetch.Pace{Delay: time.Millisecond}}
	articles := func() (n int) {
		for _, v := range b.site.Visits() {
			if strings.HasPrefix(v.Path, "/berita/") {
				n++
			}
		}
		return n
	}
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if err := b.crawler().Run(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
	}
	if n := articles(); n != 5 {
		t.Errorf("%d looks at 5 articles within a second", n)
	}
	if n := b.site.Asked("/feed/"); n != 1 {
		t.Errorf("the feed was read %d times within a second", n)
	}
	b.round(crawl.Round{}) // reads the sources now, and nothing that is not due
	if n := articles(); n != 5 || b.site.Asked("/feed/") != 2 {
		t.Errorf("%d looks at articles after a round", n)
	}
}

// TestStatusPage is the redirect of a page that is gone to one that says so, with
// status 200.
func TestStatusPage(t *testing.T) {
	b := open(t)
	b.publish(1)
	b.round(crawl.Round{})
	slug := crawltestWrite(0).Slug
	b.site.Handle("/404.html", textOf("<html><body><p>Halaman tidak ada</p></body></html>"))
	b.site.Handle("/berita/"+slug+"/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/404.html", http.StatusFound) })
	sum, told := b.round(crawl.Round{URLs: []string{b.site.ArticleURL(slug)}})
	if sum.Counts[crawl.Missed] != 1 || b.facts()[event.WithdrawnType] != 0 {
		t.Errorf("%+v %+v", sum, told)
	}
}

// TestSoftMissing: a page that says, with status 200, that it is not there counts
// like a 404; one that merely can not be read does not. Both can be seen in why.
func TestSoftMissing(t *testing.T) {
	for _, tt := range []struct {
		page, reason string
		withdrawn    bool
	}{
		{"<html><head><title>Halaman tidak ditemukan</title></head><body><h1>Halaman tidak ditemukan</h1><p>Maaf.</p></body></html>", "soft 404", true},
		{"<html><head><title>Kabar</title></head><body><div id=app></div></body></html>", "no text", false},
	} {
		b := open(t)
		b.publish(1)
		b.round(crawl.Round{})
		slug := crawltestWrite(0).Slug
		b.site.Handle("/berita/"+slug+"/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte(tt.page))
		})
		for range 3 {
			b.round(crawl.Round{URLs: []string{b.site.ArticleURL(slug)}})
			time.Sleep(24 * time.Hour / speed * 2 / 3)
		}
		rec, err := b.log.Last(t.Context(), event.PageSubject("wanasari", b.history(slug).ID))
		if err != nil {
			t.Fatal(err)
		}
		e, err := rec.Event()
		if err != nil {
			t.Fatal(err)
		}
		if p := e.Data.(event.PageDue); !strings.Contains(p.Reason, tt.reason) || p.Status != 200 {
			t.Errorf("%s: the record says %q, status %d", tt.reason, p.Reason, p.Status)
		}
		h := b.history(slug)
		if (h.Withdrawn != nil) != tt.withdrawn {
			t.Errorf("%s: withdrawn is %+v", tt.reason, h.Withdrawn)
		}
		if tt.withdrawn && (h.Withdrawn.Reason != "not-found" || len(h.Withdrawn.Looks) < 3 || !strings.Contains(h.Withdrawn.Looks[0].Note, tt.reason)) {
			t.Errorf("%s: %+v", tt.reason, h.Withdrawn)
		}
	}
}

// TestRediscovery: every article is named in ten forms by two sources, in three
// rounds of three processes. It is fetched and published once.
func TestRediscovery(t *testing.T) {
	const n = 150
	b := open(t)
	b.site.Found(true, true, 0)
	b.publish(n)
	var m strings.Builder
	m.WriteString("<urlset>")
	for i := range n {
		u := b.site.ArticleURL(crawltestWrite(i).Slug)
		for _, form := range []string{"", "/", "/amp", "/amp/", "?amp=1", "?utm_source=a&amp;utm_medium=b", "?fbclid=1", "#isi", "/?page=2", "?outputType=amp"} {
			m.WriteString("<url><loc>" + u + form + "</loc></url>")
		}
	}
	m.WriteString("</urlset>")
	b.site.Handle("/sitemap.xml", textOf(m.String()))
	found := 0
	for range 3 {
		sum, _ := b.round(crawl.Round{Again: true})
		found += sum.Found
	}
	if found != n {
		t.Errorf("%d addresses found, want %d", found, n)
	}
	if f := b.facts(); f[event.PublishedType] != n || f[event.CapturedType] != n || f[event.RevisedType] != 0 {
		t.Errorf("facts %v", f)
	}
}
