// Package pkg_test holds the tests about the repository itself.
package pkg_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/jejak-id/jejak/"

// layer is one row of the table of who may import whom. Arrows point down:
// services, stages, contracts, event, news. Stages never import each other or an
// adapter: they meet through the log.
type layer struct {
	may []string // packages of this repository, by path below the module root; a trailing /... takes in subfolders
	why string
}

// sourceFiles parses every Go file below the repository root, with comments, by
// package directory.
func sourceFiles(t *testing.T, tests bool) map[string][]*ast.File {
	t.Helper()
	files := map[string][]*ast.File{}
	fset := token.NewFileSet()
	for _, root := range []string{"../pkg", "../services"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules") {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || !tests && strings.HasSuffix(path, "_test.go") {
				return nil
			}
			f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")
			files[dir] = append(files[dir], f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 10 {
		t.Fatalf("found %d packages: this test looks in the wrong place", len(files))
	}
	return files
}

func TestDeps(t *testing.T) {
	files := sourceFiles(t, false)
	for _, dir := range slices.Sorted(maps.Keys(files)) {
		row, ok := deps[dir]
		if !ok {
			t.Errorf("%s is not in the table of deps_test.go: add a row and say why", dir)
			continue
		}
		for _, f := range files[dir] {
			for _, imp := range f.Imports {
				path := strings.Trim(imp.Path.Value, `"`)
				target, ours := strings.CutPrefix(path, module)
				if dir == "pkg/news" && !ours && strings.Contains(strings.Split(path, "/")[0], ".") {
					t.Errorf("pkg/news imports %s: the domain is the standard library alone", path)
				}
				if ours && !allowed(row.may, target) {
					t.Errorf("%s imports %s, which its row does not allow (%s)", dir, target, row.why)
				}
			}
		}
	}
	for dir := range deps {
		if files[dir] == nil {
			t.Errorf("the table has a row for %s, which is not there", dir)
		}
	}
}

func allowed(may []string, target string) bool {
	for _, m := range may {
		if prefix, deep := strings.CutSuffix(m, "/..."); deep && (target == prefix || strings.HasPrefix(target, prefix+"/")) {
			return true
		}
		if m == target {
			return true
		}
	}
	return false
}

func TestPackageDocs(t *testing.T) {
	files := sourceFiles(t, false)
	for _, dir := range slices.Sorted(maps.Keys(files)) {
		var docs []string
		for _, f := range files[dir] {
			if f.Doc != nil {
				docs = append(docs, f.Doc.Text())
			}
		}
		if len(docs) != 1 {
			t.Errorf("%s has %d package comments, want one", dir, len(docs))
			continue
		}
		name := files[dir][0].Name.Name
		first := strings.Fields(docs[0])
		want := "Package " + name
		if name == "main" {
			want = "" // a command's comment starts with its name
		}
		if want != "" && strings.Join(first[:min(2, len(first))], " ") != want {
			t.Errorf("%s: the package comment starts %q, want %q", dir, strings.Join(first[:min(2, len(first))], " "), want)
		}
	}
}
