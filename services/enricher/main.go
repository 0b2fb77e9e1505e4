// Enricher tags articles: it reads facts from the log and appends who is in them,
// in which office, and where they point. Several enrichers share the work.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type flags struct {
	open.LogFlags
	open.RegistryFlags
	cli.HealthFlags
	Parallel int `help:"Articles tagged at once." env:"JEJAK_PARALLEL" default:"8"`
}

func main() { cli.Main("enricher", run) }

func run(ctx context.Context, args []string, sio cli.IO) error {
	var f flags
	if _, err := cli.Parse("enricher", "Tags articles with officials, quotes and links.", &f, args, sio); err != nil {
		return err
	}
	if f.Healthcheck {
		return f.Check(ctx)
	}
	logger := cli.Logger(sio.Err, slog.LevelInfo, !cli.Terminal(sio.Err))
	reg, err := f.Registry()
	if err != nil {
		return err
	}
	log, err := f.LogFlags.Open(ctx, "enricher", logger)
	if err != nil {
		return err
	}
	defer log.Close()
	stage, err := enriching.New(enriching.Config{
		Log: log, Tagger: open.Tagger(reg), Now: time.Now, Logger: logger, Parallel: f.Parallel,
	})
	if err != nil {
		return err
	}
	logger.Info("enricher started", "log", f.Log, "registry", reg.Version())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return stage.Run(ctx) })
	group.Go(func() error {
		return f.Serve(ctx, cli.Health{
			Ready: log.Health,
			Status: func(ctx context.Context) any {
				cursors, err := log.Cursors(ctx, event.News.Name)
				behind, _, behindErr := enriching.Behind(ctx, log, event.News, event.Desk, event.Registry)
				return map[string]any{"tagged": stage.Tagged(), "cursors": cursors, "behind": behind, "error": fmt.Sprint(errors.Join(err, behindErr))}
			},
		})
	})
	return group.Wait()
}
