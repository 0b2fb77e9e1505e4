// Package lang is Indonesian text for programs: tokens with their places in the
// original, folded forms to compare by, sentences, word classes and a light
// stemmer.
//
//	for _, t := range lang.Tokens("Walikota Malang, Drs. H. Ali S.E., M.M.") {
//		fmt.Println(t.Start, t.End, t.Kind, t.Text, t.Fold)
//	}
//
// [Tokens] is the one place that decides what a word is; [Fold], [Sentences] and
// every analyser and index build on it, so that a query, a registry name and an
// article meet in the same form.
//
// Promises: everything is a pure function of its arguments and safe to call at
// once. Offsets count Unicode code points, never bytes. Each token reproduces its
// piece of the text, tokens come in order and do not overlap, and between two
// tokens there is nothing but white space. Nothing panics, on invalid UTF-8
// neither. Time and memory are linear in the length of the text.
package lang

import (
	"strings"
	"sync"
)

// Kind is what a token is.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota // "retret", "Jum'at", "SERU.co.id", "ws13"
	Number             // "100", "2,5", "1.250.000", "08.30"
	Abbrev             // "Jl.", "S.E.", "M.Si", "H."; the dots belong to it
	Quote              // any quotation mark; an apostrophe inside a word is none
	Hyphen             // a hyphen or dash with a word or number hard on both sides
	Punct              // everything else, one code point each
)

// String names the kind.
func (k Kind) String() string {
	return [...]string{"word", "number", "abbreviation", "quote", "hyphen", "punctuation"}[k]
}

// Case is how a word is written.
type Case uint8

// The cases of a word. Anything without letters is Lower.
const (
	Lower Case = iota
	Capital
	Upper // two letters or more, all of them capitals
)

// Token is a word, number, mark or other sign of a text.
type Token struct {
	Text  string // as it stands in the text
	Fold  string // to compare by; see [Fold]
	Start int    // in code points
	End   int
	Byte  int // where Text begins, in bytes; it ends at Byte+len(Text)
	Kind  Kind
	Case  Case
}

// IsWord reports whether t carries meaning: a word, number or abbreviation.
func (t Token) IsWord() bool { return t.Kind <= Abbrev }

// Is reports whether t is the sign s, such as "," or "(".
func (t Token) Is(s string) bool { return t.Kind >= Quote && t.Text == s }

// Fold returns the words of s in the form in which two spellings of one thing are
// equal: lower case, without diacritics, apostrophes and signs, joined by single
// spaces. "WALIKOTA", "Wali-Kota" and "wali kota" are one; so are "Jum’at" and
// "Jumat", "S.E." and "SE".
func Fold(s string) string {
	var b strings.Builder
	withTokens(s, func(t Token) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Fold)
	})
	return b.String()
}

// rooms are slices for the tokens of short texts, which are asked for thousands of times an
// article and not kept.
var rooms = sync.Pool{New: func() any { s := make([]Token, 0, 32); return &s }}

// withTokens calls fn with each word of s.
func withTokens(s string, fn func(Token)) {
	const most = 256
	room := rooms.Get().(*[]Token)
	tokens := AppendTokens((*room)[:0], s)
	for _, t := range tokens {
		if t.IsWord() {
			fn(t)
		}
	}
	if cap(tokens) <= most {
		clear(tokens) // the text is not to be kept alive
		*room = tokens[:0]
		rooms.Put(room)
	}
}

// Words returns the folded words of s in order, as [Fold] would join them.
func Words(s string) []string {
	var out []string
	withTokens(s, func(t Token) { out = append(out, t.Fold) })
	return out
}
