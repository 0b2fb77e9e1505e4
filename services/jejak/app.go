package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// app is what every command of jejak gets: the flags that all of them share, and
// where to read and write.
type app struct {
	cli.IO
	ctx   context.Context
	flags *flags
	log   *slog.Logger

	screen *screen // what Err writes to, when a person looks at it; else nil
}

// say talks to the person at the terminal, unless --quiet.
func (a *app) say(format string, args ...any) {
	if !a.flags.Quiet {
		fmt.Fprintf(a.Err, format+"\n", args...)
	}
}

// beside runs fn, which writes to stdout: that is often the terminal of stderr.
func (a *app) beside(fn func()) {
	if a.screen == nil {
		fn()
		return
	}
	a.screen.Beside(fn)
}

// registry loads the project's own registry with the files of --outlets laid over.
func (a *app) registry() (*registry.Registry, error) { return a.flags.RegistryFlags.Registry() }

// openBoth loads the registry and opens the log, as most commands need.
func (a *app) openBoth() (*registry.Registry, closingLog, error) {
	reg, err := a.registry()
	if err != nil {
		return nil, nil, err
	}
	log, err := a.openLog()
	return reg, log, err
}

// lines writes JSON Lines to stdout. Crawled text stays readable: nothing is
// escaped for HTML there.
func (a *app) lines() *json.Encoder {
	out := json.NewEncoder(a.Out)
	out.SetEscapeHTML(false)
	return out
}

// dataDir returns the data directory: --data, or jejak below the user's data home.
func (a *app) dataDir() (string, error) {
	if a.flags.Data != "" {
		return filepath.Abs(a.flags.Data)
	}
	home := a.Getenv("XDG_DATA_HOME")
	if home == "" {
		dir, err := os.UserHomeDir()
		if err != nil {
			return "", cli.Hint(fmt.Errorf("find a data directory: %w", err), "give one with --data DIR")
		}
		home = filepath.Join(dir, ".local", "share")
	}
	return filepath.Join(home, "jejak"), nil
}

// latestTags returns what the enricher last said of an article, or nil.
func latestTags(ctx context.Context, log eventlog.Log, id news.ArticleID) (*news.Tags, error) {
	rec, err := log.Last(ctx, event.TagsSubject(id))
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("tags of article %s: %w", id, err)
	}
	e, err := rec.Event()
	if err != nil {
		return nil, err
	}
	tagged, ok := e.Data.(event.Tagged)
	if !ok {
		return nil, fmt.Errorf("tags of article %s: the record is a %s", id, e.Data.Type())
	}
	return &tagged.Tags, nil
}

// partly turns the faults of some of n pieces of work into an exit code.
func partly(faults []error, n int) error {
	switch {
	case len(faults) == 0:
		return nil
	case len(faults) < n:
		return cli.Exit(cli.Partly, errors.Join(faults...))
	}
	return errors.Join(faults...)
}
