package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// gazetteer finds the names of regions. A name leads to all regions that bear it,
// because "Malang" is a kota and a kabupaten and 273 of 515 village names of the
// region exist elsewhere; which one is meant is settled later, by the article.
type gazetteer struct {
	names *trie[region]
	full  *trie[region] // with the word for their kind: "kota batu"
}

// region is what a name stands for.
type region struct {
	codes []news.PlaceCode
	level int // of the highest: 1 province, 2 kota or kabupaten, 3 kecamatan, 4 kelurahan or desa
}

func newGazetteer(v *vocabulary, reg *registry.Registry) *gazetteer {
	g := &gazetteer{newTrie[region](), newTrie[region]()}
	for _, p := range reg.Places() {
		bare := p.Name
		for _, kind := range []string{"Kota Administrasi ", "Kabupaten Administrasi ", "Kota ", "Kabupaten ", "Provinsi "} {
			if rest, ok := strings.CutPrefix(bare, kind); ok {
				bare = rest
				break
			}
		}
		if bare != "Kota" { // a kecamatan of that name, and the commonest word for a city
			add(g.names, v.words(bare), p.Code)
		}
		kinds := []string{p.Kind}
		switch p.Kind {
		case "provinsi":
			kinds = append(kinds, "propinsi", "prov")
		case "kabupaten":
			kinds = append(kinds, "kab")
		case "kecamatan":
			kinds = append(kinds, "kec")
		case "kelurahan":
			kinds = append(kinds, "kel")
		case "desa":
			kinds = append(kinds, "ds")
		}
		for _, kind := range kinds {
			add(g.full, v.words(kind+" "+bare), p.Code)
		}
		for _, alias := range reg.PlaceAliases(p.Code) {
			add(g.names, v.words(alias), p.Code)
			for _, kind := range kinds {
				add(g.full, v.words(kind+" "+alias), p.Code)
			}
		}
	}
	return g
}

func add(t *trie[region], words []uint32, code news.PlaceCode) {
	r := t.at(words)
	for _, c := range r.codes {
		if c == code {
			return
		}
	}
	r.codes = append(r.codes, code)
	if l := level(code); r.level == 0 || l < r.level {
		r.level = l
	}
}

func level(code news.PlaceCode) int { return strings.Count(string(code), ".") + 1 }

// region reads the name of a region at i as it stands behind an office or an
// organisation: "Kota Malang", "Kab. Malang", "Jatim", "Prov Sumsel", "RI". It
// returns the index after it, or i. A name below the kecamatan needs its kind.
func (e *Enricher) region(p *paragraph, i int) (end int, codes []news.PlaceCode) {
	if i >= len(p.toks) || !p.toks[i].IsWord() {
		return i, nil
	}
	if f := p.toks[i].Fold; f == "ri" && p.capital(i) {
		return i + 1, nil
	}
	if f := p.toks[i].Fold; f == "se" && p.capital(i+1) {
		return i, nil
	}
	if r, end := e.gazetteer.full.longest(p, i, nil); r != nil && p.capital(end-1) && p.capital(i) {
		return end, r.codes
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeRegion)); w != nil && p.capital(i) {
		// The kind of a region with a name that the gazetteer does not hold.
		if end < len(p.toks) && p.capital(end) && !e.starts(p, end, anyOffice|anyOrg) {
			if r, stop := e.gazetteer.names.longest(p, end, nil); r != nil {
				return e.quarter(p, stop), nil
			}
			return e.quarter(p, end+1), nil
		}
		return i, nil
	}
	if !p.capital(i) {
		return i, nil
	}
	if r, end := e.gazetteer.names.longest(p, i, func(r *region) bool { return r.level < 4 }); r != nil {
		if p.fold(i) == "malang" && (p.fold(i+1) == "kota" || p.fold(i+1) == "raya") && p.capital(i+1) {
			if p.fold(i+1) == "kota" {
				return i + 2, []news.PlaceCode{"35.73"}
			}
			return i + 2, nil
		}
		if q := e.quarter(p, end); q > end {
			return q, nil
		}
		return end, r.codes
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeWorld)); w != nil {
		return e.quarter(p, end), nil
	}
	return i, nil
}

// quarter returns the index after the point of the compass, or the "Kota", behind the
// name of a region, which make another region of it: "Semarang Selatan", "Bogor Kota".
func (e *Enricher) quarter(p *paragraph, i int) int {
	if !p.capital(i) {
		return i
	}
	switch p.fold(i) {
	case "utara", "selatan", "barat", "timur", "tengah", "kulon", "wetan", "lor", "kidul":
		return i + 1
	case "kota":
		if r, _ := e.gazetteer.names.longest(p, i+1, nil); r == nil || !p.capital(i+1) {
			return i + 1
		}
	}
	return i
}

func hasClass(c class) func(*phrase) bool {
	return func(p *phrase) bool { return p.class&c != 0 }
}

// starts reports whether a capitalised phrase of a class begins at i.
func (e *Enricher) starts(p *paragraph, i int, c class) bool {
	if !p.capital(i) {
		return false
	}
	w, _ := e.lexicon.phrases.longest(p, i, hasClass(c))
	return w != nil
}

// name reports whether people are named with the word at i.
func (e *Enricher) name(p *paragraph, i int) bool {
	if e.wordIs(p, i, isName) {
		return true
	}
	return i >= 0 && i < len(p.ids) && p.ids[i] == 0 && p.toks[i].Case == lang.Capital && nameShape(p.toks[i].Fold)
}

// nameShape reports whether a word that no list holds is built as names of people
// are, most of them Javanese or Arabic.
func nameShape(fold string) bool {
	if len(fold) < 7 {
		return false
	}
	for _, end := range []string{"yati", "wati", "ningsih", "ningrum", "ningtyas", "yanto", "wanto", "santo", "uddin", "ullah", "urrahman", "yono"} {
		if strings.HasSuffix(fold, end) {
			return true
		}
	}
	return false
}

// known reports whether the word at i is one of the language.
func (e *Enricher) known(p *paragraph, i int) bool {
	if i < 0 || i >= len(p.toks) {
		return false
	}
	if p.ids[i] != 0 {
		return e.wordIs(p, i, isKnown)
	}
	return lang.Known(p.toks[i].Fold)
}

func (e *Enricher) wordIs(p *paragraph, i int, c wordClass) bool {
	return i >= 0 && i < len(p.ids) && e.lexicon.words[p.ids[i]]&c != 0
}
