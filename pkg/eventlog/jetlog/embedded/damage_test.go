package embedded

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/eventlog"
)

// A disk that spoils a file: the server starts without a word; Verify tells.
func TestVerifySeesDamage(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(b []byte) []byte
	}{
		{"one bit of a text", func(b []byte) []byte { b[len(b)/2] ^= 1; return b }},
		{"a page of zeroes", func(b []byte) []byte { clear(b[len(b)/2:][:4096]); return b }},
		{"the end cut off", func(b []byte) []byte { return b[:len(b)-5000] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			l := open(t, Options{Dir: dir})
			if _, err := l.Append(t.Context(), articles(t, 0, 60)...); err != nil {
				t.Fatal(err)
			}
			if v, err := eventlog.Verify(t.Context(), l, "NEWS"); err != nil || v.Missing > 0 || len(v.Damaged) > 0 {
				t.Fatalf("Verify before = %+v, %v", v, err)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			file := block(t, dir)
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, c.spoil(b), 0o600); err != nil {
				t.Fatal(err)
			}
			l = open(t, Options{Dir: dir})
			v, err := eventlog.Verify(t.Context(), l, "NEWS")
			if err != nil {
				t.Fatal(err)
			}
			in, err := l.Info(t.Context(), "NEWS")
			if err != nil {
				t.Fatal(err)
			}
			if v.Missing == 0 && len(v.Damaged) == 0 && in.Last == 60 {
				t.Errorf("Verify = %+v and Info = %+v: nobody notices", v, in)
			}
			t.Logf("missing %d, damaged %d, last %d", v.Missing, len(v.Damaged), in.Last)
		})
	}
}

// block returns the file of NEWS that holds its messages.
func block(t *testing.T, dir string) string {
	t.Helper()
	var out string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".blk") && strings.Contains(path, "NEWS") {
			out = path
		}
		return err
	})
	if err != nil || out == "" {
		t.Fatalf("no file of messages below %s (%v)", dir, err)
	}
	return out
}
