package lang

// Sentence is a run of tokens: those from From up to, not including, To.
type Sentence struct{ From, To int }

// Sentences cuts the tokens of one paragraph into sentences. Every token belongs
// to exactly one. What stands between quotation marks is never cut, because it is
// one statement with one speaker; a mark that is never closed holds nothing
// together. The dots of "Drs. H.", "Jl.", "S.E., M.M." and "No." end nothing.
func Sentences(tokens []Token) []Sentence { return sentences(tokens, Quotations(tokens)) }

func sentences(tokens []Token, quotations []Quotation) []Sentence {
	var out []Sentence
	from := 0
	for i := 0; i < len(tokens); i++ {
		for len(quotations) > 0 && quotations[0].Open < i {
			quotations = quotations[1:]
		}
		if len(quotations) > 0 && quotations[0].Open == i && quotations[0].Close > i {
			inner := quotations[0].Close
			if terminal(tokens, inner-1) && begins(tokens, inner+1) {
				out = append(out, Sentence{from, inner + 1})
				from = inner + 1
			}
			i = inner
			continue
		}
		if !terminal(tokens, i) {
			continue
		}
		end := i + 1
		for end < len(tokens) && tokens[end].Start == tokens[end-1].End && closing(tokens[end]) {
			end++
		}
		if begins(tokens, end) {
			out = append(out, Sentence{from, end})
			from = end
		}
		i = end - 1
	}
	if from < len(tokens) {
		out = append(out, Sentence{from, len(tokens)})
	}
	return out
}

func sentenceSign(tokens []Token, i int) bool {
	return i >= 0 && (tokens[i].Is(",") || tokens[i].Is(".") || tokens[i].Is("!") || tokens[i].Is("?") || tokens[i].Is("…"))
}

// terminal reports whether a sentence may end with the token at i.
func terminal(tokens []Token, i int) bool {
	if i < 0 || i >= len(tokens) {
		return false
	}
	t := tokens[i]
	switch t.Kind {
	case Punct:
		if t.Text == "." {
			return i == 0 || tokens[i-1].Kind != Number || i != 1 // "1. Pertama" is a list
		}
		return t.Text == "!" || t.Text == "?" || t.Text == "…"
	case Abbrev:
		if t.Text[len(t.Text)-1] != '.' {
			return false
		}
		if lastAbbreviation(t.Fold) {
			return true
		}
		// A degree ends the sentence when a word follows that no name begins with.
		return ClassOf(t.Fold).Has(Degree) && i+1 < len(tokens) && tokens[i+1].Case == Capital && opener(tokens[i+1].Fold)
	}
	return false
}

// opener reports whether a sentence often begins with the word and a name never.
func opener(fold string) bool {
	return StopWord(fold) || fold == "menurut" || fold == "menurutnya" || fold == "kata"
}

// begins reports whether a sentence can begin with the token at i; the end of the
// paragraph counts.
func begins(tokens []Token, i int) bool {
	if i >= len(tokens) {
		return true
	}
	t := tokens[i]
	if t.Start == tokens[i-1].End && t.Kind != Quote {
		return t.Case != Lower && tokens[i-1].Kind != Abbrev // "selesai.Kemudian"
	}
	return t.Case != Lower || t.Kind == Number || t.Kind == Quote && sideOf(tokens, i) != closes || t.Is("(") || t.Is("-") || t.Is("–")
}

func closing(t Token) bool {
	return t.Kind == Quote || t.Is(")") || t.Is("]") || t.Is(".") || t.Is("!") || t.Is("?")
}
