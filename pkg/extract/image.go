package extract

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/extract/dom"
	"github.com/jejak-id/jejak/pkg/news"
)

// maxImages bounds the pictures kept of one article.
const maxImages = 30

// images lists the pictures of the article: the one it is announced with, then
// those of the figures around and in the body.
func (pg *page) images(b *body, l *ld, p Page) []news.Image {
	var out []news.Image
	seen := map[string]int{}
	add := func(src, caption string) {
		if strings.HasPrefix(src, "data:") || src == "" || template(src) {
			return
		}
		u, err := canonical.Resolve(p.URL, strings.TrimSpace(src))
		if err != nil {
			return
		}
		key := imageKey(u)
		text, credit := creditOf(caption)
		if i, ok := seen[key]; ok {
			if out[i].Caption == "" {
				out[i].Caption, out[i].Credit = text, credit
			}
			return
		}
		if len(out) < maxImages {
			seen[key] = len(out)
			out = append(out, news.Image{URL: u, Caption: text, Credit: credit})
		}
	}
	add(pg.meta.get("og:image", "og:image:url", "twitter:image", "twitter:image:src"), "")
	if len(out) == 0 && l.article != nil && len(l.article.images) > 0 {
		add(l.article.images[0], "")
	}
	suspect := pg.suspectsOutside(b.root)
	from := b.root.ID
	if pg.h1 != nil && pg.h1.ID < from && from-pg.h1.ID < 400 {
		from = pg.h1.ID // the picture above the text
	}
	tried := 0
	for i := from; i <= b.root.End && i < len(pg.tree.Nodes) && tried < 10*maxImages; i++ {
		n := pg.tree.Nodes[i]
		if n.Tag != atom.Img && n.Data != "amp-img" || pg.drop[i] || suspect[i] || small(n) {
			continue
		}
		tried++
		caption := pg.captionOf(n)
		if i < b.root.ID && caption == "" && len(out) > 0 {
			continue
		}
		add(source1(n), caption)
	}
	return out
}

// source1 returns the address of a picture; a lazy page keeps it apart.
func source1(n *dom.Node) string {
	for _, a := range [...]string{"data-src", "data-original", "data-lazy-src", "data-lazy", "data-large-file", "src"} {
		if v := strings.TrimSpace(n.Attr(a)); v != "" && !strings.HasPrefix(v, "data:") {
			return v
		}
	}
	set := n.Attr("srcset")
	if set == "" {
		set = n.Attr("data-srcset")
	}
	one, _, _ := strings.Cut(strings.TrimSpace(set), ",")
	one, _, _ = strings.Cut(strings.TrimSpace(one), " ")
	return one
}

// small reports whether a picture is an icon or a counter.
func small(n *dom.Node) bool {
	for _, a := range [...]string{"width", "height"} {
		if w := num(strings.TrimSuffix(n.Attr(a), "px")); w > 0 && w < 80 {
			return true
		}
	}
	src := strings.ToLower(n.Attr("src"))
	for _, w := range [...]string{"avatar", "gravatar", "logo", "icon", "pixel", "spacer", "emoji", "blank.gif", "loading"} {
		if strings.Contains(src, w) {
			return true
		}
	}
	return false
}

// captionOf finds the caption beside a picture: in the same figure or in the box
// that holds nothing but the picture and its text.
func (pg *page) captionOf(n *dom.Node) string {
	up := n.Parent
	for range 4 {
		if up == nil || up.ID == 0 {
			return ""
		}
		for i := up.ID; i <= up.End && i-up.ID < 60; i++ {
			m := pg.tree.Nodes[i]
			if m.Tag == atom.Figcaption || pg.captions[i] && !m.Contains(n) {
				if t := tidy(pg.tree.TextOf(m)); t != "" && len(t) < 1500 {
					return t
				}
			}
		}
		if up.Tag == atom.Figure || pg.captions[up.ID] {
			if t := tidy(pg.tree.TextOf(up)); len(t) < 600 {
				return t
			}
			return ""
		}
		if up.End-up.ID > 30 {
			return ""
		}
		up = up.Parent
	}
	return ""
}

var (
	creditTail   = regexp.MustCompile(`(?i)\s*[\(\[/|–—-]*\s*(?:foto|photo|dok(?:umentasi|\.)?|ilustrasi|sumber(?: foto)?|kredit|credit|image|picture|istimewa|ist\b)\s*(?:[:/]|by|oleh|courtesy of)?\s*([^()\[\]]{0,80}?)\s*[\)\]]?\s*$`)
	creditInside = regexp.MustCompile(`(?i)\s*[\(\[]\s*((?:[^()\[\]]{0,40})(?:foto|photo|antara|afp|reuters|getty|dok|istimewa|ist|/)[^()\[\]]{0,60})\s*[\)\]]\s*$`)
)

// creditOf splits a caption from the credit at its end.
func creditOf(s string) (caption, credit string) {
	s = tidy(s)
	if m := creditInside.FindStringSubmatchIndex(s); m != nil {
		return strings.TrimSpace(s[:m[0]]), trimCredit(s[m[2]:m[3]])
	}
	if m := creditTail.FindStringSubmatchIndex(s); m != nil {
		return strings.TrimRight(strings.TrimSpace(s[:m[0]]), " -–—|/("), trimCredit(s[m[2]:m[3]])
	}
	return s, ""
}

var creditLabel = regexp.MustCompile(`(?i)^(?:(?:foto|photo|sumber(?: foto)?|kredit|credit)\s*[:/]|dok(?:umentasi)?\b\.?\s*:?)\s*`)

func trimCredit(s string) string { return strings.Trim(creditLabel.ReplaceAllString(s, ""), " .:/-") }

var sized = regexp.MustCompile(`-\d{2,4}x\d{2,4}$`)

// imageKey is the same for one picture in several sizes.
func imageKey(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	ext := path.Ext(u.Path)
	return u.Host + sized.ReplaceAllString(strings.TrimSuffix(u.Path, ext), "")
}
