package open

import (
	"context"
	"log/slog"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/registering"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Changed returns the registry with what people changed of it in a log. A change
// that does not fit has no effect and is told.
func Changed(ctx context.Context, log eventlog.Log, base *registry.Registry, logger *slog.Logger) (*registry.Registry, error) {
	state, err := registering.Load(ctx, log, base)
	if err != nil {
		return nil, err
	}
	for _, r := range state.Refused {
		logger.Warn("a change of the registry does not fit and has no effect", "change", r.Event.ID, "why", r.Why)
	}
	return state.Registry, nil
}
