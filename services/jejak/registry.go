package main

import (
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

type registryCmd struct {
	Lint lintCmd `cmd:"" help:"Check the registry and files of your own."`
	Show showCmd `cmd:"" help:"Print the registry's entries."`

	Record    recordCmd    `cmd:"" help:"Make the entries of a file part of the registry of this archive: people, aliases, offices, terms, topics, outlets."`
	Propose   proposeCmd   `cmd:"" help:"Look in the archive for office-holders that the registry does not know."`
	Proposals proposalsCmd `cmd:"" help:"Print the proposals that wait for a decision."`
	Accept    acceptCmd    `cmd:"" help:"Take a proposal over into the registry."`
	Decline   declineCmd   `cmd:"" help:"Refuse a proposal for good."`
	Undo      undoCmd      `cmd:"" help:"Take one change back."`
	Changes   changesCmd   `cmd:"" help:"Print every change that people made."`
}

// registryNow loads the registry and, where there is an archive, what people
// changed of it.
func (a *app) registryNow() (*registry.Registry, error) {
	base, err := a.registry()
	if err != nil {
		return nil, err
	}
	log, err := a.openLog()
	if cli.CodeOf(err) == cli.NoData {
		return base, nil
	}
	if err != nil {
		return nil, err
	}
	defer log.Close()
	return open.Changed(a.ctx, log, base, a.log)
}

type lintCmd struct {
	Files []string `arg:"" optional:"" help:"Files to lay over the project's own data, beside those of --outlets."`
}

// Run checks the data strictly and prints every fault with file and line.
func (c *lintCmd) Run(app *app) error {
	files := slices.Clone(app.flags.Outlets)
	for _, f := range c.Files {
		if !slices.Contains(files, f) { // named twice, its entries would stand there twice
			files = append(files, f)
		}
	}
	reg, err := registry.Embedded()
	if err == nil && len(files) > 0 {
		reg, err = reg.With(files...)
	}
	if err != nil {
		faults := registry.Faults(err)
		for _, f := range faults {
			fmt.Fprintln(app.Out, f.Error())
		}
		if len(faults) == 0 {
			return cli.Hint(err, "jejak registry lint takes .yaml and .csv files, and folders of them")
		}
		return cli.Exit(cli.Failed, fmt.Errorf("%d faults", len(faults)))
	}
	app.say("no fault: %d officials, %d offices, %d organisations, %d places, %d topics, %d outlets; version %s",
		len(reg.Officials()), len(reg.Offices()), len(reg.Organisations()), len(reg.Places()), len(reg.Topics()), len(reg.Outlets()), reg.Version())
	return nil
}

type showCmd struct {
	Kind string `arg:"" help:"officials, offices, organisations, places, topics or outlets." enum:"officials,offices,organisations,places,topics,outlets"`
	JSON bool   `help:"One JSON object an entry." name:"json"`
}

// Run prints the entries of one kind, in order.
func (c *showCmd) Run(app *app) error {
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	var rows []row
	switch c.Kind {
	case "officials":
		for _, o := range reg.Officials() {
			rows = append(rows, row{string(o.ID), o.Name, "", o})
		}
	case "offices":
		for _, o := range reg.Offices() {
			rows = append(rows, row{string(o.ID), o.Name, string(o.Place), o})
		}
	case "organisations":
		for _, o := range reg.Organisations() {
			rows = append(rows, row{string(o.ID), o.Name, o.Kind, o})
		}
	case "places":
		for _, p := range reg.Places() {
			rows = append(rows, row{string(p.Code), p.Name, p.Kind, p})
		}
	case "topics":
		for _, t := range reg.Topics() {
			rows = append(rows, row{string(t.ID), t.Label, "", t})
		}
	case "outlets":
		for _, o := range reg.Outlets() {
			rows = append(rows, row{string(o.ID), o.Name, o.Kind, o})
		}
	}
	out := app.lines()
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		if c.JSON {
			err = errors.Join(err, out.Encode(r.entry))
		} else {
			fmt.Fprintf(w, "%s\t%s\t%s\n", r.id, r.name, r.more)
		}
	}
	return errors.Join(err, w.Flush())
}

type row struct {
	id, name, more string
	entry          any
}
