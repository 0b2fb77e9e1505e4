package quote

import (
	"slices"

	"github.com/jejak-id/jejak/pkg/lang"
)

const (
	leastWords = 4 // of speech that nothing attributes
	reach      = 8 // paragraphs that one quote may run over
)

// speech returns what is speech between the quotation marks of the paragraph. The
// rest are titles, mottos and words that the writer holds at arm's length.
func (r *reader) speech() []piece {
	var out []piece
	tokens := r.p.Tokens
	last := r.done // where the quote before this one ends
	for k, q := range r.p.Quotations {
		if q.Open < 0 && q.Close > last {
			if s := r.unopened(q.Close, last); s.to > 0 {
				out = append(out, s)
			}
			last = q.Close + 1
		}
		if q.Open < r.done || q.Open < 0 {
			continue
		}
		last = max(last, q.Open, q.Close) + 1
		limit := len(tokens) // where the next quotation begins
		if k+1 < len(r.p.Quotations) && r.p.Quotations[k+1].Open >= 0 {
			limit = r.p.Quotations[k+1].Open
		}
		var s piece
		if q.Close < 0 {
			s = r.unclosed(q.Open, limit)
		} else if rule := r.isSpeech(q); rule != "" {
			s = piece{from: q.Open, to: q.Close + 1, end: place{r.at, q.Close + 1}, rule: rule}
		}
		if s.to > s.from {
			out = append(out, s)
		}
	}
	if single := r.single(out); len(single) > 0 {
		out = append(out, single...)
		slices.SortFunc(out, func(a, b piece) int { return a.from - b.from })
	}
	return out
}

// single returns what is speech in single marks, outside the pieces in double ones. Single
// marks hold titles and slogans and are apostrophes too; only the sign before the closing
// one together with a cue behind it shows speech: 'Kami siap,' kata Budi.
func (r *reader) single(taken []piece) []piece {
	var out []piece
	tokens := r.p.Tokens
	open := -1
	for i := r.done; i < len(tokens); i++ {
		if len(taken) > 0 && i >= taken[0].from {
			i, open, taken = max(i, taken[0].to-1), -1, taken[1:]
			continue
		}
		if tokens[i].Kind != lang.Quote || r.p.Quoted(i) {
			continue
		}
		before := i > 0 && tokens[i-1].End == tokens[i].Start
		after := i+1 < len(tokens) && tokens[i+1].Start == tokens[i].End && tokens[i+1].IsWord()
		switch {
		case lang.Double(tokens[i]):
			open = -1
		case !before && after:
			open = i
		case before && !after && open >= 0:
			if endSign(tokens[i-1]) && r.cued(i+1) {
				out = append(out, piece{from: open, to: i + 1, end: place{r.at, i + 1}, rule: "single marks"})
			}
			open = -1
		}
	}
	return out
}

// cued reports whether a listed speech verb with its speaker begins at the token i.
func (r *reader) cued(i int) bool {
	if i >= len(r.p.Tokens) || r.speechForm(r.p.Tokens[i].Fold) == "" {
		return false
	}
	a := r.cueAfter(i)
	return a != nil && a.kind != "nominal"
}

// isSpeech returns the rule by which a closed quotation is speech, or "".
func (r *reader) isSpeech(q lang.Quotation) string {
	tokens := r.p.Tokens
	words := 0
	for _, t := range tokens[q.Open+1 : q.Close] {
		if t.IsWord() {
			words++
		}
	}
	if words == 0 {
		return ""
	}
	ended := endSign(tokens[q.Close-1]) // the comma or full stop of speech stands inside
	title := q.Open > 0 && titles[tokens[q.Open-1].Fold]
	if title && !ended {
		return ""
	}
	if ended || q.Close+1 < len(tokens) && (tokens[q.Close+1].Is(",") || tokens[q.Close+1].Is(".")) || words >= leastWords {
		if a := r.cueAfter(q.Close + 1); a != nil {
			return "cue after"
		}
	} else if a := r.cueAfter(q.Close + 1); a != nil && a.who >= 0 && !title && r.speechForm(tokens[a.from].Fold) == "verb" {
		return "cue after"
	}
	if title || r.inscribed(q.Open) {
		return ""
	}
	if (ended || words >= leastWords || words > 1 && r.stopsOutside(q)) && r.opensSpeech(q.Open) {
		return "cue before"
	}
	starts := q.Open == 0 || terminalSign(tokens[q.Open-1]) || tokens[q.Open-1].Kind == lang.Quote
	switch {
	case starts && words > 1 && (tokens[q.Close-1].Is(".") || tokens[q.Close-1].Is("?") || tokens[q.Close-1].Is("!")) && !headline(tokens[q.Open+1:q.Close]):
		return "alone"
	case starts && ended && words >= leastWords && !headline(tokens[q.Open+1:q.Close]):
		return "alone"
	case starts && words > 2*leastWords && (q.Close+1 == len(tokens) || terminalSign(tokens[q.Close+1])):
		return "alone"
	case ended && words > 2*leastWords && !headline(tokens[q.Open+1:q.Close]):
		return "sentence"
	}
	return ""
}

// stopsOutside reports whether a quotation is a sentence whose full stop stands behind its
// closing mark, right behind a speech verb and a comma or a colon: menyebut, "Semua siap".
func (r *reader) stopsOutside(q lang.Quotation) bool {
	tokens := r.p.Tokens
	if q.Open < 2 || !tokens[q.Open-1].Is(",") && !tokens[q.Open-1].Is(":") || !reports[tokens[q.Open-2].Fold] {
		return false
	}
	said := tokens[q.Open+1 : q.Close]
	return said[0].Case == lang.Capital && !headline(said) && (q.Close+1 == len(tokens) || tokens[q.Close+1].Is("."))
}

// inscribed reports whether the sentence before a colon and the token at open tells of
// something written: "tulisan di batu itu: “…”".
func (r *reader) inscribed(open int) bool {
	tokens := r.p.Tokens
	if open == 0 || !tokens[open-1].Is(":") {
		return false
	}
	for i := open - 2; i >= 0 && i > open-14 && !terminalSign(tokens[i]); i-- {
		switch tokens[i].Fold {
		case "tulisan", "bertuliskan", "prasasti", "berbunyi", "bunyi", "bunyinya", "mantra", "semboyan", "slogan", "judul", "lirik", "pantun", "tembang":
			return !r.opensSpeech(open)
		}
	}
	return false
}

// english are the small words in the titles of English books and studies.
var english = set("the a an of and in on at for to from with by as or s")

// headline reports whether nearly all words are capitalised, as in a title.
func headline(tokens []lang.Token) bool {
	words, capital := 0, 0
	for _, t := range tokens {
		if t.IsWord() && !lang.StopWord(t.Fold) && !english[t.Fold] {
			words++
			if t.Case != lang.Lower {
				capital++
			}
		}
	}
	return words > 1 && capital*10 >= words*8
}

// opensSpeech reports whether the words before the token at open introduce speech:
// a speech verb or a person with a comma or a colon.
func (r *reader) opensSpeech(open int) bool {
	tokens := r.p.Tokens
	i := open - 1
	if i < 0 {
		return false
	}
	mark := tokens[i].Is(",") || tokens[i].Is(":")
	if mark {
		i--
	}
	if i < 0 {
		return false
	}
	f := tokens[i].Fold
	if reports[f] || passives[f] || f == "menurutnya" || f == "bahwa" && i > 0 && reports[tokens[i-1].Fold] {
		return true
	}
	if !mark {
		return false
	}
	if tokens[i+1].Is(":") && r.mentionEndingAt(i+1) >= 0 {
		return true
	}
	// "Budi mengatakan kepada wartawan, “…", "kata Budi, “…", "Menurut Budi, “…".
	for j := i; j >= 0 && j > i-14 && !terminalSign(tokens[j]) && tokens[j].Kind != lang.Quote; j-- {
		f := tokens[j].Fold
		if (reports[f] || f == "menurut" || r.speechForm(f) != "") && (j == 0 || !auxiliaries[tokens[j-1].Fold]) {
			return true
		}
	}
	return false
}

// unclosed finds the end of a quote that begins at the token open and lacks its
// closing mark: before the tag that follows it, in a later paragraph, or where the
// paragraph or the next quotation ends it.
func (r *reader) unclosed(open, limit int) piece {
	tokens := r.p.Tokens
	if open > 0 && !terminalSign(tokens[open-1]) && tokens[open-1].Kind != lang.Quote && !r.opensSpeech(open) {
		return piece{}
	}
	s := piece{from: open, to: limit, end: place{r.at, limit}, rule: "unclosed"}
	for i := open + 2; i < limit; i++ {
		if endSign(tokens[i-1]) && r.speechForm(tokens[i].Fold) != "" {
			if a := r.cueAfter(i); a != nil && (a.kind == "verb+nya" || a.who >= 0) {
				s.to, s.end.token = i, i
				return s
			}
		}
	}
	if limit < len(tokens) {
		for limit > open && !terminalSign(tokens[limit-1]) {
			limit--
		}
		s.to, s.end.token = limit, limit
		return r.longEnough(s)
	}
	for j := r.at + 1; j < len(r.paragraphs) && j <= r.at+reach; j++ {
		p := &r.paragraphs[j]
		if len(p.Quotations) == 0 {
			continue // a paragraph in the middle, or none at all: the next mark tells
		}
		q := p.Quotations[0]
		switch {
		case q.Open < 0 && q.Close > 0: // it closes what was opened here
			s.end = place{j, q.Close + 1}
			return s
		case q.Open == 0 && j == r.at+1: // each paragraph of a long quote opens anew
			s.later = r.lastOfChain(j)
			return r.longEnough(s)
		}
		break
	}
	return r.longEnough(s)
}

// lastOfChain returns the place behind the closing mark of the long quote whose paragraphs, from
// the paragraph j on, each open it anew; the zero place when none closes it.
func (r *reader) lastOfChain(j int) place {
	for far := j + reach; j < len(r.paragraphs) && j < far; j++ {
		q := r.paragraphs[j].Quotations
		if len(q) == 0 || q[0].Open != 0 {
			break
		}
		if q[0].Close > 0 {
			return place{j, q[0].Close + 1}
		}
	}
	return place{}
}

// unopened is a quote whose opening mark is lost. Only a tag behind it shows that it
// was speech; it begins with the sentence that ends at the mark.
func (r *reader) unopened(closing, last int) piece {
	a := r.cueAfter(closing + 1)
	if a == nil || !endSign(r.p.Tokens[closing-1]) {
		return piece{}
	}
	from := max(last, r.p.SentenceAt(closing-1).From)
	return r.longEnough(piece{from: from, to: closing + 1, end: place{r.at, closing + 1}, rule: "unopened"})
}

func (r *reader) longEnough(s piece) piece {
	if s.to-s.from <= leastWords {
		return piece{}
	}
	return s
}

// endSign reports whether t ends what is said before its closing mark.
func endSign(t lang.Token) bool { return t.Is(",") || terminalSign(t) }

func terminalSign(t lang.Token) bool {
	return t.Is(".") || t.Is("!") || t.Is("?") || t.Is("…") || t.Is(":") || t.Kind == lang.Abbrev && t.Case == lang.Lower
}
