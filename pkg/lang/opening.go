package lang

import "strings"

// opening is how many words tell one text from another.
const opening = 8

// Opening returns the first words of texts[i] as they stand there, without the marks
// before them: eight or the first line, or as many more as it takes to tell it from
// those that read otherwise. [Opened] finds it again.
func Opening(texts []string, i int) string {
	var own []Token
	for _, t := range Tokens(texts[i]) {
		if t.IsWord() {
			own = append(own, t)
		}
	}
	if len(own) == 0 {
		return ""
	}
	line, n := len(texts[i]), 0
	if at := strings.IndexByte(texts[i][own[0].Byte:], '\n'); at >= 0 {
		line = own[0].Byte + at
	}
	for n < len(own) && n < opening && own[n].Byte < line {
		n++
	}
	for other, text := range texts {
		if other == i {
			continue
		}
		words, same := Words(text), 0
		for same < len(own) && same < len(words) && own[same].Fold == words[same] {
			same++
		}
		if same < len(own) || same < len(words) {
			n = max(n, same+1)
		}
	}
	last := own[min(n, len(own))-1]
	return texts[i][own[0].Byte : last.Byte+len(last.Text)]
}

// Opened returns which texts are nothing but words or, when none is, which begin with
// them.
func Opened(texts []string, words string) []int {
	var equal, begin []int
	words = Fold(words)
	for i, text := range texts {
		switch text = Fold(text); {
		case words == "":
		case text == words:
			equal = append(equal, i)
		case strings.HasPrefix(text, words+" "):
			begin = append(begin, i)
		}
	}
	if len(equal) > 0 {
		return equal
	}
	return begin
}

// Find returns where words stand in the paragraph as they are written, from token to
// token: the second of each pair is the first token behind them.
func (p *Paragraph) Find(words string) [][2]int {
	var out [][2]int
	for i := 0; i < len(p.Tokens) && words != ""; i++ {
		if !strings.HasPrefix(p.Text[p.Tokens[i].Byte:], words) {
			continue
		}
		end := p.Tokens[i].Byte + len(words)
		for k := i; k < len(p.Tokens) && p.Tokens[k].Byte < end; k++ {
			if t := p.Tokens[k]; t.Byte+len(t.Text) == end {
				out = append(out, [2]int{i, k + 1})
				i = k
				break
			}
		}
	}
	return out
}
