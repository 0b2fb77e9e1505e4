package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// organisation reads the name of an organisation at i and marks it. It returns
// the index after it and its find plus one, or i.
func (r *reader) organisation(p *paragraph, i int) (end, found int) {
	end = r.organisationEnd(p, i, 0)
	if end == i {
		return i, 0
	}
	return end, r.add(find{p: p, from: i, to: end, typ: news.OrganisationMention, rule: "organisation"})
}

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
		"aliansi", "asosiasi", "himpunan", "ikatan", "persatuan", "gerakan", "serikat", "perkumpulan", "federasi", "lembaga":
		return free
	case "sd", "sdn", "sd negeri", "smp", "smpn", "smp negeri", "sma", "sman", "sma negeri", "smk", "smkn", "smk negeri", "sma islam", "smp islam",
		"sd islam", "mi", "min", "mts", "mtsn", "ma", "man", "tk", "paud", "slb", "madrasah aliyah", "madrasah aliyah negeri", "madrasah tsanawiyah",
		"madrasah ibtidaiyah", "sekolah dasar", "sekolah menengah pertama", "sekolah menengah atas", "sekolah menengah kejuruan", "smai", "smpi", "sdi",
		"sekolah rakyat", "batalyon", "yonif", "kodim", "koramil", "posyandu", "puskesmas":
		return numbered
	}
	return governed
}

func (r *reader) organisationEnd(p *paragraph, i, depth int) int {
	e := r.e
	if i >= len(p.toks) || !p.toks[i].IsWord() || depth > 4 {
		return i
	}
	if p.host(i) {
		return i + 1
	}
	if end := e.listed(p, i); end > i {
		if e.starts(p, end, placeTail) {
			return i
		}
		if soldiers(p.fold(i)) && p.is(end, "/") {
			if n := e.region2(p, end+1); n > end+1 {
				return n
			}
		}
		if n := r.tail(p, end); n == end || e.broad(p, end, n) {
			return n
		}
		return end
	}
	w, end := e.lexicon.phrases.longest(p, i, hasClass(anyOrg))
	if w == nil {
		if f := p.fold(i); strings.HasPrefix(f, "pemeri") && slip(f, "pemerintah") && p.capital(i) && e.starts(p, i+1, placeRegion) {
			if _, n := e.gazetteer.full.longest(p, i+1, nil); n > i+1 {
				return n // one letter wrong in the word that everybody misspells
			}
		}
		return i
	}
	if e.starts(p, end, placeTail) {
		return i
	}
	if w.class&orgRegion != 0 && r.plausibleShort(p, i, end) {
		switch {
		case soldiers(p.toks[i].Fold) && end < len(p.toks) && (p.toks[end].Kind == lang.Number || p.capital(end) && romanUnit(p.fold(end))):
			end++ // "Kodim 0833/Kota Malang", "Kodam V/Brawijaya", "Koramil 0833/02 Klojen"
			for p.is(end, "/") && end+1 < len(p.toks) && (p.capital(end+1) || p.toks[end+1].Kind == lang.Number) {
				if n := r.e.region2(p, end+1); n > end+1 {
					return n
				}
				end += 2
				for end < len(p.toks) && p.capital(end) && !r.e.name(p, end) && !title(p, end) && p.toks[end-1].Kind != lang.Number && r.e.region2(p, end) == end {
					end++
				}
			}
		case e.starts(p, end, anyOrg) && !e.starts(p, end, placeRegion) && unit(p.toks[i].Fold):
			if n := r.organisationEnd(p, end, depth+1); n > end {
				return n
			}
		}
		if n := r.tail(p, end); n > end || w.class&orgHead == 0 {
			return n
		}
	}
	if w.class&orgHead == 0 || !p.capital(i) {
		if w.class&orgHead != 0 && lang.Fold(p.Slice(i, end)) == "sekretariat daerah" {
			return r.tail(p, end)
		}
		return i
	}
	head := lang.Fold(p.Slice(i, end))
	if head == "balai" || head == "kantor" {
		switch p.fold(end) {
		case "kota", "desa", "kelurahan", "kecamatan", "rw", "pertemuan", "warga", "dusun", "agung", "prajurit", "kartini", "rakyat", "sidang", "merdeka", "budaya", "sudirman":
			return i
		}
	}
	n := r.body(p, i, end, kinOf(head), depth)
	if n > end && (head == "fraksi" || head == "komisi" || head == "badan") && strings.HasPrefix(p.fold(n), "dpr") && p.capital(n) {
		n = r.organisationEnd(p, n, depth+1) // "Fraksi PKS DPRD Kota Malang"
	}
	if b := p.bracket(end, 2); b > end && n == b && kinOf(head) != governed {
		return i // a kind and its abbreviation: "Rumah Sakit Umum Daerah (RSUD)"
	}
	if n == end {
		switch head {
		case "pengadilan negeri", "kejaksaan negeri", "inspektorat", "sekretariat daerah", "mahkamah agung", "mahkamah konstitusi", "kejaksaan agung", "satuan polisi pamong praja", "palang merah indonesia", "karang taruna":
			return n
		case "pemerintah kota", "pemerintah kabupaten", "pemerintah provinsi":
			return i
		}
		return i
	}
	return n
}

// unit reports whether a short name is part of a larger body that is named next:
// "Satlantas Polres Batu".
func unit(fold string) bool {
	switch fold {
	case "satlantas", "satreskrim", "satresnarkoba", "satsamapta", "satbinmas", "satintelkam", "propam", "reskrim", "upt", "uptd", "ditlantas",
		"ditreskrimum", "ditreskrimsus", "ditresnarkoba", "bareskrim", "setda", "setwan", "dpc", "dpw", "dpd", "dpp", "dpac", "pac", "tp", "inspektorat":
		return true
	}
	return false
}

// plausibleShort reports whether a short name is written as such names are: "UM"
// is a university and "um" a sigh.
func (r *reader) plausibleShort(p *paragraph, i, end int) bool {
	t := &p.toks[i]
	if end-i > 1 {
		return p.capital(i)
	}
	switch {
	case t.Case == lang.Upper:
		return !shouted(p, i)
	case len(t.Fold) <= 3:
		return false
	case r.e.known(p, i) && lang.Stem(t.Fold) == t.Fold: // "Garuda", "Mandiri"; not "Perhutani"
		switch t.Fold {
		case "inspektorat", "muhammadiyah", "demokrat", "kejaksaan":
			return true
		}
		return false
	case t.Case == lang.Lower:
		switch t.Fold {
		case "pemkot", "pemkab", "pemprov", "apindo", "polres", "dispora", "dinkes", "bapenda", "dishub", "satpol":
			return true
		}
		return false
	}
	return true
}

// shouted reports whether the words around i are in capitals too, as in a
// headline, so that capitals say nothing.
func shouted(p *paragraph, i int) bool {
	return i > 0 && p.upper(i-1) && i+1 < len(p.toks) && p.upper(i+1) && i+2 < len(p.toks) && p.upper(i+2)
}

// listed returns the end of the longest name of the registry's organisations and
// outlets at i.
func (e *Enricher) listed(p *paragraph, i int) int {
	w, end := e.organisations.longest(p, i, nil)
	if w == nil || !p.capital(i) || !p.capital(end-1) && p.toks[end-1].Kind != lang.Number {
		return i
	}
	if end-i == 1 && (len(p.toks[i].Fold) <= 3 && !p.upper(i) || e.known(p, i) && !p.upper(i)) {
		return i
	}
	return end
}

// tail reads what follows a complete name: its abbreviation in brackets and its
// region.
func (r *reader) tail(p *paragraph, end int) int {
	switch p.fold(end) {
	case "komisi": // "DPR RI Komisi X"
		if p.capital(end) && p.capital(end+1) && len(p.fold(end+1)) <= 4 {
			return end + 2
		}
	case "cabang", "unit", "wilayah": // "Bank Jatim Cabang Malang"
		if n := r.e.region2(p, end+1); n > end+1 && p.capital(end) {
			return n
		}
	}
	if b := r.abbreviation(p, end); b > end {
		end = b
	}
	if n, _ := r.e.region(p, end); n > end && !r.e.listedPerson(p, end) {
		end = n
		if p.fold(end) == "ri" && p.capital(end) {
			end++
		}
		if b := r.abbreviation(p, end); b > end {
			end = b
		}
	}
	return end
}

// abbreviation returns the index after a bracket with a short form, or i.
func (r *reader) abbreviation(p *paragraph, i int) int {
	b := p.bracket(i, 7)
	if b == i {
		return i
	}
	caps := 0
	for k := i + 1; k < b-1; k++ {
		t := &p.toks[k]
		switch {
		case p.capital(k):
			caps++
		case t.Kind == lang.Number || t.Is("/") && k == i+2:
			return i
		case t.IsWord() && !r.e.connector(t.Fold):
			return i
		case t.Is("."), t.Is(","), t.Is(";"):
			if !t.Is(",") {
				return i
			}
		}
	}
	if caps == 0 || lang.WeekdayOf(p.fold(i+1)) > 0 {
		return i
	}
	if b-i > 3 && r.e.starts(p, i+1, anyOffice) {
		return i
	}
	return b
}

func (e *Enricher) connector(fold string) bool {
	switch fold {
	case "dan", "untuk", "serta", "atas", "bagi", "di", "of", "and", "for", "the", "anti", "non":
		return true
	}
	return false
}

// body reads the words behind the head of a name.
func (r *reader) body(p *paragraph, i, k int, style kin, depth int) int {
	e := r.e
	start := k
	regional := lang.Fold(p.Slice(i, k))
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
	for k < len(p.toks) && k < start+16 {
		t := &p.toks[k]
		if b := r.abbreviation(p, k); b > k {
			if b < len(p.toks) && style == numbered && e.region2(p, b) == b && p.capital(b) && !e.name(p, b) {
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
			return r.tail(p, b)
		}
		switch {
		case t.Kind == lang.Number:
			if style == numbered || (style == free && k > start) {
				k++
				continue
			}
			return k
		case t.Kind == lang.Hyphen && p.capital(k+1):
			k++
			continue
		case t.Is("/") && p.capital(k+1) && k > start && style == governed:
			k++
			continue
		case t.Fold == "dan" && t.Case == lang.Lower:
			if k > start && style == governed && p.capital(k+1) && !e.starts(p, k+1, anyOffice) && !e.separate(p, k+1) && !(e.name(p, k+1) && !e.known(p, k+1)) && !p.upper(k+1) && e.plainWord(p, k+1) {
				k++
				continue
			}
			return k
		case t.Is(","):
			if k > start && style == governed && p.capital(k+1) && connected(p, k+1) && e.plainWord(p, k+1) && !e.starts(p, k+1, anyOffice|orgRegion) && !e.separate(p, k+1) && !p.upper(k+1) {
				k++
				continue
			}
			return k
		case !p.capital(k):
			return k
		case p.toks[k].Is("."):
			return k
		case title(p, k) && style == free && k == start && p.capital(k+1):
			k++ // "RSUD dr. Saiful Anwar", "Universitas KH. Hasyim"
			continue
		case style == free && k-start >= 2 && e.name(p, k) && !company(regional):
			return k
		case title(p, k) && t.Fold != "ibu" && !(style == free && (t.Fold == "sam" || t.Fold == "abdi")):
			return k
		case e.listedPerson(p, k):
			return k
		case e.starts(p, k, officeMinister|officeMinisterShort) || e.starts(p, k, officeRegion) && !e.starts(p, k, anyOrg):
			return k
		}
		if t.Fold == "tahun" || t.Fold == "periode" {
			return k
		}
		if t.Fold == "desa" && p.fold(k-1) == "dan" || len(t.Fold) <= 3 && (k > start || regional == "komisi") && roman(t.Fold) {
			k++ // "Dinas Pemberdayaan Masyarakat dan Desa", "Lapas Kelas I"
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
		if style != free && e.name(p, k) && !e.known(p, k) {
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
	if e.known(p, i) {
		return true
	}
	switch p.fold(i) {
	case "informatika", "komunikasi", "statistik", "persandian", "hortikultura", "transmigrasi", "klimatologi", "geofisika", "teknologi":
		return true
	}
	return false
}

// unnamedOrganisation reads a body that only its place behind an office gives
// away: capitals up to a comma or a title, which do not look like a person.
func (r *reader) unnamedOrganisation(p *paragraph, k int) (end, found int) {
	e := r.e
	if !p.capital(k) || title(p, k) || e.name(p, k) || e.listedPerson(p, k) || e.starts(p, k, orgNot|anyOffice) && !p.host(k) {
		return k, 0
	}
	n := k
	for n < len(p.toks) && n < k+6 && (p.capital(n) || p.toks[n].Kind == lang.Hyphen && p.capital(n+1)) && !title(p, n) && !e.starts(p, n, anyOffice) {
		if n > k && e.name(p, n) && !e.known(p, n) {
			break
		}
		if m := e.region2(p, n); m > n {
			n = m
			break
		}
		n++
	}
	n = max(n, r.abbreviation(p, n))
	if n == k+1 && e.known(p, k) && !p.upper(k) && (p.is(n, ",") || title(p, n)) && r.personFollows(p, n) {
		return n, 0 // "Ketua Komite, Budi": one more word of the office
	}
	shape := p.upper(k) || p.host(k)
	for j := k; j < n; j++ {
		shape = shape || e.known(p, j)
	}
	switch {
	case p.is(n, ",") && n > k+1 && (p.capital(n+1) || title(p, n+1)) && r.personFollows(p, n):
	case shape && (title(p, n) || e.name(p, n) && p.capital(n)):
	default:
		return k, 0
	}
	return n, r.add(find{p: p, from: k, to: n, typ: news.OrganisationMention, rule: "behind an office"})
}

// ownUnit reads a part of a body that is named without the body: "Kepala Bidang
// Tata Ruang". Then all of it is the office.
func (r *reader) ownUnit(p *paragraph, k int) int {
	switch p.fold(k) {
	case "bidang", "bagian", "seksi", "subbagian", "subbidang":
	default:
		return k
	}
	if !p.capital(k) {
		return k
	}
	n := r.organisationEnd(p, k, 0)
	for j := k + 1; j < n; j++ {
		if r.e.starts(p, j, anyOrg) || r.e.region2(p, j) > j {
			return k
		}
	}
	return n
}

// broad reports whether the tokens from i up to end name a region above the
// kecamatan. "Poltekad Karangploso" is an academy and where it stands.
func (e *Enricher) broad(p *paragraph, i, end int) bool {
	reg, n := e.gazetteer.names.longest(p, i, nil)
	return reg == nil || n != end || reg.level < 3
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
		case p.capital(n) && e.known(p, n) && !e.name(p, n) && !e.starts(p, n, orgRegion|anyOffice) && (!e.starts(p, n, orgHead) || n == k):
		case p.fold(n) == "dan" && n > k && p.capital(n+1) && e.known(p, n+1) && !e.name(p, n+1) && !e.starts(p, n+1, anyOffice):
		case n == k && p.upper(n) && !e.starts(p, n, orgRegion) && e.starts(p, n+1, anyOrg): // "Kabid SMP Dinas Pendidikan"
		case n == k && p.capital(n) && !e.name(p, n) && !title(p, n) && !e.starts(p, n, anyOrg|anyOffice) && (p.is(n+1, ",") || e.starts(p, n+1, anyOrg)):
		default:
			return n
		}
		n++
	}
	return n
}

// soldiers reports whether a short name is a unit with a number.
func soldiers(fold string) bool {
	switch fold {
	case "kodim", "korem", "koramil", "kodam", "yonif", "yonkav", "yonarmed", "lanud", "lantamal", "batalyon", "rindam":
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

// company reports whether a name may hold any words to its end.
func company(head string) bool {
	switch head {
	case "pt", "cv", "ud", "pd", "firma", "yayasan", "koperasi", "bpr":
		return true
	}
	return false
}
