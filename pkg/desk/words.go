package desk

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/desk/locale"
)

// The glossary holds every word that the desk says, in both languages side by
// side: "key | Bahasa Indonesia | English". %s stands for a value; "{article|articles}"
// is the first form when the first value is 1, which English asks for and
// Indonesian does not.
//
//go:embed glossary.txt
var glossaryText string

var glossary = readGlossary(glossaryText)

func readGlossary(text string) map[string][2]string {
	out := map[string][2]string{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 3 {
			panic("desk: glossary line " + line + ": want key | Indonesian | English") // unreachable: a test reads the file
		}
		out[f[0]] = [2]string{f[1], f[2]}
	}
	return out
}

// word returns what the glossary says for a key. A key that is not there is shown
// as itself in brackets; a test looks for every key of the templates.
func word(l locale.Lang, key string, args ...any) string {
	pair, ok := glossary[key]
	if !ok {
		return "[" + key + "]"
	}
	s := pair[0]
	if l == locale.English {
		s = pair[1]
	}
	if len(args) == 0 {
		return s
	}
	for i, a := range args {
		args[i] = fmt.Sprint(a)
	}
	return fmt.Sprintf(plural(s, args[0] == "1"), args...)
}

// plural picks the form for one or for many.
func plural(s string, one bool) string {
	for {
		before, rest, ok := strings.Cut(s, "{")
		if !ok {
			return s
		}
		forms, after, _ := strings.Cut(rest, "}")
		single, many, _ := strings.Cut(forms, "|")
		if !one {
			single = many
		}
		s = before + single + after
	}
}

// wordOr returns what the glossary says for a key, or something else.
func wordOr(l locale.Lang, key, other string) string {
	if _, ok := glossary[key]; !ok {
		return other
	}
	return word(l, key)
}
