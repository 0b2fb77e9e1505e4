// Package fetch asks web servers for pages the way a guest would.
//
//	c, err := fetch.New(fetch.Config{Agent: "jejakbot/1.0 (+https://…)", Hosts: allowed})
//	res, err := c.Get(ctx, fetch.Request{URL: "https://contoh.id/kota/1"})
//	if r, ok := fetch.Refused(err); ok { … r.Kind says why it was not asked }
//
// [Client.Get] runs colly over a transport of our own. Whatever colly or a
// redirect asks for passes through that one transport, which holds the promises:
//
//   - a host that is not on the list, a private address and a port that is not
//     the web's are never connected to, whatever a name resolves to;
//   - what robots.txt forbids is never asked for (RFC 9309; a robots.txt that
//     can not be read forbids everything, for five minutes at a time);
//   - a host has one request under way, and the next one starts no sooner than
//     the host's delay after the server answered the last; a host that said
//     "later" is left alone until then;
//   - a body is at most as large as the caller allows after decompression, and
//     one that is larger is an error, never a shorter body.
//
// A Client may be used by many goroutines at once. Memory is bounded by the
// number of hosts on the list and one body for each request under way.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/jejak-id/jejak/pkg/canonical"
)

// Config says how a [Client] behaves.
type Config struct {
	// Agent is the User-Agent. It begins with the product token that robots.txt
	// files address: "jejakbot/1.0 (+https://…; mail@…)".
	Agent string

	// Hosts says whether a host may be asked at all, and the pause that is known
	// for it (0: none of its own). A non-nil error refuses.
	Hosts func(host string) (time.Duration, error)

	// AllowPrivate are address ranges that may be connected to although they are
	// not on the public internet, on any port.
	AllowPrivate []netip.Prefix

	Pace Pace
	Now  func() time.Time // nil means time.Now

	// Enter is called before each request, with the host's slot held. Nil means
	// that nobody else asks these hosts.
	Enter func(ctx context.Context, host string) (Pass, error)

	// Changed is told of a host's new state before the next request to it, so
	// that the state survives a restart. It may be nil.
	Changed func(ctx context.Context, h Host) error

	// Base makes the requests; nil means [NewTransport] with AllowPrivate. Only tests
	// and benchmarks set it.
	Base http.RoundTripper

	Parallel int          // requests under way at once, over all hosts; 0 means 32
	Logger   *slog.Logger // nil means silent
}

// Pass is the permission to ask a host.
type Pass struct {
	Context context.Context // of the request: a lease that is lost ends it
	Done    func()          // called when the request is over
	Known   *Host           // what is known now, when somebody else had the host meanwhile

	// Holds reports whether the permission holds by the clock. It is asked right
	// before a request is written: a timer that ends Context may come late.
	Holds func() bool

	// Quiet is until when a request of whoever had the host before may still arrive.
	// The pause begins then. It counts with a Known whose Next is not known.
	Quiet time.Time
}

// Flight is how long a request that was given up may be on its way until the server
// sees it: it lies in a socket, or the network lost the packet and sends it again.
const Flight = 4 * time.Second

// Client fetches. Make one with [New].
type Client struct {
	cfg   Config
	pace  Pace
	token string // of Agent, in lower case
	base  http.RoundTripper
	colly *colly.Collector
	lanes chan struct{} // a token for each request under way

	mu    sync.Mutex
	hosts map[string]*host
}

// Request is one page to ask for.
type Request struct {
	URL          string
	ETag         string // of the copy that we have: the server may answer 304
	LastModified string
	MaxBody      int64  // bytes after decompression; 0 means 5 MiB
	Accept       string // empty means HTML first
}

// Result is an answer, of whatever status.
type Result struct {
	URL       string // that answered, after redirects
	Requested string
	Status    int
	Header    http.Header // of the response, with what was really sent
	Sent      http.Header // of the last request
	Body      []byte      // decompressed
	Started   time.Time
	Took      time.Duration
	Hops      []Hop // redirects on the way
}

// Hop is one redirect.
type Hop struct {
	URL    string
	Status int
}

// DefaultMaxBody is the largest page, decompressed, in bytes.
const DefaultMaxBody = 5 << 20

// maxRedirects is how many hops are followed for one page.
const maxRedirects = 5

// New returns a client, or an error that names what is wrong with cfg.
func New(cfg Config) (*Client, error) {
	token, _, _ := strings.Cut(cfg.Agent, "/")
	if token == "" || strings.ContainsAny(token, " ()") {
		return nil, fmt.Errorf("user agent %q: want it to begin with a product name, such as jejakbot/1.0", cfg.Agent)
	}
	if cfg.Hosts == nil {
		return nil, errors.New("fetch: no list of hosts")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Parallel <= 0 {
		cfg.Parallel = 32
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Client{cfg: cfg, pace: cfg.Pace.filled(), token: strings.ToLower(token), base: cfg.Base, hosts: map[string]*host{},
		lanes: make(chan struct{}, cfg.Parallel)}
	if c.base == nil {
		c.base = NewTransport(Network{AllowPrivate: cfg.AllowPrivate})
	}
	c.colly = newCollector(c, cfg.Agent)
	return c, nil
}

// newCollector sets everything that colly would otherwise take from the
// environment (COLLY_USER_AGENT and its like) or do in its own way: robots.txt,
// pacing, sizes and revisits are the transport's and the frontier's business.
func newCollector(rt http.RoundTripper, agent string) *colly.Collector {
	c := colly.NewCollector()
	c.UserAgent = agent
	c.AllowURLRevisit = true
	c.IgnoreRobotsTxt = true
	c.ParseHTTPErrorResponse = true
	c.DetectCharset = false
	c.MaxBodySize = 0
	c.MaxDepth = 0
	c.MaxRequests = 0
	c.Async = false
	c.CacheDir = ""
	c.AllowedDomains, c.DisallowedDomains = nil, nil
	c.DisableCookies()
	c.WithTransport(rt)
	c.SetRequestTimeout(0) // would count the time spent waiting for our turn
	c.SetRedirectHandler(func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return &Refusal{Kind: TooManyRedirects, Detail: fmt.Sprintf("more than %d redirects", maxRedirects)}
		}
		if ex := exchangeOf(req.Context()); ex != nil {
			ex.hops = append(ex.hops, Hop{URL: via[len(via)-1].URL.String(), Status: req.Response.StatusCode})
		}
		// A validator belongs to the address it came from.
		req.Header.Del("If-None-Match")
		req.Header.Del("If-Modified-Since")
		req.Header.Del("Referer")
		return nil
	})
	return c
}

// exchange collects what colly does not hand on.
type exchange struct {
	max     int64
	hops    []Hop
	url     string
	status  int
	header  http.Header
	sent    http.Header
	body    []byte
	started time.Time
	took    time.Duration
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	ex, _ := ctx.Value(exchangeKey{}).(*exchange)
	return ex
}

// Get asks for one page and waits for its turn first. An answer of any status is
// a result. An error that [Refused] knows is a refusal of ours: nothing was
// asked, or the answer was not taken. Any other error is the network's.
func (c *Client) Get(ctx context.Context, r Request) (Result, error) {
	if len(r.URL) > canonical.MaxLength {
		return Result{}, &Refusal{Kind: BadURL, Detail: fmt.Sprintf("longer than %d bytes", canonical.MaxLength)}
	}
	ex := &exchange{max: r.MaxBody}
	if ex.max <= 0 {
		ex.max = DefaultMaxBody
	}
	hdr := http.Header{"User-Agent": {c.cfg.Agent}, "Accept": {r.Accept}, "Accept-Language": {"id,en;q=0.5"}}
	if r.Accept == "" {
		hdr.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5")
	}
	if r.ETag != "" {
		hdr.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		hdr.Set("If-Modified-Since", r.LastModified)
	}
	// A clone shares client and settings, and has this call's context.
	shell := c.colly.Clone()
	shell.Context = context.WithValue(ctx, exchangeKey{}, ex)
	answered := false
	shell.OnResponse(func(res *colly.Response) { answered = true })
	err := shell.Request(http.MethodGet, r.URL, nil, nil, hdr)
	switch {
	case ctx.Err() != nil:
		return Result{}, fmt.Errorf("fetch %s: %w", r.URL, context.Cause(ctx))
	case err != nil && !answered:
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return Result{Requested: r.URL, URL: ex.url, Status: ex.status, Hops: ex.hops}, fmt.Errorf("fetch %s: %w", r.URL, err)
	case !answered:
		return Result{}, fmt.Errorf("fetch %s: no answer", r.URL)
	}
	return Result{
		URL: ex.url, Requested: r.URL, Status: ex.status, Header: ex.header, Sent: ex.sent, Body: ex.body,
		Started: ex.started, Took: ex.took, Hops: ex.hops,
	}, nil
}
