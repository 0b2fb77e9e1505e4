package enrich

import (
	"slices"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// whereabouts marks the rows of capitals that are places though no list holds them:
// a word of place stands before them ("di Sendangbiru", "kawasan Kondang Merak"), a
// list of places goes on with them, or the article says elsewhere what kind of
// region they are ("Kecamatan Purabaya", and then "Purabaya").
func (r *reader) whereabouts() {
	kinds := r.namedRegions()
	var rest []run
	for _, c := range r.runs {
		switch {
		case !c.p.free(c.from, c.to):
		case r.enumerated(c):
			r.add(find{p: c.p, from: c.from, to: c.to, typ: news.PlaceMention, rule: "in a list of places"})
			continue
		case !r.plainPlace(c):
		case slices.Contains(kinds, lang.Fold(c.p.Slice(c.from, c.to))):
			r.add(find{p: c.p, from: c.from, to: c.to, typ: news.PlaceMention, rule: "region again"})
			continue
		case r.located(c):
			r.add(find{p: c.p, from: c.from, to: c.to, typ: news.PlaceMention, rule: "behind a word of place"})
			continue
		}
		rest = append(rest, c)
	}
	r.runs = rest
}

// namedRegions returns the folded names that the article gives to regions which no
// list holds, with the word for their kind.
func (r *reader) namedRegions() []string {
	var out []string
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ != news.PlaceMention || f.rule != "kind+unknown" {
			continue
		}
		if _, end := r.e.lexicon.phrases.longest(f.p, f.from, hasClass(placeRegion)); end > f.from && end < f.to {
			if name := lang.Fold(f.p.Slice(end, f.to)); !slices.Contains(out, name) && len(out) < remembered {
				out = append(out, name)
			}
		}
	}
	return out
}

// plainPlace reports whether a row of capitals can be the name of a place: short,
// no abbreviation, and with a word that is neither of the language nor a name.
func (r *reader) plainPlace(c run) bool {
	if c.to-c.from > 3 || c.p.is(c.to, "(") || c.to < len(c.p.toks) && (c.p.toks[c.to].Kind == lang.Hyphen || c.p.toks[c.to].Kind == lang.Number) {
		return false
	}
	strange := false
	for k := c.from; k < c.to; k++ {
		t := &c.p.toks[k]
		if !t.IsWord() || t.Case != lang.Capital || len(t.Fold) < 3 || title(c.p, k) || r.names[t.Fold] || r.e.starts(c.p, k, isForeign|orgNot|anyOrg|anyOffice) || thing(t.Fold) {
			return false
		}
		strange = strange || !r.e.known(c.p, k) && !r.e.name(c.p, k)
	}
	return strange
}

// enumerated reports whether a row of capitals stands between places in a list:
// "Kelurahan Kranji, Teluk, dan Desa Sokaraja".
func (r *reader) enumerated(c run) bool {
	p := c.p
	place := func(k int) bool {
		return k >= 0 && k < len(p.toks) && p.owner[k] > 0 && r.finds[p.owner[k]-1].typ == news.PlaceMention
	}
	if c.to-c.from > 2 || !p.is(c.from-1, ",") || !place(c.from-2) || p.upper(c.from) || r.names[p.fold(c.from)] || r.e.starts(p, c.from, anyOffice|anyOrg|isForeign) {
		return false
	}
	for k := c.to; k < len(p.toks) && k < c.to+16; k++ {
		switch {
		case p.is(k, ","), p.owner[k] == 0 && p.capital(k), place(k):
		case p.fold(k) == "dan", p.fold(k) == "serta", p.fold(k) == "hingga":
			return place(k + 1)
		default:
			return false
		}
	}
	return false
}

// located reports whether a word before a row of capitals makes a place of it.
func (r *reader) located(c run) bool {
	p, i := c.p, c.from
	if p.toks[max(i-1, 0)].Case == lang.Capital {
		return false
	}
	switch p.fold(i - 1) {
	case "di", "kawasan", "wilayah", "daerah", "asal", "menuju":
		return true
	case "ke":
		return c.to-c.from == 1
	}
	if c.to-c.from <= 2 && i > 2 && p.toks[i-1].Kind == lang.Hyphen && p.toks[i-1].Start > p.toks[i-2].End { // "Ngajum – Ngebyongan – Plaosan"
		o := p.owner[i-2]
		return o > 0 && r.finds[o-1].typ == news.PlaceMention
	}
	return r.series(p, i)
}
