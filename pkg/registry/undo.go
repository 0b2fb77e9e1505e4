package registry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// What is returned, wrapped, for an id that nothing has.
var (
	ErrNoChange   = errors.New("there is no such change of the registry")
	ErrNoProposal = errors.New("there is no such proposal")
)

// shortID is how many digits of an id are enough when they are those of one thing.
const shortID = 8

// Undo returns the event that takes an earlier one of the registry back, whose id
// may be cut to its first eight digits or more. With an acceptance goes everything
// that it brought. The registry without it must still fit together.
func Undo(base *Registry, events []event.Event, id string, by event.By, at time.Time) (event.Event, error) {
	i, err := pick(events, id, func(e event.Event) string { return e.ID })
	switch {
	case err != nil:
		return event.Event{}, fmt.Errorf("undo %s: %w", id, err)
	case i < 0:
		return event.Event{}, fmt.Errorf("undo %s: %w", id, ErrNoChange)
	}
	if u, ok := TakenBack(events)[events[i].ID]; ok {
		return event.Event{}, fmt.Errorf("undo %s: %s took it back already, at %s", id, u.Data.(event.ChangeUndone).Actor, u.Time.Format(time.RFC3339))
	}
	d := event.ChangeUndone{Change: events[i].ID, By: by}
	if accepted, ok := events[i].Data.(event.Accepted); ok {
		d.With = brought(events[:i], events[i].Time, accepted.By)
	}
	undo, err := wrap(at, d)
	if err != nil {
		return event.Event{}, err
	}
	if err := fits(base, events, append(slices.Clip(events), undo...)); err != nil {
		return event.Event{}, fmt.Errorf("undo %s: %w", id, err)
	}
	return undo[0], nil
}

// TakenBack returns the events of the registry that were taken back and not
// restored since, by id, each with the [event.ChangeUndone] that did it.
func TakenBack(events []event.Event) map[string]event.Event {
	undone := event.UndoneIn(events)
	out := map[string]event.Event{}
	for _, e := range events {
		d, ok := e.Data.(event.ChangeUndone)
		if !ok || undone[e.ID] {
			continue
		}
		for _, id := range append(slices.Clip(d.With), d.Change) {
			if _, known := out[id]; !known {
				out[id] = e
			}
		}
	}
	return out
}

// brought returns the changes that an acceptance was appended together with, as
// [Registry.Accept] makes them: right before it, by the same person and at the same
// time, those who are new or share their name, the office if it is new, and the term.
// What the pipeline proposed meanwhile may come between.
func brought(before []event.Event, at time.Time, by event.By) []string {
	var term news.Term
	var out []string
	for _, e := range slices.Backward(before) {
		var who event.By
		part := false
		switch d := e.Data.(type) {
		case event.Proposed:
			continue
		case event.TermRecorded:
			who, part, term = d.By, len(out) == 0, d.Term
		case event.OfficeRecorded:
			who, part = d.By, d.ID == term.Office
		case event.OfficialRecorded:
			who, part = d.By, d.ID == term.Official || len(d.Shared) > 0 && term.Official != ""
		}
		if !part || !e.Time.Equal(at) || !same(who, by) {
			break
		}
		out = append(out, e.ID)
	}
	slices.Reverse(out)
	return out
}

func same(a, b event.By) bool {
	return a.Actor == b.Actor && a.Reason == b.Reason && slices.Equal(a.Sources, b.Sources)
}

// fits says why events can not become others by the taking back of one of them: a
// later change needs it, or what comes into force again no longer fits.
func fits(base *Registry, was, is []event.Event) error {
	gone := event.UndoneIn(was)
	_, before := Fold(base, was)
	_, after := Fold(base, is)
	for _, x := range after {
		switch {
		case gone[x.Event.ID]:
			return fmt.Errorf("the change %s no longer fits: %w", x.Event.ID, x.Why)
		case !slices.ContainsFunc(before, func(y Refused) bool { return y.Event.ID == x.Event.ID }):
			return fmt.Errorf("the later change %s needs it: %w", x.Event.ID, x.Why)
		}
	}
	return restores(base, was, is)
}

// restores says why what was taken back can not come into force again: its proposal
// was decided once more, or its person's id went to somebody else.
func restores(base *Registry, was, is []event.Event) error {
	gone, still, proposals := event.UndoneIn(was), event.UndoneIn(is), Proposals(was)
	made, makes := introduced(base, was, gone), introduced(base, is, still)
	for _, e := range slices.Backward(was) { // the decision before what it brought
		if !gone[e.ID] || still[e.ID] {
			continue
		}
		var id string
		switch d := e.Data.(type) {
		case event.Accepted:
			id = d.Proposal
		case event.Declined:
			id = d.Proposal
		case event.OfficialRecorded:
			if _, taken := made[d.ID]; taken && makes[d.ID] == e.ID {
				return fmt.Errorf("the id %s was recorded anew since", d.ID)
			}
		}
		if p, err := FindProposal(proposals, id); err == nil && p.State != Open {
			return fmt.Errorf("proposal %s is %s by now; undo that first", id, p.State)
		}
	}
	return nil
}

// introduced returns the event that first recorded each person whom the files do not
// have.
func introduced(base *Registry, events []event.Event, undone map[string]bool) map[news.OfficialID]string {
	out := map[news.OfficialID]string{}
	for _, e := range events {
		d, ok := e.Data.(event.OfficialRecorded)
		if !ok || undone[e.ID] {
			continue
		}
		_, known := base.Official(d.ID)
		if _, before := out[d.ID]; !known && !before {
			out[d.ID] = e.ID
		}
	}
	return out
}

// FindProposal returns the proposal with an id, which may be cut to its first eight
// digits or more.
func FindProposal(list []Proposal, id string) (Proposal, error) {
	i, err := pick(list, id, func(p Proposal) string { return p.Proposal })
	switch {
	case err != nil:
		return Proposal{}, fmt.Errorf("proposal %s: %w", id, err)
	case i < 0:
		return Proposal{}, fmt.Errorf("proposal %s: %w", id, ErrNoProposal)
	}
	return list[i], nil
}

// pick returns the place of the one entry that a whole or shortened id means, or -1.
func pick[T any](list []T, id string, of func(T) string) (int, error) {
	found, more := -1, false
	for i, x := range list {
		switch {
		case of(x) == id:
			return i, nil
		case len(id) < shortID || !strings.HasPrefix(of(x), id):
		case found < 0:
			found = i
		default:
			more = more || of(list[found]) != of(x)
		}
	}
	if more {
		return -1, errors.New("several ids begin so; give more of it")
	}
	return found, nil
}
