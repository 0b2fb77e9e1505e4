package registry_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

func embedded(t testing.TB) *registry.Registry {
	t.Helper()
	r, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWhoHeldIt is what the registry is for: the same words mean different
// people on different days, and sometimes nobody can say.
func TestWhoHeldIt(t *testing.T) {
	r := embedded(t)
	const any = news.Status("")
	tests := []struct {
		office news.OfficeID
		status news.Status
		on     news.Date
		want   news.OfficialID // empty: unsettled
		why    string          // part of the reason
	}{
		{"wali-kota-malang", news.ActingPj, "2024-03-01", "wahyu-hidayat", ""},
		{"wali-kota-malang", news.ActingPj, "2024-08-01", "", `"2024-07..2024-08-10"`},
		{"wali-kota-malang", news.ActingPj, "2024-09-01", "iwan-kurniawan", ""},
		{"wali-kota-malang", news.ActingPj, "2025-05-16", "", "knows nobody after 2025-02-20"},
		{"wali-kota-malang", news.ActingPj, "2020-01-01", "", "knows nobody before 2023-09-24"},
		{"wali-kota-malang", any, "2020-01-01", "sutiaji", ""},
		{"wali-kota-malang", any, "2024-03-01", "wahyu-hidayat", ""},
		{"wali-kota-malang", any, "2024-08-01", "", "Wahyu Hidayat"},
		{"wali-kota-malang", any, "2024-09-01", "iwan-kurniawan", ""},
		{"wali-kota-malang", any, "2025-05-16", "wahyu-hidayat", ""},
		{"wali-kota-malang", news.Definitive, "2024-03-01", "", "vacant between 2023-09-24 and 2025-02-20"},
		{"wali-kota-malang", any, "2010-01-01", "peni-suparto", ""},
		{"wali-kota-malang", any, "2013-06-01", "", "only as"},
		{"wali-kota-malang", any, "2018-09-20", "wasto", ""},
		{"wakil-wali-kota-malang", any, "2025-05-16", "ali-muthohirin", ""},
		{"bupati-malang", any, "2025-05-16", "muhammad-sanusi", ""},
		{"bupati-malang", news.ActingPlt, "2019-01-01", "muhammad-sanusi", ""},
		{"kepala-bkn", any, "2025-05-16", "zudan-arif-fakrulloh", ""},
		{"gubernur-jawa-timur", any, "2024-06-01", "adhy-karyono", ""},
		{"wali-kota-batu", any, "2025-05-16", "nurochman", ""},
		{"kepala-dlh-kabupaten-malang", any, "2026-05-01", "ahmad-dzulfikar-nurrahman", ""},
		{"bupati-malang", any, "2005-01-01", "", "no source"},
		{"wakil-ketua-dprd-kota-malang", any, "2025-05-16", "", "3 seats"},
		{"wali-kota-malang", any, "", "", "the day is unknown"},
		{"wali-kota-atlantis", any, "2025-05-16", "", "not in the registry"},
		{"ketua-kpu-kota-malang", any, "2025-05-16", "", "no such term"},
	}
	for _, tt := range tests {
		h := r.HolderAs(tt.office, tt.status, tt.on)
		if tt.status == any {
			h = r.Holder(tt.office, tt.on)
		}
		var got news.OfficialID
		if h.Term != nil {
			got = h.Term.Official
		}
		if got != tt.want || !strings.Contains(h.Why, tt.why) || (h.Term == nil) != (h.Why != "") {
			t.Errorf("%s %s on %s: %q (%s), want %q (%s)", tt.status, tt.office, tt.on, got, h.Why, tt.want, tt.why)
		}
	}
	if c := r.Holder("wali-kota-malang", "2024-08-01").Candidates; len(c) != 1 || c[0].Official != "wahyu-hidayat" {
		t.Errorf("candidates on 2024-08-01: %v", c)
	}
}

func TestHeld(t *testing.T) {
	r := embedded(t)
	var got []string
	for _, t := range r.Held("wahyu-hidayat", "2024-03-01") {
		got = append(got, string(t.Office)+" "+string(t.Status))
	}
	want := []string{"wali-kota-malang pj", "sekda-kabupaten-malang definitif"}
	if !slices.Equal(got, want) {
		t.Errorf("Held(wahyu-hidayat, 2024-03-01) = %v, want %v", got, want)
	}
	if held := r.Held("iwan-kurniawan", "2026-03-10"); len(held) != 0 {
		t.Errorf("in 2026 Iwan Kurniawan holds %v, want nothing: the name in the news is somebody else's", held)
	}
}

// TestKotaAndKabupaten: two governments share the name Malang.
func TestKotaAndKabupaten(t *testing.T) {
	r := embedded(t)
	for office, place := range map[news.OfficeID]news.PlaceCode{
		"wali-kota-malang": "35.73", "sekda-kota-malang": "35.73", "bupati-malang": "35.07", "sekda-kabupaten-malang": "35.07",
		"wali-kota-batu": "35.79", "bupati-sidoarjo": "35.15", "camat-klojen-kota-malang": "35.73.02", "gubernur-jawa-timur": "35",
		"wali-kota-semarang": "33.74", "gubernur-sumatera-selatan": "16", "sekda-kabupaten-muara-enim": "16.03",
	} {
		o, ok := r.Office(office)
		if !ok || o.Place != place {
			t.Errorf("office %s is of %q (%v), want %q", office, o.Place, ok, place)
		}
	}
	if got := r.PlacesNamed("malang"); !slices.Equal(got, []news.PlaceCode{"35.07", "35.73"}) {
		t.Errorf("PlacesNamed(malang) = %v", got)
	}
	if got := r.PlacesNamed("Sumawe"); !slices.Equal(got, []news.PlaceCode{"35.07.04"}) {
		t.Errorf("PlacesNamed(Sumawe) = %v", got)
	}
	if got := r.PlacesNamed("banjarejo"); len(got) < 4 {
		t.Errorf("PlacesNamed(banjarejo) = %v, want every one of them", got)
	}
	if got := len(r.Children("35.73")); got != 5 {
		t.Errorf("Kota Malang has %d kecamatan, want 5", got)
	}
}

func TestNames(t *testing.T) {
	r := embedded(t)
	for name, want := range map[string][]news.OfficialID{
		"Zudan Arif Fakhrullah":        {"zudan-arif-fakrulloh"},
		"H.M. Sanusi":                  {"muhammad-sanusi"},
		"Ali Muthohirin":               {"ali-muthohirin"},
		"Ali Murtadlo":                 {"ali-murtadlo"},
		"Avi":                          {"ahmad-dzulfikar-nurrahman", "avicenna-medisica-saniputera"},
		"abdul qadir":                  {"abdul-kodir", "abdul-qodir"},
		"Tidak Ada":                    nil,
		"Amithya Ratnanggani":          {"amithya-ratnanggani-sirraduhita"},
		"Gamaliel Raymond Hatigoran M": nil,
	} {
		if got := r.OfficialsNamed(name); !slices.Equal(got, want) {
			t.Errorf("OfficialsNamed(%q) = %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]news.OfficeID{
		"Walikota Malang": "wali-kota-malang", "Wawali Malang": "wakil-wali-kota-malang", "Kepala DLH Kota Malang": "kepala-dlh-kota-malang",
		"Kepala Dishub Kabupaten Malang": "kepala-dishub-kabupaten-malang", "Kepala BKN": "kepala-bkn", "Wabup Sidoarjo": "wakil-bupati-sidoarjo",
	} {
		if got := r.OfficesNamed(name); len(got) != 1 || got[0] != want {
			t.Errorf("OfficesNamed(%q) = %v, want %s", name, got, want)
		}
	}
	for name, want := range map[string]news.OrganisationID{
		"Pemkot Malang": "pemkot-malang", "DPRD Kabupaten Malang": "dprd-kabupaten-malang", "PDIP": "pdi-perjuangan",
		"Pemkab Sidoarjo": "pemkab-sidoarjo", "DPRD Jambi": "dprd-jambi", "Poltekad": "poltekad",
	} {
		if got := r.OrganisationsNamed(name); len(got) != 1 || got[0] != want {
			t.Errorf("OrganisationsNamed(%q) = %v, want %s", name, got, want)
		}
	}
}

func TestOutlets(t *testing.T) {
	r := embedded(t)
	if first := r.Outlets()[0]; first.ID != "seru" || !slices.Equal(first.Verbs, []string{"seru"}) {
		t.Errorf("the first outlet is %+v, want seru with its house verb", first)
	}
	local := 0
	for _, o := range r.Outlets() {
		if o.Place.Within("35.73") || o.Place.Within("35.07") || o.Place.Within("35.79") {
			local++
		}
		if o.Forbids == "" && o.Delay == "" {
			t.Errorf("outlet %s has no delay", o.ID)
		}
	}
	if local < 13 {
		t.Errorf("%d outlets of Malang Raya, want 13 or more", local)
	}
	for host, want := range map[string]news.OutletID{
		"seru.co.id": "seru", "www.seru.co.id": "seru", "SERU.CO.ID:443": "seru", "amp.kompas.com": "kompas",
		"surabaya.kompas.com": "kompas", "jatim.antaranews.com": "antara", "evil-seru.co.id": "", "seru.co.id.evil.example": "", "": "",
	} {
		if got, _ := r.OutletByHost(host); got.ID != want {
			t.Errorf("OutletByHost(%q) = %q, want %q", host, got.ID, want)
		}
	}
	if o, _ := r.Outlet("antara"); o.Forbids == "" || len(o.Feeds)+len(o.Sitemaps)+len(o.Listings) > 0 {
		t.Errorf("antara forbids crawling and has no sources to crawl: %+v", o)
	}
}

// The crawler asks no host that the catalogue does not name, so a source elsewhere
// would never be read. A feed is often on a host of its own.
func TestSourcesAreOnTheirOutletsHosts(t *testing.T) {
	for _, o := range embedded(t).Outlets() {
		for _, source := range slices.Concat(o.Feeds, o.Sitemaps, o.Listings) {
			u, err := url.Parse(source)
			if err != nil {
				t.Errorf("outlet %s: %v", o.ID, err)
				continue
			}
			if host := strings.TrimPrefix(u.Hostname(), "www."); !slices.Contains(o.Hosts, host) {
				t.Errorf("outlet %s has the source %s, and %s is none of its hosts %v", o.ID, source, host, o.Hosts)
			}
		}
	}
}

func TestTopics(t *testing.T) {
	r := embedded(t)
	if n := len(r.Topics()); n < 40 {
		t.Errorf("%d topics, want 40 or more", n)
	}
	if topic, ok := r.Topic("retret-asn"); !ok || topic.Label != "Retret ASN" {
		t.Errorf("retret-asn = %+v, %v", topic, ok)
	}
	for _, topic := range r.Topics() {
		if topic.English == "" || topic.About == "" {
			t.Errorf("topic %s has no English label or no sentence about it", topic.ID)
		}
	}
}

// TestSourced: everything about a living person's office says where it is from.
func TestSourced(t *testing.T) {
	r := embedded(t)
	terms, unverified := 0, 0
	for _, o := range r.Offices() {
		for _, tenure := range r.Tenures(o.ID) {
			terms++
			if tenure.Unverified {
				unverified++
				if r.Covers(tenure.Term, "2025-05-16") == news.Yes {
					t.Errorf("unverified term %+v is sure of a day", tenure)
				}
			}
		}
	}
	t.Logf("%d terms, %d of them without a source at hand", terms, unverified)
	if terms < 141 {
		t.Errorf("%d terms, want 141 or more", terms)
	}
	for _, p := range r.Officials() {
		if len(r.Terms(p.ID)) == 0 {
			t.Errorf("official %s holds no office", p.ID)
		}
	}
}

func TestVersionFollowsContent(t *testing.T) {
	a, b := embedded(t), embedded(t)
	if a.Version() != b.Version() || len(a.Version()) != 12 {
		t.Errorf("versions %q and %q of one content", a.Version(), b.Version())
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		embedded(b)
	}
}

func BenchmarkHolder(b *testing.B) {
	r := embedded(b)
	for b.Loop() {
		r.Holder("wali-kota-malang", "2025-05-16")
	}
}

func TestReasonsInBothLanguages(t *testing.T) {
	r := embedded(t)
	h := r.HolderAs("wali-kota-malang", news.ActingPj, "2024-08-01")
	if got, want := h.Explain("id"), "sumber menyebut akhir masa jabatan Wahyu Hidayat hanya sebagai antara 2024-07 dan 2024-08-10"; got != want {
		t.Errorf("Explain(id) = %q, want %q", got, want)
	}
	if h.Explain("en") != h.Why || h.Why == "" {
		t.Errorf("Explain(en) = %q, Why = %q", h.Explain("en"), h.Why)
	}
	if got := r.Holder("wali-kota-malang", "2025-05-16").Explain("id"); got != "" {
		t.Errorf("a settled answer explains itself: %q", got)
	}
	codes := map[registry.Code]bool{}
	for _, o := range r.Offices() {
		for _, day := range []news.Date{"", "1900-01-01", "2013-06-01", "2018-10-05", "2024-08-01", "2025-02-20", "2026-05-01", "2040-01-01"} {
			for _, reason := range r.Holder(o.ID, day).Reasons {
				codes[reason.Code] = true
				id := registry.Holding{Reasons: []registry.Reason{reason}}
				if id.Explain("id") == id.Explain("en") || id.Explain("id") == string(reason.Code) {
					t.Errorf("%s on %s: %+v has no words of its own", o.ID, day, reason)
				}
			}
		}
	}
	if len(codes) < 8 {
		t.Errorf("only the reasons %v were met", codes)
	}
}
