package crawl_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/news"
)

func TestProbe(t *testing.T) {
	b := open(t)
	b.site.Found(true, true, 5)
	b.site.Robots("User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /tertutup/\nSitemap: " + b.site.URL + "/sitemap.xml\n")
	b.publish(8)
	p, err := crawl.Probe(t.Context(), b.cfg, b.site.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := p.Outlet
	if !slices.Contains(o.Feeds, b.site.URL+"/feed/") || !slices.Contains(o.Sitemaps, b.site.URL+"/sitemap.xml") || len(o.Listings) == 0 {
		t.Errorf("sources %v %v %v; tried %+v", o.Feeds, o.Sitemaps, o.Listings, p.Tried)
	}
	re, err := regexp.Compile(o.Articles)
	if err != nil || !re.MatchString("/berita/wanasari-3-kabar-dari-kota") || re.MatchString("/berita") {
		t.Errorf("pattern %q, %v", o.Articles, err)
	}
	if len(p.Sample) != 3 || p.Sample[0].Outcome != crawl.Fresh {
		t.Errorf("sample %+v", p.Sample)
	}
	if !strings.Contains(strings.Join(p.Notes, "\n"), "gptbot") {
		t.Errorf("notes %v", p.Notes)
	}
	// The entry works as it is.
	b.cfg.Log, b.cfg.Outlets = b.log, []news.Outlet{o}
	c, err := crawl.New(b.cfg)
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := c.Once(t.Context(), crawl.Round{}); err != nil || sum.Counts[crawl.Fresh] != 8 {
		t.Errorf("%+v, %v", sum, err)
	}
	if f := b.site.Faults(0); len(f) > 0 {
		t.Error(f)
	}
}

func TestCheck(t *testing.T) {
	b := open(t)
	b.publish(4)
	var got []crawl.Checked
	if err := b.crawler().Check(t.Context(), nil, func(k crawl.Checked) { got = append(got, k) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Fault != "" || got[0].Entries != 4 || got[0].Robots != 200 || got[0].Newest.IsZero() {
		t.Errorf("%+v", got)
	}
	b.site.Handle("/feed/", bytesOf(10))
	got = nil
	if err := b.crawler().Check(t.Context(), nil, func(k crawl.Checked) { got = append(got, k) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !strings.Contains(got[0].Fault, "web page came instead") {
		t.Errorf("%+v", got)
	}
	if b.facts()["x"] != 0 || len(b.facts()) != 0 {
		t.Error("a check published something")
	}
}
