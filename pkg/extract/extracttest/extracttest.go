// Package extracttest is what the tests of the extractor and the comparison with others in scripts/bench-extract
// measure with: where the evaluation data lies, word 4-grams, and pages with what is known of them.
//
// The evaluation data belongs to others and is no part of this project. It is read where it lies, and a test that
// misses it skips aloud.
package extracttest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Shared returns a path in the evaluation data that lies in "shared" beside the checkout, or in the folder that the
// environment variable JEJAK_SHARED names. Where it is missing the test is skipped.
func Shared(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("JEJAK_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for root = filepath.Join(dir, "shared"); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			root = filepath.Join(dir, "shared")
			if st, err := os.Stat(filepath.Join(root, "data")); err == nil && st.IsDir() {
				break
			}
		}
	}
	p := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("SKIPPED: evaluation data %s is not here (set JEJAK_SHARED)", filepath.Join(append([]string{"shared"}, parts...)...))
	}
	return p
}

var token = regexp.MustCompile(`[\p{L}\p{N}_]+`)

// Shingles counts the word 4-grams of a text; a shorter text is one shingle.
func Shingles(s string) map[string]int {
	w := token.FindAllString(s, -1)
	out := map[string]int{}
	for i := 0; i < max(1, len(w)-3); i++ {
		if g := strings.Join(w[i:min(i+4, len(w))], " "); g != "" {
			out[g]++
		}
	}
	return out
}

// Counts are how many shingles two texts share and each has alone.
type Counts struct{ Both, Extra, Missed float64 }

// Compare counts what a text that was read has in common with the text that was wanted.
func Compare(want, got string) Counts {
	var c Counts
	w, g := Shingles(want), Shingles(got)
	for s, n := range w {
		both := min(n, g[s])
		c.Both += float64(both)
		c.Missed += float64(n - both)
	}
	for s, n := range g {
		c.Extra += float64(n - min(n, w[s]))
	}
	return c
}

// Add sums two counts.
func (c *Counts) Add(o Counts) {
	c.Both, c.Extra, c.Missed = c.Both+o.Both, c.Extra+o.Extra, c.Missed+o.Missed
}

// Precision is the share of what was read that was wanted.
func (c Counts) Precision() float64 { return share(c.Both, c.Extra) }

// Recall is the share of what was wanted that was read.
func (c Counts) Recall() float64 { return share(c.Both, c.Missed) }

// F1 is the harmonic mean of the two.
func (c Counts) F1() float64 { return harmonic(c.Precision(), c.Recall()) }

func share(part, rest float64) float64 {
	if part+rest == 0 {
		return 1
	}
	return part / (part + rest)
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}
