package warc

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Dir writes exchanges into a directory of WARC files. A file under way is called
// NAME.open; a finished one is synced, renamed, and has its CDXJ index beside it.
// So every file without ".open" is whole, whenever the process was killed.
type Dir struct {
	path, prefix string
	max          int64
	info         []string
	seen         *Seen

	file   *os.File
	name   string
	writer *Writer
	index  []string
}

// OpenDir writes to a directory, which is made if it is not there. A file is
// closed when it is larger than max bytes. info are the fields of each file's
// warcinfo record. What a killed process left under way is removed.
func OpenDir(path, prefix string, max int64, info ...string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("warc: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(path, "*.warc.gz.open"))
	if err != nil {
		return nil, fmt.Errorf("warc: %w", err)
	}
	for _, f := range left {
		if err := os.Remove(f); err != nil {
			return nil, fmt.Errorf("warc: %w", err)
		}
	}
	return &Dir{path: path, prefix: prefix, max: max, info: info, seen: NewSeen()}, nil
}

// Write appends one exchange. serial names the file that it begins, if it begins
// one: it must grow, and the same exchange must have the same serial each time.
// It returns the name of a file that was finished by this call, or "".
func (d *Dir) Write(serial uint64, x Exchange) (finished string, err error) {
	if d.file != nil && d.writer.offset > d.max {
		if finished, err = d.Finish(); err != nil {
			return "", err
		}
	}
	if d.file == nil {
		d.name = fmt.Sprintf("%s-%012d.warc.gz", d.prefix, serial)
		if d.file, err = os.Create(filepath.Join(d.path, d.name+".open")); err != nil {
			return finished, fmt.Errorf("warc: %w", err)
		}
		d.writer, d.index = NewWriter(d.file, d.seen), nil
		if _, err := d.writer.WriteInfo(d.name, x.Time, d.info...); err != nil {
			return finished, err
		}
	}
	e, err := d.writer.WriteExchange(x)
	if err != nil {
		return finished, fmt.Errorf("%s: %w", d.name, err)
	}
	d.index = append(d.index, cdxj(d.name, e, x))
	return finished, nil
}

// Finish closes the file under way, if there is one, and returns its name. The
// next Write begins another.
func (d *Dir) Finish() (string, error) {
	if d.file == nil {
		return "", nil
	}
	path := filepath.Join(d.path, d.name)
	err := errors.Join(d.file.Sync(), d.file.Close())
	d.file = nil
	if err != nil {
		return "", fmt.Errorf("warc: %w", err)
	}
	slices.Sort(d.index)
	index := strings.Join(d.index, "\n") + "\n"
	if err := os.WriteFile(strings.TrimSuffix(path, ".warc.gz")+".cdxj", []byte(index), 0o666); err != nil {
		return "", fmt.Errorf("warc: %w", err)
	}
	if err := os.Rename(path+".open", path); err != nil {
		return "", fmt.Errorf("warc: %w", err)
	}
	return d.name, nil
}

// stamp is the 14-digit time of archive indexes.
func stamp(t time.Time) string { return t.UTC().Format("20060102150405") }
