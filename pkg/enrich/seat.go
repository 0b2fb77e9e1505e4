package enrich

import (
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"slices"
	"strings"
)

// seatAll settles the offices, after corrections had their say.
func (r *reader) seatAll() {
	r.joinSame()
	r.pointBack()
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
		for i := range r.offices {
			if r.offices[i].person == n+1 {
				r.offices[i].person = first + 1
			}
		}
		for _, f := range x.finds {
			r.finds[f].entity = first + 1
		}
		x.finds = nil
	}
}

// pointBack gives an office that points back, "Kepala Desa Jetis itu", to the person
// named last before it: one whom the registry has had in it, or one of whom the article
// has said no office yet.
func (r *reader) pointBack() {
	var last *find
	for i := range r.finds {
		f := &r.finds[i]
		if f.typ == news.PersonMention && f.entity > 0 {
			last = f
		}
		if f.typ != news.OfficeMention || last == nil || f.p.index-last.p.index > 5 {
			continue
		}
		o := &r.offices[f.office-1]
		if o.person != 0 || !o.named || o.standing != "" || !o.capital {
			continue
		}
		switch f.p.fold(o.end) {
		case "itu", "ini", "tersebut":
		default:
			continue
		}
		if other, _ := r.behind(f); other != nil {
			continue
		}
		x := &r.ents[last.entity-1]
		if len(x.finds) > 0 && (x.id == "" && len(x.offices) == 0 && len(o.ids) == 0 || x.id != "" && holds(r.e.reg.Terms(x.id), o.ids)) {
			o.person = last.entity
			x.offices = append(x.offices, f.office-1)
		}
	}
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
				if h := reg.Holder(x.officeID, r.date); h.Term != nil && x.standing == "" {
					if office, ok := reg.Office(x.officeID); ok && office.Seats < 2 {
						x.officeID, x.rule = "", "office+name in the text; the registry knows another holder on the day"
					}
				}
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
				if reg.Covers(t, r.date) != news.Yes {
					x.rule = "office+name, on a day that the sources leave open"
				}
				return
			}
		}
		if now := r.inOffice(held); said.standing == news.Former && now != nil {
			pick(*now) // "mantan Pj Wali Kota" who is the mayor now
			x.rule = "held on the day, said to be former " + said.status.Titled(r.officeName(said))
			return
		}
		if said.then && len(held) == 0 {
			said.standing = news.Former
		}
		if said.standing != "" {
			for _, t := range reg.Terms(x.id) {
				if !slices.Contains(said.ids, t.Office) || x.settled && t.Status != said.status {
					continue
				}
				if said.standing == news.Former && reg.Covers(t, r.date) == news.Yes {
					continue
				}
				pick(t)
				x.standing, x.rule = said.standing, "said to be "+string(said.standing)
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
	if said != nil && said.standing == "" && said.status != news.Definitive && len(said.ids) == 1 && !said.then {
		// Who stands in for somebody keeps the office that the registry knows; the text says the other.
		x.officeID, x.office, x.status, x.settled = said.ids[0], r.officeName(said), said.status, true
		x.rule = "acting, office+name in the text"
		return
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

// inOffice returns the term that surely covers the day when there is just one of them.
func (r *reader) inOffice(held []news.Term) *news.Term {
	var sure *news.Term
	for i := range held {
		if r.e.reg.Covers(held[i], r.date) == news.Yes {
			if sure != nil {
				return nil
			}
			sure = &held[i]
		}
	}
	return sure
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
		case "raja", "ratu", "sultan", "ketua pkk", "ketua tp pkk", "ketua tim penggerak pkk", "ketua dekranasda", "ketua rt", "ketua rw", "babinsa", "bhabinkamtibmas":
			return false
		}
		return true
	}
	if o.org == 0 {
		return o.head == "kepala" || o.head == "kabid" || o.head == "kabag" || o.head == "kasi"
	}
	f := &r.finds0[o.org-1]
	org := " " + lang.Fold(f.p.Slice(f.from, f.to)) + " "
	switch first := f.p.fold(f.from); {
	case first == "cabang" && f.p.fold(f.from+1) == "dinas":
		return !party(org)
	case first == "upt" || first == "uptd": // "UPT PKB" tests vehicles and is no party's
		return o.head == "kepala" || o.head == "plt kepala" || strings.HasPrefix(o.head, "kasubag")
	}
	switch f.p.fold(f.from) {
	case "pt", "cv", "sma", "sman", "smk", "smkn", "smp", "smpn", "sd", "sdn", "man", "mts", "mtsn", "ma", "mi", "tk", "universitas", "institut", "fakultas", "yayasan",
		"koperasi", "partai", "bank", "cabang", "perum", "jasa", "pln", "pertamina", "perhutani", "bri", "bni", "btn", "bulog", "pegadaian", "telkom", "kai", "komite", "klinik", "toko", "pabrik", "kantor cabang", "rsi", "rs", "radio", "redaksi", "harian", "himpunan", "ikatan", "persatuan", "komunitas", "paguyuban", "program", "prodi", "jurusan", "karang", "pondok", "ponpes", "madrasah", "sekolah":
		return false
	}
	switch o.head {
	case "kepala bidang", "kepala bagian", "kepala seksi", "kepala subbagian", "kepala subbidang", "kepala", "wakil kepala", "plt kepala", "sekretaris", "inspektur", "kabid", "kabag", "kasi", "kasubag", "kasubbag", "kasubid", "kasubbid", "kasubdit", "kanit", "kaban", "sekretaris jenderal", "sekjen", "direktur jenderal", "dirjen", "komandan", "wakil komandan", "kasat", "sekretaris utama", "sekwan", "asisten":
		return !party(org)
	case "ketua", "wakil ketua", "komisioner", "wakil ketua i", "wakil ketua ii", "wakil ketua iii", "wakil ketua iv", "anggota", "ketua komisi", "ketua fraksi", "ketua sementara":
		return strings.Contains(org, "dprd") || strings.Contains(org, " dpr ") || strings.Contains(org, " kpk ") || strings.Contains(org, " mpr ") || strings.Contains(org, " dpd ri ") ||
			strings.Contains(org, " kpu ") || strings.Contains(org, " bawaslu ") || strings.Contains(org, " bpk ") || strings.Contains(org, "mahkamah") || strings.Contains(org, "pengadilan") || strings.HasPrefix(org, " komisi ") && !party(org) || strings.HasPrefix(org, " fraksi ")
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
