package enrich

import (
	"cmp"
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// judged reports of a place, organisation or date whether a judgement means it: by
// its words, else by what it is said to be.
func judged(j event.Judgement) func(text, id string) bool {
	if words := lang.Fold(j.Name); words != "" {
		return func(text, _ string) bool { return lang.Fold(text) == words }
	}
	return func(_, id string) bool { return id != "" && id == j.ID }
}

// mentionOf is the type of the mentions that a kind of tag is made of.
func mentionOf(k event.TagKind) news.MentionType {
	if k == event.OrganisationTagKind {
		return news.OrganisationMention
	}
	return news.PlaceMention
}

// unsay takes away the places, organisations or dates that a judgement names.
func unsay(t *news.Tags, j event.Judgement) {
	is := judged(j)
	if j.Kind == event.DateTagKind {
		t.Dates = slices.DeleteFunc(t.Dates, func(d news.DateMention) bool { return is(d.Text, string(d.Days())) })
		return
	}
	typ := mentionOf(j.Kind)
	t.Mentions = slices.DeleteFunc(t.Mentions, func(m news.Mention) bool { return m.Type == typ && is(m.Text, m.ID) })
	settle(t, j)
}

// settle takes the places that a judgement names from those that are open.
func settle(t *news.Tags, j event.Judgement) {
	if is := judged(j); j.Kind == event.PlaceTagKind {
		t.Unsettled = slices.DeleteFunc(t.Unsettled, func(u news.Unsettled) bool { return u.What == "place" && is(u.Text, "") })
	}
}

// means says what the words of a judgement mean, also where no rule sees a tag in
// them. With to empty every mention keeps its meaning.
func (r *reader) means(t *news.Tags, j event.Judgement, to, rule string) {
	if j.Kind == event.DateTagKind {
		r.meansDays(t, j, news.PartialDate(to), rule)
		return
	}
	name, ok := r.called(j.Kind, to)
	if to != "" && !ok {
		return // the registry no longer knows it
	}
	is, typ, seen := judged(j), mentionOf(j.Kind), false
	for i := range t.Mentions {
		m := &t.Mentions[i]
		if m.Type != typ || !is(m.Text, m.ID) {
			continue
		}
		seen = true
		m.Rule += ", " + rule
		if to != "" {
			m.ID, m.Name, m.Candidates = to, name, nil
		}
	}
	if to != "" {
		settle(t, j)
	}
	if seen {
		return
	}
	inside := func(s news.Span) bool { // "Malang" in "Pemkot Malang" is no mention of its own
		return slices.ContainsFunc(t.Mentions, func(m news.Mention) bool { return cross(m.Span, s) && m.Span != s })
	}
	for _, s := range r.written(j.Name) {
		if !inside(s) {
			t.Mentions = append(t.Mentions, news.Mention{Span: s, Type: typ, ID: to, Name: name, Rule: rule})
		}
	}
	slices.SortStableFunc(t.Mentions, func(a, b news.Mention) int {
		return cmp.Or(a.Paragraph-b.Paragraph, a.Start-b.Start, b.End-a.End)
	})
}

// meansDays is means for dates.
func (r *reader) meansDays(t *news.Tags, j event.Judgement, to news.PartialDate, rule string) {
	is, seen := judged(j), false
	for i := range t.Dates {
		d := &t.Dates[i]
		if !is(d.Text, string(d.Days())) {
			continue
		}
		seen = true
		d.Rule += ", " + rule
		if to != "" && (d.From != to.First() || d.To != to.Last()) {
			d.From, d.To, d.WeekdayMismatch = to.First(), to.Last(), false
		}
	}
	if seen || to == "" {
		return
	}
	for _, s := range r.written(j.Name) {
		if !slices.ContainsFunc(t.Dates, func(d news.DateMention) bool { return cross(d.Span, s) }) {
			t.Dates = append(t.Dates, news.DateMention{Span: s, From: to.First(), To: to.Last(), Rule: rule})
		}
	}
	slices.SortStableFunc(t.Dates, func(a, b news.DateMention) int { return cmp.Or(a.Paragraph-b.Paragraph, a.Start-b.Start) })
}

// called returns what the registry calls a region or an organisation.
func (r *reader) called(k event.TagKind, id string) (string, bool) {
	if k == event.OrganisationTagKind {
		o, ok := r.e.reg.Organisation(news.OrganisationID(id))
		return o.Name, ok
	}
	p, ok := r.e.reg.Place(news.PlaceCode(id))
	return p.Name, ok
}

// written returns where words stand in the text.
func (r *reader) written(words string) []news.Span {
	var out []news.Span
	for i := range r.paras {
		p := &r.paras[i]
		for _, at := range p.Find(words) {
			out = append(out, p.span(at[0], at[1]))
		}
	}
	return out
}

func cross(a, b news.Span) bool {
	return a.Paragraph == b.Paragraph && a.Start < b.End && b.Start < a.End
}
