package registry

import (
	"fmt"
	"maps"
	"slices"

	"github.com/jejak-id/jejak/pkg/news"
)

// Touched is what differs between two registries, and thereby whose articles have
// to be tagged anew. Every list is sorted; all of them empty means no article.
type Touched struct {
	Officials     []news.OfficialID
	Offices       []news.OfficeID
	Organisations []news.OrganisationID
	Places        []news.PlaceCode
	Topics        []news.TopicID
	Outlets       []news.OutletID // that are read in another way, such as by other speech verbs

	// Every name, before and after, under which an article can speak of them, so
	// that one whose tags do not know them yet is found too.
	People, Posts, Others []string
}

// None reports whether no article is touched.
func (t Touched) None() bool {
	return len(t.Officials)+len(t.Offices)+len(t.Organisations)+len(t.Places)+len(t.Topics)+len(t.Outlets) == 0
}

// Touches tells what tags can differ when one registry takes the place of another.
func Touches(before, after *Registry) Touched {
	var t Touched
	if before.version == after.version {
		return t
	}
	people, offices := touchedTerms(before, after)
	for _, id := range differing(before.officials, after.officials, func(o news.Official) news.OfficialID { return o.ID }) {
		people[id] = true
	}
	for _, id := range differing(before.offices, after.offices, func(o news.Office) news.OfficeID { return o.ID }) {
		offices[id] = true
	}
	t.Officials, t.Offices = slices.Sorted(maps.Keys(people)), slices.Sorted(maps.Keys(offices))
	t.Organisations = differing(before.organisations, after.organisations, func(o news.Organisation) news.OrganisationID { return o.ID })
	t.Places = differing(before.places, after.places, func(p news.Place) news.PlaceCode { return p.Code })
	for code := range before.placeAliases {
		if !slices.Equal(before.placeAliases[code], after.placeAliases[code]) && !slices.Contains(t.Places, code) {
			t.Places = append(t.Places, code)
		}
	}
	slices.Sort(t.Places)
	t.Topics = differing(before.topics, after.topics, func(x Topic) news.TopicID { return x.ID })
	t.Outlets = differing(read(before.outlets), read(after.outlets), func(o news.Outlet) news.OutletID { return o.ID })
	for _, r := range []*Registry{before, after} {
		r.names(&t)
	}
	for _, names := range []*[]string{&t.People, &t.Posts, &t.Others} {
		slices.Sort(*names)
		*names = slices.Compact(*names)
	}
	return t
}

// touchedTerms returns the offices whose terms differ, and who holds those terms.
func touchedTerms(before, after *Registry) (map[news.OfficialID]bool, map[news.OfficeID]bool) {
	people, offices := map[news.OfficialID]bool{}, map[news.OfficeID]bool{}
	for _, id := range slices.Concat(slices.Collect(maps.Keys(before.termsOf)), slices.Collect(maps.Keys(after.termsOf))) {
		a, b := before.termsOf[id], after.termsOf[id]
		if sameTerms(a, b) {
			continue
		}
		offices[id] = true
		for _, t := range slices.Concat(a, b) {
			if !slices.ContainsFunc(a, equalTerm(t)) || !slices.ContainsFunc(b, equalTerm(t)) {
				people[t.Official] = true
			}
		}
	}
	return people, offices
}

// read leaves of outlets what the reading of their articles depends on.
func read(outlets []news.Outlet) []news.Outlet {
	out := make([]news.Outlet, len(outlets))
	for i, o := range outlets {
		out[i] = news.Outlet{ID: o.ID, Name: o.Name, Kind: o.Kind, Place: o.Place, Verbs: o.Verbs}
	}
	return out
}

// names adds the names that r has for what is touched.
func (r *Registry) names(t *Touched) {
	for _, id := range t.Officials {
		if o, ok := r.Official(id); ok {
			t.People = append(append(t.People, o.Name), o.Aliases...)
		}
	}
	for _, id := range t.Offices {
		if o, ok := r.Office(id); ok {
			t.Posts = append(append(t.Posts, o.Name), o.Aliases...)
		}
	}
	for _, id := range t.Organisations {
		if o, ok := r.Organisation(id); ok {
			t.Others = append(append(t.Others, o.Name), o.Aliases...)
		}
	}
	for _, code := range t.Places {
		if p, ok := r.Place(code); ok {
			t.Others = append(append(t.Others, p.Name), r.PlaceAliases(code)...)
		}
	}
	for _, id := range t.Outlets {
		if o, ok := r.Outlet(id); ok {
			t.Others = append(t.Others, o.Name)
		}
	}
}

// differing returns the ids of what is in one list only or differs, sorted.
func differing[T any, K ~string](a, b []T, id func(T) K) []K {
	have := make(map[K]string, len(a))
	for _, x := range a {
		have[id(x)] = fmt.Sprintf("%#v", x)
	}
	var out []K
	for _, x := range b {
		if had, ok := have[id(x)]; !ok || had != fmt.Sprintf("%#v", x) {
			out = append(out, id(x))
		}
		delete(have, id(x))
	}
	for k := range have {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func equalTerm(t news.Term) func(news.Term) bool {
	return func(u news.Term) bool { return keyOf(t) == keyOf(u) }
}

func sameTerms(a, b []news.Term) bool {
	return slices.EqualFunc(a, b, func(t, u news.Term) bool { return keyOf(t) == keyOf(u) })
}
