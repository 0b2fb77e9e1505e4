package extract

import "strings"

// blockKind is what a block of text is on the page.
type blockKind uint8

const (
	para    blockKind = iota
	heading           // a subhead
	item              // of a list
	quote             // inside a block quote
	cell              // of a table row, or the whole row
	caption           // of a picture
)

// block is a run of text that stands on its own: a paragraph, a list item, a
// table row. Both the tree and plain text are brought into blocks, and related
// lines, bylines and noise are told apart on blocks alone.
type block struct {
	text   string
	kind   blockKind
	strong bool   // all of it is emphasised
	form   string // how a related line would stand here: line, strong, bullet, table, box …
	links  []anchor
	linked int    // bytes of the text that are links
	inBox  string // rule of the related box that holds it, or ""
	node   int    // id in the tree; 0 for plain text

	judged string // the text that noisy is about, see noise
	noisy  bool
}

// anchor is a link inside a block, by byte offsets.
type anchor struct {
	start, end int
	href       string
}

// cut drops the first n bytes of the text.
func (b *block) cut(n int) {
	if n == 0 {
		return
	}
	b.text = strings.TrimLeft(b.text[n:], " ")
	b.links = nil // they counted from where the text began
}

// allLink reports whether a block is nothing but links; a bullet before them does not count.
func (b *block) allLink() bool {
	return len(b.links) > 0 && b.linked*10 >= len(strings.TrimLeft(b.text, "•·►»>*-–—✓ "))*9
}
