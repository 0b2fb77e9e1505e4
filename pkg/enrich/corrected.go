package enrich

import (
	"strconv"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// Corrected is an Enricher together with what people said of its tags so far. It
// may be read and fed by many goroutines at once.
//
//	c := enrich.NewCorrected(e)
//	c.Fold(fact)                 // each fact of the desk, in log order
//	tags := c.Tags(article, at)  // with every correction applied
type Corrected struct {
	enricher *Enricher

	mu    sync.RWMutex // guards what follows
	facts Corrections
	count int
}

// NewCorrected makes one without corrections.
func NewCorrected(e *Enricher) *Corrected { return &Corrected{enricher: e} }

// Fold takes in one fact of the desk and reports whether it changes any tags, and
// of which article; "" with true means that it may be of every article.
func (c *Corrected) Fold(e event.Event) (news.ArticleID, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id, changed := c.facts.Fold(e)
	if changed {
		c.count++
	}
	return id, changed
}

// Tags is [Enricher.TagsWith] the corrections folded so far.
func (c *Corrected) Tags(a *news.Article, observed time.Time) news.Tags {
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.enricher.TagsWith(a, observed, &c.facts)
	t.Enricher = c.rules()
	return t
}

// Versions returns the versions of the registry and of the rules, the latter with
// the number of corrections folded: tags made with fewer are out of date.
func (c *Corrected) Versions() (registry, rules string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.enricher.reg.Version(), c.rules()
}

func (c *Corrected) rules() string {
	if c.count == 0 {
		return Version
	}
	return Version + "+" + strconv.Itoa(c.count)
}
