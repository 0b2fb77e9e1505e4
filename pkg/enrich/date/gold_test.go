package date

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// sharedDir finds the folder with the annotated articles, which are their outlets'
// and therefore not in the repository: a sibling of the checkout, or JEJAK_SHARED.
func sharedDir(t *testing.T, path string) string {
	t.Helper()
	dir := os.Getenv("JEJAK_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; dir == "" && at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "shared", path)); err == nil {
				dir = filepath.Join(at, "shared")
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, path)); dir == "" || err != nil {
		t.Skipf("no shared/%s beside the checkout and none in JEJAK_SHARED: dates are not measured", path)
	}
	return filepath.Join(dir, path)
}

type goldArticle struct {
	Published  map[string]any
	Paragraphs []struct{ Kind, Text string }
	Dates      []struct {
		Para, Start, End int
		Surface          string
		Date             string
		StartDate        string `json:"start_date"`
		EndDate          string `json:"end_date"`
		Role             string
	}
}

// day is the day of publication as far as the annotation knows it.
func (g *goldArticle) day() news.Date {
	for _, key := range []string{"value", "best"} {
		s, _ := g.Published[key].(string)
		if len(s) >= 10 {
			if d, err := news.ParseDate(s[:10]); err == nil {
				return d
			}
		}
		for _, form := range []string{"January 2, 2006", "2 - Jan - 2006"} {
			if at, err := time.Parse(form, strings.Split(s, ", 1")[0]); err == nil {
				return news.DateOf(at)
			}
		}
	}
	return ""
}

var (
	lead = regexp.MustCompile(`(?i)^(?:(?:pada|hari|tanggal|tahun|bulan|periode|mulai|sejak)\s+)+`)
	tail = regexp.MustCompile(`(?i)\s+(?:dini hari|pagi|siang|sore|petang|malam|wib)$`)
)

func bare(s string) string { return tail.ReplaceAllString(lead.ReplaceAllString(s, ""), "") }

// TestGold measures the finder on the annotated articles, by the definitions of the
// scorer beside them.
func TestGold(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedDir(t, "data/gold"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no annotated articles: %v", err)
	}
	gold, printed, hit := 0, 0, 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var g goldArticle
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for i, p := range g.Paragraphs {
			if p.Kind != "body" {
				continue
			}
			out := Find(lang.ReadAll([]string{p.Text}), g.day())
			printed += len(out)
			used := make([]bool, len(out))
			for _, want := range g.Dates {
				if want.Para != i {
					continue
				}
				gold++
				first, last := want.StartDate, want.EndDate
				if first == "" {
					first, last = want.Date, want.Date
				}
				from, to := news.PartialDate(first).First(), news.PartialDate(last).Last()
				ok := false
				for k, d := range out {
					same := d.From == from && d.To == to
					part := len(want.Date) < 10 && d.From >= from && d.To <= to
					misprint := strings.Contains(want.Role, string(d.From)[:4])
					if d.Start < want.End && d.End > want.Start && bare(d.Text) == bare(want.Surface) && (same || part || misprint) {
						ok, used[k] = true, true
					}
				}
				if ok {
					hit++
				} else {
					t.Logf("%s: missed %q = %s to %s", filepath.Base(file), want.Surface, from, to)
				}
			}
			for k, d := range out {
				if !used[k] {
					t.Logf("%s: more: %q = %s to %s (%s, %s)", filepath.Base(file), d.Text, d.From, d.To, d.Rule, d.Role)
				}
			}
		}
	}
	f1 := 2 * float64(hit) / float64(gold+printed)
	t.Logf("dates: %d gold, %d printed, %d right, F1 %.3f", gold, printed, hit, f1)
	if f1 < 0.93 {
		t.Errorf("dates F1 %.3f, want 0.93", f1)
	}
}
