package archive

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/warc"
)

// The largest bodies that are read, in bytes, as in a crawl.
const (
	maxPage = 5 << 20
	maxFeed = 16 << 20
)

// Importer feeds WARC files into a log.
type Importer struct {
	Recorder *Recorder
	// Outlet returns the outlet of a host, which may have a port, or nil.
	Outlet func(host string) *news.Outlet
	// Report is told of each page; err says why it was not recorded. It may be nil.
	Report func(p Progress, address string, r Result, err error)
}

// Import reads the files in the order given. A page that can not be recorded is
// reported and passed by; a broken file ends the import with an error that names
// it and the byte.
func (im *Importer) Import(ctx context.Context, files ...string) (Progress, error) {
	var p Progress
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return p, fmt.Errorf("import: %w", err)
		}
		p.Total += uint64(info.Size())
	}
	bodies := map[string]news.Hash{} // by payload digest, for revisit records
	var before uint64
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return p, fmt.Errorf("import: %w", err)
		}
		err = im.file(ctx, f, name, before, bodies, &p)
		f.Close()
		if err != nil {
			return p, fmt.Errorf("import %s: %w", name, err)
		}
		info, err := os.Stat(name)
		if err != nil {
			return p, fmt.Errorf("import: %w", err)
		}
		before += uint64(info.Size())
		p.Done = before
	}
	return p, nil
}

func (im *Importer) file(ctx context.Context, f io.Reader, name string, before uint64, bodies map[string]news.Hash, p *Progress) error {
	for rec, err := range warc.Records(f) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.Done = before + uint64(rec.Offset)
		if errors.Is(err, warc.ErrTooLarge) {
			p.Skipped++
			im.report(*p, rec.URI(), Result{}, err)
			continue
		}
		if err != nil {
			return err
		}
		if rec.Type() != warc.Response && rec.Type() != warc.Revisit {
			continue
		}
		page, err := im.page(ctx, rec, name, bodies)
		if page == nil && err == nil {
			p.Skipped++
			continue
		}
		var res Result
		if err == nil && page.feed {
			ok, err := im.Recorder.feed(ctx, *page, rec)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				p.Skipped++
				im.report(*p, rec.URI(), res, err)
			case ok:
				p.Feeds++
			default:
				p.Skipped++
			}
			continue
		}
		if err == nil {
			if res, err = im.Recorder.Record(ctx, *page); err == nil {
				p.Pages++
			} else if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if err != nil {
			p.Skipped++
		}
		im.report(*p, rec.URI(), res, err)
	}
	return nil
}

func (im *Importer) report(p Progress, address string, r Result, err error) {
	if im.Report != nil {
		im.Report(p, address, r, err)
	}
}

// page makes a page of a record: nil when it is no page or feed of the web that could
// be read (an image, an error page, a DNS answer).
func (im *Importer) page(ctx context.Context, rec warc.Record, file string, bodies map[string]news.Hash) (*Page, error) {
	u, err := url.Parse(rec.URI())
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, nil
	}
	at, err := rec.Time()
	if err != nil {
		return nil, err
	}
	status, header, body, err := rec.HTTP()
	if err != nil {
		return nil, err
	}
	contentType := header["Content-Type"]
	var outlet *news.Outlet
	if im.Outlet != nil {
		outlet = im.Outlet(strings.TrimPrefix(u.Host, "www."))
	}
	feed := mayBeFeed(contentType) || outlet != nil && slices.Contains(outlet.Feeds, rec.URI())
	readable := feed || contentType == "" || strings.Contains(contentType, "html") || strings.HasPrefix(contentType, "text/plain")
	if status != http.StatusOK || !readable {
		return nil, nil
	}
	digest := rec.Header.Get("WARC-Payload-Digest")
	if rec.Type() == warc.Revisit {
		hash, ok := bodies[digest]
		if !ok {
			return nil, fmt.Errorf("the record revisits a body that none of the files before holds (%s)", digest)
		}
		if body, err = im.Recorder.Log.GetBlob(ctx, hash); errors.Is(err, eventlog.ErrNotFound) {
			return nil, nil // the outlet asks not to keep it
		} else if err != nil {
			return nil, err
		}
	} else if body, err = decode(body, header["Content-Encoding"], map[bool]int64{true: maxFeed, false: maxPage}[feed]); err != nil {
		return nil, err
	} else if digest != "" {
		bodies[digest] = news.HashOf(body)
	}
	p := &Page{
		Requested: rec.URI(), URL: rec.URI(), Status: status, Header: header, Body: body, ContentType: contentType,
		Fetched: at, FoundBy: "import", FoundAt: filepath.Base(file),
		NoStore: strings.Contains(strings.ToLower(header["X-Robots-Tag"]), "noarchive"),
		Outlet:  outlet, feed: feed,
	}
	return p, nil
}

// decode undoes a content encoding, up to a number of bytes. Other writers keep bodies as they were sent.
func decode(body []byte, encoding string, most int64) ([]byte, error) {
	var r io.Reader
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		r = bytes.NewReader(body)
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) { // decoded already, and the header kept
			return body, nil
		}
		zip, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, fmt.Errorf("unpack the body: %w", err)
		}
		r = zip
	case "deflate":
		r = flate.NewReader(bytes.NewReader(body))
	case "br":
		r = brotli.NewReader(bytes.NewReader(body))
	default:
		return nil, fmt.Errorf("the body is in the unknown encoding %q", encoding)
	}
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("unpack the body: %w", err)
	}
	if int64(len(out)) > most {
		return nil, fmt.Errorf("the body is larger than %d bytes", most)
	}
	return out, nil
}
