package date

import (
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
)

func TestRole(t *testing.T) {
	for in, want := range map[string]string{
		"“Pasar dibuka lagi besok pagi,” ujar Budi, Jumat (16/5).":           statement,
		"Wali kota mengatakan pasar sudah siap dibuka, Jumat (16/5).":        statement,
		"Hal itu disampaikan Wahyu, Jumat (16/5).":                           statement,
		"Hal itu disampaikan Wahyu pada Jumat (16/5) kemarin.":               statement,
		"Wahyu mengatakan, Jumat (16/5), bahwa pasar sudah siap.":            statement,
		"Pasar sudah siap, kata dia saat ditemui Kamis (15/5).":              statement,
		"Pasar sudah siap, ujarnya, Jumat (16/5).":                           statement,
		"Ia berbicara singkat kepada wartawan, Jumat (16/5).":                statement,
		"Kepada awak media di balai kota, Jumat (16/5), ia tersenyum.":       statement,
		"Angka itu muncul dalam keterangan tertulis, Jumat (16/5).":          statement,
		"“Siap,” ujar Budi, Kamis (17/5).":                                   statement, // a misprint, not the future
		"Pasar dibuka pada Jumat (16/5) di Purwasari.":                       event,
		"Pasar dibuka Jumat (16/5), kata Budi, karena warga memintanya.":     event,
		"Kepada wartawan, Budi mengatakan pasar terbakar Kamis (15/5) pagi.": event,
		"Ia mengatakan pembeli bertambah sejak, Jumat (16/5).":               event,
		"Ia mengatakan pasar dibuka di Purwasari, Selasa (20/5).":            event,
		"Bazar “Pasar Kita Semua” dibuka Jumat (16/5).":                      event,
		"Berkas diserahkan paling lambat 20 Mei.":                            deadline,
		"Berkas diserahkan paling lambat Senin (19/5).":                      deadline,
		"Pendaftaran dibuka hingga 20 Mei 2025.":                             deadline,
		"Pendaftaran dibuka sampai dengan tanggal 30 Mei 2025.":              deadline,
		"Batas akhir pengumpulan berkas adalah 20 Mei 2025.":                 deadline,
		"Deadline pengumpulan berkas jatuh pada 20 Mei 2025.":                deadline,
		"Pendaftaran lomba ditutup pada 20 Mei 2025.":                        deadline,
		"Pelunasan selambat-lambatnya 20 Mei 2025.":                          deadline,
		"Jembatan di batas kota ditutup pada 20 Mei 2025.":                   event,
		"Lomba terakhir di kota itu tahun 2015.":                             event,
	} {
		if out := Find(lang.ReadAll([]string{in}), friday); len(out) != 1 || out[0].Role != want {
			t.Errorf("role of the date in %q: %+v, want %s", in, out, want)
		}
	}
}

// Two days that "hingga" joins are one range, and its end is no deadline.
func TestUntil(t *testing.T) {
	for in, want := range map[string]string{
		"Bazar dibuka Jumat (16/5) hingga Minggu (18/5).":              "2025-05-16..2025-05-18",
		"Libur mulai Senin (16/6/2025) hingga 13 Juli 2025 nanti.":     "2025-06-16..2025-07-13",
		"Bazar dibuka hari ini (16/5) sampai dengan Minggu (18/5).":    "2025-05-16..2025-05-18",
		"Bazar dibuka Minggu (18/5) hingga Jumat (16/5) kata panitia.": "2025-05-18..2025-05-18",
	} {
		out := Find(lang.ReadAll([]string{in}), friday)
		if len(out) == 0 || string(out[0].From)+".."+string(out[0].To) != want || want[:10] != want[12:] && (len(out) != 1 || out[0].Role != event) {
			t.Errorf("%s: %+v, want %s", in, out, want)
		}
	}
}
