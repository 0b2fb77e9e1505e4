package sample_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/sample"
)

func serve(t *testing.T) (*sample.Site, string) {
	t.Helper()
	site := sample.New()
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return site, server.URL
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestEveryArticleIsThere: what is expected is served, in the registry, and
// within reach of a crawler that follows feed, sitemap, listings and links.
func TestEveryArticleIsThere(t *testing.T) {
	site, base := serve(t)
	want, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) < 24 {
		t.Fatalf("%d articles, want 24 or more", len(want))
	}
	embedded, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := sample.Registry(embedded, base)
	if err != nil {
		t.Fatal(err)
	}
	outlet, ok := reg.OutletByHost(strings.TrimPrefix(base, "http://"))
	if !ok || outlet.ID != sample.OutletID {
		t.Fatalf("OutletByHost = %+v, %v", outlet, ok)
	}
	articles := regexp.MustCompile(outlet.Articles)

	reached := crawl(t, base)
	forms := map[string]bool{}
	for _, e := range want {
		if status, body := get(t, e.URL); status != http.StatusOK || !strings.Contains(body, strings.Fields(e.Title)[0]) {
			t.Errorf("%s: status %d", e.URL, status)
		}
		if !reached[e.URL] {
			t.Errorf("%s is not within reach", e.URL)
		}
		if path := strings.TrimPrefix(e.URL, base); !articles.MatchString(path) {
			t.Errorf("%s does not match the outlet's pattern", path)
		}
		for _, h := range e.Officials {
			day := news.DateOf(e.Published)
			held := slices.ContainsFunc(reg.Held(h.Official, day), func(t news.Term) bool { return t.Office == h.Office })
			if held != (h.Standing != news.Former) {
				t.Errorf("%s: %s held %s on %s: %v", e.Title, h.Official, h.Office, day, held)
			}
		}
		for _, r := range e.Related {
			forms[r.Form] = true
			if !slices.ContainsFunc(want, func(x sample.Expected) bool { return x.ID == r.Target && x.Title == r.Title }) {
				t.Errorf("%s: related %q leads to %s, which is no article of this title", e.Title, r.Title, r.URL)
			}
		}
	}
	for _, form := range []string{"line", "bracket", "bullet", "strong", "table", "box", "caps", "list"} {
		if !forms[form] {
			t.Errorf("no related line in the form %q", form)
		}
	}
	for _, address := range sample.NotArticles(base) {
		if articles.MatchString(strings.TrimPrefix(address, base)) {
			t.Errorf("%s looks like an article", address)
		}
		if status, _ := get(t, address); status != http.StatusOK {
			t.Errorf("%s: status %d", address, status)
		}
	}
}

// crawl follows every link from the sources of the outlet and returns what it
// saw, canonical.
func crawl(t *testing.T, base string) map[string]bool {
	t.Helper()
	links := regexp.MustCompile(`(?:href="|<loc>|<link>)(http[^"<]+)`)
	seen, asked := map[string]bool{}, map[string]bool{}
	queue := []string{base + "/feed/", base + "/sitemap.xml", base + "/indeks/page/1/"}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		_, body := get(t, u)
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			raw := strings.ReplaceAll(strings.ReplaceAll(m[1], "&amp;", "&"), "&#43;", "+")
			c, err := canonical.URL(raw)
			if err != nil || asked[raw] || !strings.HasPrefix(raw, base) || strings.Contains(raw, "/rahasia/") {
				continue
			}
			seen[c], asked[raw] = true, true // pages of a listing share one canonical form
			queue = append(queue, raw)
		}
	}
	return seen
}

func TestSecondRound(t *testing.T) {
	site, base := serve(t)
	first, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[news.ArticleID]string{}
	for _, e := range first {
		_, pages[e.ID] = get(t, e.URL)
	}
	site.Turn(2)
	second, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	edited, withdrawn := 0, 0
	for i, e := range second {
		if e.ID != first[i].ID {
			t.Fatalf("article %d became another one", i)
		}
		status, _ := get(t, e.URL)
		switch {
		case e.Withdrawn:
			withdrawn++
			if status != http.StatusGone {
				t.Errorf("%s: status %d, want 410", e.URL, status)
			}
		case e.Revisions == 2:
			edited++
			if e.Title == first[i].Title {
				t.Errorf("the edited page kept its title %q", e.Title)
			}
		}
		if !e.Withdrawn && status != http.StatusOK {
			t.Errorf("%s: status %d", e.URL, status)
		}
	}
	if edited != 1 || withdrawn != 1 {
		t.Errorf("%d edited and %d withdrawn, want one of each", edited, withdrawn)
	}
}

func TestServer(t *testing.T) {
	site, base := serve(t)
	if _, robots := get(t, base+"/robots.txt"); !strings.Contains(robots, "Disallow: /rahasia/") {
		t.Errorf("robots.txt = %q", robots)
	}
	if n := site.Forbidden(); n != 0 {
		t.Errorf("%d requests to the forbidden path before any", n)
	}
	get(t, base+"/rahasia/konsep-berita/")
	if n := site.Forbidden(); n != 1 {
		t.Errorf("Forbidden = %d, want 1", n)
	}
	for path, want := range map[string]int{"/indeks/page/99/": 404, "/indeks/page/01/": 404, "/tidak/ada/": 404, "/2020/08/18/taman-baca-melatirejo": 200} {
		if status, _ := get(t, base+path); status != want {
			t.Errorf("%s: status %d, want %d", path, status, want)
		}
	}
	resp, err := http.Get(base + "/feed/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	req, _ := http.NewRequest(http.MethodGet, base+"/feed/", nil)
	req.Header.Set("If-None-Match", resp.Header.Get("ETag"))
	if resp, err = http.DefaultClient.Do(req); err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusNotModified {
		t.Errorf("an unchanged feed: status %d, want 304", resp.StatusCode)
	}
}
