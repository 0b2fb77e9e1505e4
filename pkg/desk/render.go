package desk

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

//go:embed templates
var templates embed.FS

// parsePages reads every page once for each language, so that a template names
// its words by key and never a language.
func (d *desk) parsePages() (map[locale.Lang]map[string]*template.Template, error) {
	names, err := fs.Glob(templates, "templates/pages/*.html")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("desk: no page templates (%v)", err) // unreachable: they are embedded
	}
	out := map[locale.Lang]map[string]*template.Template{}
	for _, l := range []locale.Lang{locale.Indonesian, locale.English} {
		out[l] = map[string]*template.Template{}
		base, err := template.New("").Funcs(d.funcs(l)).ParseFS(templates, "templates/*.html")
		if err != nil {
			return nil, fmt.Errorf("desk: %w", err)
		}
		for _, name := range names {
			t, err := template.Must(base.Clone()).ParseFS(templates, name)
			if err != nil {
				return nil, fmt.Errorf("desk: %w", err)
			}
			short := strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".html")
			out[l][short] = t
		}
	}
	return out, nil
}

// funcs is what a template can say in a language.
func (d *desk) funcs(l locale.Lang) template.FuncMap {
	return template.FuncMap{
		"t":      func(key string, args ...any) string { return word(l, key, args...) },
		"lang":   func() string { return string(l) },
		"num":    func(n any) string { return l.Number(asInt(n)) },
		"bytes":  l.Bytes,
		"day":    l.Day,
		"part":   l.Partial,
		"clock":  func(t time.Time) template.HTML { return timeTag(t, l.Time(t, nil)) },
		"short":  func(t time.Time) template.HTML { return timeTag(t, l.ShortTime(t, nil)) },
		"here":   func(t time.Time) template.HTML { return timeTag(t, l.Time(t, d.Zone)) },
		"heresh": func(t time.Time) template.HTML { return timeTag(t, l.ShortTime(t, d.Zone)) },
		"span":   l.Span,
		"marks":  marks,
		"parts":  func(p []string) string { return journey.Parts(l, p) },
		"reason": func(r string) string { return journey.Reason(l, r) },
		"asset":  d.static.path,
		"has":    func(list []string, v string) bool { return contains(list, v) },
		"status": func(s news.Status) string { return statusWord(l, s) },
		"link":   outside,
		// Stages name their states and counts themselves; what the glossary does not know is shown as it is.
		"state":   func(s string) string { return wordOr(l, "state-"+s, s) },
		"counter": func(s string) string { return wordOr(l, "counter-"+s, s) },
	}
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func asInt(n any) int {
	switch n := n.(type) {
	case int:
		return n
	case uint64:
		return int(n)
	case int64:
		return int(n)
	}
	return 0
}

// timeTag writes an instant for people and machines. Text has no markup: it comes
// from locale alone.
func timeTag(t time.Time, text string) template.HTML {
	return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`, t.Format(time.RFC3339), template.HTMLEscapeString(text)))
}

// marks escapes first and replaces the index's marks after, so that no text of an
// outlet becomes markup.
func marks(s string) template.HTML {
	s = template.HTMLEscapeString(s)
	s = strings.ReplaceAll(s, search.MarkStart, "<mark>")
	return template.HTML(strings.ReplaceAll(s, search.MarkEnd, "</mark>"))
}

// view is what a page function makes: which template, with what.
type view struct {
	template string
	title    string // of the window, without the name of the site
	active   string // entry of the navigation
	words    string // kept in the search box
	formats  []format
	code     int // HTTP status; 0 means 200
	noindex  bool
	body     any
	next     string // address of the next page of rows
}

// format is the same rows in another form.
type format struct {
	Label, Href, Type string
}

// envelope is what the layout shows around a page.
type envelope struct {
	Title    string
	Active   string
	Words    string
	Notices  []string
	Formats  []format
	Other    string // this page in the other language
	Self     string
	Next     string
	NoIndex  bool
	Position position
	Version  string
	Keys     bool
	Body     any
}

// position is up to where the desk knows.
type position struct {
	Seq   uint64    // of NEWS that the index has folded
	At    time.Time // when the newest record of the log was stored
	Lag   uint64
	Error bool // the index or the log did not answer
	tag   string
}

// position looks where the log and the index stand. The tag names all that a page
// can be made from.
func (d *desk) position(ctx context.Context) position {
	var p position
	var tag strings.Builder
	fmt.Fprintf(&tag, "%s|%s|%s", d.Version, d.Registry.Version(), news.DateOf(d.Now().In(d.Zone)))
	cp, err := d.Index.Checkpoint(ctx)
	p.Error = err != nil
	p.Seq = cp.Positions[event.News.Name].Seq
	fmt.Fprintf(&tag, "|%s|%d|%d", cp.Projection, p.Seq, cp.Positions[event.Tags.Name].Seq)
	for _, stream := range []string{event.News.Name, event.Tags.Name, event.Desk.Name, event.Dead.Name} {
		info, err := d.Log.Info(ctx, stream)
		p.Error = p.Error || err != nil
		fmt.Fprintf(&tag, "|%d:%d", info.Created.UnixNano(), info.Last)
		if stream == event.News.Name && info.Last > p.Seq {
			p.Lag = info.Last - p.Seq
		}
	}
	if rec, err := d.Log.Last(ctx, event.News.Subjects); err == nil {
		p.At = rec.Stored
	}
	p.tag = string(news.HashOf([]byte(tag.String())))[:20]
	return p
}

// etag names a page: everything it can be made from, and the address.
func (p position) etag(r *http.Request, lang locale.Lang) string {
	return `W/"` + string(news.HashOf([]byte(p.tag + string(lang) + r.URL.RequestURI())))[:24] + `"`
}

// unchanged answers 304 when the reader has this page already.
func unchanged(w http.ResponseWriter, r *http.Request, p position, lang locale.Lang) bool {
	if p.Error {
		return false
	}
	tag := p.etag(r, lang)
	w.Header().Set("ETag", tag)
	w.Header().Add("Vary", "Cookie")
	if !strings.Contains(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// page makes a handler of a page function.
func (d *desk) page(known params, show func(*request) (view, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := d.understand(r, known)
		if r.URL.Query().Get("lang") != "" {
			http.SetCookie(w, &http.Cookie{
				Name: "lang", Value: string(q.lang), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
			})
		}
		p := d.position(r.Context())
		live := r.URL.Path == "/status" // its figures move without the log
		if !live && unchanged(w, r, p, q.lang) {
			return
		}
		v, err := show(q)
		if err != nil {
			w.Header().Del("ETag")
			d.failAs(w, q, codeOf(err), err)
			return
		}
		if v.code >= 400 {
			w.Header().Del("ETag")
		}
		d.write(w, q, p, v)
	})
}

// write renders a view into memory first, so that an error never leaves half a
// page.
func (d *desk) write(w http.ResponseWriter, q *request, p position, v view) {
	e := envelope{
		Title: v.title, Active: v.active, Words: v.words, Notices: q.notices, Formats: v.formats, Next: v.next,
		Position: p, Version: d.Version, NoIndex: v.noindex, Body: v.body,
	}
	other := locale.English
	if q.lang == locale.English {
		other = locale.Indonesian
	}
	e.Other = href(q.URL.Path, with(q.values, false, "lang", string(other)))
	if after := q.values.Get("after"); after != "" {
		state := clone(q.values)
		state.Set("lang", string(other))
		e.Other = href(q.URL.Path, state)
	}
	e.Self = href(q.URL.Path, q.values)
	var buf bytes.Buffer
	if err := d.pages[q.lang][v.template].ExecuteTemplate(&buf, "layout", e); err != nil {
		d.Logger.Error("page not rendered", "path", q.URL.Path, "error", err)
		w.Header().Del("ETag")
		http.Error(w, q.t("error-500"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(q.lang))
	h.Add("Link", fmt.Sprintf(`<%s>; rel="canonical"`, e.Self))
	for _, f := range v.formats {
		h.Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="%s"`, f.Href, f.Type))
	}
	if v.next != "" {
		h.Add("Link", fmt.Sprintf(`<%s>; rel="next"`, v.next))
	}
	if v.code != 0 {
		w.WriteHeader(v.code)
	}
	w.Write(buf.Bytes())
}

// formatsOf lists the forms that a page has.
func (q *request) formatsOf(path string, values url.Values, suffixes ...string) []format {
	types := map[string]string{".json": "application/json", ".csv": "text/csv", ".atom": "application/atom+xml"}
	labels := map[string]string{".json": "JSON", ".csv": "CSV", ".atom": q.t("feed")}
	state := clone(values)
	state.Del("after")
	state.Set("lang", string(q.lang))
	var out []format
	for _, s := range suffixes {
		out = append(out, format{labels[s], href(path+s, state), types[s]})
	}
	return out
}

// errNotFound says that the desk has no such thing.
var errNotFound = errors.New("no such page")

// codeOf is the table of errors and HTTP status.
func codeOf(err error) int {
	switch {
	case errors.Is(err, errNotFound), errors.Is(err, eventlog.ErrNotFound), errors.Is(err, search.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, search.ErrQuery):
		return http.StatusBadRequest
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	}
	return http.StatusServiceUnavailable
}
