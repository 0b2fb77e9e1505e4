package dom

import (
	"strings"
	"testing"
)

// outline writes a tree as nested names, so that a test can say what it wants.
func outline(n *Node) string {
	var b strings.Builder
	for c := n.First; c != nil; c = c.Next {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if c.Kind == Text {
			b.WriteString(strings.TrimSpace(c.Data))
			continue
		}
		b.WriteString(c.Data)
		if c.First != nil {
			b.WriteString("(" + outline(c) + ")")
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"<p>a<p>b", "p(a) p(b)"},
		{"<p>a<div>b</div>c</p>", "p(a) div(b) c"},
		{"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a) li(b ul(li(c))) li(d))"},
		{"<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a) td(b)) tr(td(c))) d"},
		{"<table><tr><td></div>a</td></tr></table>", "table(tr(td(a)))"},
		{"<div><table><tr><td></div>a</table>b</div>c", "div(table(tr(td(a))) b) c"},
		{"<b><p>a</b>b</p>c", "b(p(a b)) c"},
		{"<a href=1>a<a href=2>b", "a(a) a(b)"},
		{"<a><div>a</a>b</div>c", "a(div(a b)) c"},
		{"<h1>a<h2>b</h3>c", "h1(a) h2(b) c"},
		{"<br/><img src=x>a</br>", "br img a"},
		{"<script>if (a</b) '<p>'</script>c", "script(if (a</b) '<p>') c"},
		{"<SCRIPT>x</ScRiPt >c", "script(x) c"},
		{"<title>a &amp; <b></title>c", "title(a & <b>) c"},
		{"<svg><path/><title>x</title></svg>a", "svg(path title(x)) a"},
		{"<div/>a", "div(a)"},
		{"a < b <3 &lt;p&gt;", "a < b <3 <p>"},
		{"<!-- <p> --><p>a</p><!doctype html><?xml?>", "p(a)"},
		{"<!-->a<!--->b", "a b"},
		{"<head><title>a</title><p>b", "head(title(a)) p(b)"},
		{"<html><body><p>a</body></html><p>b", "html(body(p(a) p(b)))"},
		{"<html lang=id><head></head><body class=x><body><p>a", "html(head body(p(a)))"},
		{"<x-y>a</X-Y>b", "x-y(a) b"},
		{"</p></div>a", "a"},
		{"<p", "p"},
		{"<", "<"},
		{"", ""},
	} {
		if got := outline(Parse(c.in).Root); got != c.want {
			t.Errorf("Parse(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestAttr(t *testing.T) {
	n := Parse(`<a HREF='/x?a=1&amp;b=2' class=y data-x title="a>b" class=z hidden/>`).Root.First
	for name, want := range map[string]string{"href": "/x?a=1&b=2", "class": "y", "data-x": "", "title": "a>b", "nothing": ""} {
		for range 2 { // a second look gives the same
			if got := n.Attr(name); got != want {
				t.Errorf("Attr(%q) = %q, want %q", name, got, want)
			}
		}
	}
	if _, ok := n.Lookup("hidden"); !ok {
		t.Error("an attribute without a value is not found")
	}
	if _, ok := n.Lookup("nothing"); ok {
		t.Error("an attribute that is not there is found")
	}
}

func TestTextOf(t *testing.T) {
	tree := Parse(`<div>a<script>x</script><p>b &amp; c</p><style>y</style></div>`)
	if got, want := strings.Join(strings.Fields(tree.TextOf(tree.Root)), " "), "a b & c"; got != want {
		t.Errorf("TextOf = %q, want %q", got, want)
	}
}

// verify asks what is true of every tree.
func verify(t *testing.T, tree *Tree) {
	t.Helper()
	for i, n := range tree.Nodes {
		if n.ID != i {
			t.Fatalf("node %d has id %d", i, n.ID)
		}
		depth := 0
		for up := n.Parent; up != nil; up = up.Parent {
			if !up.Contains(n) || up.ID >= n.ID {
				t.Fatalf("node %d is not in the range of its ancestor %d", n.ID, up.ID)
			}
			if depth++; depth > MaxDepth+1 {
				t.Fatalf("node %d is deeper than %d", n.ID, MaxDepth)
			}
		}
		for c := n.First; c != nil; c = c.Next {
			if c.Parent != n {
				t.Fatalf("node %d has another parent than %d", c.ID, n.ID)
			}
			if c.Next == nil && (n.Last != c || n.End != c.End) {
				t.Fatalf("node %d ends at %d, its last child at %d", n.ID, n.End, c.End)
			}
		}
	}
}

func TestBounds(t *testing.T) {
	deep := Parse(strings.Repeat("<div>", 5000) + "text" + strings.Repeat("</div>", 5000) + "<p>after")
	verify(t, deep)
	if !strings.Contains(deep.TextOf(deep.Root), "after") {
		t.Error("text behind deep nesting is lost")
	}
	many := Parse(strings.Repeat("<b>", MaxNodes+1000))
	if n := len(many.Nodes); n > MaxNodes {
		t.Errorf("%d nodes, want at most %d", n, MaxNodes)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"<p>a<p>b", "<table><tr><td></div>a", "<b><p>a</b>b</p>c", "<svg><path/></svg>", "<a href='x", "<script></scrip", "<!--", "</", "<div/><br/>", "<h1><h2></h1>", "<li><dd><dt><option>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<14 {
			verify(t, Parse(s))
		}
	})
}
