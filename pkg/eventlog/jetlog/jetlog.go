// Package jetlog is the log on NATS JetStream.
//
//	log, err := jetlog.Connect(ctx, jetlog.Options{URL: "nats://127.0.0.1:4222"})
//	defer log.Close()
//
// Package embedded, below this one, brings its own server.
//
// # What is stored
//
// One JetStream stream for each stream of the catalogue, with its name and
// subjects. A message's payload is the event's wire form and stands alone: headers
// only carry what the server checks. Raw pages are in a stream of their own, BLOBS,
// on the subject blob.<hash>, packed with zstd where that helps.
//
// # How repeats are recognised
//
// Every append names the sequence at which it believes each of its subjects to
// stand, and the server refuses it when one has moved. Only then does jetlog read,
// and find out whether it was the same event (a repeat), a failed expectation (a
// conflict) or somebody else on the same subject (once more). Message ids are not
// used: the server knows them for two minutes only, refuses a whole batch for one
// repeat, and would take a fact that came back after another for a repeat.
//
// # Promises
//
// Append returns when the server has synced the events to disk. That needs
// "sync_interval: always" on the server: [Log.Findings] tells what can be known
// about it. An append of several events is one atomic batch, and what other goroutines
// append meanwhile goes into the next one together; so do raw pages. Record data handed out belongs
// to the reader.
package jetlog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

var _ eventlog.Log = (*Log)(nil)

// Options says how to reach a server, and as whom.
type Options struct {
	URL      string // nats://host:4222, tls://host:4222; several with commas between
	Name     string // shown by the server for this connection, such as "jejak-crawler"
	User     string
	Password string
	Token    string
	Creds    string // file with credentials (JWT and seed)
	CA       string // file with the certificate authority of the server
	Cert     string // files of a client certificate
	Key      string

	// Monitor is the server's HTTP monitoring address, such as http://host:8222.
	// With it the server's sync setting is known; without it, it is not.
	Monitor string
	// AllowUnsynced accepts a server that is known not to sync before it answers.
	AllowUnsynced bool
	// Synced says that the caller knows the server to sync before it answers.
	Synced bool

	// Timeout is how long one request may take before its outcome counts as unknown;
	// 0 means 10 s. A disk under load syncs in tens of milliseconds.
	Timeout time.Duration

	// Diagnose is asked when an append gets no answer. An error ends the attempts: a
	// server whose disk was full keeps silent, and whoever runs it knows why.
	Diagnose func() error

	Replicas int              // copies of each stream in a cluster; 0 means 1
	Now      func() time.Time // stamps records of DEAD; nil means time.Now
	Logger   *slog.Logger     // nil means none
}

// Log is the log on JetStream.
type Log struct {
	nc  *nats.Conn
	js  jetstream.JetStream
	now func() time.Time
	log *slog.Logger
	opt Options

	closing chan struct{} // closed first: no new subscription, readers stop
	closed  chan struct{} // closed last: every call fails
	mu      sync.Mutex    // guards the two channels' closing and running
	running sync.WaitGroup

	latest  latest            // what each subject was last seen at
	groups  map[string]*group // by stream
	trouble trouble           // the last append whose outcome is unknown
	blobs   codec
}

// Connect reaches a server, makes the streams that are missing and sets right
// those that differ. It waits for a server that is not there yet until ctx ends.
func Connect(ctx context.Context, o Options) (*Log, error) {
	if o.URL == "" {
		return nil, errors.New("connect to NATS: no address given")
	}
	opts := []nats.Option{nats.Timeout(5 * time.Second)}
	if o.User != "" {
		opts = append(opts, nats.UserInfo(o.User, o.Password))
	}
	if o.Token != "" {
		opts = append(opts, nats.Token(o.Token))
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		opts = append(opts, nats.RootCAs(o.CA))
	}
	if o.Cert != "" {
		opts = append(opts, nats.ClientCert(o.Cert, o.Key))
	}
	nc, err := dial(ctx, o.URL, o, opts)
	if err != nil {
		return nil, err
	}
	l, err := New(ctx, nc, o)
	if err != nil {
		nc.Close()
		return nil, err
	}
	return l, nil
}

// dial connects, and tries again while no server answers.
func dial(ctx context.Context, url string, o Options, opts []nats.Option) (*nats.Conn, error) {
	name := o.Name
	if name == "" {
		name = "jejak"
	}
	opts = append(opts, nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(250*time.Millisecond),
		// A publish that waits in the client until the server is back would be
		// stored long after its caller gave up.
		nats.ReconnectBufSize(-1))
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		nc, err := nats.Connect(url, opts...)
		switch {
		case err == nil:
			return nc, nil
		case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
			return nil, fmt.Errorf("connect to NATS at %s: the server refuses this user: %w", redacted(url), err)
		case !errors.Is(err, nats.ErrNoServers) && !errors.Is(err, nats.ErrTimeout) && !isNet(err):
			return nil, fmt.Errorf("connect to NATS at %s: %w", redacted(url), err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("connect to NATS at %s: no server answers (%w); is it running?", redacted(url), err)
		case <-time.After(wait):
		}
	}
}

func isNet(err error) bool {
	var n net.Error
	return errors.As(err, &n)
}

// redacted removes passwords from the addresses.
func redacted(urls string) string {
	list := strings.Split(urls, ",")
	for i, s := range list {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil {
			list[i] = u.Redacted()
		}
	}
	return strings.Join(list, ",")
}

// New makes a log of a connection that exists, and takes it over: Close closes it.
// Of the options it uses those that are not about connecting.
func New(ctx context.Context, nc *nats.Conn, o Options) (*Log, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Replicas == 0 {
		o.Replicas = 1
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(o.Timeout))
	if err != nil {
		return nil, fmt.Errorf("JetStream at %s: %w", nc.ConnectedUrlRedacted(), err)
	}
	l := &Log{
		nc: nc, js: js, now: o.Now, log: o.Logger, opt: o,
		closing: make(chan struct{}), closed: make(chan struct{}),
		groups: map[string]*group{},
	}
	for _, s := range event.Streams() {
		l.groups[s.Name] = new(group)
	}
	l.groups[blobStream] = new(group)
	l.latest.init()
	if l.blobs, err = newCodec(); err != nil {
		return nil, err
	}
	if got := nc.MaxPayload(); got < 8<<20 {
		return nil, fmt.Errorf("NATS at %s takes messages of %d bytes; set \"max_payload: 8MB\" on the server", nc.ConnectedUrlRedacted(), got)
	}
	if err := l.checkSync(ctx); err != nil {
		return nil, err
	}
	if err := l.ensureStreams(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// drain is how long Close waits for handlers and readers. They get the grace of
// package delivery, and a moment to settle.
const drain = 10 * time.Second

// Close stops reading, waits for the handlers under way, sends what they settled,
// and then closes the connection. It may be called twice.
func (l *Log) Close() error {
	l.mu.Lock()
	first := !isClosed(l.closing)
	if first {
		close(l.closing)
	}
	l.mu.Unlock()
	if !first {
		<-l.closed
		return nil
	}
	done := make(chan struct{})
	go func() {
		l.running.Wait()
		close(done)
	}()
	var err error
	select {
	case <-done:
	case <-time.After(drain):
		err = fmt.Errorf("close the log: handlers still run after %v", drain)
	}
	if l.nc.IsConnected() {
		if ferr := l.nc.FlushTimeout(5 * time.Second); ferr != nil && err == nil {
			err = fmt.Errorf("close the log: %w", ferr)
		}
	}
	close(l.closed)
	l.nc.Close()
	l.blobs.close()
	return err
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// enter notes a reader or subscription that Close waits for. It returns false
// when the log closes already.
func (l *Log) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if isClosed(l.closing) {
		return false
	}
	l.running.Add(1)
	return true
}

// open returns an error when the log is closed or ctx has ended. While it closes,
// handlers under way still append and read.
func (l *Log) open(ctx context.Context) error {
	if isClosed(l.closed) {
		return eventlog.ErrClosed
	}
	return ctx.Err()
}

// explain gives an error of the client the meaning that the contract has for it.
func (l *Log) explain(ctx context.Context, err error) error {
	var api *jetstream.APIError
	switch {
	case err == nil:
		return nil
	case isClosed(l.closed), errors.Is(err, nats.ErrConnectionClosed), errors.Is(err, nats.ErrConnectionDraining):
		return eventlog.ErrClosed
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, nats.ErrMaxPayload):
		return fmt.Errorf("%w: %w", eventlog.ErrTooLarge, err)
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrJetStreamNotEnabled):
		return fmt.Errorf("JetStream does not answer: it is off, or the stream is not there, or this user may not use it: %w", err)
	case errors.Is(err, nats.ErrReconnectBufExceeded), errors.Is(err, nats.ErrDisconnected):
		return fmt.Errorf("NATS is away: %w", err)
	case errors.As(err, &api):
		switch api.ErrorCode {
		case errInsufficient, errMemory, errStorage, errStoreFailed:
			return fmt.Errorf("%w: the server says %q", eventlog.ErrFull, api.Description)
		}
	}
	return err
}

// Error codes of the server that the client library has no name for.
const (
	errInsufficient    jetstream.ErrorCode = 10023 // insufficient resources
	errMemory          jetstream.ErrorCode = 10028
	errStorage         jetstream.ErrorCode = 10047
	errStoreFailed     jetstream.ErrorCode = 10077
	errWrongLast       jetstream.ErrorCode = 10071
	errWrongLastStaged jetstream.ErrorCode = 10164 // the subject is being written by another batch
	errIncomplete      jetstream.ErrorCode = 10176 // a message of the batch got lost: nothing was stored
	errTooManyBatches  jetstream.ErrorCode = 10210
)
