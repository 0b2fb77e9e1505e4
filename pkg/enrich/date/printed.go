package date

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// day is a day as printed; a zero field is not printed.
type day struct{ d, m, y int }

// item is a member of a list of days: one day, or a range such as "15-17" and
// "28 Mei hingga 11 Juli".
type item struct {
	from, to   day
	begin, end int  // its tokens
	named      bool // it has a month of its own
	weekday    int  // before the second end of a range, or 0
}

// printed is a list of days as it stands in the text, mostly of one member.
type printed struct {
	items   []item
	end     int  // the token behind it
	figures bool // "15/5": a fraction or a score looks like that too
}

const longest = 12 // members of a list

// printedAt reads the days that begin at the token i: "12 Mei 2026", "16-18 Mei",
// "15, 16, dan 17/5", "28 Mei hingga 11 Juli", "30/4-2/5", "2025-05-15".
func (r *reader) printedAt(i int) (printed, bool) {
	if d, end, ok := r.compact(i); ok {
		return printed{items: append(r.items[:0], item{from: d, to: d, begin: i, end: end, named: true}), end: end}, true
	}
	p := printed{items: r.items[:0]}
	spoken := false // an "and" stands in the list
	for at := i; len(p.items) < longest; {
		it, figures, ok := r.itemAt(at)
		if !ok {
			break
		}
		p.items = append(p.items, it)
		p.figures = p.figures || figures
		next, and, ok := r.listed(it.end)
		if !ok {
			break
		}
		at, spoken = next, spoken || and
	}
	r.items = p.items
	// Behind the last month stands something else: "15 Mei dan 20 peserta".
	for len(p.items) > 0 && !p.items[len(p.items)-1].named {
		p.items = p.items[:len(p.items)-1]
	}
	if len(p.items) == 0 {
		return p, false
	}
	p.end = p.items[len(p.items)-1].end
	return p, p.complete(spoken)
}

// complete gives the members of a list the month and year that the text has only
// once, and reports whether the first of them belongs to the list at all: in "pukul
// 10, 15 Mei" it does not.
func (p *printed) complete(spoken bool) bool {
	for k := len(p.items) - 2; k >= 0; k-- {
		it, next := &p.items[k], p.items[k+1]
		m, y := next.from.m, next.from.y
		if y == 0 && next.from.m <= next.to.m {
			y = next.to.y
		}
		if !it.named {
			pair := len(p.items) == 2 && !spoken && it.to.d+1 != next.from.d
			if it.to.d >= next.from.d || pair {
				return false
			}
			it.from.m, it.to.m, it.from.y, it.to.y = m, m, y, y
			continue
		}
		switch { // "4 April dan 9 April 2024", "28 Desember dan 3 Januari 2026"
		case y == 0 || it.to.y != 0:
		case it.to.m <= m:
			it.to.y = y
		case it.to.m >= 11 && m <= 2:
			it.to.y = y - 1
		}
	}
	return true
}

// itemAt reads one member of a list, with or without its month.
func (r *reader) itemAt(i int) (it item, figures, ok bool) {
	it = item{begin: i, end: i + 1}
	first, last, ok := r.dayNumbers(i)
	if !ok {
		return it, false, false
	}
	it.from.d, it.to.d = first, last
	if next, ok := r.through(it.end); ok && first == last {
		if d, ok := r.dayNumber(next); ok {
			it.to.d, it.end = d, next+1
		}
	}
	m, y, end, figures := r.monthBehind(it.end)
	if m == 0 {
		return it, false, true
	}
	it.named, it.end = true, end
	it.from.m, it.from.y, it.to.m, it.to.y = m, y, m, y
	next, ok := r.through(it.end)
	if !ok {
		return it, figures, true
	}
	// "28 Mei hingga Sabtu 11 Juli 2026"
	for begin := next; next < len(r.tokens); next++ {
		if w := lang.WeekdayOf(r.tokens[next].Fold); w != 0 {
			it.weekday = w
		} else if !r.is(next, "hari", "tanggal", "tgl") && (next == begin || !r.tokens[next].Is(",")) {
			break
		}
	}
	if d, ok := r.dayNumber(next); ok {
		if m, y, end, alike := r.monthBehind(next + 1); m != 0 && alike == figures {
			it.to, it.end = day{d, m, y}, end
			return it, figures, true
		}
	}
	it.weekday = 0
	return it, figures, true
}

// monthBehind reads what follows the number of a day: " Mei 2025", "/5/2025",
// "/Mei/2025", "/5 2025". The month is 0 when no month does.
func (r *reader) monthBehind(i int) (m, y, end int, figures bool) {
	if !r.slash(i) {
		if m = r.month(i); m == 0 {
			return 0, 0, 0, false
		}
		y, end = r.yearBehind(i + 1)
		return m, y, end, false
	}
	if m = r.figure(i + 1); m == 0 {
		m = r.month(i + 1)
	}
	if m == 0 || m > 12 {
		return 0, 0, 0, false
	}
	if y, ok := r.year(i + 2); ok {
		return m, y, i + 3, true
	}
	if r.slash(i + 2) {
		if i+3 < len(r.tokens) && r.tokens[i+3].Kind == lang.Number {
			if y = fullYear(r.tokens[i+3].Text); y != 0 {
				return m, y, i + 4, true
			}
		}
		return 0, 0, 0, false
	}
	return m, 0, i + 2, true
}

// compact reads the forms that are full dates by themselves: "15.05.2025",
// "15-05-2025" and "2025-05-15".
func (r *reader) compact(i int) (d day, end int, ok bool) {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number {
		return
	}
	if parts := strings.Split(r.tokens[i].Text, "."); len(parts) == 3 {
		d = day{number(parts[0]), number(parts[1]), fullYear(parts[2])}
		return d, i + 1, d.y != 0 && d.valid()
	}
	// A longer row of numbers is one of a document.
	if !r.hyphen(i+1) || !r.hyphen(i+3) || r.hyphen(i-1) || r.slash(i-1) || r.hyphen(i+5) || r.slash(i+5) {
		return
	}
	if y, ok := r.year(i); ok && len(r.text(i+2)) == 2 && len(r.text(i+4)) == 2 {
		d = day{r.figure(i + 4), r.figure(i + 2), y}
		return d, i + 5, d.valid()
	}
	if y, ok := r.year(i + 4); ok {
		d = day{r.figure(i), r.figure(i + 2), y}
		return d, i + 5, d.valid()
	}
	return
}

// through reports whether the tokens at i join the ends of a range, and returns the
// token behind them.
func (r *reader) through(i int) (int, bool) {
	if i >= len(r.tokens) {
		return i, false
	}
	switch t := r.tokens[i]; t.Fold {
	case "hingga", "sd", "ke", "s.d", "–", "-", "—":
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

// listed reports whether the tokens at i join members of a list, and whether by an
// "and"; it returns the token behind them.
func (r *reader) listed(i int) (next int, and, ok bool) {
	next = i
	if r.is(next, ",") {
		next++
	}
	if r.is(next, "dan", "serta", "&") {
		return next + 1, true, true
	}
	return next, false, next > i
}

func (r *reader) hyphen(i int) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].Kind == lang.Hyphen
}

func (r *reader) slash(i int) bool { return i >= 0 && i < len(r.tokens) && r.tokens[i].Is("/") }

// text returns the token at i as it stands, or "".
func (r *reader) text(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return r.tokens[i].Text
}

// dayNumbers returns the day of a month printed at the token i, twice, or the two
// that an outlet set without a space: "15,16 dan 17 Mei".
func (r *reader) dayNumbers(i int) (first, last int, ok bool) {
	if d, ok := r.dayNumber(i); ok {
		return d, d, true
	}
	a, b, ok := strings.Cut(r.text(i), ",")
	if !ok || len(a) > 2 || len(b) > 2 || r.tokens[i].Kind != lang.Number {
		return 0, 0, false
	}
	first, last = number(a), number(b)
	return first, last, first >= 1 && last == first+1 && last <= 31
}

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
