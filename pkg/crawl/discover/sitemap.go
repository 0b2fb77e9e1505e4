package discover

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// Map is a sitemap, or an index of sitemaps, or both.
type Map struct {
	List
	Children []Entry // further sitemaps
}

// maxChildren bounds what an index may name.
const maxChildren = 2000

// Sitemap reads a sitemap, a news sitemap, an index, or the plain text form. A
// broken document gives what stood before the break, and an error.
func Sitemap(body []byte, base string) (Map, error) {
	if looksLikeHTML(body) {
		return Map{}, fmt.Errorf("sitemap %s: a web page came instead", base)
	}
	if t := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff"))); len(t) > 0 && t[0] != '<' {
		return plainSitemap(t, base), nil
	}
	r := sitemapReader{entries: newCollector(base), children: newCollector(base)}
	err := r.read(body)
	m := Map{List: r.entries.list, Children: r.children.list.Entries}
	if err != nil {
		return m, fmt.Errorf("sitemap %s: %w", base, err)
	}
	return m, nil
}

type sitemapReader struct {
	entries, children *collector
	root              bool
	in                string // url or sitemap, while inside one
	loc               string
	entry             Entry
}

func (r *sitemapReader) read(body []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = charset.NewReaderLabel
	var text strings.Builder
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			if !r.root {
				return errors.New("neither urlset nor sitemapindex")
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			text.Reset()
			switch t.Name.Local {
			case "urlset", "sitemapindex":
				r.root = true
			case "url", "sitemap":
				r.in, r.loc, r.entry = t.Name.Local, "", Entry{}
			}
		case xml.CharData:
			if text.Len() < 8<<10 {
				text.Write(t)
			}
		case xml.EndElement:
			if !r.end(t.Name, strings.TrimSpace(text.String())) {
				return nil
			}
			text.Reset()
		}
	}
}

// end takes in a closed element; false means that enough was read.
func (r *sitemapReader) end(name xml.Name, text string) bool {
	switch name.Local {
	case "loc":
		// An image or video inside the entry has its own loc.
		if !strings.Contains(name.Space, "image") && !strings.Contains(name.Space, "video") && r.loc == "" {
			r.loc = text
		}
	case "lastmod":
		r.entry.Changed, _ = Date(text, time.UTC)
	case "publication_date":
		r.entry.Published, _ = Date(text, time.UTC)
	case "title":
		if strings.Contains(name.Space, "news") || name.Space == "" {
			r.entry.Title = text
		}
	case "url":
		return r.entries.add(r.loc, r.entry)
	case "sitemap":
		if len(r.children.list.Entries) >= maxChildren {
			return false
		}
		return r.children.add(r.loc, r.entry)
	}
	return true
}

func plainSitemap(body []byte, base string) Map {
	c := newCollector(base)
	for line := range bytes.Lines(body) {
		s := strings.TrimSpace(string(line))
		if s != "" && !c.add(s, Entry{}) {
			break
		}
	}
	return Map{List: c.list}
}
