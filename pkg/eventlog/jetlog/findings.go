package jetlog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Finding is something about the server that a person should know.
type Finding struct {
	Fault bool   // false: good, or only worth knowing
	What  string // such as "the server syncs every 2m0s"
	Hint  string // what to do; may be empty
}

// sync is what is known about when the server syncs.
type syncing int

const (
	syncUnknown syncing = iota
	syncAlways
	syncLater
)

// ErrUnsynced says that the server answers before the disk has the data.
var ErrUnsynced = errors.New("the server does not sync before it answers")

const syncHint = `set "sync_interval: always" in the jetstream block of the server's configuration`

// checkSync refuses a server that is known to lose what it acknowledged.
func (l *Log) checkSync(ctx context.Context) error {
	state, every, err := l.syncing(ctx)
	if err != nil {
		return fmt.Errorf("ask the NATS server about its settings at %s: %w", redacted(l.opt.Monitor), err)
	}
	if state == syncLater && !l.opt.AllowUnsynced {
		return fmt.Errorf("NATS at %s: %w, but every %v: %s, or allow it explicitly", l.nc.ConnectedUrlRedacted(), ErrUnsynced, every, syncHint)
	}
	return nil
}

// syncing asks the server's monitoring address.
func (l *Log) syncing(ctx context.Context) (syncing, time.Duration, error) {
	if l.opt.Monitor == "" {
		return syncUnknown, 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, l.opt.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(l.opt.Monitor, "/")+"/jsz", nil)
	if err != nil {
		return syncUnknown, 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return syncUnknown, 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return syncUnknown, 0, fmt.Errorf("it answers %s", resp.Status)
	}
	var jsz struct {
		Config struct {
			SyncAlways   bool          `json:"sync_always"`
			SyncInterval time.Duration `json:"sync_interval"`
		} `json:"config"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, 1<<20)).Decode(&jsz); err != nil {
		return syncUnknown, 0, fmt.Errorf("its answer: %w", err)
	}
	if jsz.Config.SyncAlways {
		return syncAlways, 0, nil
	}
	return syncLater, jsz.Config.SyncInterval, nil
}

// Findings looks at the server and the streams, for a person who asks whether all
// is well. It does not read the streams: eventlog.Verify does.
func (l *Log) Findings(ctx context.Context) []Finding {
	var out []Finding
	good := func(what string, args ...any) { out = append(out, Finding{What: fmt.Sprintf(what, args...)}) }
	fault := func(hint, what string, args ...any) {
		out = append(out, Finding{Fault: true, What: fmt.Sprintf(what, args...), Hint: hint})
	}
	if err := l.Health(ctx); err != nil {
		fault("look at the server's own log; a server whose disk was full has to be started again", "%v", err)
		return out
	}
	good("NATS %s answers", l.nc.ConnectedServerVersion())

	switch state, every, err := l.syncing(ctx); {
	case err != nil:
		fault("check the monitoring address", "the server's settings can not be read: %v", err)
	case state == syncAlways:
		good("the server syncs before it answers")
	case state == syncLater:
		fault(syncHint, "the server syncs every %v only: a power cut loses what it acknowledged", every)
	case !l.opt.Synced:
		out = append(out, Finding{What: "whether the server syncs before it answers is not known", Hint: syncHint + ", and give its monitoring address so that this can be checked"})
	}
	if limit := l.nc.MaxPayload(); limit < 8<<20 {
		fault(`set "max_payload: 8MB" on the server`, "the server takes messages of %d bytes only", limit)
	}
	for _, want := range streamConfigs(l.opt.Replicas) {
		s, err := l.js.Stream(ctx, want.Name)
		if err != nil {
			fault("start a service once with the right to create streams", "stream %s: %v", want.Name, l.explain(ctx, err))
			continue
		}
		in := s.CachedInfo()
		if differs(in.Config, want) || in.Config.PersistMode == jetstream.AsyncPersistMode {
			fault("start a service once with the right to change streams", "stream %s has other settings than it should", want.Name)
			continue
		}
		good("stream %s holds %d messages, %d bytes", want.Name, in.State.Msgs, in.State.Bytes)
	}
	return out
}

// Health returns nil when the log can be read and, as far as is known, written.
func (l *Log) Health(ctx context.Context) error {
	if err := l.open(ctx); err != nil {
		return err
	}
	if !l.nc.IsConnected() {
		return fmt.Errorf("NATS is away: the connection is %s", strings.ToLower(l.nc.Status().String()))
	}
	ctx, cancel := context.WithTimeout(ctx, l.opt.Timeout)
	defer cancel()
	if _, err := l.stream(ctx, "NEWS"); err != nil {
		return fmt.Errorf("NATS does not answer for stream NEWS: %w", err)
	}
	if since, err := l.trouble.last(); err != nil {
		return fmt.Errorf("appends get no answer since %s (%w): the server's stream may be frozen after a disk fault", since.UTC().Format(time.RFC3339), err)
	}
	return nil
}
