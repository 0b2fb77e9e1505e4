package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// segmenter turns a tree into blocks, the whole page in one pass.
type segmenter struct {
	page *page
	out  []block

	buf    []byte
	gap    bool
	breaks int // line breaks since the last text
	links  []anchor
	linked int
	bold   int // bytes that are emphasised

	node     *dom.Node // block element that the text belongs to
	href     string
	inLink   bool
	linkFrom int
	inBold   int
	kind     blockKind
	form     string
	cells    bool // the text before is another cell of the row
}

// maxOnPage bounds the blocks of a page. The longest pages of the press have some
// thousand.
const maxOnPage = 20_000

// segment returns the blocks under root in reading order.
func (pg *page) segment(root *dom.Node) []block {
	s := &segmenter{page: pg, node: root, form: "line"}
	s.walk(root)
	s.flush()
	return s.out
}

func (s *segmenter) flush() {
	s.gap, s.breaks, s.cells = false, 0, false
	if len(s.buf) == 0 || len(s.out) >= maxOnPage {
		s.buf, s.links, s.linked, s.bold = s.buf[:0], s.links[:0], 0, 0
		return
	}
	if s.inLink {
		s.endLink()
		s.linkFrom = 0
	}
	text := string(s.buf)
	b := block{
		text: text, kind: s.kind, form: s.form, node: s.node.ID,
		strong: s.bold*10 >= len(text)*9, linked: s.linked,
	}
	if len(s.links) > 0 {
		b.links = append([]anchor(nil), s.links...)
	}
	if b.strong && b.form == "line" {
		b.form = "strong"
	}
	s.out = append(s.out, b)
	s.buf, s.links, s.linked, s.bold = s.buf[:0], s.links[:0], 0, 0
}

func (s *segmenter) endLink() {
	if from := s.linkFrom; from < len(s.buf) {
		for from < len(s.buf) && s.buf[from] == ' ' {
			from++
		}
		s.links = append(s.links, anchor{from, len(s.buf), s.href})
		s.linked += len(s.buf) - from
	}
}

func (s *segmenter) walk(n *dom.Node) {
	for c := n.First; c != nil; c = c.Next {
		if c.Kind == dom.Text {
			s.text(c.Data)
			continue
		}
		s.element(c)
	}
}

func (s *segmenter) element(n *dom.Node) {
	switch n.Tag {
	case atom.Br:
		s.lineBreak()
		return
	case atom.Hr:
		s.flush()
		return
	case atom.Wbr:
		return
	}
	if s.page.left(n) {
		if blockElement(n.Tag) {
			s.flush()
		}
		return
	}
	if box := s.page.boxes[n.ID]; box != "" {
		s.flush()
		s.box(n, box)
		return
	}
	switch n.Tag {
	case atom.A:
		s.link(n)
		return
	case atom.B, atom.Strong:
		s.inBold++
		s.walk(n)
		s.inBold--
		return
	case atom.Td, atom.Th:
		if len(s.buf) > 0 && s.cells {
			s.gap = true
		}
		if s.page.holdsBlocks(n) {
			s.block(n, cell, "table")
			return
		}
		s.walk(n)
		s.cells = true
		if s.gap = true; len(s.buf) > 0 {
			s.buf = append(s.buf, " |"...)
		}
		return
	case atom.Tr:
		s.block(n, cell, "table")
		return
	case atom.Li:
		s.block(n, item, "bullet")
		return
	case atom.Blockquote:
		s.block(n, quote, s.form)
		return
	case atom.Figcaption:
		s.block(n, caption, s.form)
		return
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt:
		s.block(n, heading, s.form)
		return
	}
	if blockElement(n.Tag) {
		s.block(n, s.kind, s.form)
		return
	}
	if s.page.captions[n.ID] {
		s.block(n, caption, s.form)
		return
	}
	s.walk(n)
}

// block reads a block element between two flushes.
func (s *segmenter) block(n *dom.Node, kind blockKind, form string) {
	if s.kind == caption || s.page.captions[n.ID] {
		kind = caption
	}
	if kind == para && s.kind == quote {
		kind = quote
	}
	s.flush()
	oldNode, oldKind, oldForm := s.node, s.kind, s.form
	s.node, s.kind, s.form = n, kind, form
	s.walk(n)
	if kind == cell && len(s.buf) > 0 {
		s.buf = []byte(strings.TrimRight(string(s.buf), " |"))
		for len(s.links) > 0 && s.links[len(s.links)-1].end > len(s.buf) {
			s.links[len(s.links)-1].end = len(s.buf)
			break
		}
	}
	s.flush()
	s.node, s.kind, s.form = oldNode, oldKind, oldForm
}

func (s *segmenter) link(n *dom.Node) {
	href, is := n.Lookup("href")
	if !is || s.inLink {
		s.walk(n)
		return
	}
	s.inLink, s.href, s.linkFrom = true, href, len(s.buf)
	s.walk(n)
	if s.inLink {
		s.endLink()
	}
	s.inLink = false
}

// lineBreak ends a paragraph at the second break in a row, and at the first when
// what stands before it is complete.
func (s *segmenter) lineBreak() {
	s.breaks++
	s.gap = true
	if len(s.buf) == 0 {
		return
	}
	if s.breaks >= 2 {
		s.flush()
		return
	}
	tail := string(s.buf[max(0, len(s.buf)-24):])
	switch {
	case len(s.buf) >= 60 && terminal(tail),
		s.bold*10 >= len(s.buf)*9,
		len(s.links) > 0 && len(s.buf) < 300 && pointerLine.Match(s.buf):
		s.flush()
		s.breaks = 1
	}
}

func (s *segmenter) text(t string) {
	start := len(s.buf)
	for i := 0; i < len(t); {
		c := t[i]
		if c < utf8.RuneSelf {
			i++
			if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v' {
				s.gap = true
				continue
			}
			if c < ' ' || c == 0x7f {
				continue
			}
			s.space()
			s.buf = append(s.buf, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(t[i:])
		i += n
		if unicode.IsSpace(r) || r == '\u2800' {
			s.gap = true
			continue
		}
		if invisible(r) {
			continue
		}
		s.space()
		s.buf = utf8.AppendRune(s.buf, r)
	}
	if added := len(s.buf) - start; added > 0 {
		s.breaks = 0
		if s.inBold > 0 {
			s.bold += added
		}
	}
}

func (s *segmenter) space() {
	if s.gap && len(s.buf) > 0 {
		s.buf = append(s.buf, ' ')
		if s.inLink && s.linkFrom == len(s.buf)-1 {
			s.linkFrom = len(s.buf)
		}
	}
	s.gap = false
}

// box reads a plugin's box of related links as one block.
func (s *segmenter) box(n *dom.Node, rule string) {
	b := block{node: n.ID, inBox: rule, form: "box"}
	if n.Tag == atom.Table {
		b.form = "table"
	}
	var text strings.Builder
	s.page.tree.All(n, func(m *dom.Node) bool {
		if m.Tag != atom.A {
			return m == n || !s.page.left(m)
		}
		href := strings.TrimSpace(m.Attr("href"))
		title := trimTitle(s.page.tree.TextOf(m))
		if href == "" || strings.HasPrefix(href, "#") || strings.HasPrefix(href, "javascript:") || title == "" || notStory(title) {
			return false
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		from := text.Len()
		text.WriteString(title)
		b.links = append(b.links, anchor{from, text.Len(), href})
		return false
	})
	b.text = text.String()
	if b.text != "" {
		s.out = append(s.out, b)
	}
}

// notStory reports whether a link in a box of related stories is only the day of one.
func notStory(title string) bool {
	if len(title) > 40 {
		return false
	}
	_, dated := findMoment(title, true)
	return dated || strings.Trim(title, "0123456789 .,") == ""
}

// blockElement reports whether an element stands on its own line.
func blockElement(t atom.Atom) bool {
	switch t {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Html,
		atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table,
		atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Caption, atom.Button, atom.Nobr:
		return t != atom.Nobr && t != atom.Button
	}
	return false
}
