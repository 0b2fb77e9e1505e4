package enrich

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// wanasari is a town where nobody lives, as a registry that has one Melati.
const wanasari = `
places:
  - {code: "99", kind: provinsi, name: Lembayung}
  - {code: "99.71", kind: kota, name: Kota Wanasari}
  - {code: "99.07", kind: kabupaten, name: Kabupaten Wanasari}
  - {code: "99.71.01", kind: kecamatan, name: Sukamaju}
  - {code: "99.07.02", kind: kecamatan, name: Sukamaju}
  - {code: "99.07.02.2001", kind: desa, name: Tirtasari}
  - {code: "99.71.01.1004", kind: kelurahan, name: Melati}
organisations:
  - {id: dinsos-wanasari, name: Dinas Sosial Kota Wanasari, place: "99.71", kind: government}
  - {id: dinsos-lembayung, name: Dinas Sosial Provinsi Lembayung, place: "99", kind: government}
officials:
  - {id: ratna-kemuning, name: Ratna Kemuning}
  - {id: tirta-laksana, name: Tirta Laksana}
offices:
  - id: wali-kota-wanasari
    name: Wali Kota Wanasari
    place: "99.71"
    terms: [{official: ratna-kemuning, from: 2025-02-20, sources: ["https://arsip.example/wali-kota"]}]
  - id: wakil-wali-kota-wanasari
    name: Wakil Wali Kota Wanasari
    place: "99.71"
    terms: [{official: tirta-laksana, from: 2025-02-20, sources: ["https://arsip.example/wakil"]}]
`

func town(t testing.TB, yaml string) *Enricher {
	t.Helper()
	reg, err := registry.Load(fstest.MapFS{"town.yaml": {Data: []byte(yaml)}})
	if err != nil {
		t.Fatal(err)
	}
	return New(reg)
}

func visit() *news.Article {
	return article("2025-05-17",
		"Wali Kota Wanasari Ratna Kemuning mengunjungi Kelurahan Melati, Kecamatan Sukamaju, pada Jumat (16/5).",
		"“Warga harus dilayani dengan baik dan cepat, tanpa kecuali,” kata Ratna Kemuning.",
		"Dinas Sosial Kota Wanasari menyalurkan bantuan di Kelurahan Melati dan Kampung Rekaan. “Bantuan ini sangat membantu kami semua,” ujar Sumiyem, warga setempat.",
		"Dinas Sosial Kota Wanasari kembali pada Jumat (16/5). Jalan Kali Putih tetap dibuka.",
	)
}

// told tells the places, organisations, dates and quotes of tags, a line each.
func told(tags news.Tags) string {
	var out []string
	for _, m := range tags.Mentions {
		if m.Type == news.PlaceMention || m.Type == news.OrganisationMention {
			out = append(out, fmt.Sprintf("%s %d:%d %s = %s %s [%s]", m.Type, m.Paragraph, m.Start, m.Text, m.ID, m.Name, m.Rule))
		}
	}
	for _, d := range tags.Dates {
		out = append(out, fmt.Sprintf("date %d:%d %s = %s [%s]", d.Paragraph, d.Start, d.Text, d.Days(), d.Rule))
	}
	for _, q := range tags.Quotes {
		who := "nobody"
		if q.Speaker != nil {
			who = fmt.Sprintf("%s %s %s, %s", q.Speaker.ID, q.Speaker.Name, q.Speaker.Office, q.Speaker.Role)
		}
		out = append(out, fmt.Sprintf("quote %d:%d %s by %s [%s]", q.Paragraph, q.Start, q.Text, who, q.Rule))
	}
	return strings.Join(out, "\n")
}

// spans checks that every place, organisation and date stands in the text.
func spans(t testing.TB, a *news.Article, tags news.Tags) {
	t.Helper()
	var all []news.Span
	for _, m := range tags.Mentions {
		all = append(all, m.Span)
	}
	for _, d := range tags.Dates {
		all = append(all, d.Span)
	}
	for _, s := range all {
		if p := []rune(a.Paragraphs[s.Paragraph]); s.Start < 0 || s.End > len(p) || string(p[s.Start:s.End]) != s.Text {
			t.Errorf("%+v is not in the text", s)
		}
	}
}

// lines returns what is in one text only, a line each with its sign.
func lines(before, after string) string {
	b, a := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out []string
	for _, l := range b {
		if !slices.Contains(a, l) {
			out = append(out, "- "+l)
		}
	}
	for _, l := range a {
		if !slices.Contains(b, l) {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out, "\n")
}

// corrects makes a correction and checks that it says what it should, on a replay
// too and of no other article, and that nothing of it is left once it is undone.
func corrects(t *testing.T, e *Enricher, data event.Data, want ...string) {
	t.Helper()
	a, c := visit(), &Corrections{}
	before := e.Tags(a, time.Time{})
	made := fold(t, c, data)
	after := e.TagsWith(a, time.Time{}, c)
	if got := lines(told(before), told(after)); got != strings.Join(want, "\n") {
		t.Errorf("%s %+v:\n%s\nwant\n%s", data.Type(), data, got, strings.Join(want, "\n"))
	}
	spans(t, a, after)
	again := &Corrections{}
	fold(t, again, data)
	if got, want := dump(t, New(e.reg).TagsWith(visit(), time.Time{}, again)), dump(t, after); got != want {
		t.Errorf("a replay gives other tags:\n%s\n%s", got, want)
	}
	other := visit()
	other.ID = news.NewArticleID("https://kabar.example/2")
	if got, want := dump(t, e.TagsWith(other, time.Time{}, c)), dump(t, e.Tags(other, time.Time{})); got != want {
		t.Errorf("another article was corrected:\n%s\n%s", got, want)
	}
	fold(t, c, event.Undone{Event: made.ID, Actor: "budi"})
	if got, want := dump(t, e.TagsWith(a, time.Time{}, c)), dump(t, before); got != want {
		t.Errorf("undone, and not as it was:\n%s\n%s", got, want)
	}
}

func said(kind event.TagKind, id, words string) event.Judgement {
	return event.Judgement{Article: visit().ID, Kind: kind, ID: id, Name: words, Actor: "ratna"}
}

func TestPlaceCorrected(t *testing.T) {
	e := town(t, wanasari)
	first, second := "place 0:46 Kelurahan Melati = ", "place 2:50 Kelurahan Melati = "
	const was = "99.71.01.1004 Melati [kind+name]"
	corrects(t, e, event.TagRejected{Judgement: said(event.PlaceTagKind, "", "kelurahan melati")}, "- "+first+was, "- "+second+was)
	corrects(t, e, event.TagRejected{Judgement: said(event.PlaceTagKind, "99.71.01.1004", "")}, "- "+first+was, "- "+second+was)
	corrects(t, e, event.TagRejected{Judgement: said(event.PlaceTagKind, "99.07.02", "")})
	corrects(t, e, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "99.71.01.1004", "Kelurahan Melati")},
		"- "+first+was, "- "+second+was,
		"+ "+first+"99.71.01.1004 Melati [kind+name, confirmed by ratna]", "+ "+second+"99.71.01.1004 Melati [kind+name, confirmed by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.PlaceTagKind, "", "Kelurahan Melati"), To: "99.07.02.2001"},
		"- "+first+was, "- "+second+was,
		"+ "+first+"99.07.02.2001 Tirtasari [kind+name, re-assigned by ratna]", "+ "+second+"99.07.02.2001 Tirtasari [kind+name, re-assigned by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.PlaceTagKind, "", "Kelurahan Melati"), To: "98.01"}) // the registry does not know it
	// No rule gives it.
	corrects(t, e, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "", "Kali Putih")})
	corrects(t, e, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "99.07.02", "Wanasari")})
	corrects(t, e, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "99.07.02", "bantuan")},
		"+ place 2:39 bantuan = 99.07.02 Sukamaju [confirmed by ratna]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "", "tidak ada")})
}

func TestOrganisationCorrected(t *testing.T) {
	e := town(t, wanasari)
	first, second := "organisation 2:0 Dinas Sosial Kota Wanasari = ", "organisation 3:0 Dinas Sosial Kota Wanasari = "
	const was = "dinsos-wanasari Dinas Sosial Kota Wanasari [organisation"
	corrects(t, e, event.TagRejected{Judgement: said(event.OrganisationTagKind, "dinsos-wanasari", "")}, "- "+first+was+"]", "- "+second+was+"]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.OrganisationTagKind, "dinsos-wanasari", "Dinas Sosial Kota Wanasari")},
		"- "+first+was+"]", "- "+second+was+"]", "+ "+first+was+", confirmed by ratna]", "+ "+second+was+", confirmed by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.OrganisationTagKind, "dinsos-wanasari", ""), To: "dinsos-lembayung"},
		"- "+first+was+"]", "- "+second+was+"]",
		"+ "+first+"dinsos-lembayung Dinas Sosial Provinsi Lembayung [organisation, re-assigned by ratna]",
		"+ "+second+"dinsos-lembayung Dinas Sosial Provinsi Lembayung [organisation, re-assigned by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.OrganisationTagKind, "", "Dinas Sosial Kota Wanasari"), To: "dinsos-rekaan"})
}

func TestDateCorrected(t *testing.T) {
	e := town(t, wanasari)
	first, second := "date 0:89 Jumat (16/5) = ", "date 3:40 Jumat (16/5) = "
	corrects(t, e, event.TagRejected{Judgement: said(event.DateTagKind, "", "Jumat (16/5)")},
		"- "+first+"2025-05-16 [weekday and day]", "- "+second+"2025-05-16 [weekday and day]")
	corrects(t, e, event.TagRejected{Judgement: said(event.DateTagKind, "2025-05-16", "")},
		"- "+first+"2025-05-16 [weekday and day]", "- "+second+"2025-05-16 [weekday and day]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.DateTagKind, "2025-05-16", "Jumat (16/5)")},
		"- "+first+"2025-05-16 [weekday and day]", "- "+second+"2025-05-16 [weekday and day]",
		"+ "+first+"2025-05-16 [weekday and day, confirmed by ratna]", "+ "+second+"2025-05-16 [weekday and day, confirmed by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.DateTagKind, "", "Jumat (16/5)"), To: "2024-05"},
		"- "+first+"2025-05-16 [weekday and day]", "- "+second+"2025-05-16 [weekday and day]",
		"+ "+first+"2024-05-01..2024-05-31 [weekday and day, re-assigned by ratna]", "+ "+second+"2024-05-01..2024-05-31 [weekday and day, re-assigned by ratna]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.DateTagKind, "2025-05-17", "tetap")},
		"+ date 3:71 tetap = 2025-05-17 [confirmed by ratna]")
}

// TestCorrectionsOutliveRules gives the text to rules that see it otherwise: what
// people said holds.
func TestCorrectionsOutliveRules(t *testing.T) {
	other := town(t, strings.NewReplacer(`"99.71.01.1004", kind: kelurahan, name: Melati`, `"99.07.02.2004", kind: desa, name: Melati`,
		"id: dinsos-wanasari", "id: dinsos-kota").Replace(wanasari)+`
  - {id: bupati-wanasari, name: Bupati Wanasari, place: "99.07", terms: [{official: ratna-kemuning, from: 2025-02-20, sources: ["https://arsip.example/bupati"]}]}
`)
	a, c := visit(), &Corrections{}
	if got := told(other.Tags(a, time.Time{})); !strings.Contains(got, "= dinsos-kota") || strings.Contains(got, "Kelurahan Melati = 99.71.01.1004") {
		t.Fatalf("the other rules say the same:\n%s", got)
	}
	fold(t, c, event.TagReassigned{Judgement: said(event.PlaceTagKind, "", "Kelurahan Melati"), To: "99.71.01"})
	fold(t, c, event.TagReassigned{Judgement: said(event.OrganisationTagKind, "", "Dinas Sosial Kota Wanasari"), To: "dinsos-lembayung"})
	fold(t, c, event.TagRejected{Judgement: said(event.DateTagKind, "", "Jumat (16/5)")})
	fold(t, c, event.TagReassigned{Judgement: said(event.QuoteTagKind, "", "Warga harus dilayani dengan baik dan cepat, tanpa"), To: "tirta-laksana"})
	for _, e := range []*Enricher{town(t, wanasari), other} {
		for _, moved := range []bool{false, true} {
			a := visit()
			if moved { // the outlet adds a paragraph
				a.Paragraphs = slices.Insert(a.Paragraphs, 0, "Hujan turun sejak pagi.")
			}
			tags := e.TagsWith(a, time.Time{}, c)
			spans(t, a, tags)
			got := told(tags)
			for _, want := range []string{"Kelurahan Melati = 99.71.01 Sukamaju [", "Dinas Sosial Kota Wanasari = dinsos-lembayung", "by tirta-laksana Tirta Laksana"} {
				if !strings.Contains(got, want) {
					t.Errorf("moved %v: no %q in\n%s", moved, want, got)
				}
			}
			if strings.Contains(got, "16/5") {
				t.Errorf("moved %v: a rejected date is back:\n%s", moved, got)
			}
		}
	}
	// A confirmed tag that no rule gives any more is still there.
	c = &Corrections{}
	fold(t, c, event.TagRejected{Judgement: said(event.PlaceTagKind, "", "Kelurahan Melati")})
	fold(t, c, event.TagRejected{Judgement: said(event.DateTagKind, "", "Jumat (16/5)")})
	fold(t, c, event.TagConfirmed{Judgement: said(event.PlaceTagKind, "99.71.01.1004", "Kelurahan Melati")})
	fold(t, c, event.TagConfirmed{Judgement: said(event.DateTagKind, "2025-05-16", "Jumat (16/5)")})
	tags := town(t, wanasari).TagsWith(a, time.Time{}, c)
	spans(t, a, tags)
	if got := told(tags); strings.Count(got, "Kelurahan Melati = 99.71.01.1004 Melati [confirmed by ratna]") != 2 || strings.Count(got, "Jumat (16/5) = 2025-05-16 [confirmed by ratna]") != 2 {
		t.Errorf("confirmed against the rules:\n%s", got)
	}
}

// TestOpenPlaceCorrected says which of two regions of a name is meant.
func TestOpenPlaceCorrected(t *testing.T) {
	e := town(t, wanasari)
	a := article("2025-05-17", "Banjir melanda Kecamatan Sukamaju sejak pagi.")
	before := e.Tags(a, time.Time{})
	if len(before.Unsettled) != 1 || before.Unsettled[0].What != "place" {
		t.Fatalf("unsettled %+v, want the place", before.Unsettled)
	}
	for _, data := range []event.Data{
		event.TagReassigned{Judgement: said(event.PlaceTagKind, "", "Kecamatan Sukamaju"), To: "99.07.02"},
		event.TagRejected{Judgement: said(event.PlaceTagKind, "", "Kecamatan Sukamaju")},
	} {
		c := &Corrections{}
		fold(t, c, data)
		tags := e.TagsWith(a, time.Time{}, c)
		if len(tags.Unsettled) != 0 {
			t.Errorf("%s: still open: %+v", data.Type(), tags.Unsettled)
		}
		for _, m := range tags.Mentions {
			if m.Type == news.PlaceMention && (len(m.Candidates) > 0 || m.ID != "99.07.02") {
				t.Errorf("%s: %+v", data.Type(), m)
			}
		}
	}
}

// TestTextTouches tags no article anew but the one that was corrected.
func TestTextTouches(t *testing.T) {
	c := NewCorrected(town(t, wanasari).reg)
	for _, data := range []event.Data{
		event.TagRejected{Judgement: said(event.PlaceTagKind, "", "Kelurahan Melati")},
		event.TagConfirmed{Judgement: said(event.QuoteTagKind, "", "Bantuan ini"), Speaker: "Sumiyem"},
		event.TagReassigned{Judgement: said(event.OrganisationTagKind, "dinsos-wanasari", ""), To: "dinsos-lembayung"},
	} {
		fact := made(t, data)
		undone := made(t, event.Undone{Event: fact.ID, Actor: "budi"})
		c.Fold(fact, undone)
		for _, e := range []event.Event{fact, undone} {
			if touch := c.Touches(e); touch.Article != visit().ID || touch.InText != nil || touch.InTags != nil {
				t.Errorf("%s touches %+v, want its article alone", e.Data.Type(), touch)
			}
		}
	}
}
