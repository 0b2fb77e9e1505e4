package registry

import (
	"encoding/json"
	"fmt"
	"slices"

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
// change that does not fit (an office nobody knows, a date that is none, a second
// holder at one time) is refused by itself: one bad change does not take the others
// with it.
//
// The same registry and the same events always give the same registry.
func Fold(base *Registry, events []event.Event) (*Registry, []Refused) {
	undone := event.UndoneIn(events)
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
		e.changes = mixed(e.changes, c.ID, b)
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
