package registry

import (
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// Record reads a file in the format of the data and returns the events by which a
// person makes its entries part of the registry, to be appended together. An entry
// with the id of another replaces it; a term that is there with another end is
// ended. The error joins all [Faults], as those of a file that is loaded.
func (r *Registry) Record(name string, b []byte, by event.By, at time.Time) ([]event.Event, error) {
	fl := &faults{}
	var e entries
	e.readFile(name, b, fl)
	data := r.facts(e, by, fl)
	if err := fl.err(); err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, Fault{name, 1, "the file holds no entry", "data/README.md describes the format"}
	}
	events, err := wrap(at, data...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	_, err = r.apply(events...)
	return events, err
}

func (r *Registry) facts(e entries, by event.By, fl *faults) []event.Data {
	var out []event.Data
	for _, x := range e.officials {
		out = append(out, event.OfficialRecorded{Official: x.v, Shared: x.shared, By: by})
	}
	for _, x := range e.organisations {
		out = append(out, event.OrganisationRecorded{Organisation: x.v, By: by})
	}
	for _, x := range e.offices {
		out = append(out, event.OfficeRecorded{Office: x.v, By: by})
	}
	for _, x := range e.tenures {
		if x.v.Unverified {
			fl.add(x.pos, "leave unverified out and name a source", "a term that nobody checked can not be recorded")
			continue
		}
		i := slices.IndexFunc(r.termsOf[x.v.Office], func(t news.Term) bool {
			return t.Official == x.v.Official && t.Status == x.v.Status && t.From == x.v.From && t.Until != x.v.Until
		})
		if i >= 0 && x.v.Until != "" {
			out = append(out, event.TermEnded{Term: r.termsOf[x.v.Office][i], Until: x.v.Until, By: by})
			continue
		}
		out = append(out, event.TermRecorded{Term: x.v.Term, Note: x.v.Note, By: by})
	}
	for _, x := range e.topics {
		t := event.TopicRecorded{ID: x.v.ID, Label: x.v.Label, English: x.v.English, About: x.v.About, By: by}
		for _, rule := range x.v.Rules {
			t.Rules = append(t.Rules, event.TopicRule{Any: rule.Any, All: rule.All, Not: rule.Not, Min: rule.Min, Lead: rule.Lead})
		}
		out = append(out, t)
	}
	for _, x := range e.outlets {
		out = append(out, event.OutletRecorded{Outlet: x.v, By: by})
	}
	const files = "give the file with --outlets instead"
	for _, x := range e.places {
		fl.add(x.pos, files, "places are not recorded one by one")
	}
	for _, x := range e.placeNames {
		fl.add(x.pos, files, "names of places are not recorded one by one")
	}
	for _, x := range e.abbreviations {
		fl.add(x.pos, files, "abbreviations are not recorded one by one")
	}
	return out
}
