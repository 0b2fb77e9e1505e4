package crawl_test

import (
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/crawltest"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"

	"fmt"
	"net/http"
	"net/netip"
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

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func textOf(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprint(w, s)
	}
}

// status is what a new process knows before it asks anybody.
func (b *bench) status() []crawl.OutletStatus {
	b.t.Helper()
	c := b.crawler()
	if _, err := c.Once(b.t.Context(), crawl.Round{URLs: []string{"mailto:x@y.id"}}); err != nil {
		b.t.Fatal(err)
	}
	return c.Status()
}

func entryOf(e event.Event) eventlog.Entry { return eventlog.Entry{Event: e} }
