package search

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

func TestCheck(t *testing.T) {
	yes := true
	good := []Query{
		{},
		{Text: "retret", Outlets: []news.OutletID{"kabar-wanasari"}, Places: []news.PlaceCode{"99.01"}, From: "2025-05-15", To: "2025-05-17",
			Withdrawn: &yes, Sort: Changed, Limit: MaxLimit, Facets: []Facet{ByPlace, ByTopic}, Histogram: ByDay},
		{From: "0001-01-01", To: "9999-12-31", LinkTo: news.NewArticleID("https://kabar-wanasari.test/1")},
	}
	for _, q := range good {
		if err := q.Check(); err != nil {
			t.Errorf("Check(%+v) = %v", q, err)
		}
	}
	for _, c := range []struct {
		param string
		q     Query
	}{
		{"q", Query{Text: strings.Repeat("a", 999)}},
		{"outlet", Query{Outlets: []news.OutletID{""}}},
		{"official", Query{Officials: make([]news.OfficialID, MaxValues+1)}},
		{"office", Query{Offices: []news.OfficeID{news.OfficeID(strings.Repeat("x", 999))}}},
		{"place", Query{Places: []news.PlaceCode{"35\n"}}},
		{"topic", Query{Not: Exclusions{Topics: []news.TopicID{"\xff"}}}},
		{"from", Query{From: "2025-02-30"}},
		{"to", Query{To: "besok"}},
		{"from", Query{From: "2025-05-17", To: "2025-05-15"}},
		{"link-to", Query{LinkTo: "x"}},
		{"sort", Query{Sort: "best"}},
		{"limit", Query{Limit: -1}},
		{"limit", Query{Limit: MaxLimit + 1}},
		{"facet", Query{Facets: []Facet{"colour"}}},
		{"facet", Query{Facets: []Facet{ByTopic, ByTopic}}},
		{"histogram", Query{Histogram: "week"}},
	} {
		err := c.q.Check()
		var b *BadQuery
		if !errors.Is(err, ErrQuery) || !errors.As(err, &b) || b.Param != c.param {
			t.Errorf("Check(%+v) = %v, want a bad %s", c.q, err, c.param)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("message of %d bytes", len(err.Error()))
		}
	}
}

func TestCursor(t *testing.T) {
	q := Query{Text: "retret", Sort: Newest, Limit: 10}
	q.Cursor = q.NextAfter("12", "abc")
	got, err := q.After(2)
	if err != nil || !slices.Equal(got, []string{"12", "abc"}) {
		t.Fatalf("After = %q, %v", got, err)
	}
	page := q
	page.Limit, page.Highlight, page.Facets, page.Histogram = 50, true, []Facet{ByTopic}, ByDay
	if _, err := page.After(2); err != nil {
		t.Errorf("another page size: %v", err)
	}
	for name, bad := range map[string]Query{
		"other words":  {Text: "apel", Sort: Newest, Cursor: q.Cursor},
		"other sort":   {Text: "retret", Sort: Oldest, Cursor: q.Cursor},
		"other filter": {Text: "retret", Sort: Newest, Outlets: []news.OutletID{"x"}, Cursor: q.Cursor},
		"cut":          {Text: "retret", Sort: Newest, Cursor: q.Cursor[:5]},
		"rubbish":      {Text: "retret", Sort: Newest, Cursor: "%%%"},
		"long":         {Text: "retret", Sort: Newest, Cursor: strings.Repeat("A", 9999)},
	} {
		if _, err := bad.After(2); !errors.Is(err, ErrQuery) {
			t.Errorf("%s: %v, want ErrQuery", name, err)
		}
	}
	if _, err := q.After(1); !errors.Is(err, ErrQuery) {
		t.Errorf("wrong number of keys: %v, want ErrQuery", err)
	}
}

func FuzzCursor(f *testing.F) {
	q := Query{Text: "retret"}
	f.Add(q.NextAfter("1", "2"))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		q := q
		q.Cursor = s
		if keys, err := q.After(2); err == nil && s != "" && len(keys) != 2 {
			t.Fatalf("After(%q) = %q", s, keys)
		}
	})
}

func TestBars(t *testing.T) {
	days := map[news.Date]int{"2025-05-15": 2, "2025-05-17": 1, "2025-06-01": 4, "2024-05-15": 1, "": 9, "2025-05-16": 0}
	for by, want := range map[Interval][]Bar{
		ByDay:   {{"2024-05-15", 1}, {"2025-05-15", 2}, {"2025-05-17", 1}, {"2025-06-01", 4}},
		ByMonth: {{"2024-05-01", 1}, {"2025-05-01", 3}, {"2025-06-01", 4}},
		ByYear:  {{"2024-01-01", 1}, {"2025-01-01", 7}},
		"":      nil,
	} {
		if got := Bars(days, by); !slices.Equal(got, want) {
			t.Errorf("Bars by %q = %v, want %v", by, got, want)
		}
	}
}

func TestTopFacets(t *testing.T) {
	counts := map[string]int{"b": 2, "a": 2, "c": 9, "d": 0}
	if got, want := TopFacets(counts), []FacetCount{{"c", 9}, {"a", 2}, {"b", 2}}; !slices.Equal(got, want) {
		t.Errorf("TopFacets = %v, want %v", got, want)
	}
}

func TestEnclosing(t *testing.T) {
	got := Enclosing([]news.PlaceCode{"99.01.02.1003", "99.01", "98"})
	want := []news.PlaceCode{"98", "99", "99.01", "99.01.02", "99.01.02.1003"}
	if !slices.Equal(got, want) {
		t.Errorf("Enclosing = %v, want %v", got, want)
	}
}

func TestPrepare(t *testing.T) {
	office := news.OfficeID("wali-kota-wanasari")
	d := Document{
		ID: news.NewArticleID("https://kabar-wanasari.test/1"), Seq: 1<<63 + 1, Title: "A" + MarkStart + "B" + MarkEnd + "\x00C <b>&", Paragraphs: []string{"x\xffy"},
		Published: time.Date(2025, 5, 16, 9, 0, 0, 0, time.FixedZone("WIB", 7*3600)), Day: "2025-05-16",
		Officials: []news.OfficialTag{{ID: "x", Name: MarkStart + "Raka", Office: &office}},
	}
	p, err := Prepare(d)
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "ABC <b>&" || p.Paragraphs[0] != "x\ufffdy" || p.Officials[0].Name != "Raka" {
		t.Errorf("Prepare left %q, %q, %q", p.Title, p.Paragraphs, p.Officials[0].Name)
	}
	back, err := Decode(p.JSON)
	if err != nil {
		t.Fatal(err)
	}
	if back.Seq != d.Seq || !back.Published.Equal(d.Published) || back.Published.Format(time.RFC3339) != "2025-05-16T09:00:00+07:00" {
		t.Errorf("Decode = %+v", back)
	}
	if again, err := Prepare(back); err != nil || !reflect.DeepEqual(again.Document, back) {
		t.Errorf("Prepare of a clean document changes it: %v", err)
	}

	id := d.ID
	for name, bad := range map[string]Document{
		"id":  {ID: "../etc"},
		"day": {ID: id, Day: "2025-13-01"},
		"far": {ID: id, Published: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"big": {ID: id, Paragraphs: []string{strings.Repeat("x", MaxDocument)}},
	} {
		if _, err := Prepare(bad); err == nil || len(err.Error()) > 300 {
			t.Errorf("%s: Prepare = %v, want a short reason", name, err)
		}
	}
}

func TestSupersedes(t *testing.T) {
	for _, c := range []struct {
		seq, tags uint64
		want      bool
	}{{4, 9, true}, {5, 2, true}, {5, 3, true}, {5, 4, false}, {6, 0, false}} {
		if got := (Document{Seq: 5, Tags: 3}).Supersedes(c.seq, c.tags); got != c.want {
			t.Errorf("5/3 over %d/%d = %v, want %v", c.seq, c.tags, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	show := strings.NewReplacer(MarkStart, "[", MarkEnd, "]")
	mark := func(text, query string) string {
		q, err := ParseText(query)
		if err != nil {
			t.Fatal(err)
		}
		return show.Replace(NewHighlighter(q).Mark(text))
	}
	for _, c := range []struct{ text, query, want string }{
		{"Pelayanan publik di Wanasari", "layanan", "[Pelayanan] publik di Wanasari"},
		{"Walikota Wanasari", "wali kota", "[Walikota] Wanasari"},
		{"Wali Kota Wanasari", `"wali kota"`, "[Wali Kota] Wanasari"},
		{"Kota wali", `"wali kota"`, "Kota wali"},
		{"Peserta retreat pulang", "retret ", "Peserta [retreat] pulang"},
		{"Retreat dan retret", "retret", "[Retreat] dan [retret]"},
		{"<b>Retret</b>", "retret", "<b>[Retret]</b>"},
		{"Pembangunan jalan", "pembang", "[Pembangunan] jalan"},
		{"Kabar dari seru.co.id hari ini", "seru.co.id", "Kabar dari [seru.co.id] hari ini"},
		{"Apa saja", "", "Apa saja"},
		{"retret", "-retret", "retret"},
	} {
		if got := mark(c.text, c.query); got != c.want {
			t.Errorf("Mark(%q) for %q = %q, want %q", c.text, c.query, got, c.want)
		}
	}

	q, _ := ParseText("retret wanasari")
	far := strings.Repeat("kata ", 200)
	d := Document{Title: "T", Paragraphs: []string{"Retret sekali.", far + "retret di Wanasari " + far, "Wanasari saja."}}
	_, snip := Excerpt(d, NewHighlighter(q))
	snip = show.Replace(snip)
	if !strings.Contains(snip, "[retret] di [Wanasari]") || !strings.HasPrefix(snip, "… ") || !strings.HasSuffix(snip, " …") || len(snip) > snippet+40 {
		t.Errorf("snippet %q", snip)
	}
	if _, snip := Excerpt(d, nil); snip != "Retret sekali." {
		t.Errorf("lead %q", snip)
	}
}
