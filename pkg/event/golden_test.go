package event

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// samples returns every event ever written, by wire name. A sample stays for
// ever: a type that gained a field keeps its old sample, and the newer one goes
// beside it as <type>+<what>.json.
func samples(t testing.TB) map[string][][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in testdata (%v): this test looks in the wrong place", err)
	}
	out := map[string][][]byte{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".json"), "+")
		out[name] = append(out[name], b)
	}
	return out
}

func TestEveryTypeHasASample(t *testing.T) {
	have := samples(t)
	for _, name := range Types() {
		if len(have[name]) == 0 {
			t.Errorf("%s has no sample: write testdata/%s.json", name, name)
		}
	}
	for name := range have {
		if !slices.Contains(Types(), name) {
			t.Errorf("testdata has a sample of %s, which the catalogue no longer reads", name)
		}
	}
}

func TestSamplesDecodeForEver(t *testing.T) {
	for name, list := range samples(t) {
		for i, b := range list {
			t.Run(fmt.Sprintf("%s/%d", name, i), func(t *testing.T) {
				e, err := Decode(b)
				if err != nil {
					t.Fatalf("a stored event can no longer be read: %v", err)
				}
				if e.Data.Type() != name {
					t.Errorf("type %s in the file of %s", e.Data.Type(), name)
				}
				if s, ok := StreamOf(e.Data.Subject()); !ok {
					t.Errorf("no stream takes %s", e.Data.Subject())
				} else if s.Name == "" {
					t.Errorf("%s goes to a stream without name", e.Data.Subject())
				}
				again, err := Encode(e)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := generic(t, again), generic(t, b); !reflect.DeepEqual(got, want) {
					t.Errorf("decode and encode lose something:\n got %v\nwant %v", got, want)
				}
				fresh, err := New(e.Source, e.Time, e.OutletTime, e.Data)
				if err != nil {
					t.Fatal(err)
				}
				if fresh.ID != e.ID {
					t.Errorf("the same fact now has the id %s, was %s: repeats of old facts would be stored again", fresh.ID, e.ID)
				}
			})
		}
	}
}

// A field that no sample sets could be renamed without a test noticing.
func TestSamplesSetEveryField(t *testing.T) {
	for name, list := range samples(t) {
		set := map[string]bool{}
		var typ reflect.Type
		for _, b := range list {
			e, err := Decode(b)
			if err != nil {
				continue // TestSamplesDecodeForEver says so
			}
			typ = reflect.TypeOf(e.Data)
			markSet(reflect.ValueOf(e.Data), "", set)
		}
		if typ == nil {
			continue
		}
		for _, f := range fields(typ, "") {
			if !set[f] {
				t.Errorf("no sample of %s sets %s", name, f)
			}
		}
	}
}

// fields lists the paths of the exported leaf fields of a struct type.
func fields(typ reflect.Type, path string) []string {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ.String() == "time.Time" {
		return []string{path}
	}
	var out []string
	for i := range typ.NumField() {
		if f := typ.Field(i); f.IsExported() {
			out = append(out, fields(f.Type, path+"."+f.Name)...)
		}
	}
	return out
}

// markSet notes the paths of the leaf fields that hold more than their zero value.
func markSet(v reflect.Value, path string, set map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			markSet(v.Elem(), path, set)
		}
		return
	case reflect.Slice:
		for i := range v.Len() {
			markSet(v.Index(i), path, set)
		}
		return
	case reflect.Struct:
		if v.Type().String() != "time.Time" {
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() {
					markSet(v.Field(i), path+"."+f.Name, set)
				}
			}
			return
		}
	}
	if !v.IsZero() {
		set[path] = true
	}
}

func generic(t *testing.T, b []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
