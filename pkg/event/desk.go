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

// TagKind says which of an article's tags is meant.
type TagKind string

// The kinds of tag that a person can judge.
const (
	OfficialTagKind TagKind = "official"
	TopicTagKind    TagKind = "topic"
	ScopeTagKind    TagKind = "scope"
)

// Judgement names one tag of one article and who judged it. A person whom the
// registry does not know is named by Name alone.
type Judgement struct {
	Article news.ArticleID `json:"article"`
	Kind    TagKind        `json:"kind"`
	ID      string         `json:"id,omitempty"`
	Name    string         `json:"name,omitempty"`
	Actor   string         `json:"actor"`
	Note    string         `json:"note,omitempty"`
	Was     string         `json:"was,omitempty"` // what the tag said then, for readers; of one that no rule gave, nothing
}

func (j Judgement) check() error {
	if err := checkID(j.Article); err != nil {
		return err
	}
	switch j.Kind {
	case OfficialTagKind, TopicTagKind, ScopeTagKind:
	default:
		return fmt.Errorf("tag of kind %q: want official, topic or scope", j.Kind)
	}
	if j.ID == "" && j.Name == "" {
		return errors.New("a judgement without the id or name of a tag")
	}
	return checkActor(j.Actor)
}

func checkActor(actor string) error {
	if actor == "" {
		return errors.New("a fact of the desk without its actor")
	}
	return nil
}

func deskSubject(entity, id, verb string) string { return "desk." + entity + "." + id + "." + verb }

// TagConfirmed says that a tag is right, also one that no rule gave.
type TagConfirmed struct{ Judgement }

// Type and the methods below implement [Data].
func (TagConfirmed) Type() string { return TagConfirmedType }
func (t TagConfirmed) Subject() string {
	return deskSubject("article", string(t.Article), "tag-confirmed")
}
func (t TagConfirmed) Entity() string { return string(t.Article) }
func (t TagConfirmed) check() error   { return t.Judgement.check() }

// TagRejected says that a tag is wrong.
type TagRejected struct{ Judgement }

func (TagRejected) Type() string { return TagRejectedType }
func (t TagRejected) Subject() string {
	return deskSubject("article", string(t.Article), "tag-rejected")
}
func (t TagRejected) Entity() string { return string(t.Article) }
func (t TagRejected) check() error   { return t.Judgement.check() }

// TagReassigned says that an article means another official than its tag says.
type TagReassigned struct {
	Judgement
	To news.OfficialID `json:"to"`
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
	if t.Kind != OfficialTagKind {
		return fmt.Errorf("a tag of kind %q can not be re-assigned: want official", t.Kind)
	}
	return news.CheckSlug(string(t.To))
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
