package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// RoundTrip makes one request, of colly's or of a redirect, when it may be made
// and when its turn has come. It reads the answer to its end before the host is
// free for the next.
func (c *Client) RoundTrip(req *http.Request) (*http.Response, error) {
	name, own, err := c.admit(req.URL)
	if err != nil {
		return nil, err
	}
	h := c.host(name, own)
	ctx := req.Context()
	if err := h.acquire(ctx); err != nil {
		return nil, err
	}
	defer h.release()
	ctx, done, err := c.enter(ctx, h)
	if err != nil {
		return nil, err
	}
	defer done()
	before := h.known
	res, err := c.polite(ctx, h, req)
	if err != nil && ctx.Err() != nil && req.Context().Err() == nil { // says nothing about the host or the page
		err = &Refusal{Kind: Held, Detail: "the lease ended during the request", Until: c.cfg.Now().Add(Flight)}
	}
	if saved := c.changed(ctx, h, before); saved != nil && err == nil {
		return nil, fmt.Errorf("keep the state of host %s: %w", name, saved)
	}
	return res, err
}

// admit checks an address before anything else is done for it.
func (c *Client) admit(u *url.URL) (name string, own time.Duration, err error) {
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", 0, &Refusal{Kind: BadURL, Detail: fmt.Sprintf("scheme %q", u.Scheme)}
	}
	if name, err = HostOf(u.String()); err != nil {
		return "", 0, &Refusal{Kind: BadURL, Detail: err.Error()}
	}
	if own, err = c.cfg.Hosts(name); err != nil {
		return "", 0, &Refusal{Kind: ForeignHost, Detail: err.Error()}
	}
	return name, own, nil
}

func (c *Client) enter(ctx context.Context, h *host) (context.Context, func(), error) {
	if c.cfg.Enter == nil {
		return ctx, func() {}, nil
	}
	pass, err := c.cfg.Enter(ctx, h.known.Name)
	if err != nil {
		return nil, nil, err
	}
	if pass.Known != nil {
		h.known, h.quiet = *pass.Known, pass.Quiet
	}
	h.holds = pass.Holds
	return pass.Context, pass.Done, nil
}

// polite runs with the host's slot held.
func (c *Client) polite(ctx context.Context, h *host, req *http.Request) (*http.Response, error) {
	if err := c.checkBlocked(h); err != nil {
		return nil, err
	}
	if err := c.checkRobots(ctx, h, req.URL); err != nil {
		return nil, err
	}
	if err := c.checkBlocked(h); err != nil { // robots.txt may just have said "later"
		return nil, err
	}
	ex := exchangeOf(req.Context())
	limit := int64(DefaultMaxBody)
	if ex != nil {
		limit = ex.max
	}
	req = req.Clone(ctx)
	req.Header.Set("Accept-Encoding", "gzip")
	a, err := c.ask(ctx, h, req, limit)
	if err != nil {
		a.body = nil // never a shorter body
	}
	if ex != nil {
		ex.url, ex.sent, ex.started, ex.took = req.URL.String(), req.Header, a.started, a.took
		if a.res != nil {
			ex.status, ex.header, ex.body = a.res.StatusCode, a.res.Header, a.body
		}
	}
	if err != nil {
		return nil, err
	}
	a.res.Request = req
	if ex != nil { // the caller has the body: colly need not copy it
		a.res.Body, a.res.ContentLength = http.NoBody, 0
	}
	return a.res, nil
}

func (c *Client) checkBlocked(h *host) error {
	if until := h.known.BlockedUntil; c.cfg.Now().Before(until) {
		return &Refusal{Kind: Blocked, Detail: h.known.Why, Until: until}
	}
	return nil
}

type answer struct {
	res     *http.Response
	body    []byte
	started time.Time
	took    time.Duration
}

// ask waits for the turn, makes the request and notes what it says about the
// host. The body is read in full; the response carries it decompressed.
func (c *Client) ask(ctx context.Context, h *host, req *http.Request, limit int64) (answer, error) {
	if err := c.wait(ctx, h); err != nil {
		return answer{}, err
	}
	select {
	case c.lanes <- struct{}{}:
		defer func() { <-c.lanes }()
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
	if h.holds != nil && !h.holds() {
		return answer{}, c.late()
	}
	ctx, cancel := context.WithTimeout(ctx, wholeTimeout)
	defer cancel()
	g := &gate{c: c, h: h, cancel: cancel, delay: c.delay(h)}
	a := answer{started: c.cfg.Now()}
	res, err := c.base.RoundTrip(req.WithContext(g.trace(ctx)))
	answered := c.cfg.Now()
	if err != nil && g.late.Load() {
		return answer{}, c.late()
	}
	if res == nil && errors.Is(err, context.Canceled) && g.passed.Load() { // the server may see it yet
		answered = answered.Add(Flight)
	}
	if err == nil {
		a.body, err = c.read(res, limit)
		res.Body.Close()
		a.res = res
	}
	a.took = c.cfg.Now().Sub(a.started)
	h.last = a.took
	// The server saw the request before it answered, so counting from the answer
	// keeps the promise on the server's clock too.
	h.known.Next = answered.Add(c.delay(h))
	c.judge(h, a.res, err)
	if err != nil {
		return a, err
	}
	res.Header.Del("Content-Encoding")
	res.Uncompressed = true // keeps colly from unzipping what is plain
	res.ContentLength = int64(len(a.body))
	res.Body = io.NopCloser(bytes.NewReader(a.body))
	return a, nil
}

// late is what becomes of a request whose turn came after the lease had ended.
func (c *Client) late() error {
	return &Refusal{Kind: Held, Detail: "the lease ended before the request", Until: c.cfg.Now().Add(Flight)}
}

// judge counts strikes. A refusal of ours and a caller that went away say nothing
// about the host.
func (c *Client) judge(h *host, res *http.Response, err error) {
	if _, ours := Refused(err); ours || errors.Is(err, context.Canceled) {
		return
	}
	switch {
	case res == nil:
		c.strike(h, 0, false, fmt.Sprintf("no answer: %v", err))
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable:
		asked := retryAfter(res.Header.Get("Retry-After"), c.cfg.Now())
		c.strike(h, asked, true, fmt.Sprintf("answered %d", res.StatusCode))
	case res.StatusCode >= 500:
		c.strike(h, 0, false, fmt.Sprintf("answered %d", res.StatusCode))
	case err == nil:
		h.known.Strikes, h.known.Why = 0, ""
	}
}

// read takes the body of a page whole, and of any other answer what is worth
// looking at.
func (c *Client) read(res *http.Response, limit int64) ([]byte, error) {
	if res.StatusCode >= 200 && res.StatusCode < 300 {
		return readBody(res, limit)
	}
	b, err := readBody(res, min(limit, 1<<20))
	if err != nil {
		return nil, nil // the status says enough
	}
	return b, nil
}

// checkRobots refuses what the host's robots.txt forbids, and reads it first
// where it is not known or too old.
func (c *Client) checkRobots(ctx context.Context, h *host, u *url.URL) error {
	origin := u.Scheme + "://" + u.Host
	e := h.robots[origin]
	if e == nil || !c.cfg.Now().Before(e.until) {
		var err error
		if e, err = c.readRobots(ctx, h, origin); err != nil {
			return err
		}
		if len(h.robots) > 8 { // www and apex, http and https: more is a trick
			clear(h.robots)
		}
		h.robots[origin] = e
	}
	if e.refusal != nil {
		return e.refusal
	}
	if path := u.RequestURI(); !allows(e.rules, path) {
		return &Refusal{Kind: Robots, Detail: "robots.txt forbids " + path}
	}
	return nil
}

// readRobots asks for a robots.txt, following redirects. It returns an error
// only when nothing can be said, because the caller went away.
func (c *Client) readRobots(ctx context.Context, h *host, origin string) (*robotsEntry, error) {
	now := c.cfg.Now()
	h.known.RobotsRead, h.known.RobotsStatus = now, 0
	res, body, err := c.followRobots(ctx, h, origin+"/robots.txt")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if r, ok := Refused(err); ok && (r.Kind == PrivateAddress || r.Kind == BadPort || r.Kind == Held) {
		return nil, r
	}
	unread := func(why string) *robotsEntry {
		h.known.Why = "robots.txt: " + why
		until := now.Add(c.pace.RobotsRetry)
		if h.known.BlockedUntil.After(until) {
			until = h.known.BlockedUntil
		}
		return &robotsEntry{until: until, refusal: &Refusal{Kind: RobotsUnread, Detail: "robots.txt: " + why, Until: until}}
	}
	if err != nil {
		return unread(err.Error()), nil
	}
	h.known.RobotsStatus = res.StatusCode
	switch s := res.StatusCode; {
	case s >= 200 && s < 300:
		r := parseRobots(body)
		rules, delay, _ := r.of(c.token)
		h.known.CrawlDelay, h.known.OptOuts, h.known.Sitemaps = delay, r.optOuts(), r.sitemaps
		h.known.Next = c.cfg.Now().Add(c.delay(h)) // the delay that it asks for counts at once
		return &robotsEntry{rules: rules, until: now.Add(c.pace.RobotsTTL)}, nil
	case s >= 400 && s < 500 && s != http.StatusTooManyRequests:
		h.known.CrawlDelay, h.known.OptOuts, h.known.Sitemaps = 0, nil, nil
		return &robotsEntry{until: now.Add(c.pace.RobotsTTL)}, nil
	default:
		return unread(fmt.Sprintf("answered %d", s)), nil
	}
}

func (c *Client) followRobots(ctx context.Context, h *host, address string) (*http.Response, []byte, error) {
	for range maxRedirects + 1 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, nil, err
		}
		req.Header.Set("User-Agent", c.cfg.Agent)
		req.Header.Set("Accept", "text/plain,*/*;q=0.5")
		req.Header.Set("Accept-Encoding", "gzip")
		a, err := c.askRobots(ctx, h, req)
		if r, ok := Refused(err); ok && r.Kind == TooLarge {
			err = nil // of a longer file the beginning counts
		}
		if err != nil {
			return nil, nil, err
		}
		if a.res.StatusCode < 300 || a.res.StatusCode >= 400 || a.res.Header.Get("Location") == "" {
			return a.res, a.body, nil
		}
		next, err := req.URL.Parse(a.res.Header.Get("Location"))
		if err != nil {
			return nil, nil, fmt.Errorf("redirect: %w", err)
		}
		address = next.String()
	}
	return nil, nil, fmt.Errorf("more than %d redirects", maxRedirects)
}

// askRobots asks for a robots.txt, at the host whose slot is held or, after a
// redirect, at another one of the list. It does not wait for that other host:
// two hosts that send us to each other would wait for ever.
func (c *Client) askRobots(ctx context.Context, held *host, req *http.Request) (answer, error) {
	name, own, err := c.admit(req.URL)
	if err != nil {
		return answer{}, err
	}
	h := held
	if name != held.known.Name {
		h = c.host(name, own)
		select {
		case h.slot <- struct{}{}:
			defer h.release()
		default:
			return answer{}, fmt.Errorf("redirects to %s, which is busy", name)
		}
		var done func()
		if ctx, done, err = c.enter(ctx, h); err != nil {
			return answer{}, err
		}
		defer done()
		if err := c.checkBlocked(h); err != nil {
			return answer{}, err
		}
	}
	return c.ask(ctx, h, req, maxRobots)
}
