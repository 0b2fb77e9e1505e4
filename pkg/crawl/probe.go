package crawl

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/crawl/discover"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// Probed is what was found out about a site that the catalogue does not know.
type Probed struct {
	Outlet news.Outlet // an entry for a person to review
	Tried  []Tried
	Sample []PageReport // articles that were read, to see whether it works
	Notes  []string     // what the person should look at
}

// Tried is one address that could have been a source.
type Tried struct {
	URL     string
	Kind    string
	Entries int
	Fault   string
}

// usual are the places at which the publishing systems in use here keep what we
// look for.
var usual = []struct{ kind, path string }{
	{feedKind, "/feed/"}, {feedKind, "/rss"}, {feedKind, "/feeds/posts/default?alt=rss"},
	{sitemapKind, "/news-sitemap.xml"}, {sitemapKind, "/sitemap-news.xml"}, {sitemapKind, "/sitemap_index.xml"}, {sitemapKind, "/sitemap.xml"},
	{listingKind, "/indeks"}, {listingKind, "/indeks-berita"}, {listingKind, "/page/1/"},
}

// enough is how many sources of one kind are worth having.
const enough = 2

// Probe looks at a site as any visitor would, a few pages at its pace, and
// proposes a catalogue entry. cfg is used for its agent, pace, clock, ranges and
// transport; its log and outlets are not touched.
func Probe(ctx context.Context, cfg Config, address string) (Probed, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	site, err := canonical.Site(address)
	if err != nil {
		return Probed{}, fmt.Errorf("probe: %w", err)
	}
	client, err := fetch.New(fetch.Config{
		Agent: cfg.Agent, AllowPrivate: cfg.AllowPrivate, Pace: cfg.Pace.Pace, Now: cfg.Now, Base: cfg.Transport, Logger: cfg.Logger,
		Hosts: func(host string) (time.Duration, error) {
			if s, err := canonical.Site("https://" + host); err != nil || s != site {
				return 0, fmt.Errorf("%s is not at %s", host, site)
			}
			return 0, nil
		},
	})
	if err != nil {
		return Probed{}, err
	}
	p := &prober{ctx: ctx, cfg: cfg, client: client, seen: map[string]bool{}}
	if p.cfg.Read == nil {
		p.cfg.Read = extract.Read
	}
	return p.run(address)
}

type prober struct {
	ctx    context.Context
	cfg    Config
	client *fetch.Client
	out    Probed
	seen   map[string]bool
	named  []discover.Entry // articles that the sources name
}

func (p *prober) run(address string) (Probed, error) {
	res, err := p.client.Get(p.ctx, fetch.Request{URL: address})
	if err != nil {
		return Probed{}, fmt.Errorf("probe: %w", err)
	}
	if res.Status != http.StatusOK {
		return Probed{}, fmt.Errorf("probe %s: answered %d", address, res.Status)
	}
	host, err := fetch.HostOf(res.URL)
	if err != nil {
		return Probed{}, fmt.Errorf("probe: %w", err)
	}
	o := &p.out.Outlet
	o.Hosts, o.Kind, o.Zone = []string{host}, "press", "Asia/Jakarta"
	o.ID, o.Name = news.OutletID(slug(host)), host
	if strings.HasSuffix(host, ".go.id") {
		o.Kind = "government"
	}
	o.Sources = []string{res.URL}
	links := discover.Links(res.Body, res.Header.Get("Content-Type"), res.URL)
	if g := strings.ToLower(links.Generator); g != "" {
		o.Family, _, _ = strings.Cut(g, " ")
	}
	known := p.client.Host(host)
	for _, u := range links.Feeds {
		p.try(feedKind, u)
	}
	for _, u := range known.Sitemaps {
		p.try(sitemapKind, u)
	}
	for _, c := range usual {
		if u, err := canonical.Resolve(res.URL, c.path); err == nil {
			p.try(c.kind, u)
		}
	}
	if p.ctx.Err() != nil {
		return p.out, p.ctx.Err()
	}
	if len(known.OptOuts) > 0 {
		p.note("robots.txt shuts out model training: %s", strings.Join(known.OptOuts, ", "))
	}
	if known.CrawlDelay > 0 {
		o.Delay = known.CrawlDelay.String()
	}
	p.pattern()
	p.sample()
	if len(o.Feeds)+len(o.Sitemaps)+len(o.Listings) == 0 {
		p.note("no feed, sitemap or listing was found: look for one by hand")
	}
	p.note("read the site's terms: an outlet that forbids crawling is listed with the reason under forbids")
	return p.out, p.ctx.Err()
}

func (p *prober) note(format string, args ...any) {
	p.out.Notes = append(p.out.Notes, fmt.Sprintf(format, args...))
}

// try asks for one possible source, unless there are enough of its kind.
func (p *prober) try(kind, u string) {
	o := &p.out.Outlet
	list := map[string]*[]string{feedKind: &o.Feeds, sitemapKind: &o.Sitemaps, listingKind: &o.Listings}[kind]
	if p.ctx.Err() != nil || p.seen[u] || len(*list) >= enough {
		return
	}
	p.seen[u] = true
	t := Tried{URL: u, Kind: kind}
	res, err := p.client.Get(p.ctx, fetch.Request{URL: u, MaxBody: maxSitemap, Accept: map[bool]string{true: xmlFirst}[kind != listingKind]})
	switch {
	case err != nil:
		t.Fault = err.Error()
	case res.Status != http.StatusOK:
		t.Fault = fmt.Sprintf("answered %d", res.Status)
	default:
		entries, err := readSource(kind, res, time.UTC)
		if kind == listingKind {
			entries = p.headlines(entries)
		}
		t.Entries = len(entries)
		if err != nil {
			t.Fault = err.Error()
		} else if t.Entries == 0 {
			t.Fault = "names nothing"
		} else {
			*list = append(*list, listingForm(kind, u))
			if kind == feedKind || len(p.named) == 0 {
				p.named = append(p.named, entries...)
			}
		}
	}
	p.out.Tried = append(p.out.Tried, t)
}

// listingForm puts the page number of a listing's address in braces.
func listingForm(kind, u string) string {
	if kind == listingKind && strings.HasSuffix(u, "/page/1/") {
		return strings.TrimSuffix(u, "1/") + "{page}/"
	}
	return u
}

// headlines keeps the links that look like articles of this site.
func (p *prober) headlines(list []discover.Entry) []discover.Entry {
	return slices.DeleteFunc(slices.Clone(list), func(e discover.Entry) bool {
		host, err := fetch.HostOf(e.URL)
		u, err2 := url.Parse(e.URL)
		return err != nil || err2 != nil || host != p.out.Outlet.Hosts[0] || strings.Count(u.Path, "-") < 3
	})
}

// pattern proposes the shape of an article's path from those that were named.
func (p *prober) pattern() {
	count := map[string]int{}
	n := 0
	for _, e := range p.headlines(p.named) {
		if u, err := url.Parse(e.URL); err == nil {
			count[shape(u.Path)]++
			n++
		}
	}
	best := ""
	for s, k := range count {
		if k > count[best] || k == count[best] && s < best {
			best = s
		}
	}
	if n == 0 || count[best]*10 < n*7 {
		p.note("the addresses of articles have no one shape: write the pattern by hand")
		return
	}
	p.out.Outlet.Articles = "^" + best + "/?$"
}

var (
	digitsOnly = regexp.MustCompile(`^\d+$`)
	idAndSlug  = regexp.MustCompile(`^\d{4,}-[a-z0-9-]+$`)
	slugAndID  = regexp.MustCompile(`^[a-z0-9-]+-\d{4,}$`)
)

// shape is a regular expression that a path and its like match.
func shape(path string) string {
	var b strings.Builder
	segs := strings.Split(strings.Trim(path, "/"), "/")
	for i, s := range segs {
		b.WriteByte('/')
		switch {
		case digitsOnly.MatchString(s):
			b.WriteString(`\d+`)
		case idAndSlug.MatchString(s):
			b.WriteString(`\d+-[a-z0-9-]+`)
		case slugAndID.MatchString(s):
			b.WriteString(`[a-z0-9-]+-\d+`)
		case i == len(segs)-1 || strings.Count(s, "-") >= 2:
			b.WriteString(`[a-z0-9-]+`)
		default:
			b.WriteString(`[a-z-]+`) // a section
		}
	}
	return b.String()
}

// sample reads a few of the articles that were named.
func (p *prober) sample() {
	const most = 3
	list := p.headlines(p.named)
	discover.NewestFirst(list)
	for _, e := range list[:min(len(list), most)] {
		r := PageReport{URL: e.URL, Outlet: p.out.Outlet.ID}
		res, err := p.client.Get(p.ctx, fetch.Request{URL: e.URL})
		if p.ctx.Err() != nil {
			return
		}
		switch {
		case err != nil:
			r.Outcome, r.Reason = Refused, err.Error()
		case res.Status != http.StatusOK:
			r.Outcome, r.Reason, r.Status = Failed, fmt.Sprintf("answered %d", res.Status), res.Status
		default:
			got := p.cfg.Read(extract.Page{URL: res.URL, Body: res.Body, ContentType: res.Header.Get("Content-Type"), Fetched: res.Started, Outlet: &p.out.Outlet})
			r.Status, r.Title, r.Article, r.Outcome = res.Status, got.Article.Title, got.Article.ID, Fresh
			if got.Reason != "" {
				r.Outcome, r.Reason = NotArticle, got.Reason
			}
		}
		p.out.Sample = append(p.out.Sample, r)
	}
	if len(list) > 0 && !slices.ContainsFunc(p.out.Sample, func(r PageReport) bool { return r.Outcome == Fresh }) {
		p.note("no article could be read: the markup needs a rule of its own")
	}
}

func slug(host string) string {
	name, _, _ := strings.Cut(host, ":")
	name = strings.NewReplacer(".", "-", "_", "-").Replace(name)
	if news.CheckSlug(name) != nil {
		return "outlet"
	}
	return name
}
