// Package open turns the spec strings of the command lines into adapters: a log
// from "nats://host:4222", an index from "meili:http://host:7700",
// "bleve:DIRECTORY" or "remote:http://host/index". It knows no stage.
package open

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// LogFlags are the flags of a process that reaches a log over the network.
type LogFlags struct {
	Log              string `help:"Where the log is." env:"JEJAK_LOG" placeholder:"nats://HOST:PORT" required:""`
	NatsUser         string `help:"User at the NATS server." env:"JEJAK_NATS_USER"`
	NatsPassword     string `help:"Password; better by file." env:"JEJAK_NATS_PASSWORD" hidden:""`
	NatsPasswordFile string `help:"File with the password." env:"JEJAK_NATS_PASSWORD_FILE" placeholder:"FILE"`
	NatsMonitor      string `help:"Monitoring address of the NATS server: with it, the server's sync setting is checked." env:"JEJAK_NATS_MONITOR" placeholder:"URL"`
	UnsafeAsync      bool   `help:"Accept a server that answers before it has synced to disk: a power cut then loses facts." env:"JEJAK_UNSAFE_ASYNC"`
}

// patience is how long a process waits at its start for a log or an index that is
// not there yet.
const patience = time.Minute

// Open connects, waiting up to a minute for a server that is still starting.
func (f LogFlags) Open(ctx context.Context, name string, logger *slog.Logger) (*jetlog.Log, error) {
	if !strings.HasPrefix(f.Log, "nats://") && !strings.HasPrefix(f.Log, "tls://") {
		return nil, cli.Exit(cli.Usage, fmt.Errorf("--log %q: want nats://HOST:PORT or tls://HOST:PORT", f.Log))
	}
	password, err := cli.Secret("NATS password", f.NatsPassword, f.NatsPasswordFile)
	if err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	log, err := jetlog.Connect(bounded, jetlog.Options{
		URL: f.Log, Name: "jejak-" + name, User: f.NatsUser, Password: password,
		Monitor: f.NatsMonitor, AllowUnsynced: f.UnsafeAsync, Logger: logger,
	})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = fmt.Errorf("no NATS server at %s for %v: %w", f.Log, patience, err)
	}
	return log, cli.Hint(err, "check that the NATS server runs with JetStream, and the user and password of this service")
}
