package crawl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// echoes is a site without a network that names every article in every form that
// addresses have, in its feed, its sitemap and its listing, anew at each look.
type echoes struct {
	articles int
	named    atomic.Int64 // addresses, with repeats
	pages    atomic.Int64 // that were asked for
}

// forms are addresses that a program can tell to be one article.
var forms = []string{
	"https://k.example%s", "https://k.example%s/", "http://k.example%s", "https://www.k.example%s", "https://www.k.example%s/?utm_source=x&utm_medium=y",
	"https://k.example%s/amp", "https://k.example%s/amp/", "https://k.example%s?amp=1", "https://k.example%s?fbclid=1", "https://k.example%s#isi",
	"https://k.example%s/?page=2", "https://k.example%s?outputType=amp", "https://m.k.example%s", "https://k.example%s?PHPSESSID=7f", "//k.example%s",
}

func (e *echoes) RoundTrip(r *http.Request) (*http.Response, error) {
	var b strings.Builder
	each := func(before, after string) {
		fmt.Fprintf(&b, "<!-- %d -->", e.named.Load()) // another page each time
		for i := range e.articles {
			for _, form := range forms {
				e.named.Add(1)
				b.WriteString(before + strings.ReplaceAll(fmt.Sprintf(form, fmt.Sprintf("/berita/kabar-ke-%d", i)), "&", "&amp;") + after)
			}
		}
	}
	switch r.URL.Path {
	case "/robots.txt":
	case "/feed":
		b.WriteString(`<rss version="2.0"><channel>`)
		each("<item><link>", "</link></item>")
		b.WriteString("</channel></rss>")
	case "/sitemap.xml":
		b.WriteString("<urlset>")
		each("<url><loc>", "</loc></url>")
		b.WriteString("</urlset>")
	case "/indeks": // another section, so another address, of the same articles
		b.WriteString("<html>")
		for i := range min(e.articles, 1500) {
			e.named.Add(1)
			fmt.Fprintf(&b, "<a href='/kota/kabar-ke-%d'>x</a>", i)
		}
	default:
		e.pages.Add(1)
		var section string
		var i int
		fmt.Sscanf(strings.ReplaceAll(r.URL.Path, "/", " "), "%s kabar-ke-%d", &section, &i)
		fmt.Fprintf(&b, "%d\n%d", i, (i+1)%e.articles)
	}
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(b.String())),
		ContentLength: int64(b.Len()), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// readEcho is an extractor for such pages: both sections call themselves by the
// address in the first, and link to the next article in the second.
func readEcho(p extract.Page) extract.Reading {
	n, next, ok := strings.Cut(string(p.Body), "\n")
	if !ok {
		return extract.Reading{Reason: "no text"}
	}
	u := "https://k.example/berita/kabar-ke-" + n
	return extract.Reading{Article: news.Article{
		ID: news.NewArticleID(u), URL: u, Outlet: p.Outlet.ID, Title: "Kabar ke-" + n, Paragraphs: []string{"Isi kabar ke-" + n},
		Related: []news.Link{{Title: "lain", URL: "https://www.k.example/kota/kabar-ke-" + next, Form: "line", After: 0}},
	}}
}

// TestNoDuplicates: hundreds of thousands of sightings of addresses, by a feed, a
// sitemap, a listing and related links at once, over crawlers that are killed in
// the middle, give each article once.
func TestNoDuplicates(t *testing.T) {
	site, least := &echoes{articles: 3000}, int64(400_000)
	if testing.Short() || raceEnabled {
		site.articles, least = 300, 40_000
	}
	log := memlog.New(time.Now)
	outlet := news.Outlet{
		ID: "kabar", Name: "Kabar", Hosts: []string{"k.example"}, Zone: "Asia/Jakarta", Kind: "press", Articles: `^/(berita|kota)/kabar-ke-\d+`,
		Feeds: []string{"https://k.example/feed"}, Sitemaps: []string{"https://k.example/sitemap.xml"}, Listings: []string{"https://k.example/indeks"},
	}
	rounds, kills := 0, 0
	for _, appends := range []int{site.articles / 3, site.articles, 10 * site.articles, 10 * site.articles, 10 * site.articles} {
		c, err := crawl.New(crawl.Config{
			Log: &mortal{Log: log, left: appends}, Outlets: []news.Outlet{outlet}, Agent: "jejakbot/test", Transport: site, Read: readEcho,
			Pace: crawl.Pace{Pace: fetch.Pace{Delay: 1, MaxDelay: 1}, Confirm: time.Nanosecond},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		if _, err = c.Once(ctx, crawl.Round{}); err != nil {
			kills++
		} else {
			rounds++
		}
		cancel()
	}
	if rounds != 3 || kills != 2 {
		t.Fatalf("%d rounds came to their end and %d were killed, want 3 and 2", rounds, kills)
	}
	got := published(t, log)
	for id, n := range got {
		if n != 1 {
			t.Errorf("article %s was published %d times", id, n)
		}
	}
	facts := map[string]int{}
	for rec, err := range log.Read(t.Context(), eventlog.Query{Stream: event.News.Name}) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := rec.Event()
		if err != nil {
			t.Fatal(err)
		}
		facts[e.Data.Type()]++
	}
	n := site.articles
	if len(got) != n || facts[event.PublishedType] != n || facts[event.CapturedType] != n || len(facts) != 2 {
		t.Errorf("%d articles, facts %v, want %d of each and nothing else", len(got), facts, n)
	}
	// Two addresses are two looks, and each kill may repeat the look that it cut off.
	if pages := int(site.pages.Load()); pages < 2*n || pages > 2*n+kills {
		t.Errorf("%d pages were asked for, want %d and at most %d more", pages, 2*n, kills)
	}
	if named := site.named.Load(); named < least {
		t.Errorf("only %d addresses were named, want %d", named, least)
	}
	t.Logf("%d addresses named, %d articles, %d pages asked for, %d rounds, %d kills", site.named.Load(), len(got), site.pages.Load(), rounds, kills)
}
