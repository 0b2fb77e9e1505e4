package crawl

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
)

// outlet is a publication made ready for crawling.
type outlet struct {
	news.Outlet
	articles *regexp.Regexp
	zone     *time.Location
	delay    time.Duration
}

// catalogue finds outlets by id and by host.
type catalogue struct {
	byID   map[news.OutletID]*outlet
	byHost map[string]*outlet
	order  []*outlet
}

func newCatalogue(list []news.Outlet) (*catalogue, error) {
	c := &catalogue{byID: map[news.OutletID]*outlet{}, byHost: map[string]*outlet{}}
	for _, o := range list {
		out := &outlet{Outlet: o, zone: time.UTC}
		var err error
		if o.Articles != "" {
			if out.articles, err = regexp.Compile(o.Articles); err != nil {
				return nil, fmt.Errorf("outlet %s: articles: %w", o.ID, err)
			}
		}
		if o.Zone != "" {
			if out.zone, err = time.LoadLocation(o.Zone); err != nil {
				return nil, fmt.Errorf("outlet %s: zone: %w", o.ID, err)
			}
		}
		if o.Delay != "" {
			if out.delay, err = time.ParseDuration(o.Delay); err != nil {
				return nil, fmt.Errorf("outlet %s: delay: %w", o.ID, err)
			}
		}
		if c.byID[o.ID] != nil {
			return nil, fmt.Errorf("outlet %s is listed twice", o.ID)
		}
		c.byID[o.ID] = out
		c.order = append(c.order, out)
		for _, h := range o.Hosts {
			c.byHost[strings.ToLower(h)] = out
		}
	}
	return c, nil
}

// errForeign says that a host belongs to no outlet that may be fetched.
var errForeign = errors.New("is never asked")

// at returns the outlet of a host as [fetch.HostOf] names it. A listed host
// without a port stands for every port, which only a private address can use.
func (c *catalogue) at(host string) (*outlet, error) {
	o := c.byHost[host]
	if o == nil {
		if i := strings.LastIndexByte(host, ':'); i > 0 {
			o = c.byHost[host[:i]]
		}
	}
	if o == nil {
		return nil, fmt.Errorf("%s %w: no host of an outlet in the catalogue", host, errForeign)
	}
	if o.Forbids != "" {
		return nil, fmt.Errorf("outlet %s %w: %s", o.ID, errForeign, o.Forbids)
	}
	return o, nil
}

// address is one address that could be fetched.
type address struct {
	url       string // to fetch
	canonical string
	id        news.ArticleID
	host      string
	path      string
	outlet    *outlet
}

func (c *catalogue) address(raw string) (address, error) {
	canon, err := canonical.URL(raw)
	if err != nil {
		return address{}, err
	}
	u, err := url.Parse(canon)
	if err != nil {
		return address{}, err
	}
	o, err := c.at(u.Host)
	if err != nil {
		return address{}, err
	}
	return address{asked(raw, u), canon, news.NewArticleID(canon), u.Host, u.EscapedPath(), o}, nil
}

// asked is the address to fetch: as it was found, because a site may answer only
// with its "www.", but without what follows readers around, because we are no
// reader that a newsletter brought.
func asked(raw string, canon *url.URL) string {
	clean, err := canonical.Resolve(raw, "")
	if err != nil {
		return raw
	}
	u, err := url.Parse(clean)
	if err != nil {
		return raw
	}
	u.RawQuery, u.ForceQuery = canon.RawQuery, false
	return u.String()
}

// Limits of an address. Sites that are broken, or made to catch crawlers, go
// beyond them; no article does.
const (
	maxSegments   = 20
	maxRepeats    = 2 // of one path segment
	maxParameters = 32
	maxHops       = 20
)

// trap says why an address is not worth asking, or nothing.
func (a address) trap() string {
	u, err := url.Parse(a.canonical)
	if err != nil {
		return noAddress
	}
	count := map[string]int{}
	n := 0
	for s := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		n++
		if count[s]++; count[s] > maxRepeats {
			return repeatsTrap
		}
	}
	switch {
	case n > maxSegments:
		return segmentsTrap
	case strings.Count(u.RawQuery, "&") >= maxParameters:
		return parameterTrap
	}
	return ""
}

// isArticle guesses from the address alone whether an article is there. The
// outlet's own pattern decides when there is one; else a headline in the path or
// a long number does.
func (a address) isArticle() bool {
	if a.outlet.articles != nil {
		if a.outlet.articles.MatchString(a.path) {
			return true
		}
		u, err := url.Parse(a.url)
		return err == nil && a.outlet.articles.MatchString(u.EscapedPath())
	}
	if a.path == "/" {
		return false
	}
	last := a.path[strings.LastIndexByte(a.path, '/')+1:]
	if strings.Count(last, "-") >= 2 {
		return true
	}
	digits := 0
	for _, c := range a.path {
		if c >= '0' && c <= '9' {
			digits++
		} else if digits < 5 {
			digits = 0
		}
	}
	return digits >= 5
}

// pageOf returns the address of one page of a listing.
func pageOf(listing, n string) string { return strings.ReplaceAll(listing, "{page}", n) }
