package discover

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var wib = time.FixedZone("WIB", 7*3600)

func TestDate(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Tue, 03 Nov 2026 14:05:00 +0700", "2026-11-03T07:05:00Z"},
		{"Sel, 03 Nov 2026 14:05:00 +0700", "2026-11-03T07:05:00Z"},
		{"Selasa, 3 November 2026 14:05 WIB", "2026-11-03T07:05:00Z"},
		{"Sel, 03 Nov 2026 14:05:00 WIB", "2026-11-03T07:05:00Z"},
		{"Sel, 03 Nov 2026 14:05:00 WITA", "2026-11-03T06:05:00Z"},
		{"Sel, 03 Nov 2026 14:05:00 WIT", "2026-11-03T05:05:00Z"},
		{"Jum'at, 17 Agt 2026 09:00:00 WIB", "2026-08-17T02:00:00Z"},
		{"Sat, 17 Mei 2025 10:00:00 GMT", "2025-05-17T10:00:00Z"},
		{"Min, 02 Mar 2025 10:00:00", "2025-03-02T03:00:00Z"}, // the outlet's zone
		{"03 Des 26 10:00 +07:00", "2026-12-03T03:00:00Z"},
		{"2025-05-17T10:00:00+07:00", "2025-05-17T03:00:00Z"},
		{"2025-05-17T10:00:00Z", "2025-05-17T10:00:00Z"},
		{"2025-05-17 10:00:00", "2025-05-17T03:00:00Z"},
		{"2025-05-17", "2025-05-16T17:00:00Z"},
		{"", ""}, {"kemarin", ""}, {"31 Feb 2025", ""}, {"0001-01-01T00:00:00Z", ""}, {"Tue, 03 Nov 9999 14:05:00 GMT", ""},
	} {
		got, ok := Date(tt.in, wib)
		s := ""
		if ok {
			s = got.UTC().Format(time.RFC3339)
		}
		if s != tt.want {
			t.Errorf("Date(%q) = %q, want %q", tt.in, s, tt.want)
		}
	}
}

func urls(l List) []string {
	var out []string
	for _, e := range l.Entries {
		out = append(out, e.URL)
	}
	return out
}

const rss = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Kabar</title>
<item><title>Satu &nbsp; & dua</title><link>https://k.example/satu</link><guid>x</guid><pubDate>Sel, 03 Nov 2026 14:05:00 WIB</pubDate></item>
<item><title>Dua</title><link>/dua?utm_source=rss</link><guid>x</guid></item>
<item><title>Satu lagi</title><link>https://www.k.example/satu/#komentar</link></item>
<item><title>Tanpa alamat</title></item>
<item><title>Lain</title><link>mailto:a@k.example</link></item>
</channel></rss>`

func TestFeed(t *testing.T) {
	l, err := Feed([]byte(rss), "https://k.example/feed/", wib)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"https://k.example/satu", "https://k.example/dua?utm_source=rss"}; !slices.Equal(urls(l), want) {
		t.Errorf("entries %v, want %v", urls(l), want)
	}
	if got := l.Entries[0].Published.UTC().Format(time.RFC3339); got != "2026-11-03T07:05:00Z" {
		t.Errorf("published %s", got)
	}
	if l.Broken != 2 {
		t.Errorf("broken %d, want 2", l.Broken)
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/a"/><updated>2026-11-03T14:05:00+07:00</updated></entry></feed>`
	if l, err := Feed([]byte(atom), "https://k.example/atom", wib); err != nil || len(l.Entries) != 1 || l.Entries[0].Published.IsZero() {
		t.Errorf("atom: %+v, %v", l, err)
	}
	js := `{"version":"https://jsonfeed.org/version/1.1","title":"K","items":[{"id":"1","url":"https://k.example/j","date_published":"2026-11-03T14:05:00+07:00"}]}`
	if l, err := Feed([]byte(js), "https://k.example/feed.json", wib); err != nil || len(l.Entries) != 1 {
		t.Errorf("json: %+v, %v", l, err)
	}
	for _, bad := range []string{"", "<html><body>hello", "{", "<rss><channel><item><li"} {
		if l, err := Feed([]byte(bad), "https://k.example/feed", wib); err == nil && len(l.Entries) > 0 {
			t.Errorf("Feed(%q) = %v", bad, l)
		}
	}
}

func TestSitemap(t *testing.T) {
	news := `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://k.example/a </loc><image:image><image:loc>https://k.example/a.jpg</image:loc></image:image><news:news><news:title>Judul</news:title><news:publication_date>2026-11-03T14:05:00+07:00</news:publication_date></news:news></url>
<url><image:image><image:loc>https://k.example/b.jpg</image:loc></image:image><loc>https://k.example/b</loc><lastmod>2026-11-01</lastmod></url>
<url><loc>https://k.example/a?utm_medium=x</loc></url></urlset>`
	m, err := Sitemap([]byte(news), "https://k.example/s.xml")
	if err != nil || !slices.Equal(urls(m.List), []string{"https://k.example/a", "https://k.example/b"}) {
		t.Fatalf("%v, %v", urls(m.List), err)
	}
	if e := m.Entries[0]; e.Title != "Judul" || e.Published.IsZero() || m.Entries[1].Changed.IsZero() {
		t.Errorf("entries %+v", m.Entries)
	}
	index := `<sitemapindex><sitemap><loc>https://k.example/1.xml</loc><lastmod>2026-11-01</lastmod></sitemap><sitemap><loc>https://k.example/s.xml</loc></sitemap></sitemapindex>`
	if m, err := Sitemap([]byte(index), "https://k.example/s.xml"); err != nil || len(m.Children) != 2 || len(m.Entries) != 0 {
		t.Errorf("index: %+v, %v", m, err)
	}
	if m, err := Sitemap([]byte("https://k.example/a\nhttps://k.example/b\n"), "https://k.example/s.txt"); err != nil || len(m.Entries) != 2 {
		t.Errorf("text: %+v, %v", m, err)
	}
	half := `<urlset><url><loc>https://k.example/a</loc></url><url><loc>https://k.exa`
	if m, err := Sitemap([]byte(half), "https://k.example/s.xml"); err == nil || len(m.Entries) != 1 {
		t.Errorf("half a file: %+v, %v, want one entry and an error", m, err)
	}
	for _, bad := range []string{"<!DOCTYPE html><html>", "<rss></rss>"} {
		if _, err := Sitemap([]byte(bad), "https://k.example/s.xml"); err == nil {
			t.Errorf("Sitemap(%q): no error", bad)
		}
	}
}

func TestSitemapIsCut(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range MaxEntries + 10 {
		fmt.Fprintf(&b, "<url><loc>https://k.example/%d</loc></url>", i)
	}
	m, err := Sitemap([]byte(b.String()), "https://k.example/s.xml")
	if err != nil || len(m.Entries) != MaxEntries || !m.Cut {
		t.Errorf("%d entries, cut %v, %v", len(m.Entries), m.Cut, err)
	}
}

func TestLinks(t *testing.T) {
	page := `<html><head><base href="https://k.example/kota/"><link rel="alternate" type="application/rss+xml" href="/feed/"><meta name="generator" content="WordPress 6.8">
<body><a href="satu">1</a> <a href="//www.k.example/kota/satu">1</a><a href="#x">x</a><a href="javascript:x()">x</a><a class="next page-numbers" href="page/2/">&raquo;</a>
<script>"<a href='/tidak'>"</script><!-- <a href="/tidak2"> -->`
	p := Links([]byte(page), "text/html", "https://k.example/")
	if want := []string{"https://k.example/kota/satu", "https://www.k.example/kota/satu", "https://k.example/kota/page/2/"}; !slices.Equal(urls(p.List), want) {
		t.Errorf("links %v, want %v", urls(p.List), want)
	}
	if p.Next != "https://k.example/kota/page/2/" || !slices.Equal(p.Feeds, []string{"https://k.example/feed/"}) || p.Generator != "WordPress 6.8" {
		t.Errorf("next %q, feeds %v, generator %q", p.Next, p.Feeds, p.Generator)
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":1}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, _ := Feed(b, "https://k.example/feed", wib)
		check(t, l)
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://k.example/a</loc><lastmod>2026</lastmod></url></urlset>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc>/x</loc></sitemap></sitemapindex>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, _ := Sitemap(b, "https://k.example/s.xml")
		check(t, m.List)
	})
}

func FuzzDate(f *testing.F) {
	f.Add("Sel, 03 Nov 2026 14:05:00 WIB")
	f.Add("2026-11-03T14:05+07:00")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := Date(s, wib); ok && (d.Year() < 1990 || d.Year() > 2200) {
			t.Errorf("Date(%q) = %v", s, d)
		}
	})
}

func check(t *testing.T, l List) {
	t.Helper()
	for _, e := range l.Entries {
		if !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") {
			t.Errorf("address %q", e.URL)
		}
	}
}
