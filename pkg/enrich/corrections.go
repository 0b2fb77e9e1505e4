package enrich

import (
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// Corrections are what people said of tags, folded from the facts of the desk in
// log order. They win over every rule; a tag that one touched names its author in
// its rule. The nil Corrections corrects nothing. One goroutine folds, and nobody
// reads meanwhile.
type Corrections struct {
	facts  []event.Event // also what was taken back, and the taking back
	undone map[string]bool
}

// Fold takes in one fact of the desk and reports whether it was one. Facts of other
// kinds are skipped, and one that was folded before changes nothing.
func (c *Corrections) Fold(e event.Event) bool {
	switch e.Data.(type) {
	case event.TagConfirmed, event.TagRejected, event.TagReassigned, event.NameMerged, event.NameSplit, event.Undone:
	default:
		return false
	}
	if _, known := c.find(e.ID); known {
		return false
	}
	c.facts = append(c.facts, e)
	if _, ok := e.Data.(event.Undone); ok {
		c.undone = event.UndoneIn(c.facts)
	}
	return true
}

func (c *Corrections) find(id string) (event.Data, bool) {
	i := slices.IndexFunc(c.facts, func(e event.Event) bool { return e.ID == id })
	if i < 0 {
		return nil, false
	}
	return c.facts[i].Data, true
}

// valid calls fn with the facts that nobody took back, in order.
func (c *Corrections) valid(fn func(event.Data)) {
	if c == nil {
		return
	}
	for _, e := range c.facts {
		if !c.undone[e.ID] {
			fn(e.Data)
		}
	}
}

// people applies what was said of names: before offices are looked up, so that a
// merged name gets the office of its official.
func (c *Corrections) people(r *reader) {
	if c == nil {
		return
	}
	c.valid(func(d event.Data) {
		switch d := d.(type) {
		case event.NameMerged:
			if r.knows(d.Into) {
				r.reassign(d.Name, "", d.Into, "merged by "+d.Actor)
			}
		case event.NameSplit:
			r.reassign(d.Name, d.From, "", "split by "+d.Actor)
		case event.TagReassigned:
			if d.Article != r.a.ID || d.Kind != event.OfficialTagKind {
				return
			}
			if to := news.OfficialID(d.To); r.knows(to) {
				r.reassign(d.Name, news.OfficialID(d.ID), to, "re-assigned by "+d.Actor)
			}
		case event.TagRejected:
			if d.Article == r.a.ID && d.Kind == event.OfficialTagKind {
				r.reassign(d.Name, news.OfficialID(d.ID), "", "rejected by "+d.Actor)
			}
		}
	})
}

// knows reports whether the registry still knows an official.
func (r *reader) knows(id news.OfficialID) bool {
	_, ok := r.e.reg.Official(id)
	return ok
}

// reassign makes another official, or nobody known, of the people with a name or
// id. Both narrow it down when both are given.
func (r *reader) reassign(name string, from, to news.OfficialID, rule string) {
	folded := lang.Fold(name)
	for n := range r.ents {
		x := &r.ents[n]
		if len(x.finds) == 0 || from != "" && x.id != from {
			continue
		}
		if from == "" && folded != "" && lang.Fold(x.name) != folded && lang.Fold(r.fullName(x)) != folded {
			continue
		}
		x.id, x.cands, x.rule, x.ruled = to, nil, rule, rule
		x.why = ""
		x.rejected = to == ""
	}
}

// tags applies what was said of the tags of this article.
func (c *Corrections) tags(r *reader, t *news.Tags) {
	c.valid(func(d event.Data) {
		switch d := d.(type) {
		case event.TagRejected:
			if d.Article != t.Article {
				return
			}
			switch d.Kind {
			case event.TopicTagKind:
				t.Topics = slices.DeleteFunc(t.Topics, func(x news.TopicTag) bool { return string(x.ID) == d.ID })
			case event.ScopeTagKind:
				t.Scope = slices.DeleteFunc(t.Scope, func(x news.ScopeTag) bool { return string(x.Place) == d.ID })
			case event.OfficialTagKind:
				t.Officials = slices.DeleteFunc(t.Officials, func(x news.OfficialTag) bool { return sameTag(x, d.Judgement) })
				speaks(t, d.ID, nil, "rejected by "+d.Actor)
			case event.PlaceTagKind, event.OrganisationTagKind, event.DateTagKind:
				unsay(t, d.Judgement)
			case event.QuoteTagKind:
				r.spoke(t, d.Judgement, nil, "rejected by "+d.Actor)
			}
		case event.TagConfirmed:
			switch by := "confirmed by " + d.Actor; {
			case d.Article != t.Article:
			case d.Kind.OfText():
				r.ofText(t, d.Judgement, d.ID, d.Speaker, by)
			default:
				r.confirm(t, d.Judgement, by)
			}
		case event.TagReassigned:
			switch by := "re-assigned by " + d.Actor; {
			case d.Article != t.Article:
			case d.Kind.OfText():
				r.ofText(t, d.Judgement, d.To, d.ToName, by)
			case d.Kind == event.OfficialTagKind:
				r.another(t, d, by)
			}
		}
	})
}

// ofText says what a piece of the text means, by id, or who said a quote, by id or, of
// somebody whom the registry does not know, by name.
func (r *reader) ofText(t *news.Tags, j event.Judgement, id, name, by string) {
	if j.Kind != event.QuoteTagKind {
		r.means(t, j, id, by)
	} else if who := r.speaker(news.OfficialID(id), name); who != nil {
		r.spoke(t, j, who, by)
	}
}

// another puts an official in the place of somebody whom the text does not name,
// only the office: those whom it names are somebody else already.
func (r *reader) another(t *news.Tags, d event.TagReassigned, by string) {
	if d.ID == d.To {
		return
	}
	n := len(t.Officials)
	t.Officials = slices.DeleteFunc(t.Officials, func(x news.OfficialTag) bool { return sameTag(x, d.Judgement) })
	if o, ok := r.e.reg.Official(news.OfficialID(d.To)); ok {
		speaks(t, d.ID, &o, by)
	}
	if len(t.Officials) < n {
		r.confirm(t, event.Judgement{Kind: event.OfficialTagKind, ID: d.To}, by)
	}
}

// speaks puts another official, or nobody that is sure, in the place of the one with
// an id who speaks by office alone: those whom the text names are somebody else
// already.
func speaks(t *news.Tags, id string, other *news.Official, rule string) {
	for i := range t.Quotes {
		q := &t.Quotes[i]
		if id == "" || q.Speaker == nil || string(q.Speaker.ID) != id {
			continue
		}
		if other == nil {
			q.Speaker = nil
		} else {
			q.Speaker = &news.Speaker{ID: other.ID, Name: other.Name, Role: q.Speaker.Role}
		}
		q.Rule += ", " + rule
	}
}

func sameTag(x news.OfficialTag, j event.Judgement) bool {
	if j.ID != "" {
		return string(x.ID) == j.ID
	}
	return lang.Fold(x.Name) == lang.Fold(j.Name)
}

// confirm marks a tag as looked at, or adds the one that no rule gave.
func (r *reader) confirm(t *news.Tags, j event.Judgement, by string) {
	switch j.Kind {
	case event.TopicTagKind:
		for i := range t.Topics {
			if string(t.Topics[i].ID) == j.ID {
				t.Topics[i].Rule += ", " + by
				return
			}
		}
		if topic, ok := r.e.reg.Topic(news.TopicID(j.ID)); ok {
			t.Topics = append(t.Topics, news.TopicTag{ID: topic.ID, Label: topic.Label, Rule: by})
		}
	case event.ScopeTagKind:
		for i := range t.Scope {
			if string(t.Scope[i].Place) == j.ID {
				t.Scope[i].Rule += ", " + by
				return
			}
		}
		if p, ok := r.e.reg.Place(news.PlaceCode(j.ID)); ok {
			t.Scope = append(t.Scope, news.ScopeTag{Place: p.Code, Name: p.Name, Rule: by})
		}
	case event.OfficialTagKind:
		for i := range t.Officials {
			if sameTag(t.Officials[i], j) {
				t.Officials[i].Rule += ", " + by
				return
			}
		}
		o, ok := r.e.reg.Official(news.OfficialID(j.ID))
		if !ok {
			return
		}
		x := entity{id: o.ID, finds: []int{0}}
		r.seat(&x)
		tag := news.OfficialTag{ID: o.ID, Name: o.Name, OfficeName: x.office, Status: x.status, Rule: by}
		if x.settled {
			id := x.officeID
			tag.Office = &id
		}
		t.Officials = append(t.Officials, tag)
	}
}
