package enrich

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Proposals collects the office-holders that articles name and the registry does
// not know. One that several articles name becomes a proposed entry, with its
// evidence, for a person to accept or decline; nothing follows from it before.
type Proposals struct {
	sightings map[proposalKey][]sighting
}

type proposalKey struct{ name, office string } // folded

type sighting struct {
	event.Sighting
	name, office string // as written
	id           news.OfficeID
	status       news.Status
	place        news.PlaceCode
}

const evidenceKept = 5 // sightings in one proposal

// Add takes in the tags of one article. Adding the same article again replaces
// nothing and counts once.
func (p *Proposals) Add(a *news.Article, t news.Tags) {
	if p.sightings == nil {
		p.sightings = map[proposalKey][]sighting{}
	}
	for _, o := range t.Officials {
		if o.ID != "" || o.OfficeName == "" || o.Standing != "" || len(o.Evidence) == 0 || len(strings.Fields(o.Name)) < 2 {
			continue
		}
		key := proposalKey{lang.Fold(o.Name), plain(o.OfficeName)}
		if slices.ContainsFunc(p.sightings[key], func(s sighting) bool { return s.Article == a.ID }) {
			continue
		}
		s := sighting{
			Sighting: event.Sighting{Article: a.ID, URL: a.URL, Day: t.Date, Text: o.OfficeName + " " + o.Name},
			name:     o.Name, office: o.OfficeName, status: o.Status,
		}
		if o.Office != nil {
			s.id = *o.Office
		}
		if len(t.Scope) > 0 {
			s.place = t.Scope[0].Place
		}
		p.sightings[key] = append(p.sightings[key], s)
	}
}

// List returns what at least n articles name, the most often named first.
func (p *Proposals) List(n int) []event.Proposed {
	var out []event.Proposed
	keys := slices.SortedFunc(maps.Keys(p.sightings), func(a, b proposalKey) int {
		return cmp.Or(len(p.sightings[b])-len(p.sightings[a]), cmp.Compare(a.name, b.name), cmp.Compare(a.office, b.office))
	})
	for _, key := range keys {
		seen := slices.Clone(p.sightings[key])
		if len(seen) < n {
			break
		}
		slices.SortStableFunc(seen, func(a, b sighting) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Article, b.Article))
		})
		first := seen[0]
		e := event.Proposed{
			Proposal: registry.ProposalID(first.name, first.office),
			Name:     first.name, Office: first.id, OfficeName: first.office, Place: first.place, Status: first.status, Proposer: Version,
		}
		for _, s := range seen[:min(len(seen), evidenceKept)] {
			e.Evidence = append(e.Evidence, s.Sighting)
		}
		out = append(out, e)
	}
	return out
}
