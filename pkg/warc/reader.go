package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// Limits of what a reader takes from one record.
const (
	MaxBlock  = 64 << 20 // bytes, decompressed
	maxHeader = 1 << 20  // bytes
)

// Records yields the records of a WARC file in order, compressed by record, by
// file, or not at all. A record with a larger block than [MaxBlock] is yielded
// without its block and with an error that wraps [ErrTooLarge], and reading goes
// on; any other error ends it.
func Records(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		in := &counter{r: r}
		buffered := bufio.NewReaderSize(in, 64<<10)
		for {
			magic, err := buffered.Peek(2)
			if len(magic) == 0 {
				if err != nil && err != io.EOF {
					yield(Record{}, fmt.Errorf("warc: %w", err))
				}
				return
			}
			at := in.n - int64(buffered.Buffered())
			if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
				if !plain(buffered, at, yield) {
					return
				}
				continue
			}
			zip, err := gzip.NewReader(buffered)
			if err != nil {
				yield(Record{Offset: at}, fmt.Errorf("warc: gzip member at byte %d: %w", at, err))
				return
			}
			zip.Multistream(false)
			member := bufio.NewReaderSize(zip, 64<<10)
			for {
				if !plain(member, at, yield) {
					return
				}
				if _, err := member.Peek(1); err == io.EOF {
					break
				} else if err != nil {
					yield(Record{Offset: at}, fmt.Errorf("warc: gzip member at byte %d: %w", at, err))
					return
				}
			}
		}
	}
}

// ErrTooLarge says that a record's block is larger than [MaxBlock].
var ErrTooLarge = errors.New("warc: the record is too large")

// plain reads one uncompressed record and says whether to go on.
func plain(in *bufio.Reader, at int64, yield func(Record, error) bool) bool {
	rec := Record{Offset: at}
	fail := func(err error) bool {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		yield(rec, fmt.Errorf("warc: record at byte %d: %w", at, err))
		return false
	}
	line, err := firstLine(in)
	if err == io.EOF {
		return true // blank lines at the end
	}
	if err != nil {
		return fail(err)
	}
	if !strings.HasPrefix(line, "WARC/") {
		return fail(fmt.Errorf("it begins with %.40q, want WARC/1.0 or WARC/1.1", line))
	}
	rec.Version = line
	if rec.Header, err = textproto.NewReader(bufio.NewReader(&headerBytes{in: in})).ReadMIMEHeader(); err != nil {
		return fail(err)
	}
	size, err := strconv.ParseInt(strings.TrimSpace(rec.Header.Get("Content-Length")), 10, 64)
	if err != nil || size < 0 {
		return fail(fmt.Errorf("Content-Length %q is no size", rec.Header.Get("Content-Length")))
	}
	if size > MaxBlock {
		if _, err := io.CopyN(io.Discard, in, size); err != nil {
			return fail(err)
		}
		return yield(rec, fmt.Errorf("record at byte %d, %d bytes: %w", at, size, ErrTooLarge))
	}
	// Grown as it comes: a false length must not cost memory.
	var block bytes.Buffer
	if _, err := io.CopyN(&block, in, size); err != nil {
		return fail(err)
	}
	rec.Block = block.Bytes()
	if !yield(rec, nil) {
		return false
	}
	for { // the two line breaks that end a record
		if b, err := in.Peek(1); err != nil || b[0] != '\r' && b[0] != '\n' {
			return true
		}
		in.Discard(1)
	}
}

// firstLine skips blank lines and returns the next one.
func firstLine(in *bufio.Reader) (string, error) {
	for {
		line, err := in.ReadSlice('\n')
		text := strings.TrimSpace(string(line))
		if text != "" || err != nil {
			if text != "" && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return text, err
		}
	}
}

// headerBytes gives a header reader one line at a time up to the blank line that
// ends the header, so that none of the block is buffered away.
type headerBytes struct {
	in   *bufio.Reader
	line []byte
	read int
	done bool
}

func (h *headerBytes) Read(p []byte) (int, error) {
	if len(h.line) == 0 {
		if h.done {
			return 0, io.EOF
		}
		line, err := h.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if h.read += len(line); h.read > maxHeader {
			return 0, fmt.Errorf("its header is over %d bytes", maxHeader)
		}
		h.done = len(bytes.TrimSpace(line)) == 0
		h.line = append(h.line[:0], line...)
	}
	n := copy(p, h.line)
	h.line = h.line[n:]
	return n, nil
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// Sent reads the headers in the block of a request record, without the host, in
// canonical form.
func (r Record) Sent() (map[string]string, error) {
	req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(r.Block)))
	if err != nil {
		return nil, fmt.Errorf("warc: HTTP request of the record at byte %d: %w", r.Offset, err)
	}
	header := map[string]string{}
	for name, values := range req.Header {
		header[name] = strings.Join(values, ", ")
	}
	return header, nil
}

// HTTP reads the HTTP answer in the block of a response or revisit record. The
// body of a revisit is empty. Header names are in canonical form; of a repeated
// field the values are joined by commas.
func (r Record) HTTP() (status int, header map[string]string, body []byte, err error) {
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(r.Block)), &http.Request{Method: http.MethodGet})
	if err != nil {
		return 0, nil, nil, fmt.Errorf("warc: HTTP answer of the record at byte %d: %w", r.Offset, err)
	}
	defer resp.Body.Close()
	header = map[string]string{}
	for name, values := range resp.Header {
		header[name] = strings.Join(values, ", ")
	}
	if r.Type() == Revisit {
		return resp.StatusCode, header, nil, nil
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, MaxBlock))
	if err == io.ErrUnexpectedEOF { // Content-Length says more than there is: keep what there is
		err = nil
	}
	return resp.StatusCode, header, body, err
}
