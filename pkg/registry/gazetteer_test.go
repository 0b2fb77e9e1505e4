package registry_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// shared reads a file of the evaluation data beside the checkout.
func shared(t *testing.T, name string, v any) {
	t.Helper()
	dir := os.Getenv("JEJAK_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Skipf("the evaluation data are not here (%v); set JEJAK_SHARED", err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// TestGazetteerOfficials: every person of the gathered records is known under the
// name there, and held something on the day the record begins.
func TestGazetteerOfficials(t *testing.T) {
	var file struct {
		Records []struct {
			Office, Person, Start, Institution string
			Sources                            []string
		}
	}
	shared(t, "data/gazetteer/officials.json", &file)
	if len(file.Records) < 100 {
		t.Fatalf("%d records", len(file.Records))
	}
	r := embedded(t)
	for _, rec := range file.Records {
		name := strings.TrimPrefix(rec.Person, "Ir. ")
		ids := r.OfficialsNamed(name)
		if len(ids) == 0 {
			t.Errorf("%s (%s %s) is not known", rec.Person, rec.Office, rec.Institution)
			continue
		}
		start, err := news.ParsePartialDate(rec.Start)
		if err != nil {
			continue
		}
		held := false
		for _, id := range ids {
			held = held || len(r.Held(id, start.Last())) > 0
		}
		if !held {
			t.Errorf("%s held nothing on %s (%s %s)", rec.Person, start.Last(), rec.Office, rec.Institution)
		}
	}
}

// TestAmbiguousNames: a name that several regions bear is never settled by the
// name alone.
func TestAmbiguousNames(t *testing.T) {
	var file struct {
		Names map[string][]string
	}
	shared(t, "data/gazetteer/ambiguous-region-names.json", &file)
	if len(file.Names) < 50 {
		t.Fatalf("%d names", len(file.Names))
	}
	r := embedded(t)
	for name, want := range file.Names {
		if got := r.PlacesNamed(name); len(got) < len(want) {
			t.Errorf("PlacesNamed(%q) = %v, want %d and more: %v", name, got, len(want), want)
		}
	}
}
