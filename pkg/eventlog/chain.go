package eventlog

import (
	"context"

	"github.com/jejak-id/jejak/pkg/event"
)

// Chain appends events one after the other, if the newest record on subjects is the
// one at seq, and nobody else appends there in between; otherwise it returns an error
// that wraps [ErrConflict]. All events must be on these subjects. It returns the
// sequence of the last that was stored.
//
// After an error or a crash a beginning of the chain may be stored. That is right
// where every beginning is true by itself, as with what one look at a page says of
// its article: the bytes were seen, and then, they read so. An atomic [Log.Append]
// is for the rest; on JetStream it costs as much as ten to twenty single messages.
func Chain(ctx context.Context, log Log, subjects string, seq uint64, events ...event.Event) (uint64, error) {
	for _, e := range events {
		a, err := log.Append(ctx, Entry{Event: e, Expect: &Expectation{Subjects: subjects, Seq: seq}})
		if err != nil {
			return seq, err
		}
		seq = max(seq, a.Last) // a repeat stands further back
	}
	return seq, nil
}
