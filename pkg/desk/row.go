package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Row is one article found, the same in every format.
type Row struct {
	ID         news.ArticleID `json:"id"`
	URL        string         `json:"url"`
	Outlet     news.OutletID  `json:"outlet"`
	OutletName string         `json:"outlet_name"`
	Title      string         `json:"title"`
	Day        news.Date      `json:"day,omitempty"`
	Published  *time.Time     `json:"published,omitempty"`
	Observed   time.Time      `json:"observed"`
	Revised    time.Time      `json:"revised"`
	Revisions  int            `json:"revisions"`
	Withdrawn  bool           `json:"withdrawn"`
	Tagged     bool           `json:"tagged"`
	Officials  []RowOfficial  `json:"officials"`
	Topics     []RowName      `json:"topics"`
	Places     []RowName      `json:"places"`
	Snippet    string         `json:"snippet,omitempty"` // plain text
	Via        string         `json:"via,omitempty"`     // the other name that matched, when the text itself did not

	title, snippet string // with marks
}

// RowOfficial is somebody in public office, in the office held on the day.
type RowOfficial struct {
	ID     news.OfficialID `json:"id,omitempty"`
	Name   string          `json:"name"`
	Office news.OfficeID   `json:"office,omitempty"`
	Title  string          `json:"office_name,omitempty"` // "Pj Wali Kota Malang"
	Rule   string          `json:"rule,omitempty"`
}

// RowName is an identifier with its name.
type RowName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (q *request) row(h search.Hit) Row {
	doc := h.Document
	r := Row{
		ID: doc.ID, URL: doc.URL, Outlet: doc.Outlet, OutletName: q.desk.name(q.lang, search.ByOutlet, string(doc.Outlet)),
		Title: doc.Title, Day: doc.Day, Observed: doc.Observed, Revised: doc.Revised, Revisions: doc.Revisions,
		Withdrawn: doc.Withdrawn, Tagged: doc.Tags > 0, Officials: []RowOfficial{}, Topics: []RowName{}, Places: []RowName{},
		title: h.Title, snippet: h.Snippet,
	}
	if !doc.Published.IsZero() {
		r.Published = &doc.Published
	}
	if r.title == "" {
		r.title = doc.Title
	}
	r.Snippet = stripMarks(h.Snippet)
	for _, o := range doc.Officials {
		ro := RowOfficial{ID: o.ID, Name: o.Name, Title: q.desk.officeOf(q.lang, o), Rule: o.Rule}
		if o.Office != nil {
			ro.Office = *o.Office
		}
		r.Officials = append(r.Officials, ro)
	}
	for _, t := range doc.Topics {
		r.Topics = append(r.Topics, RowName{string(t.ID), q.desk.name(q.lang, search.ByTopic, string(t.ID))})
	}
	for _, p := range smallest(doc.Places) {
		r.Places = append(r.Places, RowName{string(p), q.desk.name(q.lang, search.ByPlace, string(p))})
	}
	r.Via = r.via(doc.Names, q.values.Get("q"))
	return r
}

// via says why an article was found in which no word is marked: by another name of
// somebody in it.
func (r Row) via(names []string, text string) string {
	words := foldWords(text)
	if len(words) == 0 || strings.Contains(r.title+r.snippet, search.MarkStart) {
		return ""
	}
	for _, name := range names {
		if slices.ContainsFunc(foldWords(name), func(have string) bool { return slices.Contains(words, have) }) {
			return name
		}
	}
	return ""
}

// smallest drops the regions that only enclose others of the list.
func smallest(places []news.PlaceCode) []news.PlaceCode {
	var out []news.PlaceCode
	for _, p := range places {
		encloses := false
		for _, other := range places {
			encloses = encloses || other != p && other.Within(p)
		}
		if !encloses {
			out = append(out, p)
		}
	}
	return out
}

// MarkedTitle and MarkedSnippet are for the page, which escapes them first.
func (r Row) MarkedTitle() string { return r.title }

// MarkedSnippet is the piece of text around the words, with marks.
func (r Row) MarkedSnippet() string { return r.snippet }

// Edits is how often the outlet changed the article.
func (r Row) Edits() int { return max(r.Revisions-1, 0) }

func stripMarks(s string) string { return search.Scrub(s) }
