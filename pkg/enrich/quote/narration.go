package quote

import (
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

const leastStatement = 3 // words

// narration reads the tokens from, up to and not including to, which hold no
// speech: it moves the focus and adds the indirect statements. As the lead of a
// quote it returns the attribution that leads into it, if there is one.
func (r *reader) narration(from, to int, lead bool) *attribution {
	if from >= to {
		return nil
	}
	found := false
	for i := from; i < to; i++ {
		rep := r.reportAt(i, from, to)
		if rep == nil {
			continue
		}
		if lead && r.leadsInto(rep, i, to) {
			r.hear(rep.a)
			rep.a.rule += ", before"
			return rep.a
		}
		if rep.to > rep.from && r.state(rep) || rep.to == 0 || rep.a.who >= 0 { // who speaks takes the focus, however short it is
			r.hear(rep.a)
			found = true
			i = max(i, rep.a.to-1)
			if !lead {
				return nil // one statement a sentence: what follows belongs to it
			}
		}
	}
	if !found {
		r.scene(from, to)
	}
	if lead {
		return r.colon(from, to)
	}
	return nil
}

// leadsInto reports whether nothing but a mark stands between a report and the
// quote that begins at the token to: the report is its cue.
func (r *reader) leadsInto(rep *report, i, to int) bool {
	end := max(rep.a.to, i+1)
	for end < to && (endSign(r.p.Tokens[end]) && !r.p.Tokens[end].Is(".") || r.p.Tokens[end].Fold == "bahwa") {
		end++
	}
	if end >= to {
		return true
	}
	// "Budi mengatakan kepada wartawan di balai desa, “…"
	mark := r.p.Tokens[to-1]
	return (mark.Is(",") || mark.Is(":")) && to-end < 14 && !clauses[r.p.Tokens[end].Fold] && !r.p.Tokens[end-1].Is(",")
}

// colon is the lead "Budi:", a name and a colon.
func (r *reader) colon(from, to int) *attribution {
	if !r.p.Tokens[to-1].Is(":") {
		return nil
	}
	m := r.mentionEndingAt(to - 1)
	if m < 0 || r.named[m].from < from {
		return nil
	}
	a := &attribution{kind: "none", rule: "name and colon", at: r.at, who: r.named[m].who}
	r.hear(a)
	return a
}

// hear moves the focus to whoever speaks.
func (r *reader) hear(a *attribution) {
	switch {
	case a.who >= 0:
		r.focus.speaks(a.who)
	case a.focus && r.focus.who >= 0:
		r.focus.taken = true
	}
}

// scene moves the focus by a stretch of text in which nobody speaks: to the first
// person who acts in it.
func (r *reader) scene(from, to int) {
	company := -1
	for n, asked := r.mentionFrom(from), 0; n < len(r.named) && r.named[n].to <= to && asked < listReach; n, asked = n+1, asked+1 {
		m := r.named[n]
		switch r.govern(m.from, from) {
		case acts:
			r.focus.appears(m.who, true, r.voices(from, to))
			if n+1 < len(r.named) && r.named[n+1].to <= to && r.focus.who == m.who && r.joined(m.to, r.named[n+1].from) {
				r.focus.beside(r.named[n+1].who)
			}
			return
		case isActed:
			r.focus.appears(m.who, false, r.voices(from, to))
			return
		}
		if company < 0 {
			company = m.who
		}
	}
	if who := r.apposition(from); who >= 0 {
		r.focus.appears(who, true, r.voices(from, to))
		return
	}
	if company >= 0 {
		r.focus.glimpsed(company)
		return
	}
	if r.institution(from) {
		r.focus.shaken = len(r.focus.before) > 0
	}
}

// joined reports whether nothing but "dan" or "serta", offices and titles stand between the
// tokens i and k, so that two persons are one subject: "Budi dan Camat Jetis Sari hadir".
func (r *reader) joined(i, k int) bool {
	and := false
	for ; i < k; i++ {
		t := r.p.Tokens[i]
		switch {
		case t.Fold == "dan" || t.Fold == "serta":
			and = true
		case t.IsWord() && (t.Case != lang.Lower || heads[t.Fold] || lang.ClassOf(t.Fold).Has(lang.Honorific|lang.Religious)), t.Is("."):
		default:
			return false
		}
	}
	return and
}

// voices reports whether somebody says something in a stretch of text, though not
// what: "menyambut baik", "menyampaikan terima kasih".
func (r *reader) voices(from, to int) bool {
	for _, t := range r.p.Tokens[from:to] {
		if reports[t.Fold] || passives[t.Fold] || voicing[t.Fold] {
			return true
		}
	}
	return false
}

// institution reports whether a sentence that begins at from has a body as its
// subject, in whose name somebody else may go on to speak.
func (r *reader) institution(from int) bool {
	for i := from; i < len(r.p.Tokens) && i < from+6; i++ {
		switch r.p.Tokens[i].Fold {
		case "pemkot", "pemkab", "pemprov", "pemerintah", "pemda", "dprd", "dinas", "polres", "polresta":
			return r.p.Tokens[i].Case != lang.Lower
		}
	}
	return false
}

// state adds the statement of a report and says whether it was one.
func (r *reader) state(rep *report) bool {
	tokens := r.p.Tokens
	from, to := rep.from, rep.to
	for from < to && !tokens[from].IsWord() && !tokens[from].Is("(") {
		from++
	}
	for to > from && (endSign(tokens[to-1]) && tokens[to-1].Kind == lang.Punct || tokens[to-1].Is("(") || tokens[to-1].Kind == lang.Quote && lang.Double(tokens[to-1])) {
		to--
	}
	if !atLeast(leastStatement, tokens[from:to]) {
		return false
	}
	out := news.Quote{Span: r.span(from, to), Rule: rep.a.rule, CueKind: rep.a.kind}
	r.attribute(&out, rep.a, piece{from: from, to: from})
	if out.Speaker == nil {
		return false
	}
	r.out = append(r.out, out)
	return true
}

// atLeast reports whether there are n words among the tokens.
func atLeast(n int, tokens []lang.Token) bool {
	for i := 0; i < len(tokens) && n > 0; i++ {
		if tokens[i].IsWord() {
			n--
		}
	}
	return n <= 0
}
