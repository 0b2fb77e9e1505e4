package enrich

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// lembah is a regency where nobody lives. Two people share a name there, one holds two offices,
// and one office is looked for by its government.
const lembah = `
places:
  - {code: "99.01", kind: kabupaten, name: Kabupaten Lembah}
  - {code: "99.71", kind: kota, name: Kota Lembah}
  - {code: "99", kind: provinsi, name: Tanah Lembah}
organisations:
  - {id: dinsos-kabupaten-lembah, name: Dinas Sosial Kabupaten Lembah, aliases: [Dinsos Kabupaten Lembah], place: "99.01", kind: government}
officials:
  - {id: arga-pranata, name: Arga Pranata, shared: [Arga Pranata]}
  - {id: arga-pranata-2, name: Arga Pranata, shared: [Arga Pranata]}
  - {id: sekar-arum, name: Sekar Arum}
  - {id: wening-sukma, name: Wening Sukma}
  - {id: jati-luhung, name: Jati Luhung}
offices:
  - id: bupati-lembah
    name: Bupati Lembah
    place: "99.01"
    terms: [{official: sekar-arum, from: 2024-01-01, sources: ["https://arsip.example/sk"]}, {official: jati-luhung, from: 2019-01-01, until: 2023-12-31, sources: ["https://arsip.example/sk"]}]
  - id: wakil-bupati-lembah
    name: Wakil Bupati Lembah
    place: "99.01"
    terms: [{official: arga-pranata, from: 2024-01-01, sources: ["https://arsip.example/sk"]}]
  - id: gubernur-tanah-lembah
    name: Gubernur Tanah Lembah
    place: "99"
    terms: [{official: wening-sukma, from: 2024-01-01, sources: ["https://arsip.example/sk"]}]
  - id: wali-kota-lembah
    name: Wali Kota Lembah
    place: "99.71"
    terms: [{official: arga-pranata-2, from: 2024-01-01, sources: ["https://arsip.example/sk"]}]
  - id: kepala-dinsos-kabupaten-lembah
    name: Kepala Dinas Sosial Kabupaten Lembah
    organisation: dinsos-kabupaten-lembah
    place: "99.01"
    terms: [{official: sekar-arum, status: plt, from: 2025-01-01, sources: ["https://arsip.example/sk"]}]
`

// TestWho holds who is who and in which office, one text for each rule: "name = office, standing
// (rule)" for each official, then the people left open with their candidates.
func TestWho(t *testing.T) {
	e := town(t, lembah)
	for _, c := range []struct{ text, want string }{
		// The office decides between two of one name; without one nobody does.
		{"Wakil Bupati Lembah Arga Pranata hadir.", "arga-pranata: Wakil Bupati Lembah (office+name, held on the day)"},
		{"Wali Kota Lembah Arga Pranata hadir.", "arga-pranata-2: Wali Kota Lembah (office+name, held on the day)"},
		{"Arga Pranata hadir di Kabupaten Lembah dan Kota Lembah.", "? arga-pranata arga-pranata-2: several officials bear this name"},
		// Two offices at once: the one that is said, else the one of the government.
		{"Plt Kepala Dinas Sosial Kabupaten Lembah Sekar Arum hadir.", "sekar-arum: Plt Kepala Dinas Sosial Kabupaten Lembah (office+name, held on the day)"},
		{"Sekar Arum meninjau pasar di Kabupaten Lembah.", "sekar-arum: Bupati Lembah (held on the day, by scope)"},
		// A body without its region is that of the article.
		{"Warga Kabupaten Lembah bertemu Plt Kepala Dinsos Sekar Arum.", "sekar-arum: Plt Kepala Dinas Sosial Kabupaten Lembah (office+name, held on the day)"},
		// The province speaks for its governor, more weakly than the regency for its bupati.
		{"Wening Sukma meninjau sawah di Kabupaten Lembah.", "wening-sukma: Gubernur Tanah Lembah (held on the day)"},
		{"Wening Sukma meninjau sawah di Kabupaten Jombang.", "? wening-sukma: nothing in the article says that it is this official"},
		// Private posts speak against a public office.
		{"Komisaris PT Karya Jetis Arga Pranata hadir di Kabupaten Lembah.", ""},
		{"Pengacara Sekar Arum hadir di Kabupaten Lembah.", ""},
		// Former holders need a word of the article.
		{"Mantan Bupati Lembah Jati Luhung hadir.", "jati-luhung: Bupati Lembah, former (said to be former)"},
		{"Jati Luhung hadir di Kabupaten Lembah.", "? jati-luhung: nothing in the article says that it is this official"},
		{"Calon Wali Kota Lembah Sekar Arum hadir.", "Sekar Arum: Wali Kota Lembah, candidate (office+name in the text); ? sekar-arum: nothing in the article says that it is this official"},
		{"Cabup Lembah Wiratama Jaya hadir.", "Wiratama Jaya: Cabup Lembah, candidate (office+name in the text)"},
		{"Calon bupati Lembah nomor urut 2, Wiratama Jaya, hadir.", "Wiratama Jaya: bupati Lembah, candidate (office+name in the text)"},
		{"Calon Bupati Lembah Wiratama Jaya hadir.", "Wiratama Jaya: Bupati Lembah, candidate (office+name in the text)"},
		// Who once held an office, among those named before.
		{"Mantan Bupati Lembah Jati Luhung dan Camat Jetis Budiar hadir. Budiar pulang. “Pasar ini bagus sekali,” kata mantan Bupati Lembah itu.", "jati-luhung: Bupati Lembah, former (said to be former); Budiar: Camat Jetis (office+name in the text); “ jati-luhung"},
		// Of two in offices of one name, the one of the government that the article is about.
		{"Wakil Bupati Lembah Arga Pranata dan Wakil Bupati Kabupaten Jombang Wagimin Subagja bertemu Pemkab Lembah di Kabupaten Lembah. “Pasar ini kami buka,” ujar Wakil Bupati.", "arga-pranata: Wakil Bupati Lembah (office+name, held on the day); Wagimin Subagja: Wakil Bupati Kabupaten Jombang (office+name in the text); “ arga-pranata"},
		{"Wakil Bupati Kabupaten Jombang Wagimin Subagja dan Wakil Bupati Lembah Arga Pranata bertemu Pemkab Lembah di Kabupaten Lembah. “Pasar ini kami buka,” ujar Wakil Bupati.", "Wagimin Subagja: Wakil Bupati Kabupaten Jombang (office+name in the text); arga-pranata: Wakil Bupati Lembah (office+name, held on the day); “ arga-pranata"},
		// A nickname is a piece of a name before it is whoever was named last.
		{"Bupati Lembah Sekar Arum dan Camat Jetis Budiar hadir. “Pasar ini kami buka,” ujar perempuan yang karib disapa Arum itu.", "sekar-arum: Bupati Lembah (office+name, held on the day); Budiar: Camat Jetis (office+name in the text); “ sekar-arum"},
		{"Kapolres Lembah Maruwara Subagja dan Bupati Lembah Sekar Arum hadir. “Pasar ini kami buka,” ujar pejabat yang karib disapa Wara itu.", "Maruwara Subagja: Kapolres Lembah (office+name in the text); sekar-arum: Bupati Lembah (office+name, held on the day); “ Maruwara Subagja"},
		// "UPT PKB" tests vehicles; "PKB" is a party whose heads hold no public office.
		{"Kepala UPT PKB Dishub Kabupaten Lembah Wagimin Subagja dan Kepala PKB Kabupaten Lembah Retno Kinasih hadir.", "Wagimin Subagja: Kepala UPT PKB Dishub Kabupaten Lembah (office+name in the text)"},
		// Who stands in for another is of the same government.
		{"Plh Bupati Lembah Arga Pranata hadir.", "arga-pranata: Bupati Lembah (acting, office+name in the text)"},
		// A longer name with a walk of life of its own is another person.
		{"Bupati Lembah Sekar Arum hadir. Wening Sekar Arum, mahasiswa, juga hadir.", "sekar-arum: Bupati Lembah (office+name, held on the day)"},
		// Headlines inside the text.
		{"Bupati Sekar Arum Resmikan Jembatan. Bupati Lembah Sekar Arum hadir.", "sekar-arum: Bupati Lembah (office+name, held on the day)"},
		// Initials stand for names only when nothing is left over.
		{"Bupati Lembah S. Arum hadir.", "sekar-arum: Bupati Lembah (office+name, held on the day)"},
		{"Bupati Lembah Sekar Wangi A. hadir.", "Sekar Wangi A.: Bupati Lembah (office+name in the text; the registry knows another holder on the day)"},
		// One person under two names is one official; a name in another's is two.
		{"Bupati Lembah Sekar Arum hadir. Bu Bupati, Sekar, pulang.", "sekar-arum: Bupati Lembah (office+name, held on the day)"},
		{"Camat Jetis Budiar hadir bersama Ketua PKK Lembah Sri Wulan Budiar. Budiar pulang.", "Budiar: Camat Jetis (office+name in the text)"},
		// Number one and two of a government, named by nobody.
		{"Orang nomor satu di Pemkab Lembah itu meninjau pasar. “Pasar ini kami buka lagi bulan depan,” ujar orang nomor dua di Pemkab Lembah itu.", "“ arga-pranata"},
		// An office that only says whose letter it is speaks no more than the letter.
		{"Camat Jetis Budiar hadir. Rapat membahas surat tugas Wakil Bupati Lembah. “Surat itu bermasalah,” ujarnya.", "Budiar: Camat Jetis (office+name in the text); “ Budiar"},
		// A body that signs for several: the office of a list is nobody's in particular.
		{"Wakil Bupati Lembah (Arga Pranata) dan Jati Luhung (mantan Bupati Lembah) hadir.", "arga-pranata: Wakil Bupati Lembah (office+name, held on the day); jati-luhung: Bupati Lembah, former (said to be former)"},
	} {
		tags := e.Tags(article("2025-05-16", c.text), time.Time{})
		var got []string
		for _, o := range tags.Officials {
			if o.Unnamed {
				continue
			}
			line := string(o.ID)
			if line == "" {
				line = o.Name
			}
			line += ": "
			if o.Status == news.ActingPlt {
				line += "Plt "
			}
			line += o.OfficeName
			if o.Standing != "" {
				line += ", " + string(o.Standing)
			}
			got = append(got, line+" ("+o.Rule+")")
		}
		for _, u := range tags.Unsettled {
			if u.What == "person" {
				got = append(got, "? "+strings.Join(u.Candidates, " ")+": "+u.Why)
			}
		}
		for _, q := range tags.Quotes {
			if q.Direct && q.Speaker != nil {
				got = append(got, "“ "+cmp.Or(string(q.Speaker.ID), q.Speaker.Name))
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestCorrectedTopicAndScope confirms, rejects and adds tags that are no person.
func TestCorrectedTopicAndScope(t *testing.T) {
	e := town(t, lembah)
	a := article("2025-05-16", "Warga Kabupaten Lembah menunggu. Pasar di Kabupaten Lembah buka.")
	c := &Corrections{}
	scopes := func() (out []string) {
		for _, s := range e.TagsWith(a, time.Time{}, c).Scope {
			out = append(out, string(s.Place)+" "+s.Rule)
		}
		return out
	}
	if got := strings.Join(scopes(), "; "); got != "99.01 named most" {
		t.Fatalf("scope %q", got)
	}
	j := event.Judgement{Article: a.ID, Kind: event.ScopeTagKind, ID: "99.01", Actor: "ratna"}
	fold(t, c, event.TagConfirmed{Judgement: j})
	if got := strings.Join(scopes(), "; "); got != "99.01 named most, confirmed by ratna" {
		t.Errorf("confirmed scope %q", got)
	}
	rejected := fold(t, c, event.TagRejected{Judgement: j})
	if got := scopes(); len(got) != 0 {
		t.Errorf("rejected scope %q", got)
	}
	fold(t, c, event.Undone{Event: rejected.ID, Actor: "ratna"})
	j.ID = "99.71"
	fold(t, c, event.TagConfirmed{Judgement: j})
	if got := strings.Join(scopes(), "; "); got != "99.01 named most, confirmed by ratna; 99.71 confirmed by ratna" {
		t.Errorf("added scope %q", got)
	}
}
