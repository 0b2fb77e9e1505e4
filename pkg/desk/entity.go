package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Coverage is what the archive has about one thing: how much, when, by whom, and
// the newest.
type Coverage struct {
	Total     int       `json:"total"`
	Exact     bool      `json:"exact"`
	Rows      []Row     `json:"newest"`
	Outlets   []Counted `json:"outlets"`
	Officials []Counted `json:"officials"`
	Topics    []Counted `json:"topics"`
	Counted   int       `json:"counted,omitempty"` // newest articles in which companions were counted
	More      string    `json:"more"`              // address of all of it
	Error     bool      `json:"error,omitempty"`

	Chart *chart `json:"-"`
}

// Counted is a thing with a number of articles.
type Counted struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	Href  string `json:"href"`
}

// coverage asks the index about everything with one value of a facet. When the
// index is away the page is shown without it.
func (q *request) coverage(ctx context.Context, f search.Facet, id string) Coverage {
	state := url.Values{string(f): {id}}
	c := Coverage{More: href("/search", state), Rows: []Row{}, Outlets: []Counted{}, Officials: []Counted{}, Topics: []Counted{}}
	about := *q
	about.values = state
	query := about.query()
	query.Limit, query.Histogram, query.Sort = 10, search.ByMonth, search.Newest
	query.Facets = []search.Facet{search.ByOutlet, search.ByOfficial, search.ByTopic}
	res, err := q.desk.Index.Search(ctx, query)
	if err != nil {
		q.desk.Logger.Error("coverage not had", "of", id, "error", err)
		c.Error = true
		return c
	}
	c.Total, c.Exact = res.Total, res.Exact
	for _, h := range res.Hits {
		c.Rows = append(c.Rows, q.row(h))
	}
	c.Outlets = q.counted(res, search.ByOutlet, f, id)
	c.Officials = q.counted(res, search.ByOfficial, f, id)
	c.Topics = q.counted(res, search.ByTopic, f, id)
	switch f {
	case search.ByOfficial:
		c.Officials, c.Counted = q.companions(ctx, f, id)
	case search.ByTopic:
		c.Topics, c.Counted = q.companions(ctx, f, id)
	}
	by, bars := search.ByMonth, res.Histogram
	if len(bars) > 0 {
		if b, finer, err := about.finer(ctx, query, res); err == nil {
			by, bars = b, finer
		}
	}
	c.Chart = chartOf(q.lang, bars, by, q.today(), "/search", state)
	if c.Chart != nil {
		c.Chart.Undated = res.Undated
	}
	return c
}

// counted lists the first values of a facet. Each leads to the articles that have
// both. Of the facet that is asked about there is nothing to list: an index counts
// it without regard to the question, so that another value could be chosen.
func (q *request) counted(res search.Result, f, of search.Facet, id string) []Counted {
	out := []Counted{}
	if f == of {
		return out
	}
	for _, c := range res.Facets[f] {
		if len(out) == companions {
			break
		}
		to := href("/search", url.Values{string(of): {id}, string(f): {c.Value}})
		out = append(out, Counted{c.Value, q.desk.name(q.lang, f, c.Value), c.Count, to})
	}
	return out
}

const (
	companions = 8   // shown
	walked     = 300 // newest articles in which they are counted
)

// companions counts what stands in the same articles as one official or topic, in
// the newest of them, and tells in how many it looked.
func (q *request) companions(ctx context.Context, f search.Facet, id string) ([]Counted, int) {
	about := *q
	about.values = url.Values{string(f): {id}}
	query := about.query()
	query.Sort, query.Limit = search.Newest, search.MaxLimit
	counts := map[string]int{}
	looked := 0
	for looked < walked {
		res, err := q.desk.Index.Search(ctx, query)
		if err != nil {
			break // the page is shown with what was counted
		}
		for _, h := range res.Hits {
			looked++
			for _, v := range h.Document.Values(f) {
				if v != id {
					counts[v]++
				}
			}
		}
		if query.Cursor = res.Next; query.Cursor == "" {
			break
		}
	}
	out := []Counted{}
	for _, c := range search.TopFacets(counts) {
		if len(out) == companions {
			break
		}
		out = append(out, Counted{c.Value, q.desk.name(q.lang, f, c.Value), c.Count, "/" + string(f) + "/" + pathEscape(c.Value)})
	}
	return out, looked
}

// TermLine is one term of office.
type TermLine struct {
	Official   news.OfficialID  `json:"official"`
	Name       string           `json:"name"`
	Office     news.OfficeID    `json:"office"`
	OfficeName string           `json:"office_name"`
	From       news.PartialDate `json:"from,omitempty"`
	Until      news.PartialDate `json:"until,omitempty"`
	Status     news.Status      `json:"status"`
	Note       string           `json:"note,omitempty"`
	Unverified bool             `json:"unverified,omitempty"` // no source at hand: it settles nothing
	Sources    []string         `json:"sources,omitempty"`
	Now        bool             `json:"on_day"`                  // it covers the day that was asked for
	Perhaps    bool             `json:"perhaps,omitempty"`       // the sources are too coarse to tell
	Gap        bool             `json:"vacant_before,omitempty"` // nobody is known for the days before it
}

func (q *request) term(t news.Term, on news.Date) TermLine {
	c := q.desk.Registry.Covers(t, on)
	return TermLine{
		Official: t.Official, Name: q.desk.name(q.lang, search.ByOfficial, string(t.Official)),
		Office: t.Office, OfficeName: q.desk.name(q.lang, search.ByOffice, string(t.Office)),
		From: t.From, Until: t.Until, Status: t.Status, Sources: t.Sources, Unverified: q.desk.Registry.Unverified(t),
		Now: c == news.Yes, Perhaps: c == news.Perhaps,
	}
}

// on is the day that was asked for, today when none was.
func (q *request) on() news.Date {
	if at := q.values.Get("at"); at != "" {
		return news.Date(at)
	}
	return q.today()
}

// OfficialPage is a person in public office.
type OfficialPage struct {
	ID       news.OfficialID `json:"id"`
	Name     string          `json:"name"`
	Aliases  []string        `json:"aliases,omitempty"`
	Day      news.Date       `json:"day"`
	Held     []TermLine      `json:"held"` // on the day
	Terms    []TermLine      `json:"terms"`
	Namesake []Counted       `json:"namesakes,omitempty"` // others of the same name
	Coverage Coverage        `json:"coverage"`
	Today    bool            `json:"-"`
}

func (q *request) official(id string) (*OfficialPage, error) {
	o, ok := q.desk.Registry.Official(news.OfficialID(id))
	if !ok {
		return nil, fmt.Errorf("official %q: %w", shown(id), errNotFound)
	}
	p := &OfficialPage{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Day: q.on(), Held: []TermLine{}, Terms: []TermLine{}}
	p.Today = p.Day == q.today()
	for _, t := range q.desk.Registry.Terms(o.ID) {
		line := q.term(t, p.Day)
		if line.Now || line.Perhaps {
			p.Held = append(p.Held, line)
		}
		p.Terms = append(p.Terms, line)
	}
	seen := map[news.OfficialID]bool{o.ID: true}
	for _, name := range append([]string{o.Name}, o.Aliases...) {
		for _, other := range q.desk.Registry.OfficialsNamed(name) {
			if !seen[other] {
				seen[other] = true
				p.Namesake = append(p.Namesake, Counted{ID: string(other), Name: q.desk.name(q.lang, search.ByOfficial, string(other)), Href: "/official/" + pathEscape(string(other))})
			}
		}
	}
	p.Coverage = q.coverage(q.Context(), search.ByOfficial, id)
	return p, nil
}

func (d *desk) officialPage(q *request) (view, error) {
	p, err := q.official(q.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	return view{template: "official", title: p.Name, active: "officials", body: p, formats: q.formatsOf(q.URL.Path, q.values, ".json", ".csv", ".atom")}, nil
}

// OfficePage is a post with everyone who held it.
type OfficePage struct {
	ID       news.OfficeID `json:"id"`
	Name     string        `json:"name"`
	Aliases  []string      `json:"aliases,omitempty"`
	Place    *RowName      `json:"place,omitempty"`
	Day      news.Date     `json:"day"`
	Holder   *TermLine     `json:"holder,omitempty"`
	WhyNone  string        `json:"why_unsettled,omitempty"`
	Maybe    []TermLine    `json:"candidates,omitempty"`
	Holders  []TermLine    `json:"holders"` // newest first
	Coverage Coverage      `json:"coverage"`
	Today    bool          `json:"-"`
}

func (q *request) office(id string) (*OfficePage, error) {
	o, ok := q.desk.Registry.Office(news.OfficeID(id))
	if !ok {
		return nil, fmt.Errorf("office %q: %w", shown(id), errNotFound)
	}
	p := &OfficePage{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Day: q.on(), Holders: []TermLine{}}
	p.Today = p.Day == q.today()
	if o.Place != "" {
		p.Place = &RowName{string(o.Place), q.desk.name(q.lang, search.ByPlace, string(o.Place))}
	}
	h := q.desk.Registry.Holder(o.ID, p.Day)
	if h.Term != nil {
		line := q.term(*h.Term, p.Day)
		p.Holder = &line
	} else {
		p.WhyNone = h.Why
		for _, t := range h.Candidates {
			p.Maybe = append(p.Maybe, q.term(t, p.Day))
		}
	}
	var ended news.Date // the last day of whoever held it so far
	open := false
	for i, t := range q.desk.Registry.Tenures(o.ID) {
		line := q.term(t.Term, p.Day)
		line.Note = t.Note
		from := t.From.First()
		line.Gap = i > 0 && !open && ended != "" && from != "" && from > ended.AddDays(1)
		if t.Until == "" {
			open = true
		} else {
			ended = max(ended, t.Until.Last())
		}
		p.Holders = append([]TermLine{line}, p.Holders...)
	}
	p.Coverage = q.coverage(q.Context(), search.ByOffice, id)
	return p, nil
}

func (d *desk) officePage(q *request) (view, error) {
	p, err := q.office(q.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	return view{template: "office", title: p.Name, active: "officials", body: p, formats: q.formatsOf(q.URL.Path, q.values, ".json", ".csv", ".atom")}, nil
}

// OutletPage is a publication.
type OutletPage struct {
	news.Outlet
	PlaceName string   `json:"place_name,omitempty"`
	Coverage  Coverage `json:"coverage"`
}

func (q *request) outlet(id string) (*OutletPage, error) {
	o, known := q.desk.Registry.Outlet(news.OutletID(id))
	if news.CheckSlug(id) != nil {
		return nil, fmt.Errorf("outlet %q: %w", shown(id), errNotFound)
	}
	p := &OutletPage{Outlet: o, Coverage: q.coverage(q.Context(), search.ByOutlet, id)}
	if !known {
		if p.Coverage.Total == 0 {
			return nil, fmt.Errorf("outlet %q: %w", id, errNotFound)
		}
		p.Outlet = news.Outlet{ID: news.OutletID(id), Name: id}
	}
	if o.Place != "" {
		p.PlaceName = q.desk.name(q.lang, search.ByPlace, string(o.Place))
	}
	return p, nil
}

func (d *desk) outletPage(q *request) (view, error) {
	p, err := q.outlet(q.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	return view{template: "outlet", title: p.Name, active: "outlets", body: p, formats: q.formatsOf(q.URL.Path, nil, ".json", ".csv", ".atom")}, nil
}

// TopicPage is a subject of coverage.
type TopicPage struct {
	ID       news.TopicID `json:"id"`
	Label    string       `json:"label"`
	About    string       `json:"about,omitempty"`
	Words    []string     `json:"words"` // by which it is recognised
	Coverage Coverage     `json:"coverage"`
}

func (q *request) topic(id string) (*TopicPage, error) {
	t, ok := q.desk.Registry.Topic(news.TopicID(id))
	if !ok {
		return nil, fmt.Errorf("topic %q: %w", shown(id), errNotFound)
	}
	p := &TopicPage{ID: t.ID, Label: q.desk.name(q.lang, search.ByTopic, id), About: t.About, Words: []string{}, Coverage: q.coverage(q.Context(), search.ByTopic, id)}
	seen := map[string]bool{}
	for _, r := range t.Rules {
		for _, w := range append(append([]string{}, r.All...), r.Any...) {
			if w = strings.TrimSuffix(w, "*"); !seen[w] {
				seen[w] = true
				p.Words = append(p.Words, w)
			}
		}
	}
	return p, nil
}

func (d *desk) topicPage(q *request) (view, error) {
	p, err := q.topic(q.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	return view{template: "topic", title: p.Label, active: "topics", body: p, formats: q.formatsOf(q.URL.Path, nil, ".json", ".csv", ".atom")}, nil
}

// PlacePage is a region.
type PlacePage struct {
	Code     news.PlaceCode `json:"code"`
	Name     string         `json:"name"`
	Kind     string         `json:"kind"`
	Around   []RowName      `json:"around"` // the regions that it lies in, the largest first
	Inside   []RowName      `json:"inside"`
	Not      []RowName      `json:"not,omitempty"` // others of the same name
	Offices  []TermLine     `json:"offices"`       // with who holds them today
	Open     []TermLine     `json:"offices_without_holder"`
	Coverage Coverage       `json:"coverage"`
}

func (q *request) place(id string) (*PlacePage, error) {
	reg := q.desk.Registry
	pl, ok := reg.Place(news.PlaceCode(id))
	if !ok {
		return nil, fmt.Errorf("place %q: %w", shown(id), errNotFound)
	}
	p := &PlacePage{Code: pl.Code, Name: placeName(pl), Kind: pl.Kind, Around: []RowName{}, Inside: []RowName{}, Offices: []TermLine{}, Open: []TermLine{}}
	for _, c := range search.Enclosing([]news.PlaceCode{pl.Code}) {
		if c != pl.Code {
			p.Around = append(p.Around, RowName{string(c), q.desk.name(q.lang, search.ByPlace, string(c))})
		}
	}
	for _, child := range reg.Children(pl.Code) {
		p.Inside = append(p.Inside, RowName{string(child.Code), placeName(child)})
	}
	bare := pl.Name
	for _, kind := range []string{"Kota ", "Kabupaten "} {
		bare = strings.TrimPrefix(bare, kind)
	}
	for _, c := range reg.PlacesNamed(bare) {
		if other, ok := reg.Place(c); ok && c != pl.Code && !pl.Code.Within(c) && !c.Within(pl.Code) {
			p.Not = append(p.Not, RowName{string(c), placeName(other)})
		}
	}
	for _, o := range reg.Offices() {
		if o.Place != pl.Code {
			continue
		}
		if h := reg.Holder(o.ID, q.today()); h.Term != nil {
			p.Offices = append(p.Offices, q.term(*h.Term, q.today()))
		} else {
			p.Open = append(p.Open, TermLine{Office: o.ID, OfficeName: o.Name})
		}
	}
	p.Coverage = q.coverage(q.Context(), search.ByPlace, id)
	return p, nil
}

func (d *desk) placePage(q *request) (view, error) {
	p, err := q.place(q.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	return view{template: "place", title: p.Name, body: p, formats: q.formatsOf(q.URL.Path, nil, ".json", ".csv", ".atom")}, nil
}

// listBody is a page that lists things of one kind with their articles.
type listBody struct {
	Heading string
	About   string
	Groups  []listGroup
	Error   bool
}

type listGroup struct {
	Heading string
	Items   []listItem
}

type listItem struct {
	Counted
	Note string
}

// counts asks how many articles each value of a facet has.
func (q *request) counts(f search.Facet) (map[string]int, bool) {
	res, err := q.desk.Index.Search(q.Context(), search.Query{Limit: 1, Facets: []search.Facet{f}})
	if err != nil {
		q.desk.Logger.Error("counts not had", "of", f, "error", err)
		return nil, false
	}
	out := map[string]int{}
	for _, c := range res.Facets[f] {
		out[c.Value] = c.Count
	}
	return out, true
}

// officialsPage lists who is in the news, then every office by place.
func (d *desk) officialsPage(q *request) (view, error) {
	b := listBody{Heading: q.t("nav-officials"), About: q.t("officials-about")}
	res, err := d.Index.Search(q.Context(), search.Query{Limit: 1, Facets: []search.Facet{search.ByOfficial}})
	b.Error = err != nil
	if err == nil && len(res.Facets[search.ByOfficial]) > 0 {
		g := listGroup{Heading: q.t("officials-named")}
		for _, c := range res.Facets[search.ByOfficial] {
			g.Items = append(g.Items, listItem{
				Counted{c.Value, d.name(q.lang, search.ByOfficial, c.Value), c.Count, "/official/" + pathEscape(c.Value)}, q.officesOn(news.OfficialID(c.Value), q.today()),
			})
		}
		b.Groups = append(b.Groups, g)
	}
	byPlace := map[news.PlaceCode]int{}
	for _, o := range d.Registry.Offices() {
		// Every region has offices by law; those of which no holder is on record
		// are found by their place, and would drown the others here.
		if strings.Count(string(o.Place), ".") > 1 || len(d.Registry.TermsOf(o.ID)) == 0 {
			continue
		}
		i, ok := byPlace[o.Place]
		if !ok {
			i = len(b.Groups)
			byPlace[o.Place] = i
			heading := q.t("offices-national")
			if o.Place != "" {
				heading = q.t("offices-of", d.name(q.lang, search.ByPlace, string(o.Place)))
			}
			b.Groups = append(b.Groups, listGroup{Heading: heading})
		}
		item := listItem{Counted: Counted{ID: string(o.ID), Name: o.Name, Href: "/office/" + pathEscape(string(o.ID))}}
		if h := d.Registry.Holder(o.ID, q.today()); h.Term != nil {
			item.Note = d.name(q.lang, search.ByOfficial, string(h.Term.Official))
		}
		b.Groups[i].Items = append(b.Groups[i].Items, item)
	}
	for _, g := range b.Groups {
		slices.SortStableFunc(g.Items, func(a, b listItem) int {
			return cmp.Compare(btoi(a.Note == "" && a.Count == 0), btoi(b.Note == "" && b.Count == 0)) // those held by somebody first
		})
	}
	return view{template: "list", title: b.Heading, active: "officials", body: b}, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (d *desk) outletsPage(q *request) (view, error) {
	counts, ok := q.counts(search.ByOutlet)
	b := listBody{Heading: q.t("nav-outlets"), About: q.t("outlets-about"), Error: !ok}
	read, kept, other := listGroup{Heading: q.t("outlets-read")}, listGroup{Heading: q.t("outlets-known")}, listGroup{Heading: q.t("outlets-forbid")}
	for _, o := range d.Registry.Outlets() {
		item := listItem{Counted{string(o.ID), o.Name, counts[string(o.ID)], "/outlet/" + pathEscape(string(o.ID))}, strings.Join(o.Hosts, ", ")}
		switch {
		case o.Forbids != "":
			item.Note = o.Forbids
			other.Items = append(other.Items, item)
		case item.Count > 0:
			read.Items = append(read.Items, item)
		default:
			kept.Items = append(kept.Items, item)
		}
	}
	for _, g := range []listGroup{read, kept, other} {
		if len(g.Items) > 0 {
			b.Groups = append(b.Groups, g)
		}
	}
	return view{template: "list", title: b.Heading, active: "outlets", body: b}, nil
}

func (d *desk) topicsPage(q *request) (view, error) {
	counts, ok := q.counts(search.ByTopic)
	b := listBody{Heading: q.t("nav-topics"), About: q.t("topics-about"), Error: !ok}
	var g listGroup
	for _, t := range d.Registry.Topics() {
		item := listItem{Counted: Counted{string(t.ID), d.name(q.lang, search.ByTopic, string(t.ID)), counts[string(t.ID)], "/topic/" + pathEscape(string(t.ID))}}
		if q.lang == "id" {
			item.Note = t.About
		}
		g.Items = append(g.Items, item)
	}
	b.Groups = append(b.Groups, g)
	return view{template: "list", title: b.Heading, active: "topics", body: b}, nil
}
