package extract

import (
	"regexp"
	"strings"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/news"
)

// The words by which outlets point to another story of theirs. "Baca" alone
// needs a colon: "Baca tulis" begins a sentence.
const pointer = `(?:(?:baca|lihat|simak|tonton|cek|dengar)(?:\s*(?:juga|pula|lainnya|selengkapnya|artikel(?:\s+\pL+)?|berita(?:\s+\pL+)?))|bacajuga` +
	`|(?:berita|artikel|informasi|topik|konten)\s+(?:terkait|lainnya|lain|sebelumnya|pilihan|menarik\s+lainnya|rekomendasi)|terkait|baca` +
	`|see\s+also|read\s+also|also\s+read|read\s+more|related(?:\s+(?:stories|articles|news|coverage|links?|content|posts?|topics?))?|recommended(?:\s+(?:stories|articles|reading))?|more\s+on\s+this(?:\s+story)?)`

var (
	// pointerLine is a line that opens with such words. Group 1 is the words,
	// group 2 the colon or dash, group 3 what follows.
	pointerLine = regexp.MustCompile(`(?is)^[\s\p{P}\p{So}\p{Sm}]*(` + pointer + `)\s*([:：;]|-|–|—|>+|»|\|)?\s*(.*)$`)
	// pointerInside is such words inside a paragraph, in brackets or before a link.
	pointerInside = regexp.MustCompile(`(?i)[\(\[]?\s*\b(?:baca|lihat|simak|tonton)\s*(?:juga|pula|selengkapnya)?\s*[:：]\s*$|[\(\[]\s*(?:` + pointer + `)\s*[:：]?\s*$`)
	// pointerBracket is a bracketed pointer in plain text.
	pointerBracket = regexp.MustCompile(`(?i)\s*[\(\[]\s*(?:baca|lihat|simak)\s*(?:juga|pula)?\s*[:：]\s*([^()\[\]]{8,200})[\)\]]`)
	clickHere      = regexp.MustCompile(`(?i)\(?\b(?:klik|baca|lihat|cek)?\s*(?:di\s*sini|selengkapnya|link(?: ini)?|here)\)?$`)
	quoted         = regexp.MustCompile(`^['"‘’“”]([^'"‘’“”]{8,160})['"‘’“”]\s*:$`)
	bareWord       = regexp.MustCompile(`(?i)^(?:baca|terkait|related|read\s+more|recommended)$`)
)

// relatedIn tells whether a block is a pointer and what it points to. alone is
// true when the block is only the words and what follows it is the target.
func relatedIn(b *block) (links []news.Link, alone, ok bool) {
	if len(b.text) > 600 {
		return nil, false, false
	}
	m := pointerLine.FindStringSubmatchIndex(b.text)
	if m == nil {
		return nil, false, false
	}
	lead, mark := b.text[m[2]:m[3]], m[4] >= 0
	rest := strings.TrimSpace(b.text[m[6]:m[7]])
	if r := firstRune(b.text[m[3]:]); isLetter(r) {
		return nil, false, false // "terkaitnya", "bacaan"
	}
	if rest == "" || strings.Trim(rest, " :.-–>»*|") == "" {
		if bareWord.MatchString(lead) && !mark && len(b.links) > 0 {
			return nil, false, false // a button, such as "read more"
		}
		return nil, true, true
	}
	if f := quoted.FindStringSubmatch(rest); f != nil && len(b.links) == 0 && !bareWord.MatchString(lead) {
		return []news.Link{{Title: f[1], Form: b.form}}, false, true // a film that is embedded below
	}
	linked := 0
	for _, a := range b.links {
		if a.end > m[6] {
			linked += a.end - max(a.start, m[6])
		}
	}
	switch {
	case linked*10 >= len(rest)*7:
	case mark && !bareWord.MatchString(lead) && len(rest) < 260:
	case mark && len(b.links) == 0 && len(rest) < 200 && !strings.Contains(rest, ". "):
	case !mark && !bareWord.MatchString(lead) && len(b.links) == 0 && !terminal(rest) && len(rest) < 160 && upperStart(rest):
	default:
		return nil, false, false
	}
	form := b.form
	if lead == strings.ToUpper(lead) && (form == "line" || form == "") {
		form = "caps"
	}
	if t := strings.TrimSpace(b.text); strings.HasPrefix(t, "(") || strings.HasPrefix(t, "[") {
		form = "bracket"
		rest = strings.TrimRight(rest, " )]")
	}
	for _, a := range b.links {
		if a.end <= m[6] {
			continue
		}
		title := trimTitle(b.text[max(a.start, m[6]):a.end])
		if title == "" {
			continue
		}
		links = append(links, news.Link{Title: title, URL: a.href, Form: form})
	}
	links = joinSplit(links)
	if len(links) == 1 && clickHere.MatchString(links[0].Title) {
		if named := strings.Trim(clickHere.ReplaceAllString(rest, ""), " ()[]-–:"); len(named) > 8 {
			links[0].Title = trimTitle(named)
		}
	}
	if len(links) == 0 {
		href := ""
		if len(b.links) > 0 { // the words themselves are the link
			href = b.links[0].href
		}
		links = []news.Link{{Title: trimTitle(rest), URL: href, Form: form}}
	}
	return links, false, true
}

func upperStart(s string) bool {
	r := firstRune(strings.TrimLeft(s, " \"'“‘”*[("))
	return isUpper(r) || r >= '0' && r <= '9'
}

// joinSplit joins links of one target that markup split in two.
func joinSplit(links []news.Link) []news.Link {
	out := links[:0]
	for _, l := range links {
		if n := len(out); n > 0 && out[n-1].URL == l.URL && l.URL != "" {
			out[n-1].Title = tidy(out[n-1].Title + " " + l.Title)
			continue
		}
		out = append(out, l)
	}
	return out
}

func trimTitle(s string) string {
	s = tidy(s)
	if m := pointerLine.FindStringSubmatchIndex(s); m != nil && m[4] >= 0 && m[6] < len(s) {
		s = s[m[6]:]
	}
	return strings.Trim(s, " \u00a0*•|")
}

// resolve brings the links into canonical form where that can be done.
func resolve(base string, links []news.Link) {
	for i := range links {
		href := strings.TrimSpace(links[i].URL)
		if href == "" || strings.HasPrefix(href, "#") {
			links[i].URL = ""
			continue
		}
		u, err := canonical.Join(base, href)
		if err != nil {
			u, err = canonical.URL(href)
		}
		if err != nil {
			u = ""
		}
		links[i].URL = u
	}
}
