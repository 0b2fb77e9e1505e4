package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type quotesCmd struct {
	JSON     bool   `help:"One JSON object a statement." name:"json"`
	Indirect bool   `help:"Also statements that are reported, not quoted."`
	Person   string `arg:"" help:"A person of the registry, by name or id."`
}

// quoteLine is one statement of `jejak quotes --json`. Fields are only added.
type quoteLine struct {
	Day     news.Date       `json:"day,omitempty"`
	Outlet  news.OutletID   `json:"outlet,omitempty"`
	URL     string          `json:"url"`
	Speaker news.OfficialID `json:"speaker"`
	Office  news.OfficeID   `json:"office,omitempty"` // on that day
	Direct  bool            `json:"direct"`
	Text    string          `json:"text"`
	Cue     string          `json:"cue,omitempty"`
	Rule    string          `json:"rule"`
}

// Run prints what a person was quoted with, in order of publication, with the
// office held on that day.
func (c *quotesCmd) Run(app *app) error {
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	people := reg.OfficialsNamed(c.Person)
	if _, ok := reg.Official(news.OfficialID(c.Person)); ok {
		people = append(people, news.OfficialID(c.Person))
	}
	if len(people) == 0 {
		return cli.Hint(cli.Exit(cli.Nothing, fmt.Errorf("the registry knows nobody named %q", c.Person)), "jejak registry show officials")
	}
	log, err := app.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	var lines []quoteLine
	for rec, err := range log.Read(app.ctx, eventlog.Query{Stream: event.Tags.Name}) {
		if err != nil {
			return fmt.Errorf("read the tags: %w", err)
		}
		found, err := c.spoken(app, log, rec, people)
		if err != nil {
			return err
		}
		lines = append(lines, found...)
	}
	slices.SortStableFunc(lines, func(a, b quoteLine) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.URL, b.URL))
	})
	out := app.lines()
	for _, l := range lines {
		if c.JSON {
			err = errors.Join(err, out.Encode(l))
			continue
		}
		office := ""
		if o, ok := reg.Office(l.Office); ok {
			office = ", " + o.Name
		}
		_, werr := fmt.Fprintf(app.Out, "%s  %s%s\n  %s\n  %s\n", l.Day, l.Outlet, office, l.Text, l.URL)
		err = errors.Join(err, werr)
	}
	app.say("%d statements", len(lines))
	if err == nil && len(lines) == 0 {
		return cli.Exit(cli.Nothing, nil)
	}
	return err
}

// spoken returns the statements of some people in one article's tags.
func (c *quotesCmd) spoken(app *app, log eventlog.Log, rec eventlog.Record, people []news.OfficialID) ([]quoteLine, error) {
	e, err := rec.Event()
	if err != nil {
		return nil, nil // the indexer reports it
	}
	tagged, ok := e.Data.(event.Tagged)
	if !ok {
		return nil, nil
	}
	var lines []quoteLine
	for _, q := range tagged.Quotes {
		if q.Speaker == nil || !slices.Contains(people, q.Speaker.ID) || !q.Direct && !c.Indirect {
			continue
		}
		lines = append(lines, quoteLine{
			Speaker: q.Speaker.ID, Office: q.Speaker.Office, Direct: q.Direct, Text: q.Text, Cue: q.Cue, Rule: q.Rule,
		})
	}
	if len(lines) == 0 {
		return nil, nil
	}
	h, err := history.Load(app.ctx, log, tagged.Article)
	if err != nil {
		return nil, err
	}
	latest := h.Latest()
	if latest == nil {
		return nil, nil // redacted since
	}
	a := latest.Reading.Article
	for i := range lines {
		lines[i].Day, lines[i].Outlet, lines[i].URL = a.Day(h.FirstSeen), a.Outlet, a.URL
	}
	return lines, nil
}
