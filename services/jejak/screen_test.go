package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// terminal understands what a screen writes, and fails on what it does not know.
type terminal struct {
	t    *testing.T
	mu   sync.Mutex
	cols int
	text []string // lines, with all that scrolled away
	row  int
	col  int
	wrap bool
}

func newTerminal(t *testing.T, cols int) *terminal {
	return &terminal{t: t, cols: cols, text: []string{""}, wrap: true}
}

func (m *terminal) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for rest := string(p); rest != ""; {
		var n int
		switch {
		case rest[0] == '\r':
			m.col, rest = 0, rest[1:]
		case rest[0] == '\n':
			if m.row++; m.row == len(m.text) {
				m.text = append(m.text, "")
			}
			m.col, rest = 0, rest[1:]
		case strings.HasPrefix(rest, clearDown):
			m.text = append(m.text[:m.row:m.row], m.text[m.row][:m.col])
			rest = rest[len(clearDown):]
		case strings.HasPrefix(rest, wrapOff), strings.HasPrefix(rest, wrapOn):
			m.wrap, rest = strings.HasPrefix(rest, wrapOn), rest[len(wrapOn):]
		case rest[0] == '\x1b':
			if k, err := fmt.Sscanf(rest, "\x1b[%dA", &n); k != 1 || err != nil || n > m.row {
				m.t.Errorf("a terminal does not know %.10q in row %d", rest, m.row)
				return len(p), nil
			}
			m.row, rest = m.row-n, rest[strings.IndexByte(rest, 'A')+1:]
		default:
			r := []rune(rest)[0]
			rest = rest[len(string(r)):]
			if m.col >= m.cols {
				if m.wrap {
					m.t.Error("a line was wrapped: the lines below it are not where the screen thinks")
				}
				continue
			}
			m.text[m.row] = m.text[m.row][:min(m.col, len(m.text[m.row]))] + string(r)
			m.col = len(m.text[m.row])
		}
	}
	return len(p), nil
}

func (m *terminal) lines() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.text)
}

func TestScreen(t *testing.T) {
	term := newTerminal(t, 20)
	s := &screen{w: term, height: func() int { return 6 }}
	want := func(lines ...string) {
		t.Helper()
		if got := term.lines(); !slices.Equal(got, append(lines, "")) {
			t.Errorf("the terminal shows %q, want %q", got, lines)
		}
	}
	fmt.Fprintln(s, "desk: http://…")
	s.Show([]string{"satu 1", "dua 1"})
	want("desk: http://…", "satu 1", "dua 1")
	s.Show([]string{"satu 2", "a line that is much too long"})
	want("desk: http://…", "satu 2", "a line that is much ")
	fmt.Fprintln(s, "WARN a warning")
	want("desk: http://…", "WARN a warning", "satu 2", "a line that is much ")
	s.Beside(func() { fmt.Fprintln(term, "new https://…") })
	want("desk: http://…", "WARN a warning", "new https://…", "satu 2", "a line that is much ")
	s.Show([]string{"1", "2", "3", "4", "5", "6"})
	want("desk: http://…", "WARN a warning", "new https://…", "1", "2", "3", "… and 3 more")
	s.Show(nil)
	want("desk: http://…", "WARN a warning", "new https://…")
}

// TestProgress: a terminal has a line for each outlet, which is gone at the end.
func TestProgress(t *testing.T) {
	term := newTerminal(t, 200)
	status := func() []crawl.OutletStatus {
		return []crawl.OutletStatus{
			{Outlet: "wanasari", Found: 12, Fetched: 10, New: 8, Changed: 1, Refused: map[string]int{"robots": 2, "too-large": 1}, NextLook: time.Date(2026, 3, 2, 3, 4, 5, 0, time.UTC)},
			{Outlet: "timur", Due: 7},
			{Outlet: "barat", BlockedUntil: time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC), Blocked: "answered 429"},
			{Outlet: "tertutup", Forbids: "its terms"},
		}
	}
	a := &app{ctx: t.Context(), flags: &flags{}, log: slog.New(slog.DiscardHandler), screen: &screen{w: term, height: func() int { return 24 }}}
	stop := a.progress(status)
	for len(term.lines()) < 4 {
		time.Sleep(time.Millisecond)
	}
	got := term.lines()
	stop()
	for i, want := range []string{
		"wanasari  found    12 · fetched    10 · new     8 · changed   1 · refused    3 · next look 10:04:05",
		"timur     found     0 · fetched     0 · new     0 · changed   0 · refused    0 · 7 due now",
		"barat     found     0 · fetched     0 · new     0 · changed   0 · refused    0 · waits until 11:00:00: answered 429",
		"",
	} {
		if got[i] != want {
			t.Errorf("line %d is %q, want %q", i, got[i], want)
		}
	}
	if left := term.lines(); len(left) != 1 || left[0] != "" {
		t.Errorf("at the end the terminal shows %q", left)
	}
}

// TestCrawlWithoutTerminal: no control character gets into a file.
func TestCrawlWithoutTerminal(t *testing.T) {
	var out, errOut bytes.Buffer
	sio := cli.IO{In: strings.NewReader(""), Out: &out, Err: &errOut, Getenv: func(string) string { return "" }}
	err := run(context.Background(), []string{"crawl", "--data", t.TempDir(), "http://169.254.169.254/latest/"}, sio)
	if cli.CodeOf(err) != cli.Nothing {
		t.Errorf("an address that is never fetched ends with %d (%v), want %d", cli.CodeOf(err), err, cli.Nothing)
	}
	if strings.Contains(out.String()+errOut.String(), "\x1b") || !strings.Contains(out.String(), "is never asked") || !strings.Contains(errOut.String(), "1 refused") {
		t.Errorf("stdout %q, stderr %q", &out, &errOut)
	}
}
