package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/enrich/quote"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// epithets reads the descriptions that stand for a person. Two kinds are decided
// here, because the registry or the article's offices decide them: "orang nomor
// satu di Pemkot …" is who heads that government, and "politisi … itu", "alumni …
// itu", "mantan … itu" is the person in focus, the one named last as the subject.
// Pronouns are left to the quotes, where the focus is followed sentence by
// sentence.
func (r *reader) epithets() {
	for i := range r.paras {
		p := &r.paras[i]
		for k := 0; k < len(p.toks); k++ {
			if !p.toks[k].IsWord() {
				continue
			}
			if n, head := numberOne(p, k); n > k {
				r.numberOne(p, k, n, head)
				k = n - 1
				continue
			}
			if describes(p.fold(k)) && (p.first[k] || tagVerb(p.fold(k-1)) || p.is(k-1, ",")) {
				if n := demonstrative(p, k); n > k {
					r.described(p, k, n)
					k = n - 1
				}
			}
		}
	}
}

// numberOne reads "orang nomor satu di (jajaran) Pemkot Malang (itu)" and returns
// the index after "satu", and 1 or 2.
func numberOne(p *paragraph, i int) (end, rank int) {
	switch p.fold(i) {
	case "orang", "pria", "wanita", "perempuan", "pejabat":
	default:
		return i, 0
	}
	if p.fold(i+1) != "nomor" && p.fold(i+1) != "no" {
		return i, 0
	}
	switch p.fold(i + 2) {
	case "satu", "1":
		return i + 3, 1
	case "dua", "2":
		return i + 3, 2
	}
	return i, 0
}

// numberOne resolves "orang nomor satu": who heads the body named behind it, else
// the government that the article is about.
func (r *reader) numberOne(p *paragraph, from, end, rank int) {
	var code news.PlaceCode
	var decided *find
	to := end
	for k := end; k < len(p.toks) && k < end+6; k++ {
		if f := r.at(p, k); f != nil && (f.typ == news.OrganisationMention || f.typ == news.PlaceMention) {
			to, decided = f.to, f
			if f.typ == news.PlaceMention && len(f.codes) == 1 {
				code = f.codes[0]
			} else {
				if ids := r.e.organisationIDs(p.Slice(f.from, f.to)); len(ids) == 1 {
					if o, ok := r.e.reg.Organisation(ids[0]); ok {
						code = o.Place
					}
				}
				if code == "" {
					code = r.e.regionAtEnd(f)
				}
			}
			break
		}
		if !p.toks[k].IsWord() {
			break
		}
	}
	if code == "" {
		if g := r.governments(); len(g) > 0 {
			code = g[0]
		}
	}
	if w := p.fold(to); w == "itu" || w == "ini" || w == "tersebut" {
		to++
	}
	heads := []string{"wali kota", "bupati", "gubernur"}
	if rank == 2 {
		heads = []string{"wakil wali kota", "wakil bupati", "wakil gubernur"}
	}
	for _, head := range heads {
		for _, id := range r.e.offices.byPlace[head+"|"+string(code)] {
			// Whom the article itself has in that office comes before the registry.
			for n := range r.ents {
				if x := &r.ents[n]; x.officeID == id && x.standing == "" && len(x.finds) > 0 {
					r.nominal(p, from, to, x, "epithet: head of "+string(code), decided)
					return
				}
			}
			if h := r.e.reg.Holder(id, r.date); h.Term != nil {
				if o, ok := r.e.reg.Official(h.Term.Official); ok {
					s := p.span(from, to)
					r.epithet = append(r.epithet, news.Mention{Span: s, Type: news.PersonMention, ID: string(o.ID), Name: o.Name, Office: id, Rule: "epithet: head of " + string(code) + ", held on the day"})
					role, _ := r.e.reg.Office(id)
					r.nominals = append(r.nominals, quote.Person{Paragraph: s.Paragraph, Start: s.Start, End: s.End, ID: o.ID, Name: o.Name, Office: id, Role: role.Name})
				}
				return
			}
		}
	}
}

// describes reports whether a word can head a description of a person.
func describes(fold string) bool {
	switch fold {
	case "politisi", "politikus", "alumni", "alumnus", "dosen", "pejabat", "pria", "perempuan", "wanita", "mantan", "eks", "perwira", "legislator", "suami", "istri", "bapak", "ibu", "kader", "lulusan", "jebolan", "ayah", "putra", "putri":
		return true
	}
	return false
}

// demonstrative returns the index after a description that "itu" or "ini" ends
// within its sentence: "Politisi Gerindra itu".
func demonstrative(p *paragraph, i int) int {
	for k := i + 1; k < len(p.toks) && k < i+12; k++ {
		switch p.fold(k) {
		case "itu", "ini", "tersebut":
			return k + 1
		case "yang", "mengatakan", "adalah":
			return i
		}
		if !p.toks[k].IsWord() && p.toks[k].Kind != lang.Hyphen && !p.is(k, "(") && !p.is(k, ")") {
			return i
		}
	}
	return i
}

// described resolves "Politisi Gerindra itu" to the person in focus: the one who
// was named last before it, in an earlier sentence.
func (r *reader) described(p *paragraph, from, to int) {
	for k := from; k < to; k++ {
		if f := r.at(p, k); f != nil && f.typ == news.PersonMention {
			return // a name inside: it needs no resolving
		}
	}
	if x, f := r.onceIn(p, from, to); x != nil {
		r.nominal(p, from, to, x, "epithet: "+strings.ToLower(p.toks[from].Text)+" … "+p.fold(to-1)+", by the terms", f)
		return
	}
	var last *entity
	var decided *find
	for i := range r.finds {
		f := &r.finds[i]
		if f.p.index > p.index || f.p.index == p.index && f.from >= from {
			break
		}
		if f.typ == news.PersonMention && f.entity > 0 && p.index-f.p.index <= 4 {
			last, decided = &r.ents[f.entity-1], f
		} else if f.typ == news.OfficeMention && p.index-f.p.index <= 2 {
			if x, _ := r.behind(f); x != nil && (f.p.first[f.from] || tagVerb(f.p.fold(f.from-1))) {
				last, decided = x, f
			}
		}
	}
	if last != nil {
		r.nominal(p, from, to, last, "epithet: "+strings.ToLower(p.toks[from].Text)+" … "+p.fold(to-1)+", person in focus", decided)
	}
}

// onceIn returns the person named last before "mantan Sekda Kabupaten Lembah itu" whom the
// registry has had in that office, and the mention of them.
func (r *reader) onceIn(p *paragraph, from, to int) (*entity, *find) {
	if w := p.fold(from); w != "mantan" && w != "eks" && w != "bekas" {
		return nil, nil
	}
	var ids []news.OfficeID
	for k := from; k < to; k++ {
		if f := r.at(p, k); f != nil && f.typ == news.OfficeMention {
			ids = r.offices[f.office-1].ids
			break
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	for i := len(r.finds) - 1; i >= 0; i-- {
		f := &r.finds[i]
		if f.typ != news.PersonMention || f.entity == 0 || f.p.index > p.index || f.p.index == p.index && f.from >= from {
			continue
		}
		if x := &r.ents[f.entity-1]; x.id != "" && holds(r.e.reg.Terms(x.id), ids) {
			return x, f
		}
	}
	return nil, nil
}

func (r *reader) nominal(p *paragraph, from, to int, x *entity, rule string, decided *find) {
	s := p.span(from, to)
	m := news.Mention{Span: s, Type: news.PersonMention, ID: string(x.id), Name: r.fullName(x), Rule: rule}
	if decided != nil {
		at := decided.p.span(decided.from, decided.to)
		m.Antecedent = &at
	}
	q := quote.Person{Paragraph: s.Paragraph, Start: s.Start, End: s.End, ID: x.id, Name: r.fullName(x), Role: x.role()}
	if x.standing == "" {
		m.Office, q.Office = x.officeID, x.officeID
	}
	if to-from > 2 { // "pria itu" says too little to be shown
		r.epithet = append(r.epithet, m)
	}
	if !strings.HasSuffix(rule, "in focus") { // quote follows the focus itself, through every speaker
		r.nominals = append(r.nominals, q)
	}
}

// at returns the find that holds a token, once the finds are in order.
func (r *reader) at(p *paragraph, k int) *find {
	if o := p.owner[k]; o > 0 {
		f := &r.finds0[o-1]
		return f
	}
	return nil
}
