package desk

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/search"
)

// format makes a handler of a function that writes another form of the same rows.
func (d *desk) format(known params, write func(http.ResponseWriter, *request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := d.understand(r, known)
		if unchanged(w, r, d.position(r.Context()), q.lang) {
			return
		}
		if len(q.notices) > 0 {
			// These forms have no place for a notice but the header.
			w.Header().Set("Jejak-Notice", header(strings.Join(q.notices, " | ")))
		}
		if err := write(w, q); err != nil {
			w.Header().Del("ETag")
			d.failAs(w, q, codeOf(err), err)
		}
	})
}

// header keeps a text fit for a header line.
func header(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return '?'
		}
		return c
	}, s)
}

// columns of the CSV, in order. New ones are added at the end.
var columns = []string{
	"id", "url", "outlet", "outlet_name", "title", "day", "published", "observed", "revised", "revisions", "withdrawn",
	"officials", "official_ids", "offices", "topics", "places",
}

// searchCSV streams every row of the search, all pages. When it breaks off midway
// the file ends with a row that says so: a short file must not look whole.
func (d *desk) searchCSV(w http.ResponseWriter, q *request) error {
	query := q.query()
	query.Limit, query.Highlight, query.Cursor = search.MaxLimit, false, ""
	res, err := d.Index.Search(q.Context(), query)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	w.Header().Set("Content-Disposition", `attachment; filename="jejak-`+string(q.today())+`.csv"`)
	if q.values.Get("bom") == "1" {
		w.Write([]byte("\ufeff"))
	}
	out := csv.NewWriter(w)
	if q.values.Get("sep") == ";" {
		out.Comma = ';'
	}
	out.UseCRLF = true
	out.Write(columns)
	flush := func() { out.Flush(); http.NewResponseController(w).Flush() }
	for {
		for _, h := range res.Hits {
			out.Write(q.cells(q.row(h)))
		}
		flush()
		if res.Next == "" || out.Error() != nil {
			return nil
		}
		query.Cursor = res.Next
		if res, err = d.Index.Search(q.Context(), query); err != nil {
			d.Logger.Error("export broke off", "error", err)
			last := make([]string, len(columns))
			last[0], last[1] = "error", q.t("csv-broken")
			out.Write(last)
			flush()
			return nil
		}
	}
}

func (q *request) cells(r Row) []string {
	var officials, idents, offices, topics, places []string
	for _, o := range r.Officials {
		officials, idents, offices = append(officials, o.Name), append(idents, string(o.ID)), append(offices, o.Title)
	}
	for _, t := range r.Topics {
		topics = append(topics, t.Name)
	}
	for _, p := range r.Places {
		places = append(places, p.Name)
	}
	published := ""
	if r.Published != nil {
		published = r.Published.Format(time.RFC3339)
	}
	out := []string{
		string(r.ID), r.URL, string(r.Outlet), r.OutletName, r.Title, string(r.Day), published,
		r.Observed.UTC().Format(time.RFC3339), r.Revised.UTC().Format(time.RFC3339), strconv.Itoa(r.Revisions), strconv.FormatBool(r.Withdrawn),
		strings.Join(officials, "; "), strings.Join(idents, "; "), strings.Join(offices, "; "), strings.Join(topics, "; "), strings.Join(places, "; "),
	}
	if q.values.Get("excel") == "1" {
		for i, c := range out {
			// A spreadsheet would run these as formulas.
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				out[i] = "'" + c
			}
		}
	}
	return out
}

// Atom, RFC 4287.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   atomAuthor  `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
	Subtitle string      `xml:"subtitle,omitempty"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Links      []atomLink     `xml:"link"`
	Author     atomAuthor     `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    atomText       `xml:"summary"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// base is the address of the desk as a reader of a feed needs it.
func (q *request) base() string {
	if q.desk.BaseURL != "" {
		return q.desk.BaseURL
	}
	scheme := "http"
	if q.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + q.Host
}

func (q *request) writeAtom(w http.ResponseWriter, f atomFeed, path, page string) error {
	f.Lang = string(q.lang)
	f.Author = atomAuthor{"Jejak"}
	state := clone(q.values)
	state.Set("lang", string(q.lang))
	self := q.base() + href(path, state)
	f.ID = self
	f.Links = []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", q.base() + href(page, state)}}
	if f.Updated == "" {
		f.Updated = time.Unix(0, 0).UTC().Format(time.RFC3339)
	}
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", " ")
	if err := enc.Encode(f); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, err := w.Write(buf.Bytes())
	if err != nil {
		q.desk.Logger.Debug("feed not taken", "error", err)
	}
	return nil
}

// searchAtom is the feed of a search: how a subject is followed. Each state of an
// article is an entry of its own, because readers drop an entry that they have
// seen; so a silent edit shows up again. What is in it depends on the query and
// the log alone, never on who looked.
func (d *desk) searchAtom(w http.ResponseWriter, q *request) error {
	query := q.query()
	query.Sort, query.Limit, query.Cursor = search.Changed, 50, ""
	res, err := d.Index.Search(q.Context(), query)
	if err != nil {
		return err
	}
	f := atomFeed{Title: "Jejak: " + q.inWords(), Subtitle: q.t("feed-about")}
	for _, h := range res.Hits {
		r := q.row(h)
		f.Entries = append(f.Entries, q.entry(r, ""))
		f.Updated = max(f.Updated, r.Revised.UTC().Format(time.RFC3339))
	}
	return q.writeAtom(w, f, "/search.atom", "/search")
}

// entry is one state of an article.
func (q *request) entry(r Row, what string) atomEntry {
	path := fmt.Sprintf("/article/%s/rev/%d", r.ID, max(r.Revisions, 1))
	e := atomEntry{
		ID:    fmt.Sprintf("urn:jejak:article:%s:rev:%d", r.ID, max(r.Revisions, 1)),
		Title: r.Title, Updated: r.Revised.UTC().Format(time.RFC3339), Author: atomAuthor{r.OutletName},
		Links: []atomLink{{"alternate", "text/html", q.base() + path}},
	}
	if r.Published != nil {
		e.Published = r.Published.Format(time.RFC3339)
	}
	if u := outside(r.URL); u != "" {
		e.Links = append(e.Links, atomLink{"via", "text/html", u})
	}
	text := []string{r.Snippet}
	if what != "" {
		text = []string{what}
	}
	switch {
	case r.Withdrawn:
		e.ID += ":gone"
		e.Title = q.t("feed-gone", r.Title)
	case r.Edits() > 0:
		e.Title = q.t("feed-changed", r.Title)
	}
	for _, o := range r.Officials {
		e.Categories = append(e.Categories, atomCategory{Term: string(o.ID), Label: strings.TrimSpace(o.Name + " " + o.Title)})
		if o.Title != "" {
			text = append(text, o.Name+" — "+o.Title)
		}
	}
	e.Summary = atomText{"text", strings.Join(text, "\n")}
	return e
}
