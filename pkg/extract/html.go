package extract

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// Read reads a page.
func Read(p Page) Reading {
	if plain(p) {
		return Text(p)
	}
	pg := newPage(decode(p.Body, p.ContentType))
	blocks := pg.segment(pg.body)
	b := pg.locate(blocks)
	kept := pg.keep(blocks, b)
	a := assemble(kept, p)
	r := Reading{Article: a.article}
	r.identify(p, "")
	r.Article.Rules = map[string]string{}
	a.record(&r)
	_ = news.Article{}
	r.Article.Rules["paragraphs"] = b.rule
	return r
}

func frontPage(u string) bool {
	_, rest, _ := strings.Cut(u, "://")
	_, path, _ := strings.Cut(rest, "/")
	return strings.Trim(path, "/") == ""
}

// keep returns the blocks of the body.
func (pg *page) keep(blocks []block, b body) []block {
	var out []block
	suspect := make([]bool, len(pg.tree.Nodes))
	for _, m := range pg.marks {
		n := pg.tree.Nodes[m.node]
		if n.Contains(b.root) {
			continue
		}
		for i := n.ID; i <= n.End; i++ {
			suspect[i] = true
		}
	}
	for i := range blocks {
		bl := blocks[i]
		if bl.node < b.root.ID || bl.node > b.root.End || suspect[bl.node] {
			continue
		}
		if bl.inBox == "" && bl.allLink() && bl.kind != heading && len(bl.text) < 200 && !pointerLine.MatchString(bl.text) {
			continue
		}
		out = append(out, bl)
	}
	return out
}
