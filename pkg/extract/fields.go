package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
)

// ballot collects candidates for one field, in the order of trust.
type ballot struct {
	name string
	all  []Candidate
}

func (b *ballot) offer(rule, value string) {
	if value = tidy(value); value == "" || template(value) {
		return
	}
	for _, c := range b.all {
		if c.Rule == rule && c.Value == value {
			return
		}
	}
	if len(b.all) < 40 {
		b.all = append(b.all, Candidate{rule, value})
	}
}

// elect writes down the winner and everything that was known.
func (r *Reading) elect(b *ballot, rule, value string, disagree bool) {
	if len(b.all) == 0 && value == "" {
		return
	}
	r.Fields = append(r.Fields, Field{Name: b.name, Rule: rule, Value: value, Candidates: b.all, Disagree: disagree})
	if value != "" && rule != "" {
		r.Article.Rules[b.name] = rule
	}
}

// say writes down a field that one rule alone can know.
func (r *Reading) say(name, rule, value string) {
	b := ballot{name: name}
	b.offer(rule, value)
	r.elect(&b, rule, value, false)
}

// lists writes down the fields that are lists of things found on the page.
func (r *Reading) lists() {
	a := &r.Article
	for _, l := range a.Related {
		r.say("related", l.Form, l.Title)
	}
	for _, img := range a.Images {
		r.say("images", "page", img.URL)
	}
	if len(a.Desk) > 0 {
		r.say("desk", first(a.Rules["desk"], "label"), strings.Join(a.Desk, ", "))
	}
}

// languages votes the language: the words of the text against what is declared.
func (r *Reading) languages(declared string) {
	b := ballot{name: "language"}
	b.offer("words", language(r.Article.Paragraphs, ""))
	b.offer("declared", primary(declared))
	r.Article.Language = language(r.Article.Paragraphs, declared)
	rule := ""
	for _, c := range b.all {
		if c.Value == r.Article.Language {
			rule = c.Rule
			break
		}
	}
	r.elect(&b, rule, r.Article.Language, len(b.all) == 2 && b.all[0].Value != b.all[1].Value)
}

// first returns the candidate that is trusted most.
func (b *ballot) first() Candidate {
	if len(b.all) == 0 {
		return Candidate{}
	}
	return b.all[0]
}

// siteTail is what follows a headline in the title of a page.
var siteTail = regexp.MustCompile(`\s+(?:[-–—|•·:»«~]|::|\|\|)\s+`)

// bareTitle cuts the name of the site off a title. others are the headline as
// other rules know it: what stands before a dash is the headline when one of them
// says so.
func bareTitle(title, site string, others ...string) string {
	at := siteTail.FindAllStringIndex(title[:min(len(title), 1000)], 20)
	if len(at) == 0 || len(title) > 1000 {
		return title
	}
	for _, o := range others {
		if o == "" {
			continue
		}
		fo := foldTitle(o)
		if fo == foldTitle(title) {
			return title
		}
		for _, m := range at {
			if foldTitle(title[:m[0]]) == fo {
				return title[:m[0]]
			}
		}
	}
	last := at[len(at)-1]
	head, tail := title[:last[0]], title[last[1]:]
	if site != "" && foldTitle(tail) == foldTitle(site) || hostLike.MatchString(tail) || site != "" && len(tail) > 3 && strings.Contains(foldTitle(site), foldTitle(tail)) {
		return bareTitle(head, "")
	}
	if site == "" && len(others) > 0 && words(tail) <= 4 && len(head) > 2*len(tail) && len(head) > 20 && strings.ContainsAny(title[last[0]:last[1]], "|–—-»") {
		return head
	}
	return title
}

var hostLike = regexp.MustCompile(`(?i)^\S+\.(?:com|id|co\.id|go\.id|net|org|news|media|co|info|tv)$`)

// titles votes the headline.
func (pg *page) titles(r *Reading, l *ld, rules []*rule, emb *embedded) {
	b := ballot{name: "title"}
	site := pg.meta.get("og:site_name", "application-name", "twitter:site")
	og := pg.meta.get("og:title", "twitter:title")
	var ldTitle string
	if l.article != nil {
		ldTitle = tidy(stripTags(l.article.headline))
	}
	pg.chooseHead(og, ldTitle)
	h1 := ""
	if pg.h1 != nil {
		h1 = tidy(pg.tree.TextOf(pg.h1))
		if len(h1) > 500 {
			h1 = ""
		}
	}
	for _, rl := range rules {
		for _, sel := range rl.Title {
			if ids := pg.find(sel); len(ids) > 0 {
				if t := tidy(pg.tree.TextOf(pg.tree.Nodes[ids[0]])); t != "" && len(t) < 400 && (h1 == "" || foldTitle(t) == foldTitle(h1)) {
					b.offer("rule "+rl.Name, t)
				}
				break
			}
		}
	}
	if emb != nil {
		b.offer(emb.rule, stripTags(emb.title))
	}
	ogBare := bareTitle(og, site, h1, ldTitle)
	if h1 != "" && (alike(h1, ogBare) || alike(h1, ldTitle) || opens(pg.meta.title, h1)) {
		b.offer("h1", h1)
	}
	b.offer("json-ld", bareTitle(ldTitle, site, h1))
	b.offer("og:title", ogBare)
	b.offer("title", bareTitle(pg.meta.title, site, h1, ldTitle, ogBare))
	if h1 != "" {
		b.offer("h1", h1)
	}
	b.offer("meta title", pg.meta.get("title", "dc.title", "headline", "sailthru.title", "parsely-title"))
	win := b.first()
	disagree := false
	for _, c := range b.all {
		if (c.Rule == "json-ld" || c.Rule == "og:title") && !alike(c.Value, win.Value) {
			disagree = true
		}
	}
	r.Article.Title = win.Value
	r.elect(&b, win.Rule, win.Value, disagree)
}

// chooseHead picks the h1 that is the headline: the one that the metadata knows,
// else the longest.
func (pg *page) chooseHead(titles ...string) {
	best := 0
	for _, h := range pg.heads {
		t := tidy(pg.tree.TextOf(h))
		if t == "" {
			continue
		}
		if opens(pg.meta.title, t) {
			pg.h1 = h
			return
		}
		for _, want := range titles {
			if alike(t, want) {
				pg.h1 = h
				return
			}
		}
		if len(t) > best && words(t) > 2 {
			best, pg.h1 = len(t), h
		}
	}
}

// opens reports whether a title begins with a headline. The name of the site
// stands at its end, and on many pages in an h1 of its own.
func opens(title, head string) bool {
	f := foldTitle(head)
	return f != "" && len(f) >= 8 && strings.HasPrefix(foldTitle(title), f)
}

// alike reports whether two writings mean the same headline: one holds the other,
// or their words are mostly the same.
func alike(a, b string) bool {
	if len(a) > 1000 || len(b) > 1000 {
		return false
	}
	x, y := foldTitle(a), foldTitle(b)
	if x == "" || y == "" {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
		a, b = b, a
	}
	if len(x) >= 12 && strings.Contains(y, x) || x == y {
		return true
	}
	aw, bw := strings.Fields(strings.ToLower(a)), " "+strings.ToLower(b)+" "
	if len(aw) < 4 {
		return false
	}
	same := 0
	for _, w := range aw {
		if strings.Contains(bw, " "+w+" ") {
			same++
		}
	}
	return same*10 >= len(aw)*7
}

var tagsIn = regexp.MustCompile(`<[^<>]{1,200}>`)

func stripTags(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return s
	}
	return tagsIn.ReplaceAllString(s, "")
}

// summaries votes the summary, which is what the outlet wrote to announce the
// article, not its first paragraph.
func (pg *page) summaries(r *Reading, l *ld) {
	b := ballot{name: "summary"}
	b.offer("meta description", pg.meta.get("description"))
	b.offer("og:description", pg.meta.get("og:description", "twitter:description"))
	if l.article != nil {
		b.offer("json-ld", stripTags(l.article.description))
	}
	for _, c := range b.all {
		if foldTitle(c.Value) != foldTitle(r.Article.Title) && len(c.Value) < 2000 {
			r.Article.Summary = c.Value
			r.elect(&b, c.Rule, c.Value, false)
			return
		}
	}
	r.elect(&b, "", "", false)
}

// bylines votes who wrote the article. What the text itself is signed with goes
// before the name of an account.
func (pg *page) bylines(r *Reading, sign signature, l *ld, rules []*rule, emb *embedded, bo *body, p Page) {
	b := ballot{name: "byline"}
	var beside signature // lines right above and below the text
	desk := append([]string(nil), sign.desk...)
	type choice struct {
		rule  string
		names []string
	}
	var all []choice
	add := func(rule string, list []string) {
		var people []string
		for _, n := range list {
			switch {
			case n == "" || containsFold(people, n):
			case pg.isLabel(n, p):
				if !containsFold(desk, n) && rule != "label" {
					desk = append(desk, n)
				}
			default:
				people = append(people, n)
			}
		}
		if len(people) > 0 {
			all = append(all, choice{rule, people})
			b.offer(rule, strings.Join(people, ", "))
		}
	}
	add(sign.rule, sign.people)
	for _, line := range slices.Concat(bo.epilogue, bo.preface) {
		if sig, ok := creditLine(line); ok && (sig.rule == "credit" || sig.rule == "source") {
			beside.add(sig)
		}
	}
	for _, rl := range rules {
		for _, sel := range rl.Author {
			var found []string
			for _, id := range pg.find(sel) {
				t := tidy(pg.tree.TextOf(pg.tree.Nodes[id]))
				if sig, ok := creditLine(t); ok {
					found = append(found, sig.people...)
				} else {
					found = append(found, names(t)...)
				}
				if sel[0] == '.' {
					break
				}
			}
			add("rule "+rl.Name, found)
		}
	}
	add("beside", beside.people)
	for _, d := range beside.desk {
		if !containsFold(desk, d) {
			desk = append(desk, d)
		}
	}
	if emb != nil {
		add(emb.rule, cleanNames(emb.authors))
	}
	if l.article != nil {
		add("json-ld", cleanNames(l.article.authors))
	}
	for _, key := range []string{"author", "content_author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "jpnncom_news_author", "byl", "itemprop:author", "twitter:data1"} {
		for _, v := range pg.meta.all(key) {
			if !strings.Contains(v, "://") && !(key == "twitter:data1" && strings.IndexFunc(v, isDigit) >= 0) {
				add("meta "+key, names(v))
			}
		}
	}
	suspect := pg.strangers(nil)
	for _, id := range pg.authors {
		n := pg.tree.Nodes[id]
		if pg.drop[id] || suspect[id] {
			continue
		}
		t := tidy(pg.tree.TextOf(n))
		if t == "" || len(t) > 160 {
			continue
		}
		if sig, ok := creditLine(t); ok {
			add("label", sig.people)
		} else if words(t) <= 8 {
			add("label", names(t))
		}
		if len(all) > 6 {
			break
		}
	}
	r.Article.Byline, r.Article.Desk = nil, nil
	if len(desk) > 0 {
		r.Article.Desk = desk
		r.Article.Rules["desk"] = first(sign.rule, "label")
	}
	if len(all) == 0 {
		r.elect(&b, "", "", false)
		return
	}
	r.Article.Byline = all[0].names
	r.elect(&b, all[0].rule, strings.Join(all[0].names, ", "), false)
}

func cleanNames(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, names(stripTags(s))...)
	}
	return out
}

// isLabel reports whether a name is a desk or the outlet and no person.
func (pg *page) isLabel(n string, p Page) bool {
	low := strings.ToLower(strings.Trim(n, " .*@"))
	if deskWords[low] || strings.HasPrefix(low, "tim ") || strings.HasPrefix(low, "redaksi") || strings.HasPrefix(low, "redaktur") || strings.HasPrefix(low, "admin") || strings.HasPrefix(low, "humas") {
		return true
	}
	f := foldTitle(n)
	if p.Outlet != nil && f == foldTitle(p.Outlet.Name) {
		return true
	}
	if site := pg.meta.get("og:site_name"); site != "" && f == foldTitle(site) {
		return true
	}
	return hostLike.MatchString(n)
}

// sections votes the section and the keywords.
func (pg *page) sections(r *Reading, l *ld, emb *embedded) {
	b := ballot{name: "section"}
	if l.article != nil {
		b.offer("json-ld", l.article.section)
	}
	b.offer("meta article:section", pg.meta.get("article:section", "section", "parsely-section", "content_category", "dtk:kanal", "category"))
	if emb != nil {
		b.offer(emb.rule, emb.section)
	}
	for _, id := range pg.crumbs {
		last := ""
		n := pg.tree.Nodes[id]
		for i := n.ID; i <= n.End; i++ {
			if m := pg.tree.Nodes[i]; m.Data == "a" && m.Attr("href") != "" {
				if t := tidy(pg.tree.TextOf(m)); t != "" && len(t) < 60 && !homeWord[strings.ToLower(t)] && foldTitle(t) != foldTitle(r.Article.Title) {
					last = t
				}
			}
		}
		b.offer("breadcrumb", last)
	}
	win := b.first()
	if words(win.Value) <= 6 {
		r.Article.Section = win.Value
		r.elect(&b, win.Rule, win.Value, false)
	}

	k := ballot{name: "keywords"}
	tags := pg.meta.all("article:tag")
	if len(tags) == 1 {
		tags = splitKeywords(tags[0])
	}
	k.offer("meta article:tag", strings.Join(tags, ", "))
	k.offer("meta news_keywords", strings.Join(splitKeywords(pg.meta.get("news_keywords")), ", "))
	if l.article != nil {
		k.offer("json-ld", strings.Join(splitKeywords(strings.Join(l.article.keywords, ",")), ", "))
	}
	k.offer("meta keywords", strings.Join(splitKeywords(pg.meta.get("keywords", "parsely-tags", "sailthru.tags")), ", "))
	if win := k.first(); win.Value != "" {
		r.Article.Keywords = splitKeywords(win.Value)
		r.elect(&k, win.Rule, win.Value, false)
	}
}

var homeWord = map[string]bool{"home": true, "beranda": true, "depan": true, "index": true, "berita": true, "news": true}

func splitKeywords(s string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
		part = strings.Trim(tidy(part), " #\"'")
		if part == "" || len(part) > 80 || containsFold(out, part) {
			continue
		}
		if out = append(out, part); len(out) == 30 {
			break
		}
	}
	return out
}

// addresses votes the canonical URL.
func (pg *page) addresses(r *Reading, l *ld, p Page) {
	b := ballot{name: "url"}
	offer := func(rule, raw string) {
		if raw == "" {
			return
		}
		u, err := canonical.Join(p.URL, raw)
		if err != nil {
			u, err = canonical.URL(raw)
		}
		if err == nil {
			b.offer(rule, u)
		}
	}
	offer("link canonical", pg.meta.link("canonical"))
	offer("og:url", pg.meta.get("og:url"))
	if l.article != nil {
		offer("json-ld", l.article.url)
	}
	offer("address", p.URL)
	declared, rule := "", "address"
	for _, c := range b.all {
		if c.Rule != "address" && c.Rule != "json-ld" && !frontPage(c.Value) && (p.URL == "" || sameSite(c.Value, p.URL)) {
			declared, rule = c.Value, c.Rule
			break
		}
	}
	r.identify(p, declared)
	r.elect(&b, rule, r.Article.URL, false)
}

var opinionPath = regexp.MustCompile(`(?i)/(?:opini|opinion|kolom|column|columnists?|editorial|tajuk|esai|pojok|commentary)(?:/|-|$)`)

// opinion reports whether the page calls itself opinion.
func opinion(a *news.Article, l *ld) bool {
	if l.types["OpinionNewsArticle"] {
		return true
	}
	low := strings.ToLower(a.Section)
	for _, w := range []string{"opini", "opinion", "kolom", "editorial", "tajuk"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return opinionPath.MatchString(a.URL)
}
