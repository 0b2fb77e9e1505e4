package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// childDir is set for a process that [TestKill] starts and kills.
const childDir = "JEJAK_TEST_KILL_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := appendUntilKilled(dir, os.Args[1]); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// step makes the events of one step. They depend on the number alone, so that a
// step that was cut off is the same facts when it is done again.
func step(n int) ([]eventlog.Entry, []byte, error) {
	id := news.NewArticleID("https://kabarlembayung.example/" + strconv.Itoa(n))
	page := []byte(strings.Repeat(fmt.Sprintf("<p>Halaman %d.</p>", n), 200))
	facts := []event.Data{event.Captured{Article: id, Hash: news.HashOf(page), Status: 200, Size: n}}
	for i := range n % 3 { // also two on one subject
		facts = append(facts, event.Restored{Article: id, URL: strconv.Itoa(i)})
	}
	var out []eventlog.Entry
	for i, d := range facts {
		e, err := event.New("jejak/test", time.Unix(int64(n), int64(i)*1e6), time.Time{}, d)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, eventlog.Entry{Event: e})
	}
	out[0].Expect = &eventlog.Expectation{Subjects: event.ArticleSubjects(id)}
	return out, page, nil
}

// appendUntilKilled prints a line for each step that the log acknowledged.
func appendUntilKilled(dir, from string) error {
	l, err := Open(context.Background(), Options{Dir: dir, MinFree: -1})
	if err != nil {
		return err
	}
	first, err := strconv.Atoi(from)
	if err != nil {
		return err
	}
	for n := first; ; n++ {
		entries, page, err := step(n)
		if err != nil {
			return err
		}
		if _, err := l.PutBlob(context.Background(), page); err != nil {
			return err
		}
		a, err := l.Append(context.Background(), entries...)
		if err != nil {
			return err
		}
		fmt.Printf("ack %d %d %d\n", n, a.First, a.Last)
	}
}

// What was acknowledged before a kill is there after it, once.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	acked := map[int][2]uint64{}
	var next int
	for range 6 {
		// Some steps that were acknowledged are done again: nobody knows after a
		// crash how far it got.
		next = max(0, next-5)
		cmd := exec.Command(os.Args[0], strconv.Itoa(next))
		cmd.Env = append(os.Environ(), childDir+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var kill *time.Timer
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if kill == nil {
				kill = time.AfterFunc(time.Duration(rng.IntN(400))*time.Millisecond, func() { cmd.Process.Kill() })
			}
			var n int
			var first, last uint64
			if _, err := fmt.Sscanf(lines.Text(), "ack %d %d %d", &n, &first, &last); err != nil {
				t.Fatalf("the child says %q", lines.Text())
			}
			if before, ok := acked[n]; ok && before != [2]uint64{first, last} {
				t.Errorf("step %d was stored at %v and again at %d to %d", n, before, first, last)
			}
			acked[n] = [2]uint64{first, last}
			next = n + 1
		}
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("the child ended with %v, want it killed", err)
		}
	}

	l := open(t, Options{Dir: dir})
	at := map[string]uint64{}
	for r, err := range l.Read(t.Context(), eventlog.Query{Stream: "NEWS"}) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Event()
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := at[e.ID]; ok {
			t.Errorf("event %s is there twice, at %d and %d", e.ID, before, r.Seq)
		}
		at[e.ID] = r.Seq
	}
	var events int
	for n, where := range acked {
		entries, page, err := step(n)
		if err != nil {
			t.Fatal(err)
		}
		for i, en := range entries {
			if got := at[en.Event.ID]; got != where[0]+uint64(i) {
				t.Errorf("event %d of step %d was acknowledged at %d and is at %d (0: lost)", i, n, where[0]+uint64(i), got)
			}
			events++
		}
		if _, err := l.GetBlob(t.Context(), news.HashOf(page)); err != nil {
			t.Errorf("step %d: %v", n, err)
		}
	}
	if len(acked) < 20 {
		t.Errorf("only %d steps were acknowledged: this test tried little", len(acked))
	}
	t.Logf("%d steps with %d events and a page each, 6 kills, none lost", len(acked), events)
}

// The second process on a directory says who holds it, and leaves it alone.
func TestSecondProcess(t *testing.T) {
	dir := t.TempDir()
	l := open(t, Options{Dir: dir, Listen: "127.0.0.1:0"})
	cmd := exec.Command(os.Args[0], "0")
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.Output()
	if err == nil || !strings.Contains(string(out), fmt.Sprintf("process %d (", os.Getpid())) {
		t.Fatalf("the second process ends with %v and says %q", err, out)
	}
	_, err = Open(t.Context(), Options{Dir: dir})
	var locked *ErrLocked
	if !errors.As(err, &locked) || locked.Holder.PID != os.Getpid() || locked.Holder.URL != l.URL() {
		t.Fatalf("Open = %v, want ErrLocked by this process", err)
	}
}
