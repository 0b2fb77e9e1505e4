package extract

import (
	"regexp"
	"strings"
	"testing"
)

// wholeNoise is what noiseStart stands for.
var wholeNoise = regexp.MustCompile(`(?i)` + leadIn + `(?:` + strings.Join(phrases, "|") + `)`)

func FuzzStarts(f *testing.F) {
	for _, s := range []string{
		"", "—", "©", "(c) 2025", "© Kabar Wanasari", " © 2025", "[Gambas: video]", "gambas :", "[[gambas:", "12 komentar", "3 min read", "10 orang hadir",
		"FOTO: lurah", "“Foto: lurah", "Wali kota hadir.", "Ikuti kami di WhatsApp", ">> Ikuti berita terus di Google News", "Scroll untuk lanjut",
		"5 minutes read", "don’t miss this", "Share", "Shares fell", "Dok. pribadi", "(Dok: pribadi)", "e-mail: a@b.c", "\u00a0foto: x", "ſhare", "Editor’s picks",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "\u017f\u212a") {
			t.Skip("letters of other scripts that fold to ours: taken for no letter")
		}
		if got, want := noiseStart.match(s), wholeNoise.MatchString(s); got != want {
			t.Errorf("%q begins like noise: %v, want %v", s, got, want)
		}
	})
}

func TestIsWall(t *testing.T) {
	for line, want := range map[string]bool{
		"Berlangganan sekarang untuk membaca artikel ini": true, "Artikel ini khusus untuk PELANGGAN": true, "Already a subscriber? Log in": true,
		"Sign in to continue reading": true, "Untuk melanjutkan membaca, silakan masuk": true,
		"Warga membaca pengumuman itu di balai desa.": false, "Anggota dewan hadir.": false, "": false,
	} {
		if isWall(line) != want {
			t.Errorf("isWall(%q) = %v", line, !want)
		}
	}
}

func TestBoxPieces(t *testing.T) {
	for _, class := range boxClasses {
		if got := boxRule("x "+class+" y", ""); got != "box:"+class && !strings.Contains(class, strings.TrimPrefix(got, "box:")) || got == "" {
			t.Errorf("the class %s is of the rule %q", class, got)
		}
	}
}
