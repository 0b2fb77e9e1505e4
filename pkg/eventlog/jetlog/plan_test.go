package jetlog

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
)

// A check must stand at or before the first message that its filter matches; each
// message carries one; guards fill what is left.
func TestPlan(t *testing.T) {
	known := map[string]standing{"n.a.x": {5, "old"}, "n.b.x": {6, "e1"}, "n.s.*": {8, "n.s.w"}}
	at := func(s string) standing { return known[s] }
	for _, c := range []struct {
		name   string
		items  string // subjects
		expect string // filter@seq
		want   string // filter@seq of each message, "-" for none
	}{
		{"new subjects are guarded", "n.c.x n.c.y", "", "n.c.x@0 n.c.y@0"},
		{"a known subject is guarded where it stands", "n.a.x", "", "n.a.x@5"},
		{"a subject is guarded once", "n.c.x n.c.x n.d.x", "", "n.c.x@0 - n.d.x@0"},
		{"an article that is expected to be new needs no guards", "n.c.x n.c.y", "n.c.*@0", "n.c.*@0 -"},
		{"an expectation moves to the front", "n.c.x n.c.y", "n.c.y@7 n.c.*@7", "n.c.*@7 n.c.y@7 !n.c.x !n.c.y"},
		{"two articles", "n.c.x n.c.y n.d.x", "n.d.*@0 n.c.*@0", "n.c.*@0 n.d.*@0 -"},
		{"a filter that nothing touches can stand anywhere", "n.c.x n.c.y", "n.z.*@3 n.c.*@0", "n.c.*@0 n.z.*@3"},
		{"an expectation takes the place of a guard", "n.c.x", "n.c.*@3", "n.c.*@3 !n.c.x"},
		{"but not of one that stands where the only other is", "n.s.x", "n.s.*@8", "n.s.*@8"},
		{"which has moved on", "n.s.x", "n.s.*@9", "n.s.*@9 !n.s.x"},
		{"or is the same", "n.s.w", "n.s.*@8", "n.s.*@8 !n.s.w"},
		{"unless it says the same", "n.a.x", "n.a.x@5", "n.a.x@5"},
		{"too many expectations", "n.c.x", "n.c.*@3 n.z.*@0", "impossible"},
		{"no room before the deadline", "n.c.x n.d.x", "n.c.*@3 n.c.x@0", "impossible"},
		{"a wide filter", "n.c.x n.d.x", "n.>@0", "n.>@0 -"},
	} {
		var items []appending.Item
		for i, s := range strings.Fields(c.items) {
			items = append(items, appending.Item{ID: fmt.Sprint("e", i), Subject: s})
		}
		var expectations []eventlog.Expectation
		for _, f := range strings.Fields(c.expect) {
			filter, seq, _ := strings.Cut(f, "@")
			e := eventlog.Expectation{Subjects: filter}
			fmt.Sscan(seq, &e.Seq)
			expectations = append(expectations, e)
		}
		p := makePlan(items, expectations, at)
		var got []string
		for _, check := range p.checks {
			if check == nil {
				got = append(got, "-")
			} else {
				got = append(got, fmt.Sprintf("%s@%d", check.Subjects, check.Seq))
			}
		}
		for _, s := range p.unguarded {
			got = append(got, "!"+s)
		}
		if p.impossible {
			got = []string{"impossible"}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s with %q is checked as %q, want %q", c.name, c.items, c.expect, s, c.want)
		}
	}

	p := makePlan([]appending.Item{{ID: "e0", Subject: "n.a.x"}, {ID: "e1", Subject: "n.b.x"}, {ID: "e2", Subject: "n.b.x"}}, nil, at)
	if len(p.items) != 2 || p.items[1].ID != "e2" || len(p.repeats) != 1 || p.repeats[0] != 6 || p.checks[1].Seq != 6 {
		t.Errorf("a repeat in a batch: %+v", p)
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"n.a.*", "n.b.*", false}, {"n.*.x", "n.a.*", true}, {"n.>", "n.a.x", true}, {"n.a", "n.a.x", false},
		{"n.a.x", "n.a.x", true}, {"n.*.x", "n.*.y", false}, {"t.>", "n.>", false}, {"n.a", "n.a.>", false},
	} {
		if got, back := overlap(c.a, c.b), overlap(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("overlap(%q, %q) = %v and %v, want %v", c.a, c.b, got, back, c.want)
		}
	}
	if got := consumerFilters([]string{"n.b.*", "n.a.*", "n.b.*"}); len(got) != 2 {
		t.Errorf("a filter given twice: %v", got)
	}
}

func TestIDOf(t *testing.T) {
	for in, want := range map[string]string{
		`{"specversion":"1.0","id":"ab12","data":1}`:    "ab12",
		`{"id":"ab12","specversion":"1.0"}`:             "ab12",
		`{"specversion":"1.0","id":"a\u0062"}`:          "ab",
		`{"specversion":"1.0","id":"`:                   "",
		`not an event`:                                  "",
		`{"specversion":"1.0","id":"` + long + `"}`:     long,
		`{"specversion": "1.0", "id": "ab12", "a": {}}`: "ab12",
	} {
		if got := idOf([]byte(in)); got != want {
			t.Errorf("idOf(%s) = %q, want %q", in, got, want)
		}
	}
}

var long = strings.Repeat("f", 200)
