package registry_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jejak-id/jejak/pkg/registry"
)

// town is a small sound registry; each case below breaks it in one way.
const town = `places:
  - {code: "99", kind: provinsi, name: Wanajaya}
  - {code: "99.71", kind: kota, name: Kota Wanasari}
officials:
  - {id: ratna-kemuning, name: Ratna Kemuning}
  - {id: bagus-lintang, name: Bagus Lintang}
offices:
  - id: wali-kota-wanasari
    name: Wali Kota Wanasari
    place: "99.71"
    terms:
      - {official: ratna-kemuning, from: 2020-01-01, until: 2024-06-30, sources: [sample]}
      - {official: bagus-lintang, from: 2024-06-30, status: pj, sources: [sample]}
outlets:
  - id: kabar-wanasari
    name: Kabar Wanasari
    kind: press
    hosts: [kabar.example]
    feeds: ["https://kabar.example/feed"]
    zone: Asia/Jakarta
    articles: '^/berita/'
topics:
  - id: pasar
    label: Pasar
    rules: [{any: [pasar]}]
`

func load(files map[string]string) (*registry.Registry, error) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return registry.Load(fsys)
}

func TestFaults(t *testing.T) {
	if _, err := load(map[string]string{"town.yaml": town}); err != nil {
		t.Fatalf("the sound registry: %v", err)
	}
	tests := []struct{ old, new, want string }{
		{"from: 2024-06-30, status: pj", "from: 2024-06-01, status: pj", "town.yaml:13: bagus-lintang holds"},
		{"from: 2024-06-30, status: pj", "from: 2024-06-01, status: plt", ""}, // stands in for the holder
		{"from: 2024-06-30, status: pj", "from: 2024-06-01, status: pj, unverified: true", ""},
		{"until: 2024-06-30, sources", `until: "2024-01..2024-06-30", sources`, ""},
		{"official: bagus-lintang", "official: bagus-lintan", `town.yaml:13: official "bagus-lintan" is not in the registry`},
		{"until: 2024-06-30", "until: 2024-06-31", `town.yaml:12: until: date "2024-06-31": want YYYY-MM-DD`},
		{"until: 2024-06-30", "until: 2019", "town.yaml:12: until 2019 is before from 2020-01-01; exchange the two dates"},
		{"status: pj", "status: penjabat", `town.yaml:13: status "penjabat"; one of definitif, pj`},
		{"from: 2020-01-01, until: 2024-06-30, sources: [sample]", "from: 2020-01-01, until: 2024-06-30", "town.yaml:12: the term of \"ratna-kemuning\" has no sources"},
		{"place: \"99.71\"", "place: \"99.72\"", `town.yaml:10: place "99.72" is not in the registry`},
		{"id: bagus-lintang", "id: ratna-kemuning", `town.yaml:6: official "ratna-kemuning" stands at town.yaml:5 already`},
		{"name: Bagus Lintang", "name: Ratna  KEMUNING", `town.yaml:6: the name "Ratna  KEMUNING" of official "bagus-lintang" belongs to "ratna-kemuning"`},
		{"id: bagus-lintang, name", "id: Bagus_Lintang, name", "town.yaml:6: id: identifier"},
		{"    zone: Asia/Jakarta", "    zona: Asia/Jakarta", `town.yaml:20: unknown key "zona"; the keys of an outlet are`},
		{"zone: Asia/Jakarta", "zone: Asia/Wanasari", `town.yaml:20: zone "Asia/Wanasari"`},
		{"'^/berita/'", "'^/(berita/'", `town.yaml:21: articles of outlet "kabar-wanasari": error parsing regexp`},
		{"https://kabar.example/feed", "https://lain.example/feed", "is not at a host of outlet"},
		{"https://kabar.example/feed", "/feed", `address "/feed"`},
		{"hosts: [kabar.example]", "hosts: [https://kabar.example/]", "write it in lower case without scheme"},
		{"rules: [{any: [pasar]}]", "rules: [{not: [pasar]}]", "rule 1 of topic \"pasar\" can never fire"},
		{"rules: [{any: [pasar]}]", "rules: [{any: pasar}]", "any is not a list"},
		{"code: \"99.71\", kind: kota", "code: \"99.71\", kind: desa", "region 99.71 is a \"desa\"; a code of this length is kota or kabupaten"},
		{"code: \"99.71\", kind: kota", "code: \"98.71\", kind: kota", "region 98.71 lies in 98, which is not there"},
		{"kind: press", "kind: blog", "town.yaml:17: kind \"blog\""},
		{"officials:\n", "officials: 12\nexcess:\n", "officials is not a list"},
		{"    name: Kabar Wanasari\n", "    name: Kabar Wanasari\n    name: Kabar\n", "town.yaml:17: mapping key \"name\" already defined"},
		{"    name: Kabar Wanasari\n", "    name:\n", "name has no value"},
		{"    name: Kabar Wanasari\n", "\tname: Kabar Wanasari\n", "town.yaml:16: "},
		{"id: ratna-kemuning, name", "id: &a ratna-kemuning, name", "id is a list or a mapping"},
	}
	for _, tt := range tests {
		if !strings.Contains(town, tt.old) {
			t.Fatalf("the case replaces %q, which is not there", tt.old)
		}
		_, err := load(map[string]string{"town.yaml": strings.Replace(town, tt.old, tt.new, 1)})
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%q: %v, want no fault", tt.new, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%q:\n%v\nwant %q", tt.new, err, tt.want)
		}
	}
}

func TestAllFaultsTogether(t *testing.T) {
	broken := strings.NewReplacer("2024-06-30", "2024-06-31", "kind: press", "kind: blog", "Asia/Jakarta", "Mars/Base").Replace(town)
	_, err := load(map[string]string{"b.yaml": broken, "a.yaml": "", "c.csv": "code,kind,name\n99.71.01,kecamatan\n", "d.csv": "kode,nama\n"})
	faults := registry.Faults(err)
	if len(faults) < 7 {
		t.Fatalf("%d faults, want every one of them:\n%v", len(faults), err)
	}
	for i, f := range faults {
		if f.File == "" || f.Line == 0 || f.What == "" {
			t.Errorf("fault %+v does not say where and what", f)
		}
		if i > 0 && (faults[i-1].File > f.File || faults[i-1].File == f.File && faults[i-1].Line > f.Line) {
			t.Errorf("%v comes before %v", faults[i-1], f)
		}
	}
	if faults[0].What != "the file is empty" {
		t.Errorf("the first fault is %v, want the empty a.yaml", faults[0])
	}
}

func TestEmptyFolder(t *testing.T) {
	if _, err := load(nil); err == nil || !strings.Contains(err.Error(), "no .yaml or .csv file") {
		t.Errorf("Load of nothing = %v", err)
	}
}

// TestWith: a town and outlets of one's own are laid over the project's data.
func TestWith(t *testing.T) {
	base := embedded(t)
	_, err := base.WithFS(fstest.MapFS{"town.yaml": {Data: []byte(town)}})
	if err == nil {
		t.Fatal("a topic that is there already was taken twice")
	}
	if want := `topic "pasar" stands at topics.yaml:`; !strings.Contains(err.Error(), want) {
		t.Errorf("WithFS = %v, want %q", err, want)
	}
	mine := town[:strings.Index(town, "topics:")]
	r, err := base.WithFS(fstest.MapFS{"town.yaml": {Data: []byte(mine)}})
	if err != nil {
		t.Fatal(err)
	}
	if h := r.Holder("wali-kota-wanasari", "2022-01-01"); h.Term == nil || h.Term.Official != "ratna-kemuning" {
		t.Errorf("Holder = %+v", h)
	}
	if h := r.Holder("wali-kota-wanasari", "2024-06-30"); h.Term != nil || !strings.Contains(h.Why, "handed over") || len(h.Candidates) != 2 {
		t.Errorf("on the day of the handover: %+v", h)
	}
	if h := r.Holder("wali-kota-malang", "2025-05-16"); h.Term == nil {
		t.Errorf("the base is lost: %+v", h)
	}
	if _, ok := r.Organisation("pemkot-wanasari"); !ok {
		t.Error("the government of a region of one's own is not derived")
	}
	if r.Version() == base.Version() {
		t.Error("other content has the same version")
	}
	if _, ok := base.Official("ratna-kemuning"); ok {
		t.Error("WithFS changed its base")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("town.yaml", []byte(town))
	f.Add("a.csv", []byte("code,kind,name\n99,provinsi,Wanajaya\n"))
	f.Add("a.yaml", []byte("outlets: [{id: a, hosts: [\"[::1]:80\"]}]"))
	f.Add("a.yaml", []byte("a: &a [*a, *a]\n<<: *a"))
	f.Add("a.yaml", []byte("? - x\n: - y\n--- |\n \x00"))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		if name != "a.csv" {
			name = "a.yaml"
		}
		r, err := registry.Load(fstest.MapFS{name: {Data: b}})
		if (r == nil) == (err == nil) {
			t.Fatalf("Load = %v, %v: want a registry or faults", r, err)
		}
		if r == nil {
			return
		}
		for _, o := range r.Offices() {
			r.Holder(o.ID, "2024-08-01")
		}
	})
}
