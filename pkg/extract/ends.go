package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"
)

// ends cuts what stands before the first and after the last running text: the
// title, a date, a byline, teasers of other stories. A line beside the running
// text, in the same element, stays: a list of dates is often lines of its own.
func (pg *page) ends(blocks []block, title string) []block {
	start, end := 0, len(blocks)
	folded := foldTitle(title)
	for i := range blocks {
		b := &blocks[i]
		if i > 12 || solid(b) {
			break
		}
		if folded != "" && len(b.text) < 400 && foldTitle(b.text) == folded || pg.tree.Nodes[b.node].Tag == atom.H1 {
			start = i + 1
		}
	}
	head, last := -1, -1
	for i := start; i < len(blocks); i++ {
		if solid(&blocks[i]) {
			if head < 0 && !(pg.deck(&blocks[i]) && i+1 < len(blocks) && pg.holder(&blocks[i]) != pg.holder(&blocks[i+1])) {
				head = i
			}
			last = i
		}
	}
	if last < 0 {
		return blocks[start:]
	}
	if head < 0 {
		head = last
	}
	home := pg.holder(&blocks[head])
	for start < head && pg.leading(&blocks[start], home) {
		start++
	}
	home = pg.holder(&blocks[last])
	last = pointedTo(blocks, last)
	for end > last+1 && pg.trailing(&blocks[end-1], home) {
		end--
	}
	return blocks[start:end]
}

// pointedTo moves the last block of a text past the links that stand below it under words such as "Berita terkait".
func pointedTo(blocks []block, last int) int {
	for i := last + 1; i < len(blocks); i++ {
		alone := len(blocks[i].text) <= 60 && pointerOnly(blocks[i].text)
		if !alone && (len(blocks[i].links) == 0 || len(blocks[i].text) >= 600 || !pointerLine.MatchString(blocks[i].text)) {
			continue
		}
		here := blocks[i].node
		for i+1 < len(blocks) && (blocks[i+1].allLink() && (alone || blocks[i+1].node == here) || alone && len(blocks[i+1].text) < 40 && preface(blocks[i+1].text)) {
			i++
			last = i
		}
	}
	return last
}

// holder returns the element that holds the paragraph of a block.
func (pg *page) holder(b *block) int {
	n := pg.tree.Nodes[b.node]
	if paragraphLike(n) {
		n = n.Parent
	}
	for n.Tag == atom.Blockquote || n.Tag == atom.Ul || n.Tag == atom.Ol || n.Tag == atom.Li || n.Tag == atom.Figure {
		n = n.Parent
	}
	return n.ID
}

// leading reports whether a block before the running text is left out.
func (pg *page) leading(b *block, home int) bool {
	if b.inBox != "" || len(b.links) > 0 && len(b.text) < 600 && pointerLine.MatchString(b.text) || b.kind == cell {
		return false
	}
	if b.kind == heading || b.kind == caption || preface(b.text) {
		return true
	}
	if pg.holder(b) == home {
		return false
	}
	if !terminal(b.text) && strings.ContainsAny(b.text, "|•»›") {
		return true
	}
	return pg.deck(b) || b.kind != quote && (words(b.text) <= 8 || b.linked*2 >= len(b.text))
}

// deck reports whether a line repeats what the page announces the article with.
func (pg *page) deck(b *block) bool {
	d := pg.meta.get("description", "og:description")
	return d != "" && len(b.text) < 600 && foldTitle(d) == foldTitle(b.text)
}

// trailing reports whether a block after the last solid one is left out.
func (pg *page) trailing(b *block, home int) bool {
	if b.inBox != "" || len(b.links) > 0 && len(b.text) < 600 && pointerLine.MatchString(b.text) || b.kind == cell {
		return false
	}
	if b.kind == caption || b.kind == heading {
		return true
	}
	if pg.holder(b) == home {
		return b.linked*2 >= len(b.text) && b.kind != item && b.kind != quote
	}
	if _, _, signed := cutTail(b.text, true); signed {
		return false
	}
	if _, credited := creditLine(b.text); credited {
		return false
	}
	return !terminal(b.text) || b.linked*2 >= len(b.text)
}

// solid reports whether a block is surely text of the article.
func solid(b *block) bool {
	return b.inBox == "" && (b.kind == para || b.kind == quote || b.kind == item) && len(b.text) > 60 && terminal(b.text) && b.linked*2 < len(b.text) && !noise(b)
}

var clockOrYear = regexp.MustCompile(`\b(?:\d{1,2}[:.]\d{2}|(?:19|20)\d\d)\b`)

// preface reports whether a line belongs to what stands above a text: a date, a
// byline, a place in the site.
func preface(s string) bool {
	return !terminal(s) && words(s) <= 14 && clockOrYear.MatchString(s)
}

// foldTitle reduces a title to what two writings of it have in common.
func foldTitle(s string) string {
	var b strings.Builder
	for _, r := range s {
		if isLetter(r) || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return strings.ToLower(b.String())
}
