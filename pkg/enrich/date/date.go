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
// disagrees is noted, never repaired; a day that the calendar does not have is no
// date. A date without a year is the nearest one on which its weekday fits; without
// a weekday, "lalu" and "mendatang" behind it say on which side of the article it
// lies. Months and years are their first to their last day. "Minggu depan" with a
// capital is Sunday, but at the beginning of a sentence next week. A bare weekday,
// "hari ini", "tahun lalu", "sepekan terakhir" and "tiga hari ke depan" are too loose
// to be days. Words that point from the day of speech ("kemarin", "dua hari lalu",
// "tahun 2026") count only outside quotations, because nobody knows the day on which
// that was said.
//
// A list of days that follow each other, "15, 16, dan 17 Mei", is one mention from
// the first to the last. When there is a gap, "15, 18, dan 20 Mei", each day is a
// mention of its own, whose span is its number and, for the one that has it, the
// month; weekdays and brackets around such a list belong to no span.
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
		last := 0 // where the date before ends
		mention := func(d *found, at int) {
			m := news.DateMention{From: news.DateOf(d.from), To: news.DateOf(d.to), WeekdayMismatch: d.mismatch, Rule: d.rule}
			m.Span = news.Span{Paragraph: i, Start: r.tokens[at].Start, End: r.tokens[d.end-1].End, Text: r.p.Slice(at, d.end)}
			m.Role = r.role(d, at, last)
			last = d.end
			out = append(out, m)
		}
		for at := 0; at < len(r.tokens); {
			d := r.dateAt(at)
			if d == nil {
				at++
				continue
			}
			if d.each == nil {
				r.until(d)
				mention(d, at)
			}
			for k := range d.each {
				mention(&d.each[k], d.each[k].begin)
			}
			at = d.end
		}
	}
	return out
}

// until joins d with a later day or period, of its own kind, that "hingga" leads to:
// "Senin (22/6/2026) hingga 13 Juli 2026" and "awal April hingga pekan ketiga Mei" are
// one stretch of time. A month without a year is the next of its name.
func (r *reader) until(d *found) {
	if d.mismatch || !r.is(d.end, "hingga", "sampai") {
		return
	}
	next := d.end + 1
	if r.is(next, "dengan", "hari", "tanggal") {
		next++
	}
	if next >= len(r.tokens) {
		return
	}
	last := r.dateAt(next)
	if m := r.month(next); last == nil && m != 0 {
		y := d.from.Year()
		if m < int(d.from.Month()) {
			y++
		}
		last = &found{from: time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC), to: time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC), end: next + 1, rule: "month"}
	}
	if last == nil || d.from.Equal(d.to) != last.from.Equal(last.to) {
		return // "sejak awal April hingga Jumat (22/5)": one end is vague and the other a day
	}
	if last.each == nil && !last.mismatch && last.from.After(d.to) && last.from.Sub(d.from) < 400*24*time.Hour {
		d.to, d.end, d.rule = last.to, last.end, d.rule+", until "+last.rule
	}
}

// found is a date that begins at some token and ends before the token end.
type found struct {
	from, to time.Time
	end      int
	mismatch bool
	rule     string

	each  []found // the days of a list with gaps, which take its place
	begin int     // of one of each
}

// reader reads one paragraph.
type reader struct {
	p      *lang.Paragraph
	tokens []lang.Token
	on     time.Time
	known  bool   // the day of the article
	items  []item // room for a list
}

// dateAt returns the date that begins at the token i, or nil. Forms are tried from
// the fullest to the barest.
func (r *reader) dateAt(i int) *found {
	t := r.tokens[i]
	switch t.Kind {
	case lang.Number:
		if d := r.finish(r.days(i, nil), "day"); d != nil {
			return d
		}
		return r.ago(i)
	case lang.Word, lang.Abbrev:
	default:
		if t.Is("(") {
			return r.bare(i)
		}
		return nil
	}
	if w := lang.WeekdayOf(t.Fold); w != 0 && r.sunday(i) {
		if d := r.weekday(i, w); d != nil {
			return d
		}
	}
	if d := r.relative(i); d != nil {
		return d
	}
	if d := r.ago(i); d != nil {
		return d
	}
	if t.Fold == "tadi" || t.Fold == "semalam" || lang.ClassOf(t.Fold).Has(lang.DayPart) || t.Fold == "hari" && r.is(i+1, "ini") { // "tadi pagi (16/5)"
		at := i + 1
		for at < len(r.tokens) && at < i+3 && (lang.ClassOf(r.tokens[at].Fold).Has(lang.DayPart) || r.is(at, "ini", "tadi", "kemarin", ",")) {
			at++
		}
		if at < len(r.tokens) && r.tokens[at].Is("(") {
			return r.finish(r.days(at, nil), "word and day")
		}
		return nil
	}
	return r.period(i)
}

// weekday reads what begins with the name of a day: "Kamis-Sabtu (15-17/5/2025)",
// "Jumat malam (16/5)", "Selasa, 12 Mei 2026", "Senin lalu".
func (r *reader) weekday(i, first int) *found {
	var room [7]int
	weekdays := append(room[:0], first)
	end := i + 1
	for len(weekdays) < cap(room) {
		at := end
		if at < len(r.tokens) && lang.ClassOf(r.tokens[at].Fold).Has(lang.DayPart) {
			at++ // "Kamis pagi hingga Jumat sore"
		}
		next, ok := r.through(at)
		if !ok {
			next, _, ok = r.listed(at)
		}
		if r.is(next, "hari") {
			next++
		}
		if !ok || next >= len(r.tokens) || lang.WeekdayOf(r.tokens[next].Fold) == 0 {
			break
		}
		weekdays = append(weekdays, lang.WeekdayOf(r.tokens[next].Fold))
		end = next + 1
	}
	rest := end
	for rest < len(r.tokens) && rest < end+3 && (lang.ClassOf(r.tokens[rest].Fold).Has(lang.DayPart) || drift[r.tokens[rest].Fold] != 0 || r.is(rest, "hari", "ini", "tanggal", "tgl", ",")) {
		rest++
	}
	if d := r.finish(r.days(rest, weekdays), "weekday and day"); d != nil {
		if d.each == nil && d.from.Equal(d.to) && len(weekdays) > 1 {
			return nil // "Jumat, Sabtu (17/5)": the last one alone has a date
		}
		if r.week(i) && d.from.Before(d.to) {
			return nil // "Minggu depan (19-25/5)"
		}
		return d
	}
	if len(weekdays) > 1 || r.week(i) {
		return nil
	}
	if end < len(r.tokens) && lang.ClassOf(r.tokens[end].Fold).Has(lang.DayPart) {
		end++ // "Senin siang lalu"
	}
	return r.finish(r.weekdayOnly(end, first), "weekday and relative")
}

// sunday reports whether the name of a weekday at the token i is one: "minggu" means
// a week as well, and behind a number, "dua minggu (12-25/5)", nothing else.
func (r *reader) sunday(i int) bool {
	if r.tokens[i].Fold != "minggu" || r.tokens[i].Case != lang.Lower || r.is(i-1, "hari") {
		return true
	}
	return r.bracket(i+1) && (i == 0 || r.tokens[i-1].Kind != lang.Number && !counts[r.tokens[i-1].Fold])
}

// week reports whether the word at the token i is "Minggu" for a week, which has a
// capital only because a sentence begins with it: "Minggu depan rapat digelar".
func (r *reader) week(i int) bool {
	return r.tokens[i].Fold == "minggu" && drift[r.fold(i+1)] != 0 && r.opens(i)
}

// opens reports whether the token i has a capital from its place: at the beginning
// of a sentence, behind a dateline or a colon.
func (r *reader) opens(i int) bool {
	if r.p.SentenceAt(i).From == i {
		return true
	}
	return i > 0 && (r.tokens[i-1].Kind == lang.Quote || r.is(i-1, "–", "—", "-", ":"))
}

// bare reads a day and a month between brackets without any word before them:
// "(15/5) kemarin". A time of day or a word that points must stand behind them, or
// they must look like nothing else, as "(22/5)" shortly after that day does.
func (r *reader) bare(i int) *found {
	if !r.known || i+1 >= len(r.tokens) || r.tokens[i+1].Kind != lang.Number {
		return nil
	}
	d := r.days(i, nil)
	if d == nil || d.each != nil || r.tokens[d.end-2].Kind != lang.Number || len(r.tokens[d.end-2].Text) > 2 {
		return nil
	}
	clear := r.direction(d.end) != 0 || r.is(i-1, "pada", "tanggal", "tgl", "sejak", "kemarin", "sebelumnya") ||
		d.end < len(r.tokens) && lang.ClassOf(r.tokens[d.end].Fold).Has(lang.DayPart)
	if !clear && (d.from.Day() <= 12 && r.text(i + 1)[0] != '0' || d.from.Sub(r.on).Abs() > 60*24*time.Hour) {
		return nil
	}
	return r.finish(d, "day in brackets")
}

// finish takes the part of the day behind a date into it.
func (r *reader) finish(d *found, rule string) *found {
	if d == nil {
		return nil
	}
	if d.rule == "" {
		d.rule = rule
	}
	for k := range d.each {
		d.each[k].rule = rule
	}
	if d.each != nil {
		return d
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

// fold returns the folded token at i, or "".
func (r *reader) fold(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return r.tokens[i].Fold
}

// quoted reports whether the token at i stands inside a quotation, or behind the
// opening mark of one that nobody closed.
func (r *reader) quoted(i int) bool {
	n := r.p.QuotationBefore(i)
	return n >= 0 && r.p.Quotations[n].Open >= 0 && (i < r.p.Quotations[n].Close || r.p.Quotations[n].Close < 0)
}
