package enrich

import (
	"slices"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// spoke says who said the quotes that a judgement names: nobody that is sure when
// who is nil. What was said stays.
func (r *reader) spoke(t *news.Tags, j event.Judgement, who *news.Speaker, rule string) {
	for _, i := range r.quoted(t.Quotes, j.Name) {
		q := &t.Quotes[i]
		if who == nil {
			q.Speaker = nil
		} else if q.Speaker == nil || q.Speaker.ID != who.ID || lang.Fold(q.Speaker.Name) != lang.Fold(who.Name) {
			other := *who
			q.Speaker = &other
		}
		q.Candidates = nil
		q.Rule += ", " + rule
	}
}

// quoted returns the quotes that words open. Where newer rules let a quote begin
// elsewhere, it is the one that stands over the words.
func (r *reader) quoted(quotes []news.Quote, words string) []int {
	texts := make([]string, len(quotes))
	for i := range quotes {
		texts[i] = quotes[i].Text
	}
	if out := lang.Opened(texts, words); len(out) > 0 {
		return out
	}
	var out []int
	places := r.written(words)
	for i, q := range quotes {
		if q.EndParagraph > q.Paragraph { // the end counts in another paragraph
			q.End = len(r.a.Paragraphs[q.Paragraph])
		}
		if slices.ContainsFunc(places, func(s news.Span) bool { return cross(s, q.Span) }) {
			out = append(out, i)
		}
	}
	return out
}

// speaker returns an official, or somebody of a name whom the registry does not
// know, with the office that the article or the day gives. It is nil when the
// registry no longer knows the official.
func (r *reader) speaker(id news.OfficialID, name string) *news.Speaker {
	for n := range r.ents {
		x := &r.ents[n]
		if len(x.finds) == 0 || x.id != id || id == "" && lang.Fold(x.name) != lang.Fold(name) {
			continue
		}
		s := &news.Speaker{ID: id, Name: r.fullName(x), Role: x.office}
		if x.standing == "" {
			s.Office = x.officeID
		}
		return s
	}
	if id == "" {
		return &news.Speaker{Name: name}
	}
	o, ok := r.e.reg.Official(id)
	if !ok {
		return nil
	}
	x := entity{id: id, finds: []int{0}}
	r.seat(&x)
	s := &news.Speaker{ID: id, Name: o.Name}
	if x.settled {
		s.Office, s.Role = x.officeID, x.office
	}
	return s
}
