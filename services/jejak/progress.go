package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

func outletsLine(outlets []news.Outlet, idle bool) string {
	var fetched, forbidden int
	for _, o := range outlets {
		if o.Forbids != "" {
			forbidden++
		} else {
			fetched++
		}
	}
	line := fmt.Sprintf("%d", fetched)
	if forbidden > 0 {
		line += fmt.Sprintf(", and %d that forbid crawling and are not fetched", forbidden)
	}
	if idle {
		line += " (not crawling)"
	}
	return line
}

func logLine(ctx context.Context, log eventlog.Log) string {
	info, err := log.Info(ctx, event.News.Name)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d facts, %.1f MB", info.Messages, float64(info.Bytes)/1e6)
}

// progress tells how the crawl goes: on a terminal a line for each outlet that is
// drawn anew every second, elsewhere a plain line a minute for each outlet of which
// there is something new, or to look at. The returned function ends it.
func (a *app) progress(status func() []crawl.OutletStatus) (stop func()) {
	ctx, cancel := context.WithCancel(a.ctx)
	done := make(chan struct{})
	every := time.Minute
	if a.screen != nil {
		every = time.Second
	}
	go func() {
		defer close(done)
		tick := time.NewTicker(every)
		defer tick.Stop()
		said := map[news.OutletID]string{}
		for {
			if a.screen != nil {
				a.screen.Show(outletLines(status()))
			}
			select {
			case <-ctx.Done():
				if a.screen != nil {
					a.screen.Show(nil)
				}
				return
			case <-tick.C:
			}
			if a.screen != nil {
				continue
			}
			for _, o := range status() {
				idle := o.Found == 0 && o.Fetched == 0 && o.NextLook.IsZero() && o.BlockedUntil.IsZero()
				if line := countsLine(o); line != said[o.Outlet] && o.Forbids == "" && !idle {
					said[o.Outlet] = line
					a.say("%s: %s · %s", o.Outlet, line, nextLine(o))
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

// outletLines is one line for each outlet that is crawled, in the order of the
// catalogue.
func outletLines(list []crawl.OutletStatus) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(o crawl.OutletStatus) bool { return o.Forbids != "" })
	width := 0
	for _, o := range list {
		width = max(width, len(o.Outlet))
	}
	var out []string
	for _, o := range list {
		out = append(out, fmt.Sprintf("%-*s  %s · %s", width, o.Outlet, countsLine(o), nextLine(o)))
	}
	return out
}

func countsLine(o crawl.OutletStatus) string {
	refused := 0
	for _, n := range o.Refused {
		refused += n
	}
	return fmt.Sprintf("found %5d · fetched %5d · new %5d · changed %3d · refused %4d", o.Found, o.Fetched, o.New, o.Changed, refused)
}

// nextLine says what comes next at an outlet.
func nextLine(o crawl.OutletStatus) string {
	clock := func(t time.Time) string { return t.In(jakarta).Format("15:04:05") }
	switch {
	case !o.BlockedUntil.IsZero():
		return "waits until " + clock(o.BlockedUntil) + ": " + o.Blocked
	case o.Due > 0:
		return fmt.Sprintf("%d due now", o.Due)
	case o.NextLook.IsZero():
		return "nothing to look at"
	}
	return "next look " + clock(o.NextLook)
}

// countOf says how many there are: "1 page", "2 pages".
func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
