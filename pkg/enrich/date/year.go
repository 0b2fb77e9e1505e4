package date

import (
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// yearBehind reads the year at the token i, which may be told by its place: "2025",
// "tahun 2025", "tahun lalu". Without one it is 0 and the end is i.
func (r *reader) yearBehind(i int) (y, end int) {
	if y, ok := r.year(i); ok {
		return y, i + 1
	}
	if !r.is(i, "tahun") {
		return 0, i
	}
	if y, ok := r.year(i + 1); ok {
		return y, i + 2
	}
	if r.known && r.is(i+1, "ini", "lalu", "silam", "kemarin", "depan", "mendatang") {
		return r.on.Year() + drift[r.tokens[i+1].Fold], i + 2
	}
	return 0, i
}

// direction returns where a word behind a date points: -1 for "20 Mei lalu", 1 for
// "20 Mei mendatang".
func (r *reader) direction(i int) int {
	for i < len(r.tokens) && (lang.ClassOf(r.tokens[i].Fold).Has(lang.DayPart) || r.is(i, "hari") && r.is(i-1, "dini")) {
		i++
	}
	if r.is(i, "yang") {
		i++
	}
	switch {
	case r.points(i) == 0 && !r.is(i, "akan"), r.is(i, "lalu") && r.is(i+1, "dilanjutkan", "diteruskan", "disusul", "diikuti", "berlanjut"):
		return 0 // "then", not "past"
	case r.is(i, "lalu", "silam", "kemarin"):
		return -1
	case r.is(i, "mendatang", "nanti"), r.is(i, "akan") && r.is(i+1, "datang"):
		return 1
	case r.is(i, "depan") && (i+1 >= len(r.tokens) || r.tokens[i+1].Case == lang.Lower):
		return 1 // "depan Balai Kota" is a place
	}
	return 0
}

// nearest chooses the year of a range that has none: the nearest to the article in
// which the weekday fits. Without a weekday a direction rules out the years on the
// wrong side of the article; with one it adds nothing, because a printed weekday is
// seldom a year away and the day of an article can be wrong by one or two.
func (r *reader) nearest(from, to day, first, dir int) int {
	best, least := r.on.Year(), time.Duration(1<<62)
	for y := r.on.Year() - 1; y <= r.on.Year()+1; y++ {
		at, last := from, to
		at.y, last.y = y, y
		if from.m > to.m {
			at.y--
		}
		if !at.valid() || !last.valid() {
			continue
		}
		away := at.time().Sub(r.on).Abs()
		if first != 0 && iso(at.time()) != first || first == 0 && (dir < 0 && at.time().After(r.on) || dir > 0 && last.time().Before(r.on)) {
			away += 100 * 365 * 24 * time.Hour
		}
		if away < least {
			best, least = y, away
		}
	}
	// A weekday that fits only a year away is a misprint, not a memory.
	if at := (day{from.d, from.m, best}); first != 0 && at.valid() && at.time().Sub(r.on).Abs() > 200*24*time.Hour {
		return r.nearest(from, to, 0, 0)
	}
	return best
}

// year returns the year of four digits at the token i.
func (r *reader) year(i int) (int, bool) {
	if i < 0 || i >= len(r.tokens) || r.tokens[i].Kind != lang.Number || len(r.tokens[i].Text) != 4 {
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
