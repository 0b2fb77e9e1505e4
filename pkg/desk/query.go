package desk

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// facets in the order in which they are shown.
var facets = []search.Facet{search.ByOfficial, search.ByOffice, search.ByOutlet, search.ByTopic, search.ByPlace}

// query makes the question to the index of the address.
func (q *request) query() search.Query {
	v := q.values
	out := search.Query{
		Text:    v.Get("q"),
		Outlets: ids[news.OutletID](v["outlet"]), Officials: ids[news.OfficialID](v["official"]), Offices: ids[news.OfficeID](v["office"]),
		Places: ids[news.PlaceCode](v["place"]), Topics: ids[news.TopicID](v["topic"]),
		Not: search.Exclusions{
			Outlets: ids[news.OutletID](v["-outlet"]), Officials: ids[news.OfficialID](v["-official"]), Offices: ids[news.OfficeID](v["-office"]),
			Places: ids[news.PlaceCode](v["-place"]), Topics: ids[news.TopicID](v["-topic"]),
		},
		LinkTo: news.ArticleID(v.Get("link-to")), From: news.Date(v.Get("from")), To: news.Date(v.Get("to")),
		Changed: v.Get("changed") == "yes", Sort: search.Sort(v.Get("sort")), Cursor: v.Get("after"),
	}
	if w := v.Get("withdrawn"); w != "" {
		yes := w == "yes"
		out.Withdrawn = &yes
	}
	out.Limit, _ = strconv.Atoi(v.Get("size")) // checked by the params; 0 is the default
	return out
}

func ids[T ~string](values []string) []T {
	var out []T
	for _, v := range values {
		out = append(out, T(v))
	}
	return out
}

// chip is one filter that can be taken off or turned round.
type chip struct {
	Label   string
	Exclude bool
	Remove  string // address without it
	Flip    string // address with the value excluded, or included again
}

// chips lists the filters of the address.
func (q *request) chips() []chip {
	var out []chip
	v := q.values
	for _, f := range facets {
		key := string(f)
		for _, id := range v[key] {
			out = append(out, chip{
				Label:  kindWord(q.lang, f) + ": " + q.desk.name(q.lang, f, id),
				Remove: href("/search", without(v, key, id)), Flip: href("/search", with(without(v, key, id), true, "-"+key, id)),
			})
		}
		for _, id := range v["-"+key] {
			out = append(out, chip{
				Label: kindWord(q.lang, f) + ": " + q.desk.name(q.lang, f, id), Exclude: true,
				Remove: href("/search", without(v, "-"+key, id)), Flip: href("/search", with(without(v, "-"+key, id), true, key, id)),
			})
		}
	}
	if days := q.days(); days != "" {
		out = append(out, chip{Label: days, Remove: href("/search", without(without(v, "from", ""), "to", ""))})
	}
	if v.Get("changed") != "" {
		out = append(out, chip{Label: q.t("only-changed"), Remove: href("/search", without(v, "changed", ""))})
	}
	if w := v.Get("withdrawn"); w != "" {
		out = append(out, chip{Label: q.t("withdrawn-" + w), Remove: href("/search", without(v, "withdrawn", ""))})
	}
	if id := v.Get("link-to"); id != "" {
		out = append(out, chip{Label: q.t("links-to", id[:8]), Remove: href("/search", without(v, "link-to", ""))})
	}
	return out
}

// days writes the span of days of the address: "1–31 Mei 2025".
func (q *request) days() string {
	from, to := news.Date(q.values.Get("from")), news.Date(q.values.Get("to"))
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return q.t("since", q.lang.Day(from))
	case from == "":
		return q.t("until", q.lang.Day(to))
	case from == to:
		return q.lang.Day(from)
	case from[:7] == to[:7]:
		return strconv.Itoa(from.Time().Day()) + "–" + q.lang.Day(to)
	}
	return q.lang.Day(from) + " – " + q.lang.Day(to)
}

// inWords says the question back: "wahyu hidayat, pejabat Wahyu Hidayat, 1–31 Mei
// 2025". It stands on the page, in its title and in the feed.
func (q *request) inWords() string {
	var out []string
	if text := strings.TrimSpace(q.values.Get("q")); text != "" {
		out = append(out, "“"+text+"”")
	}
	for _, f := range facets {
		for _, id := range q.values[string(f)] {
			out = append(out, strings.ToLower(kindWord(q.lang, f))+" "+q.desk.name(q.lang, f, id))
		}
		for _, id := range q.values["-"+string(f)] {
			out = append(out, q.t("not-kind", strings.ToLower(kindWord(q.lang, f)), q.desk.name(q.lang, f, id)))
		}
	}
	if days := q.days(); days != "" {
		out = append(out, days)
	}
	if q.values.Get("changed") != "" {
		out = append(out, strings.ToLower(q.t("only-changed")))
	}
	if w := q.values.Get("withdrawn"); w != "" {
		out = append(out, strings.ToLower(q.t("withdrawn-"+w)))
	}
	if id := q.values.Get("link-to"); id != "" {
		out = append(out, strings.ToLower(q.t("links-to", id[:8])))
	}
	if len(out) == 0 {
		return q.t("all-articles")
	}
	return strings.Join(out, ", ")
}

// facetView is one facet beside the results.
type facetView struct {
	Kind, Label string
	Values      []facetValue
	More        []facetValue // beyond the first ten
}

type facetValue struct {
	Name    string
	Count   int
	On      bool
	Href    string // with or without it
	Exclude string
}

// shownValues is how many values of a facet are shown before the reader asks for
// more.
const shownValues = 8

func (q *request) facetViews(counts map[search.Facet][]search.FacetCount) []facetView {
	var out []facetView
	for _, f := range facets {
		key := string(f)
		fv := facetView{Kind: key, Label: word(q.lang, "facet-"+key)}
		seen := map[string]bool{}
		add := func(id string, n int) {
			on := contains(q.values[key], id)
			val := facetValue{Name: q.desk.name(q.lang, f, id), Count: n, On: on, Exclude: href("/search", with(without(q.values, key, id), true, "-"+key, id))}
			if on {
				val.Href = href("/search", without(q.values, key, id))
			} else {
				val.Href = href("/search", with(q.values, true, key, id))
			}
			seen[id] = true
			if len(fv.Values) < shownValues || on {
				fv.Values = append(fv.Values, val)
			} else if len(fv.More) < 60 {
				fv.More = append(fv.More, val)
			}
		}
		for _, c := range counts[f] {
			if c.Value != "" && !contains(q.values["-"+key], c.Value) {
				add(c.Value, c.Count)
			}
		}
		// A chosen value stays in sight though nothing has it now.
		for _, id := range q.values[key] {
			if !seen[id] {
				add(id, 0)
			}
		}
		if len(fv.Values) > 0 {
			out = append(out, fv)
		}
	}
	return out
}

// sortView is one order of the results.
type sortView struct {
	Label, Href string
	On          bool
}

func (q *request) sorts(now search.Sort) []sortView {
	var out []sortView
	for _, s := range []search.Sort{search.Relevance, search.Newest, search.Oldest, search.Changed} {
		if s == search.Relevance && strings.TrimSpace(q.values.Get("q")) == "" {
			continue
		}
		out = append(out, sortView{q.t("sort-" + string(s)), href("/search", with(q.values, false, "sort", string(s))), s == now})
	}
	return out
}

// plain is the state without what only formats understand.
func plain(v url.Values) url.Values {
	out := clone(v)
	for _, k := range []string{"bom", "sep", "excel"} {
		out.Del(k)
	}
	return out
}
