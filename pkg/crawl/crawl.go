// Package crawl finds the articles of outlets, fetches them politely and writes
// down what was seen.
//
//	c, err := crawl.New(crawl.Config{Log: log, Outlets: outlets, Agent: "jejakbot/1.0 (+https://…)"})
//	err = c.Run(ctx)                                   // for ever
//	sum, err := c.Once(ctx, crawl.Round{Outlets: ids}) // one round
//
// Everything that must survive a restart is in the log: facts in NEWS, and in
// CRAWL what is due when (see package event). The crawler keeps a fold of CRAWL
// in memory, so that a restart forgets nothing and repeats nothing early.
//
// Each host is served by one goroutine, so one host that is slow or blocked
// delays nobody else. Politeness is the business of package fetch, through which
// every request goes. With [Config.Holder] several crawlers share the work: one
// holds a host at a time, by a lease in the log.
//
// What is recorded of a page is decided against the article's history and
// appended with an expectation, in one batch: when another crawler was faster,
// the history is read again and the decision made anew. A page that did not
// change appends nothing to NEWS.
package crawl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// Source is who the crawler is in the facts that it writes.
const Source = "jejak/crawler"

// Config says what to crawl and how.
type Config struct {
	Log          eventlog.Log
	Outlets      []news.Outlet
	Agent        string         // User-Agent: "jejakbot/1.0 (+https://…; mail@…)"
	AllowPrivate []netip.Prefix // ranges that may be asked although they are not public
	Pace         Pace
	Now          func() time.Time // nil means time.Now
	Logger       *slog.Logger     // nil means silent

	// Holder names this crawler among several that share a log. Empty means that
	// no other crawls; the log must then be locked by its directory.
	Holder string
	Lease  time.Duration // how long a crawler that died keeps its hosts; 0 means 20 s

	DayCap   int // most looks at pages and sources of a host in a day (UTC); 0 means 20,000
	MaxPages int // most addresses that wait at once; 0 means 1,000,000
	Parallel int // requests under way at once; 0 means 32

	// Report is told of every page that was looked at. It must not block.
	Report func(PageReport)

	// Read makes an article of a page; nil means extract.Read.
	Read func(extract.Page) extract.Reading

	// Transport makes the requests; nil means the one that refuses private
	// addresses. Only tests set it.
	Transport http.RoundTripper
}

// Crawler crawls. Make one with [New]. Run and Once must not overlap.
type Crawler struct {
	cfg      Config
	pace     Pace
	outlets  *catalogue
	client   *fetch.Client
	frontier *frontier
	leases   *leases
	stats    *stats
	log      *slog.Logger

	mu     sync.Mutex
	loaded bool
	last   uint64 // of CRAWL, folded
	watch  func(PageReport)
}

// New checks cfg and returns a crawler. The log is read by Run and Once.
func New(cfg Config) (*Crawler, error) {
	if cfg.Log == nil {
		return nil, errors.New("crawl: no log")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Read == nil {
		cfg.Read = extract.Read
	}
	if cfg.DayCap <= 0 {
		cfg.DayCap = 20_000
	}
	if cfg.MaxPages <= 0 {
		cfg.MaxPages = 1_000_000
	}
	if cfg.Lease <= 0 {
		cfg.Lease = 20 * time.Second
	}
	list, err := newCatalogue(cfg.Outlets)
	if err != nil {
		return nil, fmt.Errorf("crawl: %w", err)
	}
	c := &Crawler{cfg: cfg, pace: cfg.Pace.scaled(), outlets: list, frontier: newFrontier(), stats: newStats(), log: cfg.Logger}
	fc := fetch.Config{
		Agent: cfg.Agent, AllowPrivate: cfg.AllowPrivate, Pace: cfg.Pace.Pace, Now: cfg.Now, Base: cfg.Transport,
		Parallel: cfg.Parallel, Logger: cfg.Logger, Changed: c.keepHost,
		Hosts: func(host string) (time.Duration, error) {
			o, err := list.at(host)
			if err != nil {
				return 0, err
			}
			return o.delay, nil
		},
	}
	if cfg.Holder != "" {
		c.leases = newLeases(c)
		fc.Enter = c.leases.enter
	}
	if c.client, err = fetch.New(fc); err != nil {
		return nil, err
	}
	return c, nil
}

// load folds the log, once.
func (c *Crawler) load(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded {
		return nil
	}
	for rec, err := range c.cfg.Log.Read(ctx, eventlog.Query{Stream: event.Crawl.Name}) {
		if err != nil {
			return fmt.Errorf("read the frontier: %w", err)
		}
		c.last = rec.Seq
		if err := c.fold(rec); err != nil {
			return err
		}
	}
	now := c.cfg.Now()
	for _, o := range c.outlets.order {
		c.addSources(o, now)
	}
	// The sources are known now: what the log says of them counts. Pages may be
	// appended in between, so what is followed begins where the first pass ended.
	for rec, err := range c.cfg.Log.Read(ctx, eventlog.Query{Stream: event.Crawl.Name, Subjects: []string{event.SourceSubjects}}) {
		if err != nil {
			return fmt.Errorf("read the sources: %w", err)
		}
		if err := c.fold(rec); err != nil {
			return err
		}
	}
	for _, h := range c.frontier.known {
		c.client.Restore(hostFrom(h))
	}
	c.loaded = true
	known, active := c.frontier.size()
	c.log.Info("frontier read", "addresses", known, "due some time", active, "outlets", len(c.outlets.order))
	return nil
}

func (c *Crawler) fold(rec eventlog.Record) error {
	e, err := rec.Event()
	if errors.Is(err, event.ErrUnknown) {
		return nil // a newer version's work
	}
	if err != nil {
		c.log.Warn("frontier record passed over", "err", err)
		return nil
	}
	c.frontier.fold(rec.Seq, e.Data, c.outlets)
	return nil
}

func (c *Crawler) addSources(o *outlet, now time.Time) {
	if o.Forbids != "" {
		return
	}
	add := func(kind string, list []string) {
		for _, u := range list {
			a, err := c.outlets.address(pageOf(u, "1"))
			if err != nil {
				c.log.Warn("source passed over", "outlet", o.ID, "url", u, "err", err)
				continue
			}
			c.frontier.addSource(o, kind, u, a.host, now)
		}
	}
	add(feedKind, o.Feeds)
	add(sitemapKind, o.Sitemaps)
	add(listingKind, o.Listings)
}

// Run crawls until ctx ends, and returns nil then.
func (c *Crawler) Run(ctx context.Context) error {
	if err := c.load(ctx); err != nil {
		return err
	}
	stop := c.background(ctx)
	defer stop()
	var wg sync.WaitGroup
	defer wg.Wait()
	running := map[string]bool{}
	for {
		names, grown := c.frontier.hostNames(nil, c.outlets)
		for _, name := range names {
			if !running[name] {
				running[name] = true
				wg.Go(func() { c.serve(ctx, name) })
			}
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return nil
		}
	}
}

// serve works for one host until ctx ends.
func (c *Crawler) serve(ctx context.Context, host string) {
	failures := 0
	for ctx.Err() == nil {
		it, when, woken := c.frontier.take(host, c.cfg.Now(), c.cfg.DayCap)
		if it == nil {
			c.sleep(ctx, when, woken)
			continue
		}
		err := c.do(ctx, it)
		c.frontier.done(it)
		if err == nil || errors.Is(err, errPostponed) || ctx.Err() != nil {
			failures = 0
			continue
		}
		// The log is away or full. Nothing is lost: the item is due as before.
		failures++
		pause := eventlog.DefaultBackoff(failures)
		c.log.Error("crawl", "host", host, "err", err, "again in", pause)
		c.sleep(ctx, c.cfg.Now().Add(pause), nil)
	}
}

// sleep waits until a moment (zero: without end), or until woken, or the end.
func (c *Crawler) sleep(ctx context.Context, until time.Time, woken <-chan struct{}) {
	var timer <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(max(until.Sub(c.cfg.Now()), 0))
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-timer:
	case <-woken:
	case <-ctx.Done():
	}
}

func (c *Crawler) do(ctx context.Context, it *item) error {
	if it.source != nil {
		return c.poll(ctx, it)
	}
	return c.look(ctx, it)
}

// background counts refusals in the log, renews leases and follows what other
// crawlers do. The function that it returns ends that and gives the leases back.
func (c *Crawler) background(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { c.countRefusals(ctx) })
	if c.leases == nil {
		return func() { cancel(); wg.Wait() }
	}
	wg.Go(func() { c.leases.keep(ctx) })
	wg.Go(func() {
		c.mu.Lock()
		from := c.last + 1
		c.mu.Unlock()
		err := c.cfg.Log.Follow(ctx, eventlog.Query{Stream: event.Crawl.Name, From: from}, func(recs []eventlog.Record) error {
			for _, r := range recs {
				if err := c.fold(r); err != nil {
					return err
				}
			}
			c.mu.Lock()
			c.last = recs[len(recs)-1].Seq
			c.mu.Unlock()
			return nil
		})
		if err != nil && ctx.Err() == nil {
			c.log.Error("follow the frontier", "err", err)
		}
	})
	return func() {
		cancel()
		wg.Wait()
		c.leases.release()
	}
}

// keepHost writes down what a host asked of us.
func (c *Crawler) keepHost(ctx context.Context, h fetch.Host) error {
	return c.append(ctx, event.HostState{
		Host: h.Name, BlockedUntil: h.BlockedUntil.UTC(), Strikes: h.Strikes, Why: h.Why, CrawlDelay: h.CrawlDelay,
		RobotsStatus: h.RobotsStatus, RobotsRead: h.RobotsRead.UTC(), OptOuts: h.OptOuts, Sitemaps: h.Sitemaps,
	}, nil)
}

func hostFrom(h event.HostState) fetch.Host {
	return fetch.Host{
		Name: h.Host, BlockedUntil: h.BlockedUntil, Strikes: h.Strikes, Why: h.Why, CrawlDelay: h.CrawlDelay,
		RobotsStatus: h.RobotsStatus, RobotsRead: h.RobotsRead, OptOuts: h.OptOuts, Sitemaps: h.Sitemaps,
	}
}

// append stores one record of work and folds it at once.
func (c *Crawler) append(ctx context.Context, d event.Data, expect *eventlog.Expectation) error {
	e, err := event.New(Source, c.cfg.Now(), time.Time{}, d)
	if err != nil {
		return err
	}
	a, err := c.cfg.Log.Append(ctx, eventlog.Entry{Event: e, Expect: expect})
	if err != nil {
		return fmt.Errorf("append %s: %w", d.Subject(), err)
	}
	c.frontier.fold(a.Last, d, c.outlets)
	return nil
}
