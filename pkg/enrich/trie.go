package enrich

import "github.com/jejak-id/jejak/pkg/lang"

// vocabulary gives every word of the lexicon and the registry a number, so that a
// token is looked up once and then compared as a number. 0 is a word that nobody
// listed.
type vocabulary struct {
	ids  map[string]uint32
	list []string
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[string]uint32{}, list: []string{""}}
}

func (v *vocabulary) add(word string) uint32 {
	if id, ok := v.ids[word]; ok {
		return id
	}
	id := uint32(len(v.list))
	v.ids[word] = id
	v.list = append(v.list, word)
	return id
}

// words returns the numbers of the folded words of a phrase, adding them.
func (v *vocabulary) words(phrase string) []uint32 {
	var out []uint32
	for _, w := range lang.Words(phrase) {
		out = append(out, v.add(w))
	}
	return out
}

// trie finds phrases in a run of words. It works on whole words, so "Ali" is not
// found in "Alinea", and on numbers, so a step costs one look-up whatever the
// length of the words. A regular expression over 50,000 names would be slower by
// orders and could not tell where the longest of them ends.
type trie[V any] struct {
	edges map[uint64]uint32 // node and word to node
	leaf  []int32           // of a node: index into value, or -1
	value []V
	first []uint8 // of a word: 1 when a phrase begins with it
}

func newTrie[V any]() *trie[V] {
	return &trie[V]{edges: map[uint64]uint32{}, leaf: []int32{-1}}
}

// at returns a place for the value of a phrase, making it.
func (t *trie[V]) at(words []uint32) *V {
	if len(words) == 0 {
		return new(V)
	}
	node := uint32(0)
	for _, w := range words {
		key := uint64(node)<<32 | uint64(w)
		next, ok := t.edges[key]
		if !ok {
			next = uint32(len(t.leaf))
			t.leaf = append(t.leaf, -1)
			t.edges[key] = next
		}
		node = next
	}
	for int(words[0]) >= len(t.first) {
		t.first = append(t.first, make([]uint8, len(t.first)+64)...)
	}
	t.first[words[0]] = 1
	if t.leaf[node] < 0 {
		t.leaf[node] = int32(len(t.value))
		var none V
		t.value = append(t.value, none)
	}
	return &t.value[t.leaf[node]]
}

// begins reports whether any phrase begins with a word.
func (t *trie[V]) begins(word uint32) bool {
	return int(word) < len(t.first) && t.first[word] == 1
}

// longest returns the value of the longest phrase that begins at words[i] and for
// which keep says yes, and the index after it. Hyphens inside a phrase are
// stepped over: "Disnaker-PMPTSP", "Alun-Alun".
func (t *trie[V]) longest(p *paragraph, i int, keep func(*V) bool) (*V, int) {
	if i >= len(p.ids) || !t.begins(p.ids[i]) {
		return nil, i
	}
	var best *V
	end := i
	node := uint32(0)
	for k := i; k < len(p.ids); k++ {
		if k > i && p.toks[k].Kind == lang.Hyphen {
			continue
		}
		id := p.ids[k]
		if id == 0 {
			break
		}
		next, ok := t.edges[uint64(node)<<32|uint64(id)]
		if !ok {
			break
		}
		node = next
		if l := t.leaf[node]; l >= 0 && (keep == nil || keep(&t.value[l])) {
			best, end = &t.value[l], k+1
		}
	}
	return best, end
}
