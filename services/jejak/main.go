// Jejak keeps the track record of regional government as the press tells it.
// This command is all of it in one process: an embedded NATS server, an embedded
// search index, the crawler, the enricher, the indexer and the desk.
//
// # A tour of the code, bottom-up
//
// [github.com/jejak-id/jejak/pkg/news] is the domain: articles, links, officials,
// offices with their terms, tags. It imports nothing.
//
// [github.com/jejak-id/jejak/pkg/canonical] gives an address its one form, so that
// an AMP twin and a tracking parameter are the same article. The article's id is
// made from it.
//
// [github.com/jejak-id/jejak/pkg/lang] is Indonesian text for programs: folded
// tokens with their original offsets, sentences, stems.
//
// [github.com/jejak-id/jejak/pkg/event] is the catalogue of facts, their wire names
// and the envelope. [github.com/jejak-id/jejak/pkg/eventlog] is the contract of the
// log that keeps them, with a memory log and JetStream below it; eventlogtest is
// the suite that both pass. [github.com/jejak-id/jejak/pkg/history] folds the facts
// about one article.
//
// [github.com/jejak-id/jejak/pkg/registry] is what people reviewed and wrote down:
// who held which office when, which places and outlets there are;
// [github.com/jejak-id/jejak/pkg/registering] is what people changed of it, and
// [github.com/jejak-id/jejak/pkg/correcting] what they said of tags.
//
// [github.com/jejak-id/jejak/pkg/extract] reads a page, [github.com/jejak-id/jejak/pkg/enrich]
// reads an article: both are pure.
//
// The stages are [github.com/jejak-id/jejak/pkg/crawl] (from the web to the log),
// the enricher's Stage (from the log to the log) and
// [github.com/jejak-id/jejak/pkg/indexing] (from the log to an index). They meet
// only through the log.
//
// [github.com/jejak-id/jejak/pkg/search] is the contract of an index, with bleve
// (embedded) and meili (a Meilisearch server) below it.
// [github.com/jejak-id/jejak/pkg/journey] tells what happened to one address, and
// [github.com/jejak-id/jejak/pkg/desk] is what people open.
//
// [github.com/jejak-id/jejak/pkg/sample] is a small news site of an invented town,
// for the demo and the tests.
package main

import (
	"context"
	"log/slog"
	"net/netip"
	"os"

	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

const description = `Rekam jejak pemerintah daerah menurut pers: crawls Indonesian news outlets, tags officials with the office
they held on the article's date, keeps every revision, and makes it all searchable. Without a command it serves.

Exit codes: 0 done, 1 failed, 2 usage, 3 partly, 4 nothing found, 10 no data directory, 11 locked, 130 interrupted.`

// flags are the flags that all commands share, and the commands.
type flags struct {
	open.RegistryFlags
	open.AgentFlags
	Data         string         `help:"Data directory; default: jejak below XDG_DATA_HOME." env:"JEJAK_DATA" placeholder:"DIR"`
	AllowPrivate []netip.Prefix `help:"Private address ranges that the crawler may reach; none by default." env:"JEJAK_ALLOW_PRIVATE" placeholder:"CIDR"`
	Quiet        bool           `help:"Print nothing but data and errors." short:"q"`
	Verbose      bool           `help:"Log every step." short:"v"`

	Serve    serveCmd    `cmd:"" default:"withargs" help:"Crawl the outlets of the catalogue and serve the desk (the default)."`
	Demo     demoCmd     `cmd:"" help:"Run everything on a bundled sample outlet, in a fresh temporary directory."`
	Crawl    crawlCmd    `cmd:"" help:"Fetch outlets or pages now, and say what came of each page."`
	Backfill backfillCmd `cmd:"" help:"Fetch the past of an outlet: its sitemaps and listings to their ends."`
	Outlet   outletCmd   `cmd:"" help:"The catalogue: list, check, probe a new site."`
	Import   importCmd   `cmd:"" help:"Read WARC files into the archive, without the network."`
	Reread   rereadCmd   `cmd:"" help:"Read the raw pages again with today's extractor."`
	Sample   sampleCmd   `cmd:"" help:"Serve the sample outlet alone."`
	Read     readCmd     `cmd:"" help:"Read saved pages, offline, and print what the system makes of them."`
	Search   searchCmd   `cmd:"" help:"Search the archive, as the desk does."`
	Why      whyCmd      `cmd:"" help:"Every event that touched an address, and why it is or is not in the index."`
	Correct  correctCmd  `cmd:"" help:"Say that a tag is right, wrong or means somebody else; take it back; list what was said."`
	Export   exportCmd   `cmd:"" help:"Write every article as JSON Lines."`
	Doctor   doctorCmd   `cmd:"" help:"Check directory, log, index, clock and outlets; each fault with a hint."`
	Person   personCmd   `cmd:"" help:"Who held which office, and when."`
	Quotes   quotesCmd   `cmd:"" help:"What a person was quoted with, in which office."`
	Registry registryCmd `cmd:"" help:"Check and print the registry of officials, offices, places and outlets."`
}

func main() { cli.Main("jejak", run) }

// run is the whole command; tests call it.
func run(ctx context.Context, args []string, sio cli.IO) error {
	var f flags
	kctx, err := cli.Parse("jejak", description, &f, args, sio)
	if err != nil {
		return err
	}
	level := slog.LevelWarn
	switch {
	case f.Verbose:
		level = slog.LevelDebug
	case f.Quiet:
		level = slog.LevelError
	}
	a := &app{IO: sio, ctx: ctx, flags: &f}
	onTerminal := cli.Terminal(sio.Err)
	if onTerminal && level == slog.LevelWarn { // --verbose tells each step, --quiet none
		f := sio.Err.(*os.File)
		a.screen = &screen{w: f, height: func() int { return rows(f) }}
		a.Err = a.screen
	}
	a.log = cli.Logger(a.Err, level, !onTerminal)
	return kctx.Run(a)
}
