package desk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search"
)

// finder finds officials, offices and places by words of their names: who asks
// for "wahyu hidayat" mostly wants the man, and only then what mentions him.
type finder struct{ entries []named }

// named is one thing of the registry under all its names.
type named struct {
	facet search.Facet
	id    string
	names [][]string // words of each name, folded
	rank  int        // smaller is likelier meant
}

// Found is one thing of the registry that matches the words.
type Found struct {
	Kind string `json:"kind"` // official, office, place
	ID   string `json:"id"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"` // the office held today, the region around
	Href string `json:"href"`
	Also string `json:"also,omitempty"` // the other name that matched
}

func newFinder(reg *registry.Registry) finder {
	var f finder
	add := func(facet search.Facet, id string, rank int, names ...string) {
		n := named{facet: facet, id: id, rank: rank}
		for _, s := range names {
			n.names = append(n.names, foldWords(s))
		}
		f.entries = append(f.entries, n)
	}
	for _, o := range reg.Officials() {
		add(search.ByOfficial, string(o.ID), 0, append([]string{o.Name}, o.Aliases...)...)
	}
	for _, o := range reg.Offices() {
		add(search.ByOffice, string(o.ID), 1, append([]string{o.Name}, o.Aliases...)...)
	}
	for _, p := range reg.Places() {
		rank := 2 + strings.Count(string(p.Code), ".")
		add(search.ByPlace, string(p.Code), rank, append([]string{placeName(p)}, reg.PlaceAliases(p.Code)...)...)
	}
	return f
}

// find returns up to n things of whose name every word of the query is a part. A
// word matches a whole word, the last one also a beginning.
func (f finder) find(text string, n int) []named {
	words := foldWords(text)
	if len(words) == 0 || len(strings.Join(words, "")) < 3 {
		return nil
	}
	type scored struct {
		named
		extra int // words of the name that were not asked for
	}
	var out []scored
	for _, e := range f.entries {
		best := -1
		for _, name := range e.names {
			if covers(name, words) && (best < 0 || len(name)-len(words) < best) {
				best = len(name) - len(words)
			}
		}
		if best >= 0 {
			out = append(out, scored{e, best})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.extra, b.extra), cmp.Compare(a.rank, b.rank))
	})
	var found []named
	for _, s := range out[:min(n, len(out))] {
		found = append(found, s.named)
	}
	return found
}

func covers(name, words []string) bool {
	for i, w := range words {
		last := i == len(words)-1
		if !slices.ContainsFunc(name, func(have string) bool {
			return have == w || last && len(w) >= 3 && strings.HasPrefix(have, w)
		}) {
			return false
		}
	}
	return true
}

func foldWords(s string) []string {
	s = strings.ReplaceAll(strings.ToLower(s), "walikota", "wali kota")
	s = strings.Map(func(c rune) rune {
		switch c {
		case '"', '.', ',', '(', ')', '“', '”':
			return ' '
		}
		return c
	}, s)
	return strings.Fields(s)
}

// found tells what was found, with the office that somebody holds today.
func (q *request) found(text string) []Found {
	today := q.today()
	var out []Found
	for _, n := range q.desk.finder.find(text, 3) {
		f := Found{Kind: string(n.facet), ID: n.id, Name: q.desk.name(q.lang, n.facet, n.id), Href: "/" + string(n.facet) + "/" + pathEscape(n.id)}
		switch n.facet {
		case search.ByOfficial:
			f.Note = q.officesOn(news.OfficialID(n.id), today)
		case search.ByOffice:
			if h := q.desk.Registry.Holder(news.OfficeID(n.id), today); h.Term != nil {
				f.Note = q.t("held-now", q.desk.name(q.lang, search.ByOfficial, string(h.Term.Official)))
			}
		case search.ByPlace:
			f.Note = q.around(news.PlaceCode(n.id))
		}
		if have := foldWords(f.Name); !covers(have, foldWords(text)) {
			for _, name := range n.names {
				if covers(name, foldWords(text)) {
					f.Also = strings.Join(name, " ")
					break
				}
			}
		}
		out = append(out, f)
	}
	return out
}

// today is the day in the desk's zone.
func (q *request) today() news.Date { return news.DateOf(q.desk.Now().In(q.desk.Zone)) }

// officesOn says which offices somebody holds on a day, those of which the
// sources are sure.
func (q *request) officesOn(id news.OfficialID, on news.Date) string {
	var out []string
	for _, t := range q.desk.Registry.Held(id, on) {
		if q.desk.Registry.Covers(t, on) == news.Yes {
			office := t.Office
			out = append(out, q.desk.officeOf(q.lang, news.OfficialTag{Office: &office, Status: t.Status}))
		}
	}
	return strings.Join(out, ", ")
}

// around names the regions around a place, the smallest first.
func (q *request) around(code news.PlaceCode) string {
	var out []string
	for _, c := range search.Enclosing([]news.PlaceCode{code}) {
		if c != code {
			out = append(out, q.desk.name(q.lang, search.ByPlace, string(c)))
		}
	}
	slices.Reverse(out)
	return strings.Join(out, ", ")
}

// kindWord names a facet in the singular.
func kindWord(l locale.Lang, f search.Facet) string { return word(l, "kind-"+string(f)) }
