package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/lang"
)

// Limits of a query's text. Ten words is also what Meilisearch reads; a word more
// would be dropped there without a sign.
const (
	MaxText  = 200 // code points
	MaxWords = 10
)

// Text is a [Query.Text] as it was understood.
type Text struct {
	Terms []Term // all must match
	Not   []Term // none may match
}

// Term is a word or a phrase of a query.
type Term struct {
	Words  []string // folded; one, or the words of a phrase in order
	Stem   string   // of a single word: its root, or the word itself
	Phrase bool     // these words, in this order, spelled so
	Prefix bool     // the word may be the beginning of a longer one
}

// Empty reports whether nothing is asked of the text.
func (t Text) Empty() bool { return len(t.Terms) == 0 && len(t.Not) == 0 }

// Word returns the word of a term that is no phrase.
func (t Term) Word() string { return t.Words[0] }

// ParseText reads the text of a query. The rules are:
//
//   - White space parts words; any double quotation mark, straight or
//     typographic, begins and ends a phrase. One that is not closed ends with the text.
//   - A hyphen hard before a word or phrase excludes it.
//   - Stop words outside phrases are dropped, unless nothing else was asked:
//     "rapat di Malang" must find "rapat kerja Malang".
//   - A token with signs inside, such as "seru.co.id", is a phrase of its parts.
//   - The last word may be a prefix, if it has two letters and no space follows.
//
// It returns an error that wraps [ErrQuery] when the text is longer than
// [MaxText] or has more than [MaxWords] words.
func ParseText(s string) (Text, error) {
	if !utf8.ValidString(s) {
		return Text{}, bad("q", "the text is not valid UTF-8")
	}
	if n := utf8.RuneCountInString(s); n > MaxText {
		return Text{}, bad("q", "%d characters are too many, at most %d: leave some words out", n, MaxText)
	}
	var all Text
	var stops []Term
	for rest := s; ; {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if rest == "" {
			break
		}
		not := false
		if after, ok := strings.CutPrefix(rest, "-"); ok {
			// A hyphen that stands alone parts two words: "Wanasari - Sukamaju".
			rest, not = after, strings.IndexFunc(after, unicode.IsSpace) != 0
		}
		var piece string
		var quoted bool
		piece, quoted, rest = cut(rest)
		terms, stop := termsOf(piece, quoted, rest == "")
		switch {
		case not:
			for _, t := range append(terms, stop...) {
				t.Prefix = false
				all.Not = append(all.Not, t)
			}
		default:
			all.Terms = append(all.Terms, terms...)
			stops = append(stops, stop...)
		}
	}
	if len(all.Terms) == 0 {
		all.Terms = stops
	}
	words := 0
	for _, t := range append(all.Terms, all.Not...) {
		words += len(t.Words)
	}
	if words > MaxWords {
		return Text{}, bad("q", "%d words are too many, at most %d: leave some out", words, MaxWords)
	}
	return all, nil
}

// cut takes one phrase or one run without white space off the front.
func cut(s string) (piece string, quoted bool, rest string) {
	if c, n := utf8.DecodeRuneInString(s); quote(c) {
		s = s[n:]
		if i := strings.IndexFunc(s, quote); i >= 0 {
			_, n := utf8.DecodeRuneInString(s[i:])
			return s[:i], true, s[i+n:]
		}
		return s, true, ""
	}
	i := strings.IndexFunc(s, func(c rune) bool { return unicode.IsSpace(c) || quote(c) })
	if i < 0 {
		return s, false, ""
	}
	return s[:i], false, s[i:]
}

// termsOf makes terms of one piece; stop words come apart from the others.
func termsOf(piece string, quoted, last bool) (terms, stops []Term) {
	words := Words(piece)
	if quoted {
		if len(words) == 0 {
			return nil, nil
		}
		t := Term{Phrase: true}
		for _, w := range words {
			t.Words = append(t.Words, w.Text)
		}
		return []Term{t}, nil
	}
	for i, w := range words {
		if w.Glued && len(terms) > 0 {
			t := &terms[len(terms)-1]
			t.Words, t.Phrase, t.Prefix, t.Stem = append(t.Words, w.Text), true, false, ""
			continue
		}
		t := Term{Words: []string{w.Text}, Stem: w.Stem}
		glueNext := i+1 < len(words) && words[i+1].Glued
		if lang.StopWord(w.Text) && !glueNext {
			stops = append(stops, t)
			continue
		}
		t.Prefix = last && i == len(words)-1 && utf8.RuneCountInString(w.Text) >= 2
		terms = append(terms, t)
	}
	return terms, stops
}

func quote(c rune) bool {
	switch c {
	case '"', '“', '”', '„', '‟', '«', '»', '″', '＂', '〝', '〞':
		return true
	}
	return false
}
