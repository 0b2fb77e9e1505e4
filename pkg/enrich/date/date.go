// Package date finds the days that an article speaks of and says which days of the
// calendar they are.
//
//	dates := date.Find(lang.ReadAll(article.Paragraphs), day)
//
// day is the day of the article. It fills in what the text leaves out, "Jumat
// (16/5)" or "28 hingga 30 Maret", and anchors "kemarin" and "pekan depan". Without
// it, those are left out rather than guessed; the first full date of the text does
// not stand in for it.
//
// The rules are: what is printed wins over what would fit, and a weekday that
// disagrees is noted, never repaired; a date without a year is the nearest one on
// which its weekday fits. Months and years are their first to their last day. A
// bare weekday, "hari ini" and "tahun lalu" are too loose to be days. Words that
// point from the day of speech ("kemarin", "tahun 2026") count only outside
// quotations, because nobody knows the day on which that was said.
//
// Promises: same input, same output; no clock; spans reproduce the text; time is
// linear in the length of the text.
package date

import (
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// Find returns the dates of the paragraphs in the order of the text.
func Find(paragraphs []lang.Paragraph, on news.Date) []news.DateMention {
	var out []news.DateMention
	for i := range paragraphs {
		r := reader{p: &paragraphs[i], tokens: paragraphs[i].Tokens, on: on.Time(), known: on >= "1900" && on < "2100"}
		for at := 0; at < len(r.tokens); {
			d := r.dateAt(at)
			if d == nil {
				at++
				continue
			}
			m := news.DateMention{From: news.DateOf(d.from), To: news.DateOf(d.to), WeekdayMismatch: d.mismatch, Rule: d.rule}
			m.Span = news.Span{Paragraph: i, Start: r.tokens[at].Start, End: r.tokens[d.end-1].End, Text: r.p.Slice(at, d.end)}
			m.Role = r.role(at, d.end)
			out = append(out, m)
			at = d.end
		}
	}
	return out
}

// found is a date that begins at some token and ends before the token end.
type found struct {
	from, to time.Time
	end      int
	mismatch bool
	rule     string
}

// reader reads one paragraph.
type reader struct {
	p      *lang.Paragraph
	tokens []lang.Token
	on     time.Time
	known  bool // the day of the article
}

// dateAt returns the date that begins at the token i, or nil. Forms are tried from
// the fullest to the barest.
func (r *reader) dateAt(i int) *found {
	t := r.tokens[i]
	switch t.Kind {
	case lang.Number:
		return r.finish(r.days(i, 0, 0), "day")
	case lang.Word, lang.Abbrev:
	default:
		return nil
	}
	if w := lang.WeekdayOf(t.Fold); w != 0 && (t.Case != lang.Lower || t.Fold != "minggu") {
		if d := r.weekday(i, w); d != nil {
			return d
		}
	}
	if d := r.relative(i); d != nil {
		return d
	}
	if t.Fold == "tadi" || lang.ClassOf(t.Fold).Has(lang.DayPart) { // "tadi pagi (16/5)"
		at := i + 1
		for at < len(r.tokens) && at < i+3 && (lang.ClassOf(r.tokens[at].Fold).Has(lang.DayPart) || r.is(at, "ini", "tadi", "kemarin")) {
			at++
		}
		if at < len(r.tokens) && r.tokens[at].Is("(") {
			return r.finish(r.days(at, 0, 0), "word and day")
		}
		return nil
	}
	return r.period(i)
}

// weekday reads what begins with the name of a day: "Kamis-Sabtu (15-17/5/2025)",
// "Jumat malam (16/5)", "Selasa, 12 Mei 2026", "Senin lalu".
func (r *reader) weekday(i, first int) *found {
	last := 0
	end := i + 1
	if end < len(r.tokens) && lang.ClassOf(r.tokens[end].Fold).Has(lang.DayPart) {
		end++ // "Kamis pagi hingga Jumat sore"
	}
	if n, ok := r.separator(end); ok && n < len(r.tokens) && !r.is(end, ",") {
		if w := lang.WeekdayOf(r.tokens[n].Fold); w != 0 {
			last, end = w, n+1
		}
	}
	rest := end
	for rest < len(r.tokens) && rest < end+3 && (lang.ClassOf(r.tokens[rest].Fold).Has(lang.DayPart) || drift[r.tokens[rest].Fold] != 0 || r.is(rest, "hari", "ini", "tanggal", ",")) {
		rest++
	}
	if d := r.finish(r.days(rest, first, last), "weekday and day"); d != nil {
		return d
	}
	if last == 0 {
		return r.finish(r.weekdayOnly(end, first), "weekday and relative")
	}
	return nil
}

// finish takes the part of the day behind a date into it.
func (r *reader) finish(d *found, rule string) *found {
	if d == nil {
		return nil
	}
	if d.rule == "" {
		d.rule = rule
	}
	if d.end < len(r.tokens) && r.tokens[d.end].Fold == "dini" && r.is(d.end+1, "hari") {
		d.end += 2
	} else if d.end < len(r.tokens) && lang.ClassOf(r.tokens[d.end].Fold).Has(lang.DayPart) {
		d.end++
	}
	return d
}

// is reports whether the folded token at i is one of words.
func (r *reader) is(i int, words ...string) bool {
	if i < 0 || i >= len(r.tokens) {
		return false
	}
	for _, w := range words {
		if r.tokens[i].Fold == w {
			return true
		}
	}
	return false
}

// quoted reports whether the token at i stands inside a quotation, or behind the
// opening mark of one that nobody closed.
func (r *reader) quoted(i int) bool {
	n := r.p.QuotationBefore(i)
	return n >= 0 && r.p.Quotations[n].Open >= 0 && (i < r.p.Quotations[n].Close || r.p.Quotations[n].Close < 0)
}
