package correcting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// Tag is one thing about an article that can be judged.
type Tag struct {
	Kind event.TagKind
	ID   string // empty: the registry does not know it; of a quote, the official who spoke
	Name string // of a piece of the text its words, of a quote the first ones
	Was  string // what it says, for readers; of a quote its speaker
	also string // another name: of a person as written, of a place as the registry has it, of a quote in full
	sure bool   // of a quote: it has a speaker
}

func (t Tag) String() string {
	switch {
	case t.Kind == event.QuoteTagKind:
		return fmt.Sprintf("%q (%s)", t.Name+" …", cmp.Or(t.Was, "nobody that is sure"))
	case t.ID == "":
		return fmt.Sprintf("%q", t.Name)
	case t.Kind.OfText() && t.Name != "":
		return fmt.Sprintf("%q (%s)", t.Name, t.ID)
	}
	return fmt.Sprintf("%s (%s)", t.ID, cmp.Or(t.Name, t.also))
}

// movable reports whether a tag can mean something else of its kind. An article
// about another topic or region has another tag.
func (t Tag) movable() bool { return t.Kind == event.OfficialTagKind || t.Kind.OfText() }

// Judged returns everything about the article that can be judged, officials first,
// quotes last. People whom the article names without an office can be made officials
// by re-assigning. Mentions that are written alike and mean the same are one.
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
	out = append(out, people(&a.Tags)...)
	for _, t := range a.Tags.Topics {
		out = append(out, Tag{Kind: event.TopicTagKind, ID: string(t.ID), Name: t.Label, Was: t.Label})
	}
	for _, s := range a.Tags.Scope {
		out = append(out, Tag{Kind: event.ScopeTagKind, ID: string(s.Place), Name: s.Name, Was: s.Name})
	}
	out = slices.Concat(out, mentions(&a.Tags), quotes(&a.Tags))
	slices.SortStableFunc(out, func(x, y Tag) int { return slices.Index(order, x.Kind) - slices.Index(order, y.Kind) })
	return distinct(out, func(x, y Tag) bool { return x.Kind == y.Kind && x.ID == y.ID && equal(x.Name, y.Name) })
}

// distinct leaves the first of those that are the same.
func distinct(tags []Tag, same func(x, y Tag) bool) []Tag {
	var out []Tag
	for _, t := range tags {
		if !slices.ContainsFunc(out, func(x Tag) bool { return same(x, t) }) {
			out = append(out, t)
		}
	}
	return out
}

var order = []event.TagKind{
	event.OfficialTagKind, event.TopicTagKind, event.ScopeTagKind, event.PlaceTagKind, event.OrganisationTagKind, event.DateTagKind, event.QuoteTagKind,
}

// people returns the persons whom the text names.
func people(t *news.Tags) []Tag {
	var out []Tag
	for _, m := range t.Mentions {
		if m.Type == news.PersonMention {
			name := cmp.Or(m.Name, m.Text)
			out = append(out, Tag{Kind: event.OfficialTagKind, ID: m.ID, Name: name, Was: name, also: m.Text})
		}
	}
	return out
}

// mentions returns the places, organisations and dates of the text.
func mentions(t *news.Tags) []Tag {
	var out []Tag
	add := func(kind event.TagKind, id, words, called string) {
		was := words
		if id != "" {
			was += ", " + id
		}
		out = append(out, Tag{Kind: kind, ID: id, Name: words, Was: was, also: called})
	}
	for _, m := range t.Mentions {
		switch m.Type {
		case news.PlaceMention:
			add(event.PlaceTagKind, m.ID, m.Text, m.Name)
		case news.OrganisationMention:
			add(event.OrganisationTagKind, m.ID, m.Text, m.Name)
		}
	}
	for _, d := range t.Dates {
		add(event.DateTagKind, string(d.Days()), d.Text, "")
	}
	return out
}

// Opening returns the first words of a quote, by which it is judged.
func Opening(t *news.Tags, quote int) string { return lang.Opening(texts(t), quote) }

// Quoted returns the quotes that first words mean: those of the same text are one.
func Quoted(t *news.Tags, words string) []int { return lang.Opened(texts(t), words) }

func texts(t *news.Tags) []string {
	out := make([]string, len(t.Quotes))
	for i := range t.Quotes {
		out[i] = t.Quotes[i].Text
	}
	return out
}

// quotes returns what people say in the article.
func quotes(t *news.Tags) []Tag {
	var out []Tag
	for i, q := range t.Quotes {
		tag := Tag{Kind: event.QuoteTagKind, Name: Opening(t, i), also: q.Text}
		if q.Speaker != nil {
			tag.ID, tag.Was, tag.sure = string(q.Speaker.ID), q.Speaker.Name, true
		} else {
			var names []string
			for _, c := range q.Candidates {
				names = append(names, c.Name)
			}
			tag.Was = strings.Join(names, " / ")
		}
		if tag.Name != "" {
			out = append(out, tag)
		}
	}
	return out
}

func equal(a, b string) bool { return lang.Fold(a) == lang.Fold(b) }
