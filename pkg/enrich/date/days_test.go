package date

import (
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
)

// check finds the dates of one sentence as of friday and compares them as show
// prints them.
func check(t *testing.T, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		if got := show(Find(lang.ReadAll([]string{c[0]}), friday)); got != c[1] {
			t.Errorf("%q\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func TestLists(t *testing.T) {
	check(t, [][2]string{
		// Day by day: one mention.
		{"Pawai 15, 16, dan 17 Mei 2025.", "15, 16, dan 17 Mei 2025 = 2025-05-15..2025-05-17"},
		{"Pawai 20 dan 21 Mei.", "20 dan 21 Mei = 2025-05-20..2025-05-21"},
		{"Pawai 15,16 dan 17 Mei 2025.", "15,16 dan 17 Mei 2025 = 2025-05-15..2025-05-17"},
		{"Pawai 15-17 serta 18 Mei 2025.", "15-17 serta 18 Mei 2025 = 2025-05-15..2025-05-18"},
		{"Pawai Selasa dan Rabu (20-21/5).", "Selasa dan Rabu (20-21/5) = 2025-05-20..2025-05-21"},
		{"Pawai Selasa, Rabu, dan Kamis (20, 21, 22/5).", "Selasa, Rabu, dan Kamis (20, 21, 22/5) = 2025-05-20..2025-05-22"},
		{"Pawai Senin-Rabu, 19-21 Mei 2025.", "Senin-Rabu, 19-21 Mei 2025 = 2025-05-19..2025-05-21"},
		// With a gap: one mention a day.
		{"Pawai 15, 18, dan 20 Mei 2025.", "15 = 2025-05-15; 18 = 2025-05-18; 20 Mei 2025 = 2025-05-20"},
		{"Pawai 15-17 dan 20 Mei 2025.", "15-17 = 2025-05-15..2025-05-17; 20 Mei 2025 = 2025-05-20"},
		{"Pawai Selasa dan Kamis (20 dan 22/5).", "20 = 2025-05-20; 22/5 = 2025-05-22"},
		{"Pawai Selasa dan Jumat (20 dan 22/5).", "20 = 2025-05-20; 22/5 = 2025-05-22 mismatch"},
		{"Pawai Rabu dan Kamis (30/4 dan 1/5).", "30/4 = 2025-04-30; 1/5 = 2025-05-01"},
		// A month each and one year.
		{"Pawai 4 April dan 9 April 2024.", "4 April = 2024-04-04; 9 April 2024 = 2024-04-09"},
		{"Pawai 28 Desember dan 3 Januari 2026.", "28 Desember = 2025-12-28; 3 Januari 2026 = 2026-01-03"},
		{"Pawai 30, 31 Mei dan 1 Juni 2025.", "30, 31 Mei = 2025-05-30..2025-05-31; 1 Juni 2025 = 2025-06-01"},
		// Ranges.
		{"Pawai 20 s/d 22 Mei 2025.", "20 s/d 22 Mei 2025 = 2025-05-20..2025-05-22"},
		{"Pawai 28 April-2 Mei 2025.", "28 April-2 Mei 2025 = 2025-04-28..2025-05-02"},
		{"Pawai Senin 12 Mei sampai Kamis 14 Mei 2025.", "Senin 12 Mei sampai Kamis 14 Mei 2025 = 2025-05-12..2025-05-14 mismatch"},
		{"Pawai awal April hingga pekan ketiga Mei 2025.", "awal April hingga pekan ketiga Mei 2025 = 2025-04-01..2025-05-21"},
		{"Pawai pada bulan Mei sampai Agustus.", "bulan Mei sampai Agustus = 2025-05-01..2025-08-31"},
		{"Pawai pada bulan Mei sampai bulan Agustus.", "bulan Mei sampai bulan Agustus = 2025-05-01..2025-08-31"},
		{"Pawai pada November 2025 hingga Februari.", "November 2025 hingga Februari = 2025-11-01..2026-02-28"},
		{"Pawai akhir Maret hingga Mei 2025.", "akhir Maret hingga Mei 2025 = 2025-03-21..2025-05-31"},
		{"Pawai pekan kedua Mei sampai Juni 2025.", "pekan kedua Mei sampai Juni 2025 = 2025-05-08..2025-06-30"},
		{"Pawai 20 Mei hingga akhir Juni 2025.", "20 Mei = 2025-05-20; akhir Juni 2025 = 2025-06-21..2025-06-30"},
		{"Pawai Sabtu (17/5) dan Minggu (18/5).", "Sabtu (17/5) = 2025-05-17; Minggu (18/5) = 2025-05-18"},
		{"Pawai akhir Mei sampai April lalu.", "akhir Mei = 2025-05-21..2025-05-31; April = 2025-04-01..2025-04-30"},
		{"Pawai pada bulan Mei sampai malam.", "bulan Mei = 2025-05-01..2025-05-31"},
		// What stands beside a date is no member of a list.
		{"Pawai pukul 10, 15 Mei 2025.", "15 Mei 2025 = 2025-05-15"},
		{"Pawai 15 Mei dan 20 peserta.", "15 Mei = 2025-05-15"},
		{"Menang 25 dan 20 Mei lagi.", "20 Mei = 2025-05-20"},
		{"Pawai Jumat, Sabtu (17/5).", "Sabtu (17/5) = 2025-05-17"},
	})
}

func TestCalendar(t *testing.T) {
	check(t, [][2]string{
		{"Pawai 31 Februari 2025, 29 Februari 2025, 0 Mei 2025, 32 Mei 2025.", ""},
		{"Pawai Kamis (30/2), Kamis (29/2), Senin (31/4), Rabu (12/13).", ""},
		{"Pawai 31/4/2025, 31-02-2025, 2025-02-31, 2025-13-01, 29.02.2025.", ""},
		{"Pawai 29, 30, dan 31 April 2025.", ""},
		{"Pawai 29 Februari 2024 dan 29 Februari 2025.", "29 Februari 2024 = 2024-02-29"},
		{"Pawai Kamis, 16 Mei 2025.", "Kamis, 16 Mei 2025 = 2025-05-16 mismatch"},
		{"Pawai Rabu-Sabtu (15-17/5).", "Rabu-Sabtu (15-17/5) = 2025-05-15..2025-05-17 mismatch"},
		{"Nomor 188/15-05-2025/IV.", ""},
	})
}
