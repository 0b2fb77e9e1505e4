package extract

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/jejak-id/jejak/pkg/extract/dom"
)

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

var urlMonth = regexp.MustCompile(`/((?:19|20)\d{2})/([a-z]{3})/(\d{1,2})/`)

// copied is the path of a copy in an archive, which tells when it was copied.
var copied = regexp.MustCompile(`^/web/\d{14}[a-z_]*/`)

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
