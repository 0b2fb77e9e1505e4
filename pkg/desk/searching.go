package desk

import (
	"context"
	"errors"
	"strings"

	"github.com/jejak-id/jejak/pkg/search"
)

// answer is a search as every format shows it.
type answer struct {
	Words   string // the question in words
	Result  search.Result
	Rows    []Row
	Found   []Found
	By      search.Interval
	Next    string // address of the next page
	Partial string // what could not be had, in the reader's words
}

// ask puts the address to the index. An unusable cursor is told and forgotten:
// the reader is at the first page then, not at an error.
func (q *request) ask(ctx context.Context, full bool) (answer, error) {
	query := q.query()
	query.Highlight = true
	a := answer{Words: q.inWords()}
	if full {
		query.Facets = facets
		a.By = interval(query.From, query.To)
		query.Histogram = a.By
	}
	res, err := q.desk.Index.Search(ctx, query)
	var bad *search.BadQuery
	if errors.As(err, &bad) && bad.Param == "cursor" {
		q.notice("notice-cursor")
		q.values.Del("after")
		query.Cursor = ""
		res, err = q.desk.Index.Search(ctx, query)
	}
	if err != nil {
		return a, err
	}
	if full && a.By == search.ByMonth && len(res.Histogram) > 0 {
		a.By, res.Histogram, err = q.finer(ctx, query, res)
		if err != nil {
			return a, err
		}
	}
	a.Result = res
	for _, h := range res.Hits {
		a.Rows = append(a.Rows, q.row(h))
	}
	if res.Next != "" {
		state := plain(q.values)
		state.Set("after", res.Next)
		a.Next = href("/search", state)
	}
	if q.values.Get("after") == "" {
		a.Found = q.found(q.values.Get("q"))
	}
	return a, nil
}

// finer draws days when everything lies within two months, and years when it is
// more than ten of them.
func (q *request) finer(ctx context.Context, query search.Query, res search.Result) (search.Interval, []search.Bar, error) {
	first, last := res.Histogram[0].From, res.Histogram[len(res.Histogram)-1].From
	months := int(last.Time().Sub(first.Time()).Hours() / 24 / 30)
	switch {
	case months <= 2:
		query.Facets, query.Highlight, query.Limit, query.Cursor, query.Histogram = nil, false, 1, "", search.ByDay
		days, err := q.desk.Index.Search(ctx, query)
		return search.ByDay, days.Histogram, err
	case months > 120:
		days := map[string]int{}
		var bars []search.Bar
		for _, b := range res.Histogram {
			year := string(b.From[:4])
			if days[year] == 0 {
				bars = append(bars, search.Bar{From: b.From[:4] + "-01-01"})
			}
			days[year] += b.Count
			bars[len(bars)-1].Count += b.Count
		}
		return search.ByYear, bars, nil
	}
	return search.ByMonth, res.Histogram, nil
}

// searchBody is the search page.
type searchBody struct {
	answer
	State   map[string][]string // hidden fields of the forms
	Chips   []chip
	Facets  []facetView
	Sorts   []sortView
	Chart   *chart
	From    string
	To      string
	Size    int
	Prev    bool // this is not the first page
	First   string
	Feed    string
	CSV     string
	Looser  []looser
	Chosen  int // filters
	Asked   bool
	JSONURL string
}

// looser is a wider question that does give results, for a page without any.
type looser struct {
	Label, Href string
	Count       int
}

func (d *desk) searchPage(q *request) (view, error) {
	a, err := q.ask(q.Context(), true)
	if err != nil {
		return view{}, err
	}
	formats := q.formatsOf("/search", plain(q.values), ".json", ".csv", ".atom")
	b := searchBody{
		answer: a, State: map[string][]string{}, Chips: q.chips(), Facets: q.facetViews(a.Result.Facets),
		Sorts: q.sorts(q.query().Order()), From: q.values.Get("from"), To: q.values.Get("to"),
		Prev: q.values.Get("after") != "", First: href("/search", without(plain(q.values), "after", "")),
		CSV: formats[1].Href, Feed: formats[2].Href,
	}
	b.Chosen = len(b.Chips)
	b.Asked = q.values.Get("q") != "" || b.Chosen > 0
	for key, values := range plain(q.values) {
		if key != "after" && key != "from" && key != "to" {
			b.State[key] = values
		}
	}
	b.Chart = chartOf(q.lang, a.Result.Histogram, a.By, q.today(), "/search", without(plain(q.values), "after", ""))
	if b.Chart != nil {
		b.Chart.Undated = a.Result.Undated
		if b.From != "" || b.To != "" {
			b.Chart.Wide = href("/search", without(without(plain(q.values), "from", ""), "to", ""))
		}
	}
	if a.Result.Total == 0 {
		b.Looser = q.looser(q.Context())
	}
	title := q.t("search")
	if b.Asked {
		title = a.Words + " · " + q.count(a.Result)
	}
	return view{
		template: "search", title: title, active: "search", words: q.values.Get("q"), formats: formats, body: b, next: a.Next,
		noindex: true,
	}, nil
}

// count says how many articles there are, and whether that is exact.
func (q *request) count(r search.Result) string {
	if !r.Exact {
		return q.t("count-about", q.lang.Number(r.Total))
	}
	return q.t("count", q.lang.Number(r.Total))
}

// Count says how many articles there are, for the template.
func (b searchBody) Count() int { return b.Result.Total }

// looser tries wider questions, at most three that give something: the reader of
// an empty page gets ways out that lead somewhere.
func (q *request) looser(ctx context.Context) []looser {
	var out []looser
	try := func(label string, state map[string][]string) {
		if len(out) == 3 {
			return
		}
		wider := *q
		wider.values = state
		query := wider.query()
		query.Limit = 1
		if res, err := q.desk.Index.Search(ctx, query); err == nil && res.Total > 0 {
			out = append(out, looser{label, href("/search", state), res.Total})
		}
	}
	v := without(plain(q.values), "after", "")
	if v.Get("from") != "" || v.Get("to") != "" {
		try(q.t("looser-days"), without(without(v, "from", ""), "to", ""))
	}
	filters := clone(v)
	for key := range filters {
		if key != "q" && key != "sort" {
			filters.Del(key)
		}
	}
	if len(filters) < len(v) && v.Get("q") != "" {
		try(q.t("looser-filters"), filters)
	}
	// Each word alone finds which of them was one too many.
	if words := strings.Fields(v.Get("q")); len(words) > 1 {
		for i := range min(len(words), 6) {
			fewer := clone(v)
			rest := append(append([]string{}, words[:i]...), words[i+1:]...)
			fewer.Set("q", strings.Join(rest, " "))
			try(q.t("looser-word", words[i]), fewer)
		}
	}
	if len(out) < 3 {
		try(q.t("looser-all"), map[string][]string{})
	}
	return out
}
