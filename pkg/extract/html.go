package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/extract/dom"
)

// Read reads a page.
func Read(p Page) Reading { return families.read(p) }

// read reads a page by a set of rules.
func (set *ruleset) read(p Page) Reading {
	if what := notPage(p.Body); what != "" {
		r := Reading{Reason: what}
		r.Article.Rules = map[string]string{}
		r.identify(p, "")
		return r
	}
	if plain(p) {
		return Text(p)
	}
	pg := newPage(decode(p.Body, p.ContentType), set)
	r := Reading{}
	r.Article.Rules = map[string]string{}
	l := readLD(pg.meta.ld, p.URL)
	emb := readEmbedded(&pg.meta)
	rules := pg.rules(p)

	pg.titles(&r, &l, rules, emb)
	pg.addresses(&r, &l, p)
	from := p // links are relative to what the page says of itself
	from.URL = first(pg.base(p), r.Canonical)
	text, b := pg.bodies(&r, from, rules, emb)
	r.Article.Paragraphs, r.Article.Related = text.article.Paragraphs, text.article.Related
	r.Article.Dateline = text.article.Dateline
	r.say("dateline", "opening", r.Article.Dateline)
	for _, s := range r.Article.Paragraphs {
		r.Words += words(s)
	}
	pg.summaries(&r, &l)
	pg.bylines(&r, text.sign, &l, rules, emb, &b, p)
	declared := first(first(pg.meta.lang, pg.meta.get("content-language", "language", "og:locale")), ldLanguage(&l))
	r.languages(declared)
	pg.stamps(&r, p, &l, &b, rules, emb)
	pg.sections(&r, &l, emb)
	r.Article.Images = pg.images(&b, &l, from)
	r.Article.Opinion = opinion(&r.Article, &l)
	r.lists()
	r.NextPages = pg.nextPages(p, &b)
	r.Article.Truncated = pg.closed(&r, &l, &text)
	robots := strings.ToLower(strings.Join(pg.meta.all("robots"), ","))
	r.NoArchive = strings.Contains(robots, "noarchive") || strings.Contains(robots, "noai")
	r.Layout = pg.layoutDoubt(p, rules, &b)
	r.Reason = pg.notArticle(&r, &l, p, b.linked)
	return r
}

func ldLanguage(l *ld) string {
	if l.article == nil {
		return ""
	}
	return l.article.language
}

// bodies makes the text of the article from the layer that knows it best.
func (pg *page) bodies(r *Reading, p Page, rules []*rule, emb *embedded) (assembled, body) {
	blocks := pg.segment(pg.body)
	b := pg.locate(blocks, rules)
	for i := range blocks {
		b.linked += blocks[i].linked
	}
	title := first(r.Article.Title, pg.meta.title)
	out := assemble(pg.keep(blocks, &b, title), p)
	votes := ballot{name: "paragraphs"}
	votes.offer(b.rule, lengthOf(out.article.Paragraphs))
	rule := b.rule
	if emb != nil {
		inner := newPage(emb.content, pg.set)
		within := body{root: inner.tree.Root, rule: emb.rule}
		other := assemble(inner.keep(inner.segment(inner.tree.Root), &within, title), p)
		votes.offer(emb.rule, lengthOf(other.article.Paragraphs))
		if total(other.article.Paragraphs) > 2*total(out.article.Paragraphs) {
			out, rule = other, emb.rule
		}
	}
	r.elect(&votes, rule, lengthOf(out.article.Paragraphs), b.disagree != "")
	return out, b
}

func total(paragraphs []string) int {
	n := 0
	for _, s := range paragraphs {
		n += len(s)
	}
	return n
}

// lengthOf describes a text in a list of candidates without repeating it.
func lengthOf(paragraphs []string) string {
	if len(paragraphs) == 0 {
		return "no paragraphs"
	}
	return plural(len(paragraphs), "paragraph") + ", " + plural(total(paragraphs), "byte")
}

// stamps votes the times.
func (pg *page) stamps(r *Reading, p Page, l *ld, b *body, rules []*rule, emb *embedded) {
	published, modified := pg.dates(p, l, b, rules, emb)
	host := strings.ToLower(p.URL)
	indonesian := r.Article.Language == "id" || r.Article.Language == "jv" || r.Article.Language == "su" || strings.Contains(host, ".id/") || strings.HasSuffix(host, ".id")
	home := zoneFor(p.Outlet, indonesian)
	for _, f := range []struct {
		name string
		all  []dated
	}{{"published", published}, {"modified", modified}} {
		votes := ballot{name: f.name}
		for _, d := range f.all {
			votes.offer(d.rule, d.raw)
		}
		stamp, raw, disagree := choose(f.all, home, p.Fetched)
		rule := ""
		if stamp != nil {
			rule = stamp.Rule
			if f.name == "published" {
				r.Article.Published = stamp
			} else if r.Article.Published == nil || !stamp.Time.Before(r.Article.Published.Time) {
				r.Article.Modified = stamp
			}
		}
		r.elect(&votes, rule, raw, disagree)
		for _, d := range f.all {
			note := "the day of the week does not match the date: " + d.raw
			if d.abs.IsZero() && d.m.weekdayWrong() && !slices.Contains(r.Notes, note) {
				r.Notes = append(r.Notes, note)
			}
		}
	}
}

// closed reports whether the page shows only the beginning of its text.
func (pg *page) closed(r *Reading, l *ld, text *assembled) bool {
	switch {
	case text.truncated != "":
		r.Article.Rules["truncated"] = text.truncated
	case l.article != nil && l.article.closed && r.Words < 250:
		r.Article.Rules["truncated"] = "json-ld"
	case pg.paywall != "" && r.Words < 150:
		r.Article.Rules["truncated"] = "paywall"
	default:
		return false
	}
	return true
}

// nextPages finds further pages of the same article.
func (pg *page) nextPages(p Page, b *body) []string {
	here, err := canonical.URL(p.URL)
	if err != nil {
		return nil
	}
	var out []string
	seen := map[string]bool{p.URL: true}
	add := func(href string) {
		u, err := canonical.Resolve(p.URL, href)
		if err != nil || seen[u] || len(out) >= 20 {
			return
		}
		if same, err := canonical.URL(u); err != nil || same != here || !pageNumber(u, p.URL) {
			return
		}
		seen[u] = true
		out = append(out, u)
	}
	for _, lk := range pg.meta.links {
		if lk.rel == "next" {
			add(lk.href)
		}
	}
	up := b.root
	for range 3 {
		if up.Parent != nil && up.Parent.ID > 0 {
			up = up.Parent
		}
	}
	tried := 0
	pg.tree.All(up, func(n *dom.Node) bool {
		if n.Tag == atom.A && tried < 300 {
			if href := n.Attr("href"); href != "" && len(href) < 2048 && (strings.Contains(href, "page") || strings.HasSuffix(strings.TrimRight(href, "/"), "2") || pagerText(tidy(pg.tree.TextOf(n)))) {
				tried++
				add(href)
			}
		}
		return true
	})
	return out
}

func pagerText(s string) bool {
	if len(s) > 24 {
		return false
	}
	low := strings.ToLower(s)
	return num(s) > 1 && num(s) < 30 && strings.Trim(s, "0123456789") == "" || strings.HasPrefix(low, "selanjutnya") || strings.HasPrefix(low, "halaman") || strings.HasPrefix(low, "next") || strings.HasPrefix(low, "berikutnya") || strings.Contains(low, "semua halaman")
}

var pageForm = regexp.MustCompile(`(?i)[?&/](?:page|halaman|hal|p|pg|paged)[=/](\d+|all)\b|/(\d{1,2})/?(?:[?#]|$)|[?&](single)=1`)

// pageNumber reports whether u is a page after the first: it has a number that
// here does not have.
func pageNumber(u, here string) bool {
	m, was := pageForm.FindString(u), pageForm.FindString(here)
	return m != "" && m != was && num(strings.TrimLeft(m, "?&/=abcdefghijklmnopqrstuvwxyz")) != 1
}

func frontPage(u string) bool {
	_, rest, _ := strings.Cut(u, "://")
	_, path, _ := strings.Cut(rest, "/")
	return strings.Trim(path, "/") == ""
}
