package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type quotesCmd struct {
	JSON     bool   `help:"One JSON object a statement." name:"json"`
	Indirect bool   `help:"Also statements that are reported, not quoted."`
	Person   string `arg:"" help:"A person, by name, or one of the registry by id."`
}

// quoteLine is one statement of `jejak quotes --json`. Fields are only added.
type quoteLine struct {
	Day        news.Date       `json:"day,omitempty"`
	Outlet     news.OutletID   `json:"outlet,omitempty"`
	URL        string          `json:"url"`
	Speaker    news.OfficialID `json:"speaker"`           // empty: the tags know no more than the name
	Unknown    bool            `json:"unknown,omitempty"` // the registry does not know the person
	Name       string          `json:"name"`
	Office     news.OfficeID   `json:"office,omitempty"`      // on that day
	OfficeName string          `json:"office_name,omitempty"` // as it was held: "Pj Wali Kota Malang", "mantan …"
	Direct     bool            `json:"direct"`
	Text       string          `json:"text"`
	Cue        string          `json:"cue,omitempty"`
	Rule       string          `json:"rule"`
}

// quotesOf finds what somebody said: whoever of the registry has the name or id, and
// whoever in the tags has the name and is not in the registry.
type quotesOf struct {
	reg      *registry.Registry
	people   []news.OfficialID
	name     string // folded; empty: only of the registry
	indirect bool
}

// Run prints what a person was quoted with, in order of publication, with the
// office held on that day.
func (c *quotesCmd) Run(app *app) error {
	if strings.TrimSpace(c.Person) == "" {
		return cli.Hint(cli.Exit(cli.Usage, errors.New("PERSON is empty: want a name or an id")), "jejak registry show officials")
	}
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	find := quotesOf{reg: reg, people: reg.OfficialsNamed(c.Person), name: lang.Fold(c.Person), indirect: c.Indirect}
	if _, ok := reg.Official(news.OfficialID(c.Person)); ok { // an id is nobody else's
		find.people, find.name = []news.OfficialID{news.OfficialID(c.Person)}, ""
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
		found, err := find.in(app, log, rec)
		if err != nil {
			return err
		}
		lines = append(lines, found...)
	}
	if len(lines) == 0 && len(find.people) == 0 {
		return cli.Hint(cli.Exit(cli.Nothing, fmt.Errorf("the registry knows nobody named %q, and no article quotes anybody of that name", c.Person)), "jejak registry show officials")
	}
	slices.SortStableFunc(lines, func(a, b quoteLine) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.URL, b.URL))
	})
	out := app.lines()
	several := slices.ContainsFunc(lines, func(l quoteLine) bool { return l.Speaker != lines[0].Speaker })
	unknown := 0
	for _, l := range lines {
		if l.Unknown {
			unknown++
		}
		if c.JSON {
			err = errors.Join(err, out.Encode(l))
			continue
		}
		_, werr := fmt.Fprintf(app.Out, "%s  %s\n  %s\n  %s\n", l.Day, l.head(several), l.Text, l.URL)
		err = errors.Join(err, werr)
	}
	app.say("%d statements", len(lines))
	if unknown > 0 {
		app.say("the registry does not know who made %d of them: that may be several people of the name", unknown)
	}
	if err == nil && len(lines) == 0 {
		return cli.Exit(cli.Nothing, nil)
	}
	return err
}

// head tells the outlet, the speaker where that is not plain, and the office.
func (l quoteLine) head(several bool) string {
	parts := []string{string(l.Outlet), "", l.OfficeName}
	switch {
	case l.Unknown:
		parts[1] = l.Name + " (tidak ada dalam registri)"
	case several:
		parts[1] = l.Name + " (" + string(l.Speaker) + ")"
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// in returns the statements in one article's tags.
func (f quotesOf) in(app *app, log eventlog.Log, rec eventlog.Record) ([]quoteLine, error) {
	e, err := rec.Event()
	if err != nil {
		return nil, nil // the indexer reports it
	}
	tagged, ok := e.Data.(event.Tagged)
	if !ok {
		return nil, nil
	}
	said := slices.DeleteFunc(slices.Clone(tagged.Quotes), func(q news.Quote) bool {
		return q.Speaker == nil || !f.means(*q.Speaker) || !q.Direct && !f.indirect
	})
	if len(said) == 0 {
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
	var lines []quoteLine
	for _, q := range said {
		l := quoteLine{
			Day: a.Day(h.FirstSeen), Outlet: a.Outlet, URL: a.URL, Speaker: q.Speaker.ID, Name: q.Speaker.Name,
			Office: q.Speaker.Office, Direct: q.Direct, Text: q.Text, Cue: q.Cue, Rule: q.Rule,
		}
		_, known := f.reg.Official(l.Speaker)
		l.Unknown, l.OfficeName = !known, f.office(*q.Speaker, l.Day)
		lines = append(lines, l)
	}
	return lines, nil
}

// means reports whether a speaker is asked for. Whoever has an id in the tags alone
// was in a registry that is not this one.
func (f quotesOf) means(s news.Speaker) bool {
	if _, known := f.reg.Official(s.ID); known {
		return slices.Contains(f.people, s.ID)
	}
	return f.name != "" && lang.Fold(s.Name) == f.name
}

// office says in which office somebody spoke, and how it was held. The registry's term
// of the day decides; where it has none, the article does.
func (f quotesOf) office(s news.Speaker, day news.Date) string {
	o, ok := f.reg.Office(s.Office)
	if ok && s.ID != "" {
		for _, t := range f.reg.Held(s.ID, day) {
			if t.Office == s.Office {
				return t.Status.Titled(o.Name)
			}
		}
	}
	return cmp.Or(s.Role, o.Name)
}
