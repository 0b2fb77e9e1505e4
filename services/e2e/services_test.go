package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/sample"
)

// broker starts a NATS server as a process of its own and returns its address.
func broker(t *testing.T) (nats, monitor string) {
	t.Helper()
	server := program(t, "github.com/nats-io/nats-server/v2")
	client, http := freePort(t), freePort(t)
	conf := filepath.Join(t.TempDir(), "nats.conf")
	text := fmt.Sprintf("listen: %q\nhttp: %q\nmax_payload: 8MB\njetstream { store_dir: %q, sync_interval: always }\n", client, http, t.TempDir())
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, server, "--config", conf)
	return "nats://" + client, "http://" + http
}

// index starts what the indexer needs and returns the flags of the indexer and of
// the desk: a Meilisearch server where there is one, else an embedded index that
// the indexer answers for.
func index(t *testing.T) (indexer, desk []string) {
	t.Helper()
	if path := meilisearch(); path != "" {
		addr := freePort(t)
		start(t, path, "--http-addr", addr, "--db-path", filepath.Join(t.TempDir(), "data.ms"), "--dump-dir", t.TempDir(),
			"--snapshot-dir", t.TempDir(), "--no-analytics", "--max-indexing-memory", "256Mb", "--master-key", "kunci-uji-enam-belas")
		flags := []string{"--index", "meili:http://" + addr, "--meili-key", "kunci-uji-enam-belas"}
		return flags, flags
	}
	t.Log("SKIPPED: no Meilisearch server (MEILISEARCH_BIN or PATH): the services run with the embedded index behind the indexer")
	addr := freePort(t)
	return []string{"--index", "bleve:" + t.TempDir(), "--listen", addr, "--index-token", "uji"},
		[]string{"--index", "remote:http://" + addr, "--index-token", "uji"}
}

func meilisearch() string {
	if path := os.Getenv("MEILISEARCH_BIN"); path != "" {
		return path
	}
	path, err := exec.LookPath("meilisearch")
	if err != nil {
		return ""
	}
	return path
}

// TestServices runs the four services over a NATS server, kills each of them at
// random moments of a crawl, and looks at what the desk then finds.
func TestServices(t *testing.T) {
	site, base, outlets := web(t)
	nats, monitor := broker(t)
	indexerIndex, deskIndex := index(t)
	log := []string{"--log", nats, "--nats-monitor", monitor, "--outlets", outlets}
	deskAddr := freePort(t)
	flags := map[string][]string{
		"crawler":  append([]string{"--outlet", "kabar-wanasari", "--allow-private", "127.0.0.0/8", "--speed", "300"}, log...),
		"enricher": log,
		"indexer":  append(indexerIndex, log...),
		"desk":     append(append([]string{"--listen", deskAddr}, deskIndex...), log...),
	}
	names := []string{"indexer", "enricher", "crawler", "desk"}
	running := map[string]*process{}
	run := func(name string) {
		running[name] = start(t, program(t, "github.com/jejak-id/jejak/services/"+name), flags[name]...)
	}
	for _, name := range names {
		run(name)
	}

	random := rand.New(rand.NewPCG(20250517, 2))
	for range 20 {
		time.Sleep(time.Duration(50+random.IntN(400)) * time.Millisecond)
		name := names[random.IntN(len(names))]
		running[name].kill()
		run(name)
	}
	want, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	check := func() []string { return searched(deskAddr, want) }
	eventually(t, check, running["crawler"], running["enricher"], running["indexer"], running["desk"])

	// An edit and a take-down reach the desk as well.
	site.Turn(2)
	if want, err = site.Expect(base); err != nil {
		t.Fatal(err)
	}
	eventually(t, check, running["crawler"], running["enricher"], running["indexer"], running["desk"])

	for _, name := range names {
		running[name].stop(t)
	}
}

// searched says how what the desk finds differs from what the sample must give.
func searched(addr string, want []sample.Expected) []string {
	seen := map[news.ArticleID]int{}
	type row struct {
		ID        news.ArticleID `json:"id"`
		Revisions int            `json:"revisions"`
		Withdrawn bool           `json:"withdrawn"`
		Tagged    bool           `json:"tagged"`
	}
	rows := map[news.ArticleID]row{}
	next := "http://" + addr + "/search.json?sort=new&size=100"
	for next != "" {
		resp, err := http.Get(next)
		if err != nil {
			return []string{err.Error()}
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			return []string{fmt.Sprintf("%s: %s %v %.200s", next, resp.Status, err, body)}
		}
		var answer struct {
			Data struct {
				Rows []row  `json:"rows"`
				Next string `json:"next"`
			} `json:"data"`
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return []string{fmt.Sprintf("%s: %v", next, err)}
		}
		page := answer.Data
		for _, r := range page.Rows {
			seen[r.ID]++
			rows[r.ID] = r
		}
		next = page.Next
		if strings.HasPrefix(next, "/") {
			next = "http://" + addr + next
		}
	}
	var faults []string
	for _, w := range want {
		r, n := rows[w.ID], seen[w.ID]
		delete(seen, w.ID)
		switch {
		case n != 1:
			faults = append(faults, fmt.Sprintf("found %d times: %s", n, w.Title))
		case r.Revisions != w.Revisions || r.Withdrawn != w.Withdrawn || !r.Tagged:
			faults = append(faults, fmt.Sprintf("%s: %d revisions, withdrawn %v, tagged %v; want %d, %v, true", w.Title, r.Revisions, r.Withdrawn, r.Tagged, w.Revisions, w.Withdrawn))
		}
	}
	for id := range seen {
		faults = append(faults, "not expected: "+string(id))
	}
	return faults
}
