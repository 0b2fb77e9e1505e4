package crawl

import (
	"context"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
)

// The kinds of alarm.
const (
	SourceSilent  = "source-silent"
	LayoutChanged = "layout-changed"
)

const (
	weekHours = 7 * 24

	// memory is how many weeks a rate remembers, roughly.
	memory = 4

	// silenceBound is how many new addresses a source must have been expected to
	// bring, in a silence, before it is an alarm: of a Poisson source with that
	// rate, one silence in 3,000 is as long by chance.
	silenceBound = 8.0

	// learning is how long a source is watched before its silence means anything.
	learning = 14 * 24 * time.Hour
)

// count adds new addresses to the rate of the hour of the week. An hour enters
// its rate when it is over; hours without a look count as empty.
func count(s *event.SourceDue, fresh int, now time.Time) {
	hour := now.UTC().Truncate(time.Hour)
	if len(s.Rates) != weekHours {
		s.Rates = make([]float64, weekHours)
	}
	if s.Hour.IsZero() {
		s.Hour = hour
	}
	for n := 0; s.Hour.Before(hour) && n < 8*weekHours; n++ {
		i := hourOfWeek(s.Hour)
		weeks := s.Hour.Sub(s.Since).Hours()/weekHours + 1
		part := 1 / min(max(weeks, 1), memory)
		s.Rates[i] += (float64(s.Count) - s.Rates[i]) * part
		s.Count = 0
		s.Hour = s.Hour.Add(time.Hour)
	}
	s.Hour = hour
	s.Count += fresh
}

func hourOfWeek(t time.Time) int {
	return int(t.Unix()/3600%weekHours+weekHours) % weekHours
}

// expected is how many new addresses a source used to bring in a time like that
// from a moment until now.
func expected(s event.SourceDue, from, now time.Time) float64 {
	if len(s.Rates) != weekHours {
		return 0
	}
	sum := 0.0
	for t := from.Truncate(time.Hour).Add(time.Hour); t.Before(now) && sum < 10*silenceBound; t = t.Add(time.Hour) {
		sum += s.Rates[hourOfWeek(t)]
	}
	return sum
}

// judgeSilence raises or clears the alarm of one source.
func (c *Crawler) judgeSilence(ctx context.Context, s event.SourceDue, now time.Time) error {
	alarm := event.Alarm{Outlet: s.Outlet, Kind: SourceSilent, URL: s.URL}
	if s.LastNew.IsZero() || now.Sub(s.Since) < learning {
		return nil
	}
	want := expected(s, s.LastNew, now)
	alarm.Detail = fmt.Sprintf("nothing new since %s; %.0f were to be expected", s.LastNew.Format(time.RFC3339), want)
	return c.setAlarm(ctx, alarm, want >= silenceBound && s.LastNew.Before(now))
}

// Layout alarms look at the last pages of an outlet that were seen for the first
// time: most of them used to be articles.
const (
	layoutWindow = 20
	layoutBound  = 12
)

// judgeLayout raises or clears the alarm of one outlet after a new page. doubt is why
// the extractor thinks that the page is laid out in another way than its rules say.
func (c *Crawler) judgeLayout(ctx context.Context, o *outlet, out Outcome, doubt string) error {
	if out != Fresh && out != NotArticle {
		return nil
	}
	bad, full := c.stats.layout(o.ID, out == NotArticle || doubt != "")
	alarm := event.Alarm{Outlet: o.ID, Kind: LayoutChanged, Detail: fmt.Sprintf("%d of the last %d new pages could not be read as articles, or are not laid out as the rules say", bad, layoutWindow)}
	if full && bad >= layoutBound {
		return c.setAlarm(ctx, alarm, true)
	}
	if bad <= layoutBound/2 {
		return c.setAlarm(ctx, alarm, false)
	}
	return nil
}

// setAlarm writes an alarm down when it changes.
func (c *Crawler) setAlarm(ctx context.Context, a event.Alarm, on bool) error {
	c.frontier.mu.Lock()
	before, known := c.frontier.alarms[a.Subject()]
	c.frontier.mu.Unlock()
	if raised := known && before.Cleared.IsZero(); raised == on {
		return nil
	}
	now := c.cfg.Now().UTC()
	if on {
		a.Raised = now
		c.log.Warn("alarm", "kind", a.Kind, "outlet", a.Outlet, "url", a.URL, "detail", a.Detail)
	} else {
		a = before
		a.Cleared = now
		c.log.Info("alarm is over", "kind", a.Kind, "outlet", a.Outlet, "url", a.URL)
	}
	return c.append(ctx, a, nil)
}
