// Package bleve is the embedded search index: a [search.Index] in a directory, for
// one machine and no other service.
//
//	index, err := bleve.Open(dir, bleve.Options{Logger: logger})
//	defer index.Close()
//
// [Open] takes a lock on the directory and says who holds it when it can not.
// [Memory] is the same index without a directory.
//
// A batch is one commit of the engine: documents, deletions and the checkpoint
// are on disk together or not at all, and a search sees all of them or none. A
// single document is searchable after some milliseconds. A rebuild writes into a
// directory of its own beside the old one and is put in place by renaming one
// small file; searches under way finish on the index they began with.
//
// What is stored, in the directory given to Open:
//
//	lock          held while the index is open; holds the process id
//	current       JSON: which generation answers, and the format it was written in
//	g000001/      the engine's files of one generation
package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Options of an index. The zero value is good.
type Options struct {
	Logger  *slog.Logger  // nil: nothing is logged
	Timeout time.Duration // for one search; 0 means 5 s
}

// Index is a [search.Index] on one machine.
type Index struct {
	dir     string // "" in memory
	log     *slog.Logger
	timeout time.Duration
	unlock  func() error

	writer sync.Mutex // one batch or swap at a time

	mu           sync.Mutex  // guards what follows
	current      *generation // nil while broken
	broken       error       // why the index can not be used until the next batch
	brokenDir    string
	brokenFormat int
	number       int // of the newest generation directory
	closed       bool
}

var _ search.Index = (*Index)(nil)

// ErrLocked says that another process has the directory open.
var ErrLocked = errors.New("the index is in use")

var errClosed = errors.New("the index is closed")

func newIndex(o Options) *Index {
	x := &Index{log: o.Logger, timeout: o.Timeout, unlock: func() error { return nil }}
	if x.log == nil {
		x.log = slog.New(slog.DiscardHandler)
	}
	if x.timeout == 0 {
		x.timeout = 5 * time.Second
	}
	return x
}

// Memory returns an empty index that is gone with the process.
func Memory(o Options) (*Index, error) {
	x := newIndex(o)
	g, err := createMemory()
	if err != nil {
		return nil, fmt.Errorf("index in memory: %w", err)
	}
	x.current = g
	return x, nil
}

// use returns the generation that answers now. It stays usable until release.
func (x *Index) use() (*generation, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.closed:
		return nil, errClosed
	case x.current == nil:
		return nil, x.broken
	}
	x.current.acquire()
	return x.current, nil
}

// Apply implements [search.Index]. When the disk is full the batch is not there,
// whole, and may be applied again.
func (x *Index) Apply(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	x.writer.Lock()
	defer x.writer.Unlock()
	if err := x.repair(); err != nil {
		return nil, err
	}
	g, err := x.use()
	if err != nil {
		return nil, err
	}
	rejected, err := g.apply(ctx, b)
	g.release()
	var w *writeError
	if errors.As(err, &w) {
		x.log.Warn("index not written, opened again", "dir", g.dir, "error", err)
		x.abandon(g, err)
		if again := x.repair(); again != nil {
			err = errors.Join(err, again)
		}
	}
	return rejected, err
}

// writeError is a batch that the engine could not write. After it the engine shows
// documents that are not on disk, and breaks at the next batch: it has to be
// opened again.
type writeError struct{ error }

func (w *writeError) Unwrap() error { return w.error }

// abandon takes a generation that broke out of use, and waits for its users.
func (x *Index) abandon(g *generation, why error) {
	x.mu.Lock()
	x.current, x.broken = nil, fmt.Errorf("the index broke and is opened again with the next batch: %w", why)
	x.brokenDir, x.brokenFormat = g.dir, g.format
	x.mu.Unlock()
	g.retire(false)
	<-g.gone
}

// repair opens what was abandoned, as it is on disk.
func (x *Index) repair() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed || x.current != nil {
		return nil
	}
	g, err := openGeneration(x.brokenDir, x.brokenFormat)
	if err != nil {
		return fmt.Errorf("open index %s again: %w: make room on the disk", x.brokenDir, err)
	}
	x.current, x.broken = g, nil
	return nil
}

// Get implements [search.Index].
func (x *Index) Get(ctx context.Context, id news.ArticleID) (search.Document, error) {
	if err := ctx.Err(); err != nil {
		return search.Document{}, fmt.Errorf("get article %s: %w", id, err)
	}
	g, err := x.use()
	if err != nil {
		return search.Document{}, err
	}
	defer g.release()
	return g.get(id)
}

// Checkpoint implements [search.Index]. An index in an older format has none, so
// that it is built again; until then it answers as well as it can.
func (x *Index) Checkpoint(ctx context.Context) (search.Checkpoint, error) {
	var c search.Checkpoint
	if err := ctx.Err(); err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	g, err := x.use()
	if err != nil {
		return c, err
	}
	defer g.release()
	if g.format != format {
		return c, nil
	}
	b, err := g.engine.GetInternal(checkpointKey)
	if err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	if b == nil {
		return c, nil
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	return c, nil
}

// Count implements [search.Index].
func (x *Index) Count(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	g, err := x.use()
	if err != nil {
		return 0, err
	}
	defer g.release()
	n, err := g.engine.DocCount()
	if err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return int(n), nil
}

// Ping implements [search.Index].
func (x *Index) Ping(ctx context.Context) error {
	if _, err := x.Count(ctx); err != nil {
		return err
	}
	return x.checkFiles()
}

// Close implements [search.Index]. Searches under way finish first.
func (x *Index) Close() error {
	x.writer.Lock()
	defer x.writer.Unlock()
	x.mu.Lock()
	if x.closed {
		x.mu.Unlock()
		return nil
	}
	x.closed = true
	g := x.current
	x.mu.Unlock()
	if g == nil {
		return x.unlock()
	}
	g.retire(false)
	<-g.gone
	return errors.Join(g.closeErr, x.unlock())
}
