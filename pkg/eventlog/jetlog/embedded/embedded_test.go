package embedded

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/eventlogtest"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/news"
)

func open(t *testing.T, o Options) *Log {
	t.Helper()
	l, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestLog(t *testing.T) {
	eventlogtest.Run(t, func(t *testing.T) eventlogtest.Opened {
		dir := t.TempDir()
		l := open(t, Options{Dir: dir})
		return eventlogtest.Opened{
			Log: l,
			Reopen: func(t *testing.T) eventlogtest.Log {
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				l = open(t, Options{Dir: dir})
				return l
			},
			Plant: func(t *testing.T, subject string, data []byte) uint64 {
				js, err := l.nc.JetStream()
				if err != nil {
					t.Fatal(err)
				}
				ack, err := js.PublishMsg(&nats.Msg{Subject: subject, Data: data})
				if err != nil {
					t.Fatal(err)
				}
				return ack.Sequence
			},
			Forget: func() { time.Sleep(150 * time.Millisecond) },
		}
	})
}

// TestOpenWaits opens a directory whose holder is still starting: who asks then must hear where
// the log can be reached, or get the lock when the holder gives up.
func TestOpenWaits(t *testing.T) {
	for name, end := range map[string]func(*lock) error{
		"until it is ready": func(l *lock) error { return l.write(Holder{URL: "nats://127.0.0.1:4", Ready: true}) },
		"until it is gone":  (*lock).free,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l, err := takeLock(dir, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			defer l.free()
			ended := make(chan error, 1)
			time.AfterFunc(120*time.Millisecond, func() { ended <- end(l) })
			got, err := awaitLock(t.Context(), dir, time.Now())
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
			var locked *ErrLocked
			switch {
			case got != nil:
				if got.free(); name != "until it is gone" {
					t.Error("two have the lock")
				}
			case !errors.As(err, &locked) || locked.Holder.URL == "":
				t.Errorf("err = %v, want the holder's address", err)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	dir := t.TempDir()
	l := open(t, Options{Dir: dir, Listen: "localhost:0"})
	_, err := Open(t.Context(), Options{Dir: dir})
	var locked *ErrLocked
	if !errors.As(err, &locked) {
		t.Fatalf("Open = %v, want ErrLocked", err)
	}
	other, err := Join(t.Context(), locked.Holder, jetlog.Options{Name: "jejak search"})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	entries, _, err := step(1)
	if err != nil {
		t.Fatal(err)
	}
	a, err := other.Append(t.Context(), entries...)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := l.Append(t.Context(), entries...); err != nil || !b.Duplicate || b.Last != a.Last {
		t.Errorf("the same in the first process: %+v, %v, want the duplicate of %+v", b, err, a)
	}
	stranger := locked.Holder
	stranger.Password = "guess"
	if _, err := Join(t.Context(), stranger, jetlog.Options{}); err == nil || !strings.Contains(err.Error(), "refuses") {
		t.Errorf("Join with a wrong password: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, lockFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the lock file, which holds the password, has the mode %v (%v)", info.Mode(), err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, lockFile)); err != nil || len(b) != 0 {
		t.Errorf("the lock file holds %q after Close (%v)", b, err)
	}
	silent := open(t, Options{Dir: dir})
	if silent.URL() != "" {
		t.Errorf("a log without Listen has the address %s", silent.URL())
	}
	_, err = Open(t.Context(), Options{Dir: dir})
	if !errors.As(err, &locked) {
		t.Fatalf("Open = %v", err)
	}
	if _, err := Join(t.Context(), locked.Holder, jetlog.Options{}); err == nil || !strings.Contains(err.Error(), "lets nobody join") {
		t.Errorf("Join of a log that does not listen: %v", err)
	}
}

func TestBadOptions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{
		"no directory":            {},
		"a file as the directory": {Dir: file},
		"an open address":         {Dir: t.TempDir(), Listen: "0.0.0.0:4222"},
		"a name":                  {Dir: t.TempDir(), Listen: "example.com:4222"},
		"no port":                 {Dir: t.TempDir(), Listen: "127.0.0.1"},
		"a port that is none":     {Dir: t.TempDir(), Listen: "127.0.0.1:nats"},
	} {
		if l, err := Open(t.Context(), o); err == nil {
			l.Close()
			t.Errorf("%s: Open gives no error", name)
		}
	}
	dir := t.TempDir()
	if _, err := Open(t.Context(), Options{Dir: dir, Listen: "0.0.0.0:0"}); err == nil {
		t.Fatal("Open listens on every address")
	}
	open(t, Options{Dir: dir}) // a failed start leaves nothing locked
}

func TestLittleSpace(t *testing.T) {
	dir := t.TempDir()
	if _, ok := freeBytes(dir); !ok {
		t.Skip("SKIPPED: free disk space is not known on this system")
	}
	if _, err := Open(t.Context(), Options{Dir: dir, MinFree: 1 << 60}); !errors.Is(err, eventlog.ErrFull) {
		t.Fatalf("Open on a full disk: %v, want ErrFull", err)
	}
	l := open(t, Options{Dir: dir})
	entries, page, err := step(2)
	if err != nil {
		t.Fatal(err)
	}
	l.minFree = 1 << 60
	if _, err := l.Append(t.Context(), entries...); !errors.Is(err, eventlog.ErrFull) {
		t.Errorf("Append on a full disk: %v, want ErrFull", err)
	}
	if _, err := l.PutBlob(t.Context(), page); !errors.Is(err, eventlog.ErrFull) {
		t.Errorf("PutBlob on a full disk: %v, want ErrFull", err)
	}
	if err := l.Health(t.Context()); !errors.Is(err, eventlog.ErrFull) {
		t.Errorf("Health on a full disk: %v, want ErrFull", err)
	}
	redacted, err := event.New("jejak/test", time.Unix(1, 0), time.Time{}, event.Redacted{Article: news.NewArticleID("x"), Reason: "r", Actor: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), eventlog.Entry{Event: redacted}); err != nil {
		t.Errorf("a redaction on a full disk: %v", err)
	}
	l.minFree = 1
	if _, err := l.Append(t.Context(), entries...); err != nil {
		t.Errorf("Append after space was freed: %v", err)
	}
	if err := l.Health(t.Context()); err != nil {
		t.Errorf("Health: %v", err)
	}
	for _, f := range l.Findings(t.Context()) {
		if f.Fault {
			t.Errorf("Findings: %+v", f)
		}
	}
}

// An erased text is on no byte of the disk.
func TestEraseLeavesNoBytes(t *testing.T) {
	dir := t.TempDir()
	l := open(t, Options{Dir: dir})
	const secret = "NAMA-YANG-DIHAPUS"
	put := func(n, marks int) eventlog.Entry {
		e, err := event.New("jejak/test", time.Unix(int64(n), 0), time.Time{}, event.Captured{
			Article: news.NewArticleID(strconv.Itoa(n)), NotArticle: strings.Repeat(secret, marks) + strings.Repeat("x", 5000)})
		if err != nil {
			t.Fatal(err)
		}
		return eventlog.Entry{Event: e}
	}
	var batch []eventlog.Entry
	for n := range 200 {
		batch = append(batch, put(n, n%2))
	}
	if _, err := l.Append(t.Context(), batch...); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), put(1001, 1)); err != nil { // seq 201
		t.Fatal(err)
	}
	h, err := l.PutBlob(t.Context(), []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	if found := grep(t, dir, secret); len(found) == 0 {
		t.Fatal("the text is in no file before it is erased: this test looks in the wrong place")
	}
	for seq := uint64(2); seq <= 200; seq += 2 {
		if err := l.Erase(t.Context(), "NEWS", seq); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Erase(t.Context(), "NEWS", 201); err != nil {
		t.Fatal(err)
	}
	if err := l.DeleteBlob(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if found := grep(t, dir, secret); len(found) > 0 {
		t.Errorf("the erased text is still in %v", found)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if found := grep(t, dir, secret); len(found) > 0 {
		t.Errorf("the erased text is in %v after a stop", found)
	}
	l = open(t, Options{Dir: dir})
	var n int
	for _, err := range l.Read(t.Context(), eventlog.Query{Stream: "NEWS"}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 100 {
		t.Errorf("%d records are left, want 100", n)
	}
	for _, f := range l.Findings(t.Context()) {
		if f.Fault {
			t.Errorf("Findings after erasing: %+v", f)
		}
	}
}

// grep returns the files below dir that hold s.
func grep(t *testing.T, dir, s string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(s)) {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Nothing goes on after Close.
func TestCloseLeavesNothing(t *testing.T) {
	before := goleak.IgnoreCurrent()
	l, err := Open(t.Context(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := step(2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
	handled := make(chan bool, 8)
	ended := make(chan error, 2)
	go func() {
		ended <- l.Subscribe(t.Context(), eventlog.Subscription{Stream: "NEWS", Durable: "work", Handle: func(context.Context, eventlog.Record) error {
			handled <- true
			return nil
		}})
	}()
	go func() {
		ended <- l.Follow(t.Context(), eventlog.Query{Stream: "NEWS"}, func([]eventlog.Record) error { handled <- true; return nil })
	}()
	<-handled
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := <-ended; !errors.Is(err, eventlog.ErrClosed) {
			t.Errorf("it ended with %v, want ErrClosed", err)
		}
	}
	goleak.VerifyNone(t, before)
}
