package enrich

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/enrich/amount"
	"github.com/jejak-id/jejak/pkg/enrich/date"
	"github.com/jejak-id/jejak/pkg/enrich/quote"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// TagsWith is [Enricher.Tags] with what people said of earlier tags. Corrections
// win over every rule, and the tags they touch say so.
func (e *Enricher) TagsWith(a *news.Article, observed time.Time, c *Corrections) news.Tags {
	r := &reader{e: e, a: a, date: a.Day(observed), paras: e.read(a)}
	if a.Outlet != "" {
		r.outlet, _ = e.reg.Outlet(a.Outlet)
	}
	r.readNames()
	r.leaveElsewhere()
	r.weigh()
	r.settlePlaces()
	r.gather()
	r.identifyAll()
	c.people(r)
	r.seatAll()
	r.epithets()
	t := news.Tags{
		Article: a.ID, Content: a.Content(), Date: r.date,
		Mentions: r.mentions(), Officials: r.officials(), Scope: r.scope(), Unsettled: r.unsettled(),
		Registry: e.reg.Version(), Enricher: Version,
	}
	read := make([]lang.Paragraph, len(r.paras))
	for i := range r.paras {
		read[i] = r.paras[i].Paragraph
	}
	t.Quotes = quote.Find(read, r.persons(), r.outlet.Verbs)
	t.Dates = date.Find(read, r.date)
	t.Amounts = amount.Find(read)
	t.Topics = e.topics.of(a, r.paras)
	c.tags(r, &t)
	return t
}

func (r *reader) mentions() []news.Mention {
	out := make([]news.Mention, 0, len(r.finds))
	for i := range r.finds {
		f := &r.finds[i]
		m := news.Mention{Span: f.p.span(f.from, f.to), Type: f.typ, Rule: f.rule}
		switch f.typ {
		case news.PersonMention:
			if f.entity == 0 {
				continue
			}
			x := &r.ents[f.entity-1]
			m.Name, m.ID = r.fullName(x), string(x.id)
			if x.ruled != "" {
				m.Rule += ", " + x.ruled
			}
			if x.standing == "" && (x.settled || x.id == "") {
				m.Office = x.officeID
			}
			for _, c := range x.cands {
				m.Candidates = append(m.Candidates, string(c))
			}
		case news.OfficeMention:
			o := &r.offices[f.office-1]
			if r.anybody(f) {
				continue
			}
			if len(o.ids) == 1 {
				m.ID = string(o.ids[0])
			}
			if len(o.ids) > 1 {
				for _, id := range o.ids {
					m.Candidates = append(m.Candidates, string(id))
				}
			}
			m.Name = r.officeName(o)
		case news.OrganisationMention:
			m.Name = f.name
			ids := r.idsOf(f)
			if len(ids) == 0 {
				if ids = r.idsByScope(f); len(ids) > 0 {
					m.Rule += ", by scope"
				}
			}
			if len(ids) == 1 {
				m.ID = string(ids[0])
				if o, ok := r.e.reg.Organisation(ids[0]); ok {
					m.Name = o.Name
				}
			}
		case news.PlaceMention:
			if len(f.codes) == 1 {
				m.ID = string(f.codes[0])
				if p, ok := r.e.reg.Place(f.codes[0]); ok {
					m.Name = p.Name
				}
			}
			m.Candidates = f.open
		}
		out = append(out, m)
	}
	out = append(out, r.epithet...)
	slices.SortStableFunc(out, func(a, b news.Mention) int {
		return cmp.Or(a.Paragraph-b.Paragraph, a.Start-b.Start, b.End-a.End)
	})
	return out
}

// anybody reports whether an office of which there are many is named without its village or
// holder: "peran Kepala Desa sangat strategis" is about all of them.
func (r *reader) anybody(f *find) bool {
	o := &r.offices[f.office-1]
	if o.named || o.person != 0 || !small(o.head) || o.standing != "" || spokenOf(f.p, f.from) || reportVerb(f.p.fold(o.end)) {
		return false
	}
	switch f.p.fold(o.end) {
	case "itu", "ini", "tersebut", "setempat":
		return false
	}
	x, _ := r.behind(f)
	return x == nil
}

// fullName is the registry's name of a person, or the fullest of the article.
func (r *reader) fullName(x *entity) string {
	if x.id == "" {
		return x.name
	}
	if x.shownFor != x.id || x.shown == "" { // it is asked for every mention
		x.shown, x.shownFor = x.name, x.id
		if o, ok := r.e.reg.Official(x.id); ok && !otherwiseSpelt(x.words, o.Name) {
			x.shown = o.Name
		}
	}
	return x.shown
}

// otherwiseSpelt reports whether an article writes a full name in a spelling of its own. Then it
// is shown as readers find it in the text; the id says who it is.
func otherwiseSpelt(words []string, name string) bool {
	registered := bare(lang.Words(name))
	if len(words) < 2 || len(words) > len(registered)+1 || agree(registered, words) == 0 { // else a person said who it is
		return false
	}
	for _, w := range words {
		if len(w) > 1 && !slices.Contains(registered, w) {
			return true
		}
	}
	return false
}

// officials are the people in public office whom the article names.
func (r *reader) officials() []news.OfficialTag {
	var out []news.OfficialTag
	for n := range r.ents {
		x := &r.ents[n]
		if len(x.finds) == 0 {
			continue
		}
		if x.rejected {
			continue
		}
		public := x.id != ""
		for _, o := range x.offices {
			public = public || r.public(&r.offices[o])
		}
		if !public || x.id == "" && x.office == "" {
			continue
		}
		t := news.OfficialTag{ID: x.id, Name: r.fullName(x), OfficeName: x.office, Status: x.status, Standing: x.standing, Rule: x.rule}
		if x.officeID != "" && (x.settled || x.id == "") {
			id := x.officeID
			t.Office = &id
		}
		if t.Status == news.ActingPj && t.OfficeName != "" && x.settled {
			t.OfficeName = "Pj " + t.OfficeName
		}
		if x.ruled != "" && t.Rule != x.ruled {
			t.Rule = x.ruled + ", " + t.Rule
		}
		if t.Rule == "" {
			t.Rule = "office+name in the text"
		}
		for _, f := range x.finds {
			if len(t.Evidence) == 3 {
				break
			}
			t.Evidence = append(t.Evidence, r.finds[f].p.span(r.finds[f].from, r.finds[f].to))
		}
		out = append(out, t)
	}
	return r.unnamed(out)
}

// unnamed adds the holders of the offices that the article names in full, but
// without the name: "Pj Wali Kota Malang" on a day is one person or nobody.
func (r *reader) unnamed(out []news.OfficialTag) []news.OfficialTag {
	reg := r.e.reg
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ != news.OfficeMention {
			continue
		}
		o := &r.offices[f.office-1]
		if !o.named || o.org != 0 || len(o.ids) != 1 || o.standing != "" || o.then || r.isTaken(f.office) || !o.capital {
			continue
		}
		id := o.ids[0]
		if slices.ContainsFunc(out, func(t news.OfficialTag) bool { return t.Office != nil && *t.Office == id || t.OfficeName == o.name }) {
			continue
		}
		h := reg.Holder(id, r.date)
		if o.status != news.Definitive {
			h = reg.HolderAs(id, o.status, r.date)
		}
		if h.Term == nil {
			continue
		}
		person, ok := reg.Official(h.Term.Official)
		if !ok || slices.ContainsFunc(out, func(t news.OfficialTag) bool { return t.ID == person.ID }) {
			continue
		}
		office, _ := reg.Office(id)
		out = append(out, news.OfficialTag{
			ID: person.ID, Name: person.Name, Office: &id, OfficeName: office.Name, Status: h.Term.Status, Unnamed: true,
			Rule: "office without a name, held on the day", Evidence: []news.Span{f.p.span(f.from, f.to)},
		})
	}
	return out
}

// isTaken reports whether a person of the article stands behind an office phrase.
func (r *reader) isTaken(office int) bool {
	return r.offices[office-1].person != 0
}

// unsettled lists what was seen and not guessed.
func (r *reader) unsettled() []news.Unsettled {
	var out []news.Unsettled
	for n := range r.ents {
		x := &r.ents[n]
		if len(x.finds) == 0 {
			continue
		}
		f := &r.finds[x.finds[0]]
		switch {
		case x.id == "" && len(x.cands) > 0:
			u := news.Unsettled{Span: f.p.span(f.from, f.to), What: "person", Why: x.why}
			for _, c := range x.cands {
				u.Candidates = append(u.Candidates, string(c))
			}
			out = append(out, u)
		case x.id != "" && !x.settled:
			u := news.Unsettled{Span: f.p.span(f.from, f.to), What: "office", Why: x.why}
			for _, t := range r.e.reg.Held(x.id, r.date) {
				u.Candidates = append(u.Candidates, string(t.Office))
			}
			out = append(out, u)
		}
	}
	seen := map[string]bool{}
	for i := range r.finds {
		f := &r.finds[i]
		switch {
		case f.typ == news.PlaceMention && len(f.open) > 0:
			s := f.p.span(f.from, f.to)
			if key := lang.Fold(s.Text); !seen[key] {
				seen[key] = true
				why := "several regions bear this name"
				if len(f.open) == 1 {
					why = "the article is about other regions, where the name may exist too"
				}
				out = append(out, news.Unsettled{Span: s, What: "place", Why: why, Candidates: f.open})
			}
		case f.typ == news.OfficeMention:
			o := &r.offices[f.office-1]
			if len(o.ids) != 1 || r.isTaken(f.office) || !o.named || o.standing != "" || seen[string(o.ids[0])] {
				continue
			}
			h := r.e.reg.Holder(o.ids[0], r.date)
			if o.status != news.Definitive {
				h = r.e.reg.HolderAs(o.ids[0], o.status, r.date)
			}
			if office, ok := r.e.reg.Office(o.ids[0]); h.Term == nil && ok && office.Seats < 2 && r.date != "" {
				seen[string(o.ids[0])] = true
				u := news.Unsettled{Span: f.p.span(f.from, f.to), What: "office", Why: h.Why}
				for _, t := range h.Candidates {
					u.Candidates = append(u.Candidates, string(t.Official))
				}
				out = append(out, u)
			}
		}
	}
	return out
}

// persons are the places of the text that stand for people: names, and offices
// whose holder is known.
func (r *reader) persons() []quote.Person {
	out := make([]quote.Person, 0, len(r.finds))
	for i := range r.finds {
		f := &r.finds[i]
		s := f.p.span(f.from, f.to)
		p := quote.Person{Paragraph: s.Paragraph, Start: s.Start, End: s.End}
		switch {
		case f.typ == news.PersonMention && f.entity > 0:
			x := &r.ents[f.entity-1]
			p.ID, p.Name, p.Role = x.id, r.fullName(x), x.role()
			if x.standing == "" {
				p.Office = x.officeID
			}
		case f.typ == news.OfficeMention:
			x, name := r.behind(f)
			switch {
			case x == nil && name != nil && attribute(f):
				continue // "surat tugas Wabup Malang": the letter is spoken of, not she
			case x != nil:
				p.ID, p.Name, p.Office, p.Role = x.id, r.fullName(x), x.officeID, x.role()
				if x.standing != "" {
					p.Office = ""
				}
			case name != nil:
				p.ID, p.Name = name.ID, name.Name
				if o := &r.offices[f.office-1]; len(o.ids) == 1 {
					p.Office = o.ids[0]
				}
				p.Role = r.officeName(&r.offices[f.office-1])
			default:
				continue
			}
		default:
			continue
		}
		out = append(out, p)
	}
	return append(out, r.nominals...)
}

// attribute reports whether an office stands behind a noun in small letters, which it says
// more of: "surat tugas Wabup Malang", "di sekitar Wabup Malang".
func attribute(f *find) bool {
	i := f.from - 1
	if i < 0 || !f.p.toks[i].IsWord() || f.p.toks[i].Case != lang.Lower || f.p.first[f.from] {
		return false
	}
	switch w := f.p.fold(i); w {
	case "tugas", "sekitar", "surat", "rumah", "kantor", "ruang", "perintah", "keputusan", "peraturan", "edaran", "instruksi", "jabatan", "kursi", "nama", "tanda", "tangan", "persetujuan", "anggota":
		return true
	}
	return false
}

// behind returns the person who stands behind an office phrase: one of the
// article who is said to hold it, else the registry's holder on the day.
func (r *reader) behind(f *find) (*entity, *news.Official) {
	o := &r.offices[f.office-1]
	if o.standing != "" || o.then && o.person == 0 {
		return nil, nil
	}
	if o.person != 0 && len(r.ents[o.person-1].finds) > 0 {
		return &r.ents[o.person-1], nil
	}
	var match *entity
	sure := false
	for n := range r.ents {
		x := &r.ents[n]
		if len(x.finds) == 0 {
			continue
		}
		for _, k := range x.offices {
			y := &r.offices[k]
			if canonicalHead(y.head) != canonicalHead(o.head) || y.standing != "" {
				continue
			}
			same := !o.named && o.org == 0 || len(o.ids) > 0 && slices.Equal(o.ids, y.ids) || plain(r.officeName(o)) == plain(r.officeName(y)) ||
				o.named && strings.HasPrefix(plain(r.officeName(y)), plain(r.officeName(o)))
			if exact := same && len(o.ids) == 1 && slices.Equal(o.ids, y.ids); same && match == nil || exact && !sure {
				match, sure = x, exact // "Wali Kota" where two are named is that of the article's scope
			}
		}
		if len(o.ids) == 1 && x.officeID == o.ids[0] && x.standing == "" && match == nil {
			match = x
		}
	}
	if match != nil {
		return match, nil
	}
	if len(o.ids) == 1 {
		h := r.e.reg.Holder(o.ids[0], r.date)
		if o.status != news.Definitive {
			h = r.e.reg.HolderAs(o.ids[0], o.status, r.date)
		}
		if h.Term != nil {
			if p, ok := r.e.reg.Official(h.Term.Official); ok {
				return nil, &p
			}
		}
	}
	return nil, nil
}
