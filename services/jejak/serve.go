package main

import (
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type serveCmd struct {
	cli.AccessFlags
	Listen  string   `help:"Where the desk answers. Put a proxy with TLS before anything but loopback." env:"JEJAK_LISTEN" default:"127.0.0.1:8460"`
	Outlet  []string `help:"Crawl only these outlets of the catalogue." env:"JEJAK_ONLY" placeholder:"ID"`
	NoCrawl bool     `help:"Serve what is there and fetch nothing."`
	Correct bool     `name:"corrections" help:"Take corrections at the desk, from this machine alone. Not for a desk behind a proxy: everybody would seem to be here." env:"JEJAK_CORRECTIONS"`
	Speed   float64  `help:"Divide every pause towards hosts in --allow-private: for tests." default:"1" hidden:""`
}

// Run crawls the catalogue and serves the desk until it is interrupted.
func (c *serveCmd) Run(app *app) error {
	dir, err := app.dataDir()
	if err != nil {
		return err
	}
	reg, err := app.registry()
	if err != nil {
		return err
	}
	log, now, err := app.nodeLog(dir, reg)
	if err != nil {
		return explainOpen(err)
	}
	outlets, err := open.Chosen(now, c.Outlet)
	if err != nil {
		return unused(log, err)
	}
	pace, outlets, err := open.Pace(c.Speed, app.flags.AllowPrivate, outlets)
	if err != nil {
		return unused(log, err)
	}
	n, err := openNode(app.ctx, nodeConfig{
		dir: dir, log: log, listen: c.Listen, access: c.AccessFlags, registry: reg, outlets: outlets, agent: app.flags.Agent(), allowPrivate: app.flags.AllowPrivate,
		pace: pace, corrections: c.Correct, logger: app.log,
	})
	if err != nil {
		return err
	}
	defer n.close()
	app.say("desk:    %s", n.address())
	app.say("data:    %s", dir)
	app.say("outlets: %s", outletsLine(outlets, c.NoCrawl))
	app.say("log:     %s", logLine(app.ctx, n.log))
	app.say("agent:   %s", app.flags.Agent())
	app.say("stop:    Ctrl-C")
	if !c.NoCrawl {
		stop := app.progress(n.crawler.Status)
		defer stop()
	}
	return n.run(app.ctx, !c.NoCrawl)
}
