// Package discover reads what leads to articles: feeds, sitemaps and the links
// of a page.
//
//	list, err := discover.Feed(body, "https://contoh.id/feed/", zone)
//	m, err := discover.Sitemap(body, "https://contoh.id/sitemap.xml")
//	p := discover.Links(body, "https://contoh.id/indeks")
//
// Reading is pure and bounded: it takes any bytes, stops at a stated number of
// entries and says that it did ([List.Cut]). Addresses come out absolute, http
// or https, and otherwise as the source wrote them. Whether an address is worth
// a look is for the caller to say.
package discover

import (
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
)

// Entry is one address that a source names.
type Entry struct {
	URL       string
	Title     string
	Published time.Time // zero when the source does not say, or says nonsense
	Changed   time.Time // of a sitemap
}

// List is what a source holds, in its order, each address once.
type List struct {
	Entries []Entry
	Broken  int  // entries without a usable address
	Cut     bool // there are more than were read
}

// MaxEntries is the most that is read from one document; the sitemap protocol
// allows 50,000.
const MaxEntries = 50_000

// collector gathers entries once each.
type collector struct {
	base    canonical.Base
	baseErr error
	asIs    bool // tell addresses apart as they are written
	seen    map[string]bool
	list    List
}

func newCollector(base string) *collector {
	c := &collector{seen: map[string]bool{}}
	c.base, c.baseErr = canonical.NewBase(base)
	return c
}

func (c *collector) resolve(ref string) (string, error) {
	if c.baseErr != nil {
		return canonical.Resolve(ref, "") // it may be absolute
	}
	return c.base.Resolve(ref)
}

// add takes a reference as the source wrote it. It returns false when the list is
// full.
func (c *collector) add(ref string, e Entry) bool {
	if len(c.list.Entries) >= MaxEntries {
		c.list.Cut = true
		return false
	}
	u, err := c.resolve(strings.TrimSpace(ref))
	if err != nil || ref == "" {
		c.list.Broken++
		return true
	}
	key := u
	if !c.asIs {
		if key, err = canonical.URL(u); err != nil {
			c.list.Broken++
			return true
		}
	}
	if c.seen[key] {
		return true
	}
	c.seen[key] = true
	e.URL = u
	c.list.Entries = append(c.list.Entries, e)
	return true
}

// NewestFirst orders entries by the time that the source gives, those without
// one in their place at the end.
func NewestFirst(list []Entry) {
	slices.SortStableFunc(list, func(a, b Entry) int { return b.time().Compare(a.time()) })
}

func (e Entry) time() time.Time {
	if e.Published.IsZero() {
		return e.Changed
	}
	return e.Published
}
