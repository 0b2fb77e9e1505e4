package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
)

// lockFile is held by an advisory lock of the operating system, which goes with
// the process: after a crash nothing has to be removed. What stands in it is for
// other processes to read; only its owner may.
const lockFile = "lock"

// Holder is the process that has a directory.
type Holder struct {
	PID      int       `json:"pid"`
	Started  time.Time `json:"started"`
	Command  string    `json:"command"`
	Ready    bool      `json:"ready,omitempty"` // its log is open, and URL says whether it can be reached
	URL      string    `json:"url,omitempty"`   // where its log can be reached
	Password string    `json:"password,omitempty"`
}

// ErrLocked says that another process holds the directory.
type ErrLocked struct {
	Dir    string
	Holder Holder // zero when it wrote nothing yet
}

func (e *ErrLocked) Error() string {
	if e.Holder.PID == 0 {
		return "another process has it open"
	}
	return fmt.Sprintf("process %d (%s) has had it open since %s", e.Holder.PID, e.Holder.Command, e.Holder.Started.Local().Format("2006-01-02 15:04:05"))
}

type lock struct {
	file   *flock.Flock
	path   string
	holder Holder
}

func takeLock(dir string, now time.Time) (*lock, error) {
	path := filepath.Join(dir, lockFile)
	f := flock.New(path, flock.SetPermissions(0o600))
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		h, err := readHolder(path)
		if err != nil {
			h = Holder{}
		}
		return nil, &ErrLocked{Dir: dir, Holder: h}
	}
	l := &lock{file: f, path: path, holder: Holder{
		PID: os.Getpid(), Started: now.UTC().Truncate(time.Second), Command: filepath.Base(os.Args[0]) + arguments(),
	}}
	if err := l.write(Holder{}); err != nil {
		l.free()
		return nil, err
	}
	return l, nil
}

// awaitLock is takeLock, but waits up to 15 s for a holder that is still opening its log, which
// after a crash takes a while, or just closing it: only then it is known whether others may join.
func awaitLock(ctx context.Context, dir string, now time.Time) (*lock, error) {
	for left := 300; ; left-- {
		l, err := takeLock(dir, now)
		var locked *ErrLocked
		if !errors.As(err, &locked) || locked.Holder.Ready || left == 0 {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// arguments returns the first word after the program's name: the command. The
// rest could hold a password.
func arguments() string {
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-") {
		return " " + os.Args[1]
	}
	return ""
}

// write notes who holds the lock, and how to reach the log.
func (l *lock) write(reach Holder) error {
	l.holder.URL, l.holder.Password, l.holder.Ready = reach.URL, reach.Password, reach.Ready
	if l.holder.URL == "" {
		l.holder.Password = ""
	}
	b, err := json.Marshal(l.holder)
	if err == nil {
		err = os.WriteFile(l.path, append(b, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the lock file: %w", err)
	}
	return nil
}

func (l *lock) free() error {
	// The file stays, emptied: removing it would let a process that waits for the
	// old file and one that makes a new file both believe that they have the lock.
	err := os.Truncate(l.path, 0)
	if uerr := l.file.Unlock(); uerr != nil {
		return fmt.Errorf("free the lock %s: %w", l.path, uerr)
	}
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("empty the lock file: %w", err)
	}
	return nil
}

func readHolder(path string) (Holder, error) {
	var h Holder
	for range 20 { // it may be written in this moment
		b, err := os.ReadFile(path)
		if err != nil {
			return h, err
		}
		if json.Unmarshal(b, &h) == nil && h.PID != 0 {
			return h, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return h, fmt.Errorf("%s says nothing", path)
}

// Join connects to the log that another process has open in a directory. It needs
// one that was opened with Options.Listen, by the same user.
func Join(ctx context.Context, holder Holder, o jetlog.Options) (*jetlog.Log, error) {
	if holder.URL == "" {
		return nil, fmt.Errorf("process %d (%s) has the log open and lets nobody join it; stop it, or start it so that it listens", holder.PID, holder.Command)
	}
	o.URL, o.User, o.Password, o.Synced = holder.URL, "jejak", holder.Password, true
	l, err := jetlog.Connect(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("join the log of process %d: %w", holder.PID, err)
	}
	return l, nil
}
