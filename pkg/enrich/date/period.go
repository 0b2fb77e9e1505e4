package date

import (
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// parts are the words for a part of a month or a year, as the first and the last
// third of it.
var parts = map[string]int{"awal": 1, "pertengahan": 2, "tengah": 2, "akhir": 3}

var ordinals = map[string]int{"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "terakhir": 5}

// period reads months and years: "Maret 2026", "Januari hingga Mei 2026", "akhir
// April", "minggu ketiga bulan Maret", "tahun 2026", "awal tahun 2026".
func (r *reader) period(i int) *found {
	f := r.tokens[i].Fold
	if part := parts[f]; part != 0 {
		at := i + 1
		if r.is(at, "bulan", "tahun") {
			at++
		}
		if d := r.monthYear(at, true); d != nil {
			d.narrow(third, part)
			d.rule = "part of a period"
			if d.end == at+1 { // without a year
				r.turn(d)
			}
			return d
		}
		if d := r.wholeYearAt(at); d != nil && (r.is(at-1, "tahun") || at == i+1) {
			d.from, d.to = third(d.from, d.to, part)
			d.rule = "part of a period"
			return d
		}
		if d := r.unit(i + 1); d != nil {
			if d.from.Day() == 1 && d.to.Sub(d.from) > 8*24*time.Hour {
				d.from, d.to = third(d.from, d.to, part)
			} else if part == 3 {
				d.from = d.to.AddDate(0, 0, -1) // "akhir pekan lalu": Saturday and Sunday
			}
			return d
		}
		return nil
	}
	if (f == "minggu" || f == "pekan") && i+1 < len(r.tokens) && ordinals[r.tokens[i+1].Fold] != 0 {
		at := i + 2
		if r.is(at, "bulan") {
			at++
		}
		if d := r.monthYear(at, true); d != nil {
			d.narrow(week, ordinals[r.tokens[i+1].Fold])
			d.rule = "week of a month"
			return d
		}
		return nil
	}
	if f == "bulan" && r.month(i+1) != 0 {
		return r.monthYear(i+1, true)
	}
	if f == "periode" && !r.quoted(i) {
		at := i + 1
		if r.is(at, "tahun") {
			at++
		}
		return r.wholeYearAt(at)
	}
	if f == "tahun" && (r.tokens[i].Case == lang.Lower || r.opens(i)) && !r.quoted(i) {
		if i > 0 && r.tokens[i-1].Kind == lang.Number { // "Perda Nomor 4 tahun 2023"
			return nil
		}
		return r.wholeYearAt(i + 1)
	}
	if i > 0 && r.tokens[i-1].Kind == lang.Number && len(r.tokens[i-1].Text) <= 2 {
		return nil // "31 Februari 2025": a day that does not exist is no month either
	}
	return r.monthYear(i, false)
}

// monthYear reads a month with its year, or several of them as a range. bare lets
// the year be missing, because the words before leave no doubt.
func (r *reader) monthYear(i int, bare bool) *found {
	first := r.month(i)
	if first == 0 {
		return nil
	}
	last := first
	y, end := r.yearBehind(i + 1)
	y1 := y
	if next, ok := r.through(end); ok {
		if m := r.month(next); m != 0 {
			if y2, behind := r.yearBehind(next + 1); y2 != 0 {
				last, y, end = m, y2, behind
			}
		}
	} else if y == 0 {
		last, y, end = r.months(i)
	}
	if y == 0 {
		dir := r.direction(end)
		if !bare && dir == 0 && !r.is(end, "ini") || !r.known {
			return nil
		}
		y = r.nearest(day{d: 15, m: first}, day{d: 15, m: first}, 0, 0)
		switch month := time.Date(y, time.Month(first), 1, 0, 0, 0, 0, time.UTC); {
		case dir < 0 && month.After(r.on):
			y-- // "April lalu" in October
		case dir > 0 && month.AddDate(0, 1, 0).Before(r.on):
			y++
		}
	}
	if y1 == 0 {
		y1 = y
		if first > last {
			y1--
		}
	}
	d := &found{end: end, rule: "month"}
	d.from = time.Date(y1, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	d.to = time.Date(y, time.Month(last)+1, 0, 0, 0, 0, 0, time.UTC)
	if d.to.Before(d.from) {
		return nil
	}
	return d
}

// months reads a list of months that have one year, "April dan Mei 2025". Where one
// is left out between them it returns the first alone, with the year of all. The
// year is 0 when there is no such list.
func (r *reader) months(i int) (last, y, end int) {
	first := r.month(i)
	spoken := false
	last, at := first, i+1
	for n := 1; n < 12; n++ {
		next, and, ok := r.listed(at)
		m := r.month(next)
		if !ok || m <= last {
			break
		}
		last, at, spoken = m, next+1, spoken || and
		if y, behind := r.yearBehind(at); y != 0 && spoken {
			if last-first == n {
				return last, y, behind
			}
			return first, y, i + 1
		}
	}
	return first, 0, i + 1
}

// wholeYearAt reads the year at the token i, or two as a range.
func (r *reader) wholeYearAt(i int) *found {
	y, ok := r.year(i)
	if !ok {
		return nil
	}
	last, end := y, i+1
	if next, ok := r.through(end); ok {
		y2, ok := r.year(next)
		if !ok && r.hyphen(end) {
			return nil // "2000-an"
		}
		if ok && y2 >= y && y2 < y+100 {
			last, end = y2, next+1
		}
	} else if r.slash(end) {
		return nil // "2025/2026" names a school year
	}
	d := &found{end: end, rule: "year"}
	d.from, _ = wholeYear(y)
	_, d.to = wholeYear(last)
	return d
}

// turn moves a part of a month by a year when the word behind it points to the other
// side of the article: "akhir Mei lalu" in the middle of May.
func (r *reader) turn(d *found) {
	switch dir := r.direction(d.end); {
	case dir < 0 && d.from.After(r.on), dir > 0 && d.to.Before(r.on):
		d.from, d.to = d.from.AddDate(dir, 0, 0), d.to.AddDate(dir, 0, 0)
	}
}

// narrow makes of the month with which d begins its nth part. Further months keep
// their end: "akhir Maret hingga Mei 2025" runs to the end of May.
func (d *found) narrow(cut func(from, to time.Time, n int) (time.Time, time.Time), n int) {
	last := d.from.AddDate(0, 1, -1)
	from, to := cut(d.from, last, n)
	if d.to.Equal(last) {
		d.to = to
	}
	d.from = from
}

// third returns the first, second or third third of a period.
func third(from, to time.Time, n int) (time.Time, time.Time) {
	days := int(to.Sub(from).Hours()/24) + 1
	step := days / 3
	start := from.AddDate(0, 0, (n-1)*step)
	if n == 3 {
		return start, to
	}
	return start, start.AddDate(0, 0, step-1)
}

// week returns the nth seven days of a month; the fifth is the last seven.
func week(from, to time.Time, n int) (time.Time, time.Time) {
	if n == 5 {
		return to.AddDate(0, 0, -6), to
	}
	start := from.AddDate(0, 0, (n-1)*7)
	return start, start.AddDate(0, 0, 6)
}

func wholeYear(y int) (from, to time.Time) {
	return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC)
}
