package registering_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registering"
	"github.com/jejak-id/jejak/pkg/registry"
)

var now = time.Date(2025, 5, 19, 2, 0, 0, 0, time.UTC)

func base(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := registry.Load(fstest.MapFS{"town.yaml": {Data: []byte(`
places: [{code: "99", kind: provinsi, name: Wanajaya}]
officials: [{id: ratna-kemuning, name: Ratna Kemuning}]
offices: [{id: camat-melatirejo, name: Camat Melatirejo, place: "99"}]
`)}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func proposal(t *testing.T, office, url string) event.Event {
	t.Helper()
	e, err := event.New("jejak/enricher", now, time.Time{}, event.Proposed{
		Proposal: registry.ProposalID("Ratna Kemuning", office), Name: "Ratna Kemuning", OfficeName: office, Proposer: "test",
		Evidence: []event.Sighting{{Article: news.NewArticleID(url), URL: url, Day: "2025-05-16", Text: office + " Ratna Kemuning"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestProposeAndAccept(t *testing.T) {
	ctx, r := t.Context(), base(t)
	log := memlog.New(func() time.Time { return now })
	defer log.Close()
	first := proposal(t, "Camat Melatirejo", "https://kabar.example/a")
	for i, want := range []int{1, 0} {
		if n, err := registering.Propose(ctx, log, r, []event.Event{first}); err != nil || n != want {
			t.Errorf("proposal %d: %d, %v, want %d", i+1, n, err, want)
		}
	}
	if n, err := registering.Propose(ctx, log, r, []event.Event{proposal(t, "Camat Melatirejo", "https://kabar.example/b")}); err != nil || n != 1 {
		t.Errorf("more evidence: %d, %v", n, err)
	}
	s, err := registering.Load(ctx, log, r)
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Proposals(); len(p) != 1 || len(p[0].Evidence) != 2 || s.Last != 2 {
		t.Fatalf("after two sightings: %+v at %d", p, s.Last)
	}
	accept := func(s registering.State) ([]event.Event, error) {
		return s.Registry.Accept(s.Proposals()[0], registry.Choice{Official: "ratna-kemuning", By: event.By{Actor: "analis"}}, now)
	}
	if err := registering.Decide(ctx, log, r, accept); err != nil {
		t.Fatal(err)
	}
	if s, err = registering.Load(ctx, log, r); err != nil {
		t.Fatal(err)
	}
	if h := s.Registry.Holder("camat-melatirejo", "2025-05-16"); h.Term == nil || h.Term.Official != "ratna-kemuning" {
		t.Errorf("after the acceptance: %+v", h)
	}
	if err := registering.Decide(ctx, log, r, accept); err == nil {
		t.Error("accepted twice")
	}
	if n, err := registering.Propose(ctx, log, r, []event.Event{proposal(t, "Camat Melatirejo", "https://kabar.example/c")}); err != nil || n != 0 {
		t.Errorf("what was decided is proposed again: %d, %v", n, err)
	}
}

// TestDecideAgain: many people change the registry at once, and nothing is lost.
func TestDecideAgain(t *testing.T) {
	ctx, r := t.Context(), base(t)
	log := memlog.New(func() time.Time { return now })
	defer log.Close()
	var wg sync.WaitGroup
	for _, id := range []news.TopicID{"a", "b", "c", "d", "e"} {
		wg.Go(func() {
			err := registering.Decide(ctx, log, r, func(s registering.State) ([]event.Event, error) {
				e, err := s.Registry.Change(event.TopicRecorded{ID: id, Label: string(id), Rules: []event.TopicRule{{Any: []string{"x"}}}, By: event.By{Actor: string(id)}}, now)
				return []event.Event{e}, err
			})
			if err != nil {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	wg.Wait()
	s, err := registering.Load(context.Background(), log, r)
	if err != nil || len(s.Registry.Topics()) != 5 || len(s.Refused) != 0 {
		t.Errorf("%d topics, refused %v, %v", len(s.Registry.Topics()), s.Refused, err)
	}
}
