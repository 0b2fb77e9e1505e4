package registry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// decisions is a stream of the registry with somebody who decides.
type decisions struct {
	*testing.T
	base   *registry.Registry
	events []event.Event
	now    time.Time
}

func (d *decisions) registry() *registry.Registry {
	d.Helper()
	r, refused := registry.Fold(d.base, d.events)
	if len(refused) > 0 {
		d.Fatal(refused)
	}
	return r
}

// accept takes a proposal over and returns the id of the acceptance.
func (d *decisions) accept(p registry.Proposal, c registry.Choice) string {
	d.Helper()
	d.now, c.By = d.now.Add(time.Minute), by
	events, err := d.registry().Accept(p, c, d.now)
	if err != nil {
		d.Fatal(err)
	}
	d.events = append(d.events, events...)
	return events[len(events)-1].ID
}

func (d *decisions) undo(id string) (string, error) {
	d.now = d.now.Add(time.Minute)
	e, err := registry.Undo(d.base, d.events, id, by, d.now)
	if err == nil {
		d.events = append(d.events, e)
	}
	return e.ID, err
}

// TestUndoAcceptance: with an acceptance goes everything that it brought, and comes
// back with it.
func TestUndoAcceptance(t *testing.T) {
	d := &decisions{T: t, base: small(t), now: monday}
	p := proposed("Sekar Ayuningtyas", "Camat Melatirejo")
	d.events = append(d.events, change(t, monday, p.Proposed),
		change(t, monday.Add(time.Minute), event.TopicRecorded{ID: "taman", Label: "Taman", Rules: []event.TopicRule{{Any: []string{"taman"}}}, By: by}))
	before := d.registry().Version()
	id := d.accept(p, registry.Choice{})
	// While it was written down, the pipeline proposed somebody.
	d.events = slices.Insert(d.events, len(d.events)-1, change(t, monday, proposed("Jaka Wirabumi", "Lurah Sidawet").Proposed))

	undo, err := d.undo(id[:8])
	if err != nil {
		t.Fatal(err)
	}
	r := d.registry()
	_, person := r.Official("sekar-ayuningtyas")
	_, office := r.Office("camat-melatirejo")
	if _, topic := r.Topic("taman"); person || office || !topic || r.Version() != before {
		t.Errorf("taken back: person %v, office %v, an earlier topic %v, version %s, want %s", person, office, topic, r.Version(), before)
	}
	if got, err := registry.FindProposal(registry.Proposals(d.events), p.Proposal[:8]); err != nil || got.State != registry.Open {
		t.Errorf("the proposal is %s, %v", got.State, err)
	}
	if n := len(registry.TakenBack(d.events)); n != 4 {
		t.Errorf("%d events were taken back, want the person, the office, the term and the acceptance", n)
	}
	if _, err := d.undo(id); err == nil || !strings.Contains(err.Error(), "analis took it back already") {
		t.Errorf("taken back twice: %v", err)
	}

	// Taken over once more, the first acceptance can not come back beside the second.
	again := d.accept(p, registry.Choice{})
	if _, err := d.undo(undo); err == nil || !strings.Contains(err.Error(), "accepted by now") {
		t.Errorf("accepted twice: %v", err)
	}
	if _, err := d.undo(again); err != nil {
		t.Fatal(err)
	}
	if _, err := d.undo(undo); err != nil {
		t.Fatal(err)
	}
	if held := d.registry().Held("sekar-ayuningtyas", "2025-05-16"); len(held) != 1 {
		t.Errorf("restored: %+v", held)
	}
	if got := registry.Proposals(d.events)[0]; got.State != registry.Taken {
		t.Errorf("restored, and the proposal is %s", got.State)
	}

	// What others were built upon stays.
	other := d.accept(proposed("Sekar Ayuningtyas", "Kepala Pasar Melati"), registry.Choice{Official: "sekar-ayuningtyas"})
	if _, err := d.undo(id); err == nil || !strings.Contains(err.Error(), "needs it") {
		t.Errorf("the person was taken away from under a term: %v", err)
	}
	for _, id := range []string{other, id} {
		if _, err := d.undo(id); err != nil {
			t.Error(err)
		}
	}
	if v := d.registry().Version(); v != before {
		t.Errorf("everything taken back: version %s, want %s", v, before)
	}
}

// TestUndoNewcomer: an id that became somebody else's does not come back.
func TestUndoNewcomer(t *testing.T) {
	d := &decisions{T: t, base: small(t), now: monday}
	first, second := proposed("Ratna Kemuning", "Kepala Pasar Melati"), proposed("Ratna Kemuning", "Lurah Sidawet")
	undo, err := d.undo(d.accept(first, registry.Choice{New: true}))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.registry().OfficialsNamed("Ratna Kemuning")) != 1 {
		t.Error("the other of the name is not as before")
	}
	d.accept(second, registry.Choice{New: true})
	if _, err := d.undo(undo); err == nil || !strings.Contains(err.Error(), "ratna-kemuning-2 was recorded anew") {
		t.Errorf("two people have one id: %v", err)
	}
}

// TestUndoneAlone: an event from before acceptances were taken back as a whole means
// what it meant.
func TestUndoneAlone(t *testing.T) {
	d := &decisions{T: t, base: small(t), now: monday}
	p := proposed("Sekar Ayuningtyas", "Camat Melatirejo")
	d.events = append(d.events, change(t, monday, p.Proposed))
	id := d.accept(p, registry.Choice{})
	d.events = append(d.events, change(t, d.now.Add(time.Hour), event.ChangeUndone{Change: id, By: by}))
	if len(d.registry().Terms("sekar-ayuningtyas")) != 1 || registry.Proposals(d.events)[0].State != registry.Open {
		t.Error("an old undoing took back more than it names")
	}
}

func TestShortIDs(t *testing.T) {
	list := []registry.Proposal{
		{Proposed: event.Proposed{Proposal: "0123456789abcdef"}}, {Proposed: event.Proposed{Proposal: "01234567aaaaaaaa"}}, {Proposed: event.Proposed{Proposal: "fedcba9876543210"}},
	}
	for id, want := range map[string]string{"fedcba98": "fedcba9876543210", "0123456789abcdef": "0123456789abcdef", "01234567a": "01234567aaaaaaaa", "fedcba9": "", "ffffffff": "", "": ""} {
		p, err := registry.FindProposal(list, id)
		if p.Proposal != want || (want == "") != errors.Is(err, registry.ErrNoProposal) {
			t.Errorf("FindProposal(%q) = %q, %v, want %q", id, p.Proposal, err, want)
		}
	}
	if _, err := registry.FindProposal(list, "01234567"); err == nil || !strings.Contains(err.Error(), "several ids begin so") {
		t.Errorf("FindProposal of two = %v", err)
	}
	base := small(t)
	same := change(t, monday, event.OfficialRecorded{Official: news.Official{ID: "surya-handaka", Name: "Surya Handaka"}, By: by})
	if _, err := registry.Undo(base, []event.Event{same, same}, same.ID[:8], by, monday); err != nil {
		t.Errorf("one event that is there twice: %v", err)
	}
	if _, err := registry.Undo(base, []event.Event{same}, "00000000", by, monday); !errors.Is(err, registry.ErrNoChange) {
		t.Errorf("Undo of nothing = %v", err)
	}
}
