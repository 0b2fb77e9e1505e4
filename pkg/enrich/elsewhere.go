package enrich

import "github.com/jejak-id/jejak/pkg/news"

// leaveElsewhere takes the codes from kecamatan and villages that lie in another part of the
// country: the gazetteer holds every village of Malang and hardly one of other regions, so
// that its only region of a name is often not the one that is meant.
func (r *reader) leaveElsewhere() {
	firm := r.firmRegions()
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ != news.PlaceMention || len(f.codes) == 0 || level(f.codes[0]) < 3 {
			continue
		}
		switch {
		case r.elsewhere(f):
			f.codes, f.rule = nil, f.rule+", elsewhere by what follows"
		case len(f.codes) == 1 && len(firm) > 0 && !near(f.codes[0], firm):
			f.open = []string{string(f.codes[0])}
			f.codes = nil
		}
	}
}

// firmRegions returns the provinces, kota and kabupaten that the article names, by themselves or
// in offices and bodies.
func (r *reader) firmRegions() []news.PlaceCode {
	var out []news.PlaceCode
	for i := range r.finds {
		f := &r.finds[i]
		switch f.typ {
		case news.PlaceMention:
			if len(f.codes) > 0 && level(f.codes[0]) < 3 {
				out = append(out, f.codes...) // of "Malang" both
			}
		case news.OfficeMention:
			for _, c := range r.offices[f.office-1].codes {
				if level(c) < 3 {
					out = append(out, c)
				}
			}
		case news.OrganisationMention:
			if ids := r.idsOf(f); len(ids) == 1 {
				if o, ok := r.e.reg.Organisation(ids[0]); ok && o.Place != "" {
					out = append(out, o.Place)
				}
			} else if c := r.e.regionAtEnd(f); c != "" {
				out = append(out, c)
			}
		}
	}
	if r.outlet.Place != "" {
		out = append(out, r.outlet.Place)
	}
	return out
}

// near reports whether one of the firm regions speaks for a kecamatan (its province does) or a
// village (only its own kota or kabupaten and those whose name is in theirs, as the three of
// Malang Raya are).
func near(code news.PlaceCode, firm []news.PlaceCode) bool {
	for _, g := range firm {
		switch {
		case code.Within(g) && level(g) == 2, g.Within(code):
			return true
		case code[:2] == g[:2] && (level(code) == 3 || level(g) == 1 || malangRaya(code) && malangRaya(g)):
			return true
		}
	}
	return false
}

// malangRaya reports whether a region lies in Kota Malang, Kabupaten Malang or Kota Batu, which
// people cross daily and newspapers cover together.
func malangRaya(code news.PlaceCode) bool {
	if len(code) < 5 {
		return false
	}
	return code[:5] == "35.73" || code[:5] == "35.07" || code[:5] == "35.79"
}

// elsewhere reports whether the kota, kabupaten or province that follows a kecamatan or village
// in one chain ("Desa Sumberejo, Kecamatan Ngaglik, Kabupaten Sleman") holds none of the regions
// that the gazetteer has of its name. It knows all villages of Malang, and few of other regions.
// A kabupaten that it does not hold is elsewhere too.
func (r *reader) elsewhere(f *find) bool {
	if level(f.codes[0]) < 3 {
		return false
	}
	e, p, k := r.e, f.p, f.to
	for hops := 0; hops < 3; hops++ {
		if p.is(k, ",") || p.is(k, "(") {
			k++
		}
		if k >= len(p.toks) || !p.capital(k) {
			return false
		}
		reg, end := e.gazetteer.full.longest(p, k, nil)
		if reg == nil && hops == 0 && !p.is(k-1, ",") && !p.is(k-1, "(") {
			return false // "Lawang Malang" may be two places; a chain has commas or kinds
		}
		if reg == nil {
			reg, end = e.gazetteer.names.longest(p, k, func(g *region) bool { return g.level < 3 })
		}
		kind := ""
		if w, n := e.lexicon.phrases.longest(p, k, hasClass(placeRegion)); w != nil && p.capital(n) {
			kind = p.fold(k)
			if reg == nil {
				end = n + 1
			}
		}
		switch {
		case reg != nil && reg.level < 3:
			for _, c := range f.codes {
				for _, outer := range reg.codes {
					if c.Within(outer) {
						return false
					}
				}
			}
			return true
		case reg == nil && (kind == "kabupaten" || kind == "kab" || kind == "kota" || kind == "provinsi"):
			return true
		case reg == nil && kind == "":
			return false
		}
		k = end
	}
	return false
}
