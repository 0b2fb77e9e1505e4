package enrich

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// kindAlone is the rule of "di Kota": the one that the article is about.
const kindAlone = "kind alone"

// place reads the name of a place at i and marks it. It returns the index after
// it, or i.
func (r *reader) place(p *paragraph, i int) int {
	e := r.e
	if !p.capital(i) || !r.locative(p, i) && r.aged(p, i+1) {
		return i
	}
	if p.upper(i) && e.starts(p, i+1, placeTail) {
		_, end := e.lexicon.phrases.longest(p, i+1, hasClass(placeTail))
		return r.mark(p, i, end, "landmark", nil)
	}
	if reg, end := e.gazetteer.full.longest(p, i, nil); reg != nil && p.capital(end-1) {
		// "Kota Batu" is one place and "Kota Malang Selatan" another.
		if p.is(end, "/") && p.capital(end+1) {
			return i
		}
		return r.mark(p, i, end, "kind+name", reg.codes)
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeRegion)); w != nil && p.is(end, "/") && e.starts(p, end+1, placeRegion) {
		if reg, n := e.gazetteer.full.longest(p, end+1, nil); reg != nil { // "Desa/Kecamatan Lawang"
			return r.mark(p, i, n, "kind+name", reg.codes)
		}
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeRegion)); w != nil && p.capital(end) && !e.starts(p, end, anyOffice|anyOrg) && p.fold(i) != "rt" && p.fold(i) != "rw" {
		n := end
		if reg, stop := e.gazetteer.names.longest(p, end, nil); reg != nil && p.capital(stop-1) {
			n = e.quarter(p, stop)
		} else {
			for n < len(p.toks) && n < end+3 && p.capital(n) && p.fold(n) != "tahun" && !e.name(p, n) && !e.starts(p, n, placeRegion) && !e.listedPerson(p, n) {
				n++
			}
		}
		switch p.fold(end) {
		case "kami", "kita", "saya", "mandiri", "binaan", "adat", "wisata", "siaga", "tangguh":
			n = end // "Desa Kami", "Desa Wisata"
		}
		if n > end && !(e.known(p, end) && n == end+1 && p.fold(i) == "kota") {
			return r.mark(p, i, n, "kind+unknown", nil)
		}
	}
	if reg, end := e.gazetteer.names.longest(p, i, nil); reg != nil && reg.level <= 2 && end-i > 1 && p.capital(end-1) {
		return r.mark(p, i, end, "region", reg.codes)
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeHead)); w != nil {
		if n := r.placeBody(p, i, end); n > end {
			return r.mark(p, i, n, "landmark", nil)
		}
	}
	if w, end := e.lexicon.phrases.longest(p, i, hasClass(placeWorld)); w != nil {
		if reg, n := e.gazetteer.names.longest(p, i, nil); reg == nil || n <= end {
			if end-i > 1 || len(p.toks[i].Fold) > 3 || p.upper(i) {
				if !(p.fold(i) == "batu" && (p.first[i] || !r.locative(p, i))) && !(p.fold(i) == "as" && !r.locative(p, i)) {
					if p.fold(i) == "indonesia" && !r.locative(p, i) {
						return i // in most sentences the nation, not the place
					}
					var codes []news.PlaceCode
					if reg != nil && n == end {
						codes = reg.codes
					}
					return r.mark(p, i, end, "listed", codes)
				}
			}
		}
	}
	if f := p.fold(i); (f == "kota" || f == "kabupaten") && !p.first[i] && !p.capital(i+1) {
		switch p.fold(i - 1) {
		case "di", "ke", "dari", "warga":
			return r.mark(p, i, i+1, kindAlone, nil)
		}
	}
	reg, end := e.gazetteer.names.longest(p, i, nil)
	if reg == nil || !p.capital(end-1) {
		return i
	}
	if e.name(p, i) && end-i == 1 && !r.locative(p, i) {
		return i
	}
	if end < len(p.toks) && p.capital(end) && e.name(p, end) && !r.locative(p, i) && reg.level > 2 && e.known(p, i) {
		return i // the beginning of a name: "Sukun Priyono"
	}
	switch {
	case reg.level <= 2 && (!p.first[i] || !e.known(p, i) || end-i > 1):
	case r.locative(p, i) && (reg.level == 3 || !e.known(p, i) || end-i > 1 || reg.level == 4):
	case reg.level == 3 && !e.known(p, i) && !p.first[i]:
	case r.series(p, i) && (reg.level == 3 || !e.known(p, i) || r.siblings(p, i, reg.codes)):
	case p.toks[max(i-1, 0)].Kind == lang.Hyphen && p.fold(i-2) == "se":
	case p.is(end, ",") && e.region2(p, end+1) > end+1 && !p.first[i]:
	default:
		return i
	}
	if reg.level <= 2 && p.fold(end) == "raya" && p.capital(end) && p.fold(i) != "malang" {
		return r.mark(p, i, end+1, "region", nil) // "Surabaya Raya"
	}
	// "Malang Kota", "Malang Selatan"
	if p.fold(i) == "malang" && p.capital(end) {
		switch p.fold(end) {
		case "kota":
			return r.mark(p, i, end+1, "region", []news.PlaceCode{"35.73"})
		case "raya":
			return r.mark(p, i, end+1, "region", nil)
		case "selatan", "utara", "barat", "timur", "tengah":
			return r.mark(p, i, end+1, "region", []news.PlaceCode{"35.07"})
		}
	}
	return r.mark(p, i, end, "region", reg.codes)
}

func (r *reader) mark(p *paragraph, i, end int, rule string, codes []news.PlaceCode) int {
	if b := p.bracket(end, 1); b == end+3 && p.capital(end+1) { // "Kepulauan Riau (Kepri)"
		if reg, _ := r.e.gazetteer.names.longest(p, end+1, nil); reg != nil && slices.ContainsFunc(reg.codes, func(c news.PlaceCode) bool { return slices.Contains(codes, c) }) {
			end = b
		}
	} else if r.e.starts(p, end, placeTail) && rule != "landmark" { // "Batam Center"
		_, end = r.e.lexicon.phrases.longest(p, end, hasClass(placeTail))
		rule, codes = "landmark", nil
	}
	r.add(find{p: p, from: i, to: end, typ: news.PlaceMention, rule: rule, codes: codes})
	return end
}

// locative reports whether the word before i says that a place follows.
func (r *reader) locative(p *paragraph, i int) bool {
	if p.is(i-1, ")") { // "(Desa) Sidodadi"
		i -= 2
	}
	switch p.fold(i - 1) {
	case "di", "ke", "dari", "asal", "menuju", "wilayah", "kawasan", "daerah", "desa", "kelurahan", "kecamatan", "kota", "kabupaten", "dusun", "warga", "kampung", "ruas", "rute", "jalur", "jurusan", "trayek":
		return true
	}
	return false
}

// series reports whether the word at i goes on a list of places: "di Wagir dan Dampit",
// "Desa Bantur, Rejosari, dan Srigonco", "ruas Wagir-Dampit".
func (r *reader) series(p *paragraph, i int) bool {
	k := i - 2
	switch p.fold(i - 1) {
	case "dan", "serta", "maupun", "hingga":
		if p.is(k, ",") {
			k--
		}
	default:
		if i < 2 || !p.is(i-1, ",") && p.toks[i-1].Kind != lang.Hyphen && !p.is(i-1, "–") {
			return false
		}
	}
	return k >= 0 && p.owner[k] > 0 && r.finds[p.owner[k]-1].typ == news.PlaceMention
}

// siblings reports whether one of the codes lies in the region that holds the place named last
// before i: a word of the language on a list of villages is the village of it.
func (r *reader) siblings(p *paragraph, i int, codes []news.PlaceCode) bool {
	k := i - 2
	if p.is(k, ",") {
		k--
	}
	if k < 0 || p.owner[k] <= 0 {
		return false
	}
	for _, before := range r.finds[p.owner[k]-1].codes {
		if level(before) > 2 {
			for _, c := range codes {
				if level(c) == level(before) && strings.HasPrefix(string(c), string(before[:5])) {
					return true
				}
			}
		}
	}
	return false
}

// placeBody reads the words behind the head of a landmark: "Gedung Kesenian Putri
// Dayang", "Ruang Rapat Diskominfo Kabupaten", "Taman Makam Pahlawan (TMP) …". A
// region behind it is a place of its own, unless it belongs to a body that the
// landmark is named for.
func (r *reader) placeBody(p *paragraph, i, k int) int {
	e := r.e
	start := k
	head := lang.Fold(p.Slice(i, k))
	if street(head) {
		switch p.fold(k) {
		case "nasional", "kabupaten", "provinsi", "desa", "tol", "lingkungan", "utama", "lingkar", "arteri":
			if !p.capital(k + 1) {
				return k // "Jalan Nasional": a kind of road
			}
		}
	}
	if f := p.fold(k); head == "ruang" && (f == "terbuka" || f == "publik" || f == "lingkup" || f == "kelas" || f == "fiskal") || street(head) && f == "umum" {
		return k // "Ruang Terbuka Hijau", "Penerangan Jalan Umum"
	}
	if (head == "pendopo" || head == "pendapa") && p.capital(k) {
		n := k
		if p.fold(n) == "agung" {
			n++
		}
		if _, m := e.gazetteer.full.longest(p, n, nil); m > n { // "Pendopo Agung Kabupaten Malang" is its name
			return m
		}
	}
	switch head {
	case "balai kota", "balaikota", "stasiun kota baru", "alun alun", "balai desa", "polsek":
		if reg, n := e.gazetteer.names.longest(p, k, nil); reg != nil && p.capital(k) {
			return n
		}
	}
	for k < len(p.toks) && k < start+9 {
		switch {
		case p.toks[k].Kind == lang.Hyphen && p.capital(k+1):
			k++
			continue
		case p.is(k, "("):
			b := p.bracket(k, 2)
			if b == k || !p.upper(k+1) {
				return k
			}
			k = b
			continue
		case p.toks[k].Kind == lang.Number && k == start+1 || p.fold(k) == "nomor" || p.fold(k) == "no" || p.fold(k) == "rt" || p.fold(k) == "rw" || p.fold(k) == "tahun":
			return k
		case street(head) && title(p, k) && p.capital(k):
			k++
			continue
		case !p.capital(k), title(p, k) && !e.known(p, k):
			return k
		case lang.WeekdayOf(p.fold(k)) > 0 && p.capital(k):
			return k
		}
		if street(head) && k == start && ruler(p.fold(k)) {
			k++ // "Jalan Panglima Polim"
			continue
		}
		if w, n := e.lexicon.phrases.longest(p, k, hasClass(anyOffice|anyOrg)); w != nil && p.capital(k) {
			if w.class&officeRegion != 0 {
				o := office{}
				return r.officeRegion(p, n, &o)
			}
			if m := r.organisationEnd(p, k, 0); m > k {
				return m
			}
		}
		if k > start {
			if _, n := e.gazetteer.full.longest(p, k, nil); n > k {
				return k
			}
			if e.starts(p, k, placeRegion) && (p.capital(k+1) || p.is(k+1, "/")) {
				return k
			}
		}
		if reg, n := e.gazetteer.names.longest(p, k, nil); reg != nil {
			k = n
			continue
		}
		k++
	}
	return k
}

// landmark marks the place that somebody is the head of: "Direktur" + "Taman Wisata
// Selorejo". It returns the index after it, or k.
func (r *reader) landmark(p *paragraph, k int) int {
	if !p.capital(k) || !r.e.starts(p, k, placeHead) || p.fold(k) == "kantor" || p.fold(k) == "perum" {
		return k
	}
	return r.place(p, k)
}

// street reports whether a landmark is one that is often named for a person.
func street(head string) bool {
	switch head {
	case "jalan", "jl", "jln", "jalan raya", "gang", "stadion", "bandara", "terminal", "gor", "lapangan", "masjid", "menara", "museum", "tahura", "taman hutan raya":
		return true
	}
	return false
}
