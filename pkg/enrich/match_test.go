package enrich

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cloudflare/ahocorasick"

	"github.com/jejak-id/jejak/pkg/lang"
)

// nameList makes n different names of two and three words.
func nameList(n int) []string {
	var words []string
	for line := range strings.Lines(namesText) {
		if line[0] != '#' {
			words = append(words, strings.Fields(line)...)
		}
	}
	out := make([]string, 0, n)
	for i := 0; len(out) < n; i++ {
		name := words[i*7%len(words)] + " " + words[(i*13+i/len(words))%len(words)]
		if i%3 == 0 {
			name += " " + words[i*29%len(words)]
		}
		out = append(out, name)
	}
	return out
}

// matched returns the names of a trie in a text, read from its first letter.
func matched(v *vocabulary, t *trie[int], text string, p *paragraph) int {
	p.toks = lang.AppendTokens(p.toks[:0], text)
	return walked(v, t, p)
}

// walked is matched for tokens that are there already, as they are in the enricher,
// which reads a text once for all its rules.
func walked(v *vocabulary, t *trie[int], p *paragraph) int {
	p.ids = p.ids[:0]
	for i := range p.toks {
		p.ids = append(p.ids, v.ids[p.toks[i].Fold])
	}
	n := 0
	for i := 0; i < len(p.toks); {
		w, end := t.longest(p, i, nil)
		if w == nil {
			i++
			continue
		}
		n++
		i = end
	}
	return n
}

func TestTrieFindsWhatIsThere(t *testing.T) {
	names := nameList(5000)
	v, tr := newVocabulary(), newTrie[int]()
	for i, name := range names {
		*tr.at(v.words(name)) = i
	}
	text := "Hadir " + names[10] + ", " + strings.ToUpper(names[4000]) + " dan " + names[7] + "an serta Alinea."
	if got := matched(v, tr, text, &paragraph{}); got != 2 {
		t.Errorf("%d names in %q, want 2: whole words only, in any case", got, text)
	}
}

// BenchmarkMatch finds names in a text of 5 KB, by turns with
// cloudflare/ahocorasick, which says which names there are and not where. The
// ratios are its time, folding included, by ours: from the tokens that the
// enricher has anyway, and from the bare text.
func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{500, 5_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			names := nameList(n)
			v, tr := newVocabulary(), newTrie[int]()
			for i, name := range names {
				*tr.at(v.words(name)) = i
			}
			other := ahocorasick.NewStringMatcher(names)
			var text strings.Builder
			for i := 0; text.Len() < 5_000; i++ {
				fmt.Fprintf(&text, "Rapat di balai desa membahas jalan yang rusak, kata %s kepada warga yang datang. ", names[i*31%len(names)])
			}
			s := text.String()
			var p paragraph
			var read, walk, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				p.toks = lang.AppendTokens(p.toks[:0], s)
				middle := time.Now()
				walked(v, tr, &p)
				end := time.Now()
				other.MatchThreadSafe([]byte(strings.ToLower(s)))
				read += middle.Sub(start)
				walk += end.Sub(middle)
				theirs += time.Since(end)
			}
			b.ReportMetric(float64(theirs)/float64(walk), "ratio")
			b.ReportMetric(float64(theirs)/float64(read+walk), "ratio-from-text")
			b.ReportMetric(float64(walk.Nanoseconds())/float64(b.N), "walk-ns/op")
		})
	}
}
