package dom

import "golang.org/x/net/html/atom"

func (p *parser) top() *Node { return p.stack[len(p.stack)-1] }

// open adds an element after closing what its start tag implies closed.
func (p *parser) open(n *Node, selfClosing bool) {
	switch n.Tag {
	case atom.Html, atom.Body:
		// The first one holds all others; a second one only repeats it.
		for _, m := range p.stack {
			if m.Tag == n.Tag || m.Tag == atom.Body {
				return
			}
		}
		p.popTo(atom.Head)
	case atom.P:
		p.closeP()
	case atom.Li:
		p.closeItem(atom.Li, 0)
		p.closeP()
	case atom.Dd, atom.Dt:
		p.closeItem(atom.Dd, atom.Dt)
		p.closeP()
	case atom.Option:
		if p.top().Tag == atom.Option {
			p.pop(len(p.stack) - 1)
		}
	case atom.Td, atom.Th:
		p.closeWithin(atom.Table, atom.Td, atom.Th)
	case atom.Tr:
		p.closeWithin(atom.Table, atom.Tr)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		p.closeWithin(atom.Table, atom.Tbody, atom.Thead, atom.Tfoot)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.closeP()
		if heading(p.top().Tag) {
			p.pop(len(p.stack) - 1)
		}
	case atom.A:
		p.closeAnchor()
	default:
		if block(n.Tag) {
			p.closeP()
		}
	}
	if bodyOnly(n.Tag) {
		p.popTo(atom.Head)
	}
	if !p.add(n) {
		return
	}
	if n.Tag == atom.Svg || n.Tag == atom.Math {
		p.foreign++
	}
	if void(n.Tag) || selfClosing && p.foreign > 0 {
		if n.Tag == atom.Svg || n.Tag == atom.Math {
			p.foreign--
		}
		return
	}
	if len(p.stack) >= MaxDepth {
		p.deep++ // the element stays empty and what it held follows it
		return
	}
	p.stack = append(p.stack, n)
}

// close handles an end tag.
func (p *parser) close(name string, tag atom.Atom) {
	if void(tag) || tag == atom.Html || tag == atom.Body {
		return
	}
	if p.deep > 0 {
		p.deep--
		return
	}
	cell := tableTag(tag)
	blocks := false
	for i := len(p.stack) - 1; i > 0; i-- {
		m := p.stack[i]
		if m.Tag == tag && (tag != 0 || m.Data == name) {
			if blocks && formatting(tag) {
				// Misnested, as in <b><p>…</b>…</p>: the blocks stay open.
				p.stack = append(p.stack[:i], p.stack[i+1:]...)
				return
			}
			p.pop(i)
			return
		}
		if !cell && scope(m.Tag) {
			return
		}
		if cell && m.Tag == atom.Table {
			return
		}
		if heading(tag) && heading(m.Tag) {
			p.pop(i)
			return
		}
		blocks = blocks || block(m.Tag)
	}
}

// pop closes the element at i of the stack and all inside it.
func (p *parser) pop(i int) {
	for _, m := range p.stack[i:] {
		if m.Tag == atom.Svg || m.Tag == atom.Math {
			p.foreign--
		}
	}
	p.stack = p.stack[:i]
}

func (p *parser) popTo(tag atom.Atom) {
	for i := len(p.stack) - 1; i > 0; i-- {
		if p.stack[i].Tag == tag {
			p.pop(i)
			return
		}
	}
}

func (p *parser) closeP() {
	for i := len(p.stack) - 1; i > 0; i-- {
		switch m := p.stack[i]; {
		case m.Tag == atom.P:
			p.pop(i)
			return
		case scope(m.Tag) || m.Tag == atom.Button || m.Tag == atom.Div || m.Tag == atom.Article || m.Tag == atom.Section:
			return
		}
	}
}

func (p *parser) closeItem(a, b atom.Atom) {
	for i := len(p.stack) - 1; i > 0; i-- {
		m := p.stack[i]
		switch {
		case m.Tag == a || b != 0 && m.Tag == b:
			p.pop(i)
			return
		case m.Tag == atom.P || m.Tag == atom.Div || m.Tag == atom.Address:
		case block(m.Tag) || scope(m.Tag):
			return
		}
	}
}

func (p *parser) closeWithin(limit atom.Atom, tags ...atom.Atom) {
	for i := len(p.stack) - 1; i > 0; i-- {
		m := p.stack[i]
		if m.Tag == limit {
			return
		}
		for _, tag := range tags {
			if m.Tag == tag {
				p.pop(i)
				return
			}
		}
	}
}

// closeAnchor ends an open link unless blocks lie between.
func (p *parser) closeAnchor() {
	for i := len(p.stack) - 1; i > 0; i-- {
		m := p.stack[i]
		if m.Tag == atom.A {
			p.pop(i)
			return
		}
		if block(m.Tag) || scope(m.Tag) {
			return
		}
	}
}

func void(t atom.Atom) bool {
	switch t {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Keygen,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

func rawText(t atom.Atom) bool {
	switch t {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		return true
	}
	return false
}

func heading(t atom.Atom) bool {
	switch t {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// block reports whether a start tag ends an open paragraph.
func block(t atom.Atom) bool {
	switch t {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir,
		atom.Div, atom.Dl, atom.Dd, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Li, atom.Main,
		atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Ul:
		return true
	}
	return false
}

// formatting reports whether an end tag leaves blocks inside it open.
func formatting(t atom.Atom) bool {
	switch t {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Span,
		atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// scope reports whether an element hides those around it from end tags inside.
func scope(t atom.Atom) bool {
	switch t {
	case atom.Td, atom.Th, atom.Caption, atom.Table, atom.Object, atom.Applet, atom.Marquee, atom.Template, atom.Html:
		return true
	}
	return false
}

func tableTag(t atom.Atom) bool {
	switch t {
	case atom.Table, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption:
		return true
	}
	return false
}

// bodyOnly reports whether an element shows that the head is over.
func bodyOnly(t atom.Atom) bool {
	switch t {
	case atom.Img, atom.A, atom.Span, atom.Strong, atom.B, atom.Br, atom.Body:
		return true
	}
	return block(t)
}
