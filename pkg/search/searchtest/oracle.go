package searchtest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

var everyFacet = []search.Facet{search.ByOutlet, search.ByOfficial, search.ByOffice, search.ByPlace, search.ByTopic}

// passes tells whether a document passes the filters of q: the plain loop that
// indexes are compared with.
func passes(q search.Query, d search.Document) bool {
	for _, f := range everyFacet {
		want, not := wanted(q, f)
		has := d.Values(f)
		in := func(v string) bool { return slices.Contains(has, v) }
		if len(want) > 0 && !slices.ContainsFunc(want, in) || slices.ContainsFunc(not, in) {
			return false
		}
	}
	switch {
	case q.LinkTo != "" && !slices.Contains(d.Links, q.LinkTo),
		q.From != "" && (d.Day == "" || d.Day < q.From),
		q.To != "" && (d.Day == "" || d.Day > q.To),
		q.Withdrawn != nil && *q.Withdrawn != d.Withdrawn,
		q.Changed && d.Revisions < 2:
		return false
	}
	return true
}

// wanted returns the values that q wants of a facet's field, and those it does not.
func wanted(q search.Query, f search.Facet) (want, not []string) {
	switch f {
	case search.ByOutlet:
		return text(q.Outlets), text(q.Not.Outlets)
	case search.ByOfficial:
		return text(q.Officials), text(q.Not.Officials)
	case search.ByOffice:
		return text(q.Offices), text(q.Not.Offices)
	case search.ByPlace:
		return text(q.Places), text(q.Not.Places)
	}
	return text(q.Topics), text(q.Not.Topics)
}

func text[T ~string](in []T) []string {
	var out []string
	for _, v := range in {
		out = append(out, string(v))
	}
	return out
}

// answer is what an index must say of filters without words.
func answer(q search.Query, docs []search.Document) search.Result {
	res := search.Result{Exact: true, Facets: map[search.Facet][]search.FacetCount{}}
	days := map[news.Date]int{}
	for _, d := range docs {
		if passes(q, d) {
			res.Total++
			if d.Day == "" {
				res.Undated++
			} else {
				days[d.Day]++
			}
		}
	}
	res.Histogram = search.Bars(days, q.Histogram)
	for _, f := range q.Facets {
		counts := map[string]int{}
		for _, d := range docs {
			if passes(q.Without(f), d) {
				for _, v := range d.Values(f) {
					counts[v]++
				}
			}
		}
		res.Facets[f] = search.TopFacets(counts)
	}
	return res
}

func compare(t *testing.T, index search.Index, q search.Query) {
	t.Helper()
	q.Facets, q.Histogram, q.Limit = everyFacet, cmp.Or(q.Histogram, search.ByDay), 100
	got, want := ask(t, index, q), answer(q, fixture())
	if got.Total != want.Total || len(got.Hits) != want.Total || !got.Exact {
		t.Errorf("search %s: total %d, %d hits, want %d", show(q), got.Total, len(got.Hits), want.Total)
	}
	for _, f := range everyFacet {
		if !slices.Equal(got.Facets[f], want.Facets[f]) {
			t.Errorf("search %s: facet %s\n%v, want\n%v", show(q), f, got.Facets[f], want.Facets[f])
		}
	}
	if !slices.Equal(got.Histogram, want.Histogram) || got.Undated != want.Undated {
		t.Errorf("search %s: histogram %v and %d undated, want %v and %d", show(q), got.Histogram, got.Undated, want.Histogram, want.Undated)
	}
}

func filters(t *testing.T, index search.Index) {
	yes, no := true, false
	for _, q := range []search.Query{
		{},
		{Histogram: search.ByMonth}, {Histogram: search.ByYear},
		{Outlets: []news.OutletID{"suara-sukamaju"}},
		{Outlets: []news.OutletID{"suara-sukamaju", "pojok-kota", "nowhere"}},
		{Outlets: []news.OutletID{"nowhere"}},
		{Officials: []news.OfficialID{"raka-prasetya"}},
		{Offices: []news.OfficeID{"wakil-wali-kota-wanasari"}},
		{Places: []news.PlaceCode{"99"}}, {Places: []news.PlaceCode{"99.71"}}, {Places: []news.PlaceCode{"99.71.01"}},
		{Places: []news.PlaceCode{"99.71.01.1002"}}, {Places: []news.PlaceCode{"99.7"}},
		{Topics: []news.TopicID{"layanan-publik", "anggaran"}},
		{LinkTo: id(0)}, {LinkTo: id(7)},
		{From: "2025-05-03"}, {To: "2025-05-03"}, {From: "2025-05-02", To: "2025-05-04"}, {From: "2024-11-30", To: "2024-11-30"},
		{Withdrawn: &yes}, {Withdrawn: &no}, {Changed: true},
		{Not: search.Exclusions{Outlets: []news.OutletID{"kabar-wanasari"}}},
		{Not: search.Exclusions{Topics: []news.TopicID{"air", "anggaran"}, Places: []news.PlaceCode{"98"}}},
		{Not: search.Exclusions{Officials: []news.OfficialID{"raka-prasetya"}, Offices: []news.OfficeID{"wakil-wali-kota-wanasari"}}},
		{Outlets: []news.OutletID{"kabar-wanasari"}, Topics: []news.TopicID{"retret-asn"}, From: "2025-05-01", Not: search.Exclusions{Offices: []news.OfficeID{"wakil-wali-kota-wanasari"}}},
	} {
		compare(t, index, q)
	}
}

// counts: on any question the answer is that of the plain loop, and adding a
// filter never raises a count.
func counts(t *testing.T, index search.Index) {
	const rounds = 40
	r := rand.New(rand.NewPCG(20250515, 3))
	for range rounds {
		q := search.Query{}
		for range r.IntN(4) {
			narrow(&q, r)
		}
		compare(t, index, q)

		q.Text = []string{"", "wanasari", "retret", "wali kota", "air -pipa", "pelayanan", "ko"}[r.IntN(7)]
		q.Facets, q.Histogram, q.Limit = everyFacet, search.ByDay, 1
		before := ask(t, index, q)
		wider := q
		narrow(&q, r)
		after := ask(t, index, q)
		if after.Total > before.Total || after.Undated > before.Undated {
			t.Errorf("search %s finds %d, and %d with one filter less (%s)", show(q), after.Total, before.Total, show(wider))
		}
		for _, f := range everyFacet {
			sums := map[string]int{}
			for _, c := range before.Facets[f] {
				sums[c.Value] = c.Count
			}
			for _, c := range after.Facets[f] {
				if c.Count > sums[c.Value] {
					t.Errorf("search %s: %s %q counts %d, and %d with one filter less", show(q), f, c.Value, c.Count, sums[c.Value])
				}
			}
		}
		bars := map[news.Date]int{}
		for _, b := range before.Histogram {
			bars[b.From] = b.Count
		}
		for _, b := range after.Histogram {
			if b.Count > bars[b.From] {
				t.Errorf("search %s: bar %s counts %d, and %d with one filter less", show(q), b.From, b.Count, bars[b.From])
			}
		}
	}
}

// narrow adds one filter that q does not have yet.
func narrow(q *search.Query, r *rand.Rand) {
	yes, no := true, false
	docs := fixture()
	for range 50 {
		d := docs[r.IntN(len(docs))]
		pick := func(f search.Facet) (string, bool) {
			v := d.Values(f)
			if len(v) == 0 || q.Filtered(f) {
				return "", false
			}
			return v[r.IntN(len(v))], true
		}
		switch r.IntN(10) {
		case 0:
			if v, ok := pick(search.ByOutlet); ok {
				q.Outlets = []news.OutletID{news.OutletID(v)}
				return
			}
		case 1:
			if v, ok := pick(search.ByOfficial); ok {
				q.Officials = []news.OfficialID{news.OfficialID(v)}
				return
			}
		case 2:
			if v, ok := pick(search.ByPlace); ok {
				q.Places = []news.PlaceCode{news.PlaceCode(v)}
				return
			}
		case 3:
			if v, ok := pick(search.ByTopic); ok {
				q.Topics = []news.TopicID{news.TopicID(v)}
				return
			}
		case 4:
			if v, ok := pick(search.ByTopic); ok {
				q.Not.Topics = append(q.Not.Topics, news.TopicID(v))
				return
			}
		case 5:
			if v, ok := pick(search.ByOutlet); ok {
				q.Not.Outlets = append(q.Not.Outlets, news.OutletID(v))
				return
			}
		case 6:
			if q.From == "" && d.Day != "" && (q.To == "" || d.Day <= q.To) {
				q.From = d.Day
				return
			}
		case 7:
			if q.To == "" && d.Day != "" && (q.From == "" || d.Day >= q.From) {
				q.To = d.Day
				return
			}
		case 8:
			if q.Withdrawn == nil {
				q.Withdrawn = &no
				if r.IntN(4) == 0 {
					q.Withdrawn = &yes
				}
				return
			}
		case 9:
			if !q.Changed {
				q.Changed = true
				return
			}
		}
	}
}

// The orders of hits, ties parted by id.

func newest(a, b search.Document) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		return undatedLast(a)
	}
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
}

func oldest(a, b search.Document) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		return undatedLast(a)
	}
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}

func undatedLast(a search.Document) int {
	if a.Published.IsZero() {
		return 1
	}
	return -1
}

func lastChanged(a, b search.Document) int {
	return cmp.Or(b.Revised.Compare(a.Revised), cmp.Compare(a.ID, b.ID))
}
