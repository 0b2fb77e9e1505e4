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
	id       string
	open     []string // candidates, when it is not settled
	offID    news.OfficeID
	name     string
}

// run is a row of capitalised words that nothing explained yet.
type run struct {
	p        *paragraph
	from, to int
}

// reader reads one article.
type reader struct {
	e        *Enricher
	a        *news.Article
	date     news.Date
	paras    []paragraph
	finds    []find
	offices  []office
	runs     []run
	ents     []entity
	names    map[string]bool // folded words of the sure names
	finds0   []find          // in the order in which the grammar found them; offices point into it
	weights  map[news.PlaceCode]*weight
	ranked   []*weight
	outlet   news.Outlet
	nominals []quote.Person
	nicks    []nick
	epithet  []news.Mention
}

// add stores a find and takes its tokens. It returns the index plus one.
func (r *reader) add(f find) int {
	r.finds = append(r.finds, f)
	n := len(r.finds)
	for k := f.from; k < f.to; k++ {
		f.p.owner[k] = int16(n)
	}
	return n
}

// names reads the paragraphs: first what its place or a list makes sure, then what
// the sure names explain, then the rest by its looks.
func (r *reader) readNames() {
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
	r.finds0 = slices.Clone(r.finds)
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
		if p.first[i] && e.known(p, i) && !e.name(p, i) || e.starts(p, i, orgNot) && p.upper(i) {
			i++
			continue
		}
		if e.starts(p, i, anyOffice) && !e.name(p, i) {
			_, i = e.lexicon.phrases.longest(p, i, hasClass(anyOffice))
			continue // the head of an office that names nobody
		}
		if e.known(p, i) && !e.name(p, i) && (p.capital(i+1) || title(p, i+1)) && i+1 < len(p.toks) && (e.name(p, i+1) || title(p, i+1)) {
			i++ // "Pelantikan Budi Santoso": a word before the name
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

// lowerOrg reports whether a word in small letters can still begin a name.
func (e *Enricher) lowerOrg(p *paragraph, i int) bool {
	switch p.fold(i) {
	case "pemkot", "pemkab", "pemprov", "apindo", "dispora", "sekretariat":
		return true
	}
	return p.host(i)
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
	switch p.fold(i) {
	case "ibu", "mas", "bapak", "raden", "h", "m", "mayor", "sam", "bang", "kang", "papa", "mama":
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
	end := r.afterOffice(p, i)
	if end > i {
		if len(r.finds) > n && !beside(p.fold(o.from-1)) {
			r.finds[n].office = office
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
		for w := p.fold(k); k > 0 && (w == "selaku" || w == "sebagai" || w == "juga" || w == "menjabat" || w == "yang" || p.is(k, ",") || lang.ClassOf(w).Has(lang.Degree)); w = p.fold(k) {
			k--
		}
		if f := p.owner[k]; f > 0 && k < o.from-1 && r.finds[f-1].typ == news.PersonMention && r.finds[f-1].office == 0 {
			r.finds[f-1].office = office
		} else if k < o.from-1 && len(r.runs) > 0 {
			if last := r.runs[len(r.runs)-1]; last.p == p && last.to == k+1 && (p.is(i, ",") || p.is(i, ".") || p.is(i, ")") || o.named) {
				r.runs = r.runs[:len(r.runs)-1]
				r.person(p, last.from, last.to, "name+office", 3)
				r.finds[len(r.finds)-1].office = office
			}
		}
	}
	return i
}

// document marks the number of a law, so that the office in its name is none:
// "Peraturan Wali Kota Malang Nomor 24 Tahun 2021".
func (r *reader) document(p *paragraph, i int) int {
	switch p.fold(i) {
	case "peraturan", "perda", "perwal", "perwali", "perbup", "pergub", "undang", "uu", "keputusan", "instruksi", "permendagri", "perpres", "pp", "inpres", "permenkes", "permenaker", "permendikbud", "edaran", "surat":
	default:
		return i
	}
	if !p.capital(i) {
		return i
	}
	k := i + 1
	for k < len(p.toks) && k < i+10 {
		t := &p.toks[k]
		if t.Fold == "nomor" || t.Fold == "no" || t.Kind == lang.Number && k <= i+1 {
			break
		}
		if !(p.capital(k) || t.Fold == "dan" || t.Fold == "dalam" || t.Kind == lang.Hyphen || t.Is("(") || t.Is(")")) {
			break
		}
		k++
	}
	w := p.fold(k)
	numbered := w == "nomor" || w == "no" || k < len(p.toks) && p.toks[k].Kind == lang.Number
	if !numbered {
		if p.fold(i) == "peraturan" || p.fold(i) == "keputusan" || p.fold(i) == "instruksi" {
			if k > i+1 {
				for j := i; j < k; j++ { // "Peraturan Wali Kota" without a number names nobody either
					p.owner[j] = -1
				}
				return k
			}
		}
		return i
	}
	if w == "nomor" || w == "no" {
		k++
		if p.is(k, ".") {
			k++
		}
	}
	if k >= len(p.toks) || p.toks[k].Kind != lang.Number {
		return i
	}
	k++
	for k+1 < len(p.toks) && p.is(k, "/") && p.toks[k+1].IsWord() {
		k += 2
	}
	if p.fold(k) == "tahun" && k+1 < len(p.toks) && p.toks[k+1].Kind == lang.Number {
		k += 2
	}
	r.add(find{p: p, from: i, to: k, typ: news.DocumentMention, rule: "regulation"})
	return k
}

// dateline reads the beginning of a report: "Malang, KABAR.co.id –", "MALANG
// KOTA-HARIAN-", "Klojen (contoh.go.id) –".
func (r *reader) dateline(p *paragraph) {
	if p.index > 1 {
		return
	}
	e := r.e
	end := -1
	for k := 0; k < len(p.toks) && k < 14; k++ {
		t := &p.toks[k]
		if (t.Is("-") || t.Is("–") || t.Is("—") || t.Is("|") || t.Is("--") || t.Kind == lang.Hyphen) && k > 0 {
			if t.Kind != lang.Hyphen {
				end = k
				break
			}
			if p.upper(k-1) && len(p.fold(k-1)) > 3 { // "MALANG-Warga"
				end = k
			}
			continue
		}
		if t.IsWord() && t.Case == lang.Lower && !p.host(k) || t.Is(":") || t.Is(".") && k > 6 {
			break
		}
	}
	if end < 0 {
		return
	}
	for k := 0; k < end; {
		if !p.toks[k].IsWord() {
			k++
			continue
		}
		if n := e.listed(p, k); n > k && n <= end {
			r.add(find{p: p, from: k, to: n, typ: news.OrganisationMention, rule: "dateline"})
			k = n
			continue
		}
		if p.host(k) {
			r.add(find{p: p, from: k, to: k + 1, typ: news.OrganisationMention, rule: "dateline"})
			k++
			continue
		}
		n, codes := e.region(p, k)
		if n == k || n > end {
			if reg, m := e.gazetteer.names.longest(p, k, nil); reg != nil && m <= end && p.capital(k) {
				n, codes = m, reg.codes
			}
		}
		if n > k && n <= end {
			if p.upper(k) && p.capital(n) && n < end && p.fold(n) != "kota" && !p.is(n, ",") && !e.starts(p, n, placeRegion) {
				// "MALANG POSCO MEDIA": a city at the head of an outlet's name
				m := n
				for m < end && p.toks[m].IsWord() {
					m++
				}
				r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
				k = m
				continue
			}
			if p.fold(n) == "kota" && n < end {
				n++
			}
			r.add(find{p: p, from: k, to: n, typ: news.PlaceMention, rule: "dateline", codes: codes})
			k = n
			continue
		}
		if paper(p.fold(k)) && n == k && !p.is(k+1, ",") {
			m := k
			for m < end && p.capital(m) {
				m++
			}
			r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
			k = m
			continue
		}
		m := k
		for m < end && p.toks[m].IsWord() && p.capital(m) {
			m++
		}
		if m > k && (p.upper(k) || p.is(m, ")")) && (end-m <= 1 || p.toks[m].Kind == lang.Hyphen || p.is(m, ",")) {
			r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
			k = m
			continue
		}
		return
	}
}

// sureNames collects the words of the names that are sure.
func (r *reader) sureNames() {
	r.names = map[string]bool{}
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ == news.PersonMention && f.strength >= 3 {
			r.learn(f.p, f.from, f.to)
		}
	}
}

func (r *reader) learn(p *paragraph, from, to int) {
	for k := from; k < to; k++ {
		if w := p.toks[k].Fold; p.toks[k].IsWord() && len(w) > 2 && p.toks[k].Case != lang.Lower {
			r.names[w] = true
		}
	}
}

// settleRuns decides which of the unexplained rows of capitals are people.
func (r *reader) settleRuns() {
	var rest []run
	for _, c := range r.runs {
		if r.looks(c) >= 3 {
			r.person(c.p, c.from, c.to, "name", 2)
			r.learn(c.p, c.from, c.to)
		} else {
			rest = append(rest, c)
		}
	}
	r.runs = rest
}

// looks says how much a row of capitals looks like a person.
func (r *reader) looks(c run) int {
	e, p := r.e, c.p
	names, known, upper, sure, words, foreign := 0, 0, 0, 0, 0, 0
	for k := c.from; k < c.to; k++ {
		if !p.toks[k].IsWord() {
			continue
		}
		if len(p.fold(k)) == 1 && c.to-c.from > 1 {
			continue // an initial
		}
		words++
		if e.name(p, k) {
			names++
		} else if e.known(p, k) {
			known++
		}
		if p.upper(k) && len(p.toks[k].Fold) < 7 {
			upper++
		}
		if r.names[p.toks[k].Fold] {
			sure++
		}
		if e.starts(p, k, isForeign) {
			foreign++
		}
	}
	score := 0
	if foreign > 0 && sure < words {
		return 0
	}
	switch {
	case sure == words:
		score += 3
	case names == words && words > 1:
		score += 3
	case names*2 >= words && words > 1:
		score += 2
	case names == words && known == 0 && upper == 0 && !p.first[c.from] && !e.known(p, c.from) && !p.capital(c.from-1) && !p.capital(c.to):
		score += 3 // one word that is nothing but a name, in the middle of a sentence
	case names > 0:
		score++
	}
	if words > 1 && known == 0 && upper == 0 {
		score++
		if words > 2 {
			score++
		}
	}
	if known == words {
		score -= 2
	}
	if upper > 0 && upper == words {
		score -= 3
	}
	if p.first[c.from] && words == 1 && e.known(p, c.from) && sure == 0 {
		score -= 2
	}
	before, after := p.fold(c.from-1), p.fold(c.to)
	switch {
	case tagVerb(before):
		score += 3
	case before == "bernama" || before == "alias" || before == "disapa" || before == "dipanggil" || before == "bersama" || before == "oleh" || before == "dikelola" || before == "almarhum" || before == "didampingi" || before == "atas nama":
		score += 2
	case before == "di" || before == "ke" || before == "dari" || before == "se":
		score -= 3
	}
	switch {
	case reportVerb(after):
		score += 2
	case strings.HasPrefix(after, "me") && e.known(p, c.to) && p.toks[c.to].Case == lang.Lower && len(after) > 5, after == "pun", after == "yang", after == "berharap", after == "berpesan":
		score++
	}
	if p.is(c.to, ",") || p.is(c.to, "(") {
		switch k := c.to + 1; {
		case k >= len(p.toks):
		case title(p, k) && lang.ClassOf(p.fold(k)).Has(lang.Degree) && p.capital(k):
			score += 3
		case p.is(c.to, "(") && p.toks[k].Kind == lang.Number && p.is(k+1, ")"):
			score += 3
		case p.is(c.to, ",") && p.toks[k].Kind == lang.Number && (p.is(k+1, ",") || p.fold(k+1) == "tahun" || p.is(k+1, ")")) && len(p.toks[k].Text) == 2:
			score += 3 // an age
		case occupation(p.fold(k)):
			score += 2
		case reportVerb(p.fold(k)) && p.is(c.to, ","):
			score += 2
			if words == 1 && known == 0 && upper == 0 && (p.is(c.from-1, ",") || p.first[c.from]) {
				score++ // "Gitarisnya, Karyo, mengaku …"
			}
		case strings.HasPrefix(p.fold(k), "me") && p.is(c.to, ",") && e.known(p, k) && known == 0:
			score++
		}
	}
	if title(p, c.to) && lang.ClassOf(p.fold(c.to)).Has(lang.Degree) && p.capital(c.to) {
		score += 3
	}
	return score
}

func occupation(fold string) bool {
	switch fold {
	case "warga", "wisatawan", "pemilik", "salah", "seorang", "mahasiswa", "pedagang", "petani", "pengelola", "orang", "perwakilan", "pengunjung",
		"siswa", "guru", "sapaan", "anak", "ibu", "pelaku", "penjual", "pengusaha", "relawan", "peserta", "alumni", "dosen", "pria", "perempuan":
		return true
	}
	return false
}

func tagVerb(fold string) bool {
	switch fold {
	case "kata", "ujar", "ungkap", "jelas", "tegas", "terang", "tutur", "ucap", "imbuh", "tambah", "pungkas", "tandas", "papar", "beber", "lanjut",
		"urai", "sebut", "tutup", "imbau", "kenang", "sambung", "cerita", "pinta", "pesan", "keluh", "harap", "sapa", "rinci", "timpal", "ajak",
		"tukas", "menurut", "seru", "aku", "cetus", "ulas", "puji", "jawab", "tanya", "tulis", "himbau", "sesal", "nilai", "celetuk", "sergah", "katanya":
		return true
	}
	return false
}

func reportVerb(fold string) bool {
	switch fold {
	case "mengatakan", "menjelaskan", "menyampaikan", "memastikan", "menyebut", "menyebutkan", "menegaskan", "berharap", "menambahkan", "mengaku",
		"meminta", "mengungkapkan", "menilai", "menuturkan", "menerangkan", "memaparkan", "membeberkan", "mengingatkan", "mengajak", "mengimbau",
		"menekankan", "mengakui", "berpesan", "menyatakan", "mengapresiasi", "menyambut", "menandaskan", "membenarkan", "mengucapkan", "bercerita",
		"berujar", "menceritakan", "menyoroti", "mendorong", "menghimbau", "mencontohkan", "menilik", "melihat", "optimistis", "mengutarakan":
		return true
	}
	return false
}

// sweep finds the later mentions of the people by one or two words of their name.
func (r *reader) sweep() {
	if len(r.names) == 0 {
		return
	}
	e := r.e
	for i := range r.paras {
		p := &r.paras[i]
		for k := 0; k < len(p.toks); k++ {
			if p.owner[k] != 0 || !p.capital(k) || !r.names[p.toks[k].Fold] {
				continue
			}
			end := k + 1
			for end < len(p.toks) && p.owner[end] == 0 && p.capital(end) && r.names[p.toks[end].Fold] {
				end++
			}
			if r.locative(p, k) && !e.name(p, k) || end-k == 1 && e.known(p, k) && !e.name(p, k) && (p.first[k] || p.capital(k+1) || k > 0 && p.capital(k-1)) {
				continue
			}
			if end < len(p.toks) && p.capital(end) && p.owner[end] == 0 && !title(p, end) && !e.name(p, end) && e.known(p, end) {
				continue // "Wahyu Ilahi": something else begins with the word
			}
			r.person(p, k, end, "name again", 2)
			k = end - 1
		}
	}
}

// paper reports whether a word begins the names of outlets.
func paper(fold string) bool {
	switch fold {
	case "radar", "tribun", "harian", "kabar", "berita", "warta", "jawa", "koran", "portal", "detik", "memo", "lensa", "sinar", "suara", "surya", "seputar", "kompas", "media", "info", "pikiran", "bali", "serambi", "banjarmasin":
		return true
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
