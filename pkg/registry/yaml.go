package registry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Fault is one thing that is wrong with a file, and what to do about it.
type Fault struct {
	File string
	Line int
	What string
	Fix  string
}

func (f Fault) Error() string {
	s := fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
	if f.Fix != "" {
		s += "; " + f.Fix
	}
	return s
}

// Faults returns the faults in an error of this package, in file order.
func Faults(err error) []Fault {
	var out []Fault
	var one Fault
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			out = append(out, Faults(e)...)
		}
	} else if errors.As(err, &one) {
		out = append(out, one)
	}
	return out
}

// faults collects what is wrong, so that a reviewer sees everything at once.
type faults struct{ list []Fault }

func (f *faults) add(at pos, fix, what string, args ...any) {
	f.list = append(f.list, Fault{at.file, at.line, fmt.Sprintf(what, args...), fix})
}

func (f *faults) err() error {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	f.list = slices.Compact(f.list)
	errs := make([]error, len(f.list))
	for i, x := range f.list {
		errs[i] = x
	}
	return errors.Join(errs...)
}

type pos struct {
	file string
	line int
}

func (p pos) String() string { return p.file + ":" + strconv.Itoa(p.line) }

// record is one mapping of a YAML file. Its fields are read by name; what was
// not read at the end is an unknown key. Scalars are read as the characters that
// stand in the file, so that 35.10 stays a region code and 2023-09-24 a day.
type record struct {
	pos
	fields map[string]ast.Node
	lines  map[string]int
	read   map[string]bool
	faults *faults
}

func (r *record) at(key string) pos {
	if l, ok := r.lines[key]; ok {
		return pos{r.file, l}
	}
	return r.pos
}

func (r *record) text(key string) string {
	n := r.take(key)
	if n == nil {
		return ""
	}
	s, ok := scalar(n)
	if !ok {
		r.faults.add(r.at(key), "write one value", "%s is a list or a mapping", key)
	}
	return s
}

func (r *record) texts(key string) []string {
	n := r.take(key)
	if n == nil {
		return nil
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.faults.add(r.at(key), "write it as [a, b]", "%s is not a list", key)
		return nil
	}
	var out []string
	for _, v := range seq.Values {
		s, ok := scalar(v)
		if !ok || s == "" {
			r.faults.add(pos{r.file, lineOf(v)}, "write one value", "an entry of %s is empty or not a single value", key)
			continue
		}
		out = append(out, s)
	}
	return out
}

func (r *record) number(key string) int {
	s := r.text(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.faults.add(r.at(key), "write a number from 0 up", "%s is %q", key, s)
	}
	return n
}

func (r *record) flag(key string) bool {
	switch s := r.text(key); s {
	case "true":
		return true
	case "", "false":
		return false
	default:
		r.faults.add(r.at(key), "write true or false", "%s is %q", key, s)
		return false
	}
}

// records reads a list of mappings.
func (r *record) records(key string) []*record {
	n := r.take(key)
	if n == nil {
		return nil
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.faults.add(r.at(key), `start every entry with "- "`, "%s is not a list", key)
		return nil
	}
	var out []*record
	for _, v := range seq.Values {
		if m := mapping(r.file, v, r.faults); m != nil {
			out = append(out, m)
		}
	}
	return out
}

func (r *record) take(key string) ast.Node {
	r.read[key] = true
	return r.fields[key]
}

// done reports the keys that nobody read.
func (r *record) done(kind string) {
	for key := range r.fields {
		if !r.read[key] {
			known := make([]string, 0, len(r.read))
			for k := range r.read {
				known = append(known, k)
			}
			slices.Sort(known)
			r.faults.add(r.at(key), fmt.Sprintf("the keys of %s are %v", kind, known), "unknown key %q", key)
		}
	}
}

// maxFile bounds one file, so that a wrong file name does not fill the memory.
const maxFile = 8 << 20 // bytes

// parseYAML returns the mapping at the top of a file, or nil with faults.
func parseYAML(file string, b []byte, fs *faults) *record {
	if len(b) > maxFile {
		fs.add(pos{file, 1}, "split the file", "%d bytes are more than %d", len(b), maxFile)
		return nil
	}
	tree, err := parse(b)
	if err != nil {
		line := 1
		what := err.Error()
		var syntax yaml.Error
		if errors.As(err, &syntax) {
			what = syntax.GetMessage()
			if t := syntax.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
		}
		fs.add(pos{file, line}, "mend the YAML: indent with spaces, quote values that hold ': ' or '#'", "%s", what)
		return nil
	}
	var body ast.Node
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			fs.add(pos{file, lineOf(doc.Body)}, "use one document per file", "a second document")
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		fs.add(pos{file, 1}, "remove it, or start it with a key such as \"outlets:\"", "the file is empty")
		return nil
	}
	return mapping(file, body, fs)
}

func mapping(file string, n ast.Node, fs *faults) *record {
	r := &record{
		pos: pos{file, lineOf(n)}, faults: fs,
		fields: map[string]ast.Node{}, lines: map[string]int{}, read: map[string]bool{},
	}
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		fs.add(r.pos, "write it as \"key: value\"", "not a mapping")
		return nil
	}
	for i, kv := range values {
		key, ok := scalar(kv.Key)
		if !ok || key == "" || key == "<<" {
			fs.add(pos{file, lineOf(kv)}, "write a plain key", "a key that is not a word")
			continue
		}
		if i == 0 {
			r.line = lineOf(kv.Key)
		}
		r.lines[key] = lineOf(kv.Key)
		if _, null := kv.Value.(*ast.NullNode); null {
			fs.add(r.at(key), "give it a value or remove it", "%s has no value", key)
			r.read[key] = true
			continue
		}
		r.fields[key] = kv.Value
	}
	return r
}

// scalar returns the characters of a single value. Anchors and aliases are not
// values: a file of one's own cannot grow in memory by referring to itself.
func scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}
