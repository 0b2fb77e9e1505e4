package meilitest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/search"
)

// query is one search of a request. Fields that are not here are refused.
type query struct {
	IndexUID             string          `json:"indexUid"`
	Q                    string          `json:"q"`
	Filter               string          `json:"filter"`
	Sort                 []string        `json:"sort"`
	Offset               int             `json:"offset"`
	Limit                *int            `json:"limit"`
	Facets               []string        `json:"facets"`
	MatchingStrategy     string          `json:"matchingStrategy"`
	AttributesToRetrieve []string        `json:"attributesToRetrieve"`
	ShowRankingScore     bool            `json:"showRankingScore"`
	Hybrid               json.RawMessage `json:"hybrid"` // the client sends null
}

func (s *Server) multiSearch(body []byte) (any, *refusal) {
	var in struct {
		Queries []query `json:"queries"`
	}
	if no := decode(body, &in, "bad_request"); no != nil {
		return nil, no
	}
	results := []any{}
	for _, q := range in.Queries {
		x := s.indexes[q.IndexUID]
		if x == nil {
			return nil, refuse(http.StatusBadRequest, "index_not_found", "Inside `.queries`: Index `%s` not found.", q.IndexUID)
		}
		res, no := x.search(q)
		if no != nil {
			return nil, no
		}
		results = append(results, res)
	}
	return map[string]any{"results": results}, nil
}

// match is a document found, and how good a match it is.
type match struct {
	document document
	typos    int
	field    int // place in the order of searchable fields, summed over words
}

func (x *index) search(q query) (any, *refusal) {
	if q.MatchingStrategy != "all" {
		return nil, refuse(http.StatusBadRequest, "invalid_search_matching_strategy", "the stand-in knows the strategy all")
	}
	passes, err := parseFilter(q.Filter, x.settings.FilterableAttributes)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "invalid_search_filter", "%v", err)
	}
	orders, no := x.orders(q.Sort)
	if no != nil {
		return nil, no
	}
	for _, f := range q.Facets {
		if !slices.Contains(x.settings.FilterableAttributes, f) {
			return nil, refuse(http.StatusBadRequest, "invalid_search_facets", "Invalid facet distribution: Attribute `%s` is not filterable.", f)
		}
	}
	terms := parseQuery(q.Q)
	var found []match
	for _, d := range x.documents {
		if m, ok := x.match(d, terms); ok && passes(d) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b match) int {
		for _, o := range orders[:len(q.Sort)] {
			if c := o.compare(a.document, b.document); c != 0 {
				return c
			}
		}
		if c := cmp.Or(cmp.Compare(a.typos, b.typos), cmp.Compare(a.field, b.field)); c != 0 {
			return c
		}
		for _, o := range orders[len(q.Sort):] {
			if c := o.compare(a.document, b.document); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.document["id"].(string), b.document["id"].(string))
	})
	limit := 20
	if q.Limit != nil {
		limit = *q.Limit
	}
	most := x.settings.Pagination.MaxTotalHits
	hits := []document{}
	for _, m := range found[min(q.Offset, len(found)):min(q.Offset+limit, len(found), most)] {
		shown := q.AttributesToRetrieve
		if !slices.Contains(x.settings.DisplayedAttributes, "*") {
			shown = slices.DeleteFunc(slices.Clone(shown), func(f string) bool { return !slices.Contains(x.settings.DisplayedAttributes, f) })
		}
		d := pick(m.document, shown)
		if q.ShowRankingScore {
			d["_rankingScore"] = 1 / float64(1+m.typos)
		}
		hits = append(hits, d)
	}
	res := map[string]any{
		"indexUid": q.IndexUID, "hits": hits, "query": q.Q, "processingTimeMs": 0, "limit": limit, "offset": q.Offset, "estimatedTotalHits": len(found),
	}
	if len(q.Facets) > 0 {
		res["facetDistribution"] = x.facets(q.Facets, found)
	}
	return res, nil
}

func (x *index) facets(fields []string, found []match) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, f := range fields {
		counts := map[string]int{}
		for _, m := range found {
			for _, v := range values(m.document[f]) {
				counts[v]++
			}
		}
		names := make([]string, 0, len(counts))
		for v := range counts {
			names = append(names, v)
		}
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
		for _, v := range names[min(len(names), x.settings.Faceting.MaxValuesPerFacet):] {
			delete(counts, v)
		}
		out[f] = counts
	}
	return out
}

// order is one key by which hits are ordered.
type order struct {
	field string
	down  bool
}

// orders are those asked for, and after them the ones among the ranking rules.
func (x *index) orders(asked []string) ([]order, *refusal) {
	var out []order
	for _, s := range asked {
		field, way, _ := strings.Cut(s, ":")
		if way != "asc" && way != "desc" || !slices.Contains(x.settings.SortableAttributes, field) {
			return nil, refuse(http.StatusBadRequest, "invalid_search_sort", "Attribute `%s` is not sortable.", s)
		}
		out = append(out, order{field, way == "desc"})
	}
	if len(asked) > 0 && (len(x.settings.RankingRules) == 0 || x.settings.RankingRules[0] != "sort") {
		return nil, refuse(http.StatusBadRequest, "invalid_search_sort", "the stand-in sorts when sort is the first ranking rule")
	}
	for _, rule := range x.settings.RankingRules {
		if field, way, custom := strings.Cut(rule, ":"); custom {
			out = append(out, order{field, way == "desc"})
		}
	}
	return out, nil
}

func (o order) compare(a, b document) int {
	x, y := values(a[o.field]), values(b[o.field])
	switch { // what lacks the field is last, whichever way
	case len(x) == 0 && len(y) == 0:
		return 0
	case len(x) == 0:
		return 1
	case len(y) == 0:
		return -1
	}
	c := cmp.Compare(x[0], y[0])
	m, err1 := strconv.ParseFloat(x[0], 64)
	n, err2 := strconv.ParseFloat(y[0], 64)
	if err1 == nil && err2 == nil {
		c = cmp.Compare(m, n)
	}
	if o.down {
		return -c
	}
	return c
}

// term is a part of a query: a word, or a phrase of one word or more.
type term struct {
	words               []string
	not, phrase, prefix bool
}

const maxQueryWords = 10 // the server reads no more

func parseQuery(q string) []term {
	var out []term
	n := 0
	for rest := q; ; {
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || n >= maxQueryWords {
			return out
		}
		var t term
		if after, ok := strings.CutPrefix(rest, "-"); ok {
			t.not, rest = true, after
		}
		if after, ok := strings.CutPrefix(rest, `"`); ok {
			text, tail, _ := strings.Cut(after, `"`)
			t.words, t.phrase, rest = tokenize(text), true, tail
		} else {
			i := strings.IndexAny(rest, ` "`)
			if i < 0 {
				i = len(rest)
			}
			t.words = tokenize(rest[:i])
			t.prefix = i == len(rest) && !t.not
			rest = rest[i:]
		}
		n += len(t.words)
		if len(t.words) > 0 {
			out = append(out, t)
		}
	}
}

func tokenize(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

func (x *index) match(d document, terms []term) (match, bool) {
	m := match{document: d}
	for _, t := range terms {
		typos, field, ok := x.find(d, t)
		if ok == t.not {
			return m, false
		}
		m.typos += typos
		m.field += field
	}
	return m, true
}

// find looks for a term in the fields, and returns the best match.
func (x *index) find(d document, t term) (typos, field int, ok bool) {
	best := -1
	for i, f := range x.settings.SearchableAttributes {
		forgiven := 0
		if tt := x.settings.TypoTolerance; tt.Enabled && !t.not && !t.phrase && !slices.Contains(tt.DisableOnAttributes, f) {
			forgiven = tt.forgive(t.words[0])
		}
		for _, text := range values(d[f]) {
			n := finds(tokenize(text), t, forgiven)
			if n >= 0 && (best < 0 || n < best) {
				best, field = n, i
			}
		}
	}
	return max(best, 0), field, best >= 0
}

func (t *typoTolerance) forgive(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case t.DisableOnNumbers && strings.Trim(word, "0123456789") == "":
		return 0
	case n >= t.MinWordSizeForTypos.TwoTypos:
		return 2
	case n >= t.MinWordSizeForTypos.OneTypo:
		return 1
	}
	return 0
}

// finds returns the number of typos with which a term stands in a text, -1 when it
// does not.
func finds(words []string, t term, forgiven int) int {
	best := -1
	for i := range words {
		if len(t.words) > 1 || t.phrase {
			if i+len(t.words) <= len(words) && slices.Equal(words[i:i+len(t.words)], t.words) {
				return 0
			}
			continue
		}
		w := t.words[0]
		if words[i] == w || t.prefix && strings.HasPrefix(words[i], w) {
			return 0
		}
		for n := 1; n <= forgiven; n++ {
			if words[i][0] == w[0] && search.Near(words[i], w, n) && (best < 0 || n < best) {
				best = n
			}
		}
	}
	return best
}
