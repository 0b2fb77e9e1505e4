package open

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// archive is a log with articles, and the enricher to run over it.
type archive struct {
	*testing.T
	log  *memlog.Log
	base *registry.Registry
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	base, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{t, memlog.New(time.Now), base}
	t.Cleanup(func() { a.log.Close() })
	return a
}

// put appends facts together.
func (a *archive) put(data ...event.Data) []event.Event {
	a.Helper()
	var out []event.Event
	var entries []eventlog.Entry
	for _, d := range data {
		e, err := event.New("test", time.Now(), time.Time{}, d)
		if err != nil {
			a.Fatal(err)
		}
		out = append(out, e)
		entries = append(entries, eventlog.Entry{Event: e})
	}
	if _, err := a.log.Append(a.Context(), entries...); err != nil {
		a.Fatal(err)
	}
	return out
}

func (a *archive) publish(n int, text string) news.ArticleID {
	a.Helper()
	url := fmt.Sprintf("https://kabar.example/%d-berita", n)
	id := news.NewArticleID(url)
	a.put(event.Published{Reading: event.Reading{
		Article: news.Article{ID: id, URL: url, Title: fmt.Sprintf("Berita %d", n), Paragraphs: []string{text}},
		Capture: news.HashOf([]byte(url)),
	}})
	return id
}

// enricher starts one, and returns it with what ends it.
func (a *archive) enricher() (*enriching.Stage, func()) {
	a.Helper()
	s, err := enriching.New(enriching.Config{Log: a.log, Tagger: Tagger(a.base), Now: time.Now, Logger: slog.New(slog.NewTextHandler(a.Output(), nil))})
	if err != nil {
		a.Fatal(err)
	}
	ctx, cancel := context.WithCancel(a.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	synctest.Wait()
	return s, func() {
		a.Helper()
		cancel()
		if err := <-done; err != nil {
			a.Errorf("Run = %v", err)
		}
	}
}

func (a *archive) tags(id news.ArticleID) news.Tags {
	a.Helper()
	rec, err := a.log.Last(a.Context(), event.TagsSubject(id))
	if err != nil {
		a.Fatal(err)
	}
	e, err := rec.Event()
	if err != nil {
		a.Fatal(err)
	}
	return e.Data.(event.Tagged).Tags
}

// tagged returns how many tags events were ever appended.
func (a *archive) tagged() uint64 {
	a.Helper()
	info, err := a.log.Info(a.Context(), event.Tags.Name)
	if err != nil {
		a.Fatal(err)
	}
	return info.Last
}

// TestRegistryChangeTouchesFew: of a thousand articles a change of the registry
// tags those anew that name whom it is about, once, whether the enricher runs or
// was stopped.
func TestRegistryChangeTouchesFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const all = 1000
		a := newArchive(t)
		var touched []news.ArticleID
		for i := range all {
			text := fmt.Sprintf("Wali Kota Malang Wahyu Hidayat meninjau %d kolam ikan.", i)
			if i%400 == 1 {
				text = "Ketua KPU Kota Malang, Orang Rekaan, membuka rapat pleno. “Semua siap,” kata Rekaan."
			}
			id := a.publish(i, text)
			if i%400 == 1 {
				touched = append(touched, id)
			}
		}
		_, stop := a.enricher()
		if n := a.tagged(); n != all {
			t.Fatalf("%d articles tagged, want %d", n, all)
		}
		by := event.By{Actor: "analis", Sources: []string{"https://kabar.example/sk"}}
		term := news.Term{Official: "orang-rekaan", Office: "ketua-kpu-kota-malang", From: "2025-01-01", Status: news.Definitive}
		changes := a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: by}, event.TermRecorded{Term: term, By: by})
		synctest.Wait()
		if n := a.tagged() - all; n != uint64(len(touched)) {
			t.Errorf("the person and the term were recorded: %d articles tagged anew, want %d", n, len(touched))
		}
		for _, id := range touched {
			if x := a.tags(id); len(x.Officials) != 1 || x.Officials[0].ID != "orang-rekaan" || x.Registry == a.base.Version() {
				t.Errorf("tags by registry %s: %+v", x.Registry, x.Officials)
			}
		}

		// An alias while nobody is there; a start later it is heeded, and only once.
		stop()
		before := a.tagged()
		a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan", Aliases: []string{"Cak Rekaan"}}, By: by})
		for i, want := range []uint64{3, 0} {
			s, stop := a.enricher()
			if s.Tagged() != want {
				t.Errorf("start %d after the alias: %d tagged anew, want %d", i+1, s.Tagged(), want)
			}
			stop()
		}
		if n := a.tagged() - before; n != 3 {
			t.Errorf("the alias tagged %d articles anew, want 3", n)
		}

		// Something that touches nobody hides nothing that comes after it.
		a.put(event.Proposed{Proposal: "0123456789abcdef", Name: "Orang Lain", OfficeName: "Camat", Proposer: "test"})
		a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan", Aliases: []string{"Mas Rekaan"}}, By: by})
		s, stop := a.enricher()
		if s.Tagged() != 3 {
			t.Errorf("a change after a proposal: %d tagged anew, want 3", s.Tagged())
		}
		stop()

		// Taken back, the tags say nothing of it.
		_, stop = a.enricher()
		defer stop()
		before = a.tagged()
		a.put(event.ChangeUndone{Change: changes[1].ID, By: by})
		synctest.Wait()
		if x := a.tags(touched[0]); len(x.Officials) != 1 || x.Officials[0].ID != "" || a.tagged() != before+3 {
			t.Errorf("the term was taken back: %+v after %d tags", x.Officials, a.tagged()-before)
		}
	})
}

// dying is the log of a process that is killed when it has appended so many tags:
// nothing after that reaches the disk.
type dying struct {
	eventlog.Log
	mu   sync.Mutex
	left int
	kill func()
}

func (d *dying) Append(ctx context.Context, entries ...eventlog.Entry) (eventlog.Appended, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := entries[0].Event.Data.(event.Tagged); !ok {
		return d.Log.Append(ctx, entries...) // a proposal
	}
	if d.left == 0 {
		d.kill()
		return eventlog.Appended{}, errors.New("killed")
	}
	// What was on its way to the disk arrives there, whoever stopped waiting for it.
	at, err := d.Log.Append(context.WithoutCancel(ctx), entries...)
	if err == nil {
		d.left--
	}
	return at, err
}

// TestKilledInTheMiddle: what a killed enricher did of a change stays done, the next
// does the rest, and no article is tagged twice.
func TestKilledInTheMiddle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const all = 12
		a := newArchive(t)
		for i := range all {
			a.publish(i, "Ketua KPU Kota Malang, Orang Rekaan, membuka rapat pleno.")
		}
		_, stop := a.enricher()
		stop()
		a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: event.By{Actor: "analis"}})
		before := a.tagged()
		ctx, kill := context.WithCancel(t.Context())
		log := &dying{Log: a.log, left: 5, kill: kill}
		s, err := enriching.New(enriching.Config{Log: log, Tagger: Tagger(a.base), Now: time.Now, Parallel: 2})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(ctx); err != nil {
			t.Errorf("Run = %v", err)
		}
		if n := a.tagged() - before; n != 5 {
			t.Fatalf("%d tagged anew before the kill, want 5", n)
		}
		for i, want := range []uint64{all - 5, 0} {
			s, stop := a.enricher()
			stop()
			if s.Tagged() != want {
				t.Errorf("start %d after the kill: %d tagged anew, want %d", i+1, s.Tagged(), want)
			}
		}
	})
}

// TestCorrectionsTouchFew: a correction of one article tags that one anew, a merged
// name those that bear it, and a restart repeats nothing.
func TestCorrectionsTouchFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t)
		var ids []news.ArticleID
		for i := range 20 {
			ids = append(ids, a.publish(i, "Wali Kota Malang Wahyu Hidayat membahas APBD."))
		}
		named := a.publish(20, "Warga bernama Budi Rekaan panen raya bersama Kapolres Batu.")
		_, stop := a.enricher()
		j := event.Judgement{Article: ids[3], Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}
		rejected := a.put(event.TagRejected{Judgement: j})
		synctest.Wait()
		if n := a.tagged(); n != 22 || len(a.tags(ids[3]).Officials) != 0 || len(a.tags(ids[4]).Officials) != 1 {
			t.Errorf("a rejection appended %d tags, want 1; officials %v", n-21, a.tags(ids[3]).Officials)
		}
		a.put(event.NameMerged{Name: "Budi Rekaan", Into: "sutiaji", Actor: "ratna"})
		synctest.Wait()
		if x := a.tags(named); len(x.Officials) != 1 || x.Officials[0].ID != "sutiaji" {
			t.Errorf("after the merge: %+v", x.Officials)
		}
		n := a.tagged()
		stop()
		s, stop := a.enricher()
		if s.Tagged() != 0 {
			t.Errorf("a restart tagged %d articles anew", s.Tagged())
		}
		a.put(event.Undone{Event: rejected[0].ID, Actor: "ratna"})
		synctest.Wait()
		if len(a.tags(ids[3]).Officials) != 1 || a.tagged() != n+1 {
			t.Errorf("after the taking back: %+v, %d tags appended", a.tags(ids[3]).Officials, a.tagged()-n)
		}
		stop()
	})
}

// TestReplay: whatever order things came in while the enricher ran, one that begins
// with everything said already says the same of every article.
func TestReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t)
		by := event.By{Actor: "analis", Sources: []string{"https://kabar.example/sk"}}
		_, stop := a.enricher()
		var ids []news.ArticleID
		for i := range 12 {
			ids = append(ids, a.publish(i, []string{
				"Wali Kota Malang Wahyu Hidayat membahas APBD.", "Ketua KPU Kota Malang, Orang Rekaan, membuka rapat.", "Petani memanen padi di taman rekaan.",
			}[i%3]))
			synctest.Wait()
			switch i {
			case 3:
				a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: by},
					event.TermRecorded{Term: news.Term{Official: "orang-rekaan", Office: "ketua-kpu-kota-malang", From: "1999-01-01", Status: news.Definitive}, By: by})
			case 5:
				a.put(event.TagRejected{Judgement: event.Judgement{Article: ids[3], Kind: event.OfficialTagKind, ID: "wahyu-hidayat", Actor: "ratna"}})
			case 7:
				a.put(event.TopicRecorded{ID: "taman-rekaan", Label: "Taman rekaan", Rules: []event.TopicRule{{Any: []string{"taman rekaan"}}}, By: by})
			case 9:
				a.put(event.NameSplit{Name: "Orang Rekaan", From: "orang-rekaan", Actor: "ratna"})
			}
			synctest.Wait()
		}
		stop()
		again := &archive{t, memlog.New(time.Now), a.base}
		defer again.log.Close()
		for _, stream := range []event.Stream{event.News, event.Desk, event.Registry} {
			for rec, err := range a.log.Read(t.Context(), eventlog.Query{Stream: stream.Name}) {
				if err != nil {
					t.Fatal(err)
				}
				e, err := rec.Event()
				if err == nil {
					_, err = again.log.Append(t.Context(), eventlog.Entry{Event: e})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		_, stop = again.enricher()
		defer stop()
		topics := 0
		for _, id := range ids {
			x, y := a.tags(id), again.tags(id)
			topics += len(y.Topics)
			x.Registry, y.Registry = "", "" // of what no change touched it is the one before
			got, errGot := json.Marshal(y)
			want, errWant := json.Marshal(x)
			if errGot != nil || errWant != nil || !bytes.Equal(got, want) {
				t.Errorf("article %s\nreplayed %s\nas it was %s", id, got, want)
			}
		}
		if topics < 4 {
			t.Errorf("%d topics: the recorded one is not found", topics)
		}
	})
}

// TestProposedOnce: whom three articles name is proposed, with evidence, once; and
// not again after a person declined.
func TestProposedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t)
		proposals := func() []registry.Proposal {
			t.Helper()
			var events []event.Event
			for rec, err := range a.log.Read(t.Context(), eventlog.Query{Stream: event.Registry.Name}) {
				if err != nil {
					t.Fatal(err)
				}
				e, err := rec.Event()
				if err != nil {
					t.Fatal(err)
				}
				events = append(events, e)
			}
			if n := len(events); n > 2 {
				t.Errorf("%d events about one proposal", n)
			}
			return registry.Proposals(events)
		}
		text := "Camat Lowokwaru, Suryani Maharani, membuka pasar murah."
		_, stop := a.enricher()
		for i := range 2 {
			a.publish(i, text)
		}
		synctest.Wait()
		if p := proposals(); len(p) != 0 {
			t.Errorf("proposed after two articles: %+v", p)
		}
		a.publish(2, text)
		a.publish(3, text)
		synctest.Wait()
		p := proposals()
		if len(p) != 1 || p[0].Name != "Suryani Maharani" || len(p[0].Evidence) < 3 || p[0].Evidence[0].URL == "" || p[0].Evidence[2].URL == "" {
			t.Fatalf("proposed after four articles: %+v", p)
		}
		a.put(event.Declined{Proposal: p[0].Proposal, By: event.By{Actor: "analis"}})
		stop()
		_, stop = a.enricher()
		a.publish(4, text)
		synctest.Wait()
		if p = proposals(); len(p) != 1 || p[0].State != registry.Declined {
			t.Errorf("after the refusal and a restart: %+v", p)
		}
		stop()
	})
}
