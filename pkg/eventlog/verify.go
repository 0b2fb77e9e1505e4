package eventlog

import (
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
)

// Verified is what [Verify] found in one stream.
type Verified struct {
	Stream  string
	Records uint64 // read
	Missing uint64 // sequences without a record that has to be there, unless it was erased
	Gaps    []Gap  // where, the first of them
	Damaged []Damage
	Unknown uint64 // records of a newer version, which can not be checked
}

// Gap is a run of sequences without records.
type Gap struct{ From, To uint64 }

// Damage is a record whose content is not what was stored.
type Damage struct {
	Seq    uint64
	Reason string
}

// listed bounds how many gaps and damaged records are named.
const listed = 100

// Verify reads a whole stream and checks what a disk could have spoilt: that no
// sequence is missing, that every record can be read, and that every event still
// has the id that was made from its content. A server that lost a part of its files
// starts without a word, so this has to be asked from time to time.
//
// An erased record is missing as well: compare with the redactions. In a stream
// that keeps the latest, most sequences have no record, and gaps say nothing.
func Verify(ctx context.Context, log Log, stream string) (Verified, error) {
	v := Verified{Stream: stream}
	in, err := log.Info(ctx, stream)
	if err != nil {
		return v, fmt.Errorf("verify %s: %w", stream, err)
	}
	latest := false
	for _, s := range event.Streams() {
		latest = latest || s.Name == stream && s.Latest
	}
	missing := func(from, to uint64) {
		if latest || from > to {
			return
		}
		v.Missing += to - from + 1
		if len(v.Gaps) < listed {
			v.Gaps = append(v.Gaps, Gap{from, to})
		}
	}
	next := uint64(1)
	for rec, err := range log.Read(ctx, Query{Stream: stream}) {
		if err != nil {
			return v, fmt.Errorf("verify %s after #%d: %w", stream, next-1, err)
		}
		missing(next, rec.Seq-1)
		next = rec.Seq + 1
		v.Records++
		switch err := verifyRecord(rec); {
		case errors.Is(err, event.ErrUnknown):
			v.Unknown++
		case err != nil && len(v.Damaged) < listed:
			v.Damaged = append(v.Damaged, Damage{rec.Seq, err.Error()})
		}
	}
	missing(next, in.Last)
	return v, nil
}

// verifyRecord makes the event anew and compares ids.
func verifyRecord(rec Record) error {
	e, err := rec.Event()
	if err != nil {
		return err
	}
	if got := e.Data.Subject(); got != rec.Subject {
		return fmt.Errorf("it is on %s and belongs on %s", rec.Subject, got)
	}
	again, err := event.New(e.Source, e.Time, e.OutletTime, e.Data)
	if err != nil {
		return err
	}
	if again.ID != e.ID {
		return fmt.Errorf("its content gives the id %s, and it has %s", again.ID, e.ID)
	}
	return nil
}
