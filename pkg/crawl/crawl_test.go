package crawl_test

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/crawltest"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600))

// speed makes an hour 36 ms.
const speed = 100_000

type bench struct {
	t    *testing.T
	log  *memlog.Log
	site *crawltest.Site
	cfg  crawl.Config
}

func open(t *testing.T) *bench {
	t.Helper()
	s := crawltest.NewSite("wanasari")
	t.Cleanup(s.Close)
	return &bench{t: t, log: memlog.New(time.Now), site: s, cfg: crawl.Config{
		Agent:        "jejakbot/test (+https://jejak.invalid/bot)",
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Pace:         crawl.Pace{Pace: fetch.Pace{Speed: speed}},
	}}
}

// crawler is a new process on the same log.
func (b *bench) crawler() *crawl.Crawler {
	b.t.Helper()
	b.cfg.Log = b.log
	b.cfg.Outlets = []news.Outlet{b.site.Outlet()}
	c, err := crawl.New(b.cfg)
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// round is one round of a new process.
func (b *bench) round(r crawl.Round) (crawl.Summary, []crawl.PageReport) {
	b.t.Helper()
	var mu sync.Mutex
	var told []crawl.PageReport
	r.Report = func(p crawl.PageReport) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, p)
	}
	ctx, cancel := context.WithTimeout(b.t.Context(), 20*time.Second)
	defer cancel()
	sum, err := b.crawler().Once(ctx, r)
	if err != nil {
		b.t.Fatal(err)
	}
	return sum, told
}

// facts counts what is in NEWS by wire name.
func (b *bench) facts() map[string]int {
	b.t.Helper()
	out := map[string]int{}
	for rec, err := range b.log.Read(b.t.Context(), eventlog.Query{Stream: event.News.Name}) {
		if err != nil {
			b.t.Fatal(err)
		}
		e, err := rec.Event()
		if err != nil {
			b.t.Fatal(err)
		}
		out[e.Data.Type()]++
	}
	return out
}

func (b *bench) history(slug string) *history.Article {
	b.t.Helper()
	u := b.site.ArticleURL(slug)
	h, err := history.Load(b.t.Context(), b.log, news.NewArticleID(u))
	if err != nil {
		b.t.Fatal(err)
	}
	return h
}

func (b *bench) publish(n int) {
	for i := range n {
		b.site.Publish(crawltest.Write("wanasari", i, day.Add(time.Duration(i)*time.Minute)))
	}
}

func TestFirstAndSecondRound(t *testing.T) {
	b := open(t)
	b.publish(10)
	sum, told := b.round(crawl.Round{})
	if sum.Found != 10 || sum.Counts[crawl.Fresh] != 10 {
		t.Fatalf("first round: %+v %+v", sum, told)
	}
	want := map[string]int{event.CapturedType: 10, event.PublishedType: 10}
	if got := b.facts(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("facts %v, want %v", got, want)
	}
	h := b.history(crawltest.Write("wanasari", 3, day).Slug)
	if len(h.Revisions) != 1 || h.FoundBy != "feed" || len(h.Latest().Reading.Article.Paragraphs) != 3 {
		t.Errorf("history %+v", h)
	}
	if _, err := b.log.GetBlob(t.Context(), h.Latest().Reading.Capture); err != nil {
		t.Error("the page was not kept:", err)
	}
	sum, told = b.round(crawl.Round{Again: true})
	if sum.Found != 0 || sum.Counts[crawl.Unchanged] != 10 || sum.Looked != 10 {
		t.Errorf("second round: %+v %+v", sum, told)
	}
	if got := b.facts(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("after an unchanged round the facts are %v, want %v", got, want)
	}
	conditional := 0
	for _, v := range b.site.Visits() {
		if v.Cond && v.Status == 304 {
			conditional++
		}
	}
	if conditional < 10 {
		t.Errorf("%d conditional requests in the second round, want them all", conditional)
	}
	if f := b.site.Faults(0); len(f) > 0 {
		t.Error(f)
	}
}

func TestEditIsOneRevision(t *testing.T) {
	b := open(t)
	b.publish(3)
	b.round(crawl.Round{})
	a := crawltest.Write("wanasari", 1, day)
	a.Paragraphs[1] += " Wali kota berjanji meninjau lokasi pekan depan."
	b.site.Publish(a)
	sum, told := b.round(crawl.Round{Again: true})
	if sum.Counts[crawl.Changed] != 1 {
		t.Fatalf("%+v %+v", sum, told)
	}
	h := b.history(a.Slug)
	if len(h.Revisions) != 2 || !slices.Contains(h.Latest().Changed, "paragraphs") {
		t.Errorf("revisions %+v", h.Revisions)
	}
	if f := b.facts(); f[event.RevisedType] != 1 || f[event.CapturedType] != 4 {
		t.Errorf("facts %v", f)
	}
}

func TestTwinsAreOneArticle(t *testing.T) {
	b := open(t)
	b.publish(1)
	slug := crawltest.Write("wanasari", 0, day).Slug
	b.round(crawl.Round{})
	u := b.site.ArticleURL(slug)
	sum, _ := b.round(crawl.Round{URLs: []string{u + "/amp", u + "?utm_source=wa&fbclid=9", u + "/?amp=1#x", u + "/"}})
	if sum.Found != 0 || sum.Counts[crawl.Fresh] != 0 {
		t.Errorf("%+v", sum)
	}
	if f := b.facts(); f[event.PublishedType] != 1 || f[event.CapturedType] != 1 {
		t.Errorf("facts %v", f)
	}
}

func TestRelatedLinksAreFollowed(t *testing.T) {
	b := open(t)
	hidden := crawltest.Write("wanasari", 50, day)
	hidden.Hidden = true
	b.site.Publish(hidden)
	a := crawltest.Write("wanasari", 1, day)
	a.Related = []string{hidden.Slug}
	b.site.Publish(a)
	b.round(crawl.Round{})
	h := b.history(hidden.Slug)
	if len(h.Revisions) != 1 || h.FoundBy != "related" || h.FoundAt != b.site.ArticleURL(a.Slug) {
		t.Errorf("found by %q at %q, %d revisions", h.FoundBy, h.FoundAt, len(h.Revisions))
	}
}

func TestSitemapAndListing(t *testing.T) {
	for _, tt := range []struct {
		name          string
		feed, sitemap bool
		listing       int
	}{{"feed", true, false, 0}, {"sitemap", false, true, 0}, {"listing", false, false, 4}} {
		t.Run(tt.name, func(t *testing.T) {
			b := open(t)
			b.site.Found(tt.feed, tt.sitemap, tt.listing)
			b.publish(17)
			if sum, told := b.round(crawl.Round{}); sum.Counts[crawl.Fresh] != 17 {
				t.Errorf("%+v %+v", sum, told)
			}
			if f := b.site.Faults(0); len(f) > 0 {
				t.Error(f)
			}
		})
	}
}

func TestRefusalsAreWrittenDown(t *testing.T) {
	b := open(t)
	b.publish(1)
	b.site.Handle("/berita/besar-sekali-sekali-ini", bytesOf(6<<20))
	b.site.Handle("/berita/bukan-artikel-sama-sekali", bytesOf(0))
	var urls []string
	for _, p := range []string{"/tertutup/rahasia-di-balik-pagar", "/berita/tidak-ada-di-sini", "/berita/besar-sekali-sekali-ini", "/berita/bukan-artikel-sama-sekali"} {
		urls = append(urls, b.site.URL+p)
	}
	urls = append(urls, "http://169.254.169.254/latest/meta-data/", "mailto:a@b.id")
	sum, told := b.round(crawl.Round{URLs: urls})
	if sum.Counts[crawl.Refused] != 4 || sum.Counts[crawl.Missed] != 1 || sum.Counts[crawl.NotArticle] != 1 {
		t.Errorf("%+v", sum)
	}
	for _, p := range told {
		if p.Reason == "" {
			t.Errorf("no reason for %s", p.URL)
		}
	}
	for _, u := range urls[:4] {
		rec, err := b.log.Last(t.Context(), "crawl.*.*."+string(news.NewArticleID(u)))
		if err != nil {
			t.Errorf("nothing is known of %s: %v", u, err)
			continue
		}
		e, _ := rec.Event()
		if p := e.Data.(event.PageDue); p.Reason == "" || p.Outcome == "" {
			t.Errorf("%s: %+v", u, p)
		}
	}
	if b.facts()[event.PublishedType] != 0 {
		t.Error("something was published")
	}
	if f := b.site.Faults(0); len(f) > 0 {
		t.Error(f)
	}
	if b.site.Asked("/tertutup/rahasia-di-balik-pagar") != 0 {
		t.Error("the forbidden page was asked for")
	}
}

func TestRedactedStaysOut(t *testing.T) {
	b := open(t)
	b.publish(1)
	slug := crawltest.Write("wanasari", 0, day).Slug
	id := news.NewArticleID(b.site.ArticleURL(slug))
	e, err := event.New("jejak/desk", time.Now(), time.Time{}, event.Redacted{Article: id, Reason: "putusan pengadilan", Actor: "redaksi"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
	sum, _ := b.round(crawl.Round{})
	if sum.Counts[crawl.Redacted] != 1 || b.facts()[event.PublishedType] != 0 || b.facts()[event.CapturedType] != 0 {
		t.Errorf("%+v %v", sum, b.facts())
	}
}

func TestNoArchive(t *testing.T) {
	b := open(t)
	a := crawltest.Write("wanasari", 0, day)
	a.Head = `<meta name="robots" content="index, noarchive">`
	b.site.Publish(a)
	b.round(crawl.Round{})
	h := b.history(a.Slug)
	if h.Latest() == nil || h.Captures[0].Hash != "" {
		t.Fatalf("history %+v", h)
	}
	if _, err := b.log.GetBlob(t.Context(), h.Latest().Reading.Capture); err == nil {
		t.Error("the page was kept against the outlet's word")
	}
}

func TestForbiddenOutletIsNeverFetched(t *testing.T) {
	b := open(t)
	b.publish(1)
	o := b.site.Outlet()
	o.Forbids = "the outlet's terms forbid it"
	b.cfg.Log, b.cfg.Outlets = b.log, []news.Outlet{o}
	c, err := crawl.New(b.cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Once(t.Context(), crawl.Round{}); err != nil {
		t.Error(err)
	}
	if _, err := c.Once(t.Context(), crawl.Round{Outlets: []news.OutletID{o.ID}}); err == nil || !strings.Contains(err.Error(), "terms forbid") {
		t.Errorf("%v, want the reason", err)
	}
	if n := len(b.site.Visits()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
