package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

const longestName = 6 // words

// title reports whether the word at i stands before or after a name and is no part
// of it: an honorific, a rank, a degree.
func title(p *paragraph, i int) bool {
	if i < 0 || i >= len(p.toks) || !p.toks[i].IsWord() {
		return false
	}
	t := &p.toks[i]
	c := lang.ClassOf(t.Fold)
	if t.Kind == lang.Abbrev && len(t.Text) > 4 && t.Text[:2] == "S." && t.Text[2] >= 'A' && t.Text[2] <= 'Z' {
		return true // a degree that the list lacks: "S.Farm"
	}
	if !c.Has(lang.Honorific | lang.Religious | lang.Degree | lang.Rank | lang.Corps) {
		return false
	}
	switch t.Fold {
	case "ibu":
		if i+1 < len(p.toks) && p.toks[i+1].Fold == "kota" {
			return false // the capital
		}
	case "dr", "drg", "drh", "apt", "ns", "dokter":
		return true
	case "sri", "ida", "ma", "mi", "me", "sap", "mar", "lek", "pas", "sus", "tek", "cut":
		return t.Kind == lang.Abbrev || t.Case == lang.Upper && t.Fold != "ma" && t.Fold != "mi"
	}
	if c.Has(lang.Degree) && !c.Has(lang.Honorific|lang.Religious|lang.Rank|lang.Corps) {
		return t.Kind == lang.Abbrev && t.Text[0] >= 'A' && t.Text[0] <= 'Z' || t.Case == lang.Upper || mixed(t.Text)
	}
	return p.capital(i)
}

// mixed reports whether a word has a capital after a small letter, as "MSi" has.
func mixed(s string) bool {
	upper := 0
	for _, c := range s {
		if c >= 'A' && c <= 'Z' {
			upper++
		}
	}
	return upper > 1
}

// titles returns the index after the honorifics and ranks at i: "Prof. Dr. H.".
func (r *reader) titles(p *paragraph, i int) int {
	k := i
	for k < len(p.toks) && k < i+8 {
		if k > i && p.is(k, "(") && (p.fold(k+1) == "purn" || p.fold(k+1) == "purnawirawan") {
			if b := p.bracket(k, 2); b > k {
				k = b
				continue
			}
		}
		if n := r.e.rank(p, k); n > k {
			k = n
			continue
		}
		switch {
		case p.is(k, ".") && k > i && lang.ClassOf(p.fold(k-1)).Has(lang.Corps) && k+1 < len(p.toks) && p.first[k+1]:
			return i // "… dan TNI. Sebanyak"
		case p.is(k, ".") && k > i, p.is(k, ",") && k > i && title(p, k+1) && lang.ClassOf(p.fold(k+1)).Has(lang.Honorific|lang.Degree) && !p.is(k-1, ","):
			k++
		case title(p, k) && !(r.e.name(p, k) && !p.capital(k+1)):
			c := lang.ClassOf(p.fold(k))
			if c.Has(lang.Degree) && !c.Has(lang.Honorific|lang.Religious|lang.Rank|lang.Corps) && k == i {
				return i
			}
			k++
		case k > i && (p.fold(k-1) == "marsekal" || p.fold(k-1) == "laksamana") && (p.fold(k) == "madya" || p.fold(k) == "muda" || p.fold(k) == "pertama"):
			k++
		case p.toks[k].Kind == lang.Word && p.fold(k) == "dokter":
			k++
		default:
			return k
		}
	}
	return k
}

// rank returns the index after a rank of several words at i, "Ajun Komisaris Polisi", or i.
func (e *Enricher) rank(p *paragraph, i int) int {
	if !p.capital(i) {
		return i
	}
	_, end := e.lexicon.phrases.longest(p, i, hasClass(isRank))
	return end
}

// name returns the index after the name of a person at i, which the words there
// could be; i when they cannot.
func (r *reader) name(p *paragraph, i int) int {
	e := r.e
	k := i
	for k < len(p.toks) && k < i+longestName {
		t := &p.toks[k]
		if k > i && t.Kind == lang.Hyphen && p.capital(k+1) && t.Start == p.toks[k-1].End && !e.starts(p, k+1, anyOffice|anyOrg) {
			k++
			continue
		}
		if k > i && t.Kind == lang.Hyphen && k+1 < len(p.toks) && p.toks[k+1].Kind == lang.Word && p.toks[k+1].Start == t.End && t.Start == p.toks[k-1].End &&
			!e.known(p, k+1) && !e.known(p, k-1) {
			k += 2 // "Kim Ji-hoon"
			continue
		}
		switch {
		case k > i && (t.Fold == "bin" || t.Fold == "binti" || t.Fold == "al" || t.Fold == "van" || t.Fold == "da" || t.Fold == "de" || t.Fold == "dos" || t.Fold == "do") && p.capital(k+1):
		case k > i && t.Case == lang.Lower && t.Kind == lang.Word && e.name(p, k) && (!e.known(p, k) || p.is(k+1, ",") && title(p, k+2)): // "M. Teguh jaya"
		case !p.capital(k), p.host(k), t.Kind == lang.Word && coded(t.Text), t.Fold == "no", t.Fold == "nomor", t.Fold == "pj", t.Fold == "plt", t.Fold == "plh", t.Fold == "pjs":
			return k
		case e.headlineVerb(p, k):
			return k
		case k > i && e.starts(p, k, anyOffice) && !e.name(p, k), k > i && e.starts(p, k, anyOrg) && !e.name(p, k):
			return k
		case lang.WeekdayOf(t.Fold) > 0 && !e.name(p, k) && !(t.Fold == "ahad" && k == i && p.capital(k+1)), lang.MonthOf(t.Fold) > 0 && !e.name(p, k) && t.Fold != "agustus":
			return k
		case title(p, k) && !e.name(p, k) && !(t.Fold == "m" || t.Fold == "a"):
			if k > i && (t.Kind == lang.Abbrev && len(t.Text) == 2) && p.capital(k+1) && !title(p, k+1) && !lang.ClassOf(t.Fold).Has(lang.Degree) {
				break
			}
			return k
		case k > i && title(p, k) && lang.ClassOf(t.Fold).Has(lang.Degree) && !p.capital(k+1):
			return k
		case lang.StopWord(t.Fold) && len(t.Fold) > 1 && !e.name(p, k):
			return k
		case k > i && (e.placeWord(p, k) || e.starts(p, k, placeHead) && street(t.Fold)):
			return k
		case t.Case == lang.Upper && t.Kind == lang.Word && len(t.Fold) > 2 && k > i && p.toks[i].Case != lang.Upper && !e.name(p, k):
			return k // an abbreviation behind a name
		}
		k++
	}
	return k
}

// headlineVerb reports whether the word at i is a verb as headlines and subheads have it, where
// every word begins with a capital: "Wali Kota Budi Resmikan Jembatan".
func (e *Enricher) headlineVerb(p *paragraph, i int) bool {
	w := p.fold(i)
	if e.name(p, i) {
		return false
	}
	switch w {
	case "ajak", "beri", "buka", "bawa", "cek", "desak", "dorong", "gandeng", "gelar", "genjot", "hadir", "harap", "imbau", "ingin", "jamin", "janji", "kawal", "lantik", "larang", "latih",
		"lepas", "minta", "mulai", "pantau", "pimpin", "pilih", "raih", "sambut", "sebut", "sidak", "siapkan", "teken", "terima", "tegur", "tinjau", "tolak", "tutup", "ungkap", "usul":
		return true
	}
	return len(w) > 6 && e.known(p, i) && (strings.HasSuffix(w, "kan") || strings.HasSuffix(w, "i") || strings.HasPrefix(w, "me")) && lang.Stem(w) != w ||
		w == "hadiri" || w == "temui" || w == "ikuti"
}

// coded reports whether a word is written as short forms are and names never: "UP3", "SiLPA".
func coded(word string) bool {
	capitals := 0
	small := false
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c >= '0' && c <= '9':
			return true
		case c >= 'A' && c <= 'Z':
			capitals++
		default:
			small = true
		}
	}
	return small && capitals > 2
}

// placeWord reports whether a place with the word for its kind begins at i.
func (e *Enricher) placeWord(p *paragraph, i int) bool {
	_, end := e.gazetteer.full.longest(p, i, nil)
	return end > i
}

// personFollows reports whether a name can follow an office that ends at i.
func (r *reader) personFollows(p *paragraph, i int) bool {
	k := i
	if p.is(k, ",") {
		k++
	}
	n := r.titles(p, k)
	if e := r.e; e.starts(p, n, orgNot) && p.upper(n) || p.upper(n) && len(p.fold(n)) < 6 && !e.name(p, n) {
		return false
	}
	return p.capital(n) && r.name(p, n) > n && (n > k || r.e.name(p, n) || !r.e.known(p, n))
}

// person marks the words from i up to end as a person.
func (r *reader) person(p *paragraph, i, end int, rule string, strength int) {
	for end > i && (p.toks[end-1].Kind == lang.Hyphen || title(p, end-1) && lang.ClassOf(p.fold(end-1)).Has(lang.Degree) && !r.e.name(p, end-1) && end-1 > i) {
		end--
	}
	if end <= i || !p.free(i, end) || end == i+1 && len(p.fold(i)) == 1 {
		return
	}
	r.add(find{p: p, from: i, to: end, typ: news.PersonMention, rule: rule, strength: strength})
}

// afterOffice marks the person behind an office phrase that ends at i: "Wali Kota
// Malang, Dr. Ir. Budi Santoso, M.M.". It returns the index after the name, or i.
func (r *reader) afterOffice(p *paragraph, i int) int {
	e := r.e
	k := i
	for p.is(k, ",") && e.starts(p, k+1, placeRegion) { // "Kepala Desa Jetis, Kecamatan Dau, Budi …"
		n := e.region2(p, k+1)
		if n <= k+1 || !p.is(n, ",") {
			break
		}
		k = n
	}
	comma := false
	switch {
	case p.is(k, ","), p.is(k, ":"), p.is(k, "("):
		k++
		comma = true
	case p.toks[min(k, len(p.toks)-1)].Kind == lang.Hyphen, p.is(k, "–"), p.is(k, "-"):
		return i
	}
	for k < len(p.toks) {
		switch p.fold(k) {
		case "yakni", "yaitu", "bernama", "atas":
			k++
			continue
		}
		break
	}
	n := r.titles(p, k)
	if n < len(p.toks) && p.capital(n) && e.starts(p, n, anyOffice) && !e.name(p, n) {
		return i
	}
	end := r.name(p, n)
	if end == n {
		return i
	}
	if !comma && n == k && end-n == 1 && !e.name(p, n) && (p.is(end, ",") && title(p, end+1) || title(p, end) && p.capital(end+1)) && e.starts(p, i-1, orgRegion) {
		return i // "Kasat Reskrim Polres Polman, AKP Budi": a region that no list holds
	}
	if comma && end-n == 1 && !e.name(p, n) && (p.fold(end) == "ini" || p.fold(end) == "itu" || strings.HasSuffix(p.fold(n), "nya")) {
		return i // "Ini Pak Bupati, Puskesos ini penting"
	}
	if comma && n == k && end-n == 1 && (p.is(end, ",") && reportVerb(p.fold(end+1)) || reportVerb(p.fold(end))) && !e.starts(p, n, anyOrg|anyOffice|placeWorld) && !p.upper(n) {
		r.person(p, n, end, "office+name", 3) // ", Bangun, menegaskan"
		return end
	}
	if e.starts(p, n, isForeign) || e.starts(p, n, placeRegion) && !e.name(p, n) || n == k && end-n == 1 && !e.name(p, n) && e.starts(p, end, anyOrg) {
		return i
	}
	if n == k && end-n > 1 && !e.name(p, n) && e.known(p, n) {
		bearing := false // "Wakil Bupati Malang Tegaskan Dukungan" has no word of a name in it
		for j := n + 1; j < end; j++ {
			bearing = bearing || e.name(p, j) || (end-n == 2 || comma && p.is(end, ",")) && !e.known(p, j)
		}
		if !bearing {
			return i
		}
	}
	if n == k && end-n == 1 && p.upper(n) && !e.name(p, n) && !p.upper(i-1) {
		return i
	}
	if n == k && end-n == 1 && !e.name(p, n) && (e.known(p, n) || e.starts(p, n, anyOrg|placeWorld)) {
		return i
	}
	if e.starts(p, n, anyOrg) && !e.name(p, n) || e.starts(p, n, orgNot) && p.upper(n) && !e.name(p, n) {
		return i
	}
	if comma && n == k && !e.name(p, n) && e.known(p, n) && !e.name(p, n+1) && (end-n < 3 || e.known(p, n+1)) {
		return i
	}
	if e.region2(p, n) > n && n == k && !e.name(p, n) && comma {
		return i
	}
	r.person(p, n, end, "office+name", 3)
	return end
}
