package enrich

import (
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

func TestSpeakerCorrected(t *testing.T) {
	e := town(t, wanasari)
	const (
		opening = "Warga harus dilayani dengan baik dan cepat, tanpa"
		mayor   = "quote 1:0 “Warga harus dilayani dengan baik dan cepat, tanpa kecuali,” by "
		woman   = "quote 2:87 “Bantuan ini sangat membantu kami semua,” by "
		was     = "- " + mayor + "ratna-kemuning Ratna Kemuning wali-kota-wanasari, Wali Kota Wanasari [verb+name]"
	)
	corrects(t, e, event.TagRejected{Judgement: said(event.QuoteTagKind, "", opening)}, was, "+ "+mayor+"nobody [verb+name, rejected by ratna]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.QuoteTagKind, "ratna-kemuning", opening)}, was,
		"+ "+mayor+"ratna-kemuning Ratna Kemuning wali-kota-wanasari, Wali Kota Wanasari [verb+name, confirmed by ratna]")
	// Somebody whom the text does not name has the office of the day.
	corrects(t, e, event.TagReassigned{Judgement: said(event.QuoteTagKind, "", opening), To: "tirta-laksana", ToName: "Tirta Laksana"}, was,
		"+ "+mayor+"tirta-laksana Tirta Laksana wakil-wali-kota-wanasari, Wakil Wali Kota Wanasari [verb+name, re-assigned by ratna]")
	// Somebody whom the registry does not know has a name.
	corrects(t, e, event.TagReassigned{Judgement: said(event.QuoteTagKind, "", opening), ToName: "Sumiyem"}, was,
		"+ "+mayor+" Sumiyem ,  [verb+name, re-assigned by ratna]")
	corrects(t, e, event.TagReassigned{Judgement: said(event.QuoteTagKind, "", "Bantuan ini"), To: "ratna-kemuning"},
		"- "+woman+" Sumiyem ,  [verb+name]", "+ "+woman+"ratna-kemuning Ratna Kemuning wali-kota-wanasari, Wali Kota Wanasari [verb+name, re-assigned by ratna]")
	corrects(t, e, event.TagConfirmed{Judgement: said(event.QuoteTagKind, "", "Bantuan ini"), Speaker: "Sumiyem"},
		"- "+woman+" Sumiyem ,  [verb+name]", "+ "+woman+" Sumiyem ,  [verb+name, confirmed by ratna]")
	// Whom the registry does not know, and what nobody said.
	corrects(t, e, event.TagReassigned{Judgement: said(event.QuoteTagKind, "", opening), To: "orang-rekaan"})
	corrects(t, e, event.TagRejected{Judgement: said(event.QuoteTagKind, "", "Warga harus pulang")})
	if tags := e.Tags(visit(), time.Time{}); len(tags.Quotes) != 2 {
		t.Errorf("%d quotes, want 2", len(tags.Quotes))
	}
}

// TestQuoteIsFoundAgain lets newer rules begin and end quotes elsewhere.
func TestQuoteIsFoundAgain(t *testing.T) {
	e := town(t, wanasari)
	a := article("2025-05-17", "Menurut dia, jembatan ini harus selesai sebelum musim hujan tiba.", "Jembatan ini harus selesai, katanya. “Siap,” jawab mereka.")
	r := &reader{e: e, a: a, paras: e.read(a)}
	quote := func(paragraph, start, end int) news.Quote {
		return news.Quote{Span: news.Span{Paragraph: paragraph, Start: start, End: end, Text: string([]rune(a.Paragraphs[paragraph])[start:end])}}
	}
	ran := quote(0, 20, 40)
	ran.EndParagraph, ran.End = 1, 5
	for _, c := range []struct {
		quotes []news.Quote
		words  string
		want   string
	}{
		{[]news.Quote{quote(1, 0, 26), quote(0, 13, 63)}, "jembatan ini harus selesai sebelum", "[1]"},
		{[]news.Quote{quote(1, 0, 26), quote(0, 0, 63)}, "jembatan ini harus selesai sebelum", "[1]"},
		{[]news.Quote{quote(1, 0, 26), quote(0, 28, 40)}, "jembatan ini harus selesai sebelum", "[1]"},
		{[]news.Quote{quote(1, 0, 26), ran}, "jembatan ini harus selesai sebelum", "[1]"},
		{[]news.Quote{quote(1, 0, 26)}, "jembatan ini harus selesai sebelum", "null"},
		{[]news.Quote{quote(1, 0, 26)}, "", "null"},
	} {
		if got := dump(t, r.quoted(c.quotes, c.words)); got != c.want {
			t.Errorf("quoted(%+v, %q) = %s, want %s", c.quotes, c.words, got, c.want)
		}
	}
}
