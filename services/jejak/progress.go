package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
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

// progress tells how the crawl goes: one line that is redrawn on a terminal, a
// plain line a minute elsewhere. The returned function ends it.
func (n *node) progress(app *app) (stop func()) {
	ctx, cancel := context.WithCancel(app.ctx)
	done := make(chan struct{})
	every, live := time.Minute, false
	if cli.Terminal(app.Err) && !app.flags.Verbose && !app.flags.Quiet {
		every, live = time.Second, true
	}
	go func() {
		defer close(done)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				if live {
					fmt.Fprint(app.Err, "\r\x1b[K")
				}
				return
			case <-tick.C:
			}
			line := n.crawlLine()
			if live {
				fmt.Fprintf(app.Err, "\r\x1b[K%s", line)
			} else {
				app.say("%s", line)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// crawlLine sums up all outlets.
func (n *node) crawlLine() string {
	var found, fetched, fresh, changed, refused int
	var next time.Time
	for _, o := range n.crawler.Status() {
		found += o.Found
		fetched += o.Fetched
		fresh += o.New
		changed += o.Changed
		for _, n := range o.Refused {
			refused += n
		}
		if !o.NextLook.IsZero() && (next.IsZero() || o.NextLook.Before(next)) {
			next = o.NextLook
		}
	}
	line := fmt.Sprintf("found %d · fetched %d · new %d · changed %d · refused %d", found, fetched, fresh, changed, refused)
	if !next.IsZero() {
		line += " · next look " + next.In(jakarta).Format("15:04:05")
	}
	return line
}
