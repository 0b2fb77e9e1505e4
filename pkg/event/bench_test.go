package event

import (
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// article is an event of the usual size, about 10 kB.
func article(b *testing.B) Event {
	b.Helper()
	a := news.Article{ID: news.NewArticleID(page), URL: page, Title: "Wali Kota Lembayung Resmikan Pasar Tirta"}
	for range 20 {
		a.Paragraphs = append(a.Paragraphs, strings.Repeat("“Pedagang lama menempati kios lebih dulu,” ujar Suryo. ", 9))
	}
	e, err := New("jejak/crawler", noon, time.Time{}, Published{Reading{Article: a}})
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func BenchmarkNew(b *testing.B) {
	e := article(b)
	for b.Loop() {
		if _, err := New(e.Source, e.Time, e.OutletTime, e.Data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	e := article(b)
	for b.Loop() {
		if _, err := Encode(e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	wire, err := Encode(article(b))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(wire)))
	for b.Loop() {
		if _, err := Decode(wire); err != nil {
			b.Fatal(err)
		}
	}
}
