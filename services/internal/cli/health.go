package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Health answers whether a process lives and whether it is ready to work.
type Health struct {
	// Ready returns nil when everything that the process needs answers, and else
	// an error that names what does not.
	Ready func(context.Context) error
	// Status returns what the process wants to tell about itself, for /status; it
	// may be nil.
	Status func(context.Context) any
}

// Handler serves /healthz (the process answers), /readyz (what it needs answers)
// and /status (JSON).
func (h Health) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := h.Ready(ctx); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		if h.Status == nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(h.Status(r.Context())) // the reader went away: nobody to tell
	})
	return mux
}

// Listener opens a TCP address and says what to do when it is taken.
func Listener(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	return l, Hint(err, "give another address, or port 0 for any free one")
}

// ServeHTTP serves a handler until ctx ends, then lets requests under way finish
// for at most five seconds.
func ServeHTTP(ctx context.Context, l net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
	}
	ended := context.AfterFunc(ctx, func() {
		bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(bounded) // past the bound the process ends anyway
	})
	defer ended()
	err := server.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve %s: %w", l.Addr(), err)
}

// Healthcheck asks the process at addr whether it is ready: what a container
// runtime runs.
func Healthcheck(ctx context.Context, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("health address %q: %w", addr, err)
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		host = "127.0.0.1"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", req.URL, resp.Status)
	}
	return nil
}

// HealthFlags are the flags of a service that answers for its health.
type HealthFlags struct {
	HealthAddr  string `help:"Where /healthz, /readyz and /status answer; empty: nowhere." env:"JEJAK_HEALTH_ADDR" placeholder:"HOST:PORT"`
	Healthcheck bool   `help:"Ask the service at --health-addr whether it is ready, and exit."`
}

// Check is what --healthcheck does.
func (f HealthFlags) Check(ctx context.Context) error { return Healthcheck(ctx, f.HealthAddr) }

// Serve answers until ctx ends. Without an address it returns at once.
func (f HealthFlags) Serve(ctx context.Context, h Health) error {
	if f.HealthAddr == "" {
		return nil
	}
	l, err := Listener(f.HealthAddr)
	if err != nil {
		return fmt.Errorf("--health-addr: %w", err)
	}
	return ServeHTTP(ctx, l, h.Handler())
}
