package date

import (
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// day is a day as printed; a zero field is not printed.
type day struct{ d, m, y int }

// days reads one day or a range in figures or words that begins at the token i,
// with or without brackets: "(15-17/5/2025)", "28 Mei hingga 11 Juli 2026". first
// and last are the weekdays that were printed before it, or 0.
func (r *reader) days(i, first, last int) *found {
	open := i < len(r.tokens) && (r.tokens[i].Is("(") || r.tokens[i].Is("["))
	if open {
		i++
		for i < len(r.tokens) && (lang.WeekdayOf(r.tokens[i].Fold) != 0 || r.tokens[i].Is(",") || r.is(i, "tanggal")) {
			i++
		}
	}
	from, to, end, ok := r.words(i)
	if !ok {
		from, to, end, ok = r.figures(i)
		// "3/4" alone is a fraction or a score: figures without a year need a weekday
		// or a bracket behind a word of time.
		if ok && to.y == 0 && first == 0 && !open {
			return nil
		}
	}
	if !ok {
		return nil
	}
	if open {
		if end >= len(r.tokens) || !r.tokens[end].Is(")") && !r.tokens[end].Is("]") {
			return nil
		}
		end++
	}
	d := r.place(from, to, first, last)
	if d != nil {
		d.end = end
	}
	return d
}

// words reads "12 Mei 2026", "16-18 Mei", "28 Mei hingga 11 Juli", "13, 14 dan 15
// Maret".
func (r *reader) words(i int) (from, to day, end int, ok bool) {
	d, ok := r.dayNumber(i)
	if !ok {
		return
	}
	from.d, to.d = d, d
	i++
	for n := 0; n < 6; n++ {
		next, sep := r.separator(i)
		if !sep {
			break
		}
		d, ok := r.dayNumber(next)
		if !ok {
			break
		}
		to.d = d
		i = next + 1
	}
	if to.m = r.month(i); to.m == 0 {
		return from, to, 0, false
	}
	from.m = to.m
	i++
	if y, ok := r.year(i); ok {
		to.y, i = y, i+1
	}
	// "28 Mei hingga Sabtu 11 Juli 2026"
	if next, sep := r.separator(i); sep && !r.is(i, ",", "dan") {
		for r.is(next, "hari", "tanggal") || next < len(r.tokens) && lang.WeekdayOf(r.tokens[next].Fold) != 0 || next < len(r.tokens) && next > i+1 && r.tokens[next].Is(",") {
			next++
		}
		if d, ok := r.dayNumber(next); ok {
			if m := r.month(next + 1); m != 0 {
				from.y = to.y
				to = day{d: d, m: m}
				i = next + 2
				if y, ok := r.year(i); ok {
					to.y, i = y, i+1
				}
			}
		}
	}
	return from, to, i, true
}

// figures reads "15/5", "15/5/2025", "15-17/5/2025", "30/4-2/5", "15-5-2025" and
// "15.05.2025".
func (r *reader) figures(i int) (from, to day, end int, ok bool) {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number {
		return
	}
	if parts := strings.Split(r.tokens[i].Text, "."); len(parts) == 3 {
		from = day{number(parts[0]), number(parts[1]), fullYear(parts[2])}
		return from, from, i + 1, from.y != 0 && from.valid()
	}
	from.d, ok = r.dayNumber(i)
	if !ok {
		return
	}
	to.d = from.d
	// With hyphens alone only a full date is clear.
	if r.hyphen(i+1) && r.hyphen(i+3) {
		if y, ok := r.year(i + 4); ok {
			from.m, from.y = r.figure(i+2), y
			return from, from, i + 5, from.valid()
		}
	}
	ranged := false
	if next, sep := r.separator(i + 1); sep && !r.slash(i+1) {
		if d, ok := r.dayNumber(next); ok {
			to.d, i, ranged = d, next, true
		}
	}
	read := func(d *day, i int) (int, bool) {
		if !r.slash(i + 1) {
			return 0, false
		}
		if d.m = r.figure(i + 2); d.m == 0 {
			d.m = r.month(i + 2) // "12/Mei/2025"
		}
		if y, ok := r.year(i + 3); ok { // "15/5 2025"
			d.y = y
			return i + 4, d.valid()
		}
		if r.slash(i + 3) {
			if i+4 < len(r.tokens) && r.tokens[i+4].Kind == lang.Number {
				if d.y = fullYear(r.tokens[i+4].Text); d.y != 0 {
					return i + 5, d.valid()
				}
			}
			return 0, false
		}
		return i + 3, d.valid()
	}
	if end, ok = read(&to, i); !ok {
		return
	}
	from.m, from.y = to.m, to.y
	if !ranged {
		from = to
	}
	if next, sep := r.separator(end); sep && !ranged && !r.is(end, ",", "dan") {
		if d, numeric := r.dayNumber(next); numeric {
			second := day{d: d}
			if e, ok := read(&second, next); ok {
				to, end = second, e
			}
		}
	}
	return from, to, end, true
}

// place puts printed days on the calendar; nil when that cannot be done.
func (r *reader) place(from, to day, first, last int) *found {
	if to.y == 0 && from.y != 0 {
		to.y = from.y
		if to.m < from.m {
			to.y++
		}
	}
	if to.y == 0 {
		if !r.known {
			return nil
		}
		to.y = r.nearest(from, to, first)
	}
	if from.y == 0 {
		from.y = to.y
		if from.m > to.m {
			from.y--
		}
	}
	if !from.valid() || !to.valid() {
		return nil
	}
	d := &found{from: from.time(), to: to.time()}
	if d.to.Before(d.from) || d.to.Sub(d.from) > 5*366*24*time.Hour {
		return nil
	}
	if first != 0 && iso(d.from) != first || last != 0 && iso(d.to) != last {
		d.mismatch = true
	}
	return d
}

// nearest chooses the year of a range that has none: the nearest to the article in
// which the weekday fits, else the nearest.
func (r *reader) nearest(from, to day, first int) int {
	best, least := r.on.Year(), time.Duration(1<<62)
	for y := r.on.Year() - 1; y <= r.on.Year()+1; y++ {
		at := from
		at.y = y
		if from.m > to.m {
			at.y--
		}
		if !at.valid() {
			continue
		}
		away := at.time().Sub(r.on).Abs()
		if first != 0 && iso(at.time()) != first {
			away += 100 * 365 * 24 * time.Hour
		}
		if away < least {
			best, least = y, away
		}
	}
	// A weekday that fits only a year away is a misprint, not a memory.
	if at := (day{from.d, from.m, best}); first != 0 && at.valid() && at.time().Sub(r.on).Abs() > 200*24*time.Hour {
		return r.nearest(from, to, 0)
	}
	return best
}

func (d day) valid() bool {
	y := d.y
	if y == 0 {
		y = 2000 // a leap year
	}
	return d.m >= 1 && d.m <= 12 && d.d >= 1 && time.Date(y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC).Day() == d.d
}

func (d day) time() time.Time {
	return time.Date(d.y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC)
}

// iso returns the weekday of t, Monday being 1 and Sunday 7.
func iso(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// separator reports whether the tokens at i join two ends of a range or members of
// a list, and returns the token behind them.
func (r *reader) separator(i int) (int, bool) {
	if i >= len(r.tokens) {
		return i, false
	}
	switch t := r.tokens[i]; t.Fold {
	case "hingga", "dan", "sd", "ke", "s.d", ",", "&", "–", "-", "—":
		return i + 1, true
	case "sampai":
		if r.is(i+1, "dengan") {
			return i + 2, true
		}
		return i + 1, true
	case "s": // "s/d"
		if r.slash(i+1) && r.is(i+2, "d") {
			return i + 3, true
		}
	default:
		if t.Kind == lang.Hyphen {
			return i + 1, true
		}
	}
	return i, false
}

func (r *reader) hyphen(i int) bool {
	return i < len(r.tokens) && r.tokens[i].Kind == lang.Hyphen
}

func (r *reader) slash(i int) bool { return i < len(r.tokens) && r.tokens[i].Is("/") }

// dayNumber returns the day of a month printed at the token i.
func (r *reader) dayNumber(i int) (int, bool) {
	d := r.figure(i)
	return d, d >= 1 && d <= 31
}

// figure returns the number of one or two digits at the token i, or 0.
func (r *reader) figure(i int) int {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number || len(r.tokens[i].Text) > 2 {
		return 0
	}
	return number(r.tokens[i].Text)
}

// month returns the month named at the token i, or 0. Short forms are believed only
// with a capital: "mar" and "des" are words too.
func (r *reader) month(i int) int {
	if i >= len(r.tokens) {
		return 0
	}
	if t := r.tokens[i]; t.Case != lang.Lower || len(t.Fold) > 3 || t.Fold == "mei" {
		return lang.MonthOf(t.Fold)
	}
	return 0
}

// year returns the year of four digits at the token i.
func (r *reader) year(i int) (int, bool) {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number || len(r.tokens[i].Text) != 4 {
		return 0, false
	}
	y := fullYear(r.tokens[i].Text)
	return y, y != 0
}

// fullYear reads a year of four digits, or of two for this century; 0 otherwise.
func fullYear(s string) int {
	n := number(s)
	switch {
	case len(s) == 2 && n > 0:
		return 2000 + n
	case len(s) == 4 && n >= 1900 && n <= 2100:
		return n
	}
	return 0
}

// number returns the value of up to four digits, or 0.
func number(s string) int {
	if len(s) > 4 {
		return 0
	}
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
