package jetlog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
)

// plan is what to publish, and what the server must check with each message.
type plan struct {
	items   []appending.Item
	checks  []*eventlog.Expectation // beside items; nil: nothing to check with this one
	packed  []bool                  // beside items in BLOBS: whether the page is packed
	repeats []uint64                // where the events are that need no storing
	// unguarded are subjects whose standing the server will not check, for want of a
	// message to carry the check: it has to be read.
	unguarded []string
	// impossible is set when the caller's own expectations find no place.
	impossible bool
}

// makePlan leaves out events that are on their subjects already, and spreads the
// checks over the messages.
//
// A message carries one check. The server makes it before it stores the message,
// but counts what earlier messages of the batch would have written: a check must
// stand at or before the first message that its filter matches. So the checks are
// placed in order of that deadline. First come the caller's expectations, then, as
// far as there is room, guards: that each subject stands where we believe it.
func makePlan(items []appending.Item, expectations []eventlog.Expectation, at func(subject string) standing) plan {
	var p plan
	first := map[string]int{} // subject → index of its first message
	seen := map[string]bool{}
	for _, it := range items {
		if s := at(it.Subject); !seen[it.Subject] && s.seq != 0 && s.id == it.ID {
			p.repeats = append(p.repeats, s.seq)
			seen[it.Subject] = true
			continue
		}
		seen[it.Subject] = true
		if _, ok := first[it.Subject]; !ok {
			first[it.Subject] = len(p.items)
		}
		p.items = append(p.items, it)
	}
	p.checks = make([]*eventlog.Expectation, len(p.items))
	if len(p.items) == 0 {
		return p
	}
	under := map[string]int{} // subject without its last part → index of its first message
	for i, it := range p.items {
		if _, ok := under[parent(it.Subject)]; !ok {
			under[parent(it.Subject)] = i
		}
	}
	deadline := func(filter string) int {
		if i, ok := first[filter]; ok {
			return i
		}
		if i, ok := under[parent(filter)]; ok && oneLevel(filter) {
			return i
		}
		if oneLevel(filter) || !strings.ContainsAny(filter, "*>") {
			return len(p.items) - 1 // nothing in the batch touches it
		}
		for i, it := range p.items {
			if subject.Match(filter, it.Subject) {
				return i
			}
		}
		return len(p.items) - 1
	}
	type placed struct {
		eventlog.Expectation
		deadline int
	}
	var all []placed
	for _, e := range expectations {
		all = append(all, placed{e, deadline(e.Subjects)})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.deadline, b.deadline) })
	for i := range all {
		if i >= len(p.items) || all[i].deadline < i {
			p.impossible = true
			return p
		}
		p.checks[i] = &all[i].Expectation
	}

	empty := newEmptiness(expectations)
	for i, it := range p.items {
		if first[it.Subject] != i || empty.says(it.Subject) {
			continue
		}
		s := at(it.Subject)
		switch c := p.checks[i]; {
		case c == nil:
			p.checks[i] = &eventlog.Expectation{Subjects: it.Subject, Seq: s.seq}
		case *c != eventlog.Expectation{Subjects: it.Subject, Seq: s.seq} && !onlyOther(*c, it.Subject, at):
			p.unguarded = append(p.unguarded, it.Subject)
		}
	}
	return p
}

// onlyOther reports whether an expectation, if it holds, says that a subject is
// empty: when all that its filter selects is one record, known to be on another
// subject. So it is with the second event of a chain about a new article.
func onlyOther(e eventlog.Expectation, subj string, at func(string) standing) bool {
	if !oneLevel(e.Subjects) || parent(e.Subjects) != parent(subj) {
		return false
	}
	only := at(e.Subjects)
	return only.seq != 0 && only.seq == e.Seq && only.id != subj
}

// emptiness answers which subjects the caller's expectations say are empty: those
// need no guard. Most batches of a first crawl expect nothing else.
type emptiness struct {
	exact, under map[string]bool
	other        []string
}

func newEmptiness(expectations []eventlog.Expectation) emptiness {
	e := emptiness{exact: map[string]bool{}, under: map[string]bool{}}
	for _, x := range expectations {
		switch {
		case x.Seq != 0:
		case oneLevel(x.Subjects):
			e.under[parent(x.Subjects)] = true
		case strings.ContainsAny(x.Subjects, "*>"):
			e.other = append(e.other, x.Subjects)
		default:
			e.exact[x.Subjects] = true
		}
	}
	return e
}

func (e emptiness) says(subj string) bool {
	return e.exact[subj] || e.under[parent(subj)] || len(e.other) > 0 && subject.MatchAny(e.other, subj)
}

// parent cuts the last part off a subject or filter.
func parent(s string) string {
	return s[:max(0, strings.LastIndexByte(s, '.'))]
}

// oneLevel reports whether a filter is a fixed subject and one final star, as that
// of all facts about one article is.
func oneLevel(filter string) bool {
	return strings.HasSuffix(filter, ".*") && !strings.ContainsAny(parent(filter), "*>")
}
