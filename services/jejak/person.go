package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/jejak-id/jejak/pkg/lang"
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
	On      news.Date      `json:"on,omitempty"`
	Terms   []personTerm   `json:"terms"`
	Settled *bool          `json:"settled,omitempty"` // of an office on a day
	Why     string         `json:"why,omitempty"`     // when it is not settled
	whyID   string         // the same in Bahasa Indonesia
}

type personTerm struct {
	news.Term
	Name       string `json:"name"`
	OfficeName string `json:"office_name"`
	Unverified bool   `json:"unverified,omitempty"`
}

// Run answers who held which office, from the registry as people changed it.
func (c *personCmd) Run(app *app) error {
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
	var out []personAnswer
	for _, id := range reg.OfficialsNamed(c.Name) {
		o, _ := reg.Official(id)
		terms := reg.Terms(id)
		if on != "" {
			terms = reg.Held(id, on)
		}
		out = append(out, personAnswer{Person: &o, On: on, Terms: named(reg, terms)})
	}
	status, office := statusOf(c.Name)
	for _, id := range reg.OfficesNamed(office) {
		o, _ := reg.Office(id)
		a := personAnswer{Office: &o, On: on}
		switch {
		case on == "":
			for _, t := range reg.TermsOf(id) {
				if status == "" || t.Status == status {
					a.Terms = append(a.Terms, named(reg, []news.Term{t})...)
				}
			}
		default:
			h := reg.Holder(id, on)
			if status != "" {
				h = reg.HolderAs(id, status, on)
			}
			settled := h.Term != nil
			a.Settled, a.Why, a.whyID = &settled, h.Why, h.Explain("id")
			if settled {
				a.Terms = named(reg, []news.Term{*h.Term})
			} else {
				a.Terms = named(reg, h.Candidates)
			}
		}
		out = append(out, a)
	}
	return out
}

// statusOf cuts the status that an office's name begins with: "Pj Wali Kota Malang".
func statusOf(name string) (news.Status, string) {
	first, rest, ok := strings.Cut(strings.TrimSpace(name), " ")
	status := news.Status(strings.TrimSuffix(lang.Fold(first), "."))
	switch status {
	case news.ActingPj, news.ActingPlt, news.ActingPlh, news.Caretaker:
		if ok {
			return status, rest
		}
	}
	return "", name
}

func named(reg *registry.Registry, terms []news.Term) []personTerm {
	out := []personTerm{}
	for _, t := range terms {
		person, _ := reg.Official(t.Official)
		office, _ := reg.Office(t.Office)
		out = append(out, personTerm{t, person.Name, office.Name, reg.Unverified(t)})
	}
	return out
}

func (a personAnswer) print(app *app) error {
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	title := ""
	if a.Person != nil {
		title = a.Person.Name
	} else {
		title = a.Office.Name
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
		if t.Unverified {
			note = "tanpa sumber"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", who, t.Status, span(t.From, t.Until), note)
	}
	return w.Flush()
}

func span(from, until news.PartialDate) string { return string(from) + " – " + string(until) }
