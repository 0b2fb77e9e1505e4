package extract

import (
	"regexp"
	"strings"
	"unicode"
)

// textBlocks splits plain text into blocks. A line is a paragraph, except that
// copying a page breaks lines at inline markup, such as a link on a name: a line
// that goes on with the sentence before it belongs to it.
func textBlocks(src string) []block {
	var lines []string
	for line := range strings.SplitSeq(src, "\n") {
		if line = tidy(line); line != "" {
			lines = append(lines, line)
		}
	}
	var out []block
	for i, line := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		n := len(out)
		title := n > 1 && pointerOnly(out[n-2].text) // of the article that "Baca juga:" on a line of its own points at
		if n > 0 && !title && goesOn(out[n-1].text, line, next) {
			if !strings.ContainsRune(",.;:)", firstRune(line)) && !strings.HasSuffix(out[n-1].text, "(") {
				out[n-1].text += " "
			}
			out[n-1].text += line
			continue
		}
		b := block{text: line, form: "line"}
		if bulleted(line) {
			b.form = "bullet"
		}
		out = append(out, b)
	}
	return out
}

func bulleted(line string) bool {
	return strings.HasPrefix(line, "•") || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "– ")
}

// goesOn reports whether a line continues the text before it. next is the line behind it.
func goesOn(before, line, next string) bool {
	if terminal(before) && !titleEnd.MatchString(before) || pointerOnly(before) || pointerLine.MatchString(line) || len(before) > 4000 {
		return false
	}
	r := firstRune(line)
	switch {
	case unicode.IsLower(r), r == ',', r == '.', r == ';':
		return true
	case r == '–', r == '—', r == '-':
		return len(before) < 80 && datelineWords(strings.TrimRight(before, " -–—"))
	case unicode.IsUpper(r) && (hangs(before) || titleEnd.MatchString(before)), r == '(' && shortForm(line):
		return true
	}
	// A name with a link of its own: "… dipimpin Rektor" / "Prof. Budi Santoso" / ", M.M. …".
	const sentence, name = 60, 70 // bytes
	return unicode.IsUpper(r) && len(before) >= sentence && len(line) < name && !terminal(line) &&
		(unicode.IsLower(firstRune(next)) || strings.ContainsRune(",;)", firstRune(next)))
}

// titleEnd is an abbreviated title or given name, whose dot ends no sentence.
var titleEnd = regexp.MustCompile(`(?:^|[ (.])(?:[Dd]r|[Dd]rg|Drs|Dra|Ir|Hj?|KH|Prof|Pdt|Moch?|Muh|Jl|No)\.$`)

// hangs reports whether a text breaks off where no sentence and no heading ends.
func hangs(s string) bool {
	if strings.HasSuffix(s, "(") || strings.HasSuffix(s, ",") {
		return true
	}
	switch s[strings.LastIndexByte(s, ' ')+1:] {
	case "dan", "atau", "serta", "di", "ke", "dari", "oleh", "pada", "dengan", "untuk", "bagi", "yang", "selaku", "sebagai", "adalah", "yakni", "yaitu",
		"melalui", "bahwa", "antara", "terhadap", "kepada", "tentang", "seperti", "para", "dalam", "menjadi", "merupakan", "mengenai", "bersama":
		return true
	}
	return false
}

// shortForm reports whether a line begins with the short form of what stands before it and
// goes on: "(Bappeda) Kabupaten …". A byline in brackets has small letters or a slash, and ends.
func shortForm(line string) bool {
	short, rest, _ := strings.Cut(strings.TrimPrefix(line, "("), ")")
	return len(short) < 16 && rest != "" && unicode.IsUpper(firstRune(short)) && !strings.ContainsAny(short, "/ ")
}
