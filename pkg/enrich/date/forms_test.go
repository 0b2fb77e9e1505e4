package date

import "testing"

func TestForms(t *testing.T) {
	check(t, [][2]string{
		// A weekday.
		{"Pasar dibuka Jum'at (16/5).", "Jum'at (16/5) = 2025-05-16"},
		{"Pasar dibuka Senin (12/05/25).", "Senin (12/05/25) = 2025-05-12"},
		{"Pasar dibuka Kamis, (15/5/2025).", "Kamis, (15/5/2025) = 2025-05-15"},
		{"Pasar dibuka Kamis 15 Mei.", "Kamis 15 Mei = 2025-05-15"},
		{"Pasar dibuka Rabu malam kemarin (14/5).", "Rabu malam kemarin (14/5) = 2025-05-14"},
		{"Pasar dibuka Senin siang lalu.", "Senin siang lalu = 2025-05-12"},
		// Figures.
		{"Pasar dibuka tanggal 15 Mei.", "15 Mei = 2025-05-15"},
		{"Pasar dibuka tanggal 15/5.", "15/5 = 2025-05-15"},
		{"Pasar dibuka tgl 15/5/2025.", "15/5/2025 = 2025-05-15"},
		{"Pasar dibuka tgl. 15-05-2025.", "15-05-2025 = 2025-05-15"},
		{"Pasar dibuka 2025-05-15.", "2025-05-15 = 2025-05-15"},
		{"Nomor 2025-05-15-03 dan 12/2025-05-15.", ""},
		// Brackets alone.
		{"Pasar dibuka (15/5) kemarin.", "(15/5) = 2025-05-15"},
		{"Kios terbakar di Lawang, (12/5) dini hari lalu.", "(12/5) dini hari = 2025-05-12"},
		{"Kios terbakar di Lawang (02/05).", "(02/05) = 2025-05-02"},
		{"Kios terbakar di Lawang (22/4).", "(22/4) = 2025-04-22"},
		{"Turun dari sehari sebelumnya (9/5).", "(9/5) = 2025-05-09"},
		{"Pasar dibuka hari ini (16/5), semalam (15/5).", "hari ini (16/5) = 2025-05-16; semalam (15/5) = 2025-05-15"},
		{"Tulisan bersambung (1/3), skor (3/4), kelompok (22/12).", ""},
		// Days away.
		{"Surat dikirim dua hari lalu.", "dua hari lalu = 2025-05-14"},
		{"Surat dikirim 3 hari yang lalu.", "3 hari yang lalu = 2025-05-13"},
		{"Surat dikirim dua hari lagi.", "dua hari lagi = 2025-05-18"},
		{"Sekitar dua hari lalu, beberapa hari lalu, dua puluh hari lalu.", ""},
		{"Tiga hari ke depan, selama dua hari lalu lintas padat.", ""},
		{"“Dua hari lalu surat dikirim,” katanya.", ""},
		// Years.
		{"Ketua periode 2018-2023 hadir.", "periode 2018-2023 = 2018-01-01..2023-12-31"},
		{"Ketua Periode 2018 – 2023 hadir.", "Periode 2018 – 2023 = 2018-01-01..2023-12-31"},
		{"Ketua periode tahun 2018-2023 hadir.", "periode tahun 2018-2023 = 2018-01-01..2023-12-31"},
		{"Anggaran tahun 2018-2023 turun.", "tahun 2018-2023 = 2018-01-01..2023-12-31"},
		{"Data periode 5-10 Mei 2025.", "5-10 Mei 2025 = 2025-05-05..2025-05-10"},
	})
}
