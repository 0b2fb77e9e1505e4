// Package e2e runs the programs as their users do: as processes, over real
// sockets, killed and started again.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/sample"
)

// bin is where the programs of this test are built, once.
var bin string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "jejak-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	bin = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

var building sync.Map // package path → func() error

// program builds a program and returns its path.
func program(t *testing.T, pkg string) string {
	t.Helper()
	out := filepath.Join(bin, filepath.Base(strings.TrimSuffix(pkg, "/v2")))
	build, _ := building.LoadOrStore(pkg, sync.OnceValue(func() error {
		cmd := exec.Command("go", "build", "-o", out, pkg)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", pkg, err, said)
		}
		return nil
	}))
	if err := build.(func() error)(); err != nil {
		t.Fatal(err)
	}
	return out
}

// process is a running program.
type process struct {
	name string
	cmd  *exec.Cmd
	out  *lockedBuffer
	done chan struct{} // closed when it has ended
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs a program until the test ends or kill is called.
func start(t *testing.T, path string, args ...string) *process {
	t.Helper()
	p := &process{name: filepath.Base(path), cmd: exec.Command(path, args...), out: new(lockedBuffer), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.done) }()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process at once, as a power failure of its own would.
func (p *process) kill() {
	p.cmd.Process.Signal(syscall.SIGKILL)
	<-p.done
}

// stop asks the process to end and reports whether it did so in good order.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		p.kill()
		t.Fatalf("%s does not end within 30 s of SIGTERM:\n%s", p.name, p.out)
	}
}

// output runs a program to its end and returns its stdout. Exit codes that are
// listed are no failure.
func output(t *testing.T, ok []int, path string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		for _, code := range ok {
			if exit.ExitCode() == code {
				return string(out)
			}
		}
	}
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(path), strings.Join(args, " "), err, talk.String())
	}
	return string(out)
}

// web serves the sample outlet and returns the registry files with which programs
// find it.
func web(t *testing.T) (site *sample.Site, base string, outlets string) {
	t.Helper()
	site = sample.New()
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	files, err := sample.WriteFiles(t.TempDir(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return site, server.URL, strings.Join(files, ",")
}

// exported is what the tests look at of a line of `jejak export`.
type exported struct {
	ID        news.ArticleID `json:"id"`
	Title     string         `json:"title"`
	Revisions int            `json:"revisions"`
	Withdrawn bool           `json:"withdrawn"`
	Officials []struct {
		ID       news.OfficialID `json:"id"`
		Office   *news.OfficeID  `json:"office"`
		Standing news.Standing   `json:"standing"`
	} `json:"officials"`
}

func parseExport(t *testing.T, out string) []exported {
	t.Helper()
	var lines []exported
	dec := json.NewDecoder(strings.NewReader(out))
	for {
		var l exported
		err := dec.Decode(&l)
		if err == io.EOF {
			return lines
		}
		if err != nil {
			t.Fatalf("export is not JSON Lines: %v", err)
		}
		lines = append(lines, l)
	}
}

// compare says how an export differs from what the sample must give: each article
// once, none missing, with its revisions and officials.
func compare(got []exported, want []sample.Expected) []string {
	var faults []string
	count := map[news.ArticleID]int{}
	byID := map[news.ArticleID]exported{}
	for _, l := range got {
		count[l.ID]++
		byID[l.ID] = l
	}
	for _, w := range want {
		l, n := byID[w.ID], count[w.ID]
		delete(count, w.ID)
		switch {
		case n == 0:
			faults = append(faults, "missing: "+w.Title)
			continue
		case n > 1:
			faults = append(faults, fmt.Sprintf("%d times: %s", n, w.Title))
		}
		if l.Revisions != w.Revisions {
			faults = append(faults, fmt.Sprintf("%s: %d revisions, want %d", w.Title, l.Revisions, w.Revisions))
		}
		for _, o := range w.Officials {
			found := false
			for _, have := range l.Officials {
				office := news.OfficeID("")
				if have.Office != nil {
					office = *have.Office
				}
				found = found || have.ID == o.Official && office == o.Office && strings.TrimPrefix(string(have.Standing), string(news.Holder)) == string(o.Standing)
			}
			if !found {
				faults = append(faults, fmt.Sprintf("%s: no %s as %q among %v", w.Title, o.Official, o.Office, l.Officials))
			}
		}
	}
	for id := range count {
		faults = append(faults, "not expected: "+byID[id].Title)
	}
	return faults
}

// eventually calls f until it returns no faults, for at most a minute and a half.
func eventually(t *testing.T, f func() []string, others ...*process) {
	t.Helper()
	var faults []string
	deadline := time.Now().Add(90 * time.Second)
	for time.Now().Before(deadline) {
		if faults = f(); len(faults) == 0 {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	for _, p := range others {
		t.Logf("%s said:\n%s", p.name, p.out)
	}
	t.Fatalf("after 90 s:\n%s", strings.Join(faults, "\n"))
}

// freePort returns an address on loopback that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
