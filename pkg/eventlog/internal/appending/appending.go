// Package appending prepares entries for the log: it encodes them, holds them
// against the limits and leaves out what the batch itself repeats, in the same
// way for every log.
package appending

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

// Batch is what one call of Append is about to store.
type Batch struct {
	Stream event.Stream
	Items  []Item
	Bytes  int
	Chains bool // a subject has more than one item
	// Repeated are entries whose event is also an earlier item with nothing else
	// on its subject between: they are stored once, but their expectations count.
	Repeated []eventlog.Expectation
}

// Item is one encoded event.
type Item struct {
	ID      string
	Subject string
	Data    []byte
	Expect  *eventlog.Expectation
}

// Expectations returns all that must hold, one for each filter. Two that can not
// both hold are a conflict.
func (b *Batch) Expectations() ([]eventlog.Expectation, error) {
	var out []eventlog.Expectation
	seen := map[string]uint64{}
	add := func(e eventlog.Expectation) error {
		if seq, ok := seen[e.Subjects]; !ok {
			seen[e.Subjects] = e.Seq
			out = append(out, e)
		} else if seq != e.Seq {
			return fmt.Errorf("%s is expected at both %d and %d: %w", e.Subjects, seq, e.Seq, eventlog.ErrConflict)
		}
		return nil
	}
	for _, it := range b.Items {
		if it.Expect != nil {
			if err := add(*it.Expect); err != nil {
				return nil, err
			}
		}
	}
	for _, e := range b.Repeated {
		if err := add(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// StoredAt reports whether the whole batch is stored already, and at which sequence
// it begins. Where a subject has one item, its latest record tells; where it has
// more, only the last of them can be the latest, and the others must be found where
// an append of this batch would have put them. latest returns the newest record of
// a subject, idAt the id of the record at a sequence.
func (b *Batch) StoredAt(latest func(subject string) (seq uint64, id string), idAt func(seq uint64) (string, error)) (uint64, bool, error) {
	n := uint64(len(b.Items))
	end, id := latest(b.Items[n-1].Subject)
	if id != b.Items[n-1].ID || end < n {
		return 0, false, nil
	}
	first := end - n + 1
	last := map[string]bool{}
	for i := len(b.Items) - 1; i >= 0; i-- {
		it, seq := b.Items[i], first+uint64(i)
		if !last[it.Subject] {
			last[it.Subject] = true
			if at, id := latest(it.Subject); at != seq || id != it.ID {
				return 0, false, nil
			}
			continue
		}
		if b.Stream.Latest {
			continue // superseded by the one that is there
		}
		if id, err := idAt(seq); err != nil || id != it.ID {
			return 0, false, err
		}
	}
	return first, true, nil
}

// Prepare encodes and checks entries.
func Prepare(entries []eventlog.Entry) (*Batch, error) {
	if len(entries) > eventlog.MaxBatch {
		return nil, fmt.Errorf("append of %d events at once, at most %d fit: %w", len(entries), eventlog.MaxBatch, eventlog.ErrTooLarge)
	}
	b := &Batch{Items: make([]Item, 0, len(entries))}
	events := make([]event.Event, 0, len(entries))
	latest := make(map[string]string, len(entries)) // subject → id
	for i, en := range entries {
		if en.Event.Data == nil {
			return nil, fmt.Errorf("append: entry %d holds no event", i)
		}
		it := Item{ID: en.Event.ID, Subject: en.Event.Data.Subject(), Expect: en.Expect}
		s, err := streamOf(it.Subject, subject.Check)
		if err != nil {
			return nil, fmt.Errorf("append %s: %w", en.Event.Data.Type(), err)
		}
		if i == 0 {
			b.Stream = s
		} else if s.Name != b.Stream.Name {
			return nil, fmt.Errorf("append: %s belongs to %s and %s to %s; one append writes one stream", entries[0].Event.Data.Subject(), b.Stream.Name, it.Subject, s.Name)
		}
		if it.Expect != nil {
			if s, err := streamOf(it.Expect.Subjects, subject.CheckFilter); err != nil || s.Name != b.Stream.Name {
				return nil, fmt.Errorf("append to %s: the expectation on %q is not on that stream", b.Stream.Name, it.Expect.Subjects)
			}
		}
		if latest[it.Subject] == it.ID {
			if it.Expect != nil {
				b.Repeated = append(b.Repeated, *it.Expect)
			}
			continue
		}
		if latest[it.Subject] != "" {
			b.Chains = true
		}
		latest[it.Subject] = it.ID
		b.Items = append(b.Items, it)
		events = append(events, en.Event)
	}
	return b, b.encode(events)
}

// encode fills in the data of the items. It is most of the work of an append, so
// larger batches are shared out.
func (b *Batch) encode(events []event.Event) error {
	const share = 32 // events that are worth a goroutine
	workers := min(runtime.GOMAXPROCS(0), 4, (len(events)+share-1)/share)
	errs := make([]error, len(events))
	var next, bytes atomic.Int64
	var all sync.WaitGroup
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(events) || bytes.Load() > eventlog.MaxBatchBytes {
				return
			}
			b.Items[i].Data, errs[i] = encode(events[i])
			bytes.Add(int64(len(b.Items[i].Data)))
		}
	}
	for range workers - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if b.Bytes = int(bytes.Load()); b.Bytes > eventlog.MaxBatchBytes {
		return fmt.Errorf("append to %s: more than %d bytes at once: %w", b.Stream.Name, eventlog.MaxBatchBytes, eventlog.ErrTooLarge)
	}
	return nil
}

func encode(e event.Event) ([]byte, error) {
	data, err := event.Encode(e)
	if err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	if len(data) > eventlog.MaxEvent {
		return nil, fmt.Errorf("append %s about %s: %d bytes, at most %d fit: %w", e.Data.Type(), e.Data.Entity(), len(data), eventlog.MaxEvent, eventlog.ErrTooLarge)
	}
	return data, nil
}

// streamOf finds the stream of a subject, or of a filter.
func streamOf(s string, check func(string) error) (event.Stream, error) {
	if err := check(s); err != nil {
		return event.Stream{}, err
	}
	st, ok := event.StreamOf(s)
	if !ok {
		return event.Stream{}, fmt.Errorf("no stream takes the subject %q", s)
	}
	return st, nil
}

// CheckQuery returns the stream that a query or subscription reads, or an error
// that says what is wrong with it.
func CheckQuery(stream string, filters []string) (event.Stream, error) {
	for _, s := range event.Streams() {
		if s.Name != stream {
			continue
		}
		for _, f := range filters {
			if of, err := streamOf(f, subject.CheckFilter); err != nil {
				return s, fmt.Errorf("read %s: %w", stream, err)
			} else if of.Name != stream {
				return s, fmt.Errorf("read %s: the filter %q is for %s", stream, f, of.Name)
			}
		}
		return s, nil
	}
	return event.Stream{}, fmt.Errorf("stream %q: %w", stream, eventlog.ErrNotFound)
}
