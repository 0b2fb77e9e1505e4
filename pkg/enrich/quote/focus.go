package quote

import (
	"slices"

	"github.com/jejak-id/jejak/pkg/news"
)

const memory = 12 // persons who were in focus before

// focus remembers of whom the text speaks, so that "-nya", "dia" and a quote
// without any cue find their person.
type focus struct {
	who    int // -1: nobody yet
	taken  bool
	weak   bool  // only somebody near the subject took it
	open   bool  // a quote ended since: somebody who is said to say something may take it
	before []int // who was in focus earlier, the latest first
	shaken bool  // somebody else could be meant by now
}

func (f *focus) reset() { f.who = -1 }

// paragraph begins a new paragraph: its first person may take the focus.
func (f *focus) paragraph() { f.taken, f.open = false, false }

// speaks says that who said something: that always takes the focus.
func (f *focus) speaks(who int) {
	f.set(who)
	f.taken, f.weak, f.open, f.shaken = true, false, false, false
}

// quoted says that a quote ended. Articles whose paragraphs were lost go on with the
// next speaker in the same paragraph.
func (f *focus) quoted() { f.open = true }

// appears says that who is the first person of a sentence that reports nothing.
// The first one of a paragraph takes the focus; later ones are in the scene, but a
// subject takes it from the agent of a passive, and behind a quote whoever voices
// something does.
func (f *focus) appears(who int, subject, voices bool) {
	if !f.taken || f.weak && subject || f.open && voices {
		f.shaken = f.who >= 0 && f.who != who
		f.set(who)
		f.taken, f.weak, f.open = true, !subject, false
	}
}

// beside says that who stands beside the person in focus as a subject of the same sentence:
// "-nya" behind it can mean either.
func (f *focus) beside(who int) {
	if who == f.who || f.who < 0 {
		return
	}
	f.before = slices.DeleteFunc(f.before, func(w int) bool { return w == who })
	f.before = slices.Insert(f.before, 0, who)
	f.before = f.before[:min(len(f.before), memory)]
	f.shaken = true
}

// glimpsed says that who is mentioned as somebody's company or listener.
func (f *focus) glimpsed(who int) {
	if f.who < 0 {
		f.who = who
		f.shaken = true
	}
}

func (f *focus) set(who int) {
	if who == f.who {
		return
	}
	if f.who >= 0 {
		f.before = slices.DeleteFunc(f.before, func(w int) bool { return w == f.who })
		f.before = slices.Insert(f.before, 0, f.who)
		f.before = f.before[:min(len(f.before), memory)]
	}
	f.who = who
}

// attribution says who is named as a speaker, and where.
type attribution struct {
	kind     string // as [news.Quote.CueKind]
	rule     string
	from, to int    // tokens of the cue; none when to is 0
	at       int    // paragraph of the cue
	who      int    // -1: not one of the known persons
	focus    bool   // whoever is in focus
	both     bool   // the two persons who were named last
	name     string // of a speaker whom nobody resolved
}

// attribute writes speaker and cue into a quote and moves the focus. piece is the
// quote itself, in which its own speaker is hardly ever named.
func (r *reader) attribute(out *news.Quote, a *attribution, q piece) {
	if a.to > a.from {
		here := r.at
		r.enter(a.at)
		span := r.span(a.from, a.to)
		r.enter(here)
		out.Cue, out.CueSpan = span.Text, &span
	}
	who := a.who
	if a.focus {
		order := r.likely(q)
		if len(order) == 0 {
			return
		}
		who = order[0]
		out.Antecedent = r.antecedent(who, out.Paragraph, r.p.TokenAt(out.Start))
		if len(order) > 1 && (r.focus.shaken || who != r.focus.who) {
			for _, w := range order[:min(len(order), 3)] {
				if c := r.who[w].speaker; !slices.Contains(out.Candidates, c) {
					out.Candidates = append(out.Candidates, c)
				}
			}
		}
	}
	if a.both {
		out.Candidates = r.lastTwo(place{out.Paragraph, r.p.TokenAt(out.Start)})
	}
	switch {
	case who >= 0:
		speaker := r.who[who].speaker
		out.Speaker = &speaker
		if shaken := r.focus.shaken; a.focus {
			r.focus.speaks(who)
			r.focus.shaken = shaken
		} else {
			r.focus.speaks(who)
			if out.Direct && a.kind != "nominal" {
				if r.spoken == nil {
					r.spoken = map[int]bool{}
				}
				r.spoken[who] = true
			}
		}
	case a.name != "":
		out.Speaker = &news.Speaker{Name: a.name}
	}
}

// lastTwo returns the two persons who were named last before a place, in the order of the
// text; nil when there are not two. "kata keduanya" means them, and neither alone.
func (r *reader) lastTwo(before place) []news.Speaker {
	last, two, asked := -1, []news.Speaker(nil), 0
	for i := before.paragraph; i >= 0 && before.paragraph-i < crowd; i-- {
		for n := len(r.mentions[i]) - 1; n >= 0 && asked < crowd; n, asked = n-1, asked+1 {
			m := r.mentions[i][n]
			switch {
			case i == before.paragraph && m.from >= before.token || m.who == last:
			case last < 0:
				last, two = m.who, []news.Speaker{r.who[m.who].speaker}
			default:
				return append([]news.Speaker{r.who[m.who].speaker}, two...)
			}
		}
	}
	return nil
}

// likely returns who may speak when nobody is named, the likeliest first: whoever
// is in focus, unless the quote speaks of that person by name.
func (r *reader) likely(q piece) []int {
	if r.focus.who < 0 {
		return nil
	}
	order := append([]int{r.focus.who}, r.focus.before...)
	named := map[int]bool{}
	for n := r.mentionFrom(q.from); n < len(r.named) && r.named[n].to <= q.to; n++ {
		// By an office people speak of themselves too: "tanya saja Bupati".
		m := r.named[n]
		for _, t := range r.p.Tokens[m.from:m.to] {
			if t.IsWord() && slices.Contains(r.who[m.who].names, t.Fold) {
				named[m.who] = true
			}
		}
	}
	if r.told(q) && !r.spoken[order[0]] && len(r.who[order[0]].role) == 0 && r.who[order[0]].speaker.ID == "" {
		for n, w := range order {
			if r.who[w].speaker.Role != "" || r.who[w].speaker.ID != "" {
				order = append([]int{w}, slices.Delete(order, n, n+1)...)
				break
			}
		}
	}
	if len(named) > 0 && named[order[0]] {
		slices.SortStableFunc(order, func(a, b int) int {
			switch {
			case named[a] == named[b]:
				return 0
			case named[a]:
				return 1
			}
			return -1
		})
	}
	return order
}

// told reports whether a quote tells of a suspect or a victim. It is an official's
// then, not theirs, though the text speaks of them just before.
func (r *reader) told(q piece) bool {
	for _, t := range r.p.Tokens[q.from:q.to] {
		switch t.Fold {
		case "pelaku", "tersangka", "terdakwa", "korban":
			return true
		}
	}
	return false
}
