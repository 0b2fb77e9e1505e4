package discover

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// offsets of the zone names that feeds here use, in seconds east. "WIT" and
// "WITA" are not the same zone.
var offsets = map[string]int{
	"wib": 7 * 3600, "wita": 8 * 3600, "wit": 9 * 3600, "gmt": 0, "utc": 0, "ut": 0, "z": 0,
	"est": -5 * 3600, "edt": -4 * 3600, "cst": -6 * 3600, "cdt": -5 * 3600, "mst": -7 * 3600, "mdt": -6 * 3600, "pst": -8 * 3600, "pdt": -7 * 3600,
}

// months by their first three letters, in both languages.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8, "agt": 8, "aug": 8,
	"sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}

// Date reads a date as feeds and sitemaps write it: RFC 3339 and its shorter
// forms, RFC 822 with the day and month names of both languages, with an offset,
// a zone name such as WIB, or neither, which means zone. A year that makes no
// sense is no date.
func Date(s string, zone *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 80 {
		return time.Time{}, false
	}
	if zone == nil {
		zone = time.UTC
	}
	t, ok := isoDate(s, zone)
	if !ok {
		t, ok = wordDate(s, zone)
	}
	if !ok || t.Year() < 1990 || t.Year() > 2200 {
		return time.Time{}, false
	}
	return t, true
}

func isoDate(s string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// wordDate reads "Sel, 03 Nov 2026 14:05:00 WIB" and what is like it: a day, a
// month by name, a year, perhaps a time, perhaps a zone.
func wordDate(s string, zone *time.Location) (time.Time, bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '|' })
	day, year := 0, 0
	var month time.Month
	clock := time.Duration(0)
	for _, f := range fields {
		low := strings.ToLower(strings.Trim(f, ".()"))
		n, err := strconv.Atoi(low)
		switch {
		case year != 0 && (strings.HasPrefix(f, "+") || strings.HasPrefix(f, "-")):
			z, ok := numericZone(f)
			if !ok {
				return time.Time{}, false
			}
			zone = z
		case strings.Contains(f, ":"):
			d, ok := clockTime(f)
			if !ok {
				return time.Time{}, false
			}
			clock = d
		case err == nil && day == 0 && n >= 1 && n <= 31:
			day = n
		case err == nil && year == 0 && n >= 1000:
			year = n
		case err == nil && year == 0 && n >= 0 && n < 100 && len(low) == 2 && month != 0:
			year = 2000 + n
		case err == nil:
			return time.Time{}, false
		case month == 0 && len(low) >= 3 && months[low[:3]] != 0 && day != 0:
			month = months[low[:3]]
		default:
			if off, ok := offsets[low]; ok {
				zone = time.FixedZone(strings.ToUpper(low), off)
			}
		}
	}
	if day == 0 || month == 0 || year == 0 {
		return time.Time{}, false
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if t.Day() != day {
		return time.Time{}, false
	}
	return t.Add(clock), true
}

func clockTime(s string) (time.Duration, bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var d time.Duration
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 60 || i == 0 && n > 24 {
			return 0, false
		}
		d += time.Duration(n) * []time.Duration{time.Hour, time.Minute, time.Second}[i]
	}
	return d, true
}

func numericZone(s string) (*time.Location, bool) {
	digits := strings.ReplaceAll(s[1:], ":", "")
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) != 4 || n < 0 || n/100 > 15 || n%100 > 59 {
		return nil, false
	}
	off := (n/100)*3600 + (n%100)*60
	if s[0] == '-' {
		off = -off
	}
	return time.FixedZone("", off), true
}
