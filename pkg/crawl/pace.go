package crawl

import (
	"time"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
)

// Pace holds every interval of the crawler. The zero value is for real outlets;
// [fetch.Pace.Speed] divides all of them.
type Pace struct {
	fetch.Pace

	// Revisits says when an article is looked at again, counted from the look
	// that saw it first. Nil means 15 min, 1 h, 3 h, 1 d, 3 d, 7 d, 30 d.
	Revisits []time.Duration

	Confirm  time.Duration // until the second look at a change; 0 means 2 min
	Withdraw time.Duration // over which an article must be missed; 0 means 24 h
	Retry    time.Duration // first pause after a page that failed; 0 means 5 min, doubling to a day

	PollFirst time.Duration // first interval of a source; 0 means 10 min
	PollMin   time.Duration // 0 means 2 min
	PollMax   time.Duration // 0 means 6 h
}

var curve = []time.Duration{
	15 * time.Minute, time.Hour, 3 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour,
}

// scaled returns the intervals to use. The embedded pace is left for fetch, which
// scales its own.
func (p Pace) scaled() Pace {
	set := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
		*d = p.Scale(*d)
	}
	list := p.Revisits
	if list == nil {
		list = curve
	}
	p.Revisits = make([]time.Duration, len(list))
	for i, d := range list {
		p.Revisits[i] = p.Scale(d)
	}
	set(&p.Confirm, 2*time.Minute)
	set(&p.Withdraw, 24*time.Hour)
	set(&p.Retry, 5*time.Minute)
	set(&p.PollFirst, 10*time.Minute)
	set(&p.PollMin, 2*time.Minute)
	set(&p.PollMax, 6*time.Hour)
	return p
}

// next returns the first step of the revisits after now, or false when there is
// none left.
func (p Pace) next(first, now time.Time) (stage int, due time.Time, ok bool) {
	for i, d := range p.Revisits {
		if t := first.Add(d); t.After(now) {
			return i, t, true
		}
	}
	return len(p.Revisits), time.Time{}, false
}

// retry is the pause after the nth failure of one page in a row.
func (p Pace) retry(n int) time.Duration {
	d := p.Retry
	most := p.Scale(24 * time.Hour)
	for range min(n-1, 20) {
		if d >= most {
			break
		}
		d *= 2
	}
	return min(d, most)
}
