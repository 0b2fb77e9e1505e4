package enrich

import (
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"slices"
	"strings"
)

// identifyAll says who the people of the article are.
func (r *reader) identifyAll() {
	for i := range r.offices {
		r.offices[i].ids = r.officeIDs(&r.offices[i])
	}
	for n := range r.ents {
		r.identify(&r.ents[n])
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
				if len(words) == 1 && longer(e.people.names[n]) && surnames(x.words) > 1 {
					continue // the "Wahyu" that people call him says nothing of another Wahyu with a name behind it
				}
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

// longer reports whether an official is known by more than one word.
func longer(names [][]string) bool {
	return slices.ContainsFunc(names, func(words []string) bool { return len(words) > 1 })
}

// surnames counts the words of a name that tell people apart.
func surnames(words []string) int {
	n := 0
	for _, w := range words {
		if len(w) > 2 && !common(w) {
			n++
		}
	}
	return n
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
	score := min(fit-1, 2) // a name alone, be it the full one, is not enough
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
			if (o.standing == news.Former || o.then) && len(held) == 0 {
				score += 3 // what counts against others speaks for a former holder
			}
		case r.akin(o, held), o.status != news.Definitive && r.neighbour(o, held):
			matched = true
			score += 3
		case private(o):
			against = true
			score -= 5
		case o.named && len(o.ids) == 0 && r.unlike(o, held), o.named && len(o.ids) > 0:
			against = true
			score -= 4
		}
	}
	if !matched && (r.inRank(x) && !r.uniformed(held) || r.lay(x)) {
		against = true
		score -= 5
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
	if !matched && !against && len(held) > 0 && fit > 1 {
		return score + r.nearby(held)
	}
	return score
}

// neighbour reports whether somebody who holds one of the offices works in the government of
// another: it is among those that an acting holder is looked for.
func (r *reader) neighbour(o *office, held []news.Term) bool {
	for _, id := range o.ids {
		at, _ := r.e.reg.Office(id)
		for _, t := range held {
			if have, ok := r.e.reg.Office(t.Office); ok && have.Place != "" && have.Place == at.Place {
				return true
			}
		}
	}
	return false
}

// nearby weighs where the offices of somebody are against what the article is about: 2 for
// the same government, 1 for the province of it or the nation.
func (r *reader) nearby(held []news.Term) int {
	best := 0
	for _, t := range held {
		o, ok := r.e.reg.Office(t.Office)
		if !ok {
			continue
		}
		if o.Place == "" {
			best = max(best, 1)
		}
		for i, g := range r.governments() {
			switch {
			case i > 1:
			case o.Place == g || o.Place.Within(g):
				best = 2
			case g.Within(o.Place):
				best = max(best, 1)
			}
		}
	}
	return best
}

// lay reports whether the article describes the person as somebody who is in no office: "terdakwa
// Wahyu Hidayat", "Wahyu Hidayat, pemilik warung", "Wahyu (45)".
func (r *reader) lay(x *entity) bool {
	return slices.ContainsFunc(x.finds, func(i int) bool { return r.layAt(&r.finds[i]) })
}

// layAt is [reader.lay] of one mention.
func (r *reader) layAt(f *find) bool {
	p, k := f.p, f.from-1
	for k >= 0 && (title(p, k) || p.is(k, ".")) {
		k--
	}
	return private1(p.fold(k)) || p.is(k, ",") && private1(p.fold(k-1)) ||
		r.aged(p, f.to) || commaAge(p, f.to) ||
		p.is(f.to, ",") && (private1(p.fold(f.to+1)) || (p.fold(f.to+1) == "seorang" || p.fold(f.to+1) == "salah") && private1(p.fold(f.to+2)))
}

// private1 reports whether a word says what somebody is who holds no office.
func private1(fold string) bool {
	switch fold {
	case "terdakwa", "tersangka", "korban", "pelaku", "terpidana", "narapidana", "saksi", "pedagang", "penjual", "petani", "nelayan", "peternak", "sopir", "pengemudi",
		"pengendara", "pemotor", "kernet", "buruh", "pekerja", "karyawan", "karyawati", "satpam", "montir", "tukang", "warga", "penduduk", "pemilik", "pengusaha", "pelanggan",
		"pembeli", "pengunjung", "wisatawan", "penonton", "penumpang", "pasien", "mahasiswa", "mahasiswi", "siswa", "siswi", "pelajar", "santri", "murid", "alumni", "pemuda",
		"remaja", "bocah", "balita", "lansia", "kakek", "nenek", "pensiunan", "purnawirawan", "atlet", "pemain", "penyanyi", "seniman", "musisi", "perajin", "pengrajin",
		"juru", "jemaah", "peserta", "relawan", "aktivis", "guru", "dosen", "wartawan", "jurnalis", "reporter":
		return true
	}
	return false
}

// inRank reports whether the article gives the person a rank of army or police.
func (r *reader) inRank(x *entity) bool {
	return slices.ContainsFunc(x.finds, func(i int) bool { return ranked(r.finds[i].p, r.finds[i].from-1) })
}

// uniformed reports whether one of the offices is of the army or the police.
func (r *reader) uniformed(held []news.Term) bool {
	for _, t := range held {
		if o, ok := r.e.reg.Office(t.Office); ok {
			name := lang.Fold(o.Name)
			for _, head := range []string{"kapol", "wakapol", "kasat", "dan", "komandan", "panglima", "pangdam", "kepala kepolisian", "kasdim", "kasi"} {
				if strings.HasPrefix(name, head) {
					return true
				}
			}
		}
	}
	return false
}

// taken reports whether somebody else stands behind an office phrase.
func (r *reader) taken(office int, x *entity) bool {
	n := r.offices[office-1].person
	return n != 0 && &r.ents[n-1] != x && agree(r.ents[n-1].words, x.words) == 0
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
			if w := lang.Words(f.p.Slice(f.from, f.to)); strings.HasPrefix(name, canonicalHead(o.head)) && overlap(w, strings.Fields(name)) >= 1 {
				return true
			}
		}
	}
	return false
}

// overlap counts the words of a that b has too, less those that half of all bodies have.
func overlap(a, b []string) int {
	n := 0
	for _, w := range a {
		switch w {
		case "dinas", "badan", "kantor", "bagian", "bidang", "kota", "kabupaten", "provinsi", "malang", "batu", "jawa", "timur", "daerah", "dan", "negeri", "republik", "indonesia":
			continue
		}
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
