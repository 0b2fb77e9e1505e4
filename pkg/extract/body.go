package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// body is where the text of the article is and which rule found it.
type body struct {
	root     *dom.Node
	rule     string
	preface  []string // short lines from the headline to the text
	epilogue []string // short lines right after the text

	linked   int    // bytes of links on the whole page
	disagree string // the rule that points to another place than the density of text
}

// weight is how much a block looks like running text, and 0 for what does not.
func weight(b *block) float64 {
	n := len(b.text)
	if b.kind == caption || b.kind == heading || b.inBox != "" || n < 25 || b.linked*2 > n {
		return 0
	}
	w := 1 + min(float64(n)/100, 4) + min(float64(strings.Count(b.text, ",")), 3)/2
	if b.kind == item || b.kind == cell {
		w *= 0.4
	}
	if !terminal(b.text) {
		w *= 0.4
	}
	return w * (1 - float64(b.linked)/float64(n))
}

// locate finds the body among the blocks of a page.
func (pg *page) locate(blocks []block, rules []*rule) body {
	nodes := pg.tree.Nodes
	weights := make([]float64, len(blocks))
	for i := range blocks {
		weights[i] = weight(&blocks[i])
	}
	near := make([]float64, len(nodes))
	sum := make([]float64, len(nodes))
	pg.acquit(sum, pg.nearest(blocks, weights, near, sum))

	suspect := pg.suspects()
	chars := make([]float64, len(nodes)) // all text that no name speaks against
	good := make([]float64, len(nodes))  // the running text among it
	for i := range blocks {
		id := blocks[i].node
		if suspect[id] {
			weights[i] *= 0.1
			continue
		}
		chars[id] += float64(len(blocks[i].text))
		if weights[i] > 1.2 {
			good[id] += float64(len(blocks[i].text))
		}
	}
	best := pg.nearest(blocks, weights, near, sum)
	for i := len(nodes) - 1; i > 0; i-- {
		up := nodes[i].Parent.ID
		chars[up] += chars[i]
		good[up] += good[i]
	}
	// Where a page strings several stories together, the one under the headline
	// is meant.
	if own := pg.story(); own != nil && !own.Contains(best) && (sum[own.ID] > sum[best.ID]*0.2 || sum[own.ID] > 4 && pg.stories(best) > 1) {
		best = own
	}
	if best.Tag == atom.Article {
		for c := best.Parent.First; c != nil && c != best; c = c.Next {
			if c.Tag == atom.Article && sum[c.ID] > sum[best.ID]*0.3 && !suspect[c.ID] {
				best = c // the story that the page is about stands first
				break
			}
		}
	}
	// What lies around holds the rest of the text when the body is in several
	// parts: a lead apart, sections, a paragraph in a box of its own.
	for up := best.Parent; up != nil && up.ID > 0 && up.Tag != atom.Html; up = up.Parent {
		if best.Tag == atom.Article && pg.stories(up) > 1 {
			break
		}
		gain, more := good[up.ID]-good[best.ID], chars[up.ID]-chars[best.ID]
		if sum[up.ID] > sum[best.ID]*1.03 && (gain > more*0.75 || below(pg.h1, up) && sum[up.ID] > sum[best.ID]*1.6 && gain > more*0.5) && !suspect[up.ID] {
			best = up
		}
	}
	out := body{root: best, rule: "density"}
	for _, r := range rules {
		for _, sel := range r.Body {
			// Of several elements with the name the one with the most text counts.
			var at *dom.Node
			for _, id := range pg.find(sel) {
				if n := nodes[id]; at == nil || sum[id] > sum[at.ID] {
					at = n
				}
			}
			if at == nil || sum[at.ID] == 0 {
				continue
			}
			if sum[at.ID] < sum[best.ID]*0.85 {
				out.disagree = first(out.disagree, r.Name)
				continue
			}
			out.root, out.rule = at, "rule "+r.Name
			return out
		}
	}
	return out
}

// nearest returns the element that has the most running text close by: of what a
// paragraph weighs, its parent gets all and every further ancestor less. It also
// fills sum with the weight inside each element.
func (pg *page) nearest(blocks []block, weights, near, sum []float64) *dom.Node {
	nodes := pg.tree.Nodes
	clear(near)
	clear(sum)
	for i := range blocks {
		w := weights[i]
		if w == 0 {
			continue
		}
		n := nodes[blocks[i].node]
		sum[n.ID] += w
		for up, level := n, 0; up != nil && level < 6; up = up.Parent {
			if level > 0 || !paragraphLike(n) {
				near[up.ID] += w
				w *= 0.6
			}
			level++
		}
	}
	for i := len(nodes) - 1; i > 0; i-- {
		sum[nodes[i].Parent.ID] += sum[i]
	}
	best := pg.body
	for _, n := range nodes {
		if n.Kind == dom.Element && near[n.ID] > near[best.ID]*1.0001 && container(n) {
			best = n
		}
	}
	return best
}

// below reports whether an element comes after the headline and does not hold it:
// no teaser of the front of the site is in there.
func below(h1, n *dom.Node) bool { return h1 != nil && n.ID > h1.ID && !n.Contains(h1) }

// story returns the article element that holds the headline, or nil.
func (pg *page) story() *dom.Node {
	if pg.h1 == nil {
		return nil
	}
	for up := pg.h1.Parent; up != nil; up = up.Parent {
		if up.Tag == atom.Article {
			return up
		}
	}
	return nil
}

// stories counts the article elements right inside n or its children.
func (pg *page) stories(n *dom.Node) int {
	count := 0
	for c := n.First; c != nil; c = c.Next {
		if c.Tag == atom.Article {
			count++
		}
	}
	return count
}

// acquit forgets marks on what holds the page's densest text: "sidebar" is also in
// the name of the column beside a sidebar.
func (pg *page) acquit(sum []float64, densest *dom.Node) {
	total := sum[0]
	free := total // what no name speaks against
	last := -1
	for _, m := range pg.marks {
		if m.node > last {
			free -= sum[m.node]
			last = pg.tree.Nodes[m.node].End
		}
	}
	if total > 0 && free > total*0.35 {
		densest = pg.tree.Root
	}
	out := pg.marks[:0]
	for _, m := range pg.marks {
		n := pg.tree.Nodes[m.node]
		share := sum[m.node] / max(total, 1e-9)
		if n.Contains(densest) && (share > 0.4 || n.ID != densest.ID && share > 0.25) && !firm[m.why] && m.why != "nav" || share > 0.85 {
			continue
		}
		out = append(out, m)
	}
	pg.marks = out
	for _, id := range pg.embeds { // a box around a quoted post is no row of buttons
		for i, m := range pg.marks {
			n := pg.tree.Nodes[m.node]
			if n.Contains(pg.tree.Nodes[id]) && n.End-n.ID < 40 {
				pg.marks = append(pg.marks[:i], pg.marks[i+1:]...)
				break
			}
		}
	}
}

// paragraphLike reports whether a node holds one run of text, so that its parent
// is what holds the article.
func paragraphLike(n *dom.Node) bool {
	switch n.Tag {
	case atom.P, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Tr, atom.Dd, atom.Dt:
		return true
	}
	return false
}

func container(n *dom.Node) bool {
	switch n.Tag {
	case atom.P, atom.Span, atom.B, atom.Strong, atom.A, atom.Li, atom.Font, atom.Em, atom.I, atom.Blockquote, atom.Ul, atom.Ol, atom.Html, atom.Tr:
		return false
	}
	return true
}

// suspects marks every node inside an element that names itself as no text.
func (pg *page) suspects() []bool {
	out := make([]bool, len(pg.tree.Nodes))
	for _, m := range pg.marks {
		if out[m.node] {
			continue // inside another
		}
		for i := m.node; i <= pg.tree.Nodes[m.node].End; i++ {
			out[i] = true
		}
	}
	return out
}

// strangers is suspectsOutside without the marks on bylines: they are no text, but
// say who wrote the article and when.
func (pg *page) strangers(root *dom.Node) []bool {
	all := pg.marks
	pg.marks = nil
	for _, m := range all {
		if !strings.Contains(m.why, "byline") && !strings.Contains(m.why, "author") && !strings.Contains(m.why, "meta") && !strings.Contains(m.why, "info") && m.why != "timestamp" && m.why != "dateline" {
			pg.marks = append(pg.marks, m)
		}
	}
	out := pg.suspectsOutside(root)
	pg.marks = all
	return out
}

// suspectsOutside is suspects without the marks on what holds the body itself.
func (pg *page) suspectsOutside(root *dom.Node) []bool {
	out := make([]bool, len(pg.tree.Nodes))
	for _, m := range pg.marks {
		n := pg.tree.Nodes[m.node]
		if out[m.node] || root != nil && n.Contains(root) {
			continue
		}
		for i := n.ID; i <= n.End; i++ {
			out[i] = true
		}
	}
	return out
}
