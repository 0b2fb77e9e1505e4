package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// An office phrase is a head with what it is the head of: "Pj. Wali Kota Malang",
// "Kepala" + "Dinas Sosial Kota Malang", "Menteri Keuangan RI", "Sekda".
type office struct {
	head     string // folded: "wali kota"
	name     string // as written, without status: "Wali Kota Malang"
	class    class
	status   news.Status
	standing news.Standing
	codes    []news.PlaceCode // of the region in the span
	capital  bool
	named    bool            // the phrase says of what: a region, an organisation, a ministry
	person   int             // index plus one of the entity behind it
	org      int             // index of the find of the organisation plus one
	from     int             // token where the phrase begins, with "mantan" and "calon"
	ids      []news.OfficeID // of the registry that it can mean
	with     int             // index plus one of the office that the same person holds besides
	end      int             // token after all of it, organisation included
	then     bool            // held at another time: "saat itu"
}

// office reads an office phrase at i and marks it. It returns the index after it,
// or i. The organisation behind the head becomes a find of its own.
func (r *reader) office(p *paragraph, i int) int {
	e := r.e
	o := office{from: i, status: news.Definitive}
	k, from := i, i // from: where the span begins
	if w, end := e.lexicon.phrases.longest(p, k, hasClass(isFormer|isCandidate)); w != nil {
		if w.class&isFormer != 0 {
			o.standing = news.Former
		} else {
			o.standing = news.Candidate
		}
		if w.class&anyOffice == 0 || e.starts(p, end, anyOffice) { // else "Cawali" is the office too
			k, from = end, end
		}
	}
	if w, end := e.lexicon.phrases.longest(p, k, hasClass(isActing)); k < len(p.toks) && w != nil {
		o.status = w.status
		k = p.bracket(end, 2)
	}
	if k >= len(p.toks) || !p.toks[k].IsWord() {
		return i
	}
	w, end := e.lexicon.phrases.longest(p, k, hasClass(anyOffice))
	if w == nil {
		return i
	}
	if !p.capital(k) && !spokenOf(p, k) && !(w.class&officeRegion != 0 && p.capital(end)) && !(w.class&officeOrganisation != 0 && (e.starts(p, end, orgRegion) || e.starts(p, end, orgHead))) {
		return i
	}
	if w2, cut := e.lexicon.phrases.longest(p, k, func(q *phrase) bool { return q.class&anyOffice != 0 && q != w }); cut == end-1 {
		if f := p.fold(cut); (f == "dewan" || f == "yayasan") && r.organisationEnd(p, cut, 0) > end {
			w, end = w2, cut // "Ketua Dewan Pers": the last word begins the body
		}
	}
	if w.class&orgHead != 0 && !p.is(end, ",") {
		if n := r.organisationEnd(p, k, 0); n > end && !r.personFollows(p, n) {
			return i // "Pimpinan Cabang Persatuan Guru …": the body, not its leader
		}
	}
	head := k
	o.capital = p.capital(k)
	o.head, o.class = lang.Fold(p.Slice(head, end)), w.class
	k = end
	if k < len(p.toks) && w.class&officeOrganisation != 0 && roman(p.toks[k].Fold) && p.capital(k) {
		k++
	}
	if !r.holderInBracket(p, k) {
		k = p.bracket(k, 4)
	}
	spanEnd := k
	switch {
	case w.class&officeMinister != 0:
		spanEnd = r.ministry(p, k)
		o.named = spanEnd > k
		if !o.named && !r.personFollows(p, k) {
			return i
		}
	case w.class&officeMinisterShort != 0:
		if n, _ := e.region(p, k); n > k && p.fold(k) == "ri" {
			spanEnd = n
		}
		o.named = true
	case strings.HasPrefix(o.head, "asisten") && r.assistant(p, k, &o) > k:
		spanEnd = r.assistant(p, k, &o)
		if n, f := r.organisation(p, spanEnd); n > spanEnd {
			o.org, o.end = f, n
		}
	case w.class&officeRegion != 0:
		spanEnd = r.officeRegion(p, k, &o)
		if spanEnd == k { // "Kapolresta Makota", as the registry has it
			if _, n := e.offices.names.longest(p, head, nil); n > k && p.capital(n-1) {
				spanEnd, o.named = n, true
			}
		}
		if spanEnd == k { // "Kasatreskrim Polres Batu"
			if n, f := r.organisation(p, k); n > k {
				o.org, o.named, o.end = f, true, n
			}
		}
	default:
		if sectional(o.head) {
			if n := r.section(p, k); n > k {
				n = max(n, r.abbreviation(p, n)) // "Kanit Penegakan Hukum (Gakkum)"
				k, spanEnd, o.named = n, n, true
			}
		} else if n := r.field(p, k, o.head); n > k {
			k, spanEnd, o.named = n, n, true
		}
		if n := r.ownUnit(p, k); n > k {
			if b := p.bracket(n, 4); b > n && e.starts(p, n+1, anyOffice) { // "Kepala Bidang Humas (Kabid Humas)"
				n = b
			}
			spanEnd, o.named = n, true
			if m, f := r.organisation(p, n); m > n { // "Kepala Bidang (Kabid) Angkutan" + "Dishub …"
				o.org, o.end = f, m
				o.head += " " + p.fold(k) // it is not the body that is headed
			}
		} else if n, f := r.bureau(p, k); n > k {
			o.org, o.named, o.end = f, true, n
		} else if n, f := r.organisation(p, k); n > k {
			o.org, o.named, o.end = f, true, n
			if p.fold(n) == "fraksi" { // "Anggota Komisi III DPR RI Fraksi PKS, …"
				o.end, _ = r.organisation(p, n)
			}
		} else if n := r.landmark(p, k); n > k {
			o.named, o.end = true, n
		} else if n, codes := e.region(p, k); n > k && p.fold(k) != "ri" {
			spanEnd, o.codes, o.named = n, codes, true
		} else if n, f := r.unnamedOrganisation(p, k); f > 0 {
			o.org, o.named, o.end = f, true, n
		} else if n > k {
			spanEnd, o.named = n, true
		}
	}
	if o.end == 0 {
		o.end = spanEnd
	}
	o.name = p.Slice(head, spanEnd)
	r.modified(p, &o)
	if !p.capital(head) && !o.named && (!spokenOf(p, head) || w.class&officeLone == 0) {
		return i
	}
	if !o.named && w.class&(officeLone|officePublic|officeMinisterShort) == 0 && !r.personFollows(p, o.end) && !(o.capital && appointed(p.fold(i-1))) {
		return i
	}
	if r.generic(p, i, o) || !p.capital(head) && manifold(o.head) && o.standing == "" && !tied(p, i) && !spokenOf(p, i) && !r.personFollows(p, o.end) {
		return o.end
	}
	if !p.capital(from) && from < head {
		// "penjabat Wali Kota": the lower-case status belongs to the office too.
		o.from = i
	}
	f := r.add(find{p: p, from: from, to: spanEnd, typ: news.OfficeMention, rule: "office", office: len(r.offices) + 1})
	o.from = i
	_ = f
	r.offices = append(r.offices, o)
	return o.end
}

func roman(fold string) bool {
	switch fold {
	case "i", "ii", "iii", "iv", "v", "1", "2", "3":
		return true
	}
	return false
}

// officeRegion reads the region behind the head of an office.
func (r *reader) officeRegion(p *paragraph, k int, o *office) int {
	e := r.e
	if p.fold(k) == "kelas" && p.capital(k) { // "Kalapas Kelas IIA Jambi"
		k++
		for k < len(p.toks) && (len(p.fold(k)) <= 3 && p.capital(k) || p.toks[k].Kind == lang.Number) {
			k++
		}
	}
	if k < len(p.toks) && p.capital(k) && romanUnit(p.fold(k)) && p.is(k+1, "/") && p.capital(k+2) { // "Pangdam V/Brawijaya"
		o.named = true
		return k + 3
	}
	if village(o.head) && p.capital(k) {
		if reg, n := e.gazetteer.names.longest(p, k, nil); reg != nil {
			o.codes, o.named = reg.codes, true
			for e.starts(p, n, placeRegion) {
				m, _ := e.region(p, n)
				if m == n {
					break
				}
				n = m
			}
			return n
		}
	}
	if n, codes := e.region(p, k); n > k {
		o.codes, o.named = codes, true
		if b := r.abbreviation(p, n); b == n+3 { // "Gubernur Jawa Timur (Jatim)"
			if m, _ := e.region(p, n+1); m == n+2 || p.upper(n+1) {
				return b
			}
		}
		// "Gubernur Jawa Timur", "Sekda Kota Malang", and the rare "Camat Batu Kota Batu"
		if m, more := e.region(p, n); m > n && p.fold(n) != "ri" && e.starts(p, n, placeRegion) {
			o.codes = more
			return m
		}
		return n
	}
	if p.fold(k) == "di" {
		return k
	}
	if k < len(p.toks) && p.toks[k].Kind == lang.Number { // "Dandim 0833/Kota Malang"
		n := k + 1
		if p.is(n, "/") {
			n++
		}
		if m, codes := e.region(p, n); m > n {
			o.codes, n = codes, r.twin(p, m)
		}
		o.named = true
		return n
	}
	// A village that the gazetteer does not hold: one or two words before a comma
	// or a title, which do not look like a person's name.
	if p.capital(k) && !e.starts(p, k, anyOrg|anyOffice) && !title(p, k) && !e.name(p, k) && small(o.head) {
		n := k + 1
		if p.capital(n) && !e.name(p, n) && !title(p, n) && !e.starts(p, n, anyOrg|anyOffice) && !p.is(n, ",") {
			n++
		}
		if p.is(n, ",") && (p.capital(n+1)) || title(p, n) || e.name(p, n) && p.capital(n) {
			o.named = true
			return n
		}
	}
	return k
}

// assistant reads what an assistant of a Sekda is responsible for, up to the Sekda and the
// region: "Asisten Administrasi Umum Sekretaris Daerah Kabupaten Malang". It returns the
// index after it, or k.
func (r *reader) assistant(p *paragraph, k int, o *office) int {
	e := r.e
	for n := k; n < len(p.toks) && n < k+9; n++ {
		if f := p.fold(n); f == "setda" || f == "sekretariat" {
			o.named = n > k
			return n
		}
		if e.starts(p, n, officeRegion) {
			w, end := e.lexicon.phrases.longest(p, n, hasClass(officeRegion))
			if f := lang.Fold(p.Slice(n, end)); w == nil || f != "sekda" && !strings.HasPrefix(f, "sekretaris daerah") {
				return k
			}
			at := office{head: "sekda"}
			m := r.officeRegion(p, end, &at)
			o.named, o.codes = true, at.codes
			return m
		}
		if !(p.capital(n) && e.plainWord(p, n) && !e.name(p, n)) && p.fold(n) != "dan" && !p.is(n, ",") {
			return k
		}
	}
	return k
}

// ministry reads what a minister is minister of, up to the name of a person.
func (r *reader) ministry(p *paragraph, k int) int {
	e := r.e
	n := k
	for n < len(p.toks) && n < k+12 {
		switch {
		case p.fold(n) == "ri" && p.capital(n):
			return n + 1
		case n == k && (e.name(p, n) || !e.plainWord(p, n)) && !p.upper(n) && !p.capital(n+1):
			return n // "Menteri Hanif"
		case p.is(n, "/") && e.starts(p, n+1, anyOffice):
			return n // "Menteri Lingkungan Hidup/Kepala BPLH"
		case p.is(n, "("):
			if b := p.bracket(n, 3); b > n && !r.holderInBracket(p, n) {
				n = b
				continue
			}
			return n
		case p.is(n, ",") && p.fold(n+1) == "dan" && n > k && p.capital(n+2) && e.plainWord(p, n+2) && !e.name(p, n+2) && !e.starts(p, n+2, anyOffice),
			p.toks[n].Fold == "dan" && p.capital(n+1) && e.plainWord(p, n+1) && !e.starts(p, n+1, anyOffice),
			p.is(n, ",") && p.capital(n+1) && e.known(p, n+1) && !e.name(p, n+1) && !e.starts(p, n+1, anyOffice) && connected(p, n+1),
			(p.is(n, "/") || p.toks[n].Kind == lang.Hyphen) && p.capital(n+1):
			n++
			continue
		case !p.capital(n), title(p, n), e.name(p, n) && !e.known(p, n), e.name(p, n) && e.name(p, n+1) && p.capital(n+1):
			return n
		case !e.plainWord(p, n) && n > k && !p.upper(n):
			return n
		}
		n++
	}
	return n
}

// holderInBracket reports whether the bracket at i holds who is in the office before it:
// "Menteri Dalam Negeri (Budi Santoso)".
func (r *reader) holderInBracket(p *paragraph, i int) bool {
	b := p.bracket(i, longestName)
	if b == i || !p.capital(i+1) || !r.e.name(p, i+1) && !r.e.name(p, b-2) || r.name(p, i+1) != b-1 {
		return false
	}
	return b-i > 3 || !p.upper(i+1) && !r.e.starts(p, i+1, anyOffice|anyOrg) // "Sekretaris Daerah (Sekda)"
}

// connected reports whether "dan" joins the list that goes on at i.
func connected(p *paragraph, i int) bool {
	for k := i; k < i+14 && k < len(p.toks); k++ {
		if p.toks[k].Fold == "dan" {
			return true
		}
		if !p.capital(k) && !p.is(k, ",") {
			return false
		}
	}
	return false
}

// joined reports whether "dan" stands between i and end: what a comma brings behind it is
// no more of the same list.
func joined(p *paragraph, i, end int) bool {
	for k := i; k < end; k++ {
		if p.toks[k].Fold == "dan" {
			return true
		}
	}
	return false
}

// generic reports whether the office is one of a list of kinds, where nobody in
// particular is meant: "para camat", "Kepala OPD, Camat dan Lurah se-Kota".
func (r *reader) generic(p *paragraph, i int, o office) bool {
	if o.named && o.org != 0 {
		return false
	}
	if p.is(o.end, "/") && r.e.starts(p, o.end+1, anyOffice) || p.is(i-1, "/") && r.e.starts(p, i-2, anyOffice) {
		return true // "Bupati/Wali Kota"
	}
	switch p.fold(i - 1) {
	case "para", "seluruh", "semua", "setiap", "antar", "jajaran", "calon":
		return !o.named || !p.capital(i)
	}
	if o.named {
		return false
	}
	if p.fold(o.end) == "se" || p.fold(o.end) == "seluruh" {
		return true
	}
	// In a list of two kinds or more only the single posts are meant: a city has
	// one Sekda and many camat.
	switch o.head {
	case "camat", "lurah", "kades", "kepala desa", "kepala dinas", "kabid", "kabag", "kadis", "kapolsek", "danramil", "presiden direktur", "rektor":
		if p.is(i-1, ",") && i > 1 && r.e.officeWord(p, i-2) || p.is(o.end, ",") && r.e.starts(p, o.end+1, anyOffice) ||
			p.fold(i-1) == "dan" && r.e.officeWord(p, i-2) || (p.fold(o.end) == "dan" || p.fold(o.end) == "hingga") && r.e.starts(p, o.end+1, anyOffice) {
			return !r.personFollows(p, o.end)
		}
	}
	return false
}

// manifold reports whether a body has many of an office, so that in small letters
// and without a name nobody in particular is meant: "anggota Polri".
func manifold(head string) bool {
	switch head {
	case "anggota", "humas", "guru", "dosen", "perawat", "bidan", "jaksa", "hakim", "penyuluh", "pengurus", "pengawas", "pembina":
		return true
	}
	return false
}

// tied reports whether what stands before the token i makes an office of it that
// somebody named before holds.
func tied(p *paragraph, i int) bool {
	switch p.fold(i - 1) {
	case "juga", "selaku", "sebagai", "merupakan", "menjabat":
		return true
	}
	return p.is(i-1, "(") || p.is(i-1, ",") && p.capital(i-2)
}

// modified reads what stands between an office and its holder and moves it in time: "Wali
// Kota Malang terpilih", "… periode 2018-2023", "… saat itu,".
func (r *reader) modified(p *paragraph, o *office) {
	k := o.end
	switch p.fold(k) {
	case "terpilih":
		if o.standing == "" {
			o.standing = news.Candidate // chosen, not yet in office
		}
		k++
	case "periode", "tahun", "masa":
		for k < len(p.toks) && (p.fold(k) == "periode" || p.fold(k) == "tahun" || p.fold(k) == "masa" || p.fold(k) == "jabatan" || p.fold(k) == "bakti" || p.toks[k].Kind == lang.Hyphen || p.is(k, "–")) {
			k++
		}
		last := ""
		for k < len(p.toks) && (p.toks[k].Kind == lang.Number || p.toks[k].Kind == lang.Hyphen || p.is(k, "–") || p.is(k, "/")) {
			if p.toks[k].Kind == lang.Number {
				last = p.toks[k].Text
			}
			k++
		}
		if len(last) != 4 {
			return
		}
		if r.date != "" && last < string(r.date)[:4] && o.standing == "" {
			o.standing = news.Former
		}
	case "saat", "kala", "ketika", "waktu":
		if p.fold(k+1) != "itu" {
			return
		}
		k += 2
		o.then = true
	default:
		return
	}
	o.end = k
}

// appointed reports whether a word makes of the office behind it one that somebody has:
// "sebagai Direktur Utama".
func appointed(fold string) bool { return fold == "sebagai" || fold == "selaku" || fold == "menjabat" }

func (e *Enricher) officeWord(p *paragraph, i int) bool {
	switch p.fold(i) {
	case "camat", "lurah", "dinas", "badan", "bagian", "opd", "desa", "bidang", "kades", "sekda":
		return p.capital(i)
	}
	return false
}

// spokenOf reports whether the words before an office in small letters tell that
// one holder of it is meant: "arahan gubernur", "kata bupati".
func spokenOf(p *paragraph, i int) bool {
	switch p.fold(i - 1) {
	case "arahan", "kata", "ujar", "perintah", "instruksi", "pak", "bapak", "bu", "ibu", "menurut", "pesan", "seizin", "izin", "tutur", "ungkap", "tegas", "jelas":
		return true
	}
	return false
}

// sectional reports whether a head is followed by its field rather than its body.
func sectional(head string) bool {
	switch head {
	case "kanit", "kasubnit", "panit", "kabid", "kasi", "kabag", "kasubag", "kasubbag", "kasubid", "kasubbid", "kasubdit", "kabiro", "kasubsi", "kaur":
		return true
	}
	return false
}

// village reports whether an office belongs to a place below the kecamatan.
func village(head string) bool {
	switch head {
	case "kades", "kepala desa", "lurah", "sekretaris desa", "sekdes", "kepala kelurahan", "sekretaris kelurahan", "kepala dusun", "kasun", "kadus", "babinsa", "bhabinkamtibmas",
		"perbekel", "pambakal", "wali nagari", "keuchik", "geuchik", "kuwu", "hukum tua", "pangulu":
		return true
	}
	return false
}

// small reports whether an office belongs to a place that the gazetteer may not
// hold. Every kota, kabupaten and province it does.
func small(head string) bool {
	switch head {
	case "camat", "sekcam", "kapolsek", "wakapolsek", "danramil", "kepala kecamatan", "sekretaris kecamatan", "ketua rw", "ketua rt":
		return true
	}
	return village(head)
}
