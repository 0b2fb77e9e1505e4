package fetch

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// gate stands at the last point before a request is written, when a connection is
// there for it.
//
// It keeps the pause where net/http asks a second time by itself: when a connection
// that was used before breaks, it repeats the request on a new one at once, and the
// host may have seen the first. The repetition is welcome, because an idle connection
// that the host closed is nobody's fault, but not at once.
//
// And it lets nothing through when the lease is over: finding the name, connecting and
// the greeting may have taken long, and net/http writes a request that has a connection
// even when its context has ended. What is left is a process that is frozen between
// this point and the write.
type gate struct {
	c       *Client
	h       *host
	cancel  context.CancelFunc // of the request
	delay   time.Duration
	written atomic.Bool // perhaps in part
	passed  atomic.Bool // it was let through
	late    atomic.Bool // it was stopped here
}

func (g *gate) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { g.written.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			if g.written.Swap(false) {
				t := time.NewTimer(g.delay)
				defer t.Stop()
				select {
				case <-t.C:
				case <-ctx.Done():
				}
			}
			holds := g.h.holds == nil || g.h.holds()
			if holds && ctx.Err() == nil {
				g.passed.Store(true)
				return
			}
			g.late.Store(!holds)
			g.cancel()
			info.Conn.Close()
		},
	})
}
