package enrich

import (
	"slices"
	"strings"
)

// agree says how well two names fit: 4 the same words, 3 one's words inside the
// other's, 2 the same but for spelling, 0 not.
func agree(a, b []string) int {
	if slices.Equal(a, b) {
		return 4
	}
	long, short := a, b
	if len(short) > len(long) {
		long, short = short, long
	}
	hits, near, free, given, asked := 0, 0, 0, 0, 0 // given: initials in short, asked: words of it that are initials in long
	for _, w := range short {
		switch {
		case slices.Contains(long, w):
			hits++
			if len(w) > 2 && !common(w) {
				free++
			}
		case len(w) == 1 && initial(long, w):
			hits++
			given++
		case len(w) > 1 && short1(long, w):
			hits++
			asked++
		case slices.ContainsFunc(long, func(o string) bool { return spelt(w, o) }):
			near++
		case len(short) == 1: // "Ahmad" alone is not everybody
			return 0
		case w == "moch" || w == "moh" || w == "muh" || w == "mohammad" || w == "muhammad" || w == "mochamad" || w == "mohamad" || w == "achmad" || w == "ahmad" || w == "abd":
			if w == short[0] && slices.Contains(long, short[1]) && long[0] != short[1] && !common(long[0]) {
				return 0 // "Ahmad Anwar" is not "Budi Anwar"
			}
			near++ // the first name that is left out more often than not
		default:
			return 0
		}
	}
	if rest := surnames(long) - free; asked > 0 && given == 0 && rest > 0 || given > 0 && rest > given+1 {
		return 0 // the "P" of "Hanik Dwi Martya P" is not the "Patrianto" of "Dwi Patrianto"
	}
	switch {
	case free == 0 && near == 0:
		return 0
	case near == 0:
		return 3
	case hits+near == len(short) && (len(short) == len(long) && hits > 0 || len(short) == 1 || free > 0):
		return 2
	}
	return 0
}

func initial(words []string, letter string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, letter) {
			return true
		}
	}
	return false
}

// short1 reports whether one of the words is a single letter that w begins with.
func short1(words []string, w string) bool {
	for _, o := range words {
		if len(o) == 1 && strings.HasPrefix(w, o) {
			return true
		}
	}
	return false
}

// common reports whether a word is in so many names that it alone says nothing.
func common(w string) bool {
	switch w {
	case "muhammad", "mohammad", "mochammad", "mochamad", "moch", "moh", "muh", "ahmad", "achmad", "abdul", "nur", "bin", "al", "siti", "sri":
		return true
	}
	return false
}

// spelt reports whether two words are spellings of one name. The rules are those
// of Indonesian spelling (Sholeh and Soleh, Fakhrullah and Fakrulloh, Soekarno and
// Sukarno), and beyond them one slip in a word of six letters or more. Distance
// alone would make one man of Muthohirin and Murtadlo's neighbours.
func spelt(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < 4 || len(b) < 4 {
		return false
	}
	x, y := sound(a), sound(b)
	if x == y {
		return true
	}
	short := min(len(a), len(b))
	return short >= 8 && a[0] == b[0] && (slip(a, b) || slip(x, y)) || short >= 6 && len(a) != len(b) && a[0] == b[0] && slip(a, b)
}

// sound maps the spellings of one sound to one letter.
func sound(w string) string {
	w = spellings.Replace(w)
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if n := len(out); n > 0 && out[n-1] == w[i] {
			continue
		}
		out = append(out, w[i])
	}
	for len(out) > 4 && out[len(out)-1] == 'h' {
		out = out[:len(out)-1]
	}
	return string(out)
}

var spellings = strings.NewReplacer("oe", "u", "dj", "j", "tj", "c", "sj", "s", "kh", "k", "sh", "s", "sy", "s", "dh", "d", "dl", "d", "dz", "z", "th", "t",
	"ph", "f", "ch", "h", "v", "f", "q", "k", "ck", "k", "x", "ks", "y", "i", "o", "a", "'", "")

// slip reports whether one letter more, less or other, or two that changed
// places, make a of b.
func slip(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch len(x) - len(y) {
	case 0:
		return len(x) > 0 && (x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:])
	case 1:
		return x[1:] == y
	case -1:
		return x == y[1:]
	}
	return false
}
