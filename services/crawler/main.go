// Crawler finds and fetches articles politely and appends what it saw to the log.
// Several crawlers share the work: the log lends each host to one of them at a
// time.
package main

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type flags struct {
	open.LogFlags
	open.RegistryFlags
	open.AgentFlags
	cli.HealthFlags
	Outlet       []string       `help:"Crawl only these outlets of the catalogue." env:"JEJAK_ONLY" placeholder:"ID"`
	AllowPrivate []netip.Prefix `help:"Private address ranges that the crawler may reach; none by default." env:"JEJAK_ALLOW_PRIVATE" placeholder:"CIDR"`
	Speed        float64        `help:"Divide every pause towards hosts in --allow-private: for tests." env:"JEJAK_SPEED" default:"1" hidden:""`
}

func main() { cli.Main("crawler", run) }

func run(ctx context.Context, args []string, sio cli.IO) error {
	var f flags
	if _, err := cli.Parse("crawler", "Finds and fetches articles, politely.", &f, args, sio); err != nil {
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
	log, err := f.LogFlags.Open(ctx, "crawler", logger)
	if err != nil {
		return err
	}
	defer log.Close()
	if reg, err = open.Changed(ctx, log, reg, logger); err != nil {
		return err
	}
	outlets, err := open.Chosen(reg, f.Outlet)
	if err != nil {
		return err
	}
	pace, outlets, err := open.Pace(f.Speed, f.AllowPrivate, outlets)
	if err != nil {
		return err
	}
	crawler, err := crawl.New(crawl.Config{
		Log: log, Outlets: outlets, Agent: f.Agent(), AllowPrivate: f.AllowPrivate,
		Pace: pace, Now: time.Now, Logger: logger, Holder: open.Holder(),
	})
	if err != nil {
		return err
	}
	logger.Info("crawler started", "log", f.Log, "outlets", len(outlets), "agent", f.Agent())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return crawler.Run(ctx) })
	group.Go(func() error {
		return f.Serve(ctx, cli.Health{
			Ready:  log.Health,
			Status: func(context.Context) any { return crawler.Status() },
		})
	})
	return group.Wait()
}
