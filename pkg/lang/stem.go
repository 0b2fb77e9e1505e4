package lang

import (
	_ "embed"
	"strings"
	"sync"
)

// roots.txt is the root-word list of PHP Sastrawi, single words only, under the
// MIT licence in roots.LICENSE.
//
//go:embed roots.txt
var rootList string

// roots is built on first use: a program that never stems does not pay for it.
var roots = sync.OnceValue(func() map[string]struct{} {
	m := make(map[string]struct{}, 30_000)
	for w := range strings.Lines(rootList) {
		m[strings.TrimSuffix(w, "\n")] = struct{}{}
	}
	return m
})

const longest = 40 // bytes; nothing longer is a word of the language

// Stem returns the root of a folded word: "pertanian" and "bertani" give "tani",
// "katanya" and "mengatakan" give "kata". What cannot be led back to a listed root
// comes back as it is, so that names, abbreviations and loan words stay whole. It
// is light: reduplication and infixes stay, and a homograph gets its first reading.
func Stem(word string) string {
	if len(word) < 5 || len(word) > longest || !lowerASCII(word) {
		return word
	}
	known := roots()
	if _, ok := known[word]; ok {
		return word
	}
	for _, base := range withoutEnclitics(word) {
		if _, ok := known[base]; ok {
			return base
		}
		// Taking off less is likelier right: "pelantikan" is pe+lantik+an, although
		// "anti" is a root too.
		// Of two as long, the one behind fewer prefixes: "memberikan" is mem+beri+kan
		// and no fish.
		best, prefixes := "", 0
		for _, suffix := range [...]string{"", "kan", "i", "an"} {
			if rest, ok := strings.CutSuffix(base, suffix); ok && len(rest) >= 3 {
				root, n := unprefixed(rest, suffix, "", 0, known)
				if len(root) > len(best) || len(root) == len(best) && n < prefixes {
					best, prefixes = root, n
				}
			}
		}
		if best != "" {
			return best
		}
	}
	return word
}

// withoutEnclitics returns the word, then without a particle, then without a
// possessive too.
func withoutEnclitics(word string) []string {
	out := append(make([]string, 0, 4), word)
	for _, endings := range [...][]string{{"lah", "kah", "pun", "tah"}, {"nya", "ku", "mu"}} {
		for _, ending := range endings {
			if rest, ok := strings.CutSuffix(out[len(out)-1], ending); ok && len(rest) >= 3 {
				out = append(out, rest)
				break
			}
		}
	}
	return out
}

// forbidden pairs of prefix and suffix never meet on one root; without this
// "diskusi" would be di+skus+i.
func forbidden(prefix, suffix string) bool {
	switch prefix {
	case "be":
		return suffix == "i"
	case "di":
		return suffix == "an"
	case "ke":
		return suffix == "i" || suffix == "kan"
	case "me":
		return suffix == "an"
	case "se":
		return suffix == "i" || suffix == "kan"
	}
	return false
}

// unprefixed takes prefixes off word until a root is left, at most three of them
// and none twice in a row. It returns how many there were.
func unprefixed(word, suffix, before string, depth int, known map[string]struct{}) (string, int) {
	if _, ok := known[word]; ok && len(word) >= 3 {
		return word, depth
	}
	if depth == 3 || len(word) < 5 || word[:2] == before || forbidden(word[:2], suffix) && depth == 0 {
		return "", 0
	}
	var room [4]string
	candidates := unprefix(room[:0], word)
	for _, c := range candidates {
		if _, ok := known[c]; ok && len(c) >= 3 {
			return c, depth + 1
		}
	}
	for _, c := range candidates {
		if root, n := unprefixed(c, suffix, word[:2], depth+1, known); root != "" {
			return root, n
		}
	}
	return "", 0
}

// unprefix appends what word can be without its first prefix, the likeliest first.
// A nasal prefix may have swallowed the first letter of the root: "menulis" is
// me+tulis.
func unprefix(dst []string, word string) []string {
	switch word[:2] {
	case "di", "ke", "se", "ku":
		return append(dst, word[2:])
	case "be", "te":
		if rest := word[2:]; rest[0] == 'r' || rest[0] == 'l' && strings.HasPrefix(rest, "lajar") {
			return append(dst, rest[1:], rest)
		}
		return append(dst, word[2:])
	case "me", "pe":
		return unnasal(dst, word)
	}
	return dst
}

func unnasal(dst []string, word string) []string {
	rest := word[2:]
	switch {
	case strings.HasPrefix(rest, "ny") && len(rest) > 3:
		return append(dst, "s"+rest[2:], rest)
	case strings.HasPrefix(rest, "nge") && len(rest) > 5:
		return append(dst, rest[2:], "k"+rest[2:], rest[3:])
	case strings.HasPrefix(rest, "ng") && len(rest) > 3:
		if vowel(rest[2]) {
			// "mengurus" has its vowel from the root; only short ones mislead:
			// "mengata" is no ata.
			if len(rest) > 5 || rest[2:] == "aku" {
				return append(dst, rest[2:], "k"+rest[2:], rest)
			}
			return append(dst, "k"+rest[2:], rest[2:], rest)
		}
		return append(dst, rest[2:])
	case rest[0] == 'n' && len(rest) > 2:
		if vowel(rest[1]) {
			return append(dst, "t"+rest[1:], rest)
		}
		return append(dst, rest[1:])
	case rest[0] == 'm' && len(rest) > 2:
		if vowel(rest[1]) {
			return append(dst, rest, "p"+rest[1:])
		}
		return append(dst, rest[1:])
	case word[0] == 'p' && rest[0] == 'r':
		return append(dst, rest[1:], rest)
	case word[0] == 'p' && rest[0] == 'l': // only "pelajar" is pel+ajar
		return append(dst, rest, rest[1:])
	}
	return append(dst, rest)
}

func vowel(c byte) bool { return strings.IndexByte("aiueo", c) >= 0 }

func lowerASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
