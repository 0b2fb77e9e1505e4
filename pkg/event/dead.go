package event

import (
	"fmt"
	"strconv"
)

// QuarantinedType is the wire name of [Quarantined].
const QuarantinedType = "jejak.dead.quarantined.v1"

// Quarantined says that a handler gave up on a record, and why. The record
// itself stays where it is in its stream.
type Quarantined struct {
	Durable  string `json:"durable"` // the subscription that gave up
	Stream   string `json:"stream"`
	Seq      uint64 `json:"seq"`
	About    string `json:"about"` // subject of the record
	Reason   string `json:"reason"`
	Attempts int    `json:"attempts"`
}

func (Quarantined) Type() string { return QuarantinedType }
func (q Quarantined) Subject() string {
	return fmt.Sprintf("dead.%s.%s.%d", q.Durable, q.Stream, q.Seq)
}
func (q Quarantined) Entity() string {
	return q.Durable + "/" + q.Stream + "/" + strconv.FormatUint(q.Seq, 10)
}
func (q Quarantined) check() error {
	if q.Durable == "" || q.Stream == "" {
		return fmt.Errorf("quarantined record without durable or stream")
	}
	return nil
}
