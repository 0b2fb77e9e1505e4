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
