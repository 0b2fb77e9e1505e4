package date

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// The articles below are of Friday, 16 May 2025, unless they say otherwise.
const friday = news.Date("2025-05-16")

func show(dates []news.DateMention) string {
	var out []string
	for _, d := range dates {
		s := d.Text + " = " + string(d.From)
		if d.To != d.From {
			s += ".." + string(d.To)
		}
		if d.WeekdayMismatch {
			s += " mismatch"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// A weekday and figures.
		{"Rapat digelar Jumat (16/5).", "Jumat (16/5) = 2025-05-16"},
		{"Rapat digelar Jumat (16/5/2025) malam.", "Jumat (16/5/2025) malam = 2025-05-16"},
		{"Rapat digelar Jum’at (16/05/25).", "Jum’at (16/05/25) = 2025-05-16"},
		{"Rapat digelar Jumat (16-5-2025).", "Jumat (16-5-2025) = 2025-05-16"},
		{"Rapat digelar Jumat (16.5.2025).", "Jumat (16.5.2025) = 2025-05-16"},
		{"Rapat digelar Jumat malam (16/5).", "Jumat malam (16/5) = 2025-05-16"},
		{"Rapat digelar Jumat (16 Mei 2025).", "Jumat (16 Mei 2025) = 2025-05-16"},
		{"Rapat digelar Jumat [16/5].", "Jumat [16/5] = 2025-05-16"},
		{"Rapat digelar Jumat (16/5 2025).", "Jumat (16/5 2025) = 2025-05-16"},
		{"Rapat digelar Jumat (16/Mei/2025).", "Jumat (16/Mei/2025) = 2025-05-16"},
		{"Rapat digelar tadi pagi (16/5).", "tadi pagi (16/5) = 2025-05-16"},
		{"Rapat Kamis pagi hingga Jumat sore (15-16/5).", "Kamis pagi hingga Jumat sore (15-16/5) = 2025-05-15..2025-05-16"},
		{"Pada selasa, 20 mei 2025.", "selasa, 20 mei 2025 = 2025-05-20"},
		{"Kegiatan Kamis-Sabtu (15-17/5/2025) itu.", "Kamis-Sabtu (15-17/5/2025) = 2025-05-15..2025-05-17"},
		{"Kegiatan Senin hingga Selasa (19–20/5) itu.", "Senin hingga Selasa (19–20/5) = 2025-05-19..2025-05-20"},
		{"Kegiatan Rabu-Jumat (30/4-2/5) itu.", "Rabu-Jumat (30/4-2/5) = 2025-04-30..2025-05-02"},
		{"Jalan tutup Senin (1/6) kemarin pagi.", "Senin (1/6) = 2025-06-01 mismatch"},
		{"Rapat digelar Kamis (16/5/2025).", "Kamis (16/5/2025) = 2025-05-16 mismatch"},
		{"Rapat Selasa (31/12) lalu.", "Selasa (31/12) = 2024-12-31"},
		{"Rapat digelar kemarin (15/5).", "kemarin (15/5) = 2025-05-15"},
		// Words.
		{"Pada Selasa, 20 Mei 2025 nanti.", "Selasa, 20 Mei 2025 = 2025-05-20"},
		{"Pada hari Selasa 20 Mei 2025 nanti.", "Selasa 20 Mei 2025 = 2025-05-20"},
		{"Pada 17 Agustus 2025 nanti.", "17 Agustus 2025 = 2025-08-17"},
		{"Pada 25 hingga 28 Mei nanti.", "25 hingga 28 Mei = 2025-05-25..2025-05-28"},
		{"Pada 28 Mei hingga 11 Juli nanti.", "28 Mei hingga 11 Juli = 2025-05-28..2025-07-11"},
		{"Pada 16-18 Mei 2025 nanti.", "16-18 Mei 2025 = 2025-05-16..2025-05-18"},
		{"Pada 23 – 24 Mei 2025 nanti.", "23 – 24 Mei 2025 = 2025-05-23..2025-05-24"},
		{"Pada 20, 21 dan 22 Mei.", "20, 21 dan 22 Mei = 2025-05-20..2025-05-22"},
		{"Mulai Kamis 29 Desember 2025 sampai Sabtu 3 Januari 2026.", "Kamis 29 Desember 2025 sampai Sabtu 3 Januari 2026 = 2025-12-29..2026-01-03 mismatch"},
		{"Pada 30 Desember hingga 2 Januari 2026.", "30 Desember hingga 2 Januari 2026 = 2025-12-30..2026-01-02"},
		{"Pada 3 Pebruari 2025.", "3 Pebruari 2025 = 2025-02-03"},
		// Months and years.
		{"Sejak Maret 2025 begitu.", "Maret 2025 = 2025-03-01..2025-03-31"},
		{"Sejak Januari hingga Mei 2025 begitu.", "Januari hingga Mei 2025 = 2025-01-01..2025-05-31"},
		{"Pada akhir Maret lalu.", "akhir Maret = 2025-03-21..2025-03-31"},
		{"Pada minggu ketiga bulan Maret.", "minggu ketiga bulan Maret = 2025-03-15..2025-03-21"},
		{"Pada awal tahun 2026.", "awal tahun 2026 = 2026-01-01..2026-05-01"},
		{"Anggaran pada tahun 2026 turun.", "tahun 2026 = 2026-01-01..2026-12-31"},
		// Relative to the article.
		{"Rapat digelar kemarin.", "kemarin = 2025-05-15"},
		{"Rapat digelar besok.", "besok = 2025-05-17"},
		{"Rapat digelar kemarin lusa.", "kemarin lusa = 2025-05-14"},
		{"Rapat digelar pekan depan.", "pekan depan = 2025-05-19..2025-05-25"},
		{"Rapat digelar akhir pekan lalu.", "akhir pekan lalu = 2025-05-10..2025-05-11"},
		{"Rapat digelar bulan depan.", "bulan depan = 2025-06-01..2025-06-30"},
		{"Rapat digelar Sabtu lalu.", "Sabtu lalu = 2025-05-10"},
		{"Rapat digelar Senin pekan depan.", "Senin pekan depan = 2025-05-19"},
		// No dates.
		{"Skor 3/4 bagi tuan rumah, pukul 08.30 WIB.", ""},
		{"Perda Nomor 4 Tahun 2023 dan Perda Nomor 5 tahun 2024.", ""},
		{"Sejak tahun 2000-an, tahun 2025/2026, dua tahun lalu.", ""},
		{"Setiap Senin, hari ini, tahun ini, esok harinya.", ""},
		{"“Kemarin sudah, besok lagi, tahun 2026 selesai,” katanya.", ""},
		{"Pada 31 Februari 2025 dan 45 Mei 2025.", ""},
		{"Ramadan 1447 Hijriah, 1 Muharram 1447.", ""},
		{"Nilai 10-15 persen, (12/30), UU 5/2014.", ""},
	} {
		if got := show(Find(lang.ReadAll([]string{c.in}), friday)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func TestWithoutDay(t *testing.T) {
	in := []string{"Rapat Jumat (16/5) kemarin, pada 17 Agustus 2025, tahun 2026, akhir Maret, pekan depan."}
	if got, want := show(Find(lang.ReadAll(in), "")), "17 Agustus 2025 = 2025-08-17; tahun 2026 = 2026-01-01..2026-12-31"; got != want {
		t.Errorf("without the day of the article: %s, want %s", got, want)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Kamis-Sabtu (15-17/5/2025)", "28 Mei hingga 11 Juli", "Jumat (30/4-2/5)", "akhir tahun 2026 kemarin (3/3",
		"minggu ketiga bulan Maret", "Selasa, 29 Februari", "Senin s/d 31/12/99", "“besok” tahun 2000-an"} {
		f.Add(s, "2025-05-16")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, on string) {
		day, err := news.ParseDate(on)
		if err != nil {
			day = ""
		}
		runes := []rune(text)
		end := 0
		for _, d := range Find(lang.ReadAll([]string{text}), day) {
			if d.Start < end || d.End > len(runes) || d.Start >= d.End || string(runes[d.Start:d.End]) != string([]rune(d.Text)) {
				t.Fatalf("%q: %+v does not reproduce its text", text, d)
			}
			end = d.End
			if d.From > d.To || len(d.From) != len("2006-01-02") {
				t.Fatalf("%q: %+v runs backwards", text, d)
			}
		}
	})
}
