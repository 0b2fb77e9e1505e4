package crawl

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/news"
)

// Checked says whether an outlet answers as its catalogue entry says.
type Checked struct {
	Outlet  news.OutletID `json:"outlet"`
	Name    string        `json:"name"`
	Robots  int           `json:"robots,omitempty"` // status of robots.txt
	Delay   time.Duration `json:"delay,omitempty"`  // that it asks for
	OptOuts []string      `json:"opt_outs,omitempty"`
	Source  string        `json:"source,omitempty"` // that was read
	Status  int           `json:"status,omitempty"`
	Entries int           `json:"entries"`
	Newest  time.Time     `json:"newest,omitzero"`
	Never   string        `json:"never,omitempty"` // why it is not fetched at all, which is no fault
	Fault   string        `json:"fault,omitempty"` // empty: it works
}

// Check asks every outlet for its robots.txt and one source, and appends nothing
// about articles. Hosts are asked side by side, each at its own pace; fn is told of
// the outlets in the order of the catalogue.
func (c *Crawler) Check(ctx context.Context, ids []news.OutletID, fn func(Checked)) error {
	if err := c.load(ctx); err != nil {
		return err
	}
	defer c.background(ctx)()
	want := map[news.OutletID]bool{}
	for _, id := range ids {
		if c.outlets.byID[id] == nil {
			return fmt.Errorf("outlet %q: %w", id, ErrUnknownOutlet)
		}
		want[id] = true
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	var answers []<-chan Checked
	for _, o := range c.outlets.order {
		if len(want) > 0 && !want[o.ID] {
			continue
		}
		answer := make(chan Checked, 1)
		answers = append(answers, answer)
		wg.Go(func() { answer <- c.check(ctx, o) })
	}
	for _, answer := range answers {
		k := <-answer
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fn(k)
	}
	return nil
}

func (c *Crawler) check(ctx context.Context, o *outlet) Checked {
	k := Checked{Outlet: o.ID, Name: o.Name}
	if o.Forbids != "" {
		k.Never = o.Forbids
		return k
	}
	kind := ""
	switch {
	case len(o.Feeds) > 0:
		kind, k.Source = feedKind, o.Feeds[0]
	case len(o.Sitemaps) > 0:
		kind, k.Source = sitemapKind, o.Sitemaps[0]
	case len(o.Listings) > 0:
		kind, k.Source = listingKind, pageOf(o.Listings[0], "1")
	default:
		k.Fault = "the catalogue knows no feed, sitemap or listing"
		return k
	}
	res, err := c.client.Get(ctx, fetch.Request{URL: k.Source, MaxBody: maxSitemap, Accept: xmlFirst})
	k.Status = res.Status
	if host, fault := fetch.HostOf(k.Source); fault == nil {
		h := c.client.Host(host)
		k.Robots, k.Delay, k.OptOuts = h.RobotsStatus, h.CrawlDelay, h.OptOuts
	}
	if err != nil {
		k.Fault = err.Error()
		return k
	}
	if res.Status != http.StatusOK {
		k.Fault = fmt.Sprintf("answered %d", res.Status)
		return k
	}
	list, fault := readSource(kind, res, o.zone)
	k.Entries = len(list)
	for _, e := range list {
		if e.Published.After(k.Newest) {
			k.Newest = e.Published
		}
	}
	switch {
	case fault != nil:
		k.Fault = fault.Error()
	case k.Entries == 0:
		k.Fault = "answers, but names nothing"
	}
	return k
}

// readSource reads a source of any kind as a list; of an index, its sitemaps.
func readSource(kind string, res fetch.Result, zone *time.Location) ([]discover.Entry, error) {
	switch kind {
	case feedKind:
		l, err := discover.Feed(res.Body, res.URL, zone)
		return l.Entries, err
	case sitemapKind:
		m, err := discover.Sitemap(res.Body, res.URL)
		return append(m.Entries, m.Children...), err
	}
	return discover.Links(res.Body, res.Header.Get("Content-Type"), res.URL).Entries, nil
}
