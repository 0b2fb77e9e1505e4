package extract

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// starts is a list of patterns for how a text begins, after blanks and punctuation,
// in any case. The first letter of the text chooses which of them are tried: most
// texts begin like none.
type starts struct {
	by map[rune]*regexp.Regexp // by a small letter, or 0 for what is none
}

// leadIn is what may stand before the first word.
const leadIn = `^[\s\p{P}\p{S}]*`

func newStarts(patterns []string) starts {
	lists := map[rune][]string{}
	for _, p := range patterns {
		for r := range beginnings(p) {
			lists[r] = append(lists[r], p)
		}
	}
	s := starts{map[rune]*regexp.Regexp{}}
	for r, list := range lists {
		s.by[r] = regexp.MustCompile(`(?i)` + leadIn + `(?:` + strings.Join(list, "|") + `)`)
	}
	return s
}

// match reports whether a text begins like one of the patterns.
func (s *starts) match(text string) bool {
	rest := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) })
	first, _ := utf8.DecodeRuneInString(rest)
	if re := s.by[initial(first)]; re != nil && re.MatchString(text) {
		return true
	}
	if len(rest) == len(text) || initial(first) == 0 {
		return false
	}
	re := s.by[0] // a pattern may begin with a sign that is passed over above
	return re != nil && re.MatchString(text)
}

// initial is the small form of a letter a to z, and 0 for every other rune.
func initial(r rune) rune {
	if r = unicode.ToLower(r); r < 'a' || r > 'z' {
		return 0
	}
	return r
}

// beginnings returns what the texts that a pattern matches can begin with.
func beginnings(pattern string) map[rune]bool {
	re, err := syntax.Parse(`(?i)`+pattern, syntax.Perl)
	if err != nil {
		panic(err) // as regexp.MustCompile would
	}
	out := map[rune]bool{}
	if addBeginnings(re.Simplify(), out) {
		out[0] = true
	}
	return out
}

// addBeginnings adds the beginnings of an expression, and reports whether it can match
// nothing, so that the next one begins the text too.
func addBeginnings(re *syntax.Regexp, out map[rune]bool) bool {
	switch re.Op {
	case syntax.OpLiteral:
		out[initial(re.Rune[0])] = true
		return false
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= min(re.Rune[i+1], 'z'); r++ {
				out[initial(r)] = true
			}
			if re.Rune[i+1] > 'z' {
				out[0] = true
			}
		}
		return false
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !addBeginnings(sub, out) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		empty := false
		for _, sub := range re.Sub {
			empty = addBeginnings(sub, out) || empty
		}
		return empty
	case syntax.OpCapture, syntax.OpPlus:
		return addBeginnings(re.Sub[0], out)
	case syntax.OpStar, syntax.OpQuest:
		addBeginnings(re.Sub[0], out)
		return true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		for r := 'a'; r <= 'z'; r++ {
			out[r] = true
		}
		out[0] = true
		return false
	default: // it stands between characters
		return true
	}
}
