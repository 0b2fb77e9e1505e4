package quote

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// story is an article of about 500 words in our own wording.
func story() ([]string, []Person) {
	scene := []string{
		"Purwasari – Wali Kota Purwasari, Budi Santoso meninjau pasar lama di Kecamatan Jetis, Kamis (15/5/2025). Ia didampingi Kepala Dinas Sosial Kota Purwasari, Rahmat Anwar.",
		"Budi menyampaikan bahwa pasar itu menampung 320 pedagang dan memerlukan dana Rp 2,5 miliar untuk perbaikan atap serta saluran air pada tahun 2026.",
		"“Pasar ini milik warga, dan warga pula yang menjaganya. Kami hanya membantu supaya kios kering, lorong terang, dan pembeli betah berlama-lama,” ujar Budi.",
		"Menurutnya, perbaikan dimulai pekan depan dan selesai sebelum 17 Agustus 2025. Hal itu sesuai dengan Perda Nomor 4 Tahun 2023 tentang pengelolaan pasar rakyat.",
		"“Pedagang yang terdampak akan kami tempatkan di halaman timur. Tidak ada pungutan apa pun untuk lapak sementara itu,” tegasnya.",
	}
	var paragraphs []string
	for len(strings.Fields(strings.Join(paragraphs, " "))) < 500 {
		paragraphs = append(paragraphs, scene...)
	}
	var people []Person
	for i, p := range paragraphs {
		for _, c := range []struct{ surface, id, name, role string }{
			{"Budi Santoso", "santoso", "Budi Santoso", "Wali Kota Purwasari"}, {"Rahmat Anwar", "anwar", "Rahmat Anwar", "Kepala Dinas Sosial"},
			{"Budi ", "santoso", "Budi Santoso", ""}, {"Budi.", "santoso", "Budi Santoso", ""},
		} {
			if at := strings.Index(p, c.surface); at >= 0 {
				start := len([]rune(p[:at]))
				people = append(people, Person{Paragraph: i, Start: start, End: start + len(strings.Trim(c.surface, " .")), ID: news.OfficialID(c.id), Name: c.name, Role: c.role})
			}
		}
	}
	return paragraphs, people
}

func BenchmarkFind(b *testing.B) {
	texts, people := story()
	paragraphs := lang.ReadAll(texts)
	for b.Loop() {
		Find(paragraphs, people, []string{"seru"})
	}
}

// BenchmarkLinear reads one paragraph of 200 kB full of quotes, the worst shape.
func BenchmarkLinear(b *testing.B) {
	text := []string{strings.Repeat("“Pasar ini milik warga,” ujar Budi. Dewi mengatakan, pasar itu bersih. ", 2800)}
	for b.Loop() {
		Find(lang.ReadAll(text), nil, nil)
	}
}
