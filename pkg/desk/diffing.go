package desk

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/desk/worddiff"
	"github.com/jejak-id/jejak/pkg/news"
)

// Diff is two states of an article beside each other. Paragraphs that did not
// change are counted, not shown: the text is the outlet's.
type Diff struct {
	ID       news.ArticleID  `json:"id"`
	Title    string          `json:"title"`
	From     DiffSide        `json:"from"`
	To       DiffSide        `json:"to"`
	Headline worddiff.Block  `json:"headline"`
	Summary  *worddiff.Block `json:"summary,omitempty"`
	Body     []DiffPart      `json:"body"`
	Swaps    []worddiff.Swap `json:"swaps"`
	Added    int             `json:"words_added"`
	Removed  int             `json:"words_removed"`
	Said     string          `json:"said"` // the change in one sentence
	None     bool            `json:"none"` // no word differs
	Others   []string        `json:"others,omitempty"`
	Lines    []RevisionLine  `json:"-"`
	Earlier  string          `json:"-"` // address of the step before
	Later    string          `json:"-"`
}

// DiffSide is one of the two states.
type DiffSide struct {
	Number   int       `json:"number"`
	Observed time.Time `json:"observed"`
	Href     string    `json:"href"`
}

// DiffPart is a changed paragraph, or how many stayed between two changes.
type DiffPart struct {
	Same  int             `json:"same,omitempty"`
	Block *worddiff.Block `json:"block,omitempty"`
}

// diff compares two revisions, "1..2".
func (q *request) diff(id, span string) (*Diff, error) {
	first, last, ok := strings.Cut(span, "..")
	a, err1 := strconv.Atoi(first)
	b, err2 := strconv.Atoi(last)
	if !ok || err1 != nil || err2 != nil {
		return nil, fmt.Errorf("diff %q: want two revisions such as 1..2: %w", shown(span), errNotFound)
	}
	h, err := q.load(id)
	if err != nil {
		return nil, err
	}
	if a < 1 || b < 1 || a > len(h.Revisions) || b > len(h.Revisions) {
		return nil, fmt.Errorf("article %s has %d revisions, not %s: %w", id, len(h.Revisions), shown(span), errNotFound)
	}
	x, y := h.Revisions[a-1], h.Revisions[b-1]
	before, after := &x.Reading.Article, &y.Reading.Article
	side := func(n int, at time.Time) DiffSide {
		return DiffSide{n, at, fmt.Sprintf("/article/%s/rev/%d", id, n)}
	}
	d := &Diff{
		ID: h.ID, Title: after.Title, From: side(a, x.Observed), To: side(b, y.Observed),
		Headline: worddiff.Text(before.Title, after.Title), Body: []DiffPart{}, Swaps: []worddiff.Swap{},
	}
	if before.Summary != after.Summary {
		s := worddiff.Text(before.Summary, after.Summary)
		if s.Kind != worddiff.Same {
			d.Summary = &s
		}
	}
	same := 0
	for _, block := range worddiff.Paragraphs(before.Paragraphs, after.Paragraphs) {
		if block.Kind == worddiff.Same {
			same++
			continue
		}
		if same > 0 {
			d.Body, same = append(d.Body, DiffPart{Same: same}), 0
		}
		d.Body = append(d.Body, DiffPart{Block: &block})
	}
	if same > 0 {
		d.Body = append(d.Body, DiffPart{Same: same})
	}
	all := compare(before, after)
	d.Added, d.Removed = worddiff.Words(all)
	d.Swaps = append(d.Swaps, worddiff.Swaps(all, 3)...)
	d.None = d.Added+d.Removed == 0
	for _, part := range news.Changes(before, after) {
		if part != "title" && part != "summary" && part != "paragraphs" {
			d.Others = append(d.Others, part)
		}
	}
	d.Said = q.said(d)
	out := &Article{Revision: b}
	out.revisions(h)
	d.Lines = out.Revisions
	if a == b-1 && a > 1 {
		d.Earlier = fmt.Sprintf("/article/%s/diff/%d..%d", id, a-1, a)
	}
	if a == b-1 && b < len(h.Revisions) {
		d.Later = fmt.Sprintf("/article/%s/diff/%d..%d", id, b, b+1)
	}
	return d, nil
}

// said tells the change in one sentence, made from the diff alone.
func (q *request) said(d *Diff) string {
	if d.None && len(d.Others) == 0 {
		return q.t("diff-none")
	}
	var out []string
	if d.Headline.Kind != worddiff.Same {
		out = append(out, q.t("diff-title"))
	}
	for _, s := range d.Swaps {
		out = append(out, q.t("diff-swap", s.From, s.To))
	}
	gone, came := 0, 0
	for _, p := range d.Body {
		if p.Block == nil {
			continue
		}
		switch p.Block.Kind {
		case worddiff.Deleted:
			gone++
		case worddiff.Inserted:
			came++
		}
	}
	if gone > 0 {
		out = append(out, q.t("diff-gone", gone))
	}
	if came > 0 {
		out = append(out, q.t("diff-came", came))
	}
	if !d.None {
		out = append(out, q.t("diff-words", q.lang.Number(d.Added), q.lang.Number(d.Removed)))
	}
	s := strings.Join(out, "; ")
	if s == "" {
		return q.t("diff-none")
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}

func (d *desk) diffPage(q *request) (view, error) {
	diff, err := q.diff(q.PathValue("id"), q.PathValue("range"))
	if err != nil {
		return view{}, err
	}
	return view{
		template: "diff", title: q.t("diff-of", diff.Title), body: diff, noindex: true, formats: q.formatsOf(q.URL.Path, nil, ".json"),
	}, nil
}
