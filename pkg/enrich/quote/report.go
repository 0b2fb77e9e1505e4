package quote

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// report is a speech verb of the narration with its speaker, and the tokens of
// what is said.
type report struct {
	a        *attribution
	from, to int // of the statement; empty when the verb only names who spoke
}

// reportAt returns the report whose verb is the token i of a stretch from..to.
func (r *reader) reportAt(i, from, to int) *report {
	t := r.p.Tokens[i]
	if t.Kind != lang.Word {
		return nil
	}
	f := t.Fold
	switch {
	case f == "menurut" || f == "menurutnya":
		return r.accordingTo(i, from, to)
	case reports[f]:
		return r.active(i, from, to)
	case f[0] == 'd' && passives[strings.TrimSuffix(f, "nya")]:
		return r.passive(i, from, to)
	case r.speechForm(f) == "":
	case i == from:
		return r.opening(i, from, to)
	default:
		return r.tagged(i, from, to)
	}
	return nil
}

// active is "Budi mengatakan, …".
func (r *reader) active(i, from, to int) *report {
	tokens := r.p.Tokens
	k := i // the speaker ends here
	for k > from && adverbs[tokens[k-1].Fold] {
		k--
	}
	if k > from+2 && asked[tokens[k-1].Fold] && when[tokens[k-2].Fold] {
		k -= 2 // "Budi saat ditemui mengatakan"
	}
	if k > from && (tokens[k-1].Is(",") || tokens[k-1].Is(")")) {
		k--
	}
	for k > from+2 && tokens[k].Is(",") && tokens[k-2].Is(",") && lang.ClassOf(tokens[k-1].Fold).Has(lang.Degree) {
		k -= 2 // "Budi, S.Tr.Keb., mengatakan"
	}
	if i > from && auxiliaries[tokens[i-1].Fold] || k > from && auxiliaries[tokens[k-1].Fold] {
		return nil
	}
	a := r.subject(from, k)
	if a == nil {
		return nil
	}
	a.from, a.to, a.at = i, i+1, r.at
	start, marked := r.clause(i+1, to)
	rep := &report{a: a, from: start, to: to}
	if !marked && a.who >= 0 && public[tokens[i].Fold] && a.kind == "verb+name" {
		return &report{a: a} // "Budi menyampaikan apresiasi": the text goes on with Budi
	}
	if !marked && (loose[tokens[i].Fold] || a.name != "") {
		return nil
	}
	return rep
}

// clause returns where a statement behind the token i begins, and whether a comma,
// a colon or a word such as "bahwa" marks it. A listener before it is skipped:
// "mengatakan kepada wartawan bahwa …".
func (r *reader) clause(i, to int) (start int, marked bool) {
	tokens := r.p.Tokens
	for i < to && adverbs[tokens[i].Fold] {
		i++
	}
	if i >= to {
		return to, false
	}
	if tokens[i].Is(",") || tokens[i].Is(":") {
		return r.behindDate(i+1, to), true
	}
	if clauses[tokens[i].Fold] {
		return i, true
	}
	for k := i; k < to && k < i+14; k++ {
		if tokens[k].Fold == "bahwa" {
			return k, true
		}
		if tokens[k].Fold == "agar" && k < i+8 {
			return k, true
		}
		if tokens[k].Is(",") {
			if tokens[i].Fold == "kepada" || tokens[i].Fold == "saat" || tokens[i].Fold == "di" {
				return k + 1, true
			}
			break
		}
	}
	return i, false
}

// behindDate returns where a statement begins whose verb has the day of the report behind it:
// "mengatakan, Senin (3/3/2025), bahwa …". It is i when there is none: a day without its
// date in brackets can be part of what is said.
func (r *reader) behindDate(i, to int) int {
	tokens := r.p.Tokens
	if i+1 >= to || !lang.ClassOf(tokens[i].Fold).Has(lang.Weekday) || !tokens[i+1].Is("(") {
		return i
	}
	k := i + 2
	for k < to && k < i+9 && !tokens[k].Is(")") {
		k++
	}
	if k+1 >= to || !tokens[k].Is(")") || !tokens[k+1].Is(",") {
		return i
	}
	if k += 2; k < to && tokens[k].Fold == "bahwa" {
		k++
	}
	return k
}

// accordingTo is "Menurut Budi, …" and "…, menurutnya …".
func (r *reader) accordingTo(i, from, to int) *report {
	tokens := r.p.Tokens
	var a *attribution
	if tokens[i].Fold == "menurutnya" {
		a = &attribution{kind: "verb+nya", rule: "menurutnya", to: i + 1, who: -1, focus: true}
	} else if i+1 < len(tokens) && papers[tokens[i+1].Fold] {
		return nil
	} else if a = r.speaker(i + 1); a == nil || a.to > to {
		return nil
	}
	a.from, a.at = i, r.at
	start := a.to
	for start < to && (tokens[start].Is(",") || tokens[start].Kind == lang.Abbrev) {
		start++
	}
	if i > from+4 && !atLeast(leastStatement, tokens[start:to]) {
		return &report{a: a, from: from, to: i}
	}
	return &report{a: a, from: start, to: to}
}

// papers are what something is according to without anybody saying it.
var papers = set("peraturan perda perwali perbup pergub permen uu undang pasal ayat data surat sk keputusan laporan hasil catatan aturan jadwal rencana kalender informasi teori survei riset penelitian kamus prakiraan dokumen")

// passive is "Dikatakan Budi, …", "disebutkannya …" and "Hal itu disampaikan Budi".
func (r *reader) passive(i, from, to int) *report {
	tokens := r.p.Tokens
	if i > from {
		switch tokens[i-1].Fold {
		case "akan", "bisa", "dapat", "perlu", "harus", "belum":
			return nil // nobody has said it yet
		}
	}
	if i+1 < len(tokens) && tokens[i+1].Case == lang.Lower && (reports[tokens[i+1].Fold] || len(tokens[i+1].Fold) > 5 && strings.HasPrefix(tokens[i+1].Fold, "me")) {
		return nil // "disebut menuding Budi"
	}
	var a *attribution
	if strings.HasSuffix(tokens[i].Fold, "nya") {
		a = &attribution{kind: "verb+nya", rule: "passive+nya", to: i + 1, who: -1, focus: true}
	} else if a = r.speaker(i + 1); a == nil || a.to > to || a.who < 0 && !a.focus || a.focus && a.kind != "pronoun" {
		return nil
	}
	a.from, a.at = i, r.at
	start := a.to
	marked := start < to && (tokens[start].Is(",") || clauses[tokens[start].Fold])
	for start < to && tokens[start].Is(",") {
		start++
	}
	relative := i > from && tokens[i-1].Fold == "yang"
	back := i > from && r.pointsBack(from, i)
	switch {
	case !relative && !back && (marked || a.kind == "verb+nya" || i == from || !atLeast(2*leastStatement, tokens[from:i])),
		a.kind != "verb+nya" && !relative && !back && atLeast(2*leastStatement, tokens[start:to]):
		if atLeast(leastStatement, tokens[start:to]) {
			return &report{a: a, from: start, to: to}
		}
	}
	return &report{a: a}
}

// pointsBack reports whether the subject of a passive is the sentence before it:
// "Hal itu", "Demikian".
func (r *reader) pointsBack(from, i int) bool {
	for _, t := range r.p.Tokens[from:min(i, from+4)] {
		switch t.Fold {
		case "hal", "demikian", "begitu", "itu", "senada", "pernyataan", "pesan", "ini":
			return true
		}
	}
	return false
}

// opening is a tag that begins a sentence: "Kata Budi, …", "Lanjutnya, …".
func (r *reader) opening(i, from, to int) *report {
	tokens := r.p.Tokens
	var a *attribution
	if form := r.speechForm(tokens[i].Fold); form == "verb+nya" {
		if !speechOnly(tokens[i].Fold) {
			return nil // "Singkatnya, …" sums up
		}
		a = &attribution{kind: form, rule: "tag first", to: i + 1, who: -1, focus: true}
	} else if a = r.speaker(i + 1); a == nil || a.to > to || a.who < 0 && a.kind != "pronoun" {
		return nil
	}
	a.from, a.at = i, r.at
	if a.to >= to || !tokens[a.to].Is(",") && !tokens[a.to].Is(":") {
		return nil
	}
	return &report{a: a, from: a.to + 1, to: to}
}

// tagged is a tag without quotation marks: "Jalan ditutup besok, kata Budi." The
// whole sentence is the statement.
func (r *reader) tagged(i, from, to int) *report {
	tokens := r.p.Tokens
	comma := tokens[i-1].Is(",")
	form := r.speechForm(tokens[i].Fold)
	if tokens[i].Case != lang.Lower {
		return nil
	}
	if form == "verb+nya" {
		// "Sesuai edaran jelasnya jam kerja berubah": without a comma most of these
		// words are nouns, "pesannya".
		if !comma && !speechOnly(tokens[i].Fold) {
			return nil
		}
		a := &attribution{kind: form, rule: "tag", from: i, to: i + 1, at: r.at, who: -1, focus: true}
		return r.around(a, from, to)
	}
	if !comma {
		return nil
	}
	a := r.speaker(i + 1)
	if a == nil || a.to > to || a.name != "" || a.kind == "nominal" {
		return nil
	}
	a.from, a.at = i, r.at
	return r.around(a, from, to)
}

// speechOnly reports whether a tag with -nya is nothing but a speech verb, so that
// it may stand between two words or begin a sentence: "katanya" is, "pesannya" is not.
func speechOnly(fold string) bool {
	switch fold {
	case "ujarnya", "katanya", "jelasnya", "ungkapnya", "tuturnya", "ucapnya", "bebernya", "imbuhnya", "tandasnya", "paparnya",
		"lanjutnya", "sambungnya", "terangnya", "tambahnya":
		return true
	}
	return false
}

// around makes the statement of a tag: what stands before it, or the whole sentence
// when it goes on behind.
func (r *reader) around(a *attribution, from, to int) *report {
	tokens := r.p.Tokens
	if atLeast(leastStatement+1, tokens[a.to:to]) && a.to < to && (tokens[a.to].Is(",") || a.kind == "verb+nya") {
		return &report{a: a, from: from, to: to}
	}
	return &report{a: a, from: from, to: a.from}
}
