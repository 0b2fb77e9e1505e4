package registry

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// ProposalID makes the id of a proposal from what is proposed: who reads the same
// name and office in another article, in whatever spelling and with or without the
// short form in brackets, finds the same proposal.
func ProposalID(name, officeName string) string {
	bare := brackets.ReplaceAllString(officeName, " ")
	return string(news.HashOf([]byte(lang.Fold(name) + "\n" + lang.Fold(bare))))[:16]
}

var brackets = regexp.MustCompile(`\([^()]*\)`)

// Proposal is what the pipeline proposed, with everything that was seen of it,
// and what people made of it.
type Proposal struct {
	event.Proposed
	State    ProposalState
	Decision event.By // when it is decided
}

// ProposalState says where a proposal stands.
type ProposalState string

// The states of a proposal.
const (
	Open     ProposalState = "open"
	Taken    ProposalState = "accepted"
	Declined ProposalState = "declined"
)

// Proposals folds the proposals out of the events of the registry, in the order in
// which they were first made. Evidence of one proposal is joined. A decision that
// was undone leaves its proposal open.
func Proposals(events []event.Event) []Proposal {
	undone := event.UndoneIn(events)
	var out []Proposal
	find := func(id string) *Proposal {
		i := slices.IndexFunc(out, func(p Proposal) bool { return p.Proposal == id })
		if i < 0 {
			return nil
		}
		return &out[i]
	}
	for _, e := range events {
		if undone[e.ID] {
			continue
		}
		switch d := e.Data.(type) {
		case event.Proposed:
			p := find(d.Proposal)
			if p == nil {
				out = append(out, Proposal{Proposed: d, State: Open})
				continue
			}
			for _, s := range d.Evidence {
				if !slices.Contains(p.Evidence, s) {
					p.Evidence = append(slices.Clip(p.Evidence), s)
				}
			}
		case event.Accepted:
			if p := find(d.Proposal); p != nil {
				p.State, p.Decision = Taken, d.By
			}
		case event.Declined:
			if p := find(d.Proposal); p != nil {
				p.State, p.Decision = Declined, d.By
			}
		}
	}
	return out
}

// Choice is what a person adds to a proposal when accepting it. What is empty is
// taken from the proposal. When that names no official either, it is somebody new,
// unless the registry knows the name: see [Namesakes].
type Choice struct {
	Official news.OfficialID // the person meant; one that the registry does not know is refused
	New      bool            // somebody new is meant, whoever else has the name
	Office   news.OfficeID
	Place    news.PlaceCode // of an office that the registry does not know
	Status   news.Status
	From     news.PartialDate
	Until    news.PartialDate
	By       event.By
}

// Accept returns the events by which a proposal enters the registry, to be
// appended together: the person and the office if they are new, the term, and the
// acceptance. It fails when they would not fit, and says what to do.
func (r *Registry) Accept(p Proposal, c Choice, at time.Time) ([]event.Event, error) {
	if p.State != Open {
		return nil, fmt.Errorf("proposal %s is %s already; undo that first", p.Proposal, p.State)
	}
	official, data, err := r.person(p, c)
	if err != nil {
		return nil, err
	}
	term := news.Term{
		Official: official, Office: first(c.Office, p.Office), Status: first(c.Status, p.Status, news.Definitive),
		From: first(c.From, p.From), Until: first(c.Until, p.Until), Sources: c.By.Sources,
	}
	var days []news.Date
	for _, s := range p.Evidence {
		if s.URL != "" && !slices.Contains(term.Sources, s.URL) {
			term.Sources = append(slices.Clip(term.Sources), s.URL)
		}
		if s.Day != "" {
			days = append(days, s.Day)
		}
	}
	if len(days) > 0 { // without other dates it is known on the days it was seen
		if term.From == "" {
			term.From = ".." + news.PartialDate(slices.Min(days))
			if term.Until == "" {
				term.Until = news.PartialDate(slices.Max(days)) + ".."
			}
		}
	}
	if term.Office == "" {
		switch same := r.OfficesNamed(p.OfficeName); len(same) {
		case 0:
			id := slugOf(p.OfficeName)
			if id == "" {
				return nil, fmt.Errorf("proposal %s: the office %q has no name to make an id of; say which office is meant", p.Proposal, p.OfficeName)
			}
			if other, taken := r.Office(news.OfficeID(id)); taken { // recording it would replace that one
				return nil, fmt.Errorf("proposal %s: the office %q would have the id of %q; say which office is meant", p.Proposal, p.OfficeName, other.Name)
			}
			term.Office = news.OfficeID(id)
			data = append(data, event.OfficeRecorded{Office: news.Office{ID: term.Office, Name: p.OfficeName, Place: first(c.Place, p.Place)}, By: c.By})
		case 1:
			term.Office = same[0]
		default:
			return nil, fmt.Errorf("proposal %s: %q is the name of %v; say which is meant", p.Proposal, p.OfficeName, same)
		}
	}
	data = append(data, event.TermRecorded{Term: term, By: c.By}, event.Accepted{Proposal: p.Proposal, By: c.By})
	events, err := wrap(at, data...)
	if err != nil {
		return nil, fmt.Errorf("accept proposal %s: %w", p.Proposal, err)
	}
	if _, refused := Fold(r, events); len(refused) > 0 {
		return nil, fmt.Errorf("accept proposal %s: %w", p.Proposal, refused[0].Why)
	}
	return events, nil
}

// Decline returns the event by which a proposal is refused for good.
func Decline(p Proposal, by event.By, at time.Time) ([]event.Event, error) {
	if p.State != Open {
		return nil, fmt.Errorf("proposal %s is %s already; undo that first", p.Proposal, p.State)
	}
	return wrap(at, event.Declined{Proposal: p.Proposal, By: by})
}

// Change checks that a change fits and returns its event.
func (r *Registry) Change(d event.Data, at time.Time) (event.Event, error) {
	if !isChange(d) {
		return event.Event{}, fmt.Errorf("%s is no change of the registry", d.Type())
	}
	events, err := wrap(at, d)
	if err != nil {
		return event.Event{}, err
	}
	_, err = r.apply(events...)
	return events[0], err
}

func wrap(at time.Time, data ...event.Data) ([]event.Event, error) {
	var out []event.Event
	for _, d := range data {
		e, err := event.New("jejak/registry", at, time.Time{}, d)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func first[T ~string](list ...T) T {
	for _, x := range list {
		if x != "" {
			return x
		}
	}
	return ""
}

// freeSlug returns an id that no person has.
func (r *Registry) freeSlug(id string) string {
	for n, try := 2, id; ; n++ {
		if _, taken := r.official[news.OfficialID(try)]; !taken {
			return try
		}
		try = strings.TrimRight(id, "-") + fmt.Sprintf("-%d", n)
	}
}
