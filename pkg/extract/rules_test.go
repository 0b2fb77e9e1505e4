package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

func TestRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range families.rules {
		if r.Name == "" || seen[r.Name] {
			t.Errorf("rule %q: want a name of its own", r.Name)
		}
		seen[r.Name] = true
		if len(r.Has) == 0 || len(r.Body) == 0 || r.Source == "" {
			t.Errorf("rule %s: want marks, a body and where it was seen", r.Name)
		}
		for _, list := range [][]string{r.Has, r.Body, r.Title, r.Date, r.Author} {
			for _, s := range list {
				if !(strings.HasPrefix(s, ".") || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "[itemprop=")) || strings.ContainsAny(s, " >+~,:") {
					t.Errorf("rule %s: selector %q is neither .class, #id nor [itemprop=x]", r.Name, s)
				}
			}
		}
	}
}

func TestRuleValidity(t *testing.T) {
	r := rule{From: "2020-01-01", Until: "2022-12-31"}
	for day, want := range map[news.Date]bool{"": true, "2019-12-31": false, "2020-01-01": true, "2022-12-31": true, "2023-01-01": false} {
		if got := r.valid(day); got != want {
			t.Errorf("valid(%q) = %v, want %v", day, got, want)
		}
	}
}

// A rule that points to a place where hardly any of the text is loses, and says so.
func TestLayoutChanged(t *testing.T) {
	html := `<div class="td-post-content"><p>Ikuti kami untuk kabar terbaru dari warga kota.</p></div><div class="baru"><p>` + before + `</p><p>` + after + `</p><p>` + last + `</p></div>`
	r := Read(Page{Body: []byte("<html><body><h1>Jembatan</h1>" + html + "</body></html>")})
	if len(r.Article.Paragraphs) < 3 || r.Article.Rules["paragraphs"] != "density" {
		t.Fatalf("paragraphs %q by %q", r.Article.Paragraphs, r.Article.Rules["paragraphs"])
	}
	for _, f := range r.Fields {
		if f.Name == "paragraphs" && !f.Disagree {
			t.Error("the rule and the text point to different places, and nobody says so")
		}
	}
	if want := "rule tagdiv points to another place than where the text is"; r.Layout != want {
		t.Errorf("layout %q, want %q", r.Layout, want)
	}
}

// The catalogue's hint is another witness: a page without the marks of its family may have a new layout.
func TestLayoutHint(t *testing.T) {
	for family, want := range map[string]string{"tagdiv": "the catalogue says family tagdiv, and the page has none of its marks", "wordpress": "", "next": "", "": ""} {
		p := page1("")
		p.Body = []byte(strings.Replace(string(p.Body), `class="isi"`, `class="entry-content"`, 1))
		p.Outlet = &news.Outlet{ID: "kabar-tirta", Family: family}
		if got := Read(p).Layout; got != want {
			t.Errorf("family %q: layout %q, want %q", family, got, want)
		}
	}
}

// An outlet changed its layout on 1 July 2024: it kept the names of its elements and what was the text before holds a
// digest since. Which rule reads a page of the archive follows from the day on which the page was fetched, and from what
// the page is: a page of the old layout that lay in a cache has no mark of the new one.
func TestDatedRules(t *testing.T) {
	set := newRuleset(
		rule{Name: "tirta-2", Has: []string{".tirta-v2"}, Body: []string{".isi"}, Author: []string{".oleh"}, From: "2024-07-01", Source: "invented"},
		rule{Name: "tirta-1", Has: []string{".tirta"}, Body: []string{".teks"}, Author: []string{".oleh"}, Until: "2024-06-30", Source: "invented"},
	)
	page := func(marks, body string) []byte {
		return []byte(`<html lang="id"><body class="` + marks + `"><main class="` + marks + `"><h1>Jembatan Gantung Diresmikan</h1>` + body + `</main></body></html>`)
	}
	text := "<p>" + before + "</p><p>" + after + "</p><p>" + last + "</p>"
	older := page("tirta", `<div class="oleh">Ani Wulan</div><div class="teks">`+text+`</div>`)
	newer := page("tirta tirta-v2", `<div class="oleh">Ani Wulan</div><div class="teks"><p>Ringkasan singkat bagi warga yang ingin membaca cepat, bukan teks berita.</p></div><div class="isi">`+text+`</div>`)
	for _, c := range []struct {
		name string
		day  time.Time
		body []byte
		rule string
	}{
		{"before the day", time.Date(2024, 6, 30, 5, 0, 0, 0, time.UTC), older, "rule tirta-1"},
		{"from the day on", time.Date(2024, 7, 1, 5, 0, 0, 0, time.UTC), newer, "rule tirta-2"},
		{"the old layout later", time.Date(2024, 8, 1, 5, 0, 0, 0, time.UTC), older, "density"},
		{"the new layout before its day", time.Date(2024, 6, 1, 5, 0, 0, 0, time.UTC), newer, "density"},
		{"no day: what the page is", time.Time{}, newer, "rule tirta-2"},
		{"no day: what the old page is", time.Time{}, older, "rule tirta-1"},
	} {
		r := set.read(Page{Body: c.body, Fetched: c.day})
		if got := r.Article.Rules["paragraphs"]; got != c.rule {
			t.Errorf("%s: read by %q, want %q", c.name, got, c.rule)
		}
		if p := r.Article.Paragraphs; len(p) != 3 || p[0] != before || p[2] != last {
			t.Errorf("%s: paragraphs %q", c.name, p)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ text, declared, want string }{
		{before + " " + after, "en-US", "id"},
		{"Warga padha seneng amarga dalan anyar wis dadi. Pak lurah ngendika yen dalan iku kanggo kabeh wong ing desa kang arep menyang pasar.", "id", "jv"},
		{"The mayor opened the bridge in the city on Monday, and the people of the village said that it was the best day of their lives.", "id", "en"},
		{"Der Bürgermeister hat die Brücke am Montag in der Stadt eröffnet, und die Menschen freuten sich sehr darüber.", "de-DE", "de"},
		{"Pendek saja.", "in", "id"},
		{"", "", ""},
	} {
		if got := language([]string{c.text}, c.declared); got != c.want {
			t.Errorf("language(%.40q, %q) = %q, want %q", c.text, c.declared, got, c.want)
		}
	}
}

func TestCreditOf(t *testing.T) {
	for _, c := range []struct{ in, caption, credit string }{
		{"Warga melintas di jembatan. (Foto: Ani Wulan)", "Warga melintas di jembatan.", "Ani Wulan"},
		{"Warga melintas di jembatan. Foto: Ani Wulan/Kabar Tirta", "Warga melintas di jembatan.", "Ani Wulan/Kabar Tirta"},
		{"Warga melintas di jembatan (Dok. Humas Pemkot)", "Warga melintas di jembatan", "Humas Pemkot"},
		{"Warga melintas di jembatan (Kabar Tirta/Ani Wulan)", "Warga melintas di jembatan", "Kabar Tirta/Ani Wulan"},
		{"Warga melintas di jembatan.", "Warga melintas di jembatan.", ""},
		{"", "", ""},
	} {
		if caption, credit := creditOf(c.in); caption != c.caption || credit != c.credit {
			t.Errorf("creditOf(%q) = %q, %q; want %q, %q", c.in, caption, credit, c.caption, c.credit)
		}
	}
}

func TestReadLD(t *testing.T) {
	for _, c := range []struct{ name, src, headline, published string }{
		{"plain", `{"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03"}`, "A", "2025-03-03"},
		{"graph", `{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":["Article","NewsArticle"],"headline":"A","datePublished":"2025-03-03"}]}`, "A", "2025-03-03"},
		{"list of blocks", `[{"@type":"Organization"},{"@type":"BlogPosting","headline":"A","datePublished":"2025-03-03"}]`, "A", "2025-03-03"},
		{"main entity", `{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"A","datePublished":"2025-03-03"}}`, "A", "2025-03-03"},
		{"raw line ends", "{\"@type\":\"NewsArticle\",\"headline\":\"A\nB\",\"datePublished\":\"2025-03-03\"}", "A B", "2025-03-03"},
		{"commas at the end", `{"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03",}`, "A", "2025-03-03"},
		{"wrapped", `<!-- {"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03"} -->`, "A", "2025-03-03"},
		{"section of data", "//<![CDATA[\n" + `{"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03"}` + "\n//]]>", "A", "2025-03-03"},
		{"semicolon", `{"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03"};`, "A", "2025-03-03"},
		{"beyond repair", `{"@type":"NewsArticle","headline":"A","datePublished":"2025-03-03","description":"kata "kutip" lagi"}`, "A", "2025-03-03"},
		{"template", `{"@type":"NewsArticle","headline":"A","datePublished":"{{ $detail[0]->news_datepub }}"}`, "A", ""},
		{"entities", `{"@type":"NewsArticle","headline":"A &amp; B","datePublished":"2025-03-03"}`, "A & B", "2025-03-03"},
		{"the stories of a list are not this one", `{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"NewsArticle","headline":"B","datePublished":"2020-01-01"}}]}`, "", ""},
		{"no article", `{"@type":"Recipe","name":"Soto"}`, "", ""},
		{"nothing", `null`, "", ""},
	} {
		l := readLD([]string{c.src}, "https://kabartirta.example/a")
		got := ldArticle{}
		if l.article != nil {
			got = *l.article
		}
		if got.headline != c.headline || got.published != c.published {
			t.Errorf("%s: headline %q, published %q; want %q, %q", c.name, got.headline, got.published, c.headline, c.published)
		}
	}
	two := readLD([]string{`{"@type":"NewsArticle","headline":"Lain","url":"https://kabartirta.example/b","datePublished":"2020-01-01"}`,
		`{"@type":"NewsArticle","headline":"Ini","url":"https://kabartirta.example/a","datePublished":"2025-03-03"}`}, "https://kabartirta.example/a")
	if two.article == nil || two.article.headline != "Ini" {
		t.Errorf("of two articles the one at another address won: %+v", two.article)
	}
}
