package date

import (
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// drift is the direction in which a word points from the day of the article.
var drift = map[string]int{
	"kemarin": -1, "lalu": -1, "silam": -1, "tadi": -1, "besok": 1, "esok": 1, "lusa": 1, "depan": 1, "mendatang": 1, "nanti": 1,
}

// points returns the direction of the word at the token i, and 0 for "lalu" in "lalu
// lintas".
func (r *reader) points(i int) int {
	if r.is(i, "lalu") && r.is(i+1, "lintas", "lalang") {
		return 0
	}
	return drift[r.fold(i)]
}

// weekdayOnly reads what follows a weekday without a date: "lalu", "kemarin",
// "depan", "pekan depan".
func (r *reader) weekdayOnly(i, weekday int) *found {
	if !r.known || i >= len(r.tokens) || r.quoted(i) {
		return nil
	}
	monday := r.on.AddDate(0, 0, 1-iso(r.on))
	if r.is(i, "pekan", "minggu") && r.is(i+1, "depan", "lalu", "ini", "mendatang", "kemarin") {
		weeks := drift[r.tokens[i+1].Fold]
		day := monday.AddDate(0, 0, 7*weeks+weekday-1)
		return &found{from: day, to: day, end: i + 2}
	}
	switch d := r.points(i); {
	case d < 0 && r.is(i, "kemarin", "lalu"):
		back := (iso(r.on) - weekday + 7) % 7
		if back == 0 {
			back = 7
		}
		day := r.on.AddDate(0, 0, -back)
		return &found{from: day, to: day, end: i + 1}
	case d > 0 && r.is(i, "besok", "depan", "mendatang"):
		ahead := (weekday - iso(r.on) + 7) % 7
		if ahead == 0 {
			ahead = 7
		}
		day := r.on.AddDate(0, 0, ahead)
		return &found{from: day, to: day, end: i + 1}
	}
	return nil
}

// relative reads "kemarin", "kemarin lusa", "kemarin (30/6)", "besok", "pekan
// depan", "bulan lalu".
func (r *reader) relative(i int) *found {
	t := r.tokens[i]
	away := 0
	end := i + 1
	switch t.Fold {
	case "kemarin":
		away = -1
		if r.is(end, "lusa") {
			away, end = -2, end+1
		}
	case "besok", "esok":
		away = 1
		if r.is(end, "lusa") {
			away, end = 2, end+1
		}
	case "lusa":
		away = 2
	case "pekan", "minggu", "bulan":
		d := r.unit(i)
		if d != nil && r.bracket(d.end) { // "pekan depan (19-25/5)"
			if in := r.days(d.end, nil); in != nil && in.each == nil {
				return r.finish(in, "word and day")
			}
		}
		return d
	default:
		return nil
	}
	rest := end
	for rest < len(r.tokens) && rest < end+2 && (lang.ClassOf(r.tokens[rest].Fold).Has(lang.DayPart) || r.tokens[rest].Is(",")) {
		rest++
	}
	if rest < len(r.tokens) && r.tokens[rest].Is("(") {
		if d := r.finish(r.days(rest, nil), "word and day"); d != nil {
			return d // the date in brackets wins over the word
		}
	}
	if r.is(end, "harinya") || r.is(i-1, "pekan", "waktu", "minggu", "bulan", "tahun") {
		return nil // the day after another day; "beberapa waktu kemarin"
	}
	// Behind a date the word adds nothing: "Senin (1/6) kemarin".
	if !r.known || i > 0 && (r.tokens[i-1].Is(")") || lang.ClassOf(r.tokens[i-1].Fold).Has(lang.DayPart|lang.Weekday) || r.tokens[i-1].Kind == lang.Number) || r.quoted(i) {
		return nil
	}
	if r.weekdayBehind(rest) {
		return nil // "besok, Sabtu 14 Maret": the date itself is read next
	}
	day := r.on.AddDate(0, 0, away)
	return r.finish(&found{from: day, to: day, end: end}, "relative day")
}

func (r *reader) weekdayBehind(i int) bool {
	return i < len(r.tokens) && lang.WeekdayOf(r.tokens[i].Fold) != 0 && r.tokens[i].Case != lang.Lower
}

// unit reads a week, month or year by its place before or after the present one.
// Behind a word for a part of it the present one counts too: "akhir tahun ini",
// "akhir pekan ini".
func (r *reader) unit(i int) *found {
	part := 0
	if i > 0 {
		part = parts[r.tokens[i-1].Fold]
	}
	year := r.is(i, "tahun")
	if !r.known || !r.is(i, "pekan", "minggu", "bulan", "tahun") || year && part == 0 || r.quoted(i) {
		return nil
	}
	switch {
	case r.points(i+1) != 0 && r.is(i+1, "depan", "lalu", "mendatang"):
	case r.is(i+1, "kemarin"):
		if r.is(i, "minggu") && r.tokens[i].Case != lang.Lower || part == 3 && iso(r.on) >= 6 {
			return nil // last Sunday, or this very weekend: it cannot be told
		}
	case r.is(i+1, "ini") && (part != 0 && (year || r.is(i, "bulan")) || part == 3):
	default:
		return nil
	}
	if t := r.tokens[i]; t.Case != lang.Lower && (t.Case == lang.Upper || !r.opens(i)) {
		return nil
	}
	if i > 0 && (r.tokens[i-1].Kind == lang.Number || r.tokens[i-1].Is(")") || counts[r.tokens[i-1].Fold] || lang.WeekdayOf(r.tokens[i-1].Fold) != 0) {
		return nil // "dua bulan lalu" is a span of time, "Rabu (17/6) pekan depan" a day
	}
	n := drift[r.tokens[i+1].Fold]
	d := &found{end: i + 2, rule: "relative period"}
	if year {
		d.from, d.to = wholeYear(r.on.Year() + n)
		return d
	}
	if r.tokens[i].Fold == "bulan" {
		d.from = time.Date(r.on.Year(), r.on.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		d.to = d.from.AddDate(0, 1, -1)
		return d
	}
	d.from = r.on.AddDate(0, 0, 1-iso(r.on)+7*n)
	d.to = d.from.AddDate(0, 0, 6)
	return d
}

// ago reads a number of days before or after the article: "dua hari lalu", "3 hari
// lagi". About so many days are no day.
func (r *reader) ago(i int) *found {
	n := days[r.tokens[i].Fold]
	if r.tokens[i].Kind == lang.Number {
		n = r.figure(i)
	}
	if n == 0 || n > 31 || !r.is(i+1, "hari") || !r.known || r.quoted(i) {
		return nil
	}
	end := i + 2
	if r.is(end, "yang") {
		end++
	}
	if r.is(i-1, "sekitar", "kurang", "lebih", "hampir", "hingga", "sampai", "atau", "selama", "dalam", "beberapa", "ke", "puluh", "ratus") || r.hyphen(i-1) || r.is(i-1, "-", "–", "±") {
		return nil
	}
	switch {
	case r.points(end) < 0 && r.is(end, "lalu", "silam"):
		n = -n
	case r.is(end, "lagi") && end == i+2:
	default:
		return nil
	}
	day := r.on.AddDate(0, 0, n)
	return &found{from: day, to: day, end: end + 1, rule: "days away"}
}

// days are the numbers of days that are told in one word.
var days = map[string]int{
	"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}

// counts are the words that make a span of time out of the unit behind them.
var counts = map[string]bool{
	"se": true, "satu": true, "dua": true, "tiga": true, "empat": true, "lima": true, "enam": true, "tujuh": true, "delapan": true, "sembilan": true,
	"sepuluh": true, "beberapa": true, "sebelas": true, "puluh": true, "belas": true, "puluhan": true, "ratus": true,
}
