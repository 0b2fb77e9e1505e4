package extract

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// filler is running text of an invented town, so that a body stands out.
const (
	before = `Kuwarasan, Kabar Tirta – Wali Kota Kuwarasan Sri Lestari meresmikan jembatan gantung di Kelurahan Tirtomoyo, Senin (3/3/2025), setelah dua tahun pengerjaan.`
	after  = `Menurut dia, jembatan sepanjang 84 meter itu akan memangkas waktu tempuh warga ke pasar induk dari empat puluh menit menjadi sepuluh menit saja.`
	last   = `Pemerintah kota berencana membangun dua jembatan serupa pada tahun depan, asalkan anggaran disetujui dewan.`
)

func page1(inside string) Page {
	return Page{
		URL: "https://kabartirta.example/kota/jembatan-gantung-diresmikan",
		Body: []byte(`<!doctype html><html lang="id"><head><title>Jembatan Gantung Diresmikan - Kabar Tirta</title></head><body>
<nav><a href="/">Beranda</a> <a href="/kota">Kota</a></nav><article><h1>Jembatan Gantung Diresmikan</h1><div class="isi">
<p>` + before + `</p>
` + inside + `
<p>` + after + `</p>
<p>` + last + `</p>
</div></article><footer>Hak cipta Kabar Tirta</footer></body></html>`),
	}
}

func TestRelatedForms(t *testing.T) {
	const (
		title = "Dewan Setujui Anggaran Jembatan Kedua"
		url   = "https://kabartirta.example/dewan-setujui-anggaran-jembatan-kedua"
		a     = `<a href="/dewan-setujui-anggaran-jembatan-kedua?utm_source=baca">` + title + `</a>`
	)
	for _, c := range []struct{ name, html, form string }{
		{"line", `<p>Baca juga: ` + a + `</p>`, "line"},
		{"lower case", `<p>baca juga: ` + a + `</p>`, "line"},
		{"strong", `<p><strong>Baca Juga: ` + a + `</strong></p>`, "strong"},
		{"strong words", `<p><strong>Baca Juga :</strong> ` + a + `</p>`, "line"},
		{"caps", `<p>BACA JUGA: ` + a + `</p>`, "caps"},
		{"bracket", `<p>(Baca juga: ` + a + `)</p>`, "bracket"},
		{"square bracket", `<p>[Baca juga: ` + a + `]</p>`, "bracket"},
		{"bullet", `<ul><li>Baca juga: ` + a + `</li></ul>`, "bullet"},
		{"no colon", `<p>Baca juga ` + a + `</p>`, "line"},
		{"dash", `<p>Baca Juga – ` + a + `</p>`, "line"},
		{"other words", `<p>Lihat juga: ` + a + `</p>`, "line"},
		{"simak", `<p>Simak juga: ` + a + `</p>`, "line"},
		{"pula", `<p>Baca pula: ` + a + `</p>`, "line"},
		{"one word", `<p>Bacajuga: ` + a + `</p>`, "line"},
		{"the words are linked too", `<p><a href="/dewan-setujui-anggaran-jembatan-kedua">Baca juga: ` + title + `</a></p>`, "line"},
		{"table", `<table class="linksisip"><tbody><tr><td><div class="lihatjg"><strong>Baca juga: </strong>` + a + `</div></td></tr></tbody></table>`, "table"},
		{"plain table", `<table><tr><td>Baca juga: ` + a + `</td></tr></table>`, "table"},
		{"plugin box", `<div class="jnews_inline_related_post_wrapper"><h3>Baca Juga</h3><article><h3>` + a + `</h3></article></div>`, "box"},
		{"theme box", `<div class="gmr-related-post-onlytitle"><div class="clearfix"><div>Baca Juga</div>` + a + `</div></div>`, "box"},
		{"plugin with one-time names", `<style>.u{}</style><div class="u0a1b2c3d4e5f60718293a4b5c6d7e8f9"><a href="/dewan-setujui-anggaran-jembatan-kedua"><span class="ctaText">baca juga:</span>&nbsp; <span class="postTitle">` + title + `</span></a></div>`, "box"},
		{"any class with the words", `<div class="x-baca-juga-box"><p>` + a + `</p></div>`, "box"},
		{"block quote", `<blockquote><p>Baca juga: ` + a + `</p></blockquote>`, "line"},
		{"heading and list", `<h4>Berita Terkait</h4><ul><li>` + a + `</li></ul>`, "list"},
		{"words alone, link below", `<p><strong>Baca Juga :</strong></p><p>` + a + `</p>`, "line"},
		{"after a break", `<div>` + strings.Repeat("Warga menyambut gembira peresmian itu. ", 3) + `<br>Baca juga: ` + a + `<br></div>`, "line"},
		{"emoji", `<p>👉 Baca juga: ` + a + `</p>`, "line"},
		{"a list in a box", `<div class="related-articles"><h4>Artikel Terkait</h4><ul><li>` + a + `</li></ul></div>`, "list"},
		{"own story embedded", `<figure class="wp-block-embed"><div><blockquote class="wp-embedded-content">` + a + `</blockquote></div></figure>`, "box"},
		{"click here", `<p>Baca juga: ` + title + ` (<a href="/dewan-setujui-anggaran-jembatan-kedua">klik di sini</a>)</p>`, "line"},
		{"a film below", `<h3>Simak juga '` + title + `':</h3><iframe src="/film"></iframe>`, "line"},
		{"a box with a day", `<div class="jnews_inline_related_post_wrapper"><h3>Baca Juga</h3><article><h3>` + a + `</h3><div class="jeg_meta_date"><a href="/x">3 Maret 2025</a></div></article></div>`, "box"},
		{"no address", `<p>Baca juga: ` + title + `</p>`, "line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Read(page1(c.html))
			if got := strings.ToLower(strings.Join(r.Article.Paragraphs, "\n")); strings.Contains(got, "baca juga") || strings.Contains(got, strings.ToLower(title)) || strings.Contains(got, "terkait") {
				t.Errorf("the pointer is still in the text:\n%s", got)
			}
			if n := len(r.Article.Paragraphs); n < 3 || r.Article.Paragraphs[0] != before || r.Article.Paragraphs[n-1] != last || r.Article.Paragraphs[n-2] != after {
				t.Errorf("text lost: %q", r.Article.Paragraphs)
			}
			want := news.Link{Title: title, URL: url, After: 0, Form: c.form}
			if c.name == "no address" || c.name == "a film below" {
				want.URL = ""
			}
			if c.name == "after a break" {
				want.After = 1
			}
			if got := r.Article.Related; len(got) != 1 || got[0] != want {
				t.Errorf("related %+v, want %+v", got, want)
			}
		})
	}
}

func TestRelatedInside(t *testing.T) {
	html := `<p>Jembatan itu dibiayai anggaran daerah (Baca juga: <a href="/biaya-jembatan">Biaya Jembatan Naik Dua Kali</a>). Warga berharap perawatannya dijamin.</p>`
	r := Read(page1(html))
	if want := "Jembatan itu dibiayai anggaran daerah. Warga berharap perawatannya dijamin."; r.Article.Paragraphs[1] != want {
		t.Errorf("paragraph %q, want %q", r.Article.Paragraphs[1], want)
	}
	want := []news.Link{{Title: "Biaya Jembatan Naik Dua Kali", URL: "https://kabartirta.example/biaya-jembatan", After: 1, Form: "bracket"}}
	if !reflect.DeepEqual(r.Article.Related, want) {
		t.Errorf("related %+v, want %+v", r.Article.Related, want)
	}
}

func TestRelatedBreaks(t *testing.T) {
	r := Read(page1(`<p>Baca juga:<br><a href="/satu">Kisah Satu Warga Kota</a><br><a href="/dua">Kisah Dua Warga Kota</a></p>`))
	if got := r.Article.Related; len(got) != 2 || got[0].Title != "Kisah Satu Warga Kota" || got[1].URL != "https://kabartirta.example/dua" {
		t.Errorf("related %+v", got)
	}
}

func TestRelatedList(t *testing.T) {
	html := `<p><strong>Baca juga:</strong></p><ul>`
	for i := range 3 {
		html += fmt.Sprintf(`<li><a href="/kisah-%d">Kisah Warga Tirtomoyo Bagian %d</a></li>`, i, i)
	}
	r := Read(page1(html + `</ul>`))
	if got := len(r.Article.Related); got != 3 {
		t.Fatalf("%d related links, want 3: %+v", got, r.Article.Related)
	}
	for i, l := range r.Article.Related {
		if want := fmt.Sprintf("Kisah Warga Tirtomoyo Bagian %d", i); l.Title != want || l.After != 0 || l.Form != "bullet" {
			t.Errorf("link %d is %+v", i, l)
		}
	}
}

// What only looks like a pointer is text.
func TestNotRelated(t *testing.T) {
	for _, s := range []string{
		"Baca tulis masih menjadi masalah di tiga kelurahan, kata kepala dinas pendidikan setempat.",
		"Terkait hal itu, wali kota meminta warga bersabar sampai hasil audit keluar pekan depan.",
		"Lihat juga kerugian yang ditanggung pedagang selama jalan ditutup, kata Sri Lestari.",
		"Berita terkait pembangunan jembatan itu ramai dibicarakan warga di warung kopi.",
		"“Baca juga aturannya sebelum menebang pohon,” pesan kepala dinas kepada warga.",
	} {
		r := Read(page1("<p>" + s + "</p>"))
		if len(r.Article.Related) > 0 || len(r.Article.Paragraphs) != 4 || r.Article.Paragraphs[1] != s {
			t.Errorf("%q: paragraphs %d, related %+v", s, len(r.Article.Paragraphs), r.Article.Related)
		}
	}
}
