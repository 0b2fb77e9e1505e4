package enrich

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// entity is one person of the article with all mentions of them.
type entity struct {
	words   []string // of the fullest name, folded
	name    string   // the fullest name as written
	finds   []int
	offices []int // indexes of the offices that the text gives them
	others  [][]string

	id       news.OfficialID
	rule     string
	cands    []news.OfficialID // when it is not settled
	why      string
	officeID news.OfficeID
	status   news.Status
	standing news.Standing
	office   string // name of it
	ruled    string // the correction that decided, if one did
	rejected bool   // a person said that this is no official
	settled  bool   // officeID is decided
}

// gather joins the mentions of one person: a later one by a part of the name, or
// by the name in another spelling.
func (r *reader) gather() {
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ != news.PersonMention {
			continue
		}
		words := nameWords(f.p, f.from, f.to)
		n := r.nickOwner(f)
		if n >= 0 {
			r.ents[n].others = append(r.ents[n].others, words)
		} else {
			n = r.same(words, f)
		}
		if n < 0 {
			r.ents = append(r.ents, entity{words: words, name: f.p.Slice(f.from, f.to)})
			n = len(r.ents) - 1
		}
		x := &r.ents[n]
		if len(words) > len(x.words) && !slices.ContainsFunc(x.others, func(o []string) bool { return slices.Equal(o, words) }) {
			x.words, x.name = words, f.p.Slice(f.from, f.to)
		}
		x.finds = append(x.finds, i)
		f.entity = n + 1
		if f.office != 0 && !slices.Contains(x.offices, f.office-1) {
			x.offices = append(x.offices, f.office-1)
		}
	}
}

// nameWords returns the folded words of a name, without "H." and the like inside.
func nameWords(p *paragraph, from, to int) []string {
	var out []string
	for k := from; k < to; k++ {
		if p.toks[k].IsWord() {
			out = append(out, p.toks[k].Fold)
		}
	}
	return out
}

// same returns the person whom the words name, the last mentioned first, or -1.
func (r *reader) same(words []string, f *find) int {
	best, score := -1, 0
	for n := len(r.ents) - 1; n >= 0; n-- {
		x := &r.ents[n]
		s := agree(x.words, words)
		for _, other := range x.others {
			if slices.Equal(other, words) {
				s = 4
			}
		}
		if s > score {
			best, score = n, s
		}
	}
	return best
}

// agree says how well two names fit: 4 the same words, 3 one's words inside the
// other's, 2 the same but for spelling, 0 not.
func agree(a, b []string) int {
	if slices.Equal(a, b) {
		return 4
	}
	long, short := a, b
	if len(short) > len(long) {
		long, short = short, long
	}
	hits, near, free := 0, 0, 0
	for _, w := range short {
		switch {
		case slices.Contains(long, w):
			hits++
			if len(w) > 2 && !common(w) {
				free++
			}
		case len(w) == 1 && initial(long, w), len(w) > 1 && short1(long, w):
			hits++
		case slices.ContainsFunc(long, func(o string) bool { return spelt(w, o) }):
			near++
		case w == "moch" || w == "moh" || w == "muh" || w == "mohammad" || w == "muhammad" || w == "mochamad" || w == "mohamad" || w == "achmad" || w == "ahmad" || w == "abd":
			near++ // the first name that is left out more often than not
		default:
			return 0
		}
	}
	switch {
	case free == 0 && near == 0:
		return 0
	case near == 0:
		return 3
	case hits+near == len(short) && (len(short) == len(long) && hits > 0 || len(short) == 1 || free > 0):
		return 2
	}
	return 0
}

func initial(words []string, letter string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, letter) {
			return true
		}
	}
	return false
}

// short1 reports whether one of the words is a single letter that w begins with.
func short1(words []string, w string) bool {
	for _, o := range words {
		if len(o) == 1 && strings.HasPrefix(w, o) {
			return true
		}
	}
	return false
}

// common reports whether a word is in so many names that it alone says nothing.
func common(w string) bool {
	switch w {
	case "muhammad", "mohammad", "mochammad", "mochamad", "moch", "moh", "muh", "ahmad", "achmad", "abdul", "nur", "bin", "al", "siti", "sri":
		return true
	}
	return false
}

// spelt reports whether two words are spellings of one name. The rules are those
// of Indonesian spelling (Sholeh and Soleh, Fakhrullah and Fakrulloh, Soekarno and
// Sukarno), and beyond them one slip in a word of six letters or more. Distance
// alone would make one man of Muthohirin and Murtadlo's neighbours.
func spelt(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < 4 || len(b) < 4 {
		return false
	}
	x, y := sound(a), sound(b)
	if x == y {
		return true
	}
	short := min(len(a), len(b))
	return short >= 8 && a[0] == b[0] && (slip(a, b) || slip(x, y)) || short >= 6 && len(a) != len(b) && a[0] == b[0] && slip(a, b)
}

// sound maps the spellings of one sound to one letter.
func sound(w string) string {
	w = spellings.Replace(w)
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if n := len(out); n > 0 && out[n-1] == w[i] {
			continue
		}
		out = append(out, w[i])
	}
	for len(out) > 4 && out[len(out)-1] == 'h' {
		out = out[:len(out)-1]
	}
	return string(out)
}

var spellings = strings.NewReplacer("oe", "u", "dj", "j", "tj", "c", "sj", "s", "kh", "k", "sh", "s", "sy", "s", "dh", "d", "dl", "d", "dz", "z", "th", "t",
	"ph", "f", "ch", "h", "v", "f", "q", "k", "ck", "k", "x", "ks", "y", "i", "o", "a", "'", "")

// slip reports whether one letter more, less or other, or two that changed
// places, make a of b.
func slip(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch len(x) - len(y) {
	case 0:
		return len(x) > 0 && (x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:])
	case 1:
		return x[1:] == y
	case -1:
		return x == y[1:]
	}
	return false
}

// identifyAll says who the people of the article are.
func (r *reader) identifyAll() {
	for i := range r.offices {
		r.offices[i].ids = r.officeIDs(&r.offices[i])
	}
	for n := range r.ents {
		r.identify(&r.ents[n])
	}
}

// seatAll settles the offices, after corrections had their say.
func (r *reader) seatAll() {
	r.joinSame()
	for n := range r.ents {
		r.seat(&r.ents[n])
	}
}

// joinSame makes one person of two whom the registry knows as one.
func (r *reader) joinSame() {
	byID := map[news.OfficialID]int{}
	for n := range r.ents {
		x := &r.ents[n]
		if x.id == "" || len(x.finds) == 0 {
			continue
		}
		first, ok := byID[x.id]
		if !ok {
			byID[x.id] = n
			continue
		}
		y := &r.ents[first]
		y.finds = append(y.finds, x.finds...)
		y.offices = append(y.offices, x.offices...)
		for _, f := range x.finds {
			r.finds[f].entity = first + 1
		}
		x.finds = nil
	}
}

// identify looks for the person in the registry. Every candidate has to bear the
// name; what the article says of the person then speaks for or against.
func (r *reader) identify(x *entity) {
	e := r.e
	type candidate struct {
		n, score int
		name     int
	}
	var all []candidate
	seen := map[int]bool{}
	for _, w := range x.words {
		for _, n := range e.people.near(w) {
			if seen[n] {
				continue
			}
			seen[n] = true
			fit := 0
			for _, words := range e.people.names[n] {
				fit = max(fit, fits(words, x.words))
			}
			if fit == 0 {
				continue
			}
			all = append(all, candidate{n, r.supports(x, e.people.officials[n].ID, fit), fit})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		if a.score != b.score {
			return b.score - a.score
		}
		return a.n - b.n
	})
	if len(all) == 0 {
		return
	}
	if all[0].score >= 3 && (len(all) == 1 || all[0].score > all[1].score) {
		o := e.people.officials[all[0].n]
		x.id = o.ID
		x.rule = "registry"
		return
	}
	for _, c := range all {
		if c.name >= 3 && c.score > -3 {
			x.cands = append(x.cands, e.people.officials[c.n].ID)
		}
	}
	switch {
	case len(x.cands) > 1:
		x.why = "several officials bear this name"
	case len(x.cands) == 1:
		x.why = "nothing in the article says that it is this official"
	}
}

// fits says how surely the words of an article are a registry name: 4 the full
// name, 3 the full name in another spelling or with words left out, 1 a part.
func fits(registered, words []string) int {
	switch s := agree(registered, words); {
	case s == 4 && len(words) > 1:
		return 4
	case s == 4:
		return 2
	case s == 3 && len(words) >= 2 && len(registered) >= 2:
		return 3
	case s == 2 && len(words) >= 2 && len(registered) >= 2:
		return 3
	case s > 0 && len(words) == 1 || s > 0 && len(registered) == 1:
		return 1
	}
	return 0
}

// near returns the officials with a word in their names that is w, or a spelling
// of it.
func (pp *people) near(w string) []int {
	if l := pp.byWord[w]; len(l) > 0 {
		return l
	}
	return pp.bySound[sound(w)]
}

// supports weighs what the article says of the person against an official.
func (r *reader) supports(x *entity, id news.OfficialID, fit int) int {
	reg := r.e.reg
	held := reg.Held(id, r.date)
	score := fit - 1
	if len(held) == 0 {
		score -= 3
	}
	matched, against := false, false
	for _, n := range x.offices {
		o := &r.offices[n]
		switch {
		case holds(held, o.ids):
			matched = true
			score += 5
		case holds(reg.Terms(id), o.ids):
			matched = true
			score += 4
			if o.standing == news.Former && len(held) == 0 {
				score += 3 // what counts against others speaks for a former holder
			}
		case r.akin(o, held):
			matched = true
			score += 3
		case o.named && len(o.ids) == 0 && r.unlike(o, held), o.named && len(o.ids) > 0:
			against = true
			score -= 4
		case private(o):
			against = true
			score -= 5
		}
	}
	if !matched && !against {
		// "Wali Kota Malang …" in one sentence and "Wahyu …" in the next.
		for i := range r.finds {
			if f := &r.finds[i]; f.typ == news.OfficeMention {
				if o := &r.offices[f.office-1]; holds(held, o.ids) && !r.taken(f.office, x) {
					score += 3
					matched = true
					break
				}
			}
		}
	}
	if !matched && len(held) > 0 && fit > 1 {
		for _, t := range held {
			if o, ok := reg.Office(t.Office); ok {
				for i, g := range r.governments() {
					if i < 2 && (o.Place == g || o.Place.Within(g)) {
						return score + 2
					}
				}
			}
		}
	}
	return score
}

// taken reports whether somebody else stands behind an office phrase.
func (r *reader) taken(office int, x *entity) bool {
	for n := range r.ents {
		if y := &r.ents[n]; y != x && slices.Contains(y.offices, office-1) && agree(y.words, x.words) == 0 {
			return true
		}
	}
	return false
}

func holds(terms []news.Term, ids []news.OfficeID) bool {
	for _, t := range terms {
		if slices.Contains(ids, t.Office) {
			return true
		}
	}
	return false
}

// akin reports whether a phrase without its region or body fits an office that
// the person holds: "Bupati" and the bupati of somewhere.
func (r *reader) akin(o *office, held []news.Term) bool {
	for _, t := range held {
		have, ok := r.e.reg.Office(t.Office)
		if !ok {
			continue
		}
		name := lang.Fold(have.Name)
		if !o.named && strings.HasPrefix(name, canonicalHead(o.head)) {
			return true
		}
		if o.org != 0 {
			f := &r.finds0[o.org-1]
			if w := lang.Words(f.p.Slice(f.from, f.to)); strings.HasPrefix(name, canonicalHead(o.head)) && overlap(w, strings.Fields(name)) >= 2 {
				return true
			}
		}
	}
	return false
}

func overlap(a, b []string) int {
	n := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			n++
		}
	}
	return n
}

// unlike reports whether none of the offices held has the head of the phrase.
func (r *reader) unlike(o *office, held []news.Term) bool {
	for _, t := range held {
		if have, ok := r.e.reg.Office(t.Office); ok && strings.HasPrefix(lang.Fold(have.Name), canonicalHead(o.head)) {
			return false
		}
	}
	return true
}

// private reports whether the phrase names a post outside public office.
func private(o *office) bool {
	switch o.head {
	case "komisaris", "komisaris utama", "komisaris independen", "presiden komisaris", "direktur", "direktur utama", "dirut", "presiden direktur", "manajer", "manager", "general manager", "ceo", "founder", "owner", "pemilik", "pengamat", "advokat", "kuasa hukum", "pengacara", "dosen", "pelatih":
		return true
	}
	return false
}

// seat settles the office of a person on the article's day.
func (r *reader) seat(x *entity) {
	if len(x.finds) == 0 {
		return
	}
	reg := r.e.reg
	var said *office
	for _, n := range x.offices {
		o := &r.offices[n]
		if said == nil || r.better(o, said) {
			said = o
		}
	}
	if x.id == "" {
		if said != nil {
			x.office, x.status, x.standing = r.officeName(said), said.status, said.standing
			if len(said.ids) == 1 {
				x.officeID = said.ids[0]
			}
		}
		return
	}
	held := reg.Held(x.id, r.date)
	pick := func(t news.Term) {
		x.officeID, x.status, x.settled = t.Office, t.Status, true
		if o, ok := reg.Office(t.Office); ok {
			x.office = strings.Replace(o.Name, "Republik Indonesia", "RI", 1)
		}
	}
	if said != nil {
		for _, t := range held {
			if slices.Contains(said.ids, t.Office) && said.standing == "" {
				pick(t)
				x.rule = "office+name, held on the day"
				return
			}
		}
		if said.standing != "" {
			for _, t := range reg.Terms(x.id) {
				if slices.Contains(said.ids, t.Office) && (!x.settled || t.Status == news.Definitive) {
					pick(t)
					x.standing, x.rule = said.standing, "said to be "+string(said.standing)
				}
			}
			if x.settled {
				return
			}
			x.office, x.standing, x.status = r.officeName(said), said.standing, said.status
			if len(held) == 0 {
				x.rule = "said to be " + string(said.standing)
				return
			}
			x.standing = ""
		}
	}
	var sure []news.Term
	for _, t := range held {
		if reg.Covers(t, r.date) == news.Yes {
			sure = append(sure, t)
		}
	}
	switch {
	case len(sure) == 1:
		pick(sure[0])
		x.rule = "held on the day"
	case len(sure) > 1:
		for _, t := range sure { // the office of the government that the article is about
			if o, ok := reg.Office(t.Office); ok {
				for _, g := range r.governments() {
					if o.Place == g && !x.settled {
						pick(t)
						x.rule = "held on the day, by scope"
					}
				}
			}
		}
		if !x.settled {
			pick(sure[0])
			x.rule = "held on the day, one of several"
		}
	default:
		x.why = "no term covers the day"
		if len(held) > 0 {
			x.why = "the sources do not say whether the term covers the day"
		}
		if said != nil {
			x.office, x.status = r.officeName(said), said.status
		}
		x.rule = x.why
	}
}

// better prefers the phrase that says more of an office.
func (r *reader) better(a, b *office) bool {
	rank := func(o *office) int {
		n := 0
		if r.public(o) {
			n += 4
		}
		if o.named {
			n += 2
		}
		if o.standing == "" {
			n++
		}
		if len(o.ids) > 0 {
			n++
		}
		return n
	}
	return rank(a) > rank(b)
}

// officeName writes an office in full as the text gives it.
func (r *reader) officeName(o *office) string {
	name := o.name
	if o.org != 0 {
		f := &r.finds0[o.org-1]
		name += " " + f.p.Slice(f.from, f.to)
	} else if !o.named {
		if len(o.ids) == 1 {
			if have, ok := r.e.reg.Office(o.ids[0]); ok {
				return have.Name
			}
		}
	}
	return name
}

// public reports whether a phrase names a public office.
func (r *reader) public(o *office) bool {
	if o.class&(officePublic|officeMinister|officeMinisterShort) != 0 {
		return true
	}
	if o.class&officeRegion != 0 {
		switch o.head {
		case "raja", "ratu", "sultan", "ketua rt", "ketua rw", "babinsa", "bhabinkamtibmas":
			return false
		}
		return true
	}
	if o.org == 0 {
		return o.head == "kepala" || o.head == "kabid" || o.head == "kabag" || o.head == "kasi"
	}
	f := &r.finds0[o.org-1]
	org := " " + lang.Fold(f.p.Slice(f.from, f.to)) + " "
	switch f.p.fold(f.from) {
	case "pt", "cv", "sma", "sman", "smk", "smkn", "smp", "smpn", "sd", "sdn", "man", "mts", "mtsn", "ma", "mi", "tk", "universitas", "institut", "fakultas", "yayasan",
		"koperasi", "partai", "bank", "cabang", "perum", "jasa", "pln", "pertamina", "perhutani", "bri", "bni", "btn", "bulog", "pegadaian", "telkom", "kai", "komite", "klinik", "toko", "pabrik", "kantor cabang", "rsi", "rs", "radio", "redaksi", "harian", "himpunan", "ikatan", "persatuan", "komunitas", "paguyuban", "program", "prodi", "jurusan", "karang", "pondok", "ponpes", "madrasah", "sekolah":
		return false
	}
	switch o.head {
	case "kepala", "wakil kepala", "plt kepala", "sekretaris", "inspektur", "kabid", "kabag", "kasi", "kasubag", "kasubbag", "kasubid", "kanit", "kaban", "sekretaris jenderal", "sekjen", "direktur jenderal", "dirjen", "komandan", "wakil komandan", "kasat", "sekretaris utama", "sekwan", "asisten":
		return !party(org)
	case "ketua", "wakil ketua", "komisioner", "wakil ketua i", "wakil ketua ii", "wakil ketua iii", "wakil ketua iv", "anggota", "ketua komisi", "ketua fraksi", "ketua sementara":
		return strings.Contains(org, "dprd") || strings.Contains(org, " dpr ") || strings.Contains(org, " kpk ") || strings.Contains(org, " mpr ") || strings.Contains(org, " dpd ri ") ||
			strings.Contains(org, " kpu ") || strings.Contains(org, " bawaslu ") || strings.Contains(org, " bpk ") || strings.Contains(org, "mahkamah") || strings.Contains(org, "pengadilan") || strings.HasPrefix(org, " komisi ") && !party(org)
	case "direktur", "direktur utama":
		return strings.Contains(org, "rsud") || strings.Contains(org, "rumah sakit umum daerah") || strings.Contains(org, "perumda")
	}
	return false
}

func party(org string) bool {
	for _, w := range []string{"gerindra", "golkar", "pdip", "pdi ", "pkb", "pks", " pan ", "ppp", "psi", "nasdem", "hanura", "demokrat", " dpc ", " dpd ", " dpp ", "hmi", "pmii", " nu ", "muhammadiyah", "koni", "pkk", "pcnu"} {
		if strings.Contains(org, w) {
			return true
		}
	}
	return false
}
