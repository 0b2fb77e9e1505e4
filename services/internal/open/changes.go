package open

import (
	"context"
	"log/slog"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Changed returns the registry with what people changed of it in a log. A change
// that does not fit has no effect and is told.
func Changed(ctx context.Context, log eventlog.Log, base *registry.Registry, logger *slog.Logger) (*registry.Registry, error) {
	l, err := Follow(ctx, log, base, logger)
	if err != nil {
		return nil, err
	}
	return l.Registry(), nil
}
