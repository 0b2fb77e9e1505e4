package extracttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Dated is a page of which somebody wrote down when it was published.
type Dated struct {
	File, URL string
	HTML      []byte
	Fetched   time.Time // zero where nobody wrote it down
	Day       string    // 2025-05-17, as it was written down
	Instant   time.Time // zero where the day alone is known
	Title     string    // where the set has them
	Body      string
}

// DatedSets returns the folders of the environment variable JEJAK_DATED (a list in the form of PATH), or skips.
// A folder is one of
//
//   - the parser tests of Fundus (tests/resources/parser/test_data): one folder a country with saved pages, meta.info and
//     the expected attributes of each outlet,
//   - the tests of htmldate (tests): JSON objects eval_*.json from address to file and day, and the pages in folders beside.
func DatedSets(t testing.TB) map[string][]Dated {
	t.Helper()
	list := os.Getenv("JEJAK_DATED")
	if list == "" {
		t.Skip("SKIPPED: no dated pages (set JEJAK_DATED to the parser tests of Fundus or the tests of htmldate)")
	}
	out := map[string][]Dated{}
	for _, dir := range filepath.SplitList(list) {
		infos, _ := filepath.Glob(filepath.Join(dir, "*", "meta.info"))
		evals, _ := filepath.Glob(filepath.Join(dir, "eval_*.json"))
		if len(infos)+len(evals) == 0 {
			t.Fatalf("%s: neither */meta.info nor eval_*.json is there", dir)
		}
		var err error
		for _, name := range infos {
			var pages []Dated
			if pages, err = fundus(name); err != nil {
				t.Fatal(err)
			}
			out["fundus"] = append(out["fundus"], pages...)
		}
		for _, name := range evals {
			set := "htmldate " + strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "eval_"), ".json")
			if out[set], err = htmldate(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// fundus reads one country. Which attributes belong to which page is written down by order alone: of an outlet's saved
// pages, oldest first, the n-th has the n-th version. Outlets where the two do not match in number are left out.
func fundus(info string) ([]Dated, error) {
	dir := filepath.Dir(info)
	var saved map[string]struct {
		URL   string
		Crawl string `json:"crawl_date"`
	}
	if err := readJSON(info, &saved); err != nil {
		return nil, err
	}
	outlets := map[string][]string{}
	for _, file := range slices.Sorted(maps.Keys(saved)) {
		outlet, _, _ := strings.Cut(file, "_")
		outlets[outlet] = append(outlets[outlet], file)
	}
	var out []Dated
	for _, outlet := range slices.Sorted(maps.Keys(outlets)) {
		var versions map[string]attributes
		if err := readJSON(filepath.Join(dir, outlet+".json"), &versions); err != nil {
			return nil, err
		}
		keys := slices.Sorted(maps.Keys(versions))
		if len(keys) != len(outlets[outlet]) {
			continue
		}
		for i, file := range outlets[outlet] {
			d, err := versions[keys[i]].dated()
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", dir, outlet, err)
			}
			d.File, d.URL = filepath.Base(dir)+"/"+file, saved[file].URL
			if d.Fetched, err = instant(saved[file].Crawl); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", info, file, err)
			}
			if d.HTML, err = readPage(filepath.Join(dir, file)); err != nil {
				return nil, err
			}
			out = append(out, d)
		}
	}
	return out, nil
}

// attributes are what Fundus expects of a page.
type attributes struct {
	Title string
	Date  string `json:"publishing_date"`
	Body  struct {
		Summary  []string
		Sections []struct{ Headline, Paragraphs []string }
	}
}

func (a attributes) dated() (Dated, error) {
	d := Dated{Title: a.Title}
	text := a.Body.Summary
	for _, s := range a.Body.Sections {
		text = append(append(text, s.Headline...), s.Paragraphs...)
	}
	d.Body = strings.Join(text, "\n")
	if a.Date == "" {
		return d, nil
	}
	var err error
	d.Instant, err = instant(a.Date)
	d.Day = a.Date[:min(len(a.Date), len(time.DateOnly))]
	return d, err
}

// instant reads a time as Python prints it; without a zone it is in UTC.
func instant(s string) (time.Time, error) {
	for _, form := range []string{"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time such as 2025-05-17 10:15:00+07:00", s)
}

// htmldate reads one evaluation: addresses with the file and the day.
func htmldate(name string) ([]Dated, error) {
	var truth map[string]struct{ File, Date string }
	if err := readJSON(name, &truth); err != nil {
		return nil, err
	}
	var out []Dated
	for _, url := range slices.Sorted(maps.Keys(truth)) {
		g := truth[url]
		d := Dated{File: g.File, URL: url, Day: g.Date}
		var err error
		for _, folder := range []string{"cache", "eval", "test_set"} {
			if d.HTML, err = readPage(filepath.Join(filepath.Dir(name), folder, g.File)); err == nil {
				break
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue // the set names more pages than it carries
		}
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func readJSON(name string, into any) error {
	raw, err := readPage(name)
	if err != nil {
		return err
	}
	raw = bytes.ReplaceAll(raw, []byte(": NaN"), []byte(": null")) // as Python prints it
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
