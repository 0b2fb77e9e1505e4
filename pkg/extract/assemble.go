package extract

import (
	"regexp"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// assembled is an article made of blocks, before the fields that come from
// elsewhere on the page.
type assembled struct {
	article   news.Article
	sign      signature
	top       signature // credits above the first paragraph
	sources   []int     // node of the block behind each paragraph
	truncated string
}

// assemble sorts blocks into paragraphs, related links, signature and noise. The
// blocks are in reading order.
func assemble(blocks []block, p Page) assembled {
	var out assembled
	a := &out.article
	blocks = blocks[:min(len(blocks), maxBlocks)]
	widget := hasTopicBox(blocks)
	for i := 0; i < len(blocks); i++ {
		b := &blocks[i]
		b.text = tidy(b.text)
		if b.text == "" {
			continue
		}
		at := len(a.Paragraphs) - 1
		if b.inBox != "" {
			a.Related = append(a.Related, boxLinks(b, at)...)
			continue
		}
		if links, alone, ok := relatedIn(b); ok {
			if alone {
				links, i = targets(blocks, i)
			} else {
				for i+1 < len(blocks) && b.node > 0 && blocks[i+1].node == b.node && blocks[i+1].allLink() && !pointerLine.MatchString(blocks[i+1].text) {
					i++ // a link on the next line of the same element
					for _, l := range blocks[i].links {
						links = append(links, news.Link{Title: trimTitle(blocks[i].text[l.start:l.end]), URL: l.href, Form: b.form})
					}
				}
			}
			if len(links) > 0 {
				for k := range links {
					links[k].After = at
				}
				a.Related = append(a.Related, links...)
				continue
			}
			if alone {
				continue
			}
		}
		if len(b.text) < 40 && digest.MatchString(b.text) && i+1 < len(blocks) && blocks[i+1].kind == item {
			for i+1 < len(blocks) && blocks[i+1].kind == item {
				i++
			}
			continue
		}
		if len(b.text) < 240 && isWall(b.text) {
			out.truncated = "wall"
			continue
		}
		b.cut(advertBefore(b.text))
		if sig, n := creditBefore(b.text); n > 0 {
			out.top.add(sig)
			b.cut(n)
		}
		if b.kind == caption || noise(b) || widget && topicLine(b) {
			continue
		}
		if sig, ok := creditLine(b.text); ok {
			if len(a.Paragraphs) == 0 {
				out.top.add(sig)
			} else {
				out.sign.add(sig)
			}
			continue
		}
		text, inside := cutInside(b)
		for k := range inside {
			inside[k].After = at + 1
		}
		if text = strings.TrimSpace(text); text == "" {
			for k := range inside {
				inside[k].After = at
			}
			a.Related = append(a.Related, inside...)
			continue
		}
		a.Related = append(a.Related, inside...)
		a.Paragraphs = append(a.Paragraphs, text)
		out.sources = append(out.sources, b.node)
	}
	out.trimEnd()
	out.top.add(out.sign)
	out.sign = out.top
	if n := len(a.Paragraphs); n > 0 && cutShort.MatchString(a.Paragraphs[n-1][tailStart(a.Paragraphs[n-1], 60):]) {
		out.truncated = "ellipsis"
	}
	for i := 0; i < len(a.Paragraphs) && i < 2 && a.Dateline == ""; i++ { // the first may be a caption
		a.Dateline = dateline(a.Paragraphs[i])
		if len(a.Paragraphs[i]) > 250 {
			break
		}
	}
	resolve(p.URL, a.Related)
	dropDoubles(a)
	return out
}

// trimEnd cuts the signature off the end. It is looked for in the last three
// paragraphs, because a disclaimer or a topic may follow it.
func (out *assembled) trimEnd() {
	a := &out.article
	n := len(a.Paragraphs)
	for i := n - 1; i >= 0 && i >= n-3; i-- {
		text, sig, ok := cutTail(a.Paragraphs[i], i == n-1 || len(a.Paragraphs[n-1]) < 80)
		if !ok {
			continue
		}
		sig.add(out.sign) // credits follow the signature
		out.sign = sig
		if text == "" {
			out.drop(i)
		} else {
			a.Paragraphs[i] = text
		}
		return
	}
}

// drop removes a paragraph and moves the places of related links.
func (out *assembled) drop(i int) {
	a := &out.article
	a.Paragraphs = append(a.Paragraphs[:i], a.Paragraphs[i+1:]...)
	out.sources = append(out.sources[:i], out.sources[i+1:]...)
	for k := range a.Related {
		if a.Related[k].After >= i {
			a.Related[k].After--
		}
	}
}

// boxLinks reads the links of a plugin's box.
func boxLinks(b *block, at int) []news.Link {
	var out []news.Link
	for _, l := range b.links {
		title := trimTitle(b.text[min(l.start, len(b.text)):min(l.end, len(b.text))])
		if title == "" || pointerOnly(title) {
			continue
		}
		out = append(out, news.Link{Title: title, URL: l.href, After: at, Form: b.form})
	}
	return joinSplit(out)
}

func pointerOnly(s string) bool {
	m := pointerLine.FindStringSubmatchIndex(s)
	return m != nil && strings.Trim(s[m[6]:m[7]], " :.-–>»") == ""
}

// targets finds what a line "Baca juga:" that stands alone points to: the links
// that follow it, or on plain text the next line. It returns the place of the
// last block it took.
func targets(blocks []block, i int) ([]news.Link, int) {
	var out []news.Link
	lead := &blocks[i]
	form := "line"
	if lead.kind == heading || len(strings.Fields(lead.text)) > 0 && strings.Contains(strings.ToLower(lead.text), "terkait") {
		form = "list"
	}
	last := i
	for j := i + 1; j < len(blocks) && len(out) < 12; j++ {
		b := &blocks[j]
		b.text = tidy(b.text)
		if b.text == "" {
			continue
		}
		if len(out) > 0 && len(b.text) < 40 && len(b.links) == 0 && preface(b.text) {
			last = j // the day of the story above
			continue
		}
		if b.allLink() && len(b.text) < 400 && !pointerOnly(b.text) {
			f := form
			if b.kind == item {
				f = "bullet"
				if form == "list" {
					f = "list"
				}
			}
			for _, l := range b.links {
				if t := trimTitle(b.text[l.start:l.end]); t != "" {
					out = append(out, news.Link{Title: t, URL: l.href, Form: f})
				}
			}
			last = j
			continue
		}
		if b.node == 0 && len(out) == 0 && len(b.text) < 220 && !strings.HasSuffix(b.text, ".") {
			out = append(out, news.Link{Title: trimTitle(b.text), Form: "line"})
			last = j
		}
		break
	}
	return joinSplit(out), last
}

// The bounds of one article. None of the press comes near.
const (
	maxInside = 50   // pointers inside one paragraph
	maxBlocks = 5000 // blocks of a text
)

// cutInside takes pointers out of the middle of a paragraph.
func cutInside(b *block) (string, []news.Link) {
	text := b.text
	var links []news.Link
	for i := len(b.links) - 1; i >= 0 && len(links) < maxInside; i-- {
		l := b.links[i]
		if l.end > len(text) || l.start > l.end {
			continue
		}
		from := tailStart(text[:l.start], 64)
		m := pointerInside.FindStringIndex(text[from:l.start])
		if m == nil {
			continue
		}
		m[0] += from
		opened := strings.ContainsAny(text[m[0]:l.start], "([")
		end := l.end
		if rest := strings.TrimLeft(text[end:], " .\"”"); opened && rest != "" && (rest[0] == ')' || rest[0] == ']') {
			end = len(text) - len(rest) + 1
		}
		form := "line"
		if opened {
			form = "bracket"
		}
		links = append([]news.Link{{Title: trimTitle(text[l.start:l.end]), URL: l.href, Form: form}}, links...)
		text = strings.TrimRight(text[:m[0]], " ") + joint(text[:m[0]], text[end:]) + strings.TrimLeft(text[end:], " ")
	}
	for len(links) < maxInside && strings.ContainsAny(text, "([") {
		m := pointerBracket.FindStringSubmatchIndex(text)
		if m == nil {
			return text, links
		}
		links = append(links, news.Link{Title: trimTitle(text[m[2]:m[3]]), Form: "bracket"})
		text = text[:m[0]] + joint(text[:m[0]], text[m[1]:]) + strings.TrimLeft(text[m[1]:], " ")
	}
	return text, links
}

// joint is what stands between two pieces when something between them was cut.
func joint(before, behind string) string {
	behind = strings.TrimLeft(behind, " ")
	if strings.TrimSpace(before) == "" || behind == "" || strings.ContainsRune(".,;:!?)", firstRune(behind)) {
		return ""
	}
	return " "
}

// dropDoubles removes related links that repeat one with the same target or, when
// they have none, the same title.
func dropDoubles(a *news.Article) {
	seen := map[string]bool{}
	out := a.Related[:0]
	for _, l := range a.Related {
		key := strings.ToLower(l.Title) + "\n" + l.URL
		if l.Title == "" || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, l)
	}
	a.Related = out
	if len(out) == 0 {
		a.Related = nil
	}
}

func hasTopicBox(blocks []block) bool {
	for i := range blocks {
		if len(blocks[i].text) < 40 && topicBox.MatchString(strings.TrimSpace(blocks[i].text)) {
			return true
		}
	}
	return false
}

// topicLine is a line of such a widget: a few words that end without a stop.
func topicLine(b *block) bool {
	return words(b.text) <= 6 && !terminal(b.text) && upperStart(b.text) && !strings.HasPrefix(b.text, "(")
}

var (
	// cutShort is the end of a text that goes on elsewhere.
	cutShort = regexp.MustCompile(`(?i)(?:\[\s*(?:…|\.\.\.)\s*\]|(?:…|\.\.\.)\s*\(?(?:baca selengkapnya|selengkapnya|lanjut(?:kan)? membaca|read more|continue reading)\)?)\s*[.»>→]*\s*$`)
	// wall is a line that closes the text off.
	wall = regexp.MustCompile(`(?i)(?:untuk (?:melanjutkan|membaca) (?:membaca|selengkapnya|artikel)|(?:artikel|berita|konten) ini (?:khusus|hanya|eksklusif) (?:untuk )?(?:pelanggan|anggota|member|premium)|berlangganan (?:sekarang )?untuk (?:membaca|melanjutkan|akses)|(?:subscribe|sign in|log in|register) to (?:continue|keep) reading|this (?:article|story|content) is (?:for|only available to|exclusive to) (?:subscribers|members)|already a subscriber\?)`)
)

// isWall reports whether a line closes the text off. Few lines have one of the words
// without which none does.
func isWall(line string) bool {
	line = strings.ToLower(line)
	for _, word := range [...]string{"melanjutkan", "membaca", "berlangganan", "pelanggan", "anggota", "member", "premium", "reading", "subscriber"} {
		if strings.Contains(line, word) {
			return wall.MatchString(line)
		}
	}
	return false
}

// record notes which rules gave the fields that come from the blocks.
func (a *assembled) record(r *Reading) {
	art := &r.Article
	art.Byline, art.Desk = a.sign.people, a.sign.desk
	if !a.sign.empty() {
		rule := a.sign.rule
		if len(art.Byline) > 0 {
			art.Rules["byline"] = rule
		}
		if len(art.Desk) > 0 {
			art.Rules["desk"] = rule
		}
	}
	for _, p := range art.Paragraphs {
		r.Words += words(p)
	}
}
