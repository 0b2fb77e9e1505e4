package enrich

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Corrected is an Enricher that learns from people: what they said of tags (DESK)
// and how they changed the registry (REGISTRY). It may be read and fed by many
// goroutines at once.
//
//	c := enrich.NewCorrected(reg)
//	c.Fold(facts...)             // facts of one stream in log order
//	tags := c.Tags(article, at)  // by the registry as changed, with every correction applied
//	touch := c.Touches(fact)     // whose earlier tags a fact makes out of date
type Corrected struct {
	base *registry.Registry // of files

	mu       sync.RWMutex // guards what follows
	enricher *Enricher
	facts    Corrections
	changes  []event.Event // of REGISTRY
	finds    Proposals
	proposed map[string]bool // whatever became of it
}

// NewCorrected makes one that has learnt nothing yet. The registry is that of the
// files: changes are folded over it.
func NewCorrected(base *registry.Registry) *Corrected {
	return &Corrected{base: base, enricher: New(base), proposed: map[string]bool{}}
}

// Fold takes in facts of the desk or of the registry, in log order. The same fact
// twice is one.
func (c *Corrected) Fold(facts ...event.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed := false
	for _, e := range facts {
		if s, _ := event.StreamOf(e.Data.Subject()); s != event.Registry {
			c.facts.Fold(e)
		} else if p, ok := e.Data.(event.Proposed); ok {
			c.proposed[p.Proposal] = true
		} else if c.position(e.ID) < 0 {
			c.changes = append(c.changes, e)
			changed = true
		}
	}
	if !changed {
		return
	}
	if reg, _ := registry.Fold(c.base, c.changes); reg.Version() != c.enricher.reg.Version() {
		c.enricher = New(reg)
	}
}

// With returns one that has learnt further facts, and leaves c as it is: what would
// come of them.
func (c *Corrected) With(facts ...event.Event) *Corrected {
	c.mu.RLock()
	out := &Corrected{base: c.base, enricher: c.enricher, changes: slices.Clone(c.changes), proposed: maps.Clone(c.proposed)}
	out.facts = Corrections{facts: slices.Clone(c.facts.facts), undone: maps.Clone(c.facts.undone)}
	c.mu.RUnlock()
	out.Fold(facts...)
	return out
}

// position returns the place of a change of the registry, or -1.
func (c *Corrected) position(id string) int {
	return slices.IndexFunc(c.changes, func(e event.Event) bool { return e.ID == id })
}

// Tags is [Enricher.TagsWith] the corrections folded so far.
func (c *Corrected) Tags(a *news.Article, observed time.Time) news.Tags {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.enricher.TagsWith(a, observed, &c.facts)
}

// Current reports whether tags were made by these rules and a registry of the same
// files. What people added since is followed fact by fact: see [Corrected.Touches].
func (c *Corrected) Current(t *news.Tags) bool {
	return t.Enricher == Version && registry.FilesOf(t.Registry) == registry.FilesOf(c.base.Version())
}

// Registry returns the registry as people have changed it so far.
func (c *Corrected) Registry() *registry.Registry {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.enricher.reg
}
