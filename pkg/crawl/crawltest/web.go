package crawltest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Web is a small internet: sites of every temper.
type Web struct {
	Sites []*Site
	Want  []string // addresses of all articles that a crawler can reach
}

// NewWeb starts n sites with some articles each. The site's number chooses how
// its articles are found and what trap it sets.
func NewWeb(n, articles int, at time.Time) *Web {
	w := &Web{}
	for i := range n {
		s := NewSite(fmt.Sprintf("kota-%d", i))
		w.Sites = append(w.Sites, s)
		switch i % 4 {
		case 1:
			s.Found(false, true, 0)
		case 2:
			s.Found(false, false, 5)
		case 3:
			s.Found(true, true, 5)
		}
		for k := range articles {
			a := Write(s.Name, k, at.Add(time.Duration(k)*time.Minute))
			a.Hidden = k == 0 // only reached through the next one
			if k == 1 {
				a.Related = []string{Write(s.Name, 0, at).Slug}
			}
			s.Publish(a)
			w.Want = append(w.Want, s.ArticleURL(a.Slug))
		}
		traps[i%len(traps)](s)
	}
	return w
}

// Close stops every site.
func (w *Web) Close() {
	for _, s := range w.Sites {
		s.Close()
	}
}

// Outlets is the catalogue of all sites.
func (w *Web) Outlets() []news.Outlet {
	var out []news.Outlet
	for _, s := range w.Sites {
		out = append(out, s.Outlet())
	}
	return out
}

// Faults tells what a guest must not have done anywhere.
func (w *Web) Faults(pause time.Duration) []string {
	var out []string
	for _, s := range w.Sites {
		out = append(out, s.Faults(pause)...)
	}
	return out
}

// endless is a page that nobody reads to its end.
const endless = "/berita/halaman-yang-sangat-panjang"

// traps are what sites do to crawlers. Each adds pages that a "baca juga" line of
// an article leads to; none hides an article.
var traps = []func(*Site){
	func(*Site) {}, // a site like any other
	func(s *Site) { // robots.txt forbids a part that an article links to
		s.lead("/tertutup/daftar-yang-tidak-untuk-mesin")
	},
	func(s *Site) { // one page for ever deeper
		deep := "/berita" + strings.Repeat("/a-b-c-d", 4) + "/kabar-yang-berulang-terus"
		s.lead(deep)
	},
	func(s *Site) { // redirects in a circle, and out of the site
		s.Handle("/berita/putar-putar-tanpa-akhir", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/berita/putar-putar-tanpa-akhir?"+r.URL.RawQuery+"x", http.StatusFound)
		})
		s.Handle("/berita/keluar-dari-situs-ini", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
		})
		s.lead("/berita/putar-putar-tanpa-akhir", "/berita/keluar-dari-situs-ini")
	},
	func(s *Site) { // a bomb, and a page without end
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(make([]byte, 20<<20))
		z.Close()
		s.Handle("/berita/berkas-yang-sangat-padat", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b.Bytes())
		})
		s.Handle(endless, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for range 100 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil || r.Context().Err() != nil {
					return
				}
			}
		})
		s.lead("/berita/berkas-yang-sangat-padat", endless)
	},
	func(s *Site) { // a robots.txt that can not be read at first
		tries := 0
		s.Handle("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
			if tries++; tries == 1 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /tertutup/\n")
		})
	},
	func(s *Site) { // a robots.txt of 600 KiB
		s.Robots("User-agent: *\nDisallow: /tertutup/\n" + strings.Repeat("# sebuah catatan panjang\n", 26000))
		s.lead("/tertutup/daftar-yang-tidak-untuk-mesin")
	},
	func(s *Site) { // one answer in between says "later"
		busy := 0
		s.Handle("/berita/pintu-yang-kadang-tertutup", func(w http.ResponseWriter, r *http.Request) {
			if busy++; busy == 1 {
				w.Header().Set("Retry-After", "120")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			http.NotFound(w, r)
		})
		s.lead("/berita/pintu-yang-kadang-tertutup")
	},
	func(s *Site) { // soft 404s, a page that is no page, a body that ends early
		s.Handle("/berita/maaf-halaman-tidak-ditemukan", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html><title>Maaf</title><body><p>Halaman tidak ditemukan.</p></body></html>")
		})
		s.Handle("/berita/gambar-bukan-tulisan-sama-sekali", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			w.Write([]byte("\x89PNG\r\n\x1a\n"))
		})
		s.Handle("/berita/naskah-yang-terputus-di-tengah", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "4096")
			fmt.Fprint(w, "<html>")
		})
		s.lead("/berita/maaf-halaman-tidak-ditemukan", "/berita/gambar-bukan-tulisan-sama-sekali", "/berita/naskah-yang-terputus-di-tengah")
	},
	func(s *Site) { // session ids and parameters without end
		s.lead("/berita/satu-alamat-banyak-rupa?PHPSESSID=1", "/berita/satu-alamat-banyak-rupa?PHPSESSID=2&utm_source=a",
			"/berita/x-y-z?"+strings.Repeat("a=1&", 40)+strings.Join(many("p", 40), "&"))
	},
}

func many(name string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d=%d", name, i, i)
	}
	return out
}

// lead publishes an article with "baca juga" lines to addresses of the site.
func (s *Site) lead(paths ...string) {
	a := Write(s.Name, 1, time.Time{})
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.articles[a.Slug]; old != nil {
		old.Links = append(old.Links, paths...)
	}
}
