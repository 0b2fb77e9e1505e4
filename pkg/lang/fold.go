package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldWord returns the form of one word to compare by, and how it is written.
// With dots it drops the dots of an abbreviation; a host name keeps its own.
func foldWord(word string, dots bool) (string, Case) {
	upper, letters := 0, 0
	first := false
	plain := true // nothing to change but the case
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case 'a' <= c && c <= 'z':
			letters++
		case 'A' <= c && c <= 'Z':
			if i == 0 {
				first = true
			}
			upper++
			letters++
		case c >= utf8.RuneSelf || c == '\'' || c == '`' || c == '.' && dots:
			plain = false
		}
	}
	if plain {
		if upper == 0 {
			return word, Lower
		}
		return strings.ToLower(word), caseOf(first, upper, letters)
	}
	return foldRunes(word, dots)
}

func foldRunes(word string, dots bool) (string, Case) {
	var b strings.Builder
	b.Grow(len(word))
	upper, letters := 0, 0
	first := false
	for i, c := range norm.NFKD.String(word) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && (c != '.' || dots) {
			continue // marks, apostrophes, and what a decomposition leaves over
		}
		if unicode.IsLetter(c) {
			letters++
			if unicode.IsUpper(c) || unicode.IsTitle(c) {
				upper++
				first = first || i == 0
			}
		}
		b.WriteRune(unicode.ToLower(c))
	}
	if b.Len() == 0 { // a lone mark still has to equal itself
		return word, Lower
	}
	return b.String(), caseOf(first, upper, letters)
}

func caseOf(first bool, upper, letters int) Case {
	switch {
	case upper == letters && letters > 1:
		return Upper
	case first:
		return Capital
	}
	return Lower
}

// equalFold reports whether the ASCII word s is lower, apart from its case.
func equalFold(s, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}
