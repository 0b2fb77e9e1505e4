package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// kin says how the rest of a name goes on.
type kin int

const (
	governed kin = iota // words of the language, "dan", a region at the end
	free                // any capitalised words: companies, schools, universities
	numbered            // words, numbers and a region: schools, units of army and police
)

func kinOf(head string) kin {
	switch head {
	case "pt", "cv", "ud", "pd", "firma", "perum", "perumda", "koperasi", "bank", "bpr", "yayasan", "lsm", "komunitas", "universitas", "institut",
		"politeknik", "sekolah tinggi", "akademi", "klinik", "rs", "rsi", "rsu", "rsud", "rumah sakit", "rumah sakit umum", "rumah sakit umum daerah",
		"pondok pesantren", "ponpes", "pesantren", "sanggar", "grup", "group", "partai", "paguyuban", "bumdes", "bumdesa", "pokdarwis", "forum",
		"aliansi", "asosiasi", "himpunan", "ikatan", "persatuan", "gerakan", "serikat", "perkumpulan", "federasi", "lembaga", "pabrik gula", "pg":
		return free
	case "sd", "sdn", "sd negeri", "smp", "smpn", "smp negeri", "sma", "sman", "sma negeri", "smk", "smkn", "smk negeri", "sma islam", "smp islam",
		"sd islam", "mi", "min", "mts", "mtsn", "ma", "man", "tk", "paud", "slb", "madrasah aliyah", "madrasah aliyah negeri", "madrasah tsanawiyah",
		"madrasah ibtidaiyah", "sekolah dasar", "sekolah menengah pertama", "sekolah menengah atas", "sekolah menengah kejuruan", "smai", "smpi", "sdi",
		"sekolah rakyat", "batalyon", "yonif", "kodim", "koramil", "posyandu", "puskesmas":
		return numbered
	}
	return governed
}

// body reads the words behind the head of a name.
func (r *reader) body(p *paragraph, i, k int, style kin, depth int) int {
	e := r.e
	start := k
	regional := lang.Fold(p.Slice(i, k))
	if regional == "fraksi" && e.starts(p, k, anyOrg) {
		if n := r.organisationEnd(p, k, depth+1); n > k {
			return n
		}
	}
	switch regional {
	case "pemerintah kota", "pemerintah kabupaten", "pemerintah provinsi", "pemerintah desa", "pemerintah kelurahan", "pemerintah kecamatan", "pemerintahan kota":
		k = p.bracket(k, 2)
		if r, n := e.gazetteer.names.longest(p, k, nil); r != nil && p.capital(k) {
			return n
		}
		if p.capital(k) {
			return k + 1
		}
		return start
	}
	if regional == "grup" || regional == "group" {
		if k < len(p.toks) && len(p.fold(k)) < 3 {
			return start // "Grup D" of a tournament
		}
	}
	listed := false // a comma was taken into the name
	for k < len(p.toks) && k < start+16 {
		t := &p.toks[k]
		if b := r.abbreviation(p, k); b > k {
			if b < len(p.toks) && (style == numbered || style == free && k-start <= 1) && e.region2(p, b) == b && p.capital(b) && !e.name(p, b) && !title(p, b) && !e.starts(p, b, anyOffice) {
				k = b
				continue
			}
			if style == governed && e.starts(p, b, anyOrg) {
				if n := r.organisationEnd(p, b, depth+1); n > b {
					return n
				}
			}
			if e.starts(p, b-2, orgNot) && b == k+3 && r.tail(p, b) == b {
				return start
			}
			return r.rest(p, b, regional, style)
		}
		switch {
		case t.Kind == lang.Number:
			if style == numbered && counts(p, k) {
				return k // "MTs 274 anak"
			}
			if style == numbered || (style == free && k > start) || p.fold(k-1) == "kelas" && k > start { // "Lapas Kelas 1 Malang"
				k++
				continue
			}
			return k
		case t.Kind == lang.Hyphen && p.capital(k+1):
			k++
			continue
		case t.Is("/") && regional == "koperasi" && p.fold(k-1) == "desa" && p.capital(k+1): // "Koperasi Desa/Kelurahan Merah Putih"
			k += 2
			continue
		case t.Is("/") && p.capital(k+1) && k > start && style == governed:
			k++
			continue
		case t.Fold == "dan" && t.Case == lang.Lower, t.Is("&"):
			if p.fold(k+1) == p.fold(i) {
				return k // "Majelis Kesehatan dan Majelis Ekonomi": two bodies
			}
			if k > start && style == governed && p.capital(k+1) && !e.starts(p, k+1, anyOffice) && !e.separate(p, k+1) && !(e.name(p, k+1) && !e.known(p, k+1)) && !p.upper(k+1) && (e.plainWord(p, k+1) || r.regionEnds(p, k+1)) {
				k++
				continue
			}
			return k
		case t.Is(",") && listed && p.fold(k+1) == "dan" && p.capital(k+2) && e.plainWord(p, k+2) && !e.name(p, k+2) && !e.starts(p, k+2, anyOffice|anyOrg):
			k++ // "Dinas Perumahan, Permukiman, dan Pertanahan"
			continue
		case t.Is(","):
			if k > start && style == governed && p.capital(k+1) && (listed || !joined(p, start, k)) && connected(p, k+1) && e.plainWord(p, k+1) && !e.starts(p, k+1, anyOffice|orgRegion) && !e.separate(p, k+1) && !p.upper(k+1) {
				listed = true
				k++
				continue
			}
			return k
		case !p.capital(k), e.rank(p, k) > k:
			return k
		case p.toks[k].Is("."):
			return k
		case title(p, k) && style == free && k == start && p.capital(k+1):
			k++ // "RSUD dr. Saiful Anwar", "Universitas KH. Hasyim"
			continue
		case style == free && k-start >= 2 && e.name(p, k) && !company(regional) && !ruler(p.fold(k-1)):
			return k
		case company(regional) && k > start && t.Fold == "mas" && p.capital(k+1): // "CV Sayap Mas Nusantara"
			k += 2
			continue
		case (regional == "universitas" || regional == "institut") && (t.Fold == "raden" || t.Fold == "kh" || t.Fold == "sunan") && p.capital(k+1): // "Universitas Islam Raden Rahmat"
			k += 2
			continue
		case title(p, k) && t.Fold != "ibu" && !(style == governed && (t.Fold == "haji" || t.Fold == "pastor")) && !(style == free && (t.Fold == "sam" || t.Fold == "abdi")):
			return k
		case named(p.fold(k-1)) && k > i && (e.name(p, k) || !e.known(p, k) || p.fold(k) == "raden"):
			if p.fold(k) == "raden" && p.capital(k+1) {
				k++
			}
			for k < len(p.toks) && p.capital(k) && !title(p, k) && (e.name(p, k) || !e.known(p, k)) && e.region2(p, k) == k {
				k++ // "UPT Bandara Abdul Saleh": named for a person
			}
			if n := e.region2(p, k); n > k {
				k = n
			}
			return k
		case e.listedPerson(p, k):
			return k
		case e.starts(p, k, officeMinister|officeMinisterShort) || e.starts(p, k, officeRegion) && !e.starts(p, k, anyOrg) && !(style == free && k < start+2 && ruler(t.Fold)):
			return k
		}
		if t.Fold == "tahun" || t.Fold == "periode" || lang.WeekdayOf(t.Fold) > 0 {
			return k
		}
		if t.Fold == "desa" && p.fold(k-1) == "dan" || len(t.Fold) <= 3 && (k > start || regional == "komisi") && roman(t.Fold) {
			k++ // "Dinas Pemberdayaan Masyarakat dan Desa", "Lapas Kelas I"
			if company(regional) && p.capital(k) && e.region2(p, k) == k {
				return k // "PT Gula Rajawali I" + "Wagimin menambahkan"
			}
			continue
		}
		if n := e.bodyRegion(p, k, style); n > k {
			if style != governed && n < len(p.toks) && p.capital(n) && e.region2(p, n) > n {
				k = n
				continue
			}
			if p.fold(n) == "ri" && p.capital(n) {
				n++
			}
			if b := r.abbreviation(p, n); b > n {
				return r.tail(p, b)
			}
			return n
		}
		if style == governed && k > start && e.starts(p, k, anyOrg) {
			if n := r.organisationEnd(p, k, depth+1); n > k {
				return n
			}
		}
		if style == governed && k == start && e.starts(p, k, orgRegion) && p.upper(k) {
			if n := r.organisationEnd(p, k, depth+1); n > k {
				return n
			}
		}
		if k == start && style == numbered && p.upper(i) && school(regional) && (e.name(p, k) || !e.known(p, k) && len(p.fold(k)) > 4) { // "MI Miftahul Huda"
			for k < len(p.toks) && p.capital(k) && !title(p, k) && e.region2(p, k) == k && (e.name(p, k) || !e.known(p, k)) {
				k++
			}
			if k < len(p.toks) && p.toks[k].Kind == lang.Number && !counts(p, k) { // "SMK Muhammadiyah 1 Kepanjen"
				k++
			}
			return max(k, e.region2(p, k))
		}
		if style != free && e.name(p, k) && (!e.known(p, k) || k > start && !e.known(p, k-1) && !p.capital(k+1)) {
			return k
		}
		if style != free && e.name(p, k) && k+1 < len(p.toks) && p.capital(k+1) && e.name(p, k+1) && k > start {
			return k
		}
		if style == governed && !e.known(p, k) && k > start && p.capital(k+1) && !e.known(p, k+1) && !p.upper(k) {
			return k // two words that are not of the language: a person
		}
		k++
	}
	return k
}

// regionEnds reports whether the words at i, of which the first may be misspelt, go on to the
// region of a body or its short form: "Kesehaatan Hewan Kabupaten Malang", "Olaraga (Dispora)".
func (r *reader) regionEnds(p *paragraph, i int) bool {
	e := r.e
	for k := i; k < i+4 && p.capital(k) && !e.name(p, k) && !title(p, k) && !e.starts(p, k, anyOffice|anyOrg); k++ {
		if _, n := e.gazetteer.full.longest(p, k, nil); n > k {
			return k > i+1
		}
		if b := p.bracket(k+1, 1); b > k+1 && (e.starts(p, k+2, orgRegion) || r.shorts[p.fold(k+2)]) {
			return true
		}
	}
	return false
}

// rest reads what goes on with a name behind its abbreviation: a number ("(MTsN) 2 Kota
// Malang", "(Bakorwil) III Malang"), more words of an office ("(PU) Bina Marga Kabupaten
// Malang"), the founder of a foundation ("(YBM) BRI"), and at last the region.
func (r *reader) rest(p *paragraph, b int, head string, style kin) int {
	e := r.e
	if b >= len(p.toks) {
		return b
	}
	if t := &p.toks[b]; t.Kind == lang.Number && len(t.Text) < 3 && (style == numbered || strings.HasPrefix(head, "sekolah")) || p.capital(b) && roman(t.Fold) && t.Kind != lang.Number {
		return r.tail(p, b+1)
	}
	if p.fold(b) == "kelas" && p.capital(b) && b+1 < len(p.toks) && (p.capital(b+1) && len(p.fold(b+1)) <= 3 || p.toks[b+1].Kind == lang.Number) { // "(Lapas) Kelas I Malang"
		return r.tail(p, b+2)
	}
	if company(head) && p.capital(b) && !title(p, b) && !e.name(p, b) && !e.starts(p, b, anyOffice) && e.region2(p, b) == b && (p.upper(b) || !e.known(p, b)) {
		return r.tail(p, b+1)
	}
	if style == governed {
		n := b
		for n < b+4 && p.capital(n) && e.known(p, n) && !e.name(p, n) && !title(p, n) && !e.starts(p, n, anyOffice|anyOrg) && e.region2(p, n) == n {
			n++
		}
		if n > b && (e.region2(p, n) > n && p.fold(n) != "ri" || r.abbreviation(p, n) > n || n == b+2 && p.fold(b) == "bina") {
			return r.tail(p, n)
		}
	}
	return r.tail(p, b)
}

func (e *Enricher) region2(p *paragraph, i int) int {
	n, _ := e.region(p, i)
	return n
}

// separate reports whether another body or place begins at i.
func (e *Enricher) separate(p *paragraph, i int) bool {
	w, _ := e.lexicon.phrases.longest(p, i, hasClass(orgRegion|orgHead|placeRegion))
	if w == nil {
		return false
	}
	switch p.fold(i) {
	case "dinas", "badan", "bagian", "bidang", "kantor", "dewan", "komisi", "fraksi", "kementerian", "kota", "kabupaten", "polres", "kodim", "inspektorat":
		return true
	}
	return w.class&orgRegion != 0
}

// plainWord reports whether the word at i is of the language, or one of the few
// that the names of offices borrow.
func (e *Enricher) plainWord(p *paragraph, i int) bool {
	if e.known(p, i) || strings.HasSuffix(p.fold(i), "isasi") {
		return true
	}
	switch p.fold(i) {
	case "informatika", "komunikasi", "statistik", "persandian", "hortikultura", "transmigrasi", "klimatologi", "geofisika", "teknologi":
		return true
	}
	return false
}

// bodyRegion is region for the inside of a name, where a word of the language that
// some kecamatan is called by means what it says: "Sumber Daya", "Taman".
func (e *Enricher) bodyRegion(p *paragraph, k int, style kin) int {
	n, _ := e.region(p, k)
	if n == k+1 && style != numbered && e.known(p, k) {
		if reg, _ := e.gazetteer.names.longest(p, k, nil); reg != nil && reg.level > 2 {
			return k
		}
	}
	return n
}

// section reads what a head of section is head of, as long as the words are of
// the language or a short form before a body: "Kabid Potensi Desa", "Kasi Kesos".
func (r *reader) section(p *paragraph, k int) int {
	e := r.e
	n := k
	for n < len(p.toks) && n < k+8 {
		switch {
		case p.capital(n) && (e.plainWord(p, n) || nominalisation(p.fold(n))) && !e.name(p, n) && !e.starts(p, n, orgRegion|anyOffice) && (!e.starts(p, n, orgHead) || n == k):
		case (p.fold(n) == "dan" || p.is(n, "&")) && n > k && p.capital(n+1) && e.plainWord(p, n+1) && !e.name(p, n+1) && !e.starts(p, n+1, anyOffice):
		case p.upper(n) && !e.starts(p, n, orgRegion) && e.starts(p, n+1, anyOrg) && (n == k || school(p.fold(n))): // "Kabid SMP Dinas Pendidikan"
		case n == k && p.capital(n) && !e.name(p, n) && !title(p, n) && (!e.starts(p, n, anyOrg|anyOffice) && p.is(n+1, ",") || e.starts(p, n+1, anyOrg)): // "Kabag Humas Setda"
		default:
			return n
		}
		n++
	}
	return n
}

// nominalisation reports whether a word is built like the name of an activity, even
// of a root that no list holds: "Penganekaragaman".
func nominalisation(fold string) bool {
	return len(fold) > 8 && strings.HasPrefix(fold, "pe") && strings.HasSuffix(fold, "an")
}

// field reads what a director or a deputy is responsible for when the body comes
// behind it: "Direktur Penegakan Hukum" + "Kementerian Kehutanan".
func (r *reader) field(p *paragraph, k int, head string) int {
	switch head {
	case "direktur", "dirjen", "direktur jenderal", "deputi", "deputi bidang", "asisten deputi", "asdep", "wakasek", "waka", "staf ahli", "wakil direktur":
	default:
		return k
	}
	if r.e.starts(p, k, orgHead) && p.fold(k) != "bidang" {
		return k
	}
	n := r.section(p, k)
	for p.is(n, ",") && p.capital(n+1) && connected(p, n+1) && r.e.plainWord(p, n+1) && !r.e.name(p, n+1) { // "Sosial, Budaya, dan Pariwisata"
		n = r.section(p, n+1)
		if p.is(n, ",") && p.fold(n+1) == "dan" && r.e.plainWord(p, n+2) {
			n = r.section(p, n+2)
		}
	}
	if n > k && r.e.starts(p, n, anyOrg) && r.organisationEnd(p, n, 0) > n {
		return n
	}
	return k
}

// soldiers reports whether a short name is a unit with a number.
func soldiers(fold string) bool {
	switch fold {
	case "kodim", "korem", "koramil", "kodam", "yonif", "yonkav", "yonarmed", "lanud", "lantamal", "batalyon", "rindam":
		return true
	}
	return false
}

// counts reports whether the number at k says how many there are, and is no school's.
func counts(p *paragraph, k int) bool {
	if strings.ContainsAny(p.toks[k].Text, ".,") {
		return true
	}
	switch p.fold(k + 1) {
	case "orang", "anak", "siswa", "murid", "pelajar", "santri", "lembaga", "sekolah", "guru", "peserta", "unit", "persen", "rombel", "kursi", "pendaftar":
		return true
	}
	return false
}

func romanUnit(fold string) bool {
	for _, c := range fold {
		if c != 'i' && c != 'v' && c != 'x' {
			return false
		}
	}
	return fold != ""
}

// school reports whether a short form is of a kind of school that is called after
// people and virtues more often than by a number.
func school(head string) bool {
	switch head {
	case "mi", "mts", "ma", "tk", "paud", "smk", "sma", "smp", "sd":
		return true
	}
	return false
}

// ruler reports whether a word is a ruler's title, in whose honour universities and
// hospitals are called.
func ruler(fold string) bool {
	return fold == "sultan" || fold == "raja" || fold == "ratu" || fold == "panglima" || fold == "presiden"
}

// company reports whether a name may hold any words to its end.
func company(head string) bool {
	switch head {
	case "pt", "cv", "ud", "pd", "firma", "yayasan", "koperasi", "bpr":
		return true
	}
	return false
}

// named reports whether a word stands before the name of the person in whose honour
// a place is called.
func named(fold string) bool {
	switch fold {
	case "bandara", "lanud", "stadion", "terminal", "pangkalan", "tahura", "menara", "museum":
		return true
	}
	return false
}
