package fetch

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// spaced keeps the pause where net/http asks a second time by itself: when a
// connection that was used before breaks, it repeats the request on a new one at
// once, and the host may have seen the first. The repetition is welcome, because an
// idle connection that the host closed is nobody's fault, but not at once.
func (c *Client) spaced(ctx context.Context, h *host) context.Context {
	var written atomic.Bool
	delay := c.delay(h)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { written.Store(true) },
		GotConn: func(httptrace.GotConnInfo) {
			if !written.Swap(false) {
				return
			}
			t := time.NewTimer(delay)
			defer t.Stop()
			select {
			case <-t.C:
			case <-ctx.Done():
			}
		},
	})
}
