package fetch

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
)

// Host is what is known of a host and must survive a restart.
type Host struct {
	Name         string    // as [HostOf] gives it
	BlockedUntil time.Time // the host asked for a pause, or kept failing
	Strikes      int       // refusals in a row
	Why          string    // of the block, or of a robots.txt that could not be read
	CrawlDelay   time.Duration
	RobotsStatus int       // of the last robots.txt; 0 when there was no answer
	RobotsRead   time.Time // when it was asked for
	OptOuts      []string  // agents for model training that robots.txt shuts out
	Sitemaps     []string  // that robots.txt names
	Next         time.Time // no request before; the zero time means unknown
}

// strikesToBlock is how often a host may fail in a row (no answer, 500) before it
// is left alone. One "too many requests" or "unavailable" is enough.
const strikesToBlock = 3

type host struct {
	slot   chan struct{} // holds one token while somebody asks the host
	known  Host          // guarded by slot, except for reading through snapshot
	own    time.Duration // pause from the catalogue, at our pace
	robots map[string]*robotsEntry
	last   time.Duration // what the last fetch took
	holds  func() bool   // of the pass; nil: for ever
	quiet  time.Time     // of the pass

	snapshot chan Host // holds one value: known as of the last release
}

type robotsEntry struct {
	rules   []rule
	until   time.Time
	refusal *Refusal // when everything is forbidden
}

// HostOf names the host that a URL is asked at, as one client with one pause:
// "www.contoh.id" and "contoh.id" are one host. A port that is not the default
// one stays.
func HostOf(raw string) (string, error) {
	c, err := canonical.URL(raw)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(c)
	if err != nil {
		return "", err
	}
	return u.Host, nil
}

// host returns the state of a host. One that nobody spoke of yet may have been
// asked a moment ago by a process that is no more, so its pause begins now.
func (c *Client) host(name string, own time.Duration) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, ok := c.hosts[name]
	if !ok {
		h = newHost(Host{Name: name})
		c.hosts[name] = h
	}
	if h.own == 0 && own > 0 {
		h.own = c.pace.Scale(own)
	}
	return h
}

func newHost(known Host) *host {
	h := &host{slot: make(chan struct{}, 1), known: known, robots: map[string]*robotsEntry{}, snapshot: make(chan Host, 1)}
	h.snapshot <- known
	return h
}

// Restore gives the client the state of a host from before. It must come before
// the first request to that host; later ones are ignored.
func (c *Client) Restore(known Host) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.hosts[known.Name]; !ok {
		c.hosts[known.Name] = newHost(known)
	}
}

// Host returns what is known of a host now.
func (c *Client) Host(name string) Host {
	c.mu.Lock()
	h, ok := c.hosts[name]
	c.mu.Unlock()
	if !ok {
		return Host{Name: name}
	}
	known := <-h.snapshot
	h.snapshot <- known
	return known
}

func (h *host) acquire(ctx context.Context) error {
	select {
	case h.slot <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *host) release() {
	h.publish()
	<-h.slot
}

func (h *host) publish() {
	<-h.snapshot
	known := h.known
	known.OptOuts, known.Sitemaps = slices.Clone(known.OptOuts), slices.Clone(known.Sitemaps)
	h.snapshot <- known
}

// delay is the pause between two requests to this host.
func (c *Client) delay(h *host) time.Duration {
	slow := min(c.pace.Scale(slowFactor*h.last), c.pace.MaxDelay)
	crawl := min(c.pace.Scale(h.known.CrawlDelay), c.pace.MaxCrawl)
	return max(c.pace.Delay, h.own, crawl, slow)
}

// wait returns when the host's turn has come.
func (c *Client) wait(ctx context.Context, h *host) error {
	now := c.cfg.Now()
	if h.known.Next.IsZero() {
		from := now
		if h.quiet.After(now) {
			from = h.quiet
		}
		h.known.Next = from.Add(c.delay(h))
	}
	d := h.known.Next.Sub(now)
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// strike counts a failure of the host and blocks it when there were enough.
func (c *Client) strike(h *host, asked time.Duration, atOnce bool, why string) {
	h.known.Strikes++
	h.known.Why = why
	n := h.known.Strikes
	if !atOnce {
		if n -= strikesToBlock - 1; n < 1 {
			return
		}
	}
	d := backoff(c.pace.BackoffFloor, c.pace.BackoffCap, n)
	if asked > 0 {
		d = min(max(c.pace.Scale(asked), c.pace.BackoffFloor), c.pace.BackoffCap)
	}
	h.known.BlockedUntil = c.cfg.Now().Add(d)
	c.cfg.Logger.Info("host blocked", "host", h.known.Name, "for", d, "why", why)
}

// changed tells whoever keeps the state, when it is worth keeping.
func (c *Client) changed(ctx context.Context, h *host, before Host) error {
	if c.cfg.Changed == nil {
		return nil
	}
	now := h.known
	same := now.BlockedUntil.Equal(before.BlockedUntil) && now.Strikes == before.Strikes && now.CrawlDelay == before.CrawlDelay &&
		now.RobotsStatus == before.RobotsStatus && slices.Equal(now.OptOuts, before.OptOuts)
	if same {
		return nil
	}
	// What was learnt must be kept even if the request that taught it was
	// cancelled meanwhile.
	return c.cfg.Changed(context.WithoutCancel(ctx), now)
}
