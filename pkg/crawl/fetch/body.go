package fetch

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A text is compressed some five times, a very regular one thirty times. What is
// compressed more is made to hurt. Small bodies may do as they like.
const (
	maxRatio   = 100
	ratioAbove = 1 << 20 // bytes
)

// readBody reads a response to its end, decompressed, and at most limit bytes of
// it. More is an error, beside which the first limit bytes are returned; an end
// before the announced one is an error too.
func readBody(res *http.Response, limit int64) ([]byte, error) {
	wire := &counter{r: res.Body}
	in := bufio.NewReader(wire)
	head, _ := in.Peek(2)
	zipped := len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b
	enc := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding")))
	switch enc {
	case "", "identity", "gzip", "x-gzip":
	default:
		return nil, fmt.Errorf("content encoding %q was not asked for", enc)
	}
	var r io.Reader = in
	if zipped { // by its first bytes: some servers label wrongly, and .xml.gz has no label
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip body: %w", err)
		}
		defer z.Close()
		r = z
	}
	size := int64(64 << 10)
	if n := res.ContentLength; !zipped && n > 0 {
		size = min(n, limit) + 1 // room to see the end
	}
	out := make([]byte, 0, size)
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		got := int64(len(out))
		if got > limit {
			return out[:limit], &Refusal{Kind: TooLarge, Detail: fmt.Sprintf("more than %d bytes", limit)}
		}
		if zipped && got > ratioAbove && got > maxRatio*wire.n {
			return nil, &Refusal{Kind: TooDense, Detail: fmt.Sprintf("%d bytes out of %d compressed", got, wire.n)}
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("body after %d bytes: %w", got, err)
		}
	}
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
