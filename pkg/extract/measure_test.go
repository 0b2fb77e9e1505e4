package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// TestBenchmarkPages measures the second set of three that are never mixed: whole pages of other countries. With
// JEJAK_DUMP set to a folder, what was read and what was wanted are written there, the worst page first in "list".
func TestBenchmarkPages(t *testing.T) {
	pages := extracttest.Benchmark(t)
	texts := map[string]string{}
	p, r, f, each := extracttest.Score(pages, func(pg extracttest.Page) string {
		a := Read(Page{URL: pg.URL, Body: pg.HTML}).Article
		texts[pg.ID] = strings.Join(a.Paragraphs, "\n")
		return texts[pg.ID]
	})
	t.Logf("article-extraction-benchmark, %d pages: F1 %.4f precision %.4f recall %.4f", len(pages), f, p, r)
	if f < 0.970 {
		t.Errorf("F1 %.4f, want 0.970", f)
	}
	if dir := os.Getenv("JEJAK_DUMP"); dir != "" {
		idx := make([]int, len(pages))
		for i := range idx {
			idx[i] = i
		}
		sort.Slice(idx, func(i, j int) bool { return each[idx[i]].F1() < each[idx[j]].F1() })
		var list strings.Builder
		for _, i := range idx {
			name := filepath.Join(dir, pages[i].ID[:8])
			fmt.Fprintf(&list, "%.3f p=%.3f r=%.3f %s %s\n", each[i].F1(), each[i].Precision(), each[i].Recall(), pages[i].ID[:8], pages[i].URL)
			for _, err := range []error{
				os.WriteFile(name+".got", []byte(texts[pages[i].ID]), 0o644),
				os.WriteFile(name+".want", []byte(pages[i].Want), 0o644),
				os.WriteFile(name+".html", pages[i].HTML, 0o644),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "list"), []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
