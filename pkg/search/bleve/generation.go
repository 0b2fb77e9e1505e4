package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	bdoc "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

var checkpointKey = []byte("checkpoint")

// generation is one index of the engine. It is closed, and removed when it was
// replaced, once nobody uses it any more.
type generation struct {
	engine bleve.Index
	dir    string // "" in memory
	format int    // in which its documents were written

	mu       sync.Mutex
	users    int
	retired  bool
	remove   bool
	gone     chan struct{} // closed when the engine is
	closeErr error
}

func newGeneration(engine bleve.Index, dir string, format int) *generation {
	return &generation{engine: engine, dir: dir, format: format, gone: make(chan struct{})}
}

func createMemory() (*generation, error) {
	// Not NewMemOnly, which is another engine. Without a path this one keeps to memory.
	engine, err := bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	return newGeneration(engine, "", format), nil
}

func createGeneration(dir string) (*generation, error) {
	engine, err := bleve.NewUsing(dir, newMapping(), scorch.Name, scorch.Name, settings())
	if err != nil {
		return nil, fmt.Errorf("create index %s: %w", dir, err)
	}
	return newGeneration(engine, dir, format), nil
}

// settings are for the engine while it runs.
func settings() map[string]any {
	return map[string]any{
		// Bounds the wait for the engine's own lock, which is for ever otherwise. Ours is
		// taken before, so it only shows when a stranger has the files.
		"bolt_timeout": "2s",
		// Segments of less than floorDocs documents count as one size. By default that is
		// 2000: then a segment that grows up to there is written anew with every ten small
		// ones that come, and a live index does little else.
		"scorchMergePlanOptions": map[string]any{"floorSegmentSize": floorDocs},
	}
}

// floorDocs is what a busy commit holds.
const floorDocs = 100

func openGeneration(dir string, format int) (*generation, error) {
	engine, err := bleve.OpenUsing(dir, settings())
	if err != nil {
		return nil, err
	}
	return newGeneration(engine, dir, format), nil
}

func (g *generation) acquire() {
	g.mu.Lock()
	g.users++
	g.mu.Unlock()
}

func (g *generation) release() {
	g.mu.Lock()
	g.users--
	g.finish()
	g.mu.Unlock()
}

// retire closes the generation as soon as nobody uses it.
func (g *generation) retire(remove bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.retired, g.remove = true, remove
	g.finish()
}

// finish is called with g.mu held.
func (g *generation) finish() {
	if !g.retired || g.users > 0 {
		return
	}
	select {
	case <-g.gone:
		return
	default:
	}
	g.closeErr = guard(g.engine.Close)
	if g.remove && g.dir != "" {
		g.closeErr = errors.Join(g.closeErr, os.RemoveAll(g.dir))
	}
	close(g.gone)
}

// maxCommit bounds the text of one commit, in bytes: the engine holds about ten
// times as much while it writes. Only a batch of pages gone wrong has more.
const maxCommit = 32 << 20

// apply commits a batch. One that is too large falls into several commits, the
// checkpoint in the last: it then lags for a moment, and is never ahead.
func (g *generation) apply(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	return g.applyPart(ctx, b, true)
}

func (g *generation) applyPart(ctx context.Context, b search.Batch, last bool) ([]search.Rejected, error) {
	var rejected []search.Rejected
	all := b.Put
	for {
		n, size := 0, 0
		for n < len(all) && (n == 0 || size < maxCommit) {
			for _, p := range all[n].Paragraphs {
				size += len(p)
			}
			n++
		}
		b.Put, all = all[:n], all[n:]
		r, err := g.commit(ctx, b, last && len(all) == 0)
		if err != nil {
			return nil, err
		}
		rejected = append(rejected, r...)
		if len(all) == 0 {
			return rejected, nil
		}
	}
}

// minPart is the smallest part of a batch that is worth a commit of its own.
const minPart = 250

// applyApart commits a batch in parts that are built at the same time, and the
// deletions and the checkpoint after them: the engine builds a segment on one
// processor. It is for an index that nobody searches yet. A document that is in the
// batch twice is in one part.
func (g *generation) applyApart(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	n := min(runtime.GOMAXPROCS(0), len(b.Put)/minPart)
	if n < 2 {
		return g.apply(ctx, b)
	}
	parts := make([]search.Batch, n)
	for _, d := range b.Put {
		p := &parts[crc32.ChecksumIEEE([]byte(d.ID))%uint32(n)]
		p.Put = append(p.Put, d)
	}
	rejected := make([][]search.Rejected, n)
	group, inner := errgroup.WithContext(ctx)
	for i, p := range parts {
		group.Go(func() error {
			var err error
			rejected[i], err = g.applyPart(inner, p, false)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	b.Put = nil
	_, err := g.commit(ctx, b, true)
	return slices.Concat(rejected...), err
}

// commit stores a batch at once; with last its deletions and the checkpoint too,
// which is an internal value of the same commit.
func (g *generation) commit(ctx context.Context, b search.Batch, last bool) ([]search.Rejected, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	var rejected []search.Rejected
	prepared := make([]search.Prepared, len(b.Put))
	errs := make([]error, len(b.Put))
	eachOf(len(b.Put), func(i int, _ *analyzer) { prepared[i], errs[i] = search.Prepare(b.Put[i]) })
	put := make(map[news.ArticleID]search.Prepared, len(b.Put))
	order := make([]news.ArticleID, 0, len(b.Put))
	for i, p := range prepared {
		if errs[i] != nil {
			rejected = append(rejected, search.Rejected{ID: b.Put[i].ID, Reason: errs[i].Error()})
			continue
		}
		before, twice := put[p.ID]
		if twice && !p.Supersedes(before.Seq, before.Tags) {
			continue
		}
		if !twice {
			order = append(order, p.ID)
		}
		put[p.ID] = p
	}
	for _, id := range b.Delete {
		delete(put, id)
	}
	batch := g.engine.NewBatch()
	if err := g.stored(order, func(id news.ArticleID, old version) {
		if p, ok := put[id]; ok && !p.Supersedes(old.Seq, old.Tags) {
			delete(put, id)
		}
	}); err != nil {
		return nil, fmt.Errorf("apply: %w", err)
	}
	docs := make([]*bdoc.Document, len(order))
	eachOf(len(order), func(i int, a *analyzer) {
		if p, ok := put[order[i]]; ok {
			docs[i] = a.document(p)
		}
	})
	for _, d := range docs {
		if d == nil {
			continue
		}
		if err := batch.IndexAdvanced(d); err != nil {
			return nil, fmt.Errorf("apply: article %s: %w", d.ID(), err)
		}
	}
	if last {
		for _, id := range b.Delete {
			batch.Delete(string(id))
		}
		checkpoint, err := json.Marshal(b.Checkpoint)
		if err != nil {
			return nil, fmt.Errorf("apply: checkpoint: %w", err)
		}
		batch.SetInternal(checkpointKey, checkpoint)
	}
	if err := guard(func() error { return g.engine.Batch(batch) }); err != nil {
		return nil, &writeError{fmt.Errorf("write index %s: %w: nothing of the batch is stored; make room on the disk", g.dir, err)}
	}
	return rejected, nil
}

// eachOf calls fn for 0 to n-1, on all processors: cutting text into words is half
// of the work of a batch.
func eachOf(n int, fn func(int, *analyzer)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			var a analyzer
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(i, &a)
			}
		})
	}
	wg.Wait()
}

// version is what decides whether a document may be overwritten.
type version struct{ Seq, Tags uint64 }

// stored calls fn with the version of each of these documents that is in the index.
func (g *generation) stored(ids []news.ArticleID, fn func(news.ArticleID, version)) error {
	if len(ids) == 0 {
		return nil
	}
	return g.read(func(r bleveindex.IndexReader) error {
		for _, id := range ids {
			internal, err := r.InternalID(string(id))
			if err != nil {
				return err
			}
			if internal == nil {
				continue // most are new; reading a document costs more than this
			}
			d, err := document1(r, id)
			if err != nil {
				return err
			}
			fn(id, version{d.Seq, d.Tags})
		}
		return nil
	})
}

func (g *generation) get(id news.ArticleID) (search.Document, error) {
	var d search.Document
	err := g.read(func(r bleveindex.IndexReader) error {
		var err error
		d, err = document1(r, id)
		return err
	})
	if err != nil {
		return search.Document{}, fmt.Errorf("get article %s: %w", id, err)
	}
	return d, nil
}

// document1 reads one stored document.
func document1(r bleveindex.IndexReader, id news.ArticleID) (search.Document, error) {
	stored, err := r.Document(string(id))
	if err != nil {
		return search.Document{}, err
	}
	if stored == nil {
		return search.Document{}, search.ErrNotFound
	}
	var raw []byte
	stored.VisitFields(func(f bleveindex.Field) {
		if f.Name() == storedField {
			raw = append(raw, f.Value()...)
		}
	})
	return search.Decode(raw)
}

// read calls fn with a reader of the index as it is now.
func (g *generation) read(fn func(bleveindex.IndexReader) error) error {
	return guard(func() error { return g.readUnguarded(fn) })
}

// guard turns a panic of the engine into an error. The engine panics when it is
// asked after a batch that it could not write, until it was opened again; other
// searches may be under way at that moment.
func guard(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the engine of the index broke: %v", r)
		}
	}()
	return fn()
}

func (g *generation) readUnguarded(fn func(bleveindex.IndexReader) error) (err error) {
	low, err := g.engine.Advanced()
	if err != nil {
		return err
	}
	r, err := low.Reader()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return fn(r)
}

func (g *generation) checkFiles() error {
	if g.dir == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(g.dir, "store")); err != nil {
		return fmt.Errorf("the files of the index are gone: %w; restart, and it is built again from the log", err)
	}
	return nil
}
