package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// judge looks at the names that the page's author gave an element.
func (pg *page) judge(n *dom.Node) {
	class, id, prop := n.Attr("class"), n.Attr("id"), n.Attr("itemprop")
	if prop != "" || class != "" || id != "" {
		pg.note(n.ID, class, id, prop)
	}
	switch prop {
	case "datePublished", "dateModified", "dateCreated":
		if n.Tag != atom.Time && len(pg.dateNodes) < maxLabels {
			pg.dateNodes = append(pg.dateNodes, n.ID)
		}
	case "author", "creator":
		pg.author(n)
	}
	if n.Attr("rel") == "author" {
		pg.author(n)
	}
	switch n.Tag {
	case atom.Nav, atom.Footer, atom.Aside:
		pg.marks = append(pg.marks, mark{n.ID, n.Data})
	case atom.Body, atom.Html, atom.A:
		return
	case atom.Figcaption:
		pg.captions[n.ID] = true
	}
	if role := n.Attr("role"); role != "" {
		switch role {
		case "navigation", "complementary", "contentinfo", "search", "banner", "dialog", "alert", "menu", "menubar", "tablist", "toolbar":
			pg.marks = append(pg.marks, mark{n.ID, "role"})
		}
	}
	if class == "" && id == "" {
		return
	}
	if rule := boxRule(class, id); rule != "" {
		pg.boxes[n.ID] = rule
		return
	}
	var t tokens
	t.split(class)
	t.split(id)
	pg.remember(n, &t)
	if t.unseen() {
		pg.drop[n.ID] = true
		return
	}
	if n.Tag == atom.Blockquote && (strings.Contains(class, "twitter") || strings.Contains(class, "instagram")) {
		if len(pg.embeds) < 50 {
			pg.embeds = append(pg.embeds, n.ID)
		}
		return
	}
	switch n.Tag {
	case atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.H1:
		return
	}
	switch {
	case t.caption():
		pg.captions[n.ID] = true
	case n.Tag == atom.Main || n.Tag == atom.Article && !t.has("related", "teaser", "card"):
	default:
		if why := t.suspicious(); why != "" {
			pg.marks = append(pg.marks, mark{n.ID, why})
		}
	}
}

// remember notes elements whose names say that they hold a date, an author or the
// place in the site.
func (pg *page) remember(n *dom.Node, t *tokens) {
	for i, x := range t.list[:t.n] {
		switch x {
		case "date", "time", "datetime", "published", "pubdate", "publish", "timestamp", "tanggal", "waktu", "dateline", "posted", "created", "datum", "fecha", "updated",
			"publishdate", "publishingdate", "publicationdate", "publisheddate", "datepublished", "postdate", "newsdate", "articledate", "newsdatum", "pubtime", "publishtime", "posttime",
			"submitted", "dato", "tarih", "parution", "pvm":
			if n.Tag != atom.Time && len(pg.dateNodes) < maxLabels && n.End-n.ID <= 40 && (len(pg.dateNodes) == 0 || pg.dateNodes[len(pg.dateNodes)-1] != n.ID) {
				pg.dateNodes = append(pg.dateNodes, n.ID)
			}
		case "author", "byline", "penulis", "reporter", "writer", "authors", "editor", "autor", "auteur", "wartawan", "pewarta":
			if i == 0 || t.list[i-1] != "comment" {
				pg.author(n)
			}
		case "lead", "lede", "sinopsis", "standfirst", "excerpt", "intro", "teras", "abstract", "summary", "subtitle", "subheadline":
			if pg.lead == nil && pg.h1Seen() && n.End-n.ID <= 12 && (n.Tag == atom.P || n.Tag == atom.Div) {
				pg.lead = n
			}
		case "breadcrumb", "breadcrumbs", "crumbs":
			if len(pg.crumbs) < 8 {
				pg.crumbs = append(pg.crumbs, n.ID)
			}
		case "paywall", "gate", "premium", "subscriber", "metered", "berlangganan":
			if pg.paywall == "" && (x == "paywall" || i+1 < t.n && (t.list[i+1] == "wall" || t.list[i+1] == "content")) {
				pg.paywall = x
			}
		}
	}
}

// maxLabels bounds the elements of one kind that are looked at.
const maxLabels = 200

func (pg *page) author(n *dom.Node) {
	if len(pg.authors) < maxLabels && n.End-n.ID <= 40 {
		pg.authors = append(pg.authors, n.ID)
	}
}

// tokens are the words of a class attribute or id, in lower case.
type tokens struct {
	list [24]string
	n    int
}

func (t *tokens) split(s string) {
	start := -1
	for i := 0; i <= len(s); i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		word := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		cut := !word || start >= 0 && c >= 'A' && c <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z'
		if cut && start >= 0 {
			if t.n < len(t.list) && i-start < 30 {
				t.list[t.n] = lower(s[start:i])
				t.n++
			}
			start = -1
		}
		if word && start < 0 {
			start = i
		}
	}
}

func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

func (t *tokens) has(words ...string) bool {
	for _, w := range words {
		for _, x := range t.list[:t.n] {
			if x == w {
				return true
			}
		}
	}
	return false
}

func (t *tokens) caption() bool {
	for i, x := range t.list[:t.n] {
		switch x {
		case "caption", "figcaption", "captions":
			return true
		case "credit", "credits":
			return i > 0 || t.n == 1
		}
	}
	return false
}

// unseen reports whether an element is there for machines or appears only under
// the pointer.
func (t *tokens) unseen() bool {
	for i, x := range t.list[:t.n] {
		switch x {
		case "rollover", "tooltip", "popover", "screenreader":
			return i == 0 || t.list[i-1] != "has"
		case "only":
			if i > 0 && (t.list[i-1] == "sr" || t.list[i-1] == "reader") {
				return true
			}
		case "hidden":
			if i > 0 && t.list[i-1] == "visually" {
				return true
			}
		case "reader":
			if i > 0 && t.list[i-1] == "screen" {
				return true
			}
		}
	}
	return false
}

// suspicious returns the word by which an element names itself as no text of the
// article, or "".
func (t *tokens) suspicious() string {
	for i, x := range t.list[:t.n] {
		if !suspects[x] {
			continue
		}
		if i > 0 {
			if x == "widget" && t.has("elementor") {
				continue // a page builder calls every part of a page so
			}
			if x == "related" && i+1 < t.n && t.list[i+1] == "to" {
				continue
			}
			switch t.list[i-1] {
			case "has", "no", "with", "without", "is", "hide", "show": // "has-sidebar", "no-comments"
				continue
			}
		}
		return x
	}
	for i := range t.n - 1 {
		if pairs[t.list[i]+" "+t.list[i+1]] {
			return t.list[i] + "-" + t.list[i+1]
		}
	}
	return ""
}

// firm are words that stay suspicious however much text they hold: readers'
// comments can be longer than the article.
var firm = set("comment comments komentar disqus commentlist respond related recommended recommendations relatedposts footer nav navbar navigation cookie consent newsletter terkait outbrain taboola gdpr cookie cookies modal popup lightbox")

// suspects are words that name what surrounds an article.
var suspects = set(`
	share sharing shares sharethis sharedaddy addthis addtoany social socials sociallinks socmed sosmed
	comment comments komentar disqus livefyre commentlist respond reply
	related recommended recommendation recommendations recommend recirc recirculation jp-relatedposts relatedposts crp yarpp terkait rekomendasi
	sidebar sidebars sidebox rail widget widgets aside
	ad ads advert adverts advertisement advertising adsbygoogle adunit adslot adbox adsense dfp gpt iklan banner banners sponsor sponsored sponsors promo promos promotion promoted
	outbrain taboola zergnet mgid revcontent outbrainwidget
	newsletter newsletters subscribe subscription signup
	breadcrumb breadcrumbs crumb crumbs
	footer nav navbar navigation navi menu menus submenu pagination pager paging paginator
	cookie cookies gdpr consent popup modal overlay lightbox
	tags taglist tagcloud
	masthead topbar toolbar utility utilities
	offcanvas gravatars
	trending popular populer terpopuler terkini mostread mostviewed
	teaser teasers parallaxindetail kompasid
	gallery slideshow carousel slider swiper
	login register paywall
	player jwplayer videoplayer
	byline bylines authorbox author-box bio
	print printonly
	copyright disclaimer
	skip skiplink
	timestamp dateline
	poll quiz survey donate donation
	rating ratings
`)

// pairs are two words that say it only together.
var pairs = set2(`
	more from|more stories|more on|read more|read next|read also|up next|most read|most popular|most viewed|also like|you may|see also|follow us|
	author bio|author box|author info|about author|author card|author name|article author|post author|article meta|post meta|entry meta|meta info|article info|post info|news info|
	body tag|article tag|detail tag|post tag|article tags|post tags|tag list|tags list|entry tags|post footer|entry footer|article footer|story footer|
	sign up|tool bar|side bar|right column|left column|right rail|left rail|right col|
	pull quote|next article|prev next|previous next|post navigation|nav links|latest news|latest posts|recent posts|hot topics|
	photo credit|image credit|image caption|photo caption|media caption|wp caption|
	pic artikel|parallax detail|gate kgplus|ads on|baca juga|berita terkait|artikel terkait|berita lainnya|artikel lainnya|
	story links|article links|external links|inline newsletter|reading time|read time|
`)

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func set2(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq(s, "|") {
		if w = strings.TrimSpace(w); w != "" {
			m[w] = true
		}
	}
	return m
}

// boxClasses are pieces of class names by which plugins, themes and outlets mark
// the links to other stories that they put inside a body.
var boxClasses = []string{
	"jnews_inline_related_post", "gmr-related-post-onlytitle", "newkarma-core-related-post", "ray-inline-related", "linksisip", "lihatjg",
	"inline-related-post", "inline_related", "baca-juga", "bacajuga", "baca_juga", "inject-baca", "inner-link-baca", "read__others", "read-also", "read_also", "readalso",
	"berita-terkait", "berita--terkait", "wp-embedded-content", "irp-", "related-news", "detads", "wp-block-related", "artikel-terkait", "also-read", "td_block_related", "td-related", "post-inline-related", "internal-link-box",
}

// boxPieces are short pieces of which each of boxClasses has one: most class names
// have none.
var boxPieces = []string{"rel", "baca", "read", "terkait", "irp-", "linksisip", "lihatjg", "detads", "embedded", "link-box"}

// boxRule returns the rule by which an element is a box of related links.
func boxRule(class, id string) string {
	if class != "" {
		if hasAny(class, boxPieces) {
			for _, b := range boxClasses {
				if strings.Contains(class, b) {
					return "box:" + b
				}
			}
		}
		if md5Class(class) {
			return "box:inline-related-posts"
		}
	}
	if id != "" && hasAny(id, boxPieces) {
		for _, b := range boxClasses[7:13] {
			if strings.Contains(id, b) {
				return "box:" + b
			}
		}
	}
	return ""
}

func hasAny(s string, pieces []string) bool {
	for _, p := range pieces {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// md5Class recognises the one-time class names of a common related-posts plugin:
// "u" and 32 hexadecimal digits.
func md5Class(class string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(class), " ")
	if len(first) != 33 || first[0] != 'u' {
		return false
	}
	return strings.Trim(first[1:], "0123456789abcdef") == ""
}
