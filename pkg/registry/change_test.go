package registry_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

var (
	monday = time.Date(2025, 5, 19, 2, 0, 0, 0, time.UTC)
	by     = event.By{Actor: "analis", Reason: "diberitakan dua media", Sources: []string{"https://kabar.example/a"}}
)

func small(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := load(map[string]string{"town.yaml": town})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func change(t *testing.T, at time.Time, d event.Data) event.Event {
	t.Helper()
	e, err := event.New("jejak/registry", at, time.Time{}, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func holder(r *registry.Registry, on news.Date) news.OfficialID {
	if h := r.Holder("wali-kota-wanasari", on); h.Term != nil {
		return h.Term.Official
	}
	return ""
}

func TestFold(t *testing.T) {
	base := small(t)
	pj := base.TermsOf("wali-kota-wanasari")[1]
	events := []event.Event{
		change(t, monday, event.OfficialRecorded{Official: news.Official{ID: "surya-handaka", Name: "Surya Handaka"}, By: by}),
		change(t, monday, event.TermEnded{Term: pj, Until: "2025-02-20", By: by}),
		change(t, monday, event.TermRecorded{Term: news.Term{Official: "surya-handaka", Office: "wali-kota-wanasari", From: "2025-02-20", Status: news.Definitive}, By: by}),
	}
	r, refused := registry.Fold(base, events)
	if len(refused) > 0 {
		t.Fatalf("refused: %v", refused)
	}
	for day, want := range map[news.Date]news.OfficialID{"2022-01-01": "ratna-kemuning", "2025-02-19": "bagus-lintang", "2025-02-21": "surya-handaka"} {
		if got := holder(r, day); got != want {
			t.Errorf("on %s %q, want %q", day, got, want)
		}
	}
	if got := holder(base, "2025-02-21"); got != "bagus-lintang" {
		t.Errorf("Fold changed its base: %q", got)
	}
	if again, _ := registry.Fold(base, events); again.Version() != r.Version() || r.Version() == base.Version() {
		t.Errorf("versions %s, %s, %s: want the same twice and another than the base's", base.Version(), r.Version(), again.Version())
	}

	touched := registry.Touches(base, r)
	if want := []news.OfficialID{"bagus-lintang", "surya-handaka"}; !slices.Equal(touched.Officials, want) {
		t.Errorf("touched officials %v, want %v", touched.Officials, want)
	}
	if want := []news.OfficeID{"wali-kota-wanasari"}; !slices.Equal(touched.Offices, want) || len(touched.Places) > 0 || len(touched.Topics) > 0 {
		t.Errorf("touched %+v, want the one office", touched)
	}
	if !slices.Contains(touched.People, "Surya Handaka") || slices.Contains(touched.People, "Ratna Kemuning") {
		t.Errorf("touched names %v", touched.People)
	}

	if before, after := base.Version(), r.Version(); before == after || registry.FilesOf(after) != before {
		t.Errorf("versions %s and %s: want the same files, changed", before, after)
	}

	// Taken back, and taken back again.
	undo, err := registry.Undo(base, events, events[2].ID, by, monday)
	if err != nil {
		t.Fatal(err)
	}
	without, _ := registry.Fold(base, append(slices.Clip(events), undo))
	if got := holder(without, "2025-02-21"); got != "" {
		t.Errorf("after the undoing %q holds it", got)
	}
	redo := change(t, monday.Add(time.Hour), event.ChangeUndone{Change: undo.ID, By: by})
	if back, _ := registry.Fold(base, append(slices.Clip(events), undo, redo)); holder(back, "2025-02-21") != "surya-handaka" {
		t.Error("an undoing cannot be undone")
	}
	if _, err := registry.Undo(base, events, events[0].ID, by, monday); err == nil || !strings.Contains(err.Error(), "needs it") {
		t.Errorf("the person was taken away from under the term: %v", err)
	}
	if _, err := registry.Undo(base, events, "nothing", by, monday); err == nil {
		t.Error("undid what never was")
	}
}

// TestOneBadChange takes no other with it, and is told.
func TestOneBadChange(t *testing.T) {
	base := small(t)
	term := news.Term{Official: "ratna-kemuning", Office: "wali-kota-wanasari", From: "2024-08-01", Status: news.Definitive, Sources: []string{"x"}}
	events := []event.Event{
		change(t, monday, event.TermRecorded{Term: term, By: by}), // a Pj holds it
		change(t, monday, event.TermRetracted{Term: news.Term{Official: "ratna-kemuning", Office: "wali-kota-wanasari", From: "1999"}, By: by}),
		change(t, monday, event.TopicRecorded{ID: "kosong", Label: "Kosong", By: by}),
		change(t, monday, event.TopicRecorded{ID: "taman", Label: "Taman", Rules: []event.TopicRule{{Any: []string{"taman"}}}, By: by}),
		change(t, monday, event.OutletRecorded{Outlet: news.Outlet{ID: "kabar-wanasari", Name: "Kabar", Hosts: []string{"kabar.example"}, Zone: "Asia/Jakarta", Kind: "press", Forbids: "diminta"}, By: by}),
	}
	r, refused := registry.Fold(base, events)
	var ids []string
	for _, x := range refused {
		ids = append(ids, x.Event.ID)
		if x.Why == nil || !strings.Contains(x.Why.Error(), x.Event.ID) {
			t.Errorf("refused without naming the change: %v", x.Why)
		}
	}
	if want := []string{events[0].ID, events[1].ID, events[2].ID}; !slices.Equal(ids, want) {
		t.Errorf("refused %v, want %v", ids, want)
	}
	if _, ok := r.Topic("taman"); !ok {
		t.Error("the good change is lost with the bad ones")
	}
	if o, _ := r.Outlet("kabar-wanasari"); o.Forbids != "diminta" || len(r.Outlets()) != 1 {
		t.Errorf("the outlet is %+v", o)
	}
	if _, err := base.Change(event.TermRecorded{Term: term, By: by}, monday); err == nil {
		t.Error("Change let a second holder through")
	}
	if _, err := base.Change(event.Declined{Proposal: "x", By: by}, monday); err == nil {
		t.Error("a decision on a proposal is taken for a change")
	}
}

// TestBadDates: what is no date never gets into the registry, whoever wrote it.
func TestBadDates(t *testing.T) {
	base := small(t)
	open := registry.Proposal{Proposed: event.Proposed{Proposal: "x", Name: "Sekar Ayuningtyas", OfficeName: "Camat Melatirejo"}, State: registry.Open}
	for _, c := range []struct {
		from, until news.PartialDate
		want        []string // parts of the reason; none means that it fits
	}{
		{"2025-13-01", "", []string{`from: date "2025-13-01"`}},
		{"2025-02-30", "foo", []string{`from: date "2025-02-30"`, `until: date "foo"`}},
		{"", "2025-00", []string{`until: date "2025-00"`}},
		{"2026..2025", "", []string{"ends before it begins"}},
		{"..", "", []string{`from: date ".."`}},
		{"2025-02", "2025-05-01..", nil},
		{"..2025", "2026", nil},
	} {
		term := event.TermRecorded{Term: news.Term{Official: "ratna-kemuning", Office: "sekda-kota-wanasari", From: c.from, Until: c.until, Status: news.Definitive}, By: by}
		r, refused := registry.Fold(base, []event.Event{change(t, monday, term)})
		_, changing := base.Change(term, monday)
		_, accepting := base.Accept(open, registry.Choice{From: c.from, Until: c.until, By: by}, monday)
		if len(c.want) == 0 {
			if len(refused) > 0 || changing != nil || accepting != nil || len(r.TermsOf("sekda-kota-wanasari")) != 1 {
				t.Errorf("%s – %s: refused %v, %v, %v", c.from, c.until, refused, changing, accepting)
			}
			continue
		}
		if len(refused) != 1 || len(r.TermsOf("sekda-kota-wanasari")) != 0 {
			t.Errorf("%s – %s got into the registry: %v", c.from, c.until, r.TermsOf("sekda-kota-wanasari"))
			continue
		}
		for _, err := range []error{refused[0].Why, changing, accepting} {
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s – %s: %v, want %q", c.from, c.until, err, want)
				}
			}
		}
	}
}

func TestProposals(t *testing.T) {
	base := small(t)
	sight := func(n string, day news.Date) event.Sighting {
		u := "https://kabar.example/" + n
		return event.Sighting{Article: news.NewArticleID(u), URL: u, Day: day, Text: "Camat Melatirejo, Sekar Ayuningtyas,"}
	}
	id := registry.ProposalID("Sekar  Ayuningtyas", "CAMAT Melatirejo")
	if id != registry.ProposalID("Sekar Ayuningtyas", "Camat Melatirejo (Mlt)") {
		t.Error("the same find has two ids")
	}
	proposed := event.Proposed{Proposal: id, Name: "Sekar Ayuningtyas", OfficeName: "Camat Melatirejo", Place: "99.71", Proposer: "test"}
	one, two := proposed, proposed
	one.Evidence, two.Evidence = []event.Sighting{sight("a", "2025-04-22")}, []event.Sighting{sight("a", "2025-04-22"), sight("b", "2025-05-20")}
	events := []event.Event{change(t, monday, one), change(t, monday.Add(time.Hour), two)}

	open := registry.Proposals(events)
	if len(open) != 1 || open[0].State != registry.Open || len(open[0].Evidence) != 2 {
		t.Fatalf("Proposals = %+v, want one open with two sightings", open)
	}
	accepted, err := base.Accept(open[0], registry.Choice{By: by}, monday.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	events = append(events, accepted...)
	r, refused := registry.Fold(base, events)
	if len(refused) > 0 {
		t.Fatal(refused)
	}
	for day, settled := range map[news.Date]bool{"2025-04-21": false, "2025-04-22": true, "2025-05-01": true, "2025-05-20": true, "2025-05-21": false} {
		h := r.Holder("camat-melatirejo", day)
		if (h.Term != nil) != settled {
			t.Errorf("on %s: %+v, want settled %v: it is known only on the days it was seen", day, h, settled)
		}
	}
	if h := r.Holder("camat-melatirejo", "2025-05-01"); !slices.Contains(h.Term.Sources, "https://kabar.example/b") {
		t.Errorf("the term does not name its evidence: %v", h.Term.Sources)
	}
	now := registry.Proposals(events)
	if now[0].State != registry.Taken || now[0].Decision.Actor != "analis" {
		t.Errorf("the proposal is %+v", now[0])
	}
	if _, err := r.Accept(now[0], registry.Choice{By: by}, monday); err == nil {
		t.Error("accepted twice")
	}
	if _, err := base.Accept(open[0], registry.Choice{}, monday); err == nil {
		t.Error("accepted by nobody")
	}
	second := open[0]
	second.Name, second.OfficeName = "Orang Lain", "Wali Kota Wanasari"
	if _, err := base.Accept(second, registry.Choice{By: by}, monday); err == nil || !strings.Contains(err.Error(), "holds") {
		t.Errorf("a second mayor was accepted: %v", err)
	}
	no, err := registry.Decline(open[0], by, monday)
	if err != nil {
		t.Fatal(err)
	}
	if got := registry.Proposals(append(events[:2:2], no...)); got[0].State != registry.Declined {
		t.Errorf("declined: %+v", got[0])
	}
}

func TestWho(t *testing.T) {
	r := embedded(t)
	a := r.Who("Pj Wali Kota Malang", "2024-09-01")
	if len(a.Offices) != 1 || a.Offices[0].Holding.Term == nil || a.Offices[0].Holding.Term.Official != "iwan-kurniawan" {
		t.Errorf("Who(Pj Wali Kota Malang, 2024-09-01) = %+v", a)
	}
	if a = r.Who("pj. walikota malang", "2024-03-01"); len(a.Offices) != 1 || a.Offices[0].Holding.Term.Official != "wahyu-hidayat" {
		t.Errorf("Who(pj. walikota malang) = %+v", a)
	}
	if a = r.Who("Wali Kota Malang", ""); len(a.Offices) != 1 || len(a.Offices[0].Terms) < 20 {
		t.Errorf("Who(Wali Kota Malang) lists %d terms", len(a.Offices[0].Terms))
	}
	if a = r.Who("Wahyu Hidayat", "2025-05-16"); len(a.People) != 1 || len(a.People[0].Held) != 1 || a.People[0].Held[0].Office != "wali-kota-malang" {
		t.Errorf("Who(Wahyu Hidayat, 2025-05-16) = %+v", a)
	}
	if a = r.Who("Avi", ""); len(a.People) != 2 {
		t.Errorf("Who(Avi) = %+v, want both", a.People)
	}
	if a = r.Who("Wahyu Hidayatt", ""); len(a.People) != 0 || !slices.Contains(a.Near, "Wahyu Hidayat") {
		t.Errorf("Who(Wahyu Hidayatt) = %+v", a)
	}
	if a = r.Who("", ""); len(a.People)+len(a.Offices)+len(a.Near) != 0 {
		t.Errorf("Who of nothing = %+v", a)
	}
}

// TestWhoInWords: a status is understood however it is written.
func TestWhoInWords(t *testing.T) {
	term := func(official, status, from, until string) string {
		return "      - {official: " + official + ", status: " + status + ", from: " + from + ", until: " + until + ", sources: [sample]}\n"
	}
	r, err := load(map[string]string{"town.yaml": strings.Replace(town, "outlets:\n", "  - id: camat-melatirejo\n    name: Camat Melatirejo\n    terms:\n"+
		term("ratna-kemuning", "pj", "2021-01-01", "2021-12-31")+term("bagus-lintang", "plt", "2022-01-01", "2022-12-31")+
		term("ratna-kemuning", "plh", "2023-01-01", "2023-12-31")+term("bagus-lintang", "pjs", "2024-01-01", "2024-12-31")+"outlets:\n", 1)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on    news.Date
		want  news.Status
		forms []string
	}{
		{"2021-05-01", news.ActingPj, []string{"Pj", "pj.", "PJ", "P.j.", "Penjabat", "PENJABAT", "Penjabat (Pj)", "penjabat (Pj.)"}},
		{"2022-05-01", news.ActingPlt, []string{"Plt", "Plt.", "P.L.T.", "Pelaksana Tugas", "pelaksana  tugas", "Pelaksana Tugas (Plt)", "Pelaksana tugas (PLT.)"}},
		{"2023-05-01", news.ActingPlh, []string{"Plh", "PLH.", "P.l.h", "Pelaksana Harian", "Pelaksana Harian (Plh)"}},
		{"2024-05-01", news.Caretaker, []string{"Pjs", "PJS.", "P.J.S.", "Penjabat Sementara", "Pejabat Sementara", "Penjabat Sementara (Pjs)"}},
	} {
		for _, form := range c.forms {
			a := r.Who(form+" Camat Melatirejo", c.on)
			if len(a.Offices) != 1 || a.Offices[0].Status != c.want || a.Offices[0].Holding.Term == nil || a.Offices[0].Holding.Term.Status != c.want {
				t.Errorf("Who(%s Camat Melatirejo, %s) = %+v, want the %s", form, c.on, a, c.want)
			}
		}
	}
}

// TestDoubt tells the terms that surely cover a day from those that may.
func TestDoubt(t *testing.T) {
	r := embedded(t)
	held := r.Held("wahyu-hidayat", "2024-08-01")
	if len(held) != 2 {
		t.Fatalf("Held = %+v", held)
	}
	for _, term := range held {
		if why, ok := r.Doubt(term, "2024-08-01"); !ok || !strings.Contains(why.Explain("id"), "sumber menyebut akhir masa jabatan Wahyu Hidayat") || !strings.Contains(why.Explain("en"), "sources give the end") {
			t.Errorf("Doubt(%+v) = %+v, %v", term, why, ok)
		}
		for _, day := range []news.Date{"2023-01-01", "2025-05-16"} { // surely held, surely not
			if why, ok := r.Doubt(term, day); ok {
				t.Errorf("Doubt(%+v, %s) = %+v", term, day, why)
			}
		}
	}
}

func TestFindAndRemarks(t *testing.T) {
	r := embedded(t)
	for id, want := range map[string]string{
		"wahyu-hidayat": "official", "wali-kota-malang": "office", "pemkot-malang": "organisation", "seru": "outlet", "retret-asn": "topic", "35.73": "place", "nothing": "",
	} {
		if kind, _, ok := r.Find(id); kind != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", id, kind, ok, want)
		}
	}
	found := false
	for _, m := range r.Remarks() {
		found = found || m.About == "antara" && strings.Contains(m.What, "never fetched")
	}
	if !found {
		t.Error("Remarks does not say that antara is never fetched")
	}
}
