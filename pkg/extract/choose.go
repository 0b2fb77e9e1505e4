package extract

import (
	"cmp"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// zoneFor returns the zone of an outlet, and nil when nothing is known.
func zoneFor(o *news.Outlet, indonesian bool) *time.Location {
	if o != nil && o.Zone != "" {
		switch o.Zone {
		case "Asia/Jakarta", "Asia/Pontianak":
			return wib
		case "Asia/Makassar", "Asia/Ujung_Pandang":
			return wita
		case "Asia/Jayapura":
			return wit
		}
		if z, err := time.LoadLocation(o.Zone); err == nil {
			return z
		}
	}
	if indonesian {
		return wib
	}
	return nil
}

// choose picks the date among candidates, which come in the order of trust. A day
// without a clock takes the clock of a later candidate for the same day, and a
// clock without a zone the zone of one with the same clock.
func choose(all []dated, home *time.Location, fetched time.Time) (*news.Stamp, string, bool) {
	local := home
	if local == nil {
		local = time.UTC
	}
	possible := all[:0:0]
	for _, d := range all {
		t := d.abs
		if t.IsZero() {
			t = d.m.at(local)
		}
		if !fetched.IsZero() && t.After(fetched.Add(48*time.Hour)) {
			continue
		}
		possible = append(possible, d)
	}
	if len(possible) == 0 {
		return nil, "", false
	}
	// What counts from the time of fetching is wrong on a page that lay in a cache.
	slices.SortStableFunc(possible, func(a, b dated) int {
		return cmp.Compare(boolInt(!a.abs.IsZero()), boolInt(!b.abs.IsZero()))
	})
	win := possible[0]
	// What readers see may be the day of the last change; an address keeps its day.
	if win.visible() && win.abs.IsZero() {
		for _, d := range possible {
			if d.rule != "url" {
				continue
			}
			if diff := win.m.at(time.UTC).Sub(d.m.at(time.UTC)); diff > 48*time.Hour || diff < -48*time.Hour {
				win = d
			}
			break
		}
	}
	if win.rule != "url" && win.abs.IsZero() && !win.m.clock {
		for _, d := range possible[1:] {
			if d.abs.IsZero() && d.m.clock && sameDay(d.m, win.m) {
				win = d
				break
			}
		}
	}
	if !win.abs.IsZero() {
		return &news.Stamp{Time: win.abs.In(local).Truncate(time.Minute), Rule: win.rule + " (relative)"}, win.raw, false
	}
	m := win.m
	rule := win.rule
	// A site that writes its local time with the letter of UTC contradicts itself
	// on the same page: the zone that readers see is right.
	if m.clock && m.zone == time.UTC {
		for _, d := range possible {
			if d.abs.IsZero() && d.m.clock && d.m.zone != nil && d.m.zone != time.UTC && sameDay(d.m, m) && d.m.hour == m.hour && d.m.minute == m.minute && d.m.hour*60+d.m.minute > 0 {
				m.zone = d.m.zone
				rule += " + zone of " + d.rule
				break
			}
		}
	}
	if m.clock && m.zone == time.UTC && home == nil {
		if zone, from := inferZone(m, possible); zone != nil {
			m = shift(m, zone)
			rule += " + zone of " + from
		}
	}
	if m.clock && m.zone == nil {
		for _, d := range possible {
			if d.abs.IsZero() && d.m.clock && d.m.zone != nil && sameDay(d.m, m) && d.m.minute == m.minute && d.m.hour == m.hour {
				m.zone = d.m.zone
				break
			}
		}
	}
	t := m.at(local)
	if home != nil {
		t = t.In(home)
	}
	disagree := false
	for _, d := range possible {
		if d.abs.IsZero() && d.rule != "text" && d.rule != "label" {
			other := d.m.at(local)
			if diff := other.Sub(t); diff > 48*time.Hour || diff < -48*time.Hour {
				disagree = true
			}
		}
	}
	return &news.Stamp{Time: t, Rule: rule}, win.raw, disagree
}

// inferZone finds the zone of a site that writes its instants in UTC: another
// candidate has the same instant with an offset, or readers see a clock that is
// whole quarters of an hour away.
func inferZone(m moment, all []dated) (*time.Location, string) {
	at := m.at(time.UTC)
	for _, d := range all {
		if d.abs.IsZero() && d.m.clock && d.m.zone != nil && d.m.zone != time.UTC {
			if diff := d.m.at(time.UTC).Sub(at); diff > -time.Minute && diff < time.Minute {
				return d.m.zone, d.rule
			}
		}
	}
	for _, d := range all {
		if !d.visible() || !d.abs.IsZero() || !d.m.clock || d.m.zone != nil {
			continue
		}
		seen := d.m
		seen.sec = m.sec
		diff := seen.at(time.UTC).Sub(at)
		if diff != 0 && diff%(30*time.Minute) == 0 && diff >= -12*time.Hour && diff <= 14*time.Hour {
			return time.FixedZone("", int(diff/time.Second)), d.rule
		}
	}
	return nil, ""
}

// shift writes the instant of m in another zone.
func shift(m moment, zone *time.Location) moment {
	t := m.at(time.UTC).In(zone)
	return moment{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), true, zone, m.weekday}
}

func (d *dated) visible() bool { return d.rule == "time" || d.rule == "label" || d.rule == "text" }

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sameDay(a, b moment) bool { return a.year == b.year && a.month == b.month && a.day == b.day }
