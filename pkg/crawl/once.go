package crawl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Round says what one round takes in. The zero value takes in every outlet.
type Round struct {
	Outlets []news.OutletID  // empty means all, unless there are URLs
	URLs    []string         // these pages, whether they are due or not
	Again   bool             // look again at pages and sources that are not due yet
	Report  func(PageReport) // told of every look; it must not block
}

// Summary says what came of a round.
type Summary struct {
	Found   int // new addresses
	Looked  int
	Counts  map[Outcome]int
	Reasons map[string]int // of what was refused, failed or postponed
}

// ErrUnknownOutlet says that the catalogue has no such outlet.
var ErrUnknownOutlet = errors.New("no such outlet in the catalogue")

// Once looks at every source of the outlets and at every page that is due, until
// nothing more is due soon: a changed page is looked at again so that its edit is
// recorded in the same round. Hosts that asked for a pause are left alone, and
// told in the report.
func (c *Crawler) Once(ctx context.Context, r Round) (Summary, error) {
	want := func(*outlet) bool { return true }
	if len(r.Outlets) > 0 {
		for _, id := range r.Outlets {
			o := c.outlets.byID[id]
			if o == nil {
				return Summary{}, fmt.Errorf("outlet %q: %w", id, ErrUnknownOutlet)
			}
			if o.Forbids != "" {
				return Summary{}, fmt.Errorf("outlet %s is never fetched: %s", id, o.Forbids)
			}
		}
		want = func(o *outlet) bool { return slices.Contains(r.Outlets, o.ID) }
	}
	if err := c.load(ctx); err != nil {
		return Summary{}, err
	}
	defer c.background(ctx)()
	o := &once{c: c, sum: Summary{Counts: map[Outcome]int{}, Reasons: map[string]int{}}}
	c.setWatch(func(p PageReport) {
		o.count(p)
		if r.Report != nil {
			r.Report(p)
		}
	})
	defer c.setWatch(nil)
	defer o.putBack()
	before := c.foundSoFar()
	var err error
	if len(r.URLs) > 0 {
		err = o.pages(ctx, r.URLs)
	}
	if len(r.URLs) == 0 || len(r.Outlets) > 0 {
		if r.Again {
			err = errors.Join(err, c.lookAgain(ctx, want))
		} else {
			c.frontier.forceSources(c.cfg.Now(), want)
		}
		err = errors.Join(err, o.hosts(ctx, want))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sum.Found = c.foundSoFar() - before
	return o.sum, err
}

// once is the state of one round.
type once struct {
	c    *Crawler
	mu   sync.Mutex
	sum  Summary
	held []*item // looked at; back to the frontier when the round is over
}

func (o *once) count(p PageReport) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sum.Counts[p.Outcome]++
	if p.Outcome != Postponed {
		o.sum.Looked++
	}
	if p.Reason != "" && p.Outcome != Doubted && p.Outcome != Unchanged {
		o.sum.Reasons[kindOf(p.Reason)]++
	}
}

func (o *once) putBack() {
	for _, it := range o.held {
		o.c.frontier.done(it)
	}
}

// after keeps what was looked at out of the rest of the round, unless a change
// must be confirmed.
func (o *once) after(it *item) {
	if it.source == nil && o.c.frontier.doubted(it) {
		o.c.frontier.done(it)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = append(o.held, it)
}

// hosts serves all hosts until a pass over them found nothing to do: what one
// page names may be at another host.
func (o *once) hosts(ctx context.Context, want func(*outlet) bool) error {
	for {
		names, _ := o.c.frontier.hostNames(want, o.c.outlets)
		var wg sync.WaitGroup
		var mu sync.Mutex
		did := 0
		var fault error
		for _, name := range names {
			wg.Go(func() {
				n, err := o.serve(ctx, name)
				mu.Lock()
				defer mu.Unlock()
				did += n
				fault = errors.Join(fault, err)
			})
		}
		wg.Wait()
		if did == 0 || fault != nil {
			return fault
		}
	}
}

// serve works for one host until nothing is due soon.
func (o *once) serve(ctx context.Context, host string) (did int, err error) {
	c := o.c
	soon := c.pace.Confirm + c.pace.Scale(5*time.Second)
	for {
		if ctx.Err() != nil {
			return did, ctx.Err()
		}
		now := c.cfg.Now()
		it, when, woken := c.frontier.take(host, now, c.cfg.DayCap)
		if it == nil {
			if when.IsZero() || when.Sub(now) > soon {
				return did, nil
			}
			c.sleep(ctx, when, woken)
			continue
		}
		switch err := c.do(ctx, it); {
		case errors.Is(err, errPostponed):
			c.frontier.done(it)
		case err != nil:
			c.frontier.done(it)
			return did, fmt.Errorf("host %s: %w", host, err)
		default:
			did++
			o.after(it)
		}
	}
}

// pages looks at single pages.
func (o *once) pages(ctx context.Context, urls []string) error {
	c := o.c
	for _, u := range urls {
		a, err := c.outlets.address(u)
		if err != nil {
			c.told(PageReport{URL: u, Outcome: Refused, Reason: err.Error()})
			continue
		}
		if err := c.makeDue(ctx, a); err != nil {
			return err
		}
		for {
			it := c.frontier.takePage(a.id)
			if it == nil {
				break // refused: a trap, or held by another round
			}
			_, due := c.frontier.state(it)
			c.sleep(ctx, due, nil)
			err := c.do(ctx, it)
			again := err == nil && c.frontier.doubted(it)
			c.frontier.done(it)
			if err != nil && !errors.Is(err, errPostponed) {
				return err
			}
			if !again {
				break
			}
		}
	}
	return nil
}

// makeDue makes one page due now, whatever the frontier says of it.
func (c *Crawler) makeDue(ctx context.Context, a address) error {
	rec, err := c.cfg.Log.Last(ctx, event.PageSubject(a.outlet.ID, a.id))
	if errors.Is(err, eventlog.ErrNotFound) {
		if _, err := c.enqueue(ctx, a.outlet, []candidate{{url: a.url}}, found{by: "command"}); err != nil {
			return fmt.Errorf("crawl %s: %w", a.url, err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("what is due of %s: %w", a.url, err)
	}
	return c.force(rec)
}

func (c *Crawler) force(rec eventlog.Record) error {
	e, err := rec.Event()
	if errors.Is(err, event.ErrUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if p, ok := e.Data.(event.PageDue); ok {
		c.frontier.force(rec.Seq, p, c.outlets, c.cfg.Now())
	}
	return nil
}

// lookAgain makes every page and source of some outlets due, but not what was
// refused for good.
func (c *Crawler) lookAgain(ctx context.Context, want func(*outlet) bool) error {
	for _, o := range c.outlets.order {
		if !want(o) {
			continue
		}
		q := eventlog.Query{Stream: event.Crawl.Name, Subjects: []string{"crawl.page." + string(o.ID) + ".*"}}
		for rec, err := range c.cfg.Log.Read(ctx, q) {
			if err != nil {
				return fmt.Errorf("read the pages of %s: %w", o.ID, err)
			}
			e, err := rec.Event()
			if err != nil {
				continue // told when the frontier was read
			}
			if p, ok := e.Data.(event.PageDue); ok && p.State != event.PageRefused {
				c.frontier.force(rec.Seq, p, c.outlets, c.cfg.Now())
			}
		}
	}
	c.frontier.forceSources(c.cfg.Now(), want)
	return nil
}

func (c *Crawler) setWatch(fn func(PageReport)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watch = fn
}

func (c *Crawler) foundSoFar() int {
	c.stats.mu.Lock()
	defer c.stats.mu.Unlock()
	n := 0
	for _, o := range c.stats.m {
		n += o.Found
	}
	return n
}
