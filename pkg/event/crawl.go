package event

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Wire names of the crawler's work. The stream keeps the latest of each subject:
// together they are the frontier, and what was learnt about hosts and sources.
const (
	PageDueType   = "jejak.crawl.page.v1"
	SourceDueType = "jejak.crawl.source.v1"
	HostStateType = "jejak.crawl.host.v1"
	HostLeaseType = "jejak.crawl.lease.v1"
	AlarmType     = "jejak.crawl.alarm.v1"
	RefusalsType  = "jejak.crawl.refusals.v1"
	FeedKeptType  = "jejak.crawl.feed-kept.v1"
)

// Subjects of the crawler's work:
//
//	crawl.page.<outlet>.<article id>
//	crawl.source.<outlet>.<hash of the address>
//	crawl.host.<host token>.state
//	crawl.lease.<host token>.holder
//	crawl.alarm.<outlet>.<hash of kind and address>
//	crawl.refusals.<outlet>.<hash of the reason>
//	crawl.feed.<outlet>.<hash of the address and of the body>
const (
	PageSubjects     = "crawl.page.>"
	SourceSubjects   = "crawl.source.>"
	HostSubjects     = "crawl.host.>"
	LeaseSubjects    = "crawl.lease.>"
	AlarmSubjects    = "crawl.alarm.>"
	RefusalsSubjects = "crawl.refusals.>"
	FeedSubjects     = "crawl.feed.>"
)

// HostToken makes a subject token of a host name with its port, if any.
func HostToken(host string) string {
	return strings.NewReplacer(".", "_", ":", "-p", "[", "", "]", "").Replace(host)
}

// LeaseSubject is where the lease of a host is.
func LeaseSubject(host string) string { return "crawl.lease." + HostToken(host) + ".holder" }

func addressToken(parts ...string) string {
	return string(news.HashOf([]byte(strings.Join(parts, "\n"))))[:32]
}

// PageState says what the crawler will do with an address.
type PageState string

// The states. A page that is not due stays in the stream, so that it is known.
const (
	PageIsDue   PageState = "due"     // will be fetched at Due
	PageIsDone  PageState = "done"    // looked at for the last time
	PageRefused PageState = "refused" // will not be fetched, or not be kept: Reason says why
)

// PageDue is one address of the frontier: when to look at it next, and what the
// looks so far said.
type PageDue struct {
	Article      news.ArticleID `json:"article"` // of the address; the page itself may name another
	URL          string         `json:"url"`     // to fetch
	Outlet       news.OutletID  `json:"outlet"`
	State        PageState      `json:"state"`
	Due          time.Time      `json:"due,omitzero"`
	FoundBy      string         `json:"found_by,omitempty"` // feed, sitemap, listing, related, command
	FoundAt      string         `json:"found_at,omitempty"` // the address that named it
	Found        time.Time      `json:"found,omitzero"`
	Hops         int            `json:"hops,omitempty"`    // links from a source
	Backlog      bool           `json:"backlog,omitempty"` // not news: after everything that is
	Looks        int            `json:"looks,omitempty"`   // that had an answer
	Stage        int            `json:"stage,omitempty"`   // next step of the revisits
	First        time.Time      `json:"first,omitzero"`    // look that saw the article, from which revisits count
	Fails        int            `json:"fails,omitempty"`   // in a row
	Looked       time.Time      `json:"looked,omitzero"`
	Status       int            `json:"status,omitempty"` // of the last look
	Outcome      string         `json:"outcome,omitempty"`
	Reason       string         `json:"reason,omitempty"`
	ETag         string         `json:"etag,omitempty"`
	LastModified string         `json:"last_modified,omitempty"`
	Body         news.Hash      `json:"body,omitempty"`    // of the last page seen
	Content      news.Hash      `json:"content,omitempty"` // of the reading that stands in the log
	Doubt        *Doubt         `json:"doubt,omitempty"`   // a change that is not believed yet
	Flaps        int            `json:"flaps,omitempty"`   // changes that were taken back
	Gone         []Look         `json:"gone,omitempty"`    // looks in a row that did not find it
	Moved        news.ArticleID `json:"moved,omitempty"`   // the article that the page calls itself
}

// PageSubject is where what is due of one page is.
func PageSubject(outlet news.OutletID, id news.ArticleID) string {
	return "crawl.page." + string(outlet) + "." + string(id)
}

// Doubt is a changed page that the next look must confirm: headlines are tried
// out on readers and boxes turn, and neither is an edit.
type Doubt struct {
	Content news.Hash `json:"content"`
	Looks   int       `json:"looks"` // that agreed
	Since   time.Time `json:"since,omitzero"`
}

func (PageDue) Type() string { return PageDueType }
func (p PageDue) Subject() string {
	return PageSubject(p.Outlet, p.Article)
}
func (p PageDue) Entity() string { return string(p.Article) }
func (p PageDue) check() error {
	if p.Outlet == "" || p.URL == "" {
		return errors.New("a page without outlet or address")
	}
	return checkID(p.Article)
}

// SourceDue is one feed, sitemap or listing page: when to read it next, and what
// it used to yield.
type SourceDue struct {
	Outlet       news.OutletID `json:"outlet"`
	URL          string        `json:"url"`
	Kind         string        `json:"kind"` // feed, sitemap, listing
	Due          time.Time     `json:"due,omitzero"`
	Every        time.Duration `json:"every,omitempty"` // nanoseconds
	Looked       time.Time     `json:"looked,omitzero"`
	Status       int           `json:"status,omitempty"`
	Reason       string        `json:"reason,omitempty"` // why the last look failed
	Fails        int           `json:"fails,omitempty"`
	ETag         string        `json:"etag,omitempty"`
	LastModified string        `json:"last_modified,omitempty"`
	Body         news.Hash     `json:"body,omitempty"`
	Found        int           `json:"found,omitempty"` // addresses that were new, ever
	LastNew      time.Time     `json:"last_new,omitzero"`
	Since        time.Time     `json:"since,omitzero"`  // first look
	Rates        []float64     `json:"rates,omitempty"` // new addresses by hour of the week, 168 of them
	Hour         time.Time     `json:"hour,omitzero"`   // the hour that Count is of
	Count        int           `json:"count,omitempty"`
	Page         int           `json:"page,omitempty"` // of a listing that is being walked to its end

	Shown []news.ArticleID `json:"shown,omitempty"` // of a feed: its entries at the last look, the newest first
}

func (SourceDue) Type() string { return SourceDueType }
func (s SourceDue) Subject() string {
	return "crawl.source." + string(s.Outlet) + "." + addressToken(s.URL)
}
func (s SourceDue) Entity() string { return s.URL }
func (s SourceDue) check() error {
	if s.Outlet == "" || s.URL == "" || s.Kind == "" {
		return errors.New("a source without outlet, kind or address")
	}
	return nil
}

// HostState is what a host asked of us, so that a restart does not forget it.
type HostState struct {
	Host         string        `json:"host"`
	BlockedUntil time.Time     `json:"blocked_until,omitzero"`
	Strikes      int           `json:"strikes,omitempty"`
	Why          string        `json:"why,omitempty"`
	CrawlDelay   time.Duration `json:"crawl_delay,omitempty"` // nanoseconds
	RobotsStatus int           `json:"robots_status,omitempty"`
	RobotsRead   time.Time     `json:"robots_read,omitzero"`
	OptOuts      []string      `json:"opt_outs,omitempty"` // of model training
	Sitemaps     []string      `json:"sitemaps,omitempty"`
}

func (HostState) Type() string      { return HostStateType }
func (h HostState) Subject() string { return "crawl.host." + HostToken(h.Host) + ".state" }
func (h HostState) Entity() string  { return h.Host }
func (h HostState) check() error    { return checkHost(h.Host) }

// HostLease says which crawler may ask a host, and until when. A lease that was
// given back has no holder.
type HostLease struct {
	Host   string    `json:"host"`
	Holder string    `json:"holder,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	Next   time.Time `json:"next,omitzero"` // no request before, whoever asks

	// What the host was asked for on one day (UTC), by all crawlers. One that is
	// killed loses what it did since it last renewed its lease.
	Day      time.Time `json:"day,omitzero"`
	Asked    int       `json:"asked,omitempty"`
	Revisits int       `json:"revisits,omitempty"` // of them
}

func (HostLease) Type() string      { return HostLeaseType }
func (l HostLease) Subject() string { return LeaseSubject(l.Host) }
func (l HostLease) Entity() string  { return l.Host }
func (l HostLease) check() error    { return checkHost(l.Host) }

// Alarm says that something which used to work is silent or broken.
type Alarm struct {
	Outlet  news.OutletID `json:"outlet"`
	Kind    string        `json:"kind"`          // source-silent, layout-changed
	URL     string        `json:"url,omitempty"` // of the source
	Detail  string        `json:"detail,omitempty"`
	Raised  time.Time     `json:"raised,omitzero"`
	Cleared time.Time     `json:"cleared,omitzero"` // zero while it lasts
}

func (Alarm) Type() string { return AlarmType }
func (a Alarm) Subject() string {
	return "crawl.alarm." + string(a.Outlet) + "." + addressToken(a.Kind, a.URL)
}
func (a Alarm) Entity() string { return string(a.Outlet) + "/" + a.Kind }
func (a Alarm) check() error {
	if a.Outlet == "" || a.Kind == "" {
		return errors.New("an alarm without outlet or kind")
	}
	return nil
}

// Refusals counts what was not asked for, or not kept, at one outlet for one
// reason: also where there are too many addresses to write each of them down.
type Refusals struct {
	Outlet news.OutletID `json:"outlet"`
	Reason string        `json:"reason"`
	Count  int           `json:"count"`         // ever, of all crawlers; one that is killed may lose those without a record of their own
	URL    string        `json:"url,omitempty"` // of the last one
	Last   time.Time     `json:"last,omitzero"`
}

func (Refusals) Type() string { return RefusalsType }
func (r Refusals) Subject() string {
	return "crawl.refusals." + string(r.Outlet) + "." + addressToken(r.Reason)
}
func (r Refusals) Entity() string { return string(r.Outlet) + "/" + r.Reason }
func (r Refusals) check() error {
	if r.Outlet == "" || r.Reason == "" {
		return errors.New("refusals without outlet or reason")
	}
	return nil
}

// FeedKept says that the bytes of a feed are in the archive, and why: it was seen
// for the first time, or articles left it before their time.
type FeedKept struct {
	Outlet      news.OutletID     `json:"outlet"`
	URL         string            `json:"url"`
	Status      int               `json:"status"`
	Hash        news.Hash         `json:"hash"`
	Size        int               `json:"size"`
	ContentType string            `json:"content_type,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`
	Request     map[string]string `json:"request,omitempty"`
	Vanished    []news.ArticleID  `json:"vanished,omitempty"` // empty: the first sight
	Before      news.Hash         `json:"before,omitempty"`   // the body that still named them, which may not be kept
}

func (FeedKept) Type() string { return FeedKeptType }
func (f FeedKept) Subject() string {
	return "crawl.feed." + string(f.Outlet) + "." + addressToken(f.URL, string(f.Hash))
}
func (f FeedKept) Entity() string { return f.URL }
func (f FeedKept) check() error {
	if f.Outlet == "" || f.URL == "" || f.Hash == "" {
		return errors.New("a feed without outlet, address or hash")
	}
	return nil
}

func checkHost(h string) error {
	if h == "" || strings.ContainsAny(h, " */>") {
		return fmt.Errorf("host %q is no host name", h)
	}
	return nil
}
