// Package memlog is the log in memory: for tests, and for runs that should leave
// nothing behind.
//
//	log := memlog.New(time.Now)
//	defer log.Close()
//
// It keeps every promise of [eventlog.Log] but one: nothing outlives the process.
// [Log.Reopen] stands in for a restart: durable names keep their place, records
// under way are delivered again.
package memlog

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
	"github.com/jejak-id/jejak/pkg/news"
)

var _ eventlog.Log = (*Log)(nil)

// Log is a log in memory. Make one with [New].
type Log struct {
	now    func() time.Time
	closed chan struct{}

	mu      *sync.Mutex // guards everything below
	streams map[string]*stream
	blobs   map[news.Hash][]byte
}

// stream holds the records of one stream in order of their sequence. Records that
// were erased or superseded are gone from it.
type stream struct {
	event.Stream
	created time.Time
	seq     uint64 // the last one given out
	bytes   uint64
	records []record
	latest  map[string]uint64 // subject → newest sequence
	cursors map[string]*cursor
	changed chan struct{} // closed at every append, then made anew
}

type record struct {
	seq     uint64
	id      string
	subject string
	stored  time.Time
	data    []byte
}

// New returns an empty log. The clock stamps records when they are stored.
func New(now func() time.Time) *Log {
	l := &Log{
		now: now, closed: make(chan struct{}), mu: new(sync.Mutex),
		streams: map[string]*stream{}, blobs: map[news.Hash][]byte{},
	}
	for _, s := range event.Streams() {
		l.streams[s.Name] = &stream{
			Stream: s, created: now(), latest: map[string]uint64{}, cursors: map[string]*cursor{}, changed: make(chan struct{}),
		}
	}
	return l
}

// Close ends every call under way. It may be called twice.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

// Reopen closes l and returns a log that goes on with what l holds.
func (l *Log) Reopen() *Log {
	l.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.streams {
		for _, c := range s.cursors {
			c.restart()
		}
	}
	return &Log{now: l.now, closed: make(chan struct{}), mu: l.mu, streams: l.streams, blobs: l.blobs}
}

// open returns an error when the log is closed or ctx has ended.
func (l *Log) open(ctx context.Context) error {
	select {
	case <-l.closed:
		return eventlog.ErrClosed
	default:
		return ctx.Err()
	}
}

// Append implements [eventlog.Log].
func (l *Log) Append(ctx context.Context, entries ...eventlog.Entry) (eventlog.Appended, error) {
	var out eventlog.Appended
	b, err := appending.Prepare(entries)
	if err != nil || len(b.Items) == 0 {
		return out, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return out, fmt.Errorf("append to %s: %w", b.Stream.Name, err)
	}
	s := l.streams[b.Stream.Name]
	if b.Chains {
		if first, ok, _ := b.StoredAt(s.newest, s.idAt); ok {
			return eventlog.Appended{First: first, Last: first + uint64(len(b.Items)) - 1, Duplicate: true}, nil
		}
	}
	fresh, duplicates := s.split(b.Items)
	if len(fresh) == 0 {
		return eventlog.Appended{First: slices.Min(duplicates), Last: slices.Max(duplicates), Duplicate: true}, nil
	}
	expectations, err := b.Expectations()
	if err != nil {
		return out, err
	}
	for _, e := range expectations {
		if last := s.last(e.Subjects); last != e.Seq {
			return out, fmt.Errorf("append to %s: %s stands at %d, expected %d: %w", s.Name, e.Subjects, last, e.Seq, eventlog.ErrConflict)
		}
	}
	for _, it := range fresh {
		s.add(record{id: it.ID, subject: it.Subject, stored: l.now().UTC(), data: it.Data})
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return eventlog.Appended{First: s.seq - uint64(len(fresh)) + 1, Last: s.seq}, nil
}

// Plant stores bytes as they are, as a foreign writer could. Only tests need it.
func (l *Log) Plant(subj string, data []byte) (uint64, error) {
	of, ok := event.StreamOf(subj)
	if !ok {
		return 0, fmt.Errorf("plant: no stream takes %q", subj)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.streams[of.Name]
	s.add(record{id: idOf(data), subject: subj, stored: l.now().UTC(), data: bytes.Clone(data)})
	close(s.changed)
	s.changed = make(chan struct{})
	return s.seq, nil
}

// idOf reads the id of an encoded event, and of anything else nothing.
func idOf(data []byte) string {
	var env struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(data, &env) != nil {
		return ""
	}
	return env.ID
}

// split tells items to be stored from those that are there already, and where.
func (s *stream) split(items []appending.Item) (fresh []appending.Item, duplicates []uint64) {
	seen := map[string]bool{}
	for _, it := range items {
		if i, ok := s.find(s.latest[it.Subject]); ok && !seen[it.Subject] && s.records[i].id == it.ID {
			duplicates = append(duplicates, s.records[i].seq)
		} else {
			fresh = append(fresh, it)
		}
		seen[it.Subject] = true
	}
	return fresh, duplicates
}

// newest returns the newest record of a subject.
func (s *stream) newest(subj string) (uint64, string) {
	if i, ok := s.find(s.latest[subj]); ok {
		return s.records[i].seq, s.records[i].id
	}
	return 0, ""
}

func (s *stream) idAt(seq uint64) (string, error) {
	if i, ok := s.find(seq); ok {
		return s.records[i].id, nil
	}
	return "", nil
}

func (s *stream) add(r record) {
	if old := s.latest[r.subject]; s.Latest && old != 0 {
		s.remove(old)
	}
	s.seq++
	r.seq = s.seq
	s.latest[r.subject] = r.seq
	s.bytes += uint64(len(r.data))
	s.records = append(s.records, r)
}

// find returns the index of the record with a sequence, or where it would be.
func (s *stream) find(seq uint64) (int, bool) {
	return slices.BinarySearchFunc(s.records, seq, func(r record, seq uint64) int {
		return int(int64(r.seq) - int64(seq))
	})
}

func (s *stream) remove(seq uint64) {
	i, ok := s.find(seq)
	if !ok {
		return
	}
	gone := s.records[i]
	s.bytes -= uint64(len(gone.data))
	clear(gone.data) // whoever still reads these bytes holds a copy
	s.records = slices.Delete(s.records, i, i+1)
	if s.latest[gone.subject] != seq {
		return
	}
	delete(s.latest, gone.subject)
	for _, r := range slices.Backward(s.records[:i]) {
		if r.subject == gone.subject {
			s.latest[gone.subject] = r.seq
			return
		}
	}
}

// last returns the newest sequence on the subjects that f selects.
func (s *stream) last(f string) uint64 {
	if seq, ok := s.latest[f]; ok || !strings.ContainsAny(f, "*>") {
		return seq
	}
	var newest uint64
	for subj, seq := range s.latest {
		if seq > newest && subject.Match(f, subj) {
			newest = seq
		}
	}
	return newest
}

func (s *stream) record(r record) eventlog.Record {
	return eventlog.Record{Stream: s.Name, Seq: r.seq, Subject: r.subject, Stored: r.stored, Data: bytes.Clone(r.data)}
}
