package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tidy collapses white space and leaves out what nobody can see: zero-width
// characters, soft hyphens, byte order marks, and the marks that turn the
// direction of writing around. Joiners inside words stay; scripts need them.
func tidy(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2800':
			gap = b.Len() > 0
			continue
		case invisible(r):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// clean reports whether tidy has nothing to do.
func clean(s string) bool {
	prev := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && prev == ' ' || c == 0x7f {
			return false
		}
		prev = c
	}
	return s == "" || prev != ' '
}

func invisible(r rune) bool {
	switch {
	case r == '\u00AD', r == '\u200B', r == '\u200E', r == '\u200F', r == '\u2060', r == '\uFEFF', r == '\u180E', r == '\u061C':
		return true
	case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
		return true
	case r >= '\uFE00' && r <= '\uFE0E', r == '\uFFFC', r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return unicode.IsControl(r)
}

// words counts the words of a text.
func words(s string) int { return len(strings.Fields(s)) }

// firstRune and lastRune return 0 for an empty text.
func firstRune(s string) rune {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

func lastRune(s string) rune {
	r, n := utf8.DecodeLastRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

// terminal reports whether a text ends as a sentence does.
func terminal(s string) bool {
	s = strings.TrimRight(s, " \"'”’»)]*")
	switch lastRune(s) {
	case '.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '؟', '۔', '።':
		return true
	}
	return false
}

// cutFold cuts a prefix of ASCII letters off s, whatever their case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

func isUpper(r rune) bool { return unicode.IsUpper(r) }

// plural writes "1 byte", "2 bytes".
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
