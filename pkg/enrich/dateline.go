package enrich

import (
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// document marks the number of a law, so that the office in its name is none:
// "Peraturan Wali Kota Malang Nomor 24 Tahun 2021".
func (r *reader) document(p *paragraph, i int) int {
	switch p.fold(i) {
	case "peraturan", "perda", "perwal", "perwali", "perbup", "pergub", "undang", "uu", "keputusan", "instruksi", "permendagri", "perpres", "pp", "inpres", "permenkes", "permenaker", "permendikbud", "edaran", "surat":
	default:
		return i
	}
	if !p.capital(i) {
		return i
	}
	k := i + 1
	for k < len(p.toks) && k < i+10 {
		t := &p.toks[k]
		if t.Fold == "nomor" || t.Fold == "no" || t.Kind == lang.Number && k <= i+1 {
			break
		}
		if !(p.capital(k) || t.Fold == "dan" || t.Fold == "dalam" || t.Kind == lang.Hyphen || t.Is("(") || t.Is(")")) {
			break
		}
		k++
	}
	w := p.fold(k)
	numbered := w == "nomor" || w == "no" || k < len(p.toks) && p.toks[k].Kind == lang.Number
	if !numbered {
		if p.fold(i) == "peraturan" || p.fold(i) == "keputusan" || p.fold(i) == "instruksi" {
			if k > i+1 {
				for j := i; j < k; j++ { // "Peraturan Wali Kota" without a number names nobody either
					p.owner[j] = -1
				}
				return k
			}
		}
		return i
	}
	if w == "nomor" || w == "no" {
		k++
		if p.is(k, ".") {
			k++
		}
	}
	if k >= len(p.toks) || p.toks[k].Kind != lang.Number {
		return i
	}
	k++
	for k+1 < len(p.toks) && p.is(k, "/") && p.toks[k+1].IsWord() {
		k += 2
	}
	if p.fold(k) == "tahun" && k+1 < len(p.toks) && p.toks[k+1].Kind == lang.Number {
		k += 2
	}
	r.add(find{p: p, from: i, to: k, typ: news.DocumentMention, rule: "regulation"})
	return k
}

// dateline reads the beginning of a report: "Malang, KABAR.co.id –", "MALANG
// KOTA-HARIAN-", "Klojen (contoh.go.id) –".
func (r *reader) dateline(p *paragraph) {
	if p.index > 1 {
		return
	}
	e := r.e
	end := -1
	for k := 0; k < len(p.toks) && k < 14; k++ {
		t := &p.toks[k]
		if (t.Is("-") || t.Is("–") || t.Is("—") || t.Is("|") || t.Is("--") || t.Kind == lang.Hyphen) && k > 0 {
			if t.Kind != lang.Hyphen {
				end = k
				break
			}
			if p.upper(k-1) && len(p.fold(k-1)) > 3 { // "MALANG-Warga"
				end = k
			}
			continue
		}
		if t.IsWord() && t.Case == lang.Lower && !p.host(k) || t.Is(":") || t.Is(".") && k > 6 {
			break
		}
	}
	if end < 0 {
		return
	}
	n := len(r.finds)
	defer func() {
		for _, f := range r.finds[n:] { // an outlet writes of itself later: "kepada KabarUji"
			if f.typ == news.OrganisationMention && f.to-f.from == 1 && mixed(p.toks[f.from].Text) && len(p.fold(f.from)) > 5 {
				if r.shorts == nil {
					r.shorts = map[string]bool{}
				}
				r.shorts[p.fold(f.from)] = true
			}
		}
	}()
	for k := 0; k < end; {
		if !p.toks[k].IsWord() {
			k++
			continue
		}
		if n := e.listed(p, k); n > k && n <= end {
			r.add(find{p: p, from: k, to: n, typ: news.OrganisationMention, rule: "dateline"})
			k = n
			continue
		}
		if p.host(k) {
			r.add(find{p: p, from: k, to: k + 1, typ: news.OrganisationMention, rule: "dateline"})
			k++
			continue
		}
		n, codes := e.region(p, k)
		if n == k || n > end {
			if reg, m := e.gazetteer.names.longest(p, k, nil); reg != nil && m <= end && p.capital(k) {
				n, codes = m, reg.codes
			}
		}
		if n > k && n <= end {
			if p.upper(k) && p.capital(n) && n < end && p.fold(n) != "kota" && !p.is(n, ",") && !e.starts(p, n, placeRegion) {
				// "MALANG POSCO MEDIA": a city at the head of an outlet's name
				m := n
				for m < end && p.toks[m].IsWord() {
					m++
				}
				r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
				k = m
				continue
			}
			if p.fold(n) == "kota" && n < end {
				n++
			}
			r.add(find{p: p, from: k, to: n, typ: news.PlaceMention, rule: "dateline", codes: codes})
			k = n
			continue
		}
		if paper(p.fold(k)) && n == k && !p.is(k+1, ",") {
			m := k
			for m < end && p.capital(m) {
				m++
			}
			r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
			k = m
			continue
		}
		m := k
		for m < end && p.toks[m].IsWord() && p.capital(m) {
			m++
		}
		if m > k && (p.upper(k) || p.is(m, ")")) && (end-m <= 1 || p.toks[m].Kind == lang.Hyphen || p.is(m, ",")) {
			r.add(find{p: p, from: k, to: m, typ: news.OrganisationMention, rule: "dateline"})
			k = m
			continue
		}
		return
	}
}

// paper reports whether a word begins the names of outlets.
func paper(fold string) bool {
	switch fold {
	case "radar", "tribun", "harian", "kabar", "berita", "warta", "jawa", "koran", "portal", "detik", "memo", "lensa", "sinar", "suara", "surya", "seputar", "kompas", "media", "info", "pikiran", "bali", "serambi", "banjarmasin":
		return true
	}
	return false
}
