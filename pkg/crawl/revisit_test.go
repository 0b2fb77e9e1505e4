package crawl_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// paper is a site without a network, so that forty days pass in seconds. Its
// pages are a title, a text, a modified time and boxes.
type paper struct {
	mu       sync.Mutex
	rnd      *rand.Rand
	start    time.Time
	articles []*story
	trouble  float64 // share of answers that are 500 or a challenge page
	requests int
	asked    time.Time
	closest  time.Duration
}

type story struct {
	at       time.Duration // after start
	edits    []time.Duration
	gone     time.Duration // 0: never
	back     time.Duration // 0: never
	turning  bool          // its box turns at every look
	headline bool          // tries out a second headline on one look in eight
}

func (p *paper) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if !p.asked.IsZero() {
		if d := now.Sub(p.asked); d < p.closest || p.closest == 0 {
			p.closest = d
		}
	}
	p.asked = now
	p.requests++
	answer := func(code int, body string) (*http.Response, error) {
		return &http.Response{
			StatusCode: code, Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader(body)),
			ContentLength: int64(len(body)), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}, nil
	}
	switch {
	case r.URL.Path == "/robots.txt":
		return answer(404, "")
	case r.URL.Path == "/feed":
		var b strings.Builder
		b.WriteString("<rss version=\"2.0\"><channel>")
		for i, s := range p.articles {
			if age := now.Sub(p.start.Add(s.at)); age >= 0 && age < 24*time.Hour {
				fmt.Fprintf(&b, "<item><title>x</title><link>https://k.example/berita/kabar-ke-%d</link></item>", i)
			}
		}
		b.WriteString("</channel></rss>")
		return answer(200, b.String())
	}
	if p.rnd.Float64() < p.trouble {
		if p.rnd.IntN(2) == 0 {
			return answer(500, "")
		}
		return answer(200, "<html><script src=/cdn-cgi/challenge-platform/x></script></html>")
	}
	var i int
	fmt.Sscanf(r.URL.Path, "/berita/kabar-ke-%d", &i)
	s := p.articles[i]
	age := now.Sub(p.start)
	if s.gone > 0 && age >= s.gone && (s.back == 0 || age < s.back) {
		return answer(404, "")
	}
	version := 0
	for _, e := range s.edits {
		if age >= e {
			version++
		}
	}
	title, box := fmt.Sprintf("Kabar ke-%d", i), 0
	if s.headline && age-s.at > 10*time.Minute && p.rnd.IntN(8) == 0 {
		title = fmt.Sprintf("Judul kedua kabar ke-%d", i)
	}
	if s.turning {
		box = p.rnd.IntN(50)
	}
	return answer(200, fmt.Sprintf("%s\n%d\n%d", title, version, box))
}

// readPaper is an extractor for such pages.
func readPaper(p extract.Page) extract.Reading {
	f := strings.Split(string(p.Body), "\n")
	if len(f) != 3 {
		return extract.Reading{Reason: "no text"}
	}
	return extract.Reading{Article: news.Article{
		ID: news.NewArticleID(p.URL), URL: p.URL, Outlet: p.Outlet.ID, Title: f[0],
		Paragraphs: []string{"isi versi " + f[1]},
		Related:    []news.Link{{Title: "kotak " + f[2], Form: "box", After: -1}},
	}}
}

// TestFortyDays runs the revisits over forty days of virtual time: every edit and
// withdrawal must be found within the interval that the curve promises, and
// nothing must be found that did not happen.
func TestFortyDays(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 100
	}
	synctest.Test(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(7, 11))
		p := &paper{rnd: rnd, start: time.Now(), trouble: 0.05}
		for i := range n {
			s := &story{at: time.Duration(rnd.Int64N(int64(24 * time.Hour)))}
			switch i % 10 {
			case 0, 1:
				s.edits = []time.Duration{s.at + time.Duration(rnd.Int64N(int64(6*24*time.Hour)))}
			case 2:
				s.gone = s.at + time.Hour + time.Duration(rnd.Int64N(int64(5*24*time.Hour)))
			case 3:
				s.turning = true
			case 4:
				s.headline = true
			case 5: // away for an evening: no withdrawal
				s.gone = s.at + 23*time.Hour
				s.back = s.gone + 3*time.Hour
			}
			p.articles = append(p.articles, s)
		}
		log := memlog.New(time.Now)
		c, err := crawl.New(crawl.Config{
			Log: log, Agent: "jejakbot/test", Transport: p, Read: readPaper, DayCap: 1 << 30,
			Pace:    crawl.Pace{},
			Outlets: []news.Outlet{{ID: "kabar", Name: "Kabar", Hosts: []string{"k.example"}, Feeds: []string{"https://k.example/feed"}, Zone: "Asia/Jakarta", Kind: "press"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 40*24*time.Hour)
		defer cancel()
		if err := c.Run(ctx); err != nil {
			t.Fatal(err)
		}
		judge(t, log, p)
		t.Logf("%d articles, %d requests, %.1f for each", n, p.requests, float64(p.requests)/float64(n))
		if p.closest < time.Second {
			t.Errorf("two requests only %v apart", p.closest)
		}
	})
}

// curve is when an article is looked at.
var curve = []time.Duration{15 * time.Minute, time.Hour, 3 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// promised is the first step of the curve after a moment, with room for trouble:
// the look may fail and be repeated, and must be confirmed.
func promised(seen, happened time.Time) time.Time {
	for _, d := range curve {
		if at := seen.Add(d); at.After(happened) {
			return at.Add(6 * time.Hour)
		}
	}
	return seen.Add(31 * 24 * time.Hour)
}

func judge(t *testing.T, log *memlog.Log, p *paper) {
	t.Helper()
	wrong := 0
	fault := func(format string, args ...any) {
		if wrong++; wrong <= 10 {
			t.Errorf(format, args...)
		}
	}
	for i, s := range p.articles {
		h, err := history.Load(context.Background(), log, news.NewArticleID(fmt.Sprintf("https://k.example/berita/kabar-ke-%d", i)))
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Revisions) == 0 {
			fault("article %d was never found", i)
			continue
		}
		seen := h.Revisions[0].Observed
		edits := 0
		for _, e := range s.edits {
			if at := p.start.Add(e); at.After(seen) {
				edits++
				if len(h.Revisions) < 2 || h.Revisions[1].Observed.After(promised(seen, at)) {
					fault("article %d: edit at %v not found in time (%d revisions)", i, e, len(h.Revisions))
				}
			}
		}
		if len(h.Revisions) != 1+edits {
			fault("article %d (turning %v, headline %v): %d revisions, want %d", i, s.turning, s.headline, len(h.Revisions), 1+edits)
		}
		forGood := s.gone > 0 && s.back == 0
		switch {
		case !forGood && (h.Withdrawn != nil || len(h.Past) > 0):
			fault("article %d was not withdrawn and is said to be", i)
		case forGood && h.Withdrawn == nil:
			fault("article %d: withdrawal at %v not found", i, s.gone)
		case forGood && h.Withdrawn.Observed.After(promised(seen, p.start.Add(s.gone)).Add(30*time.Hour)):
			fault("article %d: withdrawal at %v found only at %v", i, s.gone, h.Withdrawn.Observed.Sub(p.start))
		}
	}
	if wrong > 10 {
		t.Errorf("and %d more", wrong-10)
	}
}

func TestWithdrawnAndRestored(t *testing.T) {
	b := open(t)
	b.publish(2)
	b.round(crawl.Round{})
	slug := "wanasari-1-kabar-dari-kota"
	b.site.TakeDown(slug, http.StatusFound) // to the front page
	look := func() { b.round(crawl.Round{URLs: []string{b.site.ArticleURL(slug)}}) }
	look()
	look()
	if h := b.history(slug); h.Withdrawn != nil {
		t.Fatal("withdrawn after two looks")
	}
	time.Sleep(24 * time.Hour / speed) // 0.9 s
	look()
	h := b.history(slug)
	if h.Withdrawn == nil || h.Withdrawn.Reason != "redirected-home" || len(h.Withdrawn.Looks) < 3 {
		t.Fatalf("withdrawn %+v", h.Withdrawn)
	}
	look()
	if f := b.facts(); f[event.WithdrawnType] != 1 {
		t.Errorf("facts %v", f)
	}
	b.site.Publish(crawltestWrite(1))
	look()
	if h := b.history(slug); h.Withdrawn != nil || len(h.Past) != 1 || len(h.Revisions) != 1 {
		t.Errorf("after the return: %+v", h)
	}
}

// TestTroubleIsNoWithdrawal: a site that is broken, forbids or asks for a proof of
// humanity took nothing away.
func TestTroubleIsNoWithdrawal(t *testing.T) {
	for _, code := range []int{500, 502, 403, 401, 451} {
		b := open(t)
		b.cfg.Pace.BackoffFloor = time.Minute
		b.publish(1)
		b.round(crawl.Round{})
		slug := "wanasari-0-kabar-dari-kota"
		b.site.TakeDown(slug, code)
		for range 4 {
			b.round(crawl.Round{URLs: []string{b.site.ArticleURL(slug)}})
			time.Sleep(24 * time.Hour / speed / 3)
		}
		if f := b.facts(); f[event.WithdrawnType] != 0 {
			t.Errorf("%d four times was taken for a withdrawal", code)
		}
	}
}

// TestHeadlineThatIsTakenBack: one look saw another headline.
func TestHeadlineThatIsTakenBack(t *testing.T) {
	b := open(t)
	b.publish(1)
	b.round(crawl.Round{})
	a := crawltestWrite(0)
	var once sync.Once
	page := b.site
	before := a.Title
	a.Title = "Judul Percobaan untuk Sebagian Pembaca Saja"
	page.Publish(a)
	sum, _ := b.roundThen(crawl.Round{Again: true}, func(p crawl.PageReport) {
		if p.Outcome == crawl.Doubted {
			once.Do(func() { a.Title = before; page.Publish(a) })
		}
	})
	if sum.Counts[crawl.Doubted] != 1 || b.facts()[event.RevisedType] != 0 {
		t.Errorf("%+v, %v", sum, b.facts())
	}
}
