package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// The kinds of source.
const (
	feedKind    = "feed"
	sitemapKind = "sitemap"
	listingKind = "listing"
)

// Limits of one look at one source.
const (
	maxFeed        = 16 << 20 // bytes
	maxSitemap     = 50 << 20 // bytes; the protocol's own limit
	maxChildren    = 20       // sitemaps of an index
	maxIndexDepth  = 2
	maxListing     = 5    // pages of a listing, while all of them are news
	freshInFeed    = 1000 // of one look; what is beyond is backlog
	freshElsewhere = 200
)

// poll looks at one source, makes what is new there due, and sets the next look:
// sooner when there was something, later when not.
func (c *Crawler) poll(ctx context.Context, it *item) error {
	c.frontier.mu.Lock()
	s := it.source.SourceDue
	s.Rates = slices.Clone(s.Rates)
	seq := it.seq
	c.frontier.mu.Unlock()
	r := &round{c: c, outlet: it.outlet, source: &s, visited: map[string]bool{}}
	err := r.read(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now := c.cfg.Now().UTC()
	if s.Since.IsZero() {
		s.Since = now
	}
	var broken *brokenSource
	refusal, refused := fetch.Refused(err)
	switch {
	case refused && refusal.Later():
		until := refusal.Until
		if until.IsZero() {
			until = now.Add(c.pace.PollMin)
		}
		c.frontier.pause(it.host, until, refusal.Error())
		c.told(PageReport{URL: s.URL, Outlet: s.Outlet, Outcome: Postponed, Reason: refusal.Error()})
		if err := c.noteFailing(ctx, s, seq, refusal, until); err != nil {
			return err
		}
		return errPostponed
	case errors.Is(err, errFull):
		s.ETag, s.LastModified, s.Body = "", "", "" // read it whole the next time
		s.Reason = err.Error()
	case err != nil && !refused && !errors.As(err, &broken):
		return err
	case err != nil:
		s.Fails++
		s.Reason = err.Error()
		report := PageReport{URL: s.URL, Outlet: s.Outlet, Outcome: Failed, Reason: s.Reason, Status: s.Status}
		if refused {
			report.Outcome, report.Reason = Refused, refusal.Error()
			c.stats.refused(s.Outlet, kindOf(report.Reason), s.URL, 1)
		}
		c.told(report)
	default:
		s.Fails, s.Reason = 0, ""
	}
	c.paceSource(&s, r.fresh, now)
	s.Looked = now
	s.Found += r.fresh
	count(&s, r.fresh, now)
	c.keepRefusals(ctx) // before the look counts as done: an unchanged source is not read again
	err = c.append(ctx, s, &eventlog.Expectation{Subjects: s.Subject(), Seq: seq})
	if errors.Is(err, eventlog.ErrConflict) {
		rec, err := c.cfg.Log.Last(ctx, s.Subject())
		if err != nil {
			return fmt.Errorf("source %s: %w", s.URL, err)
		}
		return c.fold(rec)
	}
	if err != nil {
		return err
	}
	return c.judgeSilence(ctx, s, now)
}

// noteFailing writes down, once, why a source can not be asked for now: a host that
// never answers must not look like one with nothing new.
func (c *Crawler) noteFailing(ctx context.Context, s event.SourceDue, seq uint64, r *fetch.Refusal, until time.Time) error {
	if r.Kind == fetch.Held || s.Reason == r.Error() {
		return nil
	}
	s.Fails++
	s.Reason, s.Due = r.Error(), until.UTC()
	c.keepRefusals(ctx)
	err := c.append(ctx, s, &eventlog.Expectation{Subjects: s.Subject(), Seq: seq})
	if errors.Is(err, eventlog.ErrConflict) {
		return nil // another crawler knows more
	}
	return err
}

// paceSource sets the interval: half of it after something new, half as much
// again after nothing, double after a failure.
func (c *Crawler) paceSource(s *event.SourceDue, fresh int, now time.Time) {
	switch {
	case s.Every == 0:
		s.Every = c.pace.PollFirst
	case s.Fails > 0:
		s.Every *= 2
	case fresh > 0:
		s.Every /= 2
	default:
		s.Every += s.Every / 2
	}
	s.Every = min(max(s.Every, c.pace.PollMin), c.pace.PollMax)
	s.Due = now.Add(s.Every)
	if fresh > 0 {
		s.LastNew = now
	}
}

// brokenSource is a source that answered, but not with what it should.
type brokenSource struct{ error }

func (b *brokenSource) Unwrap() error { return b.error }

func broken(format string, args ...any) error { return &brokenSource{fmt.Errorf(format, args...)} }

// round is one look at one source with everything that it leads to.
type round struct {
	c       *Crawler
	outlet  *outlet
	source  *event.SourceDue
	visited map[string]bool // sitemaps of this round: one may list itself
	fresh   int
	before  news.Hash // of the source's body at the look before
}

func (r *round) read(ctx context.Context) error {
	switch r.source.Kind {
	case feedKind:
		return r.feed(ctx)
	case sitemapKind:
		return r.sitemap(ctx, r.source.URL, 0)
	case listingKind:
		return r.listing(ctx)
	}
	return broken("source %s: unknown kind %q", r.source.URL, r.source.Kind)
}

// get fetches; the validators are those of the source itself. It returns ok when
// there is something to read.
func (r *round) get(ctx context.Context, u string, max int64, accept string) (fetch.Result, bool, error) {
	own := u == r.source.URL
	req := fetch.Request{URL: u, MaxBody: max, Accept: accept}
	if own {
		req.ETag, req.LastModified = r.source.ETag, r.source.LastModified
	}
	res, err := r.c.client.Get(ctx, req)
	if own {
		r.source.Status = res.Status
	}
	if _, refused := fetch.Refused(err); err != nil && !refused {
		return res, false, &brokenSource{err}
	}
	if err != nil {
		return res, false, err
	}
	switch s := res.Status; {
	case s == http.StatusNotModified:
		return res, false, nil
	case s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable:
		host, _ := fetch.HostOf(res.URL)
		return res, false, &fetch.Refusal{Kind: fetch.Blocked, Detail: fmt.Sprintf("answered %d", s), Until: r.c.client.Host(host).BlockedUntil}
	case s < 200 || s >= 300:
		return res, false, broken("source %s: answered %d", u, s)
	}
	if own {
		r.source.ETag, r.source.LastModified = res.Header.Get("ETag"), res.Header.Get("Last-Modified")
		body := news.HashOf(res.Body)
		r.before = r.source.Body
		r.source.Body = body
		same := r.before == body
		if same && r.source.Kind != sitemapKind { // the children of an index may have changed
			return res, false, nil
		}
	}
	return res, true, nil
}

const xmlFirst = "application/rss+xml,application/atom+xml,application/feed+json;q=0.9,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"

// take makes entries due. The newest are news; a long tail is backlog, which
// keeps no news waiting.
func (r *round) take(ctx context.Context, list discover.List, at string) error {
	if list.Broken > 0 {
		r.c.stats.refused(r.outlet.ID, noAddress, at, list.Broken)
	}
	if list.Cut {
		r.c.stats.refused(r.outlet.ID, sourceCut, at, 1)
	}
	discover.NewestFirst(list.Entries)
	most := freshElsewhere
	if r.source.Kind == feedKind {
		most = freshInFeed
	}
	most = min(most, len(list.Entries))
	head, tail := list.Entries[:most], list.Entries[most:]
	n, err := r.c.enqueue(ctx, r.outlet, candidates(head), found{by: r.source.Kind, at: at})
	r.fresh += n
	if err != nil || len(tail) == 0 {
		return err
	}
	n, err = r.c.enqueue(ctx, r.outlet, candidates(tail), found{by: r.source.Kind, at: at, backlog: true})
	r.fresh += n
	return err
}

func (r *round) sitemap(ctx context.Context, u string, depth int) error {
	key, err := canonical.URL(u)
	if err != nil || r.visited[key] {
		return nil
	}
	r.visited[key] = true
	res, ok, err := r.get(ctx, u, maxSitemap, xmlFirst)
	if err != nil || !ok {
		return err
	}
	m, parsed := discover.Sitemap(res.Body, res.URL)
	if err := r.take(ctx, m.List, u); err != nil {
		return err
	}
	if parsed != nil {
		return &brokenSource{parsed}
	}
	if depth >= maxIndexDepth {
		return nil
	}
	children := slices.DeleteFunc(m.Children, func(e discover.Entry) bool {
		// With a margin of a day: some sites give days without a zone.
		return !e.Changed.IsZero() && !r.source.Looked.IsZero() && e.Changed.Before(r.source.Looked.Add(-24*time.Hour))
	})
	discover.NewestFirst(children)
	var fault error
	for _, child := range children[:min(len(children), maxChildren)] {
		if err := r.sitemap(ctx, child.URL, depth+1); err != nil {
			if refusal, ok := fetch.Refused(err); ok && refusal.Later() {
				return err
			}
			var b *brokenSource
			if _, refused := fetch.Refused(err); !refused && !errors.As(err, &b) {
				return err
			}
			fault = err // one bad child does not hide the others
		}
	}
	return fault
}

// listing walks the pages of a listing until one names nothing that was found
// since the last look at it. Who found it does not matter: the feed may have named
// all of the first page and nothing of the second, and a crawler that was killed
// may have come no further than the first.
func (r *round) listing(ctx context.Context) error {
	u := pageOf(r.source.URL, "1")
	seen := map[string]bool{}
	for page := 1; page <= maxListing; page++ {
		key, err := canonicalPage(u)
		if err != nil || seen[key] {
			return nil
		}
		seen[key] = true
		res, ok, err := r.get(ctx, u, 0, "")
		if err != nil || !ok {
			if page > 1 {
				return nil // the listing is shorter than we thought
			}
			return err
		}
		links := discover.Links(res.Body, res.Header.Get("Content-Type"), res.URL)
		articles := slices.DeleteFunc(links.Entries, func(e discover.Entry) bool {
			a, err := r.c.outlets.address(e.URL)
			return err != nil || a.outlet != r.outlet || !a.isArticle()
		})
		n, err := r.c.enqueue(ctx, r.outlet, candidates(articles), found{by: listingKind, at: u})
		r.fresh += n
		if err != nil {
			return err
		}
		if n == 0 {
			young, err := r.young(ctx, articles)
			if err != nil || !young {
				return err
			}
		}
		switch {
		case strings.Contains(r.source.URL, "{page}"):
			u = pageOf(r.source.URL, strconv.Itoa(page+1))
		case links.Next != "":
			u = links.Next
		default:
			return nil
		}
	}
	return nil
}

// young reports whether one of the articles was found after the last look at this
// source that came to its end. Before the first such look all of them were.
func (r *round) young(ctx context.Context, articles []discover.Entry) (bool, error) {
	if r.source.Looked.IsZero() {
		return len(articles) > 0, nil
	}
	for _, entry := range articles {
		a, err := r.c.outlets.address(entry.URL)
		if err != nil {
			continue
		}
		rec, err := r.c.cfg.Log.Last(ctx, event.PageSubject(a.outlet.ID, a.id))
		if errors.Is(err, eventlog.ErrNotFound) {
			continue // refused without a trace of its own: nothing to find there
		}
		if err != nil {
			return false, fmt.Errorf("when %s was found: %w", entry.URL, err)
		}
		e, err := rec.Event()
		if err != nil {
			continue // told when the frontier was read
		}
		if p, ok := e.Data.(event.PageDue); ok && p.Found.After(r.source.Looked) {
			return true, nil
		}
	}
	return false, nil
}

// canonicalPage tells pages of a listing apart, which canonical.URL folds.
func canonicalPage(u string) (string, error) {
	if _, err := canonical.URL(u); err != nil {
		return "", err
	}
	return u, nil
}
