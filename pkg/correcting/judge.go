package correcting

import (
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Verdict is what somebody says of a tag.
type Verdict string

// The verdicts. Confirm also adds a tag that no rule gave.
const (
	Confirm  Verdict = "confirm"
	Reject   Verdict = "reject"
	Reassign Verdict = "reassign"
)

// Judge makes the fact that says something of one tag. The tag is named by its id or
// name, or by its words in the text, a quote by its first words; kind tells apart what
// is named alike and may be empty. To is what a re-assigned tag means: an official, a
// region or an organisation by id or name, days, or who said a quote. The error is an
// [Unknown] when nothing has the name and an [Ambiguous] when several have.
func (a About) Judge(reg *registry.Registry, v Verdict, tag string, kind event.TagKind, to string, by By) (event.Data, error) {
	if err := by.Check(); err != nil {
		return nil, err
	}
	switch v {
	case Confirm, Reject, Reassign:
	default:
		return nil, fmt.Errorf("verdict %q: want confirm, reject or reassign", v)
	}
	found, err := a.find(reg, v, strings.TrimSpace(tag), kind)
	if err != nil {
		return nil, err
	}
	j := event.Judgement{Article: a.Article.ID, Kind: found.Kind, ID: found.ID, Name: found.Name, Was: found.Was, Actor: by.Actor, Note: by.Reason}
	if v != Confirm && found.Name != "" && found.Kind.OfText() {
		j.ID = "" // the words name it
	}
	quote := found.Kind == event.QuoteTagKind
	switch {
	case quote && (v == Confirm && !found.sure || v == Reject && found.Was == ""):
		return nil, fmt.Errorf("%q has no speaker that is sure: re-assign it to who said it", found.Name+" …")
	case v == Reject:
		return event.TagRejected{Judgement: j}, nil
	case v == Reassign:
		id, name, err := a.meaning(reg, found, strings.TrimSpace(to))
		return event.TagReassigned{Judgement: j, To: id, ToName: name}, err
	case quote && found.ID == "":
		return event.TagConfirmed{Judgement: j, Speaker: found.Was}, nil
	}
	return event.TagConfirmed{Judgement: j}, nil
}

// Merge makes the fact that a name means an official, wherever it is written.
func Merge(reg *registry.Registry, name, into string, by By) (event.NameMerged, error) {
	id, err := named(reg, name, into, by)
	return event.NameMerged{Name: name, Into: id, Actor: by.Actor, Note: by.Reason}, err
}

// Split makes the fact that a name does not mean an official.
func Split(reg *registry.Registry, name, from string, by By) (event.NameSplit, error) {
	id, err := named(reg, name, from, by)
	return event.NameSplit{Name: name, From: id, Actor: by.Actor, Note: by.Reason}, err
}

func named(reg *registry.Registry, name, who string, by By) (news.OfficialID, error) {
	if err := by.Check(); err != nil {
		return "", err
	}
	if lang.Fold(name) == "" {
		return "", fmt.Errorf("%q is not a name: no word is in it", name)
	}
	return Official(reg, who)
}
