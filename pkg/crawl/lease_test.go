package crawl_test

import (
	"context"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// TestAfterALostLease: a lease that nobody gave back ended with a request on its way,
// perhaps. Whoever asks the host next, another crawler or the same, waits until that one
// must have arrived, and then a whole pause.
func TestAfterALostLease(t *testing.T) {
	for _, tt := range []struct {
		last  string
		ended time.Duration // how long ago
		wait  time.Duration // at least, from now on
	}{
		{"dua", 4 * time.Second, time.Second},               // the clocks may differ by a second
		{"satu", 3500 * time.Millisecond, fetch.Flight / 8}, // our own: one clock
	} {
		t.Run(tt.last, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.publish(1)
			host, err := fetch.HostOf(b.site.URL)
			if err != nil {
				t.Fatal(err)
			}
			const pause = 30 * time.Millisecond
			b.cfg.Log, b.cfg.Outlets, b.cfg.Holder, b.cfg.Lease = b.log, []news.Outlet{b.site.Outlet()}, "satu", time.Second
			b.cfg.Pace = crawl.Pace{Pace: fetch.Pace{Delay: pause * 1000, Speed: 1000}}
			now := time.Now()
			e, err := event.New(crawl.Source, now, time.Time{}, event.HostLease{Host: host, Holder: tt.last, Until: now.Add(-tt.ended).UTC()})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.log.Append(t.Context(), entryOf(e)); err != nil {
				t.Fatal(err)
			}
			c, err := crawl.New(b.cfg)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			go func() {
				for ctx.Err() == nil && len(b.site.Visits()) == 0 {
					time.Sleep(10 * time.Millisecond)
				}
				cancel()
			}()
			if err := c.Run(ctx); err != nil {
				t.Fatal(err)
			}
			seen := b.site.Visits()
			if len(seen) == 0 {
				t.Fatal("the host was never asked")
			}
			if early := now.Add(tt.wait + pause).Sub(seen[0].At); early > 0 {
				t.Errorf("the first request came %v early", early)
			}
		})
	}
}
