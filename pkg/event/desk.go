package event

import (
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/news"
)

// Wire names of the facts that people add at the desk. They never change.
const (
	TagConfirmedType  = "jejak.desk.tag-confirmed.v1"
	TagRejectedType   = "jejak.desk.tag-rejected.v1"
	TagReassignedType = "jejak.desk.tag-reassigned.v1"
	NameMergedType    = "jejak.desk.name-merged.v1"
	NameSplitType     = "jejak.desk.name-split.v1"
	UndoneType        = "jejak.desk.undone.v1"
)

// What people said of names, and what they took back.
const (
	DeskNameSubjects   = "desk.name.>"
	DeskUndoneSubjects = "desk.event.*.undone"
)

// DeskArticleSubjects matches what people said of the tags of one article.
func DeskArticleSubjects(id news.ArticleID) string { return "desk.article." + string(id) + ".*" }

func checkActor(actor string) error {
	if actor == "" {
		return errors.New("a fact of the desk without its actor")
	}
	return nil
}

func deskSubject(entity, id, verb string) string { return "desk." + entity + "." + id + "." + verb }

// TagConfirmed says that a tag is right, also one that no rule gave. Of a quote it
// says who spoke: the official with the id of the judgement, or somebody whom the
// registry does not know.
type TagConfirmed struct {
	Judgement
	Speaker string `json:"speaker,omitempty"` // of a quote, when no official spoke
}

// Type and the methods below implement [Data].
func (TagConfirmed) Type() string { return TagConfirmedType }
func (t TagConfirmed) Subject() string {
	return deskSubject("article", string(t.Article), "tag-confirmed")
}
func (t TagConfirmed) Entity() string { return string(t.Article) }
func (t TagConfirmed) check() error {
	if err := t.Judgement.check(); err != nil {
		return err
	}
	switch {
	case t.Kind.OfText() && t.Name == "":
		return fmt.Errorf("a confirmed tag of kind %q without the words of the text", t.Kind)
	case t.Kind == QuoteTagKind && (t.ID == "") == (t.Speaker == ""):
		return errors.New("a confirmed quote wants the id or the name of its speaker, and not both")
	case t.Kind != QuoteTagKind && t.Speaker != "":
		return fmt.Errorf("a tag of kind %q with a speaker", t.Kind)
	case t.Kind.OfText() && t.ID != "":
		return t.Kind.checkValue(t.ID)
	}
	return nil
}

// TagRejected says that a tag is wrong.
type TagRejected struct{ Judgement }

func (TagRejected) Type() string { return TagRejectedType }
func (t TagRejected) Subject() string {
	return deskSubject("article", string(t.Article), "tag-rejected")
}
func (t TagRejected) Entity() string { return string(t.Article) }
func (t TagRejected) check() error   { return t.Judgement.check() }

// TagReassigned says that an article means something else than its tag says: another
// official, region, organisation or day, or that somebody else said a quote. To is
// an identifier, or days in the form of [news.PartialDate]; of somebody who spoke and
// whom the registry does not know there is the name alone.
type TagReassigned struct {
	Judgement
	To     string `json:"to,omitempty"`
	ToName string `json:"to_name,omitempty"` // for readers, or all there is
}

func (TagReassigned) Type() string { return TagReassignedType }
func (t TagReassigned) Subject() string {
	return deskSubject("article", string(t.Article), "tag-reassigned")
}
func (t TagReassigned) Entity() string { return string(t.Article) }
func (t TagReassigned) check() error {
	if err := t.Judgement.check(); err != nil {
		return err
	}
	if t.To == "" && t.Kind == QuoteTagKind {
		if t.ToName == "" {
			return errors.New("a re-assigned quote without its speaker")
		}
		return nil
	}
	return t.Kind.checkValue(t.To)
}

// NameMerged says that a name, however often it is written, means one official.
type NameMerged struct {
	Name  string          `json:"name"`
	Into  news.OfficialID `json:"into"`
	Actor string          `json:"actor"`
	Note  string          `json:"note,omitempty"`
}

func (NameMerged) Type() string      { return NameMergedType }
func (n NameMerged) Subject() string { return deskSubject("name", nameToken(n.Name), "merged") }
func (n NameMerged) Entity() string  { return nameToken(n.Name) }
func (n NameMerged) check() error {
	if n.Name == "" {
		return errors.New("a merge without the name")
	}
	if err := news.CheckSlug(string(n.Into)); err != nil {
		return err
	}
	return checkActor(n.Actor)
}

// NameSplit says that a name does not mean an official, whatever the rules say.
type NameSplit struct {
	Name  string          `json:"name"`
	From  news.OfficialID `json:"from"`
	Actor string          `json:"actor"`
	Note  string          `json:"note,omitempty"`
}

func (NameSplit) Type() string      { return NameSplitType }
func (n NameSplit) Subject() string { return deskSubject("name", nameToken(n.Name), "split") }
func (n NameSplit) Entity() string  { return nameToken(n.Name) }
func (n NameSplit) check() error {
	if n.Name == "" {
		return errors.New("a split without the name")
	}
	if err := news.CheckSlug(string(n.From)); err != nil {
		return err
	}
	return checkActor(n.Actor)
}

// nameToken makes a subject token of a name.
func nameToken(name string) string { return string(news.HashOf([]byte(name)))[:32] }

// Undone takes back one fact of the desk, by the id of its event.
type Undone struct {
	Event string `json:"event"`
	Actor string `json:"actor"`
	Note  string `json:"note,omitempty"`
}

func (Undone) Type() string      { return UndoneType }
func (u Undone) Subject() string { return deskSubject("event", u.Event, "undone") }
func (u Undone) Entity() string  { return u.Event }
func (u Undone) check() error {
	if len(u.Event) != 32 || !news.ArticleID(u.Event).Valid() {
		return fmt.Errorf("event id %q is not 32 hexadecimal digits", u.Event)
	}
	return checkActor(u.Actor)
}
