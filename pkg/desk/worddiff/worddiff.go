// Package worddiff compares two states of an article the way a reader would: by
// paragraphs first, and inside a changed paragraph by words.
//
//	for _, b := range worddiff.Paragraphs(old, new) { … b.Ops … }
//
// White space never counts as a change. A paragraph of which most was rewritten is
// shown as before and after, because a soup of single words helps nobody. The
// result depends on the texts alone.
package worddiff

import (
	"strings"
	"unicode"
)

// Kind says what became of a piece.
type Kind string

// The kinds.
const (
	Same      Kind = "same"
	Inserted  Kind = "inserted"
	Deleted   Kind = "deleted"
	Changed   Kind = "changed"   // of a paragraph: some words
	Rewritten Kind = "rewritten" // of a paragraph: most words
)

// Op is a run of words that stayed, came or went.
type Op struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// Block is one paragraph of either state, or of both.
type Block struct {
	Kind Kind `json:"kind"`
	Ops  []Op `json:"ops"`
}

// rewritten is the share of words that did not stay from which on a paragraph is
// shown as before and after.
const rewritten = 0.66

// cells bounds the work of one comparison; two texts beyond it are shown whole.
const cells = 4 << 20

// Paragraphs compares two bodies.
func Paragraphs(a, b []string) []Block {
	a, b = tidy(a), tidy(b)
	var out []Block
	for _, s := range align(a, b) {
		switch s.kind {
		case Same:
			for _, p := range a[s.a0:s.a1] {
				out = append(out, Block{Same, []Op{{Same, p}}})
			}
		default:
			out = append(out, replaced(a[s.a0:s.a1], b[s.b0:s.b1])...)
		}
	}
	return out
}

// replaced compares paragraphs that came with those that went in the same place:
// each with the likeliest of the other side, in order.
func replaced(a, b []string) []Block {
	var out []Block
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) == 0:
			out = append(out, Block{Inserted, []Op{{Inserted, b[0]}}})
			b = b[1:]
		case len(b) == 0:
			out = append(out, Block{Deleted, []Op{{Deleted, a[0]}}})
			a = a[1:]
		default:
			i, j := nearest(a, b)
			for _, p := range a[:i] {
				out = append(out, Block{Deleted, []Op{{Deleted, p}}})
			}
			for _, p := range b[:j] {
				out = append(out, Block{Inserted, []Op{{Inserted, p}}})
			}
			out = append(out, Text(a[i], b[j]))
			a, b = a[i+1:], b[j+1:]
		}
	}
	return out
}

// nearest picks which paragraphs to put beside each other: the first of the
// shorter side, and of the other the most like it.
func nearest(a, b []string) (i, j int) {
	best := -1.0
	if len(a) >= len(b) {
		for k := range min(len(a)-len(b)+1, 20) {
			if l := likeness(a[k], b[0]); l > best {
				best, i = l, k
			}
		}
		return i, 0
	}
	for k := range min(len(b)-len(a)+1, 20) {
		if l := likeness(a[0], b[k]); l > best {
			best, j = l, k
		}
	}
	return 0, j
}

// likeness is the share of words that two paragraphs have in common.
func likeness(a, b string) float64 {
	count := map[string]int{}
	x, y := strings.Fields(a), strings.Fields(b)
	for _, w := range x {
		count[w]++
	}
	both := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	return 2 * float64(both) / float64(max(len(x)+len(y), 1))
}

// Text compares two paragraphs, or two headlines.
func Text(a, b string) Block {
	x, y := strings.Fields(a), strings.Fields(b)
	out := Block{Kind: Same}
	kept, total := 0, len(x)+len(y)
	for _, s := range align(x, y) {
		if s.kind == Same {
			out.Ops = append(out.Ops, Op{Same, strings.Join(x[s.a0:s.a1], " ")})
			kept += 2 * (s.a1 - s.a0)
			continue
		}
		out.Kind = Changed
		if s.a1 > s.a0 {
			out.Ops = append(out.Ops, Op{Deleted, strings.Join(x[s.a0:s.a1], " ")})
		}
		if s.b1 > s.b0 {
			out.Ops = append(out.Ops, Op{Inserted, strings.Join(y[s.b0:s.b1], " ")})
		}
	}
	switch {
	case len(x) == 0 && len(y) > 0:
		out.Kind = Inserted
	case len(y) == 0 && len(x) > 0:
		out.Kind = Deleted
	case float64(total-kept) > rewritten*float64(total):
		out = Block{Rewritten, []Op{{Deleted, strings.Join(x, " ")}, {Inserted, strings.Join(y, " ")}}}
	}
	return out
}

// Swap is a phrase that took another's place.
type Swap struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Swaps returns up to n short phrases that were replaced, those with figures
// first: "Rp2,1 miliar" became "Rp1,2 miliar".
func Swaps(blocks []Block, n int) []Swap {
	var figures, words []Swap
	for _, b := range blocks {
		if b.Kind != Changed {
			continue
		}
		for i := 1; i < len(b.Ops); i++ {
			d, in := b.Ops[i-1], b.Ops[i]
			if d.Kind != Deleted || in.Kind != Inserted || len(d.Text) > 60 || len(in.Text) > 60 {
				continue
			}
			s := Swap{d.Text, in.Text}
			// The word after a figure is its unit, and the reader wants it.
			if i+1 < len(b.Ops) && digits(d.Text+in.Text) {
				if unit, _, _ := strings.Cut(b.Ops[i+1].Text, " "); !strings.ContainsAny(in.Text[len(in.Text)-1:], ".,;:") && len(unit) < 20 {
					s.From, s.To = s.From+" "+unit, s.To+" "+unit
				}
			}
			if digits(s.From + s.To) {
				figures = append(figures, s)
			} else {
				words = append(words, s)
			}
		}
	}
	all := append(figures, words...)
	return all[:min(n, len(all))]
}

// Words counts the words that came and went.
func Words(blocks []Block) (added, removed int) {
	for _, b := range blocks {
		for _, op := range b.Ops {
			switch op.Kind {
			case Inserted:
				added += len(strings.Fields(op.Text))
			case Deleted:
				removed += len(strings.Fields(op.Text))
			}
		}
	}
	return added, removed
}

func digits(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// tidy writes every run of white space as one space and drops empty paragraphs.
func tidy(ps []string) []string {
	var out []string
	for _, p := range ps {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}
