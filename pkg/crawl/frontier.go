package crawl

import (
	"container/heap"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// frontier is the crawler's memory of what is due: a fold of the CRAWL stream.
// Of a page it keeps a name and a time, the rest stays in the log; so 100,000
// addresses that wait need some 15 MB.
type frontier struct {
	mu      sync.Mutex
	pages   map[pageKey]*item // nil: known and not due any more
	active  int               // pages that are due some time
	sources map[string]*source
	hosts   map[string]*queue
	alarms  map[string]event.Alarm
	known   map[string]event.HostState
	grown   chan struct{} // closed and replaced when a host was added
}

type pageKey [16]byte

func keyOf(id news.ArticleID) (k pageKey) {
	hex.Decode(k[:], []byte(id)) // ids of the log are valid
	return k
}

func (k pageKey) id() news.ArticleID { return news.ArticleID(hex.EncodeToString(k[:])) }

// item is one thing to do at one host.
type item struct {
	due    time.Time
	class  class
	key    pageKey
	source *source // nil: a page
	outlet *outlet
	host   string
	seq    uint64
	index  int // in its heap, -1 when in none
	busy   bool
	doubt  bool // the next look must confirm a change
}

type class uint8

// The classes. In which order they are served says [budget].
const (
	sourceClass class = iota
	newClass
	revisitClass // of an article that was seen before
	backlogClass
	classes
)

type source struct {
	event.SourceDue
	item *item
}

// queue is what is due at one host.
type queue struct {
	name      string
	heaps     [classes]dueHeap
	notBefore time.Time // the host asked for a pause, or another crawler has it
	why       string
	budget    budget
	woken     chan struct{} // closed and replaced when something was added
}

type dueHeap []*item

func (h dueHeap) Len() int           { return len(h) }
func (h dueHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h dueHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i]; h[i].index, h[j].index = i, j }
func (h *dueHeap) Push(x any)        { it := x.(*item); it.index = len(*h); *h = append(*h, it) }
func (h *dueHeap) Pop() any {
	old := *h
	it := old[len(old)-1]
	old[len(old)-1] = nil
	it.index = -1
	*h = old[:len(old)-1]
	return it
}

func newFrontier() *frontier {
	return &frontier{
		pages: map[pageKey]*item{}, sources: map[string]*source{}, hosts: map[string]*queue{},
		alarms: map[string]event.Alarm{}, known: map[string]event.HostState{}, grown: make(chan struct{}),
	}
}

// fold takes in one record. Records may come twice and, from our own appends,
// early; an older one changes nothing.
func (f *frontier) fold(seq uint64, d event.Data, c *catalogue) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch d := d.(type) {
	case event.PageDue:
		f.foldPage(seq, d, c)
	case event.SourceDue:
		if s := f.sources[d.URL]; s != nil && s.item.seq < seq {
			s.SourceDue = d
			s.item.seq = seq
			f.place(s.item, d.Due)
		}
	case event.HostState:
		f.known[d.Host] = d
	case event.HostLease:
		if !d.Day.IsZero() {
			f.queue(d.Host).budget.takeOver(d)
		}
	case event.Alarm:
		f.alarms[d.Subject()] = d
	}
}

func (f *frontier) foldPage(seq uint64, p event.PageDue, c *catalogue) {
	k := keyOf(p.Article)
	it := f.pages[k]
	if it != nil && it.seq >= seq {
		return
	}
	o := c.byID[p.Outlet]
	if p.State != event.PageIsDue || o == nil || o.Forbids != "" {
		if it != nil {
			f.remove(it)
			f.active--
		}
		f.pages[k] = nil
		if p.Reason == hopsTrap {
			delete(f.pages, k) // a shorter way to it may be found yet
		}
		return
	}
	if it == nil {
		a, err := c.address(p.URL)
		if err != nil {
			f.pages[k] = nil
			return
		}
		it = &item{key: k, outlet: o, host: a.host, index: -1}
		f.pages[k] = it
		f.active++
	}
	it.seq, it.doubt = seq, p.Doubt != nil
	class := newClass
	switch {
	case p.Content != "":
		class = revisitClass
	case p.Backlog:
		class = backlogClass
	}
	if class != it.class && it.index >= 0 {
		f.remove(it)
	}
	it.class = class
	f.place(it, p.Due)
}

// place puts an item into its queue, or at its new place there.
func (f *frontier) place(it *item, due time.Time) {
	it.due = due
	q := f.queue(it.host)
	h := &q.heaps[it.class]
	switch {
	case it.busy:
	case it.index >= 0:
		heap.Fix(h, it.index)
	default:
		heap.Push(h, it)
	}
	close(q.woken)
	q.woken = make(chan struct{})
}

func (f *frontier) remove(it *item) {
	if it.index >= 0 {
		heap.Remove(&f.queue(it.host).heaps[it.class], it.index)
	}
}

func (f *frontier) queue(host string) *queue {
	q := f.hosts[host]
	if q == nil {
		q = &queue{name: host, woken: make(chan struct{})}
		f.hosts[host] = q
		close(f.grown)
		f.grown = make(chan struct{})
	}
	return q
}

// take returns what to do now at a host. When there is nothing it returns the
// time at which there will be (zero: nobody knows) and a channel that is closed
// when that may have changed.
func (f *frontier) take(host string, now time.Time, dayCap int) (*item, time.Time, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	q := f.queue(host)
	q.budget.at(now)
	var soonest time.Time
	for _, c := range q.budget.order() {
		h := &q.heaps[c]
		if len(*h) == 0 {
			continue
		}
		it := (*h)[0]
		due := it.due
		if q.notBefore.After(due) {
			due = q.notBefore
		}
		if tomorrow := q.budget.day.Add(24 * time.Hour); !q.budget.allows(c, dayCap) && due.Before(tomorrow) {
			due = tomorrow
		}
		if !due.After(now) {
			heap.Pop(h)
			it.busy = true
			q.budget.take(c)
			return it, time.Time{}, nil
		}
		if soonest.IsZero() || due.Before(soonest) {
			soonest = due
		}
	}
	return nil, soonest, q.woken
}

// takePage takes one page whatever its time, or nil when it is not due at all or
// somebody has it.
func (f *frontier) takePage(id news.ArticleID) *item {
	f.mu.Lock()
	defer f.mu.Unlock()
	it := f.pages[keyOf(id)]
	if it == nil || it.busy {
		return nil
	}
	f.remove(it)
	it.busy = true
	return it
}

// done puts an item back that was taken, due as it was folded meanwhile.
func (f *frontier) done(it *item) {
	f.mu.Lock()
	defer f.mu.Unlock()
	it.busy = false
	if it.source == nil && f.pages[it.key] != it {
		return // not due any more
	}
	f.place(it, it.due)
}

// pause keeps a host from being served.
func (f *frontier) pause(host string, until time.Time, why string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	q := f.queue(host)
	q.notBefore, q.why = until, why
}

func (f *frontier) isKnown(id news.ArticleID) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, ok := f.pages[keyOf(id)]
	return ok
}

// size returns how many addresses are known, and how many of them are due some
// time.
func (f *frontier) size() (known, active int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.pages), f.active
}

// hostNames lists the hosts with something to do, and a channel that is closed
// when there is another.
func (f *frontier) hostNames(want func(*outlet) bool, c *catalogue) ([]string, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for name := range f.hosts {
		if o, err := c.at(name); err == nil && (want == nil || want(o)) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, f.grown
}

// addSource makes a source of the catalogue known, due at once when the log has
// nothing about it.
func (f *frontier) addSource(o *outlet, kind, address, host string, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sources[address] != nil {
		return
	}
	s := &source{SourceDue: event.SourceDue{Outlet: o.ID, URL: address, Kind: kind, Due: now}}
	s.item = &item{class: sourceClass, source: s, outlet: o, host: host, index: -1}
	f.sources[address] = s
	f.place(s.item, now)
}

// force makes a page due now, even one that was looked at for the last time.
func (f *frontier) force(seq uint64, p event.PageDue, c *catalogue, now time.Time) {
	p.State, p.Due = event.PageIsDue, now
	f.mu.Lock()
	defer f.mu.Unlock()
	if it := f.pages[keyOf(p.Article)]; it != nil {
		f.place(it, now)
		return
	}
	f.foldPage(seq, p, c)
}

// forceSources makes the sources of some outlets due now.
func (f *frontier) forceSources(now time.Time, want func(*outlet) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.sources {
		if want(s.item.outlet) {
			f.place(s.item, now)
		}
	}
}

// doubted reports whether the next look at a page must confirm a change.
func (f *frontier) doubted(it *item) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.pages[it.key] == it && it.doubt
}

// state returns up to which record an item was folded, and when it is due.
func (f *frontier) state(it *item) (seq uint64, due time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return it.seq, it.due
}

// waiting counts the pages of an outlet that are due.
func (f *frontier) waiting(o *outlet, now time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, q := range f.hosts {
		for _, h := range q.heaps {
			for _, it := range h {
				if it.outlet == o && it.source == nil && !it.due.After(now) {
					n++
				}
			}
		}
	}
	return n
}

// takeSources takes all sources of an outlet that nobody has.
func (f *frontier) takeSources(o *outlet) (out []*item) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.sources {
		if it := s.item; it.outlet == o && !it.busy {
			f.remove(it)
			it.busy = true
			out = append(out, it)
		}
	}
	return out
}
