package registry

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// Answer is what the registry knows of a name on a day. A name can be a person's
// or an office's, with its status before it: "Pj Wali Kota Malang".
type Answer struct {
	Name    string    `json:"name"`
	On      news.Date `json:"on,omitempty"` // empty: no day was asked for
	People  []Person  `json:"people,omitempty"`
	Offices []Held    `json:"offices,omitempty"`
	Near    []string  `json:"near,omitempty"` // when nothing has the name: names that are written alike
}

// Person is somebody of the name.
type Person struct {
	Official news.Official `json:"official"`
	Held     []news.Term   `json:"held,omitempty"` // on the day, the sure ones first; every term when no day was asked for
}

// Held is an office of the name, and who held it.
type Held struct {
	Office  news.Office `json:"office"`
	Status  news.Status `json:"status,omitempty"` // empty: whatever status
	Holding Holding     `json:"holding,omitzero"` // when a day was asked for
	Terms   []news.Term `json:"terms,omitempty"`  // when none was
}

// statusWords are folded. The longer of two that begin alike comes first.
var statusWords = []struct {
	words  string
	status news.Status
}{
	{"penjabat sementara", news.Caretaker}, {"pejabat sementara", news.Caretaker}, {"pjs", news.Caretaker}, {"p j s", news.Caretaker},
	{"penjabat", news.ActingPj}, {"pj", news.ActingPj}, {"p j", news.ActingPj},
	{"pelaksana tugas", news.ActingPlt}, {"plt", news.ActingPlt}, {"p l t", news.ActingPlt},
	{"pelaksana harian", news.ActingPlh}, {"plh", news.ActingPlh}, {"p l h", news.ActingPlh},
}

// Who answers who a name was on a day, or always when on is empty.
func (r *Registry) Who(name string, on news.Date) Answer {
	a := Answer{Name: name, On: on}
	for _, id := range r.OfficialsNamed(name) {
		p := Person{Held: r.terms[id]}
		p.Official, _ = r.Official(id)
		if on != "" {
			p.Held = r.Held(id, on)
		}
		a.People = append(a.People, p)
	}
	status, rest := splitStatus(name)
	for _, id := range r.OfficesNamed(rest) {
		h := Held{Status: status}
		h.Office, _ = r.Office(id)
		switch {
		case on == "":
			for _, t := range r.termsOf[id] {
				if status == "" || t.Status == status {
					h.Terms = append(h.Terms, t)
				}
			}
		case status != "":
			h.Holding = r.HolderAs(id, status, on)
		default:
			h.Holding = r.Holder(id, on)
		}
		a.Offices = append(a.Offices, h)
	}
	if len(a.People)+len(a.Offices) == 0 {
		a.Near = r.near(rest)
	}
	return a
}

// splitStatus cuts the status that the name of an office begins with: in words, in
// letters, or in both, as the press introduces it: "Penjabat (Pj) Wali Kota Malang".
func splitStatus(name string) (news.Status, string) {
	k := strings.ReplaceAll(fold(name), " )", ")") // "(Pj.)"
	for _, s := range statusWords {
		rest, ok := strings.CutPrefix(k, s.words+" ")
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, "("+string(s.status)+") ")
		return s.status, rest
	}
	return "", name
}

// near returns up to five names of people and offices that differ from name in
// few letters or hold all of its words.
func (r *Registry) near(name string) []string {
	want := fold(name)
	if want == "" {
		return nil
	}
	type hit struct {
		name string
		d    int
	}
	var hits []hit
	most := max(1, len(want)/5)
	look := func(own string) {
		k := fold(own)
		d := distance(want, k, most+1)
		if d > most && !containsWords(k, want) {
			return
		}
		hits = append(hits, hit{own, d})
	}
	for _, o := range r.officials {
		look(o.Name)
	}
	for _, o := range r.offices {
		look(o.Name)
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.name, b.name)) })
	var out []string
	for _, h := range hits[:min(5, len(hits))] {
		out = append(out, h.name)
	}
	return out
}

func containsWords(k, want string) bool {
	have := strings.Fields(k)
	for _, w := range strings.Fields(want) {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return true
}

// distance is Levenshtein's over bytes, at most limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return min(row[len(b)], limit)
}

// Find returns the entry with an id, of whatever kind: for "registry show".
func (r *Registry) Find(id string) (kind string, value any, ok bool) {
	if v, ok := r.Official(news.OfficialID(id)); ok {
		return "official", struct {
			news.Official
			Terms []news.Term `json:"terms,omitempty"`
		}{v, r.terms[v.ID]}, true
	}
	if v, ok := r.Office(news.OfficeID(id)); ok {
		return "office", struct {
			news.Office
			Terms []Tenure `json:"terms,omitempty"`
		}{v, r.tenures[v.ID]}, true
	}
	if v, ok := r.Organisation(news.OrganisationID(id)); ok {
		return "organisation", v, true
	}
	if v, ok := r.Outlet(news.OutletID(id)); ok {
		return "outlet", v, true
	}
	if v, ok := r.Topic(news.TopicID(id)); ok {
		return "topic", v, true
	}
	if v, ok := r.Place(news.PlaceCode(id)); ok {
		return "place", v, true
	}
	return "", nil, false
}

// Remark is something about the data that is no fault and worth a look.
type Remark struct {
	About string // id
	What  string
}

// Remarks goes over a registry that loads: terms nobody checked, people without an
// office, outlets that will never be looked at.
func (r *Registry) Remarks() []Remark {
	var out []Remark
	for _, o := range r.offices {
		for _, t := range r.tenures[o.ID] {
			if t.Unverified {
				out = append(out, Remark{string(o.ID), "the term of " + string(t.Official) + " has no source: it settles nothing"})
			}
		}
	}
	for _, p := range r.officials {
		if len(r.terms[p.ID]) == 0 {
			out = append(out, Remark{string(p.ID), "holds no office"})
		}
	}
	for _, o := range r.outlets {
		switch {
		case o.Forbids != "":
			out = append(out, Remark{string(o.ID), "is never fetched: " + o.Forbids})
		case len(o.Feeds)+len(o.Sitemaps)+len(o.Listings) == 0:
			out = append(out, Remark{string(o.ID), "has no feed, sitemap or listing: only pages that somebody names are read"})
		}
	}
	return out
}
