package benchextract

import (
	"bytes"
	"maps"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"

	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/extracttest"
)

// daters are what is compared on the day of publication. A zero time is no answer.
var daters = []struct {
	name string
	date func(extracttest.Dated) time.Time
}{
	{"jejak", func(d extracttest.Dated) time.Time {
		r := extract.Read(extract.Page{URL: d.URL, Body: d.HTML, Fetched: d.Fetched})
		if r.Article.Published == nil {
			return time.Time{}
		}
		return r.Article.Published.Time
	}},
	{"go-readability-v2", func(d extracttest.Dated) time.Time {
		u, _ := url.Parse(d.URL)
		parser := readability.NewParser()
		a, err := parser.Parse(bytes.NewReader(d.HTML), u)
		if err != nil {
			return time.Time{}
		}
		at, _ := a.PublishedTime()
		return at
	}},
	{"go-trafilatura", func(d extracttest.Dated) time.Time {
		u, _ := url.Parse(d.URL)
		r, err := trafilatura.Extract(bytes.NewReader(d.HTML), trafilatura.Options{OriginalURL: u, EnableFallback: true})
		if err != nil || r == nil {
			return time.Time{}
		}
		return r.Metadata.Date
	}},
}

// TestDates prints, for every set of dated pages, how often the day of publication is right: as the outlet writes it, or
// at the same instant where the set knows one. Precision is over the pages with an answer, recall over the pages with a
// day. JEJAK_ONLY names one reader. JEJAK_MISSES names a set whose wrong pages are listed: a set that rules are made after. The
// pages of the others are counted and stay unseen.
func TestDates(t *testing.T) {
	sets := extracttest.DatedSets(t)
	for _, set := range slices.Sorted(maps.Keys(sets)) {
		for _, by := range daters {
			if only := os.Getenv("JEJAK_ONLY"); only != "" && only != by.name {
				continue
			}
			right, wrong, missed, invented := 0, 0, 0, 0
			for _, d := range sets[set] {
				at := by.date(d)
				switch ok := rightDay(at, d); {
				case at.IsZero() && d.Day == "":
				case at.IsZero():
					missed++
				case d.Day == "":
					invented++
				case ok:
					right++
					continue
				default:
					wrong++
				}
				if by.name == "jejak" && os.Getenv("JEJAK_MISSES") == set && !(at.IsZero() && d.Day == "") {
					t.Logf("  %s: %v, want %s %v (%s)", d.File, at, d.Day, d.Instant, d.URL)
				}
			}
			t.Logf("%-24s %-18s P %.3f R %.3f (%d right, %d wrong, %d missed of %d; a date where none is known %d)", set, by.name,
				float64(right)/float64(max(right+wrong, 1)), float64(right)/float64(max(right+wrong+missed, 1)), right, wrong, missed, right+wrong+missed, invented)
		}
	}
}

// rightDay reports whether a time is on the day that is wanted, in the zone it was written in or in that of the truth.
func rightDay(at time.Time, d extracttest.Dated) bool {
	return at.Format(time.DateOnly) == d.Day || !d.Instant.IsZero() && at.In(d.Instant.Location()).Format(time.DateOnly) == d.Day
}
