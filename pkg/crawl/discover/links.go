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
	c.asIs = true // who takes a link makes it canonical; most are not taken
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
		name, more := z.TagName()
		tag := atom.Lookup(name)
		switch tag {
		case atom.Base, atom.A, atom.Link, atom.Meta:
		default:
			continue
		}
		t := readAttrs(z, more)
		switch tag {
		case atom.Base:
			if u, err := c.resolve(t.get("href")); err == nil && t.get("href") != "" {
				c.base, c.baseErr = canonical.NewBase(u)
			}
		case atom.A:
			href, rel := t.get("href"), strings.ToLower(t.get("rel"))
			if href == "" || strings.HasPrefix(href, "#") {
				continue
			}
			class := strings.ToLower(t.get("class"))
			if next == "" && (hasWord(rel, "next") || hasWord(class, "next") || hasWord(class, "next-page")) {
				next, _ = c.resolve(href)
			}
			c.add(href, Entry{Title: t.get("title")})
		case atom.Link:
			rel, kind := strings.ToLower(t.get("rel")), strings.ToLower(t.get("type"))
			u, err := c.resolve(t.get("href"))
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
			if strings.EqualFold(t.get("name"), "generator") && p.Generator == "" {
				p.Generator = t.get("content")
			}
		}
	}
	c.list.Cut = true
	p.List, p.Next = c.list, next
	return p
}

// attrs are the attributes of a tag that somebody here asks for.
type attrs []html.Attribute

func readAttrs(z *html.Tokenizer, more bool) (out attrs) {
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "href", "rel", "class", "title", "type", "name", "content":
			out = append(out, html.Attribute{Key: string(k), Val: string(v)})
		}
	}
	return out
}

func (t attrs) get(name string) string {
	for _, a := range t {
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
