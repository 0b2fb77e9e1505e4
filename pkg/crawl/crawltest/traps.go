package crawltest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// trap is what a site does to crawlers.
type trap struct {
	about string
	start func(*Web, *Site) // starts the server in another way; nil: plain HTTP
	set   func(*Web, *Site) // may be nil
}

// endless is a page that nobody reads to its end.
const endless = "/berita/halaman-yang-sangat-panjang"

// traps are what sites do to crawlers. None hides an article.
var traps = []trap{
	{about: "a site like any other"},
	{about: "a part that robots.txt forbids and an article links to", set: forbidden},
	{about: "a path that repeats itself", set: func(w *Web, s *Site) {
		deep := "/berita" + strings.Repeat("/a-b-c-d", 4) + "/kabar-yang-berulang-terus"
		many := "/berita/" + strings.Join(numbered("bagian-kota-", 25), "/")
		s.lead(deep, many)
		w.refuse(s, "trap: a path segment repeats", "repeats", deep)
		w.refuse(s, "trap: too many path segments", "too many path segments", many)
	}},
	{about: "redirects in a circle, and out of the site", set: redirects},
	{about: "a bomb, and a page without end", set: bombs},
	{about: "a robots.txt that can not be read at first", set: func(_ *Web, s *Site) {
		s.atFirst("/robots.txt", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	}},
	{about: "a robots.txt of 600 KiB", set: func(w *Web, s *Site) {
		s.Robots("User-agent: *\nDisallow: /tertutup/\n" + strings.Repeat("# sebuah catatan panjang\n", 26000))
		forbidden(w, s)
	}},
	{about: "a robots.txt that is no text", set: func(_ *Web, s *Site) { s.Robots("\x00\x01\x02\xff\xfe\x1f\x8b\n\x00:\xff") }},
	{about: "one answer in between says later", set: func(w *Web, s *Site) {
		s.atFirst("/berita/pintu-yang-kadang-tertutup", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		})
		s.lead("/berita/pintu-yang-kadang-tertutup")
		w.refuse(s, "", "answered 404", "/berita/pintu-yang-kadang-tertutup")
	}},
	{about: "pages that are none", set: noPages},
	{about: "bodies that end early", set: cutBodies},
	{about: "session ids and parameters without end", set: sessions},
	{about: "addresses that are too long", set: func(w *Web, s *Site) {
		s.Found(true, false, 0)
		long := s.URL + "/berita/" + strings.Repeat("panjang-sekali-", 200)
		s.item = func(_ int, a *Article) string { return rssItem(s.ArticleURL(a.Slug), a) + rssItem(long, a) }
		w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), Kind: "not an address that can be asked"})
	}},
	{about: "a chain of articles that leads away for ever", set: func(w *Web, s *Site) {
		s.chain = "/berita/mata-rantai-ke-"
		s.lead(s.chain + "1")
		w.Most += 20
		w.refuse(s, "trap: too many links away from a source", "too many links", s.chain+"21")
	}},
	{about: "a calendar, and a listing that always has a next month", set: calendar},
	{about: "a listing with a page for every number", set: func(_ *Web, s *Site) {
		s.Found(false, false, 5)
		s.Handle("/indeks", func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.answer(w, r, s.list("Indeks", s.shown(), "")) // the same for every number
		})
	}},
	{about: "a feed that is much too long", set: flood},
	{about: "a sitemap that lists itself", set: loopingSitemap},
	{about: "a feed with Indonesian days, one GUID for all, and an entry of tomorrow's century", set: func(_ *Web, s *Site) {
		s.Found(true, false, 0)
		s.item = func(n int, a *Article) string {
			at := indonesian(a.Published)
			if n == 1 {
				at = "Kam, 01 Jan 2099 00:00:00 WIB"
			}
			return fmt.Sprintf("<item><title>%s</title><guid isPermaLink=\"false\">satu</guid><link>%s</link><pubDate>%s</pubDate></item>",
				html.EscapeString(a.Title), s.ArticleURL(a.Slug), at)
		}
	}},
	{about: "addresses without a host or without a scheme in the feed", set: func(_ *Web, s *Site) {
		s.Found(true, false, 0)
		s.item = func(n int, a *Article) string {
			return rssItem([]string{"/berita/" + a.Slug, "//" + s.Host() + "/berita/" + a.Slug, "../berita/" + a.Slug}[n%3], a)
		}
	}},
	{about: "a listing whose addresses start elsewhere", set: func(_ *Web, s *Site) {
		s.Found(false, false, 5)
		s.head = `<base href="/berita/arsip/">`
		s.link = func(a *Article) string { return "../" + a.Slug + "/" }
	}},
	{about: "pages that call themselves another site's", set: func(w *Web, s *Site) {
		other := w.stranger("the site that a canonical link names")
		s.mu.Lock()
		defer s.mu.Unlock()
		for slug, a := range s.articles {
			a.Canonical = other + "/berita/" + slug
		}
	}},
	{about: "HTTP/2 that resets its streams", start: overTLS, set: func(_ *Web, s *Site) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for slug := range s.articles {
			s.unusual["/berita/"+slug] = func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
		}
	}},
	{about: "feeds behind a bad certificate and a cut handshake", set: func(w *Web, s *Site) {
		s.elsewhere = []string{w.badCertificate(s.Name+"-lain.test") + "/feed/", w.cutHandshake() + "/feed/"}
		for i, why := range []string{"certificate", "robots.txt"} {
			w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), URL: s.elsewhere[i], Source: true, Reason: why, Kind: "robots-unreachable"})
		}
	}},
	{about: "a name that moves into a private network", start: named, set: func(w *Web, s *Site) {
		s.Found(true, false, 0)
		s.moving = func() { w.Names.Set(s.Name+".test", 169, 254, 169, 254) }
		w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), URL: s.URL + "/feed/", Source: true, Reason: "private-address", Kind: "private-address"})
	}},
}

func forbidden(w *Web, s *Site) {
	const path = "/tertutup/daftar-yang-tidak-untuk-mesin"
	s.Handle("/berita/pintu-belakang-ke-daftar", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, path, http.StatusFound) })
	s.lead(path, "/berita/pintu-belakang-ke-daftar")
	w.refuse(s, "robots", "robots.txt forbids", path, "/berita/pintu-belakang-ke-daftar")
}

func redirects(w *Web, s *Site) {
	const circle, out, away = "/berita/putar-putar-tanpa-akhir", "/berita/keluar-dari-situs-ini", "/berita/ke-jaringan-dalam"
	other := w.stranger("a site of no outlet")
	s.Handle(circle, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, circle+"?"+r.URL.RawQuery+"x", http.StatusFound)
	})
	s.Handle(out, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other+"/berita/di-sini", http.StatusFound)
	})
	s.Handle(away, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
	})
	s.lead(circle, out, away)
	w.refuse(s, "redirects", "more than 5 redirects", circle)
	w.refuse(s, "host-not-listed", "host-not-listed", out, away)
}

func bombs(w *Web, s *Site) {
	const dense = "/berita/berkas-yang-sangat-padat"
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, 20<<20))
	z.Close()
	s.Handle(dense, func(w http.ResponseWriter, r *http.Request) {
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
	s.lead(dense, endless)
	w.refuse(s, "too-dense", "too-dense", dense)
	w.refuse(s, "too-large", "too-large", endless)
}

func noPages(w *Web, s *Site) {
	const soft, image = "/berita/maaf-halaman-tidak-ditemukan", "/berita/gambar-bukan-tulisan-sama-sekali"
	s.Handle(soft, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><title>Halaman tidak ditemukan</title><body><h1>Halaman tidak ditemukan</h1><p>Maaf, halaman ini tidak ada.</p></body></html>")
	})
	s.Handle(image, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		w.Write([]byte("\x89PNG\r\n\x1a\n"))
	})
	s.lead(soft, image)
	w.refuse(s, "", "soft 404", soft)
	w.refuse(s, "content type image/png", "content type image/png", image)
}

// cutBodies are three ways to end early: fewer bytes than announced, a chunked
// body without its end, and more bytes than announced. Articles are whole at the
// second look.
func cutBodies(w *Web, s *Site) {
	const short = "/berita/naskah-yang-terputus-di-tengah"
	s.Handle(short, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "4096")
		fmt.Fprint(w, "<html>")
	})
	s.lead(short)
	w.refuse(s, "", "EOF", short)
	for n, how := range []http.HandlerFunc{
		func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<html><body><p>Naskah ini tidak selesai")
			w.(*statusWriter).ResponseWriter.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		},
		func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(*statusWriter).ResponseWriter.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			defer conn.Close()
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<html>")
		},
	} {
		s.atFirst("/berita/"+Write(s.Name, 2+n, time.Time{}).Slug, how)
	}
	s.Handle("/berita/naskah-yang-lebih-panjang-dari-janjinya", func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(*statusWriter).ResponseWriter.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<html><body><p>Hanya sebagian dari naskah ini yang dijanjikan.</p></body></html>")
	})
	s.lead("/berita/naskah-yang-lebih-panjang-dari-janjinya")
	w.refuse(s, "", "no text", "/berita/naskah-yang-lebih-panjang-dari-janjinya")
}

func sessions(w *Web, s *Site) {
	s.Found(true, false, 0)
	s.item = func(n int, a *Article) string {
		return rssItem(s.ArticleURL(a.Slug)+"?PHPSESSID="+time.Now().Format("150405.000000"), a) +
			rssItem(s.ArticleURL(a.Slug)+";jsessionid="+time.Now().Format("150405.000000"), a)
	}
	params := "/berita/x-y-z?" + strings.Join(many("p", 40), "&")
	s.lead("/berita/satu-alamat-banyak-rupa?PHPSESSID=1", "/berita/satu-alamat-banyak-rupa?PHPSESSID=2&utm_source=a", params)
	w.refuse(s, "", "answered 404", "/berita/satu-alamat-banyak-rupa")
	w.refuse(s, "trap: too many parameters", "too many parameters", params)
}

func calendar(w *Web, s *Site) {
	s.Found(false, false, 5)
	s.Handle("/indeks", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		month := 1
		fmt.Sscan(r.URL.Query().Get("bulan"), &month)
		s.answer(w, r, s.list(fmt.Sprintf("Bulan %d", month), s.shown(), fmt.Sprintf("/indeks?bulan=%d", month+1)))
	})
	s.months = true
	s.lead("/kalender/2026/1", "/berita/kalender/2026/1")
	s.Handle("/berita/kalender/2026/1", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<html><head><title>Kalender</title></head><body><table></table><a href="/berita/kalender/2026/2">Bulan depan</a></body></html>`)
	})
	w.refuse(s, "", "no text", "/berita/kalender/2026/1")
	w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), Kind: "not the address of an article"})
}

func flood(w *Web, s *Site) {
	s.Found(true, false, 0)
	n := w.Flood
	s.item = func(k int, a *Article) string {
		if k < len(s.articles)-1 {
			return rssItem(s.ArticleURL(a.Slug), a)
		}
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<item><link>/berita/arsip-lama-nomor-%d</link></item>", i)
		}
		return rssItem(s.ArticleURL(a.Slug), a) + b.String()
	}
	if n > 50_000 {
		w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), Kind: "source longer than is read"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.articles {
		a.Hidden = false
	}
}

func loopingSitemap(_ *Web, s *Site) {
	s.Found(false, true, 0)
	xmlOf := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			fmt.Fprint(w, body)
		}
	}
	child := func(path string) string { return "<sitemap><loc>" + s.URL + path + "</loc></sitemap>" }
	s.Handle("/sitemap.xml", xmlOf("<sitemapindex>"+child("/sitemap.xml")+child("/peta-1.xml")+child("/peta-2.xml")+"</sitemapindex>"))
	s.Handle("/peta-1.xml", xmlOf("<sitemapindex>"+child("/peta-1.xml")+child("/sitemap.xml")+"</sitemapindex>"))
	s.Handle("/peta-2.xml", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Content-Type", "application/xml")
		s.answer(w, r, s.urlset())
	})
}

// rssItem is an entry of a feed with another address.
func rssItem(link string, a *Article) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>", html.EscapeString(a.Title), html.EscapeString(link), a.Published.Format(time.RFC1123Z))
}

// indonesian writes a time as a feed does that was translated too far.
func indonesian(t time.Time) string {
	t = t.In(time.FixedZone("WIB", 7*3600))
	day := []string{"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"}[t.Weekday()]
	month := []string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}[t.Month()-1]
	return fmt.Sprintf("%s, %02d %s %d %s WIB", day, t.Day(), month, t.Year(), t.Format("15:04:05"))
}

func many(name string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d=%d", name, i, i)
	}
	return out
}

func numbered(name string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d", name, i)
	}
	return out
}

// lead publishes "baca juga" lines to addresses of the site.
func (s *Site) lead(paths ...string) {
	a := Write(s.Name, 1, time.Time{})
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.articles[a.Slug]; old != nil {
		old.Links = append(old.Links, paths...)
	}
}

// atFirst makes the first request for a path fail in some way.
func (s *Site) atFirst(path string, how http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unusual[path] = how
}
