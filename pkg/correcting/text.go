package correcting

import (
	"cmp"
	"fmt"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Text tells a correction in one line, in Bahasa Indonesia ("id") or English ("en"):
// what was said, by whom and why. Officials are called as the registry calls them, or
// without one as they were called then.
func (c Correction) Text(lang string, reg *registry.Registry) string {
	called := func(id news.OfficialID, then string) string {
		if reg != nil {
			if o, ok := reg.Official(id); ok {
				return o.Name
			}
		}
		return cmp.Or(then, string(id))
	}
	say := func(indonesian, english string, args ...any) string {
		if lang == "en" {
			return fmt.Sprintf(english, args...)
		}
		return fmt.Sprintf(indonesian, args...)
	}
	tag := func(j event.Judgement) string {
		kind := ""
		switch j.Kind {
		case event.PlaceTagKind:
			kind = say("tempat ", "the place ")
		case event.OrganisationTagKind:
			kind = say("organisasi ", "the organisation ")
		case event.DateTagKind:
			kind = say("tanggal ", "the date ")
		case event.QuoteTagKind:
			out := say("pembicara “%s …”", "the speaker of “%s …”", j.Name)
			if j.Was != "" {
				out += " (" + j.Was + ")"
			}
			return out
		}
		return kind + "“" + cmp.Or(j.Was, j.Name, j.ID) + "”"
	}
	var what string
	switch d := c.Data.(type) {
	case event.TagConfirmed:
		what = say("%s dibenarkan", "%s confirmed", tag(d.Judgement))
		if d.Was == "" {
			what = say("%s ditambahkan", "%s added", tag(d.Judgement))
		}
	case event.TagRejected:
		what = say("%s ditolak", "%s rejected", tag(d.Judgement))
	case event.TagReassigned:
		to := called(news.OfficialID(d.To), d.ToName)
		if d.ToName != "" && (d.Kind == event.PlaceTagKind || d.Kind == event.OrganisationTagKind) {
			to = d.ToName + ", " + d.To // as “Was” has it
		}
		what = tag(d.Judgement) + " → " + to
	case event.NameMerged:
		what = say("nama “%s” berarti %s", "the name “%s” means %s", d.Name, called(d.Into, ""))
	case event.NameSplit:
		what = say("nama “%s” bukan %s", "the name “%s” is not %s", d.Name, called(d.From, ""))
	}
	by := c.By()
	out := say("%s oleh %s", "%s by %s", what, by.Actor)
	if by.Reason != "" {
		out += ": " + by.Reason
	}
	return out
}
