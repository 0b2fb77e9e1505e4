package main

import (
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/archive"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

// exportWARC writes the raw pages to WARC files, going on where the last export
// into the directory ended.
func exportWARC(app *app, dir string) error {
	log, err := app.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	last := time.Now()
	p, err := archive.Export(app.ctx, log, dir, "jejak/"+open.Version(), func(p archive.Progress) {
		if time.Since(last) > time.Second {
			last = time.Now()
			app.say("%d of %d facts, %d pages and feeds", p.Done, p.Total, p.Pages+p.Feeds)
		}
	})
	switch {
	case err != nil && p.Done > 0:
		return cli.Hint(err, "the same command goes on where it stopped")
	case err != nil:
		return err
	}
	written := countOf(p.Pages, "page", "pages") + " and " + countOf(p.Feeds, "feed", "feeds")
	if p.Skipped > 0 {
		app.say("%s written to %s; of %d more the bytes are not kept", written, dir, p.Skipped)
		return nil
	}
	app.say("%s written to %s", written, dir)
	return nil
}

type importCmd struct {
	Warc []string `help:"WARC files to read." required:"" name:"warc" placeholder:"FILE"`
	More []string `arg:"" optional:"" name:"file" help:"More WARC files."`
}

// Run feeds WARC files through the extractor, without the network, keeping their
// dates.
func (c *importCmd) Run(app *app) error {
	reg, err := app.registry()
	if err != nil {
		return err
	}
	dir, err := app.dataDir()
	if err != nil {
		return err
	}
	n, err := openNode(app.ctx, nodeConfig{
		dir: dir, listen: "127.0.0.1:0", registry: reg, agent: app.flags.Agent(), logger: app.log,
	})
	if err != nil {
		return err
	}
	return n.while(app.ctx, func() error {
		last := time.Now()
		failed := 0
		im := archive.Importer{
			Recorder: &archive.Recorder{Log: n.log, Source: "jejak/import"},
			Outlet: func(host string) *news.Outlet {
				if o, ok := reg.OutletByHost(host); ok {
					return &o
				}
				return nil
			},
			Report: func(p archive.Progress, address string, r archive.Result, err error) {
				switch {
				case err != nil:
					failed++
					app.say("%s: %v", address, err)
				case r.Outcome == archive.Partial:
					app.say("%s: passed by: %s", address, r.Reason)
				case r.Outcome == archive.NotArticle:
					app.say("%s: not an article: %s", address, r.Reason)
				}
				if time.Since(last) > time.Second {
					last = time.Now()
					app.say("%d%% read, %d pages", 100*p.Done/max(p.Total, 1), p.Pages)
				}
			},
		}
		p, err := im.Import(app.ctx, append(c.Warc, c.More...)...)
		switch {
		case err != nil && p.Pages+p.Feeds == 0:
			return err
		case err != nil:
			return cli.Hint(err, "the same command may be repeated: what is there already is not recorded again")
		}
		app.say("%s and %s read, %d passed by", countOf(p.Pages, "page", "pages"), countOf(p.Feeds, "feed", "feeds"), p.Skipped)
		if failed > 0 {
			return cli.Exit(cli.Partly, fmt.Errorf("%d pages could not be recorded", failed))
		}
		return nil
	})
}
