package extract

import (
	"regexp"
	"strings"
)

// noiseMax is the length up to which a block may be noise, in bytes.
const noiseMax = 320

// phrases are how lines begin that stand in the middle or at the end of an article
// and are not its text: adverts, calls to follow, credits of a syndicate, buttons.
// The words are those of the trade, not of a page.
var phrases = []string{
	// Where else the text was published.
	`artikel ini (?:telah|sudah) (?:di)?(?:tayang|terbit|publikasi|muat)`,
	`berita ini (?:telah|sudah) (?:tayang|terbit)`,
	`this (?:article|story|post) (?:was|is|has been|originally|first)\b.{0,40}(?:published|appeared|updated|posted|written by|part of)`,
	// Pictures, films and sound.
	`(?:simak|tonton|saksikan|lihat) (?:juga )?(?:video|foto|breaking)`, `\[?gambas\s*:`, `video\s*:\s`,
	`\[?(?:cuplikan|lihat) (?:layar|gambar)`, `dok(?:umentasi)?\.?\s*:`, `dok\.\s.{0,60}$`, `foto-foto\s*:`, `sumber (?:foto|gambar)\s*:`, `(?:foto|ilustrasi|gambar|photo)\s*[:/]`,
	`(?:photo|image|picture|video)s? (?:by|credit|courtesy|source)\b.{0,80}$`, `(?:getty images|shutterstock|reuters|afp|ap photo)\.?$`,
	`(?:image|photo|picture) (?:caption|copyright|credit|source)\b`, `media caption\b`,
	`watch\s*(?:now|:|the video|more)\b?.{0,60}$`, `listen (?:to|now)\b.{0,60}$`,
	// Adverts.
	`scroll (?:untuk|to) `, `advertisement`, `advert$`, `iklan$`, `(?:pasang iklan|space iklan)`,
	`(?:story|article) continues? (?:below|after)`, `konten ini (?:di)?(?:produksi|buat) (?:dengan|oleh) (?:ai|bantuan)`,
	// Follow us.
	`(?:ikuti|follow|dapatkan|cek|baca|update) (?:(?:kami|akun|berita|informasi|update|terus|artikel|dan|juga|saluran|channel|kumpulan|info)\b.{0,60}){0,3}` +
		`(?:google news|whatsapp|telegram|instagram|youtube|facebook|tiktok|twitter|medsos|media sosial|setiap hari|pilihan|aplikasi)`,
	`cek berita dan artikel`, `ikuti (?:kami|saluran|berita|channel|terus berita)`, `google news\b`, `temukan lebih banyak$`,
	`gabung (?:di|ke|dengan|grup)\b.{0,60}(?:whatsapp|telegram)`, `jangan lupa (?:ikuti|follow|subscribe)`,
	`(?:download|unduh|install) (?:aplikasi|app)\b.{0,40}(?:kami|berita|sekarang|gratis)`,
	`follow (?:us|him|her|me|the|[A-Z@]\S*(?: \S+)?) (?:on|at)\b.{0,60}$`, `(?:like|join) us on\b`,
	`sign up (?:for|to|here|now|today)\b`, `subscribe (?:to|now|here|for|today)\b`, `newsletter\b.{0,60}$`,
	`get (?:the|our|all the|breaking|unlimited|more)\b.{0,80}(?:newsletter|inbox|app|email|delivered|alerts?)`,
	`get .{3,60} (?:delivered (?:to|through)|in your inbox)`,
	// Buttons and what stands beside them.
	`bagikan(?: ini| artikel| berita)?\s*:?$`, `bagikan:?`, `share (?:this|ke|on|to)\b.{0,30}$`, `share$`, `(?:share|print|email) (?:this|article)\b.{0,30}$`,
	`klik (?:di sini|disini|link)`, `(?:click|tap) here (?:to|for)\b`, `skip (?:to|advert|ad)\b.{0,40}$`, `back to top$`, `loading\W*$`,
	`halaman (?:selanjutnya|berikutnya|sebelumnya|\d)`, `(?:lanjut|lanjutkan) (?:ke halaman|membaca)`, `continue reading\b.{0,60}$`,
	`(?:post views|dilihat|dibaca)\s*:?\s*[\d.,]+`, `\d+ (?:min|minute)s? read$`,
	`tags?\s*:`, `topik\s*:`, `tag terkait`, `ringkasan berita\s*:?$`,
	`(?:last )?(?:updated|modified|published|posted)(?: on| at)?\s*:?\s.{0,40}\d{4}.{0,20}$`,
	// Other stories.
	`read (?:more|next|the full|also|full)\b.{0,3}[:>]`, `(?:related|more) (?:articles?|stories|posts?|topics?|news|coverage|content)\W*$`,
	`(?:you (?:may|might) (?:also )?(?:like|be interested)|more (?:stories )?from|more on|most (?:read|popular)|recommended for you|trending|don.t miss|what to read next|editors?.? picks?)\b.{0,50}$`,
	// Readers' comments.
	`(?:tulis|beri|kirim|lihat) komentar`, `\d+ komentar$`, `komentar$`, `\d+ comments?$`, `(?:leave|post|add|write) a (?:comment|reply)`,
	`(?:view|show|hide|read|load)(?: all)? comments?`, `comments? (?:are|section|policy)\b.{0,40}`, `have your say`,
	`what (?:do|did) you think\b.{0,120}\?.{0,60}comments?`,
	// The outlet about itself.
	`(?:dilarang|hak cipta)\b.{0,40}(?:mengutip|mengambil|dilindungi|crawling)`, `copyright\b`, `©`, `all rights reserved`,
	`(?:disclaimer|disclosure)\s*:`, `terms (?:of|and) `, `privacy policy`, `report a typo`, `correction policy`,
	`(?:this|our) (?:web\s?)?site (?:is )?us(?:es|ing) cookies`, `we use (?:them|cookies)\b`, `(?:situs|website) ini menggunakan cookie`,
	`(?:please )?enable javascript`, `send (?:us )?(?:your )?(?:tips?|feedback|an email)\b`,
	`contact (?:the (?:author|writer|reporter)|us)\b.{0,80}$`, `(?:e-?mail|reach|write to)\s*:?\s*\S+@\S+\s*$`,
}

// advert is what a site writes where an advert stands, when it lost its line end.
var advert = regexp.MustCompile(`(?i)^(?:scroll (?:to continue with content|untuk (?:melanjutkan|lanjut) (?:membaca|baca))|advertisement)\s*[:.]?\s+`)

// advertBefore returns how many bytes of an advert stand before the text of a block.
func advertBefore(text string) int {
	const leastText = 40
	if at := advert.FindStringIndex(text); at != nil && len(text)-at[1] >= leastText {
		return at[1]
	}
	return 0
}

var noiseStart = newStarts(phrases)

// noise reports whether a block is no text of the article.
func noise(b *block) bool {
	if b.judged != b.text || b.text == "" { // it is asked more than once
		b.judged, b.noisy = b.text, noiseText(b.text)
	}
	return b.noisy
}

func noiseText(t string) bool {
	if len(t) > noiseMax {
		return false
	}
	if strings.ContainsRune("\"“‘”", firstRune(t)) {
		return false // somebody speaks
	}
	if strings.Trim(t, " .-–—_=*•|·:/\\()[]<>~+#") == "" {
		return true
	}
	return noiseStart.match(t) || len(t) < 250 && photoCredit.MatchString(t)
}

// photoCredit is how a caption ends that stands as a paragraph.
var photoCredit = regexp.MustCompile(`(?i)[(\[]\s*(?:foto|ft|dok|gambar|ilustrasi)\s*[:/.][^()\[\]]{0,60}[)\]]\.?$`)

// digest is the heading of a list that says the article in short; the list repeats
// the text that follows.
var digest = regexp.MustCompile(`(?i)^(?:ringkasan berita|ringkasan|poin penting|intinya|key points|highlights)\s*:?$`)

// topicBox is what a search engine's topic widget leaves in text that was copied
// from the page: a heading and short lines between the paragraphs.
var topicBox = regexp.MustCompile(`(?i)^temukan lebih banyak$`)
