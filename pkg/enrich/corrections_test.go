package enrich

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

func dump(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func fold(t testing.TB, c *Corrections, data event.Data) event.Event {
	t.Helper()
	e, err := event.New("jejak/desk", time.Unix(1_750_000_000, 0), time.Time{}, data)
	if err != nil {
		t.Fatal(err)
	}
	c.Fold(e)
	return e
}

func officialIDs(tags news.Tags) []string {
	out := []string{}
	for _, o := range tags.Officials {
		out = append(out, string(o.ID))
	}
	return out
}

// TestCorrections follows one tag through the corrections that a desk can make:
// each wins over the rules, names its author, and can be taken back.
func TestCorrections(t *testing.T) {
	e := embedded(t)
	a := article("2025-05-16", "Wali Kota Malang Wahyu Hidayat dan Iwan Kurniawan membahas APBD.")
	c := &Corrections{}
	if got := dump(t, officialIDs(e.TagsWith(a, time.Time{}, c))); got != `["wahyu-hidayat"]` {
		t.Fatalf("before any correction: %s", got)
	}
	j := event.Judgement{Article: a.ID, Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}
	rejected := fold(t, c, event.TagRejected{Judgement: j})
	tags := e.TagsWith(a, time.Time{}, c)
	if len(tags.Officials) != 0 {
		t.Errorf("a rejected tag is still there: %+v", tags.Officials)
	}
	fold(t, c, event.Undone{Event: rejected.ID, Actor: "ratna"})
	if got := dump(t, officialIDs(e.TagsWith(a, time.Time{}, c))); got != `["wahyu-hidayat"]` {
		t.Errorf("after the rejection was taken back: %s", got)
	}
	fold(t, c, event.NameMerged{Name: "Iwan Kurniawan", Into: "iwan-kurniawan", Actor: "ratna"})
	tags = e.TagsWith(a, time.Time{}, c)
	if len(tags.Officials) != 2 || tags.Officials[1].ID != "iwan-kurniawan" || tags.Officials[1].Rule == "registry" {
		t.Errorf("a merged name is not the official: %+v", tags.Officials)
	}
	fold(t, c, event.NameSplit{Name: "Iwan Kurniawan", From: "iwan-kurniawan", Actor: "budi"})
	if got := dump(t, officialIDs(e.TagsWith(a, time.Time{}, c))); got != `["wahyu-hidayat"]` {
		t.Errorf("after the split: %s", got)
	}
	j.Kind, j.ID = event.TopicTagKind, "anggaran"
	fold(t, c, event.TagRejected{Judgement: j})
	for _, topic := range e.TagsWith(a, time.Time{}, c).Topics {
		if topic.ID == "anggaran" {
			t.Errorf("a rejected topic is still there: %+v", topic)
		}
	}
	other := article("2025-05-16", "DPRD membahas APBD.")
	other.ID = news.NewArticleID("https://kabar.example/2")
	if topics := e.TagsWith(other, time.Time{}, c).Topics; len(topics) == 0 {
		t.Error("a judgement of one article changed another")
	}
}

func TestReassigned(t *testing.T) {
	e := embedded(t)
	a := article("2025-05-16", "Wali Kota Malang Wahyu Hidayat hadir.")
	c := &Corrections{}
	fold(t, c, event.TagReassigned{
		Judgement: event.Judgement{Article: a.ID, Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}, To: "sutiaji",
	})
	tags := e.TagsWith(a, time.Time{}, c)
	if len(tags.Officials) != 1 || tags.Officials[0].ID != "sutiaji" {
		t.Fatalf("officials %+v, want sutiaji", tags.Officials)
	}
	if o := tags.Officials[0]; o.Office != nil {
		t.Errorf("the office of %s was guessed: %+v", o.ID, o)
	}
}

// TestOfficeAlone corrects somebody whom the text names by office alone: the tag and
// what they said.
func TestOfficeAlone(t *testing.T) {
	e := embedded(t)
	a := article("2025-05-16", "Wali Kota Malang menghadiri rapat. “Warga harus dilayani dengan baik dan cepat,” kata Wali Kota Malang.")
	c := &Corrections{}
	before := e.TagsWith(a, time.Time{}, c)
	if len(before.Officials) != 1 || len(before.Quotes) != 1 || before.Quotes[0].Speaker == nil || before.Quotes[0].Speaker.ID != "wahyu-hidayat" {
		t.Fatalf("before: %+v %+v", before.Officials, before.Quotes)
	}
	j := event.Judgement{Article: a.ID, Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Name: "Wahyu Hidayat", Actor: "ratna"}
	moved := fold(t, c, event.TagReassigned{Judgement: j, To: "sutiaji"})
	tags := e.TagsWith(a, time.Time{}, c)
	if len(tags.Officials) != 1 || tags.Officials[0].ID != "sutiaji" || tags.Quotes[0].Speaker.ID != "sutiaji" {
		t.Errorf("re-assigned: %+v, said by %+v", tags.Officials, tags.Quotes[0].Speaker)
	}
	fold(t, c, event.Undone{Event: moved.ID, Actor: "ratna"})
	fold(t, c, event.TagRejected{Judgement: j})
	tags = e.TagsWith(a, time.Time{}, c)
	if len(tags.Officials) != 0 || tags.Quotes[0].Speaker != nil || dump(t, before.Quotes[0].Span) != dump(t, tags.Quotes[0].Span) {
		t.Errorf("rejected: %+v, said by %+v", tags.Officials, tags.Quotes[0].Speaker)
	}
}

// TestProposals proposes whom two articles name in one office, and nobody whom
// the registry knows.
func TestProposals(t *testing.T) {
	e := embedded(t)
	var p Proposals
	tagged := func(url, day, office string) news.Tags {
		a := article(day, office+", Suryani Maharani, dan Wali Kota Malang Wahyu Hidayat hadir.")
		a.URL, a.ID = url, news.NewArticleID(url)
		return e.Tags(a, time.Time{})
	}
	office := "Kepala Dinas Kelautan Kabupaten Belitung Timur"
	for _, day := range []string{"2025-05-18", "2025-05-18", "2025-05-16"} {
		tags := tagged("https://kabar.example/"+day, day, office)
		p.Add(&tags)
	}
	list := p.List(2)
	if len(list) != 1 || list[0].Name != "Suryani Maharani" || len(list[0].Evidence) != 2 || list[0].Evidence[0].Day != "2025-05-16" {
		t.Fatalf("proposals %+v", list)
	}
	if list[0].Proposal != registry.ProposalID("SURYANI MAHARANI", list[0].OfficeName+" (Dislaut)") {
		t.Error("the registry gives the same find another id")
	}
	if len(p.List(3)) != 0 {
		t.Error("one article counted twice")
	}
	// Edited: she is no longer in it.
	edited := news.Tags{Article: news.NewArticleID("https://kabar.example/2025-05-16")}
	p.Add(&edited)
	if left := p.List(1); len(left) != 1 || len(left[0].Evidence) != 1 {
		t.Errorf("after one article lost her: %+v", left)
	}
}

// made wraps a fact.
func made(t testing.TB, data event.Data) event.Event {
	t.Helper()
	e, err := event.New("jejak/desk", time.Unix(1_750_000_000, 0), time.Time{}, data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestCorrected follows what people said: whose tags it touches, and what they are
// from then on.
func TestCorrected(t *testing.T) {
	c := NewCorrected(embedded(t).reg)
	a := article("2025-05-16", "Wali Kota Malang Wahyu Hidayat hadir.")
	other := article("2025-05-16", "Petani panen raya.")
	other.ID = news.NewArticleID("https://kabar.example/2")
	before := c.Tags(a, time.Time{})
	rejected := made(t, event.TagRejected{Judgement: event.Judgement{Article: a.ID, Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}})
	c.Fold(rejected)
	if touch := c.Touches(rejected); touch.Article != a.ID {
		t.Errorf("a rejection touches %+v, want its article", touch)
	}
	if after := c.Tags(a, time.Time{}); len(after.Officials) != 0 || !c.Current(&after) || !c.Current(&before) {
		t.Errorf("after the rejection: %+v", after.Officials)
	}
	back := made(t, event.Undone{Event: rejected.ID, Actor: "ratna"})
	c.Fold(back)
	if touch := c.Touches(back); touch.Article != a.ID || len(c.Tags(a, time.Time{}).Officials) != 1 {
		t.Errorf("the taking back touches %+v", touch)
	}
	again := made(t, event.Undone{Event: back.ID, Actor: "ratna"})
	c.Fold(again, again)
	if touch := c.Touches(again); touch.Article != a.ID || len(c.Tags(a, time.Time{}).Officials) != 0 {
		t.Errorf("taking the taking back back touches %+v", touch)
	}
	merged := made(t, event.NameMerged{Name: "Pak Wahyu", Into: "wahyu-hidayat", Actor: "ratna"})
	c.Fold(merged)
	touch := c.Touches(merged)
	if tags := c.Tags(other, time.Time{}); !touch.InTags(&before) || !touch.InText(a) && !touch.InTags(&before) || touch.InText(other) || touch.InTags(&tags) {
		t.Error("a merged name touches another article than those of its official")
	}
}

// TestCorrectedRegistry changes the registry under the enricher.
func TestCorrectedRegistry(t *testing.T) {
	base := embedded(t).reg
	c := NewCorrected(base)
	by := event.By{Actor: "analis", Sources: []string{"https://kabar.example/a"}}
	a := article("2025-05-16", "Ketua KPU Kota Malang, Orang Rekaan, hadir.")
	stranger := article("2025-05-16", "Wali Kota Malang Wahyu Hidayat hadir.")
	facts := []event.Event{
		made(t, event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: by}),
		made(t, event.TermRecorded{Term: news.Term{Official: "orang-rekaan", Office: "ketua-kpu-kota-malang", From: "2025-01-01", Status: news.Definitive}, By: by}),
	}
	before, strangers := c.Tags(a, time.Time{}), c.Tags(stranger, time.Time{})
	c.Fold(facts...)
	after := c.Tags(a, time.Time{})
	if len(after.Officials) != 1 || after.Officials[0].ID != "orang-rekaan" || after.Officials[0].Office == nil {
		t.Errorf("after the change: %+v", after.Officials)
	}
	if after.Registry == before.Registry || !c.Current(&before) || !c.Current(&after) {
		t.Errorf("registry %s before and %s after: want both of the same files, and apart", before.Registry, after.Registry)
	}
	touch := c.Touches(facts[0])
	if !touch.InText(a) || !touch.InTags(&before) || touch.InText(stranger) || touch.InTags(&strangers) {
		t.Error("the change touches another article than the one that names her")
	}
	undo := []event.Event{made(t, event.ChangeUndone{Change: facts[1].ID, By: by}), made(t, event.ChangeUndone{Change: facts[0].ID, By: by})}
	c.Fold(undo...)
	if got := c.Tags(a, time.Time{}); dump(t, got) != dump(t, before) {
		t.Errorf("after the changes were taken back the tags are not what they were:\n%s\n%s", dump(t, before), dump(t, got))
	}
	if touch := c.Touches(facts[0]); touch.InText != nil {
		t.Error("a change that was taken back touches somebody")
	}
	if old := (news.Tags{Enricher: Version, Registry: "0123456789ab+01234567"}); c.Current(&old) {
		t.Error("tags by another registry are taken for current")
	}

	// Three articles name somebody whom nobody knows: proposed once.
	for i, url := range []string{"https://kabar.example/1", "https://kabar.example/2", "https://kabar.example/3", "https://kabar.example/4"} {
		x := article("2025-05-16", "Camat Lowokwaru, Suryani Maharani, hadir.")
		x.URL, x.ID = url, news.NewArticleID(url)
		tags := c.Tags(x, time.Time{})
		due := c.Propose(&tags)
		if want := i == 2; (len(due) == 1) != want {
			t.Errorf("article %d: %d proposals due, want one %v", i+1, len(due), want)
		}
		for _, p := range due {
			c.Fold(made(t, p))
		}
	}
}
