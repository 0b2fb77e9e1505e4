package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// site is a server that notes when it was asked for what.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	seen []visit
}

type visit struct {
	at   time.Time
	path string
}

func serve(t testing.TB, pages map[string]http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.seen = append(s.seen, visit{time.Now(), r.URL.RequestURI()})
		s.mu.Unlock()
		h, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, v := range s.seen {
		if v.path == path {
			n++
		}
	}
	return n
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, body) }
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func client(t testing.TB, change func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		Agent:        "jejakbot/test (+https://jejak.invalid/bot)",
		Hosts:        func(string) (time.Duration, error) { return 0, nil },
		AllowPrivate: loopback,
		Pace:         Pace{Speed: 1000},
	}
	if change != nil {
		change(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGet(t *testing.T) {
	var sent http.Header
	s := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header.Clone()
		w.Header().Set("ETag", `"7"`)
		if r.Header.Get("If-None-Match") == `"7"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		fmt.Fprint(w, "caf\xe9")
	}})
	c := client(t, nil)
	t.Setenv("COLLY_USER_AGENT", "someone/else")
	res, err := c.Get(t.Context(), Request{URL: s.URL + "/a"})
	if err != nil || res.Status != 200 || string(res.Body) != "caf\xe9" || res.URL != s.URL+"/a" {
		t.Fatalf("Get = %+v, %v; want the bytes as they were sent", res, err)
	}
	if got := sent.Get("User-Agent"); !strings.HasPrefix(got, "jejakbot/") {
		t.Errorf("User-Agent %q", got)
	}
	if sent.Get("Cookie") != "" || sent.Get("Referer") != "" {
		t.Errorf("sent %v", sent)
	}
	res, err = c.Get(t.Context(), Request{URL: s.URL + "/a", ETag: res.Header.Get("ETag")})
	if err != nil || res.Status != 304 || len(res.Body) != 0 {
		t.Errorf("conditional Get = %d, %v, want 304", res.Status, err)
	}
	if n := s.asked("/robots.txt"); n != 1 {
		t.Errorf("robots.txt asked for %d times, want once", n)
	}
}

func TestRefusals(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, 64<<20))
	z.Close()
	other := serve(t, map[string]http.HandlerFunc{"/x": text("elsewhere")})
	s := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": text("User-agent: *\nDisallow: /no"),
		"/to-no":      func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/no/1", http.StatusFound) },
		"/loop": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/loop?"+r.URL.RawQuery+"a", http.StatusFound)
		},
		"/self": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/self", http.StatusFound) },
		"/out":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+"/x", http.StatusFound) },
		"/file": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		},
		"/bomb": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		},
		"/large": func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, DefaultMaxBody+1)) },
		"/fits":  func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, DefaultMaxBody)) },
		"/short": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "half")
		},
	})
	own, _ := HostOf(s.URL)
	c := client(t, func(cfg *Config) {
		cfg.Hosts = func(h string) (time.Duration, error) {
			if h != own {
				return 0, errors.New(h + " is in no outlet's list")
			}
			return 0, nil
		}
	})
	for _, tt := range []struct {
		url  string
		want Kind // empty: an error that is no refusal; "-": none
	}{
		{"/no/1", Robots},
		{"/to-no", Robots},
		{"/loop", TooManyRedirects},
		{"/self", TooManyRedirects},
		{"/out", ForeignHost},
		{"/file", BadURL},
		{"/bomb", TooDense},
		{"/large", TooLarge},
		{"/fits", "-"},
		{"/short", ""},
		{"/" + strings.Repeat("a", 3000), BadURL},
		{"ftp://x.id/", BadURL},
	} {
		u := tt.url
		if strings.HasPrefix(u, "/") {
			u = s.URL + u
		}
		res, err := c.Get(t.Context(), Request{URL: u})
		r, refused := Refused(err)
		switch {
		case tt.want == "-":
			if err != nil {
				t.Errorf("Get(%.40s): %v", tt.url, err)
			}
		case tt.want == "":
			if err == nil || refused {
				t.Errorf("Get(%.40s): %v, want an error of the network", tt.url, err)
			}
		case !refused || r.Kind != tt.want:
			t.Errorf("Get(%.40s): %v, want %s", tt.url, err, tt.want)
		}
		if err != nil && len(res.Body) != 0 {
			t.Errorf("Get(%.40s): a body beside an error", tt.url)
		}
	}
	if s.asked("/no/1") != 0 || other.asked("/x") != 0 || other.asked("/robots.txt") != 0 {
		t.Error("a forbidden path or host was asked")
	}
}

func TestDenseBody(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, 4<<20)) // below the limit of size
	z.Close()
	s := serve(t, map[string]http.HandlerFunc{"/s.xml.gz": func(w http.ResponseWriter, r *http.Request) { w.Write(b.Bytes()) }})
	_, err := client(t, nil).Get(t.Context(), Request{URL: s.URL + "/s.xml.gz"})
	if r, ok := Refused(err); !ok || r.Kind != TooDense {
		t.Errorf("%v, want %s", err, TooDense)
	}
}

func TestPrivateAddresses(t *testing.T) {
	s := serve(t, nil)
	c := client(t, func(cfg *Config) { cfg.AllowPrivate = nil })
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, u := range []string{s.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://127.0.0.1/", "http://169.254.169.254/", "http://10.0.0.1/", "http://[::1]/", "http://0.0.0.0/"} {
		_, err := c.Get(t.Context(), Request{URL: u})
		r, ok := Refused(err)
		if !ok || r.Kind != PrivateAddress && r.Kind != BadPort {
			t.Errorf("Get(%s): %v, want a refusal", u, err)
		}
	}
	if len(s.seen) != 0 {
		t.Errorf("%d requests arrived", len(s.seen))
	}
}

func TestRobotsAnswers(t *testing.T) {
	long := strings.Repeat("# comment\n", 70000)
	for _, tt := range []struct {
		name   string
		robots http.HandlerFunc
		want   Kind
	}{
		{"404", status(404), ""},
		{"401", status(401), ""},
		{"500", status(500), RobotsUnread},
		{"503", status(503), RobotsUnread},
		{"429", status(429), RobotsUnread},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, RobotsUnread},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/r2", http.StatusMovedPermanently) }, Robots},
		{"redirect for ever", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots.txt?", http.StatusMovedPermanently)
		}, RobotsUnread},
		{"700 KB", text("User-agent: *\nDisallow: /a\n" + long), Robots},
		{"binary", text("\x00\x01\x02\xff\xfe"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, map[string]http.HandlerFunc{"/robots.txt": tt.robots, "/r2": text("User-agent: *\nDisallow: /a"), "/a": text("a")})
			_, err := client(t, nil).Get(t.Context(), Request{URL: s.URL + "/a"})
			r, ok := Refused(err)
			if tt.want == "" && err != nil || tt.want != "" && (!ok || r.Kind != tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			if tt.want != "" && s.asked("/a") != 0 {
				t.Error("the page was asked for")
			}
			if ok && r.Later() && r.Until.IsZero() {
				t.Error("a refusal for now that does not say until when")
			}
		})
	}
}

func TestRobotsAreTriedAgain(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	s := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, r *http.Request) {
			if broken.Load() {
				w.WriteHeader(500)
			}
		},
		"/a": text("a"),
	})
	var ahead atomic.Int64
	c := client(t, func(cfg *Config) {
		cfg.Pace = Pace{Speed: 1000, RobotsRetry: 1000 * time.Hour} // an hour at this speed
		cfg.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	})
	for range 3 {
		if _, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err == nil {
			t.Fatal("fetched although robots.txt can not be read")
		}
	}
	if n := s.asked("/robots.txt"); n != 1 {
		t.Errorf("robots.txt asked for %d times within its pause", n)
	}
	broken.Store(false)
	ahead.Store(int64(61 * time.Minute))
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, " 5 ": 5 * time.Second, "-3": 0, "soon": 0,
		"Fri, 02 Jan 2026 03:14:05 GMT": 10 * time.Minute, "Fri, 02 Jan 2026 03:00:00 GMT": 0,
	} {
		if got := retryAfter(in, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestBlockedHost(t *testing.T) {
	answer := status(429, "Retry-After", "7200")
	s := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) { answer(w, r) }, "/b": text("b")})
	var kept []Host
	var ahead time.Duration
	c := client(t, func(cfg *Config) {
		cfg.Pace = Pace{Delay: time.Millisecond}
		cfg.Now = func() time.Time { return time.Now().Add(ahead) }
		cfg.Changed = func(_ context.Context, h Host) error { kept = append(kept, h); return nil }
	})
	if res, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil || res.Status != 429 {
		t.Fatalf("Get = %d, %v", res.Status, err)
	}
	_, err := c.Get(t.Context(), Request{URL: s.URL + "/b"})
	r, ok := Refused(err)
	if !ok || r.Kind != Blocked {
		t.Fatalf("%v, want the host to be left alone", err)
	}
	if d := time.Until(r.Until); d < 119*time.Minute || d > 121*time.Minute {
		t.Errorf("blocked for %v, want two hours", d)
	}
	if len(kept) == 0 || !kept[len(kept)-1].BlockedUntil.Equal(r.Until) {
		t.Fatalf("the block was not handed on to be kept: %+v", kept)
	}
	// A new process with what was kept leaves the host alone too.
	again := client(t, nil)
	again.Restore(kept[len(kept)-1])
	if _, err := again.Get(t.Context(), Request{URL: s.URL + "/b"}); err == nil {
		t.Error("a restart forgot the block")
	}
	ahead = 3 * time.Hour
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/b"}); err != nil {
		t.Error(err)
	}
	if h := c.Host(kept[0].Name); h.Strikes != 0 {
		t.Errorf("strikes %d after a good answer", h.Strikes)
	}
}

func TestBackoffDoublesToADay(t *testing.T) {
	for n, want := range map[int]time.Duration{1: time.Minute, 2: 2 * time.Minute, 5: 16 * time.Minute, 11: 1024 * time.Minute, 12: 24 * time.Hour, 1000: 24 * time.Hour} {
		if got := backoff(time.Minute, 24*time.Hour, n); got != want {
			t.Errorf("backoff(%d) = %v, want %v", n, got, want)
		}
	}
}

// TestPause measures on the server's side, with callers that all want the host
// at once.
func TestPause(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/a": text("a"), "/r": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/a", http.StatusFound) }})
	const pause = 40 * time.Millisecond
	c := client(t, func(cfg *Config) { cfg.Pace = Pace{Delay: pause} })
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: s.URL + []string{"/a", "/r"}[i%2]}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(s.seen) != 13 { // robots.txt, eight pages, four redirects
		t.Errorf("%d requests, want 13", len(s.seen))
	}
	for i := 1; i < len(s.seen); i++ {
		if gap := s.seen[i].at.Sub(s.seen[i-1].at); gap < pause {
			t.Errorf("%s came %v after %s, want at least %v", s.seen[i].path, gap, s.seen[i-1].path, pause)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/robots.txt": text("User-agent: *\nCrawl-delay: 100"), "/a": text("a")})
	c := client(t, func(cfg *Config) { cfg.Pace = Pace{Speed: 1000, MaxDelay: time.Millisecond} })
	for range 2 {
		if _, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil {
			t.Fatal(err)
		}
	}
	for i := 1; i < len(s.seen); i++ {
		if gap := s.seen[i].at.Sub(s.seen[i-1].at); gap < 100*time.Millisecond {
			t.Errorf("request %d after %v, want 100 s at a thousandth", i, gap)
		}
	}
}

// TestRepeatedRequestKeepsThePause: a host that hangs up on a connection that was
// used before is asked again by net/http, which does not know of pauses.
func TestRepeatedRequestKeepsThePause(t *testing.T) {
	const pause = 30 * time.Millisecond
	hung := false
	s := serve(t, map[string]http.HandlerFunc{"/a": text("a"), "/b": func(w http.ResponseWriter, r *http.Request) {
		if !hung {
			hung = true
			panic(http.ErrAbortHandler)
		}
		fmt.Fprint(w, "b")
	}})
	c := client(t, func(cfg *Config) { cfg.Pace = Pace{Delay: pause} })
	for _, path := range []string{"/a", "/b"} {
		if res, err := c.Get(t.Context(), Request{URL: s.URL + path}); err != nil || string(res.Body) != path[1:] {
			t.Fatalf("Get(%s) = %q, %v", path, res.Body, err)
		}
	}
	if n := s.asked("/b"); n != 2 {
		t.Fatalf("/b was asked for %d times: nothing was repeated, so nothing was tested", n)
	}
	for i := range s.seen[1:] {
		if d := s.seen[i+1].at.Sub(s.seen[i].at); d < pause {
			t.Errorf("%s came %v after %s", s.seen[i+1].path, d, s.seen[i].path)
		}
	}
}

func TestCancelWhileWaiting(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/a": text("a")})
	c := client(t, func(cfg *Config) { cfg.Pace = Pace{Delay: time.Hour} })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Get(ctx, Request{URL: s.URL + "/a"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the deadline", err)
	}
	if len(s.seen) != 0 {
		t.Error("asked before its turn")
	}
}
