// Package indexing is the stage that folds the log into a search index.
//
// Make one with [New] and call [Stage.Run]: it compares the index with the log,
// builds it anew when they disagree, catches up, and follows. [Stage.CatchUp]
// does the same up to the end of the log as it is now, and returns.
//
// Promises. The document of an article is a pure function of its history, its
// newest tags and the registry ([Document]): delivery twice and the order of NEWS
// against TAGS do not matter, and an index built anew equals one that followed.
// An article is searchable before it is tagged. The position in the log is stored
// with the documents, so a crash loses and repeats nothing that can be seen. An
// index that is away is tried again for ever, with [Stage.Status] saying so. A
// record that nobody can read is reported to DEAD and passed by; so is a document
// that the index will not take.
//
// Memory is bounded by three things: two batches under way (each at most
// [Config.BatchRecords] records and [Config.BatchBytes] bytes a stream), a cache of
// folded articles of [Config.CacheBytes], and about 50 bytes for each article in
// a process that folds from the first record on.
package indexing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Durable is the name under which this stage reports to DEAD.
const Durable = "index"

// version counts the changes of this package that make other documents of the
// same facts. Raise it and every index is built anew.
const version = "1"

// Registry is what a document takes from the registry: the other names of an
// official. The whole registry is not asked for, so that a test can do without.
type Registry interface {
	Official(news.OfficialID) (news.Official, bool)
	Version() string
}

// Config says what to fold into what. Log, Index and Registry must be set.
type Config struct {
	Log      eventlog.Log
	Index    search.Index
	Registry Registry
	Logger   *slog.Logger
	Now      func() time.Time // for reports and the status, never for a document

	BatchRecords int // most records of one stream in a batch; 0 means 2000
	BatchBytes   int // most bytes of one stream in a batch; 0 means 8 MiB
	CacheBytes   int // folded articles kept for their next fact; 0 means 64 MiB

	// Backoff is how long to wait before the nth try after a failure; nil means
	// 100 ms, doubled up to 10 s.
	Backoff func(attempt int) time.Duration
}

// Stage folds one log into one index. It has one worker: of [Stage.Run],
// [Stage.CatchUp] and [Stage.Rebuild] only one may be under way, the others return
// [ErrBusy]. Status may be asked at any time.
type Stage struct {
	cfg        Config
	projection string

	working sync.Mutex // held by the one worker

	mu     sync.Mutex
	status Status
}

// ErrBusy says that this stage is at work already.
var ErrBusy = errors.New("the index is being written already")

// New makes a stage. It touches neither log nor index.
func New(cfg Config) (*Stage, error) {
	if cfg.Log == nil || cfg.Index == nil || cfg.Registry == nil {
		return nil, errors.New("indexing: log, index and registry must all be given")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.BatchRecords == 0 {
		cfg.BatchRecords = 2000 // about 1000 articles, each captured and read
	}
	if cfg.BatchBytes == 0 {
		cfg.BatchBytes = 8 << 20
	}
	if cfg.CacheBytes == 0 {
		cfg.CacheBytes = 64 << 20
	}
	if cfg.Backoff == nil {
		cfg.Backoff = func(attempt int) time.Duration {
			return min(100*time.Millisecond<<min(attempt-1, 10), 10*time.Second)
		}
	}
	s := &Stage{cfg: cfg, projection: version + "/" + cfg.Registry.Version()}
	s.status = Status{State: Idle, Projection: s.projection}
	return s, nil
}

// Run brings the index up to the log and keeps it there. It returns nil when ctx
// ends. What goes wrong in between is logged, shown in the status and tried again
// from the stored checkpoint.
func (s *Stage) Run(ctx context.Context) error {
	if !s.working.TryLock() {
		return ErrBusy
	}
	defer s.working.Unlock()
	defer s.set(func(st *Status) { st.State = Idle })
	for attempt := 1; ; attempt++ {
		before := s.applied()
		err := s.session(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if s.applied() != before {
			attempt = 1
		}
		wait := s.cfg.Backoff(attempt)
		s.failed(err)
		s.cfg.Logger.Warn("indexing stopped, will try again", "error", err, "in", wait, "attempt", attempt)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// session compares, catches up and follows until something goes wrong.
func (s *Stage) session(ctx context.Context) error {
	f, err := s.open(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := s.catchUp(ctx, f, nil); err != nil {
		return err
	}
	return s.follow(ctx, f)
}

// CatchUp folds everything that the log holds now, building the index anew if it
// must, and returns the number of records folded.
func (s *Stage) CatchUp(ctx context.Context) (int, error) {
	if !s.working.TryLock() {
		return 0, ErrBusy
	}
	defer s.working.Unlock()
	defer s.set(func(st *Status) { st.State = Idle })
	f, err := s.open(ctx, nil)
	if err != nil {
		s.failed(err)
		return 0, err
	}
	opened := f.records
	n, err := s.catchUp(ctx, f, nil)
	if err != nil {
		s.failed(err)
	}
	return opened + n, err
}

// Progress tells how far a rebuild is.
type Progress struct {
	Records   uint64 // folded so far
	Total     uint64 // in the log when it began
	Documents int    // written so far
}

// Rebuild builds the index from the first record on beside the old one, which
// answers until both are swapped. Progress is called after each batch and may be
// nil.
func (s *Stage) Rebuild(ctx context.Context, progress func(Progress)) error {
	if !s.working.TryLock() {
		return ErrBusy
	}
	defer s.working.Unlock()
	defer s.set(func(st *Status) { st.State = Idle })
	if _, err := s.rebuild(ctx, "asked for", progress); err != nil {
		s.failed(err)
		return err
	}
	return nil
}

// open compares the checkpoint of the index with the log. It returns the folder
// that goes on from there, after building the index anew when they disagree.
func (s *Stage) open(ctx context.Context, progress func(Progress)) (*folder, error) {
	s.set(func(st *Status) { st.State = Comparing })
	cp, err := s.cfg.Index.Checkpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint of the index: %w", err)
	}
	reason, err := disagreement(ctx, s.cfg.Log, cp, s.projection)
	if err != nil {
		return nil, err
	}
	if reason == "" {
		return s.newFolder(ctx, cp)
	}
	count, err := s.cfg.Index.Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count the documents of the index: %w", err)
	}
	if count == 0 {
		// Nothing to hide behind: an empty index is filled in place, and its
		// articles are found as they come.
		return s.newFolder(ctx, search.Checkpoint{})
	}
	return s.rebuild(ctx, reason, progress)
}

func (s *Stage) rebuild(ctx context.Context, reason string, progress func(Progress)) (*folder, error) {
	s.cfg.Logger.Info("building the index anew beside the old one", "because", reason)
	s.set(func(st *Status) { st.State, st.Rebuilt = Rebuilding, reason })
	beside, err := s.cfg.Index.Rebuild(ctx)
	if err != nil {
		return nil, fmt.Errorf("start a new index beside the old one: %w", err)
	}
	defer beside.Discard() // after a swap it does nothing
	f, err := s.newFolder(ctx, search.Checkpoint{})
	if err != nil {
		return nil, err
	}
	f.target = beside
	if f.records, err = s.catchUp(ctx, f, progress); err != nil {
		return nil, err
	}
	if err := beside.Swap(ctx); err != nil {
		return nil, fmt.Errorf("swap the new index in: %w", err)
	}
	f.target = s.cfg.Index
	s.cfg.Logger.Info("the new index answers", "records", f.records)
	return f, nil
}

// disagreement says why an index can not go on from its checkpoint, or "".
func disagreement(ctx context.Context, log eventlog.Log, cp search.Checkpoint, projection string) (string, error) {
	if cp.Projection == "" {
		return "the index has no checkpoint", nil
	}
	if cp.Projection != projection {
		return fmt.Sprintf("it was made by projection %s, this is %s", cp.Projection, projection), nil
	}
	for _, stream := range []string{event.News.Name, event.Tags.Name} {
		pos, ok := cp.Positions[stream]
		if !ok {
			return "its checkpoint does not know the stream " + stream, nil
		}
		info, err := log.Info(ctx, stream)
		if err != nil {
			return "", fmt.Errorf("look at stream %s: %w", stream, err)
		}
		if !info.Created.Equal(pos.Created) {
			return fmt.Sprintf("stream %s was made anew at %s", stream, info.Created.UTC().Format(time.RFC3339)), nil
		}
		if info.Last < pos.Seq {
			return fmt.Sprintf("stream %s ends at %d, before the %d that was indexed", stream, info.Last, pos.Seq), nil
		}
		if pos.Seq == 0 || pos.Hash == "" {
			continue
		}
		// A record that is gone (newer tags took its place, or it was erased at
		// law) can not be compared; created and last must do then.
		for rec, err := range log.Read(ctx, eventlog.Query{Stream: stream, From: pos.Seq}) {
			if err != nil {
				return "", fmt.Errorf("read %s #%d: %w", stream, pos.Seq, err)
			}
			if rec.Seq == pos.Seq && rec.Hash() != pos.Hash {
				return fmt.Sprintf("record %d of stream %s is another one than was indexed", pos.Seq, stream), nil
			}
			break
		}
	}
	return "", nil
}
