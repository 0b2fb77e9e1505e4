package search

import (
	"errors"
	"strings"
	"testing"
)

// show writes a text in one line: a phrase in brackets, a prefix with a star.
func (t Text) show() string {
	var out []string
	for _, term := range t.Terms {
		out = append(out, term.show())
	}
	for _, term := range t.Not {
		out = append(out, "-"+term.show())
	}
	return strings.Join(out, " ")
}

func (t Term) show() string {
	s := strings.Join(t.Words, " ")
	if t.Phrase {
		s = "[" + s + "]"
	}
	if t.Prefix {
		s += "*"
	}
	return s
}

func TestParseText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"   ", ""},
		{"retret", "retret*"},
		{"retret ", "retret"},
		{"Pemkot Retret", "pemkot retret*"},
		{"walikota malang", "wali kota malang*"},
		{`"wali kota" malang`, "[wali kota] malang*"},
		{"“wali kota” malang", "[wali kota] malang*"},
		{"«wali kota» „apel pagi“", "[wali kota] [apel pagi]"},
		{`"wali kota`, "[wali kota]"},
		{`retret -asn`, "retret -asn"},
		{`retret -"wali kota" -seru.co.id`, "retret -[wali kota] -[seru co id]"},
		{"-retret", "-retret"},
		{"Wanasari - Batu -", "wanasari batu"},
		{"--retret", "-retret"},
		{"kamis-sabtu", "kamis sabtu*"},
		{"seru.co.id", "[seru co id]"},
		{"rapat di malang", "rapat malang*"},
		{"di", "di"},
		{"yang dan", "yang dan"},
		{`"yang di"`, "[yang di]"},
		{"a", "a"},
		{"Jum’at", "jumat*"},
		{`""`, ""},
		{`"" retret`, "retret*"},
		{"!!! ???", ""},
		{`a"b c"d`, "a [b c] d"},
	} {
		got, err := ParseText(c.in)
		if err != nil || got.show() != c.want {
			t.Errorf("ParseText(%q) = %q, %v, want %q", c.in, got.show(), err, c.want)
		}
	}
}

func TestParseTextRefuses(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("a", MaxText+1),
		strings.Repeat("kata ", MaxWords+1),
		`"` + strings.Repeat("ab ", MaxWords+1) + `"`,
		"retret \xff",
	} {
		_, err := ParseText(in)
		var b *BadQuery
		if !errors.Is(err, ErrQuery) || !errors.As(err, &b) || b.Param != "q" {
			t.Errorf("ParseText(%q): %v, want a bad query that names q", in, err)
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{`retret "wali kota" -asn`, "“a” -«b", "-", `"`, "seru.co.id", "\xff\x00", strings.Repeat("-\"", 90)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := ParseText(s)
		if err != nil {
			if !errors.Is(err, ErrQuery) {
				t.Fatalf("ParseText(%q): %v does not wrap ErrQuery", s, err)
			}
			return
		}
		n := 0
		for _, term := range append(text.Terms, text.Not...) {
			if len(term.Words) == 0 {
				t.Fatalf("ParseText(%q): a term without words", s)
			}
			if !term.Phrase && (len(term.Words) != 1 || term.Stem == "") {
				t.Fatalf("ParseText(%q): %+v is neither word nor phrase", s, term)
			}
			for _, w := range term.Words {
				if w == "" || strings.ContainsAny(w, "\" \t-") {
					t.Fatalf("ParseText(%q): word %q", s, w)
				}
			}
			n += len(term.Words)
		}
		if n > MaxWords {
			t.Fatalf("ParseText(%q): %d words", s, n)
		}
	})
}
