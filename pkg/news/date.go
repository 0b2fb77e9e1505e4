package news

import (
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day in the form "2006-01-02", without a time zone. The
// empty Date is unknown. Dates in this form order as strings do.
type Date string

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// ParseDate checks that s is a real day in the form "2006-01-02".
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("date %q: want a real day as YYYY-MM-DD", s)
	}
	return Date(s), nil
}

// Time returns midnight UTC of d, and the zero time for the unknown Date.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// AddDays returns the day n days after d, or before it when n is negative.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// PartialDate is a day ("2024-08-10"), a month ("2024-08") or a year ("2024")
// as a source gives it, or some day between two of these, where sources leave
// it open: "2024-07..2024-08-10", "..2026-03" (by then at the latest) and
// "2026-06.." (not before). The empty PartialDate is unknown or still open.
type PartialDate string

// ParsePartialDate checks that s has one of the forms.
func ParsePartialDate(s string) (PartialDate, error) {
	bad := fmt.Errorf("date %q: want YYYY-MM-DD, YYYY-MM or YYYY, or FROM..TO with either end left out", s)
	from, to, between := strings.Cut(s, "..")
	switch {
	case !between && !isPartial(s):
		return "", bad
	case between && (from == "" && to == "" || from != "" && !isPartial(from) || to != "" && !isPartial(to)):
		return "", bad
	}
	p := PartialDate(s)
	if between && from != "" && to != "" && p.First() > p.Last() {
		return "", fmt.Errorf("date %q: ends before it begins", s)
	}
	return p, nil
}

// ParseDays is [ParsePartialDate] for what has a first and a last day.
func ParseDays(s string) (PartialDate, error) {
	p, err := ParsePartialDate(s)
	if err == nil && (p.First() == "" || p.Last() == "") {
		err = fmt.Errorf("date %q: want a day, or the first and the last", s)
	}
	return p, err
}

func isPartial(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// First returns the earliest day that p can mean, and "" when it has none.
func (p PartialDate) First() Date {
	from, _, _ := strings.Cut(string(p), "..")
	switch len(from) {
	case 4:
		return Date(from + "-01-01")
	case 7:
		return Date(from + "-01")
	}
	return Date(from)
}

// Last returns the latest day that p can mean, and "" when it has none.
func (p PartialDate) Last() Date {
	to := string(p)
	if _, after, between := strings.Cut(to, ".."); between {
		to = after
	}
	switch len(to) {
	case 4:
		return Date(to + "-12-31")
	case 7:
		return DateOf(Date(to+"-01").Time().AddDate(0, 1, -1))
	}
	return Date(to)
}
