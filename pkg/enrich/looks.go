package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

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
	groups := map[string]bool{} // what the article once calls a community, a band or a company
	for _, c := range r.runs {
		if r.grouped(c) {
			groups[lang.Fold(c.p.Slice(c.from, c.to))] = true
		}
	}
	for _, c := range r.runs {
		if groups[lang.Fold(c.p.Slice(c.from, c.to))] && c.p.free(c.from, c.to) {
			r.add(find{p: c.p, from: c.from, to: c.to, typ: news.OrganisationMention, rule: "kind of body before it"})
			continue
		}
		if r.looks(c) >= 3 {
			r.person(c.p, c.from, c.to, "name", 2)
			r.learn(c.p, c.from, c.to)
		} else {
			rest = append(rest, c)
		}
	}
	r.runs = rest
}

// grouped reports whether the word before a row of capitals says that it is a group of people
// or a firm: "komunitas Arela", "organisasi masyarakat (ormas) Yakuza Maneges".
func (r *reader) grouped(c run) bool {
	p, i := c.p, c.from-1
	if p.is(i, ")") && p.is(i-2, "(") {
		i--
	}
	if i < 0 || p.toks[i].Case != lang.Lower || p.upper(c.from) && c.to == c.from+1 && len(p.fold(c.from)) < 3 || !r.e.coined(c) {
		return false
	}
	switch p.fold(i) {
	case "komunitas", "ormas", "organisasi", "band", "klub", "grup", "perkumpulan", "perusahaan", "paguyuban", "sanggar", "orkes", "spiritual", "startup", "relawan":
		return true
	}
	return false
}

// coined reports whether a row of capitals holds a word that is neither of the language nor a name.
func (e *Enricher) coined(c run) bool {
	for k := c.from; k < c.to; k++ {
		if c.p.toks[k].IsWord() && !e.known(c.p, k) && !e.name(c.p, k) {
			return true
		}
	}
	return false
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
		if e.starts(p, k, isForeign) || k > c.from && p.fold(k) == "indonesia" {
			foreign++
		}
	}
	for k := c.from + 1; k < c.to-1; k++ {
		if f := p.fold(k); f == "bin" || f == "binti" {
			return 5
		}
	}
	score := 0
	if p.fold(c.from-1) == "hari" && p.capital(c.from-1) {
		return 0 // "Hari Kartini"
	}
	if foreign > 0 && sure < words || sure == 0 && r.bodyWord(c) {
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
	sole := r.aged(p, c.to) || commaAge(p, c.to) || named1(p, c.from, known)
	if known == words && !sole {
		score -= 2
	}
	if upper > 0 && upper == words {
		score -= 3
	}
	if p.first[c.from] && words == 1 && e.known(p, c.from) && sure == 0 && !sole {
		score -= 2
	}
	before, after := p.fold(c.from-1), p.fold(c.to)
	switch {
	case tagVerb(before):
		score += 3
	case named1(p, c.from, known):
		score += 3
	case before == "bernama" || before == "alias" || before == "disapa" || before == "dipanggil" || before == "bersama" || before == "oleh" || before == "dikelola" || before == "almarhum" || before == "didampingi" || before == "nama" && p.fold(c.from-2) == "atas":
		score += 2
	case before == "di" || before == "ke" || before == "dari" || before == "se":
		score -= 3
	}
	switch {
	case r.reports(p, c.to):
		score += 2
	case strings.HasPrefix(after, "me") && e.known(p, c.to) && p.toks[c.to].Case == lang.Lower && len(after) > 5, after == "pun", after == "yang", after == "berharap", after == "berpesan":
		score++
	}
	if words > 1 && p.is(c.from-1, ",") && p.is(c.to, ",") && r.relativeOf(p, c.from-2) {
		score += 3 // "Pengacara Wiratmo Subagja, Muslim Kusuma, …"
	}
	if words > 1 && known == 0 && upper == 0 && p.is(c.to, "(") && c.p.bracket(c.to, 1) == c.to && (p.is(c.from-1, ",") || p.fold(c.from-1) == "dan") {
		score += 2 // "Sekar Wening (D3 Elektronika), Zilan Wiratmo (S1 Kimia), …"
	}
	if p.is(c.to, ",") || p.is(c.to, "(") {
		switch k := c.to + 1; {
		case k >= len(p.toks):
		case title(p, k) && lang.ClassOf(p.fold(k)).Has(lang.Degree) && p.capital(k):
			score += 3
		case p.is(c.to, "(") && p.toks[k].Kind == lang.Number && p.is(k+1, ")"):
			score += 3
		case commaAge(p, c.to):
			score += 3 // an age
		case occupation(p.fold(k)):
			score += 2
		case reportVerb(p.fold(k)) && p.is(c.to, ","):
			score += 2
			if words == 1 && known == 0 && upper == 0 && (p.is(c.from-1, ",") || p.first[c.from]) || words > 1 && known < words && upper == 0 && p.is(c.from-1, ",") {
				score++ // "Gitarisnya, Karyo, mengaku …", "Direktur (Danasari), Rosan Perkasa Roswara, menilai …"
			}
		case words > 1 && known == 0 && upper == 0 && p.is(c.to, ",") && reportBehind(p, k):
			score += 2 // "Darmini Sulastri, spesialis jaringan dari Jetis, menjelaskan …"
		case strings.HasPrefix(p.fold(k), "me") && p.is(c.to, ",") && e.known(p, k) && known == 0:
			score++
		}
	}
	if title(p, c.to) && lang.ClassOf(p.fold(c.to)).Has(lang.Degree) && p.capital(c.to) {
		score += 3
	}
	return score
}

// bodyWord reports whether a row of capitals begins with the last word of a body that
// the article names, as a school does that is called by its village.
func (r *reader) bodyWord(c run) bool {
	if r.bodyWords == nil {
		r.bodyWords = map[string]bool{}
		for i := range r.finds {
			if f := &r.finds[i]; f.typ == news.OrganisationMention && f.to-f.from > 1 && f.p.toks[f.to-1].IsWord() {
				r.bodyWords[f.p.fold(f.to-1)] = true
			}
		}
	}
	return !r.e.name(c.p, c.from) && r.bodyWords[c.p.fold(c.from)]
}

// relativeOf reports whether the name that ends with the token k tells whose lawyer, wife
// or driver comes next.
func (r *reader) relativeOf(p *paragraph, k int) bool {
	if k < 0 || p.owner[k] <= 0 {
		return false
	}
	f := &r.finds[p.owner[k]-1]
	if f.typ != news.PersonMention {
		return false
	}
	switch p.fold(f.from - 1) {
	case "pengacara", "hukum", "istri", "suami", "ayah", "ajudan", "sopir", "kakak", "adik", "putra", "putri", "anak":
		return true
	}
	return false
}

// reportBehind reports whether words in small letters from i on end with a comma and a
// verb of speech.
func reportBehind(p *paragraph, i int) bool {
	if i >= len(p.toks) || p.toks[i].Case != lang.Lower || p.toks[i].Kind != lang.Word {
		return false
	}
	for k := i; k < len(p.toks) && k < i+14 && !p.is(k, "."); k++ {
		if p.is(k, ",") {
			return reportVerb(p.fold(k + 1))
		}
	}
	return false
}

// commaAge reports whether an age stands behind the comma at i: ", 54, warga".
func commaAge(p *paragraph, i int) bool {
	k := i + 1
	return p.is(i, ",") && k < len(p.toks) && p.toks[k].Kind == lang.Number && len(p.toks[k].Text) == 2 &&
		(p.is(k+1, ",") || p.fold(k+1) == "tahun" || p.is(k+1, ")") || p.is(k+1, ".") && k+2 == len(p.toks))
}

// named1 reports whether the words before i say that somebody's name follows: "warga
// bernama Sampir". A programme can be named too, by words of the language, known of them.
func named1(p *paragraph, i, known int) bool {
	if p.fold(i-1) != "bernama" {
		return false
	}
	switch p.fold(i - 2) {
	case "diketahui":
		return true
	case "tahun":
		return known == 0 || i > 2 && p.toks[i-3].Kind == lang.Number // "berusia 74 tahun bernama"
	case "yang", "diduga", "juga", "itu", "tersebut":
		return known == 0
	case "warga", "pria", "wanita", "perempuan", "lansia", "korban", "pelaku", "tersangka", "rumput", "anak", "remaja", "pemuda", "siswa", "seorang",
		"istri", "suami", "nenek", "kakek", "saksi", "petugas", "sopir", "pengemudi", "ibu", "bapak", "orang", "mahasiswa", "guru", "alumni":
		return true
	}
	return false
}

func occupation(fold string) bool {
	switch fold {
	case "warga", "wisatawan", "pemilik", "salah", "seorang", "mahasiswa", "pedagang", "petani", "pengelola", "orang", "perwakilan", "pengunjung",
		"siswa", "guru", "sapaan", "anak", "reporter", "jurnalis", "wartawan", "pengasuh", "aktivis", "korban", "saksi", "sopir", "pengemudi", "karyawan", "tersangka", "istri", "suami", "ayah", "peneliti", "penulis", "ibu", "pelaku", "penjual", "pengusaha", "relawan", "peserta", "alumni", "dosen", "pria", "perempuan":
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
		"berujar", "menceritakan", "menyoroti", "mendorong", "menghimbau", "mencontohkan", "menilik", "melihat", "optimistis", "mengutarakan", "mendesak", "menuntut", "mengungkap", "mengecam":
		return true
	}
	return false
}

// reports reports whether a verb of speech stands at i, or behind one word such as "juga".
func (r *reader) reports(p *paragraph, i int) bool {
	switch p.fold(i) {
	case "juga", "pun", "lalu", "kemudian", "lantas", "kembali":
		i++
	}
	return reportVerb(p.fold(i))
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
			if p.fold(k-1) == "hari" && p.capital(k-1) {
				continue
			}
			if reg, _ := e.gazetteer.names.longest(p, k, nil); reg != nil && r.locative(p, k) && !e.name(p, k) || end-k == 1 && e.known(p, k) && !e.name(p, k) && !r.reports(p, end) && (p.first[k] || p.capital(k+1) || k > 0 && p.capital(k-1)) {
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
