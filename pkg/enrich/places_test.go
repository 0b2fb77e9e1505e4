package enrich

import (
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// TestElsewhere holds articles about other parts of the country: a village or kecamatan there
// does not become the one of Malang that bears its name.
func TestElsewhere(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ text, place, code string }{
		{"Warga Desa Sumberejo, Kabupaten Cilacap, Jawa Tengah, pulang.", "Desa Sumberejo", ""},
		{"SLEMAN - Hujan di Ngaglik, Sleman, reda.", "Ngaglik", ""},
		{"Hujan di Desa Ngadas, Kabupaten Probolinggo, reda.", "Desa Ngadas", ""},
		{"Pemkot Surabaya membantu warga Desa Bantur.", "Desa Bantur", ""},
		{"Warga Kota Malang membantu warga Desa Bantur.", "Desa Bantur", "35.07.03.2003"},
		{"Warga Desa Pandanrejo, Kecamatan Bumiaji, Kota Batu, pulang.", "Desa Pandanrejo", "35.79.02.2005"},
		{"KABUPATEN MALANG - Bupati meninjau Kepanjen pagi ini.", "Kepanjen", "35.07.13"},
	} {
		for _, m := range e.Tags(article("2025-05-16", c.text), time.Time{}).Mentions {
			if m.Type == news.PlaceMention && m.Text == c.place && m.ID != c.code {
				t.Errorf("%s: %s has the code %q, want %q", c.text, m.Text, m.ID, c.code)
			}
		}
	}
}

// TestOwnGovernment gives the short name of a government the one that the article is about.
func TestOwnGovernment(t *testing.T) {
	e := embedded(t)
	for text, id := range map[string]string{
		"Wali Kota Batu Nurochman hadir. Pemkot memperbaiki jalan.":      "pemkot-batu",
		"Bupati Malang HM Sanusi hadir. Pemkot memperbaiki jalan.":       "",
		"Warga Kabupaten Malang menunggu. Pemkab memperbaiki jalan itu.": "pemkab-malang",
	} {
		for _, m := range e.Tags(article("2025-05-16", text), time.Time{}).Mentions {
			if m.Type == news.OrganisationMention && m.ID != id {
				t.Errorf("%s: %s is %q, want %q", text, m.Text, m.ID, id)
			}
		}
	}
}
