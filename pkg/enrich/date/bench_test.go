package date

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
)

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Rapat pembahasan anggaran digelar Kamis-Sabtu (15-17/5/2025) di balai kota. “Kami mulai pagi ini,” ujar Budi, Jumat (16/5). ", 25)
	p := lang.ReadAll([]string{text})
	for b.Loop() {
		Find(p, friday)
	}
}

func BenchmarkLinear(b *testing.B) {
	text := strings.Repeat("“Kami mulai Jumat (16/5),” ujar Budi, Jumat (16/5). ", 4000)
	p := lang.ReadAll([]string{text})
	for b.Loop() {
		Find(p, friday)
	}
}
