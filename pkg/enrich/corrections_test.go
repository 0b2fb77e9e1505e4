package enrich

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
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

// TestProposals proposes whom two articles name in one office, and nobody whom
// the registry knows.
func TestProposals(t *testing.T) {
	e := embedded(t)
	var p Proposals
	for i, url := range []string{"https://kabar.example/1", "https://kabar.example/2", "https://kabar.example/2"} {
		a := article([]string{"2025-05-16", "2025-05-18", "2025-05-18"}[i],
			"Kepala Dinas Kelautan Kabupaten Belitung Timur, Suryani Maharani, dan Wali Kota Malang Wahyu Hidayat hadir.")
		a.URL, a.ID = url, news.NewArticleID(url)
		p.Add(a, e.Tags(a, time.Time{}))
	}
	list := p.List(2)
	if len(list) != 1 || list[0].Name != "Suryani Maharani" || len(list[0].Evidence) != 2 || list[0].Evidence[0].Day != "2025-05-16" {
		t.Fatalf("proposals %+v", list)
	}
	if len(p.List(3)) != 0 {
		t.Error("one article counted twice")
	}
}

// TestCorrected tells that tags are out of date once somebody corrected any.
func TestCorrected(t *testing.T) {
	c := NewCorrected(embedded(t))
	a := article("2025-05-16", "Wali Kota Malang Wahyu Hidayat hadir.")
	before := c.Tags(a, time.Time{})
	data := event.TagRejected{Judgement: event.Judgement{Article: a.ID, Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}}
	e, err := event.New("jejak/desk", time.Unix(1_750_000_000, 0), time.Time{}, data)
	if err != nil {
		t.Fatal(err)
	}
	if id, changed := c.Fold(e); id != a.ID || !changed {
		t.Errorf("Fold = %q, %v, want the article", id, changed)
	}
	if _, changed := c.Fold(e); changed {
		t.Error("the same fact changed tags twice")
	}
	after := c.Tags(a, time.Time{})
	_, rules := c.Versions()
	if before.Enricher == after.Enricher || after.Enricher != rules || len(after.Officials) != 0 {
		t.Errorf("before %q, after %q by %q, officials %v", before.Enricher, after.Enricher, rules, after.Officials)
	}
}
