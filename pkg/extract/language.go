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

// told are the languages that words tell apart.
var told = [...]string{"id", "jv", "en", "su"}

// stopWord has a bit for each language of told that the word is common in.
var stopWord = func() map[string]uint8 {
	out := map[string]uint8{}
	for i, lang := range told {
		for w := range stopWords[lang] {
			out[w] |= 1 << i
		}
	}
	return out
}()

// language tells the language of a text: Indonesian, Javanese or English by its
// words, another by what the page declares.
func language(paragraphs []string, declared string) string {
	var counts [len(told)]int
	total := 0
	for _, p := range paragraphs {
		for w := range strings.FieldsSeq(strings.ToLower(p)) {
			w = strings.Trim(w, ".,;:!?\"'“”‘’()[]-–—")
			total++
			for i, of := 0, stopWord[w]; of != 0; i, of = i+1, of>>1 {
				counts[i] += int(of & 1)
			}
		}
		if total > 1500 {
			break
		}
	}
	best := 0 // the first of the most
	for i := range told {
		if counts[i] > counts[best] {
			best = i
		}
	}
	code := primary(declared)
	least := 8 // percent of the words
	if told[best] == "en" {
		least = 16 // "in", "an", "was" are words of its neighbours too
	}
	if total >= 12 && counts[best]*100 >= total*least {
		if told[best] == "id" && code == "ms" {
			return "ms"
		}
		return told[best]
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
