// Package archive moves captured pages between the log and WARC files.
//
// [Export] writes what the log keeps: every page that gave a fact, with the headers
// of both sides, identical bodies once. [Import] feeds any WARC file through the
// extractor without touching the network, keeping the dates of capture. Both work
// in one pass over their input and hold one page at a time; both can be stopped at
// any moment and go on where they were.
package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/warc"
)

// FileSize is the size after which an export begins another file, in bytes.
const FileSize = 1 << 30

// Progress tells how far an export or import is.
type Progress struct {
	Done, Total uint64 // records of the log, or bytes of the files
	Pages       int    // written or recorded
	Skipped     int    // without bytes, or no pages of the web
}

// state is what an export directory remembers, in export.json.
type state struct {
	Stream string `json:"stream"` // when NEWS was created: another log has another
	Next   uint64 `json:"next"`   // every capture below is in a finished file
}

// Export writes the captures of the log to WARC files in dir, from where the last
// export into it ended. software names the program in each file.
func Export(ctx context.Context, log eventlog.Log, dir, software string, report func(Progress)) (Progress, error) {
	return export(ctx, log, dir, software, FileSize, report)
}

func export(ctx context.Context, log eventlog.Log, dir, software string, fileSize int64, report func(Progress)) (Progress, error) {
	var p Progress
	info, err := log.Info(ctx, event.News.Name)
	if err != nil {
		return p, fmt.Errorf("export: %w", err)
	}
	out, err := warc.OpenDir(dir, "jejak", fileSize, "software", software, "format", "WARC File Format 1.1",
		"conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	if err != nil {
		return p, fmt.Errorf("export: %w", err)
	}
	at, err := load(dir, info)
	if err != nil {
		return p, err
	}
	p.Total, p.Done = info.Last, at.Next
	q := eventlog.Query{Stream: event.News.Name, From: at.Next, Subjects: []string{"news.article.*.captured"}}
	for rec, err := range log.Read(ctx, q) {
		if err != nil {
			return p, fmt.Errorf("export: read the log: %w", err)
		}
		x, ok, err := exchange(ctx, log, rec)
		if err != nil {
			return p, err
		}
		if !ok {
			p.Skipped++
			continue
		}
		finished, err := out.Write(rec.Seq, x)
		if err != nil {
			return p, fmt.Errorf("export: %w", err)
		}
		if finished != "" {
			at.Next = rec.Seq
			if err := save(dir, at); err != nil {
				return p, err
			}
		}
		p.Pages++
		p.Done = rec.Seq
		if report != nil {
			report(p)
		}
	}
	if _, err := out.Finish(); err != nil {
		return p, fmt.Errorf("export: %w", err)
	}
	at.Next, p.Done = info.Last+1, info.Last
	return p, save(dir, at)
}

// exchange makes what a WARC keeps of a capture. ok is false when the bytes were
// not kept.
func exchange(ctx context.Context, log eventlog.Log, rec eventlog.Record) (x warc.Exchange, ok bool, err error) {
	e, err := rec.Event()
	if err != nil {
		return x, false, fmt.Errorf("export: %w", err)
	}
	c, isCapture := e.Data.(event.Captured)
	if !isCapture || c.Hash == "" {
		return x, false, nil
	}
	body, err := log.GetBlob(ctx, c.Hash)
	if errors.Is(err, eventlog.ErrNotFound) {
		return x, false, nil // redacted
	}
	if err != nil {
		return x, false, fmt.Errorf("export: the page %s of %s: %w", c.Hash, c.URL, err)
	}
	header := make(map[string]string, len(c.Headers)+1)
	for k, v := range c.Headers {
		header[k] = v
	}
	if c.ContentType != "" {
		header["Content-Type"] = c.ContentType
	}
	return warc.Exchange{
		URI: c.URL, Time: e.Time, Status: c.Status, Header: header, Body: body, Request: c.Request,
	}, true, nil
}

const stateFile = "export.json"

func load(dir string, info eventlog.Info) (state, error) {
	fresh := state{Stream: info.Created.UTC().Format("2006-01-02T15:04:05.999999999Z"), Next: 1}
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
