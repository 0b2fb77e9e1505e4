package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/news"
)

// Limits of a [Query].
const (
	DefaultLimit = 20
	MaxLimit     = 100
	MaxValues    = 100 // of one filter
	MaxFacet     = 100 // values counted of one facet
)

// BadQuery is bad input. It wraps [ErrQuery].
type BadQuery struct {
	Param string // "q", "from", "sort", … as the desk and the command line call it
	Why   string
}

func (b *BadQuery) Error() string { return fmt.Sprintf("bad query: %s: %s", b.Param, b.Why) }

// Unwrap makes errors.Is(err, [ErrQuery]) true.
func (b *BadQuery) Unwrap() error { return ErrQuery }

func bad(param, why string, args ...any) error {
	return &BadQuery{Param: param, Why: fmt.Sprintf(why, args...)}
}

// Check returns a [BadQuery] for the first thing in q that can not be asked, and
// nil when everything can. Both indexes call it before anything else. The cursor
// is checked by [Query.After].
func (q Query) Check() error {
	if _, err := ParseText(q.Text); err != nil {
		return err
	}
	for _, c := range []error{
		checkValues("outlet", q.Outlets, q.Not.Outlets),
		checkValues("official", q.Officials, q.Not.Officials),
		checkValues("office", q.Offices, q.Not.Offices),
		checkValues("place", q.Places, q.Not.Places),
		checkValues("topic", q.Topics, q.Not.Topics),
		checkDay("from", q.From),
		checkDay("to", q.To),
	} {
		if c != nil {
			return c
		}
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		return bad("from", "%s is after to=%s: swap them", q.From, q.To)
	}
	if q.LinkTo != "" && !q.LinkTo.Valid() {
		return bad("link-to", "%q is not an article id (32 hexadecimal digits)", clip(string(q.LinkTo)))
	}
	switch q.Sort {
	case "", Relevance, Newest, Oldest, Changed:
	default:
		return bad("sort", "%q is unknown: want rel, new, old or changed", clip(string(q.Sort)))
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		return bad("limit", "%d is out of range: want 1 to %d", q.Limit, MaxLimit)
	}
	for i, f := range q.Facets {
		if !slices.Contains([]Facet{ByOutlet, ByOfficial, ByOffice, ByPlace, ByTopic}, f) {
			return bad("facet", "%q is unknown: want outlet, official, office, place or topic", clip(string(f)))
		}
		if slices.Contains(q.Facets[:i], f) {
			return bad("facet", "%q is asked twice", f)
		}
	}
	switch q.Histogram {
	case "", ByDay, ByMonth, ByYear:
	default:
		return bad("histogram", "%q is unknown: want day, month or year", clip(string(q.Histogram)))
	}
	return nil
}

func checkValues[T ~string](param string, lists ...[]T) error {
	for _, values := range lists {
		if len(values) > MaxValues {
			return bad(param, "%d values are too many, at most %d", len(values), MaxValues)
		}
		for _, v := range values {
			s := string(v)
			if s == "" || len(s) > 200 || !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f }) {
				return bad(param, "%q is not an identifier", clip(s))
			}
		}
	}
	return nil
}

func checkDay(param string, d news.Date) error {
	if d == "" {
		return nil
	}
	if _, err := news.ParseDate(string(d)); err != nil {
		return bad(param, "%q is not a day: want YYYY-MM-DD", clip(string(d)))
	}
	return nil
}

// clip keeps a message short whatever was sent.
func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "…"
}

// Order returns the order in which hits are wanted: the default resolved.
func (q Query) Order() Sort {
	if q.Sort == "" || q.Sort == Relevance {
		if strings.TrimSpace(q.Text) == "" {
			return Newest
		}
		return Relevance
	}
	return q.Sort
}

// Size returns the number of hits wanted: the default resolved.
func (q Query) Size() int {
	if q.Limit == 0 {
		return DefaultLimit
	}
	return q.Limit
}

// Filtered reports whether q filters on the field of a facet, so that counting
// the facet needs a question of its own.
func (q Query) Filtered(f Facet) bool {
	switch f {
	case ByOutlet:
		return len(q.Outlets) > 0
	case ByOfficial:
		return len(q.Officials) > 0
	case ByOffice:
		return len(q.Offices) > 0
	case ByPlace:
		return len(q.Places) > 0
	case ByTopic:
		return len(q.Topics) > 0
	}
	return false
}

// Without returns q with the filter on a facet's field taken off. Exclusions stay.
func (q Query) Without(f Facet) Query {
	switch f {
	case ByOutlet:
		q.Outlets = nil
	case ByOfficial:
		q.Officials = nil
	case ByOffice:
		q.Offices = nil
	case ByPlace:
		q.Places = nil
	case ByTopic:
		q.Topics = nil
	}
	return q
}
