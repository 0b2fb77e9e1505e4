package registry

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// Refused is a change that does not fit, and why. It stays in the log and has no
// effect.
type Refused struct {
	Event event.Event
	Why   error
}

// Fold applies changes that people made, in the order of the log, to a registry
// of files. Events of other kinds and changes that were undone have no effect. A
// change that does not fit (an office nobody knows, a second holder at one time)
// is refused by itself: one bad change does not take the others with it.
//
// The same registry and the same events always give the same registry.
func Fold(base *Registry, events []event.Event) (*Registry, []Refused) {
	undone := undoneIn(events)
	var changes []event.Event
	for _, e := range events {
		if isChange(e.Data) && !undone[e.ID] {
			changes = append(changes, e)
		}
	}
	if len(changes) == 0 {
		return base, nil
	}
	if r, err := base.apply(changes...); err == nil {
		return r, nil
	}
	// Something does not fit: find out what, one by one.
	r := base
	var refused []Refused
	for _, e := range changes {
		next, err := r.apply(e)
		if err != nil {
			refused = append(refused, Refused{e, err})
			continue
		}
		r = next
	}
	return r, refused
}

// undoneIn returns the ids of the events that a later one takes back. An undoing
// can itself be undone.
func undoneIn(events []event.Event) map[string]bool {
	undone := map[string]bool{}
	for _, e := range slices.Backward(events) {
		if u, ok := e.Data.(event.ChangeUndone); ok && !undone[e.ID] {
			undone[u.Change] = true
		}
	}
	return undone
}

func isChange(d event.Data) bool {
	switch d.(type) {
	case event.OfficialRecorded, event.OfficeRecorded, event.OrganisationRecorded, event.OutletRecorded, event.TopicRecorded,
		event.TermRecorded, event.TermEnded, event.TermRetracted:
		return true
	}
	return false
}

// apply builds a registry with changes made.
func (r *Registry) apply(changes ...event.Event) (*Registry, error) {
	e := r.entries.clone()
	for _, c := range changes {
		at := pos{"change " + c.ID, 1}
		if err := e.change(at, c.Data); err != nil {
			return nil, err
		}
		b, err := json.Marshal(c.Data)
		if err != nil {
			return nil, fmt.Errorf("change %s: %w", c.ID, err) // unreachable: it was read from JSON
		}
		e.mix(c.ID, b)
	}
	return build(e, &faults{})
}

func (e *entries) change(at pos, d event.Data) error {
	switch d := d.(type) {
	case event.OfficialRecorded:
		x := officialEntry{at, d.Official, d.Shared}
		x.v.Aliases = aliases(x.v.Name, d.Aliases, d.Shared)
		e.officials = replace(e.officials, x, func(o officialEntry) bool { return o.v.ID == d.ID })
	case event.OfficeRecorded:
		e.offices = replace(e.offices, entry[news.Office]{pos: at, v: d.Office}, func(o entry[news.Office]) bool { return o.v.ID == d.ID })
	case event.OrganisationRecorded:
		e.organisations = replace(e.organisations, organisationEntry{pos: at, v: d.Organisation}, func(o organisationEntry) bool { return o.v.ID == d.ID })
	case event.OutletRecorded:
		e.outlets = replace(e.outlets, entry[news.Outlet]{pos: at, v: d.Outlet}, func(o entry[news.Outlet]) bool { return o.v.ID == d.Outlet.ID })
	case event.TopicRecorded:
		t := Topic{ID: d.ID, Label: d.Label, English: d.English, About: d.About}
		for _, rule := range d.Rules {
			t.Rules = append(t.Rules, Rule{Any: rule.Any, All: rule.All, Not: rule.Not, Min: rule.Min, Lead: rule.Lead})
		}
		e.topics = replace(e.topics, entry[Topic]{pos: at, v: t}, func(o entry[Topic]) bool { return o.v.ID == d.ID })
	case event.TermRecorded:
		if e.findTerm(d.Term) >= 0 {
			return nil // recorded before: the same fact twice is one
		}
		t := d.Term
		if len(t.Sources) == 0 {
			t.Sources = d.Sources
		}
		e.tenures = append(e.tenures, entry[Tenure]{pos: at, v: Tenure{Term: t, Note: d.Note}})
	case event.TermEnded:
		i := e.findTerm(d.Term)
		if i < 0 {
			return missingTerm(at, d.Term)
		}
		x := e.tenures[i]
		x.pos, x.lines, x.v.Until = at, nil, d.Until
		x.v.Sources = slices.Concat(x.v.Sources, d.Sources)
		e.tenures = slices.Clone(e.tenures)
		e.tenures[i] = x
	case event.TermRetracted:
		i := e.findTerm(d.Term)
		if i < 0 {
			return missingTerm(at, d.Term)
		}
		e.tenures = slices.Delete(slices.Clone(e.tenures), i, i+1)
	}
	return nil
}

// replace puts x in the place of the entry that is the same thing, or at the end.
func replace[T any](list []T, x T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list = slices.Clone(list)
		list[i] = x
		return list
	}
	return append(list, x)
}

func (e *entries) findTerm(t news.Term) int {
	return slices.IndexFunc(e.tenures, func(x entry[Tenure]) bool { return keyOf(x.v.Term) == keyOf(t) })
}

func missingTerm(at pos, t news.Term) error {
	return Fault{at.file, at.line, fmt.Sprintf("%s has no term in %q from %q until %q as %s", t.Official, t.Office, t.From, t.Until, t.Status), "name the term as it stands in the registry"}
}

// Touches tells what tags a change can touch: the people, offices and topics
// whose articles have to be tagged anew when one registry takes the place of
// another. An empty answer means none.
func Touches(before, after *Registry) Touched {
	var t Touched
	if before.version == after.version {
		return t
	}
	people := map[news.OfficialID]bool{}
	for _, id := range differing(before.officials, after.officials, func(o news.Official) string { return string(o.ID) }) {
		people[news.OfficialID(id)] = true
	}
	offices := map[news.OfficeID]bool{}
	for _, id := range differing(before.offices, after.offices, func(o news.Office) string { return string(o.ID) }) {
		offices[news.OfficeID(id)] = true
	}
	for _, r := range []*Registry{before, after} {
		for id, terms := range r.termsOf {
			other := after
			if r == after {
				other = before
			}
			if !sameTerms(terms, other.termsOf[id]) {
				offices[id] = true
				for _, term := range slices.Concat(terms, other.termsOf[id]) {
					if !slices.ContainsFunc(terms, equalTerm(term)) || !slices.ContainsFunc(other.termsOf[id], equalTerm(term)) {
						people[term.Official] = true
					}
				}
			}
		}
	}
	for id := range people {
		t.Officials = append(t.Officials, id)
	}
	for id := range offices {
		t.Offices = append(t.Offices, id)
	}
	slices.Sort(t.Officials)
	slices.Sort(t.Offices)
	for _, r := range []*Registry{before, after} {
		for _, id := range t.Officials {
			if o, ok := r.Official(id); ok {
				t.Names = append(append(t.Names, o.Name), o.Aliases...)
			}
		}
		for _, id := range t.Offices {
			if o, ok := r.Office(id); ok {
				t.Names = append(append(t.Names, o.Name), o.Aliases...)
			}
		}
	}
	slices.Sort(t.Names)
	t.Names = slices.Compact(t.Names)
	for _, id := range differing(before.topics, after.topics, func(x Topic) string { return string(x.ID) }) {
		t.Topics = append(t.Topics, news.TopicID(id))
	}
	t.Organisations = len(differing(before.organisations, after.organisations, func(o news.Organisation) string { return string(o.ID) })) > 0
	t.Places = len(differing(before.places, after.places, func(p news.Place) string { return string(p.Code) })) > 0
	return t
}

// Touched is the answer of [Touches]. Names holds every name under which an
// article can speak of the people and offices, so that an article which does not
// know them yet is found too.
type Touched struct {
	Officials     []news.OfficialID
	Offices       []news.OfficeID
	Topics        []news.TopicID
	Organisations bool
	Places        bool
	Names         []string
}

// differing returns the ids of what is in one list only or differs, sorted.
func differing[T any](a, b []T, id func(T) string) []string {
	have := map[string]string{}
	for _, x := range a {
		have[id(x)] = fmt.Sprintf("%#v", x)
	}
	var out []string
	for _, x := range b {
		if had, ok := have[id(x)]; !ok || had != fmt.Sprintf("%#v", x) {
			out = append(out, id(x))
		}
		delete(have, id(x))
	}
	for k := range have {
		out = append(out, k)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

func equalTerm(t news.Term) func(news.Term) bool {
	return func(u news.Term) bool { return keyOf(t) == keyOf(u) }
}

func sameTerms(a, b []news.Term) bool {
	return slices.EqualFunc(a, b, func(t, u news.Term) bool { return keyOf(t) == keyOf(u) })
}
