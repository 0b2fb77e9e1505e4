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
			if from < 0 || !p.upper(k+1) || noBody(p.fold(from)) {
				continue
			}
			unknown := 0
			for j := from; j < k; j++ {
				if p.capital(j) && !e.known(p, j) {
					unknown++
				}
			}
			if body(p.fold(from)) || unknown > 0 && p.free(from, k) {
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
				if n, _ := e.region(p, to); n > to && p.free(to, n) {
					to = n
				}
				r.add(find{p: p, from: k, to: to, typ: news.OrganisationMention, rule: "abbreviation of the article"})
			}
		}
	}
}

// otherMeanings collects the short forms that the article gives to what is no body:
// "Pekerja Migran Indonesia (PMI)", "Madrasah Aliyah (MA)".
func (r *reader) otherMeanings() {
	for i := range r.paras {
		p := &r.paras[i]
		for k := 2; k < len(p.toks); k++ {
			if p.bracket(k, 1) != k+3 || !p.upper(k+1) {
				continue
			}
			short := p.fold(k + 1)
			from := k - len(short)
			if from < 0 || from > 0 && p.capital(from) && p.capital(from-1) || !initials(p, from, k, short) {
				continue
			}
			_, end := r.e.lexicon.phrases.longest(p, from, hasClass(orgHead))
			if end == k || noBody(p.fold(from)) {
				if r.others == nil {
					r.others = map[string]bool{}
				}
				r.others[short] = true
			}
		}
	}
}

// initials reports whether the words from i up to k begin with the letters of short.
func initials(p *paragraph, i, k int, short string) bool {
	for n := 0; i+n < k; n++ {
		if !p.toks[i+n].IsWord() || n >= len(short) || p.fold(i + n)[0] != short[n] {
			return false
		}
	}
	return true
}

// noBody reports whether a word begins the names of things and kinds of people, not
// of bodies.
func noBody(fold string) bool {
	switch fold {
	case "pekerja", "tenaga", "orang", "tempat", "tes", "surat", "nomor", "izin", "rencana", "program", "anggaran", "penduduk", "pengguna",
		"makanan", "makan", "peraturan", "ruang", "alat", "bahan", "kartu", "kredit", "produk", "penyakit", "uang", "angka", "indeks", "kawasan",
		"warga", "keluarga", "anak", "pegawai", "usaha", "hak", "nilai", "jaminan", "bantuan", "pajak", "pemilihan", "peserta", "sistem":
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
			if t.Fold == "dan" || t.Fold == "untuk" || t.Fold == "dalam" || t.Fold == "of" {
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
			if thing(c.p.fold(k)) {
				return ""
			}
		}
		if f := c.p.fold(c.from); len(f) > 6 && (strings.HasPrefix(f, "pe") || strings.HasPrefix(f, "ke")) && strings.HasSuffix(f, "an") && e.known(c.p, c.from) {
			return "" // "Penguatan …": what is done, not who does it
		}
		if words < 2 || unknown == 0 || !c.p.free(c.from, c.to) {
			return ""
		}
		return lang.Fold(c.p.Slice(c.from, c.to))
	}
	for _, c := range r.runs {
		key := name(c)
		if key == "" {
			continue
		}
		count[key]++
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
