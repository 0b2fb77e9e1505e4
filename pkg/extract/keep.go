package extract

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// keep returns the blocks of the body: those inside its root, less what names
// itself as something else, less what leads up to the text and what trails it.
func (pg *page) keep(blocks []block, b *body, title string) []block {
	pg.forgive(blocks, b.root)
	suspect := pg.suspectsOutside(b.root)
	var out []block
	pointing := false // the block before says that links to other stories follow
	beside := -1      // element of a pointer: a link on the next line of it is one too
	var lists []block // of related links, that stand between paragraphs
	done := -1        // last node of the list before
	for i := range blocks {
		bl := &blocks[i]
		if bl.node < b.root.ID || bl.node > b.root.End {
			continue
		}
		if suspect[bl.node] {
			if list, ok := pg.relatedList(bl, b.root); ok && bl.node > done && len(out) > 0 {
				lists = append(lists, list)
				done = pg.tree.Nodes[list.node].End
			}
			continue
		}
		if len(lists) > 0 && solid(bl) { // text follows: the lists are inside the body
			out = append(out, lists...)
			lists = nil
		}
		if bl.inBox == "" && bl.allLink() && len(bl.text) < 400 && (pointing || bl.node == beside) {
			out = append(out, *bl)
			continue
		}
		pointing, beside = len(bl.text) < 60 && pointerOnly(bl.text), -1
		if len(bl.links) > 0 && len(bl.text) < 300 && pointerLine.MatchString(bl.text) {
			beside = bl.node
		}
		if bl.inBox == "" && bl.allLink() && bl.kind != heading && len(bl.text) < 200 && !pointerLine.MatchString(bl.text) {
			continue
		}
		out = append(out, *bl)
	}
	if len(lists) > 0 { // below the last paragraph; those in the element that holds the text are the article's
		home := pg.tree.Nodes[pg.holder(lastSolid(out))]
		for _, list := range lists {
			if home.Contains(pg.tree.Nodes[list.node]) {
				out = append(out, list)
			}
		}
	}
	kept := pg.withLead(blocks, pg.ends(pg.unrepeated(out), title), suspect)
	if len(kept) > 0 {
		b.preface, b.epilogue = pg.before(blocks, &kept[0]), follow(blocks, lastSolid(kept))
		for _, opening := range kept[:min(3, len(kept))] {
			if len(opening.text) < 40 && !terminal(opening.text) {
				b.preface = append(b.preface, opening.text)
			}
		}
	}
	return kept
}

// lastSolid returns the last block that is surely text, or the first of all.
func lastSolid(blocks []block) *block {
	end := len(blocks) - 1
	for end > 0 && !solid(&blocks[end]) {
		end--
	}
	return &blocks[end]
}

// relatedList reads the element around a block as a list of related links, when
// its name says that it is one and it is short.
func (pg *page) relatedList(bl *block, root *dom.Node) (block, bool) {
	for _, m := range pg.marks {
		n := pg.tree.Nodes[m.node]
		if n.ID > bl.node {
			break
		}
		if !n.Contains(pg.tree.Nodes[bl.node]) || n.ID <= root.ID || !relatedNames[m.why] {
			continue
		}
		s := &segmenter{page: pg}
		s.box(n, "box:"+m.why)
		if len(s.out) == 0 || len(s.out[0].links) > 8 {
			return block{}, false
		}
		s.out[0].form = "list"
		return s.out[0], true
	}
	return block{}, false
}

// relatedNames are the names of elements that hold links to other stories.
var relatedNames = set2("related|relatedposts|terkait|crp|yarpp|baca-juga|berita-terkait|artikel-terkait|berita-lainnya|artikel-lainnya|read-also|see-also")

// forgive forgets marks inside the body on what holds most of it.
func (pg *page) forgive(blocks []block, root *dom.Node) {
	if len(pg.marks) == 0 {
		return
	}
	sum := make([]float64, len(pg.tree.Nodes))
	for i := range blocks {
		if blocks[i].node >= root.ID && blocks[i].node <= root.End {
			sum[blocks[i].node] += weight(&blocks[i])
		}
	}
	for i := root.End; i > root.ID; i-- {
		sum[pg.tree.Nodes[i].Parent.ID] += sum[i]
	}
	out := pg.marks[:0]
	for _, m := range pg.marks {
		if m.node > root.ID && m.node <= root.End && sum[m.node] > 0.5*sum[root.ID] && m.why != "comment" && m.why != "comments" && m.why != "respond" {
			continue
		}
		out = append(out, m)
	}
	pg.marks = out
}

// withLead puts a lead that stands in an element of its own between the headline and the text before it, unless the
// text repeats it.
func (pg *page) withLead(blocks, kept []block, suspect []bool) []block {
	lead := pg.lead
	if lead == nil || len(kept) == 0 || lead.End >= kept[0].node || pg.h1 == nil || pg.h1.ID > lead.ID || kept[0].node-lead.ID >= 150 {
		return kept
	}
	var above []block
	for i := range blocks {
		if b := &blocks[i]; b.node >= lead.ID && b.node <= lead.End && !suspect[b.node] && solid(b) && !repeated(b.text, kept[:min(len(kept), 4)]) {
			above = append(above, *b)
		}
	}
	return append(above, kept...)
}

// unrepeated leaves out a first paragraph in an element of its own that the text below repeats.
func (pg *page) unrepeated(blocks []block) []block {
	for i := range blocks {
		if !solid(&blocks[i]) {
			continue
		}
		var below []block
		for j := i + 1; j < len(blocks) && len(below) < 3; j++ {
			if solid(&blocks[j]) && pg.holder(&blocks[j]) != pg.holder(&blocks[i]) {
				below = append(below, blocks[j])
			}
		}
		if repeated(blocks[i].text, below) {
			return slices.Delete(blocks, i, i+1)
		}
		break
	}
	return blocks
}

// repeated reports whether a text, or what there is of it before its dots, opens or stands in one of the blocks.
func repeated(s string, in []block) bool {
	f := foldTitle(strings.TrimRight(s, " .…[]"))
	for i := range in {
		if len(f) >= 40 && strings.Contains(foldTitle(in[i].text), f) {
			return true
		}
	}
	return false
}

// before returns lines before a block, down from the headline: the first ones, and those right before the block.
func (pg *page) before(blocks []block, start *block) []string {
	var above, out []string
	for i := range blocks {
		if blocks[i].node >= start.node {
			break
		}
		if len(blocks[i].text) > 200 || blocks[i].allLink() && (len(blocks[i].text) > 40 || strings.IndexFunc(blocks[i].text, isDigit) < 0) {
			continue
		}
		if pg.h1 != nil && blocks[i].node < pg.h1.ID {
			if pg.h1.ID-blocks[i].node < 30 && len(blocks[i].text) < 40 { // a line right above the headline
				above = append(above, blocks[i].text)
			}
			continue
		}
		out = append(out, blocks[i].text)
	}
	if n := len(out); n > 9 {
		out = append(out[:6:6], out[n-3:]...)
	}
	return append(out, above[max(0, len(above)-2):]...)
}

// follow returns the short lines that follow the text closely.
func follow(blocks []block, end *block) []string {
	var out []string
	for i := range blocks {
		if b := &blocks[i]; b.node > end.node && b.node-end.node < 80 && len(b.text) <= 300 && !b.allLink() && len(out) < 6 {
			out = append(out, b.text)
		}
	}
	return out
}
