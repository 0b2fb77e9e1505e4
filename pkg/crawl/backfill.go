package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Fill says what to fetch of an outlet's past.
type Fill struct {
	Outlet   news.OutletID
	From, To news.Date // days of publication, both included; empty means without end
	Pages    int       // most pages of each listing; 0 means 5,000
	Report   func(PageReport)
	Progress func(FillProgress)
}

// FillProgress says how far a back-fill is.
type FillProgress struct {
	Walked    int // pages of sitemaps and listings
	Found     int // addresses that were new
	Done      int // pages looked at
	Left      int // pages that wait
	Remaining time.Duration
}

// backfillKind marks the record of a listing that is being walked.
const backfillKind = "backfill"

// Backfill walks the sitemaps and listings of an outlet to their ends and looks at
// every page that is new. It can be stopped at any moment and goes on where it
// was: what was found is in the frontier, and a listing remembers its page. A day
// in a sitemap or in an address decides whether a page lies between the days that
// are wanted; where there is none, the page is looked at.
func (c *Crawler) Backfill(ctx context.Context, f Fill) (Summary, error) {
	o := c.outlets.byID[f.Outlet]
	if o == nil {
		return Summary{}, fmt.Errorf("outlet %q: %w", f.Outlet, ErrUnknownOutlet)
	}
	if o.Forbids != "" {
		return Summary{}, fmt.Errorf("outlet %s is never fetched: %s", o.ID, o.Forbids)
	}
	if f.Pages <= 0 {
		f.Pages = 5000
	}
	if err := c.load(ctx); err != nil {
		return Summary{}, err
	}
	defer c.background(ctx)()
	run := &once{c: c, sum: Summary{Counts: map[Outcome]int{}, Reasons: map[string]int{}}}
	w := &walk{c: c, outlet: o, fill: f, visited: map[string]bool{}}
	before := c.foundSoFar()
	c.setWatch(func(p PageReport) {
		run.count(p)
		if f.Report != nil {
			f.Report(p)
		}
		w.mu.Lock()
		w.progress.Done++
		w.mu.Unlock()
		w.tell(before)
	})
	defer c.setWatch(nil)
	defer run.putBack()
	run.held = c.frontier.takeSources(o) // they are polled for news, not for the past
	err := w.run(ctx, before)
	if ctx.Err() == nil { // a listing that is broken does not keep what was found waiting
		err = errors.Join(err, run.hosts(ctx, func(x *outlet) bool { return x == o }))
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	run.sum.Found = c.foundSoFar() - before
	return run.sum, err
}

// walk is the first half of a back-fill: finding.
type walk struct {
	c       *Crawler
	outlet  *outlet
	fill    Fill
	visited map[string]bool

	mu       sync.Mutex
	progress FillProgress
}

func (w *walk) tell(before int) {
	if w.fill.Progress == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	p := &w.progress
	p.Found = w.c.foundSoFar() - before
	p.Left = w.c.frontier.waiting(w.outlet, w.c.cfg.Now())
	pause := max(w.c.pace.Scale(time.Second), w.c.pace.Scale(w.outlet.delay))
	if host := w.c.client.Host(w.outlet.Hosts[0]); host.CrawlDelay > 0 {
		pause = max(pause, w.c.pace.Scale(host.CrawlDelay))
	}
	p.Remaining = time.Duration(p.Left) * pause
	w.fill.Progress(*p)
}

func (w *walk) run(ctx context.Context, before int) error {
	var faults []error
	for _, u := range w.outlet.Sitemaps {
		if err := w.sitemap(ctx, u, 0, before); err != nil {
			faults = append(faults, err)
		}
	}
	for _, u := range w.outlet.Listings {
		if err := w.listing(ctx, u, before); err != nil {
			faults = append(faults, err)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(faults...)
}

// get asks until the host is willing.
func (w *walk) get(ctx context.Context, u string) (fetch.Result, error) {
	for {
		res, err := w.c.client.Get(ctx, fetch.Request{URL: u, MaxBody: maxSitemap, Accept: xmlFirst + ",text/html"})
		r, refused := fetch.Refused(err)
		if refused && r.Later() && !r.Until.IsZero() {
			w.c.log.Info("back-fill waits", "outlet", w.outlet.ID, "until", r.Until, "why", r.Error())
			w.c.sleep(ctx, r.Until, nil)
			if ctx.Err() != nil {
				return res, ctx.Err()
			}
			continue
		}
		if err == nil && (res.Status == 429 || res.Status == 503) {
			continue // the host is blocked now: the next try waits
		}
		if err == nil && (res.Status < 200 || res.Status >= 300) {
			err = fmt.Errorf("%s answered %d", u, res.Status)
		}
		w.mu.Lock()
		w.progress.Walked++
		w.mu.Unlock()
		return res, err
	}
}

func (w *walk) sitemap(ctx context.Context, u string, depth, before int) error {
	key, err := canonical.URL(u)
	if err != nil || w.visited[key] || depth > maxIndexDepth {
		return nil
	}
	w.visited[key] = true
	res, err := w.get(ctx, u)
	if err != nil {
		return err
	}
	m, err := discover.Sitemap(res.Body, res.URL)
	if err := w.enqueue(ctx, m.Entries, sitemapKind, u); err != nil {
		return err
	}
	w.tell(before)
	faults := []error{err}
	for _, child := range m.Children {
		if w.fill.From != "" && !child.Changed.IsZero() && news.DateOf(child.Changed) < w.fill.From {
			continue // nothing in it changed since
		}
		faults = append(faults, w.sitemap(ctx, child.URL, depth+1, before))
	}
	return errors.Join(faults...)
}

func (w *walk) enqueue(ctx context.Context, list []discover.Entry, by, at string) error {
	list = slices.DeleteFunc(list, func(e discover.Entry) bool { return !w.wanted(e) })
	_, err := w.c.enqueue(ctx, w.outlet, candidates(list), found{by: by, at: at, backlog: true})
	if errors.Is(err, errFull) {
		return fmt.Errorf("back-fill of %s: %w: run it again when there is room", w.outlet.ID, err)
	}
	return err
}

// wanted decides by the day that a source or an address gives.
func (w *walk) wanted(e discover.Entry) bool {
	day := news.Date("")
	switch {
	case !e.Published.IsZero():
		day = news.DateOf(e.Published.In(w.outlet.zone))
	case dayIn(e.URL) != "":
		day = dayIn(e.URL)
	case !e.Changed.IsZero():
		// A page that changed before the first day was published before it; one
		// that changed after the last may have been published any time.
		return w.fill.From == "" || news.DateOf(e.Changed.In(w.outlet.zone)) >= w.fill.From
	default:
		return true
	}
	return (w.fill.From == "" || day >= w.fill.From) && (w.fill.To == "" || day <= w.fill.To)
}

var pathDay = regexp.MustCompile(`/(20\d\d)[/-](\d\d?)[/-](\d\d?)(/|$)`)

// dayIn returns the day in an address such as /2025/05/17/judul.
func dayIn(u string) news.Date {
	m := pathDay.FindStringSubmatch(u)
	if m == nil {
		return ""
	}
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	d, err := news.ParseDate(m[1] + "-" + pad(m[2]) + "-" + pad(m[3]))
	if err != nil {
		return ""
	}
	return d
}

// listing walks a listing from the page at which it stopped to its end.
func (w *walk) listing(ctx context.Context, listing string, before int) error {
	state := event.SourceDue{Outlet: w.outlet.ID, URL: listing + "#backfill", Kind: backfillKind}
	rec, err := w.c.cfg.Log.Last(ctx, state.Subject())
	switch {
	case errors.Is(err, eventlog.ErrNotFound):
	case err != nil:
		return fmt.Errorf("where the back-fill of %s was: %w", listing, err)
	default:
		e, err := rec.Event()
		if err != nil {
			return err
		}
		state = e.Data.(event.SourceDue)
	}
	u, last := "", ""
	for page := state.Page + 1; page <= w.fill.Pages; page++ {
		switch {
		case strings.Contains(listing, "{page}"):
			u = pageOf(listing, strconv.Itoa(page))
		case page == 1:
			u = listing
		}
		if u == "" {
			break
		}
		res, err := w.get(ctx, u)
		if err != nil {
			if page > 1 && (res.Status == http.StatusNotFound || res.Status == http.StatusGone) {
				break // behind the last page there is none
			}
			return err // the next back-fill goes on at this page
		}
		links := discover.Links(res.Body, res.Header.Get("Content-Type"), res.URL)
		articles := slices.DeleteFunc(links.Entries, func(e discover.Entry) bool {
			a, err := w.c.outlets.address(e.URL)
			return err != nil || a.outlet != w.outlet || !a.isArticle()
		})
		shown := names(articles)
		if len(articles) == 0 || shown == last {
			break // the end, or a site that shows its last page for ever
		}
		last = shown
		if err := w.enqueue(ctx, articles, listingKind, u); err != nil {
			return err
		}
		state.Page, state.Looked = page, w.c.cfg.Now().UTC()
		if err := w.c.append(ctx, state, nil); err != nil {
			return err
		}
		w.tell(before)
		u = links.Next
	}
	state.Page = 0 // the next back-fill begins at the front again
	return w.c.append(ctx, state, nil)
}

func names(list []discover.Entry) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.URL)
		b.WriteByte('\n')
	}
	return b.String()
}
