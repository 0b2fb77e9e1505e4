package amount

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/lang"
)

// short are the regulations that news cites by a short name, folded, with the way
// to write it.
var short = map[string]string{
	"uu": "UU", "uud": "UUD", "perppu": "Perppu", "perpu": "Perppu", "pp": "PP", "perpres": "Perpres", "keppres": "Keppres", "inpres": "Inpres",
	"perda": "Perda", "perdes": "Perdes", "perwali": "Perwal", "perwal": "Perwal", "perwako": "Perwal", "perbup": "Perbup", "pergub": "Pergub",
	"permen": "Permen", "permenpan": "Permen PANRB", "permenpanrb": "Permen PANRB", "permenkeu": "PMK", "pmk": "PMK", "pma": "PMA",
	"permenag": "PMA", "kepmen": "Kepmen",
	"kepwali": "Kepwal", "kepwal": "Kepwal", "kepbup": "Kepbup", "kepgub": "Kepgub", "ingub": "Ingub", "inbup": "Inbup", "inwal": "Inwal",
	"pkpu": "PKPU", "perma": "Perma", "sema": "SEMA", "perpol": "Perpol", "perkap": "Perkap", "pojk": "POJK", "se": "SE", "sk": "SK", "qanun": "Qanun",
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
	{[]string{"peraturan", "wali", "kota"}, "Perwal"},
	{[]string{"peraturan", "bupati"}, "Perbup"},
	{[]string{"peraturan", "gubernur"}, "Pergub"},
	{[]string{"peraturan", "menteri"}, "Permen"},
	{[]string{"peraturan", "kepolisian"}, "Perpol"},
	{[]string{"peraturan", "kapolri"}, "Perkap"},
	{[]string{"peraturan", "kpu"}, "PKPU"},
	{[]string{"peraturan", "mahkamah", "agung"}, "Perma"},
	{[]string{"keputusan", "presiden"}, "Keppres"},
	{[]string{"keputusan", "menteri"}, "Kepmen"},
	{[]string{"keputusan", "wali", "kota"}, "Kepwal"},
	{[]string{"keputusan", "bupati"}, "Kepbup"},
	{[]string{"keputusan", "gubernur"}, "Kepgub"},
	{[]string{"instruksi", "presiden"}, "Inpres"},
	{[]string{"instruksi", "menteri"}, "Inmen"},
	{[]string{"instruksi", "gubernur"}, "Ingub"},
	{[]string{"instruksi", "bupati"}, "Inbup"},
	{[]string{"instruksi", "wali", "kota"}, "Inwal"},
	{[]string{"surat", "edaran"}, "SE"},
	{[]string{"surat", "keputusan"}, "SK"},
}

// ministries are how ministries are named in the short names of their regulations,
// by the words with which the long name begins. In capitals they stand alone:
// "Permendagri", but "Permen PUPR".
var ministries = []struct{ words, short string }{
	{"dalam negeri", "dagri"},
	{"keuangan", "keu"},
	{"kesehatan", "kes"},
	{"sosial", "sos"},
	{"perhubungan", "hub"},
	{"ketenagakerjaan", "aker"},
	{"tenaga kerja", "aker"},
	{"agama", "ag"},
	{"perdagangan", "dag"},
	{"pertanian", "tan"},
	{"perindustrian", "perin"},
	{"pariwisata dan ekonomi kreatif", "parekraf"},
	{"pariwisata", "par"},
	{"pemuda dan olahraga", "pora"},
	{"hukum dan hak asasi manusia", "kumham"},
	{"hukum dan ham", "kumham"},
	{"hukum", "kum"},
	{"komunikasi dan informatika", "kominfo"},
	{"komunikasi dan digital", "komdigi"},
	{"pendidikan dasar dan menengah", "dikdasmen"},
	{"pendidikan kebudayaan riset", "dikbudristek"},
	{"pendidikan dan kebudayaan", "dikbud"},
	{"pendidikan tinggi", "diktisaintek"},
	{"desa", "des"},
	{"koperasi", "kop"},
	{"kehutanan", "hut"},
	{"lingkungan hidup dan kehutanan", "LHK"},
	{"lingkungan hidup", "LH"},
	{"pekerjaan umum dan perumahan", "PUPR"},
	{"pekerjaan umum", "PU"},
	{"perumahan", "PKP"},
	{"energi dan sumber daya", "ESDM"},
	{"kelautan", "KP"},
	{"pendayagunaan aparatur", "PANRB"},
	{"panrb", "PANRB"},
	{"pan", "PANRB"},
	{"agraria", "ATR"},
	{"atr", "ATR"},
	{"badan usaha milik negara", "BUMN"},
}

// provinces are those that have a short name, which news mostly uses.
var provinces = map[string]string{
	"jawa timur": "Jatim", "jawa tengah": "Jateng", "jawa barat": "Jabar", "sumatera utara": "Sumut", "sumatera barat": "Sumbar",
	"sumatera selatan": "Sumsel", "sulawesi selatan": "Sulsel", "sulawesi utara": "Sulut", "sulawesi tengah": "Sulteng",
	"sulawesi tenggara": "Sultra", "sulawesi barat": "Sulbar", "kalimantan barat": "Kalbar", "kalimantan timur": "Kaltim",
	"kalimantan selatan": "Kalsel", "kalimantan tengah": "Kalteng", "kalimantan utara": "Kaltara", "nusa tenggara barat": "NTB",
	"nusa tenggara timur": "NTT", "daerah istimewa yogyakarta": "DIY", "bangka belitung": "Babel", "kepulauan riau": "Kepri",
}

// initials are the provinces that are known by theirs.
var initials = map[string]bool{"dki": true, "diy": true, "ntb": true, "ntt": true}

// subjects are the words with which news says what a regional regulation is about
// where its region would stand: "Perda Pajak Daerah Nomor 1 Tahun 2024".
var subjects = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`pajak retribusi ketertiban ketenteraman ketentraman tibum trantibum kawasan tanpa minuman miras
		parkir perparkiran pengelolaan perlindungan penyelenggaraan pendidikan kesehatan sampah persampahan bangunan perubahan pencabutan
		disabilitas penanaman perizinan larangan rokok narkoba narkotika cagar budaya kebudayaan pesantren toko pasar reklame hari rencana tata
		penanggulangan pencegahan pembangunan pemajuan pelestarian pemberdayaan penataan pembentukan susunan tentang anak perempuan pangan
		pariwisata kepariwisataan anggaran pertanggungjawaban perumahan permukiman desa pemilihan inovasi pelayanan tanggung jalan`) {
		m[w] = true
	}
	return m
}()

// ministry reports whether a kind of regulation is that of some ministry.
func ministry(kind string) bool { return kind == "Permen" || kind == "Kepmen" || kind == "Inmen" }

// named returns the kind of a regulation with its ministry, and whose it is as far
// as that tells two of the kind apart: "Permen PUPR", "Permendagri"; "Perda" of
// "Kota Malang"; "SE" of "Bupati Malang".
func named(kind string, whose []lang.Token) (name, owner string) {
	whose = plain(whose)
	switch {
	case ministry(kind):
		switch m := ministryOf(whose); {
		case m == "":
			return kind, ""
		case kind == "Permen" && (m == "keu" || m == "ag"):
			return map[string]string{"keu": "PMK", "ag": "PMA"}[m], ""
		case !capital(m):
			return kind + m, ""
		default:
			return kind + " " + m, ""
		}
	case kind == "SE" || kind == "SK":
		return kind, author(whose)
	}
	switch kind {
	case "Perda", "Qanun", "Perwal", "Kepwal", "Inwal", "Perbup", "Kepbup", "Inbup", "Pergub", "Kepgub", "Ingub", "Perdes":
		return kind, region(kind, whose)
	}
	return kind, ""
}

// ministerial returns the name of a regulation that has its ministry in one word
// with it, "Permendikdasmen": ministries come and go, so any will do.
func ministerial(t lang.Token) string {
	if t.Kind != lang.Word {
		return ""
	}
	for _, head := range []string{"permen", "kepmen", "inmen"} {
		rest, ok := strings.CutPrefix(t.Fold, head)
		if !ok || len(rest) < 2 {
			continue
		}
		for _, m := range ministries {
			if capital(m.short) && strings.EqualFold(m.short, rest) {
				return title(head) + " " + m.short
			}
		}
		return title(t.Fold)
	}
	return ""
}

// plain leaves out that the state is a republic.
func plain(words []lang.Token) []lang.Token {
	var out []lang.Token
	for _, w := range words {
		if w.Fold != "ri" && w.Fold != "republik" && w.Fold != "indonesia" {
			out = append(out, w)
		}
	}
	return out
}

// ministryOf returns the short name of a ministry, or its words.
func ministryOf(words []lang.Token) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Fold)
	}
	name := strings.Join(all, " ") + " "
	bare := strings.ReplaceAll(name, " dan ", " ")
	for _, m := range ministries {
		if w := strings.ReplaceAll(m.words, " dan ", " ") + " "; strings.HasPrefix(bare, w) {
			return m.short
		}
	}
	return written(words)
}

// author writes whose a circular or a decree is: "Mendagri", "Bupati Malang".
func author(words []lang.Token) string {
	if len(words) < 2 || words[0].Fold != "menteri" {
		return written(words)
	}
	m := ministryOf(words[1:])
	if !capital(m) {
		return "Men" + m
	}
	return "Menteri " + m
}

// region writes the region whose regulation it is. For a kind that only one level
// has, the level is left out: "Perwal Malang". A word for what the regulation is
// about ends it.
func region(kind string, words []lang.Token) string {
	for k, w := range words {
		if subjects[w.Fold] && !(k == 0 && kind == "Perdes") {
			words = words[:k]
			break
		}
	}
	if len(words) == 0 {
		return ""
	}
	level := words[0].Fold
	if level == "kab" {
		level = "kabupaten"
	}
	switch {
	case level == "provinsi" || level == "prov" || level == "propinsi",
		level == "kota" && (kind == "Perwal" || kind == "Kepwal" || kind == "Inwal"),
		level == "kabupaten" && (kind == "Perbup" || kind == "Kepbup" || kind == "Inbup"),
		level == "desa" && kind == "Perdes":
		words = words[1:]
	case level == "kota" || level == "kabupaten":
	case kind == "Perda" && words[0].Case == lang.Upper && len(words[0].Fold) <= len("RPJMD") && !initials[words[0].Fold]:
		return "" // "Perda KTR": what it is about
	}
	s := written(words)
	if p := provinces[lang.Fold(s)]; p != "" {
		return p
	}
	return s
}

// written returns words as a name is written, whatever capitals the text has.
func written(words []lang.Token) string {
	var out []string
	for _, w := range words {
		switch {
		case w.Fold == "kab":
			out = append(out, "Kabupaten")
		case w.Case == lang.Lower || w.Case == lang.Upper && len(w.Fold) > 5 || w.Fold == "kota" || w.Fold == "wali":
			out = append(out, title(w.Fold))
		default:
			out = append(out, strings.TrimSuffix(w.Text, "."))
		}
	}
	return strings.Join(out, " ")
}

func title(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

func capital(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(c)
}
