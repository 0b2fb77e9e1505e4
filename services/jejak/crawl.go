package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type crawlCmd struct {
	Again bool     `help:"Look again at pages and sources that are not due yet; the host's pace holds all the same."`
	JSON  bool     `help:"One JSON object a page." name:"json"`
	Speed float64  `help:"Divide every pause towards hosts in --allow-private: for tests." default:"1" hidden:""`
	What  []string `arg:"" name:"outlet|url" help:"Outlets of the catalogue, or addresses of pages at their hosts."`
}

// crawlLine is one page of `jejak crawl --json`. Fields are only added.
type crawlLine struct {
	URL     string         `json:"url"`
	Outlet  news.OutletID  `json:"outlet,omitempty"`
	Article news.ArticleID `json:"article,omitempty"`
	Outcome crawl.Outcome  `json:"outcome"`
	Reason  string         `json:"reason,omitempty"`
	Status  int            `json:"status,omitempty"`
	Title   string         `json:"title,omitempty"`
}

// Run fetches outlets or pages now and prints what came of each page. Beside a
// running jejak it only crawls: that process tags and indexes.
func (c *crawlCmd) Run(app *app) error {
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
	if errors.As(err, &locked) {
		return c.beside(app, locked.Holder, reg)
	}
	if err != nil {
		return explainOpen(err)
	}
	round, err := c.round(now)
	if err != nil {
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
	return n.while(app.ctx, func() error { return c.crawl(app, n.crawler, round) })
}

// beside crawls into the log of a running jejak, as one crawler of several.
func (c *crawlCmd) beside(app *app, holder embedded.Holder, files *registry.Registry) error {
	log, now, err := app.join(holder, files)
	if err != nil {
		return err
	}
	defer log.Close()
	round, err := c.round(now)
	if err != nil {
		return err
	}
	crawler, err := app.besides(log, now, c.Speed)
	if err != nil {
		return err
	}
	return c.crawl(app, crawler, round)
}

// join reaches the log of a running jejak, and folds what people changed of the
// registry there.
func (a *app) join(holder embedded.Holder, files *registry.Registry) (closingLog, *registry.Registry, error) {
	log, err := embedded.Join(a.ctx, holder, jetlog.Options{Name: "jejak-crawl", Logger: a.log})
	if err != nil {
		return nil, nil, cli.Exit(cli.Locked, err)
	}
	now, err := open.Changed(a.ctx, log, files, a.log)
	if err != nil {
		return nil, nil, errors.Join(err, log.Close())
	}
	return log, now, nil
}

// besides makes a crawler beside that of a running jejak.
func (a *app) besides(log eventlog.Log, reg *registry.Registry, speed float64) (*crawl.Crawler, error) {
	pace, outlets, err := open.Pace(speed, a.flags.AllowPrivate, reg.Outlets())
	if err != nil {
		return nil, err
	}
	return crawl.New(crawl.Config{
		Log: log, Outlets: outlets, Agent: a.flags.Agent(), AllowPrivate: a.flags.AllowPrivate, Pace: pace,
		Now: time.Now, Logger: a.log, Holder: open.Holder(),
	})
}

// round sorts the arguments into outlets and addresses.
func (c *crawlCmd) round(reg *registry.Registry) (crawl.Round, error) {
	r := crawl.Round{Again: c.Again}
	for _, what := range c.What {
		if strings.Contains(what, "://") {
			r.URLs = append(r.URLs, what)
			continue
		}
		o, ok := reg.Outlet(news.OutletID(what))
		switch {
		case !ok:
			return r, cli.Hint(cli.Exit(cli.Usage, fmt.Errorf("%q is neither an outlet of the catalogue nor a full address", what)), "jejak outlet list")
		case o.Forbids != "":
			return r, fmt.Errorf("outlet %s is never fetched: %s", o.ID, o.Forbids)
		}
		r.Outlets = append(r.Outlets, o.ID)
	}
	return r, nil
}

func (c *crawlCmd) crawl(app *app, crawler *crawl.Crawler, round crawl.Round) error {
	out := app.lines()
	var mu sync.Mutex // reports come from several hosts at once
	var broken error
	round.Report = func(p crawl.PageReport) {
		mu.Lock()
		defer mu.Unlock()
		var err error
		app.beside(func() {
			if c.JSON {
				err = out.Encode(crawlLine(p))
			} else {
				_, err = fmt.Fprintln(app.Out, reportLine(p))
			}
		})
		if err != nil && broken == nil {
			broken = fmt.Errorf("write to standard output: %w", err)
		}
	}
	stop := app.progress(func() []crawl.OutletStatus { return concerned(crawler.Status(), round) })
	sum, err := crawler.Once(app.ctx, round)
	stop()
	app.say("%s", summaryLine(sum))
	if err := errors.Join(err, broken); err != nil {
		return err
	}
	if refused := sum.Counts[crawl.Refused]; refused > 0 && len(round.Outlets) == 0 && sum.Looked == refused {
		return cli.Exit(cli.Nothing, errors.New("nothing of what was asked for may be fetched")) // somebody's own addresses, not an outlet's
	}
	if bad := sum.Counts[crawl.Failed] + sum.Counts[crawl.Postponed]; bad > 0 {
		return cli.Hint(cli.Exit(cli.Partly, fmt.Errorf("%s could not be fetched", countOf(bad, "page", "pages"))), "they are tried again when they are due; jejak why URL tells the reason of each")
	}
	return nil
}

// concerned are the outlets of a round: those that it names, and those of which it
// has looked at a page.
func concerned(list []crawl.OutletStatus, r crawl.Round) []crawl.OutletStatus {
	return slices.DeleteFunc(list, func(o crawl.OutletStatus) bool { return !slices.Contains(r.Outlets, o.Outlet) && o.Fetched == 0 })
}

func reportLine(p crawl.PageReport) string {
	line := fmt.Sprintf("%-12s %s", p.Outcome, p.URL)
	switch {
	case p.Reason != "":
		line += "  — " + p.Reason
	case p.Title != "":
		line += "  — " + p.Title
	}
	return line
}

func summaryLine(s crawl.Summary) string {
	parts := []string{countOf(s.Found, "address", "addresses") + " found, " + countOf(s.Looked, "page", "pages") + " looked at"}
	for _, o := range slices.Sorted(maps.Keys(s.Counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", s.Counts[o], o))
	}
	return strings.Join(parts, ", ")
}
