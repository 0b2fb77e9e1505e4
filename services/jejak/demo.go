package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/sample"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type demoCmd struct {
	cli.AccessFlags
	Once   bool   `help:"Print what came out and exit: 0 when nothing is missing."`
	Listen string `help:"Where the desk answers." default:"127.0.0.1:0"`
	Keep   string `help:"Keep the data in this directory, which must be empty or new." placeholder:"DIR"`
}

// demoSpeed divides every pause: the sample outlet is our own.
const demoSpeed = 2000

// demoPatience bounds the whole of the demo's work, so that --once always ends.
const demoPatience = 3 * time.Minute

// Run serves the sample outlet on loopback and runs the whole pipeline against it
// over HTTP, twice: between the rounds one page is edited and one is withdrawn.
func (c *demoCmd) Run(app *app) error {
	dir, remove, err := c.directory()
	if err != nil {
		return err
	}
	defer remove()
	site := sample.New()
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the sample outlet: %w", err)
	}
	base := "http://" + web.Addr().String()
	reg, err := registry.Embedded()
	if err != nil {
		return err
	}
	if reg, err = sample.Registry(reg, base); err != nil {
		return err
	}

	ctx, cancel := context.WithCancel(app.ctx)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return cli.ServeHTTP(ctx, web, site) })
	n, err := openNode(ctx, nodeConfig{
		dir: dir, listen: c.Listen, access: c.AccessFlags, registry: reg, outlets: []news.Outlet{sample.Outlet(base)}, agent: app.flags.Agent(),
		allowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, pace: open.FastPace(demoSpeed), corrections: true, logger: app.log,
	})
	if err != nil {
		cancel()
		return errors.Join(err, group.Wait())
	}
	group.Go(func() error { return n.run(ctx, false) })
	app.say("Kabar Wanasari, an invented outlet, is served at %s", base)

	err = c.show(ctx, app, n, site, base)
	if err == nil && !c.Once {
		app.say("\nThe desk is at %s — stop with Ctrl-C.", n.address())
		<-ctx.Done()
	}
	cancel()
	return errors.Join(err, group.Wait(), n.close())
}

// directory makes the fresh directory of the demo.
func (c *demoCmd) directory() (dir string, remove func(), err error) {
	if c.Keep == "" {
		dir, err = os.MkdirTemp("", "jejak-demo-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if err := os.MkdirAll(c.Keep, 0o700); err != nil {
		return "", nil, err
	}
	if left, err := os.ReadDir(c.Keep); err != nil || len(left) > 0 {
		return "", nil, errors.Join(err, cli.Exit(cli.Usage, fmt.Errorf("--keep %s: the directory is not empty", c.Keep)))
	}
	return c.Keep, func() {}, nil
}

// show crawls both rounds, waits until everything is searchable, prints what came
// out and compares it with what the sample says must come out.
func (c *demoCmd) show(ctx context.Context, app *app, n *node, site *sample.Site, base string) error {
	ctx, cancel := context.WithTimeout(ctx, demoPatience)
	defer cancel()
	for round := 1; round <= 2; round++ {
		site.Turn(round)
		started := time.Now()
		sum, err := c.crawl(ctx, n, crawl.Round{Outlets: []news.OutletID{sample.OutletID}, Again: round > 1})
		if err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if err := until(ctx, 10*time.Millisecond, n.settled); err != nil {
			return fmt.Errorf("round %d: the articles do not become searchable: %w", round, err)
		}
		app.say("round %d: %s; searchable after %v", round, summaryLine(sum), time.Since(started).Round(10*time.Millisecond))
	}
	want, err := site.Expect(base)
	if err != nil {
		return err
	}
	if err := c.print(ctx, app, n, want); err != nil {
		return err
	}
	missing, err := c.compare(ctx, n, want)
	if err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Fprintln(app.Err, "missing:", m)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%d things that must come out of the sample outlet did not", len(missing))
	}
	app.say("everything that must come out of the sample outlet is there: %d articles", len(want))
	return nil
}

// crawl does one round and, when a page was missed, the looks that tell a take-down
// from a bad moment.
func (c *demoCmd) crawl(ctx context.Context, n *node, round crawl.Round) (crawl.Summary, error) {
	sum, err := n.crawler.Once(ctx, round)
	missed := sum.Counts[crawl.Missed]
	for range 5 {
		if err != nil || missed == 0 || sum.Counts[crawl.Withdrawn] == missed {
			break
		}
		select {
		case <-ctx.Done():
			return sum, ctx.Err()
		case <-time.After(1100 * time.Millisecond): // no look at a missing page comes sooner, at any pace
		}
		var more crawl.Summary
		more, err = n.crawler.Once(ctx, crawl.Round{Outlets: round.Outlets})
		sum.Looked += more.Looked
		for o, k := range more.Counts {
			sum.Counts[o] += k
		}
	}
	return sum, err
}

// print tells on stdout what the archive now knows.
func (c *demoCmd) print(ctx context.Context, app *app, n *node, want []sample.Expected) error {
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	for _, x := range want {
		h, err := history.Load(ctx, n.log, x.ID)
		if err != nil {
			return err
		}
		latest := h.Latest()
		if latest == nil {
			continue
		}
		a := latest.Reading.Article
		mark := ""
		if len(h.Revisions) > 1 {
			mark = fmt.Sprintf("  [diubah %d×]", len(h.Revisions)-1)
		}
		if h.Withdrawn != nil {
			mark += "  [dihapus]"
		}
		fmt.Fprintf(w, "%s\t%s%s\n", a.Day(h.FirstSeen), a.Title, mark)
		tags, err := latestTags(ctx, n.log, x.ID)
		if err != nil {
			return err
		}
		if tags != nil {
			for _, o := range tags.Officials {
				office := o.Status.Titled(o.OfficeName)
				if o.Standing == news.Former {
					office = "mantan " + office
				}
				if o.OfficeName == "" {
					office = "jabatan tidak dapat dipastikan: " + o.Rule
				}
				fmt.Fprintf(w, "\t  %s — %s\n", o.Name, office)
			}
		}
		for _, l := range a.Related {
			fmt.Fprintf(w, "\t  baca juga → %s\n", l.Title)
		}
	}
	return w.Flush()
}

// compare says what of the expected is not there.
func (c *demoCmd) compare(ctx context.Context, n *node, want []sample.Expected) ([]string, error) {
	var missing []string
	miss := func(x sample.Expected, format string, args ...any) {
		missing = append(missing, x.Title+": "+fmt.Sprintf(format, args...))
	}
	for _, x := range want {
		h, err := history.Load(ctx, n.log, x.ID)
		if err != nil {
			return nil, err
		}
		latest := h.Latest()
		if latest == nil {
			miss(x, "the article (%s)", x.URL)
			continue
		}
		a := latest.Reading.Article
		if a.Published == nil || !a.Published.Time.Equal(x.Published) {
			miss(x, "its time of publication, %s", x.Published)
		}
		if len(h.Revisions) != x.Revisions {
			miss(x, "%d revisions, there are %d", x.Revisions, len(h.Revisions))
		}
		if (h.Withdrawn != nil) != x.Withdrawn {
			miss(x, "withdrawn is %v, want %v", h.Withdrawn != nil, x.Withdrawn)
		}
		for _, r := range x.Related {
			if !slices.ContainsFunc(a.Related, func(l news.Link) bool { return l.URL == r.URL }) {
				miss(x, "the link to %s", r.URL)
			}
		}
		for _, p := range a.Paragraphs {
			if strings.Contains(strings.ToLower(p), "baca juga") {
				miss(x, "a text without related lines: %q", p)
			}
		}
		tags, err := latestTags(ctx, n.log, x.ID)
		if err != nil {
			return nil, err
		}
		if tags == nil {
			miss(x, "its tags")
			continue
		}
		for _, o := range x.Officials {
			if !slices.ContainsFunc(tags.Officials, func(t news.OfficialTag) bool { return t.ID == o.Official && same(t, o) }) {
				miss(x, "the official %s as %q", o.Official, o.Office)
			}
		}
		for _, id := range x.Never {
			if slices.ContainsFunc(tags.Officials, func(t news.OfficialTag) bool { return t.ID == id }) {
				miss(x, "telling its person from the official %s", id)
			}
		}
		res, err := n.index.Search(ctx, search.Query{Text: headline(x.Title), Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(res.Hits) == 0 || res.Hits[0].Document.ID != x.ID {
			miss(x, "being found by its headline")
		}
	}
	return missing, nil
}

// headline makes a query of a headline: its first words, of which a query may have
// ten.
func headline(title string) string {
	words := strings.Fields(strings.NewReplacer(`"`, " ", "-", " ", "–", " ").Replace(title))
	return strings.Join(words[:min(8, len(words))], " ")
}

// same reports whether a tag says what the sample expects of an official.
func same(t news.OfficialTag, want sample.Held) bool {
	office, standing := news.OfficeID(""), t.Standing
	if t.Office != nil {
		office = *t.Office
	}
	if standing == news.Holder {
		standing = ""
	}
	return office == want.Office && standing == want.Standing
}
