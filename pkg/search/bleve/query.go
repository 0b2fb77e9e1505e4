package bleve

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/jejak-id/jejak/pkg/search"
)

// How much a match counts. A word as it was asked for is worth more than another
// form of it, that more than the beginning of a longer word, and that more than a
// word with a mistake; the headline is worth more than the text.
const (
	boostWord   = 4
	boostRoot   = 2
	boostPrefix = 1
	boostTypo   = 0.4
	boostTitle  = 3
	boostInARow = 2
)

// build makes the engine's query. With score it adds what only orders hits.
func build(q search.Query, text search.Text, score bool) query.Query {
	b := bleve.NewBooleanQuery()
	for _, t := range text.Terms {
		b.AddMust(must(t))
	}
	if len(text.Terms) == 0 {
		b.AddMust(bleve.NewMatchAllQuery())
	}
	for _, t := range text.Not {
		b.AddMustNot(never(t))
	}
	if score {
		for _, s := range should(text.Terms) {
			b.AddShould(s)
		}
	}
	filters := filters(q)
	if len(filters) > 0 {
		b.AddFilter(bleve.NewConjunctionQuery(filters...))
	}
	excluded(q, b)
	return b
}

// must is what every hit has of a term.
func must(t search.Term) query.Query {
	if t.Phrase {
		return phrase(allField, t.Words, boostWord)
	}
	return bleve.NewDisjunctionQuery(forms(allField, rootField, t, true)...)
}

// forms are the ways in which a word may stand in a field.
func forms(field, roots string, t search.Term, loose bool) []query.Query {
	word := t.Word()
	out := []query.Query{term(field, word, boostWord), term(roots, t.Stem, boostRoot)}
	if t.Stem != word {
		out = append(out, term(field, t.Stem, boostRoot))
	}
	if loose && t.Prefix {
		out = append(out, &prefixQuery{field: field, prefix: word, boost: boostPrefix})
	}
	if n := search.Typos(word); loose && n > 0 {
		out = append(out, &typoQuery{field: field, word: word, typos: n, boost: boostTypo})
	}
	return out
}

// never is what no hit has: the word in any form, but neither longer words nor
// such as only look alike.
func never(t search.Term) query.Query {
	if t.Phrase {
		return phrase(allField, t.Words, 1)
	}
	return bleve.NewDisjunctionQuery(forms(allField, rootField, t, false)...)
}

// should lifts hits with the words in the headline, or in a row.
func should(terms []search.Term) []query.Query {
	var out []query.Query
	var row []string
	for _, t := range terms {
		if t.Phrase {
			out = append(out, phrase(titleField, t.Words, boostTitle))
		} else {
			d := bleve.NewDisjunctionQuery(forms(titleField, titleRootField, t, false)...)
			d.SetBoost(boostTitle)
			out = append(out, d)
		}
		row = append(row, t.Words...)
	}
	if len(terms) > 1 {
		// In the headline alone: over the text it would read the places of the words in
		// every hit, which for common ones is most of the cost of a search.
		out = append(out, phrase(titleField, row, boostInARow*boostTitle))
	}
	return out
}

func filters(q search.Query) []query.Query {
	var out []query.Query
	add := func(field string, values []string) {
		if len(values) > 0 {
			out = append(out, anyOf(field, values))
		}
	}
	add(string(search.ByOutlet), strs(q.Outlets))
	add(string(search.ByOfficial), strs(q.Officials))
	add(string(search.ByOffice), strs(q.Offices))
	add(string(search.ByPlace), strs(q.Places))
	add(string(search.ByTopic), strs(q.Topics))
	if q.LinkTo != "" {
		add(linkField, []string{string(q.LinkTo)})
	}
	if q.From != "" || q.To != "" {
		yes := true
		to := string(q.To)
		if to == "" {
			to = "9999-12-31"
		}
		r := bleve.NewTermRangeInclusiveQuery(string(q.From), to, &yes, &yes)
		r.SetField(dayField)
		out = append(out, r)
	}
	if q.Changed {
		add(flagField, []string{changed})
	}
	if q.Withdrawn != nil && *q.Withdrawn {
		add(flagField, []string{withdrawn})
	}
	return out
}

func excluded(q search.Query, b *query.BooleanQuery) {
	not := func(field string, values []string) {
		for _, v := range values {
			b.AddMustNot(term(field, v, 1))
		}
	}
	not(string(search.ByOutlet), strs(q.Not.Outlets))
	not(string(search.ByOfficial), strs(q.Not.Officials))
	not(string(search.ByOffice), strs(q.Not.Offices))
	not(string(search.ByPlace), strs(q.Not.Places))
	not(string(search.ByTopic), strs(q.Not.Topics))
	if q.Withdrawn != nil && !*q.Withdrawn {
		not(flagField, []string{withdrawn})
	}
}

func term(field, value string, boost float64) query.Query {
	t := bleve.NewTermQuery(value)
	t.SetField(field)
	t.SetBoost(boost)
	return t
}

func phrase(field string, words []string, boost float64) query.Query {
	p := query.NewPhraseQuery(words, field)
	p.SetBoost(boost)
	return p
}

func anyOf(field string, values []string) query.Query {
	queries := make([]query.Query, len(values))
	for i, v := range values {
		queries[i] = term(field, v, 1)
	}
	return bleve.NewDisjunctionQuery(queries...)
}

func strs[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}
