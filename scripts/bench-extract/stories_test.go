package benchextract

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// TestStories prints text and headline on the sets of [extracttest.DatedSets] that have them. What Fundus expects of a
// text is the outlet's own choice (some count the summary and subheads in, some do not), so the figures compare readers
// and are no measure of their own.
func TestStories(t *testing.T) {
	sets := extracttest.DatedSets(t)
	for _, set := range slices.Sorted(maps.Keys(sets)) {
		var pages []extracttest.Page
		headlines, same := 0, 0
		for _, d := range sets[set] {
			if d.Body != "" {
				pages = append(pages, extracttest.Page{ID: d.File, URL: d.URL, HTML: d.HTML, Want: d.Body})
			}
			if d.Title != "" {
				headlines++
				r := extract.Read(extract.Page{URL: d.URL, Body: d.HTML, Fetched: d.Fetched})
				if folded(r.Article.Title) == folded(d.Title) {
					same++
				}
			}
		}
		if len(pages) == 0 {
			continue
		}
		for _, r := range readers[:3] {
			p, rec, f, _ := extracttest.Score(pages, r.read)
			t.Logf("%-12s %-18s F1 %.4f precision %.4f recall %.4f (%d pages)", set, r.name, f, p, rec, len(pages))
		}
		t.Logf("%-12s headline the same: %d of %d", set, same, headlines)
	}
}

// folded leaves the letters and digits of a headline.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
