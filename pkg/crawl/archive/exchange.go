package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/warc"
)

// The fields of our own in the headers of records: what was seen of a feed, and can not
// be read out of its bytes.
const (
	vanishedField = "Jejak-Vanished" // ids of the articles that left it early
	beforeField   = "Jejak-Before"   // hash of the body that still named them

	// Likewise of a page that an article goes on on: the address of its first page.
	continuesField = "Jejak-Continues"
)

// exchange makes what a WARC keeps of a capture or of a feed. ok is false when the
// bytes were not kept.
func exchange(ctx context.Context, log eventlog.Log, rec eventlog.Record) (x warc.Exchange, ok bool, err error) {
	e, err := rec.Event()
	if errors.Is(err, event.ErrUnknown) {
		return x, false, nil // a newer version's
	}
	if err != nil {
		return x, false, fmt.Errorf("export: %w", err)
	}
	var hash news.Hash
	var contentType string
	x.Time = e.Time
	switch d := e.Data.(type) {
	case event.Captured:
		hash, contentType = d.Hash, d.ContentType
		x.URI, x.Status, x.Header, x.Request = d.URL, d.Status, maps.Clone(d.Headers), d.Request
		if d.FoundBy == "continuation" {
			x.Fields = map[string]string{continuesField: d.FoundAt}
		}
	case event.FeedKept:
		hash, contentType = d.Hash, d.ContentType
		x.URI, x.Status, x.Header, x.Request = d.URL, d.Status, maps.Clone(d.Headers), d.Request
		if len(d.Vanished) > 0 {
			x.Fields = map[string]string{vanishedField: joinIDs(d.Vanished), beforeField: string(d.Before)}
		}
	}
	if hash == "" {
		return x, false, nil
	}
	x.Body, err = log.GetBlob(ctx, hash)
	if errors.Is(err, eventlog.ErrNotFound) {
		return x, false, nil // redacted
	}
	if err != nil {
		return x, false, fmt.Errorf("export: the bytes %s of %s: %w", hash, x.URI, err)
	}
	if contentType != "" {
		if x.Header == nil {
			x.Header = map[string]string{}
		}
		x.Header["Content-Type"] = contentType
	}
	return x, true, nil
}

func joinIDs(ids []news.ArticleID) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(id))
	}
	return b.String()
}
