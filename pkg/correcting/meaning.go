package correcting

import (
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// meaning returns what a tag is to mean, by id and with its name. A speaker whom the
// registry does not know has the name alone.
func (a About) meaning(reg *registry.Registry, t Tag, to string) (id, name string, err error) {
	switch t.Kind {
	case event.OfficialTagKind:
		id, name, err = official(reg, to)
	case event.PlaceTagKind:
		if p, unknown := region(reg, to); unknown != nil {
			err = unknown
		} else {
			id, name = string(p.Code), p.Name
		}
	case event.OrganisationTagKind:
		id, name, err = organisation(reg, to)
	case event.DateTagKind:
		id, err = days(to)
	case event.QuoteTagKind:
		if id, name, err = a.speaker(reg, to); err == nil && t.sure && id == t.ID && equal(name, t.Was) {
			err = fmt.Errorf("%s said %q already", name, t.Name+" …")
		}
		return id, name, err
	}
	if err == nil && id == t.ID {
		err = fmt.Errorf("%s is %s already", t, id)
	}
	return id, name, err
}

// Official finds a person of the registry by id or name. The error is an [Unknown]
// with who comes near.
func Official(reg *registry.Registry, who string) (news.OfficialID, error) {
	if _, ok := reg.Official(news.OfficialID(who)); ok {
		return news.OfficialID(who), nil
	}
	ids := reg.OfficialsNamed(who)
	if len(ids) == 1 {
		return ids[0], nil
	}
	near := make([]string, 0, len(ids))
	for _, id := range ids {
		near = append(near, string(id))
	}
	if len(ids) > 1 {
		return "", &Unknown{"the name of one official alone", who, near}
	}
	for _, name := range reg.Who(who, "").Near {
		for _, id := range reg.OfficialsNamed(name) {
			near = append(near, fmt.Sprintf("%s (%s)", id, name))
		}
	}
	return "", &Unknown{"an official of the registry", who, near}
}

func official(reg *registry.Registry, who string) (id, name string, err error) {
	found, err := Official(reg, who)
	if err != nil {
		return "", "", err
	}
	o, _ := reg.Official(found)
	return string(found), o.Name, nil
}

// speaker finds who said a quote: an official, else somebody of a name that the text
// has or that is like nobody's in the registry. What is written as an id is one.
func (a About) speaker(reg *registry.Registry, who string) (id, name string, err error) {
	id, name, err = official(reg, who)
	if err == nil || lang.Fold(who) == "" || len(reg.OfficialsNamed(who)) > 1 {
		return id, name, err
	}
	for _, p := range people(&a.Tags) {
		if p.ID == "" && (equal(p.Name, who) || equal(p.also, who)) {
			return "", p.Name, nil
		}
	}
	var unknown *Unknown
	if errors.As(err, &unknown) && !a.has(who) && (len(unknown.Candidates) > 0 || news.CheckSlug(who) == nil) {
		unknown.What = "an official of the registry or a name in this article"
		return "", "", unknown
	}
	return "", who, nil
}

// few is how many names that come near are told.
const few = 5

// region finds a region of the registry by code or name.
func region(reg *registry.Registry, which string) (news.Place, *Unknown) {
	if p, ok := reg.Place(news.PlaceCode(which)); ok {
		return p, nil
	}
	label := func(p news.Place) string {
		if outer, ok := reg.Place(p.Parent); ok {
			return fmt.Sprintf("%s (%s, %s)", p.Code, p.Name, outer.Name)
		}
		return fmt.Sprintf("%s (%s)", p.Code, p.Name)
	}
	codes := reg.PlacesNamed(which)
	var near []string
	for _, c := range codes {
		p, _ := reg.Place(c)
		if len(codes) == 1 {
			return p, nil
		}
		near = append(near, label(p))
	}
	if len(codes) > 1 {
		return news.Place{}, &Unknown{"the name of one region alone", which, near}
	}
	for _, p := range reg.Places() {
		if len(near) < few && resembles(p.Name, which) {
			near = append(near, label(p))
		}
	}
	return news.Place{}, &Unknown{"a region of the registry", which, near}
}

// organisation finds an organisation of the registry by id or name.
func organisation(reg *registry.Registry, which string) (id, name string, err error) {
	if o, ok := reg.Organisation(news.OrganisationID(which)); ok {
		return which, o.Name, nil
	}
	ids := reg.OrganisationsNamed(which)
	var near []string
	for _, id := range ids {
		o, _ := reg.Organisation(id)
		if len(ids) == 1 {
			return string(id), o.Name, nil
		}
		near = append(near, fmt.Sprintf("%s (%s)", id, o.Name))
	}
	if len(ids) > 1 {
		return "", "", &Unknown{"the name of one organisation alone", which, near}
	}
	for _, o := range reg.Organisations() {
		if len(near) < few && resembles(o.Name+" "+string(o.ID), which) {
			near = append(near, fmt.Sprintf("%s (%s)", o.ID, o.Name))
		}
	}
	return "", "", &Unknown{"an organisation of the registry", which, near}
}

// days reads a day, month, year, or the first and the last day.
func days(s string) (string, error) {
	p, err := news.ParseDays(s)
	if err != nil {
		return "", err
	}
	return string(news.DateMention{From: p.First(), To: p.Last()}.Days()), nil
}
