package enrich

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// shared returns the folder of the project's measuring data, or skips.
func shared(t testing.TB, part string) string {
	dir := os.Getenv("JEJAK_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "shared", part)); err == nil {
				dir = filepath.Join(at, "shared")
				break
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, part)); dir == "" || err != nil {
		t.Skipf("no shared/%s beside the repository; set JEJAK_SHARED to measure", part)
	}
	return filepath.Join(dir, part)
}

func embedded(t testing.TB) *Enricher {
	reg, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return New(reg)
}

type goldDocument struct {
	Source     struct{ URL string }
	Published  struct{ Value, Best *string }
	Paragraphs []struct{ Kind, Text string }
}

// TestGold writes what the enricher says of the annotated articles as lines that
// the scorer reads: JEJAK_GOLD_OUT=/tmp/out.ndjson go test -run Gold, and then
// score /tmp/out.ndjson. Its own check is that every span reproduces its text.
func TestGold(t *testing.T) {
	dir := shared(t, "data/gold")
	e := embedded(t)
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s: %v", dir, err)
	}
	var out strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d goldDocument
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatal(err)
		}
		a := &news.Article{URL: d.Source.URL}
		if o, ok := e.reg.OutletByHost(hostOf(d.Source.URL)); ok {
			a.Outlet = o.ID
		}
		for _, p := range d.Paragraphs {
			if p.Kind == "body" {
				a.Paragraphs = append(a.Paragraphs, p.Text)
			}
		}
		for _, at := range []*string{d.Published.Value, d.Published.Best} {
			if a.Published != nil || at == nil || len(*at) < 10 {
				continue
			}
			for _, layout := range []string{"2006-01-02", "January 2, 2006"} {
				if day, err := time.Parse(layout, (*at)[:min(len(*at), max(10, len(layout)-5))]); err == nil {
					a.Published = &news.Stamp{Time: day.Add(12 * time.Hour), Rule: "gold"}
				} else if day, err := time.Parse(layout, *at); err == nil {
					a.Published = &news.Stamp{Time: day.Add(12 * time.Hour), Rule: "gold"}
				}
			}
		}
		observed := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
		tags := e.Tags(a, observed)
		checkSpans(t, filepath.Base(file), a, tags)
		line, err := json.Marshal(map[string]any{
			"file": filepath.Base(file), "paragraphs": a.Paragraphs, "mentions": tags.Mentions, "officials": tags.Officials,
			"quotes": tags.Quotes, "dates": tags.Dates, "topics": tags.Topics, "scope": tags.Scope, "unsettled": tags.Unsettled,
		})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	if to := os.Getenv("JEJAK_GOLD_OUT"); to != "" {
		if err := os.WriteFile(to, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func hostOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

func checkSpans(t testing.TB, name string, a *news.Article, tags news.Tags) {
	t.Helper()
	check := func(s news.Span) {
		if s.Paragraph < 0 || s.Paragraph >= len(a.Paragraphs) {
			t.Fatalf("%s: %q lies in paragraph %d of %d", name, s.Text, s.Paragraph, len(a.Paragraphs))
		}
		text := []rune(a.Paragraphs[s.Paragraph])
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
			t.Fatalf("%s: %q at %d..%d of %d", name, s.Text, s.Start, s.End, len(text))
		}
		if got := string(text[s.Start:s.End]); got != string([]rune(s.Text)) { // broken UTF-8 counts as one point each
			t.Errorf("%s: the span of %q holds %q", name, s.Text, got)
		}
	}
	for _, m := range tags.Mentions {
		check(m.Span)
	}
	for _, o := range tags.Officials {
		for _, s := range o.Evidence {
			check(s)
		}
	}
	for _, o := range tags.Topics {
		for _, s := range o.Evidence {
			check(s)
		}
	}
	for _, o := range tags.Scope {
		for _, s := range o.Evidence {
			check(s)
		}
	}
	for _, u := range tags.Unsettled {
		check(u.Span)
	}
}
