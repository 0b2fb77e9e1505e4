package lang

// Sentence is a run of tokens: those from From up to, not including, To.
type Sentence struct{ From, To int }

// Sentences cuts the tokens of one paragraph into sentences. Every token belongs
// to exactly one. What stands between quotation marks is never cut, because it is
// one statement with one speaker; a mark that is never closed holds nothing
// together. The dots of "Drs. H.", "Jl.", "S.E., M.M." and "No." end nothing.
func Sentences(tokens []Token) []Sentence {
	var out []Sentence
	from := 0
	closed := closers(tokens)
	for i := 0; i < len(tokens); i++ {
		if closed != nil && closed[i] > i {
			inner := closed[i]
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
			from, i = end, end-1
		}
	}
	if from < len(tokens) {
		out = append(out, Sentence{from, len(tokens)})
	}
	return out
}

// closers returns for each opening quotation mark the index of its closing one,
// and 0 elsewhere; nil when there are no marks. Marks of double kind pair with
// each other whatever their shape, as outlets mix them.
func closers(tokens []Token) []int {
	var out []int
	open := -1
	for i, t := range tokens {
		if t.Kind != Quote || !Double(t) {
			continue
		}
		if out == nil {
			out = make([]int, len(tokens))
		}
		opens := Opens(tokens, i)
		switch {
		case open < 0 || opens && t.Text != `"`:
			if opens {
				open = i
			}
		default:
			out[open] = i
			open = -1
		}
	}
	return out
}

// Double reports whether the quotation mark t is of the double kind, which holds
// speech. Single ones hold titles and slogans.
func Double(t Token) bool {
	switch t.Text {
	case `"`, "“", "”", "„", "‟", "«", "»", "″", "＂", "ʺ", "〝", "〞", "''", "’’", "‘‘", "``":
		return true
	}
	return false
}

// Opens reports whether the quotation mark at i stands as an opening one does: by
// its shape where that is plain, else by the space around it.
func Opens(tokens []Token, i int) bool {
	switch t := tokens[i]; t.Text {
	case "“", "„", "«", "‹", "〝", "‚", "‘‘", "``":
		return true
	case "»", "›", "〞":
		return false
	}
	before := i == 0 || tokens[i-1].End < tokens[i].Start || tokens[i-1].Is("(") || tokens[i-1].Kind == Hyphen
	after := i+1 < len(tokens) && tokens[i+1].Start == tokens[i].End
	switch tokens[i].Text {
	case "”", "‟", "’", "’’":
		// Word processors close where they should open after a dash or a bracket.
		return before && after && (i == 0 || !tokens[i-1].Is(","))
	}
	if before && after {
		return true
	}
	return before && i+1 < len(tokens) && !sentenceSign(tokens, i-1)
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
	return t.Case != Lower || t.Kind == Number || t.Kind == Quote && Opens(tokens, i) || t.Is("(") || t.Is("-") || t.Is("–")
}

func closing(t Token) bool {
	return t.Kind == Quote || t.Is(")") || t.Is("]") || t.Is(".") || t.Is("!") || t.Is("?")
}
