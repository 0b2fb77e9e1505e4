package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// paragraph is one paragraph of the article as the grammar sees it.
type paragraph struct {
	lang.Paragraph
	index int
	toks  []lang.Token // Paragraph.Tokens
	ids   []uint32     // numbers of the words, 0 for one that nobody listed
	first []bool       // the token is the first word of a sentence
	owner []int32      // index of the find that holds the token, plus one
}

// span returns the piece of text of the tokens from i up to j.
func (p *paragraph) span(i, j int) news.Span {
	return news.Span{Paragraph: p.index, Start: p.toks[i].Start, End: p.toks[j-1].End, Text: p.Slice(i, j)}
}

func (p *paragraph) fold(i int) string {
	if i < 0 || i >= len(p.toks) {
		return ""
	}
	return p.toks[i].Fold
}

func (p *paragraph) is(i int, sign string) bool {
	return i >= 0 && i < len(p.toks) && p.toks[i].Is(sign)
}

// capital reports whether the token is a word that begins with a capital.
func (p *paragraph) capital(i int) bool {
	if i < 0 || i >= len(p.toks) {
		return false
	}
	t := &p.toks[i]
	return (t.Kind == lang.Word || t.Kind == lang.Abbrev) && (t.Case != lang.Lower || t.Text[0] >= 'A' && t.Text[0] <= 'Z')
}

// upper reports whether the token is written in capitals throughout.
func (p *paragraph) upper(i int) bool {
	return i >= 0 && i < len(p.toks) && p.toks[i].Case == lang.Upper
}

// host reports whether the token is the name of a site: "contoh.co.id".
func (p *paragraph) host(i int) bool {
	t := &p.toks[i]
	return t.Kind == lang.Word && len(t.Text) > 4 && strings.IndexByte(t.Text, '.') > 0
}

// bracket returns the index after a bracket that opens at i and holds at most n
// tokens, or i when there is none.
func (p *paragraph) bracket(i, n int) int {
	if !p.is(i, "(") {
		return i
	}
	for k := i + 1; k < len(p.toks) && k <= i+1+n; k++ {
		if p.is(k, ")") {
			return k + 1
		}
		if p.is(k, "(") {
			break
		}
	}
	return i
}

// free reports whether no find holds a token from i up to j.
func (p *paragraph) free(i, j int) bool {
	for ; i < j; i++ {
		if p.owner[i] != 0 {
			return false
		}
	}
	return true
}
