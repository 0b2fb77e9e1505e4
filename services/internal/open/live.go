package open

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/registering"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Live is the registry as people change it while a process runs. It may be asked by
// many goroutines.
type Live struct {
	log    eventlog.Log
	base   *registry.Registry
	logger *slog.Logger
	last   uint64
	now    atomic.Pointer[registry.Registry]
}

// Follow folds what people changed so far; [Live.Run] goes on.
func Follow(ctx context.Context, log eventlog.Log, base *registry.Registry, logger *slog.Logger) (*Live, error) {
	l := &Live{log: log, base: base, logger: logger}
	return l, l.load(ctx)
}

func (l *Live) load(ctx context.Context) error {
	state, err := registering.Load(ctx, l.log, l.base)
	if err != nil {
		return err
	}
	for _, r := range state.Refused {
		l.logger.Warn("a change of the registry does not fit and has no effect", "change", r.Event.ID, "why", r.Why)
	}
	l.last = state.Last
	if had := l.now.Load(); had == nil || had.Version() != state.Registry.Version() {
		l.now.Store(state.Registry)
	}
	return nil
}

// Registry returns the registry as it is now.
func (l *Live) Registry() *registry.Registry { return l.now.Load() }

// Run follows the changes until ctx ends.
func (l *Live) Run(ctx context.Context) error {
	err := l.log.Follow(ctx, eventlog.Query{Stream: event.Registry.Name, From: l.last + 1}, func([]eventlog.Record) error { return l.load(ctx) })
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("follow the registry: %w", err)
	}
	return nil
}

// Handler serves what make makes of the registry, and makes it anew when the
// registry is another. When that fails, the one before goes on and the log tells.
func Handler(now func() *registry.Registry, make func(*registry.Registry) (http.Handler, error), logger *slog.Logger) (http.Handler, error) {
	reg := now()
	h, err := make(reg)
	if err != nil {
		return nil, err
	}
	return &handler{now: now, make: make, logger: logger, reg: reg, made: h}, nil
}

type handler struct {
	now    func() *registry.Registry
	make   func(*registry.Registry) (http.Handler, error)
	logger *slog.Logger

	mu   sync.Mutex // guards what follows
	reg  *registry.Registry
	made http.Handler
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.current().ServeHTTP(w, r) }

func (h *handler) current() http.Handler {
	reg := h.now()
	h.mu.Lock()
	defer h.mu.Unlock()
	if reg != h.reg {
		h.reg = reg
		if made, err := h.make(reg); err == nil {
			h.made = made
		} else {
			h.logger.Error("the registry changed, and the pages keep to the one before", "error", err)
		}
	}
	return h.made
}
