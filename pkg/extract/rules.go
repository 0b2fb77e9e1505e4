package extract

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// rule says where a family of pages, or one outlet, keeps the parts of an article.
// Rules are data. A page chooses its rules by what it is: by the marks in Has,
// not by its host, so that an outlet that changes its theme needs no new rule and
// a copy on another host is read as well.
//
// A selector is ".class", "#id" or "[itemprop=x]"; in Body, Title, Date and Author
// the first that is on the page counts.
type rule struct {
	Name   string
	Has    []string // any of them on the page makes the rule apply
	Body   []string
	Title  []string
	Date   []string
	Author []string
	From   news.Date // pages fetched before this day had another layout
	Until  news.Date // the last day of the layout
	Source string    // where it was seen
}

// ruleset is rules in the order of trust.
type ruleset struct {
	rules  []rule
	wanted map[string]bool // the classes, ids and properties that any rule asks for, so that a page is searched once
}

func newRuleset(rules ...rule) *ruleset {
	s := &ruleset{rules: rules, wanted: map[string]bool{}}
	for _, r := range rules {
		for _, list := range [][]string{r.Has, r.Body, r.Title, r.Date, r.Author} {
			for _, sel := range list {
				for part := range strings.SplitSeq(strings.TrimPrefix(sel, "."), ".") {
					if strings.HasPrefix(sel, ".") {
						part = "." + part
					}
					s.wanted[part] = true
				}
			}
		}
	}
	return s
}

// families are the rules of the product. The selectors are facts about themes and
// outlets: from the themes' code, from scrapers in the open and from real
// fragments.
var families = newRuleset(
	rule{
		Name: "detik", Has: []string{".detail__body-text", ".itp_bodycontent"},
		Body: []string{".detail__body-text", ".itp_bodycontent"}, Title: []string{".detail__title"}, Date: []string{".detail__date"}, Author: []string{".detail__author"},
		Source: "fragments of 2018-2024, news-watch detik.py",
	},
	rule{
		Name: "kompas", Has: []string{".read__content"},
		Body: []string{".read__content"}, Title: []string{".read__title"}, Date: []string{".read__time", ".read__info__date"}, Author: []string{".credit-title-name", ".read__info__author"},
		Source: "fragments of 2018-2024, news-watch kompas.py and jawapos.py",
	},
	rule{
		Name: "tribun", Has: []string{".txt-article"},
		Body: []string{".txt-article"}, Title: []string{"#arttitle"}, Author: []string{"#penulis", "#editor"},
		Source: "fragments of Surya Malang and TribunSumsel, news-watch tribunnews.py",
	},
	rule{
		Name: "tagdiv", Has: []string{".td-post-content", ".tdb_single_content"},
		Body: []string{".td-post-content", ".tdb_single_content"}, Title: []string{".tdb-title-text", ".entry-title"}, Date: []string{".entry-date", ".td-post-date"}, Author: []string{".td-post-author-name", ".tdb-author-name"},
		Source: "theme code, a fragment of Detik Sumsel",
	},
	rule{
		Name: "jnews", Has: []string{".jeg_post_title", ".jeg_main_content"},
		Body: []string{".content-inner"}, Title: []string{".jeg_post_title"}, Date: []string{".jeg_meta_date"}, Author: []string{".jeg_meta_author"},
		Source: "a fragment of Seputar Malang, news-watch mojok.py",
	},
	rule{
		Name: "idtheme", Has: []string{".entry-content-single", ".gmr-metacontent-single", ".gmr-box-content", ".gmr-single"},
		Body: []string{".entry-content-single", ".entry-content"}, Title: []string{".entry-title"}, Date: []string{".entry-date", ".published"}, Author: []string{".entry-author", ".vcard"},
		Source: "code of wpberita, newkarma and GMR themes",
	},
	rule{
		Name: "jatimtimes", Has: []string{".news-post-title", ".news-post-info"},
		Body: []string{"[itemprop=articleBody]"}, Title: []string{".news-post-title"}, Author: []string{".news-post-info"},
		Source: "the AMP view template of the outlet",
	},
	rule{
		Name: "varient", Has: []string{".post-text"},
		Body: []string{".post-text"}, Date: []string{".post-meta"},
		Source: "CMS code, malang-news-scraper nusadaily",
	},
	rule{
		Name: "antara", Has: []string{".wrap__article-detail-content"},
		Body: []string{".wrap__article-detail-content"}, Title: []string{".wrap__article-detail-title"},
		Source: "news-watch antaranews.py",
	},
	rule{
		Name: "liputan6", Has: []string{".article-content-body__item-content"},
		Body: []string{".article-content-body__item-content"}, Title: []string{".read-page--header--title"}, Author: []string{".read-page--header--author__name"},
		Source: "news-watch liputan6.py",
	},
	rule{
		Name: "viva", Has: []string{".main-content-detail"},
		Body: []string{".main-content-detail"}, Title: []string{".main-content-title"}, Date: []string{".main-content-date"}, Author: []string{".main-content-author"},
		Source: "news-watch viva.py",
	},
	rule{
		Name: "jpnn", Has: []string{".date-publish"},
		Body: []string{"[itemprop=articleBody]"}, Title: []string{".judul"}, Date: []string{".date-publish"},
		Source: "news-watch jpnn.py",
	},
	rule{
		Name: "sindonews", Has: []string{".detail-date-artikel"},
		Body: []string{".detail-desc"}, Date: []string{".detail-date-artikel"}, Author: []string{".warp-nama-redaksi"},
		Source: "news-watch sindonews.py",
	},
	rule{
		Name: "microdata", Has: []string{"[itemprop=articleBody]"}, Body: []string{"[itemprop=articleBody]"},
		Source: "schema.org",
	},
	rule{
		Name: "wordpress", Has: []string{".entry-content"}, Body: []string{".entry-content"}, Title: []string{".entry-title"},
		Date: []string{".entry-date", ".published"}, Author: []string{".author.vcard", ".entry-author"},
		Source: "the class names of WordPress's own themes since 2010",
	},
	rule{
		Name: "named", Has: []string{".article-body", ".article__body", ".article-content", ".article__content", ".story-body", ".story__body", ".post-content", ".post-body", ".articleBody", ".article-text", ".article_body", ".article_content", ".news-content", ".detail-content", ".story-content", ".isi-berita", "#article-body", "#articleBody", "#article-content"},
		Body:   []string{".article-body", ".article__body", ".articleBody", ".article_body", "#article-body", "#articleBody", ".story-body", ".story__body", ".article-text", ".article-content", ".article__content", ".article_content", "#article-content", ".post-content", ".post-body", ".news-content", ".detail-content", ".story-content", ".isi-berita"},
		Source: "what authors of pages call a body",
	},
)

// valid reports whether the rule is of the time at which a page was fetched. Of a
// page without a time every rule may be.
func (r *rule) valid(day news.Date) bool {
	return day == "" || (r.From == "" || day >= r.From) && (r.Until == "" || day <= r.Until)
}

// note remembers an element that a rule may ask for.
func (pg *page) note(id int, class, ident, prop string) {
	for rest := class; rest != ""; {
		var one string
		rest = strings.TrimLeft(rest, " \t\n\r\f")
		if i := strings.IndexAny(rest, " \t\n\r\f"); i >= 0 {
			one, rest = rest[:i], rest[i:]
		} else {
			one, rest = rest, ""
		}
		if len(one) > 1 && len(one) < 48 {
			pg.noteKey(".", one, id)
		}
	}
	if ident != "" && len(ident) < 48 {
		pg.noteKey("#", ident, id)
	}
	if prop != "" && len(prop) < 48 {
		if key := "[itemprop=" + prop + "]"; pg.set.wanted[key] && len(pg.found[key]) < 64 {
			pg.found[key] = append(pg.found[key], id)
		}
	}
}

func (pg *page) noteKey(sign, name string, id int) {
	var buf [56]byte
	key := append(append(buf[:0], sign...), name...)
	if pg.set.wanted[string(key)] && len(pg.found[string(key)]) < 64 {
		pg.found[string(key)] = append(pg.found[string(key)], id)
	}
}

// find returns the elements that a selector means, in document order.
func (pg *page) find(selector string) []int {
	if rest, isClass := strings.CutPrefix(selector, "."); isClass {
		if a, b, both := strings.Cut(rest, "."); both {
			var out []int
			for _, id := range pg.found["."+a] {
				if hasClass(pg.tree.Nodes[id].Attr("class"), b) {
					out = append(out, id)
				}
			}
			return out
		}
	}
	return pg.found[selector]
}

func hasClass(class, want string) bool {
	for c := range strings.FieldsSeq(class) {
		if c == want {
			return true
		}
	}
	return false
}

// rules returns the rules that apply to the page, in the order of trust.
func (pg *page) rules(p Page) []*rule {
	var out []*rule
	day := news.Date("")
	if !p.Fetched.IsZero() {
		day = news.DateOf(p.Fetched)
	}
	for i := range pg.set.rules {
		r := &pg.set.rules[i]
		if !r.valid(day) {
			continue
		}
		for _, s := range r.Has {
			if len(pg.find(s)) > 0 {
				out = append(out, r)
				break
			}
		}
	}
	if p.Outlet != nil && p.Outlet.Family != "" { // the catalogue's hint goes first
		for i, r := range out {
			if r.Name == p.Outlet.Family && i > 0 {
				copy(out[1:i+1], out[:i])
				out[0] = r
				break
			}
		}
	}
	return out
}

// layoutDoubt says why the outlet may have changed its layout, or "".
func (pg *page) layoutDoubt(p Page, rules []*rule, b *body) string {
	if b.disagree != "" {
		return "rule " + b.disagree + " points to another place than where the text is"
	}
	if p.Outlet == nil || p.Outlet.Family == "" {
		return ""
	}
	known := false
	for i := range pg.set.rules {
		known = known || pg.set.rules[i].Name == p.Outlet.Family
	}
	for _, r := range rules {
		if r.Name == p.Outlet.Family {
			return ""
		}
	}
	if !known {
		return "" // a family that is read without rules
	}
	return "the catalogue says family " + p.Outlet.Family + ", and the page has none of its marks"
}
