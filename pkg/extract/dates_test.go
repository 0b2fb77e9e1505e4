package extract

import (
	"testing"
	"time"
)

// Where pages keep the day of publication. Every row is a page of its own, with the text of an article inside.
func TestDatesOfPages(t *testing.T) {
	text := `<div class="isi"><p>` + before + `</p><p>` + after + `</p><p>` + last + `</p>`
	story := `<h1>Jembatan Gantung Diresmikan</h1>` + text + `</div>`
	for _, c := range []struct{ name, lang, head, body, day, rule string }{
		{"day of today in the header", "id", "", `<div class="bar"><span class="tanggal">Selasa, 4 Maret 2025</span>` + many(50) + `</div>` + story, "", ""},
		{"day of today in the header, and one of the article", "id", `<meta name="date" content="2025-03-01">`, `<div class="bar"><span class="tanggal">Selasa, 4 Maret 2025</span>` + many(50) + `</div>` + story, "2025-03-01", "meta date"},
		{"day and month that can be changed, in English", "en-US", `<meta name="pubdate" content="05/02/2025">`, story, "", ""},
		{"in English of a country that puts the day first", "en-GB", `<meta name="pubdate" content="05/02/2025">`, story, "2025-02-05", "meta pubdate"},
		{"in another language", "id", `<meta name="pubdate" content="05/02/2025">`, story, "2025-02-05", "meta pubdate"},
		{"what readers see before a key that says little", "id", `<meta name="displaydate" content="2024-01-01">`, `<h1>Jembatan Gantung Diresmikan</h1><div class="tanggal">3 Maret 2025</div>` + text + `</div>`, "2025-03-03", "label"},
		{"a label with the exact time in its title", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><abbr class="published" title="2025-03-03T10:30:00+07:00">kemarin dulu</abbr>` + text + `</div>`, "2025-03-03", "label"},
		{"a line that is a link", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><ul><li><a href="/2025/3">3 Maret 2025 10:30</a></li></ul>` + text + `</div>`, "2025-03-03", "text"},
		{"a sentence below the text", "id", "", story + `<p class="kaki">Artikel ini telah tayang di Kabar Tirta pada 3 Maret 2025 pukul 10.30 WIB.</p>`, "2025-03-03", "text"},
		{"a sentence below the text, in German", "de", "", story + `<div>Veröffentlicht am 3. März 2025</div>`, "2025-03-03", "text"},
		{"a day below the text that is not said to be of publication", "id", "", story + `<div>Rapat berikutnya 3 Maret 2025</div>`, "", ""},
		{"changed, then published", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><div>Diperbarui 4 Maret 2025, terbit 3 Maret 2025</div>` + text + `</div>`, "2025-03-03", "text"},
		{"published, then changed", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><div class="tanggal">Terbit 3 Maret 2025, diperbarui 4 Maret 2025</div>` + text + `</div>`, "2025-03-03", "label"},
		{"changed, then published, in a label", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><div class="tanggal">Diperbarui: 4 Maret 2025 10:00 | Terbit: 3 Maret 2025 09:00</div>` + text + `</div>`, "2025-03-03", "label"},
		{"a period", "id", "", `<h1>Pasar Rakyat Digelar</h1><div>Kuwarasan, 3 - 9 Maret 2025</div>` + text + `</div>`, "", ""},
		{"a period over two years", "id", "", `<h1>Pasar Rakyat Digelar</h1><div>31 Desember 2024-6 Januari 2025</div>` + text + `</div>`, "", ""},
		{"changed, not published", "uk", "", `<h1>Jembatan Gantung Diresmikan</h1><div>Оновлено 3 березня 2025</div>` + text + `</div>`, "", ""},
		{"data of a work that is no article", "id", `<script type="application/ld+json">{"@type":"Review","headline":"Jembatan Gantung Diresmikan","datePublished":"2025-03-03"}</script>`, story, "2025-03-03", "json-ld work"},
		{"data of a story in a list", "id", `<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"Review","headline":"Lain","datePublished":"2025-03-03"}]}</script>`, story, "", ""},
		{"a line above the first paragraph", "id", "", `<h1>Jembatan Gantung Diresmikan</h1><div class="isi"><p>3 Maret 2025</p><p>` + before + `</p><p>` + after + `</p><p>` + last + `</p></div>`, "2025-03-03", "text"},
	} {
		page := `<!doctype html><html xml:lang="` + c.lang + `"><head><title>Jembatan Gantung Diresmikan</title>` + c.head + `</head><body>` + c.body + `</body></html>`
		r := Read(Page{URL: "https://kabartirta.example/a", Body: []byte(page), Fetched: fetched})
		day, rule := "", ""
		if p := r.Article.Published; p != nil {
			day, rule = p.Time.Format(time.DateOnly), p.Rule
		}
		if day != c.day || rule != c.rule {
			t.Errorf("%s: published %q by %q, want %q by %q", c.name, day, rule, c.day, c.rule)
		}
	}
}

// many is a menu of n links.
func many(n int) string {
	s := ""
	for range n {
		s += `<a href="/x">Kanal</a> `
	}
	return s
}
