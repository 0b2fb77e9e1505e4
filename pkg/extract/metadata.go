package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// metadata is what the head of a page says of it.
type metadata struct {
	lang, title, base string
	amp               bool
	tags              []tag
	links             []link
	ld                []string // JSON-LD, as it stands
	nextData          string   // __NEXT_DATA__
	inertia           string   // data-page
}

type tag struct{ key, value string }

type link struct{ rel, typ, href, title string }

// maxScript bounds how much of one script is read.
const (
	maxScript = 4 << 20 // bytes, of embedded data
	maxLD     = 1 << 20 // bytes, of one JSON-LD block
)

func (m *metadata) readMeta(n *dom.Node) {
	content, ok := n.Lookup("content")
	if !ok || len(content) > 1<<16 || len(m.tags) > 400 {
		return
	}
	for _, a := range [...]string{"property", "name", "itemprop", "http-equiv"} {
		if key := strings.ToLower(strings.TrimSpace(n.Attr(a))); key != "" {
			if a == "itemprop" {
				key = "itemprop:" + key
			}
			m.tags = append(m.tags, tag{key, content})
		}
	}
}

func (m *metadata) readLink(n *dom.Node) {
	rel := strings.ToLower(strings.TrimSpace(n.Attr("rel")))
	href := strings.TrimSpace(n.Attr("href"))
	if rel == "" || href == "" || len(href) > 4096 || len(m.links) > 400 {
		return
	}
	switch rel {
	case "stylesheet", "preload", "dns-prefetch", "preconnect", "prefetch", "icon", "apple-touch-icon", "shortcut icon":
		return
	}
	m.links = append(m.links, link{rel, strings.ToLower(n.Attr("type")), href, n.Attr("title")})
}

func (m *metadata) readScript(n *dom.Node) {
	if n.Tag != atom.Script || n.First == nil || len(n.First.Data) > maxScript {
		return
	}
	typ := n.Attr("type")
	switch {
	case len(typ) >= 19 && strings.EqualFold(typ[:19], "application/ld+json"):
		if len(m.ld) < 40 && len(n.First.Data) <= maxLD {
			m.ld = append(m.ld, n.First.Data)
		}
	case n.Attr("id") == "__NEXT_DATA__":
		m.nextData = n.First.Data
	}
}

// get returns the first value of a key that is not empty and no template that
// the server forgot to fill in.
func (m *metadata) get(keys ...string) string {
	for _, key := range keys {
		for _, t := range m.tags {
			if t.key == key {
				if v := tidy(t.value); v != "" && !template(v) {
					return v
				}
			}
		}
	}
	return ""
}

// all returns every value of a key.
func (m *metadata) all(key string) []string {
	var out []string
	for _, t := range m.tags {
		if t.key == key {
			if v := tidy(t.value); v != "" && !template(v) {
				out = append(out, v)
			}
		}
	}
	return out
}

func (m *metadata) link(rel string) string {
	for _, l := range m.links {
		if l.rel == rel {
			return l.href
		}
	}
	return ""
}

// template reports whether a value is source code of a template.
func template(s string) bool {
	return strings.Contains(s, "{{") || strings.Contains(s, "{%") || strings.Contains(s, "<?") || strings.HasPrefix(s, "${") || strings.Contains(s, "[%")
}
