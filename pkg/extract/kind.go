package extract

import (
	"regexp"
	"strings"
)

var (
	challengeText = regexp.MustCompile(`(?i)^(?:just a moment|attention required|checking your browser|verify(?:ing)? you are (?:a )?human|access (?:to this page has been )?denied|are you a robot|please wait|one moment, please|ddos-guard|security check|sedang memeriksa|403 forbidden|pardon our interruption|human verification)`)
	missingText   = regexp.MustCompile(`(?i)(?:^|\W)(?:404|410)(?:\W|$)|(?:halaman|laman|artikel|berita|konten)(?: yang \pL+ \pL+)? (?:tidak|tak|belum) (?:di)?(?:temukan|ketemu|tersedia|ada)|page (?:not|cannot be|could not be) found|not found|(?:telah|sudah) dihapus|no longer available|tidak dapat ditemukan`)
	searchText    = regexp.MustCompile(`(?i)^(?:hasil (?:pencarian|penelusuran)|search results?|pencarian|anda mencari|results for|you searched)`)
	searchURL     = regexp.MustCompile(`(?i)/(?:search|cari|pencarian)(?:/|\?|$)|[?&](?:s|q|query|keyword|cari)=`)
	listURL       = regexp.MustCompile(`(?i)/(?:tag|tags|topik|topic|kategori|category|author|penulis|indeks?|archive|arsip|label|page)(?:/[^/?#]*)?/?(?:[?#]|$)`)
	videoURL      = regexp.MustCompile(`(?i)/(?:video|videos|tv|watch|vod|20detik)/`)
	aboutURL      = regexp.MustCompile(`(?i)/(?:tentang(?:-kami)?|about(?:-us)?|redaksi|susunan-redaksi|kontak(?:-kami)?|hubungi-kami|contact(?:-us)?|pedoman-(?:media|pemberitaan)[a-z-]*|kebijakan-privasi|privacy-policy|disclaimer|karir|info-iklan|kode-etik[a-z-]*|syarat-[a-z-]*|terms[a-z-]*)/?(?:[?#]|$)`)
	galleryURL    = regexp.MustCompile(`(?i)/(?:foto|photo|photos|gallery|galeri|galleries|infografis|slideshow)/`)
)

// minWords is the shortest text that is taken for an article where nothing but the
// density of text on the page speaks for one.
const minWords = 20

// notArticle tells why a page is no article, or "". It is asked after the body was
// read: a page with a story is a story whatever else it holds.
func (pg *page) notArticle(r *Reading, l *ld, p Page, linked int) string {
	a := &r.Article
	title := first(a.Title, pg.meta.title)
	size, longest := 0, 0
	for _, s := range a.Paragraphs {
		size += len(s)
		longest = max(longest, len(s))
	}
	typ := strings.ToLower(pg.meta.get("og:type"))
	described := l.article != nil || typ == "article" || strings.HasPrefix(typ, "article") || a.Published != nil && a.Published.Rule != "url" && a.Published.Rule != "text"
	switch {
	case size < 1500 && challengeText.MatchString(first(pg.meta.title, title)):
		return "challenge: the site asks for proof of a browser"
	case size < 1200 && missingText.MatchString(title) && !described:
		return "soft 404: the page says that there is nothing here"
	case size < 600 && len(a.Paragraphs) > 0 && !described && missingText.MatchString(a.Paragraphs[0]) && len(a.Paragraphs[0]) < 120:
		return "soft 404: the page says that there is nothing here"
	case searchText.MatchString(title) || searchURL.MatchString(p.URL) && l.article == nil && typ != "article":
		return "search page"
	case l.types["LiveBlogPosting"]:
		return "live blog"
	case aboutURL.MatchString(p.URL) && l.article == nil && a.Published == nil:
		return "a page of the outlet about itself"
	case size < 500 && l.article == nil && (strings.HasPrefix(typ, "video") || l.types["VideoObject"] || videoURL.MatchString(p.URL)):
		return "video page"
	case size < 500 && (l.types["ImageGallery"] || l.types["MediaGallery"] || galleryURL.MatchString(p.URL)):
		return "gallery"
	case len(a.Paragraphs) == 0:
		return "no text"
	case l.article != nil && l.articles == 1:
		return ""
	case p.URL != "" && frontPage(p.URL) && a.Published == nil:
		return "listing: the front page of a site"
	case l.articles == 0 && (l.types["CollectionPage"] || l.types["ItemList"] || l.types["SearchResultsPage"]) && typ != "article" && size < 3000:
		return "listing"
	case listURL.MatchString(p.URL) && l.article == nil && typ != "article":
		return "listing"
	case l.articles > 4 && linked > size && typ != "article":
		return "listing"
	case !described && size < 800 && longest < 220 && linked > 4*size && linked > 1500:
		return "listing"
	case r.Words < minWords && !described && a.Rules["paragraphs"] == "density":
		return "too short: a few words, and nothing says that they are an article"
	}
	return ""
}
