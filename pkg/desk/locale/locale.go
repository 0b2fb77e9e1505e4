// Package locale writes days, times and numbers as readers of Bahasa Indonesia
// and of English expect them.
//
//	locale.Indonesian.Time(t, zone) // "Senin, 19 Mei 2025 pukul 14.05 WIB"
//
// It is pure and needs no tables of the machine it runs on. The Indonesian forms
// are those of CLDR 48 (full date, short time), with the zone, which the short
// time of CLDR leaves out and a reader in Jayapura needs.
package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Lang is a language of the interface.
type Lang string

// The languages.
const (
	Indonesian Lang = "id"
	English    Lang = "en"
)

// Parse returns the language with a tag such as "id" or "en-GB".
func Parse(s string) (Lang, bool) {
	if len(s) > 2 && (s[2] == '-' || s[2] == '_') {
		s = s[:2]
	}
	switch Lang(s) {
	case Indonesian, English:
		return Lang(s), true
	}
	return Indonesian, false
}

var (
	daysID = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	// Short names of months have three letters in both languages, so that columns line up.
	monthsID = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
	shortID  = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// Month returns the name of a month.
func (l Lang) Month(m time.Month) string {
	if l == English {
		return m.String()
	}
	return monthsID[m-1]
}

// MonthShort returns the name of a month in three letters.
func (l Lang) MonthShort(m time.Month) string {
	if l == English {
		return m.String()[:3]
	}
	return shortID[m-1]
}

// Weekday returns the name of a day of the week.
func (l Lang) Weekday(d time.Weekday) string {
	if l == English {
		return d.String()
	}
	return daysID[d]
}

// Day writes "19 Mei 2025". An empty day is "".
func (l Lang) Day(d news.Date) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	return fmt.Sprintf("%d %s %d", t.Day(), l.Month(t.Month()), t.Year())
}

// Partial writes a day, "Mei 2025", "2025" or "antara 1942 dan 1945", as much
// as is known.
func (l Lang) Partial(p news.PartialDate) string {
	if first, last, ok := strings.Cut(string(p), ".."); ok {
		from, to := l.Partial(news.PartialDate(first)), l.Partial(news.PartialDate(last))
		switch {
		case from == "" && l == English:
			return "by " + to
		case from == "":
			return "paling lambat " + to
		case to == "" && l == English:
			return "not before " + from
		case to == "":
			return "tidak sebelum " + from
		}
		if l == English {
			return "between " + from + " and " + to
		}
		return "antara " + from + " dan " + to
	}
	switch len(p) {
	case 4:
		return string(p)
	case 7:
		t := p.First().Time()
		return fmt.Sprintf("%s %d", l.Month(t.Month()), t.Year())
	}
	return l.Day(news.Date(p))
}

// Time writes "Senin, 19 Mei 2025 pukul 14.05 WIB", and in English "Monday,
// 19 May 2025, 14:05 WIB". A nil zone leaves t in its own.
func (l Lang) Time(t time.Time, zone *time.Location) string {
	t = in(t, zone)
	day := fmt.Sprintf("%s, %d %s %d", l.Weekday(t.Weekday()), t.Day(), l.Month(t.Month()), t.Year())
	if l == English {
		return fmt.Sprintf("%s, %s %s", day, t.Format("15:04"), Zone(t))
	}
	return fmt.Sprintf("%s pukul %s %s", day, t.Format("15.04"), Zone(t))
}

// ShortTime writes "19 Mei 2025, 14.05", for lists.
func (l Lang) ShortTime(t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return l.Day(news.DateOf(t)) + ", " + l.clock(t)
}

// Clock writes "14.05 WIB".
func (l Lang) Clock(t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return l.clock(t) + " " + Zone(t)
}

func (l Lang) clock(t time.Time) string {
	if l == English {
		return t.Format("15:04")
	}
	return t.Format("15.04")
}

func in(t time.Time, zone *time.Location) time.Time {
	if zone != nil {
		return t.In(zone)
	}
	return t
}

// Zone names the offset of t: the three zones of Indonesia by their own names.
func Zone(t time.Time) string {
	_, offset := t.Zone()
	switch offset {
	case 7 * 3600:
		return "WIB"
	case 8 * 3600:
		return "WITA"
	case 9 * 3600:
		return "WIT"
	case 0:
		return "UTC"
	}
	return "UTC" + t.Format("-07:00")
}

// Number writes an integer with its thousands apart: "1.234.567", in English
// "1,234,567".
func (l Lang) Number(n int) string {
	sep := byte('.')
	if l == English {
		sep = ','
	}
	digits := strconv.Itoa(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	out := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, sep)
		}
		out = append(out, digits[i])
	}
	return sign + string(out)
}

// Bytes writes a size: "3,4 MB".
func (l Lang) Bytes(n uint64) string {
	unit, v := "B", float64(n)
	for _, u := range []string{"kB", "MB", "GB", "TB"} {
		if v < 1000 {
			break
		}
		v, unit = v/1000, u
	}
	if unit == "B" {
		return strconv.FormatUint(n, 10) + " B"
	}
	return l.decimal(v) + " " + unit
}

func (l Lang) decimal(v float64) string {
	b := []byte(strconv.FormatFloat(v, 'f', 1, 64))
	if l == Indonesian {
		b[len(b)-2] = ','
	}
	return string(b)
}

// Span writes how long something took, in its largest two units: "3 jam
// 5 menit".
func (l Lang) Span(d time.Duration) string {
	d = d.Abs()
	names := [...]string{"hari", "jam", "menit", "detik"}
	if l == English {
		names = [...]string{"d", "h", "min", "s"}
	}
	values := [...]int{int(d / (24 * time.Hour)), int(d / time.Hour % 24), int(d / time.Minute % 60), int(d / time.Second % 60)}
	for i, v := range values {
		if v == 0 && i < len(values)-1 {
			continue
		}
		out := fmt.Sprintf("%d %s", v, names[i])
		if i == 0 && v >= 7 {
			return out // after a week nobody counts hours
		}
		if i+1 < len(values) && values[i+1] > 0 {
			out += fmt.Sprintf(" %d %s", values[i+1], names[i+1])
		}
		return out
	}
	return "" // unreachable: the loop returns at the last unit
}
