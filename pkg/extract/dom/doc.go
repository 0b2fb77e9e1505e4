// Package dom reads the HTML of the open web into a small tree.
//
// [Parse] takes any string and always returns a tree: it has no errors. It is
// not the HTML standard's tree builder. It knows void and raw-text elements,
// implied end tags and misnested formatting, which is what the text of an
// article depends on, and leaves out what only a browser needs (foster
// parenting, scripting, quirks).
//
// It exists for three promises that a conforming parser does not make: time and
// memory grow linearly with the input whatever the input is; nesting of any
// depth gives a tree, flattened below [MaxDepth]; and nodes are numbered in
// document order, so that a subtree is the range from [Node.ID] to [Node.End]
// and a statistic over all subtrees is one pass over a slice.
//
// Names and values are slices of the input: a tree keeps its source alive.
package dom
