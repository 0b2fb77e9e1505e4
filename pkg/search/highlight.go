package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// snippet is the length of a [Hit.Snippet] in bytes, about: it ends at words.
const snippet = 260

// Excerpt fills [Hit.Title] and [Hit.Snippet] of a document found. Without a
// highlighter the snippet is the beginning of the article, without marks.
//
// Both indexes mark through it rather than by their engine: the marks are then
// the same, show what a typo or another form of a word really matched, and cost
// something for the hits shown alone.
func Excerpt(d Document, h *Highlighter) (title, text string) {
	if h == nil {
		return d.Title, lead(d)
	}
	return h.Mark(d.Title), h.snippet(d)
}

// Highlighter marks what a query matched. The zero value marks nothing.
type Highlighter struct{ terms []Term }

// NewHighlighter returns the highlighter of a query's text.
func NewHighlighter(t Text) *Highlighter { return &Highlighter{terms: t.Terms} }

// span is a piece of a text, in bytes, and the term that it matched.
type span struct{ start, end, term int }

// Mark returns s with [MarkStart] and [MarkEnd] around every match.
func (h *Highlighter) Mark(s string) string {
	return render(s, h.find(s), 0, len(s))
}

// find returns the matches in s in order, without overlaps.
func (h *Highlighter) find(s string) []span {
	if len(h.terms) == 0 {
		return nil
	}
	words := Words(s)
	var out []span
	for i := 0; i < len(words); {
		n, term := h.at(words, i)
		if n == 0 {
			i++
			continue
		}
		sp := span{words[i].Start, words[i+n-1].End, term}
		if k := len(out); k > 0 && out[k-1].end >= sp.end {
			i += n // another part of a token that is marked already
			continue
		}
		i += n
		if k := len(out); k > 0 && out[k-1].end == sp.start {
			out[k-1].end = sp.end // "Walikota" is two words and one mark
			continue
		}
		out = append(out, sp)
	}
	return out
}

// at returns how many words from the i-th on match a term, and which; the
// longest wins.
func (h *Highlighter) at(words []Word, i int) (n, term int) {
	for k, t := range h.terms {
		if l := len(t.Words); l > n && t.matches(words[i:]) {
			n, term = l, k
		}
	}
	return n, term
}

// matches reports whether the words at the front of a text match t.
func (t Term) matches(words []Word) bool {
	if len(words) < len(t.Words) {
		return false
	}
	if t.Phrase {
		for i, w := range t.Words {
			if words[i].Text != w {
				return false
			}
		}
		return true
	}
	return t.Match(words[0])
}

// Match reports whether one word of a text matches a term that is no phrase: the
// same word, another form of it, a longer one when t is a prefix, or one written
// with no more mistakes than [Typos] forgives.
func (t Term) Match(w Word) bool {
	word := t.Word()
	return w.Text == word || w.Stem == t.Stem ||
		t.Prefix && strings.HasPrefix(w.Text, word) ||
		Near(w.Text, word, Typos(word)) && firstLetter(w.Text) == firstLetter(word)
}

func firstLetter(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// snippet returns the piece of the text with the most terms of the query.
func (h *Highlighter) snippet(d Document) string {
	best, bestScore := "", 0
	var bestSpans []span
	from := 0
	for _, p := range texts(d) {
		spans := h.find(p)
		at, score := densest(spans)
		if score > bestScore {
			best, bestScore, bestSpans, from = p, score, spans, at
		}
	}
	if bestScore == 0 {
		return lead(d)
	}
	start, end := window(best, bestSpans[from].start)
	return dots(best, start, end, render(best, bestSpans, start, end))
}

// texts are the places where a snippet may come from, in order of preference.
func texts(d Document) []string {
	out := d.Paragraphs
	if d.Summary != "" {
		out = append([]string{d.Summary}, out...)
	}
	return out
}

// densest returns the span from which a snippet holds the most different terms.
// More matches of one term count a little.
func densest(spans []span) (at, score int) {
	for i := range spans {
		var seen uint64
		n, different := 0, 0
		for _, s := range spans[i:] {
			if s.end-spans[i].start > snippet*2/3 {
				break
			}
			n++
			if seen&(1<<s.term) == 0 {
				seen |= 1 << s.term
				different++
			}
		}
		if v := different*100 + min(n, 99); v > score {
			at, score = i, v
		}
	}
	return at, score
}

// window returns a piece of s of the length of a snippet that holds the byte at,
// with some words before it.
func window(s string, at int) (start, end int) {
	if len(s) <= snippet {
		return 0, len(s)
	}
	start = wordStart(s, max(0, at-snippet/4))
	if start > at {
		start = at
	}
	if len(s)-start < snippet {
		start = min(at, wordStart(s, len(s)-snippet))
	}
	return start, wordEnd(s, min(len(s), start+snippet))
}

// lead returns the beginning of an article.
func lead(d Document) string {
	for _, p := range texts(d) {
		if p = strings.TrimSpace(p); p != "" {
			if len(p) <= snippet {
				return p
			}
			end := wordEnd(p, snippet)
			return dots(p, 0, end, p[:end])
		}
	}
	return ""
}

// wordStart moves at to the beginning of the next word, wordEnd back to the end of
// the word before. A text without spaces is cut between two letters.
func wordStart(s string, at int) int {
	if at == 0 {
		return 0
	}
	if i := strings.IndexFunc(s[at:min(len(s), at+64)], unicode.IsSpace); i >= 0 {
		return at + i + 1
	}
	return boundary(s, at)
}

func wordEnd(s string, at int) int {
	if at >= len(s) {
		return len(s)
	}
	from := max(0, at-64)
	if i := strings.LastIndexFunc(s[from:at], unicode.IsSpace); i > 0 {
		return from + i
	}
	return boundary(s, at)
}

func boundary(s string, at int) int {
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

func dots(s string, start, end int, piece string) string {
	piece = strings.TrimSpace(piece)
	if start > 0 {
		piece = "… " + piece
	}
	if end < len(s) {
		piece += " …"
	}
	return piece
}

// render returns s[start:end] with marks around the spans that lie inside.
func render(s string, spans []span, start, end int) string {
	var b strings.Builder
	at := start
	for _, sp := range spans {
		if sp.start < at || sp.end > end {
			continue
		}
		b.WriteString(s[at:sp.start])
		b.WriteString(MarkStart)
		b.WriteString(s[sp.start:sp.end])
		b.WriteString(MarkEnd)
		at = sp.end
	}
	b.WriteString(s[at:end])
	return b.String()
}
