package crawl

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// daily is a site that publishes two articles an hour in the daytime of working
// days, is silent from one moment on, and speaks again later.
type daily struct {
	start, silent, back time.Time
}

func (d daily) RoundTrip(r *http.Request) (*http.Response, error) {
	now := time.Now()
	body, code := "", 200
	switch r.URL.Path {
	case "/robots.txt":
		code = 404
	case "/feed":
		var b strings.Builder
		b.WriteString(`<rss version="2.0"><channel>`)
		n := 0
		for t := d.start; t.Before(now); t = t.Add(30 * time.Minute) {
			n++
			quiet := t.After(d.silent) && t.Before(d.back)
			if h := t.UTC().Hour(); h < 2 || h > 10 || t.Weekday() == time.Sunday || quiet || now.Sub(t) > 12*time.Hour {
				continue
			}
			fmt.Fprintf(&b, "<item><link>https://k.example/berita/kabar-%d</link></item>", n)
		}
		b.WriteString("</channel></rss>")
		body = b.String()
	default:
		body = "isi"
	}
	return &http.Response{
		StatusCode: code, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// TestSilence: a source that falls silent raises an alarm, nights and Sundays do
// not, and the alarm clears by itself.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now() // a Saturday, by synctest
		d := daily{start: start, silent: start.Add(31 * 24 * time.Hour), back: start.Add(34 * 24 * time.Hour)}
		c, err := New(Config{
			Log: memlog.New(time.Now), Agent: "jejakbot/test", Transport: d,
			Read: func(p extract.Page) extract.Reading {
				return extract.Reading{Article: news.Article{ID: news.NewArticleID(p.URL), URL: p.URL, Title: "x", Paragraphs: []string{"isi"}}}
			},
			Pace:    Pace{Revisits: []time.Duration{}},
			Outlets: []news.Outlet{{ID: "kabar", Name: "Kabar", Hosts: []string{"k.example"}, Feeds: []string{"https://k.example/feed"}, Zone: "Asia/Jakarta", Kind: "press"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- c.Run(ctx) }()
		alarms := func() int { return len(c.Status()[0].Alarms) }
		for day := range 38 {
			time.Sleep(24 * time.Hour)
			at := time.Now()
			switch got := alarms(); {
			case at.Before(d.silent) && got != 0:
				t.Errorf("day %d: an alarm although all is well: %v", day, c.Status()[0].Alarms)
			case at.After(d.silent.Add(40*time.Hour)) && at.Before(d.back) && got != 1:
				t.Errorf("day %d: no alarm", day)
			case at.After(d.back.Add(36*time.Hour)) && got != 0:
				t.Errorf("day %d: the alarm did not clear", day)
			}
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestLayoutAlarm(t *testing.T) {
	c, err := New(Config{Log: memlog.New(time.Now), Agent: "jejakbot/test", Outlets: []news.Outlet{{ID: "kabar", Hosts: []string{"k.example"}}}})
	if err != nil {
		t.Fatal(err)
	}
	o := c.outlets.byID["kabar"]
	seeDoubted := func(out Outcome, n int, doubt string) {
		for range n {
			if err := c.judgeLayout(t.Context(), o, out, doubt); err != nil {
				t.Fatal(err)
			}
		}
	}
	see := func(out Outcome, n int) { seeDoubted(out, n, "") }
	see(Fresh, 20)
	see(NotArticle, 5)
	if a := c.Status()[0].Alarms; len(a) != 0 {
		t.Errorf("five odd pages: %v", a)
	}
	see(NotArticle, 10)
	if a := c.Status()[0].Alarms; len(a) != 1 {
		t.Errorf("fifteen odd pages: %v", a)
	}
	see(Fresh, 20)
	if a := c.Status()[0].Alarms; len(a) != 0 {
		t.Errorf("all is well again: %v", a)
	}
	seeDoubted(Fresh, 20, "the rule points to another place than where the text is")
	if a := c.Status()[0].Alarms; len(a) != 1 {
		t.Errorf("pages that are read, but not as the rules say: %v", a)
	}
}

func TestTraps(t *testing.T) {
	c, err := newCatalogue([]news.Outlet{{ID: "k", Hosts: []string{"k.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range map[string]bool{
		"https://k.example/kota/sungai-meluap":                        false,
		"https://k.example/a/b/a/b/a/b":                               true,
		"https://k.example/" + strings.Join(many(25), "/"):            true,
		"https://k.example/x?" + strings.Join(many(40), "=1&") + "=1": true,
	} {
		a, err := c.address(u)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.trap(); (got != "") != want {
			t.Errorf("trap(%.50s) = %q", u, got)
		}
	}
}

func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("p%d", i)
	}
	return out
}
