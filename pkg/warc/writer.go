package warc

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Writer writes records to one file. It is not for use by several goroutines.
type Writer struct {
	out    io.Writer
	offset int64
	seen   *Seen
}

// Seen remembers the payloads that were written, so that a repeated one becomes a
// revisit record. One Seen may serve several files in turn.
type Seen struct{ payloads map[string]first }

type first struct {
	id, uri string
	time    time.Time
}

// NewSeen returns an empty memory.
func NewSeen() *Seen { return &Seen{payloads: map[string]first{}} }

// NewWriter writes to out from its beginning. seen may be nil: then every body is
// written in full.
func NewWriter(out io.Writer, seen *Seen) *Writer { return &Writer{out: out, seen: seen} }

// Entry says where a record went.
type Entry struct {
	Offset, Length int64 // of the gzip member
	Type           string
	Digest         string // of the payload
}

// WriteInfo writes the warcinfo record that begins a file. fields come in the
// order given, as name and value in turn.
func (w *Writer) WriteInfo(filename string, at time.Time, fields ...string) (Entry, error) {
	var b bytes.Buffer
	for i := 0; i+1 < len(fields); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", fields[i], fields[i+1])
	}
	return w.record(Entry{Type: Info}, b.Bytes(),
		"WARC-Type", Info, "WARC-Record-ID", recordID(Info, filename, date(at), b.String()),
		"WARC-Date", date(at), "WARC-Filename", filename, "Content-Type", "application/warc-fields")
}

// WriteExchange writes a response record, or a revisit record when its body was
// written before, and then the request record. It returns the entry of the first.
func (w *Writer) WriteExchange(x Exchange) (Entry, error) {
	payload := digest(x.Body)
	id := recordID(Response, x.URI, date(x.Time), strconv.Itoa(x.Status), payload)
	e := Entry{Type: Response, Digest: payload}
	header := []string{
		"WARC-Type", Response, "WARC-Record-ID", id, "WARC-Date", date(x.Time), "WARC-Target-URI", x.URI,
		"WARC-Payload-Digest", payload, "Content-Type", "application/http; msgtype=response",
	}
	for _, name := range fieldNames(x.Fields) {
		header = append(header, name, oneLine.Replace(x.Fields[name]))
	}
	_, block := answer(x, x.Body)
	if w.seen != nil && len(x.Body) > 0 {
		if before, ok := w.seen.payloads[payload]; ok {
			e.Type, header[1] = Revisit, Revisit
			header = append(header, "WARC-Profile", profileIdentical, "WARC-Refers-To", before.id,
				"WARC-Refers-To-Target-URI", before.uri, "WARC-Refers-To-Date", date(before.time))
			block, _ = answer(x, nil) // the head alone
		} else {
			w.seen.payloads[payload] = first{id, x.URI, x.Time}
		}
	}
	e, err := w.record(e, block, header...)
	if err != nil || x.Request == nil {
		return e, err
	}
	block = asked(x)
	_, err = w.record(Entry{Type: Request}, block,
		"WARC-Type", Request, "WARC-Record-ID", recordID(Request, x.URI, date(x.Time), string(block)),
		"WARC-Date", date(x.Time), "WARC-Target-URI", x.URI, "WARC-Concurrent-To", id,
		"Content-Type", "application/http; msgtype=request")
	return e, err
}

// record writes one record as one gzip member.
func (w *Writer) record(e Entry, block []byte, header ...string) (Entry, error) {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	fmt.Fprint(zip, "WARC/1.1\r\n")
	for i := 0; i+1 < len(header); i += 2 {
		fmt.Fprintf(zip, "%s: %s\r\n", header[i], header[i+1])
	}
	fmt.Fprintf(zip, "WARC-Block-Digest: %s\r\nContent-Length: %d\r\n\r\n", digest(block), len(block))
	zip.Write(block)
	fmt.Fprint(zip, "\r\n\r\n")
	if err := zip.Close(); err != nil {
		return e, fmt.Errorf("warc: compress a record: %w", err) // unreachable: a buffer takes everything
	}
	e.Offset, e.Length = w.offset, int64(b.Len())
	n, err := w.out.Write(b.Bytes())
	w.offset += int64(n)
	if err != nil {
		return e, fmt.Errorf("warc: write a record: %w", err)
	}
	return e, nil
}
