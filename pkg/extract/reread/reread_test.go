package reread

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

var epoch = time.Date(2025, 3, 3, 4, 0, 0, 0, time.UTC)

func clock() time.Time { return epoch.Add(24 * time.Hour) }

const page = `<html lang="id"><head><title>%s</title></head><body><article><h1>%s</h1>
<p>Wali Kota Kuwarasan Sri Lestari meresmikan jembatan gantung di Tirtomoyo, Senin (3/3/2025).</p>
<p>Baca juga: <a href="/kisah">Kisah Warga Tirtomoyo</a></p>
<p>Warga menyambut gembira peresmian jembatan sepanjang 84 meter itu. (ani/bud)</p></article></body></html>`

// archive holds one article per title as an older extractor read it: with the
// pointer still in the text.
func archive(t *testing.T, outlet news.OutletID, titles ...string) (eventlog.Log, []news.ArticleID) {
	t.Helper()
	ctx := context.Background()
	log := memlog.New(clock)
	t.Cleanup(func() { log.Close() })
	var ids []news.ArticleID
	for _, title := range titles {
		u := "https://kabartirta.example/" + strings.ToLower(strings.ReplaceAll(title, " ", "-"))
		hash, err := log.PutBlob(ctx, []byte(strings.ReplaceAll(page, "%s", title)))
		if err != nil {
			t.Fatal(err)
		}
		a := news.Article{ID: news.NewArticleID(u), URL: u, Outlet: outlet, Title: title, Paragraphs: []string{"Baca juga: Kisah Warga Tirtomoyo"}}
		ids = append(ids, a.ID)
		add(t, log, event.Captured{Article: a.ID, URL: u, Canonical: u, Outlet: outlet, Status: 200, Hash: hash, ContentType: "text/html"})
		add(t, log, event.Published{Reading: event.Reading{Article: a, Capture: hash, Extractor: "old"}})
	}
	return log, ids
}

func add(t *testing.T, log eventlog.Log, d event.Data) {
	t.Helper()
	e, err := event.New("jejak/test", epoch, time.Time{}, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(context.Background(), eventlog.Entry{Event: e}); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, log eventlog.Log, o Options) (Summary, []Change) {
	t.Helper()
	var seen []Change
	s := Stage{Log: log, Source: "jejak/reread", Now: clock}
	sum, err := s.Run(context.Background(), o, func(c Change) error {
		seen = append(seen, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum, seen
}

func TestDryRunWritesNothing(t *testing.T) {
	log, ids := archive(t, "kabar-tirta", "Jembatan Diresmikan")
	before, _ := history.Load(context.Background(), log, ids[0])
	sum, seen := run(t, log, Options{})
	if sum.Changed != 1 || sum.Appended != 0 || len(seen) != 1 {
		t.Fatalf("summary %+v with %d changes, want one that is not appended", sum, len(seen))
	}
	c := seen[0]
	if got := strings.Join(c.Changed, " "); !strings.Contains(got, "paragraphs") || !strings.Contains(got, "related") || !strings.Contains(got, "byline") {
		t.Errorf("changed %q, want paragraphs, related and byline among them", got)
	}
	if len(c.Before.Paragraphs) != 1 || len(c.After.Paragraphs) != 2 {
		t.Errorf("before %q, after %q", c.Before.Paragraphs, c.After.Paragraphs)
	}
	if now, _ := history.Load(context.Background(), log, ids[0]); now.Seq != before.Seq {
		t.Errorf("the log moved from %d to %d", before.Seq, now.Seq)
	}
}

func TestAppendOnce(t *testing.T) {
	log, ids := archive(t, "kabar-tirta", "Jembatan Diresmikan", "Pasar Ditata")
	sum, _ := run(t, log, Options{Append: true})
	if sum.Articles != 2 || sum.Appended != 2 {
		t.Fatalf("summary %+v, want two appended", sum)
	}
	for _, id := range ids {
		h, err := history.Load(context.Background(), log, id)
		if err != nil {
			t.Fatal(err)
		}
		r := h.Latest()
		if len(h.Revisions) != 1 || r.Rereads != 1 || r.Reading.Extractor != extract.Version {
			t.Errorf("%d revisions, %d rereads by %q: a better reading is no revision", len(h.Revisions), r.Rereads, r.Reading.Extractor)
		}
		if len(r.Reading.Article.Related) != 1 || len(r.Reading.Article.Byline) != 2 {
			t.Errorf("article %+v", r.Reading.Article)
		}
	}
	if sum, seen := run(t, log, Options{Append: true}); sum.Appended != 0 || sum.Current != 2 || len(seen) != 0 {
		t.Errorf("a second run did %+v", sum)
	}
	if sum, seen := run(t, log, Options{Append: true, All: true}); sum.Appended != 0 || sum.Revisions != 2 || len(seen) != 0 {
		t.Errorf("the same version over everything did %+v, %d changes: %+v", sum, len(seen), seen)
	}
}

func TestOnlyOneOutlet(t *testing.T) {
	log, _ := archive(t, "kabar-tirta", "Jembatan Diresmikan")
	if sum, _ := run(t, log, Options{Outlet: "lain"}); sum.Articles != 0 {
		t.Errorf("summary %+v, want nothing of another outlet", sum)
	}
	if sum, _ := run(t, log, Options{Outlet: "kabar-tirta"}); sum.Articles != 1 {
		t.Errorf("summary %+v, want one article", sum)
	}
}

func TestWhatIsLeftAlone(t *testing.T) {
	log, ids := archive(t, "kabar-tirta", "Satu", "Dua", "Tiga")
	ctx := context.Background()
	add(t, log, event.Redacted{Article: ids[0], Reason: "hak untuk dilupakan", Actor: "redaksi"})
	h, _ := history.Load(ctx, log, ids[1])
	if err := log.DeleteBlob(ctx, h.Latest().Reading.Capture); err != nil {
		t.Fatal(err)
	}
	s := Stage{Log: log, Source: "jejak/reread", Now: clock, Read: func(extract.Page) extract.Reading {
		return extract.Reading{Reason: "soft 404"}
	}}
	var reasons []string
	sum, err := s.Run(ctx, Options{Append: true}, func(c Change) error {
		reasons = append(reasons, c.Reason)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{Articles: 3, Revisions: 1, Lost: 1, Missing: 1, Redacted: 1}
	if sum != want || len(reasons) != 1 || reasons[0] != "soft 404" {
		t.Errorf("summary %+v, reasons %q; want %+v", sum, reasons, want)
	}
}

// The bytes are read with the time at which they were fetched.
func TestReadAsThen(t *testing.T) {
	log, _ := archive(t, "kabar-tirta", "Satu")
	o := news.Outlet{ID: "kabar-tirta", Name: "Kabar Tirta"}
	var got extract.Page
	s := Stage{
		Log: log, Source: "jejak/reread", Now: clock,
		Outlet: func(id news.OutletID) (news.Outlet, bool) { return o, id == o.ID },
		Read:   func(p extract.Page) extract.Reading { got = p; return extract.Read(p) },
	}
	if _, err := s.Run(context.Background(), Options{}, func(Change) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if !got.Fetched.Equal(epoch) || got.ContentType != "text/html" || got.Outlet == nil || got.URL != "https://kabartirta.example/satu" {
		t.Errorf("read %+v", got)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	log, _ := archive(t, "kabar-tirta", "Satu", "Dua")
	stop := errors.New("enough")
	s := Stage{Log: log, Source: "jejak/reread", Now: clock}
	sum, err := s.Run(context.Background(), Options{Append: true}, func(Change) error { return stop })
	if !errors.Is(err, stop) || sum.Appended != 0 {
		t.Errorf("err %v, appended %d: want the reader's own error and nothing written", err, sum.Appended)
	}
}
