// Package warc writes and reads web archives in the WARC 1.1 format
// (ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/).
//
// A [Writer] puts each record into a gzip member of its own, so that a reader can
// start at any record's offset, and writes a body that it has seen before as a
// `revisit`. A [Dir] is a writer over files of a bounded size with a CDXJ index
// beside each. [Records] reads any WARC file, compressed or not, one record at a
// time.
//
// Everything is made from what is passed in: the same exchanges give the same
// bytes, whenever they are written.
package warc

import (
	"crypto/sha1" //nolint:gosec // the format's digests are SHA-1 by custom; nothing here depends on it being secure
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// Types of record that this package writes. Others are read as they are.
const (
	Info     = "warcinfo"
	Response = "response"
	Request  = "request"
	Revisit  = "revisit"
)

// profileIdentical is the revisit profile for a payload that was seen before
// (WARC 1.1, 6.7.2).
const profileIdentical = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

// Exchange is one request and its answer.
type Exchange struct {
	URI     string
	Time    time.Time // of the capture
	Status  int
	Header  map[string]string // of the answer
	Body    []byte            // decoded: without content and transfer encoding
	Method  string            // empty means GET
	Request map[string]string // headers of the request; nil writes no request record
	Fields  map[string]string // of our own for the record's header; other readers pass over them
}

// Record is one record as it stands in a file.
type Record struct {
	Version string // "WARC/1.1"
	Header  textproto.MIMEHeader
	Block   []byte
	Offset  int64 // of the record's first byte in the file
}

// Type returns the WARC-Type.
func (r Record) Type() string { return r.Header.Get("WARC-Type") }

// URI returns the WARC-Target-URI, without the angle brackets of old writers.
func (r Record) URI() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("WARC-Target-URI"), "<"), ">")
}

// Time returns the WARC-Date.
func (r Record) Time() (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, r.Header.Get("WARC-Date"))
	if err != nil {
		return t, fmt.Errorf("warc: WARC-Date of the record at byte %d: %w", r.Offset, err)
	}
	return t.UTC(), nil
}

// digest returns a labelled digest as archives write it.
func digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// recordID makes a UUID (version 5 in form) from what the record says, so that
// writing the same record again gives the same id.
func recordID(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "\n")))
	u := sum[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	h := hex.EncodeToString(u)
	return "<urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:] + ">"
}

// date is the form of WARC-Date: UTC, with the fraction only where there is one.
func date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999999Z") }

// hopByHop are header fields that describe the transfer, not the answer. The body
// is kept decoded, so they would be false.
var hopByHop = []string{"Content-Encoding", "Transfer-Encoding", "Content-Length", "Connection", "Keep-Alive", "Trailer"}

// answer returns the HTTP block of a response: status line, headers and body.
func answer(x Exchange, body []byte) (head, block []byte) {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", x.Status, http.StatusText(x.Status))
	fields(&b, x.Header)
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(x.Body))
	head = []byte(b.String())
	return head, slices.Concat(head, body)
}

func asked(x Exchange) []byte {
	var b strings.Builder
	method, path, host := x.Method, "/", ""
	if method == "" {
		method = http.MethodGet
	}
	if _, rest, ok := strings.Cut(x.URI, "://"); ok {
		host, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, host)
	fields(&b, x.Request)
	b.WriteString("\r\n")
	return []byte(b.String())
}

// fields writes headers in a fixed order, each on one line.
func fields(b *strings.Builder, header map[string]string) {
	names := fieldNames(header)
	for _, name := range names {
		fmt.Fprintf(b, "%s: %s\r\n", http.CanonicalHeaderKey(name), oneLine.Replace(header[name]))
	}
}

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// fieldNames are the names of what is written of a header, in a fixed order.
func fieldNames(header map[string]string) []string {
	names := make([]string, 0, len(header))
	for name := range header {
		if !slices.Contains(hopByHop, http.CanonicalHeaderKey(name)) && !strings.EqualFold(name, "Host") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
