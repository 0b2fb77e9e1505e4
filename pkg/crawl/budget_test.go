package crawl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// busy is a site without a network that publishes more than a day's requests.
type busy struct {
	mu    sync.Mutex
	start time.Time
	daily int
	seen  map[string]bool
	days  []string // of each day, in order: s for a source, n for a new article, r for a look again
}

func (p *busy) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	day := int(time.Since(p.start) / (24 * time.Hour))
	for len(p.days) <= day {
		p.days = append(p.days, "")
	}
	var b strings.Builder
	switch {
	case r.URL.Path == "/robots.txt":
	case r.URL.Path == "/feed":
		p.days[day] += "s"
		b.WriteString(`<rss version="2.0"><channel>`)
		for i := range p.daily {
			fmt.Fprintf(&b, "<item><link>https://k.example/berita/kabar-hari-%d-ke-%d</link></item>", day, i)
		}
		b.WriteString("</channel></rss>")
	default:
		kind := "n"
		if p.seen[r.URL.Path] {
			kind = "r"
		}
		p.seen[r.URL.Path] = true
		p.days[day] += kind
		b.WriteString("Kabar " + r.URL.Path + "\n0\n0")
	}
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(b.String())),
		ContentLength: int64(b.Len()), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// TestBudget: of a day that is too short for all, new articles and looks again each
// get their share, also when the crawler is another one at noon.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const dayCap = 120
		now := time.Now()
		time.Sleep(dayAfter(now).Sub(now)) // a day begins
		p := &busy{start: time.Now(), daily: 200, seen: map[string]bool{}}
		log := memlog.New(time.Now)
		for n := range 4 { // two crawlers a day
			c, err := crawl.New(crawl.Config{
				Log: log, Agent: "jejakbot/test", Transport: p, Read: readPaper, DayCap: dayCap, Holder: fmt.Sprintf("perangkak-%d", n),
				Outlets: []news.Outlet{{ID: "kabar", Name: "Kabar", Hosts: []string{"k.example"}, Feeds: []string{"https://k.example/feed"}, Kind: "press"}},
			})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 12*time.Hour-time.Second)
			if err := c.Run(ctx); err != nil {
				t.Fatal(err)
			}
			cancel()
			time.Sleep(time.Second)
		}
		for day, done := range p.days[:2] {
			again := strings.Count(done, "r")
			t.Logf("day %d: %d sources, %d new articles, %d looks again", day, strings.Count(done, "s"), strings.Count(done, "n"), again)
			if len(done) != dayCap {
				t.Errorf("day %d: %d requests, want the %d of the day", day, len(done), dayCap)
			}
			if again < dayCap/4 || again > dayCap/2 {
				t.Errorf("day %d: %d looks again, want a quarter to a half of %d", day, again, dayCap)
			}
		}
		// Both waited for the second day: three new articles for each look again.
		if first := strings.ReplaceAll(p.days[1], "s", ""); !strings.HasPrefix(first, strings.Repeat("nnnr", 8)) {
			t.Errorf("the second day began with %s", first[:40])
		}
	})
}

func dayAfter(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour) }
