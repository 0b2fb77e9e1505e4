package desk

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Bounds of a request. A browser sends far less; a search of 100 filters fits.
const (
	maxURL    = 8 << 10  // bytes
	maxBody   = 16 << 10 // bytes; the form of a correction
	maxValues = 200      // parameters
)

// policy is what a page may load: the desk's own files and nothing inline. There
// is no nonce because there is nothing to give one to.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands before every address: headers, bounds, and a last resort when a
// handler panics.
func (d *desk) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w, done := compress(w, r)
		defer done()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-cache")
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				d.Logger.Error("page panicked", "path", r.URL.Path, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
				d.fail(w, r, http.StatusInternalServerError, fmt.Errorf("panic: %v", v))
			}
		}()
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && !d.takes(r):
			h.Set("Allow", "GET, HEAD")
			d.fail(w, r, http.StatusMethodNotAllowed, nil)
			return
		case len(r.RequestURI) > maxURL || strings.Count(r.URL.RawQuery, "&") >= maxValues:
			d.fail(w, r, http.StatusRequestURITooLong, nil)
			return
		case !strings.HasPrefix(r.URL.Path, "/static/") && !d.limit.allow(address(r)):
			h.Set("Retry-After", "2")
			d.fail(w, r, http.StatusTooManyRequests, nil)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		bound := d.Timeout
		if strings.HasSuffix(r.URL.Path, ".csv") {
			bound = d.Export
		}
		ctx, stop := context.WithTimeout(r.Context(), bound)
		defer stop()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// takes reports whether a request that is no question can be a correction.
func (d *desk) takes(r *http.Request) bool {
	return d.Corrections && r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/article/") && strings.HasSuffix(r.URL.Path, "/correct")
}

// suffixes leads "/article/x.json" to the API, which writes what the page shows.
// An Accept header that asks for JSON first does the same.
func (d *desk) suffixes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		base, isJSON := strings.CutSuffix(path, ".json")
		switch {
		case path == "/openapi.json" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/static/"):
		case isJSON:
			r = withPath(r, "/api"+base)
		case strings.HasPrefix(r.Header.Get("Accept"), "application/json") && path != "/healthz" && path != "/readyz":
			w.Header().Add("Vary", "Accept")
			if path == "/" {
				path = "/home"
			}
			r = withPath(r, "/api"+path)
		case strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".atom"):
			if to := d.rowsOf(path); to != "" {
				http.Redirect(w, r, to, http.StatusFound)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// rowsOf returns the search whose rows a page such as "/official/x.csv" has.
func (d *desk) rowsOf(path string) string {
	dot := strings.LastIndexByte(path, '.')
	kind, id, ok := strings.Cut(strings.TrimPrefix(path[:dot], "/"), "/")
	if !ok || strings.Contains(id, "/") {
		return ""
	}
	switch kind {
	case "official", "office", "outlet", "topic", "place":
		return "/search" + path[dot:] + "?" + kind + "=" + queryEscape(id)
	}
	return ""
}

func withPath(r *http.Request, path string) *http.Request {
	clone := r.Clone(r.Context())
	clone.URL.Path, clone.URL.RawPath = path, ""
	return clone
}

// address returns who asks: the peer of the connection. Behind a proxy that is
// the proxy; there it is the proxy's to limit.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limiter is a bucket of requests for each address. It forgets addresses whose
// bucket is full again, so what it holds is bounded by who asked lately.
type limiter struct {
	rate  float64
	burst float64
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// maxBuckets is when the limiter looks for addresses to forget.
const maxBuckets = 10_000

func newLimiter(rate float64, burst int, now func() time.Time) *limiter {
	return &limiter{rate: rate, burst: float64(burst), now: now, buckets: map[string]bucket{}}
}

func (l *limiter) allow(who string) bool {
	if l.rate < 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.buckets) >= maxBuckets {
		for k, b := range l.buckets {
			if b.left+now.Sub(b.at).Seconds()*l.rate >= l.burst {
				delete(l.buckets, k)
			}
		}
		if len(l.buckets) >= maxBuckets {
			clear(l.buckets) // a flood from everywhere: forget, rather than grow
		}
	}
	b, ok := l.buckets[who]
	if !ok {
		b = bucket{l.burst, now}
	}
	b.left = min(l.burst, b.left+now.Sub(b.at).Seconds()*l.rate)
	b.at = now
	if b.left < 1 {
		l.buckets[who] = b
		return false
	}
	b.left--
	l.buckets[who] = b
	return true
}
