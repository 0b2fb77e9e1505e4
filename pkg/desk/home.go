package desk

import (
	"net/http"
	"net/url"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Home is the first page.
type Home struct {
	Total     int       `json:"total"`
	Exact     bool      `json:"exact"`
	Newest    []Row     `json:"newest"`
	Changed   []Row     `json:"changed"`
	Gone      []Row     `json:"withdrawn"`
	Officials []Counted `json:"officials"` // in the news of the last days
	Topics    []Counted `json:"topics"`
	Since     news.Date `json:"since"` // first of those days
	Outlets   int       `json:"outlets"`
	Error     bool      `json:"error,omitempty"`

	Chart *chart `json:"-"`
}

// newsDays is how many days count as "in the news".
const newsDays = 7

func (q *request) home() Home {
	h := Home{Newest: []Row{}, Changed: []Row{}, Gone: []Row{}, Officials: []Counted{}, Topics: []Counted{}}
	rows := func(query search.Query) ([]Row, search.Result) {
		res, err := q.desk.Index.Search(q.Context(), query)
		if err != nil {
			q.desk.Logger.Error("first page without the index", "error", err)
			h.Error = true
			return []Row{}, res
		}
		out := []Row{}
		for _, hit := range res.Hits {
			out = append(out, q.row(hit))
		}
		return out, res
	}
	var all search.Result
	h.Newest, all = rows(search.Query{Sort: search.Newest, Limit: 8, Histogram: search.ByMonth, Facets: []search.Facet{search.ByOutlet}})
	if h.Error {
		return h
	}
	h.Total, h.Exact, h.Outlets = all.Total, all.Exact, len(all.Facets[search.ByOutlet])
	yes := true
	h.Changed, _ = rows(search.Query{Sort: search.Changed, Changed: true, Limit: 5})
	h.Gone, _ = rows(search.Query{Sort: search.Changed, Withdrawn: &yes, Limit: 5})
	// An archive of old pages has no news of this week: then the week of its newest article.
	end := q.today()
	if len(h.Newest) > 0 && h.Newest[0].Day != "" && h.Newest[0].Day < end {
		end = h.Newest[0].Day
	}
	h.Since = end.AddDays(1 - newsDays)
	_, week := rows(search.Query{From: h.Since, To: end, Limit: 1, Facets: []search.Facet{search.ByOfficial, search.ByTopic}})
	counted := func(f search.Facet, n int) []Counted {
		out := []Counted{}
		for _, c := range week.Facets[f] {
			if len(out) == n {
				break
			}
			to := href("/search", url.Values{string(f): {c.Value}, "from": {string(h.Since)}, "to": {string(end)}})
			out = append(out, Counted{c.Value, q.desk.name(q.lang, f, c.Value), c.Count, to})
		}
		return out
	}
	h.Officials, h.Topics = counted(search.ByOfficial, 8), counted(search.ByTopic, 8)
	if len(all.Histogram) > 0 {
		if by, bars, err := q.finer(q.Context(), search.Query{}, all); err == nil {
			h.Chart = chartOf(q.lang, bars, by, q.today(), "/search", url.Values{})
			if h.Chart != nil {
				h.Chart.Undated = all.Undated
			}
		}
	}
	return h
}

func (d *desk) home(q *request) (view, error) {
	h := q.home()
	v := view{template: "home", title: q.t("home-title"), active: "home", body: h, formats: []format{
		{"JSON", href("/home.json", url.Values{"lang": {string(q.lang)}}), "application/json"},
		{q.t("feed"), href("/search.atom", url.Values{"lang": {string(q.lang)}}), "application/atom+xml"},
	}}
	if h.Error {
		v.code = http.StatusServiceUnavailable
	}
	return v, nil
}
