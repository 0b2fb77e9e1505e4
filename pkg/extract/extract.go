// Package extract reads an article out of a page: HTML in, [news.Article] out.
//
//	r := extract.Read(extract.Page{URL: u, Body: body, Fetched: at})
//	if r.Reason != "" {
//		// not an article, and why
//	}
//
// [Read] takes the bytes of a page, [Text] plain text with one paragraph a line.
// [Links], [Feeds] and [Sitemaps] read what a crawler follows.
//
// Every field is voted: each layer that knows something about it offers a
// candidate (rules of a markup family or outlet, structured data, the visible
// page, the address), the layers have a fixed order of trust, and the reading
// keeps all candidates and names the rule that won. The outlet's own pointers to
// other stories ("baca juga") are found on the tree before the text is made; they
// are in Related and never in Paragraphs.
//
// Reading is pure. It asks no clock, no zone of the machine and no network: the
// same page gives the same reading everywhere. It takes any bytes, never panics,
// and needs time and memory in proportion to the input (see package dom).
package extract

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
)

// Version names the rules of this package. It changes with every change of what
// they read from any page, and goes into event.Reading.Extractor.
const Version = "2026-11-29.1"

// Page is a page as it was fetched.
type Page struct {
	URL         string // after redirects; candidates for the canonical URL begin here
	Body        []byte
	ContentType string    // as the server said; it may name the encoding
	Fetched     time.Time // what "2 jam yang lalu" counts from; zero: such dates are not read
	Outlet      *news.Outlet
}

// Reading is what the rules made of a page.
type Reading struct {
	Article   news.Article
	Reason    string   // why the page is no article; empty when it is one
	Fields    []Field  // every field that some rule had a candidate for, in a fixed order
	NextPages []string // further pages of the same article, as addresses to fetch
	Canonical string   // what the page calls its own address, in canonical form
	NoArchive bool     // the page asks not to be kept ("noarchive", "noai")
	Words     int      // in the body
	Layout    string   // why the outlet may have changed its layout; empty when nothing speaks for it
	Notes     []string // what a person should know: "weekday does not match the date"
}

// Field is one field of the article with all that was known about it.
type Field struct {
	Name       string
	Rule       string // of the winner; empty when no candidate was good enough
	Value      string
	Candidates []Candidate
	Disagree   bool // two trusted rules say different things: a layout may have changed
}

// Candidate is what one rule says about a field.
type Candidate struct {
	Rule  string
	Value string
}

// Text reads plain text, one paragraph a line. It has no title and no address of
// its own; the page's URL gives the article its identity.
func Text(p Page) Reading {
	src := decode(p.Body, p.ContentType)
	a := assemble(textBlocks(src), p)
	r := Reading{Article: a.article}
	r.identify(p, "")
	r.Article.Rules = map[string]string{}
	a.record(&r)
	r.say("paragraphs", "lines", lengthOf(r.Article.Paragraphs))
	r.say("dateline", "opening", r.Article.Dateline)
	r.say("byline", a.sign.rule, strings.Join(r.Article.Byline, ", "))
	r.languages("")
	r.lists()
	if len(r.Article.Paragraphs) == 0 {
		r.Reason = "no text"
	}
	return r
}

// identify gives the article its address and id. A page without a usable address
// keeps both empty.
func (r *Reading) identify(p Page, declared string) {
	if u, err := canonical.URL(p.URL); err == nil {
		r.Article.URL = u
	}
	if declared != "" {
		r.Canonical = declared
		if sameSite(declared, p.URL) && !frontPage(declared) {
			r.Article.URL = declared
		}
	}
	if r.Article.URL != "" {
		r.Article.ID = news.NewArticleID(r.Article.URL)
	}
	if p.Outlet != nil {
		r.Article.Outlet = p.Outlet.ID
	}
}

func sameSite(a, b string) bool {
	x, errX := canonical.Site(a)
	y, errY := canonical.Site(b)
	return errX == nil && errY == nil && x == y
}

// markup is what only a page has. A guess at the content type from the first bytes
// takes a fragment that opens with its text for plain text, so the bytes decide.
var markup = regexp.MustCompile(`(?i)<(?:!doctype|!--|\?xml|/?(?:html|head|body|p|div|br|hr|a|strong|b|em|i|u|span|font|table|tr|td|h[1-6]|ul|ol|li|figure|figcaption|img|blockquote|article|section|script|style|meta|title|center|iframe|input|form)[\s/>])`)

// plain reports whether a page holds no markup and is read as text.
func plain(p Page) bool {
	head := p.Body[:min(len(p.Body), 1<<18)]
	if bytes.IndexByte(head, '<') < 0 {
		return !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) && bytes.IndexByte(head, 0) < 0
	}
	if markup.Match(head) {
		return false
	}
	mime, _, _ := strings.Cut(p.ContentType, ";")
	mime = strings.ToLower(strings.TrimSpace(mime))
	return mime == "text/plain" || mime == "" || len(p.Body) == len(head) && !strings.Contains(mime, "html")
}
