package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

func proposed(name, office string) registry.Proposal {
	p := event.Proposed{Proposal: registry.ProposalID(name, office), Name: name, OfficeName: office, Place: "99.71", Proposer: "test"}
	p.Evidence = []event.Sighting{{Article: news.NewArticleID("https://kabar.example/a"), URL: "https://kabar.example/a", Day: "2025-05-16", Text: office + ", " + name + ","}}
	return registry.Proposal{Proposed: p, State: registry.Open}
}

// TestAcceptNamesakes: whoever is accepted becomes nobody else of the same name
// unless a person says so.
func TestAcceptNamesakes(t *testing.T) {
	base := small(t)
	p := proposed("RATNA Kemuning", "Kepala Pasar Melati")
	_, err := base.Accept(p, registry.Choice{By: by}, monday)
	var namesakes *registry.Namesakes
	if !errors.As(err, &namesakes) || len(namesakes.Known) != 1 || namesakes.Known[0].Official.ID != "ratna-kemuning" || !strings.Contains(err.Error(), "ratna-kemuning (wali-kota-wanasari)") {
		t.Fatalf("accepted without asking who is meant: %v", err)
	}
	for what, c := range map[string]registry.Choice{
		`official "orang-lain" is not in the registry`: {Official: "orang-lain", By: by},
		"can not be somebody new":                      {Official: "ratna-kemuning", New: true, By: by},
	} {
		if _, err := base.Accept(p, c, monday); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%+v: %v, want %q", c, err, what)
		}
	}

	accept := func(r *registry.Registry, p registry.Proposal, c registry.Choice) ([]event.Event, *registry.Registry) {
		t.Helper()
		events, err := r.Accept(p, c, monday)
		if err != nil {
			t.Fatal(err)
		}
		next, refused := registry.Fold(r, events)
		if len(refused) > 0 {
			t.Fatal(refused)
		}
		return events, next
	}
	_, r := accept(base, p, registry.Choice{Official: "ratna-kemuning", By: by})
	if held := r.Held("ratna-kemuning", "2025-05-16"); len(held) != 1 || held[0].Office != "kepala-pasar-melati" || len(r.Officials()) != 2 {
		t.Errorf("the official meant: %+v of %d", held, len(r.Officials()))
	}

	// Somebody new: the name is shared from then on, also by a third.
	first, one := accept(base, p, registry.Choice{New: true, By: by})
	again, _ := accept(base, p, registry.Choice{New: true, By: by})
	if !slices.EqualFunc(first, again, func(a, b event.Event) bool { return a.ID == b.ID }) {
		t.Error("the same acceptance gives other events each time")
	}
	if held := one.Held("ratna-kemuning-2", "2025-05-16"); len(held) != 1 || len(one.Terms("ratna-kemuning")) != 1 {
		t.Errorf("somebody new: %+v, and the other has %+v", held, one.Terms("ratna-kemuning"))
	}
	if o, _ := one.Official("ratna-kemuning"); o.Name != "Ratna Kemuning" || len(o.Aliases) != 0 {
		t.Errorf("the other is now %+v", o)
	}
	third := proposed("Ratna Kemuning", "Lurah Sidawet")
	if _, err := one.Accept(third, registry.Choice{By: by}, monday); !errors.As(err, &namesakes) || len(namesakes.Known) != 2 {
		t.Errorf("of two one was taken: %v", err)
	}
	_, two := accept(one, third, registry.Choice{New: true, By: by})
	if got, want := two.OfficialsNamed("ratna kemuning"), []news.OfficialID{"ratna-kemuning", "ratna-kemuning-2", "ratna-kemuning-3"}; !slices.Equal(got, want) {
		t.Errorf("the name is that of %v, want %v", got, want)
	}

	// A proposer who knows the person is believed, and nobody of the name is nothing to ask about.
	p.Official = "ratna-kemuning"
	if _, r = accept(base, p, registry.Choice{By: by}); len(r.Terms("ratna-kemuning")) != 2 {
		t.Errorf("proposed by id: %+v", r.Terms("ratna-kemuning"))
	}
	if _, r = accept(base, proposed("Sekar Ayuningtyas", "Camat Melatirejo"), registry.Choice{By: by}); len(r.Terms("sekar-ayuningtyas")) != 1 {
		t.Error("nobody of the name, and the person is not recorded")
	}
}

// TestAcceptReplacesNoOffice: an office whose name makes the id of another is not it.
func TestAcceptReplacesNoOffice(t *testing.T) {
	p := proposed("Sekar Ayuningtyas", "Wali-Kota Wanasari")
	if _, err := small(t).Accept(p, registry.Choice{By: by}, monday); err == nil || !strings.Contains(err.Error(), "say which office") {
		t.Errorf("Accept = %v", err)
	}
}
