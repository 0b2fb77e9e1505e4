package crawl

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// OutletStatus says how the crawl of one outlet stands. Counts are since this
// process began.
type OutletStatus struct {
	Outlet       news.OutletID     `json:"outlet"`
	Name         string            `json:"name"`
	Forbids      string            `json:"forbids,omitempty"`
	Found        int               `json:"found"`   // addresses that were new
	Fetched      int               `json:"fetched"` // pages that were looked at
	New          int               `json:"new"`
	Changed      int               `json:"changed"`
	Withdrawn    int               `json:"withdrawn"`
	Restored     int               `json:"restored"`
	NotArticles  int               `json:"not_articles"`
	Failed       int               `json:"failed"`
	Refused      map[string]int    `json:"refused,omitempty"` // by reason
	Waiting      int               `json:"waiting"`           // pages with a next look
	Due          int               `json:"due"`               // of them now
	NextLook     time.Time         `json:"next_look,omitzero"`
	BlockedUntil time.Time         `json:"blocked_until,omitzero"`
	Blocked      string            `json:"blocked,omitempty"` // why
	OptOuts      []string          `json:"opt_outs,omitempty"`
	Sources      []SourceStatus    `json:"sources,omitempty"`
	Alarms       map[string]string `json:"alarms,omitempty"` // kind and address → what is wrong
}

// SourceStatus says how one feed, sitemap or listing stands.
type SourceStatus struct {
	URL     string        `json:"url"`
	Kind    string        `json:"kind"`
	Status  int           `json:"status,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Every   time.Duration `json:"every,omitempty"`
	Looked  time.Time     `json:"looked,omitzero"`
	Due     time.Time     `json:"due,omitzero"`
	Found   int           `json:"found"`
	LastNew time.Time     `json:"last_new,omitzero"`
}

// stats counts since the process began.
type stats struct {
	mu sync.Mutex
	m  map[news.OutletID]*OutletStatus

	pending map[refusalKey]event.Refusals // counted here and not in the log yet

	pages map[news.OutletID][]bool // the last new pages: true could not be read
}

func newStats() *stats {
	return &stats{m: map[news.OutletID]*OutletStatus{}, pending: map[refusalKey]event.Refusals{}}
}

func (s *stats) of(id news.OutletID) *OutletStatus {
	o := s.m[id]
	if o == nil {
		o = &OutletStatus{Outlet: id, Refused: map[string]int{}}
		s.m[id] = o
	}
	return o
}

func (s *stats) found(id news.OutletID, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of(id).Found += n
}

func (s *stats) told(r PageReport) {
	s.mu.Lock()
	o := s.of(r.Outlet)
	switch r.Outcome {
	case Fresh:
		o.New++
	case Changed:
		o.Changed++
	case Withdrawn:
		o.Withdrawn++
	case Restored:
		o.Restored++
	case NotArticle:
		o.NotArticles++
	case Failed:
		o.Failed++
	}
	if r.Outcome != Postponed && r.Outcome != Refused {
		o.Fetched++
	}
	s.mu.Unlock()
	if r.Outcome == Postponed && kindOf(r.Reason) == string(fetch.RobotsUnread) {
		s.refused(r.Outlet, kindOf(r.Reason), r.URL, 1)
	}
}

// kindOf cuts the details from a reason, so that it can be counted.
func kindOf(reason string) string {
	for i := range len(reason) {
		if reason[i] == ':' && i > 0 && reason[:i] != "trap" {
			return reason[:i]
		}
	}
	return reason
}

// told hands a report to everybody who wants it.
func (c *Crawler) told(r PageReport) {
	c.stats.told(r)
	c.log.Debug("page looked at", "url", r.URL, "outcome", r.Outcome, "reason", r.Reason, "status", r.Status)
	if c.cfg.Report != nil {
		c.cfg.Report(r)
	}
	c.mu.Lock()
	watch := c.watch
	c.mu.Unlock()
	if watch != nil {
		watch(r)
	}
}

// Status tells how every outlet stands, in the order of the catalogue.
func (c *Crawler) Status() []OutletStatus {
	now := c.cfg.Now()
	byID := map[news.OutletID]*OutletStatus{}
	out := make([]OutletStatus, len(c.outlets.order))
	c.stats.mu.Lock()
	for i, o := range c.outlets.order {
		out[i] = *c.stats.of(o.ID)
		out[i].Refused = maps.Clone(out[i].Refused)
		out[i].Name, out[i].Forbids = o.Name, o.Forbids
		byID[o.ID] = &out[i]
	}
	c.stats.mu.Unlock()
	f := c.frontier
	f.mu.Lock()
	defer f.mu.Unlock()
	next := func(s *OutletStatus, t time.Time) {
		if s.NextLook.IsZero() || t.Before(s.NextLook) {
			s.NextLook = t
		}
	}
	for _, it := range f.pages {
		if it == nil {
			continue
		}
		s := byID[it.outlet.ID]
		s.Waiting++
		if !it.due.After(now) {
			s.Due++
		}
		next(s, it.due)
	}
	for _, u := range slices.Sorted(maps.Keys(f.sources)) {
		src := f.sources[u]
		s := byID[src.Outlet]
		next(s, src.item.due)
		s.Sources = append(s.Sources, SourceStatus{
			URL: u, Kind: src.Kind, Status: src.Status, Reason: src.Reason, Every: src.Every, Looked: src.Looked,
			Due: src.item.due, Found: src.Found, LastNew: src.LastNew,
		})
	}
	for _, name := range slices.Sorted(maps.Keys(f.hosts)) {
		if o, err := c.outlets.at(name); err == nil && f.hosts[name].notBefore.After(now) {
			s := byID[o.ID]
			s.BlockedUntil, s.Blocked = f.hosts[name].notBefore, f.hosts[name].why
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.known)) {
		if o, err := c.outlets.at(name); err == nil {
			h := f.known[name]
			s := byID[o.ID]
			s.OptOuts = h.OptOuts
			if h.BlockedUntil.After(now) && h.BlockedUntil.After(s.BlockedUntil) {
				s.BlockedUntil, s.Blocked = h.BlockedUntil, h.Why
			}
		}
	}
	for _, a := range f.alarms {
		if s := byID[a.Outlet]; s != nil && a.Cleared.IsZero() {
			if s.Alarms == nil {
				s.Alarms = map[string]string{}
			}
			s.Alarms[(a.Kind + " " + a.URL)] = a.Detail
		}
	}
	return out
}

// layout notes whether a new page could not be read, and returns how many of the
// last ones could not; full says whether there were enough to tell.
func (s *stats) layout(id news.OutletID, bad bool) (n int, full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pages == nil {
		s.pages = map[news.OutletID][]bool{}
	}
	list := append(s.pages[id], bad)
	list = list[max(0, len(list)-layoutWindow):]
	s.pages[id] = list
	for _, b := range list {
		if b {
			n++
		}
	}
	return n, len(list) == layoutWindow
}
