package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// people are the officials of the registry, to be found by the words of their names.
type people struct {
	officials []news.Official
	names     [][][]string // of each official: the words of its name and aliases
	byWord    map[string][]int
	bySound   map[string][]int
	trie      *trie[[]int]
}

func newPeople(v *vocabulary, lex *lexicon, reg *registry.Registry) *people {
	p := &people{officials: reg.Officials(), byWord: map[string][]int{}, bySound: map[string][]int{}, trie: newTrie[[]int]()}
	for i, o := range p.officials {
		var all [][]string
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			words := bare(lang.Words(name))
			if len(words) == 0 {
				continue
			}
			all = append(all, words)
			if len(words) > 1 { // one word alone is too little to be sure by
				at := p.trie.at(v.words(strings.Join(words, " ")))
				*at = append(*at, i)
			}
			for _, w := range words {
				id := v.add(w)
				if len(words) > 1 || !lang.Known(w) {
					lex.grow(id)
					lex.words[id] |= isName
				}
				if l := p.byWord[w]; len(l) == 0 || l[len(l)-1] != i {
					p.byWord[w] = append(l, i)
					p.bySound[sound(w)] = append(p.bySound[sound(w)], i)
				}
			}
		}
		p.names = append(p.names, all)
	}
	return p
}

// bare drops the honorifics at the head of a name.
func bare(words []string) []string {
	for len(words) > 1 && lang.ClassOf(words[0]).Has(lang.Honorific|lang.Religious) && words[0] != "raden" {
		words = words[1:]
	}
	return words
}

// longest returns the end of a registry name of two words or more at i.
func (pp *people) longest(p *paragraph, i int) int {
	_, end := pp.trie.longest(p, i, nil)
	return end
}

// listedPerson reports whether a registry name begins at i.
func (e *Enricher) listedPerson(p *paragraph, i int) bool {
	return i < len(p.toks) && p.capital(i) && e.people.longest(p, i) > i
}
