package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/lang"
)

// Word is one word of a text as an index and a query both see it.
type Word struct {
	Text       string // folded: lower case, without diacritics and signs
	Stem       string // its root, or Text itself when the word has none
	Start, End int    // the token in the text, in bytes; parts of one token share them
	Glued      bool   // it stands in one token with the word before it: "co" in "seru.co.id"
}

// maxWord is the length in bytes over which a run of letters is no word of any
// language (base64, minified script) and is not indexed.
const maxWord = 64

// Words returns the words of a text in order. A token that holds signs falls into
// parts, because the tokenizer of a server would cut it there as well; they are
// marked as [Word.Glued].
func Words(text string) []Word {
	var c Cutter
	return c.Words(text)
}

// Cutter cuts many texts into words: it remembers roots and uses its memory again.
// It is for one goroutine.
type Cutter struct {
	tokens []lang.Token
	words  []Word
	roots  map[string]string
}

// maxRoots bounds what a Cutter remembers.
const maxRoots = 1 << 16

// Words is [Words]. The answer is good until the next call.
func (c *Cutter) Words(text string) []Word {
	c.tokens = lang.AppendTokens(c.tokens[:0], text)
	out := c.words[:0]
	if out == nil {
		out = make([]Word, 0, len(c.tokens))
	}
	for _, t := range c.tokens {
		if !t.IsWord() {
			continue
		}
		if !strings.ContainsFunc(t.Fold, isSign) {
			if len(t.Fold) <= maxWord {
				out = append(out, Word{Text: t.Fold, Stem: c.root(t.Fold), Start: t.Byte, End: t.Byte + len(t.Text)})
			}
			continue
		}
		glued := false
		for part := range strings.FieldsFuncSeq(t.Fold, isSign) {
			if len(part) > maxWord {
				continue
			}
			out = append(out, Word{Text: part, Stem: c.root(part), Start: t.Byte, End: t.Byte + len(t.Text), Glued: glued})
			glued = true
		}
	}
	c.words = out
	return out
}

func (c *Cutter) root(word string) string {
	if r, ok := c.roots[word]; ok {
		return r
	}
	r := lang.Stem(word)
	if c.roots == nil {
		c.roots = map[string]string{}
	}
	if len(c.roots) < maxRoots {
		c.roots[strings.Clone(word)] = strings.Clone(r) // not the text they are part of
	}
	return r
}

func isSign(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// Typos returns how many mistakes are forgiven in a word: none under 5 letters or
// when it holds a digit, one from 5, two from 9.
func Typos(word string) int {
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return 0
	}
	switch n := utf8.RuneCountInString(word); {
	case n >= 9:
		return 2
	case n >= 5:
		return 1
	}
	return 0
}

// Near reports whether two words are at most most mistakes apart: a letter left
// out, added or changed, or two neighbours swapped.
func Near(a, b string, most int) bool {
	if a == b {
		return true
	}
	if d := len(a) - len(b); most == 0 || d > most*utf8.UTFMax || -d > most*utf8.UTFMax {
		return false
	}
	return distance([]rune(a), []rune(b), most) <= most
}

// distance is the optimal string alignment distance, cut off above most.
func distance(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	var room [3 * (maxWord + 1)]int
	rows := room[:]
	if need := 3 * (len(b) + 1); need > len(rows) {
		rows = make([]int, need)
	}
	n := len(b) + 1
	before, last, row := rows[:n], rows[n:2*n], rows[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
