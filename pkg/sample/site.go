package sample

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jejak-id/jejak/pkg/news"
)

// Site serves the sample outlet. It answers whatever host it is asked under, so
// that it can be served anywhere.
type Site struct {
	articles []*article // the oldest first
	themes   *template.Template
	round    atomic.Int32

	mu       sync.Mutex
	requests map[string]int
}

// New returns the site in its first round.
func New() *Site {
	articles, err := readArticles(content)
	if err != nil {
		panic("sample: " + err.Error()) // unreachable: a test reads every page
	}
	slices.SortFunc(articles, func(a, b *article) int {
		return cmp.Or(a.versions[0].published.Compare(b.versions[0].published), strings.Compare(a.name, b.name))
	})
	s := &Site{
		articles: articles,
		themes:   template.Must(template.ParseFS(content, "themes/*.html")),
		requests: map[string]int{},
	}
	s.round.Store(1)
	return s
}

// Turn sets the round. From the second on one page is edited and one withdrawn.
func (s *Site) Turn(round int) { s.round.Store(int32(round)) }

// Round returns the round.
func (s *Site) Round() int { return int(s.round.Load()) }

// Requests returns how often each path was asked for.
func (s *Site) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]int, len(s.requests))
	for k, v := range s.requests {
		out[k] = v
	}
	return out
}

// Forbidden returns how many requests went to the path that robots.txt forbids.
func (s *Site) Forbidden() int {
	n := 0
	for path, count := range s.Requests() {
		if strings.HasPrefix(path, forbiddenPath) {
			n += count
		}
	}
	return n
}

const (
	forbiddenPath = "/rahasia/"
	perPage       = 8 // of a listing
	inFeed        = 20
)

// ServeHTTP answers as a small outlet's server would: with an ETag and 304, a
// slash too many or too few redirected, 404 for what is not there and 410 for
// what was taken away.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests[r.URL.Path]++
	s.mu.Unlock()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "hanya GET", http.StatusMethodNotAllowed)
		return
	}
	base := "http://" + r.Host
	if r.TLS != nil {
		base = "https://" + r.Host
	}
	p := page{site: s, base: base, round: s.Round()}
	status, contentType, body := http.StatusOK, "text/html; charset=utf-8", []byte(nil)
	path := r.URL.Path
	var number int
	switch {
	case path == "/robots.txt":
		contentType = "text/plain; charset=utf-8"
		body = fmt.Appendf(nil, "User-agent: *\nDisallow: %s\nDisallow: /bagikan/\nAllow: /\n\nSitemap: %s/sitemap.xml\n", forbiddenPath, base)
	case path == "/feed/":
		contentType, body = "application/rss+xml; charset=UTF-8", p.feed()
	case path == "/sitemap.xml":
		contentType, body = "application/xml; charset=utf-8", p.sitemapIndex()
	case path == "/news-sitemap.xml":
		contentType, body = "application/xml; charset=utf-8", p.newsSitemap()
	case path == "/" && r.URL.Query().Has("s"):
		body = p.list("Hasil pencarian: "+r.URL.Query().Get("s"), p.listed()[:3], "")
	case path == "/":
		body = p.list("Berita terbaru", p.listed()[:6], "")
	case path == "/indeks/" || path == "/tag/pasar/" || path == "/rubrik/" || path == "/penulis/":
		body = p.index(1)
	case scan(path, "/indeks/page/%d/", &number):
		if body = p.index(number); body == nil {
			status, body = http.StatusNotFound, p.plain("Halaman tidak ditemukan", "")
		}
	case path == "/video/pawai-kembang/":
		body = p.plain("Pawai Kembang Wanasari", `<video controls src="/gambar/pawai.mp4"></video><p>Durasi 01:12</p>`)
	case path == "/tentang-kami/":
		body = p.plain("Tentang Kami", "<p>Kabar Wanasari adalah media contoh. Kota, orang, dan jabatannya rekaan.</p>")
	case strings.HasPrefix(path, forbiddenPath):
		body = p.plain("Konsep", "<p>Naskah yang belum terbit. Robot dilarang ke sini.</p>")
	default:
		status, body = p.article(w, r)
	}
	if body == nil {
		return // redirected
	}
	tag := `"` + string(news.HashOf(body))[:16] + `"`
	w.Header().Set("Content-Type", contentType)
	if status == http.StatusOK {
		w.Header().Set("ETag", tag)
		w.Header().Set("Cache-Control", "no-cache")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader that has gone is no concern of the site
	}
}

// article answers for the path of a story or of its AMP twin.
func (p page) article(w http.ResponseWriter, r *http.Request) (int, []byte) {
	path := r.URL.Path
	for _, a := range p.site.articles {
		v := a.at(p.round)
		slash := strings.HasSuffix(v.path, "/")
		amp := ampPath(v.path)
		switch {
		case path == v.path || path == amp && v.hasAMP():
			if a.gone(p.round) {
				return http.StatusGone, p.plain("Berita telah dicabut", "<p>Berita ini dicabut oleh redaksi.</p>")
			}
			theme := v.theme
			if path == amp {
				theme = "amp"
			}
			return http.StatusOK, p.story(v, theme)
		case slash && path+"/" == v.path || !slash && path == v.path+"/" || v.hasAMP() && path+"/" == amp:
			target := v.path
			if path+"/" == amp {
				target = amp
			}
			if r.URL.RawQuery != "" {
				target += "?" + r.URL.RawQuery
			}
			http.Redirect(w, r, target, http.StatusMovedPermanently)
			return 0, nil
		}
	}
	return http.StatusNotFound, p.plain("Halaman tidak ditemukan", "<p>Alamat yang Anda tuju tidak ada.</p>")
}

// hasAMP tells whether the story has an AMP twin: in the manner of a WordPress
// plugin, the WordPress ones do.
func (v version) hasAMP() bool { return v.theme == "wordpress" }

func ampPath(path string) string { return strings.TrimSuffix(path, "/") + "/amp/" }

// scan is fmt.Sscanf that wants the whole of s and no other form of the number.
func scan(s, format string, n *int) bool {
	_, err := fmt.Sscanf(s, format, n)
	return err == nil && s == fmt.Sprintf(format, *n)
}

// execute runs a theme.
func (s *Site) execute(theme string, data any) []byte {
	var b bytes.Buffer
	if err := s.themes.ExecuteTemplate(&b, theme+".html", data); err != nil {
		panic("sample: " + err.Error()) // unreachable: a test renders every page
	}
	return b.Bytes()
}
