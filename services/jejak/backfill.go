package main

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type backfillCmd struct {
	Outlet string  `arg:"" help:"An outlet of the catalogue."`
	From   string  `help:"First day of publication wanted." placeholder:"YYYY-MM-DD"`
	To     string  `help:"Last day of publication wanted." placeholder:"YYYY-MM-DD"`
	Pages  int     `help:"Most pages of each listing to walk." default:"5000"`
	Speed  float64 `help:"Divide every pause towards hosts in --allow-private: for tests." default:"1" hidden:""`
}

// Run walks an outlet's sitemaps and listings to their ends and fetches what is
// new there, at the outlet's pace. Stopped, it goes on where it was.
func (c *backfillCmd) Run(app *app) error {
	fill := crawl.Fill{Outlet: news.OutletID(c.Outlet), Pages: c.Pages}
	for _, d := range []struct {
		flag, given string
		into        *news.Date
	}{{"--from", c.From, &fill.From}, {"--to", c.To, &fill.To}} {
		if d.given == "" {
			continue
		}
		day, err := news.ParseDate(d.given)
		if err != nil {
			return cli.Exit(cli.Usage, fmt.Errorf("%s: %w", d.flag, err))
		}
		*d.into = day
	}
	if c.From != "" && c.To != "" && fill.To.Time().Before(fill.From.Time()) {
		return cli.Exit(cli.Usage, fmt.Errorf("--to %s is before --from %s", c.To, c.From))
	}
	reg, err := app.registry()
	if err != nil {
		return err
	}
	dir, err := app.dataDir()
	if err != nil {
		return err
	}
	log, now, err := app.nodeLog(dir, reg)
	var locked *embedded.ErrLocked
	if errors.As(err, &locked) { // beside a running jejak, which tags and indexes
		log, now, err := app.join(locked.Holder, reg)
		if err != nil {
			return err
		}
		defer log.Close()
		if err := c.known(now, fill.Outlet); err != nil {
			return err
		}
		crawler, err := app.besides(log, now, c.Speed)
		if err != nil {
			return err
		}
		return c.fill(app, crawler, fill)
	}
	if err != nil {
		return explainOpen(err)
	}
	if err := c.known(now, fill.Outlet); err != nil {
		return unused(log, err)
	}
	pace, outlets, err := open.Pace(c.Speed, app.flags.AllowPrivate, now.Outlets())
	if err != nil {
		return unused(log, err)
	}
	n, err := openNode(app.ctx, nodeConfig{
		dir: dir, log: log, listen: "127.0.0.1:0", registry: reg, outlets: outlets, agent: app.flags.Agent(),
		allowPrivate: app.flags.AllowPrivate, pace: pace, logger: app.log,
	})
	if err != nil {
		return err
	}
	return n.while(app.ctx, func() error { return c.fill(app, n.crawler, fill) })
}

// known says whether the catalogue has an outlet.
func (c *backfillCmd) known(reg *registry.Registry, id news.OutletID) error {
	if _, ok := reg.Outlet(id); !ok {
		return cli.Hint(cli.Exit(cli.Usage, fmt.Errorf("%q is no outlet of the catalogue", c.Outlet)), "jejak outlet list")
	}
	return nil
}

// fill runs the back-fill and tells how far it is: a line that is redrawn on a
// terminal, a plain line a minute elsewhere.
func (c *backfillCmd) fill(app *app, crawler *crawl.Crawler, fill crawl.Fill) error {
	every := time.Minute
	if app.screen != nil {
		every = time.Second / 4
	}
	var mu sync.Mutex
	var told time.Time
	fill.Progress = func(p crawl.FillProgress) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(told) < every {
			return
		}
		told = time.Now()
		line := fmt.Sprintf("%s: %s of sitemaps and listings, %s found, %d looked at, %d left, about %v",
			fill.Outlet, countOf(p.Walked, "page", "pages"), countOf(p.Found, "address", "addresses"), p.Done, p.Left, p.Remaining.Round(time.Second))
		if app.screen != nil {
			app.screen.Show([]string{line})
			return
		}
		app.say("%s", line)
	}
	sum, err := crawler.Backfill(app.ctx, fill)
	if app.screen != nil {
		app.screen.Show(nil)
	}
	if sum.Looked > 0 || err == nil {
		app.say("%s", summaryLine(sum))
	}
	switch {
	case app.ctx.Err() != nil:
		app.say("the same command goes on from here")
	case err != nil && sum.Looked > 0:
		return cli.Exit(cli.Partly, err)
	}
	return err
}
