// Package eventlog is an append-only log of facts about news.
//
// [Log.Append] returns once its events are durable. [Log.Read] yields records
// from a position to the end; [Log.Follow] goes on for ever, and a reader that
// keeps its own position (an index) uses it. [Log.Subscribe] remembers the
// position under a name, and is for work that has an effect on the log itself.
//
// Records of one stream have one order, their sequence. Records about one
// article are read in the order they were appended. Records of different
// streams have no order between them. A record may be delivered twice: handlers
// are written so that the second time changes nothing.
//
// Every implementation passes eventlogtest. A Log may be used by many
// goroutines at once.
package eventlog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

// MaxBatch is the largest number of events in one [Log.Append], MaxEvent the
// largest encoded event or blob, and MaxBatchBytes the largest sum of the encoded
// events of one Append, in bytes: a batch is held in memory until it is stored.
const (
	MaxBatch      = 1000
	MaxEvent      = 8<<20 - 64<<10 // the server's payload limit less room for headers
	MaxBatchBytes = 64 << 20
)

// Log is the log.
type Log interface {
	// Append stores entries of one stream, all or none, and returns when they are
	// on disk. An entry whose expectation does not hold makes it return an error
	// that wraps [ErrConflict]. An event whose id is stored already on its
	// subject as the latest is not stored again, nor is a batch that is stored
	// already as a whole, so that a repeat after an error is safe. After an error that is neither
	// ErrConflict nor [ErrTooLarge] the entries may or may not be stored; the
	// caller reads the subject again before it decides.
	Append(ctx context.Context, entries ...Entry) (Appended, error)

	// Read yields the records of one stream from q.From to the end as it was
	// when Read was called, in order. It stops at the first error.
	Read(ctx context.Context, q Query) iter.Seq2[Record, error]

	// Follow calls fn with records in order, as many at once as there are up to
	// q.Max, and waits when there are none. It returns when ctx ends (nil), or
	// with fn's first error, or when the log is gone.
	Follow(ctx context.Context, q Query, fn func([]Record) error) error

	// Subscribe delivers the records of one stream to a handler and remembers
	// how far it got under s.Durable. It returns nil when ctx ends, after the
	// handlers under way have returned; their context lasts a few seconds longer
	// than ctx, so that most can finish. Several Subscribe calls with one Durable,
	// also in other processes, share the work.
	Subscribe(ctx context.Context, s Subscription) error

	// Last returns the newest record whose subject matches a filter, or an error
	// that wraps [ErrNotFound].
	Last(ctx context.Context, subjects string) (Record, error)

	// Erase removes one record's bytes for good, and only for a redaction. The
	// sequence stays taken. A record that is gone already is no error; a sequence
	// that was never given out is one that wraps [ErrNotFound].
	Erase(ctx context.Context, stream string, seq uint64) error

	// Info describes a stream.
	Info(ctx context.Context, stream string) (Info, error)

	// Cursors describes the durable subscriptions of a stream, by name.
	Cursors(ctx context.Context, stream string) ([]Cursor, error)

	// Blobs is where raw pages live, beside the log and as durable.
	Blobs
}

// Blobs is a content-addressed store. Putting bytes that are there already does
// nothing.
type Blobs interface {
	PutBlob(ctx context.Context, b []byte) (news.Hash, error)
	GetBlob(ctx context.Context, h news.Hash) ([]byte, error) // wraps ErrNotFound
	DeleteBlob(ctx context.Context, h news.Hash) error        // only for a redaction; missing is no error
}

// Entry is an event to append. Expect, when it is set, must hold at that moment.
type Entry struct {
	Event  event.Event
	Expect *Expectation
}

// Expectation says that the newest record on any subject that matches Subjects
// has the sequence Seq; 0 means that there is none. It counts what the log held
// before the batch.
type Expectation struct {
	Subjects string
	Seq      uint64
}

// Appended tells where entries went.
type Appended struct {
	First, Last uint64 // sequences in the stream; of a duplicate, where it was
	Duplicate   bool   // nothing was stored: the event is there already
}

// Query selects records.
type Query struct {
	Stream   string
	From     uint64   // first sequence wanted; 0 and 1 are the beginning
	Subjects []string // filters with wildcards; none means all
	Max      int      // for Follow: most records in one call; 0 means 256
}

// Record is a stored event.
type Record struct {
	Stream   string
	Seq      uint64
	Subject  string
	Stored   time.Time // by the log's clock; never use it to fold
	Attempts int       // of a subscription: 1 for the first delivery
	Data     []byte    // the wire form
}

// Event decodes the record.
func (r Record) Event() (event.Event, error) {
	e, err := event.Decode(r.Data)
	if err != nil {
		return e, fmt.Errorf("%s #%d: %w", r.Stream, r.Seq, err)
	}
	return e, nil
}

// Hash returns the content hash of the wire form: what a checkpoint compares.
func (r Record) Hash() news.Hash { return news.HashOf(r.Data) }

// Subscription is a durable reader of one stream.
type Subscription struct {
	Stream   string
	Durable  string // names the work: "enrich", "follow-related"
	Subjects []string
	// Handle has three outcomes: nil (done), an error made with [GiveUp] (never
	// again; the record goes to the DEAD stream with the reason) and any other
	// error (again later, with a growing delay). A panic counts as the last, and
	// after MaxAttempts any record is given up.
	Handle      func(context.Context, Record) error
	MaxAttempts int           // 0 means 8
	Timeout     time.Duration // for one call of Handle; 0 means 30 s
	Parallel    int           // calls of Handle at once; 0 means 1, which keeps order
	Backoff     func(attempt int) time.Duration
	// Report is told of every retry and every record given up; it may be nil.
	Report func(Record, error)
}

// Info describes a stream.
type Info struct {
	Created  time.Time // a stream made anew has another
	First    uint64
	Last     uint64
	Messages uint64
	Bytes    uint64
}

// Cursor is how far a durable subscription got.
type Cursor struct {
	Durable string
	Done    uint64 // every record up to here is done
	Pending uint64 // records not delivered yet
	Waiting int    // delivered and not yet done
}

// ErrConflict says that an expectation did not hold: somebody else appended
// first. Read again, decide again.
var ErrConflict = errors.New("conflict: somebody else appended first")

// ErrNotFound says that no record, stream or blob matches.
var ErrNotFound = errors.New("not found")

// ErrTooLarge says that an event or blob is larger than [MaxEvent], or a batch
// longer than [MaxBatch] or larger than [MaxBatchBytes]. It will not get better.
var ErrTooLarge = errors.New("too large")

// ErrFull says that nothing was stored because the disk of the log is nearly
// full. A stage pauses and tries again; a person frees space.
var ErrFull = errors.New("the disk of the log is nearly full")

// ErrFrozen says that the log's server met a disk fault and writes no more until it
// is started again. What it holds is safe.
var ErrFrozen = errors.New("the log is frozen after a disk fault")

// ErrClosed says that the log was closed, or that its server is gone for good.
var ErrClosed = errors.New("the log is closed")

// GiveUp makes the error by which a handler gives up on a record for ever.
func GiveUp(reason string, args ...any) error {
	return gaveUp{fmt.Errorf(reason, args...)}
}

type gaveUp struct{ error }

func (g gaveUp) Unwrap() error { return g.error }

// GaveUp reports whether err, or an error it wraps, was made with [GiveUp].
func GaveUp(err error) bool {
	var g gaveUp
	return errors.As(err, &g)
}

// DefaultBackoff is 1 s, 2 s, 4 s … up to 5 minutes.
func DefaultBackoff(attempt int) time.Duration {
	d := time.Second << min(attempt-1, 9)
	return min(d, 5*time.Minute)
}
