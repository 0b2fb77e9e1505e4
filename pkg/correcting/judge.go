package correcting

import (
	"cmp"
	"fmt"
	"slices"
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

// Tag is one thing about an article that can be judged.
type Tag struct {
	Kind event.TagKind
	ID   string // empty: the registry does not know the person
	Name string
	Was  string // what it says, for readers
	text string // of a person, as written
}

func (t Tag) String() string {
	if t.ID == "" {
		return fmt.Sprintf("%q", t.Name)
	}
	return fmt.Sprintf("%s (%s)", t.ID, t.Name)
}

// Unknown says that something is not there, and what is.
type Unknown struct {
	What       string // "a tag of this article"
	Asked      string
	Candidates []string
}

func (u *Unknown) Error() string {
	if len(u.Candidates) == 0 {
		return fmt.Sprintf("%q is not %s, and nothing comes near", u.Asked, u.What)
	}
	return fmt.Sprintf("%q is not %s; there are: %s", u.Asked, u.What, strings.Join(u.Candidates, ", "))
}

// Judged returns everything about the article that can be judged, officials first.
// People whom the article names without an office come last: one can be made an
// official by re-assigning.
func (a About) Judged() []Tag {
	var out []Tag
	for _, o := range a.Tags.Officials {
		was := o.Name
		if o.OfficeName != "" {
			was += ", " + o.OfficeName
		}
		if o.Standing != "" && o.Standing != news.Holder {
			was += " (" + string(o.Standing) + ")"
		}
		out = append(out, Tag{Kind: event.OfficialTagKind, ID: string(o.ID), Name: o.Name, Was: was})
	}
	for _, t := range a.Tags.Topics {
		out = append(out, Tag{Kind: event.TopicTagKind, ID: string(t.ID), Name: t.Label, Was: t.Label})
	}
	for _, s := range a.Tags.Scope {
		out = append(out, Tag{Kind: event.ScopeTagKind, ID: string(s.Place), Name: s.Name, Was: s.Name})
	}
	for _, p := range people(&a.Tags) {
		if !slices.ContainsFunc(out, func(t Tag) bool { return t.Kind == p.Kind && t.ID == p.ID && equal(t.Name, p.Name) }) {
			out = append(out, p)
		}
	}
	return out
}

// people returns the persons whom the text names.
func people(t *news.Tags) []Tag {
	var out []Tag
	for _, m := range t.Mentions {
		if m.Type == news.PersonMention {
			name := cmp.Or(m.Name, m.Text)
			out = append(out, Tag{Kind: event.OfficialTagKind, ID: m.ID, Name: name, Was: name, text: m.Text})
		}
	}
	return out
}

func equal(a, b string) bool { return lang.Fold(a) == lang.Fold(b) }

// Judge makes the fact that says something of one tag. The tag is named by its id
// or name; kind tells apart two that are named alike and may be empty. To is the
// official that a re-assigned tag means, by id or name.
func (a About) Judge(reg *registry.Registry, v Verdict, tag string, kind event.TagKind, to string, by By) (event.Data, error) {
	if err := by.Check(); err != nil {
		return nil, err
	}
	found, err := a.find(reg, v, tag, kind)
	if err != nil {
		return nil, err
	}
	j := event.Judgement{Article: a.Article.ID, Kind: found.Kind, ID: found.ID, Name: found.Name, Was: found.Was, Actor: by.Actor, Note: by.Reason}
	switch v {
	case Confirm:
		return event.TagConfirmed{Judgement: j}, nil
	case Reject:
		return event.TagRejected{Judgement: j}, nil
	case Reassign:
		if found.Kind != event.OfficialTagKind {
			return nil, fmt.Errorf("%s is a %s: only a person can be re-assigned; reject it and confirm the other", found, found.Kind)
		}
		id, err := Official(reg, to)
		if err == nil && string(id) == found.ID {
			err = fmt.Errorf("%s is %s already", found.Name, id)
		}
		return event.TagReassigned{Judgement: j, To: string(id)}, err
	}
	return nil, fmt.Errorf("verdict %q: want confirm, reject or reassign", v)
}

// find returns the tag that is meant. One that is to be confirmed may be new.
func (a About) find(reg *registry.Registry, v Verdict, tag string, kind event.TagKind) (Tag, error) {
	var found []Tag
	var names []string
	for _, t := range a.Judged() {
		if kind != "" && t.Kind != kind || v == Reassign && t.Kind != event.OfficialTagKind {
			continue
		}
		if label := t.String(); !slices.Contains(names, label) {
			names = append(names, label)
		}
		if t.ID == tag && tag != "" || equal(t.Name, tag) || t.text != "" && equal(t.text, tag) {
			found = append(found, t)
		}
	}
	same := func(x, y Tag) bool { return x.Kind == y.Kind && x.ID == y.ID && (x.ID != "" || equal(x.Name, y.Name)) }
	found = slices.CompactFunc(found, same)
	switch {
	case len(found) > 1 && !same(found[0], found[len(found)-1]):
		var which []string
		for _, t := range found {
			which = append(which, string(t.Kind)+" "+t.String())
		}
		return Tag{}, fmt.Errorf("%q can be %s: name it by its id, or say the kind", tag, strings.Join(which, " or "))
	case len(found) > 0:
		return found[0], nil
	case v == Confirm:
		return fresh(reg, tag, kind)
	}
	return Tag{}, &Unknown{"a tag of this article", tag, names}
}

// fresh returns the tag for something of the registry that no rule gave.
func fresh(reg *registry.Registry, tag string, kind event.TagKind) (Tag, error) {
	var near, all []string
	if kind == "" || kind == event.TopicTagKind {
		for _, t := range reg.Topics() {
			if string(t.ID) == tag || equal(t.Label, tag) {
				return Tag{Kind: event.TopicTagKind, ID: string(t.ID), Name: t.Label}, nil
			}
			all = append(all, string(t.ID))
			if alike(t.Label+" "+string(t.ID), tag) {
				near = append(near, string(t.ID))
			}
		}
		if near == nil && kind == event.TopicTagKind {
			near = all
		}
	}
	if kind == "" || kind == event.ScopeTagKind {
		if p, ok := reg.Place(news.PlaceCode(tag)); ok {
			return Tag{Kind: event.ScopeTagKind, ID: tag, Name: p.Name}, nil
		}
		codes := reg.PlacesNamed(tag)
		if len(codes) == 1 {
			p, _ := reg.Place(codes[0])
			return Tag{Kind: event.ScopeTagKind, ID: string(p.Code), Name: p.Name}, nil
		}
		for _, c := range codes {
			p, _ := reg.Place(c)
			near = append(near, string(c)+" ("+p.Name+")")
		}
	}
	if kind == "" || kind == event.OfficialTagKind {
		id, err := Official(reg, tag)
		if err == nil {
			o, _ := reg.Official(id)
			return Tag{Kind: event.OfficialTagKind, ID: string(id), Name: o.Name}, nil
		}
		if u, ok := err.(*Unknown); ok {
			near = append(near, u.Candidates...)
		}
	}
	what := "a tag of this article or an entry of the registry"
	if kind != "" {
		what = "a tag of this article or an entry of the registry of the kind " + string(kind)
	}
	return Tag{}, &Unknown{what, tag, near}
}

// alike reports whether a word of a name begins as a word that was asked for.
func alike(name, asked string) bool {
	for _, a := range lang.Words(asked) {
		for _, w := range lang.Words(name) {
			if n := min(len(a), len(w)); n >= 4 && a[:4] == w[:4] {
				return true
			}
		}
	}
	return false
}

// Official finds a person of the registry by id or name. The error is an [Unknown]
// with who comes near.
func Official(reg *registry.Registry, who string) (news.OfficialID, error) {
	if _, ok := reg.Official(news.OfficialID(who)); ok {
		return news.OfficialID(who), nil
	}
	ids := reg.OfficialsNamed(who)
	if len(ids) == 1 {
		return ids[0], nil
	}
	near := make([]string, 0, len(ids))
	for _, id := range ids {
		near = append(near, string(id))
	}
	if len(ids) > 1 {
		return "", &Unknown{"the name of one official alone", who, near}
	}
	for _, name := range reg.Who(who, "").Near {
		for _, id := range reg.OfficialsNamed(name) {
			near = append(near, fmt.Sprintf("%s (%s)", id, name))
		}
	}
	return "", &Unknown{"an official of the registry", who, near}
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
