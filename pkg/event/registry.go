package event

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// Wire names of changes of the registry by people.
const (
	OfficialRecordedType     = "jejak.registry.official-recorded.v1"
	OfficeRecordedType       = "jejak.registry.office-recorded.v1"
	OrganisationRecordedType = "jejak.registry.organisation-recorded.v1"
	OutletRecordedType       = "jejak.registry.outlet-recorded.v1"
	TopicRecordedType        = "jejak.registry.topic-recorded.v1"
	TermRecordedType         = "jejak.registry.term-recorded.v1"
	TermEndedType            = "jejak.registry.term-ended.v1"
	TermRetractedType        = "jejak.registry.term-retracted.v1"
	ChangeUndoneType         = "jejak.registry.change-undone.v1"
	ProposedType             = "jejak.registry.proposed.v1"
	AcceptedType             = "jejak.registry.accepted.v1"
	DeclinedType             = "jejak.registry.declined.v1"
)

// By says who changed the registry, and why. Sources are where the change can be
// checked.
type By struct {
	Actor   string   `json:"actor"`
	Reason  string   `json:"reason,omitempty"`
	Sources []string `json:"sources,omitempty"`
}

// Author returns b itself: whatever has a By tells it.
func (b By) Author() By { return b }

func (b By) check() error {
	if strings.TrimSpace(b.Actor) == "" {
		return errors.New("a change of the registry without an actor")
	}
	return nil
}

// ProposalSubjects matches every fact about one proposal.
func ProposalSubjects(id string) string { return registrySubject("proposal", id, "*") }

func registrySubject(kind, id, verb string) string {
	return "registry." + kind + "." + id + "." + verb
}

// OfficialRecorded adds a person, or replaces what was known of one.
type OfficialRecorded struct {
	news.Official
	Shared []string `json:"shared,omitempty"` // names that another person has too
	By
}

func (OfficialRecorded) Type() string { return OfficialRecordedType }
func (o OfficialRecorded) Subject() string {
	return registrySubject("official", string(o.ID), "recorded")
}
func (o OfficialRecorded) Entity() string { return string(o.ID) }
func (o OfficialRecorded) check() error {
	return errors.Join(news.CheckSlug(string(o.ID)), o.By.check())
}

// OfficeRecorded adds an office, or replaces its name and place.
type OfficeRecorded struct {
	news.Office
	By
}

func (OfficeRecorded) Type() string      { return OfficeRecordedType }
func (o OfficeRecorded) Subject() string { return registrySubject("office", string(o.ID), "recorded") }
func (o OfficeRecorded) Entity() string  { return string(o.ID) }
func (o OfficeRecorded) check() error {
	return errors.Join(news.CheckSlug(string(o.ID)), o.By.check())
}

// OrganisationRecorded adds an organisation, or replaces it.
type OrganisationRecorded struct {
	news.Organisation
	By
}

func (OrganisationRecorded) Type() string { return OrganisationRecordedType }
func (o OrganisationRecorded) Subject() string {
	return registrySubject("organisation", string(o.ID), "recorded")
}
func (o OrganisationRecorded) Entity() string { return string(o.ID) }
func (o OrganisationRecorded) check() error {
	return errors.Join(news.CheckSlug(string(o.ID)), o.By.check())
}

// OutletRecorded adds an outlet to the catalogue, or replaces its entry.
type OutletRecorded struct {
	Outlet news.Outlet `json:"outlet"`
	By
}

func (OutletRecorded) Type() string { return OutletRecordedType }
func (o OutletRecorded) Subject() string {
	return registrySubject("outlet", string(o.Outlet.ID), "recorded")
}
func (o OutletRecorded) Entity() string { return string(o.Outlet.ID) }
func (o OutletRecorded) check() error {
	return errors.Join(news.CheckSlug(string(o.Outlet.ID)), o.By.check())
}

// TopicRecorded adds a topic, or replaces it.
type TopicRecorded struct {
	ID      news.TopicID `json:"id"`
	Label   string       `json:"label"`
	English string       `json:"english,omitempty"`
	About   string       `json:"about,omitempty"`
	Rules   []TopicRule  `json:"rules"`
	By
}

// TopicRule is a set of words by which a topic is recognised; registry.Rule
// says how it is read.
type TopicRule struct {
	Any  []string `json:"any,omitempty"`
	All  []string `json:"all,omitempty"`
	Not  []string `json:"not,omitempty"`
	Min  int      `json:"min,omitempty"`
	Lead bool     `json:"lead,omitempty"`
}

func (TopicRecorded) Type() string      { return TopicRecordedType }
func (t TopicRecorded) Subject() string { return registrySubject("topic", string(t.ID), "recorded") }
func (t TopicRecorded) Entity() string  { return string(t.ID) }
func (t TopicRecorded) check() error {
	return errors.Join(news.CheckSlug(string(t.ID)), t.By.check())
}

// TermRecorded says that a person held an office.
type TermRecorded struct {
	Term news.Term `json:"term"`
	Note string    `json:"note,omitempty"`
	By
}

func (TermRecorded) Type() string { return TermRecordedType }
func (t TermRecorded) Subject() string {
	return registrySubject("office", string(t.Term.Office), "held")
}
func (t TermRecorded) Entity() string { return string(t.Term.Office) }
func (t TermRecorded) check() error   { return errors.Join(checkTerm(t.Term), t.By.check()) }

// TermEnded sets the end of a term that was open or known less exactly. Term is
// the term as it was.
type TermEnded struct {
	Term  news.Term        `json:"term"`
	Until news.PartialDate `json:"until"`
	By
}

func (TermEnded) Type() string { return TermEndedType }
func (t TermEnded) Subject() string {
	return registrySubject("office", string(t.Term.Office), "ended")
}
func (t TermEnded) Entity() string { return string(t.Term.Office) }
func (t TermEnded) check() error {
	_, err := news.ParsePartialDate(string(t.Until))
	return errors.Join(checkTerm(t.Term), err, t.By.check())
}

// TermRetracted says that a term was recorded in error.
type TermRetracted struct {
	Term news.Term `json:"term"`
	By
}

func (TermRetracted) Type() string { return TermRetractedType }
func (t TermRetracted) Subject() string {
	return registrySubject("office", string(t.Term.Office), "retracted")
}
func (t TermRetracted) Entity() string { return string(t.Term.Office) }
func (t TermRetracted) check() error   { return errors.Join(checkTerm(t.Term), t.By.check()) }

// ChangeUndone takes one earlier event of the registry back, as if it had not been,
// and with it those that make no sense alone: of an [Accepted] what it brought. One
// without With, as they were before there was any, takes back the one event alone.
type ChangeUndone struct {
	Change string   `json:"change"`         // id of the event
	With   []string `json:"with,omitempty"` // ids of others
	By
}

func (ChangeUndone) Type() string      { return ChangeUndoneType }
func (c ChangeUndone) Subject() string { return registrySubject("change", c.Change, "undone") }
func (c ChangeUndone) Entity() string  { return c.Change }
func (c ChangeUndone) check() error {
	err := errors.Join(news.CheckSlug(c.Change), c.By.check())
	for _, id := range c.With {
		err = errors.Join(err, news.CheckSlug(id))
	}
	return err
}

// Proposed is an office-holder that the pipeline read from coverage and that the
// registry does not know. Nothing follows from it until a person accepts it.
type Proposed struct {
	Proposal   string           `json:"proposal"` // made from name and office: the same find has one id
	Name       string           `json:"name"`
	Official   news.OfficialID  `json:"official,omitempty"` // when the registry knows the person
	Office     news.OfficeID    `json:"office,omitempty"`   // when the registry knows the office
	OfficeName string           `json:"office_name"`        // as the text gives it
	Place      news.PlaceCode   `json:"place,omitempty"`
	Status     news.Status      `json:"status,omitempty"`
	From       news.PartialDate `json:"from,omitempty"`
	Until      news.PartialDate `json:"until,omitempty"`
	Evidence   []Sighting       `json:"evidence"`
	Proposer   string           `json:"proposer"` // version of the rules, or a person
}

// Sighting is one place in an article that says so.
type Sighting struct {
	Article news.ArticleID `json:"article"`
	URL     string         `json:"url"`
	Day     news.Date      `json:"day"`
	Text    string         `json:"text"` // a few words, never the article
}

func (Proposed) Type() string      { return ProposedType }
func (p Proposed) Subject() string { return registrySubject("proposal", p.Proposal, "proposed") }
func (p Proposed) Entity() string  { return p.Proposal }
func (p Proposed) check() error {
	if p.Name == "" || p.OfficeName == "" {
		return errors.New("a proposal without a name or an office")
	}
	return news.CheckSlug(p.Proposal)
}

// Accepted says that a person took a proposal over. The changes that follow from
// it are events of their own, appended together with it by the same person at the
// same time. One of them is a [TermRecorded], and its official is whom the proposal
// turned out to be about: somebody in the registry, or somebody new whom an
// [OfficialRecorded] beside it adds. That id is never empty, and a term of somebody
// whom the registry does not know has no effect.
type Accepted struct {
	Proposal string `json:"proposal"`
	By
}

func (Accepted) Type() string      { return AcceptedType }
func (a Accepted) Subject() string { return registrySubject("proposal", a.Proposal, "accepted") }
func (a Accepted) Entity() string  { return a.Proposal }
func (a Accepted) check() error {
	return errors.Join(news.CheckSlug(a.Proposal), a.By.check())
}

// Declined says that a person refused a proposal. It is not proposed again.
type Declined struct {
	Proposal string `json:"proposal"`
	By
}

func (Declined) Type() string      { return DeclinedType }
func (d Declined) Subject() string { return registrySubject("proposal", d.Proposal, "declined") }
func (d Declined) Entity() string  { return d.Proposal }
func (d Declined) check() error {
	return errors.Join(news.CheckSlug(d.Proposal), d.By.check())
}

func checkTerm(t news.Term) error {
	if err := errors.Join(news.CheckSlug(string(t.Official)), news.CheckSlug(string(t.Office))); err != nil {
		return fmt.Errorf("term: %w", err)
	}
	return nil
}
