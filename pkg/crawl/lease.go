package crawl

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

// leases are the hosts that this crawler holds. A lease is an event with a time:
// whoever appends it with the sequence of the one before has it. It ends by
// itself, so a crawler that dies keeps nothing for long; the next one waits the
// host's pause from then on, because nobody knows when the dead one asked last.
type leases struct {
	c  *Crawler
	mu sync.Mutex
	m  map[string]*lease
}

type lease struct {
	ctx    context.Context // ends with the lease
	cancel context.CancelFunc
	timer  *time.Timer
	until  time.Time
	seq    uint64 // renewed by one goroutine only
	used   time.Time
	asking bool // a request is under way, or waits for its turn
}

// skew is how far the clocks of two crawlers may differ.
const skew = time.Second

func newLeases(c *Crawler) *leases { return &leases{c: c, m: map[string]*lease{}} }

// enter is called before every request to a host.
func (l *leases) enter(ctx context.Context, host string) (fetch.Pass, error) {
	l.mu.Lock()
	held := l.m[host]
	var known *fetch.Host
	var quiet time.Time
	now := l.c.cfg.Now()
	if held == nil || held.ctx.Err() != nil || !now.Before(held.until) {
		// The host's slot is held, so nobody else acquires it here meanwhile.
		l.mu.Unlock()
		fresh, state, since, err := l.acquire(ctx, host, now)
		if err != nil {
			return fetch.Pass{}, err
		}
		l.mu.Lock()
		held, known, quiet = fresh, state, since
		l.m[host] = held
	}
	held.used, held.asking = now, true
	l.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(held.ctx, cancel)
	done := func() {
		unhook()
		cancel()
		l.mu.Lock()
		defer l.mu.Unlock()
		held.used, held.asking = l.c.cfg.Now(), false
	}
	return fetch.Pass{Context: ctx, Done: done, Known: known, Quiet: quiet, Holds: func() bool { return l.holds(held) }}, nil
}

// holds reports whether a lease is not over. The clock decides, not the timer.
func (l *leases) holds(held *lease) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return held.ctx.Err() == nil && l.c.cfg.Now().Before(held.until)
}

// acquire takes a host, with what is known of it. A lease that was not given back ended
// by itself, perhaps with a request on its way, which may arrive until quiet.
func (l *leases) acquire(ctx context.Context, host string, now time.Time) (_ *lease, _ *fetch.Host, quiet time.Time, _ error) {
	log := l.c.cfg.Log
	var before event.HostLease
	var seq uint64
	rec, err := log.Last(ctx, event.LeaseSubject(host))
	switch {
	case errors.Is(err, eventlog.ErrNotFound):
	case err != nil:
		return nil, nil, quiet, fmt.Errorf("lease of %s: %w", host, err)
	default:
		e, err := rec.Event()
		if err != nil {
			return nil, nil, quiet, fmt.Errorf("lease of %s: %w", host, err)
		}
		before, _ = e.Data.(event.HostLease)
		seq = rec.Seq
	}
	switch end := before.Until.Add(skew); {
	case before.Holder == "":
	case before.Holder == l.c.cfg.Holder:
		quiet = before.Until.Add(fetch.Flight)
		if now.Before(before.Until) { // of a process before this one
			quiet = now.Add(fetch.Flight)
		}
	case now.Before(end):
		return nil, nil, quiet, &fetch.Refusal{Kind: fetch.Held, Detail: "by " + before.Holder, Until: end}
	default:
		quiet = end.Add(fetch.Flight)
	}
	l.c.frontier.fold(seq, before, l.c.outlets)
	fresh := &lease{until: now.Add(l.c.cfg.Lease)}
	at, err := l.write(ctx, event.HostLease{Host: host, Holder: l.c.cfg.Holder, Until: fresh.until.UTC()}, seq)
	if errors.Is(err, eventlog.ErrConflict) {
		return nil, nil, quiet, &fetch.Refusal{Kind: fetch.Held, Detail: "another was faster", Until: now.Add(l.c.cfg.Lease / 2)}
	}
	if err != nil {
		return nil, nil, quiet, fmt.Errorf("lease of %s: %w", host, err)
	}
	fresh.seq = at
	left := fresh.until.Sub(l.c.cfg.Now())
	if left <= 0 { // the log took so long that another may have the host by now
		return nil, nil, quiet, &fetch.Refusal{Kind: fetch.Held, Detail: "the log is slow", Until: l.c.cfg.Now().Add(l.c.cfg.Lease)}
	}
	fresh.ctx, fresh.cancel = context.WithCancel(context.Background())
	fresh.timer = time.AfterFunc(left, fresh.cancel)
	state := fetch.Host{Name: host}
	if rec, err := log.Last(ctx, event.HostState{Host: host}.Subject()); err == nil {
		if e, err := rec.Event(); err == nil {
			if h, ok := e.Data.(event.HostState); ok {
				state = hostFrom(h)
			}
		}
	} else if !errors.Is(err, eventlog.ErrNotFound) {
		return nil, nil, quiet, fmt.Errorf("state of %s: %w", host, err)
	}
	if before.Holder == "" {
		state.Next = before.Next // given back in order: the pause is known
	}
	return fresh, &state, quiet, nil
}

// write stores a lease with what the host was asked for today, which whoever holds
// the host next goes on counting.
func (l *leases) write(ctx context.Context, d event.HostLease, seq uint64) (uint64, error) {
	d.Day, d.Asked, d.Revisits = l.c.frontier.counted(d.Host, l.c.cfg.Now())
	e, err := event.New(Source, l.c.cfg.Now(), time.Time{}, d)
	if err != nil {
		return 0, err
	}
	a, err := l.c.cfg.Log.Append(ctx, eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: d.Subject(), Seq: seq}})
	return a.Last, err
}

// keep renews the leases in use until ctx ends, and gives back the others.
func (l *leases) keep(ctx context.Context) {
	tick := time.NewTicker(l.c.cfg.Lease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, host := range l.hosts() {
			l.renew(ctx, host)
		}
	}
}

func (l *leases) hosts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for h := range l.m {
		out = append(out, h)
	}
	return out
}

func (l *leases) renew(ctx context.Context, host string) {
	now := l.c.cfg.Now()
	l.mu.Lock()
	held := l.m[host]
	if held == nil {
		l.mu.Unlock()
		return
	}
	over := held.ctx.Err() != nil
	idle := !held.asking && now.Sub(held.used) > 2*l.c.cfg.Lease+time.Minute
	if over || idle {
		held.cancel() // under the lock: no request begins with it any more
		delete(l.m, host)
	}
	l.mu.Unlock()
	switch {
	case over:
		return
	case idle:
		l.giveBack(ctx, host, held)
		return
	}
	until := now.Add(l.c.cfg.Lease)
	seq, err := l.write(ctx, event.HostLease{Host: host, Holder: l.c.cfg.Holder, Until: until.UTC()}, held.seq)
	switch {
	case err == nil:
		l.mu.Lock()
		held.seq, held.until = seq, until
		held.timer.Reset(until.Sub(l.c.cfg.Now()))
		l.mu.Unlock()
	case errors.Is(err, eventlog.ErrConflict):
		l.c.log.Warn("lease lost", "host", host)
		l.drop(host, held)
	default:
		l.c.log.Warn("lease not renewed", "host", host, "err", err) // it ends by its timer
	}
}

func (l *leases) drop(host string, held *lease) {
	held.cancel()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.m[host] == held {
		delete(l.m, host)
	}
}

func (l *leases) giveBack(ctx context.Context, host string, held *lease) {
	l.drop(host, held)
	next := l.c.client.Host(host).Next
	if _, err := l.write(ctx, event.HostLease{Host: host, Next: next.UTC()}, held.seq); err != nil {
		l.c.log.Warn("lease not given back; it ends by itself", "host", host, "err", err)
	}
}

// release gives everything back at the end of a run.
func (l *leases) release() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, host := range l.hosts() {
		l.mu.Lock()
		held := l.m[host]
		l.mu.Unlock()
		if held != nil && held.ctx.Err() == nil {
			l.giveBack(ctx, host, held)
		}
	}
}
