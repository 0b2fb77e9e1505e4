package extract

import (
	"encoding/json"
	"sort"
	"strings"
)

// embedded is an article that a page carries as data for its scripts: the page
// object of Inertia in an attribute, the state of Next.js in a script.
type embedded struct {
	rule    string
	title   string
	content string // HTML
	date    string
	authors []string
	section string
}

// maxDepth bounds the search for an article in embedded data.
const maxDepth = 16

// readEmbedded finds the article in embedded data.
func readEmbedded(m *metadata) *embedded {
	for _, src := range []struct{ rule, json string }{{"inertia", m.inertia}, {"next-data", m.nextData}} {
		if src.json == "" || len(src.json) > maxScript {
			continue
		}
		var v any
		if json.Unmarshal([]byte(src.json), &v) != nil {
			if json.Unmarshal([]byte(rawControls(src.json)), &v) != nil {
				continue
			}
		}
		var best embedded
		searchArticle(v, 0, &best)
		if best.content != "" {
			best.rule = src.rule
			return &best
		}
	}
	return nil
}

var (
	contentKeys = []string{"content", "body", "articleBody", "article_body", "content_html", "html", "isi", "konten", "text", "detail", "description"}
	titleKeys   = []string{"title", "headline", "judul", "name"}
	dateKeys    = []string{"published_at", "publishedAt", "datePublished", "published_date", "publish_date", "publishDate", "date_published", "publishedDate", "date", "tanggal", "created_at", "createdAt"}
	authorKeys  = []string{"authors", "author", "reporter", "penulis", "writer", "editor"}
)

// searchArticle looks for the object with the longest text and a title.
func searchArticle(v any, depth int, best *embedded) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v[:min(len(v), 200)] {
			searchArticle(e, depth+1, best)
		}
	case map[string]any:
		if e, ok := articleObject(v); ok && len(e.content) > len(best.content) {
			*best = e
		}
		keys := make([]string, 0, len(v)) // in a fixed order: ties must not depend on the map
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			searchArticle(v[k], depth+1, best)
		}
	}
}

func articleObject(v map[string]any) (embedded, bool) {
	var e embedded
	for _, k := range contentKeys {
		if s, ok := v[k].(string); ok && len(s) > len(e.content) && len(s) >= 200 {
			e.content = s
		} else if o, ok := v[k].(map[string]any); ok { // WordPress: {"rendered": "…"}
			if s, ok := o["rendered"].(string); ok && len(s) > len(e.content) && len(s) >= 200 {
				e.content = s
			}
		}
	}
	for _, k := range titleKeys {
		if t := texts(v[k]); len(t) > 0 && len(t[0]) < 400 {
			e.title = t[0]
			break
		}
	}
	if e.content == "" || e.title == "" {
		return e, false
	}
	for _, k := range dateKeys {
		if s, ok := v[k].(string); ok && s != "" {
			e.date = s
			break
		}
	}
	for _, k := range authorKeys {
		for _, name := range people(v[k], 0) {
			if !containsFold(e.authors, name) {
				e.authors = append(e.authors, name)
			}
		}
	}
	if s := texts(v["category"]); len(s) > 0 {
		e.section = s[0]
	}
	if !strings.Contains(e.content, "<") && !strings.Contains(e.content, " ") {
		return e, false
	}
	return e, true
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}
