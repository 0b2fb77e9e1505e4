package bleve

import (
	"cmp"
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	bsearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/jejak-id/jejak/pkg/search"
)

// maxExpansion bounds the words that a prefix or a misspelt word stands for: the
// most frequent ones. Without it two letters stand for a tenth of the vocabulary,
// and memory and time for one search have no bound.
const maxExpansion = 128

// prefixQuery finds words that begin with a prefix.
type prefixQuery struct {
	field, prefix string
	boost         float64
}

// Searcher implements the engine's query.
func (q *prefixQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, o bsearch.SearcherOptions) (bsearch.Searcher, error) {
	dict, err := r.FieldDictPrefix(q.field, []byte(q.prefix))
	if err != nil {
		return nil, err
	}
	terms, err := frequent(ctx, dict, func(term string) bool { return term != q.prefix })
	if err != nil {
		return nil, err
	}
	return searcher.NewMultiTermSearcher(ctx, r, terms, q.field, q.boost, o, true)
}

// typoQuery finds words that look like another. The first letter must be right,
// as people nearly always get it right and the search is ten times cheaper.
type typoQuery struct {
	field, word string
	typos       int
	boost       float64
}

// Searcher implements the engine's query.
func (q *typoQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, o bsearch.SearcherOptions) (bsearch.Searcher, error) {
	near := func(term string) bool { return term != q.word && search.Near(term, q.word, q.typos) }
	first := q.word[:len(string([]rune(q.word)[:1]))]
	var dict bleveindex.FieldDict
	var err error
	if fuzzy, ok := r.(bleveindex.IndexReaderFuzzy); ok {
		// The engine counts two neighbours swapped as two mistakes, we as one: ask for
		// two and look again.
		dict, err = fuzzy.FieldDictFuzzy(q.field, q.word, 2, first)
	} else {
		dict, err = r.FieldDictPrefix(q.field, []byte(first))
	}
	if err != nil {
		return nil, err
	}
	terms, err := frequent(ctx, dict, near)
	if err != nil {
		return nil, err
	}
	return searcher.NewMultiTermSearcher(ctx, r, terms, q.field, q.boost, o, true)
}

// frequent reads a dictionary to its end and returns the most frequent words that
// are wanted.
func frequent(ctx context.Context, dict bleveindex.FieldDict, want func(string) bool) (_ []string, err error) {
	defer func() { err = cmp.Or(err, dict.Close()) }()
	var entries []bleveindex.DictEntry
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		if want(e.Term) {
			entries = append(entries, *e)
		}
	}
	slices.SortFunc(entries, func(a, b bleveindex.DictEntry) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Term, b.Term))
	})
	entries = entries[:min(len(entries), maxExpansion)]
	terms := make([]string, len(entries))
	for i, e := range entries {
		terms[i] = e.Term
	}
	return terms, nil
}
