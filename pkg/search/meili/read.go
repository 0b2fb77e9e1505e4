package meili

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Search implements [search.Index]. Everything is one request: the hits, and a
// search of its own for each facet that the question filters on.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	text, err := search.ParseText(q.Text)
	if err != nil {
		return search.Result{}, err
	}
	page, err := newPage(q)
	if err != nil {
		return search.Result{}, err
	}
	start := time.Now()
	requests, facets := x.requests(q, words(text), page)
	got, err := x.multi(ctx, "search", requests...)
	if err != nil {
		return search.Result{}, err
	}
	res, err := read(q, text, page, got, facets)
	if err != nil {
		return search.Result{}, fmt.Errorf("search: %w", err)
	}
	res.Took = time.Since(start)
	return res, nil
}

// multi asks several things at once.
func (x *Index) multi(ctx context.Context, doing string, requests ...*meilisearch.SearchRequest) ([]meilisearch.SearchResponse, error) {
	for _, r := range requests {
		r.IndexUID = x.config.Index
		r.MatchingStrategy = meilisearch.All // the default drops words without a word
	}
	res, err := call(ctx, x, doing, x.config.Timeout, func(ctx context.Context) (*meilisearch.MultiSearchResponse, error) {
		return x.server.MultiSearchWithContext(ctx, &meilisearch.MultiSearchRequest{Queries: requests})
	})
	if err != nil {
		return nil, err
	}
	if len(res.Results) != len(requests) {
		return nil, fmt.Errorf("%s: %s gives %d answers to %d questions", doing, x.config.URL, len(res.Results), len(requests))
	}
	return res.Results, nil
}

// requests makes the request for hits, total and histogram, and those for facets.
// The total is that of all pages, so on a later page, whose filter leaves hits
// out, it is a request of its own.
func (x *Index) requests(q search.Query, words string, p page) (out []*meilisearch.SearchRequest, facets map[search.Facet]int) {
	hits := &meilisearch.SearchRequest{
		Query: words, Filter: filter(q, p), Sort: p.sort(), Offset: p.offset, Limit: int64(q.Size()) + 1,
		AttributesToRetrieve: []string{docField}, ShowRankingScore: p.order == search.Relevance,
	}
	counted := hits
	out = append(out, hits)
	count := func(q search.Query) *meilisearch.SearchRequest {
		r := &meilisearch.SearchRequest{Query: words, Filter: filter(q, page{}), Limit: 1, AttributesToRetrieve: []string{idField}}
		out = append(out, r)
		return r
	}
	if p.filter != "" {
		counted = count(q)
	}
	facets = map[search.Facet]int{}
	for _, f := range q.Facets {
		r := counted
		if q.Filtered(f) {
			r = count(q.Without(f))
		}
		r.Facets = append(r.Facets, string(f))
		facets[f] = len(out) - 1
		if !q.Filtered(f) {
			facets[f] = countedAt(p)
		}
	}
	if q.Histogram != "" {
		counted.Facets = append(counted.Facets, "day")
	}
	return out, facets
}

// countedAt is the place of the answer that counts every page.
func countedAt(p page) int {
	if p.filter != "" {
		return 1
	}
	return 0
}

func read(q search.Query, text search.Text, p page, got []meilisearch.SearchResponse, facets map[search.Facet]int) (search.Result, error) {
	counted := got[countedAt(p)]
	res := search.Result{Total: int(counted.EstimatedTotalHits), Exact: true}
	var marks *search.Highlighter
	if q.Highlight {
		marks = search.NewHighlighter(text)
	}
	hits := got[0].Hits
	more := len(hits) > q.Size()
	for _, h := range hits[:min(len(hits), q.Size())] {
		raw, err := stored(h)
		if err != nil {
			return res, err
		}
		d, err := search.Decode([]byte(raw))
		if err != nil {
			return res, err
		}
		hit := search.Hit{Document: d}
		if score, ok := h["_rankingScore"]; ok {
			if err := json.Unmarshal(score, &hit.Score); err != nil {
				return res, err
			}
		}
		hit.Title, hit.Snippet = search.Excerpt(d, marks)
		res.Hits = append(res.Hits, hit)
	}
	if more {
		res.Next = p.next(q, res.Hits[len(res.Hits)-1].Document)
	}
	if len(q.Facets) > 0 {
		res.Facets = map[search.Facet][]search.FacetCount{}
	}
	for _, f := range q.Facets {
		counts, err := distribution(got[facets[f]], string(f))
		if err != nil {
			return res, err
		}
		res.Facets[f] = search.TopFacets(counts)
	}
	if q.Histogram != "" {
		counts, err := distribution(counted, "day")
		if err != nil {
			return res, err
		}
		days := map[news.Date]int{}
		res.Undated = res.Total
		for day, n := range counts {
			days[news.Date(day)] = n
			res.Undated -= n
		}
		res.Histogram = search.Bars(days, q.Histogram)
	}
	return res, nil
}

func distribution(r meilisearch.SearchResponse, field string) (map[string]int, error) {
	var all map[string]map[string]int
	if len(r.FacetDistribution) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(r.FacetDistribution, &all); err != nil {
		return nil, fmt.Errorf("counts of %s: %w", field, err)
	}
	return all[field], nil
}

// stored returns the document of a hit, as JSON.
func stored(h meilisearch.Hit) (string, error) {
	var doc string
	raw, ok := h[docField]
	if !ok {
		return "", errors.New("a hit of the server has no document in it")
	}
	err := json.Unmarshal(raw, &doc)
	return doc, err
}

// words writes what the server is asked to find.
//
// The server can not look for one word or another, so a word that has a root is
// looked for by its root alone, which stands in a field of its own beside every
// form of it; in quotation marks, because a root is short and much is like it.
// A word that has none is looked for with mistakes forgiven. Exclusions come
// first, for the last word is the one that may be a prefix; a space after it
// takes that away.
func words(t search.Text) string {
	var b strings.Builder
	for _, term := range t.Not {
		b.WriteByte('-')
		if term.Phrase {
			b.WriteString(quoted(term.Words...))
		} else {
			b.WriteString(term.Stem)
		}
		b.WriteByte(' ')
	}
	for i, term := range t.Terms {
		last := i == len(t.Terms)-1
		switch {
		case term.Phrase:
			b.WriteString(quoted(term.Words...))
		case term.Stem != term.Word():
			b.WriteString(quoted(term.Stem))
		default:
			b.WriteString(term.Word())
			if last && term.Prefix {
				continue
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// quoted writes a phrase. Words hold letters and digits only.
func quoted(words ...string) string { return `"` + strings.Join(words, " ") + `"` }

// filter writes the filters of q in the server's language.
func filter(q search.Query, p page) string {
	all := []string{"kind = article"}
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, f := range []struct {
		field     string
		want, not []string
	}{
		{"outlet", list(q.Outlets), list(q.Not.Outlets)},
		{"official", list(q.Officials), list(q.Not.Officials)},
		{"office", list(q.Offices), list(q.Not.Offices)},
		{"place", list(q.Places), list(q.Not.Places)},
		{"topic", list(q.Topics), list(q.Not.Topics)},
	} {
		if len(f.want) > 0 {
			add("%s IN [%s]", f.field, strings.Join(f.want, ", "))
		}
		if len(f.not) > 0 {
			add("%s NOT IN [%s]", f.field, strings.Join(f.not, ", "))
		}
	}
	if q.LinkTo != "" {
		add("link = %s", literal(string(q.LinkTo)))
	}
	if q.From != "" {
		add("day >= %s", literal(string(q.From)))
	}
	if q.To != "" {
		add("day <= %s", literal(string(q.To)))
	}
	if q.Withdrawn != nil {
		add("withdrawn = %t", *q.Withdrawn)
	}
	if q.Changed {
		add("changed = true")
	}
	if p.filter != "" {
		add("(%s)", p.filter)
	}
	return strings.Join(all, " AND ")
}

func list[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = literal(string(v))
	}
	return out
}

// literal writes a value so that nothing in it ends it.
func literal(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// page is a place in the order of hits. By date it is the last hit seen, so that
// articles that come in meanwhile move nothing; by relevance it is a number of hits.
type page struct {
	order  search.Sort
	offset int64
	filter string
}

const undated = "-"

func newPage(q search.Query) (page, error) {
	p := page{order: q.Order()}
	keys := 2
	if p.order == search.Relevance {
		keys = 1
	}
	after, err := q.After(keys)
	if err != nil || after == nil {
		return p, err
	}
	broken := &search.BadQuery{Param: "cursor", Why: "it is broken: start again from the first page"}
	if p.order == search.Relevance {
		if p.offset, err = strconv.ParseInt(after[0], 10, 64); err != nil || p.offset < 0 || p.offset >= maxOffset {
			return p, broken
		}
		return p, nil
	}
	at, id := after[0], news.ArticleID(after[1])
	if !id.Valid() {
		return p, broken
	}
	field, further := p.field()
	if at == undated {
		p.filter = fmt.Sprintf("%s NOT EXISTS AND id > %s", field, literal(string(id)))
		return p, nil
	}
	if _, err := strconv.ParseInt(at, 10, 64); err != nil {
		return p, broken
	}
	p.filter = fmt.Sprintf("%[1]s %[2]s %[3]s OR (%[1]s = %[3]s AND id > %[4]s) OR %[1]s NOT EXISTS", field, further, at, literal(string(id)))
	return p, nil
}

// field returns what hits are ordered by, and the sign that leads on.
func (p page) field() (field, further string) {
	switch p.order {
	case search.Oldest:
		return "published", ">"
	case search.Changed:
		return "revised", "<"
	}
	return "published", "<"
}

func (p page) sort() []string {
	if p.order == search.Relevance {
		return nil
	}
	field, further := p.field()
	if further == ">" {
		return []string{field + ":asc", "id:asc"}
	}
	return []string{field + ":desc", "id:asc"}
}

func (p page) next(q search.Query, last search.Document) string {
	if p.order == search.Relevance {
		if to := p.offset + int64(q.Size()); to < maxOffset {
			return q.NextAfter(strconv.FormatInt(to, 10))
		}
		return ""
	}
	t := last.Published
	if p.order == search.Changed {
		t = last.Revised
	}
	at := undated
	if !t.IsZero() {
		at = strconv.FormatInt(t.Unix(), 10)
	}
	return q.NextAfter(at, string(last.ID))
}
