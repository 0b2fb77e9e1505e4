package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// story is a page with something between headline and text, something below the last paragraph inside the element that
// holds the text, and something outside it.
func story(above, below, outside string) Page {
	return Page{URL: "https://kabartirta.example/kota/jembatan-gantung-diresmikan",
		Body: []byte(`<!doctype html><html lang="id"><head><title>Jembatan Gantung Diresmikan - Kabar Tirta</title></head><body>
<nav><a href="/">Beranda</a> <a href="/kota">Kota</a></nav><article><h1>Jembatan Gantung Diresmikan</h1>` + above + `<div class="isi">
<p>` + before + `</p><p>` + after + `</p><p>` + last + `</p>` + below + `</div>` + outside + `</article><footer>Hak cipta Kabar Tirta</footer></body></html>`)}
}

// Lists of other stories below the last paragraph, but in the element that holds the text, are the outlet's pointers.
func TestRelatedBelow(t *testing.T) {
	const (
		one   = "Kisah Satu Warga Tirtomoyo Bertahan"
		two   = "Kisah Dua Warga Tirtomoyo Bertahan"
		items = `<li><a href="/kisah-1">` + one + `</a></li><li><a href="/kisah-2">` + two + `</a></li>`
	)
	row := func(n, title string) string {
		return `<div><a href="/kisah-` + n + `"><img src="/` + n + `.jpg"></a><h5><a href="/kisah-` + n + `">` + title + `</a></h5><span>` + n + ` Maret 2025</span></div>`
	}
	for _, c := range []struct{ name, html, form string }{
		{"heading and list", `<h3>Berita Terkait</h3><ul>` + items + `</ul>`, "list"},
		{"strong words and list", `<p><strong>Berita Terkait:</strong></p><ul>` + items + `</ul>`, "list"},
		{"a box without a name", `<div class="x"><div>Baca Juga</div><div><a href="/kisah-1">` + one + `</a></div><div><a href="/kisah-2">` + two + `</a></div></div>`, "line"},
		{"a box with a name", `<div class="terkait"><ul>` + items + `</ul></div>`, "list"},
		{"aside", `<aside class="related-post"><h4>Berita Terkait</h4><ul>` + items + `</ul></aside>`, "list"},
		{"plugin", `<div class="yarpp"><h3>Related posts:</h3><ol>` + items + `</ol></div>`, "list"},
		{"lines with bullets", `<p>Berita Terkait:<br>• <a href="/kisah-1">` + one + `</a><br>• <a href="/kisah-2">` + two + `</a></p>`, "line"},
		{"with pictures and days", `<h4>Berita Terkait</h4><div class="row">` + row("1", one) + row("2", two) + `</div>`, "list"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Read(story("", c.html, ""))
			if want := []string{before, after, last}; !slices.Equal(r.Article.Paragraphs, want) {
				t.Errorf("paragraphs %q, want %q", r.Article.Paragraphs, want)
			}
			want := []news.Link{{Title: one, URL: "https://kabartirta.example/kisah-1", After: 2, Form: c.form}, {Title: two, URL: "https://kabartirta.example/kisah-2", After: 2, Form: c.form}}
			if !slices.Equal(r.Article.Related, want) {
				t.Errorf("related %+v, want %+v", r.Article.Related, want)
			}
			inside := Read(page1(c.html)).Article
			if got := strings.Join(inside.Paragraphs, "\n"); strings.Contains(got, "Kisah") || len(inside.Related) != 2 {
				t.Errorf("between two paragraphs: %q, related %+v", got, inside.Related)
			}
		})
	}
	r := Read(story("", "", `<div class="related-posts"><h3>Berita Terkait</h3><ul>`+items+`</ul></div>`))
	if len(r.Article.Related) > 0 || len(r.Article.Paragraphs) != 3 {
		t.Errorf("a list outside the text is the site's: related %+v, paragraphs %q", r.Article.Related, r.Article.Paragraphs)
	}
}

// A lead in an element of its own is the first paragraph, unless the text repeats it.
func TestLead(t *testing.T) {
	const lead = "Wali Kota Kuwarasan Sri Lestari meresmikan jembatan yang lama ditunggu warga di hulu sungai."
	between := `<div class="meta">Senin, 3 Maret 2025 | 10:30 WIB</div><div class="share">Bagikan</div><figure><img src="/a.jpg"><figcaption>Warga melintas. (Foto: Ani Wulan)</figcaption></figure>`
	for _, c := range []struct {
		name, html string
		taken      bool
	}{
		{"paragraph", `<p class="lead">` + lead + `</p>`, true},
		{"Indonesian name", `<div class="sinopsis">` + lead + `</div>`, true},
		{"excerpt", `<div class="entry-excerpt">` + lead + `</div>`, true},
		{"far above the text", `<div class="lead"><p>` + lead + `</p></div>` + between, true},
		{"repeated", `<p class="lead">` + before + `</p>` + between, false},
		{"cut and repeated", `<p class="lead">` + before[:90] + `...</p>`, false},
		{"the article in short", `<div class="ringkasan"><p>Ringkasan Berita:</p><ul><li>Wali kota meresmikan jembatan.</li></ul></div>`, false},
	} {
		want := []string{before, after, last}
		if c.taken {
			want = append([]string{lead}, want...)
		}
		if r := Read(story(c.html, "", "")); !slices.Equal(r.Article.Paragraphs, want) {
			t.Errorf("%s: paragraphs %q, want %q", c.name, r.Article.Paragraphs, want)
		}
	}
	announced := story(`<p class="lead">`+lead+`</p>`, "", "")
	announced.Body = []byte(strings.Replace(string(announced.Body), "<title>", `<meta name="description" content="`+lead+`"><title>`, 1))
	if r := Read(announced); len(r.Article.Paragraphs) != 4 || r.Article.Summary != lead {
		t.Errorf("a lead that announces the article too: paragraphs %q, summary %q", r.Article.Paragraphs, r.Article.Summary)
	}
}

// What stands below a text and is none of it.
func TestBelowText(t *testing.T) {
	for _, c := range []struct {
		html         string
		people, desk []string
	}{
		{`<p>Artikel ini telah tayang di <a href="/x">TirtaNews.com</a> dengan judul Jembatan Gantung Diresmikan</p>`, nil, nil},
		{`<p><em>Artikel ini sudah terbit di Kabar Tirta edisi Senin.</em></p>`, nil, nil},
		{`<div class="author-box"><h4>Ani Wulan</h4><p>Ani Wulan adalah wartawan Kabar Tirta sejak 2015 dan meliput pemerintahan kota.</p></div>`, nil, nil},
		{`<p>Foto: Ani Wulan/Kabar Tirta</p>`, nil, nil},
		{`<p>(Foto: Humas Pemkot Kuwarasan)</p>`, nil, nil},
		{`<p>Foto-foto: Ani Wulan</p>`, nil, nil},
		{`<p>Dok. Humas Pemkot</p>`, nil, nil},
		{`<p>Warga melintas di jembatan gantung. (foto:ist)</p>`, nil, nil},
		{`<p>(yun/dan)</p><p>Editor : Budi Rahman</p>`, []string{"yun", "dan", "Budi Rahman"}, nil},
		{`<p>Penulis: Ani Wulan<br>Editor: Budi Rahman<br>Sumber: Humas Pemkot</p>`, []string{"Ani Wulan", "Budi Rahman"}, []string{"Sumber: Humas Pemkot"}},
		{`<p>Pewarta: Ani Wulan<br>Uploader: Budi Rahman<br>Copyright © KABAR 2025</p>`, []string{"Ani Wulan", "Budi Rahman"}, nil},
		{`<p>(Penulis: Ani Wulan/Editor: Budi Rahman)</p>`, []string{"Ani Wulan", "Budi Rahman"}, nil},
		{`<p><strong>Advertorial</strong></p>`, nil, []string{"Advertorial"}},
		{`<p>Prokompim Kuwarasan</p>`, nil, []string{"Prokompim Kuwarasan"}},
	} {
		a := Read(story("", c.html, "")).Article
		if len(a.Paragraphs) != 3 || !slices.Equal(a.Byline, c.people) || !slices.Equal(a.Desk, c.desk) {
			t.Errorf("%s: paragraphs %q, byline %q, desk %q; want %q, %q", c.html, a.Paragraphs[2:], a.Byline, a.Desk, c.people, c.desk)
		}
	}
	a := Read(story("", "", `<div class="x">Penulis: Ani Wulan</div><div>Editor: Budi Rahman</div>`)).Article
	if want := []string{"Ani Wulan", "Budi Rahman"}; !slices.Equal(a.Byline, want) || a.Rules["byline"] != "beside" {
		t.Errorf("lines outside the element of the text: byline %q by %q, want %q", a.Byline, a.Rules["byline"], want)
	}
}
