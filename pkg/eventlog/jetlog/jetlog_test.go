package jetlog_test

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/eventlogtest"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// start runs a server as a deployment has one: on a socket, with a user. Port 0 is
// any free one.
func start(t *testing.T, dir string, port int, change func(*server.Options)) *server.Server {
	t.Helper()
	if port == 0 {
		port = server.RANDOM_PORT
	}
	o := &server.Options{
		ServerName: "test", Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true, Username: "crawler", Password: "rahasia",
		JetStream: true, StoreDir: dir, SyncAlways: true, MaxPayload: 8 << 20, HTTPHost: "127.0.0.1", HTTPPort: server.RANDOM_PORT,
	}
	if change != nil {
		change(o)
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server does not get ready")
	}
	t.Cleanup(func() { stop(s) })
	return s
}

func stop(s *server.Server) {
	s.Shutdown()
	s.WaitForShutdown()
}

func port(s *server.Server) int { return s.Addr().(*net.TCPAddr).Port }

func options(s *server.Server) jetlog.Options {
	return jetlog.Options{
		URL: "nats://" + s.Addr().String(), User: "crawler", Password: "rahasia",
		Monitor: "http://" + s.MonitorAddr().String(),
	}
}

func connect(t *testing.T, o jetlog.Options) *jetlog.Log {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	l, err := jetlog.Connect(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestLog(t *testing.T) {
	eventlogtest.Run(t, func(t *testing.T) eventlogtest.Opened {
		dir := t.TempDir()
		s := start(t, dir, 0, nil)
		l := connect(t, options(s))
		return eventlogtest.Opened{
			Log: l,
			Reopen: func(t *testing.T) eventlogtest.Log {
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				at := port(s)
				stop(s)
				s = start(t, dir, at, nil)
				l = connect(t, options(s))
				return l
			},
			Plant: func(t *testing.T, subject string, data []byte) uint64 {
				nc, err := nats.Connect(s.ClientURL(), nats.UserInfo("crawler", "rahasia"))
				if err != nil {
					t.Fatal(err)
				}
				defer nc.Close()
				js, err := jetstream.New(nc)
				if err != nil {
					t.Fatal(err)
				}
				ack, err := js.Publish(t.Context(), subject, data)
				if err != nil {
					t.Fatal(err)
				}
				return ack.Sequence
			},
			Forget: func() { time.Sleep(150 * time.Millisecond) },
		}
	})
}

func fact(t *testing.T, n int) eventlog.Entry {
	t.Helper()
	e, err := event.New("jejak/test", time.Unix(int64(n), 0), time.Time{}, event.Captured{Article: news.NewArticleID("kabarlembayung.example"), Size: n})
	if err != nil {
		t.Fatal(err)
	}
	return eventlog.Entry{Event: e}
}

func count(t *testing.T, l *jetlog.Log) int {
	t.Helper()
	var n int
	for _, err := range l.Read(t.Context(), eventlog.Query{Stream: "NEWS"}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestConnectRefuses(t *testing.T) {
	good := start(t, t.TempDir(), 0, nil)
	later := start(t, t.TempDir(), 0, func(o *server.Options) { o.SyncAlways = false })
	small := start(t, t.TempDir(), 0, func(o *server.Options) { o.MaxPayload = 1 << 20 })
	plain := start(t, t.TempDir(), 0, func(o *server.Options) { o.JetStream = false })
	with := func(s *server.Server, change func(*jetlog.Options)) jetlog.Options {
		o := options(s)
		change(&o)
		return o
	}
	for _, c := range []struct {
		name, want string
		o          jetlog.Options
	}{
		{"no address", "no address", jetlog.Options{}},
		{"nobody there", "is it running?", jetlog.Options{URL: "nats://crawler:rahasia@127.0.0.1:1"}},
		{"a wrong password", "refuses this user", with(good, func(o *jetlog.Options) { o.Password = "guess" })},
		{"a server that syncs later", "sync_interval: always", options(later)},
		{"a server that takes small messages", "max_payload", options(small)},
		{"a server without JetStream", "JetStream does not answer", with(plain, func(o *jetlog.Options) { o.Monitor = "" })},
		{"credentials that are not there", "no such file", with(good, func(o *jetlog.Options) { o.Creds = "/does/not/exist" })},
		{"an authority that is not there", "no such file", with(good, func(o *jetlog.Options) { o.CA = "/does/not/exist" })},
		{"a monitoring address that is none", "settings", with(good, func(o *jetlog.Options) { o.Monitor = "http://127.0.0.1:1" })},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		l, err := jetlog.Connect(ctx, c.o)
		cancel()
		if err == nil {
			l.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Connect gives %v, want an error with %q", c.name, err, c.want)
		} else if strings.Contains(err.Error(), "rahasia") {
			t.Errorf("%s: the error shows the password: %v", c.name, err)
		}
	}

	allowed := options(later)
	allowed.AllowUnsynced = true
	var faults []string
	for _, f := range connect(t, allowed).Findings(t.Context()) {
		if f.Fault {
			faults = append(faults, f.What)
		}
	}
	if len(faults) != 1 || !strings.Contains(faults[0], "2m0s") {
		t.Errorf("Findings of a server that syncs later: %q", faults)
	}
	unknown := options(later)
	unknown.Monitor = ""
	if f := connect(t, unknown).Findings(t.Context()); !slices.ContainsFunc(f, func(f jetlog.Finding) bool { return strings.Contains(f.What, "not known") }) {
		t.Errorf("Findings without a monitoring address: %+v", f)
	}
	for _, f := range connect(t, options(good)).Findings(t.Context()) {
		if f.Fault {
			t.Errorf("Findings of a good server: %+v", f)
		}
	}
}

func TestStreamsAreSetRight(t *testing.T) {
	s := start(t, t.TempDir(), 0, nil)
	l := connect(t, options(s))
	nc, err := nats.Connect(s.ClientURL(), nats.UserInfo("crawler", "rahasia"))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), fact(t, 1)); err != nil {
		t.Fatal(err)
	}
	cfg := mustStream(t, js, "NEWS").Config
	cfg.AllowAtomicPublish, cfg.AllowDirect, cfg.MaxAge, cfg.Metadata = false, false, time.Hour, map[string]string{"owner": "desk"}
	if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(l.Findings(t.Context()), func(f jetlog.Finding) bool { return f.Fault && strings.Contains(f.What, "NEWS") }) {
		t.Error("Findings does not see that a stream was changed")
	}
	connect(t, options(s))
	cfg = mustStream(t, js, "NEWS").Config
	if !cfg.AllowAtomicPublish || !cfg.AllowDirect || cfg.MaxAge != 0 || cfg.Metadata["owner"] != "desk" {
		t.Errorf("NEWS after another connection: %+v", cfg)
	}
	if n := count(t, l); n != 1 {
		t.Errorf("NEWS holds %d records, want 1", n)
	}

	if err := js.DeleteStream(t.Context(), "CRAWL"); err != nil {
		t.Fatal(err)
	}
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "CRAWL", Subjects: []string{"crawl.>"}, Retention: jetstream.WorkQueuePolicy}); err != nil {
		t.Fatal(err)
	}
	if l, err := jetlog.Connect(t.Context(), options(s)); err == nil || !strings.Contains(err.Error(), "stream CRAWL: it is there but of another kind") {
		t.Errorf("Connect with a foreign stream = %v, %v", l, err)
	}
}

func mustStream(t *testing.T, js jetstream.JetStream, name string) *jetstream.StreamInfo {
	t.Helper()
	s, err := js.Stream(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo()
}

// The server goes away in the middle and comes back: nothing is lost, nothing
// twice, readers and handlers go on by themselves.
func TestServerComesBack(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, 0, nil)
	o := options(s)
	o.Timeout = time.Second
	l := connect(t, o)
	var handled, followed atomic.Int64
	var readers sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	readers.Go(func() {
		if err := l.Subscribe(ctx, eventlog.Subscription{Stream: "NEWS", Durable: "work", Handle: func(context.Context, eventlog.Record) error {
			handled.Add(1)
			return nil
		}}); err != nil {
			t.Errorf("Subscribe: %v", err)
		}
	})
	readers.Go(func() {
		if err := l.Follow(ctx, eventlog.Query{Stream: "NEWS"}, func(rs []eventlog.Record) error {
			followed.Add(int64(len(rs)))
			return nil
		}); err != nil {
			t.Errorf("Follow: %v", err)
		}
	})
	if _, err := l.Append(t.Context(), fact(t, 1)); err != nil {
		t.Fatal(err)
	}
	within(t, func() bool { return handled.Load() == 1 && followed.Load() == 1 })
	at := port(s)
	stop(s)
	if err := l.Health(t.Context()); err == nil || !strings.Contains(err.Error(), "NATS") {
		t.Errorf("Health without a server: %v", err)
	}
	short, cancelShort := context.WithTimeout(t.Context(), 300*time.Millisecond)
	if a, err := l.Append(short, fact(t, 2)); err == nil || errors.Is(err, eventlog.ErrConflict) {
		t.Errorf("Append without a server = %+v, %v", a, err)
	}
	cancelShort()
	start(t, dir, at, nil)
	within(t, func() bool { return l.Health(t.Context()) == nil || len(tryAppend(t, l, fact(t, 2))) == 0 })
	for _, e := range []eventlog.Entry{fact(t, 2), fact(t, 3)} {
		within(t, func() bool { return len(tryAppend(t, l, e)) == 0 })
	}
	within(t, func() bool { return handled.Load() >= 3 && followed.Load() == 3 })
	if n := count(t, l); n != 3 {
		t.Errorf("the log holds %d records, want 3", n)
	}
	if err := l.Health(t.Context()); err != nil {
		t.Errorf("Health: %v", err)
	}
	cancel()
	readers.Wait()
}

func tryAppend(t *testing.T, l *jetlog.Log, e eventlog.Entry) string {
	if _, err := l.Append(t.Context(), e); err != nil {
		return err.Error()
	}
	return ""
}

func within(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}

// An acknowledgement that gets lost on the way: the append reads what is there and
// does not store the event again.
func TestLostAcknowledgement(t *testing.T) {
	s := start(t, t.TempDir(), 0, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var mute atomic.Bool // what the server says is thrown away
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			up, err := net.Dial("tcp", s.Addr().String())
			if err != nil {
				client.Close()
				return
			}
			go func() { io.Copy(up, client); up.Close() }()
			go func() {
				defer client.Close()
				buf := make([]byte, 64<<10)
				for {
					n, err := up.Read(buf)
					if err != nil {
						return
					}
					if mute.Load() {
						return // and the connection breaks
					}
					if _, err := client.Write(buf[:n]); err != nil {
						return
					}
				}
			}()
		}
	}()
	o := options(s)
	o.URL, o.Timeout = "nats://"+listener.Addr().String(), time.Second
	l := connect(t, o)
	for n, batch := range [][]eventlog.Entry{{fact(t, 1)}, {fact(t, 2), fact(t, 3)}} {
		mute.Store(true)
		time.AfterFunc(200*time.Millisecond, func() { mute.Store(false) })
		if a, err := l.Append(t.Context(), batch...); err != nil {
			t.Fatalf("Append %d = %+v, %v", n, a, err)
		}
	}
	if n := count(t, l); n != 3 {
		t.Errorf("the log holds %d records, want 3", n)
	}
}

func TestConsumerDeleted(t *testing.T) {
	s := start(t, t.TempDir(), 0, nil)
	l := connect(t, options(s))
	if _, err := l.Append(t.Context(), fact(t, 1)); err != nil {
		t.Fatal(err)
	}
	handled := make(chan bool, 9)
	ended := make(chan error, 1)
	go func() {
		ended <- l.Subscribe(t.Context(), eventlog.Subscription{Stream: "NEWS", Durable: "work", Handle: func(context.Context, eventlog.Record) error {
			handled <- true
			return nil
		}})
	}()
	<-handled
	nc, err := nats.Connect(s.ClientURL(), nats.UserInfo("crawler", "rahasia"))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteConsumer(t.Context(), "NEWS", "work"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "somebody deleted it") {
			t.Errorf("Subscribe = %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("Subscribe goes on although its consumer is gone")
	}
}
