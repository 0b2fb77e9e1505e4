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
// it and the byte. Pages of which an article consists are held until they are joined.
func (im *Importer) Import(ctx context.Context, files ...string) (Progress, error) {
	in := &intake{im: im, bodies: map[string]news.Hash{}, parts: newParts()}
	p := &in.p
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return *p, fmt.Errorf("import: %w", err)
		}
		p.Total += uint64(info.Size())
	}
	var before uint64
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return *p, fmt.Errorf("import: %w", err)
		}
		err = in.file(ctx, f, name, before)
		f.Close()
		if err != nil {
			return *p, fmt.Errorf("import %s: %w", name, err)
		}
		info, err := os.Stat(name)
		if err != nil {
			return *p, fmt.Errorf("import: %w", err)
		}
		before += uint64(info.Size())
		p.Done = before
	}
	return *p, in.settle(ctx, 0)
}

// intake is one import under way.
type intake struct {
	im     *Importer
	p      Progress
	bodies map[string]news.Hash // by payload digest, for revisit records
	parts  *parts
}

// file reads one file. The headers of a request stand in a record of their own behind
// the answer, so an answer waits for the record after it.
func (in *intake) file(ctx context.Context, f io.Reader, name string, before uint64) error {
	var answer *warc.Record
	flush := func(sent map[string]string) error {
		if answer == nil {
			return nil
		}
		rec := *answer
		answer = nil
		in.p.Done = before + uint64(rec.Offset)
		return in.take(ctx, rec, name, sent)
	}
	for rec, err := range warc.Records(f) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && rec.Type() == warc.Request && answer != nil && rec.Header.Get("WARC-Concurrent-To") == answer.Header.Get("WARC-Record-ID") {
			sent, err := rec.Sent()
			if err != nil {
				in.im.report(in.p, rec.URI(), Result{}, err) // the answer counts without it
			}
			if err := flush(sent); err != nil {
				return err
			}
			continue
		}
		if err := flush(nil); err != nil {
			return err
		}
		if errors.Is(err, warc.ErrTooLarge) {
			in.p.Skipped++
			in.im.report(in.p, rec.URI(), Result{}, err)
			continue
		}
		if err != nil {
			return err
		}
		if rec.Type() == warc.Response || rec.Type() == warc.Revisit {
			answer = &rec
		}
	}
	return flush(nil)
}

// take judges one answer. An error of the context or of nothing but this page is told
// apart by who returns it: the second is reported and passed by.
func (in *intake) take(ctx context.Context, rec warc.Record, file string, sent map[string]string) error {
	page, err := in.page(ctx, rec, file)
	switch {
	case err != nil:
		return in.failed(ctx, rec.URI(), Result{}, err)
	case page == nil:
		in.p.Skipped++
		return nil
	}
	page.Sent = sent
	if page.feed {
		ok, err := in.im.Recorder.feed(ctx, *page, rec)
		switch {
		case err != nil:
			return in.failed(ctx, rec.URI(), Result{}, err)
		case ok:
			in.p.Feeds++
		default:
			in.p.Skipped++
		}
		return nil
	}
	reading, err := in.im.Recorder.read(*page)
	if err != nil {
		return in.failed(ctx, rec.URI(), Result{}, err)
	}
	if in.parts.take(*page, reading) {
		return in.settle(ctx, maxHeld)
	}
	res, err := in.im.Recorder.record(ctx, look{Page: *page}, reading)
	return in.done(ctx, rec.URI(), res, err, 1)
}

// settle records the articles of several pages that were held longest, until at most so
// many bytes are left.
func (in *intake) settle(ctx context.Context, most int) error {
	for in.parts.bytes > most {
		for _, l := range in.parts.oldest() {
			if l.lost {
				in.p.Skipped++
				in.im.report(in.p, l.first.URL, Result{URL: l.first.URL, Outcome: Partial, Reason: "it continues an article whose first page, of that time, is in none of the files"}, nil)
				continue
			}
			res, err := in.im.Recorder.Record(ctx, l.first, l.further...)
			if err := in.done(ctx, l.first.URL, res, err, 1+len(l.further)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *intake) done(ctx context.Context, address string, res Result, err error, pages int) error {
	if err != nil {
		return in.failed(ctx, address, res, err)
	}
	in.p.Pages += pages
	in.im.report(in.p, address, res, nil)
	return nil
}

func (in *intake) failed(ctx context.Context, address string, res Result, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	in.p.Skipped++
	in.im.report(in.p, address, res, err)
	return nil
}

func (im *Importer) report(p Progress, address string, r Result, err error) {
	if im.Report != nil {
		im.Report(p, address, r, err)
	}
}

// page makes a page of a record: nil when it is no page or feed of the web that could
// be read (an image, an error page, a DNS answer).
func (in *intake) page(ctx context.Context, rec warc.Record, file string) (*Page, error) {
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
	if in.im.Outlet != nil {
		outlet = in.im.Outlet(strings.TrimPrefix(u.Host, "www."))
	}
	feed := mayBeFeed(contentType) || outlet != nil && slices.Contains(outlet.Feeds, rec.URI())
	readable := feed || contentType == "" || strings.Contains(contentType, "html") || strings.HasPrefix(contentType, "text/plain")
	if status != http.StatusOK || !readable {
		return nil, nil
	}
	digest := rec.Header.Get("WARC-Payload-Digest")
	if rec.Type() == warc.Revisit {
		hash, ok := in.bodies[digest]
		if !ok {
			return nil, fmt.Errorf("the record revisits a body that none of the files before holds (%s)", digest)
		}
		if body, ok = in.parts.bodies[hash]; ok {
			// held, and perhaps not in the log
		} else if body, err = in.im.Recorder.Log.GetBlob(ctx, hash); errors.Is(err, eventlog.ErrNotFound) {
			return nil, nil // the outlet asks not to keep it
		} else if err != nil {
			return nil, err
		}
	} else if body, err = decode(body, header["Content-Encoding"], map[bool]int64{true: maxFeed, false: maxPage}[feed]); err != nil {
		return nil, err
	} else if digest != "" {
		in.bodies[digest] = news.HashOf(body)
	}
	p := &Page{
		Requested: rec.URI(), URL: rec.URI(), Status: status, Header: header, Body: body, ContentType: contentType,
		Fetched: at, FoundBy: "import", FoundAt: filepath.Base(file),
		NoStore: strings.Contains(strings.ToLower(header["X-Robots-Tag"]), "noarchive"),
		Outlet:  outlet, feed: feed, part: rec.Header.Get(continuesField),
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
