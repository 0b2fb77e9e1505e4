package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// TestLeaseEndsOnTheWay: a lease that ends while a request waits for its turn, or while
// the connection is made, lets nothing reach the server, although no timer told the
// request so; the host is not blamed for it.
func TestLeaseEndsOnTheWay(t *testing.T) {
	for _, where := range []string{"turn", "connection"} {
		t.Run(where, func(t *testing.T) {
			s := serve(t, map[string]http.HandlerFunc{"/satu": text("satu")})
			var over atomic.Bool
			dialer := net.Dialer{}
			base := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				conn, err := dialer.DialContext(ctx, network, addr)
				over.Store(true)
				return conn, err
			}}
			defer base.CloseIdleConnections()
			c := client(t, func(cfg *Config) {
				cfg.Base = base
				cfg.Enter = func(ctx context.Context, host string) (Pass, error) {
					over.Store(where == "turn")
					return Pass{Context: ctx, Done: func() {}, Holds: func() bool { return !over.Load() }}, nil
				}
			})
			for range 5 {
				_, err := c.Get(t.Context(), Request{URL: s.URL + "/satu"})
				if r, ok := Refused(err); !ok || r.Kind != Held || r.Until.IsZero() {
					t.Fatalf("err = %v, want a refusal for now", err)
				}
			}
			host, _ := HostOf(s.URL)
			if h := c.Host(host); len(s.seen) != 0 || h.Strikes != 0 {
				t.Errorf("the server saw %v; %d strikes", s.seen, h.Strikes)
			}
		})
	}
}

// TestGivenUp: a request that was given up may still be on its way, so the pause
// begins only when it must have arrived.
func TestGivenUp(t *testing.T) {
	asked := make(chan struct{})
	s := serve(t, map[string]http.HandlerFunc{"/lama": func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}})
	c := client(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	before := time.Now()
	if _, err := c.Get(ctx, Request{URL: s.URL + "/lama"}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	host, _ := HostOf(s.URL)
	if next := c.Host(host).Next; next.Sub(before) < Flight {
		t.Errorf("the next request is due %v after this one", next.Sub(before))
	}
}

// TestQuietAfterAnother: who takes a host over waits a whole pause from when the last
// request of the one before must have arrived.
func TestQuietAfterAnother(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/satu": text("satu")})
	quiet := time.Now().Add(200 * time.Millisecond)
	const delay = 50 * time.Millisecond
	c := client(t, func(cfg *Config) {
		cfg.Pace.Delay = delay * 1000
		cfg.Enter = func(ctx context.Context, host string) (Pass, error) {
			return Pass{Context: ctx, Done: func() {}, Known: &Host{Name: host}, Quiet: quiet}, nil
		}
	})
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/satu"}); err != nil {
		t.Fatal(err)
	}
	if early := quiet.Add(delay).Sub(s.seen[0].at); early > 0 {
		t.Errorf("the first request came %v early", early)
	}
}
