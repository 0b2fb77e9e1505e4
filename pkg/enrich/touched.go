package enrich

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Touch says whose earlier tags a fact makes out of date: those of one article, or
// of every article of which InText or InTags is true. Both are nil when it is none.
// It errs on the side of too many.
type Touch struct {
	Article news.ArticleID
	InText  func(*news.Article) bool // the text can speak of what changed
	InTags  func(*news.Tags) bool    // the tags do, in whatever words the text has it
}

// Touches tells whom a fact that was folded touches. What a change of the registry
// touches is reckoned from before it to the registry as it is now: a change that
// was taken back since touches nobody.
func (c *Corrected) Touches(e event.Event) Touch {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if i := c.position(e.ID); i >= 0 {
		before, _ := registry.Fold(c.base, c.changes[:i])
		return c.enricher.touch(registry.Touches(before, c.enricher.reg))
	}
	return c.corrected(e.Data)
}

// corrected tells whom a fact of the desk touches.
func (c *Corrected) corrected(d event.Data) Touch {
	named := func(id news.OfficialID, name string) Touch {
		t := registry.Touched{Officials: []news.OfficialID{id}, People: []string{name}}
		return c.enricher.touch(t)
	}
	switch d := d.(type) {
	case event.TagConfirmed:
		return Touch{Article: d.Article}
	case event.TagRejected:
		return Touch{Article: d.Article}
	case event.TagReassigned:
		return Touch{Article: d.Article}
	case event.NameMerged:
		return named(d.Into, d.Name)
	case event.NameSplit:
		return named(d.From, d.Name)
	case event.Undone:
		if taken, ok := c.facts.find(d.Event); ok {
			return c.corrected(taken)
		}
	}
	return Touch{}
}

// touch makes the two questions of what differs between two registries.
func (e *Enricher) touch(t registry.Touched) Touch {
	if t.None() {
		return Touch{}
	}
	q := touched{Touched: t, ids: map[string]bool{}}
	for _, name := range slices.Concat(t.People, t.Posts, t.Others) {
		if words := lang.Fold(name); words != "" {
			q.names = append(q.names, " "+words+" ")
		}
	}
	for _, name := range t.People {
		if words := bare(lang.Words(name)); len(words) > 0 {
			q.people = append(q.people, words)
		}
	}
	for _, name := range slices.Concat(t.Posts, t.Others) {
		q.posts = append(q.posts, lang.Fold(name)+" ")
	}
	mark(q.ids, t.Officials)
	mark(q.ids, t.Offices)
	mark(q.ids, t.Organisations)
	mark(q.ids, t.Places)
	mark(q.ids, t.Topics)
	return Touch{InTags: q.inTags, InText: func(a *news.Article) bool { return q.inText(e, a) }}
}

func mark[K ~string](ids map[string]bool, list []K) {
	for _, id := range list {
		ids[string(id)] = true
	}
}

type touched struct {
	registry.Touched
	ids    map[string]bool
	names  []string   // folded, with a space on either side
	people [][]string // the words of each name
	posts  []string   // names of offices and bodies, folded, with a space at the end
}

// inText reports whether an article speaks of what changed by any of its names, is
// of an outlet that changed, or has a topic that changed.
func (q *touched) inText(e *Enricher, a *news.Article) bool {
	if slices.Contains(q.Outlets, a.Outlet) {
		return true
	}
	for _, p := range a.Paragraphs {
		text := " " + lang.Fold(p) + " "
		if slices.ContainsFunc(q.names, func(name string) bool { return strings.Contains(text, name) }) {
			return true
		}
	}
	if len(q.Topics) == 0 {
		return false
	}
	return slices.ContainsFunc(e.topics.of(a, e.read(a)), func(t news.TopicTag) bool { return q.ids[string(t.ID)] })
}

// inTags reports whether tags name what changed, or somebody or something of whom
// the registry knew nothing and who may be it.
func (q *touched) inTags(t *news.Tags) bool {
	for _, o := range t.Officials {
		if q.ids[string(o.ID)] || o.Office != nil && q.ids[string(*o.Office)] {
			return true
		}
	}
	for i := range t.Mentions {
		if q.mentioned(&t.Mentions[i]) {
			return true
		}
	}
	spoken := func(s news.Speaker) bool { return q.ids[string(s.ID)] || q.ids[string(s.Office)] }
	for _, s := range t.Quotes {
		if s.Speaker != nil && spoken(*s.Speaker) || slices.ContainsFunc(s.Candidates, spoken) {
			return true
		}
	}
	for _, u := range t.Unsettled {
		if slices.ContainsFunc(u.Candidates, func(id string) bool { return q.ids[id] }) {
			return true
		}
	}
	return slices.ContainsFunc(t.Scope, func(s news.ScopeTag) bool { return q.ids[string(s.Place)] }) ||
		slices.ContainsFunc(t.Topics, func(x news.TopicTag) bool { return q.ids[string(x.ID)] })
}

func (q *touched) mentioned(m *news.Mention) bool {
	if q.ids[m.ID] || q.ids[string(m.Office)] || slices.ContainsFunc(m.Candidates, func(id string) bool { return q.ids[id] }) {
		return true
	}
	name := m.Name
	if name == "" {
		name = m.Text
	}
	switch m.Type {
	case news.PersonMention:
		// A part of the name and another spelling of it are the person as well.
		words := lang.Words(name)
		return slices.ContainsFunc(q.people, func(p []string) bool { return agree(p, words) > 0 })
	case news.OfficeMention, news.OrganisationMention:
		// "Kepala Dinas Pendidikan" is that of Kota Malang in an article about it.
		words := lang.Fold(name) + " "
		return m.ID == "" && strings.Count(words, " ") > 1 && slices.ContainsFunc(q.posts, func(p string) bool { return strings.HasPrefix(p, words) })
	}
	return false
}
