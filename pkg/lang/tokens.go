package lang

import (
	"unicode"
	"unicode/utf8"
)

// Tokens cuts text into its tokens. See the package comment for what holds of them.
func Tokens(text string) []Token {
	if text == "" {
		return nil
	}
	return AppendTokens(make([]Token, 0, len(text)/5+4), text)
}

// AppendTokens is [Tokens] into a slice that the caller reuses.
func AppendTokens(dst []Token, text string) []Token {
	s := scanner{text: text, out: dst}
	for s.at < len(text) {
		c, n := s.peek(s.at)
		switch {
		case isSpace(c):
			s.at += n
			s.rune++
		case unicode.IsLetter(c):
			s.word()
		case isDigit(c):
			s.number()
		case quoteMark(c):
			if next, m := s.peek(s.at + n); single(c) && single(next) {
				n += m // two single marks are one outlet's way of a double one
			}
			s.emit(n, Quote)
		case dash(c) && s.joins(n):
			s.emit(n, Hyphen)
		default:
			s.emit(n, Punct)
		}
	}
	return s.out
}

type scanner struct {
	text string
	out  []Token
	at   int // in bytes
	rune int // in code points
}

func (s *scanner) peek(at int) (rune, int) {
	if at >= len(s.text) {
		return 0, 0
	}
	if c := s.text[at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[at:])
}

// emit makes a token of the next n bytes.
func (s *scanner) emit(n int, kind Kind) {
	piece := s.text[s.at : s.at+n]
	t := Token{Text: piece, Start: s.rune, Byte: s.at, Kind: kind}
	if kind == Word || kind == Abbrev {
		t.Fold, t.Case = foldWord(piece, kind == Abbrev)
	} else {
		t.Fold = piece
	}
	s.rune += utf8.RuneCountInString(piece)
	t.End = s.rune
	s.at += n
	s.out = append(s.out, t)
}

// joins reports whether the dash of n bytes at the scanner stands hard between
// two words or numbers: "Kamis-Sabtu", "15–17", "ke-47".
func (s *scanner) joins(n int) bool {
	if len(s.out) == 0 {
		return false
	}
	last := s.out[len(s.out)-1]
	next, _ := s.peek(s.at + n)
	return last.IsWord() && last.End == s.rune && (unicode.IsLetter(next) || isDigit(next))
}

// run returns the end of the letters and digits that begin at the byte at, with
// the apostrophes and invisible signs inside them.
func (s *scanner) run(at int) int {
	for at < len(s.text) {
		c, n := s.peek(at)
		if unicode.IsLetter(c) || isDigit(c) || unicode.Is(unicode.Mn, c) {
			at += n
			continue
		}
		if next, _ := s.peek(at + n); (apostrophe(c) || invisible(c)) && unicode.IsLetter(next) {
			at += n
			continue
		}
		break
	}
	return at
}

// word emits the word at the scanner, or the abbreviation or host name that its
// dots make of it.
func (s *scanner) word() {
	end := s.run(s.at)
	if next, _ := s.peek(end); next != '.' {
		s.plain(end)
		return
	}
	// The ends of the segments "S", "STP", "M", "Si" of a run such as "S.STP.M.Si".
	var room [12]int
	ends := append(room[:0], end)
	for len(ends) < cap(room) {
		after, _ := s.peek(ends[len(ends)-1] + 1)
		if b, _ := s.peek(ends[len(ends)-1]); b != '.' || !unicode.IsLetter(after) {
			break
		}
		ends = append(ends, s.run(ends[len(ends)-1]+1))
	}
	if n := len(ends); n > 1 {
		if last, _ := foldWord(s.text[ends[n-2]+1:ends[n-1]], false); hostEnd(last) {
			s.emit(ends[n-1]-s.at, Word)
			return
		}
		for k := n - 1; k > 0; k-- {
			if f, _ := foldWord(s.text[s.at:ends[k]], true); ClassOf(f).Has(Degree) {
				s.dotted(ends[k])
				return
			}
		}
		letters := 0 // of "K.H." or "a.n."
		for begin := s.at; letters < n && utf8.RuneCountInString(s.text[begin:ends[letters]]) == 1; letters++ {
			begin = ends[letters] + 1
		}
		if letters > 0 {
			s.dotted(ends[letters-1])
			return
		}
	}
	first := s.text[s.at:end]
	f, c := foldWord(first, false)
	if abbreviation(f) || c != Lower && (ClassOf(f).Has(Degree|Rank) || utf8.RuneCountInString(first) == 1) {
		s.dotted(end)
		return
	}
	s.plain(end)
}

// dotted emits an abbreviation that ends at the byte end, with the dot after it.
func (s *scanner) dotted(end int) {
	if b, _ := s.peek(end); b == '.' {
		end++
	}
	s.emit(end-s.at, Abbrev)
}

// plain emits a word. Three spellings fall in two: "Walikota", because an office is
// found by its words however the outlet spaces them, "Rp150", whose number is
// read like any other, and "kataBudi", where a typist forgot the space before a name.
func (s *scanner) plain(end int) {
	word := s.text[s.at:end]
	switch {
	case len(word) > 2 && isDigit(rune(word[2])) && equalFold(word[:2], "rp"):
		s.emit(len("rp"), Word)
		return
	case equalFold(word, "walikota"):
		s.emit(len("wali"), Word)
	default:
		if n := beforeName(word); n > 0 {
			s.emit(n, Word)
		}
	}
	s.emit(end-s.at, Word)
}

// beforeName returns the length of the word in small letters to which a name is glued, or 0.
// Only words that stand before names are parted: "iPhone" and "mobileJKN" are names themselves.
func beforeName(word string) int {
	n := 0
	for n < len(word) && n < 8 && word[n] >= 'a' && word[n] <= 'z' {
		n++
	}
	if n == len(word) || word[n] < 'A' || word[n] > 'Z' {
		return 0
	}
	switch word[:n] {
	case "kata", "ujar", "ucap", "tutur", "jelas", "ungkap", "tegas", "papar", "imbuh", "tambah", "terang", "sebut", "oleh", "dari", "dengan", "bersama", "menurut", "dan":
		return n
	}
	return 0
}

// number emits digits with the dots and commas inside them.
func (s *scanner) number() {
	at := s.at
	for at < len(s.text) {
		c := rune(s.text[at])
		if !isDigit(c) {
			next, _ := s.peek(at + 1)
			if c != '.' && c != ',' || !isDigit(next) {
				break
			}
		}
		at++
	}
	s.emit(at-s.at, Number)
}

func isDigit(c rune) bool { return '0' <= c && c <= '9' }

// isSpace is white space and the signs that nobody sees.
func isSpace(c rune) bool {
	if c < utf8.RuneSelf {
		return c == ' ' || '\t' <= c && c <= '\r'
	}
	return unicode.IsSpace(c) || invisible(c)
}

func invisible(c rune) bool {
	return c == '\u00ad' || '\u200b' <= c && c <= '\u200f' || c == '\u2060' || c == '\ufeff'
}

func quoteMark(c rune) bool {
	switch c {
	case '"', '\'', '`', '´', '«', '»', '‘', '’', '‚', '‛', '“', '”', '„', '‟', '‹', '›', '″', '＂', 'ʺ', '〝', '〞':
		return true
	}
	return false
}

func single(c rune) bool { return c == '\'' || c == '’' || c == '‘' || c == '`' }

func apostrophe(c rune) bool {
	switch c {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', '‛', '′':
		return true
	}
	return false
}

func dash(c rune) bool {
	return c == '-' || '\u2010' <= c && c <= '\u2015' || c == '\u2212'
}
