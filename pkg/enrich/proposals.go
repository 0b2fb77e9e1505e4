package enrich

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// ProposeAfter is in how many articles somebody has to hold an office before it is
// proposed for the registry.
const ProposeAfter = 3

// Proposals collects the office-holders that articles name and the registry does
// not know. One that several articles name becomes a proposed entry, with its
// evidence, for a person to accept or decline; nothing follows from it before.
type Proposals struct {
	sightings map[string][]sighting // by [registry.ProposalID]
	of        map[news.ArticleID][]string
}

type sighting struct {
	article      news.ArticleID
	day          news.Date
	name, office string // as written
	id           news.OfficeID
	status       news.Status
	place        news.PlaceCode
}

const evidenceKept = 5 // sightings in one proposal

// Add takes in the tags of one article, in the place of what it said before, and
// returns the ids of the proposals that it speaks for.
func (p *Proposals) Add(t *news.Tags) []string {
	if p.sightings == nil {
		p.sightings, p.of = map[string][]sighting{}, map[news.ArticleID][]string{}
	}
	for _, id := range p.of[t.Article] {
		p.sightings[id] = slices.DeleteFunc(p.sightings[id], func(s sighting) bool { return s.article == t.Article })
		if len(p.sightings[id]) == 0 {
			delete(p.sightings, id)
		}
	}
	delete(p.of, t.Article)
	for _, o := range t.Officials {
		if o.ID != "" || o.OfficeName == "" || o.Standing != "" || len(o.Evidence) == 0 || len(strings.Fields(o.Name)) < 2 {
			continue
		}
		id := registry.ProposalID(o.Name, o.OfficeName)
		if slices.Contains(p.of[t.Article], id) {
			continue
		}
		s := sighting{article: t.Article, day: t.Date, name: o.Name, office: o.OfficeName, status: o.Status}
		if o.Office != nil {
			s.id = *o.Office
		}
		if len(t.Scope) > 0 {
			s.place = t.Scope[0].Place
		}
		p.sightings[id] = append(p.sightings[id], s)
		p.of[t.Article] = append(p.of[t.Article], id)
	}
	return p.of[t.Article]
}

// List returns what at least n articles name, the most often named first. The
// evidence has no addresses: who has the articles adds them.
func (p *Proposals) List(n int) []event.Proposed {
	var out []event.Proposed
	for _, id := range slices.Sorted(maps.Keys(p.sightings)) {
		if len(p.sightings[id]) >= n {
			out = append(out, p.proposal(id))
		}
	}
	slices.SortStableFunc(out, func(a, b event.Proposed) int {
		return cmp.Or(len(p.sightings[b.Proposal])-len(p.sightings[a.Proposal]), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// proposal makes one of what was seen, the earliest sightings first.
func (p *Proposals) proposal(id string) event.Proposed {
	seen := slices.Clone(p.sightings[id])
	slices.SortFunc(seen, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.article, b.article))
	})
	first := seen[0]
	e := event.Proposed{
		Proposal: id, Name: first.name, Office: first.id, OfficeName: first.office, Place: first.place, Status: first.status, Proposer: Version,
	}
	for _, s := range seen[:min(len(seen), evidenceKept)] {
		e.Evidence = append(e.Evidence, event.Sighting{Article: s.article, Day: s.day, Text: s.office + " " + s.name})
	}
	return e
}

// Propose takes in the tags of one article and returns the proposals that are due
// because of it: of whom [ProposeAfter] articles now speak, and who was not
// proposed before, whatever became of it.
func (c *Corrected) Propose(t *news.Tags) []event.Proposed {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []event.Proposed
	for _, id := range c.finds.Add(t) {
		if !c.proposed[id] && len(c.finds.sightings[id]) >= ProposeAfter {
			out = append(out, c.finds.proposal(id))
		}
	}
	return out
}
