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
	offices []int // indexes of the offices that the text gives them, each kind once
	keys    []string
	others  [][]string
	nick    bool // so far only a nickname, of the name that follows

	id       news.OfficialID
	rule     string
	cands    []news.OfficialID // when it is not settled
	why      string
	officeID news.OfficeID
	status   news.Status
	standing news.Standing
	office   string // name of it
	shown    string // the full name of the official, see fullName
	shownFor news.OfficialID
	ruled    string // the correction that decided, if one did
	rejected bool   // a person said that this is no official
	settled  bool   // officeID is decided
}

// role is the office with what the person is to it: "mantan Wali Kota", "Pj Bupati".
func (x *entity) role() string {
	if x.office == "" {
		return ""
	}
	name := x.status.Titled(x.office)
	switch x.standing {
	case news.Former:
		return "mantan " + name
	case news.Candidate:
		return "calon " + name
	}
	return name
}

// remembered is among how many people a name is looked for: the last ones. It keeps
// the work linear in an article that is a list of names.
const remembered = 200

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
		if n >= 0 && agree(r.ents[n].words, words) == 0 && !r.besideName(f) {
			if m := r.same(words, f); m >= 0 && (len(r.ents[m].words) > 1 || len(r.ents[m].offices) > 0) {
				n = -1 // "yang akrab disapa Abah Budi" is the mayor of that name, not who was named last
			}
		}
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
		if full := r.nickOf(f); full != nil {
			x.others = append(x.others, full)
			x.nick = true
		} else if x.nick && len(words) > 1 {
			x.others = append(x.others, x.words)
			x.words, x.name, x.nick = words, f.p.Slice(f.from, f.to), false
		}
		if len(words) > len(x.words) && !slices.ContainsFunc(x.others, func(o []string) bool { return slices.Equal(o, words) }) {
			x.words, x.name = words, f.p.Slice(f.from, f.to)
		}
		x.finds = append(x.finds, i)
		f.entity = n + 1
		if f.office != 0 {
			r.offices[f.office-1].person = n + 1
			if key := r.officeKey(f.office - 1); !slices.Contains(x.keys, key) {
				x.keys = append(x.keys, key)
				x.offices = append(x.offices, f.office-1)
			}
		}
	}
}

// nameWords returns the folded words of a name, without "H." and the like inside.
func nameWords(p *paragraph, from, to int) []string {
	var out []string
	for k := from; k < to; k++ {
		if p.toks[k].IsWord() {
			if glued(p.toks[k].Text) {
				out = append(out, unglued(p.toks[k].Text)...)
			} else {
				out = append(out, p.toks[k].Fold)
			}
		}
	}
	return out
}

// glued reports whether a word holds a capital behind a small letter.
func glued(text string) bool {
	for i := 1; i < len(text); i++ {
		if text[i] >= 'A' && text[i] <= 'Z' && text[i-1] >= 'a' && text[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// unglued returns the folded words of a name that lost the space between them: "BudiSantoso".
func unglued(text string) []string {
	var out []string
	from := 0
	for i := 3; i+3 <= len(text); i++ {
		if text[i] >= 'A' && text[i] <= 'Z' && text[i-1] >= 'a' && text[i-1] <= 'z' && text[i+1] >= 'a' && text[i+1] <= 'z' && i-from >= 3 {
			out = append(out, lang.Fold(text[from:i]))
			from = i
		}
	}
	return append(out, lang.Fold(text[from:]))
}

// same returns the person whom the words name, the last mentioned first, or -1.
func (r *reader) same(words []string, f *find) int {
	best, score := -1, 0
	for n := len(r.ents) - 1; n >= max(0, len(r.ents)-remembered); n-- {
		x := &r.ents[n]
		s := agree(x.words, words)
		if r.bearsName(x, words, f) || len(words) > len(x.words) && len(x.offices) > 0 && f.office == 0 && r.layAt(f) {
			s = 0 // "Wali Kota Budi Santoso" and "Agus Budi Santoso, mahasiswa"
		}
		for _, other := range x.others {
			if slices.Equal(other, words) {
				s = 4
			}
		}
		if s > score {
			best, score = n, s
		}
	}
	if best < 0 && len(words) == 1 && common(words[0]) {
		return r.only(words[0])
	}
	if best < 0 && len(words) == 1 && len(words[0]) >= 4 && f.office == 0 &&
		(!r.e.name(f.p, f.from) || ranked(f.p, f.from-1) || len(words[0]) >= 5 && len(r.e.people.near(words[0])) == 0) {
		return r.clipped(words[0])
	}
	return best
}

// bearsName reports whether a longer name with an office of its own ends in the only name of
// somebody in another office: "Ketua DWP Sari Wulan Budiar" is not "Sekda Budiar".
func (r *reader) bearsName(x *entity, words []string, f *find) bool {
	if len(x.words) != 1 || len(words) < 2 || words[len(words)-1] != x.words[0] || f.office == 0 || len(x.offices) == 0 {
		return false
	}
	for _, n := range x.offices {
		if canonicalHead(r.offices[n].head) == canonicalHead(r.offices[f.office-1].head) {
			return false
		}
	}
	return true
}

// only returns the person whose name begins with a word that many names begin with,
// "Sri" of "Sri Winarsih", when the article names nobody else of whom that holds; else -1.
func (r *reader) only(word string) int {
	best := -1
	for n := max(0, len(r.ents)-remembered); n < len(r.ents); n++ {
		if x := &r.ents[n]; x.words[0] == word {
			if best >= 0 {
				return -1
			}
			best = n
		}
	}
	return best
}

// clipped returns the only person one of whose names begins with the word, as
// friends shorten names: "AKP Yulis" is Yulistiana Dewi. -1 when it is nobody, or
// two.
func (r *reader) clipped(word string) int {
	best := -1
	for n := max(0, len(r.ents)-remembered); n < len(r.ents); n++ {
		if slices.ContainsFunc(r.ents[n].words, func(w string) bool { return len(w) > len(word) && strings.HasPrefix(w, word) }) {
			if best >= 0 {
				return -1
			}
			best = n
		}
	}
	if best >= 0 {
		r.ents[best].others = append(r.ents[best].others, []string{word})
	}
	return best
}

// ranked reports whether the token at i is a rank of army or police.
func ranked(p *paragraph, i int) bool {
	return lang.ClassOf(p.fold(i)).Has(lang.Rank) || p.fold(i) == "polisi" && p.capital(i)
}

// officeKey is equal for two phrases that say the same of a person.
func (r *reader) officeKey(n int) string {
	o := &r.offices[n]
	return string(o.status) + "|" + string(o.standing) + "|" + r.officeName(o)
}
