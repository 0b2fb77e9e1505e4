package indexing

import (
	"context"
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
)

// State is what the stage is doing.
type State string

// The states.
const (
	Idle       State = "idle"
	Comparing  State = "comparing"   // index against log
	Rebuilding State = "rebuilding"  // beside the index that answers
	CatchingUp State = "catching-up" // towards the end of the log
	Following  State = "following"
)

// Status tells how the stage fares.
type Status struct {
	State      State             `json:"state"`
	Projection string            `json:"projection"`
	Positions  map[string]uint64 `json:"positions"`         // sequence folded, by stream
	Lag        map[string]uint64 `json:"lag"`               // records not yet folded, by stream
	Documents  int               `json:"documents"`         // in the index
	Records    uint64            `json:"records"`           // folded since the start
	Rejected   uint64            `json:"rejected"`          // documents that the index would not take
	Skipped    uint64            `json:"skipped"`           // records that nobody can read
	Rebuilt    string            `json:"rebuilt,omitempty"` // why the last rebuild was made
	LastError  string            `json:"last_error,omitempty"`
	FailedAt   time.Time         `json:"failed_at,omitzero"` // of LastError
	AppliedAt  time.Time         `json:"applied_at,omitzero"`
}

// Status returns how the stage fares. Lag and Documents are looked up now; when
// that can not be done, the error says so and the rest of the status still holds.
func (s *Stage) Status(ctx context.Context) (Status, error) {
	s.mu.Lock()
	st := s.status
	st.Positions = make(map[string]uint64, len(s.status.Positions))
	for k, v := range s.status.Positions {
		st.Positions[k] = v
	}
	s.mu.Unlock()
	st.Lag = map[string]uint64{}
	for _, stream := range []string{event.News.Name, event.Tags.Name} {
		info, err := s.cfg.Log.Info(ctx, stream)
		if err != nil {
			return st, fmt.Errorf("look at stream %s: %w", stream, err)
		}
		if at := st.Positions[stream]; info.Last > at {
			st.Lag[stream] = info.Last - at
		} else {
			st.Lag[stream] = 0
		}
	}
	count, err := s.cfg.Index.Count(ctx)
	if err != nil {
		return st, fmt.Errorf("count the documents of the index: %w", err)
	}
	st.Documents = count
	return st, nil
}

func (s *Stage) set(change func(*Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.status)
}

func (s *Stage) failed(err error) {
	s.set(func(st *Status) { st.LastError, st.FailedAt = err.Error(), s.cfg.Now() })
}

// applied returns how many records were folded into the index so far.
func (s *Stage) applied() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status.Records
}
