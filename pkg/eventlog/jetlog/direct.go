package jetlog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
)

// directGet is a request to read messages without a consumer. The server answers
// with one message, or with several and an end mark when Batch is set.
// https://docs.nats.io/nats-concepts/jetstream/streams/direct_get
type directGet struct {
	Seq       uint64   `json:"seq,omitempty"`
	LastFor   string   `json:"last_by_subj,omitempty"`
	NextFor   string   `json:"next_by_subj,omitempty"`
	MultiLast []string `json:"multi_last,omitempty"`
	Batch     int      `json:"batch,omitempty"`
	MaxBytes  int      `json:"max_bytes,omitempty"`
}

func directSubject(stream string) string { return "$JS.API.DIRECT.GET." + stream }

// getOne reads one message, or returns an error that wraps ErrNotFound.
func (l *Log) getOne(ctx context.Context, stream string, req directGet) (eventlog.Record, *nats.Msg, error) {
	body, err := json.Marshal(req)
	if err != nil {
		return eventlog.Record{}, nil, err
	}
	attempt, cancel := context.WithTimeout(ctx, l.opt.Timeout)
	defer cancel()
	msg, err := l.nc.RequestWithContext(attempt, directSubject(stream), body)
	if err != nil {
		return eventlog.Record{}, nil, l.explain(ctx, err)
	}
	if status := msg.Header.Get("Status"); status != "" {
		if status == "404" {
			return eventlog.Record{}, nil, eventlog.ErrNotFound
		}
		return eventlog.Record{}, nil, fmt.Errorf("the server answers %s %s", status, msg.Header.Get("Description"))
	}
	rec, err := directRecord(msg)
	return rec, msg, err
}

// getMany reads a page of messages, and tells how many more there are.
func (l *Log) getMany(ctx context.Context, stream string, req directGet) (page []eventlog.Record, more uint64, err error) {
	body, err := json.Marshal(req)
	if err != nil {
		return nil, 0, err
	}
	attempt, cancel := context.WithTimeout(ctx, l.opt.Timeout)
	defer cancel()
	inbox := l.nc.NewInbox()
	sub, err := l.nc.SubscribeSync(inbox)
	if err != nil {
		return nil, 0, l.explain(ctx, err)
	}
	defer sub.Unsubscribe()
	if err := sub.SetPendingLimits(-1, -1); err != nil { // the server keeps to MaxBytes
		return nil, 0, l.explain(ctx, err)
	}
	if err := l.nc.PublishRequest(directSubject(stream), inbox, body); err != nil {
		return nil, 0, l.explain(ctx, err)
	}
	for {
		msg, err := sub.NextMsgWithContext(attempt)
		if err != nil {
			return nil, 0, l.explain(ctx, err)
		}
		switch status := msg.Header.Get("Status"); status {
		case "":
			rec, err := directRecord(msg)
			if err != nil {
				return nil, 0, err
			}
			page = append(page, rec)
		case "404":
			return page, 0, nil
		case "204": // end of the batch
			more, err := strconv.ParseUint(msg.Header.Get("Nats-Num-Pending"), 10, 64)
			return page, more, err
		case "503":
			return nil, 0, l.explain(ctx, nats.ErrNoResponders)
		default:
			return nil, 0, fmt.Errorf("the server answers %s %s", status, msg.Header.Get("Description"))
		}
	}
}

// directRecord reads what a direct get says of a message in its headers.
func directRecord(msg *nats.Msg) (eventlog.Record, error) {
	h := func(name string) string { // these names are as the server writes them: no need to canonicalise
		if v := msg.Header[name]; len(v) > 0 {
			return v[len(v)-1]
		}
		return ""
	}
	seq, err := strconv.ParseUint(h(jetstream.SequenceHeader), 10, 64)
	if err != nil {
		return eventlog.Record{}, errors.New("the server's answer holds no sequence")
	}
	stored, err := time.Parse(time.RFC3339Nano, h(jetstream.TimeStampHeaer))
	if err != nil {
		return eventlog.Record{}, fmt.Errorf("the time of #%d: %w", seq, err)
	}
	return eventlog.Record{
		Stream: h(jetstream.StreamHeader), Seq: seq, Subject: h(jetstream.SubjectHeader), Stored: stored, Data: msg.Data,
	}, nil
}
