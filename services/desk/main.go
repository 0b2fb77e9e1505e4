// Desk serves the pages, the API and the feeds. It writes nothing.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/desk"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type flags struct {
	open.LogFlags
	open.IndexFlags
	open.RegistryFlags
	cli.HealthFlags
	cli.AccessFlags
	Listen  string `help:"Where the desk answers. Put a proxy with TLS before anything but loopback." env:"JEJAK_LISTEN" default:"127.0.0.1:8460"`
	BaseURL string `help:"Public address of the desk, for feeds." env:"JEJAK_BASE_URL" placeholder:"URL"`
}

func main() { cli.Main("desk", run) }

func run(ctx context.Context, args []string, sio cli.IO) error {
	var f flags
	if _, err := cli.Parse("desk", "Serves search, articles and history.", &f, args, sio); err != nil {
		return err
	}
	if f.Healthcheck {
		if f.HealthAddr == "" {
			f.HealthAddr = f.Listen
		}
		return f.Check(ctx)
	}
	logger := cli.Logger(sio.Err, slog.LevelInfo, !cli.Terminal(sio.Err))
	reg, err := f.Registry()
	if err != nil {
		return err
	}
	index, err := f.IndexFlags.Reader(ctx, logger)
	if err != nil {
		return err
	}
	defer index.Close()
	log, err := f.LogFlags.Open(ctx, "desk", logger)
	if err != nil {
		return err
	}
	defer log.Close()
	live, err := open.Follow(ctx, log, reg, logger)
	if err != nil {
		return err
	}
	handler, err := open.Handler(live.Registry, func(reg *registry.Registry) (http.Handler, error) {
		return desk.New(desk.Config{
			Log: log, Index: index, Registry: reg, Now: time.Now, Logger: logger, Version: open.Version(), BaseURL: f.BaseURL,
		})
	}, logger)
	if err != nil {
		return err
	}
	if handler, err = f.Guard(f.Listen, handler); err != nil {
		return err
	}
	l, err := cli.Listener(f.Listen)
	if err != nil {
		return err
	}
	logger.Info("desk started", "address", "http://"+l.Addr().String(), "log", f.Log, "index", f.Index)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return cli.ServeHTTP(ctx, l, handler) })
	group.Go(func() error { return live.Run(ctx) })
	group.Go(func() error {
		return f.Serve(ctx, cli.Health{Ready: index.Ping})
	})
	return group.Wait()
}
