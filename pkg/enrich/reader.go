package enrich

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/enrich/quote"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// find is a name that the grammar found in the text.
type find struct {
	p        *paragraph
	from, to int // tokens
	typ      news.MentionType
	rule     string
	strength int // of a person: 3 sure by its place, 1 by its looks
	office   int // index of the office phrase plus one
	entity   int // of a person: index plus one
	codes    []news.PlaceCode
	open     []string // candidates, when it is not settled
	name     string
}

// run is a row of capitalised words that nothing explained yet.
type run struct {
	p        *paragraph
	from, to int
}

// reader reads one article.
type reader struct {
	e         *Enricher
	a         *news.Article
	date      news.Date
	paras     []paragraph
	finds     []find
	offices   []office
	runs      []run
	ents      []entity
	names     map[string]bool // folded words of the sure names
	finds0    []find          // in the order in which the grammar found them; offices point into it
	weights   map[news.PlaceCode]*weight
	ranked    []*weight
	scoped    []string                         // folded names of the first of them
	scopedIDs map[string][]news.OrganisationID // the same by the article's scope
	bodyIDs   map[string][]news.OrganisationID // of a name as the article writes it
	outlet    news.Outlet
	nominals  []quote.Person
	nicks     []nick
	epithet   []news.Mention
	bodyWords map[string]bool // last words of the bodies of the article
	shorts    map[string]bool // short forms that the article gives to its bodies
	others    map[string]bool // short forms of organisations that mean something else in this article; false for a kind of body
}

// add stores a find and takes its tokens. It returns the index plus one.
func (r *reader) add(f find) int {
	r.finds = append(r.finds, f)
	n := len(r.finds)
	for k := f.from; k < f.to; k++ {
		f.p.owner[k] = int32(n)
	}
	return n
}

// names reads the paragraphs: first what its place or a list makes sure, then what
// the sure names explain, then the rest by its looks.
func (r *reader) readNames() {
	r.otherMeanings()
	r.ownShorts()
	for i := range r.paras {
		p := &r.paras[i]
		r.dateline(p)
		r.scan(p)
	}
	r.sureNames()
	r.nicknames()
	r.settleRuns()
	r.sweep()
	r.abbreviations()
	r.bodies()
	r.whereabouts()
	r.finds0 = slices.Clone(r.finds)
	r.finds = slices.DeleteFunc(r.finds, func(f find) bool { return f.typ == "" })
	slices.SortStableFunc(r.finds, func(a, b find) int {
		if a.p.index != b.p.index {
			return a.p.index - b.p.index
		}
		return a.from - b.from
	})
}

func (r *reader) scan(p *paragraph) {
	e := r.e
	for i := 0; i < len(p.toks); {
		if p.owner[i] != 0 || !p.toks[i].IsWord() {
			i++
			continue
		}
		if n := r.document(p, i); n > i {
			i = n
			continue
		}
		if n := e.rank(p, i); n > i {
			i = r.titled(p, i, r.titles(p, i))
			continue
		}
		if e.lexicon.phrases.begins(p.ids[i]) {
			before := len(r.offices)
			if n := r.office(p, i); n > i {
				i = n
				if len(r.offices) > before {
					i = r.withPerson(p, n, len(r.offices))
				}
				continue
			}
		}
		if !p.capital(i) && !e.lowerOrg(p, i) {
			if n := r.titles(p, i); n > i && p.capital(n) && (p.fold(i) == "dokter" || p.fold(i) == "dr" || p.fold(i) == "drg" || p.fold(i) == "drh") {
				i = r.titled(p, i, n)
				continue
			}
			i++
			continue
		}
		if n := r.titles(p, i); n > i && n < len(p.toks) {
			if m := r.titled(p, i, n); m > n {
				i = m
				continue
			}
		}
		if glued(p.toks[i].Text) && e.names(unglued(p.toks[i].Text)) {
			r.person(p, i, i+1, "glued name", 3)
			i++
			continue
		}
		if n := r.englishBody(p, i); n > i {
			r.add(find{p: p, from: i, to: n, typ: news.OrganisationMention, rule: "English body"})
			i = n
			continue
		}
		if n := e.people.longest(p, i); n > i && p.capital(i) && (n-i > 1 || !e.known(p, i)) {
			if m := r.name(p, i); m > n && e.name(p, n) {
				n = m
			}
			r.person(p, i, n, "registry", 3)
			i = n
			continue
		}
		if n, _ := r.organisation(p, i); n > i {
			i = n
			continue
		}
		if n := r.place(p, i); n > i {
			i = n
			continue
		}
		if p.first[i] && e.known(p, i) && !e.name(p, i) && !r.aged(p, i+1) || e.starts(p, i, orgNot) && p.upper(i) {
			i++
			continue
		}
		if e.starts(p, i, anyOffice) && !e.name(p, i) {
			_, i = e.lexicon.phrases.longest(p, i, hasClass(anyOffice))
			continue // the head of an office that names nobody
		}
		if lettered(p, i) && p.capital(i+1) && e.name(p, i+1) { // "P.Y. Santoso"
			n := r.name(p, i+1)
			r.person(p, i, n, "initials+name", 3)
			i = max(n, i+1)
			continue
		}
		if e.known(p, i) && !e.name(p, i) && (p.capital(i+1) || title(p, i+1)) && i+1 < len(p.toks) && (e.name(p, i+1) || title(p, i+1)) && !r.whole(p, i) {
			i++ // "Pelantikan Budi Santoso": a word before the name
			continue
		}
		if e.known(p, i) && !e.name(p, i) && p.fold(i) != "peta" && p.capital(i+1) && e.starts(p, i+1, anyOrg|placeHead) && !e.name(p, i+1) {
			i++ // "Halaman Mapolres Malang"
			continue
		}
		n := r.name(p, i)
		if n > i+1 && p.upper(i) && !p.upper(i+1) && !e.name(p, i) {
			n = i + 1 // an abbreviation before a name
		}
		if n > i {
			r.runs = append(r.runs, run{p, i, n})
		}
		i = max(n, i+1)
	}
}

// names reports whether all the words are such as people are named with.
func (e *Enricher) names(words []string) bool {
	if len(words) < 2 {
		return false
	}
	for _, w := range words {
		id, ok := e.lexicon.vocabulary.ids[w]
		if !ok || e.lexicon.words[id]&isName == 0 {
			return false
		}
	}
	return true
}

// lettered reports whether the token at i is nothing but the first letters of names: "P.Y.".
func lettered(p *paragraph, i int) bool {
	t := &p.toks[i]
	if t.Kind != lang.Abbrev || len(t.Text) > 6 || title(p, i) {
		return false
	}
	for k := range t.Text {
		if c := t.Text[k]; k%2 == 0 && (c < 'A' || c > 'Z') || k%2 == 1 && c != '.' {
			return false
		}
	}
	return true
}

// whole reports whether the word of the language at i belongs to the name behind
// it, because of what stands around both: "kata Anak Agung Oka", ", Dadi Supardi,".
func (r *reader) whole(p *paragraph, i int) bool {
	if title(p, i+1) {
		return false
	}
	if tagVerb(p.fold(i - 1)) {
		return true
	}
	n := r.name(p, i)
	if i > 0 && p.owner[i-1] > 0 && r.finds[p.owner[i-1]-1].typ == news.OrganisationMention && !p.first[i] && (p.is(n, ",") || reportVerb(p.fold(n))) {
		return true // "Kepala Divisi Humas ICW Wana Alamsyah mengatakan"
	}
	return p.is(i-1, ",") && (p.is(n, ",") || p.is(n, "(")) && n >= i+2 && len(p.fold(i)) < 8 && !strings.HasPrefix(p.fold(i), "me") && lang.Stem(p.fold(i)) == p.fold(i)
}

// lowerOrg reports whether a word in small letters can still begin a name.
func (e *Enricher) lowerOrg(p *paragraph, i int) bool {
	return lowerBody(p.fold(i)) || p.fold(i) == "sekretariat" || p.host(i)
}

// lowerBody reports whether the press writes a short name in small letters too and means a body.
func lowerBody(fold string) bool {
	switch fold {
	case "pemkot", "pemkab", "pemprov", "apindo", "dispora", "dinkes", "bapenda", "bappeda", "dishub", "disnaker", "disnakertrans", "dinsos", "disdik", "dispendik", "disdikbud",
		"disparbud", "disporapar", "diskominfo", "diskopindag", "disperindag", "disdukcapil", "dispendukcapil", "dpmd", "dpupr", "dlh", "satpol":
		return true
	}
	return false
}

// titled marks the name behind the titles from i up to n.
func (r *reader) titled(p *paragraph, i, n int) int {
	e := r.e
	if e.starts(p, n, anyOffice) && !e.name(p, n) || lang.ClassOf(p.fold(n)).Has(lang.Degree) && p.upper(n) {
		return n
	}
	end := r.name(p, n)
	if end == n || e.starts(p, n, anyOrg) && !e.name(p, n) && end-n == 1 {
		return n
	}
	if end-n == 1 && p.upper(n) && !e.name(p, n) && !p.upper(i-1) {
		return n // "TNI AU", "Bapak FM"
	}
	// A single form of address before a word of the language is no name: "Ibu Kota".
	if n-i == 1 && end-n == 1 && e.known(p, n) && !e.name(p, n) && p.first[i] {
		return n
	}
	if end-n == 1 && p.fold(n) == "wali" {
		return n // "Pak Wali": the mayor, and no name
	}
	switch p.fold(i) {
	case "ibu", "mas", "bapak", "raden", "h", "m", "mayor", "sam", "bang", "kang", "papa", "mama", "profesor":
		if e.known(p, n) && !e.name(p, n) && end-n == 1 {
			return n
		}
	}
	r.person(p, n, end, "title+name", 3)
	return end
}

// withPerson reads the name behind an office and joins the two.
func (r *reader) withPerson(p *paragraph, i, office int) int {
	o := &r.offices[office-1]
	n := len(r.finds)
	if o.standing == news.Candidate && p.fold(i) == "nomor" && p.fold(i+1) == "urut" && i+2 < len(p.toks) {
		i += 3 // of the ballot paper
	}
	end := r.afterOffice(p, i)
	if end > i {
		if len(r.finds) > n && !beside(p.fold(o.from-1)) && !(p.is(i, ",") && clauseEnds(p, o.from, end)) {
			r.finds[n].office = office
		}
		if p.is(i, ",") && r.e.starts(p, i+1, placeRegion) {
			return i // regions stand between the two
		}
		return end
	}
	// "Sekretaris Daerah sekaligus Ketua Komite Ir. H. Budi"
	if w := p.fold(i); (w == "sekaligus" || w == "dan" || w == "merangkap" || w == "yang") && r.e.lexicon.phrases.begins(p.ids[min(i+1, len(p.ids)-1)]) && w != "dan" && w != "yang" {
		before := len(r.offices)
		if m := r.office(p, i+1); m > i+1 && len(r.offices) > before {
			n := len(r.finds)
			end := r.afterOffice(p, m)
			if end > m && len(r.finds) > n {
				r.finds[n].office = office
				r.offices[len(r.offices)-1].with = office
				return end
			}
			return m
		}
	}
	// "Budi Santoso, Wali Kota Malang," and "Budi selaku Ketua …": the name came before.
	if k := o.from - 1; k > 0 {
		for w := p.fold(k); k > 0 && (w == "selaku" || w == "sebagai" || w == "juga" || w == "menjabat" || w == "yang" || p.is(k, ",") || p.is(k, "(") && k == o.from-1 || lang.ClassOf(w).Has(lang.Degree) || degreePiece(p, k)); w = p.fold(k) {
			k--
		}
		if f := p.owner[k]; f > 0 && k == o.from-1 && o.named && p.capital(o.from) && !r.personFollows(p, o.end) && r.finds[f-1].typ == news.PersonMention && r.finds[f-1].office == 0 {
			r.finds[f-1].office = office // "ujar Fahmi Kepala Kejari …"
		} else if f := p.owner[k]; f > 0 && k < o.from-1 && r.finds[f-1].typ == news.PersonMention && r.finds[f-1].office == 0 {
			r.finds[f-1].office = office
		} else if k < o.from-1 && len(r.runs) > 0 {
			if last := r.runs[len(r.runs)-1]; last.p == p && last.to == k+1 && r.bears(last) && !strings.HasSuffix(p.fold(k), "nya") && (p.is(i, ",") || p.is(i, ".") || p.is(i, ")") || o.named) {
				r.runs = r.runs[:len(r.runs)-1]
				r.person(p, last.from, last.to, "name+office", 3)
				r.finds[len(r.finds)-1].office = office
			}
		}
	}
	return i
}

// degreePiece reports whether the token at k is a part of a degree that was cut: "S.Tr.K.".
func degreePiece(p *paragraph, k int) bool {
	return p.toks[k].Kind == lang.Abbrev && p.capital(k) || p.fold(k) == "tr" || p.is(k, ".") && p.fold(k-1) == "tr"
}

// clauseEnds reports whether the comma behind an office ends a clause, so that whose name
// comes next does not hold it: "Meski ada kritik kepada Menkeu, Budi menilai".
func clauseEnds(p *paragraph, office, end int) bool {
	if p.is(end, ",") || p.is(end, "(") || p.first[office] {
		return false
	}
	for k := office - 1; k >= 0 && k > office-20 && !p.is(k, ","); k-- {
		if p.first[k] {
			switch p.fold(k) {
			case "meski", "meskipun", "walau", "walaupun", "ketika", "saat", "setelah", "usai", "seusai", "sebelum", "karena", "jika", "bila", "selain", "sejak", "agar":
				return true
			}
			return false
		}
	}
	return false
}

// beside reports whether the word before an office makes the person behind it
// somebody near the office: "staf khusus Menteri …", "istri Bupati …".
func beside(fold string) bool {
	switch fold {
	case "khusus", "ahli", "ajudan", "istri", "suami", "putra", "putri", "anak", "bicara", "pribadi", "utusan", "adik", "kakak", "keluarga", "sopir", "pengawal", "orangtua", "ayah", "ibunda":
		return true
	}
	return false
}

// bears reports whether a row of capitals can be a name at all: it holds a word
// that people are named with, or none of the language.
func (r *reader) bears(c run) bool {
	known := false
	for k := c.from; k < c.to; k++ {
		if r.e.name(c.p, k) {
			return true
		}
		known = known || r.e.known(c.p, k)
	}
	return !known
}
