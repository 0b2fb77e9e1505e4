package lang

import (
	"fmt"
	"slices"
	"testing"
)

// TestOpening names texts by their first words, and finds them again.
func TestOpening(t *testing.T) {
	texts := []string{
		"“Jembatan ini harus selesai sebelum musim hujan, apa pun yang terjadi nanti,”",
		"Jembatan ini harus selesai sebelum musim hujan apa pun alasannya",
		"“Siap.”",
		"“Siap, Pak, kami kerjakan.”",
		"Tidak ada\nyang perlu dikhawatirkan warga di sekitar jembatan itu.",
		"“SIAP”",
		"“…”",
	}
	for i, want := range []string{
		"Jembatan ini harus selesai sebelum musim hujan, apa pun yang",
		"Jembatan ini harus selesai sebelum musim hujan apa pun alasannya",
		"Siap",
		"Siap, Pak, kami kerjakan",
		"Tidak ada",
		"SIAP",
		"",
	} {
		got := Opening(texts, i)
		if got != want {
			t.Errorf("Opening(%d) = %q, want %q", i, got, want)
		}
		if found := Opened(texts, got); want != "" && !slices.Contains(found, i) || len(found) > 2 {
			t.Errorf("Opened(%q) = %v, want %d", got, found, i)
		}
	}
	for words, want := range map[string]string{
		"jembatan ini": "[0 1]", // the beginning of both
		"siap":         "[2 5]", // and not what merely begins so
		"siap, pak":    "[3]",
		"jembat":       "[]", // no whole word
		"”":            "[]",
	} {
		if got := fmt.Sprint(Opened(texts, words)); got != want {
			t.Errorf("Opened(%q) = %s, want %s", words, got, want)
		}
	}
}

func TestFindInParagraph(t *testing.T) {
	p := Read("Warga Sukamaju, Sukamaju-Barat dan Sukamajuan (Sukamaju) pada Jumat (16/5) siang.")
	for words, want := range map[string][]string{
		"Sukamaju":     {"Sukamaju", "Sukamaju", "Sukamaju"},
		"sukamaju":     nil, // as it is written
		"Jumat (16/5)": {"Jumat (16/5)"},
		"Jum":          nil,
		"":             nil,
	} {
		var got []string
		for _, at := range p.Find(words) {
			got = append(got, p.Slice(at[0], at[1]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %q, want %q", words, got, want)
		}
	}
}
