package jetlog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// Headers of an atomic batch.
// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md
const (
	batchID     = "Nats-Batch-Id"
	batchSeq    = "Nats-Batch-Sequence"
	batchCommit = "Nats-Batch-Commit"
)

// paceBytes is how much of a batch is sent before waiting for the server to have
// taken it in: its intake is bounded, and it drops what does not fit.
const paceBytes = 8 << 20

// publish sends a plan as one message or one atomic batch, and returns the
// sequence of the last. An error of the server is a *jetstream.APIError.
func (l *Log) publish(ctx context.Context, p plan) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, l.opt.Timeout)
	defer cancel()
	if len(p.items) == 1 {
		return l.request(ctx, p.message(0), 0)
	}
	id := nuid.Next()
	var sent int
	for i := range p.items {
		msg := p.message(i)
		msg.Header[batchID] = []string{id}
		msg.Header[batchSeq] = []string{strconv.Itoa(i + 1)}
		if i == len(p.items)-1 {
			msg.Header[batchCommit] = []string{"1"}
			return l.request(ctx, msg, len(p.items))
		}
		if sent += len(msg.Data); sent > paceBytes {
			sent = 0
			if _, err := l.request(ctx, msg, -1); err != nil {
				return 0, err
			}
			continue
		}
		if err := l.nc.PublishMsg(msg); err != nil {
			return 0, err
		}
	}
	return 0, nil // unreachable: a plan is never empty here
}

func (p *plan) message(i int) *nats.Msg {
	msg := &nats.Msg{Subject: p.items[i].Subject, Data: p.items[i].Data, Header: nats.Header{}}
	if len(p.packed) > i && p.packed[i] {
		msg.Header[encodingHeader] = []string{"zstd"}
	}
	if c := p.checks[i]; c != nil {
		msg.Header[jetstream.ExpectedLastSubjSeqHeader] = []string{strconv.FormatUint(c.Seq, 10)}
		if c.Subjects != msg.Subject {
			msg.Header[jetstream.ExpectedLastSubjSeqSubjHeader] = []string{c.Subjects}
		}
	}
	return msg
}

// request sends a message and reads the server's word that it is stored. A batch
// of the given size must be acknowledged whole; -1 asks for the empty answer in
// the middle of a batch.
func (l *Log) request(ctx context.Context, msg *nats.Msg, batch int) (uint64, error) {
	resp, err := l.nc.RequestMsgWithContext(ctx, msg)
	if err != nil {
		return 0, err
	}
	if batch < 0 && len(resp.Data) == 0 {
		return 0, nil
	}
	var ack struct {
		Error *jetstream.APIError `json:"error"`
		Seq   uint64              `json:"seq"`
		Count int                 `json:"count"`
	}
	if err := json.Unmarshal(resp.Data, &ack); err != nil {
		return 0, fmt.Errorf("the server's acknowledgement: %w", err)
	}
	switch {
	case ack.Error != nil:
		return 0, ack.Error
	case ack.Seq == 0 && batch >= 0:
		return 0, errors.New("the server's acknowledgement holds no sequence")
	case batch > 0 && ack.Count != batch:
		return 0, fmt.Errorf("the server acknowledges %d of %d events of a batch: it does not know atomic batches, use version 2.14 or newer", ack.Count, batch)
	}
	return ack.Seq, nil
}
