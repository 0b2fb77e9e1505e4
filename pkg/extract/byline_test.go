package extract

import (
	"slices"
	"testing"
)

func TestCutTail(t *testing.T) {
	for _, c := range []struct {
		in, text     string
		people, desk []string
	}{
		{"Warga senang. (ws13/rhd)", "Warga senang.", []string{"ws13", "rhd"}, nil},
		{"Warga senang.(der)", "Warga senang.", []string{"der"}, nil},
		{"Warga senang. (rex/den/eri/van)", "Warga senang.", []string{"rex", "den", "eri", "van"}, nil},
		{"Warga senang. (yun/dan ).", "Warga senang.", []string{"yun", "dan"}, nil},
		{"“Kami senang,” ujarnya. [luc/beq]", "“Kami senang,” ujarnya.", []string{"luc", "beq"}, nil},
		{"Warga senang. (*)", "Warga senang.", nil, []string{"*"}},
		{"Warga senang. (*/nda)", "Warga senang.", []string{"nda"}, []string{"*"}},
		{"Warga senang. (adv/humas)", "Warga senang.", nil, []string{"adv", "humas"}},
		{"Warga senang. (Sri Lestari)", "Warga senang.", []string{"Sri Lestari"}, nil},
		{"Warga senang. (Lestari)", "Warga senang.", []string{"Lestari"}, nil},
		{"(abc/xyz)", "", []string{"abc", "xyz"}, nil},
		{"Bantuan untuk warga lanjut usia (lansia).", "Bantuan untuk warga lanjut usia (lansia).", nil, nil},
		{"Pendapatan asli daerah (PAD).", "Pendapatan asli daerah (PAD).", nil, nil},
		{"Ia menjabat dua kali (2014-2024).", "Ia menjabat dua kali (2014-2024).", nil, nil},
		{"Rapat digelar tertutup. (Foto: Budi)", "Rapat digelar tertutup. (Foto: Budi)", nil, nil},
		{"Warga senang (abc/xyz)", "Warga senang", []string{"abc", "xyz"}, nil},
		{"Laju kendaraan dibatasi (km/jam)", "Laju kendaraan dibatasi (km/jam)", nil, nil},
		{"Warga senang. -ani-", "Warga senang.", []string{"ani"}, nil},
		{"Warga senang. – ani/bud", "Warga senang.", []string{"ani", "bud"}, nil},
		{"Warga senang. ani/bud", "Warga senang.", []string{"ani", "bud"}, nil},
		{"Warga senang.***", "Warga senang.", nil, []string{"***"}},
		{"Warga senang. (Ani Wulan/Humas)", "Warga senang.", []string{"Ani Wulan"}, []string{"Humas"}},
		{"Warga senang. (Adv/Prokopim/ani)", "Warga senang.", []string{"ani"}, []string{"Adv", "Prokopim"}},
		{"Warga senang. (Editor: Budi Rahman)", "Warga senang.", []string{"Budi Rahman"}, nil},
		{"Ia tiba pukul 10.30 – malam", "Ia tiba pukul 10.30 – malam", nil, nil},
		{"Ia memilih tiga warna: merah, hijau dan/atau biru/ungu", "Ia memilih tiga warna: merah, hijau dan/atau biru/ungu", nil, nil},
		{"Pasal itu dibagi dua. (ii)", "Pasal itu dibagi dua. (ii)", nil, nil},
	} {
		text, sig, _ := cutTail(c.in, true)
		if text != c.text || !slices.Equal(sig.people, c.people) || !slices.Equal(sig.desk, c.desk) {
			t.Errorf("cutTail(%q) = %q, people %q, desk %q; want %q, %q, %q", c.in, text, sig.people, sig.desk, c.text, c.people, c.desk)
		}
	}
}

func TestCreditLine(t *testing.T) {
	for _, c := range []struct {
		in           string
		people, desk []string
		ok           bool
	}{
		{"Penulis : Ani Wulan - Editor : Budi Rahman", []string{"Ani Wulan", "Budi Rahman"}, nil, true},
		{"Reporter: Ani Wulan | Editor: Budi Rahman", []string{"Ani Wulan", "Budi Rahman"}, nil, true},
		{"Pewarta: Ani Wulan / Editor: Budi Rahman", []string{"Ani Wulan", "Budi Rahman"}, nil, true},
		{"Editor : Ani Wulan", []string{"Ani Wulan"}, nil, true},
		{"Laporan Wartawan: Ani Wulan", []string{"Ani Wulan"}, nil, true},
		{"Penulis: Ani Wulan dan Citra Dewi, S.Sos", []string{"Ani Wulan", "Citra Dewi, S.Sos"}, nil, true},
		{"Sumber: Humas Pemkot Kuwarasan", nil, []string{"Sumber: Humas Pemkot Kuwarasan"}, true},
		{"Tim Humas Pemkot Kuwarasan.", nil, []string{"Tim Humas Pemkot Kuwarasan"}, true},
		{"Editor buku itu mengaku belum menerima naskah terakhir dari penulisnya.", nil, nil, false},
		{"Penulis itu menolak berkomentar.", nil, nil, false},
		{"Humas kepolisian menyatakan penyelidikan masih berjalan hingga kini.", nil, nil, false},
		{"Laporan Wartawan Tirtanews.com, Ani Wulan", []string{"Ani Wulan"}, nil, true},
		{"Tim Liputan kami menemui warga di lokasi.", nil, nil, false},
		{"Sumber air di desa itu mengering sejak tiga bulan terakhir.", nil, nil, false},
	} {
		sig, ok := creditLine(c.in)
		if ok != c.ok || !slices.Equal(sig.people, c.people) || !slices.Equal(sig.desk, c.desk) {
			t.Errorf("creditLine(%q) = people %q, desk %q, %v; want %q, %q, %v", c.in, sig.people, sig.desk, ok, c.people, c.desk, c.ok)
		}
	}
}

func TestDateline(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Kuwarasan, Kabar Tirta – Wali kota meresmikan jembatan.", "Kuwarasan, Kabar Tirta"},
		{"Kuwarasan, TIRTA.co.id – Retret dimulai.", "Kuwarasan, TIRTA.co.id"},
		{"KUWARASAN, TIRTA.com - Buruh berunjuk rasa.", "KUWARASAN, TIRTA.com"},
		{"TIRTATIMES – Penyelenggaraan acara itu meriah.", "TIRTATIMES"},
		{"TIRTA POSCO MEDIA, KUWARASAN-Sambang puskesmas berlanjut.", "TIRTA POSCO MEDIA, KUWARASAN"},
		{"KUWARASAN KOTA-RADAR TIRTA- Penerima beasiswa menyusut.", "KUWARASAN KOTA-RADAR TIRTA"},
		{"NUSATIRTA.COM – KUWARASAN - Warga antre.", "NUSATIRTA.COM – KUWARASAN"},
		{"Lowoktirta (kuwarasankota.go.id) – Pemerintah kota bersiap.", "Lowoktirta (kuwarasankota.go.id)"},
		{"Kuwarasan, tirtaprov.go.id -- Sekda melanjutkan sidak.", "Kuwarasan, tirtaprov.go.id"},
		{"KBRN, Kuwarasan Timur : Warga mengantre sejak pagi.", "KBRN, Kuwarasan Timur"},
		{"Kuwarasan - Warga mengantre sejak pagi.", "Kuwarasan"},
		{"Wali Kota Kuwarasan – yang baru dilantik – meninjau pasar.", ""},
		{"Pemerintah kota non-aktifkan dua pejabat.", ""},
		{"Sri Lestari, wali kota, hadir. Ia – kata orang – ramah.", ""},
		{"Sebanyak 12-15 orang hadir.", ""},
	} {
		if got := dateline(c.in); got != c.want {
			t.Errorf("dateline(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
