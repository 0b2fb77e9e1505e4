package event

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/jejak-id/jejak/pkg/news"
)

// TagKind says which of an article's tags is meant.
type TagKind string

// The kinds of tag that a person can judge.
const (
	OfficialTagKind     TagKind = "official"
	TopicTagKind        TagKind = "topic"
	ScopeTagKind        TagKind = "scope"
	PlaceTagKind        TagKind = "place"
	OrganisationTagKind TagKind = "organisation"
	DateTagKind         TagKind = "date"
	QuoteTagKind        TagKind = "quote"
)

// Judgement names one tag of one article and who judged it.
//
// An official, topic or scope is named by ID; a person whom the registry does not
// know by Name alone.
//
// A place, organisation or date is named by Name, the words of the text: all
// mentions that are written so, whatever rules make of them. Of a confirmed one ID
// is what the words mean: a region code, an organisation, days as [news.PartialDate].
// Without Name, ID is what rules say: all mentions that mean that.
//
// A quote is named by Name, its first words, and nothing but its speaker is judged.
// Positions would be no name: a paragraph that the outlet adds moves them all.
type Judgement struct {
	Article news.ArticleID `json:"article"`
	Kind    TagKind        `json:"kind"`
	ID      string         `json:"id,omitempty"`
	Name    string         `json:"name,omitempty"`
	Actor   string         `json:"actor"`
	Note    string         `json:"note,omitempty"`
	Was     string         `json:"was,omitempty"` // what the tag said then, for readers; of one that no rule gave, nothing
}

// Judged returns j itself: whatever says something of one tag tells it.
func (j Judgement) Judged() Judgement { return j }

func (j Judgement) check() error {
	if err := checkID(j.Article); err != nil {
		return err
	}
	switch j.Kind {
	case OfficialTagKind, TopicTagKind, ScopeTagKind, PlaceTagKind, OrganisationTagKind, DateTagKind:
	case QuoteTagKind:
		if j.Name == "" {
			return errors.New("a judgement of a quote without its first words")
		}
	default:
		return fmt.Errorf("tag of kind %q: want official, topic, scope, place, organisation, date or quote", j.Kind)
	}
	if j.ID == "" && j.Name == "" {
		return errors.New("a judgement without the id or name of a tag")
	}
	return checkActor(j.Actor)
}

// OfText reports whether tags of the kind are pieces of the text, which words of it
// name.
func (k TagKind) OfText() bool {
	switch k {
	case PlaceTagKind, OrganisationTagKind, DateTagKind, QuoteTagKind:
		return true
	}
	return false
}

var placeCode = regexp.MustCompile(`^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$`)

// checkValue refuses what a tag of the kind can not mean. Whether the registry knows
// it is for those to ask who have one.
func (k TagKind) checkValue(v string) error {
	switch k {
	case OfficialTagKind, OrganisationTagKind, QuoteTagKind:
		return news.CheckSlug(v)
	case PlaceTagKind:
		if !placeCode.MatchString(v) {
			return fmt.Errorf("region code %q: want the form 35.73.01.1004", v)
		}
		return nil
	case DateTagKind:
		_, err := news.ParseDays(v)
		return err
	}
	return fmt.Errorf("a tag of kind %q can not be re-assigned: want official, place, organisation, date or quote", k)
}
