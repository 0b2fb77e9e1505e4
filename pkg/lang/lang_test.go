package lang

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Walikota", "wali kota"}, {"WALI KOTA", "wali kota"}, {"Wali-Kota", "wali kota"}, {"Wakil Walikota", "wakil wali kota"},
		{"Jum’at", "jumat"}, {"Jum'at", "jumat"}, {"Jumat", "jumat"}, {"Ma`ruf", "maruf"},
		{"S.E., M.M.", "se mm"}, {"SE MM", "se mm"}, {"S.STP.,M.Si", "sstp msi"}, {"S.STP.M.Si", "sstp msi"},
		{"Drs.H.Ali", "drs h ali"}, {"K.H. Ali", "kh ali"}, {"Ph.D", "phd"},
		{"Rp150 ribu", "rp 150 ribu"}, {"Rp2,5 miliar", "rp 2,5 miliar"},
		{"Purworejo.go.id", "purworejo.go.id"}, {"“Ayo!”", "ayo"}, {"Café Ésok", "cafe esok"}, {"Al–Amin", "al amin"},
		{"", ""}, {"…", ""}, {"selesai.Kemudian", "selesai kemudian"}, {"ke\u00adgiatan", "kegiatan"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Kamis-Sabtu (15–17/5)", "w:Kamis h:- w:Sabtu p:( n:15 h:– n:17 p:/ n:5 p:)"},
		{"Jl. Raya No. 4", "a:Jl. w:Raya a:No. n:4"},
		{"AKBP Dr. Budi, S.I.K.", "w:AKBP a:Dr. w:Budi p:, a:S.I.K."},
		{"'Mbois' itu", "q:' w:Mbois q:' w:itu"},
		{"(ws13/rhd)", "p:( w:ws13 p:/ w:rhd p:)"},
		{"Walikota", "w:Wali w:kota"},
		{"kataBudi, iPhone", "w:kata w:Budi p:, w:iPhone"},
		{"“Siap,’’ katanya", "q:“ w:Siap p:, q:’’ w:katanya"},
		{"malam – pagi", "w:malam p:– w:pagi"},
		{"Rp1.250.000,-", "w:Rp n:1.250.000 p:, p:-"},
		{"3,5M", "n:3,5 w:M"},
		{"dr. Ani. Dia", "a:dr. w:Ani p:. w:Dia"},
	} {
		var got []string
		for _, tok := range Tokens(c.in) {
			got = append(got, tok.Kind.String()[:1]+":"+tok.Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("Tokens(%q) = %s, want %s", c.in, s, c.want)
		}
	}
	tok := Tokens("Pö, Béta")[2]
	if tok.Start != 4 || tok.End != 8 || tok.Byte != 5 || tok.Case != Capital {
		t.Errorf("third token = %+v", tok)
	}
}

func sentenceTexts(text string) []string {
	p := Read(text)
	var out []string
	for _, s := range p.Sentences {
		out = append(out, p.Slice(s.From, s.To))
	}
	return out
}

func TestSentences(t *testing.T) {
	for _, want := range [][]string{
		{"Drs. H. Budi S.E., M.M. hadir di Jl. Mawar No. 4.", "Ia pulang."},
		{"“Baik. Kita mulai.”", "Ia lalu duduk."},
		{"“Baik. Kita mulai,” kata Budi.", "Semua bertepuk tangan."},
		{`"Baik. Kita mulai," kata Budi.`, `"Besok lagi. Pagi-pagi."`},
		{"“Tidak pernah ditutup.", "Lalu kalimat lain."},
		{"Anggaran Rp2.5 miliar cair!", "Kapan?", "Besok."},
		{"Ada kursi, meja, dll.", "Semua baru."},
		{"AKBP Dr. Budi Santoso, S.I.K.", "Menurut dia aman."},
		{"Rapat selesai.", "(ws13/rhd)"},
		{"1. Pertama begini.", "Kedua begitu."},
		{"Pukul 08.30 WIB acara dibuka oleh Plt. Kepala Dinas."},
	} {
		text := strings.Join(want, " ")
		if got := sentenceTexts(text); !slices.Equal(got, want) {
			t.Errorf("sentences of %q:\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestQuotations(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`“Siap,” kata Budi.`, `[“Siap,”]`},
		{`Ada rapat.”Kenapa? Karena perlu,” jelas Budi.`, `[”Kenapa? Karena perlu,”]`},
		{`Ramai sekali.“Ini baru,” ujarnya. "Lama," katanya`, `[“Ini baru,” "Lama,"]`},
		{`“Siap selalu,’’ katanya. ”Ayo, “ ajaknya.`, `[“Siap selalu,’’ ”Ayo, “]`},
		{`“Tidak ditutup. “Ini ditutup,” katanya.`, `[“… “Ini ditutup,”]`},
		{`“Acara “Bersih Desa” itu ramai,” katanya.`, `[“Acara “Bersih Desa” itu ramai,”]`},
		{`lalu selesai,” katanya. “Besok`, `[…,” “…]`},
		{`kata 'mbois' itu`, `[]`},
		{`‘’Ini kedua,’’ ungkap Budi. “Ini ketiga,’ tambahnya.`, `[‘’Ini kedua,’’ “Ini ketiga,’]`},
		{`“Sudah lama sekali, ”ujar Budi. “Ini, “katanya.`, `[“Sudah lama sekali, ” “Ini, “]`},
	} {
		tokens := Tokens(c.in)
		var got []string
		for _, q := range Quotations(tokens) {
			switch {
			case q.Open < 0:
				got = append(got, "…,"+tokens[q.Close].Text)
			case q.Close < 0:
				got = append(got, tokens[q.Open].Text+"…")
			default:
				got = append(got, c.in[tokens[q.Open].Byte:tokens[q.Close].Byte+len(tokens[q.Close].Text)])
			}
		}
		if s := fmt.Sprint(got); s != c.want {
			t.Errorf("Quotations(%q) = %s, want %s", c.in, s, c.want)
		}
	}
}

func TestStem(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"pertanian", "tani"}, {"bertani", "tani"}, {"katanya", "kata"}, {"mengatakan", "kata"}, {"kebaikan", "baik"},
		{"menulis", "tulis"}, {"penulisan", "tulis"}, {"menyapu", "sapu"}, {"memukul", "pukul"}, {"mengirimkan", "kirim"},
		{"pembangunan", "bangun"}, {"dibangunkan", "bangun"}, {"berjalan", "jalan"}, {"belajar", "ajar"}, {"terbesar", "besar"},
		{"sebaik", "baik"}, {"jalanlah", "jalan"}, {"bukunya", "buku"}, {"memperbaiki", "baik"}, {"pemerintahan", "perintah"},
		{"bekerja", "kerja"}, {"pekerjaan", "kerja"}, {"kesehatan", "sehat"}, {"pendidikan", "didik"}, {"anggaran", "anggar"},
		{"memberikan", "beri"}, {"diberikan", "beri"}, {"pemberian", "beri"}, {"kemenangan", "menang"}, {"tekanan", "tekan"},
		{"mengurus", "urus"}, {"mengaku", "aku"}, {"mengatur", "atur"}, {"meminta", "minta"}, {"penyebaran", "sebar"}, {"mengumpulkan", "kumpul"},
		{"makan", "makan"}, {"bukan", "bukan"}, {"diskusi", "diskusi"}, {"ikan", "ikan"}, {"kantor", "kantor"},
		// Names and abbreviations stay.
		{"sekda", "sekda"}, {"suryanto", "suryanto"}, {"bappeda", "bappeda"}, {"muthohirin", "muthohirin"}, {"karangploso", "karangploso"},
		{"", ""}, {"di", "di"}, {"Menulis", "Menulis"}, {"é́", "é́"},
	} {
		if got := Stem(c.in); got != c.want {
			t.Errorf("Stem(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestClasses(t *testing.T) {
	if !ClassOf("akbp").Has(Rank) || !ClassOf("gus").Has(Religious) || !ClassOf("msi").Has(Degree) || !ClassOf("pak").Has(Honorific) {
		t.Error("a word class is missing")
	}
	if MonthOf("pebruari") != 2 || MonthOf("mei") != 5 || MonthOf("senin") != 0 || WeekdayOf("jumat") != 5 || WeekdayOf("mei") != 0 {
		t.Error("the calendar is wrong")
	}
	for _, verb := range strings.Fields("ujar ujarnya kata katanya tegas tegasnya jelas jelasnya tandas ungkap tutur papar sebut menurut menurutnya") {
		if StopWord(verb) {
			t.Errorf("StopWord(%q): a speech verb", verb)
		}
	}
	if !StopWord("yang") || StopWord("retret") {
		t.Error("StopWord does not know its words")
	}
}

// check holds the promises of the package comment against one text.
func check(text string) error {
	tokens := Tokens(text)
	at, runes := 0, 0
	gap := func(to int) error {
		for i := at; i < to; {
			c, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsSpace(c) && !invisible(c) {
				return fmt.Errorf("%q at byte %d is in no token", c, i)
			}
			i += n
			runes++
		}
		return nil
	}
	for i, t := range tokens {
		if t.Byte < at || text[t.Byte:t.Byte+len(t.Text)] != t.Text || t.Text == "" {
			return fmt.Errorf("token %d %+v does not reproduce the text", i, t)
		}
		if err := gap(t.Byte); err != nil {
			return err
		}
		if t.Start != runes || t.End != runes+utf8.RuneCountInString(t.Text) {
			return fmt.Errorf("token %d %+v begins at code point %d", i, t, runes)
		}
		if t.Fold == "" {
			return fmt.Errorf("token %d %+v has no folded form", i, t)
		}
		at, runes = t.Byte+len(t.Text), t.End
	}
	if err := gap(len(text)); err != nil {
		return err
	}
	next := 0
	for _, s := range Sentences(tokens) {
		if s.From != next || s.To <= s.From {
			return fmt.Errorf("sentence %+v after token %d", s, next)
		}
		next = s.To
	}
	if next != len(tokens) {
		return fmt.Errorf("sentences end at token %d of %d", next, len(tokens))
	}
	for _, t := range tokens {
		Stem(t.Fold)
	}
	return nil
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Walikota Malang, Drs. H. Ali S.E., M.M. hadir.", "“Ayo,” seru Wahyu. 'Mbois'", "a\xffb\xc3 Jum’at",
		"Rp2,5 miliar (15-17/5/2025)", "..a.b.c..d", "\u200b\u00ad-e\u0301'", "S.STP.M.Si.X.Y.Z.A.B.C.D.E.F.G"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := check(text); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		plain := strings.Map(func(c rune) rune {
			if c == ' ' || c < 0x250 && unicode.IsLetter(c) {
				return c
			}
			return -1
		}, text)
		if once := Fold(plain); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, and again %q", plain, once, Fold(once))
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("Wali Kota Purwasari, Drs. H. Budi Santoso S.E., M.M. menyampaikan “rapat ini penting, ya,” di Balai Kota, Kamis (15/5/2025). ", 27)
	b.SetBytes(int64(len(text)))
	var room []Token
	for b.Loop() {
		room = AppendTokens(room[:0], text)
		Sentences(room)
	}
}
