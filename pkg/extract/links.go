package extract

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// Found is a link of a page that may lead to an article.
type Found struct {
	URL       string // as the page has it, absolute: what to fetch
	Canonical string // the article's name
	Title     string // text of the link
	Score     int    // the higher, the more it looks like an article
}

// maxFound bounds the links that are returned of one page.
const maxFound = 1000

var (
	notArticlePath = regexp.MustCompile(`(?i)^/(?:$|tags?/|topik/|topic/|kategori/|category/|author/|penulis/|indeks?(?:/|$)|search|cari|login|register|masuk|daftar|tentang|about|redaksi|kontak|contact|pedoman|privacy|kebijakan|disclaimer|sitemap|feed|rss|page/\d|wp-(?:admin|login|content|json)|cdn-cgi|karir|iklan|advertise)`)
	fileName       = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|css|js|xml|ico)$`)
	slugForm       = regexp.MustCompile(`[\pL\d]+(?:-[\pL\d]+){3,}`)
	numberForm     = regexp.MustCompile(`(?:^|[/_-])\d{4,}(?:[/_.-]|$)`)
)

// Links lists the links of a listing page that look like articles of the same
// site, in the order of the page, each once. When the outlet says how the path of
// an article looks, that decides; otherwise the form of the address, the length
// of the link's text and where it stands do.
func Links(p Page) []Found {
	pg := newPage(decode(p.Body, p.ContentType), families)
	base := pg.base(p)
	var form *regexp.Regexp
	if p.Outlet != nil && p.Outlet.Articles != "" {
		form, _ = regexp.Compile(p.Outlet.Articles) // the registry has checked it
	}
	site, err := canonical.Site(p.URL)
	if err != nil {
		return nil
	}
	here, _ := canonical.URL(p.URL)
	suspect := pg.suspects()
	var out []Found
	at := map[string]int{}
	tried := 0
	for _, n := range pg.tree.Nodes {
		if n.Tag != atom.A || len(out) >= maxFound || tried >= 10*maxFound {
			continue
		}
		tried++
		href := strings.TrimSpace(n.Attr("href"))
		if href == "" || href[0] == '#' || len(href) > 2048 {
			continue
		}
		fetch, err := canonical.Resolve(base, href)
		if err != nil {
			continue
		}
		name, err := canonical.URL(fetch)
		if err != nil || name == here {
			continue
		}
		if s, err := canonical.Site(name); err != nil || s != site && !outletHost(p, name) {
			continue
		}
		title := linkTitle(pg, n)
		if i, ok := at[name]; ok {
			if len(title) > len(out[i].Title) {
				out[i].Title = title
			}
			continue
		}
		score := articleScore(name, title, form)
		if score <= 0 {
			continue
		}
		if suspect[n.ID] {
			score--
		}
		at[name] = len(out)
		out = append(out, Found{URL: fetch, Canonical: name, Title: title, Score: score})
	}
	return out
}

func linkTitle(pg *page, n *dom.Node) string {
	t := tidy(pg.tree.TextOf(n))
	if t == "" {
		t = tidy(n.Attr("title"))
	}
	if t == "" {
		for i := n.ID + 1; i <= n.End; i++ {
			if m := pg.tree.Nodes[i]; m.Tag == atom.Img {
				t = tidy(m.Attr("alt"))
				break
			}
		}
	}
	if len(t) > 400 {
		return ""
	}
	return t
}

func outletHost(p Page, name string) bool {
	if p.Outlet == nil {
		return false
	}
	u, err := url.Parse(name)
	if err != nil {
		return false
	}
	for _, h := range p.Outlet.Hosts {
		if strings.TrimPrefix(u.Host, "www.") == strings.TrimPrefix(h, "www.") {
			return true
		}
	}
	return false
}

// articleScore rates an address: 0 and less is no article.
func articleScore(name, title string, form *regexp.Regexp) int {
	u, err := url.Parse(name)
	if err != nil || fileName.MatchString(u.Path) {
		return 0
	}
	if form != nil {
		if form.MatchString(u.Path) {
			return 10
		}
		return 0
	}
	if notArticlePath.MatchString(u.Path) || notArticlePath.MatchString(strings.TrimSuffix(u.Path, "/")+"/") {
		return 0
	}
	score := 0
	last := u.Path[strings.LastIndexByte(u.Path, '/')+1:]
	if slugForm.MatchString(u.Path) {
		score += 3
	}
	if _, ok := urlDate(name); ok {
		score += 3
	}
	if numberForm.MatchString(u.Path) {
		score += 2
	}
	if n := words(title); n >= 5 {
		score += 2
	} else if n >= 3 {
		score++
	}
	if strings.Contains(last, ".htm") || strings.Contains(last, ".php") {
		score++
	}
	if u.RawQuery != "" && numberForm.MatchString("/"+strings.NewReplacer("=", "/", "&", "/").Replace(u.RawQuery)+"/") {
		score += 2
	}
	if score < 3 {
		return 0
	}
	return score
}

// base returns the address that links of the page are relative to.
func (pg *page) base(p Page) string {
	if pg.meta.base != "" {
		if u, err := canonical.Resolve(p.URL, pg.meta.base); err == nil {
			return u
		}
	}
	return p.URL
}

// Feeds lists the RSS, Atom and JSON feeds that a page names, absolute, each once.
// Feeds of comments are left out.
func Feeds(p Page) []string {
	pg := newPage(decode(p.Body, p.ContentType), families)
	base := pg.base(p)
	var out []string
	add := func(href, title string) {
		low := strings.ToLower(href + " " + title)
		if strings.Contains(low, "comment") || strings.Contains(low, "komentar") || strings.Contains(low, "oembed") || strings.Contains(low, "wp-json") {
			return
		}
		if u, err := canonical.Resolve(base, href); err == nil && !containsFold(out, u) && len(out) < 50 {
			out = append(out, u)
		}
	}
	for _, l := range pg.meta.links {
		if strings.Contains(l.rel, "alternate") && (strings.Contains(l.typ, "rss") || strings.Contains(l.typ, "atom") || l.typ == "application/feed+json") {
			add(l.href, l.title)
		}
	}
	for _, n := range pg.tree.Nodes {
		if n.Tag != atom.A {
			continue
		}
		href := n.Attr("href")
		low := strings.ToLower(href)
		if len(href) < 512 && (strings.HasSuffix(strings.TrimRight(low, "/"), "/feed") || strings.HasSuffix(strings.TrimRight(low, "/"), "/rss") || strings.HasSuffix(low, "rss.xml") || strings.HasSuffix(low, "feed.xml") || strings.HasSuffix(low, "atom.xml")) {
			if u, err := canonical.Resolve(base, href); err == nil && sameSite(u, p.URL) {
				add(href, "")
			}
		}
	}
	return out
}

// Sitemaps lists the sitemaps that a page names, absolute, each once.
func Sitemaps(p Page) []string {
	pg := newPage(decode(p.Body, p.ContentType), families)
	base := pg.base(p)
	var out []string
	for _, l := range pg.meta.links {
		if l.rel == "sitemap" {
			if u, err := canonical.Resolve(base, l.href); err == nil && !containsFold(out, u) {
				out = append(out, u)
			}
		}
	}
	for _, n := range pg.tree.Nodes {
		if n.Tag != atom.A || len(out) >= 50 {
			continue
		}
		low := strings.ToLower(n.Attr("href"))
		if strings.Contains(low, "sitemap") && strings.HasSuffix(low, ".xml") {
			if u, err := canonical.Resolve(base, n.Attr("href")); err == nil && sameSite(u, p.URL) && !containsFold(out, u) {
				out = append(out, u)
			}
		}
	}
	return out
}
