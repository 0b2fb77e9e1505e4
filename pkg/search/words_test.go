package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Wali Kota Wanasari", "wali kota wanasari"},
		{"WALIKOTA", "wali kota"},
		{"seru.co.id", "seru +co +id"},
		{"Jum'at, Rp2,5 miliar", "jumat rp 2 +5 miliar"},
		{"Kamis-Sabtu (15–17/5)", "kamis sabtu 15 17 5"},
		{strings.Repeat("x", maxWord+1) + " ya", "ya"},
		{"", ""},
	} {
		var got []string
		for _, w := range Words(c.in) {
			if w.Glued {
				w.Text = "+" + w.Text
			}
			got = append(got, w.Text)
			if w.Start < 0 || w.End > len(c.in) || w.Start >= w.End {
				t.Errorf("Words(%q): %q lies at %d:%d", c.in, w.Text, w.Start, w.End)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("Words(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want bool
	}{
		{"retret", "retert", 1, true}, // neighbours swapped are one mistake
		{"retret", "retreat", 1, true},
		{"retret", "retrit", 1, true},
		{"retret", "raport", 1, false},
		{"kepanjen", "kepanjn", 1, true},
		{"ali", "adi", 0, false},
		{"muthohirin", "muthohirn", 2, true},
		{"pelayanan", "pelyanann", 2, true},
		{"abc", strings.Repeat("ž", 80), 2, false},
		{"", "ab", 2, true},
	} {
		if got := Near(c.a, c.b, c.most); got != c.want {
			t.Errorf("Near(%q, %q, %d) = %v, want %v", c.a, c.b, c.most, got, c.want)
		}
		if got := Near(c.b, c.a, c.most); got != c.want {
			t.Errorf("Near(%q, %q, %d) = %v, want %v", c.b, c.a, c.most, got, c.want)
		}
	}
}

func TestTypos(t *testing.T) {
	for word, want := range map[string]int{"asn": 0, "kota": 0, "wahyu": 1, "pelayanan": 2, "covid19": 0, "élève": 1} {
		if got := Typos(word); got != want {
			t.Errorf("Typos(%q) = %d, want %d", word, got, want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("Wali Kota \"retret\" <b>ASN</b>", "retret wali \"kota\" -x")
	f.Add("\xff\x00Jum’at seru.co.id", "seru.co.id jum")
	f.Add(strings.Repeat("retret ", 90), "retret")
	f.Add(strings.Repeat("é", 700), "é é")
	f.Fuzz(func(t *testing.T, text, query string) {
		q, err := ParseText(query)
		if err != nil {
			return
		}
		text = Scrub(text)
		h := NewHighlighter(q)
		marked := h.Mark(text)
		if plain := strings.NewReplacer(MarkStart, "", MarkEnd, "").Replace(marked); plain != text {
			t.Fatalf("Mark(%q) changes the text to %q", text, plain)
		}
		title, snip := Excerpt(Document{Title: text, Paragraphs: []string{text, "x"}}, h)
		if !utf8.ValidString(title) || !utf8.ValidString(snip) {
			t.Fatalf("Excerpt of %q is not UTF-8", text)
		}
		for _, s := range []string{title, snip} {
			if strings.Count(s, MarkStart) != strings.Count(s, MarkEnd) {
				t.Fatalf("%q has marks that do not pair", s)
			}
		}
	})
}
