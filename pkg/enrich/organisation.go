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
	if end == i || p.fold(end) == "setempat" && p.toks[i].Case == lang.Lower { // "pemkot setempat": whichever it is
		return i, 0
	}
	if p.is(i-1, "(") && p.is(end, ")") && i > 1 && p.toks[i-2].IsWord() && p.toks[i-2].Case == lang.Lower {
		h := r.lowerHead(p, i-2)
		if h < 0 {
			return i, 0 // "mobil pemadam kebakaran (Damkar)"
		}
		if p.free(h, end+1) {
			return end + 1, r.add(find{p: p, from: h, to: end + 1, typ: news.OrganisationMention, rule: "organisation"})
		}
	}
	return end, r.add(find{p: p, from: i, to: end, typ: news.OrganisationMention, rule: "organisation"})
}

func (r *reader) organisationEnd(p *paragraph, i, depth int) int {
	e := r.e
	if i >= len(p.toks) || !p.toks[i].IsWord() || depth > 4 {
		return i
	}
	if p.host(i) {
		switch p.fold(i - 1) {
		case "laman", "situs", "website", "web", "link", "tautan", "alamat", "portal", "program", "aplikasi", "resmi":
			return i // where to look, not who says it
		}
		return i + 1
	}
	if p.upper(i) && (len(p.toks[i].Fold) <= 3 && r.aged(p, i+1) || r.amongInitials(p, i)) {
		return i // "MK (51)", "DS dan MA": somebody's initials
	}
	if thing, ok := r.others[p.fold(i)]; ok && p.upper(i) && (!p.capital(i+1) || thing && e.region2(p, i+1) == i+1) {
		return i
	}
	if end := e.listed(p, i); end > i {
		if e.starts(p, end, placeTail) || p.fold(end) == "keliling" {
			return i // "Samsat Keliling": what it does, not who it is
		}
		if soldiers(p.fold(i)) && p.is(end, "/") {
			if n := e.region2(p, end+1); n > end+1 {
				return r.twin(p, n)
			}
		}
		if end < len(p.toks) && p.capital(end) && p.fold(end) == "i" || p.capital(end) && (p.fold(end) == "ii" || p.fold(end) == "iii") {
			return r.tail(p, end+1) // "Jasa Tirta I"
		}
		if p.is(end, "/") && (e.starts(p, end+1, orgHead) || p.upper(end+1)) && !soldiers(p.fold(i)) { // "Kementerian Lingkungan Hidup/BPLH"
			n := max(end+2, r.organisationEnd(p, end+1, 1))
			if b := p.bracket(n, 3); b > n {
				n = b
			}
			return r.tail(p, n)
		}
		if n := r.tail(p, end); n == end || e.broad(p, end, n) || p.fold(i) == "bank" || p.fold(i-1) == "cabang" {
			return n
		}
		return end
	}
	if p.fold(i) == "atr" && p.upper(i) && p.is(i+1, "/") && p.upper(i+2) { // "ATR/BPN", one ministry
		return r.tail(p, i+3)
	}
	w, end := e.lexicon.phrases.longest(p, i, hasClass(anyOrg))
	if w == nil && r.shorts[p.fold(i)] && p.capital(i) && !p.is(i-1, "(") && (p.upper(i) || len(p.fold(i)) > 3) {
		return r.tail(p, i+1)
	}
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
	if p.fold(end) == "keliling" || p.fold(i-1) == "hari" && p.capital(i-1) {
		return i // "Samsat Keliling", "Hari Satlinmas"
	}
	if p.fold(i) == "pemerintah" && !p.capital(end-1) {
		return i // "Pemerintah pusat" is no name yet
	}
	if _, n := e.lexicon.phrases.longest(p, i, hasClass(orgNot)); n > end && p.upper(i) {
		return i // "PBB-P2" is a tax
	}
	if w.class&orgRegion != 0 && r.plausibleShort(p, i, end) {
		switch {
		case p.fold(i) == "pemdes" && p.capital(end) && e.region2(p, end) == end && !e.starts(p, end, anyOrg|anyOffice|placeRegion):
			return end + 1 // a village that the gazetteer does not hold
		case soldiers(p.toks[i].Fold) && end < len(p.toks) && (p.toks[end].Kind == lang.Number || p.capital(end) && romanUnit(p.fold(end))):
			end++ // "Kodim 0833/Kota Malang", "Kodam V/Brawijaya", "Koramil 0833/02 Klojen"
			for p.is(end, "/") && end+1 < len(p.toks) && (p.capital(end+1) || p.toks[end+1].Kind == lang.Number) {
				if n := r.e.region2(p, end+1); n > end+1 {
					return r.twin(p, n)
				}
				end += 2
				for end < len(p.toks) && p.capital(end) && !r.e.name(p, end) && !title(p, end) && p.toks[end-1].Kind != lang.Number && r.e.region2(p, end) == end {
					end++
				}
			}
		case named(p.toks[i].Fold) && p.capital(end) && (e.name(p, end) || !e.known(p, end)) && e.region2(p, end) == end:
			for end < len(p.toks) && p.capital(end) && !title(p, end) && (e.name(p, end) || !e.known(p, end)) && e.region2(p, end) == end {
				end++
			}
		case e.starts(p, end, anyOrg) && !e.starts(p, end, placeRegion) && unit(p.toks[i].Fold):
			if n := r.organisationEnd(p, end, depth+1); n > end {
				return max(r.owner(p, n, depth), e.region2(p, n)) // "PAC PKB Singosari"
			}
		case unit(p.toks[i].Fold) && p.upper(end) && e.starts(p, end+1, anyOrg): // "UPT PKB Dishub Kabupaten Malang"
			return r.owner(p, end+1, depth)
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
	if head == "tim" && e.starts(p, end, orgRegion) || head == "pengurus" && e.starts(p, end, orgHead) {
		return i // "Tim BPBD Kabupaten Malang", "Pengurus Paguyuban …": people of the body
	}
	if head == "badan" && (p.fold(end) == "usaha" || p.fold(end) == "layanan" && p.fold(end+1) == "umum") {
		return i // a kind of body
	}
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
	switch head {
	case "unit pelaksana teknis", "unit pengelola teknis", "seksi", "bidang", "bagian", "divisi", "sub divisi", "subdivisi", "satuan", "subbagian", "upt", "uptd":
		if n > end {
			n = r.owner(p, n, depth)
		}
	}
	if b := p.bracket(end, 2); b > end && n == b && kinOf(head) != governed {
		return i // a kind and its abbreviation: "Rumah Sakit Umum Daerah (RSUD)"
	}
	if n == end {
		switch head {
		case "sekolah rakyat", "pengadilan negeri", "kejaksaan negeri", "inspektorat", "sekretariat daerah", "mahkamah agung", "mahkamah konstitusi", "kejaksaan agung", "satuan polisi pamong praja", "palang merah indonesia", "karang taruna":
			return n
		case "pemerintah kota", "pemerintah kabupaten", "pemerintah provinsi":
			return i
		}
		return i
	}
	return n
}

// lowerHead returns where the name of a body in small letters begins whose last word is at k:
// "dinas ketahanan pangan (DKP)"; -1 when no such name ends there.
func (r *reader) lowerHead(p *paragraph, k int) int {
	for i := k; i >= 0 && i > k-10; i-- {
		t := &p.toks[i]
		if !t.Is(",") && (t.Case != lang.Lower || !t.IsWord()) {
			return -1
		}
		switch t.Fold {
		case "dinas", "badan", "kementerian", "kantor", "komisi", "lembaga", "balai", "satuan", "inspektorat":
			return i
		}
	}
	return -1
}

// owner returns the index after the body that a part of it is named with: "Dinas Perhubungan"
// behind "UPT Pengujian Kendaraan Bermotor (PKB)"; i when none follows.
func (r *reader) owner(p *paragraph, i, depth int) int {
	if i < len(p.toks) && r.e.starts(p, i, anyOrg) && !r.e.starts(p, i, placeRegion) {
		if n := r.organisationEnd(p, i, depth+1); n > i {
			return n
		}
	}
	return i
}

// twin returns the index after the second region of a unit of the army: "Kodim
// 0818/Malang-Batu".
func (r *reader) twin(p *paragraph, i int) int {
	if i+1 < len(p.toks) && p.toks[i].Kind == lang.Hyphen && p.toks[i].Start == p.toks[i-1].End {
		return max(i, r.e.region2(p, i+1))
	}
	return i
}

// unit reports whether a short name is part of a larger body that is named next:
// "Satlantas Polres Batu".
func unit(fold string) bool {
	switch fold {
	case "sat", "korlantas", "divhumas", "bidhumas", "bidpropam", "biddokkes", "lppm", "lp2m", "lpm", "bph", "bem", "satres", "ditres", "satlinmas", "dittahti", "satlantas", "satreskrim", "satresnarkoba", "satsamapta", "satbinmas", "satintelkam", "propam", "reskrim", "upt", "uptd", "ditlantas",
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
		case "inspektorat", "muhammadiyah", "demokrat", "kejaksaan", "gojek":
			return true
		}
		return false
	case t.Case == lang.Lower:
		return lowerBody(t.Fold)
	}
	return true
}

// amongInitials reports whether a short form of two letters goes on a list of the
// initials of people: "DS, ARH dan MA".
func (r *reader) amongInitials(p *paragraph, i int) bool {
	if len(p.fold(i)) > 2 || p.fold(i-1) != "dan" && !p.is(i-1, ",") {
		return false
	}
	k := i - 2
	if p.is(k, ",") {
		k--
	}
	return p.upper(k) && len(p.fold(k)) <= 3 && !r.e.starts(p, k, orgRegion)
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

// aged reports whether an age in brackets stands at i.
func (r *reader) aged(p *paragraph, i int) bool {
	return p.is(i, "(") && i+2 < len(p.toks) && p.toks[i+1].Kind == lang.Number && len(p.toks[i+1].Text) == 2 && p.is(i+2, ")")
}

// tail reads what follows a complete name: its branch, its abbreviation in brackets and its
// region.
func (r *reader) tail(p *paragraph, end int) int {
	if n := r.branch(p, end); n > end {
		return n
	}
	if b := r.abbreviation(p, end); b > end {
		end = b
		if f := p.fold(end); p.capital(end) && (f == "i" || f == "ii" || f == "iii") { // "Perum Jasa Tirta (PJT) I"
			end++
		}
		if n := r.branch(p, end); n > end { // "PT PLN (Persero) UP3 Malang"
			return n
		}
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

// branch reads the part of a body that is named behind it, with the region of the part:
// "Bank Jatim" + "Cabang Malang". It returns the index after it, or i.
func (r *reader) branch(p *paragraph, i int) int {
	if !p.capital(i) {
		return i
	}
	region := func(k int) int { return max(k, r.e.region2(p, k)) }
	switch p.fold(i) {
	case "komisi": // "DPR RI Komisi X"
		if p.capital(i+1) && len(p.fold(i+1)) <= 4 {
			return i + 2
		}
	case "kantor": // "Perum Bulog Kantor Cabang Malang"
		if f := p.fold(i + 1); f == "cabang" || f == "wilayah" || f == "perwakilan" || f == "pusat" {
			return region(i + 2)
		}
	case "stasiun": // "BMKG Stasiun Geofisika Kelas III Malang"
		switch p.fold(i + 1) {
		case "geofisika", "meteorologi", "klimatologi":
			i += 2
			if f := p.fold(i); (f == "kelas" || f == "stasiun") && p.capital(i+1) && len(p.fold(i+1)) <= 4 {
				i += 2
			}
			return region(i)
		}
	case "up3", "ulp", "uid", "uit", "up2d": // of PLN
		return region(i + 1)
	case "cabang", "unit", "wilayah", "regional", "region", "area", "daop", "rayon": // "Bank Jatim Cabang Malang", "Balai Besar Wilayah V", "BRI Region 13 Malang"
		if i+1 < len(p.toks) && p.toks[i+1].Kind == lang.Number && len(p.toks[i+1].Text) < 3 {
			return region(i + 2)
		}
		if p.capital(i+1) && len(p.fold(i+1)) <= 4 && romanUnit(p.fold(i+1)) {
			return i + 2
		}
		if n := r.e.region2(p, i+1); n > i+1 {
			return n
		}
	}
	return i
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
		case t.Kind == lang.Number || t.Is("/") && k == i+2 && p.fold(k-1) != "atr": // "(adk/gp)" are reporters
			return i
		case t.IsWord() && !r.e.connector(t.Fold):
			return i
		case t.Is("."), t.Is(","), t.Is(";"):
			if !t.Is(",") {
				return i
			}
		}
	}
	if caps == 0 || p.fold(i+1) == "purn" || lang.WeekdayOf(p.fold(i+1)) > 0 {
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

// unnamedOrganisation reads a body that only its place behind an office gives
// away: capitals up to a comma or a title, which do not look like a person.
func (r *reader) unnamedOrganisation(p *paragraph, k int) (end, found int) {
	e := r.e
	if !p.capital(k) || title(p, k) || e.name(p, k) || e.listedPerson(p, k) || e.starts(p, k, orgNot|anyOffice) && !p.host(k) {
		return k, 0
	}
	n, placed := k, false
	for n < len(p.toks) && n < k+6 && (p.capital(n) || p.toks[n].Kind == lang.Hyphen && p.capital(n+1)) && !title(p, n) && !e.starts(p, n, anyOffice) {
		if n > k && e.name(p, n) && !e.known(p, n) {
			break
		}
		if m := e.region2(p, n); m > n {
			n, placed = m, n > k
			break
		}
		n++
		if n-1 > k && p.upper(n-1) && e.starts(p, n-1, orgRegion) { // "Divisi Riset ICW" + "Wana Wirajaya"
			n = max(n, e.region2(p, n))
			break
		}
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
	case n == k+1 && p.is(n, ",") && !e.known(p, k) && p.capital(n+1) && p.capital(n+2) && (e.name(p, n+1) || e.name(p, n+2)) && lang.WeekdayOf(p.fold(n+1)) == 0: // "Manajer Mikutopia, Budi Santoso"
	case p.is(n, ",") && n > k+1 && (p.capital(n+1) || title(p, n+1)) && r.personFollows(p, n):
	case shape && (title(p, n) || e.name(p, n) && p.capital(n)):
	case placed && p.fold(n-1) == "indonesia" && p.capital(n): // "Direktur Suara Indonesia Budi …"
	default:
		return k, 0
	}
	return n, r.add(find{p: p, from: k, to: n, typ: news.OrganisationMention, rule: "behind an office"})
}

// bureau reads an office that somebody is the head of: "Kepala" + "Kantor Perwakilan
// Bank Indonesia Malang". Elsewhere the same words are a place.
func (r *reader) bureau(p *paragraph, k int) (end, found int) {
	if p.fold(k) != "kantor" || !p.capital(k) || r.organisationEnd(p, k, 0) > k {
		return k, 0
	}
	n := r.placeBody(p, k, k+1)
	if n == k+1 {
		return k, 0
	}
	n = r.tail(p, n)
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
	if s := r.section(p, k+1); s > k+1 && p.is(s, "(") && (sectional(p.fold(s+1)) || p.fold(s+1) == "kasi") { // "Seksi Intelijen (Kasi Intel)"
		if b := p.bracket(s, 3); b > s {
			return b
		}
	}
	if b := p.bracket(k+1, 1); b > k+1 { // "Bidang (Kabid) Angkutan"
		if n = r.section(p, b); n == b {
			return k
		}
		n = max(n, r.abbreviation(p, n)) // "Seksi (Kasi) Tindak Pidana Umum (Pidum)"
	}
	for j := k + 1; j < n; j++ {
		if r.e.starts(p, j, anyOrg) && !school(p.fold(j)) || r.e.region2(p, j) > j {
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
