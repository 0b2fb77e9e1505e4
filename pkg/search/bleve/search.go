package bleve

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/blevesearch/bleve/v2"
	bsearch "github.com/blevesearch/bleve/v2/search"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Search implements [search.Index]. Totals and counts are exact.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	text, err := search.ParseText(q.Text)
	if err != nil {
		return search.Result{}, err
	}
	order, keys := order(q.Order())
	after, err := q.After(keys)
	if err != nil {
		return search.Result{}, err
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	g, err := x.use()
	if err != nil {
		return search.Result{}, err
	}
	defer g.release()

	var res search.Result
	err = guard(func() error {
		res, err = g.search(ctx, q, text, order, after)
		return err
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return search.Result{}, fmt.Errorf("search took longer than %s: ask for less: %w", time.Since(start).Round(time.Millisecond), err)
	}
	if err != nil {
		return search.Result{}, fmt.Errorf("search: %w", err)
	}
	res.Took = time.Since(start)
	return res, nil
}

// order returns the engine's order and the number of keys that a cursor needs.
// The id comes last in each, so that no two hits are equal.
func order(s search.Sort) (bsearch.SortOrder, int) {
	field := func(name string, down bool) bsearch.SearchSort {
		return &bsearch.SortField{Field: name, Desc: down, Type: bsearch.SortFieldAsString, Missing: bsearch.SortFieldMissingLast}
	}
	out := bsearch.SortOrder{field(publishedField, s != search.Oldest), &bsearch.SortDocID{}}
	switch s {
	case search.Relevance:
		out = append(bsearch.SortOrder{&bsearch.SortScore{Desc: true}}, out...)
	case search.Changed:
		out[0] = field(revisedField, true)
	}
	return out, len(out)
}

func (g *generation) search(ctx context.Context, q search.Query, text search.Text, order bsearch.SortOrder, after []string) (search.Result, error) {
	scored := q.Order() == search.Relevance
	req := bleve.NewSearchRequestOptions(build(q, text, scored), q.Size()+1, 0, false)
	req.Fields = []string{storedField}
	req.SortByCustom(order)
	if !scored {
		req.Score = bleve.ScoreNone
	}
	if after != nil {
		req.SetSearchAfter(after)
	}
	facets(req, q, func(f search.Facet) bool { return !q.Filtered(f) })
	if q.Histogram != "" {
		req.AddFacet(dayField, bleve.NewFacetRequest(dayField, math.MaxInt32))
	}
	got, err := g.engine.SearchInContext(ctx, req)
	if err != nil {
		return search.Result{}, err
	}
	res := search.Result{Total: int(got.Total), Exact: true}
	hits := got.Hits
	if len(hits) > q.Size() {
		hits = hits[:q.Size()]
		res.Next = q.NextAfter(hits[len(hits)-1].Sort...)
		if scored {
			// The engine leaves a placeholder for the score.
			keys := append([]string{}, hits[len(hits)-1].Sort...)
			keys[0] = fmt.Sprintf("%g", hits[len(hits)-1].Score)
			res.Next = q.NextAfter(keys...)
		}
	}
	var marks *search.Highlighter
	if q.Highlight {
		marks = search.NewHighlighter(text)
	}
	for _, h := range hits {
		raw, _ := h.Fields[storedField].(string)
		d, err := search.Decode([]byte(raw))
		if err != nil {
			return search.Result{}, fmt.Errorf("article %s: %w", h.ID, err)
		}
		hit := search.Hit{Document: d, Score: h.Score}
		hit.Title, hit.Snippet = search.Excerpt(d, marks)
		res.Hits = append(res.Hits, hit)
	}
	if len(q.Facets) > 0 {
		res.Facets = map[search.Facet][]search.FacetCount{}
		for _, f := range q.Facets {
			from := got
			if q.Filtered(f) {
				if from, err = g.without(ctx, q, text, f); err != nil {
					return search.Result{}, err
				}
			}
			res.Facets[f] = search.TopFacets(counts(from, string(f)))
		}
	}
	if q.Histogram != "" {
		days := map[news.Date]int{}
		res.Undated = res.Total
		for day, n := range counts(got, dayField) {
			days[news.Date(day)] = n
			res.Undated -= n
		}
		res.Histogram = search.Bars(days, q.Histogram)
	}
	return res, nil
}

// without asks again for one facet, ignoring the filter on it.
func (g *generation) without(ctx context.Context, q search.Query, text search.Text, f search.Facet) (*bleve.SearchResult, error) {
	req := bleve.NewSearchRequestOptions(build(q.Without(f), text, false), 0, 0, false)
	req.Score = bleve.ScoreNone
	facets(req, q, func(other search.Facet) bool { return other == f })
	return g.engine.SearchInContext(ctx, req)
}

func facets(req *bleve.SearchRequest, q search.Query, want func(search.Facet) bool) {
	for _, f := range q.Facets {
		if want(f) {
			req.AddFacet(string(f), bleve.NewFacetRequest(string(f), search.MaxFacet))
		}
	}
}

func counts(res *bleve.SearchResult, name string) map[string]int {
	out := map[string]int{}
	if f := res.Facets[name]; f != nil && f.Terms != nil {
		for _, t := range f.Terms.Terms() {
			out[t.Term] = t.Count
		}
	}
	return out
}
