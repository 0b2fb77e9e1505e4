package sample

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"slices"
	"time"
)

// page makes pages of one round under one address.
type page struct {
	site  *Site
	base  string
	round int
}

// chrome is what the frame of every page needs.
type chrome struct {
	Base    string
	Popular []item
}

type item struct{ URL, Title, Lead string }

func (p page) chrome() chrome {
	c := chrome{Base: p.base}
	listed := p.listed()
	// The box changes between rounds; an edit of the story it is not.
	for i := range 3 {
		c.Popular = append(c.Popular, p.item(listed[(p.round*3+i*2)%len(listed)]))
	}
	return c
}

// listed returns the stories of the listings, the newest first, without those
// that are found in other ways only or were withdrawn.
func (p page) listed() []version {
	var out []version
	for _, a := range slices.Backward(p.site.articles) {
		if v := a.at(p.round); !a.gone(p.round) && (v.found == "listing" || v.found == "feed") {
			out = append(out, v)
		}
	}
	return out
}

func (p page) item(v version) item {
	return item{p.base + v.path, v.title, v.body[0].text}
}

func (p page) index(number int) []byte {
	all := p.listed()
	from := (number - 1) * perPage
	if number < 1 || from >= len(all) {
		return nil
	}
	to, next := min(from+perPage, len(all)), ""
	if to < len(all) {
		next = fmt.Sprintf("%s/indeks/page/%d/", p.base, number+1)
	}
	return p.list("Indeks", all[from:to], next)
}

func (p page) list(title string, versions []version, next string) []byte {
	data := struct {
		chrome
		Title, Next string
		Items       []item
	}{chrome: p.chrome(), Title: title, Next: next}
	for _, v := range versions {
		data.Items = append(data.Items, p.item(v))
	}
	return p.site.execute("list", data)
}

func (p page) plain(title string, body template.HTML) []byte {
	return p.site.execute("plain", struct {
		chrome
		Title string
		Body  template.HTML
	}{p.chrome(), title, body})
}

// story is a whole article page in one theme.
type story struct {
	chrome
	Title, Subtitle, Section, Author string
	URL, AMP                         string
	Published, Modified              string // RFC 3339
	Long, Short, Day, Slashes        string // as readers see the date
	Body                             template.HTML
	LD, Props                        any    // written as JSON
	Page                             string // JSON in an attribute
}

func (p page) story(v version, theme string) []byte {
	modified := v.modified
	if modified.IsZero() {
		modified = v.published
	}
	s := story{
		chrome: p.chrome(), Title: v.title, Subtitle: v.subtitle, Section: v.section, Author: v.author,
		URL: p.base + v.path, AMP: p.base + ampPath(v.path),
		Published: v.published.Format(time.RFC3339), Modified: modified.Format(time.RFC3339),
		Long: longDate(v.published), Short: v.published.Format("02/01/2006"), Day: dayDate(v.published),
		Slashes: v.published.Format("2006/01/02 15:04:05"),
		Body:    bodyHTML(v, theme, p.base),
	}
	s.LD = map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": v.title,
		"mainEntityOfPage": s.URL, "datePublished": s.Published, "dateModified": s.Modified, "articleSection": v.section,
		"author":    map[string]any{"@type": "Person", "name": v.author},
		"publisher": map[string]any{"@type": "NewsMediaOrganization", "name": "Kabar Wanasari"},
	}
	s.Props = map[string]any{"props": map[string]any{"pageProps": map[string]any{"article": map[string]any{
		"title": v.title, "content": string(s.Body), "publishedAt": s.Published, "author": v.author, "section": v.section,
	}}}}
	page, err := json.Marshal(map[string]any{"component": "Article/Show", "url": v.path, "props": map[string]any{"article": map[string]any{
		"title": v.title, "content": string(s.Body), "date": dayDate(v.published),
		"authors": []map[string]any{{"name": v.author}}, "category": map[string]any{"name": v.section},
	}}})
	if err != nil {
		panic("sample: " + err.Error()) // unreachable: strings only
	}
	s.Page = string(page)
	return p.site.execute(theme, s)
}

var (
	weekdays = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months   = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
)

// longDate writes "16 Mei 2025 09:30 WIB".
func longDate(t time.Time) string {
	return fmt.Sprintf("%d %s %d %s WIB", t.Day(), months[t.Month()-1], t.Year(), t.Format("15:04"))
}

// dayDate writes "Jumat, 16 Mei 2025 | 09:30 WIB".
func dayDate(t time.Time) string {
	return fmt.Sprintf("%s, %d %s %d | %s WIB", weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Year(), t.Format("15:04"))
}

type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title    string    `xml:"title"`
		Link     string    `xml:"link"`
		Language string    `xml:"language"`
		Items    []rssItem `xml:"item"`
	} `xml:"channel"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	Published   string  `xml:"pubDate"`
	Category    string  `xml:"category"`
	Description string  `xml:"description"`
}

type rssGUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

// feed lists the newest stories. Its links carry tracking parameters, and one
// leads to an AMP twin only.
func (p page) feed() []byte {
	var f rss
	f.Version = "2.0"
	f.Channel.Title, f.Channel.Link, f.Channel.Language = "Kabar Wanasari", p.base, "id-ID"
	for _, a := range slices.Backward(p.site.articles) {
		v := a.at(p.round)
		if a.gone(p.round) || v.found != "feed" && v.found != "amp" || len(f.Channel.Items) == inFeed {
			continue
		}
		link := p.base + v.path + "?utm_source=rss&utm_medium=feed"
		if v.found == "amp" {
			link = p.base + ampPath(v.path)
		}
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title: v.title, Link: link, GUID: rssGUID{false, "kabar-wanasari:" + a.name},
			Published: v.published.Format(time.RFC1123Z), Category: v.section, Description: v.body[0].text,
		})
	}
	return encode(f)
}

type sitemapIndex struct {
	XMLName  xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []loc    `xml:"sitemap"`
}

type loc struct {
	Loc string `xml:"loc"`
}

func (p page) sitemapIndex() []byte {
	return encode(sitemapIndex{Sitemaps: []loc{{p.base + "/news-sitemap.xml"}}})
}

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	News    string       `xml:"xmlns:news,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc  string `xml:"loc"`
	News struct {
		Publication struct {
			Name     string `xml:"news:name"`
			Language string `xml:"news:language"`
		} `xml:"news:publication"`
		Date  string `xml:"news:publication_date"`
		Title string `xml:"news:title"`
	} `xml:"news:news"`
}

// newsSitemap lists the stories of May and June 2025, one of which is nowhere
// else.
func (p page) newsSitemap() []byte {
	set := urlset{News: "http://www.google.com/schemas/sitemap-news/0.9"}
	for _, a := range slices.Backward(p.site.articles) {
		v := a.at(p.round)
		if a.gone(p.round) || v.found == "related" || v.found == "amp" || v.published.Format("2006-01") < "2025-05" {
			continue
		}
		u := sitemapURL{Loc: p.base + v.path}
		u.News.Publication.Name, u.News.Publication.Language = "Kabar Wanasari", "id"
		u.News.Date, u.News.Title = v.published.Format(time.RFC3339), v.title
		set.URLs = append(set.URLs, u)
	}
	return encode(set)
}

func encode(v any) []byte {
	b, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic("sample: " + err.Error()) // unreachable: strings only
	}
	return append([]byte(xml.Header), b...)
}
