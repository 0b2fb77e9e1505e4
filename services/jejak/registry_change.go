package main

import (
	"errors"
	"fmt"
	"os/user"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jejak-id/jejak/pkg/enrich"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registering"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// byFlags say who changes the registry, and why.
type byFlags struct {
	By     string   `help:"Who decides; default: the user of this machine." placeholder:"NAME" aliases:"actor"`
	Reason string   `help:"Why." placeholder:"TEXT"`
	Source []string `help:"Where it can be checked." placeholder:"URL"`
	DryRun bool     `help:"Print what would be written, and write nothing."`
}

func (f byFlags) by() (event.By, error) {
	actor, err := actor(f.By)
	return event.By{Actor: actor, Reason: f.Reason, Sources: f.Source}, err
}

// actor returns who was named, or the user of this machine.
func actor(named string) (string, error) {
	if name := strings.TrimSpace(named); name != "" {
		return name, nil
	}
	u, err := user.Current()
	if err != nil || u.Username == "" {
		return "", cli.Exit(cli.Usage, errors.New("who says so? give --by NAME"))
	}
	return u.Username, nil
}

type recordCmd struct {
	byFlags
	File string `arg:"" help:"Entries in the format of the registry's data."`
}

// Run makes the entries of a file part of the registry of this archive. A dry run
// shows what becomes of the tags.
func (c *recordCmd) Run(app *app) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	b, err := readFile(c.File, "jejak registry record takes one file of entries; pkg/registry/data/README.md describes the format")
	if err != nil {
		return cli.Exit(cli.Usage, err)
	}
	d, err := app.drafts()
	if err != nil {
		return err
	}
	defer d.log.Close()
	var made []event.Event
	err = registering.Decide(app.ctx, d.log, d.base, func(s registering.State) (events []event.Event, err error) {
		if made, err = s.Registry.Record(c.File, b, by, time.Now()); err != nil || c.DryRun {
			return nil, err
		}
		return made, nil
	})
	if err != nil {
		return cli.Hint(err, "pkg/registry/data/README.md describes the format; jejak registry show lists what is there")
	}
	for _, e := range made {
		fmt.Fprintln(app.Out, changeLine(e))
	}
	if c.DryRun {
		out := decision{}
		if err := d.preview(&out, made...); err != nil {
			return err
		}
		fmt.Fprint(app.Out, out.text())
		app.say("nothing was written")
		return nil
	}
	return app.apply(d.log, d.base)
}

type proposeCmd struct {
	Min  int  `help:"How many articles have to name a person in an office." default:"3"`
	JSON bool `help:"One JSON object a proposal." name:"json"`
}

// Run goes over the tags of the archive, proposes the office-holders that articles
// name and the registry does not know, and prints all that wait for a decision. The
// enricher does the same as it goes; this looks with another threshold.
func (c *proposeCmd) Run(app *app) error {
	if c.Min < 1 {
		return cli.Exit(cli.Usage, fmt.Errorf("--min %d: want a number of articles from 1 up", c.Min))
	}
	base, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	var found enrich.Proposals
	for rec, err := range log.Read(app.ctx, eventlog.Query{Stream: event.Tags.Name}) {
		if err != nil {
			return fmt.Errorf("read the tags: %w", err)
		}
		if e, err := rec.Event(); err == nil { // what can not be read, the enricher makes again
			if t, ok := e.Data.(event.Tagged); ok {
				found.Add(&t.Tags)
			}
		}
	}
	var events []event.Event
	for _, p := range found.List(c.Min) {
		for i := range p.Evidence {
			h, err := history.Load(app.ctx, log, p.Evidence[i].Article)
			if err != nil {
				return err
			}
			if latest := h.Latest(); latest != nil {
				p.Evidence[i].URL = latest.Reading.Article.URL
			}
		}
		e, err := event.New("jejak/registry", time.Now(), time.Time{}, p)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	n, err := registering.Propose(app.ctx, log, base, events)
	if err != nil {
		return err
	}
	app.say("%d people in offices that the registry does not know, in %d articles or more; %d proposals are new or have new evidence", len(events), c.Min, n)
	return (&proposalsCmd{JSON: c.JSON}).print(app, log, base)
}

type proposalsCmd struct {
	All  bool `help:"Also those that are decided."`
	JSON bool `help:"One JSON object a proposal." name:"json"`
}

// Run prints the proposals with the newest evidence of each.
func (c *proposalsCmd) Run(app *app) error {
	base, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	return c.print(app, log, base)
}

func (c *proposalsCmd) print(app *app, log eventlog.Log, base *registry.Registry) error {
	state, err := registering.Load(app.ctx, log, base)
	if err != nil {
		return err
	}
	out := app.lines()
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	n := 0
	for _, p := range state.Proposals() {
		if p.State != registry.Open && !c.All {
			continue
		}
		n++
		if c.JSON {
			err = errors.Join(err, out.Encode(p))
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d×\t%s\n", p.Proposal, p.State, p.Name, p.OfficeName, len(p.Evidence), p.Evidence[len(p.Evidence)-1].URL)
	}
	if n == 0 {
		return cli.Hint(cli.Exit(cli.Nothing, errors.New("no proposal is open")), "jejak registry propose looks for some in the archive")
	}
	return errors.Join(err, w.Flush())
}

type acceptCmd struct {
	byFlags
	Proposal string `arg:"" help:"Id of the proposal; its first eight digits will do."`
	Official string `help:"The person meant, when the registry knows the name." placeholder:"ID" xor:"person"`
	New      bool   `help:"Somebody new is meant, though the registry knows others of the name." xor:"person"`
	Office   string `help:"The office meant." placeholder:"ID"`
	Place    string `help:"Region code of a new office." placeholder:"CODE"`
	Status   string `help:"definitif, pj, plt, plh or pjs." placeholder:"STATUS"`
	From     string `help:"First day, month or year; FROM..TO where sources leave it open." placeholder:"DATE"`
	Until    string `help:"Last day, month or year, likewise." placeholder:"DATE"`
}

// Run takes a proposal over into the registry.
func (c *acceptCmd) Run(app *app) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	from, err := partialDate("--from", c.From)
	until, err2 := partialDate("--until", c.Until)
	if err = errors.Join(err, err2); err != nil {
		return cli.Exit(cli.Usage, err)
	}
	err = decide(app, c.Proposal, c.DryRun, func(s registering.State, p registry.Proposal) ([]event.Event, error) {
		return s.Registry.Accept(p, registry.Choice{
			Official: news.OfficialID(c.Official), New: c.New, Office: news.OfficeID(c.Office), Place: news.PlaceCode(c.Place),
			Status: news.Status(c.Status), From: from, Until: until, By: by,
		}, time.Now())
	})
	var namesakes *registry.Namesakes
	if errors.As(err, &namesakes) {
		known := make([]string, len(namesakes.Known))
		for i, p := range namesakes.Known {
			known[i] = "--official " + string(p.Official.ID)
		}
		return cli.Hint(cli.Exit(cli.Usage, err), "%s when that is the person, --new when it is somebody else", strings.Join(known, " or "))
	}
	return err
}

// partialDate reads a flag with a date as exact as its source; without one it is empty.
func partialDate(flag, s string) (news.PartialDate, error) {
	if s == "" {
		return "", nil
	}
	d, err := news.ParsePartialDate(s)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return d, nil
}

type declineCmd struct {
	byFlags
	Proposal string `arg:"" help:"Id of the proposal; its first eight digits will do."`
}

// Run refuses a proposal for good.
func (c *declineCmd) Run(app *app) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	return decide(app, c.Proposal, c.DryRun, func(_ registering.State, p registry.Proposal) ([]event.Event, error) {
		return registry.Decline(p, by, time.Now())
	})
}

// decide appends what follows from a decision on one proposal, unless it is a dry
// run, and prints it.
func decide(app *app, id string, dry bool, then func(registering.State, registry.Proposal) ([]event.Event, error)) error {
	base, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	var made []event.Event
	err = registering.Decide(app.ctx, log, base, func(s registering.State) (events []event.Event, err error) {
		p, err := registry.FindProposal(s.Proposals(), id)
		if errors.Is(err, registry.ErrNoProposal) {
			return nil, cli.Hint(cli.Exit(cli.Nothing, err), "jejak registry proposals lists them")
		}
		if err != nil {
			return nil, cli.Exit(cli.Usage, err)
		}
		if made, err = then(s, p); dry {
			return nil, err
		}
		return made, err
	})
	if err != nil {
		return err
	}
	for _, e := range made {
		fmt.Fprintln(app.Out, changeLine(e))
	}
	if dry {
		app.say("nothing was written")
		return nil
	}
	return app.apply(log, base)
}
