package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/registering"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type undoCmd struct {
	byFlags
	Change string `arg:"" help:"Id of the change, as accept and changes print it; its first eight digits will do."`
}

// Run takes one change of the registry back, and with an acceptance all that it
// brought.
func (c *undoCmd) Run(app *app) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	base, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	var undo event.Event
	var state registering.State
	err = registering.Decide(app.ctx, log, base, func(s registering.State) (events []event.Event, err error) {
		state = s
		if undo, err = registry.Undo(base, s.Events, c.Change, by, time.Now()); err != nil || c.DryRun {
			return nil, err
		}
		return []event.Event{undo}, nil
	})
	if errors.Is(err, registry.ErrNoChange) {
		err = cli.Exit(cli.Nothing, err)
	}
	if err != nil {
		return cli.Hint(err, "jejak registry changes lists them with their ids")
	}
	fmt.Fprintln(app.Out, changeLine(undo))
	gone := registry.TakenBack(append(state.Events, undo))
	for _, e := range state.Events {
		if gone[e.ID].ID == undo.ID {
			fmt.Fprintln(app.Out, "  -", changeLine(e))
		}
	}
	if c.DryRun {
		app.say("nothing was written")
		return nil
	}
	return app.apply(log, base)
}

type changesCmd struct {
	JSON bool `help:"One JSON object a change." name:"json"`
}

// recorded is one line of `jejak registry changes --json`. Fields are only added.
type recorded struct {
	ID      string     `json:"id"`
	Time    time.Time  `json:"time"`
	Type    string     `json:"type"`
	Entity  string     `json:"entity"`
	Actor   string     `json:"actor"`
	Reason  string     `json:"reason,omitempty"`
	Data    event.Data `json:"data"`
	Undone  *undoing   `json:"undone,omitempty"`  // when it was taken back
	Refused string     `json:"refused,omitempty"` // why it has no effect
}

type undoing struct {
	ID     string    `json:"id"`
	Time   time.Time `json:"time"`
	Actor  string    `json:"actor"`
	Reason string    `json:"reason,omitempty"`
}

// Run prints every change in order, with who made it and why, whether it was taken
// back, and whether it fits.
func (c *changesCmd) Run(app *app) error {
	base, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	state, err := registering.Load(app.ctx, log, base)
	if err != nil {
		return err
	}
	refused := map[string]string{}
	for _, r := range state.Refused {
		refused[r.Event.ID] = r.Why.Error()
	}
	gone := registry.TakenBack(state.Events)
	out := app.lines()
	for _, e := range state.Events {
		by := author(e.Data)
		x := recorded{ID: e.ID, Time: e.Time, Type: e.Data.Type(), Entity: e.Data.Entity(), Actor: by.Actor, Reason: by.Reason, Data: e.Data, Refused: refused[e.ID]}
		if u, ok := gone[e.ID]; ok {
			by := author(u.Data)
			x.Undone = &undoing{u.ID, u.Time, by.Actor, by.Reason}
		}
		if c.JSON {
			err = errors.Join(err, out.Encode(x))
			continue
		}
		_, werr := fmt.Fprint(app.Out, x.text(e))
		err = errors.Join(err, werr)
	}
	return err
}

// text tells a change in one line, and in further ones what became of it.
func (x recorded) text(e event.Event) string {
	s := fmt.Sprintf("%s  %s  %s\n", e.ID, x.Time.In(jakarta).Format("2006-01-02 15:04"), what(e.Data)+", "+whose(x.Actor, x.Reason))
	if u := x.Undone; u != nil {
		s += fmt.Sprintf("%*s  %s  dibatalkan %s\n", len(e.ID), "", u.Time.In(jakarta).Format("2006-01-02 15:04"), whose(u.Actor, u.Reason))
	}
	if x.Refused != "" {
		s += fmt.Sprintf("%*s  tidak berlaku: %s\n", len(e.ID), "", x.Refused)
	}
	return s
}

// changeLine tells a change in one line, without who made it.
func changeLine(e event.Event) string { return e.ID + "  " + what(e.Data) }

// what tells the kind of a change and what it is about. Of a term that is the office:
// who held it, and when, is told too.
func what(d event.Data) string {
	s := d.Type() + "  " + d.Entity()
	switch d := d.(type) {
	case event.Proposed:
		return s + "  " + d.Name + ", " + d.OfficeName
	case event.TermRecorded:
		return s + "  " + string(d.Term.Official) + ", " + string(d.Term.Status) + ", " + span(d.Term.From, d.Term.Until)
	case event.TermEnded:
		return s + "  " + string(d.Term.Official) + ", " + string(d.Term.Status) + ", " + span(d.Term.From, d.Until)
	case event.TermRetracted:
		return s + "  " + string(d.Term.Official) + ", " + string(d.Term.Status) + ", " + span(d.Term.From, d.Term.Until)
	}
	return s
}

func whose(actor, reason string) string {
	if reason == "" {
		return "oleh " + actor
	}
	return "oleh " + actor + ": " + reason
}

// author is who changed the registry; of a proposal, what made it.
func author(d event.Data) event.By {
	if p, ok := d.(event.Proposed); ok {
		return event.By{Actor: p.Proposer}
	}
	if by, ok := d.(interface{ Author() event.By }); ok {
		return by.Author()
	}
	return event.By{}
}
