package extract

import (
	"strings"
	"unicode"
)

// textBlocks splits plain text into blocks. A line is a paragraph, except that
// copying a page breaks lines at inline markup: a line that goes on in lower case
// or with a dash belongs to the one before it.
func textBlocks(src string) []block {
	var out []block
	for line := range strings.SplitSeq(src, "\n") {
		line = tidy(line)
		if line == "" {
			continue
		}
		if n := len(out); n > 0 && goesOn(out[n-1].text, line) {
			if !strings.ContainsRune(",.;:)", firstRune(line)) {
				out[n-1].text += " "
			}
			out[n-1].text += line
			continue
		}
		b := block{text: line, form: "line"}
		switch {
		case strings.HasPrefix(line, "•") || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "– "):
			b.form = "bullet"
		}
		out = append(out, b)
	}
	return out
}

// goesOn reports whether a line continues the text before it.
func goesOn(before, line string) bool {
	if terminal(before) || pointerOnly(before) || pointerLine.MatchString(line) || len(before) > 4000 {
		return false
	}
	r := firstRune(line)
	if unicode.IsLower(r) {
		return true
	}
	dash := r == '–' || r == '—' || r == '-'
	return dash && len(before) < 80 && datelineWords(strings.TrimRight(before, " -–—")) || r == ',' || r == '.' || r == ';'
}
