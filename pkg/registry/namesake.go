package registry

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// Namesakes is why a proposal is not accepted as it stands: the registry knows
// people of the name. A proposal without an id comes from articles that were not
// read as speaking of them, so that it is for a person to say whether it is one of
// them ([Choice.Official]) or somebody else ([Choice.New]).
type Namesakes struct {
	Proposal, Name string
	Known          []Person // with every term
}

func (n *Namesakes) Error() string {
	known := make([]string, len(n.Known))
	for i, p := range n.Known {
		known[i] = string(p.Official.ID)
		var offices []string
		for _, t := range p.Held {
			if !slices.Contains(offices, string(t.Office)) {
				offices = append(offices, string(t.Office))
			}
		}
		if len(offices) > 0 {
			known[i] += " (" + strings.Join(offices, ", ") + ")"
		}
	}
	return fmt.Sprintf("proposal %s: the registry has people named %q: %s; say that one of them is meant, or somebody else", n.Proposal, n.Name, strings.Join(known, "; "))
}

// person returns whom a proposal is about, and the facts by which a new person
// enters the registry.
func (r *Registry) person(p Proposal, c Choice) (news.OfficialID, []event.Data, error) {
	if c.New {
		if c.Official != "" {
			return "", nil, fmt.Errorf("proposal %s: %s is known and can not be somebody new", p.Proposal, c.Official)
		}
		id, facts := r.newcomer(p.Name, c.By)
		return id, facts, nil
	}
	if id := first(c.Official, p.Official); id != "" {
		if _, ok := r.Official(id); !ok {
			return "", nil, fmt.Errorf("proposal %s: official %q is not in the registry", p.Proposal, id)
		}
		return id, nil, nil
	}
	same := r.OfficialsNamed(p.Name)
	if len(same) == 0 {
		id, facts := r.newcomer(p.Name, c.By)
		return id, facts, nil
	}
	known := &Namesakes{Proposal: p.Proposal, Name: p.Name}
	for _, id := range same {
		o, _ := r.Official(id)
		known.Known = append(known.Known, Person{Official: o, Held: r.terms[id]})
	}
	return "", nil, known
}

// newcomer makes an id for somebody new, the first that is free, and the facts that
// record the person. A name that others have has to be marked as shared by all of
// them, and so those are recorded anew as well.
func (r *Registry) newcomer(name string, by event.By) (news.OfficialID, []event.Data) {
	var facts []event.Data
	o := event.OfficialRecorded{Official: news.Official{ID: news.OfficialID(r.freeSlug(slugOf(name))), Name: name}, By: by}
	is := func(s string) bool { return fold(s) == fold(name) }
	for _, id := range r.OfficialsNamed(name) {
		o.Shared = []string{name}
		i := slices.IndexFunc(r.entries.officials, func(x officialEntry) bool { return x.v.ID == id })
		other := r.entries.officials[i]
		if slices.ContainsFunc(other.shared, is) {
			continue
		}
		own := append([]string{other.v.Name}, other.v.Aliases...)
		own = own[slices.IndexFunc(own, is):] // as that person writes it
		facts = append(facts, event.OfficialRecorded{Official: other.v, Shared: append(slices.Clip(other.shared), own[0]), By: by})
	}
	return o.ID, append(facts, o)
}
