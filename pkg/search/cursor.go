package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

const (
	mark   = 8   // bytes of the query's hash that a cursor begins with
	cursor = 512 // bytes; no cursor of ours is longer
)

// NextAfter returns the cursor of the page after the hit with these sort keys. It
// carries a hash of the question, so that the cursor of another question is
// refused instead of giving a page that belongs nowhere. Size, highlights, facets
// and histogram take no part: they may change from page to page.
func (q Query) NextAfter(keys ...string) string {
	h := q.hash()
	return base64.RawURLEncoding.EncodeToString(append(h[:mark:mark], strings.Join(keys, "\x1f")...))
}

// After returns the sort keys in the cursor of q, nil for the first page. The
// error of a cursor that is broken or of another question wraps [ErrQuery].
func (q Query) After(keys int) ([]string, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	if len(q.Cursor) > cursor {
		return nil, bad("cursor", "it is too long: start again from the first page")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err != nil || len(b) < mark {
		return nil, bad("cursor", "it is broken: start again from the first page")
	}
	if h := q.hash(); string(b[:mark]) != string(h[:mark]) {
		return nil, bad("cursor", "it belongs to another search: start again from the first page")
	}
	after := strings.Split(string(b[mark:]), "\x1f")
	if len(after) != keys {
		return nil, bad("cursor", "it is broken: start again from the first page")
	}
	return after, nil
}

func (q Query) hash() [sha256.Size]byte {
	q.Sort = q.Order()
	q.Cursor, q.Limit, q.Highlight, q.Facets, q.Histogram = "", 0, false, nil, ""
	b, err := json.Marshal(q)
	if err != nil {
		panic("search: a query that does not marshal: " + err.Error()) // unreachable: strings and bools only
	}
	return sha256.Sum256(b)
}
