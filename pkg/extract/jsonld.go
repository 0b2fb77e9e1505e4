package extract

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

// ldArticle is the article as the page's JSON-LD describes it.
type ldArticle struct {
	kind        string
	headline    string
	description string
	authors     []string
	published   string
	modified    string
	section     string
	keywords    []string
	language    string
	body        string
	url         string
	images      []string
	closed      bool // isAccessibleForFree is false
}

// ld is all that the JSON-LD of a page says.
type ld struct {
	article  *ldArticle
	page     ldArticle // of a WebPage
	work     ldArticle // of anything else that has a name and a day of publication
	types    map[string]bool
	articles int
	broken   int // blocks that are no JSON even after repair
}

// readLD reads every JSON-LD block. Where several articles are described the one
// at this address wins, then the first that is not an item of a list.
func readLD(blocks []string, here string) ld {
	out := ld{types: map[string]bool{}}
	var all []ldArticle
	for _, src := range blocks {
		v, ok := parseLD(src)
		if !ok {
			out.broken++
			if a, found := scrapeLD(src); found {
				all = append(all, a)
			}
			continue
		}
		out.visit(v, 0, false, &all)
	}
	out.articles = len(all)
	best := -1
	for i := range all {
		if best < 0 || better(&all[i], &all[best], here) {
			best = i
		}
	}
	if best >= 0 {
		out.article = &all[best]
		for i := range all { // a second block about the same article fills gaps
			if i != best && sameStory(&all[i], out.article) {
				out.article.fill(&all[i])
			}
		}
	}
	return out
}

func better(a, b *ldArticle, here string) bool {
	return a.rank(here) > b.rank(here)
}

func (a *ldArticle) rank(here string) int {
	n := 0
	if a.url != "" && here != "" && strings.TrimRight(a.url, "/") == strings.TrimRight(here, "/") {
		n += 8
	}
	if a.body != "" {
		n += 2
	}
	if a.published != "" {
		n += 2
	}
	if a.headline != "" {
		n++
	}
	return n
}

func sameStory(a, b *ldArticle) bool {
	return a.headline == b.headline || a.url != "" && a.url == b.url || a.headline == "" || b.headline == ""
}

func (a *ldArticle) fill(b *ldArticle) {
	for _, f := range []struct{ to, from *string }{
		{&a.headline, &b.headline}, {&a.description, &b.description}, {&a.published, &b.published}, {&a.modified, &b.modified},
		{&a.section, &b.section}, {&a.language, &b.language}, {&a.body, &b.body}, {&a.url, &b.url},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if len(a.authors) == 0 {
		a.authors = b.authors
	}
	if len(a.keywords) == 0 {
		a.keywords = b.keywords
	}
	if len(a.images) == 0 {
		a.images = b.images
	}
	a.closed = a.closed || b.closed
}

var (
	trailingComma = regexp.MustCompile(`,\s*([}\]])`)
	ldWrapper     = regexp.MustCompile(`^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$`)
)

// parseLD parses a block, mending what is commonly broken: wrappers, raw line
// ends inside strings, commas at the end, a stray semicolon.
func parseLD(src string) (any, bool) {
	var v any
	if json.Unmarshal([]byte(src), &v) == nil {
		return v, true
	}
	s := ldWrapper.ReplaceAllString(src, "")
	s = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), ";"))
	s = rawControls(s)
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	s = trailingComma.ReplaceAllString(s, "$1")
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	if strings.Contains(s, "&quot;") {
		if json.Unmarshal([]byte(html.UnescapeString(s)), &v) == nil {
			return v, true
		}
	}
	dec := json.NewDecoder(strings.NewReader(s)) // two objects one after the other
	if dec.Decode(&v) == nil {
		return v, true
	}
	return nil, false
}

// rawControls replaces control characters, which JSON forbids inside strings.
func rawControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

var ldString = regexp.MustCompile(`"(headline|datePublished|dateModified|articleSection|description|dateCreated)"\s*:\s*"((?:[^"\\]|\\.){1,600})"`)

// scrapeLD reads single strings out of a block that cannot be mended.
func scrapeLD(src string) (ldArticle, bool) {
	var a ldArticle
	src = src[:min(len(src), 1<<18)]
	if !strings.Contains(src, "Article") && !strings.Contains(src, "BlogPosting") {
		return a, false
	}
	for _, m := range ldString.FindAllStringSubmatch(src, 40) {
		var value string
		if json.Unmarshal([]byte(`"`+rawControls(m[2])+`"`), &value) != nil || template(value) {
			continue
		}
		value = tidy(html.UnescapeString(value))
		switch m[1] {
		case "headline":
			a.headline = first(a.headline, value)
		case "datePublished":
			a.published = first(a.published, value)
		case "dateModified":
			a.modified = first(a.modified, value)
		case "articleSection":
			a.section = first(a.section, value)
		case "description":
			a.description = first(a.description, value)
		}
	}
	return a, a.headline != "" || a.published != ""
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// visit walks a value for articles. inList says that it is an item of a list.
func (out *ld) visit(v any, depth int, inList bool, all *[]ldArticle) {
	if depth > 12 || len(*all) > 60 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out.visit(e, depth+1, inList, all)
		}
	case map[string]any:
		kinds := texts(v["@type"])
		for _, k := range kinds {
			out.types[k] = true
			switch {
			case articleType(k):
				a := readArticle(v)
				a.kind = k
				if !inList {
					*all = append(*all, a)
				}
				return
			case k == "WebPage" || k == "ItemPage" || k == "AboutPage":
				p := readArticle(v)
				out.page.fill(&p)
			case k == "ItemList" || k == "CollectionPage" || k == "BreadcrumbList" || k == "Blog":
				inList = true
			case !inList && (v["headline"] != nil || v["name"] != nil) && v["datePublished"] != nil:
				w := readArticle(v)
				out.work.fill(&w)
			}
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"} {
			if inner, ok := v[key]; ok {
				out.visit(inner, depth+1, inList || key == "hasPart", all)
			}
		}
	}
}

func articleType(k string) bool {
	return strings.HasSuffix(k, "Article") || k == "BlogPosting" || k == "LiveBlogPosting" || k == "Report" || k == "SocialMediaPosting"
}

func readArticle(v map[string]any) ldArticle {
	a := ldArticle{
		headline:    text(v, "headline", "name"),
		description: text(v, "description"),
		published:   text(v, "datePublished", "dateCreated"),
		modified:    text(v, "dateModified"),
		language:    text(v, "inLanguage"),
		body:        longText(v["articleBody"]),
		url:         text(v, "url", "@id"),
		keywords:    texts(v["keywords"]),
		authors:     people(v["author"], 0),
		images:      urls(v["image"], 0),
	}
	if len(a.authors) == 0 {
		a.authors = people(v["creator"], 0)
	}
	if s := texts(v["articleSection"]); len(s) > 0 {
		a.section = s[0]
	}
	if m, ok := v["mainEntityOfPage"]; ok && (a.url == "" || !strings.HasPrefix(a.url, "http")) {
		if u := urls(m, 0); len(u) > 0 {
			a.url = u[0]
		}
	}
	switch f := v["isAccessibleForFree"].(type) {
	case bool:
		a.closed = !f
	case string:
		a.closed = strings.EqualFold(f, "false")
	}
	return a
}

// text returns the first key that holds a usable string.
func text(v map[string]any, keys ...string) string {
	for _, k := range keys {
		if t := texts(v[k]); len(t) > 0 {
			return t[0]
		}
	}
	return ""
}

// texts returns the strings of a value: a string, a list, or an object's name.
func texts(v any) []string {
	var out []string
	add := func(s string) {
		s = tidy(html.UnescapeString(s))
		if s != "" && !template(s) && len(s) < 1<<16 {
			out = append(out, s)
		}
	}
	switch v := v.(type) {
	case string:
		add(v)
	case []any:
		for _, e := range v[:min(len(v), 64)] {
			switch e := e.(type) {
			case string:
				add(e)
			case map[string]any:
				if s, ok := e["name"].(string); ok {
					add(s)
				}
			}
		}
	case map[string]any:
		for _, k := range [...]string{"@value", "name", "alternateName"} {
			if s, ok := v[k].(string); ok {
				add(s)
				break
			}
		}
	}
	return out
}

func longText(v any) string {
	s, _ := v.(string)
	if template(s[:min(len(s), 200)]) {
		return ""
	}
	return s
}

func people(v any, depth int) []string {
	var out []string
	if depth > 3 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if !strings.Contains(v, "://") && !template(v) {
			out = append(out, tidy(html.UnescapeString(v)))
		}
	case []any:
		for _, e := range v[:min(len(v), 20)] {
			out = append(out, people(e, depth+1)...)
		}
	case map[string]any:
		if n, ok := v["name"]; ok {
			out = append(out, people(n, depth+1)...)
		}
	}
	return out
}

func urls(v any, depth int) []string {
	var out []string
	if depth > 3 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v != "" && !template(v) && len(v) < 4096 {
			out = append(out, strings.TrimSpace(v))
		}
	case []any:
		for _, e := range v[:min(len(v), 20)] {
			out = append(out, urls(e, depth+1)...)
		}
	case map[string]any:
		for _, k := range [...]string{"url", "contentUrl", "@id"} {
			if u, ok := v[k].(string); ok && u != "" {
				return []string{strings.TrimSpace(u)}
			}
		}
	}
	return out
}
