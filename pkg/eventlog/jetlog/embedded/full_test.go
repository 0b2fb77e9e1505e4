//go:build linux

package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog"
)

// A disk that gets full in the middle of a batch: the append says so instead of
// waiting, what was acknowledged is there after the next start, and doing the batch
// again stores each event once.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=30m"); err != nil {
		t.Skipf("SKIPPED: a small disk for the test (mount of a tmpfs: %v)", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, 0) })
	filler := filepath.Join(disk, "filler")
	if err := os.WriteFile(filler, make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(disk, "log")
	l := open(t, Options{Dir: dir, MinFree: -1, Timeout: time.Second})
	acked := map[string]bool{}
	failed := -1
	for round := range 100 {
		batch := articles(t, round, 50)
		_, err := l.Append(t.Context(), batch...)
		if err == nil {
			for _, en := range batch {
				acked[en.Event.ID] = true
			}
			continue
		}
		if !errors.Is(err, eventlog.ErrFrozen) {
			t.Errorf("Append on a full disk: %v, want ErrFrozen", err)
		}
		failed = round
		break
	}
	if failed < 1 {
		t.Fatal("the disk did not get full")
	}
	start := time.Now()
	if _, err := l.Append(t.Context(), articles(t, 200, 1)...); !errors.Is(err, eventlog.ErrFrozen) || time.Since(start) > 500*time.Millisecond {
		t.Errorf("the next Append: %v after %v, want ErrFrozen at once", err, time.Since(start))
	}
	if err := l.Health(t.Context()); !errors.Is(err, eventlog.ErrFrozen) {
		t.Errorf("Health: %v, want ErrFrozen", err)
	}
	l.Close()

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	l = open(t, Options{Dir: dir, MinFree: -1})
	batch := articles(t, failed, 50)
	if _, err := l.Append(t.Context(), batch...); err != nil && !errors.Is(err, eventlog.ErrConflict) {
		t.Fatalf("the batch again: %v", err)
	}
	if _, err := l.Append(t.Context(), articles(t, 300, 1)...); err != nil {
		t.Errorf("Append after space was freed: %v", err)
	}
	seen := map[string]int{}
	for r, err := range l.Read(t.Context(), eventlog.Query{Stream: "NEWS"}) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Event()
		if err != nil {
			t.Fatal(err)
		}
		seen[e.ID]++
	}
	for id := range acked {
		if seen[id] != 1 {
			t.Errorf("event %s was acknowledged and is there %d times", id, seen[id])
		}
	}
	for i, en := range batch {
		if seen[en.Event.ID] != 1 {
			t.Errorf("event %d of the batch that met the full disk is there %d times", i, seen[en.Event.ID])
		}
	}
	if err := l.Health(t.Context()); err != nil {
		t.Errorf("Health: %v", err)
	}
}
