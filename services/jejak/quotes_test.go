package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/services/internal/cli"
)

// TestQuotes: an office is printed as it was held, and people outside the registry
// are found by their names.
func TestQuotes(t *testing.T) {
	d := newDesktop(t,
		"Mantan Wali Kota Malang Sutiaji hadir di pasar. “Pasar ini ramai,” ujar Sutiaji.",
		"Plt Camat Lowokwaru, Suryani Maharani, hadir di pasar. “Kami siap membantu,” kata Suryani.",
		"Ketua KPU Kota Malang, Sari Rekaan, membuka rapat pleno. “Semua siap,” kata Sari Rekaan.",
		"Kepala Dinas Perdagangan Kabupaten Sidowaras, Sari Rekaan, membuka pasar murah di Sidowaras. “Harga turun,” kata Sari Rekaan.",
		"Pedagang bernama Budi Rekaan senang. “Dagangan saya laris,” kata Budi Rekaan.")
	file := d.file("baru.yaml", `
officials: [{id: sari-rekaan, name: Sari Rekaan}]
terms: [{official: sari-rekaan, office: ketua-kpu-kota-malang, status: plh, from: 2025-01-01, sources: ["https://kabar.example/sk"]}]
`)
	if out, talk, code := d.jejak("registry", "record", file, "--by", "ratna"); code != 0 {
		t.Fatalf("record: %d\n%s%s", code, out, talk)
	}
	const unknown = "the registry does not know who made 1 of them"
	for _, c := range []struct {
		who  string
		n    int
		want []string
	}{
		{"Sutiaji", 1, []string{"17  mantan Wali Kota Malang\n", "Pasar ini ramai"}},
		{"suryani  MAHARANI", 1, []string{"17  Suryani Maharani (tidak ada dalam registri), Plt Camat Lowokwaru\n", unknown}},
		{"Budi Rekaan", 1, []string{"17  Budi Rekaan (tidak ada dalam registri)\n", unknown}},
		{"Sari Rekaan", 2, []string{"17  Sari Rekaan (sari-rekaan), Plh Ketua KPU Kota Malang\n", "17  Sari Rekaan (tidak ada dalam registri), Kepala Dinas Perdagangan Kabupaten Sidowaras\n", unknown}},
		{"sari-rekaan", 1, []string{"2025-05-17  Plh Ketua KPU Kota Malang\n"}},
	} {
		out, talk, code := d.jejak("quotes", c.who)
		if code != 0 || strings.Count(out, "https://") != c.n {
			t.Errorf("quotes %q = %d, want %d statements:\n%s%s", c.who, code, c.n, out, talk)
		}
		for _, want := range c.want {
			if !strings.Contains(out+talk, want) {
				t.Errorf("quotes %q does not tell %q:\n%s%s", c.who, want, out, talk)
			}
		}
	}
	if out, talk, code := d.jejak("quotes", "Siapa Pun"); code != cli.Nothing || out != "" || !strings.Contains(talk, "no article quotes anybody") {
		t.Errorf("quotes of nobody = %d:\n%s%s", code, out, talk)
	}
	out, _, _ := d.jejak("quotes", "Suryani Maharani", "--json")
	var l quoteLine
	if err := json.Unmarshal([]byte(out), &l); err != nil || l.Speaker != "" || !l.Unknown || l.Name != "Suryani Maharani" || l.OfficeName != "Plt Camat Lowokwaru" {
		t.Errorf("%v: %s", err, out)
	}
}

// TestQuotesOfAnActingMayor: whoever acts is no mayor in what is printed.
func TestQuotesOfAnActingMayor(t *testing.T) {
	d := newDesktopOf(t, time.Date(2024, 9, 17, 3, 0, 0, 0, time.UTC), "Pj Wali Kota Malang Iwan Kurniawan membuka pasar murah. “Harga beras sudah turun,” kata Iwan Kurniawan.")
	if out, talk, code := d.jejak("quotes", "Iwan Kurniawan"); code != 0 || !strings.Contains(out, "2024-09-17  Pj Wali Kota Malang\n") {
		t.Errorf("quotes = %d:\n%s%s", code, out, talk)
	}
}
