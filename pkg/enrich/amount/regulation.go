package amount

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// short are the regulations that news cites by a short name, folded, with the way
// to write it.
var short = map[string]string{
	"uu": "UU", "uud": "UUD", "perppu": "Perppu", "pp": "PP", "perpres": "Perpres", "keppres": "Keppres", "inpres": "Inpres",
	"perda": "Perda", "perdes": "Perdes", "perwali": "Perwali", "perwal": "Perwali", "perbup": "Perbup", "pergub": "Pergub",
	"permendagri": "Permendagri", "permenkes": "Permenkes", "permendikbud": "Permendikbud", "permenpan": "PermenPAN",
	"permenpanrb": "PermenPAN", "permenkeu": "PMK", "pmk": "PMK", "permenaker": "Permenaker", "permensos": "Permensos",
	"permen": "Permen", "permenhub": "Permenhub", "permenlhk": "PermenLHK", "permendes": "Permendes", "kepwali": "Kepwali",
	"kepbup": "Kepbup", "pkpu": "PKPU", "perma": "Perma", "sema": "SEMA", "se": "SE", "sk": "SK", "qanun": "Qanun",
}

// long are the names in full: the words behind "peraturan", "keputusan" and so on.
var long = []struct {
	words []string
	short string
}{
	{[]string{"undang", "undang", "dasar"}, "UUD"},
	{[]string{"undang", "undang"}, "UU"},
	{[]string{"peraturan", "pemerintah", "pengganti", "undang", "undang"}, "Perppu"},
	{[]string{"peraturan", "pemerintah"}, "PP"},
	{[]string{"peraturan", "presiden"}, "Perpres"},
	{[]string{"peraturan", "daerah"}, "Perda"},
	{[]string{"peraturan", "desa"}, "Perdes"},
	{[]string{"peraturan", "wali", "kota"}, "Perwali"},
	{[]string{"peraturan", "bupati"}, "Perbup"},
	{[]string{"peraturan", "gubernur"}, "Pergub"},
	{[]string{"peraturan", "menteri", "dalam", "negeri"}, "Permendagri"},
	{[]string{"peraturan", "menteri", "keuangan"}, "PMK"},
	{[]string{"peraturan", "menteri", "kesehatan"}, "Permenkes"},
	{[]string{"peraturan", "menteri"}, "Permen"},
	{[]string{"keputusan", "presiden"}, "Keppres"},
	{[]string{"keputusan", "wali", "kota"}, "Kepwali"},
	{[]string{"keputusan", "bupati"}, "Kepbup"},
	{[]string{"instruksi", "presiden"}, "Inpres"},
	{[]string{"surat", "edaran"}, "SE"},
	{[]string{"surat", "keputusan"}, "SK"},
}

const between = 9 // tokens between the name of a regulation and its number

// rule reads a regulation: "Perda Nomor 4 Tahun 2023", "UU No. 5/2014", "Peraturan
// Wali Kota Purwasari nomor 24 tahun 2021".
func (r *reader) rule(i int) (news.Amount, int) {
	kind, at := r.kindAt(i)
	if kind == "" {
		return news.Amount{}, 0
	}
	marked := false
	for n := 0; at < len(r.tokens) && n < between; n++ {
		t := r.tokens[at]
		if t.Fold == "nomor" || t.Fold == "no" || t.Fold == "nmr" {
			at, marked = at+1, true
			if r.is(at, ":") || r.is(at, ".") {
				at++
			}
			break
		}
		if t.Kind == lang.Number {
			break
		}
		// Between them stand the short name in brackets and whose it is.
		if !t.Is("(") && !t.Is(")") && t.Case == lang.Lower && t.Fold != "tentang" || t.Kind == lang.Quote {
			return news.Amount{}, 0
		}
		at++
	}
	if at >= len(r.tokens) || !marked && at > i+2 && kind != "UU" {
		return news.Amount{}, 0
	}
	number, end := r.reference(at)
	if number == "" || !marked && (kind == "SE" || kind == "SK") {
		return news.Amount{}, 0
	}
	year := ""
	switch {
	case r.is(end, "tahun") && r.yearAt(end+1):
		year, end = r.tokens[end+1].Text, end+2
	case r.is(end, "/") && r.yearAt(end+1):
		year, end = r.tokens[end+1].Text, end+2
	}
	if year == "" && !marked && kind != "PP" && kind != "UU" {
		return news.Amount{}, 0
	}
	ref := kind + " " + number
	if year != "" {
		ref += "/" + year
	}
	return news.Amount{Kind: regulation, Unit: kind, Ref: ref, Rule: "regulation"}, end
}

// kindAt returns the short name of the regulation whose name begins at the token i,
// and the token behind it.
func (r *reader) kindAt(i int) (string, int) {
	t := r.tokens[i]
	if name := short[t.Fold]; name != "" && (t.Case == lang.Upper || len(t.Fold) > 3) {
		return name, i + 1
	}
	switch t.Fold {
	case "undang", "peraturan", "keputusan", "instruksi", "surat":
	default:
		return "", 0
	}
	for _, l := range long {
		at := i
		for _, w := range l.words {
			if at < len(r.tokens) && r.tokens[at].Kind == lang.Hyphen {
				at++
			}
			if !r.is(at, w) {
				at = -1
				break
			}
			at++
		}
		if at > 0 {
			return l.short, at
		}
	}
	return "", 0
}

// reference reads the number of a regulation at the token i, which may hold letters
// and strokes: "4", "100.3.4/1234/SJ".
func (r *reader) reference(i int) (string, int) {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number {
		return "", 0
	}
	var b strings.Builder
	end := i
	for end < len(r.tokens) && (end == i || r.tokens[end].Start == r.tokens[end-1].End) && (r.tokens[end].IsWord() || r.tokens[end].Is("/") || r.tokens[end].Kind == lang.Hyphen) {
		if r.tokens[end].Is("/") && r.yearAt(end+1) && (end+2 >= len(r.tokens) || !r.tokens[end+2].Is("/")) {
			break // the year is read by the caller
		}
		b.WriteString(r.tokens[end].Text)
		end++
	}
	s := b.String()
	for s != "" && strings.ContainsAny(s[len(s)-1:], "/-") {
		s, end = s[:len(s)-1], end-1
	}
	return s, end
}

func (r *reader) yearAt(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].Kind != lang.Number || len(r.tokens[i].Text) != 4 {
		return false
	}
	return r.tokens[i].Text >= "1945" && r.tokens[i].Text <= "2100"
}
