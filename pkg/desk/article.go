package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/desk/worddiff"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// excerpt is how much of an article a page shows, in code points: enough to know
// it again, not enough to replace it.
const excerpt = 420

// Article is the page of one article, as data.
type Article struct {
	ID         news.ArticleID `json:"id"`
	URL        string         `json:"url"`
	Outlet     news.OutletID  `json:"outlet"`
	OutletName string         `json:"outlet_name"`
	Title      string         `json:"title"`
	Summary    string         `json:"summary,omitempty"`
	Byline     []string       `json:"byline,omitempty"`
	Labels     []string       `json:"labels,omitempty"` // such as "advertorial"
	Section    string         `json:"section,omitempty"`
	Excerpt    []string       `json:"excerpt"`
	Words      int            `json:"words"`
	Truncated  bool           `json:"truncated,omitempty"` // the outlet shows only the beginning

	Published *news.Stamp `json:"published,omitempty"` // what the outlet says, with the rule that read it
	Modified  *news.Stamp `json:"modified,omitempty"`
	FirstSeen time.Time   `json:"first_seen"`
	LastSeen  time.Time   `json:"last_seen"`
	FoundBy   string      `json:"found_by,omitempty"`
	FoundAt   string      `json:"found_at,omitempty"`

	Revision  int            `json:"revision"` // shown
	Revisions []RevisionLine `json:"revisions"`
	Withdrawn *Gone          `json:"withdrawn,omitempty"`
	Past      []Gone         `json:"withdrawn_before,omitempty"`
	Redacted  string         `json:"redacted,omitempty"` // why nothing of the text is here

	Tagged    bool             `json:"tagged"`
	TagDate   news.Date        `json:"tag_date,omitempty"` // the day on which offices were looked up
	Officials []ArticlePerson  `json:"officials"`
	Topics    []ArticleTag     `json:"topics"`
	Places    []ArticleTag     `json:"places"`
	Quotes    []ArticleQuote   `json:"quotes"`
	Unsettled []news.Unsettled `json:"unsettled,omitempty"`

	Corrections []ArticleCorrection `json:"corrections,omitempty"` // what people said of the tags, in order
	Missing     wrong               `json:"-"`                     // for a tag that is not there

	LinksOut []Edge `json:"links_out"`
	LinksIn  []Edge `json:"links_in"`
	InMore   int    `json:"links_in_more,omitempty"`

	Capture   news.Hash `json:"capture,omitempty"` // of the page that was read
	Content   news.Hash `json:"content,omitempty"`
	Extractor string    `json:"extractor,omitempty"`
	Seq       uint64    `json:"seq"`
	Permanent string    `json:"permanent"`
	Citation  string    `json:"citation"`
	IndexDown bool      `json:"index_down,omitempty"` // edges could not be looked up

	zone *time.Location
}

// RevisionLine is one state of the article.
type RevisionLine struct {
	Number   int       `json:"number"`
	Seq      uint64    `json:"seq"`
	Observed time.Time `json:"observed"`
	Changed  []string  `json:"changed,omitempty"`
	Title    string    `json:"title"`
	Rereads  int       `json:"rereads,omitempty"`
	Added    int       `json:"words_added"`
	Removed  int       `json:"words_removed"`
	Href     string    `json:"href"`
	Diff     string    `json:"diff,omitempty"` // against the one before
	Shown    bool      `json:"-"`
}

// Gone is one take-down.
type Gone struct {
	Observed time.Time `json:"observed"`
	Reason   string    `json:"reason"`
	Looks    int       `json:"looks"`
	Over     string    `json:"over,omitempty"` // time between the first look and the last
	Restored time.Time `json:"restored,omitzero"`
	status   int
}

// Status is the HTTP status of the looks.
func (g Gone) Status() int { return g.status }

// ArticlePerson is somebody in public office with the office held on the day.
type ArticlePerson struct {
	RowOfficial
	Status   string `json:"status,omitempty"`
	Standing string `json:"standing,omitempty"`
	Href     string `json:"href,omitempty"`
	Evidence string `json:"evidence,omitempty"`

	Corrections []ArticleCorrection `json:"corrections,omitempty"`
	Wrong       wrong               `json:"-"`
}

// ArticleQuote is the beginning of a quote with its speaker.
type ArticleQuote struct {
	Text    string          `json:"text"`
	Speaker string          `json:"speaker,omitempty"`
	ID      news.OfficialID `json:"speaker_id,omitempty"`
	Cue     string          `json:"cue,omitempty"`
	Direct  bool            `json:"direct"`

	Corrections []ArticleCorrection `json:"corrections,omitempty"`
	Wrong       wrong               `json:"-"`
	opening     string              // its first words, by which it is judged
}

// Edge is a "baca juga" line to or from another article.
type Edge struct {
	Title   string         `json:"title"`
	URL     string         `json:"url,omitempty"`
	Article news.ArticleID `json:"article,omitempty"` // empty when it is not in the archive
	Form    string         `json:"form,omitempty"`
	Outlet  string         `json:"outlet,omitempty"`
	Day     news.Date      `json:"day,omitempty"`
}

// load reads the history of the article of the address.
func (q *request) load(id string) (*history.Article, error) {
	if !news.ArticleID(id).Valid() {
		return nil, fmt.Errorf("article %q: %w", shown(id), errNotFound)
	}
	a, err := history.Load(q.Context(), q.desk.Log, news.ArticleID(id))
	if err != nil {
		return nil, err
	}
	if a.Latest() == nil && a.Redacted == nil {
		return nil, fmt.Errorf("article %q was never read: %w", id, errNotFound)
	}
	return a, nil
}

// article makes the page of an article in its nth state, the newest for n = 0.
func (q *request) article(id string, n int) (*Article, error) {
	h, err := q.load(id)
	if err != nil {
		return nil, err
	}
	out := &Article{
		ID: h.ID, FirstSeen: h.FirstSeen, LastSeen: h.LastSeen, FoundBy: h.FoundBy, FoundAt: h.FoundAt, Seq: h.Seq,
		Officials: []ArticlePerson{}, Topics: []ArticleTag{}, Places: []ArticleTag{}, Quotes: []ArticleQuote{}, LinksOut: []Edge{}, LinksIn: []Edge{},
		Revisions: []RevisionLine{}, Excerpt: []string{}, zone: q.desk.Zone,
	}
	if h.Redacted != nil {
		out.Redacted = h.Redacted.Reason
		return out, nil
	}
	rev := h.Latest()
	if n != 0 {
		if n < 0 || n > len(h.Revisions) {
			return nil, fmt.Errorf("article %s has %d revisions: %w", id, len(h.Revisions), errNotFound)
		}
		rev = &h.Revisions[n-1]
	}
	a := rev.Reading.Article
	out.Revision, out.Capture, out.Extractor, out.Content = rev.Number, rev.Reading.Capture, rev.Reading.Extractor, a.Content()
	out.URL, out.Outlet, out.Title, out.Summary, out.Byline, out.Labels = a.URL, a.Outlet, a.Title, a.Summary, a.Byline, a.Desk
	out.OutletName = q.desk.name(q.lang, search.ByOutlet, string(a.Outlet))
	out.Section, out.Published, out.Modified, out.Truncated = a.Section, a.Published, a.Modified, a.Truncated
	out.Excerpt, out.Words = excerptOf(a.Paragraphs)
	if o, ok := q.desk.Registry.Outlet(a.Outlet); ok && o.Zone != "" {
		if z, err := time.LoadLocation(o.Zone); err == nil {
			out.zone = z
		}
	}
	out.revisions(h)
	if h.Withdrawn != nil {
		g := goneOf(q, *h.Withdrawn)
		out.Withdrawn = &g
	}
	for _, w := range h.Past {
		out.Past = append(out.Past, goneOf(q, w))
	}
	if err := q.tags(out); err != nil {
		return nil, err
	}
	q.edges(q.Context(), out, a.Related)
	out.Permanent = fmt.Sprintf("%s/article/%s/rev/%d", q.base(), h.ID, rev.Number)
	out.Citation = q.cite(out)
	return out, nil
}

// excerptOf cuts the beginning of a body at the end of a word, and counts all of
// its words.
func excerptOf(paragraphs []string) (out []string, words int) {
	left := excerpt
	for _, p := range paragraphs {
		words += len(strings.Fields(p))
		n := utf8.RuneCountInString(p)
		switch {
		case left <= 0:
		case n <= left:
			out = append(out, p)
		default:
			cut := string([]rune(p)[:left])
			if i := strings.LastIndexByte(cut, ' '); i > 0 {
				cut = cut[:i]
			}
			out = append(out, cut+" …")
		}
		left -= n
	}
	if out == nil {
		out = []string{}
	}
	return out, words
}

func (out *Article) revisions(h *history.Article) {
	for i, r := range h.Revisions {
		line := RevisionLine{
			Number: r.Number, Seq: r.Seq, Observed: r.Observed, Changed: r.Changed, Title: r.Reading.Article.Title, Rereads: r.Rereads,
			Href: fmt.Sprintf("/article/%s/rev/%d", h.ID, r.Number), Shown: r.Number == out.Revision,
		}
		if i > 0 {
			before := h.Revisions[i-1]
			line.Diff = fmt.Sprintf("/article/%s/diff/%d..%d", h.ID, before.Number, r.Number)
			line.Added, line.Removed = worddiff.Words(compare(&before.Reading.Article, &r.Reading.Article))
		}
		out.Revisions = append(out.Revisions, line)
	}
}

// compare puts headline, summary and body of two states beside each other.
func compare(a, b *news.Article) []worddiff.Block {
	out := []worddiff.Block{worddiff.Text(a.Title, b.Title)}
	if a.Summary != "" || b.Summary != "" {
		out = append(out, worddiff.Text(a.Summary, b.Summary))
	}
	return append(out, worddiff.Paragraphs(a.Paragraphs, b.Paragraphs)...)
}

func goneOf(q *request, w history.Withdrawal) Gone {
	g := Gone{Observed: w.Observed, Reason: w.Reason, Looks: len(w.Looks), Restored: w.Restored}
	if n := len(w.Looks); n > 0 {
		g.status = w.Looks[n-1].Status
		first, err1 := time.Parse(time.RFC3339, w.Looks[0].Time)
		last, err2 := time.Parse(time.RFC3339, w.Looks[n-1].Time)
		if err1 == nil && err2 == nil && last.After(first) {
			g.Over = q.lang.Span(last.Sub(first))
		}
	}
	return g
}

// tags adds what the enricher says.
func (q *request) tags(out *Article) error {
	rec, err := q.desk.Log.Last(q.Context(), event.TagsSubject(out.ID))
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := rec.Event()
	if err != nil {
		return nil // what can not be read is told by "why", and hides no article
	}
	t, ok := e.Data.(event.Tagged)
	if !ok {
		return nil
	}
	out.Tagged, out.TagDate, out.Unsettled = true, t.Date, t.Unsettled
	for _, o := range t.Officials {
		p := ArticlePerson{
			RowOfficial: RowOfficial{ID: o.ID, Name: o.Name, Title: q.desk.officeOf(q.lang, o), Rule: o.Rule}, Status: string(o.Status), Standing: string(o.Standing),
		}
		if o.Office != nil {
			p.Office = *o.Office
		}
		if o.ID != "" {
			p.Href = href("/official/"+pathEscape(string(o.ID)), map[string][]string{"at": {string(t.Date)}})
			if t.Date == "" {
				p.Href = "/official/" + pathEscape(string(o.ID))
			}
		}
		if len(o.Evidence) > 0 {
			p.Evidence = shown(o.Evidence[0].Text)
		}
		out.Officials = append(out.Officials, p)
	}
	for _, tp := range t.Topics {
		out.Topics = append(out.Topics, ArticleTag{RowName: RowName{string(tp.ID), q.desk.name(q.lang, search.ByTopic, string(tp.ID))}, Rule: tp.Rule})
	}
	for _, s := range t.Scope {
		out.Places = append(out.Places, ArticleTag{RowName: RowName{string(s.Place), q.desk.name(q.lang, search.ByPlace, string(s.Place))}, Rule: s.Rule})
	}
	for i, qu := range t.Quotes {
		if i == 3 {
			break
		}
		aq := ArticleQuote{Text: clip(qu.Text, 160), Cue: qu.Cue, Direct: qu.Direct, opening: correcting.Opening(&t.Tags, i)}
		if qu.Speaker != nil {
			aq.Speaker, aq.ID = qu.Speaker.Name, qu.Speaker.ID
		}
		out.Quotes = append(out.Quotes, aq)
	}
	return q.corrections(out, &t.Tags)
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

// maxEdges is how many links are shown in either direction.
const maxEdges = 20

// edges looks up what the "baca juga" lines lead to, and what leads here. Without
// an index the lines themselves are still shown.
func (q *request) edges(ctx context.Context, out *Article, related []news.Link) {
	for i, l := range related {
		if i == maxEdges {
			break
		}
		e := Edge{Title: l.Title, URL: outside(l.URL), Form: l.Form}
		if id, ok := l.Target(); ok && !out.IndexDown {
			doc, err := q.desk.Index.Get(ctx, id)
			switch {
			case err == nil:
				e.Article, e.Outlet, e.Day = id, q.desk.name(q.lang, search.ByOutlet, string(doc.Outlet)), doc.Day
				if e.Title == "" {
					e.Title = doc.Title
				}
			case !errors.Is(err, search.ErrNotFound):
				out.IndexDown = true
			}
		}
		out.LinksOut = append(out.LinksOut, e)
	}
	res, err := q.desk.Index.Search(ctx, search.Query{LinkTo: out.ID, Limit: maxEdges})
	if err != nil {
		out.IndexDown = true
		return
	}
	for _, h := range res.Hits {
		d := h.Document
		out.LinksIn = append(out.LinksIn, Edge{Title: d.Title, URL: d.URL, Article: d.ID, Outlet: q.desk.name(q.lang, search.ByOutlet, string(d.Outlet)), Day: d.Day})
	}
	out.InMore = max(res.Total-len(res.Hits), 0)
}

// cite writes how to name the article in a footnote.
func (q *request) cite(a *Article) string {
	var parts []string
	if len(a.Byline) > 0 {
		parts = append(parts, strings.Join(a.Byline, ", ")+".")
	}
	parts = append(parts, "“"+a.Title+".”", a.OutletName+",")
	if a.Published != nil {
		parts = append(parts, q.lang.Day(news.DateOf(a.Published.Time))+".")
	}
	parts = append(parts, a.URL+".", q.t("cite-seen", a.Revision, q.lang.Time(a.Revisions[a.Revision-1].Observed, a.zone)), a.Permanent)
	return strings.Join(parts, " ")
}

// articleBody is the page of an article.
type articleBody struct {
	*Article
	Latest bool
	Back   string // the search that led here
	Asked  string // its words
}

// Seen writes one of our own clocks in the outlet's zone.
func (a *Article) Seen(t time.Time) time.Time { return t.In(a.zone) }

// Edits is how often the outlet changed it.
func (a *Article) Edits() int { return max(len(a.Revisions)-1, 0) }

func (d *desk) articlePage(q *request) (view, error) {
	n := 0
	if s := q.PathValue("n"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 {
			return view{}, fmt.Errorf("revision %q: %w", shown(s), errNotFound)
		}
	}
	a, err := q.article(q.PathValue("id"), n)
	if err != nil {
		return view{}, err
	}
	if a.Redacted != "" {
		return view{template: "redacted", title: q.t("redacted"), code: 410, noindex: true, body: a}, nil
	}
	if id := q.values.Get("corrected"); id != "" {
		q.notice("notice-corrected", id[:8])
	}
	b := articleBody{Article: a, Latest: a.Revision == len(a.Revisions)}
	if text := q.values.Get("q"); text != "" {
		b.Back, b.Asked = href("/search", map[string][]string{"q": {text}}), text
	}
	return view{
		template: "article", title: a.Title, words: q.values.Get("q"), body: b,
		formats: q.formatsOf(strings.TrimSuffix(q.URL.Path, "/"), nil, ".json"),
	}, nil
}

// whyBody is the journey of one address.
type whyBody struct {
	journey.Journey
	Said  string
	Steps []whyStep
	Asked string
	Bad   bool
	Known bool // there is a page of the article
}

type whyStep struct {
	journey.Step
	Said string
}

func (q *request) why(j journey.Journey) whyBody {
	b := whyBody{Journey: j, Said: j.Verdict.Text(q.lang), Asked: j.Asked}
	for _, s := range j.Steps {
		b.Steps = append(b.Steps, whyStep{s, s.Text(q.lang)})
		switch s.Data.(type) {
		case event.Published, event.Redacted:
			b.Known = true
		}
	}
	return b
}

func (d *desk) whyPage(q *request) (view, error) {
	id := news.ArticleID(q.PathValue("id"))
	if !id.Valid() {
		return view{}, errNotFound
	}
	j, err := journey.OfArticle(q.Context(), d.Log, d.Index, "", "", id)
	if err != nil {
		return view{}, err
	}
	v := view{template: "why", title: q.t("why-title"), noindex: true, body: q.why(j), formats: q.formatsOf(q.URL.Path, nil, ".json")}
	if j.Verdict.Code == journey.Unknown {
		v.code = 404
	}
	return v, nil
}

// whyAsked is the same for an address that somebody types.
func (d *desk) whyAsked(q *request) (view, error) {
	raw := strings.TrimSpace(q.values.Get("url"))
	v := view{template: "why", title: q.t("why-title"), noindex: true}
	if raw == "" {
		v.body = whyBody{}
		return v, nil
	}
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	j, err := journey.Of(q.Context(), d.Log, d.Index, raw)
	if err != nil && j.Article == "" {
		q.notice("notice-value", "url", shown(raw), q.t("hint-url"))
		v.body = whyBody{Asked: raw, Bad: true}
		return v, nil
	}
	if err != nil {
		return view{}, err
	}
	v.body, v.formats = q.why(j), q.formatsOf("/why", q.values, ".json")
	return v, nil
}
