// Package registering keeps the registry of files and what people changed of it
// together: it folds the REGISTRY stream of a log over the files, and appends new
// changes after checking that they fit.
//
//	state, err := registering.Load(ctx, log, base)
//	… state.Registry, state.Proposals() …
//	err = registering.Decide(ctx, log, base, func(s registering.State) ([]event.Event, error) {
//		return s.Registry.Accept(proposal, choice, now)
//	})
//
// A decision is made against the registry as it stands: when somebody else was
// faster, it is made again.
package registering

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/registry"
)

// State is the registry at one moment of the log.
type State struct {
	Registry *registry.Registry
	Events   []event.Event      // everything of the stream, in order
	Refused  []registry.Refused // changes that do not fit and have no effect
	Last     uint64             // sequence of the newest event, 0 for none
}

// Proposals returns what was proposed, and what people made of it.
func (s State) Proposals() []registry.Proposal { return registry.Proposals(s.Events) }

// Load folds the whole stream over a registry of files. Events that a newer
// version wrote are passed over.
func Load(ctx context.Context, log eventlog.Log, base *registry.Registry) (State, error) {
	s := State{Registry: base}
	for rec, err := range log.Read(ctx, eventlog.Query{Stream: event.Registry.Name}) {
		if err != nil {
			return State{}, fmt.Errorf("read the changes of the registry: %w", err)
		}
		s.Last = rec.Seq
		e, err := rec.Event()
		if errors.Is(err, event.ErrUnknown) {
			continue
		}
		if err != nil {
			return State{}, fmt.Errorf("read the changes of the registry: %w", err)
		}
		s.Events = append(s.Events, e)
	}
	s.Registry, s.Refused = registry.Fold(base, s.Events)
	return s, nil
}

// attempts bounds how often a decision is made again because somebody else was
// faster. People are not that fast.
const attempts = 10

// Decide appends the events that decide returns for the state as it is, all or
// none. No events is no error.
func Decide(ctx context.Context, log eventlog.Log, base *registry.Registry, decide func(State) ([]event.Event, error)) error {
	for range attempts {
		s, err := Load(ctx, log, base)
		if err != nil {
			return err
		}
		events, err := decide(s)
		if err != nil || len(events) == 0 {
			return err
		}
		entries := make([]eventlog.Entry, len(events))
		for i, e := range events {
			entries[i] = eventlog.Entry{Event: e}
		}
		entries[0].Expect = &eventlog.Expectation{Subjects: event.Registry.Subjects, Seq: s.Last}
		_, err = log.Append(ctx, entries...)
		if err == nil || !errors.Is(err, eventlog.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("change the registry: %d others were faster each time; try again: %w", attempts, eventlog.ErrConflict)
}

// Propose appends proposals that are new or bring evidence that is not there yet,
// and returns how many. One that was decided is not proposed again.
func Propose(ctx context.Context, log eventlog.Log, base *registry.Registry, proposed []event.Event) (int, error) {
	n := 0
	err := Decide(ctx, log, base, func(s State) ([]event.Event, error) {
		var out []event.Event
		known := s.Proposals()
		for _, e := range proposed {
			p, ok := e.Data.(event.Proposed)
			if !ok {
				return nil, fmt.Errorf("propose: %s is no proposal", e.Data.Type())
			}
			i := slices.IndexFunc(known, func(k registry.Proposal) bool { return k.Proposal == p.Proposal })
			if i < 0 || known[i].State == registry.Open && slices.ContainsFunc(p.Evidence, func(x event.Sighting) bool { return !slices.Contains(known[i].Evidence, x) }) {
				out = append(out, e)
			}
		}
		n = len(out)
		return out, nil
	})
	return n, err
}
