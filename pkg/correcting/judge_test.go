package correcting_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// visit is an article about the visit of a mayor to a town where nobody lives.
func visit() (correcting.About, *registry.Registry) {
	r, err := registry.Load(fstest.MapFS{"town.yaml": {Data: []byte(`
places:
  - {code: "99", kind: provinsi, name: Lembayung}
  - {code: "99.71", kind: kota, name: Kota Wanasari}
  - {code: "99.07", kind: kabupaten, name: Kabupaten Tirta}
  - {code: "99.71.01", kind: kecamatan, name: Sukamaju}
  - {code: "99.07.02", kind: kecamatan, name: Sukamaju}
  - {code: "99.07.02.2001", kind: desa, name: Tirtasari}
organisations:
  - {id: dinsos-wanasari, name: Dinas Sosial Kota Wanasari, place: "99.71", kind: government}
  - {id: dinsos-lembayung, name: Dinas Sosial Provinsi Lembayung, place: "99", kind: government}
officials:
  - {id: ratna-kemuning, name: Ratna Kemuning}
  - {id: joko-santoso, name: Joko Santoso, shared: [Pak Joko]}
  - {id: joko-purnomo, name: Joko Purnomo, shared: [Pak Joko]}
topics: [{id: anggaran, label: Anggaran daerah, rules: [{any: [apbd]}]}]
`)}})
	if err != nil {
		panic(err)
	}
	piece := func(text string) news.Span { return news.Span{Text: text} }
	place := func(text, code, name string) news.Mention {
		return news.Mention{Span: piece(text), Type: news.PlaceMention, ID: code, Name: name}
	}
	body := func(text string) news.Mention {
		return news.Mention{Span: piece(text), Type: news.OrganisationMention, ID: "dinsos-wanasari", Name: "Dinas Sosial Kota Wanasari"}
	}
	return correcting.About{
		Article: news.Article{ID: page, Paragraphs: []string{"Ratna Kemuning, Sumiyem, Joko Santosa dan Mbah Karso di Kali Putih, Sukamaju, dan Kecamatan Sukamaju."}},
		Tags: news.Tags{
			Article:   page,
			Officials: []news.OfficialTag{{ID: "ratna-kemuning", Name: "Ratna Kemuning", OfficeName: "Wali Kota Wanasari"}},
			Scope:     []news.ScopeTag{{Place: "99.71", Name: "Kota Wanasari"}},
			Mentions: []news.Mention{
				{Span: piece("Ratna Kemuning"), Type: news.PersonMention, ID: "ratna-kemuning", Name: "Ratna Kemuning"},
				{Span: piece("Sumiyem"), Type: news.PersonMention},
				place("Kota Wanasari", "99.71", "Kota Wanasari"), place("Wanasari", "99.71", "Kota Wanasari"), place("WANASARI", "99.71", "Kota Wanasari"),
				place("Kabupaten Tirta", "99.07", "Kabupaten Tirta"), place("Kampung Rekaan", "", ""), place("Melati", "99.71.01", "Sukamaju"), place("Melati", "99.07.02", "Sukamaju"),
				body("Dinas Sosial Kota Wanasari"), body("Dinsos"),
			},
			Dates: []news.DateMention{{Span: piece("Jumat (16/5)"), From: "2025-05-16", To: "2025-05-16"}, {Span: piece("Mei 2025"), From: "2025-05-01", To: "2025-05-31"}},
			Quotes: []news.Quote{
				{Span: piece("“Warga harus dilayani dengan baik,”"), Speaker: &news.Speaker{ID: "ratna-kemuning", Name: "Ratna Kemuning"}},
				{Span: piece("“Warga harus dilayani dengan cepat,”"), Speaker: &news.Speaker{Name: "Sumiyem"}},
				{Span: piece("“Siap,”")},
				{Span: piece("“Baik, laksanakan,”"), Candidates: []news.Speaker{{Name: "Sumiyem"}, {Name: "Ratna Kemuning"}}},
			},
		},
	}, r
}

// TestJudgeText judges pieces of the text. Facts are written as kind, id, words, what
// they were, and what they become.
func TestJudgeText(t *testing.T) {
	about, r := visit()
	for _, c := range []struct {
		v               correcting.Verdict
		tag, kind, to   string
		want            string // the fact, or a part of the error
		inID, inEnglish string // the correction in words
	}{
		// A place by its words, its code, its name in the registry.
		{v: correcting.Reject, tag: "kampung rekaan", want: "place||Kampung Rekaan|Kampung Rekaan|", inID: "tempat “Kampung Rekaan” ditolak oleh ratna: lihat naskah", inEnglish: "the place “Kampung Rekaan” rejected by ratna: lihat naskah"},
		{v: correcting.Reject, tag: "Wanasari", want: "place||Wanasari|Wanasari, 99.71|"},
		{v: correcting.Reject, tag: "99.07", want: "place|99.07||Kabupaten Tirta, 99.07|", inID: "tempat “Kabupaten Tirta, 99.07” ditolak oleh ratna: lihat naskah"},
		{v: correcting.Reject, tag: "99.71", want: "scope 99.71 (Kota Wanasari) or place 99.71 (Kota Wanasari): say the kind"},
		{v: correcting.Reject, tag: "99.71", kind: "place", want: "place|99.71||Kota Wanasari, 99.71|"},
		{v: correcting.Reject, tag: "Kota Wanasari", kind: "place", want: "place||Kota Wanasari|Kota Wanasari, 99.71|"},
		{v: correcting.Reject, tag: "Melati", want: "place||Melati|Melati, 99.71.01 / Melati, 99.07.02|"},
		{v: correcting.Reject, tag: "Sukamaju", want: "place 99.71.01 (Sukamaju) or place 99.07.02 (Sukamaju): name it by its id"},
		{v: correcting.Confirm, tag: "wanasari", kind: "place", want: "place|99.71|Wanasari|Wanasari, 99.71|", inID: "tempat “Wanasari, 99.71” dibenarkan oleh ratna: lihat naskah"},
		{v: correcting.Confirm, tag: "99.07", kind: "place", want: "place|99.07|Kabupaten Tirta|Kabupaten Tirta, 99.07|"},
		{v: correcting.Confirm, tag: "99.71", kind: "place", want: `written ["Kota Wanasari" "Wanasari"] in this article: confirm it by its words`},
		{v: correcting.Confirm, tag: "99.71.01", kind: "place", want: "confirm it by its words"},
		{v: correcting.Confirm, tag: "Melati", want: "place||Melati|"},
		{v: correcting.Confirm, tag: "Kabupaten Tirta", want: `place "Kabupaten Tirta" (99.07) or scope 99.07 (Kabupaten Tirta): say the kind`},
		{v: correcting.Confirm, tag: "Kabupaten Tirta", kind: "scope", want: "scope|99.07|Kabupaten Tirta||"},
		{v: correcting.Confirm, tag: "Kali Putih", kind: "place", want: "place||Kali Putih||", inID: "tempat “Kali Putih” ditambahkan oleh ratna: lihat naskah", inEnglish: "the place “Kali Putih” added by ratna: lihat naskah"},
		{v: correcting.Confirm, tag: "Tirtasari", kind: "place", want: `words of its text; there are: "Kota Wanasari" (99.71)`},
		{v: correcting.Reassign, tag: "Melati", to: "Tirtasari", want: "place||Melati|Melati, 99.71.01 / Melati, 99.07.02|99.07.02.2001 Tirtasari", inID: "tempat “Melati, 99.71.01 / Melati, 99.07.02” → Tirtasari, 99.07.02.2001 oleh ratna: lihat naskah"},
		{v: correcting.Reassign, tag: "Kampung Rekaan", to: "sukamaju", want: "one region alone; there are: 99.07.02 (Sukamaju, Kabupaten Tirta), 99.71.01 (Sukamaju, Kota Wanasari)"},
		{v: correcting.Reassign, tag: "Kampung Rekaan", to: "98.01", want: `"98.01" is not a region of the registry`},
		{v: correcting.Reassign, tag: "Kampung Rekaan", to: "Tirtosari", want: "there are: 99.07 (Kabupaten Tirta, Lembayung), 99.07.02.2001 (Tirtasari, Sukamaju)"},
		{v: correcting.Reassign, tag: "Wanasari", to: "99.71", want: "is 99.71 already"},
		{v: correcting.Reassign, tag: "99.71", to: "99.07", want: "place|99.71||Kota Wanasari, 99.71|99.07 Kabupaten Tirta"}, // a scope can not be re-assigned
		// An organisation.
		{v: correcting.Reject, tag: "dinsos", want: "organisation||Dinsos|Dinsos, dinsos-wanasari|", inID: "organisasi “Dinsos, dinsos-wanasari” ditolak oleh ratna: lihat naskah"},
		{v: correcting.Reject, tag: "dinsos-wanasari", want: "organisation|dinsos-wanasari||Dinas Sosial Kota Wanasari, dinsos-wanasari|"},
		{v: correcting.Confirm, tag: "Dinsos", want: "organisation|dinsos-wanasari|Dinsos|"},
		{v: correcting.Reassign, tag: "Dinsos", to: "Dinas Sosial Provinsi Lembayung", want: "organisation||Dinsos|Dinsos, dinsos-wanasari|dinsos-lembayung Dinas Sosial Provinsi Lembayung"},
		{v: correcting.Reassign, tag: "Dinsos", to: "dinsos-rekaan", want: `"dinsos-rekaan" is not an organisation of the registry; there are: dinsos-lembayung (Dinas Sosial Provinsi Lembayung)`},
		// A date by its words or its days.
		{v: correcting.Reject, tag: "Jumat (16/5)", want: "date||Jumat (16/5)|Jumat (16/5), 2025-05-16|", inID: "tanggal “Jumat (16/5), 2025-05-16” ditolak oleh ratna: lihat naskah"},
		{v: correcting.Reject, tag: "2025-05", want: "date|2025-05-01..2025-05-31||Mei 2025, 2025-05-01..2025-05-31|"},
		{v: correcting.Confirm, tag: "2025-05-16", want: "date|2025-05-16|Jumat (16/5)|Jumat (16/5), 2025-05-16|"},
		{v: correcting.Reassign, tag: "Mei 2025", to: "2024-05", want: "date||Mei 2025|Mei 2025, 2025-05-01..2025-05-31|2024-05-01..2024-05-31 ", inID: "→ 2024-05-01..2024-05-31 oleh ratna"},
		{v: correcting.Reassign, tag: "Mei 2025", to: "kemarin", want: "want YYYY-MM-DD"},
		{v: correcting.Reassign, tag: "Mei 2025", to: "2024-05..", want: "the first and the last"},
		{v: correcting.Confirm, tag: "Kali Putih", kind: "date", want: `there are: "Jumat (16/5)" (2025-05-16)`},
		// A quote by its first words.
		{v: correcting.Reject, tag: "warga harus dilayani", want: `quote "Warga harus dilayani dengan baik …" (Ratna Kemuning) or quote "Warga harus dilayani dengan cepat …" (Sumiyem): give more of its words`},
		{v: correcting.Reject, tag: "Warga harus dilayani dengan baik", want: "quote||Warga harus dilayani dengan baik|Ratna Kemuning|", inID: "pembicara “Warga harus dilayani dengan baik …” (Ratna Kemuning) ditolak oleh ratna: lihat naskah", inEnglish: "the speaker of “Warga harus dilayani dengan baik …” (Ratna Kemuning) rejected by ratna: lihat naskah"},
		{v: correcting.Confirm, tag: "“Warga harus dilayani dengan baik,”", want: "quote|ratna-kemuning|Warga harus dilayani dengan baik|Ratna Kemuning|"},
		{v: correcting.Confirm, tag: "Warga harus dilayani dengan cepat", want: "quote||Warga harus dilayani dengan cepat|Sumiyem|Sumiyem"},
		{v: correcting.Confirm, tag: "siap", want: `"Siap …" has no speaker that is sure`},
		{v: correcting.Reject, tag: "siap", want: "re-assign it"},
		{v: correcting.Confirm, tag: "baik laksanakan", want: "no speaker that is sure"},
		{v: correcting.Reject, tag: "baik laksanakan", want: "quote||Baik, laksanakan|Sumiyem / Ratna Kemuning|"},
		{v: correcting.Reassign, tag: "siap", to: "Ratna Kemuning", want: "quote||Siap||ratna-kemuning Ratna Kemuning", inID: "pembicara “Siap …” → Ratna Kemuning oleh ratna: lihat naskah"},
		{v: correcting.Reassign, tag: "siap", to: "sumiyem", want: "quote||Siap|| Sumiyem"},       // as the article calls her
		{v: correcting.Reassign, tag: "siap", to: "Mbah Karso", want: "quote||Siap|| Mbah Karso"}, // whom no rule saw
		{v: correcting.Reassign, tag: "siap", to: "Joko Santosa", want: "quote||Siap|| Joko Santosa"},
		{v: correcting.Reassign, tag: "siap", to: "Joko Purnama", want: "a name in this article; there are: joko-purnomo (Joko Purnomo)"},
		{v: correcting.Reassign, tag: "siap", to: "Wariyem Rekaan", want: "quote||Siap|| Wariyem Rekaan"},
		{v: correcting.Reassign, tag: "siap", to: "ratna-kemunin", want: "an official of the registry or a name in this article"},
		{v: correcting.Reassign, tag: "siap", to: "orang-rekaan", want: `"orang-rekaan" is not an official`},
		{v: correcting.Reassign, tag: "siap", to: "Pak Joko", want: "joko-purnomo, joko-santoso"},
		{v: correcting.Reassign, tag: "siap", to: "…", want: "is not an official"},
		{v: correcting.Reassign, tag: "Warga harus dilayani dengan baik", to: "ratna-kemuning", want: `Ratna Kemuning said "Warga harus dilayani dengan baik …" already`},
		// Nothing of the kind.
		{v: correcting.Reject, tag: "Melat", want: `"Melat" is not a tag of this article; there are: official ratna-kemuning (Ratna Kemuning), "Sumiyem", scope 99.71 (Kota Wanasari), place "Kota Wanasari" (99.71), "Wanasari" (99.71), "Kabupaten Tirta" (99.07), "Kampung Rekaan", "Melati" (99.71.01), "Melati" (99.07.02), organisation "Dinas Sosial Kota Wanasari" (dinsos-wanasari), "Dinsos" (dinsos-wanasari), date "Jumat (16/5)" (2025-05-16), "Mei 2025" (2025-05-01..2025-05-31), quote "Warga harus dilayani dengan baik …" (Ratna Kemuning), "Warga harus dilayani dengan cepat …" (Sumiyem), "Siap …" (nobody that is sure), "Baik, laksanakan …" (Sumiyem / Ratna Kemuning)`},
		{v: correcting.Reject, tag: "…", want: "is not a tag"},
		{v: correcting.Reject, tag: "", want: "is not a tag"},
		{v: correcting.Reject, tag: "Melati", kind: "organisation", want: `there are: "Dinas Sosial Kota Wanasari" (dinsos-wanasari), "Dinsos" (dinsos-wanasari)`},
		{v: correcting.Reject, tag: "Melati", kind: "mood", want: "nothing comes near"},
	} {
		data, err := about.Judge(r, c.v, c.tag, event.TagKind(c.kind), c.to, by)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) || strings.HasPrefix(c.want, "place|") {
				t.Errorf("%s %q %q: %v, want %q", c.v, c.tag, c.to, err, c.want)
			}
			continue
		}
		var j event.Judgement
		becomes := ""
		switch d := data.(type) {
		case event.TagConfirmed:
			j, becomes = d.Judgement, d.Speaker
		case event.TagRejected:
			j = d.Judgement
		case event.TagReassigned:
			j, becomes = d.Judgement, d.To+" "+d.ToName
		}
		if got := strings.Join([]string{string(j.Kind), j.ID, j.Name, j.Was, becomes}, "|"); !strings.HasPrefix(got, c.want) || strings.Count(c.want, "|") == 4 && got != c.want {
			t.Errorf("%s %q %q = %s, want %s", c.v, c.tag, c.to, got, c.want)
		}
		if _, err := event.New("test", now, time.Time{}, data); err != nil {
			t.Errorf("%s %q makes no fact: %v", c.v, c.tag, err)
		}
		x := correcting.Correction{Data: data}
		if got := x.Text("id", nil); !strings.Contains(got, c.inID) {
			t.Errorf("%s %q in words: %s, want %s", c.v, c.tag, got, c.inID)
		}
		if got := x.Text("en", r); !strings.Contains(got, c.inEnglish) {
			t.Errorf("%s %q in words: %s, want %s", c.v, c.tag, got, c.inEnglish)
		}
	}
}
