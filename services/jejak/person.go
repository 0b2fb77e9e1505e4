package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type personCmd struct {
	On   string `help:"Only the offices held on this day." placeholder:"YYYY-MM-DD"`
	JSON bool   `help:"One JSON object a person or office." name:"json"`
	Name string `arg:"" help:"A person (\"Iwan Kurniawan\") or an office (\"Pj Wali Kota Malang\")."`
}

// personAnswer is what the registry says of one person or one office.
type personAnswer struct {
	Person  *news.Official `json:"person,omitempty"`
	Office  *news.Office   `json:"office,omitempty"`
	Status  news.Status    `json:"status,omitempty"` // of the office, when one was asked for
	On      news.Date      `json:"on,omitempty"`
	Terms   []personTerm   `json:"terms"`
	Settled *bool          `json:"settled,omitempty"` // of an office on a day
	Why     string         `json:"why,omitempty"`     // when it is not settled
	whyID   string         // the same in Bahasa Indonesia
	shared  bool           // others have the name: the id tells them apart
}

type personTerm struct {
	news.Term
	Name       string `json:"name"`
	OfficeName string `json:"office_name"`
	Unverified bool   `json:"unverified,omitempty"`
	Settled    *bool  `json:"settled,omitempty"` // of a person on a day
	Why        string `json:"why,omitempty"`     // when it is not settled
	whyID      string
}

// question is what stands around the name in a question: "siapa Pj Wali Kota Malang?"
var question = regexp.MustCompile(`(?i)^\s*(who\s+(was|is)(\s+the)?|siapa(kah)?)\s+|\s*\?\s*$`)

// Run answers who held which office, from the registry as people changed it.
func (c *personCmd) Run(app *app) error {
	c.Name = question.ReplaceAllString(c.Name, "")
	if strings.TrimSpace(c.Name) == "" {
		return cli.Hint(cli.Exit(cli.Usage, errors.New("NAME is empty: want a person or an office")), "jejak registry show lists them")
	}
	reg, err := app.registryNow()
	if err != nil {
		return err
	}
	var on news.Date
	if c.On != "" {
		if on, err = news.ParseDate(c.On); err != nil {
			return cli.Exit(cli.Usage, fmt.Errorf("--on: %w", err))
		}
	}
	answers := c.answers(reg, on)
	if len(answers) == 0 {
		return cli.Hint(cli.Exit(cli.Nothing, fmt.Errorf("the registry knows no person and no office %q", c.Name)), "jejak registry show lists them")
	}
	out := app.lines()
	for _, a := range answers {
		if c.JSON {
			err = out.Encode(a)
		} else {
			err = a.print(app)
		}
		if err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
	}
	return nil
}

func (c *personCmd) answers(reg *registry.Registry, on news.Date) []personAnswer {
	who := reg.Who(c.Name, on)
	var out []personAnswer
	for _, p := range who.People {
		a := personAnswer{Person: &p.Official, On: on, Terms: named(reg, p.Held), shared: len(who.People) > 1}
		if on != "" {
			for i := range a.Terms {
				a.Terms[i].doubt(reg, on)
			}
		}
		out = append(out, a)
	}
	for _, h := range who.Offices {
		a := personAnswer{Office: &h.Office, Status: h.Status, On: on, Terms: named(reg, h.Terms)}
		if on != "" {
			settled := h.Holding.Term != nil
			a.Settled, a.Why, a.whyID = &settled, h.Holding.Why, h.Holding.Explain("id")
			a.Terms = named(reg, h.Holding.Candidates)
			if settled {
				a.Terms = named(reg, []news.Term{*h.Holding.Term})
			}
		}
		out = append(out, a)
	}
	return out
}

// doubt says of a term of a person whether sources settle that it was held on a day.
func (t *personTerm) doubt(reg *registry.Registry, on news.Date) {
	why, open := reg.Doubt(t.Term, on)
	settled := !open
	t.Settled = &settled
	if open {
		t.Why, t.whyID = why.Explain("en"), why.Explain("id")
	}
}

func named(reg *registry.Registry, terms []news.Term) []personTerm {
	out := []personTerm{}
	for _, t := range terms {
		person, _ := reg.Official(t.Official)
		office, _ := reg.Office(t.Office)
		out = append(out, personTerm{Term: t, Name: person.Name, OfficeName: office.Name, Unverified: reg.Unverified(t)})
	}
	return out
}

func (a personAnswer) print(app *app) error {
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	title := ""
	if a.Person != nil {
		title = a.Person.Name
		if a.shared {
			title += " (" + string(a.Person.ID) + ")"
		}
	} else {
		title = a.Status.Titled(a.Office.Name)
	}
	if a.On != "" {
		title += " pada " + string(a.On)
	}
	fmt.Fprintln(w, title)
	if a.Settled != nil && !*a.Settled {
		fmt.Fprintf(w, "  tidak dapat dipastikan: %s\n", a.whyID)
	}
	if len(a.Terms) == 0 {
		fmt.Fprintln(w, "  tidak ada jabatan yang tercatat")
	}
	for _, t := range a.Terms {
		who := t.OfficeName
		if a.Office != nil {
			who = t.Name
		}
		note := ""
		switch {
		case t.Settled != nil && !*t.Settled:
			note = "tidak dapat dipastikan: " + t.whyID
		case t.Unverified:
			note = "tanpa sumber"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", who, t.Status, span(t.From, t.Until), note)
	}
	return w.Flush()
}

func span(from, until news.PartialDate) string { return string(from) + " – " + string(until) }
