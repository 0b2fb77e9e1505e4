// Indexer folds the log into a search index, and builds the index anew when it
// and the log disagree. An embedded index (bleve:DIR) is also answered for, so
// that a desk in another process can ask it.
package main

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/search/remote"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type flags struct {
	open.LogFlags
	open.IndexFlags
	open.RegistryFlags
	cli.HealthFlags
	Listen string `help:"Answer questions about the index here, for a desk with --index remote:http://HOST:PORT. Needs a token." env:"JEJAK_LISTEN" placeholder:"HOST:PORT"`
}

func main() { cli.Main("indexer", run) }

func run(ctx context.Context, args []string, sio cli.IO) error {
	var f flags
	if _, err := cli.Parse("indexer", "Folds the log into a search index.", &f, args, sio); err != nil {
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
	index, err := f.IndexFlags.Writer(ctx, logger)
	if err != nil {
		return err
	}
	defer index.Close()
	log, err := f.LogFlags.Open(ctx, "indexer", logger)
	if err != nil {
		return err
	}
	defer log.Close()
	if reg, err = open.Changed(ctx, log, reg, logger); err != nil {
		return err
	}
	stage, err := indexing.New(indexing.Config{Log: log, Index: index, Registry: reg, Logger: logger, Now: time.Now})
	if err != nil {
		return err
	}
	logger.Info("indexer started", "log", f.Log, "index", f.Index, "registry", reg.Version())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return stage.Run(ctx) })
	group.Go(func() error {
		return f.Serve(ctx, cli.Health{
			Ready: index.Ping,
			Status: func(ctx context.Context) any {
				status, err := stage.Status(ctx)
				if err != nil {
					status.LastError = err.Error()
				}
				return status
			},
		})
	})
	if f.Listen != "" {
		token, err := f.Token()
		if err != nil {
			return err
		}
		l, err := cli.Listener(f.Listen)
		if err != nil {
			return err
		}
		group.Go(func() error {
			return cli.ServeHTTP(ctx, l, remote.Handler(index, token))
		})
	}
	return group.Wait()
}
