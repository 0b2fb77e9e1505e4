package date

import "testing"

func TestSentenceStart(t *testing.T) {
	check(t, [][2]string{
		{"Pekan depan rapat digelar.", "Pekan depan = 2025-05-19..2025-05-25"},
		{"Bulan depan rapat digelar.", "Bulan depan = 2025-06-01..2025-06-30"},
		{"Kemarin rapat digelar.", "Kemarin = 2025-05-15"},
		{"Besok rapat digelar.", "Besok = 2025-05-17"},
		{"Lusa rapat digelar.", "Lusa = 2025-05-18"},
		{"Akhir tahun depan rapat digelar.", "Akhir tahun depan = 2026-08-31..2026-12-31"},
		{"MALANG, JEJAK – Pekan lalu rapat digelar.", "Pekan lalu = 2025-05-05..2025-05-11"},
		{"Tahun depan rapat digelar.", ""},
		{"Acara di Gedung Pekan Depan ramai.", ""},
		// Sunday or a week.
		{"Minggu depan rapat digelar.", "Minggu depan = 2025-05-19..2025-05-25"},
		{"Semua siap. Minggu lalu rapat digelar.", "Minggu lalu = 2025-05-05..2025-05-11"},
		{"Semua siap. Minggu kemarin rapat digelar.", ""},
		{"Rapat digelar Minggu depan.", "Minggu depan = 2025-05-18"},
		{"Rapat digelar minggu depan.", "minggu depan = 2025-05-19..2025-05-25"},
		{"Rapat digelar hari minggu depan.", "minggu depan = 2025-05-18"},
		{"Minggu depan (25/5) rapat digelar.", "Minggu depan (25/5) = 2025-05-25"},
		{"Minggu (18/5) rapat digelar.", "Minggu (18/5) = 2025-05-18"},
		{"Minggu pagi lalu rapat digelar.", "Minggu pagi lalu = 2025-05-11"},
		{"Minggu depan (19-25/5) jalan ditutup.", "Minggu depan (19-25/5) = 2025-05-19..2025-05-25"},
		{"Jalan tutup dua minggu (12-25/5).", ""},
		{"Pasar tutup minggu (18/5).", "minggu (18/5) = 2025-05-18"},
	})
}

func TestWeeks(t *testing.T) {
	check(t, [][2]string{
		{"Rapat digelar Senin pekan depan.", "Senin pekan depan = 2025-05-19"},
		{"Rapat digelar Jumat pekan lalu.", "Jumat pekan lalu = 2025-05-09"},
		{"Rapat digelar akhir pekan ini.", "akhir pekan ini = 2025-05-17..2025-05-18"},
		{"Rapat digelar akhir pekan kemarin.", "akhir pekan kemarin = 2025-05-10..2025-05-11"},
		{"Rapat digelar pekan depan (19-25/5).", "pekan depan (19-25/5) = 2025-05-19..2025-05-25"},
		{"Pekan lalu lintas padat, Senin lalu lintas lancar.", ""},
		{"Sepekan terakhir, dua pekan lalu, awal pekan ini, pekan ini.", ""},
	})
}
