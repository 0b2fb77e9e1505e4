package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// article is where the body of the page is and the blocks that belong to it.
type body struct {
	root   *dom.Node
	rule   string
	blocks []block
}

// weight is how much a block looks like running text, and 0 for what does not.
func weight(b *block) float64 {
	n := len(b.text)
	if b.kind == caption || b.kind == heading || b.inBox != "" || n < 25 {
		return 0
	}
	if b.linked*2 > n {
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
func (pg *page) locate(blocks []block) body {
	nodes := pg.tree.Nodes
	weights := make([]float64, len(blocks))
	sum := make([]float64, len(nodes))  // of the subtree
	near := make([]float64, len(nodes)) // of the paragraphs close by
	suspect := pg.suspects()
	total := 0.0
	for i := range blocks {
		w := weight(&blocks[i])
		n := nodes[blocks[i].node]
		if suspect[n.ID] {
			w *= 0.1
		}
		weights[i] = w
		if w == 0 {
			continue
		}
		total += w
		sum[n.ID] += w
		share := w
		for up, level := n, 0; up != nil && level < 6; up = up.Parent {
			if up.Kind != dom.Element {
				continue
			}
			if level > 0 || !paragraphLike(n) {
				near[up.ID] += share
				share *= 0.6
			}
			level++
		}
	}
	for i := len(nodes) - 1; i > 0; i-- {
		sum[nodes[i].Parent.ID] += sum[i]
	}
	best := pg.body
	for i := range nodes {
		if nodes[i].Kind == dom.Element && near[i] > near[best.ID]*1.0001 && container(nodes[i]) {
			best = nodes[i]
		}
	}
	_ = total
	// The parent holds the rest of the text when the body is in several parts.
	for up := best.Parent; up != nil && up.ID > 0 && up.Tag != atom.Html; up = up.Parent {
		if sum[up.ID] > sum[best.ID]*1.25 && near[up.ID] > near[best.ID]*0.5 && !suspect[up.ID] {
			best = up
		}
	}
	return body{root: best, rule: "density"}
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
		for i := m.node; i <= pg.tree.Nodes[m.node].End; i++ {
			out[i] = true
		}
	}
	return out
}
