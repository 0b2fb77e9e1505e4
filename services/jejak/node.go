package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/desk"
	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/remote"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

// node is all stages in one process, on one data directory.
type node struct {
	log      *embedded.Log
	index    *bleve.Index
	crawler  *crawl.Crawler
	enricher *enriching.Stage
	indexer  *indexing.Stage
	desk     http.Handler
	listener net.Listener
	token    string
	removed  func() // removes run.json
	logger   *slog.Logger
}

// nodeConfig says what a node works on.
type nodeConfig struct {
	dir          string
	log          *embedded.Log      // opened before, by [app.nodeLog]; nil: opened here
	listen       string             // of the desk
	access       cli.AccessFlags    // to it
	registry     *registry.Registry // of files
	outlets      []news.Outlet      // the ones to crawl
	agent        string
	allowPrivate []netip.Prefix
	pace         crawl.Pace
	corrections  bool // taken at the desk
	logger       *slog.Logger
}

// openNodeLog opens a log that commands can join.
func openNodeLog(ctx context.Context, dir string, logger *slog.Logger) (*embedded.Log, error) {
	return embedded.Open(ctx, embedded.Options{Dir: filepath.Join(dir, logDir), Listen: "127.0.0.1:0", Now: time.Now, Logger: logger})
}

// nodeLog opens the log of a directory for a node, and folds what people changed of
// the registry there: the outlets to crawl come of it. The log is nil where there is
// none yet: nothing is made before the arguments are known to be right.
func (a *app) nodeLog(dir string, files *registry.Registry) (*embedded.Log, *registry.Registry, error) {
	if _, err := a.existing(); cli.CodeOf(err) == cli.NoData {
		return nil, files, nil
	}
	log, err := openNodeLog(a.ctx, dir, a.log)
	if err != nil {
		return nil, nil, err
	}
	now, err := open.Changed(a.ctx, log, files, a.log)
	if err != nil {
		return nil, nil, unused(log, err)
	}
	return log, now, nil
}

// unused closes a log that no node came to own.
func unused(log *embedded.Log, err error) error {
	if log == nil {
		return err
	}
	return errors.Join(err, log.Close())
}

// openNode opens everything and starts nothing. What it opened is closed again
// when it fails.
func openNode(ctx context.Context, c nodeConfig) (n *node, err error) {
	n = &node{logger: c.logger, removed: func() {}}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.close())
		}
	}()
	if n.log = c.log; n.log == nil {
		if n.log, err = openNodeLog(ctx, c.dir, c.logger); err != nil {
			return n, explainOpen(err)
		}
	}
	if _, err = open.Changed(ctx, n.log, c.registry, c.logger); err != nil { // tells what does not fit
		return n, err
	}
	tagger := open.Tagger(c.registry)
	if n.enricher, err = enriching.New(enriching.Config{Log: n.log, Tagger: tagger, Now: time.Now, Logger: c.logger}); err != nil {
		return n, err
	}
	if err = n.enricher.Learn(ctx); err != nil {
		return n, err
	}
	if n.index, err = bleve.Open(filepath.Join(c.dir, indexDir), bleve.Options{Logger: c.logger}); err != nil {
		return n, err
	}
	if n.crawler, err = crawl.New(crawl.Config{
		Log: n.log, Outlets: c.outlets, Agent: c.agent, AllowPrivate: c.allowPrivate, Pace: c.pace,
		Now: time.Now, Logger: c.logger,
		// A command may crawl into this log beside us, and no host must see both. The
		// name is always the same: the directory's lock lets one of us live, and one
		// that was killed must not keep the next from its hosts.
		Holder: "jejak",
	}); err != nil {
		return n, err
	}
	if n.indexer, err = indexing.New(indexing.Config{
		Log: n.log, Index: n.index, Registry: known{tagger}, Now: time.Now, Logger: c.logger,
	}); err != nil {
		return n, err
	}
	if n.desk, err = open.Handler(tagger.Registry, func(reg *registry.Registry) (http.Handler, error) {
		return desk.New(desk.Config{
			Log: n.log, Index: n.index, Registry: reg, Stages: n.stages(), Now: time.Now, Zone: jakarta, Corrections: c.corrections,
			Logger: c.logger, Version: open.Version(),
		})
	}, c.logger); err != nil {
		return n, err
	}
	if n.desk, err = c.access.Guard(c.listen, n.desk); err != nil {
		return n, err
	}
	if n.listener, err = cli.Listener(c.listen); err != nil {
		return n, fmt.Errorf("desk: %w", err)
	}
	n.token, n.removed, err = announce(c.dir, n.address())
	return n, err
}

// known is the registry as the enricher knows it, for the index: tags are not
// appended before it. A change of it comes to the index with the tags that it
// touches, so that only other files make other documents of everything.
type known struct{ open.Learner }

// Official implements [indexing.Registry].
func (k known) Official(id news.OfficialID) (news.Official, bool) { return k.Registry().Official(id) }

// Version implements [indexing.Registry].
func (k known) Version() string { return registry.FilesOf(k.Registry().Version()) }

// address is where the desk answers.
func (n *node) address() string { return "http://" + n.listener.Addr().String() }

// run runs the enricher, the indexer and the desk until ctx ends, and the crawler
// beside them when crawling is wanted.
func (n *node) run(ctx context.Context, crawling bool) error {
	group, ctx := errgroup.WithContext(ctx)
	if crawling {
		group.Go(func() error { return n.crawler.Run(ctx) })
	}
	group.Go(func() error { return n.enricher.Run(ctx) })
	group.Go(func() error { return n.indexer.Run(ctx) })
	group.Go(func() error {
		mux := http.NewServeMux()
		mux.Handle(indexPath+"/", http.StripPrefix(indexPath, remote.Handler(n.index, n.token)))
		mux.Handle("/", n.desk)
		return cli.ServeHTTP(ctx, n.listener, mux)
	})
	group.Go(func() error { return n.watch(ctx) })
	return group.Wait()
}

// while runs the stages without a crawler as long as f works and until what it
// appended can be found, and closes the node.
func (n *node) while(ctx context.Context, f func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- n.run(ctx, false) }()
	err := f()
	if ctx.Err() == nil {
		err = errors.Join(err, until(ctx, 10*time.Millisecond, n.settled))
	}
	cancel()
	return errors.Join(err, <-done, n.close())
}

// watch ends the node when its log is frozen: the server stops writing after a
// fault of the disk until it is started again, and a supervisor can do that.
func (n *node) watch(ctx context.Context) error {
	bad := 0
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := n.log.Health(ctx)
		if err == nil || ctx.Err() != nil {
			bad = 0
			continue
		}
		if bad++; bad >= 3 {
			return cli.Hint(fmt.Errorf("the log does not answer any more: %w", err), "start again when the disk is well: what was acknowledged is there")
		}
	}
}

// settled reports whether the enricher and the indexer have come to the end of
// the log as it is now.
func (n *node) settled(ctx context.Context) (bool, error) {
	behind, started, err := enriching.Behind(ctx, n.log, event.News, event.Desk, event.Registry)
	if err != nil || !started || behind > 0 {
		return false, err
	}
	status, err := n.indexer.Status(ctx)
	if err != nil {
		return false, err
	}
	for _, lag := range status.Lag {
		if lag > 0 {
			return false, nil
		}
	}
	return status.State == indexing.Following, nil
}

// enrichCursor returns how far the enricher got in NEWS; started is false before
// it subscribed for the first time.
func (n *node) enrichCursor(ctx context.Context) (c eventlog.Cursor, started bool, err error) {
	cursors, err := n.log.Cursors(ctx, event.News.Name)
	i := slices.IndexFunc(cursors, func(c eventlog.Cursor) bool { return c.Durable == enriching.Durable })
	if err != nil || i < 0 {
		return c, false, err
	}
	return cursors[i], true, nil
}

// close closes what was opened, in the order opposite to the flow.
func (n *node) close() error {
	n.removed()
	var errs []error
	if n.listener != nil {
		n.listener.Close() // closed already when the desk has served
	}
	if n.index != nil {
		errs = append(errs, n.index.Close())
	}
	if n.log != nil {
		errs = append(errs, n.log.Close())
	}
	return errors.Join(errs...)
}

// stages is what the status page asks of this process.
func (n *node) stages() []desk.Stage {
	return []desk.Stage{
		{Name: "enricher", Status: func(ctx context.Context) (desk.StageStatus, error) {
			s := desk.StageStatus{State: "following", Counts: map[string]uint64{"tagged": n.enricher.Tagged()}}
			c, started, err := n.enrichCursor(ctx)
			if started {
				s.Lag = c.Pending + uint64(c.Waiting)
				s.Positions = map[string]uint64{event.News.Name: c.Done}
			}
			return s, err
		}},
		{Name: "indexer", Status: func(ctx context.Context) (desk.StageStatus, error) {
			st, err := n.indexer.Status(ctx)
			s := desk.StageStatus{
				State: string(st.State), Positions: st.Positions, LastError: st.LastError, FailedAt: st.FailedAt,
				Counts: map[string]uint64{"documents": uint64(st.Documents), "records": st.Records, "rejected": st.Rejected, "skipped": st.Skipped},
			}
			for _, lag := range st.Lag {
				s.Lag += lag
			}
			return s, err
		}},
	}
}
