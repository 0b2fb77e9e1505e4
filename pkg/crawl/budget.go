package crawl

import (
	"time"

	"github.com/jejak-id/jejak/pkg/event"
)

// A host is asked for at most so many things a day ([Config.DayCap]), and for one
// at a time. New articles and looks again at known ones share both, so that neither
// keeps the other waiting for long:
//
//   - of a day, a quarter is for looks again and nothing else, and they never take
//     more than half;
//   - while both wait, every fourth page is a look again.
//
// Sources come first, because they say what is new, and the backlog comes last.
const (
	revisitsLeast = 4 // a quarter of a day
	revisitsMost  = 2 // half a day
	newInARow     = 3 // while a look again waits
)

// budget is what a host was asked for on one day.
type budget struct {
	day      time.Time // its beginning, UTC
	asked    int
	revisits int // of them
	inARow   int // new articles since the last look again

	unwritten struct{ asked, revisits int } // not in the lease yet
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// at begins a new day when it is one.
func (b *budget) at(now time.Time) {
	if day := dayOf(now); !day.Equal(b.day) {
		*b = budget{day: day, inARow: b.inARow}
	}
}

// allows reports whether the day has room for one more of a class.
func (b *budget) allows(c class, dayCap int) bool {
	switch {
	case b.asked >= dayCap:
		return false
	case c == revisitClass:
		return b.revisits < (dayCap+revisitsMost-1)/revisitsMost
	}
	return b.asked-b.revisits < dayCap-dayCap/revisitsLeast
}

// order is the order in which the classes are served now.
func (b *budget) order() [classes]class {
	if b.inARow >= newInARow {
		return [classes]class{sourceClass, revisitClass, newClass, backlogClass}
	}
	return [classes]class{sourceClass, newClass, revisitClass, backlogClass}
}

// take counts one of a class.
func (b *budget) take(c class) {
	b.asked++
	b.unwritten.asked++
	switch c {
	case newClass:
		b.inARow++
	case revisitClass:
		b.revisits++
		b.unwritten.revisits++
		b.inARow = 0
	}
}

// counted returns what a host was asked for today, to be written into its lease.
func (f *frontier) counted(host string, now time.Time) (day time.Time, asked, revisits int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	b := &f.queue(host).budget
	b.at(now)
	b.unwritten.asked, b.unwritten.revisits = 0, 0
	return b.day, b.asked, b.revisits
}

// takeOver goes on counting where another crawler was, or this one before a restart.
func (b *budget) takeOver(d event.HostLease) {
	if d.Day.After(b.day) {
		*b = budget{day: d.Day, inARow: b.inARow}
	}
	if d.Day.Equal(b.day) {
		b.asked = max(b.asked, d.Asked+b.unwritten.asked)
		b.revisits = max(b.revisits, d.Revisits+b.unwritten.revisits)
	}
}
