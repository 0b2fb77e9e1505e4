//go:build unix

package bleve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
)

// TestDiskFull: a batch that can not be written is not there, the index answers on
// as it was, and takes the batch when there is room again. The engine by itself
// shows the batch that failed, and panics at the next. A limit on the size of
// files stands for the full disk.
func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	index, err := bleve.Open(t.TempDir(), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	put(t, index, 1, article(1, "Retret"))
	next, err := index.Rebuild(ctx)
	if err != nil {
		t.Fatal(err)
	}

	big := article(2, "Retret besar")
	r := rand.New(rand.NewPCG(1, 1))
	var words strings.Builder
	for range 30_000 {
		fmt.Fprintf(&words, "k%x ", r.Uint64()) // nothing that could be compressed
	}
	big.Paragraphs = []string{words.String()}
	b := search.Batch{Put: []search.Document{big}, Checkpoint: search.Checkpoint{Positions: map[string]search.Position{"NEWS": {Seq: 2}}}}

	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	set := func(bytes uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: limit.Max}); err != nil {
			t.Fatal(err)
		}
	}
	defer set(limit.Cur)
	set(400 << 10)
	for range 3 {
		if _, err := index.Apply(ctx, b); err == nil || !strings.Contains(err.Error(), "make room") {
			t.Fatalf("Apply on a full disk: %v", err)
		}
		c, err := index.Checkpoint(ctx)
		if n, _ := index.Count(ctx); err != nil || n != 1 || c.Positions["NEWS"].Seq != 1 {
			t.Fatalf("after a batch that failed: %d documents, checkpoint %d, %v", n, c.Positions["NEWS"].Seq, err)
		}
		if res, err := index.Search(ctx, search.Query{Text: "retret"}); err != nil || res.Total != 1 {
			t.Fatalf("after a batch that failed: %d hits, %v", res.Total, err)
		}
	}
	for range 2 {
		if _, err := next.Apply(ctx, b); err == nil || !strings.Contains(err.Error(), "discard this rebuild") {
			t.Errorf("rebuild on a full disk: %v", err)
		}
	}
	if err := next.Swap(ctx); err == nil {
		t.Error("a rebuild that could not be written is swapped in")
	}
	set(limit.Cur)
	if err := next.Discard(); err != nil {
		t.Errorf("Discard: %v", err)
	}
	if _, err := index.Apply(ctx, b); err != nil {
		t.Fatalf("Apply with room again: %v", err)
	}
	if n, err := index.Count(ctx); n != 2 || err != nil {
		t.Errorf("%d documents, %v, want 2", n, err)
	}
}
