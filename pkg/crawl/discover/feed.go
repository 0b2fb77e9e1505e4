package discover

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
)

// Feed reads RSS, Atom or JSON Feed. Dates without an offset are in zone.
func Feed(body []byte, base string, zone *time.Location) (List, error) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		if looksLikeHTML(body) {
			return List{}, fmt.Errorf("feed %s: a web page came instead", base)
		}
		return List{}, fmt.Errorf("feed %s: %w", base, err)
	}
	c := newCollector(base)
	for _, it := range f.Items {
		link := it.Link
		if link == "" && len(it.Links) > 0 {
			link = it.Links[0]
		}
		if link == "" && (strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://")) {
			link = it.GUID
		}
		e := Entry{Title: strings.TrimSpace(it.Title)}
		// gofeed reads "14:05 WIB" as 14:05 UTC, so its own result is not used.
		for _, s := range []string{it.Published, it.Updated} {
			if t, ok := Date(s, zone); ok {
				e.Published = t
				break
			}
		}
		if !c.add(link, e) {
			break
		}
	}
	return c.list, nil
}

func looksLikeHTML(body []byte) bool {
	head := bytes.ToLower(body[:min(len(body), 1024)])
	return bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html"))
}
