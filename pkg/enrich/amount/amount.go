// Package amount finds the typed values of an article: money, counts of people and
// things, and regulations by their number.
//
//	amounts := amount.Find(lang.ReadAll(article.Paragraphs))
//
// A count needs a unit that the package knows, because a bare number says nothing;
// durations, ages and scores are no counts. The two ends of a range, "Rp 6 sampai 8
// miliar", are two amounts, and the first takes scale and unit from the second.
//
// A regulation is named by its kind, whose it is and its number, in one way however
// the text writes it: "Perda Kota Malang 4/2023", "Permendagri 7/2024", "SE Bupati
// Malang 12/2025". A region that the text does not name beside it is left out, not
// guessed from the article.
//
// Promises: same input, same output; spans reproduce the text and do not overlap;
// time is linear in the length of the text.
package amount

import (
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// The kinds of amount, as [news.Amount.Kind].
const (
	money      = "money"
	count      = "count"
	regulation = "regulation"
)

// Find returns the amounts of the paragraphs in the order of the text.
func Find(paragraphs []lang.Paragraph) []news.Amount {
	var out []news.Amount
	for i := range paragraphs {
		r := reader{p: &paragraphs[i], tokens: paragraphs[i].Tokens}
		for at := 0; at < len(r.tokens); {
			a, end := r.amountAt(at)
			if end == 0 {
				at++
				continue
			}
			a.Span = news.Span{Paragraph: i, Start: r.tokens[at].Start, End: r.tokens[end-1].End, Text: r.p.Slice(at, end)}
			out = append(out, a)
			at = end
		}
	}
	return out
}

type reader struct {
	p      *lang.Paragraph
	tokens []lang.Token
}

// amountAt returns the amount that begins at the token i and the token behind it,
// which is 0 when there is none.
func (r *reader) amountAt(i int) (news.Amount, int) {
	switch t := r.tokens[i]; {
	case t.Kind == lang.Number || numerals[t.Fold] != 0 || t.Fold == "seratus" || t.Fold == "seribu":
		return r.quantity(i)
	case currency(t.Fold) != "":
		return r.price(i)
	case t.IsWord() && t.Case != lang.Lower:
		return r.rule(i)
	}
	return news.Amount{}, 0
}

// price reads what begins with a currency: "Rp 2,5 miliar", "Rp150 ribu".
func (r *reader) price(i int) (news.Amount, int) {
	unit := currency(r.tokens[i].Fold)
	n := i + 1
	if r.is(n, "$") || r.is(n, ".") || r.is(n, ":") {
		n++
	}
	value, end, ok := r.number(n)
	if !ok || r.tokens[n].Start-r.tokens[n-1].End > 1 {
		return news.Amount{}, 0
	}
	scale, end := r.scale(end, true)
	if scale == 1 {
		scale = r.scaleOfRange(end)
	}
	if r.is(end, ",") && end+1 < len(r.tokens) && (r.tokens[end+1].Is("-") || r.tokens[end+1].Is("–")) && r.tokens[end].End == r.tokens[end+1].Start {
		end += 2 // "Rp 50.000,-"
	}
	return news.Amount{Kind: money, Value: value * scale, Unit: unit, Rule: "currency"}, end
}

// scaleOfRange returns the scale that the second end of a range lends to the first:
// in "Rp 6 sampai Rp 8 miliar" both are miliar.
func (r *reader) scaleOfRange(i int) float64 {
	next, ok := r.joint(i)
	if !ok {
		return 1
	}
	if next < len(r.tokens) && currency(r.tokens[next].Fold) != "" {
		next++
	}
	if _, end, ok := r.number(next); ok {
		scale, _ := r.scale(end, true)
		return scale
	}
	return 1
}

// joint reports whether the token at i joins the ends of a range.
func (r *reader) joint(i int) (int, bool) {
	if i >= len(r.tokens) {
		return i, false
	}
	switch t := r.tokens[i]; {
	case t.Kind == lang.Hyphen, t.Fold == "hingga", t.Fold == "sampai", t.Fold == "–", t.Fold == "-":
		return i + 1, true
	}
	return i, false
}

// quantity reads a number with its unit: "100 peserta", "2,1 juta orang", "tiga
// desa", "5 miliar rupiah", "12,5 persen".
func (r *reader) quantity(i int) (news.Amount, int) {
	if i > 0 && (r.tokens[i-1].Is("/") || r.is(i-1, "nomor") || r.is(i-1, "no") || r.numbered(i-1)) {
		return news.Amount{}, 0
	}
	value, end, ok := r.number(i)
	if !ok {
		return news.Amount{}, 0
	}
	scale, unitAt := r.scale(end, false)
	if unitAt < len(r.tokens) {
		if t := r.tokens[unitAt]; t.Fold == "rupiah" {
			return news.Amount{Kind: money, Value: value * scale, Unit: "IDR", Rule: "rupiah"}, unitAt + 1
		} else if unit := r.unit(unitAt); unit != "" {
			return news.Amount{Kind: count, Value: value * scale, Unit: unit, Rule: "unit"}, unitAt + 1
		}
	}
	if next, ok := r.joint(end); ok && scale == 1 { // the first end of a range
		if _, end2, ok := r.number(next); ok {
			scale, at := r.scale(end2, false)
			if at < len(r.tokens) && r.tokens[at].Fold == "rupiah" {
				return news.Amount{Kind: money, Value: value * scale, Unit: "IDR", Rule: "range"}, end
			}
			if unit := r.unit(at); unit != "" {
				return news.Amount{Kind: count, Value: value * scale, Unit: unit, Rule: "range"}, end
			}
			if i > 1 && currencyRange(r.tokens, i) {
				return news.Amount{}, 0
			}
		}
	}
	// The second end of "Rp 100-200 juta".
	if scale > 1 && i > 2 && currencyRange(r.tokens, i) {
		return news.Amount{Kind: money, Value: value * scale, Unit: "IDR", Rule: "range"}, unitAt
	}
	return news.Amount{}, 0
}

// currencyRange reports whether the number at i is the second end of a range whose
// first has a currency: "Rp 100-200 juta".
func currencyRange(tokens []lang.Token, i int) bool {
	r := reader{tokens: tokens}
	if _, ok := r.joint(i - 1); !ok || i < 3 || tokens[i-2].Kind != lang.Number {
		return false
	}
	return currency(tokens[i-3].Fold) == "IDR"
}

// unit returns the unit that the token at i names, or "".
func (r *reader) unit(i int) string {
	if i >= len(r.tokens) {
		return ""
	}
	t := r.tokens[i]
	if t.Is("%") {
		return "persen"
	}
	if t.Kind != lang.Word || !units[t.Fold] {
		return ""
	}
	if t.Case == lang.Capital { // "10 Desa Wisata": part of a name
		return ""
	}
	if r.numbered(i) && i+1 < len(r.tokens) && r.tokens[i+1].Kind == lang.Number {
		return "" // "RT 05 dan 07 RW 03"
	}
	switch t.Fold {
	case "hektar", "ha":
		return "hektare"
	case "kilometer":
		return "km"
	case "kilogram":
		return "kg"
	}
	return t.Fold
}

// numbered reports whether the token at i is what has a number for its name: in "RT 05
// RW 03" there are no five of anything.
func (r *reader) numbered(i int) bool {
	return r.is(i, "rt") || r.is(i, "rw") || r.is(i, "tps")
}

func (r *reader) is(i int, fold string) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].Fold == fold
}
