// Package crawltest is a small internet on loopback: news sites with feeds,
// sitemaps, listings and every trap that a crawler falls into, which note when
// they were asked for what.
//
//	s := crawltest.NewSite("wanasari")
//	defer s.Close()
//	s.Publish(crawltest.Article{Slug: "jembatan-lama-wanasari-ditutup", …})
//	… crawl s.Outlet() …
//	s.Faults(pause) // what a guest must not do
//
// Nothing in it is copied from anywhere: the towns and people do not exist.
package crawltest

import (
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Article is one page of a site.
type Article struct {
	Slug       string
	Title      string
	Paragraphs []string
	Published  time.Time
	Modified   time.Time
	Related    []string // slugs
	Links      []string // paths of the site, for more "baca juga" lines
	Hidden     bool     // in no feed, sitemap or listing: only "baca juga" leads there
	Head       string   // more of the head, such as a robots meta element
	Canonical  string   // what the page calls itself; empty: its address
}

// Visit is one request that a site saw.
type Visit struct {
	At     time.Time
	Path   string // with its query
	Agent  string
	Cond   bool // it was conditional
	Status int
}

// Site is one news site. Its methods may be called while it is being crawled.
type Site struct {
	Name string
	URL  string // without a slash at the end

	server *httptest.Server

	mu       sync.Mutex
	articles map[string]*Article
	order    []string // slugs, newest last
	fixed    map[string]http.HandlerFunc
	gone     map[string]int // slug → status
	visits   []Visit
	open     int
	mostOpen int
	robots   string
	feed     bool
	sitemap  bool
	listing  int // articles on a page of the listing; 0: no listing
	etags    bool
	trap     string // what it does to crawlers

	item      func(n int, a *Article) string // how the feed writes an entry; nil: well
	head      string                         // of the listing
	link      func(a *Article) string        // in the listing; nil: an absolute path
	unusual   map[string]http.HandlerFunc    // path → what it does at first, before it behaves
	elsewhere []string                       // feeds at other hosts of the outlet
	chain     string                         // path of articles that link to the next, for ever
	months    bool                           // the listing has no numbered pages but a next month
	moving    func()                         // called when a guest has all articles
	seen      map[string]bool                // slugs that a guest has
}

// NewSite starts a site with a feed and nothing in it.
func NewSite(name string) *Site {
	s := newSite(name)
	s.server.Start()
	s.URL = s.server.URL
	return s
}

// newSite makes a site whose server is not started.
func newSite(name string) *Site {
	s := &Site{
		Name: name, articles: map[string]*Article{}, fixed: map[string]http.HandlerFunc{}, gone: map[string]int{},
		robots: "User-agent: *\nDisallow: /tertutup/\n", feed: true, etags: true, unusual: map[string]http.HandlerFunc{},
		seen: map[string]bool{},
	}
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// Close stops the site.
func (s *Site) Close() { s.server.Close() }

// Host is the site's host with its port.
func (s *Site) Host() string { return hostOf(s.URL) }

func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// Outlet is the catalogue entry of the site.
func (s *Site) Outlet() news.Outlet {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := news.Outlet{
		ID: news.OutletID(s.Name), Name: "Kabar " + s.Name, Hosts: []string{s.Host()}, Zone: "Asia/Jakarta", Kind: "press",
		Articles: `^/(berita|tertutup)/`,
	}
	for _, u := range s.elsewhere {
		o.Hosts, o.Feeds = append(o.Hosts, hostOf(u)), append(o.Feeds, u)
	}
	if s.feed {
		o.Feeds = append(o.Feeds, s.URL+"/feed/")
	}
	if s.sitemap {
		o.Sitemaps = []string{s.URL + "/sitemap.xml"}
	}
	if s.listing > 0 {
		o.Listings = []string{s.URL + "/indeks?page={page}"}
		if s.months {
			o.Listings = []string{s.URL + "/indeks"}
		}
	}
	return o
}

// Found says where the site names its articles.
func (s *Site) Found(feed, sitemap bool, listing int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed, s.sitemap, s.listing = feed, sitemap, listing
}

// Robots sets the robots.txt.
func (s *Site) Robots(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.robots = text
}

// Publish puts an article on the site, or replaces it.
func (s *Site) Publish(a Article) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.articles[a.Slug] == nil {
		s.order = append(s.order, a.Slug)
	}
	s.articles[a.Slug] = &a
	delete(s.gone, a.Slug)
}

// TakeDown makes an article's address answer with a status, or send readers to
// the front page when the status is 302.
func (s *Site) TakeDown(slug string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone[slug] = status
}

// Handle answers one path in its own way.
func (s *Site) Handle(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fixed[path] = h
}

// ArticleURL is the address of an article.
func (s *Site) ArticleURL(slug string) string { return s.URL + "/berita/" + slug }

// Visits returns what the site was asked for, in order.
func (s *Site) Visits() []Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.visits) // in the order in which they ended
	slices.SortStableFunc(out, func(a, b Visit) int { return a.At.Compare(b.At) })
	return out
}

// Asked counts the requests for one path with its query.
func (s *Site) Asked(path string) int {
	n := 0
	for _, v := range s.Visits() {
		if v.Path == path {
			n++
		}
	}
	return n
}

// Faults tells what a guest must not have done: two requests closer than pause,
// two at once, a forbidden path.
func (s *Site) Faults(pause time.Duration) (out []string) {
	defer func() {
		for i := range out {
			out[i] += " (" + s.trap + ")"
		}
	}()
	list := s.Visits()
	for i, v := range list {
		if strings.HasPrefix(v.Path, "/tertutup/") {
			out = append(out, fmt.Sprintf("%s: asked for the forbidden %s", s.Name, v.Path))
		}
		if strings.Contains(strings.ToLower(v.Path), "sess") {
			out = append(out, fmt.Sprintf("%s: sent a session id: %s", s.Name, v.Path))
		}
		if i > 0 && v.At.Sub(list[i-1].At) < pause {
			out = append(out, fmt.Sprintf("%s: %s of %s came %v after %s of %s",
				s.Name, v.Path, v.Agent, v.At.Sub(list[i-1].At), list[i-1].Path, list[i-1].Agent))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mostOpen > 1 {
		out = append(out, fmt.Sprintf("%s: %d requests at once", s.Name, s.mostOpen))
	}
	return out
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(code int) {
	w.status = code
	w.ResponseWriter.WriteHeader(code)
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	s.mu.Lock()
	fixed := s.fixed[r.URL.Path]
	if first := s.unusual[strings.TrimSuffix(r.URL.Path, "/")]; first != nil {
		delete(s.unusual, strings.TrimSuffix(r.URL.Path, "/"))
		fixed = first
	}
	counted := 1
	if r.URL.Path == endless {
		counted = 0 // the guest hangs up, and we notice too late to count it
	}
	moving := s.moving != nil
	s.open += counted
	s.mostOpen = max(s.mostOpen, s.open)
	s.mu.Unlock()
	if moving {
		w.Header().Set("Connection", "close") // so that the name is asked for again
	}
	sw := &statusWriter{w, http.StatusOK}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.open -= counted
		s.visits = append(s.visits, Visit{At: at, Path: r.URL.RequestURI(), Agent: r.UserAgent(), Cond: r.Header.Get("If-None-Match") != "", Status: sw.status})
	}()
	if fixed != nil {
		fixed(sw, r)
		return
	}
	s.page(sw, r)
}

func (s *Site) page(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := strings.TrimSuffix(r.URL.Path, "/")
	path = strings.TrimSuffix(path, "/amp")
	slug, isArticle := strings.CutPrefix(path, "/berita/")
	switch {
	case path == "/robots.txt":
		fmt.Fprint(w, s.robots)
	case path == "" || path == "/index.html":
		s.answer(w, r, s.list("Beranda", s.shown(), ""))
	case path == "/feed" && s.feed:
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		s.answer(w, r, s.rss())
	case path == "/sitemap.xml" && s.sitemap:
		w.Header().Set("Content-Type", "application/xml")
		s.answer(w, r, s.urlset())
	case path == "/indeks" && s.listing > 0:
		s.index(w, r)
	case isArticle && s.gone[slug] == http.StatusFound:
		http.Redirect(w, r, "/", http.StatusFound)
	case isArticle && s.gone[slug] != 0:
		w.WriteHeader(s.gone[slug])
	case isArticle && s.articles[slug] != nil:
		s.answer(w, r, s.article(s.articles[slug]))
		if r.Header.Get("If-None-Match") != "" { // an answer may be lost: who has a validator has the article
			s.read(slug)
		}
	case s.chain != "" && strings.HasPrefix(path, s.chain):
		n := 0
		fmt.Sscan(path[len(s.chain):], &n)
		a := Write(s.Name, 1000+n, time.Now().Add(-time.Hour))
		a.Slug, a.Links = strings.TrimPrefix(path, "/berita/"), []string{fmt.Sprintf("%s%d", s.chain, n+1)}
		s.answer(w, r, s.article(&a))
	default:
		http.NotFound(w, r)
	}
}

// read notes that a guest has an article, and moves the site when it has all of them.
func (s *Site) read(slug string) {
	if s.moving == nil {
		return
	}
	s.seen[slug] = true
	if len(s.seen) == len(s.articles) {
		s.moving()
	}
}

// answer sends a page with a validator, or 304.
func (s *Site) answer(w http.ResponseWriter, r *http.Request, body string) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	if s.etags {
		tag := `"` + string(news.HashOf([]byte(body))[:16]) + `"`
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	fmt.Fprint(w, body)
}

// shown lists the articles that the site itself names, newest first.
func (s *Site) shown() []*Article {
	var out []*Article
	for _, slug := range slices.Backward(s.order) {
		if a := s.articles[slug]; !a.Hidden && s.gone[slug] == 0 {
			out = append(out, a)
		}
	}
	return out
}

func (s *Site) list(title string, list []*Article, next string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=id><head><title>%s</title>%s</head><body><h1>%s</h1><ul>\n", title, s.head, title)
	for _, a := range list {
		link := "/berita/" + a.Slug + "/?utm_source=beranda"
		if s.link != nil {
			link = s.link(a)
		}
		fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", link, html.EscapeString(a.Title))
	}
	b.WriteString("</ul>")
	if next != "" {
		fmt.Fprintf(&b, `<a class="next" href="%s">Berikutnya</a>`, next)
	}
	b.WriteString("</body></html>")
	return b.String()
}

func (s *Site) index(w http.ResponseWriter, r *http.Request) {
	n := 1
	fmt.Sscan(r.URL.Query().Get("page"), &n)
	list := s.shown()
	from, to := min(max(n-1, 0)*s.listing, len(list)), min(max(n, 0)*s.listing, len(list))
	s.answer(w, r, s.list(fmt.Sprintf("Indeks halaman %d", n), list[from:to], ""))
}

func (s *Site) rss() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Kabar</title>`)
	list := s.shown()
	for i, a := range list[:min(len(list), 50)] {
		if s.item != nil {
			b.WriteString(s.item(i, a))
			continue
		}
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s/?utm_source=rss&amp;utm_medium=feed</link><pubDate>%s</pubDate></item>",
			html.EscapeString(a.Title), s.ArticleURL(a.Slug), a.Published.Format(time.RFC1123Z))
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func (s *Site) urlset() string {
	var b strings.Builder
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for _, a := range s.shown() {
		fmt.Fprintf(&b, "<url><loc>%s</loc><lastmod>%s</lastmod></url>", s.ArticleURL(a.Slug), a.Published.Format(time.RFC3339))
	}
	b.WriteString("</urlset>")
	return b.String()
}

func (s *Site) article(a *Article) string {
	var b strings.Builder
	canonical := a.Canonical
	if canonical == "" {
		canonical = s.ArticleURL(a.Slug)
	}
	fmt.Fprintf(&b, `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>%[1]s - Kabar %[2]s</title>
<link rel="canonical" href="%[3]s"><meta property="og:type" content="article"><meta property="og:title" content="%[1]s">
<meta property="article:published_time" content="%[4]s">`, html.EscapeString(a.Title), s.Name, canonical, a.Published.Format(time.RFC3339))
	if !a.Modified.IsZero() {
		fmt.Fprintf(&b, `<meta property="article:modified_time" content="%s">`, a.Modified.Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "%s</head><body><nav><a href=\"/\">Beranda</a></nav><article><h1 class=\"entry-title\">%s</h1><div class=\"entry-content\">\n", a.Head, html.EscapeString(a.Title))
	for i, p := range a.Paragraphs {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
		if i < len(a.Related) {
			slug := a.Related[i]
			title := slug
			if r := s.articles[slug]; r != nil {
				title = r.Title
			}
			fmt.Fprintf(&b, "<p><strong>Baca juga: <a href=\"/berita/%s\">%s</a></strong></p>\n", slug, html.EscapeString(title))
		}
	}
	for i, path := range a.Links {
		fmt.Fprintf(&b, "<p><strong>Baca juga: <a href=\"%s\">Kabar lain nomor %d dari kota ini</a></strong></p>\n", html.EscapeString(path), i)
	}
	b.WriteString("</div></article><footer>Redaksi</footer></body></html>")
	return b.String()
}
