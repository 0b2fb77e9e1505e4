package desk

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/desk/locale"
)

// The glossary holds every word that the desk says, in both languages side by
// side: "key | Bahasa Indonesia | English". %s stands for a value.
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
	return fmt.Sprintf(s, args...)
}
