package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/jejak-id/jejak/pkg/search"
)

// pointer is the file "current": which generation answers. Fields may be added.
type pointer struct {
	Generation string `json:"generation"`
	Format     int    `json:"format"`
}

const (
	lockFile    = "lock"
	pointerFile = "current"
)

// Open opens the index in a directory, or makes an empty one. What an interrupted
// rebuild or swap left behind is removed. The error wraps [ErrLocked] when
// another process has it open.
func Open(dir string, o Options) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	x := newIndex(o)
	x.dir = dir
	if err := x.lock(); err != nil {
		return nil, err
	}
	if err := x.open(); err != nil {
		return nil, errors.Join(err, x.unlock())
	}
	return x, nil
}

// lock takes the directory for this process.
func (x *Index) lock() error {
	path := filepath.Join(x.dir, lockFile)
	l := flock.New(path)
	ok, err := l.TryLock()
	if err != nil {
		return fmt.Errorf("open index: lock %s: %w", path, err)
	}
	if !ok {
		who := "another process"
		if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
			who = "process " + strings.TrimSpace(string(b))
		}
		return fmt.Errorf("open index %s: %w by %s: stop it, ask it, or choose another directory", x.dir, ErrLocked, who)
	}
	if err := os.WriteFile(path, fmt.Appendf(nil, "%d (%s)\n", os.Getpid(), filepath.Base(os.Args[0])), 0o600); err != nil {
		return errors.Join(fmt.Errorf("open index: %w", err), l.Unlock())
	}
	x.unlock = l.Unlock
	return nil
}

// open finds the generation that answers, and removes all others.
func (x *Index) open() error {
	p, err := readPointer(x.dir)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(x.dir)
	if err != nil {
		return fmt.Errorf("open index: %w", err)
	}
	for _, e := range entries {
		var n int
		if _, err := fmt.Sscanf(e.Name(), "g%06d", &n); err != nil || !e.IsDir() {
			continue
		}
		x.number = max(x.number, n)
		if e.Name() == p.Generation {
			continue
		}
		x.log.Info("remove unfinished index", "dir", e.Name())
		if err := os.RemoveAll(filepath.Join(x.dir, e.Name())); err != nil {
			return fmt.Errorf("open index: %w", err)
		}
	}
	if p.Generation == "" {
		g, err := x.create()
		if err != nil {
			return err
		}
		x.current = g
		return writePointer(x.dir, pointer{filepath.Base(g.dir), g.format})
	}
	dir := filepath.Join(x.dir, p.Generation)
	if x.current, err = openGeneration(dir, p.Format); err != nil {
		return fmt.Errorf("open index %s: %w; it holds nothing that the log does not: remove %s, and it is built again", dir, err, x.dir)
	}
	return nil
}

// create makes the next generation, empty.
func (x *Index) create() (*generation, error) {
	if x.dir == "" {
		return createMemory()
	}
	x.number++
	return createGeneration(filepath.Join(x.dir, fmt.Sprintf("g%06d", x.number)))
}

func readPointer(dir string) (pointer, error) {
	var p pointer
	b, err := os.ReadFile(filepath.Join(dir, pointerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err == nil && (p.Generation == "" || filepath.Base(p.Generation) != p.Generation) {
		err = fmt.Errorf("generation %q", p.Generation)
	}
	if err != nil {
		return p, fmt.Errorf("open index: %s: %w; it holds nothing that the log does not: remove %s, and it is built again", pointerFile, err, dir)
	}
	return p, nil
}

// writePointer replaces the file in one step that survives a power cut.
func writePointer(dir string, p pointer) error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("index pointer: %w", err)
	}
	path := filepath.Join(dir, pointerFile)
	f, err := os.Create(path + ".new")
	if err != nil {
		return fmt.Errorf("index pointer: %w", err)
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		return fmt.Errorf("index pointer: %w", err)
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// A file system that can not sync a directory says so; there is nothing better
	// to do than go on.
	_ = d.Sync()
	return d.Close()
}

func (x *Index) checkFiles() error {
	g, err := x.use()
	if err != nil {
		return err
	}
	defer g.release()
	return g.checkFiles()
}

// Rebuild implements [search.Index].
func (x *Index) Rebuild(ctx context.Context) (search.Rebuild, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("rebuild: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, errClosed
	}
	g, err := x.create()
	if err != nil {
		return nil, fmt.Errorf("rebuild: %w", err)
	}
	return &rebuild{index: x, next: g}, nil
}

// rebuild is a generation that does not answer yet.
type rebuild struct {
	index  *Index
	next   *generation
	done   bool  // swapped in or thrown away
	broken error // it could not be written, and can only be thrown away
}

// Apply implements [search.Rebuild].
func (r *rebuild) Apply(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	if r.done {
		return nil, errors.New("rebuild: it is over")
	}
	if r.broken != nil {
		return nil, r.broken
	}
	rejected, err := r.next.applyApart(ctx, b)
	if w := (*writeError)(nil); errors.As(err, &w) {
		r.broken = fmt.Errorf("discard this rebuild and begin again: %w", err)
		return nil, r.broken
	}
	return rejected, err
}

// Swap implements [search.Rebuild]. A crash leaves either index in place, whole.
func (r *rebuild) Swap(ctx context.Context) error {
	if r.done {
		return errors.New("rebuild: it is over")
	}
	if r.broken != nil {
		return r.broken
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("swap index: %w", err)
	}
	x := r.index
	x.writer.Lock() // no batch goes into an index that is about to go
	defer x.writer.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return errClosed
	}
	if x.dir != "" {
		if err := writePointer(x.dir, pointer{filepath.Base(r.next.dir), r.next.format}); err != nil {
			return err
		}
	}
	old := x.current
	x.current, r.done = r.next, true
	x.log.Info("index swapped", "dir", r.next.dir)
	if old != nil {
		old.retire(true)
	}
	return nil
}

// Discard implements [search.Rebuild].
func (r *rebuild) Discard() error {
	if r.done {
		return nil
	}
	r.done = true
	r.next.retire(true)
	<-r.next.gone
	return r.next.closeErr
}
