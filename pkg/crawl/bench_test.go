package crawl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gocolly/colly/v2"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/crawltest"
	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// listing is a page of 55 KB with 200 links, as the front pages of outlets are.
func listing() string {
	var b strings.Builder
	b.WriteString("<!doctype html><html><head><title>Indeks</title></head><body><h1>Indeks</h1>")
	for i := range 200 {
		fmt.Fprintf(&b, `<div class="item"><a href="/berita/2026/03/%02d/kabar-nomor-%d-dari-kota-kita" title="Kabar nomor %d"><h3>Kabar nomor %d dari kota kita</h3></a><p>%s</p></div>`,
			i%28+1, i, i, i, "Warga berkumpul di balai desa untuk membahas perbaikan jalan dan jembatan. ")
	}
	b.WriteString("</body></html>")
	return b.String()
}

// besides runs both sides in turn, b.N times each, and reports the median of
// theirs over ours: above 1 we are faster.
func besides(b *testing.B, ours, theirs func()) {
	ours()
	theirs()
	var ratios []float64
	for b.Loop() {
		const round = 20
		t := time.Now()
		for range round {
			ours()
		}
		a := time.Since(t)
		t = time.Now()
		for range round {
			theirs()
		}
		ratios = append(ratios, float64(time.Since(t))/float64(a))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "of-theirs")
}

func fastClient(b *testing.B) *fetch.Client {
	b.Helper()
	c, err := fetch.New(fetch.Config{
		Agent: "jejakbot/bench", AllowPrivate: loopback, Pace: fetch.Pace{Delay: 1, MaxDelay: 1}, // nanoseconds
		Hosts: func(string) (time.Duration, error) { return 0, nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkFetch: our fetch with every limit on, against net/http reading the
// same page to its end.
func BenchmarkFetch(b *testing.B) {
	page := listing()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, page) }))
	defer s.Close()
	c := fastClient(b)
	besides(b, func() {
		if res, err := c.Get(b.Context(), fetch.Request{URL: s.URL + "/a"}); err != nil || len(res.Body) != len(page) {
			b.Fatal(err)
		}
	}, func() {
		res, err := http.Get(s.URL + "/a")
		if err != nil {
			b.Fatal(err)
		}
		if body, err := io.ReadAll(res.Body); err != nil || len(body) != len(page) {
			b.Fatal(err)
		}
		res.Body.Close()
	})
}

// BenchmarkLinks: fetch, parse and links, against net/http with goquery, and
// against colly as its tutorial has it.
func BenchmarkLinks(b *testing.B) {
	page := listing()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, page)
	}))
	defer s.Close()
	c := fastClient(b)
	ours := func() {
		res, err := c.Get(b.Context(), fetch.Request{URL: s.URL + "/a"})
		if err != nil {
			b.Fatal(err)
		}
		if l := discover.Links(res.Body, res.Header.Get("Content-Type"), res.URL); len(l.Entries) != 200 {
			b.Fatal(len(l.Entries))
		}
	}
	b.Run("goquery", func(b *testing.B) {
		besides(b, ours, func() {
			res, err := http.Get(s.URL + "/a")
			if err != nil {
				b.Fatal(err)
			}
			defer res.Body.Close()
			doc, err := goquery.NewDocumentFromReader(res.Body)
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) { n++ })
			doc.Find("h1").Text()
			doc.Find("title").Text()
			if n != 200 {
				b.Fatal(n)
			}
		})
	})
	b.Run("colly", func(b *testing.B) {
		besides(b, ours, func() {
			n := 0
			k := colly.NewCollector()
			k.OnHTML("a[href]", func(e *colly.HTMLElement) {
				if e.Request.AbsoluteURL(e.Attr("href")) != "" {
					n++
				}
			})
			k.OnHTML("h1", func(e *colly.HTMLElement) { _ = e.Text })
			k.OnHTML("title", func(e *colly.HTMLElement) { _ = e.Text })
			if err := k.Visit(s.URL + "/a"); err != nil || n != 200 {
				b.Fatal(err, n)
			}
		})
	})
}

// BenchmarkPolite: fifty hosts with a pause of a second, against the time that
// the pauses alone take.
func BenchmarkPolite(b *testing.B) {
	const hosts, articles = 50, 8
	for b.Loop() {
		web := crawltest.NewWeb(1, 0, 0, day)
		for i := range hosts {
			s := crawltest.NewSite(fmt.Sprintf("kota-%d", i+1))
			for k := range articles {
				s.Publish(crawltest.Write(s.Name, k, day))
			}
			web.Sites = append(web.Sites, s)
		}
		web.Sites[0].Close()
		web.Sites = web.Sites[1:]
		c, err := crawl.New(crawl.Config{
			Log: memlog.New(time.Now), Outlets: web.Outlets(), Agent: "jejakbot/bench", AllowPrivate: loopback,
			Pace: crawl.Pace{Confirm: time.Millisecond},
		})
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		sum, err := c.Once(b.Context(), crawl.Round{})
		took := time.Since(began)
		if err != nil || sum.Counts[crawl.Fresh] != hosts*articles {
			b.Fatal(sum, err)
		}
		// A pause before the first, and between robots.txt, feed and articles.
		b.ReportMetric(float64(articles+2)*float64(time.Second)/float64(took), "of-limit")
		b.ReportMetric(float64(hosts*(articles+2))/took.Seconds(), "requests/s")
		b.ReportMetric(float64(len(web.Faults(time.Second))), "faults")
		web.Close()
	}
}

// Bounds of 100,000 addresses that wait, beside the log.
const (
	mostBytes    = 400 // of heap for each
	mostResident = 192 // MiB of the process, once the log's own are taken off
	mostRoutines = 32
)

// BenchmarkFrontier: what 100,000 waiting addresses cost in memory beside the log,
// and how many goroutines serve them. It fails beyond the bounds.
func BenchmarkFrontier(b *testing.B) {
	const n = 100_000
	log := memlog.New(time.Now)
	due := time.Now().Add(time.Hour)
	for i := range n {
		u := fmt.Sprintf("https://k.example/berita/kabar-nomor-%d-dari-kota", i)
		e, err := event.New("bench", due, time.Time{}, event.PageDue{Article: news.NewArticleID(u), URL: u, Outlet: "kabar", State: event.PageIsDue, Due: due})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := log.Append(b.Context(), entryOf(e)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		debug.FreeOSMemory()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		resident := residentBytes(b)
		c, err := crawl.New(crawl.Config{Log: log, Agent: "jejakbot/bench", Outlets: []news.Outlet{{ID: "kabar", Hosts: []string{"k.example"}}}})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(b.Context(), 3*time.Second)
		var routines atomic.Int64
		time.AfterFunc(2*time.Second, func() { routines.Store(int64(runtime.NumGoroutine())) })
		if err := c.Run(ctx); err != nil {
			b.Fatal(err)
		}
		cancel()
		resident = residentBytes(b) - resident // with what reading the log left behind
		runtime.GC()
		runtime.ReadMemStats(&after)
		each := float64(after.HeapAlloc-before.HeapAlloc) / n
		b.ReportMetric(each, "bytes/address")
		b.ReportMetric(float64(resident)/(1<<20), "RSS-MiB")
		b.ReportMetric(float64(routines.Load()), "goroutines")
		if each > mostBytes || resident > mostResident<<20 || routines.Load() > mostRoutines {
			b.Errorf("%.0f bytes an address, %d MiB, %d goroutines: want at most %d, %d, %d", each, resident>>20, routines.Load(), mostBytes, mostResident, mostRoutines)
		}
		runtime.KeepAlive(c)
	}
}

// residentBytes is the memory of this process that is in RAM.
func residentBytes(b *testing.B) int64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Skip("/proc/self/statm is not here: ", err)
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		b.Fatal(err)
	}
	return resident * int64(os.Getpagesize())
}
