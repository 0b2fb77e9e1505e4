package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// abbreviations marks the later mentions of organisations by the short forms that
// the article itself gives them: "Mitra Karya Utama (MKU)" and then "MKU".
func (r *reader) abbreviations() {
	e := r.e
	short := map[string]bool{}
	for i := range r.paras {
		p := &r.paras[i]
		for k := 1; k < len(p.toks); k++ {
			b := p.bracket(k, 1)
			if b != k+3 || !p.capital(k+1) || e.starts(p, k+1, orgNot|isActing|orgHead) || len(p.fold(k+1)) < 2 {
				continue
			}
			w := p.fold(k + 1)
			if o := p.owner[k-1]; o > 0 {
				if f := &r.finds[o-1]; f.typ == news.OrganisationMention && f.to >= k {
					short[w] = true
				}
				continue
			}
			from := longForm(p, k, w)
			if from < 0 || !p.upper(k+1) || noBody(p.fold(from)) || r.doing(p, from, k) {
				continue
			}
			unknown := 0
			for j := from; j < k; j++ {
				if p.capital(j) && !e.known(p, j) {
					unknown++
				}
			}
			if body(p.fold(from)) || english(p, from, k) || unknown > 0 && p.free(from, k) && unknown < k-from && acting(p.fold(from-1)) {
				to := b
				if n := e.region2(p, b); n > b {
					to = n
				}
				if p.free(from, to) {
					r.add(find{p: p, from: from, to: to, typ: news.OrganisationMention, rule: "name and abbreviation"})
					short[w] = true
				}
			}
		}
	}
	if len(short) == 0 {
		return
	}
	for i := range r.paras {
		p := &r.paras[i]
		for k := range p.toks {
			if p.owner[k] == 0 && short[p.toks[k].Fold] && p.capital(k) && (p.upper(k) || len(p.toks[k].Fold) > 3) {
				to := k + 1
				if n, _ := e.region(p, to); n > to && (p.free(to, n) || r.release(p, to, n)) {
					to = n
				}
				r.add(find{p: p, from: k, to: to, typ: news.OrganisationMention, rule: "abbreviation of the article"})
			}
		}
	}
}

// doing reports whether the words from i up to k name what is done or held, not who does
// it: "Work From Home", "menggelar Active Case Finding".
func (r *reader) doing(p *paragraph, i, k int) bool {
	switch p.fold(i - 1) {
	case "pelaksanaan", "kebijakan", "penerapan", "menerapkan", "sistem", "program", "metode", "kegiatan", "menggelar", "digelar", "jabatan", "posisi",
		"penyakit", "wabah", "istilah", "gerakan", "aplikasi", "layanan", "tahapan", "proses", "melalui", "perjanjian", "dokumen":
		return true
	}
	if english(p, i, k) {
		return false
	}
	for ; i < k; i++ {
		switch f := p.fold(i); {
		case f == "from" || f == "to" || f == "for" || f == "the" || f == "in" || f == "on" || f == "by" || f == "or" || f == "case" || f == "work" || f == "system":
			return true
		case len(f) > 5 && strings.HasSuffix(f, "ing") && !r.e.known(p, i) && !r.e.name(p, i):
			return true
		}
	}
	return false
}

// release takes back the place that lies right between the tokens i and end, because it turns
// out to be the end of a longer name. It reports whether there was one.
func (r *reader) release(p *paragraph, i, end int) bool {
	f := p.owner[i]
	if f <= 0 || r.finds[f-1].typ != news.PlaceMention || r.finds[f-1].from != i || r.finds[f-1].to != end {
		return false
	}
	r.finds[f-1].typ = ""
	for k := i; k < end; k++ {
		p.owner[k] = 0
	}
	return true
}

// ownShorts collects the short forms that the article gives to its bodies, before anything is
// read by them: "Asosiasi Petani Garam (APG)", "Puskesos atau Pusat Kesejahteraan Sosial".
func (r *reader) ownShorts() {
	e := r.e
	for i := range r.paras {
		p := &r.paras[i]
		for k := 1; k+1 < len(p.toks); k++ {
			short := k + 1
			switch {
			case p.is(k, "(") && p.is(k+2, ")") && p.capital(short) && len(p.fold(short)) > 1:
				if !r.bodyBefore(p, k) {
					continue
				}
			case p.fold(k) == "atau" && p.capital(k-1) && e.starts(p, k+1, orgHead) && !e.known(p, k-1) && len(p.fold(k-1)) > 4 && !p.capital(k-2):
				if r.organisationEnd(p, k+1, 0) == k+1 {
					continue
				}
				short = k - 1
			default:
				continue
			}
			if e.starts(p, short, orgNot|isActing|anyOrg|anyOffice) || e.region2(p, short) > short || e.name(p, short) && !p.upper(short) {
				continue
			}
			if r.shorts == nil {
				r.shorts = map[string]bool{}
			}
			r.shorts[p.fold(short)] = true
		}
	}
}

// bodyBefore reports whether the name of a body ends right before the bracket at k.
func (r *reader) bodyBefore(p *paragraph, k int) bool {
	for i := k - 1; i >= 0 && i > k-12; i-- {
		if !p.capital(i) && p.fold(i) != "dan" && !p.is(i, ",") {
			return false
		}
		if r.e.starts(p, i, orgHead) && r.organisationEnd(p, i, 0) > k {
			return true
		}
	}
	return false
}

// otherMeanings collects the short forms that the article gives to what is no body:
// "Pekerja Migran Indonesia (PMI)", "Madrasah Aliyah (MA)", "penyakit mulut dan kuku (PMK)".
func (r *reader) otherMeanings() {
	for i := range r.paras {
		p := &r.paras[i]
		for k := 2; k < len(p.toks); k++ {
			if p.bracket(k, 1) != k+3 || !p.upper(k+1) {
				continue
			}
			short := p.fold(k + 1)
			from := spelledOut(p, k, short)
			if from < 0 {
				continue
			}
			_, end := r.e.lexicon.phrases.longest(p, from, hasClass(orgHead))
			if end == k || noBody(p.fold(from)) || end == from && !p.capital(from) {
				if r.others == nil {
					r.others = map[string]bool{}
				}
				r.others[short] = end != k // a kind of body can still begin a name: "MA Almaarif"
			}
		}
	}
}

// spelledOut returns where the words begin, in capitals or not, that end before the bracket at
// k and whose first letters are the short form in it; -1 when they are not.
func spelledOut(p *paragraph, k int, short string) int {
	at := len(short) - 1
	for i := k - 1; i >= 0 && i > k-10; i-- {
		switch w := p.fold(i); {
		case !p.toks[i].IsWord() && p.toks[i].Kind != lang.Hyphen:
			return -1
		case w == "" || p.toks[i].Kind == lang.Hyphen:
		case w[0] == short[at]:
			if at == 0 {
				return i
			}
			at--
		case w == "dan" || w == "untuk" || w == "dalam" || w == "di" || w == "atas" || w == "of" || w == "dengan":
		default:
			return -1
		}
	}
	return -1
}

// noBody reports whether a word begins the names of things and kinds of people, not
// of bodies.
func noBody(fold string) bool {
	switch fold {
	case "pekerja", "tenaga", "orang", "tempat", "tes", "surat", "nomor", "izin", "rencana", "program", "anggaran", "penduduk", "pengguna",
		"makanan", "makan", "peraturan", "ruang", "alat", "bahan", "kartu", "kredit", "produk", "penyakit", "uang", "angka", "indeks", "kawasan",
		"perjanjian", "nota", "standar", "warga", "keluarga", "anak", "pegawai", "usaha", "hak", "nilai", "jaminan", "bantuan", "pajak", "pemilihan", "peserta", "sistem":
		return true
	}
	return false
}

// longForm returns where the words begin whose first letters an abbreviation
// before the bracket at k is made of, or -1.
func longForm(p *paragraph, k int, short string) int {
	at := len(short) - 1
	for j := k - 1; j >= 0 && k-j <= 10; j-- {
		t := &p.toks[j]
		if !t.IsWord() {
			if t.Is(",") || t.Kind == lang.Hyphen {
				continue
			}
			return -1
		}
		if t.Case == lang.Lower {
			if t.Fold == "dan" || t.Fold == "untuk" || t.Fold == "dalam" || t.Fold == "of" || t.Fold == "to" || t.Fold == "for" || t.Fold == "and" {
				continue
			}
			return -1
		}
		if strings.HasPrefix(t.Fold, short[at:at+1]) {
			if at == 0 {
				return j
			}
			at--
			continue
		}
		return -1
	}
	return -1
}

// acting reports whether a word stands before whoever does something: of a row of capitals behind
// it, which no list explains, a body is likelier than a thing.
func acting(fold string) bool {
	switch fold {
	case "oleh", "bersama", "pihak", "anggota", "pengurus", "perusahaan", "menggandeng", "manajemen":
		return true
	}
	return false
}

// english reports whether a name of words that no list holds has an English word for a body
// in it: "Alliance to End Plastic Waste" has, "Material Recovery Facility" has not.
func english(p *paragraph, i, k int) bool {
	for ; i < k; i++ {
		switch p.fold(i) {
		case "alliance", "association", "organization", "organisation", "agency", "bank", "fund", "council", "federation", "foundation", "institute",
			"university", "union", "committee", "group", "center", "centre", "league", "network", "forum", "society", "club", "company", "corporation":
			return true
		}
	}
	return false
}

// englishBody returns the index after a name that ends in an English word for a body, "Incanto
// Group", "Islamic Development Bank", with its region; i when none begins there.
func (r *reader) englishBody(p *paragraph, i int) int {
	e := r.e
	for k := i; k < i+4 && p.capital(k); k++ {
		if k > i && english(p, k, k+1) && p.fold(k) != "club" && p.fold(k) != "center" && p.fold(k) != "centre" && p.fold(k) != "forum" && p.fold(k) != "fund" {
			return r.tail(p, k+1)
		}
		if title(p, k) || e.known(p, k) || e.starts(p, k, anyOffice|anyOrg|placeHead|placeRegion|orgNot) {
			return i
		}
	}
	return i
}

// body reports whether a word begins the names of bodies that the lexicon does not
// list among the heads, because it has other uses too.
func body(fold string) bool {
	switch fold {
	case "aliansi", "asosiasi", "lumbung", "jaringan", "barisan", "front", "keluarga", "lingkar", "pusat", "rumah", "sahabat", "relawan", "laskar", "masyarakat", "ikatan", "dewan", "lembaga", "badan":
		return true
	}
	return false
}

// bodies marks as organisations what is left of the rows of capitals when its place
// or its use says so: "anggota Sinar Tirta (Sinta)", or a name with a word of no
// dictionary that the article keeps coming back to.
func (r *reader) bodies() {
	e := r.e
	count, located := map[string]int{}, map[string]int{}
	name := func(c run) string {
		words := 0
		unknown := 0
		for k := c.from; k < c.to; k++ {
			if !c.p.toks[k].IsWord() {
				continue
			}
			words++
			if !e.known(c.p, k) && !e.name(c.p, k) && len(c.p.fold(k)) > 2 {
				unknown++
			}
			if thing(c.p.fold(k)) || c.p.upper(k) && e.starts(c.p, k, orgNot) {
				return ""
			}
		}
		if f := c.p.fold(c.from); len(f) > 6 && (strings.HasPrefix(f, "pe") || strings.HasPrefix(f, "ke")) && strings.HasSuffix(f, "an") && e.known(c.p, c.from) {
			return "" // "Penguatan …": what is done, not who does it
		}
		if words < 2 || unknown == 0 || !c.p.free(c.from, c.to) {
			return ""
		}
		switch c.p.fold(c.from - 1) {
		case "berbasis", "akibat", "dampak", "fenomena", "program", "konsep", "adanya", "metode", "sistem", "tema":
			return ""
		}
		return lang.Fold(c.p.Slice(c.from, c.to))
	}
	for _, c := range r.runs {
		key := name(c)
		if key == "" {
			continue
		}
		if acting(c.p.fold(c.from-1)) || shop(c.p.fold(c.from)) {
			count[key]++ // a thing is often repeated too: it has to act, or to be called as shops are
		}
		if strings.HasSuffix(key, " indonesia") && !r.e.known(c.p, c.from) && !r.e.starts(c.p, c.from, isForeign) {
			count[key] += 3 // "Citra Buana Indonesia"
		}
		if r.located(c) {
			located[key]++
		}
		if member(c.p.fold(c.from-1)) && c.p.bracket(c.to, 1) == c.to+3 && c.p.capital(c.to+1) {
			count[key] += 3
		}
	}
	again := map[string][]string{} // the sure ones by their first word
	for _, c := range r.runs {
		key := name(c)
		if key == "" || count[key] < 3 || located[key]*2 > count[key] {
			continue
		}
		if count[key] < 100 {
			count[key] += 100
			words := strings.Fields(key)
			again[words[0]] = append(again[words[0]], key)
		}
		to := c.p.bracket(c.to, 1)
		if to > c.to {
			if n := e.region2(c.p, to); n > to && c.p.free(to, n) {
				to = n
			}
		}
		if c.p.free(c.from, to) {
			r.add(find{p: c.p, from: c.from, to: to, typ: news.OrganisationMention, rule: "repeated name"})
		}
	}
	if len(again) == 0 {
		return
	}
	for i := range r.paras { // also where a word of the language before it hid it
		p := &r.paras[i]
		for k := range p.toks {
			for _, key := range again[p.fold(k)] {
				words := strings.Fields(key)
				end := k
				for end < len(p.toks) && end-k < len(words) && p.fold(end) == words[end-k] && p.capital(end) {
					end++
				}
				if end-k == len(words) && p.free(k, end) {
					r.add(find{p: p, from: k, to: end, typ: news.OrganisationMention, rule: "repeated name"})
				}
			}
		}
	}
}

// shop reports whether a word begins the names of shops, bands and places to eat: "Kopi Embun".
func shop(fold string) bool {
	switch fold {
	case "kopi", "kedai", "warung", "kafe", "cafe", "depot", "angkringan", "batik", "bakso", "soto", "roti", "toko", "sanggar", "griya", "omah":
		return true
	}
	return false
}

func member(fold string) bool {
	switch fold {
	case "anggota", "komunitas", "band", "organisasi", "lembaga", "grup", "perusahaan", "kelompok", "pengurus", "kedai", "kafe", "toko", "klub", "tim", "perkumpulan", "yayasan":
		return true
	}
	return false
}

// thing reports whether a word makes the name of a product, an event or a day of a
// row of capitals.
func thing(fold string) bool {
	switch fold {
	case "honda", "yamaha", "suzuki", "toyota", "daihatsu", "mitsubishi", "festival", "hari", "pajak", "sensus", "program", "pasal", "idul", "idulfitri", "iduladha",
		"app", "ai", "aplikasi", "super", "mobil", "lomba", "piala", "liga", "operasi", "gebyar", "pesta", "tahun", "undang", "hut", "dirgahayu", "wifi", "surat", "kartu", "sistem", "gerakan", "kirab", "karnaval":
		return true
	}
	return false
}
