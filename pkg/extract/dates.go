package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// dated is a candidate for a date, with how far it is trusted.
type dated struct {
	rule string
	raw  string
	m    moment
	abs  time.Time // set instead of m for a relative date
}

// publishedKeys are meta keys in which pages say when they were published, the
// most exact first.
var publishedKeys = []string{
	"article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "itemprop:datepublished", "datepublished", "date_published",
	"parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publish_date", "published_time_telegram", "pubdate", "published-date", "article.published", "article_date_original",
	"content_publisheddate", "dtk:publishdate", "jpnncom_news_pubdate", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "analyticsattributes.articledate", "article:published", "published_time", "vr:published_time", "bt:pubdate",
	"rnews:datepublished", "iso-8601-publish-date", "release_date", "published", "article:published_date", "article:publicationdate", "article:post_date", "article.publish_date", "og:datepublished", "og:publish_date", "og:published", "og:regdate", "prism.publicationdate", "dc.date.publication", "dcterms.created", "dc.date.issued", "dcterms.issued", "citation_publication_date", "citation_date", "originalpublicationdate", "article-publication-date", "eomportal-firstpublished", "firstpublished", "shareaholic:article_published_time",
}

// looseKeys are meta keys that mean the day of publication on most pages and on
// others the day on which the page was made; what readers see goes before them.
var looseKeys = []string{"date", "dc.date", "dc.date.created", "dcterms.date", "itemprop:datecreated", "created", "dcsext.articlefirstpublished", "displaydate", "mediator_published_time", "publish_time", "publishtime", "pub_date", "publicationdate", "publication_date", "publication-date", "original-publish-date", "publishedatdate", "publisheddate", "dateposted", "itemprop:dateposted", "article:posted", "news:publication_date", "dc:date", "dc.created", "dc:created", "article:created", "article:created_time", "article.created", "date_created", "datecreated", "content_create_date", "creationdatetime", "doc_date", "gentime", "itemprop:uploaddate", "uploaddate"}

var modifiedKeys = []string{
	"article:modified_time", "og:updated_time", "og:modified_time", "article:updated_time", "itemprop:datemodified", "datemodified", "date_modified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "shareaholic:article_modified_time", "revised", "updated_time", "modified",
}

// dates collects what the page says of when it was published and changed.
func (pg *page) dates(p Page, l *ld, b *body, rules []*rule, emb *embedded) (published, modified []dated) {
	add := func(to *[]dated, rule, raw string) {
		raw = tidy(raw)
		if raw == "" || template(raw) {
			return
		}
		if m, ok := parseMoment(raw, pg.dayFirst(p)); ok {
			*to = append(*to, dated{rule: rule, raw: raw, m: m})
		} else if t, ok := ago(raw, p.Fetched); ok {
			*to = append(*to, dated{rule: rule, raw: raw, abs: t})
		}
	}
	if l.article != nil {
		add(&published, "json-ld", l.article.published)
		add(&modified, "json-ld", l.article.modified)
	}
	for _, key := range publishedKeys {
		add(&published, "meta "+key, pg.meta.get(key))
	}
	for _, key := range modifiedKeys {
		add(&modified, "meta "+key, pg.meta.get(key))
	}
	add(&published, "json-ld page", l.page.published)
	add(&modified, "json-ld page", l.page.modified)
	if emb != nil {
		add(&published, emb.rule, emb.date)
	}
	pg.visibleDates(p, b, rules, &published, &modified)
	for _, key := range looseKeys {
		add(&published, "meta "+key, pg.meta.get(key))
	}
	if l.article == nil {
		add(&published, "json-ld work", l.work.published)
	}
	if len(published) == 0 {
		add(&published, "script", pg.scriptDate(p, l.broken > 0))
	}
	if m, ok := urlDate(p.URL); ok {
		published = append(published, dated{rule: "url", raw: p.URL, m: m})
	}
	return published, modified
}

var scriptKey = regexp.MustCompile(`"(?:datePublished|publishedAt|published_at|publishDate|publish_date|publicationDate|published_date|publishedDate|publishedFirst|firstPublished|pubDate|published_time|article_publish_date)"\s*:\s*"([^"\\]{8,40})"`)

// scriptDate looks for the date in what a page carries for its own scripts. A page
// that carries other stories too has several, and then none is taken. JSON-LD is
// looked into only where some of it is broken: what could be read of it says which
// story a date belongs to.
func (pg *page) scriptDate(p Page, broken bool) string {
	found := ""
	for _, n := range pg.tree.Nodes {
		if n.Tag != atom.Script || n.First == nil || len(n.First.Data) > maxLD || !broken && strings.HasPrefix(strings.ToLower(n.Attr("type")), "application/ld+json") {
			continue
		}
		for _, m := range scriptKey.FindAllStringSubmatch(n.First.Data, 20) {
			if _, ok := parseMoment(m[1], pg.dayFirst(p)); !ok {
				continue
			}
			if found != "" && found != m[1] {
				return ""
			}
			found = m[1]
		}
	}
	return found
}

// visibleDates looks at the elements around the headline and the body.
func (pg *page) visibleDates(p Page, b *body, rules []*rule, published, modified *[]dated) {
	suspect := pg.strangers(b.root)
	see := func(to *[]dated, rule string, raw string, search bool) bool {
		raw = tidy(raw)
		if raw == "" || len(raw) > 300 || template(raw) {
			return false
		}
		if m, ok := parseMoment(raw, pg.dayFirst(p)); ok {
			*to = append(*to, dated{rule: rule, raw: raw, m: m})
			return true
		}
		if search {
			if m, ok := findMoment(raw, pg.dayFirst(p)); ok {
				*to = append(*to, dated{rule: rule, raw: raw, m: m})
				return true
			}
		}
		if t, ok := ago(raw, p.Fetched); ok {
			*to = append(*to, dated{rule: rule, raw: raw, abs: t})
			return true
		}
		return false
	}
	for _, r := range rules {
		for _, sel := range r.Date {
			for _, id := range pg.find(sel) {
				n := pg.tree.Nodes[id]
				if see(published, "rule "+r.Name, n.Attr("datetime"), false) || see(published, "rule "+r.Name, pg.tree.TextOf(n), true) {
					break
				}
			}
		}
	}
	times, labels := 0, 0
	for _, id := range pg.dateNodes {
		n := pg.tree.Nodes[id]
		if pg.drop[id] || n.ID > b.root.End && !pg.nearEnd(n, b) {
			continue
		}
		prop := n.Attr("itemprop")
		switch {
		case strings.EqualFold(prop, "datePublished"), strings.EqualFold(prop, "dateCreated"):
			see(published, "microdata", first3(n.Attr("content"), n.Attr("datetime"), pg.tree.TextOf(n)), true)
			continue
		case strings.EqualFold(prop, "dateModified"):
			see(modified, "microdata", first3(n.Attr("content"), n.Attr("datetime"), pg.tree.TextOf(n)), true)
			continue
		}
		if (suspect[id] || pg.farAbove(n)) && !pg.headline(n) {
			continue
		}
		class := strings.ToLower(n.Attr("class"))
		changed := strings.Contains(class, "updated") && !strings.Contains(class, "published") || strings.Contains(class, "modified") || pg.saysUpdated(n)
		to := published
		if changed {
			to = modified
		}
		if n.Tag == atom.Time {
			if times >= 3 || pg.inLink(n) {
				continue
			}
			if see(to, "time", n.Attr("datetime"), false) || see(to, "time", pg.tree.TextOf(n), true) {
				times++
			}
			continue
		}
		if labels >= 3 || n.End-n.ID > 40 || pg.inLink(n) {
			continue
		}
		exact := first3(n.Attr("datetime"), n.Attr("content"), n.Attr("title"))
		if see(to, "label", exact, false) || see(to, "label", ofPublication(tidy(pg.tree.TextOf(n))), true) {
			labels++
		}
	}
	for i, line := range slices.Concat(b.preface, b.epilogue) {
		if strings.IndexFunc(line, isNumeral) < 0 {
			continue
		}
		said := publishedWord.MatchString(line)
		if !said && (len(line) > 120 || words(line) > 18 || i >= len(b.preface) || updatedWord.MatchString(line) || period.MatchString(line)) {
			continue
		}
		if m, ok := findMoment(ofPublication(line), pg.dayFirst(p)); ok {
			*published = append(*published, dated{rule: "text", raw: line, m: m})
			break
		}
	}
}

func first3(a, b, c string) string {
	return first(first(strings.TrimSpace(a), strings.TrimSpace(b)), c)
}

// headline reports whether n stands between the headline and the body, or shares
// a close ancestor with the headline.
func (pg *page) headline(n *dom.Node) bool {
	if pg.h1 == nil {
		return false
	}
	up := pg.h1.Parent
	for i := 0; i < 2 && up.Parent != nil && up.Tag != atom.Body; i++ {
		if up.Contains(n) {
			return true
		}
		up = up.Parent
	}
	return false
}

// farAbove reports whether n stands well before the headline, where sites print the day of today.
func (pg *page) farAbove(n *dom.Node) bool { return pg.h1 != nil && pg.h1.ID-n.End > 40 }

// nearEnd reports whether n follows the body closely, inside the same article.
func (pg *page) nearEnd(n *dom.Node, b *body) bool {
	return b.root.Parent != nil && b.root.Parent.Contains(n) && n.ID-b.root.End < 60
}

func (pg *page) inLink(n *dom.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Tag {
		case atom.A:
			// A date that is a link of its own is the article's; a teaser's link holds
			// its title too.
			return len(tidy(pg.tree.TextOf(up))) > len(tidy(pg.tree.TextOf(n)))+12
		case atom.Article, atom.Main, atom.Body:
			return false
		case atom.Li:
			return !pg.headline(n)
		}
	}
	return false
}
