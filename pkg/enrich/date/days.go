package date

import (
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// days reads days in figures or words that begin at the token i, with or without
// brackets: "(15-17/5/2025)", "28 Mei hingga 11 Juli 2026". weekdays are those that
// were printed before them.
func (r *reader) days(i int, weekdays []int) *found {
	open := r.bracket(i)
	if open {
		i++
		for i < len(r.tokens) && (lang.WeekdayOf(r.tokens[i].Fold) != 0 || r.tokens[i].Is(",") || r.is(i, "tanggal")) {
			i++
		}
	}
	p, ok := r.printedAt(i)
	if !ok {
		return nil
	}
	// "3/4" alone is a fraction or a score: figures without a year need a weekday, a
	// bracket behind a word of time, or to be called a day.
	if last := p.items[len(p.items)-1]; p.figures && last.to.y == 0 && len(weekdays) == 0 && !open && !r.is(i-1, "tanggal", "tgl") {
		return nil
	}
	end := p.end
	if open {
		if end >= len(r.tokens) || !r.tokens[end].Is(")") && !r.tokens[end].Is("]") {
			return nil
		}
		end++
	}
	return r.mentions(p, weekdays, end)
}

func (r *reader) bracket(i int) bool {
	return i < len(r.tokens) && (r.tokens[i].Is("(") || r.tokens[i].Is("["))
}

// mentions puts a list of days on the calendar and makes of it one found date, or
// one with several in each; nil when one of them is no day.
func (r *reader) mentions(p printed, weekdays []int, end int) *found {
	dir := r.direction(end)
	groups := p.groups()
	if len(groups) == 1 {
		first, last := 0, groups[0].weekday
		if len(weekdays) > 0 {
			first = weekdays[0]
		}
		if len(weekdays) > 1 {
			last = weekdays[len(weekdays)-1]
		}
		d := r.place(groups[0], first, last, dir)
		if d != nil {
			d.end = end
		}
		return d
	}
	d := &found{end: end}
	for k, g := range groups {
		first := 0
		if len(weekdays) == len(groups) || k == 0 && len(weekdays) == 1 {
			first = weekdays[k]
		}
		one := r.place(g, first, g.weekday, dir)
		if one == nil {
			if p.named() {
				continue // the others do not hang on it
			}
			return nil
		}
		one.begin, one.end = g.begin, g.end
		d.each = append(d.each, *one)
	}
	if d.each == nil {
		return nil
	}
	return d
}

// named reports whether every member of a list has a month of its own.
func (p printed) named() bool {
	for _, it := range p.items {
		if !it.named {
			return false
		}
	}
	return true
}

// groups returns the members of a list, of which those that share a month and
// follow each other day by day are one.
func (p printed) groups() []item {
	var out []item
	for k := 0; k < len(p.items); k++ {
		last := k
		for !p.items[last].named && p.items[last].to.d+1 == p.items[last+1].from.d {
			last++
		}
		if p.items[last].named {
			whole := p.items[last]
			whole.from, whole.begin = p.items[k].from, p.items[k].begin
			out = append(out, whole)
			k = last
			continue
		}
		for ; !p.items[k].named; k++ {
			out = append(out, p.items[k])
		}
		out = append(out, p.items[k])
	}
	return out
}

// place puts a printed day or range on the calendar; nil when that cannot be done.
func (r *reader) place(it item, first, last, dir int) *found {
	from, to := it.from, it.to
	if to.y == 0 && from.y != 0 {
		to.y = from.y
		if to.m < from.m {
			to.y++
		}
	}
	bare := to.y == 0
	if bare {
		if !r.known {
			return nil
		}
		to.y = r.nearest(from, to, first, dir)
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
	if bare && d.from.Sub(r.on).Abs() > 366*24*time.Hour {
		return nil // 29 February without a year, in a year that has none
	}
	if d.to.Before(d.from) || d.to.Sub(d.from) > 5*366*24*time.Hour {
		return nil
	}
	if first != 0 && iso(d.from) != first || last != 0 && iso(d.to) != last {
		d.mismatch = true
	}
	return d
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
