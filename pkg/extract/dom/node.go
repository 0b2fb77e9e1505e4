package dom

import (
	"html"
	"strings"

	"golang.org/x/net/html/atom"
)

// The bounds of a tree. A page of the press has some thousand nodes; beyond
// MaxNodes the rest of the input is left out.
const (
	MaxDepth = 400
	MaxNodes = 300_000
)

// Kind tells elements from text.
type Kind uint8

// The kinds of nodes. Comments are left out of the tree.
const (
	Element Kind = iota
	Text
)

// Node is an element or a run of text.
type Node struct {
	Kind Kind
	Tag  atom.Atom // 0 for text and for elements that HTML does not know
	Data string    // the name of an element in lower case; unescaped text
	ID   int       // position in document order, the root is 0
	End  int       // ID of the last node inside, its own when there is none

	Parent, First, Last, Next *Node

	attrs []attr
}

type attr struct{ name, value string }

// Attr returns the value of an attribute, unescaped, or "".
func (n *Node) Attr(name string) string {
	v, _ := n.Lookup(name)
	return v
}

// Lookup returns the value of an attribute and whether it is there.
func (n *Node) Lookup(name string) (string, bool) {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			v := n.attrs[i].value
			if strings.IndexByte(v, '&') >= 0 {
				v = html.UnescapeString(v)
				n.attrs[i].value = strings.ReplaceAll(v, "&", "&amp;") // so that a second look gives the same
			}
			return v, true
		}
	}
	return "", false
}

// Contains reports whether m is n or lies inside it.
func (n *Node) Contains(m *Node) bool { return m.ID >= n.ID && m.ID <= n.End }

// Tree is a parsed page.
type Tree struct {
	Root  *Node
	Nodes []*Node // in document order; Nodes[i].ID == i
}

// All calls f with every node of the subtree of n in document order. When f
// returns false the children of that node are left out.
func (t *Tree) All(n *Node, f func(*Node) bool) {
	for i := n.ID; i <= n.End; i++ {
		if !f(t.Nodes[i]) {
			i = t.Nodes[i].End
		}
	}
}

// maxText bounds what TextOf returns.
const maxText = 1 << 16 // bytes

// TextOf returns the text inside n as it stands in the source, without scripts
// and styles. It is for labels and headlines: a long text is cut.
func (t *Tree) TextOf(n *Node) string {
	var b strings.Builder
	t.All(n, func(m *Node) bool {
		if b.Len() > maxText {
			return false
		}
		if m.Kind == Text {
			b.WriteString(m.Data[:min(len(m.Data), maxText)])
		}
		switch m.Tag {
		case atom.Script, atom.Style, atom.Template:
			return m == n
		case atom.Br, atom.P, atom.Div, atom.Li, atom.Td:
			b.WriteByte(' ')
		}
		return true
	})
	return b.String()
}
