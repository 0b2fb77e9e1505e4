package bleve_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

func open(t testing.TB, place string) (search.Index, error) {
	return bleve.Open(place, bleve.Options{})
}

func TestSuite(t *testing.T) { searchtest.Run(t, open) }

var update = searchtest.Update()

func TestRanking(t *testing.T) {
	index, err := bleve.Memory(bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	searchtest.Rank(t, index, "testdata/ranking.txt", *update)
}

func article(n int, title string) search.Document {
	url := fmt.Sprintf("https://kabar-wanasari.test/%d", n)
	return search.Document{ID: news.NewArticleID(url), URL: url, Seq: uint64(n), Title: title, Paragraphs: []string{"isi"}, Revisions: 1}
}

func put(t *testing.T, index interface {
	Apply(context.Context, search.Batch) ([]search.Rejected, error)
}, seq uint64, docs ...search.Document) {
	t.Helper()
	c := search.Checkpoint{Projection: "p", Positions: map[string]search.Position{"NEWS": {Seq: seq}}}
	if rejected, err := index.Apply(context.Background(), search.Batch{Put: docs, Checkpoint: c}); err != nil || len(rejected) > 0 {
		t.Fatalf("apply: %v, %v", rejected, err)
	}
}

// TestLocked: a second process is told who has the directory.
func TestLocked(t *testing.T) {
	dir := t.TempDir()
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = bleve.Open(dir, bleve.Options{})
	if !errors.Is(err, bleve.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Open: %v, want who holds which directory", err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatalf("Open after Close: %v", err)
	}
	again.Close()
}

// TestLeftovers: what a rebuild left behind that was never swapped in goes at the
// next start, and the index that answered answers.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, index, 1, article(1, "Retret"))
	next, err := index.Rebuild(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	put(t, next, 2, article(2, "Setengah jadi"))
	if err := index.Close(); err != nil { // as a crash does, without Discard
		t.Fatal(err)
	}
	if n := generations(t, dir); n != 2 {
		t.Fatalf("%d generations before the restart, want 2", n)
	}
	_ = next.Discard()
	if err := os.MkdirAll(filepath.Join(dir, "g000099", "store"), 0o700); err != nil {
		t.Fatal(err)
	}
	index, err = bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	if n := generations(t, dir); n != 1 {
		t.Errorf("%d generations after the restart, want 1", n)
	}
	if res, err := index.Search(context.Background(), search.Query{}); err != nil || res.Total != 1 {
		t.Errorf("after the restart %d articles, %v", res.Total, err)
	}
}

func generations(t *testing.T, dir string) int {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(dir, "g*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(dirs)
}

// TestSwapRemoves: the disk does not fill with indexes of the past.
func TestSwapRemoves(t *testing.T) {
	dir := t.TempDir()
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	for n := range 3 {
		next, err := index.Rebuild(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		put(t, next, uint64(n), article(1, "Retret"))
		if err := next.Swap(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if n := generations(t, dir); n != 1 {
		t.Errorf("%d generations, want 1", n)
	}
}

// TestDamaged: files that can not be read are named, with what to do, and are not
// silently begun anew.
func TestDamaged(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"pointer": func(dir string) error { return os.WriteFile(filepath.Join(dir, "current"), []byte("{"), 0o600) },
		"pointer to elsewhere": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "current"), []byte(`{"generation":"../../etc"}`), 0o600)
		},
		"generation gone": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "g000001")) },
		"engine's files": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "g000001", "index_meta.json"), []byte("x"), 0o600)
		},
	} {
		dir := t.TempDir()
		index, err := bleve.Open(dir, bleve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		put(t, index, 1, article(1, "Retret"))
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
		if err := damage(dir); err != nil {
			t.Fatal(err)
		}
		_, err = bleve.Open(dir, bleve.Options{})
		if err == nil || !strings.Contains(err.Error(), "remove "+dir) {
			t.Errorf("%s: Open: %v, want what to do", name, err)
		}
		if err := os.RemoveAll(dir); err != nil { // doing what it says helps, and the lock is free
			t.Fatal(err)
		}
		index, err = bleve.Open(dir, bleve.Options{})
		if err != nil {
			t.Fatalf("%s: Open afterwards: %v", name, err)
		}
		index.Close()
	}
}

// TestOlderFormat: an index whose fields meant something else shows no checkpoint,
// so that it is built again, and answers until then.
func TestOlderFormat(t *testing.T) {
	dir := t.TempDir()
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, index, 7, article(1, "Retret"))
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "current"), []byte(`{"generation":"g000001","format":0}`), 0o600); err != nil {
		t.Fatal(err)
	}
	index, err = bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	if c, err := index.Checkpoint(context.Background()); err != nil || len(c.Positions) > 0 {
		t.Errorf("Checkpoint = %+v, %v, want the zero value", c, err)
	}
	if res, err := index.Search(context.Background(), search.Query{Text: "retret"}); err != nil || res.Total != 1 {
		t.Errorf("meanwhile %d articles are found, %v", res.Total, err)
	}
}

// TestFilesGone: whoever removes the files of a running index is told by Ping.
func TestFilesGone(t *testing.T) {
	dir := t.TempDir()
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	put(t, index, 1, article(1, "Retret"))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := index.Ping(context.Background()); err == nil || !strings.Contains(err.Error(), "restart") {
		t.Errorf("Ping: %v, want that the files are gone and what to do", err)
	}
}

// TestDeadline: a search that takes too long says so.
func TestDeadline(t *testing.T) {
	index, err := bleve.Memory(bleve.Options{Timeout: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	put(t, index, 1, article(1, "Retret"))
	if _, err := index.Search(context.Background(), search.Query{Text: "retret"}); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "took longer") {
		t.Errorf("search under a deadline of 1 ns: %v", err)
	}
}

// TestExpansionIsBounded: two letters stand for thousands of words, of which the
// most frequent are looked for.
func TestExpansionIsBounded(t *testing.T) {
	index, err := bleve.Memory(bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	var words strings.Builder
	for n := range 5000 {
		fmt.Fprintf(&words, "qz%c%c%c ", 'a'+n%26, 'a'+n/26%26, 'a'+n/676)
	}
	d := article(1, "Banyak kata")
	d.Paragraphs = []string{words.String()}
	put(t, index, 1, d)
	if res, err := index.Search(context.Background(), search.Query{Text: "qz"}); err != nil || res.Total != 1 {
		t.Errorf("search of a prefix of 5000 words: %d, %v", res.Total, err)
	}
}

// TestHugeBatch: a batch larger than is good for the memory is stored all the same.
func TestHugeBatch(t *testing.T) {
	index, err := bleve.Open(t.TempDir(), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	line := strings.Repeat(" ", 3<<20) + "isi" // weighs much, costs little
	var docs []search.Document
	for n := range 14 { // 42 MB: two commits
		d := article(n, "Retret")
		d.Paragraphs = []string{line}
		docs = append(docs, d)
	}
	put(t, index, 14, docs...)
	n, err := index.Count(context.Background())
	if c, err2 := index.Checkpoint(context.Background()); n != 14 || err != nil || err2 != nil || c.Positions["NEWS"].Seq != 14 {
		t.Errorf("%d documents, checkpoint %+v, %v, %v", n, c, err, err2)
	}
}

// TestLargeRebuild: what is built in parts is one batch to whoever looks: the newest
// of a document that is there twice, nothing deleted, every refusal, the checkpoint.
func TestLargeRebuild(t *testing.T) {
	index, err := bleve.Open(t.TempDir(), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	next, err := index.Rebuild(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer next.Discard()
	b := search.Batch{Checkpoint: search.Checkpoint{Projection: "p", Positions: map[string]search.Position{"NEWS": {Seq: 9000}}}}
	for n := range 1200 {
		b.Put = append(b.Put, article(n+1, "lama"))
	}
	for n := range 300 {
		d := article(4*n+1, "baru")
		d.Seq += 5000
		b.Put = append(b.Put, d)
	}
	b.Put = append(b.Put, search.Document{ID: "bukan id"}, search.Document{ID: "juga bukan"})
	b.Delete = []news.ArticleID{b.Put[0].ID, b.Put[1].ID}
	rejected, err := next.Apply(t.Context(), b)
	if err != nil || len(rejected) != 2 {
		t.Fatalf("apply: %d refused, want 2, %v", len(rejected), err)
	}
	if err := next.Swap(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := index.Count(t.Context()); n != 1198 || err != nil {
		t.Errorf("%d documents, %v, want 1198", n, err)
	}
	for title, want := range map[string]int{"lama": 899, "baru": 299} {
		if r, err := index.Search(t.Context(), search.Query{Text: title}); err != nil || r.Total != want {
			t.Errorf("%d documents have the title %q, %v, want %d", r.Total, title, err, want)
		}
	}
	if c, err := index.Checkpoint(t.Context()); err != nil || c.Positions["NEWS"].Seq != 9000 {
		t.Errorf("checkpoint %+v, %v", c, err)
	}
}
