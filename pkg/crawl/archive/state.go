package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jejak-id/jejak/pkg/eventlog"
)

// state is what an export directory remembers, in export.json.
type state struct {
	Stream string `json:"stream"` // when NEWS was created: another log has another
	Next   uint64 `json:"next"`   // every capture below is in a finished file
	Feeds  uint64 `json:"feeds"`  // likewise of CRAWL, for the feeds
}

const stateFile = "export.json"

func load(dir string, info eventlog.Info) (state, error) {
	fresh := state{Stream: info.Created.UTC().Format("2006-01-02T15:04:05.999999999Z"), Next: 1, Feeds: 1}
	b, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, os.ErrNotExist) {
		return fresh, nil
	}
	if err != nil {
		return fresh, fmt.Errorf("export: %w", err)
	}
	var old state
	if err := json.Unmarshal(b, &old); err != nil {
		return fresh, fmt.Errorf("export: %s is broken (%w): remove it to export from the beginning", filepath.Join(dir, stateFile), err)
	}
	if old.Stream != fresh.Stream {
		return fresh, fmt.Errorf("export: %s holds an export of another log: give another directory", dir)
	}
	old.Feeds = max(old.Feeds, 1) // none in an export of an older version
	return old, nil
}

func save(dir string, s state) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, stateFile)
	if err := os.WriteFile(path+".new", append(b, '\n'), 0o666); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return os.Rename(path+".new", path)
}
