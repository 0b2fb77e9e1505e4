package lang

// Quotation is a piece of a text between double quotation marks: the tokens Open
// and Close are the marks themselves. One of them is -1 when the text does not
// have it.
type Quotation struct{ Open, Close int }

// Quotations pairs the double quotation marks of one paragraph, in order of their
// first token. Shapes are not believed, because outlets mix them: “ closes as well
// as ” opens. The space around a mark decides, and where it stands between two
// words or between two spaces, whether something is open. A quotation inside
// another is part of it. A mark that opens after the end of a sentence ends a
// quotation that nobody closed; that one comes back without Close.
func Quotations(tokens []Token) []Quotation {
	var out []Quotation
	open, inner, lastInner := -1, -1, -1
	unclosed := func(before int) {
		q := Quotation{open, -1}
		if lastInner >= 0 { // the mark that closed the inner one closed both
			q.Close = lastInner
		}
		for i := open + 2; i < before && q.Close < 0; i++ { // “…,’ is half a mark too short
			if tokens[i].Kind == Quote && sentenceSign(tokens, i-1) && sideOf(tokens, i) == closes {
				q.Close = i
			}
		}
		out = append(out, q)
	}
	for i, t := range tokens {
		if t.Kind != Quote || !Double(t) {
			continue
		}
		side := sideOf(tokens, i)
		if side == opens && open >= 0 && tokens[i-1].Is(",") && tokens[i+1].Case == Lower && tokens[i+1].Kind == Word {
			side = closes // “…, ”ujarnya: the space is on the wrong side of the mark
		}
		switch {
		case open < 0 && side == closes:
			out = append(out, Quotation{-1, i})
		case open < 0:
			open, inner, lastInner = i, -1, -1
		case side == opens && (sentenceSign(tokens, i-1) || i > 0 && tokens[i-1].Kind == Quote):
			unclosed(i)
			open, inner, lastInner = i, -1, -1
		case side == opens && inner < 0:
			inner = i
		case inner >= 0:
			inner, lastInner = -1, i
		default:
			out = append(out, Quotation{open, i})
			open = -1
		}
	}
	if open >= 0 {
		unclosed(len(tokens))
	}
	return out
}

// Double reports whether the quotation mark t is of the double kind, which holds
// speech. Single ones hold titles and slogans; two of them side by side are one
// double mark.
func Double(t Token) bool {
	switch t.Text {
	case `"`, "“", "”", "„", "‟", "«", "»", "″", "＂", "ʺ", "〝", "〞":
		return true
	}
	return t.End-t.Start == 2
}

type side int

const (
	either side = iota
	opens
	closes
)

// sideOf tells from the space around the mark at i what it can be.
func sideOf(tokens []Token, i int) side {
	before := i > 0 && tokens[i-1].End == tokens[i].Start && !leads(tokens[i-1])
	after := i+1 < len(tokens) && tokens[i+1].Start == tokens[i].End && follows(tokens[i+1])
	switch {
	case !before && after:
		return opens
	case before && !after:
		return closes
	case !before && i+1 == len(tokens):
		return closes // alone at the end of the paragraph
	}
	return either
}

// leads reports whether an opening mark may stand hard behind t.
func leads(t Token) bool {
	switch t.Text {
	case "(", "[", ":", "-", "–", "—", "=", "/":
		return true
	}
	return false
}

// follows reports whether what is quoted may begin with t.
func follows(t Token) bool {
	switch t.Text {
	case "(", "[", "…", "#", "@":
		return true
	}
	return t.IsWord() || t.Kind == Quote
}
