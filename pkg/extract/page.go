package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// page is a parsed page with what was found out about its nodes.
type page struct {
	set      *ruleset
	tree     *dom.Tree
	body     *dom.Node
	drop     []bool         // nodes that are no text of any article
	boxes    map[int]string // roots of related boxes, with the rule
	captions map[int]bool
	marks    []mark // suspicious nodes, in document order
	meta     metadata

	found     map[string][]int // elements that rules ask for
	dateNodes []int            // elements that name themselves a date
	authors   []int            // elements that name themselves an author
	crumbs    []int            // elements that show the place in the site
	h1        *dom.Node        // the headline as readers see it
	heads     []*dom.Node      // every h1
	lead      *dom.Node        // the first element after a headline that names itself a lead
	embeds    []int            // posts of social networks that the article quotes
	paywall   string           // the name of an element that closes the text off
}

// mark is a node whose name says that it is no text of the article. It counts
// only when the article is not inside it.
type mark struct {
	node int
	why  string
}

func newPage(src string, set *ruleset) *page {
	pg := &page{set: set, tree: dom.Parse(src), boxes: map[int]string{}, captions: map[int]bool{}, found: map[string][]int{}}
	pg.drop = make([]bool, len(pg.tree.Nodes))
	pg.body = pg.tree.Root
	pg.scan()
	return pg
}

// h1Seen reports whether a headline has gone by in the scan.
func (pg *page) h1Seen() bool { return len(pg.heads) > 0 }

// left reports whether a node is left out of the text.
func (pg *page) left(n *dom.Node) bool { return pg.drop[n.ID] }

// holdsBlocks reports whether a block element lies inside n.
func (pg *page) holdsBlocks(n *dom.Node) bool {
	for i := n.ID + 1; i <= n.End; i++ {
		if m := pg.tree.Nodes[i]; m.Kind == dom.Element && blockElement(m.Tag) {
			return true
		}
	}
	return false
}

// scan looks at every element once: what is dropped, what is suspicious, what
// tells something about the article.
func (pg *page) scan() {
	nodes := pg.tree.Nodes
	for i := 1; i < len(nodes); i++ {
		n := nodes[i]
		if n.Kind != dom.Element {
			continue
		}
		switch n.Tag {
		case atom.Body:
			pg.body = n
		case atom.Meta:
			pg.meta.readMeta(n)
		case atom.Link:
			pg.meta.readLink(n)
		case atom.Html:
			pg.meta.lang = first(n.Attr("lang"), n.Attr("xml:lang"))
			if _, ok := n.Lookup("amp"); ok {
				pg.meta.amp = true
			}
			if _, ok := n.Lookup("⚡"); ok {
				pg.meta.amp = true
			}
		case atom.Title:
			if pg.meta.title == "" && n.First != nil && n.Parent.Tag != atom.Svg {
				pg.meta.title = tidy(n.First.Data)
			}
			pg.drop[i] = true
		case atom.Script:
			pg.meta.readScript(n)
			pg.drop[i] = true
		case atom.Base:
			pg.meta.base = n.Attr("href")
		case atom.H1:
			if len(pg.heads) < 20 {
				pg.heads = append(pg.heads, n)
			}
		case atom.Time:
			if len(pg.dateNodes) < maxLabels && n.End-n.ID <= 40 {
				pg.dateNodes = append(pg.dateNodes, i)
			}
		case atom.Div, atom.Main:
			if v, ok := n.Lookup("data-page"); ok && strings.HasPrefix(strings.TrimSpace(v), "{") {
				pg.meta.inertia = v
			}
		}
		if dropTag(n.Tag) || hidden(n) {
			pg.drop[i] = true
			i = pg.skim(n)
			continue
		}
		pg.judge(n)
	}
}

// skim goes over the inside of a dropped element for what is worth knowing and
// returns its last node.
func (pg *page) skim(n *dom.Node) int {
	for i := n.ID + 1; i <= n.End; i++ {
		switch m := pg.tree.Nodes[i]; m.Tag {
		case atom.Meta:
			pg.meta.readMeta(m)
		case atom.Link:
			pg.meta.readLink(m)
		case atom.Script:
			pg.meta.readScript(m)
		}
	}
	return n.End
}

func dropTag(t atom.Atom) bool {
	switch t {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Canvas, atom.Iframe,
		atom.Object, atom.Embed, atom.Video, atom.Audio, atom.Button, atom.Input, atom.Select, atom.Textarea,
		atom.Link, atom.Meta, atom.Title, atom.Noembed, atom.Noframes, atom.Applet, atom.Map, atom.Progress,
		atom.Dialog, atom.Datalist, atom.Base, atom.Param, atom.Source, atom.Track, atom.Xmp, atom.Option, atom.Menu, atom.Label:
		return true
	}
	return false
}

func hidden(n *dom.Node) bool {
	if _, ok := n.Lookup("hidden"); ok && n.Attr("hidden") != "until-found" {
		return true
	}
	style := n.Attr("style")
	if style == "" {
		return n.Tag != atom.Body && n.Tag != atom.Div && n.Tag != atom.Article && n.Tag != atom.Section && n.Tag != atom.P && n.Tag != atom.Main && n.Attr("aria-hidden") == "true"
	}
	style = strings.ToLower(strings.ReplaceAll(style, " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") ||
		strings.Contains(style, "font-size:0;") || strings.HasSuffix(style, "font-size:0") || strings.Contains(style, "font-size:0px")
}
