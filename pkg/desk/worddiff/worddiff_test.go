package worddiff

import (
	"fmt"
	"strings"
	"testing"
)

// show writes a diff on one line: [-gone-] {+new+}.
func show(b Block) string {
	var out []string
	for _, op := range b.Ops {
		switch op.Kind {
		case Inserted:
			out = append(out, "{+"+op.Text+"+}")
		case Deleted:
			out = append(out, "[-"+op.Text+"-]")
		default:
			out = append(out, op.Text)
		}
	}
	return string(b.Kind) + ": " + strings.Join(out, " ")
}

func TestText(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"satu dua tiga", "satu dua tiga", "same: satu dua tiga"},
		{"satu  dua\ttiga", "satu dua tiga ", "same: satu dua tiga"},
		{"senilai Rp2,1 miliar untuk jembatan itu", "senilai Rp1,2 miliar untuk jembatan itu", "changed: senilai [-Rp2,1-] {+Rp1,2+} miliar untuk jembatan itu"},
		{"kata wali kota di sini hari ini", "kata wali kota hari ini", "changed: kata wali kota [-di sini-] hari ini"},
		{"semua lain di sini", "tak ada yang tetap", "rewritten: [-semua lain di sini-] {+tak ada yang tetap+}"},
		{"", "baru", "inserted: {+baru+}"},
		{"lama", "", "deleted: [-lama-]"},
		{"", "", "same: "},
	} {
		if got := show(Text(c.a, c.b)); got != c.want {
			t.Errorf("Text(%q, %q) = %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	a := []string{"Alinea satu tetap sama.", "Anggaran jembatan itu Rp2,1 miliar menurut dinas.", "Alinea tiga dihapus nanti.", "Penutup."}
	b := []string{"Alinea satu tetap  sama.", "Anggaran jembatan itu Rp1,2 miliar menurut dinas.", "Penutup.", "Ralat: angka diperbaiki."}
	want := []string{
		"same: Alinea satu tetap sama.",
		"changed: Anggaran jembatan itu [-Rp2,1-] {+Rp1,2+} miliar menurut dinas.",
		"deleted: [-Alinea tiga dihapus nanti.-]",
		"same: Penutup.",
		"inserted: {+Ralat: angka diperbaiki.+}",
	}
	got := Paragraphs(a, b)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || show(got[i]) != want[i] {
			t.Fatalf("block %d of %v, want %v", i, got, want)
		}
	}
	if s := Swaps(got, 3); len(s) != 1 || s[0] != (Swap{"Rp2,1 miliar", "Rp1,2 miliar"}) {
		t.Errorf("Swaps = %v", s)
	}
	if added, removed := Words(got); added != 4 || removed != 5 {
		t.Errorf("Words = +%d −%d, want +4 −5", added, removed)
	}
}

func TestVeryLongTextsAreShownWhole(t *testing.T) {
	var a, b []string
	for i := range 5000 {
		a, b = append(a, fmt.Sprint("a", i)), append(b, fmt.Sprint("b", i))
	}
	if got := Text(strings.Join(a, " "), strings.Join(b, " ")); got.Kind != Rewritten {
		t.Errorf("kind %s, want rewritten", got.Kind)
	}
}

// FuzzText holds that no word of either side is lost or invented.
func FuzzText(f *testing.F) {
	f.Add("satu dua tiga", "dua tiga empat")
	f.Add("", "x")
	f.Add("a a a b", "a b a a")
	f.Fuzz(func(t *testing.T, a, b string) {
		var x, y []string
		for _, op := range Text(a, b).Ops {
			w := strings.Fields(op.Text)
			if op.Kind != Inserted {
				x = append(x, w...)
			}
			if op.Kind != Deleted {
				y = append(y, w...)
			}
		}
		if got, want := strings.Join(x, " "), strings.Join(strings.Fields(a), " "); got != want {
			t.Errorf("before: %q, want %q", got, want)
		}
		if got, want := strings.Join(y, " "), strings.Join(strings.Fields(b), " "); got != want {
			t.Errorf("after: %q, want %q", got, want)
		}
	})
}
