package jetlog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/delivery"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

const (
	// ackWait is after how long without a sign of life the server delivers a record
	// to somebody else. Whoever holds one gives a sign every third of it, so the
	// time that a handler may take has nothing to do with it, and a record whose
	// process died is not long without a keeper.
	ackWait = 6 * time.Second
	// maxWaiting bounds the records of one durable that were delivered and are not
	// done, when its calls run in parallel.
	maxWaiting = 1000
)

// Subscribe implements [eventlog.Log].
func (l *Log) Subscribe(ctx context.Context, sub eventlog.Subscription) error {
	sub, err := delivery.Check(sub)
	if err != nil {
		return err
	}
	err = l.subscribe(ctx, sub)
	if err == nil || ctx.Err() != nil && !errors.Is(err, eventlog.ErrClosed) {
		return nil
	}
	return fmt.Errorf("subscription %q to %s: %w", sub.Durable, sub.Stream, err)
}

func (l *Log) subscribe(ctx context.Context, sub eventlog.Subscription) error {
	if err := l.open(ctx); err != nil {
		return err
	}
	if !l.enter() {
		return eventlog.ErrClosed
	}
	defer l.running.Done()

	waiting := maxWaiting
	if sub.Parallel == 1 {
		waiting = 1 // the next record waits until this one is done: that keeps order
	}
	filters := consumerFilters(sub.Subjects)
	cons, err := l.js.CreateOrUpdateConsumer(ctx, sub.Stream, jetstream.ConsumerConfig{
		Durable: sub.Durable, DeliverPolicy: jetstream.DeliverAllPolicy, FilterSubjects: filters,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxDeliver: -1, MaxAckPending: waiting,
	})
	if err != nil {
		return l.explain(ctx, err)
	}
	run, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &worker{log: l, sub: sub, unfiltered: len(filters) == 0, held: map[uint64]jetstream.Msg{}, work: make(chan delivered)}
	cc, err := cons.Consume(func(msg jetstream.Msg) { w.take(run, msg) },
		jetstream.PullMaxMessages(2*sub.Parallel), jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
			switch {
			case errors.Is(err, nats.ErrConnectionClosed):
				cancel(eventlog.ErrClosed)
			case errors.Is(err, jetstream.ErrConsumerDeleted), errors.Is(err, jetstream.ErrConsumerNotFound), errors.Is(err, jetstream.ErrStreamNotFound):
				cancel(fmt.Errorf("somebody deleted it on the server: %w", err))
			default:
				l.log.Debug("subscription goes on after a fault", "durable", sub.Durable, "err", err)
			}
		}))
	if err != nil {
		return l.explain(ctx, err)
	}
	var workers sync.WaitGroup
	for range sub.Parallel {
		workers.Go(func() { w.run(run) })
	}
	alive := make(chan struct{})
	var signs sync.WaitGroup
	signs.Go(func() { w.stayAlive(alive) })

	select {
	case <-run.Done():
	case <-l.closing:
		cancel(eventlog.ErrClosed)
	}
	cc.Drain() // what is in hand goes back to the server at once, see take
	select {
	case <-cc.Closed():
	case <-l.closed:
	}
	workers.Wait()
	close(alive)
	signs.Wait()
	if l.nc.IsConnected() {
		_ = l.nc.FlushTimeout(time.Second) // the last acknowledgements; lost ones mean a second delivery
	}
	if ctx.Err() != nil && !isClosed(l.closing) {
		return nil
	}
	if cause := context.Cause(run); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// worker handles the records of one subscription.
type worker struct {
	log        *Log
	sub        eventlog.Subscription
	unfiltered bool // the server sends everything of the stream: see consumerFilters
	work       chan delivered

	mu   sync.Mutex // guards held
	held map[uint64]jetstream.Msg
}

type delivered struct {
	rec eventlog.Record
	msg jetstream.Msg
}

// take passes a message on to a free worker.
func (w *worker) take(ctx context.Context, msg jetstream.Msg) {
	rec, _, err := w.log.record(w.sub.Stream, msg)
	if err != nil {
		w.log.log.Error("a delivery that can not be read", "durable", w.sub.Durable, "err", err)
		return
	}
	if w.unfiltered && !subject.MatchAny(w.sub.Subjects, rec.Subject) {
		w.settle(msg.Ack(), rec)
		return
	}
	w.hold(rec.Seq, msg)
	select {
	case w.work <- delivered{rec, msg}:
	case <-ctx.Done():
		w.release(rec.Seq)
		w.settle(handBack(msg), rec)
	}
}

func (w *worker) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-w.work:
			w.handle(ctx, d)
		}
	}
}

func (w *worker) handle(ctx context.Context, d delivered) {
	out := delivery.Handle(ctx, w.sub, d.rec)
	if out.Verdict == delivery.Dead {
		// DEAD is written before the delivery ends: the server's own notice of a
		// terminated message is lost when nobody listens.
		own, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.log.opt.Timeout)
		err := delivery.Quarantine(own, w.log, w.log.now(), w.sub, d.rec, out.Err)
		cancel()
		if err != nil {
			out = delivery.Outcome{Verdict: delivery.Again, Delay: w.sub.Backoff(d.rec.Attempts), Err: errors.Join(out.Err, err)}
		}
	}
	w.release(d.rec.Seq)
	switch out.Verdict {
	case delivery.Done:
		w.settle(d.msg.Ack(), d.rec)
	case delivery.Again:
		w.settle(d.msg.NakWithDelay(max(out.Delay, time.Millisecond)), d.rec)
		w.sub.Report(d.rec, out.Err)
	case delivery.Dead:
		w.settle(d.msg.TermWithReason(brief(out.Err)), d.rec)
		w.sub.Report(d.rec, out.Err)
	case delivery.Release:
		w.settle(handBack(d.msg), d.rec)
	}
}

// handBack returns a message to the server for whoever comes next. A plain "nak"
// would do while the server runs; only the form with a delay is on its disk, so
// that the record does not wait for ackWait when the server stops as well.
func handBack(msg jetstream.Msg) error { return msg.NakWithDelay(time.Millisecond) }

// settle notes an answer to the server that could not be sent: the record comes
// again, and its handler is written to bear that.
func (w *worker) settle(err error, rec eventlog.Record) {
	if err != nil {
		w.log.log.Debug("an answer about a record was not sent; it will come again", "durable", w.sub.Durable, "seq", rec.Seq, "err", err)
	}
}

func (w *worker) hold(seq uint64, msg jetstream.Msg) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held[seq] = msg
}

func (w *worker) release(seq uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.held, seq)
}

// stayAlive tells the server that the records in hand are being worked on.
func (w *worker) stayAlive(end <-chan struct{}) {
	tick := time.NewTicker(ackWait / 3)
	defer tick.Stop()
	for {
		select {
		case <-end:
			return
		case <-tick.C:
		}
		w.mu.Lock()
		for _, msg := range w.held {
			_ = msg.InProgress() // when it is not sent the record comes again
		}
		w.mu.Unlock()
	}
}

// brief is an error as one short line.
func brief(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.ToValidUTF8(line[:min(len(line), 200)], "")
}
