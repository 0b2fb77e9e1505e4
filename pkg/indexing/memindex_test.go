package indexing_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"sync"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// memIndex is an index that can be made to fail. It answers no queries: this
// stage asks none.
type memIndex struct {
	search.Index // nil: a method that is not below would panic

	mu       sync.Mutex
	docs     map[news.ArticleID]search.Document
	cp       search.Checkpoint
	puts     int
	rebuilds int
	away     int                       // fail so many more Applies
	refuse   map[news.ArticleID]string // reasons for rejecting
}

func newMemIndex() *memIndex {
	return &memIndex{docs: map[news.ArticleID]search.Document{}, refuse: map[news.ArticleID]string{}}
}

var errAway = errors.New("connection refused")

func (x *memIndex) Apply(_ context.Context, b search.Batch) ([]search.Rejected, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.away > 0 {
		x.away--
		return nil, errAway
	}
	var rejected []search.Rejected
	for _, d := range b.Put {
		if why := x.refuse[d.ID]; why != "" {
			rejected = append(rejected, search.Rejected{ID: d.ID, Reason: why})
			continue
		}
		x.puts++
		if old, ok := x.docs[d.ID]; !ok || d.Supersedes(old.Seq, old.Tags) {
			x.docs[d.ID] = d
		}
	}
	for _, id := range b.Delete {
		delete(x.docs, id)
	}
	x.cp = b.Checkpoint
	return rejected, nil
}

func (x *memIndex) Get(_ context.Context, id news.ArticleID) (search.Document, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	d, ok := x.docs[id]
	if !ok {
		return d, search.ErrNotFound
	}
	return d, nil
}

func (x *memIndex) Checkpoint(context.Context) (search.Checkpoint, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.cp, nil
}

func (x *memIndex) Count(context.Context) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.docs), nil
}

func (x *memIndex) Rebuild(context.Context) (search.Rebuild, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.rebuilds++
	fresh := newMemIndex()
	fresh.refuse = x.refuse
	return &memRebuild{fresh, x}, nil
}

type memRebuild struct {
	*memIndex
	old *memIndex
}

func (r *memRebuild) Swap(context.Context) error {
	r.old.mu.Lock()
	defer r.old.mu.Unlock()
	r.old.docs, r.old.cp, r.old.puts = r.docs, r.cp, r.puts
	return nil
}

func (r *memRebuild) Discard() error { return nil }

// dump returns everything in the index in one comparable form.
func (x *memIndex) dump(t *testing.T) map[news.ArticleID]string {
	t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	out := map[news.ArticleID]string{}
	for id, d := range maps.All(x.docs) {
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		out[id] = string(b)
	}
	return out
}
