package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type outletCmd struct {
	List  outletListCmd  `cmd:"" help:"The outlets of the catalogue."`
	Check outletCheckCmd `cmd:"" help:"Ask each outlet for robots.txt and one source, and say what works."`
	Probe outletProbeCmd `cmd:"" help:"Find out how a new site is built, and print a catalogue entry to review."`
}

type outletListCmd struct {
	JSON bool `help:"One JSON object an outlet." name:"json"`
}

// Run prints the catalogue.
func (c *outletListCmd) Run(app *app) error {
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	out := app.lines()
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	for _, o := range reg.Outlets() {
		if c.JSON {
			err = errors.Join(err, out.Encode(o))
			continue
		}
		note := strings.Join([]string{countOf(len(o.Feeds), "feed", "feeds"), countOf(len(o.Sitemaps), "sitemap", "sitemaps"),
			countOf(len(o.Listings), "listing", "listings")}, ", ")
		if o.Forbids != "" {
			note = "never fetched: " + o.Forbids
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", o.ID, o.Name, strings.Join(o.Hosts, " "), o.Kind, note)
	}
	return errors.Join(err, w.Flush())
}

// crawler makes a crawler that keeps nothing: its log is in memory.
func (a *app) crawler(outlets []news.Outlet) (*crawl.Crawler, func() error, error) {
	log := memlog.New(time.Now)
	c, err := crawl.New(crawl.Config{
		Log: log, Outlets: outlets, Agent: a.flags.Agent(), AllowPrivate: a.flags.AllowPrivate, Now: time.Now, Logger: a.log,
	})
	return c, log.Close, err
}

type outletCheckCmd struct {
	JSON    bool     `help:"One JSON object an outlet." name:"json"`
	Outlets []string `arg:"" optional:"" help:"Only these outlets."`
}

// Run checks outlets at their own pace and ends with code 3 when some do not work.
func (c *outletCheckCmd) Run(app *app) error {
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	crawler, closeLog, err := app.crawler(reg.Outlets())
	if err != nil {
		return err
	}
	defer closeLog()
	out := app.lines()
	var bad, all, mute int
	err = crawler.Check(app.ctx, ids[news.OutletID](c.Outlets), func(k crawl.Checked) {
		all++
		if k.Fault != "" {
			bad++
			if k.Robots == 0 && k.Status == 0 {
				mute++
			}
		}
		if c.JSON {
			_ = out.Encode(k) // a reader that went away ends the command by SIGPIPE
			return
		}
		says := fmt.Sprintf("robots.txt %d, %s at %s", k.Robots, countOf(k.Entries, "entry", "entries"), k.Source)
		if !k.Newest.IsZero() {
			says += ", newest " + k.Newest.In(jakarta).Format("2006-01-02 15:04")
		}
		mark := "OK   "
		switch {
		case k.Never != "":
			mark, says = "NEVER", "not fetched: "+k.Never
		case k.Fault != "":
			mark, says = "FAULT", k.Fault
		}
		fmt.Fprintf(app.Out, "%s  %-18s %s\n", mark, k.Outlet, says)
	})
	if errors.Is(err, crawl.ErrUnknownOutlet) {
		return cli.Hint(cli.Exit(cli.Usage, err), "jejak outlet list")
	}
	if err != nil {
		return err
	}
	switch {
	case bad > 1 && mute == bad:
		return cli.Hint(cli.Exit(cli.Partly, fmt.Errorf("none of %d outlets answered", bad)), "is this machine on the network, and does it resolve names?")
	case bad > 0:
		return cli.Exit(cli.Partly, fmt.Errorf("%d of %d outlets do not work as their entry says", bad, all))
	}
	return nil
}

type outletProbeCmd struct {
	URL string `arg:"" help:"The site, such as https://contoh.id."`
}

// Run prints a catalogue entry on stdout, and what it was found by on stderr.
func (c *outletProbeCmd) Run(app *app) error {
	p, err := crawl.Probe(app.ctx, crawl.Config{
		Agent: app.flags.Agent(), AllowPrivate: app.flags.AllowPrivate, Now: time.Now, Logger: app.log,
	}, c.URL)
	if err != nil {
		return err
	}
	for _, t := range p.Tried {
		says := countOf(t.Entries, "entry", "entries")
		if t.Fault != "" {
			says = t.Fault
		}
		app.say("%-8s %s: %s", t.Kind, t.URL, says)
	}
	for _, s := range p.Sample {
		app.say("%s", reportLine(s))
	}
	for _, n := range p.Notes {
		app.say("note: %s", n)
	}
	o := p.Outlet
	entry, err := yaml.Marshal(map[string]any{"outlets": []yaml.MapSlice{entryOf(o)}})
	if err != nil {
		return fmt.Errorf("write the entry: %w", err)
	}
	_, err = app.Out.Write(entry)
	return err
}

// entryOf is an outlet in the catalogue's order of keys, without the empty ones.
func entryOf(o news.Outlet) yaml.MapSlice {
	var m yaml.MapSlice
	add := func(key string, value any, there bool) {
		if there {
			m = append(m, yaml.MapItem{Key: key, Value: value})
		}
	}
	add("id", string(o.ID), true)
	add("name", o.Name, true)
	add("kind", o.Kind, o.Kind != "")
	add("hosts", o.Hosts, true)
	add("feeds", o.Feeds, len(o.Feeds) > 0)
	add("sitemaps", o.Sitemaps, len(o.Sitemaps) > 0)
	add("listings", o.Listings, len(o.Listings) > 0)
	add("zone", o.Zone, o.Zone != "")
	add("articles", o.Articles, o.Articles != "")
	add("family", o.Family, o.Family != "")
	add("delay", o.Delay, o.Delay != "")
	add("forbids", o.Forbids, o.Forbids != "")
	add("sources", o.Sources, len(o.Sources) > 0)
	return m
}
