package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// signature is who wrote the article and which desk it came from.
type signature struct {
	people []string
	desk   []string
	rule   string
}

func (s *signature) empty() bool { return len(s.people) == 0 && len(s.desk) == 0 }

func (s *signature) add(other signature) {
	for _, p := range other.people {
		if !slices.ContainsFunc(s.people, func(q string) bool { return strings.EqualFold(p, q) }) {
			s.people = append(s.people, p)
		}
	}
	for _, d := range other.desk {
		if !slices.Contains(s.desk, d) {
			s.desk = append(s.desk, d)
		}
	}
	if s.rule == "" {
		s.rule = other.rule
	}
}

// deskWords are labels, not people. They say that a text was paid for or handed
// out, which the reader of an archive wants to know.
var deskWords = map[string]bool{
	"*": true, "**": true, "***": true, "adv": true, "advertorial": true, "advetorial": true, "iklan": true, "humas": true, "prokopim": true, "prokompim": true,
	"protokol": true, "kominfo": true, "diskominfo": true, "red": true, "redaksi": true, "rilis": true, "release": true,
	"pariwara": true, "infotorial": true, "sponsored": true, "ant": true, "antara": true, "tim": true, "hms": true, "admin": true,
	"kip": true, "opini": true, "habis": true, "bersambung": true, "nw": true, "net": true, "mgg": true, "magang": true,
}

var (
	// tail is the signature at the end of a body: (ws13/rhd), [luc/beq], (*), (Nama Orang).
	tail = regexp.MustCompile(`\s*[\(\[]\s*([^()\[\]]{1,60}?)\s*[\)\]]\s*[.*]{0,3}\s*$`)
	// initials are what reporters sign with.
	initials = regexp.MustCompile(`^(?:\*{1,3}|[\pL][\pL\d.'’-]{0,11})(?:\s*[/&+,|]\s*(?:\*{1,3}|[\pL][\pL\d.'’ -]{0,15}))*$`)
	// bareTail is a signature without brackets: "… selesai. ani/bud", "… selesai. -ani-", "… selesai.***".
	bareTail = regexp.MustCompile(`^(.*[.!?”"’])(?:\s+(\pL{2,5}\d{0,2}(?:/\pL{2,5}\d{0,2})+)|\s*[-–—]\s?(\p{Ll}{2,6}\d{0,2}(?:/\p{Ll}{2,6}\d{0,2})*)\s?[-–—]?|\s*(\*{1,3}))\s*$`)
	// personal is a name of one to four capitalised words.
	personal = regexp.MustCompile(`^\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]*){0,3}$`)

	role       = `penulis|reporter|pewarta|wartawan|kontributor|editor|redaktur(?:\s+pelaksana)?|writer|laporan(?:\s+(?:wartawan|reporter))?|penyunting|jurnalis|uploader|publisher|pewarta\s+foto|fotografer|author|written\s+by|reported\s+by|edited\s+by|oleh|by`
	credit     = regexp.MustCompile(`(?i)(?:^|[\s|/,;(\[–—-]+)(` + role + `|sumber)(\s*[:：]\s*|\s+-\s+)`)
	creditLead = regexp.MustCompile(`(?i)^[\s\p{P}]*(?:` + role + `)(?:\s*[:：]|\s+-\s+\S)`)
	source     = regexp.MustCompile(`(?i)^[\s\p{P}]*(?:sumber(?:\s+berita)?|source|dikutip dari)\s*[:：]\s*(\S.{0,200})$`)
	deskLine   = regexp.MustCompile(`(?i)^[\s\p{P}]*((?:tim\s+)?(?:news\s*room|humas|prokopim|prokompim|diskominfo|kominfo|bagian\s+(?:humas|protokol|prokopim)|redaksi|advertorial|pariwara|adv)\b[^.!?:]{0,60}|tim\s+(?:redaksi|liputan|humas|prokopim|kominfo|diskominfo|news)\b[^.!?:]{0,60})[.\s\p{P}]*$`)
	reportLine = regexp.MustCompile(`(?i)^laporan\s+(?:wartawan|reporter|jurnalis|kontributor)\s+(?:\S+\s+){0,2}?\S*(?:\.com|\.co\.id|\.id|tribun\S*|surya\S*)\s*[,:|–-]\s*(\pL[\pL .'’]{2,60})$`)
	rights     = regexp.MustCompile(`(?i)\s*(?:\bcopyright\b|©|hak cipta).*$`)
	handle     = regexp.MustCompile(`\s*[|,(]?\s*(?:@\S+|\S+@\S+\.\S+)\)?`)
)

// cutTail cuts a signature off the end of a paragraph. A word in brackets is one
// only where a sentence has ended before it: "warga lanjut usia (lansia)." is not.
func cutTail(text string, last bool) (string, signature, bool) {
	from := tailStart(text, 160)
	m := tail.FindStringSubmatchIndex(text[from:])
	if m == nil {
		return cutBare(text, from, last)
	}
	for i := range m {
		m[i] += from
	}
	inner, before := text[m[2]:m[3]], strings.TrimRight(text[:m[0]], " ")
	if before != "" && !sentenceEnd(before) && !(last && slashed(inner)) {
		return text, signature{}, false
	}
	sig, ok := readInitials(inner)
	if !ok && last && personal.MatchString(inner) {
		sig, ok = signature{people: []string{inner}}, true
	}
	if !ok && last {
		sig, ok = creditLine(inner)
	}
	if !ok {
		return text, signature{}, false
	}
	sig.rule = "tail"
	return before, sig, true
}

// cutBare cuts a signature that has no brackets; from is where the tail of the text begins.
func cutBare(text string, from int, last bool) (string, signature, bool) {
	m := bareTail.FindStringSubmatch(text[from:])
	if m == nil || !last {
		return text, signature{}, false
	}
	sig, ok := readInitials(first3(m[2], m[3], m[4]))
	sig.rule = "tail"
	return text[:from] + m[1], sig, ok
}

var shortPair = regexp.MustCompile(`^[a-z]{2,4}\d{0,2}(?:/[a-z]{2,4}\d{0,2})+$`)

// slashed reports whether a bracket can only be two signatures, so that no sentence
// need end before it.
func slashed(s string) bool {
	switch s {
	case "km/jam", "dan/atau", "rt/rw", "ya/atau":
		return false
	}
	return shortPair.MatchString(s)
}

// tailStart returns where the last n bytes of a text begin, between two runes.
func tailStart(s string, n int) int {
	i := max(0, len(s)-n)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

func sentenceEnd(s string) bool {
	switch lastRune(strings.TrimRight(s, " *")) {
	case '.', '!', '?', '…', '"', '”', '“', '\'', '’', ')':
		return true
	}
	return false
}

// readInitials reads "ws13/rhd", "*", "adv/humas".
func readInitials(s string) (signature, bool) {
	var sig signature
	if !initials.MatchString(s) && !strings.Contains(s, "/") || len(s) > 48 {
		return sig, false
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/&+,|", r) })
	for _, p := range parts {
		p = strings.TrimSpace(p)
		low := strings.ToLower(p)
		switch {
		case p == "":
		case deskWords[low]:
			sig.desk = append(sig.desk, p)
		case !personal.MatchString(p) && !initials.MatchString(p), strings.ContainsRune(p, ' ') && !personal.MatchString(p):
			return signature{}, false
		case len(parts) == 1 && (len(p) > 6 || p == strings.ToUpper(p) && len(p) > 3):
			return signature{}, false // "(lansia)", "(RSUD)"; names are for the caller
		case len(parts) == 1 && romanOrNumber(low):
			return signature{}, false
		default:
			sig.people = append(sig.people, p)
		}
	}
	return sig, !sig.empty()
}

func romanOrNumber(s string) bool {
	return strings.Trim(s, "ivxlc") == "" || strings.Trim(s, "0123456789") == ""
}

// creditRun is a credit that lost its line end: "Laporan: Ani Wulan SURYA.CO.ID, MALANG - …".
var creditRun = regexp.MustCompile(`^(?i:laporan(?:\s+(?:wartawan|reporter))?)\s*:\s*(\p{Lu}[\p{L}.'’]+(?:\s\p{Lu}[\p{L}.'’]*){0,3}?)\s+(?:\p{Lu}{4,}[.,]?\S*[, ]|\S+\.(?i:com|co\.id|id)\b)`)

// creditBefore reads a credit that stands before the text of a paragraph, and returns how
// many bytes it takes.
func creditBefore(text string) (signature, int) {
	const leastText = 60
	m := creditRun.FindStringSubmatchIndex(text)
	if m == nil || len(text)-m[1] < leastText {
		return signature{}, 0
	}
	return signature{people: names(text[m[2]:m[3]]), rule: "credit"}, m[3]
}

// creditLine reads a line that is all signature: "Penulis : X - Editor : Y",
// "Sumber: …", "Tim Humas Pemkot".
func creditLine(text string) (signature, bool) {
	var sig signature
	if len(text) > 220 {
		return sig, false
	}
	if m := source.FindStringSubmatch(text); m != nil && words(m[1]) <= 12 {
		sig.desk, sig.rule = []string{"Sumber: " + m[1]}, "source"
		return sig, true
	}
	if m := reportLine.FindStringSubmatch(text); m != nil && words(m[1]) <= 5 {
		sig.people, sig.rule = names(m[1]), "credit"
		return sig, !sig.empty()
	}
	if deskLine.MatchString(text) && words(text) <= 9 && capitals(text) {
		sig.desk, sig.rule = []string{strings.TrimRight(text, " .")}, "desk"
		return sig, true
	}
	if !creditLead.MatchString(text) {
		return sig, false
	}
	if i := rights.FindStringIndex(text); i != nil {
		text = text[:i[0]]
	}
	at := credit.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if m[3] < m[2] {
			continue
		}
		if strings.EqualFold(text[m[2]:m[3]], "sumber") {
			sig.add(signature{desk: []string{"Sumber: " + strings.Trim(text[m[1]:end], " .)]")}})
			continue
		}
		for _, name := range names(text[m[1]:end]) {
			sig.add(signature{people: []string{name}})
		}
	}
	sig.rule = "credit"
	return sig, !sig.empty()
}

// capitals reports whether every word begins with a capital, as in a name. A
// sentence about a desk does not.
func capitals(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if r := firstRune(strings.TrimLeft(w, "(\"'“‘")); isLetter(r) && !isUpper(r) && w != "dan" {
			return false
		}
	}
	return true
}

// names splits "Ani Wulan, Budi dan Citra" and leaves out what is no name.
func names(s string) []string {
	s = handle.ReplaceAllString(tidy(s), "")
	s = strings.Trim(s, " \t.,;:|/-–—()[]*")
	var out []string
	for _, part := range splitNames(s) {
		part = strings.Trim(part, " .,;:|/-–—()[]*\"")
		part = untilDate(trimRole(part))
		if n := words(part); n == 0 || n > 6 || len(part) > 60 || strings.ContainsAny(part, "<>{}=") || strings.Contains(part, "://") {
			continue
		}
		if r := firstRune(part); !isLetter(r) {
			continue
		}
		out = append(out, part)
	}
	return out
}

var nameSplit = regexp.MustCompile(`\s*(?:[;|/•·]|\s(?:dan|and|&|y|und|et|e)\s|,\s*(?:dan|and|&)\s)\s*`)

// degree marks a part after a comma that belongs to the name before it.
var degree = regexp.MustCompile(`^(?:[SM]\.?\s?[A-Z][A-Za-z]{0,3}\.?|Ph\.?D|M\.?D|Jr|Sr|Lc|MM|SH|MH|S\.Sos|M\.Si|[A-Z]\.[A-Z][a-z]*\.?|Dr|Prof)\.?$`)

func splitNames(s string) []string {
	var out []string
	for _, part := range nameSplit.Split(s, -1) {
		for i, p := range strings.Split(part, ",") {
			p = strings.TrimSpace(p)
			if i > 0 && len(out) > 0 && degree.MatchString(p) {
				out[len(out)-1] += ", " + p
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// untilDate cuts a date off the end of a name: "Associated Press November 19".
func untilDate(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		if i > 0 && (strings.IndexFunc(f, isDigit) == 0 || monthOf(f) > 0 && i+1 < len(fields) && strings.IndexFunc(fields[i+1], isDigit) == 0 || weekdays[strings.ToLower(strings.Trim(f, ","))] > 0) {
			return strings.TrimRight(strings.Join(fields[:i], " "), " ,|-–")
		}
	}
	return s
}

// trimRole cuts "Oleh ", "By " and the like off the front of a name.
func trimRole(s string) string {
	for _, p := range []string{"oleh ", "by ", "penulis ", "reporter ", "editor ", "pewarta ", "laporan wartawan ", "wartawan ", "kontributor ", "written by ", "von ", "par ", "por "} {
		if rest, ok := cutFold(s, p); ok && isUpper(firstRune(strings.TrimSpace(rest))) {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// dateline reads the place and outlet that a report opens with: "Malang,
// SERU.co.id – …". It stays in the paragraph.
func dateline(paragraph string) string {
	head := paragraph[:min(len(paragraph), 120)]
	if m := radio.FindStringSubmatch(head); m != nil {
		return m[1]
	}
	best := ""
	for i, r := range head {
		if r != '-' && r != '–' && r != '—' && r != ':' || i == 0 {
			continue
		}
		before, behind := head[:i], strings.TrimLeft(head[i+len(string(r)):], "-–—")
		spaced := strings.HasSuffix(before, " ") || strings.HasPrefix(behind, " ")
		before = strings.TrimRight(before, " -–—")
		if !spaced && !(allCaps(before) && opensText(behind)) || !datelineWords(before) || !opensText(behind) {
			if spaced && r != ':' && best != "" {
				break
			}
			continue
		}
		if r == ':' {
			continue
		}
		best = before
	}
	return best
}

func opensText(s string) bool {
	s = strings.TrimLeft(s, " ")
	r := firstRune(s)
	return isUpper(r) || strings.ContainsRune("\"'“‘”’", r) || unicode.IsDigit(r)
}

func allCaps(s string) bool {
	return s == strings.ToUpper(s) && strings.ContainsFunc(s, isLetter)
}

// datelineWords accepts places and outlets: at most eight words, each capital or a
// host, and one of them in capitals, a host, or nothing else than a place.
func datelineWords(s string) bool {
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > 8 || len(s) > 70 || sentenceBreak.MatchString(s) {
		return false
	}
	loud := false
	for _, f := range fields {
		w := strings.Trim(f, "(),|/-–—.\"")
		if w == "" {
			continue
		}
		host := strings.IndexByte(w, '.') > 0
		if !host && !isUpper(firstRune(w)) {
			return false
		}
		if host || len(w) > 1 && w == strings.ToUpper(w) {
			loud = true
		}
	}
	if len(fields) == 1 && !isUpper(firstRune(fields[0])) {
		return false // a host that does not open with a capital: the rest of a line that was cut
	}
	place, outlet, comma := strings.Cut(s, ",")
	return loud || comma && words(place) <= 2 && words(outlet) <= 4 && words(outlet) > 0 && !notPlace[strings.ToLower(fields[0])] ||
		len(fields) <= 2 && !notPlace[strings.ToLower(fields[0])]
}

// radio is how the public broadcaster opens: "KBRN, Kuwarasan : Warga …".
var radio = regexp.MustCompile(`^(\p{Lu}{2,}(?:\.CO\.ID)?, \p{Lu}\pL+(?: \p{Lu}\pL+){0,2})\s*:\s*["“‘]?\p{Lu}`)

var sentenceBreak = regexp.MustCompile(`[.!?]\s+\p{Lu}\p{Ll}|[;"“”]`)

var notPlace = map[string]bool{
	"ini": true, "itu": true, "saat": true, "pada": true, "sebelumnya": true, "wali": true, "bupati": true, "gubernur": true, "ketua": true, "kepala": true,
	"senin": true, "selasa": true, "rabu": true, "kamis": true, "jumat": true, "sabtu": true, "minggu": true, "baca": true, "foto": true, "video": true,
	"penulis": true, "editor": true, "reporter": true, "sumber": true, "the": true, "a": true, "an": true, "update": true, "breaking": true, "but": true, "and": true,
}
