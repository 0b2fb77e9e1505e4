// Package embedded is the log on a NATS server of its own, in this process.
//
//	log, err := embedded.Open(ctx, embedded.Options{Dir: dir})
//	defer log.Close()
//
// The server syncs before it answers and listens on no socket unless asked to. The
// directory is locked before anything in it is touched, because the server itself
// would let a second one write beside it; [ErrLocked] says who holds it. With
// Options.Listen, commands of the same user reach the running log through
// [Join], which reads the address and a fresh password from the lock file.
package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Options says where the log is and what it may use.
type Options struct {
	Dir     string // made when it is missing
	Listen  string // host:port on the loopback for other processes, port 0 for any; empty: none
	MinFree int64  // bytes that must stay free on the disk; 0 means 512 MiB, negative means none
	// MaxStore is the most that the log may take on disk, in bytes; 0 means 1 TiB.
	MaxStore int64
	// Timeout is how long the server may take to answer before the reason is looked
	// for; 0 means 10 s.
	Timeout time.Duration
	Now     func() time.Time // nil means time.Now
	Logger  *slog.Logger     // nil means none
}

const defaultMinFree = 512 << 20

// Log is a log with its server.
type Log struct {
	*jetlog.Log
	srv     *server.Server
	nc      *nats.Conn
	lock    *lock
	url     string
	dir     string
	minFree int64
	log     *slog.Logger

	space spaceCheck

	once sync.Once
	err  error
}

// Open locks the directory and starts the server. A directory that another process
// holds is an error that wraps [*ErrLocked]; while that process is still opening or closing its log,
// Open waits for it, up to 15 s. A disk with too little space is one that
// wraps [eventlog.ErrFull].
func Open(ctx context.Context, o Options) (*Log, error) {
	if o.Dir == "" {
		return nil, errors.New("open the log: no directory given")
	}
	if o.MinFree == 0 {
		o.MinFree = defaultMinFree
	}
	if o.MaxStore == 0 {
		o.MaxStore = 1 << 40
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	lk, err := awaitLock(ctx, o.Dir, o.Now())
	if err != nil {
		return nil, fmt.Errorf("open the log in %s: %w", o.Dir, err)
	}
	l := &Log{lock: lk, dir: o.Dir, minFree: o.MinFree, log: o.Logger}
	if err := l.start(ctx, o); err != nil {
		l.stop()
		return nil, fmt.Errorf("open the log in %s: %w", o.Dir, err)
	}
	return l, nil
}

func (l *Log) start(ctx context.Context, o Options) error {
	if err := l.checkSpace(); err != nil {
		return err
	}
	password := rand.Text()
	opts := &server.Options{
		ServerName: "jejak", DontListen: true, NoSigs: true, NoSystemAccount: false,
		JetStream: true, StoreDir: filepath.Join(o.Dir, "nats"), SyncAlways: true, DisableJetStreamBanner: true,
		JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: o.MaxStore, MaxPayload: 8 << 20,
		Username: "jejak", Password: password,
	}
	if o.Listen != "" {
		host, port, err := loopback(o.Listen)
		if err != nil {
			return err
		}
		opts.DontListen, opts.Host, opts.Port = false, host, port
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("the NATS server: %w", err)
	}
	srv.SetLoggerV2(serverLog{o.Logger}, false, false, false)
	l.srv = srv
	srv.Start()
	if !srv.ReadyForConnections(readyTimeout(ctx)) {
		return fmt.Errorf("the NATS server does not get ready in %v", readyTimeout(ctx))
	}
	if !srv.JetStreamEnabled() {
		return errors.New("the NATS server could not start its storage; its own messages say why")
	}
	nc, err := nats.Connect("", nats.InProcessServer(srv), nats.Name("jejak"), nats.UserInfo("jejak", password),
		nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond), nats.ReconnectBufSize(-1))
	if err != nil {
		return fmt.Errorf("connect to the NATS server in this process: %w", err)
	}
	l.nc = nc
	l.Log, err = jetlog.New(ctx, nc, jetlog.Options{Synced: true, Diagnose: l.frozen, Timeout: o.Timeout, Now: o.Now, Logger: o.Logger})
	if err != nil {
		return err
	}
	if o.Listen != "" {
		l.url = "nats://" + srv.Addr().String()
	}
	return l.lock.write(Holder{URL: l.url, Password: password, Ready: true})
}

// readyTimeout is how long the server may take to read its files.
func readyTimeout(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(time.Until(end), time.Second)
	}
	return time.Minute
}

// loopback splits an address and refuses one that other machines could reach.
func loopback(addr string) (string, int, error) {
	host, p, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("listen on %q: %w", addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", 0, fmt.Errorf("listen on %q: the log in one process is for this machine only, use 127.0.0.1; for others run a NATS server", addr)
	}
	port, err := strconv.Atoi(p)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("listen on %q: no port number", addr)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}

// URL returns the address that other processes of this machine reach the log at,
// or nothing when it listens on none.
func (l *Log) URL() string { return l.url }

// Close stops readers and handlers, then the connection, then the server, and
// frees the directory last. It may be called twice.
func (l *Log) Close() error {
	l.once.Do(func() { l.err = l.stop() })
	return l.err
}

func (l *Log) stop() error {
	var err error
	if l.Log != nil {
		err = l.Log.Close()
	} else if l.nc != nil {
		l.nc.Close()
	}
	if l.srv != nil {
		l.srv.Shutdown()
		l.srv.WaitForShutdown()
	}
	return errors.Join(err, l.lock.free())
}

// Health returns nil when the log works. A stream that the server froze after a
// write error stays frozen until the server is started anew; Health says so.
func (l *Log) Health(ctx context.Context) error {
	if err := l.frozen(); err != nil {
		return err
	}
	if err := l.Log.Health(ctx); err != nil {
		return err
	}
	return l.checkSpace()
}

// frozen asks the server how it is.
func (l *Log) frozen() error {
	if !l.srv.Running() {
		return eventlog.ErrClosed
	}
	if h := l.srv.Healthz(&server.HealthzOptions{}); h.Status != "ok" {
		return fmt.Errorf("%w: its server in %s is %s (%s); free disk space if it is short, then start again", eventlog.ErrFrozen, l.dir, h.Status, strings.TrimSpace(h.Error))
	}
	return nil
}

// Findings adds what is known of the directory to what the server says.
func (l *Log) Findings(ctx context.Context) []jetlog.Finding {
	out := l.Log.Findings(ctx)
	if err := l.checkSpace(); err != nil {
		out = append(out, jetlog.Finding{Fault: true, What: err.Error(), Hint: "free space on that disk, or move the directory to a larger one"})
	} else if free, ok := freeBytes(l.dir); ok {
		out = append(out, jetlog.Finding{What: fmt.Sprintf("%d MiB are free in %s", free>>20, l.dir)})
	}
	return append(out, jetlog.Finding{What: "the server in this process syncs before it answers, and the directory is locked"})
}

// Append implements [eventlog.Log]. It stops before the disk is full: a server
// that runs into a full disk freezes until it is started anew.
func (l *Log) Append(ctx context.Context, entries ...eventlog.Entry) (eventlog.Appended, error) {
	if err := l.enoughSpace(); err != nil && !redaction(entries) {
		return eventlog.Appended{}, fmt.Errorf("append: %w", err)
	}
	return l.Log.Append(ctx, entries...)
}

// redaction reports whether entries only take something away: that must be
// possible on a disk that is nearly full.
func redaction(entries []eventlog.Entry) bool {
	for _, e := range entries {
		if _, ok := e.Event.Data.(event.Redacted); !ok {
			return false
		}
	}
	return true
}

// PutBlob implements [eventlog.Blobs].
func (l *Log) PutBlob(ctx context.Context, b []byte) (news.Hash, error) {
	if err := l.enoughSpace(); err != nil {
		return "", fmt.Errorf("put blob: %w", err)
	}
	return l.Log.PutBlob(ctx, b)
}

// spaceCheck remembers the last look at the disk: one a second is enough.
type spaceCheck struct {
	next atomic.Int64 // when to look again, in Unix nanoseconds
	low  atomic.Bool
}

// enoughSpace is [Log.checkSpace] without asking the system each time.
func (l *Log) enoughSpace() error {
	now := time.Now().UnixNano()
	if now < l.space.next.Load() && !l.space.low.Load() {
		return nil
	}
	l.space.next.Store(now + int64(time.Second))
	err := l.checkSpace()
	if low := err != nil; l.space.low.Swap(low) != low {
		l.log.Warn("disk space of the log", "low", low, "dir", l.dir)
	}
	return err
}

func (l *Log) checkSpace() error {
	if l.minFree < 0 {
		return nil
	}
	if free, ok := freeBytes(l.dir); ok && free < uint64(l.minFree) {
		return fmt.Errorf("%w: %d MiB are free in %s, and %d MiB must stay free", eventlog.ErrFull, free>>20, l.dir, l.minFree>>20)
	}
	return nil
}

// serverLog passes the server's messages on.
type serverLog struct{ log *slog.Logger }

func (s serverLog) Noticef(f string, v ...any) { s.log.Debug("nats: " + fmt.Sprintf(f, v...)) }
func (s serverLog) Warnf(f string, v ...any) {
	if strings.HasPrefix(f, "Plaintext passwords") {
		return // ours is made anew at each start and is in no configuration
	}
	s.log.Warn("nats: " + fmt.Sprintf(f, v...))
}
func (s serverLog) Errorf(f string, v ...any) { s.log.Error("nats: " + fmt.Sprintf(f, v...)) }
func (s serverLog) Fatalf(f string, v ...any) { s.log.Error("nats: " + fmt.Sprintf(f, v...)) }
func (s serverLog) Debugf(string, ...any)     {}
func (s serverLog) Tracef(string, ...any)     {}
