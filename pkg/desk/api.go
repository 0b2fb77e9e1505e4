package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Asked keeps the address of an API request, so that it is understood by the same
// code as the page's, notices included.
type Asked struct {
	Lang string `query:"lang" doc:"Language of names and sentences: id or en"`
	url  url.URL
	head http.Header
	host string
	tls  bool
}

// Resolve implements [huma.Resolver].
func (a *Asked) Resolve(ctx huma.Context) []error {
	a.url, a.host, a.tls = ctx.URL(), ctx.Host(), ctx.TLS() != nil
	a.head = http.Header{"Cookie": {ctx.Header("Cookie")}, "If-None-Match": {ctx.Header("If-None-Match")}}
	return nil
}

func (a *Asked) request(ctx context.Context, d *desk, known params) *request {
	r := (&http.Request{Method: http.MethodGet, URL: &a.url, Header: a.head, Host: a.host}).WithContext(ctx)
	return d.understand(r, known)
}

// output is an answer of the API with what every format carries in its headers.
type output[T any] struct {
	Link []string `header:"Link"`
	ETag string   `header:"ETag"`
	Body T
}

// told is a body with what was not understood of the address.
type told[T any] struct {
	Notices []string `json:"notices" doc:"What of the address was not understood, and what was done instead"`
	Data    T        `json:"data"`
}

// ByID is a request for one thing.
type ByID struct {
	Asked
	ID string `path:"id" doc:"Identifier as in the address of the page"`
}

// ByDay is a request for one thing as it was on a day.
type ByDay struct {
	ByID
	At string `query:"at" doc:"Day, YYYY-MM-DD; today when left out"`
}

// searchInput documents the parameters of a search. They are strings here because
// a value that is not understood is told in the notices, not refused.
type searchInput struct {
	Asked
	Q           string   `query:"q" doc:"Words (all must match, typos forgiven), phrases in quotation marks, -exclusions"`
	From        string   `query:"from" doc:"First day of publication, YYYY-MM-DD"`
	To          string   `query:"to" doc:"Last day of publication, YYYY-MM-DD"`
	Outlet      []string `query:"outlet,explode" doc:"Any of these outlets; the key repeats"`
	Official    []string `query:"official,explode" doc:"Any of these officials"`
	Office      []string `query:"office,explode" doc:"Any of these offices, held on the day of the article"`
	Place       []string `query:"place,explode" doc:"Any of these regions (Kemendagri code), or inside them"`
	Topic       []string `query:"topic,explode" doc:"Any of these topics"`
	NotOutlet   []string `query:"-outlet,explode" doc:"None of these outlets"`
	NotOfficial []string `query:"-official,explode" doc:"None of these officials"`
	NotOffice   []string `query:"-office,explode" doc:"None of these offices"`
	NotPlace    []string `query:"-place,explode" doc:"None of these regions"`
	NotTopic    []string `query:"-topic,explode" doc:"None of these topics"`
	LinkTo      string   `query:"link-to" doc:"Articles with a 'baca juga' line to this article"`
	Changed     string   `query:"changed" doc:"yes: only articles that the outlet changed"`
	Withdrawn   string   `query:"withdrawn" doc:"yes or no: only articles that the outlet took down, or did not"`
	Sort        string   `query:"sort" doc:"rel, new, old or changed"`
	Size        string   `query:"size" doc:"10, 20, 50 or 100"`
	After       string   `query:"after" doc:"Cursor: the value of next of the page before"`
}

// SearchAnswer is a search as JSON.
type SearchAnswer struct {
	Words     string               `json:"words" doc:"The question in words"`
	Total     int                  `json:"total"`
	Exact     bool                 `json:"exact" doc:"Whether total and counts are exact"`
	Rows      []Row                `json:"rows"`
	Found     []Found              `json:"found" doc:"Officials, offices and places whose name matches"`
	Facets    map[string][]Counted `json:"facets"`
	Histogram []HistogramBar       `json:"histogram"`
	By        search.Interval      `json:"by" doc:"Width of the bars: day, month or year"`
	Undated   int                  `json:"undated" doc:"Articles of which the outlet gives no day"`
	Next      string               `json:"next,omitempty" doc:"Address of the next page"`
}

// HistogramBar counts the articles of one period.
type HistogramBar struct {
	From  news.Date `json:"from" doc:"First day of the period"`
	Count int       `json:"count"`
}

// api registers the addresses of the API. "/search.json" is "/api/search": one
// implementation, two names.
func (d *desk) api(mux *http.ServeMux) {
	cfg := huma.DefaultConfig("Jejak", "1")
	cfg.Info.Description = "What the regional press published, changed and took down. Every page of the desk has its rows here: " +
		"/search is /api/search, or /search.json. Unknown parameters are told in notices. GET only."
	cfg.DocsPath = "" // its page would load scripts from elsewhere
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil // no $schema in answers
	api := humago.New(mux, cfg)

	get(api, d, "/api/home", "home", "The first page", func(ctx context.Context, in *Asked) (*request, Home, string, error) {
		q := in.request(ctx, d, homeParams)
		return q, q.home(), "", nil
	})
	get(api, d, "/api/search", "search", "Search articles", func(ctx context.Context, in *searchInput) (*request, SearchAnswer, string, error) {
		q := in.request(ctx, d, searchParams)
		a, err := q.ask(ctx, true)
		if err != nil {
			return q, SearchAnswer{}, "", err
		}
		out := SearchAnswer{
			Words: a.Words, Total: a.Result.Total, Exact: a.Result.Exact, Rows: a.Rows, Found: a.Found, Facets: map[string][]Counted{},
			Histogram: []HistogramBar{}, By: a.By, Undated: a.Result.Undated,
		}
		if a.Next != "" {
			out.Next = jsonOf(a.Next)
		}
		out.Rows, out.Found = slices.Concat([]Row{}, a.Rows), slices.Concat([]Found{}, a.Found)
		for _, f := range facets {
			list := []Counted{}
			for _, c := range a.Result.Facets[f] {
				list = append(list, Counted{c.Value, d.name(q.lang, f, c.Value), c.Count, jsonOf(href("/search", with(q.values, true, string(f), c.Value)))})
			}
			out.Facets[string(f)] = list
		}
		for _, b := range a.Result.Histogram {
			out.Histogram = append(out.Histogram, HistogramBar{b.From, b.Count})
		}
		return q, out, out.Next, nil
	})
	get(api, d, "/api/article/{id}", "article", "One article with its history", func(ctx context.Context, in *ByID) (*request, *Article, string, error) {
		q := in.request(ctx, d, articleParams)
		a, err := q.article(in.ID, 0)
		return q, a, "", err
	})
	get(api, d, "/api/article/{id}/rev/{n}", "revision", "One article in one of its states", func(ctx context.Context, in *struct {
		ByID
		N int `path:"n" minimum:"1" doc:"Number of the revision, from 1"`
	}) (*request, *Article, string, error) {
		q := in.request(ctx, d, articleParams)
		a, err := q.article(in.ID, in.N)
		return q, a, "", err
	})
	get(api, d, "/api/article/{id}/diff/{range}", "diff", "Two states of an article beside each other", func(ctx context.Context, in *struct {
		ByID
		Range string `path:"range" doc:"Two revisions, such as 1..2"`
	}) (*request, *Diff, string, error) {
		q := in.request(ctx, d, noParams)
		diff, err := q.diff(in.ID, in.Range)
		return q, diff, "", err
	})
	get(api, d, "/api/article/{id}/why", "why-article", "Every event that touched an article", func(ctx context.Context, in *ByID) (*request, journey.Journey, string, error) {
		q := in.request(ctx, d, noParams)
		if !news.ArticleID(in.ID).Valid() {
			return q, journey.Journey{}, "", errNotFound
		}
		j, err := journey.OfArticle(ctx, d.Log, d.Index, "", "", news.ArticleID(in.ID))
		return q, j, "", err
	})
	get(api, d, "/api/why", "why", "Every event that touched an address, and why it is or is not in the index", func(ctx context.Context, in *struct {
		Asked
		URL string `query:"url" doc:"The address"`
	}) (*request, journey.Journey, string, error) {
		q := in.request(ctx, d, whyParams)
		j, err := journey.Of(ctx, d.Log, d.Index, in.URL)
		if err != nil && j.Article == "" {
			return q, j, "", &search.BadQuery{Param: "url", Why: q.t("hint-url")}
		}
		return q, j, "", err
	})
	get(api, d, "/api/official/{id}", "official", "A person in public office", func(ctx context.Context, in *ByDay) (*request, *OfficialPage, string, error) {
		q := in.request(ctx, d, dayParams)
		p, err := q.official(in.ID)
		return q, p, "", err
	})
	get(api, d, "/api/office/{id}", "office", "A post and who held it", func(ctx context.Context, in *ByDay) (*request, *OfficePage, string, error) {
		q := in.request(ctx, d, dayParams)
		p, err := q.office(in.ID)
		return q, p, "", err
	})
	get(api, d, "/api/outlet/{id}", "outlet", "A publication", func(ctx context.Context, in *ByID) (*request, *OutletPage, string, error) {
		q := in.request(ctx, d, noParams)
		p, err := q.outlet(in.ID)
		return q, p, "", err
	})
	get(api, d, "/api/topic/{id}", "topic", "A subject of coverage", func(ctx context.Context, in *ByID) (*request, *TopicPage, string, error) {
		q := in.request(ctx, d, noParams)
		p, err := q.topic(in.ID)
		return q, p, "", err
	})
	get(api, d, "/api/place/{id}", "place", "A region", func(ctx context.Context, in *ByID) (*request, *PlacePage, string, error) {
		q := in.request(ctx, d, noParams)
		p, err := q.place(in.ID)
		return q, p, "", err
	})
	get(api, d, "/api/changes", "changes", "Articles that were changed or taken down, the newest first", func(ctx context.Context, in *struct {
		Asked
		Kind     string   `query:"kind" doc:"changed or gone"`
		Outlet   []string `query:"outlet,explode"`
		Official []string `query:"official,explode"`
		After    string   `query:"after" doc:"Cursor"`
	}) (*request, []Change, string, error) {
		q := in.request(ctx, d, changesParams)
		changes, cursor, err := q.changed(20)
		if cursor == "" || err != nil {
			return q, changes, "", err
		}
		state := clone(q.values)
		state.Set("after", cursor)
		return q, changes, jsonOf(href("/changes", state)), nil
	})
	get(api, d, "/api/status", "status", "How the pipeline fares", func(ctx context.Context, in *Asked) (*request, Status, string, error) {
		q := in.request(ctx, d, noParams)
		return q, q.status(), "", nil
	})
}

// get registers one address. The function returns the request as understood, the
// body, and the address of the next page.
func get[I, O any](api huma.API, d *desk, path, id, summary string, answer func(context.Context, *I) (*request, O, string, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary}
	huma.Register(api, op, func(ctx context.Context, in *I) (*output[told[O]], error) {
		q, body, next, err := answer(ctx, in)
		if err != nil {
			return nil, d.problem(q, err)
		}
		out := &output[told[O]]{Body: told[O]{Notices: append([]string{}, q.notices...), Data: body}}
		page := href("/"+trimAPI(q.URL.Path), q.values)
		out.Link = append(out.Link, "<"+page+`>; rel="alternate"; type="text/html"`)
		if next != "" {
			out.Link = append(out.Link, "<"+next+`>; rel="next"`)
		}
		if id != "status" {
			if p := d.position(ctx); !p.Error {
				out.ETag = p.etag(q.Request, q.lang)
				if q.Header.Get("If-None-Match") == out.ETag {
					return nil, &huma.ErrorModel{Status: http.StatusNotModified}
				}
			}
		}
		return out, nil
	})
}

func trimAPI(path string) string {
	const prefix = "/api/"
	if len(path) > len(prefix) && path[:len(prefix)] == prefix {
		if path = path[len(prefix):]; path == "home" {
			return ""
		}
		return path
	}
	return path
}

// jsonOf returns the JSON form of the address of a page.
func jsonOf(page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return page // unreachable: href made it
	}
	u.Path += ".json"
	return u.String()
}

// problem is an error as the API tells it (RFC 9457), in the reader's language.
func (d *desk) problem(q *request, err error) error {
	code := codeOf(err)
	title := map[int]string{404: "error-404", 400: "error-400", 504: "error-504"}[code]
	if title == "" {
		title = "error-503"
	}
	detail := q.t(title + "-do")
	var bad *search.BadQuery
	if errors.As(err, &bad) {
		detail = bad.Param + ": " + bad.Why
	}
	if code >= 500 {
		d.Logger.Error("api failed", "path", q.URL.Path, "error", err)
		detail = err.Error()
	}
	return &huma.ErrorModel{Status: code, Title: q.t(title), Detail: detail}
}

// apiPage tells people about the API, without a foreign script.
func (d *desk) apiPage(q *request) (view, error) {
	return view{template: "api", title: q.t("api-title"), body: nil}, nil
}
