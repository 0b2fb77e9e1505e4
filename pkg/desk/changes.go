package desk

import (
	"fmt"
	"net/http"
	"time"

	"github.com/jejak-id/jejak/pkg/desk/worddiff"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/pkg/search"
)

// Change is the newest change of one article.
type Change struct {
	Row
	At      time.Time       `json:"at"`
	Kind    string          `json:"kind"` // changed, gone
	Said    string          `json:"said"`
	Swaps   []worddiff.Swap `json:"swaps"`
	Added   int             `json:"words_added"`
	Removed int             `json:"words_removed"`
	After   string          `json:"after,omitempty"` // how long after publication
	Href    string          `json:"href"`
}

// changed asks for articles that were changed or taken down, the newest first, and
// reads from the log what happened to each.
func (q *request) changed(limit int) ([]Change, string, error) {
	query := q.query()
	query.Sort, query.Limit = search.Changed, limit
	kind := q.values.Get("kind")
	gone := kind == "gone"
	if gone {
		query.Withdrawn = &gone
	} else {
		query.Changed = true
	}
	res, err := q.desk.Index.Search(q.Context(), query)
	if err != nil {
		return nil, "", err
	}
	out := []Change{}
	for _, h := range res.Hits {
		a, err := history.Load(q.Context(), q.desk.Log, h.Document.ID)
		if err != nil {
			return nil, "", err
		}
		c := Change{Row: q.row(h), At: h.Document.Revised, Kind: "changed", Swaps: []worddiff.Swap{}, Href: "/article/" + string(h.Document.ID)}
		switch n := len(a.Revisions); {
		case gone && a.Withdrawn != nil:
			c.Kind, c.At, c.Said = "gone", a.Withdrawn.Observed, journey.Reason(q.lang, a.Withdrawn.Reason)
		case n > 1:
			diff, err := q.diff(string(a.ID), fmt.Sprintf("%d..%d", n-1, n))
			if err != nil {
				return nil, "", err
			}
			c.At, c.Said, c.Swaps, c.Added, c.Removed = a.Revisions[n-1].Observed, diff.Said, diff.Swaps, diff.Added, diff.Removed
			c.Href = fmt.Sprintf("/article/%s/diff/%d..%d", a.ID, n-1, n)
		}
		if c.Published != nil && c.At.After(*c.Published) {
			c.After = q.lang.Span(c.At.Sub(*c.Published))
		}
		out = append(out, c)
	}
	return out, res.Next, nil
}

// changesBody is the page of changes.
type changesBody struct {
	Changes []Change
	Gone    bool
	Changed string // address of either kind
	GoneURL string
	Next    string
	First   string
}

func (d *desk) changesPage(q *request) (view, error) {
	changes, cursor, err := q.changed(20)
	if err != nil {
		return view{}, err
	}
	b := changesBody{
		Changes: changes, Gone: q.values.Get("kind") == "gone",
		Changed: href("/changes", without(q.values, "kind", "")), GoneURL: href("/changes", with(q.values, false, "kind", "gone")),
	}
	if cursor != "" {
		state := clone(q.values)
		state.Set("after", cursor)
		b.Next = href("/changes", state)
	}
	if q.values.Get("after") != "" {
		b.First = href("/changes", without(q.values, "after", ""))
	}
	return view{
		template: "changes", title: q.t("nav-changes"), active: "changes", body: b, next: b.Next,
		formats: q.formatsOf("/changes", q.values, ".json", ".atom"),
	}, nil
}

func (d *desk) changesAtom(w http.ResponseWriter, q *request) error {
	changes, _, err := q.changed(30)
	if err != nil {
		return err
	}
	f := atomFeed{Title: "Jejak: " + q.t("nav-changes"), Subtitle: q.t("feed-about")}
	for _, c := range changes {
		e := q.entry(c.Row, c.Said)
		e.Updated = c.At.UTC().Format(time.RFC3339)
		e.Links[0].Href = q.base() + c.Href
		f.Entries = append(f.Entries, e)
		f.Updated = max(f.Updated, e.Updated)
	}
	return q.writeAtom(w, f, "/changes.atom", "/changes")
}
