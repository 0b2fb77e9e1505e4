package open

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/pkg/search/remote"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// IndexFlags are the flags of a process that writes to or asks an index.
type IndexFlags struct {
	Index          string `help:"Where the index is: meili:URL, bleve:DIR (the writer) or remote:URL (whoever asks it)." env:"JEJAK_INDEX" placeholder:"SPEC" required:""`
	MeiliKey       string `help:"Meilisearch key; better by file." env:"JEJAK_MEILI_KEY" hidden:""`
	MeiliKeyFile   string `help:"File with the Meilisearch key." env:"JEJAK_MEILI_KEY_FILE" placeholder:"FILE"`
	IndexToken     string `help:"Token of a bleve index that is asked from outside; better by file." env:"JEJAK_INDEX_TOKEN" hidden:""`
	IndexTokenFile string `help:"File with that token." env:"JEJAK_INDEX_TOKEN_FILE" placeholder:"FILE"`
}

// Token returns the token of a shared embedded index, empty when none is set.
func (f IndexFlags) Token() (string, error) {
	return cli.Secret("index token", f.IndexToken, f.IndexTokenFile)
}

// Writer opens the index for the process that writes it.
func (f IndexFlags) Writer(ctx context.Context, logger *slog.Logger) (search.Index, error) {
	return f.open(ctx, logger, false)
}

// Reader opens the index for a process that only asks.
func (f IndexFlags) Reader(ctx context.Context, logger *slog.Logger) (search.Index, error) {
	return f.open(ctx, logger, true)
}

func (f IndexFlags) open(ctx context.Context, logger *slog.Logger, reading bool) (search.Index, error) {
	kind, where, ok := strings.Cut(f.Index, ":")
	if !ok || where == "" {
		return nil, f.bad()
	}
	switch kind {
	case "bleve":
		index, err := bleve.Open(where, bleve.Options{Logger: logger})
		return index, cli.Hint(err, "one process holds an embedded index: ask it with --index remote:URL")
	case "meili":
		key, err := cli.Secret("Meilisearch key", f.MeiliKey, f.MeiliKeyFile)
		if err != nil {
			return nil, err
		}
		return waitForMeili(ctx, meili.Config{URL: where, Key: key, ReadOnly: reading, Logger: logger}, logger)
	case "remote":
		token, err := f.Token()
		if err != nil {
			return nil, err
		}
		return remote.Open(where, token), nil
	}
	return nil, f.bad()
}

func (f IndexFlags) bad() error {
	return cli.Exit(cli.Usage, fmt.Errorf("--index %q: want meili:URL, bleve:DIR or remote:URL", f.Index))
}

// waitForMeili opens the index, waiting up to a minute for a server that is still
// starting.
func waitForMeili(ctx context.Context, c meili.Config, logger *slog.Logger) (search.Index, error) {
	deadline := time.Now().Add(patience)
	for {
		index, err := meili.Open(ctx, c)
		if err == nil {
			return index, nil
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return nil, cli.Hint(fmt.Errorf("open the index: %w", err), "check that Meilisearch runs at %s, and the key", c.URL)
		}
		logger.Warn("Meilisearch does not answer yet", "url", c.URL, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
		}
	}
}
