package extract

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
	"github.com/jejak-id/jejak/pkg/news"
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

// The words that say which of its days a page means. RE2 knows the edges of words of ASCII letters alone, so they are
// spelled out.
var (
	updatedWord   = wordsOf(`updated|modified|diperbarui|diperbaharui|diupdate|pembaruan|dikemas kini|kemaskini|aktualisiert|geändert|mis à jour|modifié|actualizado|actualizada|actualització|atualizado|aggiornato|modificato|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|uppfært|päivitetty|aktualizováno|aktualizacja|zaktualizowano|frissítve|actualizat|обновлено|оновлено|изменено|güncelleme|güncellendi|ενημέρωση|تحديث|עודכן|更新|수정|cập nhật`)
	publishedWord = wordsOf(`published|posted|written|first|created|submitted|terbit|tayang|diterbitkan|dipublikasikan|dipublikasi|ditayangkan|diunggah|diposting|disiarkan|publié|publiée|paru|mise en ligne|publicado|publicada|publicat|publicerad|publiceret|publisert|pubblicato|pubblicata|veröffentlicht|erschienen|geschrieben|verfasst|gepostet|gepubliceerd|geplaatst|julkaistu|birt|zveřejněno|vydáno|publikované|opublikowano|opublikowane|dodano|megjelent|közzétéve|objavljeno|опубликовано|опубліковано|публикувана|yayınlanma|yayın|yayınlandı|δημοσίευση|δημοσιεύθηκε|نشر|פורסם|公開|掲載|配信|発行|发布|發布|發佈|입력|등록|đăng|avaldatud|publicēts|paskelbta`)
)

// period is from one day to another: what the text is about, not when it was published.
var period = regexp.MustCompile(`(?:19|20)\d\d\D.*\D(?:19|20)\d\d(?:\D|$)|(?:^|\D)\d{1,2}\.?\s*(?:-|–|—|s/d|sampai|hingga|bis|to)\s*\d{1,2}\.?\s+\pL{3}`)

// ofPublication cuts a line such as "Diperbarui 18 Juni, terbit 17 Juni" down to where it speaks of publication.
func ofPublication(line string) string {
	if len(line) > 300 {
		return line
	}
	changed, said := updatedWord.FindStringIndex(line), publishedWord.FindStringIndex(line)
	if changed == nil || said == nil || said[0] < changed[0] {
		return line
	}
	if rest := line[said[0]:]; strings.IndexFunc(rest, isNumeral) >= 0 {
		return rest
	}
	return line
}

func wordsOf(list string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|\P{L})(?:` + list + `)(?:\P{L}|$)`)
}

// saysUpdated reports whether the words right around a date say that it is the day
// of the last change.
func (pg *page) saysUpdated(n *dom.Node) bool {
	around := pg.tree.TextOf(n)
	if n.Tag == atom.Time && n.Parent != nil && n.Parent.End-n.Parent.ID < 8 {
		around = pg.tree.TextOf(n.Parent)
	}
	return len(around) < 200 && updatedWord.MatchString(around) && !publishedWord.MatchString(around)
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

// dayFirst reports whether 04/05/2025 is the fourth of May here. That is so in every language but English, and in English
// outside North America and the Philippines. Of pages that say "en" or "en-US", which is what systems say when nobody told
// them, the domain of a country tells; elsewhere it is not known, and such a date is none.
func (pg *page) dayFirst(p Page) bool {
	lang := strings.ToLower(strings.ReplaceAll(first(pg.meta.lang, pg.meta.get("og:locale", "content-language", "language")), "_", "-"))
	language, region, _ := strings.Cut(lang, "-")
	switch {
	case language != "" && language != "en":
		return true
	case region != "" && len(region) == 2 && !monthFirst[region]:
		return true
	}
	u, err := url.Parse(p.URL)
	if err != nil {
		return false
	}
	host := u.Hostname()
	domain := host[strings.LastIndexByte(host, '.')+1:]
	return len(domain) == 2 && !monthFirst[domain] && !anywhere[domain]
}

// monthFirst are countries that write the month first, anywhere the domains of countries that everybody uses.
var (
	monthFirst = set("us ca ph")
	anywhere   = set("ai cc co fm gg io la ly me to tv vc ws")
)

var urlDay = regexp.MustCompile(`(?:^|[/_.-])((?:19|20)\d{2})([/_-]?)(0?[1-9]|1[0-2])([/_-]?)(3[01]|[12]\d|0?[1-9])(?:(\d{4,6})(?:[/_.-]|$)|[/_.T-]|$)`)

// copied is the path of a copy in an archive, which tells when it was copied.
var copied = regexp.MustCompile(`^/web/\d{14}[a-z_]*/`)
var urlMonth = regexp.MustCompile(`/((?:19|20)\d{2})/([a-z]{3})/(\d{1,2})/`)

// urlDate reads the day that an address names: /2025/05/17/, /20250517/.
func urlDate(raw string) (moment, bool) {
	u, err := url.Parse(raw)
	if err != nil {
		return moment{}, false
	}
	if f := urlMonth.FindStringSubmatch(strings.ToLower(u.Path)); f != nil {
		if mo := monthOf(f[2]); mo > 0 {
			m := moment{year: num(f[1]), month: mo, day: num(f[3])}
			return m, m.real()
		}
	}
	path := copied.ReplaceAllString(u.Path, "/")
	if i := strings.LastIndex(path, "/http"); i > 0 {
		path = path[i:]
	}
	for _, f := range urlDay.FindAllStringSubmatch(path, 4) {
		if f[2] != f[4] || f[2] == "" && (len(f[3]) != 2 || len(f[5]) != 2) || f[2] != "" && f[6] != "" {
			continue
		}
		if m := (moment{year: num(f[1]), month: num(f[3]), day: num(f[5])}); m.real() && m.year >= 1995 {
			return m, true
		}
	}
	return moment{}, false
}

// zoneFor returns the zone of an outlet, and nil when nothing is known.
func zoneFor(o *news.Outlet, indonesian bool) *time.Location {
	if o != nil && o.Zone != "" {
		switch o.Zone {
		case "Asia/Jakarta", "Asia/Pontianak":
			return wib
		case "Asia/Makassar", "Asia/Ujung_Pandang":
			return wita
		case "Asia/Jayapura":
			return wit
		}
		if z, err := time.LoadLocation(o.Zone); err == nil {
			return z
		}
	}
	if indonesian {
		return wib
	}
	return nil
}

// choose picks the date among candidates, which come in the order of trust. A day
// without a clock takes the clock of a later candidate for the same day, and a
// clock without a zone the zone of one with the same clock.
func choose(all []dated, home *time.Location, fetched time.Time) (*news.Stamp, string, bool) {
	local := home
	if local == nil {
		local = time.UTC
	}
	possible := all[:0:0]
	for _, d := range all {
		t := d.abs
		if t.IsZero() {
			t = d.m.at(local)
		}
		if !fetched.IsZero() && t.After(fetched.Add(48*time.Hour)) {
			continue
		}
		possible = append(possible, d)
	}
	if len(possible) == 0 {
		return nil, "", false
	}
	// What counts from the time of fetching is wrong on a page that lay in a cache.
	slices.SortStableFunc(possible, func(a, b dated) int {
		return cmp.Compare(boolInt(!a.abs.IsZero()), boolInt(!b.abs.IsZero()))
	})
	win := possible[0]
	// What readers see may be the day of the last change; an address keeps its day.
	if win.visible() && win.abs.IsZero() {
		for _, d := range possible {
			if d.rule != "url" {
				continue
			}
			if diff := win.m.at(time.UTC).Sub(d.m.at(time.UTC)); diff > 48*time.Hour || diff < -48*time.Hour {
				win = d
			}
			break
		}
	}
	if win.rule != "url" && win.abs.IsZero() && !win.m.clock {
		for _, d := range possible[1:] {
			if d.abs.IsZero() && d.m.clock && sameDay(d.m, win.m) {
				win = d
				break
			}
		}
	}
	if !win.abs.IsZero() {
		return &news.Stamp{Time: win.abs.In(local).Truncate(time.Minute), Rule: win.rule + " (relative)"}, win.raw, false
	}
	m := win.m
	rule := win.rule
	// A site that writes its local time with the letter of UTC contradicts itself
	// on the same page: the zone that readers see is right.
	if m.clock && m.zone == time.UTC {
		for _, d := range possible {
			if d.abs.IsZero() && d.m.clock && d.m.zone != nil && d.m.zone != time.UTC && sameDay(d.m, m) && d.m.hour == m.hour && d.m.minute == m.minute && d.m.hour*60+d.m.minute > 0 {
				m.zone = d.m.zone
				rule += " + zone of " + d.rule
				break
			}
		}
	}
	if m.clock && m.zone == time.UTC && home == nil {
		if zone, from := inferZone(m, possible); zone != nil {
			m = shift(m, zone)
			rule += " + zone of " + from
		}
	}
	if m.clock && m.zone == nil {
		for _, d := range possible {
			if d.abs.IsZero() && d.m.clock && d.m.zone != nil && sameDay(d.m, m) && d.m.minute == m.minute && d.m.hour == m.hour {
				m.zone = d.m.zone
				break
			}
		}
	}
	t := m.at(local)
	if home != nil {
		t = t.In(home)
	}
	disagree := false
	for _, d := range possible {
		if d.abs.IsZero() && d.rule != "text" && d.rule != "label" {
			other := d.m.at(local)
			if diff := other.Sub(t); diff > 48*time.Hour || diff < -48*time.Hour {
				disagree = true
			}
		}
	}
	return &news.Stamp{Time: t, Rule: rule}, win.raw, disagree
}

// inferZone finds the zone of a site that writes its instants in UTC: another
// candidate has the same instant with an offset, or readers see a clock that is
// whole quarters of an hour away.
func inferZone(m moment, all []dated) (*time.Location, string) {
	at := m.at(time.UTC)
	for _, d := range all {
		if d.abs.IsZero() && d.m.clock && d.m.zone != nil && d.m.zone != time.UTC {
			if diff := d.m.at(time.UTC).Sub(at); diff > -time.Minute && diff < time.Minute {
				return d.m.zone, d.rule
			}
		}
	}
	for _, d := range all {
		if !d.visible() || !d.abs.IsZero() || !d.m.clock || d.m.zone != nil {
			continue
		}
		seen := d.m
		seen.sec = m.sec
		diff := seen.at(time.UTC).Sub(at)
		if diff != 0 && diff%(30*time.Minute) == 0 && diff >= -12*time.Hour && diff <= 14*time.Hour {
			return time.FixedZone("", int(diff/time.Second)), d.rule
		}
	}
	return nil, ""
}

// shift writes the instant of m in another zone.
func shift(m moment, zone *time.Location) moment {
	t := m.at(time.UTC).In(zone)
	return moment{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), true, zone, m.weekday}
}

func (d *dated) visible() bool { return d.rule == "time" || d.rule == "label" || d.rule == "text" }

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sameDay(a, b moment) bool { return a.year == b.year && a.month == b.month && a.day == b.day }
