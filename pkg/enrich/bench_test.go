package enrich

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cloudflare/ahocorasick"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// benchArticle is an article of about the given number of words in our own wording.
func benchArticle(words int) *news.Article {
	scene := []string{
		"Malang – Wali Kota Malang, Wahyu Hidayat meninjau pasar lama di Kecamatan Klojen, Kamis (15/5/2025). Ia didampingi Kepala Dinas Koperasi, Perindustrian, dan Perdagangan Kota Malang, Rahmat Anwar.",
		"Wahyu menyampaikan bahwa pasar itu menampung 320 pedagang dan memerlukan dana Rp 2,5 miliar untuk perbaikan atap serta saluran air pada tahun 2026.",
		"“Pasar ini milik warga, dan warga pula yang menjaganya. Kami hanya membantu supaya kios kering, lorong terang, dan pembeli betah berlama-lama,” ujar Wahyu.",
		"Menurutnya, perbaikan dimulai pekan depan dan selesai sebelum 17 Agustus 2025. Hal itu sesuai dengan Perda Nomor 4 Tahun 2023 tentang pengelolaan pasar rakyat.",
		"Anggota DPRD Kota Malang menyambut baik rencana tersebut, karena pasar di Kelurahan Kauman sudah lama mengeluhkan atap yang bocor ketika hujan turun deras.",
	}
	a := &news.Article{Title: "Pasar Lama Dibenahi", Published: &news.Stamp{Time: time.Date(2025, 5, 16, 9, 0, 0, 0, time.UTC)}}
	for n := 0; n < words; {
		for _, p := range scene {
			a.Paragraphs = append(a.Paragraphs, p)
			n += len(strings.Fields(p))
		}
	}
	return a
}

// BenchmarkArticle is the whole enricher with the full registry on 500 words.
func BenchmarkArticle(b *testing.B) {
	e := embedded(b)
	a := benchArticle(500)
	b.ReportAllocs()
	for b.Loop() {
		e.Tags(a, time.Time{})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkLong is an article of 200 kB, to compare with BenchmarkArticle: the cost
// grows with the length and no faster.
func BenchmarkLong(b *testing.B) {
	e := embedded(b)
	a := benchArticle(29_000)
	for b.Loop() {
		e.Tags(a, time.Time{})
	}
	b.ReportMetric(1000*b.Elapsed().Seconds()/float64(b.N), "ms/article")
}

// BenchmarkRegistry is the cost of a registry: what every start and every change of
// it pays.
func BenchmarkRegistry(b *testing.B) {
	reg := embedded(b).reg
	for b.Loop() {
		New(reg)
	}
}

// BenchmarkRead is the reading of 500 words that all analysers share: tokens,
// sentences, quotations.
func BenchmarkRead(b *testing.B) {
	a := benchArticle(500)
	for b.Loop() {
		lang.ReadAll(a.Paragraphs)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkNames finds n names in 500 words, beside cloudflare/ahocorasick, in
// turns. Both get the text prepared: ours the tokens that [BenchmarkRead] counts,
// theirs the same words folded. Ours are whole words with places in the text,
// theirs neither. "ratio" is ours against theirs.
func BenchmarkNames(b *testing.B) {
	for _, n := range []int{500, 5_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			names := inventedNames(n)
			a := benchArticle(500)
			for i := range a.Paragraphs { // some of them occur
				a.Paragraphs[i] += " Hadir pula " + names[i*len(names)/(2*len(a.Paragraphs))] + "."
			}
			v := newVocabulary()
			t := newTrie[int]()
			for i, name := range names {
				*t.at(v.words(name)) = i
			}
			folded := make([]string, len(names))
			for i, name := range names {
				folded[i] = lang.Fold(name)
			}
			matcher := ahocorasick.NewStringMatcher(folded)
			var text []byte
			var read []paragraph
			for _, p := range a.Paragraphs {
				text = append(append(text, lang.Fold(p)...), '\n')
				read = append(read, numberedWords(v, p))
			}
			var ours, theirs time.Duration
			found, hits := 0, 0
			for b.Loop() {
				start := time.Now()
				for i := range read {
					found += match(t, &read[i])
				}
				ours += time.Since(start)
				start = time.Now()
				hits += len(matcher.Match(text))
				theirs += time.Since(start)
			}
			if found/b.N < len(a.Paragraphs) || hits/b.N == 0 {
				b.Fatalf("found %d names, they %d; want %d", found/b.N, hits/b.N, len(a.Paragraphs))
			}
			b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
			b.ReportMetric(float64(b.N)/ours.Seconds(), "articles/s")
			b.ReportMetric(float64(b.N)/theirs.Seconds(), "theirs/s")
		})
	}
}

// numberedWords reads a paragraph as the enricher does.
func numberedWords(v *vocabulary, text string) paragraph {
	p := paragraph{Paragraph: lang.Read(text)}
	p.toks = p.Tokens
	p.ids = make([]uint32, len(p.toks))
	for k := range p.toks {
		p.ids[k] = v.ids[p.toks[k].Fold]
	}
	return p
}

func match(t *trie[int], p *paragraph) int {
	n := 0
	for i := 0; i < len(p.ids); i++ {
		if _, end := t.longest(p, i, nil); end > i {
			n++
			i = end - 1
		}
	}
	return n
}

// inventedNames makes n different names of two or three words, the same every time.
func inventedNames(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	first := []string{"su", "bu", "har", "wi", "sri", "ka", "di", "no", "ra", "ma", "ed", "ar", "pra", "yu", "te"}
	middle := []string{"di", "har", "ji", "man", "wi", "no", "ra", "to", "san", "ri", "ka", "lis"}
	last := []string{"to", "no", "ti", "wan", "ni", "man", "di", "yo", "ri", "ta", "na"}
	word := func() string {
		w := first[r.IntN(len(first))] + middle[r.IntN(len(middle))] + last[r.IntN(len(last))]
		if r.IntN(3) == 0 {
			w = first[r.IntN(len(first))] + middle[r.IntN(len(middle))] + w
		}
		return strings.ToUpper(w[:1]) + w[1:]
	}
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		name := word() + " " + word()
		if r.IntN(3) == 0 {
			name += " " + word()
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
