package meili_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

const masterKey = "only-for-this-test-0123456789"

// realServer starts a Meilisearch server for one test and returns its address. It
// skips the test, aloud, where there is none: set MEILISEARCH_BIN, or put
// meilisearch on the PATH.
func realServer(t testing.TB) string {
	t.Helper()
	bin := os.Getenv("MEILISEARCH_BIN")
	if bin == "" {
		var err error
		if bin, err = exec.LookPath("meilisearch"); err != nil {
			t.Skip("SKIPPED, NOT PASSED: there is no Meilisearch server here; set MEILISEARCH_BIN or put meilisearch on the PATH")
		}
	}
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	logs, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "--db-path", filepath.Join(dir, "db"), "--dump-dir", filepath.Join(dir, "dumps"), "--http-addr", addr,
		"--env", "production", "--master-key", masterKey, "--no-analytics", "--max-indexing-memory", "256Mb")
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, logs, logs
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", bin, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		logs.Close()
	})
	url := "http://" + addr
	for range 200 {
		if res, err := http.Get(url + "/health"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return url
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	b, _ := os.ReadFile(logs.Name())
	t.Fatalf("%s does not answer:\n%s", bin, b)
	return ""
}

// opener opens an index of a server. A place is a name of its own there.
func opener(url, key string) searchtest.Open {
	return func(t testing.TB, place string) (search.Index, error) {
		return meili.Open(context.Background(), meili.Config{URL: url, Key: key, Index: "t" + string(news.HashOf([]byte(place)))[:12]})
	}
}

func TestRealSuite(t *testing.T) { searchtest.Run(t, opener(realServer(t), masterKey)) }
