package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// TestArticleOverSeveralPages: it is one article with the text of all pages, and
// a page that fails for once does not make it shorter.
func TestArticleOverSeveralPages(t *testing.T) {
	b := open(t)
	var broken atomic.Bool
	slug := "kisah-panjang-dalam-tiga-halaman"
	b.site.Handle("/berita/"+slug, func(w http.ResponseWriter, r *http.Request) {
		n := r.URL.Query().Get("page")
		if n == "3" && broken.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "halaman %s", n)
	})
	b.cfg.Read = func(p extract.Page) extract.Reading {
		u, _, _ := strings.Cut(p.URL, "?")
		r := extract.Reading{Article: news.Article{ID: news.NewArticleID(u), URL: u, Title: "Kisah panjang", Paragraphs: []string{string(p.Body)}}}
		if !strings.Contains(p.URL, "?") {
			r.NextPages = []string{u + "?page=2", u + "?page=3"}
		}
		return r
	}
	url := b.site.ArticleURL(slug)
	broken.Store(true)
	if sum, told := b.round(crawl.Round{URLs: []string{url}}); sum.Counts[crawl.Failed] != 1 {
		t.Fatalf("%+v %+v", sum, told)
	}
	broken.Store(false)
	b.round(crawl.Round{URLs: []string{url}})
	h := b.history(slug)
	if h.Latest() == nil || len(h.Latest().Reading.Article.Paragraphs) != 3 || len(h.Captures) != 3 {
		t.Fatalf("history %+v", h)
	}
	broken.Store(true)
	for range 2 {
		b.round(crawl.Round{URLs: []string{url}})
	}
	broken.Store(false)
	b.round(crawl.Round{URLs: []string{url}})
	if f := b.facts(); f[event.RevisedType] != 0 || f[event.PublishedType] != 1 {
		t.Errorf("facts %v", f)
	}
}
