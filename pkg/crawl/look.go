package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// Outcome says what came of one look at one page. Outcomes are stored, so they
// never change.
type Outcome string

// The outcomes.
const (
	Fresh      Outcome = "new"         // read for the first time
	Changed    Outcome = "changed"     // the outlet edited it
	Unchanged  Outcome = "unchanged"   // as it was
	Doubted    Outcome = "doubted"     // looks changed; the next look decides
	Missed     Outcome = "missed"      // not found, perhaps not for good
	Withdrawn  Outcome = "withdrawn"   // the outlet took it away
	Restored   Outcome = "restored"    // it is back
	NotArticle Outcome = "not-article" // a page, but no article
	Refused    Outcome = "refused"     // not asked, or not kept: the reason says why
	Failed     Outcome = "failed"      // no usable answer; tried again later
	Postponed  Outcome = "postponed"   // the host is not to be asked now
	Redacted   Outcome = "redacted"    // removed from this archive at law, stays out
)

// PageReport is told after each look.
type PageReport struct {
	URL     string
	Outlet  news.OutletID
	Article news.ArticleID
	Outcome Outcome
	Reason  string // for every page that was not taken
	Status  int
	Title   string
}

// maxFails is how often a page that was never seen is tried.
const maxFails = 6

// maxMissed is how often a page that was never seen may be missing.
const maxMissed = 3

// errPostponed says that a host is not to be asked now, so that the item is as
// due as it was.
var errPostponed = errors.New("postponed")

// look fetches one page and records what it showed.
func (c *Crawler) look(ctx context.Context, it *item) error {
	id := it.key.id()
	seq, _ := c.frontier.state(it)
	rec, err := c.cfg.Log.Last(ctx, event.PageSubject(it.outlet.ID, id))
	if err != nil {
		return fmt.Errorf("what is due of page %s: %w", id, err)
	}
	e, err := rec.Event()
	if err != nil {
		return err
	}
	p, ok := e.Data.(event.PageDue)
	if !ok {
		return fmt.Errorf("page %s: its record is a %T", id, e.Data)
	}
	if rec.Seq > seq { // another crawler looked meanwhile
		c.frontier.fold(rec.Seq, p, c.outlets)
		return nil
	}
	v := &visit{c: c, page: p, outlet: it.outlet}
	req := fetch.Request{URL: p.URL}
	if p.Doubt == nil && p.Content != "" { // a doubt asks for the page itself
		req.ETag, req.LastModified = p.ETag, p.LastModified
	}
	res, err := c.client.Get(ctx, req)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	v.now = c.cfg.Now()
	if err != nil {
		later, err := v.failed(err, res)
		if err != nil {
			return err
		}
		if later != nil {
			c.postpone(it, p, later)
			return errPostponed
		}
	} else if err := v.answered(ctx, res); err != nil {
		return err
	}
	if v.postponed != nil {
		c.postpone(it, p, v.postponed)
		return errPostponed
	}
	v.page.Outcome, v.page.Reason = string(v.outcome), v.reason
	v.page.Looked = v.now.UTC()
	if v.outcome == Refused { // in the log before the page is: afterwards nobody asks again
		c.stats.refused(v.page.Outlet, kindOf(v.reason), v.page.URL, 1)
		c.keepRefusals(ctx)
	}
	err = c.append(ctx, v.page, &eventlog.Expectation{Subjects: v.page.Subject(), Seq: rec.Seq})
	if err != nil && !errors.Is(err, eventlog.ErrConflict) {
		return err
	}
	// After a conflict another crawler's look stands; what was recorded of the
	// article was decided against its history and is right in any case.
	if len(v.related) > 0 {
		if _, err := c.enqueue(ctx, it.outlet, v.related, found{by: "related", at: v.reading.Article.URL, hops: p.Hops + 1}); err != nil && !errors.Is(err, errFull) {
			return err
		}
	}
	c.told(v.report())
	return c.judgeLayout(ctx, it.outlet, v.outcome, v.reading.Layout)
}

// postpone leaves a page as it is and keeps its host from being asked.
func (c *Crawler) postpone(it *item, p event.PageDue, r *fetch.Refusal) {
	until := r.Until
	if until.IsZero() {
		until = c.cfg.Now().Add(c.pace.Retry)
	}
	c.frontier.pause(it.host, until, r.Error())
	c.told(PageReport{URL: p.URL, Outlet: p.Outlet, Article: p.Article, Outcome: Postponed, Reason: r.Error()})
}

// visit is one look at one page while it is being judged.
type visit struct {
	c         *Crawler
	outlet    *outlet
	now       time.Time
	page      event.PageDue
	outcome   Outcome
	reason    string
	status    int
	reading   extract.Reading
	further   []further // later pages of the article
	related   []candidate
	postponed *fetch.Refusal
}

func (v *visit) report() PageReport {
	return PageReport{
		URL: v.page.URL, Outlet: v.page.Outlet, Article: v.article(), Outcome: v.outcome, Reason: v.reason,
		Status: v.status, Title: v.reading.Article.Title,
	}
}

// article is the id of what the page shows: usually its own address.
func (v *visit) article() news.ArticleID {
	if v.page.Moved != "" {
		return v.page.Moved
	}
	return v.page.Article
}

// failed judges a look without an answer.
func (v *visit) failed(err error, res fetch.Result) (later *fetch.Refusal, _ error) {
	v.status = res.Status
	v.page.Status = res.Status
	r, refused := fetch.Refused(err)
	switch {
	case refused && r.Later():
		return r, nil
	case refused:
		v.refuse(r.Error())
		return nil, nil
	}
	v.fail(err.Error())
	return nil, nil
}

// refuse is for what will not get better. An article that was seen before is
// looked at again, in case the refusal was about a passing state of the site.
func (v *visit) refuse(reason string) {
	v.outcome, v.reason = Refused, reason
	if v.page.Content != "" {
		v.schedule()
		return
	}
	v.page.State = event.PageRefused
}

// fail is for what may get better.
func (v *visit) fail(reason string) {
	v.outcome, v.reason = Failed, reason
	v.page.Fails++
	if v.page.Content == "" && v.page.Fails >= maxFails {
		v.page.State = event.PageRefused
		v.reason = fmt.Sprintf("%s (%d times)", reason, v.page.Fails)
		return
	}
	v.page.State = event.PageIsDue
	v.page.Due = v.now.Add(v.c.pace.retry(v.page.Fails)).UTC()
	if _, due, ok := v.c.pace.next(v.page.First, v.now); v.page.Content != "" && ok && due.Before(v.page.Due) {
		v.page.Due = due.UTC()
	}
}

// schedule sets the next step of the revisits.
func (v *visit) schedule() {
	pace := v.c.pace
	if n := len(pace.Revisits); v.page.Backlog && n > 0 {
		pace.Revisits = pace.Revisits[n-1:] // the edits of an old page are over
	}
	stage, due, ok := pace.next(v.page.First, v.now)
	v.page.Stage = stage
	v.page.State, v.page.Due = event.PageIsDue, due.UTC()
	if !ok {
		v.page.State, v.page.Due = event.PageIsDone, time.Time{}
	}
}

// answered judges an answer.
func (v *visit) answered(ctx context.Context, res fetch.Result) error {
	v.status = res.Status
	v.page.Status = res.Status
	switch s := res.Status; {
	case s == http.StatusNotModified:
		v.page.Looks++
		return v.unmodified(ctx)
	case s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable:
		v.postponed = &fetch.Refusal{Kind: fetch.Blocked, Detail: fmt.Sprintf("answered %d", s), Until: v.c.client.Host(v.hostOf(res.URL)).BlockedUntil}
		return nil
	case s == http.StatusNotFound || s == http.StatusGone:
		return v.missed(ctx, map[int]string{404: "not-found", 410: "gone"}[s], "")
	case s < 200 || s >= 300:
		v.fail(fmt.Sprintf("answered %d", s))
		return nil
	case isChallenge(res):
		v.fail("a challenge page came instead")
		return nil
	case len(res.Hops) > 0 && errorPage.MatchString(res.URL):
		return v.missed(ctx, "not-found", "redirect to "+res.URL)
	case v.sentHome(res):
		return v.missed(ctx, "redirected-home", "redirect to the home page")
	}
	return v.read(ctx, res)
}

func (v *visit) hostOf(u string) string {
	h, _ := fetch.HostOf(u)
	return h
}

// isChallenge knows the pages that ask whether the reader is a machine.
func isChallenge(res fetch.Result) bool {
	if res.Header.Get("Cf-Mitigated") != "" {
		return true
	}
	head := res.Body[:min(len(res.Body), 64<<10)]
	return len(res.Body) < 64<<10 && (bytes.Contains(head, []byte("/cdn-cgi/challenge-platform/")) || bytes.Contains(head, []byte("cf-chl-")))
}

// errorPage is where sites send readers of a page that is not there, and say 200.
var errorPage = regexp.MustCompile(`(?i)/(404|not-?found|error-?404)(\.[a-z]+)?/?([?#]|$)`)

// softMissing begins the extractor's reason for a page that says, with status 200,
// that there is nothing at its address. In the place of a known article it counts
// like a 404; any other page that is no article does not, because it may be a new
// layout that we can not read.
const softMissing = "soft 404"

// sentHome reports a redirect to a front page: how many sites say "gone".
func (v *visit) sentHome(res fetch.Result) bool {
	if len(res.Hops) == 0 {
		return false
	}
	a, errA := canonical.URL(v.page.URL)
	b, errB := canonical.URL(res.URL)
	if errA != nil || errB != nil || a == b {
		return false
	}
	u, err := url.Parse(b)
	return err == nil && u.Path == "/" && u.RawQuery == ""
}

// missed judges a look that did not find the page.
func (v *visit) missed(ctx context.Context, reason, note string) error {
	v.outcome, v.reason = Missed, note
	if note == "" {
		v.reason = fmt.Sprintf("answered %d", v.status)
	}
	v.page.Doubt = nil
	v.page.Gone = append(v.page.Gone, event.Look{Time: v.now.UTC().Format(time.RFC3339), Status: v.status, Note: note})
	n := len(v.page.Gone)
	if n > 10 {
		v.page.Gone = append(v.page.Gone[:1], v.page.Gone[n-8:]...)
	}
	if v.page.Content == "" { // never seen: a link that leads nowhere
		if n >= maxMissed {
			v.page.State = event.PageRefused
			return nil
		}
		v.page.Due = v.now.Add(v.c.pace.Scale([]time.Duration{time.Hour, 24 * time.Hour}[min(n-1, 1)])).UTC()
		return nil
	}
	first, err := time.Parse(time.RFC3339, v.page.Gone[0].Time)
	if err != nil {
		return fmt.Errorf("time of a look: %w", err)
	}
	if n < 3 || v.now.Sub(first) < v.c.pace.Withdraw {
		v.page.Due = v.now.Add(v.c.pace.Withdraw/2 + time.Second).UTC()
		return nil
	}
	took, err := v.withdraw(ctx, reason)
	if err != nil {
		return err
	}
	if took {
		v.outcome = Withdrawn
		v.page.First = v.now.UTC() // the curve begins anew: it may come back
		v.schedule()
		return nil
	}
	v.schedule()
	return nil
}

// read makes an article of the page and records it.
func (v *visit) read(ctx context.Context, res fetch.Result) error {
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if kind != "" && !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "html") {
		v.refuse("content type " + kind)
		return nil
	}
	v.page.Looks++
	o := v.outlet.Outlet
	v.reading = v.c.cfg.Read(extract.Page{
		URL: res.URL, Body: res.Body, ContentType: res.Header.Get("Content-Type"), Fetched: res.Started, Outlet: &o,
	})
	capture := v.capture(res)
	switch reason := v.reading.Reason; {
	case strings.HasPrefix(reason, softMissing) && v.page.Content != "":
		return v.missed(ctx, "not-found", reason)
	case reason != "":
		return v.notArticle(ctx, capture)
	}
	if ok, err := v.readOn(ctx, capture); !ok {
		return err
	}
	v.page.Fails = 0
	if id := v.reading.Article.ID; id != v.page.Article {
		v.page.Moved = id
	} else {
		v.page.Moved = ""
	}
	if err := v.record(ctx, capture, res.Body); err != nil {
		return err
	}
	v.page.Gone = nil
	v.page.Body = capture.Hash
	v.page.ETag, v.page.LastModified = "", ""
	// A validator of a change that is not believed would hide it, and one of a
	// first page says nothing about the others.
	if v.page.Content == v.reading.Article.Content() && len(v.further) == 0 {
		v.page.ETag, v.page.LastModified = res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	}
	if v.outcome == Redacted {
		return nil
	}
	// Also of a page that did not change: a crawler that was killed may have
	// recorded the page and not its links.
	for _, l := range v.reading.Article.Related {
		if l.URL != "" {
			v.related = append(v.related, candidate{url: l.URL})
		}
	}
	return nil
}

// keep lists the response headers that are worth keeping with a capture.
var keep = []string{"Content-Type", "Last-Modified", "Etag", "Date", "Content-Language", "Cache-Control", "X-Robots-Tag", "Tdm-Reservation", "Tdm-Policy", "Link", "Server"}

func (v *visit) capture(res fetch.Result) event.Captured {
	c := event.Captured{
		URL: res.URL, Requested: v.page.URL, Canonical: v.reading.Article.URL, Outlet: v.page.Outlet, Article: v.reading.Article.ID,
		Status: res.Status, Hash: news.HashOf(res.Body), Size: len(res.Body), ContentType: res.Header.Get("Content-Type"),
		FoundBy: v.page.FoundBy, FoundAt: v.page.FoundAt,
	}
	c.Headers, c.Request = headersOf(res)
	return c
}

// headersOf returns what is worth keeping of an answer's headers and of those of
// its request.
func headersOf(res fetch.Result) (response, request map[string]string) {
	for _, k := range keep {
		if s := res.Header.Get(k); s != "" && len(s) < 1000 {
			if response == nil {
				response = map[string]string{}
			}
			response[k] = s
		}
	}
	request = map[string]string{}
	for _, k := range []string{"User-Agent", "Accept", "If-None-Match", "If-Modified-Since"} {
		if s := res.Sent.Get(k); s != "" {
			request[k] = s
		}
	}
	return response, request
}

// noArchive reports whether the outlet asks not to keep the page. The reading of
// it stays, as a note about what was published; the page itself is not kept.
func (v *visit) noArchive(c event.Captured) bool {
	return v.reading.NoArchive || strings.Contains(strings.ToLower(c.Headers["X-Robots-Tag"]), "noarchive")
}

// notArticle records a page that can not be read as an article, the first time
// that it is seen.
func (v *visit) notArticle(ctx context.Context, capture event.Captured) error {
	v.outcome, v.reason = NotArticle, v.reading.Reason
	if v.page.Content != "" { // it was one: the next look may read it again
		v.schedule()
		return nil
	}
	v.page.State = event.PageRefused
	capture.Article, capture.Canonical, capture.NotArticle = v.page.Article, "", v.reading.Reason
	capture.Hash = "" // what is no article is not kept
	h, err := history.Load(ctx, v.c.cfg.Log, capture.Article)
	if err != nil {
		return err
	}
	if h.Seq != 0 {
		return nil
	}
	err = v.appendFacts(ctx, h, capture)
	if errors.Is(err, eventlog.ErrConflict) {
		return nil // somebody knows the page already
	}
	return err
}
