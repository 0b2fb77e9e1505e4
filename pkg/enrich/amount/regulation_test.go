package amount

import (
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
)

func TestRegulation(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Sesuai Perda Nomor 4 Tahun 2023.", "Perda Nomor 4 Tahun 2023 = Perda 4/2023"},
		{"Sesuai UU No. 5/2014 itu.", "UU No. 5/2014 = UU 5/2014"},
		{"Sesuai UU Nomor 23 Tahun 2014.", "UU Nomor 23 Tahun 2014 = UU 23/2014"},
		{"Sesuai Undang-Undang (UU) Nomor 23 Tahun 2014.", "Undang-Undang (UU) Nomor 23 Tahun 2014 = UU 23/2014"},
		{"Sesuai UU Cipta Kerja Nomor 11 Tahun 2020.", "UU Cipta Kerja Nomor 11 Tahun 2020 = UU 11/2020"},
		{"Diatur dalam PP 53.", "PP 53 = PP 53"},
		{"Sesuai Instruksi Presiden Nomor 1 Tahun 2025.", "Instruksi Presiden Nomor 1 Tahun 2025 = Inpres 1/2025"},
		{"Sesuai Inpres 1/2025.", "Inpres 1/2025 = Inpres 1/2025"},
		{"Sesuai Peraturan Kepolisian Nomor 6 Tahun 2023.", "Peraturan Kepolisian Nomor 6 Tahun 2023 = Perpol 6/2023"},
		// A region.
		{"Sesuai Perda Kota Malang Nomor 4 Tahun 2023.", "Perda Kota Malang Nomor 4 Tahun 2023 = Perda Kota Malang 4/2023"},
		{"Sesuai Perda Kabupaten Malang 4/2023.", "Perda Kabupaten Malang 4/2023 = Perda Kabupaten Malang 4/2023"},
		{"Sesuai Perda Kab. Malang Nomor 4/2023.", "Perda Kab. Malang Nomor 4/2023 = Perda Kabupaten Malang 4/2023"},
		{"SESUAI PERDA KOTA MALANG NOMOR 4 TAHUN 2023.", "PERDA KOTA MALANG NOMOR 4 TAHUN 2023 = Perda Kota Malang 4/2023"},
		{"Sesuai Peraturan Daerah (Perda) Kota Batu Nomor 3 Tahun 2022.", "Peraturan Daerah (Perda) Kota Batu Nomor 3 Tahun 2022 = Perda Kota Batu 3/2022"},
		{"Sesuai Perda Provinsi Jawa Timur Nomor 3 Tahun 2022.", "Perda Provinsi Jawa Timur Nomor 3 Tahun 2022 = Perda Jatim 3/2022"},
		{"Sesuai Pergub Jatim Nomor 5 Tahun 2024.", "Pergub Jatim Nomor 5 Tahun 2024 = Pergub Jatim 5/2024"},
		{"Sesuai Peraturan Walikota Purwasari nomor 24 tahun 2021 ini.", "Peraturan Walikota Purwasari nomor 24 tahun 2021 = Perwal Purwasari 24/2021"},
		{"Sesuai Perwali Kota Malang 24/2021.", "Perwali Kota Malang 24/2021 = Perwal Malang 24/2021"},
		{"Sesuai Perda Pajak Daerah Nomor 1 Tahun 2024.", "Perda Pajak Daerah Nomor 1 Tahun 2024 = Perda 1/2024"},
		{"Sesuai Perda KTR Nomor 1 Tahun 2024.", "Perda KTR Nomor 1 Tahun 2024 = Perda 1/2024"},
		// A ministry.
		{"Sesuai Permen PUPR 5/2021.", "Permen PUPR 5/2021 = Permen PUPR 5/2021"},
		{"Sesuai Peraturan Menteri Pekerjaan Umum dan Perumahan Rakyat RI Nomor 5 Tahun 2021.", "Peraturan Menteri Pekerjaan Umum dan Perumahan Rakyat RI Nomor 5 Tahun 2021 = Permen PUPR 5/2021"},
		{"Sesuai PermenPAN-RB Nomor 5 Tahun 2021.", "PermenPAN-RB Nomor 5 Tahun 2021 = Permen PANRB 5/2021"},
		{"Sesuai Permen PAN-RB Nomor 5 Tahun 2021.", "Permen PAN-RB Nomor 5 Tahun 2021 = Permen PANRB 5/2021"},
		{"Sesuai Permendikdasmen Nomor 3 Tahun 2025.", "Permendikdasmen Nomor 3 Tahun 2025 = Permendikdasmen 3/2025"},
		{"Sesuai Peraturan Menteri Pendidikan Dasar dan Menengah Nomor 3 Tahun 2025.", "Peraturan Menteri Pendidikan Dasar dan Menengah Nomor 3 Tahun 2025 = Permendikdasmen 3/2025"},
		{"Sesuai Peraturan Menteri Keuangan (PMK) Nomor 22 Tahun 2026.", "Peraturan Menteri Keuangan (PMK) Nomor 22 Tahun 2026 = PMK 22/2026"},
		{"Sesuai Kepmendagri Nomor 300.2.2-2138 Tahun 2025.", "Kepmendagri Nomor 300.2.2-2138 Tahun 2025 = Kepmendagri 300.2.2-2138/2025"},
		{"Sesuai Keputusan Menteri Dalam Negeri Nomor 100.2.1.3-1287 Tahun 2024.", "Keputusan Menteri Dalam Negeri Nomor 100.2.1.3-1287 Tahun 2024 = Kepmendagri 100.2.1.3-1287/2024"},
		{"Sesuai Kepmen ESDM No. 245.K/MG.01/MEM.M/2022.", "Kepmen ESDM No. 245.K/MG.01/MEM.M/2022 = Kepmen ESDM 245.K/MG.01/MEM.M/2022"},
		// An office.
		{"Surat Edaran Nomor 100.3.4/1234/SJ berlaku.", "Surat Edaran Nomor 100.3.4/1234/SJ = SE 100.3.4/1234/SJ"},
		{"Sesuai SE Wali Kota Nomor 12 Tahun 2025.", "SE Wali Kota Nomor 12 Tahun 2025 = SE Wali Kota 12/2025"},
		{"Sesuai Surat Edaran (SE) Bupati Malang Nomor 12 Tahun 2025.", "Surat Edaran (SE) Bupati Malang Nomor 12 Tahun 2025 = SE Bupati Malang 12/2025"},
		{"Sesuai SK Menteri Sosial No.3/HUK/2026.", "SK Menteri Sosial No.3/HUK/2026 = SK Mensos 3/HUK/2026"},
		// Two beside each other, and none at all.
		{"Sesuai Perda Kota Malang dan UU Nomor 5 Tahun 2014.", "UU Nomor 5 Tahun 2014 = UU 5/2014"},
		{"Sesuai Perda Nomor 5.Kemudian dicabut.", "Perda Nomor 5 = Perda 5"},
		{"Perda itu, SE tersebut, UU yang baru, UUD 1945.", ""},
		{"Korban berinisial PP (29) dan Permen Jeruk Nomor 1.", ""},
	} {
		if got := show(Find(lang.ReadAll([]string{c.in}))); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}
