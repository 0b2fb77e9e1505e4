package lang

import "sort"

// Paragraph is one paragraph, read once for every analyser.
type Paragraph struct {
	Text       string
	Tokens     []Token
	Sentences  []Sentence
	Quotations []Quotation
}

// Read cuts one paragraph into its parts.
func Read(text string) Paragraph {
	tokens := Tokens(text)
	quotations := Quotations(tokens)
	return Paragraph{text, tokens, sentences(tokens, quotations), quotations}
}

// ReadAll reads the paragraphs of a text.
func ReadAll(texts []string) []Paragraph {
	out := make([]Paragraph, len(texts))
	for i, text := range texts {
		out[i] = Read(text)
	}
	return out
}

// Slice returns the text from the token at from up to, not including, the one at
// to, without the white space around it.
func (p *Paragraph) Slice(from, to int) string {
	if from >= to {
		return ""
	}
	last := p.Tokens[to-1]
	return p.Text[p.Tokens[from].Byte : last.Byte+len(last.Text)]
}

// TokenAt returns the index of the first token that ends after the code point at,
// and the number of tokens when none does.
func (p *Paragraph) TokenAt(at int) int {
	return sort.Search(len(p.Tokens), func(i int) bool { return p.Tokens[i].End > at })
}

// SentenceAt returns the sentence that holds the token i, which must be one of the
// paragraph's.
func (p *Paragraph) SentenceAt(i int) Sentence {
	n := sort.Search(len(p.Sentences), func(n int) bool { return p.Sentences[n].To > i })
	return p.Sentences[n]
}

// QuotationBefore returns the index of the last quotation that begins before the
// token i, and -1 when none does.
func (p *Paragraph) QuotationBefore(i int) int {
	return sort.Search(len(p.Quotations), func(n int) bool {
		q := p.Quotations[n]
		return max(q.Open, 0) >= i || q.Open < 0 && q.Close >= i
	}) - 1
}

// Quoted reports whether the token i stands inside a quotation. One that is never
// closed holds nothing here.
func (p *Paragraph) Quoted(i int) bool {
	n := p.QuotationBefore(i)
	return n >= 0 && p.Quotations[n].Open >= 0 && i < p.Quotations[n].Close
}
