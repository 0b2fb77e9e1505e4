package amount

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

func show(amounts []news.Amount) string {
	var out []string
	for _, a := range amounts {
		switch a.Kind {
		case regulation:
			out = append(out, fmt.Sprintf("%s = %s", a.Text, a.Ref))
		default:
			out = append(out, fmt.Sprintf("%s = %.10g %s", a.Text, a.Value, a.Unit))
		}
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Anggaran Rp 2,5 miliar cair.", "Rp 2,5 miliar = 2500000000 IDR"},
		{"Bantuan Rp150 ribu per bulan.", "Rp150 ribu = 150000 IDR"},
		{"Denda Rp. 1.250.000,- per orang.", "Rp. 1.250.000,- = 1250000 IDR"},
		{"Nilai Rp 1.5 miliar.", "Rp 1.5 miliar = 1500000000 IDR"},
		{"Nilai Rp 6 sampai Rp 8 miliar.", "Rp 6 = 6000000000 IDR; Rp 8 miliar = 8000000000 IDR"},
		{"Nilai Rp 100-200 juta.", "Rp 100 = 100000000 IDR; 200 juta = 200000000 IDR"},
		{"Nilai Rp 1-2 miliar.", "Rp 1 = 1000000000 IDR; 2 miliar = 2000000000 IDR"},
		{"Nilai 5 miliar rupiah.", "5 miliar rupiah = 5000000000 IDR"},
		{"Nilai US$ 3 juta.", "US$ 3 juta = 3000000 USD"},
		{"Nilai Rp 3M dan Rp 20 jt.", "Rp 3M = 3000000000 IDR; Rp 20 jt = 20000000 IDR"},
		{"Diikuti 100 peserta.", "100 peserta = 100 peserta"},
		{"Diikuti 2,1 juta orang.", "2,1 juta orang = 2100000 orang"},
		{"Ada tiga desa dan dua belas kelurahan.", "tiga desa = 3 desa; dua belas kelurahan = 12 kelurahan"},
		{"Ada seratus dua puluh lima siswa.", "seratus dua puluh lima siswa = 125 siswa"},
		{"Ada 25-30 orang.", "25 = 25 orang; 30 orang = 30 orang"},
		{"Naik 12,5 persen, lalu 3%.", "12,5 persen = 12.5 persen; 3% = 3 persen"},
		{"Ada 5 RT di tiga RW dan 40 TPS.", "5 RT = 5 rt; tiga RW = 3 rw; 40 TPS = 40 tps"},
		{"Seluas 4 hektar.", "4 hektar = 4 hektare"},
		// Nothing to count.
		{"Pukul 08.30 WIB, usia 58 tahun, selama tiga hari, skor 3-1.", ""},
		{"Pada 16 Mei 2025 di Jl. Mawar No. 4.", ""},
		{"Nomor 4 peserta lomba.", ""},
		{"Ketua RT 05 RW 03 Kelurahan Wanaraya.", ""},
		{"Warga RT 05 dan 07 RW 03 kelurahan itu, RT 2/RW 1.", ""},
		{"Petugas TPS 12 kelurahan itu.", ""},
	} {
		if got := show(Find(lang.ReadAll([]string{c.in}))); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]float64{"1.250.000": 1250000, "2,5": 2.5, "2.5": 2.5, "12.000": 12000, "1.000,50": 1000.5, "1,250,000": 1250000} {
		if got, ok := parse(in); !ok || got != want {
			t.Errorf("parse(%q) = %v, %v; want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"08.30.15", "1.2.3", "1,2,3", "1,25.0", strings.Repeat("9", 40)} {
		if got, ok := parse(in); ok {
			t.Errorf("parse(%q) = %v, want no number", in, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Rp 2,5 miliar sampai Rp3 triliun,-", "dua ratus lima belas orang", "Perda Nomor 4/12-x/2023 Tahun 2023", "US$ 3", "UU No.", "Rp 100-200 juta%",
		"Keputusan Menteri (Kepmen) Desa, PAN-RB dan X/Y RI No. 245.K/MG.01", "PERDA Kab. Malang (4/2023"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		end := 0
		for _, a := range Find(lang.ReadAll([]string{text})) {
			if a.Start < end || a.End > len(runes) || a.Start >= a.End || string(runes[a.Start:a.End]) != string([]rune(a.Text)) {
				t.Fatalf("%q: %+v does not reproduce its text", text, a)
			}
			end = a.End
			if math.IsNaN(a.Value) || math.IsInf(a.Value, 0) || a.Value < 0 {
				t.Fatalf("%q: %+v is no value", text, a)
			}
		}
	})
}
