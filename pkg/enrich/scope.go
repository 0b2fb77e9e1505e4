package enrich

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// weigh counts what speaks for each kota, kabupaten and province: its name, the
// names of its offices and bodies, its kecamatan. A name that two regions share
// counts for neither until something else decides.
func (r *reader) weigh() {
	r.weights = map[news.PlaceCode]*weight{}
	vote := func(code news.PlaceCode, n int, f *find) {
		if level(code) > 2 {
			code = code[:5]
		}
		w := r.weights[code]
		if w == nil {
			w = &weight{code: code, first: len(r.weights)}
			r.weights[code] = w
		}
		if f.p.index == 0 {
			n *= 2
		}
		w.n += n
		if len(w.evidence) < 3 {
			w.evidence = append(w.evidence, f.p.span(f.from, f.to))
		}
	}
	for i := range r.finds {
		f := &r.finds[i]
		switch f.typ {
		case news.PlaceMention:
			if f.rule == "dateline" || len(f.codes) == 0 {
				continue
			}
			if len(f.codes) == 1 {
				n := 3
				if level(f.codes[0]) == 1 {
					n = 1
				}
				vote(f.codes[0], n, f)
			}
		case news.OfficeMention:
			o := &r.offices[f.office-1]
			for _, c := range narrowest(o.head, o.codes, o.name) {
				if len(o.codes) == 1 || level(c) == 2 {
					vote(c, 4, f)
					break
				}
			}
		case news.OrganisationMention:
			if ids := r.idsOf(f); len(ids) > 0 && f.rule != "dateline" {
				if o, ok := r.e.reg.Organisation(ids[0]); ok && o.Place != "" {
					vote(o.Place, 4, f)
					continue
				}
			}
			if code := r.e.regionAtEnd(f); code != "" {
				vote(code, 4, f)
			}
		}
	}
	if len(r.weights) == 0 { // nothing else says where: the dateline does, when one region bears its name
		for i := range r.finds {
			if f := &r.finds[i]; f.typ == news.PlaceMention && f.rule == "dateline" && len(f.codes) == 1 && level(f.codes[0]) == 2 {
				vote(f.codes[0], 2, f)
			}
		}
	}
	for _, w := range r.weights {
		r.ranked = append(r.ranked, w)
	}
	slices.SortFunc(r.ranked, func(a, b *weight) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.code, b.code))
	})
}

// weight is what speaks for one region.
type weight struct {
	code     news.PlaceCode
	n        int
	first    int
	evidence []news.Span
}

// regionAtEnd returns the region in which the name of an organisation ends:
// "Dinas Sosial Kota Malang", "Pemkab Malang".
func (e *Enricher) regionAtEnd(f *find) news.PlaceCode {
	p := f.p
	for k := f.from; k < f.to; k++ {
		if reg, end := e.gazetteer.full.longest(p, k, nil); reg != nil && end <= f.to && len(reg.codes) == 1 {
			return reg.codes[0]
		}
	}
	kota, kab := false, false
	switch w := p.fold(f.from); {
	case w == "pemkot" || w == "polresta":
		kota = true
	case w == "pemkab" || w == "polres":
		kab = true
	}
	if kota || kab {
		if reg, end := e.gazetteer.names.longest(p, f.to-1, nil); reg != nil && end == f.to {
			var only news.PlaceCode
			n := 0
			for _, c := range reg.codes {
				if level(c) == 2 && (c[3] >= '7') == kota {
					only = c
					n++
				}
			}
			if n == 1 {
				return only
			}
		}
	}
	return ""
}

// governments returns the regions that the article is about, the likeliest first.
func (r *reader) governments() []news.PlaceCode {
	var out []news.PlaceCode
	for _, w := range r.ranked {
		out = append(out, w.code)
	}
	if len(out) == 0 && r.outlet.Place != "" && r.outlet.Kind == "government" {
		out = append(out, r.outlet.Place)
	}
	return out
}

// scopeNames returns the folded names of the first of them.
func (r *reader) scopeNames() []string {
	if r.scoped != nil || r.ranked == nil {
		return r.scoped
	}
	out := []string{}
	for i, code := range r.governments() {
		if i == 2 {
			break
		}
		if p, ok := r.e.reg.Place(code); ok {
			out = append(out, lang.Fold(p.Name))
			if rest, ok := strings.CutPrefix(p.Name, "Kabupaten "); ok {
				out = append(out, "kab "+lang.Fold(rest))
			}
		}
	}
	r.scoped = out
	return out
}

// ownGovernment returns the folded name of the government that a bare "Pemkot" or "Pemkab" is
// in this article, or "".
func (r *reader) ownGovernment(f *find) string {
	if f.to-f.from != 1 {
		return ""
	}
	head := f.p.fold(f.from)
	for _, code := range r.governments() {
		switch {
		case (head == "pemkot" || head == "pemko") && level(code) == 2 && kota(code), head == "pemkab" && level(code) == 2 && !kota(code), head == "pemprov" && level(code) == 1:
		case head == "pemda" && level(code) == 2:
			head = "pemkab"
			if kota(code) {
				head = "pemkot"
			}
		default:
			continue
		}
		if p, ok := r.e.reg.Place(code); ok {
			bare := strings.TrimPrefix(strings.TrimPrefix(lang.Fold(p.Name), "kota "), "kabupaten ")
			return head + " " + bare
		}
	}
	return ""
}

// scope returns the governments that the article is about: the first, and another
// that carries as much as two thirds of its weight.
func (r *reader) scope() []news.ScopeTag {
	var out []news.ScopeTag
	for _, w := range r.ranked {
		if w.n < 3 || len(out) > 0 && w.n*3 < r.ranked[0].n*2 || len(out) == 3 {
			break
		}
		name := string(w.code)
		if p, ok := r.e.reg.Place(w.code); ok {
			name = p.Name
		}
		out = append(out, news.ScopeTag{Place: w.code, Name: name, Rule: "named most", Evidence: w.evidence})
	}
	return out
}

// settlePlaces decides between regions of one name: by the kota or kabupaten that
// the article is about, and for a village also by its kecamatan.
func (r *reader) settlePlaces() {
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ != news.PlaceMention {
			continue
		}
		if f.rule == kindAlone {
			if g := r.governments(); len(g) > 0 && kota(g[0]) == (f.p.fold(f.from) == "kota") {
				f.codes, f.rule = g[:1], f.rule+", by scope"
			}
		}
		if len(f.codes) < 2 {
			continue
		}
		codes := r.narrow(f)
		if len(codes) == 1 {
			f.codes = codes
			continue
		}
		if best := r.within(codes); best == "" && !strings.HasPrefix(f.rule, "kind") {
			// Far from the article's own region the highest is meant: nobody writes of
			// a village in another kabupaten by its name alone.
			if top := topmost(codes); top != "" {
				f.codes = []news.PlaceCode{top}
				f.rule += ", the largest of the name"
				continue
			}
		}
		if best := r.within(codes); best != "" {
			f.codes = []news.PlaceCode{best}
			f.rule += ", by scope"
			continue
		}
		for _, c := range codes {
			f.open = append(f.open, string(c))
		}
	}
}

// within returns the one region of codes that the article's scope decides for.
func (r *reader) within(codes []news.PlaceCode) news.PlaceCode {
	for _, w := range r.ranked {
		var hit news.PlaceCode
		n := 0
		for _, c := range codes {
			if c == w.code || c.Within(w.code) && level(w.code) == 2 {
				if hit == "" || level(c) < level(hit) {
					hit = c
				}
				n++
			}
		}
		if hit != "" && (n == 1 || level(hit) <= 2 || inside(codes, hit, w.code)) {
			return hit
		}
		if n > 1 {
			return ""
		}
	}
	return ""
}

// inside reports whether those codes that lie in outer all lie in hit: a kecamatan
// and the village of its name.
func inside(codes []news.PlaceCode, hit, outer news.PlaceCode) bool {
	for _, c := range codes {
		if c.Within(outer) && !c.Within(hit) {
			return false
		}
	}
	return true
}

// narrow keeps of the regions that share a name those that lie in the region named
// next: "Bandung, Jawa Barat", "Sumberejo, Kecamatan Gedangan". Far from home, the
// higher ones are meant: nobody writes of a village in another province by its
// name alone.
func (r *reader) narrow(f *find) []news.PlaceCode {
	p, k := f.p, f.to
	if p.is(k, ",") || p.is(k, "(") {
		k++
	}
	if k < len(p.toks) && p.capital(k) {
		reg, _ := r.e.gazetteer.full.longest(p, k, nil)
		if reg == nil {
			reg, _ = r.e.gazetteer.names.longest(p, k, nil)
		}
		if reg != nil {
			var in []news.PlaceCode
			for _, c := range f.codes {
				for _, outer := range reg.codes {
					if c != outer && c.Within(outer) {
						in = append(in, c)
						break
					}
				}
			}
			if len(in) > 0 {
				f.rule += ", by what follows"
				f.codes = in
			}
		}
	}
	return f.codes
}

// topmost returns the one kota or kabupaten among regions of a name.
func topmost(codes []news.PlaceCode) news.PlaceCode {
	var top news.PlaceCode
	for _, c := range codes {
		switch level(c) {
		case 1:
			return ""
		case 2:
			if top != "" {
				return ""
			}
			top = c
		}
	}
	return top
}
