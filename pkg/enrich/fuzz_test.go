package enrich

import (
	"strings"
	"testing"
	"time"
)

// FuzzTags reads any text: no panic, and every span reproduces its piece.
func FuzzTags(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "(", "Wali Kota", "Pj (", "Kepala Dinas,", "Jalan", "Kota", "H. M.", "Kepala Badan Kepegawaian Negara (BKN)bProf. Zudan",
		"Malang, KabarUji.co.id – “Baik,” kata Wahyu (16/5). Orang nomor satu di", "Sekda sekaligus", "Peraturan Wali Kota", "Budi, sapaan akrab",
		"M. M. M. M. Dr. Dr. (A) (B", "MALANG KOTA-HARIAN UJI- Ketua", "Desa (Desa) -Kota/ Kabupaten", "\xff\xfe Bupati \u200b Malang\u0301",
	} {
		f.Add(seed)
	}
	e := embedded(f)
	f.Fuzz(func(t *testing.T, text string) {
		a := article("2025-05-16", strings.Split(text, "\n")...)
		checkSpans(t, "fuzz", a, e.Tags(a, time.Time{}))
	})
}
