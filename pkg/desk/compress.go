package desk

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// compressed packs what is text for readers who take it: a page of results is a
// sixth of its size then. An answer without a type, or of another one, passes as
// it is. There is nothing secret in a page that its length could betray.
type compressed struct {
	http.ResponseWriter
	pack    *gzip.Writer
	decided bool
}

// compress returns a writer that packs, and what to call at the end.
func compress(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, func()) {
	if !acceptsGzip(r.Header.Get("Accept-Encoding")) || r.Method == http.MethodHead {
		return w, func() {}
	}
	c := &compressed{ResponseWriter: w}
	return c, func() {
		if c.pack != nil {
			c.pack.Close()
		}
	}
}

// acceptsGzip reads the header; "gzip;q=0" means no.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.TrimSpace(quality) != "q=0"
		}
	}
	return false
}

func (c *compressed) WriteHeader(code int) {
	c.decide(code)
	c.ResponseWriter.WriteHeader(code)
}

func (c *compressed) decide(code int) {
	if c.decided {
		return
	}
	c.decided = true
	h := c.Header()
	h.Add("Vary", "Accept-Encoding")
	kind := h.Get("Content-Type")
	text := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml")
	if !text || h.Get("Content-Encoding") != "" || code == http.StatusNoContent || code == http.StatusNotModified {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	c.pack = gzip.NewWriter(c.ResponseWriter)
}

func (c *compressed) Write(b []byte) (int, error) {
	c.decide(http.StatusOK)
	if c.pack == nil {
		return c.ResponseWriter.Write(b)
	}
	return c.pack.Write(b)
}

// Flush sends what there is: an export streams.
func (c *compressed) Flush() {
	if c.pack != nil {
		c.pack.Flush()
	}
	http.NewResponseController(c.ResponseWriter).Flush()
}
