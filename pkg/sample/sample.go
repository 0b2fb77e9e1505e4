// Package sample is a small news site of our own writing, with what must come
// out when it is crawled.
//
// The town of Wanasari, its people and its history of offices are invented, so
// that the same words mean different people on different days; four stories
// retell in our own words what the press reported about the retreat of the city
// government of Malang in May 2025. The pages are built in the manners that
// Indonesian outlets build theirs: several markups, AMP twins, "baca juga" in
// every known form, a feed, a news sitemap, listings, tracking parameters, pages
// that are no articles, and a path that robots.txt forbids.
//
// A [Site] has rounds. In the second one page has been edited and one withdrawn:
//
//	site := sample.New()
//	server := httptest.NewServer(site)
//	reg, err := sample.Registry(base, server.URL) // the town and the outlet laid over base
//	… crawl …
//	site.Turn(2)
//	… crawl again …
//	want := site.Expect(server.URL)
//
// The site is deterministic: in one round an address always has the same bytes.
// It may be used by many goroutines at once.
package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

//go:embed pages town themes
var content embed.FS

// OutletID is the id of the sample outlet in the catalogue.
const OutletID news.OutletID = "kabar-wanasari"

// Registry lays the invented town and the outlet at baseURL over a registry.
func Registry(base *registry.Registry, baseURL string) (*registry.Registry, error) {
	town, err := fs.Sub(content, "town")
	if err != nil {
		return nil, err // unreachable: the folder is embedded
	}
	r, err := base.WithFS(town)
	if err != nil {
		return nil, fmt.Errorf("sample town: %w", err)
	}
	if r, err = r.WithOutlets(Outlet(baseURL)); err != nil {
		return nil, fmt.Errorf("sample outlet: %w", err)
	}
	return r, nil
}

// Outlet is the catalogue entry of a site that is served at baseURL.
func Outlet(baseURL string) news.Outlet {
	baseURL = strings.TrimSuffix(baseURL, "/")
	host := strings.TrimPrefix(strings.TrimPrefix(baseURL, "http://"), "https://")
	return news.Outlet{
		ID:       OutletID,
		Name:     "Kabar Wanasari",
		Hosts:    []string{host},
		Feeds:    []string{baseURL + "/feed/"},
		Sitemaps: []string{baseURL + "/sitemap.xml"},
		Listings: []string{baseURL + "/indeks/page/{page}/"},
		Zone:     "Asia/Jakarta",
		Articles: `^/(\d{4}/\d{2}/\d{2}/|berita/|pengumuman/|wanasari/d-|kabupaten/\d+/|read/\d+/|[a-z0-9]+(-[a-z0-9]+){3,}/?(amp/?)?$)`,
		Kind:     "press",
		Place:    "99.71",
		Sources:  []string{"pkg/sample"},
	}
}

// Expected is what must come out of one article.
type Expected struct {
	ID        news.ArticleID
	URL       string // canonical
	Title     string
	Published time.Time
	Officials []Held
	Never     []news.OfficialID // people of this name who must not be taken for the official
	Related   []Related
	Revisions int // distinct contents that were served up to this round
	Withdrawn bool
}

// Held is an official with the office held on the article's date, or, by its
// standing, once held.
type Held struct {
	Official news.OfficialID
	Office   news.OfficeID
	Standing news.Standing // empty: holder
}

// Related is a "baca juga" line.
type Related struct {
	Title  string
	URL    string // canonical
	Target news.ArticleID
	Form   string
}

// Expect says what must have come out when the site was crawled at baseURL in
// this round and all before it, ordered by publication.
func (s *Site) Expect(baseURL string) ([]Expected, error) {
	baseURL = strings.TrimSuffix(baseURL, "/")
	round := s.Round()
	var out []Expected
	for _, a := range s.articles {
		v := a.at(round)
		u, err := canonical.URL(baseURL + v.path)
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		e := Expected{
			ID: news.NewArticleID(u), URL: u, Title: v.title, Published: v.published,
			Officials: v.officials, Never: v.never, Revisions: a.revisions(round), Withdrawn: a.gone(round),
		}
		for _, b := range v.body {
			if b.kind != related {
				continue
			}
			target, err := canonical.Join(baseURL+v.path, b.href)
			if err != nil {
				return nil, fmt.Errorf("sample: %w", err)
			}
			e.Related = append(e.Related, Related{b.text, target, news.NewArticleID(target), b.form})
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Expected) int { return a.Published.Compare(b.Published) })
	return out, nil
}

// NotArticles are addresses that the site links to and that are no articles.
func NotArticles(baseURL string) []string {
	baseURL = strings.TrimSuffix(baseURL, "/")
	var out []string
	for _, p := range []string{"/", "/indeks/", "/tag/pasar/", "/?s=" + url.QueryEscape("retret"), "/video/pawai-kembang/", "/tentang-kami/"} {
		out = append(out, baseURL+p)
	}
	return out
}
