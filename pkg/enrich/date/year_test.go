package date

import "testing"

func TestYears(t *testing.T) {
	check(t, [][2]string{
		{"Jalan dibuka 20 Mei lalu.", "20 Mei = 2024-05-20"},
		{"Jalan dibuka 20 Mei silam.", "20 Mei = 2024-05-20"},
		{"Jalan dibuka 5 Mei yang lalu.", "5 Mei = 2025-05-05"},
		{"Jalan dibuka 20 Oktober lalu.", "20 Oktober = 2024-10-20"},
		{"Jalan dibuka 28 April hingga 2 Mei lalu.", "28 April hingga 2 Mei = 2025-04-28..2025-05-02"},
		{"Jalan dibuka 5 Mei mendatang.", "5 Mei = 2026-05-05"},
		{"Jalan dibuka 20 Mei nanti.", "20 Mei = 2025-05-20"},
		{"Jalan dibuka 20 Januari depan.", "20 Januari = 2026-01-20"},
		{"Jalan dibuka 5 Mei depan Balai Kota.", "5 Mei = 2025-05-05"},
		{"Jalan dibuka 20 Mei lalu dilanjutkan 21 Mei.", "20 Mei = 2025-05-20; 21 Mei = 2025-05-21"},
		{"Sejak 20 Mei lalu lintas lancar.", "20 Mei = 2025-05-20"},
		// A weekday is the better witness.
		{"Jalan dibuka Selasa (20/5) lalu.", "Selasa (20/5) = 2025-05-20"},
		// The year by its place.
		{"Jalan dibuka 5 Mei tahun lalu.", "5 Mei tahun lalu = 2024-05-05"},
		{"Jalan dibuka 5 Mei tahun ini.", "5 Mei tahun ini = 2025-05-05"},
		{"Jalan dibuka 5 Mei tahun depan.", "5 Mei tahun depan = 2026-05-05"},
		{"Jalan dibuka 5 Mei tahun 2024.", "5 Mei tahun 2024 = 2024-05-05"},
	})
}

func TestMonths(t *testing.T) {
	check(t, [][2]string{
		{"Jalan dibuka Juni nanti.", "Juni = 2025-06-01..2025-06-30"},
		{"Jalan dibuka April depan.", "April = 2026-04-01..2026-04-30"},
		{"Jalan dibuka Mei ini.", "Mei = 2025-05-01..2025-05-31"},
		{"Jalan dibuka September tahun lalu.", "September tahun lalu = 2024-09-01..2024-09-30"},
		{"Jalan dibuka awal Mei.", "awal Mei = 2025-05-01..2025-05-10"},
		{"Jalan dibuka akhir Mei lalu.", "akhir Mei = 2024-05-21..2024-05-31"},
		{"Jalan dibuka awal Mei mendatang.", "awal Mei = 2026-05-01..2026-05-10"},
		{"Jalan dibuka April dan Mei 2025.", "April dan Mei 2025 = 2025-04-01..2025-05-31"},
		{"Jalan dibuka Januari, Februari, dan Maret 2025.", "Januari, Februari, dan Maret 2025 = 2025-01-01..2025-03-31"},
		{"Jalan dibuka Maret dan Juni 2024.", "Maret = 2024-03-01..2024-03-31; Juni 2024 = 2024-06-01..2024-06-30"},
	})
}
