package registry

import (
	"cmp"
	"slices"

	"github.com/jejak-id/jejak/pkg/news"
)

// Holding is the answer to "who held it on that day".
type Holding struct {
	Term       *news.Term  `json:"term,omitempty"`       // set only when the sources settle it
	Candidates []news.Term `json:"candidates,omitempty"` // when they do not: who comes into question, the surest first
	Why        string      `json:"why,omitempty"`        // why it is not settled, in English
	Reasons    []Reason    `json:"reasons,omitempty"`    // the same for programs; see [Holding.Explain]
}

// Holder says who held an office on a day, whatever the status. When an acting
// officer stands in for a holder who is away, the holder still holds it.
func (r *Registry) Holder(o news.OfficeID, on news.Date) Holding {
	return r.holding(o, on, func(news.Status) bool { return true })
}

// HolderAs says who held an office on a day in one status: "Pj Wali Kota Malang".
func (r *Registry) HolderAs(o news.OfficeID, s news.Status, on news.Date) Holding {
	return r.holding(o, on, func(have news.Status) bool { return have == s })
}

// Held returns the terms of a person that cover or may cover a day, the sure ones
// first. [Registry.Doubt] tells them apart.
func (r *Registry) Held(id news.OfficialID, on news.Date) []news.Term {
	var out []news.Term
	for _, want := range []news.Certainty{news.Yes, news.Perhaps} {
		for _, t := range r.terms[id] {
			if r.Covers(t, on) == want {
				out = append(out, t)
			}
		}
	}
	return out
}

// Covers is [news.Term.Covers], except that a term without a source is never
// sure.
func (r *Registry) Covers(t news.Term, on news.Date) news.Certainty {
	c := t.Covers(on)
	if c == news.Yes && r.unverified[keyOf(t)] {
		return news.Perhaps
	}
	return c
}

// Unverified reports whether a term has no source at hand.
func (r *Registry) Unverified(t news.Term) bool { return r.unverified[keyOf(t)] }

type termKey struct {
	official    news.OfficialID
	office      news.OfficeID
	from, until news.PartialDate
	status      news.Status
}

func keyOf(t news.Term) termKey {
	return termKey{t.Official, t.Office, t.From, t.Until, t.Status}
}

func (r *Registry) holding(id news.OfficeID, on news.Date, status func(news.Status) bool) Holding {
	office, ok := r.Office(id)
	if !ok {
		return unsettled(nil, Reason{Code: UnknownOffice, Name: string(id)})
	}
	if on == "" {
		return unsettled(nil, Reason{Code: UnknownDay})
	}
	var sure, open []news.Term
	for _, t := range r.termsOf[id] {
		if !status(t.Status) {
			continue
		}
		switch r.Covers(t, on) {
		case news.Yes:
			sure = append(sure, t)
		case news.Perhaps:
			open = append(open, t)
		}
	}
	if office.Seats > 1 {
		// The registry may not know everybody who sat there.
		return unsettled(append(sure, open...), Reason{Code: ManySeats, Seats: office.Seats})
	}
	sure = sameHolder(sure)
	switch {
	case len(sure) == 1:
		return Holding{Term: &sure[0]}
	case len(sure) > 1:
		if t, ok := principal(sure); ok {
			return Holding{Term: &t}
		}
		return unsettled(append(sure, open...), Reason{Code: HandedOver, From: news.PartialDate(on)})
	case len(open) > 0:
		return unsettled(open, r.whyOpen(open, on)...)
	}
	return unsettled(nil, r.whyNone(id, on, status))
}

// sameHolder drops the earlier of two terms of one person and one status, as on
// the day on which a second term begins.
func sameHolder(terms []news.Term) []news.Term {
	var out []news.Term
	for _, t := range terms {
		if n := len(out); n > 0 && out[n-1].Official == t.Official && out[n-1].Status == t.Status {
			out[n-1] = t
			continue
		}
		out = append(out, t)
	}
	return out
}

// principal picks the one holder beside whom all others only act in his absence.
func principal(terms []news.Term) (news.Term, bool) {
	var holder news.Term
	n := 0
	for _, t := range terms {
		if !standsIn(t.Status) {
			holder = t
			n++
		}
	}
	return holder, n == 1
}

// standsIn tells the statuses in which somebody acts beside a holder who is away,
// not in a vacancy.
func standsIn(s news.Status) bool {
	return s == news.ActingPlt || s == news.ActingPlh || s == news.Caretaker
}

// Doubt says why sources leave open whether a term covers a day; ok is false when
// they do not, whether it does or not.
func (r *Registry) Doubt(t news.Term, on news.Date) (why Reason, ok bool) {
	if r.Covers(t, on) != news.Perhaps {
		return Reason{}, false
	}
	return r.whyOpen([]news.Term{t}, on)[0], true
}

func (r *Registry) whyOpen(open []news.Term, on news.Date) []Reason {
	var out []Reason
	for _, t := range open {
		reason := Reason{Code: EndOpen, Name: string(t.Official), From: t.From, Until: t.Until}
		if o, ok := r.Official(t.Official); ok {
			reason.Name = o.Name
		}
		switch {
		case r.unverified[keyOf(t)]:
			reason.Code = NoSource
		case t.From == "" && t.Until == "":
			reason.Code = NoDates
		case t.From == "" || t.From.Last() == "" || on < t.From.Last():
			reason.Code = BeginningOpen
		}
		out = append(out, reason)
	}
	return out
}

func (r *Registry) whyNone(id news.OfficeID, on news.Date, status func(news.Status) bool) Reason {
	var before, after news.Date
	known := false
	for _, t := range r.termsOf[id] {
		if !status(t.Status) {
			continue
		}
		known = true
		if d := t.Until.Last(); d != "" && d < on && d > before {
			before = d
		}
		if d := t.From.First(); d > on && (after == "" || d < after) {
			after = d
		}
	}
	reason := Reason{From: news.PartialDate(before), Until: news.PartialDate(after)}
	switch {
	case !known:
		reason.Code = NoTerm
	case before != "" && after != "":
		reason.Code = Vacant
	case after != "":
		reason.Code = NobodyBefore
	default:
		reason.Code = NobodyAfter
	}
	return reason
}

// orderTerms sorts by when a term began, then by when it ended.
func orderTerms(terms []news.Term) {
	begin := func(t news.Term) news.Date {
		return cmp.Or(t.From.First(), t.From.Last(), t.Until.First(), t.Until.Last(), "9999")
	}
	slices.SortStableFunc(terms, func(a, b news.Term) int {
		return cmp.Or(
			cmp.Compare(begin(a), begin(b)),
			cmp.Compare(cmp.Or(a.Until.First(), a.Until.Last(), "9999"), cmp.Or(b.Until.First(), b.Until.Last(), "9999")),
			cmp.Compare(a.Official, b.Official),
		)
	})
}
