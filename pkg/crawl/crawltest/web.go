package crawltest

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Web is a small internet: sites of every temper.
type Web struct {
	Sites   []*Site
	Want    []string  // addresses of all articles that a crawler can reach
	Most    int       // articles that it may find beside them, in traps
	Refused []Refusal // what it must refuse, or fail at, and say so
	Names   *Names    // knows the sites that have a name
	Flood   int       // entries of the feed that is much too long

	closed  news.Outlet // forbids crawling
	roots   *x509.CertPool
	close   []func()
	strange []*stranger
}

// Refusal is an address that a crawler must not ask for, or that gives nothing,
// and what must stand in the log about it.
type Refusal struct {
	Outlet news.OutletID
	URL    string // empty: of many addresses, which are only counted
	Source bool   // a feed or sitemap, not a page
	Reason string // part of the reason that the record of the address gives
	Kind   string // the reason under which it is counted; empty: it is no refusal but a failure or a page without an article
}

// stranger is a server that must never be asked for anything.
type stranger struct {
	name string
	*httptest.Server
	asked atomic.Int64
}

// NewWeb starts n sites with some articles each. The site's number chooses how its
// articles are found and what trap it sets; flood is how many entries the longest
// feed has.
func NewWeb(n, articles, flood int, at time.Time) *Web {
	w := &Web{Names: NewNames(), Flood: flood, roots: x509.NewCertPool()}
	w.close = append(w.close, w.Names.Close)
	u := w.stranger("an outlet that forbids crawling")
	w.closed = news.Outlet{ID: "tertutup", Name: "Kabar Tertutup", Hosts: []string{hostOf(u)}, Feeds: []string{u + "/feed/"}, Kind: "press", Forbids: "its terms say so"}
	for i := range n {
		t := traps[i%len(traps)]
		s := newSite(fmt.Sprintf("kota-%d", i))
		if t.start != nil {
			t.start(w, s)
		} else {
			s.server.Start()
			s.URL = s.server.URL
		}
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
		if t.set != nil {
			t.set(w, s)
		}
		s.mu.Lock()
		//lint:ignore SA2001 what was set is seen by the server
		s.mu.Unlock()
	}
	return w
}

// Close stops every site.
func (w *Web) Close() {
	for _, s := range w.Sites {
		s.Close()
	}
	for _, stop := range w.close {
		stop()
	}
}

// Outlets is the catalogue of all sites, and of one that forbids crawling.
func (w *Web) Outlets() []news.Outlet {
	var out []news.Outlet
	for _, s := range w.Sites {
		out = append(out, s.Outlet())
	}
	return append(out, w.closed)
}

// Roots are the certificates to believe here.
func (w *Web) Roots() *x509.CertPool { return w.roots }

// Faults tells what a guest must not have done anywhere.
func (w *Web) Faults(pause time.Duration) []string {
	var out []string
	for _, s := range w.Sites {
		out = append(out, s.Faults(pause)...)
	}
	for _, s := range w.strange {
		if n := s.asked.Load(); n > 0 {
			out = append(out, fmt.Sprintf("%s was asked %d times", s.name, n))
		}
	}
	return out
}

// stranger starts a server that must never be asked and returns its address.
func (w *Web) stranger(name string) string {
	s := &stranger{name: name}
	s.Server = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { s.asked.Add(1) }))
	w.strange = append(w.strange, s)
	w.close = append(w.close, s.Close)
	return s.URL
}

// refuse notes what must become of some addresses of a site.
func (w *Web) refuse(s *Site, kind, reason string, paths ...string) {
	for _, p := range paths {
		w.Refused = append(w.Refused, Refusal{Outlet: news.OutletID(s.Name), URL: s.URL + p, Reason: reason, Kind: kind})
	}
}

// overTLS starts a site that speaks HTTP/2.
func overTLS(w *Web, s *Site) {
	s.server.EnableHTTP2 = true
	s.server.StartTLS()
	s.URL = s.server.URL
	w.roots.AddCert(s.server.Certificate())
}

// named starts a site that has a name.
func named(w *Web, s *Site) {
	s.server.Start()
	name := s.Name + ".test"
	w.Names.Set(name, 127, 0, 0, 1)
	s.URL = strings.Replace(s.server.URL, "127.0.0.1", name, 1)
}

// badCertificate starts a server whose certificate is for another name, and returns
// its address.
func (w *Web) badCertificate(name string) string {
	s := &stranger{name: "the server with another one's certificate"}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { s.asked.Add(1) }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	w.strange = append(w.strange, s)
	w.close = append(w.close, s.Close)
	w.roots.AddCert(s.Certificate())
	w.Names.Set(name, 127, 0, 0, 1)
	return strings.Replace(s.URL, "127.0.0.1", name, 1)
}

// cutHandshake starts a server that hangs up when it was greeted, and returns its
// address.
func (w *Web) cutHandshake() string {
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		hello.Conn.Close()
		return nil, net.ErrClosed
	}})
	if err != nil {
		panic("crawltest: " + err.Error())
	}
	w.close = append(w.close, func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			go func() {
				conn.(*tls.Conn).Handshake() // fails: that is the point
				conn.Close()
			}()
		}
	}()
	return "https://" + l.Addr().String()
}
