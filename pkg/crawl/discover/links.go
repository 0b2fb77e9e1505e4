package discover

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"github.com/jejak-id/jejak/pkg/canonical"
)

// PageLinks are the addresses on a page.
type PageLinks struct {
	List
	Next      string   // the next page of a listing, as the page says it
	Feeds     []string // that the page offers
	Generator string   // "WordPress 6.8"
}

// maxLinks bounds what is taken from one page.
const maxLinks = 2000

// Links reads the links of a page by a scan of its tags: no tree is built, since
// nothing but addresses is wanted.
func Links(body []byte, contentType, base string) PageLinks {
	if r, err := charset.NewReader(bytes.NewReader(body), contentType); err == nil {
		return scan(html.NewTokenizer(r), base)
	}
	return scan(html.NewTokenizer(bytes.NewReader(body)), base)
}

func scan(z *html.Tokenizer, base string) PageLinks {
	c := newCollector(base)
	var p PageLinks
	next := ""
	for len(c.list.Entries) < maxLinks {
		switch z.Next() {
		case html.ErrorToken:
			p.List, p.Next = c.list, next
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		t := z.Token()
		switch t.DataAtom {
		case atom.Base:
			if u, err := canonical.Resolve(c.base, attr(t, "href")); err == nil && attr(t, "href") != "" {
				c.base = u
			}
		case atom.A:
			href, rel := attr(t, "href"), strings.ToLower(attr(t, "rel"))
			if href == "" || strings.HasPrefix(href, "#") {
				continue
			}
			class := strings.ToLower(attr(t, "class"))
			if next == "" && (hasWord(rel, "next") || hasWord(class, "next") || hasWord(class, "next-page")) {
				next, _ = canonical.Resolve(c.base, href)
			}
			c.add(href, Entry{Title: attr(t, "title")})
		case atom.Link:
			rel, kind := strings.ToLower(attr(t, "rel")), strings.ToLower(attr(t, "type"))
			u, err := canonical.Resolve(c.base, attr(t, "href"))
			if err != nil {
				continue
			}
			if hasWord(rel, "next") {
				next = u
			}
			isFeed := strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json")
			if hasWord(rel, "alternate") && isFeed && len(p.Feeds) < 20 {
				p.Feeds = append(p.Feeds, u)
			}
		case atom.Meta:
			if strings.EqualFold(attr(t, "name"), "generator") && p.Generator == "" {
				p.Generator = attr(t, "content")
			}
		}
	}
	c.list.Cut = true
	p.List, p.Next = c.list, next
	return p
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasWord(list, word string) bool {
	for f := range strings.FieldsSeq(list) {
		if f == word {
			return true
		}
	}
	return false
}
