package desk

import (
	"net/url"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// chart is a histogram as the template draws it: bars that are links, and the same
// figures as a table below.
type chart struct {
	By      search.Interval
	Bars    []bar
	Width   int
	Height  int
	Highest int
	Undated int
	First   string
	Last    string
	Wide    string // address of the days around, when a span was chosen
}

type bar struct {
	X, Y, W, H int
	Count      int
	Label      string // "Mei 2025"
	Href       string // the days of the bar
	Partial    bool   // the period is not over
}

// chartHeight is in the units of the drawing.
const (
	chartWidth  = 720
	chartHeight = 96
)

// dayRange is the span of days up to which bars are days.
const dayRange = 70

// interval chooses the width of bars for a span of days.
func interval(from, to news.Date) search.Interval {
	if from == "" || to == "" {
		return search.ByMonth
	}
	switch days := int(to.Time().Sub(from.Time()).Hours() / 24); {
	case days <= dayRange:
		return search.ByDay
	case days <= 6*366:
		return search.ByMonth
	}
	return search.ByYear
}

// leastBars is how many periods are drawn at least.
const leastBars = 12

// periods counts the periods between two first days, both included.
func periods(first, last news.Date, by search.Interval) int {
	n := 0
	for d := first; d <= last && n < leastBars; d = next(d, by) {
		n++
	}
	return n
}

// before returns the first day of the period before.
func before(d news.Date, by search.Interval) news.Date {
	t := d.Time()
	switch by {
	case search.ByDay:
		return d.AddDays(-1)
	case search.ByMonth:
		return news.DateOf(t.AddDate(0, -1, 0))
	}
	return news.DateOf(t.AddDate(-1, 0, 0))
}

// next returns the first day of the period after.
func next(d news.Date, by search.Interval) news.Date {
	t := d.Time()
	switch by {
	case search.ByDay:
		return d.AddDays(1)
	case search.ByMonth:
		return news.DateOf(t.AddDate(0, 1, 0))
	}
	return news.DateOf(t.AddDate(1, 0, 0))
}

// chartOf draws bars. Periods without articles are drawn as gaps, so that the axis
// of time is true. Path and values are the state that a bar's days are added to.
func chartOf(l locale.Lang, bars []search.Bar, by search.Interval, today news.Date, path string, values url.Values) *chart {
	if len(bars) == 0 {
		return nil
	}
	counts := map[news.Date]int{}
	for _, b := range bars {
		counts[b.From] = b.Count
	}
	c := &chart{By: by, Width: chartWidth, Height: chartHeight}
	first, last := bars[0].From, bars[len(bars)-1].From
	// A few bars alone would be as wide as walls: the axis then begins earlier.
	for n := periods(first, last, by); n < leastBars; n++ {
		first = before(first, by)
	}
	var all []search.Bar
	for d := first; d <= last && len(all) < 400; d = next(d, by) {
		all = append(all, search.Bar{From: d, Count: counts[d]})
		c.Highest = max(c.Highest, counts[d])
	}
	step := float64(chartWidth) / float64(len(all))
	gap := 2
	if step < 6 {
		gap = 1
	}
	for i, b := range all {
		if b.Count == 0 {
			continue
		}
		until := next(b.From, by).AddDays(-1)
		x := int(float64(i) * step)
		w := max(int(float64(i+1)*step)-x-gap, 1)
		h := max(b.Count*(chartHeight-4)/max(c.Highest, 1), 2)
		state := without(values, "sort", "")
		state.Set("from", string(b.From))
		state.Set("to", string(until))
		if s := values.Get("sort"); s != "" {
			state.Set("sort", s)
		}
		c.Bars = append(c.Bars, bar{
			X: x, Y: chartHeight - h, W: w, H: h, Count: b.Count, Label: barLabel(l, b.From, by),
			Href: href(path, state), Partial: b.From <= today && until >= today,
		})
	}
	c.First, c.Last = barLabel(l, all[0].From, by), barLabel(l, last, by)
	return c
}

func barLabel(l locale.Lang, d news.Date, by search.Interval) string {
	switch by {
	case search.ByDay:
		return l.Day(d)
	case search.ByMonth:
		return l.Partial(news.PartialDate(d[:7]))
	}
	return string(d[:4])
}
