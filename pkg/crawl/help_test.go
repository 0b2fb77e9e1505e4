package crawl_test

import (
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/crawltest"

	"fmt"
	"net/http"
)

// bytesOf answers with a page of n more bytes and no text.
func bytesOf(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><body><a href=/>Beranda</a>")
		w.Write(make([]byte, n))
	}
}

func crawltestWrite(n int) crawltest.Article {
	return crawltest.Write("wanasari", n, day.Add(time.Duration(n)*time.Minute))
}

// roundThen is a round whose looks are told to fn while it runs.
func (b *bench) roundThen(r crawl.Round, fn func(crawl.PageReport)) (crawl.Summary, error) {
	r.Report = fn
	return b.crawler().Once(b.t.Context(), r)
}
