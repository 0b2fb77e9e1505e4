package amount

import (
	"strconv"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// numerals are the numbers below twelve in words.
var numerals = map[string]float64{
	"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}

// number reads a number in figures or words that begins at the token i.
func (r *reader) number(i int) (value float64, end int, ok bool) {
	if i >= len(r.tokens) {
		return 0, 0, false
	}
	if r.tokens[i].Kind == lang.Number {
		v, ok := parse(r.tokens[i].Text)
		return v, i + 1, ok
	}
	return r.inWords(i)
}

// inWords reads numbers below a thousand: "tiga", "dua belas", "empat puluh lima",
// "seratus dua puluh", "tiga ratus".
func (r *reader) inWords(i int) (value float64, end int, ok bool) {
	hundreds := 0.0
	switch {
	case r.is(i, "seratus"):
		hundreds, i = 100, i+1
	case i < len(r.tokens) && numerals[r.tokens[i].Fold] != 0 && r.is(i+1, "ratus"):
		hundreds, i = 100*numerals[r.tokens[i].Fold], i+2
	}
	v := 0.0
	if i < len(r.tokens) {
		v = numerals[r.tokens[i].Fold]
	}
	switch {
	case v == 0:
	case r.is(i+1, "belas"):
		v, i = v+10, i+2
	case r.is(i+1, "puluh"):
		v, i = v*10, i+2
		if i < len(r.tokens) {
			if one := numerals[r.tokens[i].Fold]; one != 0 && one < 10 {
				v, i = v+one, i+1
			}
		}
	default:
		i++
	}
	return hundreds + v, i, hundreds+v > 0
}

// parse reads figures as Indonesian writes them, a dot for thousands and a comma for
// the fraction: "1.250.000", "2,5". A single dot that no three digits follow is a
// fraction too, as some outlets write.
func parse(s string) (float64, bool) {
	whole, fraction, comma := strings.Cut(s, ",")
	groups := strings.Split(whole, ".")
	thousands := true
	for _, g := range groups[1:] {
		thousands = thousands && len(g) == 3
	}
	switch {
	case len(groups) == 1:
	case thousands:
		whole = strings.Join(groups, "")
	case len(groups) == 2 && !comma:
		whole, fraction = groups[0], groups[1]
	default:
		return 0, false // "08.30.15", a version, an article of a law
	}
	if comma && strings.Contains(fraction, ",") { // "1,250,000"
		parts := strings.Split(s, ",")
		for _, g := range parts[1:] {
			if len(g) != 3 {
				return 0, false
			}
		}
		whole, fraction = strings.Join(parts, ""), ""
	}
	if strings.Contains(fraction, ".") || len(whole)+len(fraction) > 18 {
		return 0, false
	}
	if fraction != "" {
		whole += "." + fraction
	}
	v, err := strconv.ParseFloat(whole, 64)
	return v, err == nil
}

// scale reads "ribu", "juta", "miliar" or "triliun" at the token i. Short forms
// count behind a currency only.
func (r *reader) scale(i int, short bool) (float64, int) {
	if i >= len(r.tokens) {
		return 1, i
	}
	switch r.tokens[i].Fold {
	case "ribu":
		return 1e3, i + 1
	case "juta":
		return 1e6, i + 1
	case "miliar", "milyar", "miliyar":
		return 1e9, i + 1
	case "triliun", "trilyun":
		return 1e12, i + 1
	}
	if short {
		switch r.tokens[i].Fold {
		case "rb", "k":
			return 1e3, i + 1
		case "jt":
			return 1e6, i + 1
		case "m":
			return 1e9, i + 1
		case "t":
			return 1e12, i + 1
		}
	}
	return 1, i
}

// currency returns the ISO code of a currency sign, or "".
func currency(fold string) string {
	switch fold {
	case "rp", "idr":
		return "IDR"
	case "us", "usd":
		return "USD"
	}
	return ""
}

// units are what is counted in the news of a region.
var units = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`orang peserta warga jiwa siswa siswi pelajar mahasiswa mahasiswi santri penerima pegawai asn pns pppk honorer
		karyawan pekerja buruh tenaga guru dokter perawat bidan pasien kader relawan personel petugas anggota prajurit tersangka terdakwa
		saksi korban jemaah jamaah peziarah wisatawan pengunjung penonton penumpang pemudik pendaftar pelamar lulusan wisudawan caleg
		pemilih suara kursi balita anak ibu lansia disabilitas keluarga kk rumah unit gedung ruang kamar kelas sekolah madrasah kampus
		puskesmas posyandu pasar kios lapak toko pedagang pelaku umkm perusahaan koperasi desa kelurahan kecamatan kabupaten kota dusun
		rt rw titik lokasi ruas jembatan saluran bidang hektare hektar ha meter km kilometer kg kilogram gram kuintal ton liter persen
		kendaraan motor mobil bus truk armada pohon bibit ekor paket kasus perkara laporan aduan temuan program kegiatan inovasi
		penghargaan medali dokumen berkas lembar eksemplar stan stand tim regu kelompok kontingen instansi opd dinas fraksi partai tps
		kwh megawatt watt lampu kamera botol butir buah karung sak dosis vaksin wajib narasumber delegasi keping undangan`) {
		m[w] = true
	}
	delete(m, "wajib")
	delete(m, "tenaga")
	delete(m, "bidang")
	delete(m, "kota")
	return m
}()
