package jetlog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

const (
	tailRecords = 500      // asked for at once
	tailBytes   = 16 << 20 // asked for at once; must be above the largest message
)

// tailed is a record with how many more there are after it.
type tailed struct {
	eventlog.Record
	pending uint64
	skip    bool // the query does not want it
}

// tail brings records in order, without a gap, from a consumer that lives as long
// as the tail. It holds up to tailRecords of them, but no new one while those it
// holds have more than tailBytes.
type tail struct {
	records chan tailed
	bytes   atomic.Int64  // of records
	room    chan struct{} // told when bytes falls
	done    chan struct{} // closed when the tail can not go on
	err     error         // why; valid when done is closed
	stop    func()
}

func (l *Log) tail(ctx context.Context, q eventlog.Query, from uint64) (*tail, error) {
	if !l.enter() {
		return nil, eventlog.ErrClosed
	}
	filters := consumerFilters(q.Subjects)
	cfg := jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: max(from, 1),
		FilterSubjects: filters, InactiveThreshold: 30 * time.Second,
	}
	cons, err := l.js.OrderedConsumer(ctx, q.Stream, cfg)
	if err != nil {
		l.running.Done()
		return nil, l.explain(ctx, err)
	}
	t := &tail{records: make(chan tailed, tailRecords), room: make(chan struct{}, 1), done: make(chan struct{})}
	stopped := make(chan struct{})
	var once sync.Once
	end := func(err error) {
		once.Do(func() {
			t.err = err
			close(t.done)
		})
	}
	cc, err := cons.Consume(func(msg jetstream.Msg) {
		rec, pending, err := l.record(q.Stream, msg)
		if err != nil {
			end(err)
			return
		}
		out := tailed{Record: rec, pending: pending}
		out.skip = len(filters) == 0 && !subject.MatchAny(q.Subjects, rec.Subject)
		out.Attempts = 0
		for t.bytes.Load() > tailBytes {
			select {
			case <-t.room:
			case <-stopped:
				return
			case <-t.done:
				return
			}
		}
		t.bytes.Add(int64(len(out.Data)))
		select {
		case t.records <- out:
		case <-stopped:
		case <-t.done:
		}
	}, jetstream.PullMaxMessagesWithBytesLimit(tailRecords, tailBytes), jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
		switch {
		case errors.Is(err, nats.ErrConnectionClosed):
			end(eventlog.ErrClosed)
		case errors.Is(err, jetstream.ErrStreamNotFound):
			end(fmt.Errorf("the stream is gone: %w", err))
		default:
			l.log.Debug("reading goes on after a fault", "stream", q.Stream, "err", err)
		}
	}))
	if err != nil {
		l.running.Done()
		return nil, l.explain(ctx, err)
	}
	t.stop = sync.OnceFunc(func() {
		close(stopped)
		cc.Stop()
		if info := cons.CachedInfo(); info != nil && !isClosed(l.closed) && l.nc.IsConnected() {
			// It would go by itself after a while; a fresh one for each read adds up.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			_ = l.js.DeleteConsumer(ctx, q.Stream, info.Name)
			cancel()
		}
		l.running.Done()
	})
	return t, nil
}

// took notes that a record left the tail.
func (t *tail) took(r tailed) {
	if t.bytes.Add(-int64(len(r.Data))) <= tailBytes {
		select {
		case t.room <- struct{}{}:
		default:
		}
	}
}

// consumerFilters returns the filters that a consumer can take: those of the
// query, or none when two of them overlap, which the server refuses. Then the
// reader leaves out what it does not want.
func consumerFilters(filters []string) []string {
	filters = slices.Compact(slices.Sorted(slices.Values(filters)))
	for i, a := range filters {
		for _, b := range filters[i+1:] {
			if overlap(a, b) {
				return nil
			}
		}
	}
	return filters
}

// overlap reports whether a subject exists that both filters select.
func overlap(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		if as[i] == ">" || bs[i] == ">" {
			return true
		}
		if as[i] != bs[i] && as[i] != "*" && bs[i] != "*" {
			return false
		}
	}
	return len(as) == len(bs)
}

// record reads a message of a consumer, and how many more are to come.
func (l *Log) record(stream string, msg jetstream.Msg) (eventlog.Record, uint64, error) {
	m, err := msg.Metadata()
	if err != nil {
		return eventlog.Record{}, 0, fmt.Errorf("a message that is not from a stream: %w", err)
	}
	return eventlog.Record{
		Stream: stream, Seq: m.Sequence.Stream, Subject: msg.Subject(), Stored: m.Timestamp.UTC(),
		Attempts: int(m.NumDelivered), Data: msg.Data(),
	}, m.NumPending, nil
}

// Follow implements [eventlog.Log].
func (l *Log) Follow(ctx context.Context, q eventlog.Query, fn func([]eventlog.Record) error) error {
	if _, err := appending.CheckQuery(q.Stream, q.Subjects); err != nil {
		return err
	}
	if q.Max <= 0 {
		q.Max = 256
	}
	err := l.open(ctx)
	var t *tail
	if err == nil {
		t, err = l.tail(ctx, q, q.From)
	}
	if err != nil {
		if ctx.Err() != nil && !errors.Is(err, eventlog.ErrClosed) {
			return nil
		}
		return fmt.Errorf("follow %s: %w", q.Stream, err)
	}
	defer t.stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.closing:
			return fmt.Errorf("follow %s: %w", q.Stream, eventlog.ErrClosed)
		case <-t.done:
			return fmt.Errorf("follow %s: %w", q.Stream, t.err)
		case first := <-t.records:
			t.took(first)
			size := len(first.Data)
			batch := make([]eventlog.Record, 0, min(q.Max, len(t.records)+1))
			if !first.skip {
				batch = append(batch, first.Record)
			}
			for more := true; more && len(batch) < q.Max && size < tailBytes; {
				select {
				case r := <-t.records:
					t.took(r)
					size += len(r.Data)
					if !r.skip {
						batch = append(batch, r.Record)
					}
				default:
					more = false
				}
			}
			if len(batch) == 0 {
				continue
			}
			if err := fn(batch); err != nil {
				return err
			}
		}
	}
}
