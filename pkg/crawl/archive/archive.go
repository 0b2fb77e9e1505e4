// Package archive moves captured pages between the log and WARC files.
//
// [Export] writes what the log keeps: every page that gave a fact, and the feeds of
// first sight or from which entries vanished, with the headers of both sides,
// identical bodies once. [Import] feeds any WARC file through the
// extractor without touching the network, keeping the dates of capture. Both work
// in one pass over their input and hold one page at a time, an import also the pages of
// articles that have several, 256 MiB of them at most; both can be stopped at any moment
// and go on where they were.
package archive

import (
	"context"
	"fmt"
	"os"

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
	Feeds       int    // written or recorded
	Skipped     int    // without bytes, or no pages of the web
}

// Export writes the captures of the log, and the feeds that were kept, to WARC files in
// dir, from where the last export into it ended. software names the program in each
// file.
func Export(ctx context.Context, log eventlog.Log, dir, software string, report func(Progress)) (Progress, error) {
	return export(ctx, log, dir, software, FileSize, report)
}

// series is one run of files: what of one stream they hold, and how far they are.
type series struct {
	stream   string
	subjects string
	prefix   string // of the files' names
	next     *uint64
}

func export(ctx context.Context, log eventlog.Log, dir, software string, fileSize int64, report func(Progress)) (Progress, error) {
	var p Progress
	info, err := log.Info(ctx, event.News.Name)
	if err != nil {
		return p, fmt.Errorf("export: %w", err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return p, fmt.Errorf("export: %w", err)
	}
	at, err := load(dir, info)
	if err != nil {
		return p, err
	}
	for _, s := range []series{
		{event.News.Name, "news.article.*.captured", "jejak", &at.Next},
		{event.Crawl.Name, "crawl.feed.>", "jejak-feeds", &at.Feeds},
	} {
		out, err := warc.OpenDir(dir, s.prefix, fileSize, "software", software, "format", "WARC File Format 1.1",
			"conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
		if err != nil {
			return p, fmt.Errorf("export: %w", err)
		}
		if err := s.write(ctx, log, out, &p, report, func() error { return save(dir, at) }); err != nil {
			return p, err
		}
	}
	return p, nil
}

// write appends what came since the last time to the files; saved keeps how far they are.
func (s series) write(ctx context.Context, log eventlog.Log, out *warc.Dir, p *Progress, report func(Progress), saved func() error) error {
	info, err := log.Info(ctx, s.stream)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	before := p.Total
	p.Total, p.Done = before+info.Last, before+*s.next-1
	q := eventlog.Query{Stream: s.stream, From: *s.next, Subjects: []string{s.subjects}}
	for rec, err := range log.Read(ctx, q) {
		if err != nil {
			return fmt.Errorf("export: read the log: %w", err)
		}
		x, ok, err := exchange(ctx, log, rec)
		if err != nil {
			return err
		}
		if !ok {
			p.Skipped++
			continue
		}
		finished, err := out.Write(rec.Seq, x)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		if finished != "" {
			*s.next = rec.Seq
			if err := saved(); err != nil {
				return err
			}
		}
		if s.stream == event.Crawl.Name {
			p.Feeds++
		} else {
			p.Pages++
		}
		p.Done = before + rec.Seq
		if report != nil {
			report(*p)
		}
	}
	if _, err := out.Finish(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	*s.next, p.Done = info.Last+1, before+info.Last
	return saved()
}
