package extract

import "strings"

// Words that are common in one language and rare in the others.
var stopWords = map[string]map[string]bool{
	"id": set("yang dan di dengan untuk dari pada tidak ini itu dalam akan juga telah oleh sebagai ada bisa kepada adalah karena saat tersebut para agar sudah lebih kami kita mereka menjadi"),
	"jv": set("sing ing lan kang iki iku ora wis karo marang saka nganti amarga supaya uga dening kanggo yen dadi wong ana ning yaiku nalika"),
	"en": set("the of and to in is that for was with on are as by it from have has be at this an were which their will"),
	"su": set("nu jeung teu aya eta ieu ti kana keur geus moal ngan anu téh kudu bisa urang"),
	"ms": set("ialah adalah kerana beliau bagi berkata telah yang dan untuk"),
}

// language tells the language of a text: Indonesian, Javanese or English by its
// words, another by what the page declares.
func language(paragraphs []string, declared string) string {
	counts := map[string]int{}
	total := 0
	for _, p := range paragraphs {
		for w := range strings.FieldsSeq(strings.ToLower(p)) {
			w = strings.Trim(w, ".,;:!?\"'“”‘’()[]-–—")
			total++
			for _, lang := range [...]string{"id", "jv", "en", "su"} {
				if stopWords[lang][w] {
					counts[lang]++
				}
			}
		}
		if total > 1500 {
			break
		}
	}
	best := ""
	for _, lang := range [...]string{"id", "jv", "en", "su"} { // in a fixed order
		if best == "" || counts[lang] > counts[best] {
			best = lang
		}
	}
	code := primary(declared)
	least := 8 // percent of the words
	if best == "en" {
		least = 16 // "in", "an", "was" are words of its neighbours too
	}
	if total >= 12 && counts[best]*100 >= total*least {
		if best == "id" && code == "ms" {
			return "ms"
		}
		if code == best {
			return code
		}
		return best
	}
	return code
}

// primary returns the language of a tag such as "id-ID" or "en_US".
func primary(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	if tag == "in" { // the code of Indonesian until 1989, still in use
		return "id"
	}
	return tag
}
