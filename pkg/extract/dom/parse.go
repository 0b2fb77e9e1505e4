package dom

import (
	"html"
	"strings"

	"golang.org/x/net/html/atom"
)

// Parse reads a page or a fragment.
func Parse(src string) *Tree {
	p := &parser{src: src}
	p.nodes = make([]*Node, 0, min(len(src)/24+8, MaxNodes))
	root := p.alloc()
	root.Data = "#root"
	p.nodes = append(p.nodes, root)
	p.stack = append(p.stack, root)
	p.run()
	// Every node ends where its last child ends. Children follow their parent.
	for i := len(p.nodes) - 1; i > 0; i-- {
		n := p.nodes[i]
		if up := n.Parent; n.End > up.End {
			up.End = n.End
		}
	}
	return &Tree{Root: root, Nodes: p.nodes}
}

type parser struct {
	src     string
	nodes   []*Node
	stack   []*Node
	slab    []Node
	attrs   []attr
	lowered []byte
	deep    int // open elements that were left out of the stack
	foreign int // depth inside svg or math
}

func (p *parser) alloc() *Node {
	if len(p.slab) == 0 {
		p.slab = make([]Node, min(512, len(p.src)/16+4))
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	return n
}

func (p *parser) add(n *Node) bool {
	if len(p.nodes) >= MaxNodes {
		return false
	}
	top := p.stack[len(p.stack)-1]
	n.ID, n.End, n.Parent = len(p.nodes), len(p.nodes), top
	if top.Last == nil {
		top.First = n
	} else {
		top.Last.Next = n
	}
	top.Last = n
	p.nodes = append(p.nodes, n)
	return true
}

func (p *parser) text(s string, escaped bool) {
	if s == "" {
		return
	}
	if escaped && strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	n := p.alloc()
	n.Kind, n.Data = Text, s
	p.add(n)
}

func (p *parser) run() {
	s := p.src
	for pos := 0; pos < len(s) && len(p.nodes) < MaxNodes; {
		lt := strings.IndexByte(s[pos:], '<')
		if lt < 0 {
			p.text(s[pos:], true)
			return
		}
		at := pos + lt
		if at+1 >= len(s) {
			p.text(s[pos:], true)
			return
		}
		switch c := s[at+1]; {
		case c == '!' || c == '?':
			p.text(s[pos:at], true)
			pos = skipMarkup(s, at)
		case c == '/' && at+2 < len(s) && letter(s[at+2]):
			p.text(s[pos:at], true)
			end := nameEnd(s, at+2)
			name, tag := p.name(s[at+2 : end])
			p.close(name, tag)
			pos = after(s, end)
		case c == '/':
			p.text(s[pos:at], true)
			pos = after(s, at+1)
		case letter(c):
			p.text(s[pos:at], true)
			end := nameEnd(s, at+1)
			name, tag := p.name(s[at+1 : end])
			n := p.alloc()
			n.Tag, n.Data = tag, name
			selfClosing := false
			pos, selfClosing = p.readAttrs(n, end)
			p.open(n, selfClosing)
			if rawText(tag) && p.foreign == 0 && !(selfClosing && tag == atom.Script && pos >= len(s)) {
				end, next := rawEnd(s, pos, name)
				p.text(s[pos:end], tag == atom.Title || tag == atom.Textarea)
				p.close(name, tag)
				pos = next
			}
		default: // a lone "<" is text
			next := strings.IndexByte(s[at+1:], '<')
			if next < 0 {
				p.text(s[pos:], true)
				return
			}
			p.text(s[pos:at+1+next], true)
			pos = at + 1 + next
		}
	}
}

// skipMarkup returns the place after a comment, doctype or processing
// instruction that begins at i.
func skipMarkup(s string, i int) int {
	if !strings.HasPrefix(s[i:], "<!--") {
		return after(s, i+1)
	}
	body := s[i+4:]
	if strings.HasPrefix(body, ">") {
		return i + 5
	}
	if strings.HasPrefix(body, "->") {
		return i + 6
	}
	if end := strings.Index(body, "-->"); end >= 0 {
		return i + 4 + end + 3
	}
	return len(s)
}

func after(s string, i int) int {
	if gt := strings.IndexByte(s[i:], '>'); gt >= 0 {
		return i + gt + 1
	}
	return len(s)
}

// rawEnd finds the end tag of a raw-text element: where its text ends and where
// reading goes on.
func rawEnd(s string, pos int, name string) (end, next int) {
	for i := pos; ; {
		lt := strings.Index(s[i:], "</")
		if lt < 0 {
			return len(s), len(s)
		}
		at := i + lt
		tail := s[at+2:]
		if len(tail) >= len(name) && strings.EqualFold(tail[:len(name)], name) {
			if rest := tail[len(name):]; rest == "" || !letter(rest[0]) {
				return at, after(s, at+2)
			}
		}
		i = at + 2
	}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func nameEnd(s string, i int) int {
	for i < len(s) && !space(s[i]) && s[i] != '>' && s[i] != '/' {
		i++
	}
	return i
}

// name returns a tag name in lower case with its atom.
func (p *parser) name(raw string) (string, atom.Atom) {
	if len(raw) > 32 {
		return strings.ToLower(raw), 0
	}
	p.lowered = append(p.lowered[:0], raw...)
	changed := false
	for i, c := range p.lowered {
		if c >= 'A' && c <= 'Z' {
			p.lowered[i] = c | 0x20
			changed = true
		}
	}
	tag := atom.Lookup(p.lowered)
	switch {
	case tag != 0:
		return tag.String(), tag
	case changed:
		return string(p.lowered), 0
	}
	return raw, 0
}

// maxAttrs bounds the attributes kept of one element.
const maxAttrs = 64

func (p *parser) readAttrs(n *Node, i int) (next int, selfClosing bool) {
	s := p.src
	first := len(p.attrs)
	for {
		for i < len(s) && (space(s[i]) || s[i] == '/') {
			selfClosing = s[i] == '/'
			i++
		}
		if i >= len(s) {
			break
		}
		if s[i] == '>' {
			i++
			break
		}
		start := i
		for i++; i < len(s) && !space(s[i]) && s[i] != '=' && s[i] != '>' && s[i] != '/'; i++ {
		}
		name, value := s[start:i], ""
		for i < len(s) && space(s[i]) {
			i++
		}
		if i < len(s) && s[i] == '=' {
			for i++; i < len(s) && space(s[i]); i++ {
			}
			if i < len(s) && (s[i] == '"' || s[i] == '\'') {
				quote := s[i]
				i++
				end := strings.IndexByte(s[i:], quote)
				if end < 0 {
					value, i = s[i:], len(s)
				} else {
					value, i = s[i:i+end], i+end+1
				}
			} else {
				start = i
				for i < len(s) && !space(s[i]) && s[i] != '>' {
					i++
				}
				value = s[start:i]
			}
			selfClosing = false
		}
		if len(p.attrs)-first < maxAttrs {
			p.attrs = append(p.attrs, attr{lower(name), value})
		}
	}
	if len(p.attrs) > first {
		n.attrs = p.attrs[first:len(p.attrs):len(p.attrs)]
	}
	if cap(p.attrs)-len(p.attrs) < maxAttrs { // a new slab, so that none is copied
		p.attrs = make([]attr, 0, max(4*maxAttrs, min(1024, len(p.src)/64)))
	}
	return i, selfClosing
}

func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
