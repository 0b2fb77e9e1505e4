package jetlog

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
)

// An atomic batch costs the server about the same whether it has two messages or
// fifty: it makes a store for it, syncs each of its files, copies, syncs again. So
// while one batch is under way, the appends of other goroutines wait and go into the
// next one together. Alone, an append waits for nobody.

const (
	groupItems = eventlog.MaxBatch
	groupBytes = paceBytes
	// singlesAtOnce is how many single messages go their own way at a time: a batch
	// costs as much as ten to twenty of them, more when the disk is busy.
	singlesAtOnce = 24
)

// group is the queue of one stream.
type group struct {
	singles atomic.Int64

	mu      sync.Mutex // guards the rest
	queue   []*call
	running bool
}

// call is one plan that waits for its batch.
type call struct {
	ctx  context.Context
	plan plan
	done chan result
}

type result struct {
	last uint64
	err  error
}

// commit publishes a plan, alone or with those of others.
func (l *Log) commit(ctx context.Context, stream string, p plan) (uint64, error) {
	g := l.groups[stream]
	if len(p.items) == 1 {
		defer g.singles.Add(-1)
		if g.singles.Add(1) <= singlesAtOnce {
			return l.publish(ctx, p)
		}
	}
	c := &call{ctx: ctx, plan: p, done: make(chan result, 1)}
	g.mu.Lock()
	g.queue = append(g.queue, c)
	if !g.running {
		g.running = true
		go l.commitGroups(g)
	}
	g.mu.Unlock()
	select {
	case r := <-c.done:
		return r.last, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// commitGroups empties a queue, and ends with it.
func (l *Log) commitGroups(g *group) {
	for {
		g.mu.Lock()
		calls := g.next()
		if len(calls) == 0 {
			g.running = false
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		l.commitTogether(calls)
	}
}

// next takes from the queue what can go into one batch. Lock must be held.
func (g *group) next() []*call {
	var out []*call
	var items, bytes int
	written := newSubjects()
	var rest []*call
	for _, c := range g.queue {
		size := 0
		for _, it := range c.plan.items {
			size += len(it.Data)
		}
		switch {
		case c.ctx.Err() != nil:
			c.done <- result{err: c.ctx.Err()}
		case len(out) > 0 && (len(rest) > 0 || items+len(c.plan.items) > groupItems || bytes+size > groupBytes || written.touch(c.plan)):
			rest = append(rest, c) // and all after it: nobody is overtaken
		default:
			out = append(out, c)
			items, bytes = items+len(c.plan.items), bytes+size
			written.add(c.plan)
		}
	}
	g.queue = rest
	return out
}

// commitTogether publishes plans as one batch and tells each how it went.
func (l *Log) commitTogether(calls []*call) {
	var all plan
	for _, c := range calls {
		all.items = append(all.items, c.plan.items...)
		all.checks = append(all.checks, c.plan.checks...)
		all.packed = append(all.packed, c.plan.packed...)
	}
	last, err := l.publish(context.Background(), all) // it has a time limit of its own
	var api *jetstream.APIError
	if len(calls) > 1 && errors.As(err, &api) && (api.ErrorCode == errWrongLast || api.ErrorCode == errWrongLastStaged) {
		// The check of one of them failed, and the batch with it. Alone, each gets
		// its own answer.
		for _, c := range calls {
			last, err := l.publish(context.Background(), c.plan)
			c.done <- result{last, err}
		}
		return
	}
	end := last - uint64(len(all.items))
	for _, c := range calls {
		end += uint64(len(c.plan.items))
		c.done <- result{end, err}
	}
}

// subjects are those that a batch writes so far.
type subjects struct{ exact, under map[string]bool }

func newSubjects() subjects {
	return subjects{map[string]bool{}, map[string]bool{}}
}

func (s subjects) add(p plan) {
	for _, it := range p.items {
		s.exact[it.Subject] = true
		s.under[parent(it.Subject)] = true
	}
}

// touch reports whether what a plan relies on is written by the batch so far. Such
// a plan must see the outcome: the server makes all checks against what it held
// before the batch, and both plans would pass.
func (s subjects) touch(p plan) bool {
	for i, it := range p.items {
		if s.exact[it.Subject] {
			return true
		}
		c := p.checks[i]
		switch {
		case c == nil:
		case oneLevel(c.Subjects):
			if s.under[parent(c.Subjects)] {
				return true
			}
		case strings.ContainsAny(c.Subjects, "*>"):
			return true // rare; it goes alone
		case s.exact[c.Subjects]:
			return true
		}
	}
	return false
}
