package crawltest

import (
	"fmt"
	"time"
)

// Write returns the nth article about a town: the same n gives the same text.
func Write(town string, n int, at time.Time) Article {
	places := []string{"Pasar Wage", "Jembatan Lama", "Taman Bunga", "Terminal Timur", "Balai Desa", "Sungai Kembar", "Alun-alun"}
	doings := []string{"ditutup sementara", "mulai diperbaiki", "ramai dikunjungi warga", "mendapat lampu baru", "dibersihkan bersama", "diresmikan kembali"}
	place, doing := places[n%len(places)], doings[(n/len(places))%len(doings)]
	return Article{
		Slug:  fmt.Sprintf("%s-%d-kabar-dari-kota", town, n),
		Title: fmt.Sprintf("%s %s %s, Warga Diminta Bersabar (%d)", place, town, doing, n),
		Paragraphs: []string{
			fmt.Sprintf("%s di %s %s sejak pagi tadi. Pemerintah setempat menyebut pekerjaan itu bagian ke-%d dari rencana tahun ini, dan warga sudah diberi tahu melalui ketua lingkungan masing-masing.", place, town, doing, n),
			fmt.Sprintf("Kepala dinas pekerjaan umum %s mengatakan bahwa pekerjaan akan selesai dalam %d hari. Selama itu, kendaraan berat dialihkan ke jalan lingkar selatan agar tidak mengganggu kegiatan belajar di sekolah sekitar.", town, n%9+2),
			fmt.Sprintf("Seorang pedagang di dekat lokasi berharap pekerjaan berjalan sesuai jadwal. Menurut dia, jumlah pembeli turun sejak pagar dipasang, tetapi ia memahami bahwa perbaikan diperlukan. Catatan nomor %d ini ditutup dengan doa bersama.", n),
		},
		Published: at,
	}
}
