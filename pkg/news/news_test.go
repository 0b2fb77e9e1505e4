package news

import (
	"slices"
	"testing"
	"time"
)

func TestArticleID(t *testing.T) {
	https := NewArticleID("https://kabar.example/1-rapat")
	if !https.Valid() {
		t.Errorf("NewArticleID gives %q, which is not Valid", https)
	}
	if http := NewArticleID("http://kabar.example/1-rapat"); http != https {
		t.Errorf("the scheme changes the id: %s and %s", http, https)
	}
	if other := NewArticleID("https://kabar.example/2-rapat"); other == https {
		t.Error("two addresses have one id")
	}
	// The id is stored in the log for ever: this value must never change.
	if want := ArticleID("b00c019504baed15dce847bbb2ba0e16"); https != want {
		t.Errorf("NewArticleID = %s, want %s", https, want)
	}
	for _, bad := range []ArticleID{"", "abc", "D06B3BA83CBA66DEE4A15B4B4FA8DD34", "d06b3ba83cba66dee4a15b4b4fa8dd3."} {
		if bad.Valid() {
			t.Errorf("%q is Valid", bad)
		}
	}
}

func TestTermCovers(t *testing.T) {
	tests := []struct {
		from, until PartialDate
		on          Date
		want        Certainty
	}{
		{"2024-08-10", "2025-02-19", "2024-08-09", No},
		{"2024-08-10", "2025-02-19", "2024-08-10", Yes},
		{"2024-08-10", "2025-02-19", "2025-02-19", Yes},
		{"2024-08-10", "2025-02-19", "2025-02-20", No},
		{"2025-02-20", "", "2031-01-01", Yes},
		{"2018", "2023", "2018-06-01", Perhaps},
		{"2018", "2023", "2019-06-01", Yes},
		{"2018", "2023", "2023-01-01", Yes},
		{"2018", "2023", "2023-01-02", Perhaps},
		{"2018", "2023", "2024-01-01", No},
		{"2018-09", "", "2018-09-15", Perhaps},
		{"2018-09", "", "2018-09-30", Yes},
		{"", "2024-02", "2024-02-29", Perhaps},
		{"", "", "2024-02-29", Perhaps},
		{"2023-09-24", "2024-07..2024-08-10", "2024-06-30", Yes},
		{"2023-09-24", "2024-07..2024-08-10", "2024-08-01", Perhaps},
		{"2023-09-24", "2024-07..2024-08-10", "2024-08-11", No},
		{"..2026-04-02", "2026-06-30..", "2025-01-01", Perhaps},
		{"..2026-04-02", "2026-06-30..", "2026-05-01", Yes},
		{"..2026-04-02", "2026-06-30..", "2027-01-01", Perhaps},
	}
	for _, tt := range tests {
		term := Term{From: tt.from, Until: tt.until}
		if got := term.Covers(tt.on); got != tt.want {
			t.Errorf("Term{%q, %q}.Covers(%s) = %d, want %d", tt.from, tt.until, tt.on, got, tt.want)
		}
	}
}

func TestPartialDate(t *testing.T) {
	tests := []struct {
		in          string
		first, last Date
	}{
		{"2024", "2024-01-01", "2024-12-31"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023-02", "2023-02-01", "2023-02-28"},
		{"2024-08-10", "2024-08-10", "2024-08-10"},
		{"2024-07..2024-08-10", "2024-07-01", "2024-08-10"},
		{"..2026-03", "", "2026-03-31"},
		{"2026..", "2026-01-01", ""},
	}
	for _, tt := range tests {
		p, err := ParsePartialDate(tt.in)
		if err != nil || p.First() != tt.first || p.Last() != tt.last {
			t.Errorf("ParsePartialDate(%q) = %q…%q, %v, want %q…%q", tt.in, p.First(), p.Last(), err, tt.first, tt.last)
		}
	}
	for _, bad := range []string{"", "24", "2024-13", "2024-02-30", "10/8/2024", "..", "2024..2023", "2024...", "x..2024"} {
		if p, err := ParsePartialDate(bad); err == nil {
			t.Errorf("ParsePartialDate(%q) = %q, want an error", bad, p)
		}
	}
}

func TestChangesAgreesWithContent(t *testing.T) {
	at := time.Date(2025, 5, 16, 14, 5, 0, 0, time.UTC)
	base := func() *Article {
		return &Article{
			Title: "Rapat desa", Byline: []string{"ws1"}, Section: "Kota",
			Paragraphs: []string{"Satu.", "Dua."}, Published: &Stamp{at, "json-ld"},
			Related: []Link{{Title: "Rapat lain", After: 0, Form: "line"}},
			Rules:   map[string]string{"title": "h1"},
		}
	}
	tests := []struct {
		name string
		edit func(*Article)
		want []string
	}{
		{"nothing", func(*Article) {}, nil},
		{"another rule", func(a *Article) { a.Rules["title"] = "og:title"; a.Published.Rule = "meta" }, nil},
		{"modified alone", func(a *Article) { a.Modified = &Stamp{at, "meta"} }, nil},
		{"another zone", func(a *Article) { a.Published.Time = at.In(time.FixedZone("WIB", 7*3600)) }, nil},
		{"title", func(a *Article) { a.Title = "Rapat kota" }, []string{"title"}},
		{"a paragraph and a link", func(a *Article) { a.Paragraphs[1] = "Tiga."; a.Related = nil }, []string{"paragraphs", "related"}},
		{"date gone", func(a *Article) { a.Published = nil }, []string{"published"}},
	}
	for _, tt := range tests {
		a, b := base(), base()
		tt.edit(b)
		if got := Changes(a, b); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Changes = %v, want %v", tt.name, got, tt.want)
		}
		if same := a.Content() == b.Content(); same != (tt.want == nil) {
			t.Errorf("%s: contents equal is %v, but Changes says %v", tt.name, same, tt.want)
		}
	}
}

func TestPlaceWithin(t *testing.T) {
	if !PlaceCode("35.73.01").Within("35.73") || !PlaceCode("35.73").Within("35.73") {
		t.Error("35.73.01 and 35.73 lie within 35.73")
	}
	if PlaceCode("35.7").Within("35.73") || PlaceCode("35.07").Within("35.73") || PlaceCode("35.731").Within("35.73") {
		t.Error("a code that only looks alike lies within 35.73")
	}
}

func TestCheckSlug(t *testing.T) {
	for _, good := range []string{"seru", "wali-kota-malang", "kodim-0833"} {
		if err := CheckSlug(good); err != nil {
			t.Errorf("CheckSlug(%q) = %v", good, err)
		}
	}
	for _, bad := range []string{"", "Seru", "a--b", "-a", "a-", "a.b", "a b", "kota*", "é"} {
		if CheckSlug(bad) == nil {
			t.Errorf("CheckSlug(%q) = nil, want an error", bad)
		}
	}
}

func TestArticleDay(t *testing.T) {
	wib := time.FixedZone("WIB", 7*3600)
	seen := time.Date(2025, 5, 18, 1, 0, 0, 0, wib)
	published := time.Date(2025, 5, 17, 0, 30, 0, 0, wib) // still the 16th in UTC
	if got := (&Article{Published: &Stamp{Time: published}}).Day(seen); got != "2025-05-17" {
		t.Errorf("Day of an article published at %v = %q, want 2025-05-17", published, got)
	}
	if got := new(Article).Day(seen); got != "2025-05-18" {
		t.Errorf("Day of an undated article seen at %v = %q, want 2025-05-18", seen, got)
	}
	if got := new(Article).Day(time.Time{}); got != "" {
		t.Errorf("Day of an article without any date = %q, want none", got)
	}
}

func TestTitled(t *testing.T) {
	for _, c := range []struct {
		status       Status
		office, want string
	}{
		{ActingPj, "Wali Kota Lembah", "Pj Wali Kota Lembah"},
		{Caretaker, "Bupati Lembah", "Pjs Bupati Lembah"},
		{ActingPlt, "Plt Kepala Dinas Sosial", "Plt Kepala Dinas Sosial"},
		{Definitive, "Bupati Lembah", "Bupati Lembah"},
		{"", "Bupati Lembah", "Bupati Lembah"},
	} {
		if got := c.status.Titled(c.office); got != c.want {
			t.Errorf("%q of %q = %q, want %q", c.status, c.office, got, c.want)
		}
	}
}
