package meili_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

const masterKey = "only-for-this-test-0123456789"

// server is a Meilisearch server of one test.
type server struct {
	url, bin, dir string
	cmd           *exec.Cmd
}

// realServer starts one. It skips the test, aloud, where there is none: set
// MEILISEARCH_BIN, or put meilisearch on the PATH.
func realServer(t testing.TB) *server {
	t.Helper()
	bin := os.Getenv("MEILISEARCH_BIN")
	if bin == "" {
		var err error
		if bin, err = exec.LookPath("meilisearch"); err != nil {
			t.Skip("SKIPPED, NOT PASSED: there is no Meilisearch server here; set MEILISEARCH_BIN or put meilisearch on the PATH")
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{url: "http://" + l.Addr().String(), bin: bin, dir: t.TempDir()}
	l.Close()
	s.start(t)
	t.Cleanup(s.kill)
	return s
}

func (s *server) start(t testing.TB) {
	t.Helper()
	logs, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer logs.Close()
	s.cmd = exec.Command(s.bin, "--db-path", filepath.Join(s.dir, "db"), "--dump-dir", filepath.Join(s.dir, "dumps"),
		"--http-addr", strings.TrimPrefix(s.url, "http://"), "--env", "production", "--master-key", masterKey, "--no-analytics", "--max-indexing-memory", "256Mb")
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.dir, logs, logs
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", s.bin, err)
	}
	for range 200 {
		if res, err := http.Get(s.url + "/health"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	b, _ := os.ReadFile(logs.Name())
	t.Fatalf("%s does not answer:\n%s", s.bin, b)
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// key makes a key with some rights on some indexes.
func (s *server) key(t *testing.T, indexes []string, rights ...string) string {
	t.Helper()
	k, err := meilisearch.New(s.url, meilisearch.WithAPIKey(masterKey)).CreateKey(&meilisearch.Key{Actions: rights, Indexes: indexes})
	if err != nil {
		t.Fatal(err)
	}
	return k.Key
}

// opener opens an index of a server. A place is a name of its own there.
func opener(url, key string) searchtest.Open {
	return func(t testing.TB, place string) (search.Index, error) {
		return meili.Open(context.Background(), meili.Config{URL: url, Key: key, Index: "t" + string(news.HashOf([]byte(place)))[:12]})
	}
}

func TestRealSuite(t *testing.T) { searchtest.Run(t, opener(realServer(t).url, masterKey)) }

func TestRealRights(t *testing.T) {
	s := realServer(t)
	rights(t, s.url, s.key(t, []string{"*"}, meili.WriterRights...), s.key(t, []string{"articles"}, "search"))
}

// TestRealKill: a server that is killed while it works comes back with everything
// that it said it had, and the batch under way is simply sent again.
func TestRealKill(t *testing.T) {
	ctx := context.Background()
	s := realServer(t)
	index := mustOpen(t, meili.Config{URL: s.url, Key: masterKey, Patience: 100 * time.Millisecond})
	batch := func(from, to int) search.Batch {
		b := search.Batch{Checkpoint: upTo(uint64(to))}
		for n := from; n < to; n++ {
			b.Put = append(b.Put, article(n, "Retret"))
		}
		return b
	}
	if _, err := index.Apply(ctx, batch(0, 100)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := index.Apply(ctx, batch(100, 1500))
		done <- err
	}()
	time.Sleep(30 * time.Millisecond)
	s.kill()
	err := <-done
	if err != nil && !errors.Is(err, meili.ErrAway) {
		t.Errorf("Apply while the server was killed: %v", err)
	}
	s.start(t)
	n, err := index.Count(ctx)
	at := position(t, index)
	if err != nil || uint64(n) < at {
		t.Errorf("after the restart %d articles and a checkpoint at %d, %v: it must not be ahead", n, at, err)
	}
	if _, err := index.Apply(ctx, batch(100, 1500)); err != nil {
		t.Fatalf("the batch again: %v", err)
	}
	if n, err := index.Count(ctx); n != 1500 || err != nil || position(t, index) != 1500 {
		t.Errorf("%d articles, %v, want 1500", n, err)
	}
}

var update = searchtest.Update()

// TestRealRanking is for the real server alone: the stand-in does not rank.
func TestRealRanking(t *testing.T) {
	index := mustOpen(t, meili.Config{URL: realServer(t).url, Key: masterKey})
	searchtest.Rank(t, index, "testdata/ranking.txt", *update)
}
