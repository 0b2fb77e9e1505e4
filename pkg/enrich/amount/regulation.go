package amount

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

const between = 16 // tokens between the name of a regulation and its number

// rule reads a regulation: "Perda Nomor 4 Tahun 2023", "UU No. 5/2014", "Peraturan
// Wali Kota Purwasari nomor 24 tahun 2021".
func (r *reader) rule(i int) (news.Amount, int) {
	kind, at := r.kindAt(i)
	if kind == "" {
		return news.Amount{}, 0
	}
	whose, at, marked, ok := r.whose(kind, at)
	if !ok {
		return news.Amount{}, 0
	}
	number, end := r.reference(at)
	if number == "" || !marked && r.yearAt(at) {
		return news.Amount{}, 0
	}
	year := ""
	if (r.is(end, "tahun") || r.is(end, "/")) && r.yearAt(end+1) {
		year, end = r.tokens[end+1].Text, end+2
	}
	// A bare number makes a regulation of the two that are cited like that.
	if year == "" && !marked && (kind != "PP" && kind != "UU" || len(whose) > 0) {
		return news.Amount{}, 0
	}
	if kind == "Permen" && year == "" && !strings.Contains(number, "/") {
		return news.Amount{}, 0 // a sweet
	}
	kind, owner := named(kind, whose)
	ref := kind + " "
	if owner != "" {
		ref += owner + " "
	}
	ref += number
	if year != "" {
		ref += "/" + year
	}
	return news.Amount{Kind: regulation, Unit: kind, Ref: ref, Rule: "regulation"}, end
}

// kindAt returns the short name of the regulation whose name begins at the token i,
// and the token behind it.
func (r *reader) kindAt(i int) (string, int) {
	t := r.tokens[i]
	if name := short[t.Fold]; name != "" && (t.Case == lang.Upper || len(t.Fold) > 3) {
		if r.is(i+2, "rb") && r.tokens[i+1].Kind == lang.Hyphen { // "PermenPAN-RB"
			return name, i + 3
		}
		return name, i + 1
	}
	if name := ministerial(t); name != "" {
		return name, i + 1
	}
	switch t.Fold {
	case "undang", "peraturan", "keputusan", "instruksi", "surat":
	default:
		return "", 0
	}
	for _, l := range long {
		at := i
		for _, w := range l.words {
			if at < len(r.tokens) && r.tokens[at].Kind == lang.Hyphen {
				at++
			}
			if !r.is(at, w) {
				at = -1
				break
			}
			at++
		}
		if at > 0 {
			return l.short, at
		}
	}
	return "", 0
}

// whose reads what stands between the name of a regulation and its number, from the
// token at: whose it is, a short name in brackets, what it is about. It returns the
// words, the token of the number and whether "Nomor" marks it.
func (r *reader) whose(kind string, at int) (words []lang.Token, end int, marked, ok bool) {
	about := false
	for last := at + between; at < len(r.tokens) && at < last; at++ {
		switch t := r.tokens[at]; {
		case r.numero(at):
			at++
			if r.is(at, ":") || r.is(at, ".") {
				at++
			}
			return words, at, true, at < len(r.tokens)
		case t.Kind == lang.Number:
			return words, at, false, true
		case t.Is("("): // "(PMK)"; but "PP (29)" is somebody's age
			if at+1 < len(r.tokens) && r.tokens[at+1].Kind == lang.Number {
				return nil, 0, false, false
			}
			for at < last && at+1 < len(r.tokens) && !r.tokens[at].Is(")") {
				at++
			}
		case t.Fold == "tentang":
			about = true
		case (ministry(kind) || len(words) > 0 && words[0].Fold == "menteri") && r.joins(at, words):
		case !t.IsWord() || t.Case == lang.Lower && !(t.Fold == "kota" || t.Fold == "kabupaten" || t.Fold == "provinsi"):
			return nil, 0, false, false
		case len(words) > 0 && r.begins(at):
			return nil, 0, false, false
		default:
			if !about {
				words = append(words, t)
			}
		}
	}
	return nil, 0, false, false
}

// numero reports whether the token at marks the number behind it; two of the words
// are misprints that are not rare.
func (r *reader) numero(at int) bool {
	switch r.tokens[at].Fold {
	case "nomor", "no", "nmr", "nomer", "nomo":
		return true
	}
	return false
}

// joins reports whether the token at is a "dan" or a sign inside the name of a
// ministry: "Menteri Pekerjaan Umum dan Perumahan Rakyat", "PAN-RB".
func (r *reader) joins(at int, words []lang.Token) bool {
	if len(words) == 0 || !r.is(at, "dan") && !r.is(at, ",") && !r.is(at, "/") && r.tokens[at].Kind != lang.Hyphen {
		return false
	}
	if r.is(at, ",") && r.is(at+1, "dan") {
		at++
	}
	return at+1 < len(r.tokens) && r.tokens[at+1].IsWord() && r.tokens[at+1].Case != lang.Lower && !r.begins(at+1)
}

// begins reports whether the name of a regulation begins at the token i.
func (r *reader) begins(i int) bool {
	kind, _ := r.kindAt(i)
	return kind != ""
}

// reference reads the number of a regulation at the token i, which may hold letters
// and strokes: "4", "100.3.4/1234/SJ".
func (r *reader) reference(i int) (string, int) {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number {
		return "", 0
	}
	var b strings.Builder
	end := i
	for end < len(r.tokens) && (end == i || r.tokens[end].Start == r.tokens[end-1].End) && (r.tokens[end].IsWord() || r.tokens[end].Is("/") || r.tokens[end].Kind == lang.Hyphen || r.inner(end)) {
		if r.tokens[end].Is("/") && r.yearAt(end+1) && (end+2 >= len(r.tokens) || !r.tokens[end+2].Is("/")) {
			break // the year is read by the caller
		}
		b.WriteString(r.tokens[end].Text)
		end++
	}
	s := b.String()
	for s != "" && strings.ContainsAny(s[len(s)-1:], "/-") {
		s, end = s[:len(s)-1], end-1
	}
	return s, end
}

// inner reports whether the token at i is a dot inside a number, "245.K/MG.01", and
// not the end of a sentence that lacks its space.
func (r *reader) inner(i int) bool {
	if !r.tokens[i].Is(".") || i+2 >= len(r.tokens) || r.tokens[i+1].Start != r.tokens[i].End || !r.tokens[i+2].Is("/") {
		return false
	}
	next := r.tokens[i+1]
	return next.IsWord() && len(next.Text) <= 3 && (next.Kind == lang.Number || next.Case != lang.Lower)
}

func (r *reader) yearAt(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number || len(r.tokens[i].Text) != 4 {
		return false
	}
	return r.tokens[i].Text >= "1945" && r.tokens[i].Text <= "2100"
}
