package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/remote"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// A data directory holds
//
//	log/      the log, with its own lock
//	index/    the search index, with its own lock
//	run.json  how to reach the process that has both open; gone when it stops
const (
	logDir   = "log"
	indexDir = "index"
	runFile  = "run.json"
	// indexPath is where a running jejak answers questions about its index.
	indexPath = "/-/index"
)

// running is what run.json holds.
type running struct {
	PID   int    `json:"pid"`
	Desk  string `json:"desk"` // address of the desk
	Token string `json:"token"`
}

// announce writes run.json and returns the token with what removes the file.
func announce(dir, desk string) (token string, remove func(), err error) {
	r := running{os.Getpid(), desk, rand.Text()}
	b, err := json.Marshal(r)
	if err != nil {
		return "", nil, err
	}
	path := filepath.Join(dir, runFile)
	if err := os.WriteFile(path, append(b, '\n'), 0o600); err != nil {
		return "", nil, fmt.Errorf("announce this process: %w", err)
	}
	return r.Token, func() { os.Remove(path) }, nil
}

func readRunning(dir string) (running, error) {
	var r running
	b, err := os.ReadFile(filepath.Join(dir, runFile))
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(b, &r)
}

// openLog opens the log of the data directory, or joins the process that has it
// open. A directory that is not there is an error of code [cli.NoData].
func (a *app) openLog() (closingLog, error) {
	dir, err := a.existing()
	if err != nil {
		return nil, err
	}
	log, err := embedded.Open(a.ctx, embedded.Options{Dir: filepath.Join(dir, logDir), Now: time.Now, Logger: a.log})
	var locked *embedded.ErrLocked
	if errors.As(err, &locked) {
		joined, joinErr := embedded.Join(a.ctx, locked.Holder, jetlog.Options{Name: "jejak-command", Logger: a.log})
		if joinErr != nil {
			return nil, cli.Hint(cli.Exit(cli.Locked, joinErr), "stop that process, or ask it again in a moment")
		}
		return joined, nil
	}
	if err != nil {
		return nil, explainOpen(err)
	}
	return log, nil
}

// closingLog is a log that a command opened and must close.
type closingLog interface {
	eventlog.Log
	Close() error
}

// openIndex opens the index of the data directory, or asks the process that has
// it open.
func (a *app) openIndex() (search.Index, error) {
	dir, err := a.existing()
	if err != nil {
		return nil, err
	}
	index, err := bleve.Open(filepath.Join(dir, indexDir), bleve.Options{Logger: a.log})
	if errors.Is(err, bleve.ErrLocked) {
		r, runErr := readRunning(dir)
		if runErr != nil {
			return nil, cli.Exit(cli.Locked, err)
		}
		return remote.Open(r.Desk+indexPath, r.Token), nil
	}
	return index, err
}

// existing returns the data directory, which must be there.
func (a *app) existing() (string, error) {
	dir, err := a.dataDir()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(dir, logDir)); errors.Is(err, os.ErrNotExist) {
		return "", cli.Hint(cli.Exit(cli.NoData, fmt.Errorf("%s holds no archive yet", dir)), "jejak starts one; jejak crawl OUTLET fetches into it; --data DIR names another")
	}
	return dir, nil
}

// explainOpen adds the exit code and the hint to an error of opening the log.
func explainOpen(err error) error {
	var locked *embedded.ErrLocked
	switch {
	case errors.As(err, &locked):
		return cli.Hint(cli.Exit(cli.Locked, err), "stop process %d, or give another directory with --data", locked.Holder.PID)
	case errors.Is(err, eventlog.ErrFull):
		return cli.Hint(err, "free some disk space and start again: nothing is lost")
	}
	return err
}

// until waits until a condition holds, looking again every few milliseconds: for
// stages that work beside each other there is no single moment to be told of.
func until(ctx context.Context, every time.Duration, done func(context.Context) (bool, error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		ok, err := done(ctx)
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
