package correcting

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

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

// Ambiguous says that several tags have the name.
type Ambiguous struct {
	Asked string
	Tags  []Tag
}

// Kinds returns the kinds that tell the tags apart; one kind does not.
func (e *Ambiguous) Kinds() []event.TagKind {
	var out []event.TagKind
	for _, t := range e.Tags {
		if !slices.Contains(out, t.Kind) {
			out = append(out, t.Kind)
		}
	}
	return out
}

func (e *Ambiguous) Error() string {
	var which []string
	for _, t := range e.Tags {
		which = append(which, string(t.Kind)+" "+t.String())
	}
	todo := "name it by its id"
	switch {
	case len(e.Kinds()) > 1 && slices.ContainsFunc(e.Tags, func(t Tag) bool { return t.ID == e.Tags[0].ID && t.Kind != e.Tags[0].Kind }):
		todo = "say the kind"
	case len(e.Kinds()) > 1:
		todo = "name it by its id, or say the kind"
	case e.Tags[0].Kind == event.QuoteTagKind:
		todo = "give more of its words"
	}
	return fmt.Sprintf("%q can be %s: %s", e.Asked, strings.Join(which, " or "), todo)
}

// find returns the tag that is meant. One that is to be confirmed may be new.
func (a About) find(reg *registry.Registry, v Verdict, asked string, kind event.TagKind) (Tag, error) {
	var all, found []Tag
	for _, t := range a.Judged() {
		if (kind == "" || t.Kind == kind) && (v != Reassign || t.movable()) {
			all = append(all, t)
		}
	}
	for _, k := range order {
		found = append(found, meant(all, k, asked)...)
	}
	// Who names a region that the text has as well may mean to add it to the scope.
	if v == Confirm && (len(found) == 0 || kind == "" && !slices.ContainsFunc(found, func(t Tag) bool { return !t.Kind.OfText() })) {
		switch t, err := a.fresh(reg, asked, kind); {
		case err == nil:
			found = append(found, t)
		case len(found) == 0:
			return Tag{}, err
		}
	}
	switch {
	case len(found) == 0:
		return Tag{}, &Unknown{"a tag of this article", asked, labels(all, kind)}
	case len(found) > 1:
		return Tag{}, &Ambiguous{asked, found}
	case v == Confirm:
		return worded(found[0], all)
	}
	return found[0], nil
}

// labels tells tags to whoever has to choose one. Unless the kind is known it stands
// before the first of each.
func labels(tags []Tag, kind event.TagKind) []string {
	var out []string
	for _, t := range tags {
		label := t.String()
		if t.Kind != kind {
			kind = t.Kind
			label = string(kind) + " " + label
		}
		out = append(out, label)
	}
	return out
}

// meant returns the tags of a kind that somebody names: by id or name; a piece of the
// text by its words first, and then by what it means; a quote by its first words.
func meant(all []Tag, kind event.TagKind, asked string) []Tag {
	named := func(name string) bool { return lang.Fold(name) != "" && equal(name, asked) }
	var own, words, means []Tag
	var texts []string
	for _, t := range all {
		if t.Kind != kind {
			continue
		}
		own, texts = append(own, t), append(texts, t.also)
		byID := t.ID != "" && t.ID == asked || named(t.also) || kind == event.DateTagKind && sameDays(t.ID, asked)
		switch {
		case named(t.Name):
			words = append(words, t)
		case byID:
			means = append(means, t)
		}
	}
	switch {
	case kind == event.QuoteTagKind:
		for _, i := range lang.Opened(texts, asked) {
			words = append(words, own[i])
		}
		return alike(words)
	case len(own) == 0 || !own[0].Kind.OfText():
		return distinct(append(words, means...), func(x, y Tag) bool { return x.ID == y.ID && (x.ID != "" || equal(x.Name, y.Name)) })
	case len(words) > 0:
		return alike(words)
	}
	for i := range means { // whatever its words
		t := &means[i]
		if t.also == "" {
			t.also = t.Name
		}
		t.Name, t.Was = "", t.also+", "+t.ID
	}
	return distinct(means, func(x, y Tag) bool { return x.ID == y.ID })
}

// alike makes one of the tags that have the same words, because they are judged
// together. What they mean is left open when it differs.
func alike(tags []Tag) []Tag {
	var out []Tag
	for _, t := range tags {
		i := slices.IndexFunc(out, func(x Tag) bool { return equal(x.Name, t.Name) })
		switch {
		case i < 0:
			out = append(out, t)
		case t.ID != out[i].ID || t.Was != out[i].Was:
			out[i].ID, out[i].sure = "", false
			out[i].Was += " / " + t.Was
		}
	}
	return out
}

// worded returns a tag by its words: what is confirmed has to be found again where
// rules say something else.
func worded(t Tag, all []Tag) (Tag, error) {
	if t.Name != "" {
		return t, nil
	}
	var written []string
	for _, x := range all {
		if x.Kind == t.Kind && x.ID == t.ID {
			written = append(written, x.Name)
		}
	}
	if len(written) == 1 {
		if own := meant(all, t.Kind, written[0]); len(own) == 1 && own[0].ID == t.ID {
			return own[0], nil
		}
	}
	return Tag{}, fmt.Errorf("%s is written %q in this article: confirm it by its words", t, written)
}

func sameDays(id, asked string) bool {
	x, err := news.ParsePartialDate(asked)
	return err == nil && x.First() == news.PartialDate(id).First() && x.Last() == news.PartialDate(id).Last()
}

// fresh returns the tag for something of the registry, or for words of the text, that
// no rule gave.
func (a About) fresh(reg *registry.Registry, tag string, kind event.TagKind) (Tag, error) {
	switch kind {
	case event.PlaceTagKind, event.OrganisationTagKind:
		if t, ok := a.written(reg, tag, kind); ok {
			return t, nil
		}
		return Tag{}, &Unknown{"a tag of this article or words of its text", tag, labels(a.of(kind), kind)}
	case event.DateTagKind, event.QuoteTagKind:
		return Tag{}, &Unknown{"a tag of this article", tag, labels(a.of(kind), kind)}
	}
	var near, all []string
	if kind == "" || kind == event.TopicTagKind {
		for _, t := range reg.Topics() {
			if string(t.ID) == tag || equal(t.Label, tag) {
				return Tag{Kind: event.TopicTagKind, ID: string(t.ID), Name: t.Label}, nil
			}
			all = append(all, string(t.ID))
			if resembles(t.Label+" "+string(t.ID), tag) {
				near = append(near, string(t.ID))
			}
		}
		if near == nil && kind == event.TopicTagKind {
			near = all
		}
	}
	if kind == "" || kind == event.ScopeTagKind {
		p, err := region(reg, tag)
		if err == nil {
			return Tag{Kind: event.ScopeTagKind, ID: string(p.Code), Name: p.Name}, nil
		}
		if kind != "" || len(reg.PlacesNamed(tag)) > 1 {
			near = append(near, err.Candidates...)
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

// of returns the tags of a kind.
func (a About) of(kind event.TagKind) []Tag {
	return slices.DeleteFunc(a.Judged(), func(t Tag) bool { return t.Kind != kind })
}

// written returns the tag for words of the text, with what the registry knows by
// them when that is one thing.
func (a About) written(reg *registry.Registry, words string, kind event.TagKind) (Tag, bool) {
	if !a.has(words) {
		return Tag{}, false
	}
	t := Tag{Kind: kind, Name: words}
	if kind == event.OrganisationTagKind {
		if ids := reg.OrganisationsNamed(words); len(ids) == 1 {
			t.ID = string(ids[0])
		}
	} else if codes := reg.PlacesNamed(words); len(codes) == 1 {
		t.ID = string(codes[0])
	}
	return t, true
}

// has reports whether words stand in the text as they are written.
func (a About) has(words string) bool {
	return slices.ContainsFunc(a.Article.Paragraphs, func(text string) bool {
		p := lang.Read(text)
		return len(p.Find(words)) > 0
	})
}

// resembles reports whether a word of a name begins as a word that was asked for.
func resembles(name, asked string) bool {
	for _, a := range lang.Words(asked) {
		for _, w := range lang.Words(name) {
			if n := min(len(a), len(w)); n >= 4 && a[:4] == w[:4] {
				return true
			}
		}
	}
	return false
}
