package correcting_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

var (
	now  = time.Date(2025, 5, 19, 2, 0, 0, 0, time.UTC)
	page = news.NewArticleID("https://kabar.example/1")
	by   = correcting.By{Actor: "ratna", Reason: "lihat naskah"}
)

func world(t *testing.T) (*memlog.Log, *registry.Registry) {
	t.Helper()
	r, err := registry.Load(fstest.MapFS{"town.yaml": {Data: []byte(`
places: [{code: "99", kind: provinsi, name: Wanajaya}]
officials:
  - {id: ratna-kemuning, name: Ratna Kemuning}
  - {id: joko-santoso, name: Joko Santoso, shared: [Pak Joko]}
  - {id: joko-purnomo, name: Joko Purnomo, shared: [Pak Joko]}
topics: [{id: anggaran, label: Anggaran daerah, rules: [{any: [apbd]}]}]
`)}})
	if err != nil {
		t.Fatal(err)
	}
	log := memlog.New(func() time.Time { return now })
	t.Cleanup(func() { log.Close() })
	for _, d := range []event.Data{
		event.Published{Reading: event.Reading{Article: news.Article{ID: page, URL: "https://kabar.example/1", Title: "Rapat", Paragraphs: []string{"Ratna Kemuning dan Sutopo rapat."}}, Capture: news.HashOf([]byte("x"))}},
		event.Tagged{Position: 1, Tags: news.Tags{
			Article: page, Officials: []news.OfficialTag{{ID: "ratna-kemuning", Name: "Ratna Kemuning", OfficeName: "Camat"}},
			Topics:   []news.TopicTag{{ID: "rapat", Label: "Sutopo"}},
			Mentions: []news.Mention{{Span: news.Span{Text: "Sutopo"}, Type: news.PersonMention}, {Span: news.Span{Text: "Bu Ratna"}, Type: news.PersonMention, ID: "ratna-kemuning", Name: "Ratna Kemuning"}},
		}},
	} {
		e, err := event.New("test", now, time.Time{}, d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return log, r
}

func TestJudge(t *testing.T) {
	log, r := world(t)
	about, err := correcting.Load(t.Context(), log, page)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		v         correcting.Verdict
		tag, kind string
		to        string
		want      string // the tag that is meant, or a part of the error
	}{
		{correcting.Reject, "ratna-kemuning", "", "", "official ratna-kemuning was Ratna Kemuning, Camat"},
		{correcting.Reject, "RATNA kemuning", "", "", "official ratna-kemuning was Ratna Kemuning, Camat"},
		{correcting.Reassign, "Sutopo", "", "Joko Santoso", "official  was Sutopo"},
		{correcting.Reject, "Sutopo", "", "", "say the kind"},
		{correcting.Reject, "Sutopo", "topic", "", "topic rapat was Sutopo"},
		{correcting.Reject, "Budi", "", "", "ratna-kemuning (Ratna Kemuning)"},
		{correcting.Reassign, "Sutopo", "", "Pak Joko", "joko-purnomo, joko-santoso"},
		{correcting.Reassign, "Sutopo", "", "Joko Santosa", "joko-santoso (Joko Santoso)"},
		{correcting.Confirm, "Anggaran daerah", "", "", "topic anggaran was "},
		{correcting.Confirm, "joko-santoso", "", "", "official joko-santoso was "},
		{correcting.Confirm, "99", "scope", "", "scope 99 was "},
		{correcting.Confirm, "Anggrek", "topic", "", "anggaran"},
		{"praise", "ratna-kemuning", "", "", "want confirm"},
	} {
		fact, err := about.Judge(r, c.v, c.tag, event.TagKind(c.kind), c.to, by)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var j event.Judgement
			switch d := fact.(type) {
			case event.TagConfirmed:
				j = d.Judgement
			case event.TagRejected:
				j = d.Judgement
			case event.TagReassigned:
				j = d.Judgement
			}
			got = string(j.Kind) + " " + j.ID + " was " + j.Was
			if j.Article != page || j.Actor != "ratna" || j.Note != by.Reason {
				t.Errorf("%s %q: %+v", c.v, c.tag, j)
			}
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s %q: %q, want %q", c.v, c.tag, got, c.want)
		}
	}
	if _, err := about.Judge(r, correcting.Reject, "Sutopo", "", "", correcting.By{Actor: "ratna"}); err == nil {
		t.Error("judged without a reason")
	}
	if _, err := correcting.Load(t.Context(), log, news.NewArticleID("https://kabar.example/2")); !errors.Is(err, correcting.ErrNoArticle) {
		t.Errorf("an article that is not there: %v", err)
	}
}

func TestUndo(t *testing.T) {
	log, r := world(t)
	merged, err := correcting.Merge(r, "Sutopo", "joko-santoso", by)
	if err != nil {
		t.Fatal(err)
	}
	e, err := correcting.Append(t.Context(), log, now, merged)
	if err != nil {
		t.Fatal(err)
	}
	about, err := correcting.Load(t.Context(), log, page)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := correcting.Of(t.Context(), log, page, &about.Tags); err != nil || len(list) != 1 || list[0].ID != e.ID || list[0].Undone != nil {
		t.Errorf("of the article that bears the name: %+v, %v", list, err)
	}
	if list, err := correcting.Of(t.Context(), log, page, &news.Tags{}); err != nil || len(list) != 0 {
		t.Errorf("of an article without the name: %+v, %v", list, err)
	}
	undo, what, err := correcting.Undo(t.Context(), log, e.ID[:8], by)
	if err != nil || what.ID != e.ID || what.Text("en", nil) != "the name “Sutopo” means joko-santoso by ratna: lihat naskah" {
		t.Fatalf("Undo = %+v, %v", what, err)
	}
	back, err := correcting.Append(t.Context(), log, now, undo)
	if err != nil {
		t.Fatal(err)
	}
	if list, _ := correcting.List(t.Context(), log); len(list) != 1 || list[0].Undone == nil || list[0].Undone.ID != back.ID {
		t.Errorf("after the taking back: %+v", list)
	}
	if _, _, err := correcting.Undo(t.Context(), log, e.ID, by); err == nil {
		t.Error("taken back twice")
	}
}
