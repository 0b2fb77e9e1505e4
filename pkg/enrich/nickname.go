package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// nicknames reads the names by which an article says that people are called: "Oki,
// sapaan akrabnya", "yang akrab disapa Cak Oki", "Budi alias Oki". Each is one
// more name of the person spoken of last.
func (r *reader) nicknames() {
	for i := range r.paras {
		p := &r.paras[i]
		for k := range p.toks {
			if r.aliasBracket(p, k) {
				continue
			}
			switch p.fold(k) {
			case "sapaan", "sapaannya", "panggilannya":
				n := k + 1
				if w := p.fold(n); w == "akrab" || w == "akrabnya" || w == "karib" {
					n++
				}
				if p.fold(k) == "sapaan" && (p.capital(n) || title(p, n) && p.capital(n+1)) {
					if !r.nickBefore(p, k, n) {
						r.nickname(p, n)
					}
				} else if n := k - 1; n > 0 {
					if p.is(n, ",") {
						n--
					}
					for p.capital(n) && p.capital(n-1) && !p.first[n] {
						n--
					}
					r.nickname(p, n)
				}
			case "disapa", "dipanggil", "alias":
				if p.fold(k) == "alias" && !r.personEnds(p, k) {
					continue // "post mortem alias ante mortem"
				}
				n := k + 1
				if w := p.fold(n); w == "dengan" || w == "akrab" {
					n++
				}
				if n < len(p.toks) && p.toks[n].Kind == lang.Quote {
					n++
				}
				r.nickname(p, n)
			}
		}
	}
}

// aliasBracket reads the name in brackets right behind a person: "Saiful Wirawan (Gus
// Wir)", "Joko Wirawan (Jokowir)".
func (r *reader) aliasBracket(p *paragraph, k int) bool {
	b := p.bracket(k, 2)
	if b == k || k < 2 {
		return false
	}
	o := k - 1
	if p.is(o, ",") {
		o--
	}
	if f := p.owner[o]; f <= 0 || r.finds[f-1].typ != news.PersonMention || r.finds[f-1].to-r.finds[f-1].from < 2 {
		return false
	}
	n := r.titles(p, k+1)
	if n >= b-1 || !p.capital(n) || p.upper(n) || r.e.starts(p, n, anyOrg|anyOffice|placeRegion) || r.e.region2(p, n) > n || n == k+1 && b-k != 3 {
		return false
	}
	r.nickname(p, k+1)
	return true
}

// nickBefore reads "Oki, sapaan akrab Budi Santoso": what people say comes before the name, of
// which it is another. k is the word "sapaan" and n where the name begins.
func (r *reader) nickBefore(p *paragraph, k, n int) bool {
	full := r.titles(p, n)
	end := r.name(p, full)
	to := k
	if p.is(to-1, ",") {
		to--
	}
	from := to
	for from > 0 && p.capital(from-1) && !title(p, from-1) && !tagVerb(p.fold(from-1)) {
		from--
	}
	if end-full < 2 || to == from || to-from > 2 {
		return false
	}
	if p.owner[full] == 0 {
		r.person(p, full, end, "nickname+name", 3)
	}
	if p.free(from, to) {
		r.person(p, from, to, "nickname", 3)
	}
	r.learn(p, from, to)
	r.learn(p, full, end)
	r.nicks = append(r.nicks, nick{p: p, from: from, to: to, word: p.fold(from), full: nameWords(p, full, end)})
	return true
}

// personEnds reports whether a person's name, or what may be one, ends before the token k.
func (r *reader) personEnds(p *paragraph, k int) bool {
	for k--; k > 0 && (title(p, k) || p.is(k, ",") || p.is(k, ".") || p.is(k, ")")); k-- {
	}
	if k < 0 || !p.capital(k) {
		return false
	}
	if o := p.owner[k]; o > 0 {
		return r.finds[o-1].typ == news.PersonMention
	}
	return r.e.name(p, k) || r.e.name(p, k-1)
}

func (r *reader) nickname(p *paragraph, i int) {
	if i < 0 || i >= len(p.toks) {
		return
	}
	n := r.titles(p, i)
	end := r.name(p, n)
	if end == n || end-n > 3 {
		return
	}
	if o := p.owner[n]; o > 0 && r.finds[o-1].typ == news.PersonMention && r.finds[o-1].from == n {
		end = r.finds[o-1].to // a title made it a person already
	} else if !p.free(n, end) {
		return
	} else {
		r.person(p, n, end, "nickname", 3)
	}
	r.learn(p, n, end)
	r.nicks = append(r.nicks, nick{p: p, from: n, to: end, word: p.fold(n)})
}

// besideName reports whether a nickname follows a name in the same clause: "Sudarno Wijil,
// yang akrab disapa Abah Darno". In "bupati yang akrab disapa Abah Budi" it does not.
func (r *reader) besideName(f *find) bool {
	for k := f.from - 1; k >= 0 && k > f.from-8; k-- {
		switch w := f.p.fold(k); {
		case f.p.owner[k] > 0:
			return r.finds0[f.p.owner[k]-1].typ == news.PersonMention
		case w == "disapa" || w == "dipanggil" || w == "akrab" || w == "yang" || w == "biasa" || w == "kerap" || w == "karib" || w == "sapaan" || w == "dengan" || w == "alias":
		case f.p.is(k, ",") || f.p.is(k, "(") || f.p.is(k, ".") || f.p.toks[k].Kind == lang.Quote || title(f.p, k):
		default:
			return false
		}
	}
	return false
}

// speaks reports whether a verb of speech stands right behind or before a name.
func (r *reader) speaks(f *find) bool {
	p, k := f.p, f.from-1
	if o := f.office; o != 0 && r.offices[o-1].from < f.from {
		k = r.offices[o-1].from - 1
	}
	for k > 0 && (title(p, k) || p.is(k, ".")) {
		k--
	}
	return r.reports(p, f.to) || tagVerb(p.fold(k))
}

// nickOf returns the words of the name behind a nickname, or nil.
func (r *reader) nickOf(f *find) []string {
	for i := range r.nicks {
		if n := &r.nicks[i]; n.p == f.p && n.from == f.from {
			return n.full
		}
	}
	return nil
}

// nick is a nickname where the article introduces it.
type nick struct {
	p        *paragraph
	from, to int
	word     string
	full     []string // words of the name that stands behind it, when it is not the person named before
}

// pieceOf returns the only person of the article one of whose names holds a nickname inside it or
// at its end, as "Ara" is of Maruarar; else -1.
func (r *reader) pieceOf(word string) int {
	own := -1
	if len(word) < 3 {
		return own
	}
	for n := max(0, len(r.ents)-remembered); n < len(r.ents); n++ {
		for _, w := range r.ents[n].words {
			if len(w) > len(word) && strings.Contains(w[1:], word) && own != n {
				if own >= 0 {
					return -1
				}
				own = n
			}
		}
	}
	return own
}

// owner returns the person whom a nickname is of: the one named last before it,
// in its sentence or the one before.
func (r *reader) nickOwner(f *find) int {
	for i := len(r.nicks) - 1; i >= 0; i-- {
		n := &r.nicks[i]
		if n.p != f.p || n.from != f.from || n.full != nil {
			continue
		}
		if own := r.pieceOf(n.word); own >= 0 {
			return own
		}
		best, subject := -1, -1
		for k := range r.finds {
			g := &r.finds[k]
			if g.typ != news.PersonMention || g.entity == 0 {
				continue
			}
			if g.p.index < f.p.index || g.p.index == f.p.index && g.from < f.from {
				best = g.entity - 1
				if g.p.index >= f.p.index-3 && r.speaks(g) {
					subject = g.entity - 1
				}
			}
		}
		if subject >= 0 && f.p.index > 0 && !r.besideName(f) {
			return subject // "Pria yang akrab disapa Oki itu" is who spoke, not whom he spoke of
		}
		return best
	}
	return -1
}
