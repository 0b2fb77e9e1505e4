package extract

import (
	"regexp"
	"strings"
)

// noiseLine is what stands in the middle or at the end of an article and is not
// its text: adverts, calls to follow, credits of a syndicate. The words are those
// of the trade, not of a page. Only lines of up to noiseMax bytes are asked.
const noiseMax = 320

var noiseStart = regexp.MustCompile(`(?i)^[\s\p{P}\p{S}]*(?:` + strings.Join([]string{
	// Indonesian
	`artikel ini (?:telah|sudah) (?:di)?(?:tayang|terbit|publikasi|muat)`, `berita ini (?:telah|sudah) (?:tayang|terbit)`,
	`(?:simak|tonton|saksikan|lihat) (?:juga )?(?:video|foto|breaking)`, `\[?gambas\s*:`, `video\s*:\s`, `scroll (?:untuk|to) `, `advertisement`, `iklan$`,
	`(?:pasang iklan|space iklan)`, `advert$`, `back to top$`, `(?:this|our) (?:web\s?)?site (?:is )?us(?:es|ing) cookies`, `we use (?:them|cookies)\b`, `(?:situs|website) ini menggunakan cookie`, `get .{3,60} (?:delivered (?:to|through)|in your inbox)`, `(?:ikuti|follow|dapatkan|cek|baca|update) (?:(?:kami|akun|berita|informasi|update|terus|artikel|dan|juga|saluran|channel|kumpulan|info)\b.{0,60}){0,3}(?:google news|whatsapp|telegram|instagram|youtube|facebook|tiktok|twitter|medsos|media sosial|setiap hari|pilihan|aplikasi)`,
	`cek berita dan artikel`, `ikuti (?:kami|saluran|berita|channel|terus berita)`, `temukan lebih banyak$`, `google news\b`,
	`(?:download|unduh|install) (?:aplikasi|app)`, `bagikan(?: ini| artikel| berita)?\s*:?$`, `bagikan:?`, `halaman (?:selanjutnya|berikutnya|sebelumnya|\d)`, `(?:lanjut|lanjutkan) (?:ke halaman|membaca)`,
	`(?:dilarang|hak cipta)\b.{0,40}(?:mengutip|mengambil|dilindungi|crawling)`, `copyright\b`, `©`, `klik (?:di sini|disini|link)`, `share (?:this|ke|on|to)\b.{0,30}$`, `tags?\s*:`, `topik\s*:`, `tag terkait`,
	`(?:tulis|beri|kirim|lihat) komentar`, `\d+ komentar$`, `komentar$`, `ringkasan berita\s*:?$`, `gabung (?:di|ke|dengan|grup)\b.{0,60}(?:whatsapp|telegram)`, `jangan lupa (?:ikuti|follow|subscribe)`,
	`(?:post views|dilihat|dibaca)\s*:?\s*[\d.,]+`, `\[?(?:cuplikan|lihat) (?:layar|gambar)`, `dok(?:umentasi)?\.?\s*:`, `sumber (?:foto|gambar)\s*:`, `(?:foto|ilustrasi|gambar|photo)\s*[:/]`,
	`konten ini (?:di)?(?:produksi|buat) (?:dengan|oleh) (?:ai|bantuan)`,
	// English and what is common elsewhere
	`(?:story|article) continues? (?:below|after)`, `continue reading\b.{0,60}$`, `sign up (?:for|to|here|now|today)\b`, `subscribe (?:to|now|here|for|today)\b`, `(?:click|tap) here (?:to|for)\b`,
	`follow (?:us|him|her|me|the|[A-Z@]\S*(?: \S+)?) (?:on|at)\b.{0,60}$`, `(?:like|join) us on\b`, `read (?:more|next|the full|also|full)\b.{0,3}[:>]`, `all rights reserved`, `(?:photo|image|picture|video)s? (?:by|credit|courtesy|source)\b.{0,80}$`, `(?:getty images|shutterstock|reuters|afp|ap photo)\.?$`,
	`this (?:article|story|post) (?:was|is|has been|originally|first)\b.{0,40}(?:published|appeared|updated|posted|written by|part of)`, `(?:share|print|email) (?:this|article)\b.{0,30}$`, `share$`, `skip (?:to|advert|ad)\b.{0,40}$`, `(?:please )?enable javascript`, `loading\W*$`, `(?:you (?:may|might) (?:also )?(?:like|be interested)|more (?:stories )?from|more on|most (?:read|popular)|recommended for you|trending|don.t miss|what to read next|editors?.? picks?)\b.{0,50}$`,
	`(?:related|more) (?:articles?|stories|posts?|topics?|news|coverage|content)\W*$`, `\d+ comments?$`, `(?:leave|post|add|write) a (?:comment|reply)`, `(?:view|show|hide|read|load)(?: all)? comments?`, `comments? (?:are|section|policy)\b.{0,40}`, `newsletter\b.{0,60}$`, `get (?:the|our|all the|breaking|unlimited|more)\b.{0,80}(?:newsletter|inbox|app|email|delivered|alerts?)`, `send (?:us )?(?:your )?(?:tips?|feedback|an email)\b`, `contact (?:the (?:author|writer|reporter)|us)\b.{0,80}$`, `(?:e-?mail|reach|write to)\s*:?\s*\S+@\S+\s*$`, `listen (?:to|now)\b.{0,60}$`, `watch\s*(?:now|:|the video|more)\b?.{0,60}$`, `(?:disclaimer|disclosure)\s*:`, `what (?:do|did) you think\b.{0,120}\?.{0,60}comments?`, `have your say`, `report a typo`, `correction policy`, `terms (?:of|and) `, `privacy policy`,
	`(?:image|photo|picture) (?:caption|copyright|credit|source)\b`, `media caption\b`, `(?:last )?(?:updated|modified|published|posted)(?: on| at)?\s*:?\s.{0,40}\d{4}.{0,20}$`, `\d+ (?:min|minute)s? read$`,
}, "|") + `)`)

// noise reports whether a block is no text of the article.
func noise(b *block) bool {
	if len(b.text) > noiseMax {
		return false
	}
	t := b.text
	if strings.ContainsRune("\"“‘”", firstRune(t)) {
		return false // somebody speaks
	}
	if strings.Trim(t, " .-–—_=*•|·:/\\()[]<>~+#\u00a0") == "" {
		return true
	}
	return noiseStart.MatchString(t)
}

// digest is the heading of a list that says the article in short; the list repeats
// the text that follows.
var digest = regexp.MustCompile(`(?i)^(?:ringkasan berita|ringkasan|poin penting|intinya|key points|highlights)\s*:?$`)

// topicBox is what a search engine's topic widget leaves in text that was copied
// from the page: a heading and short lines between the paragraphs.
var topicBox = regexp.MustCompile(`(?i)^temukan lebih banyak$`)
