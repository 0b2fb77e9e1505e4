package quote

import "github.com/jejak-id/jejak/pkg/lang"

// stranger is somebody whom the text does not name: "salah satu warga", "khatib". The
// words are all there is of a name.
func (r *reader) stranger(i int) *attribution {
	tokens := r.p.Tokens
	end := i
	for end < len(tokens) && end < i+8 && (tokens[end].IsWord() || tokens[end].Kind == lang.Hyphen) && !halts(tokens[end], false) && tokens[end].Fold != "yang" {
		end++
	}
	if end == i || falseFriends[tokens[i].Fold] || lang.StopWord(tokens[i].Fold) && tokens[i].Fold != "para" && tokens[i].Fold != "seorang" && tokens[i].Fold != "beberapa" {
		return nil
	}
	if n := end + 1; end < len(tokens) && tokens[end].Is(",") && epithets[tokens[i].Fold] { // "ujar saksi, Risman, di lokasi"
		to := n
		for to < len(tokens) && to < n+4 && tokens[to].Kind == lang.Word && tokens[to].Case == lang.Capital && !lang.ClassOf(tokens[to].Fold).Has(lang.Weekday) {
			to++
		}
		if to > n && !placeKind[tokens[n].Fold] && (to == len(tokens) || tokens[to].Is(",") || tokens[to].Is(".") || tokens[to].Is("(")) {
			return &attribution{kind: "nominal", rule: "stranger with a name", to: to, who: r.introduce(r.p.Slice(n, to))}
		}
	}
	return &attribution{kind: "nominal", rule: "stranger", to: end, who: r.introduce(r.p.Slice(i, end))}
}

// placeKind are the words that begin an address, not a name.
var placeKind = set("kecamatan kabupaten kota desa dusun kelurahan provinsi jalan jl gang kampung perumahan rt rw")

// pointsBehind returns the end of a description that goes on at i and ends in "itu", "ini" or
// "tersebut" with its sentence or clause; i when it does not.
func (r *reader) pointsBehind(i int) int {
	tokens := r.p.Tokens
	for n := i; n < len(tokens) && n < i+14; n++ {
		if !tokens[n].IsWord() && tokens[n].Kind != lang.Hyphen {
			break
		}
		if f := tokens[n].Fold; (f == "itu" || f == "ini" || f == "tersebut") && (n+1 == len(tokens) || tokens[n+1].Is(".") || tokens[n+1].Is(",")) {
			return n + 1
		}
	}
	return i
}

// goesOn reports whether the comma at k is inside an office that begins at the token i, and
// its holder comes behind: "Kasi Upaya Hukum, Eksekusi, dan Eksaminasi, Budi", "Ketua PAC
// Sumber, Jetis, Budi".
func (r *reader) goesOn(i, k int) bool {
	tokens := r.p.Tokens
	if !heads[tokens[i].Fold] {
		return false
	}
	and := false
	for n := k + 1; n < len(tokens) && n < i+cueReach; n++ {
		if n > k+1 && r.mentionAt(r.skipTitles(n)) >= 0 {
			return and || tokens[n-1].Is(",") && n-k < 5
		}
		t := tokens[n]
		and = and || t.Fold == "dan"
		if t.Fold != "dan" && !t.Is(",") && (!t.IsWord() || t.Case == lang.Lower) {
			return false
		}
	}
	return false
}

// gives notes the office that a cue gives somebody of whom none is known: after "kata
// hakim Budi", "kata hakim" is Budi.
func (r *reader) gives(who int, words []string) {
	if s := &r.who[who]; len(s.role) == 0 && len(words) > 0 && heads[words[0]] && len(words) <= cueReach {
		s.role = words
	}
}

// halts reports whether a phrase for a speaker ends before t. Within an epithet
// place and origin belong to it: "orang nomor satu di Pemkot Jetis".
func halts(t lang.Token, nominal bool) bool {
	switch t.Fold {
	case "di", "dari", "asal", "pada", "dengan":
		return !nominal || t.Fold == "pada" || t.Fold == "dengan"
	case "kepada", "saat", "ketika", "usai", "seusai", "dalam", "sambil", "seraya", "sembari", "menanggapi", "seperti", "ditemui", "setelah",
		"sebelum", "karena", "untuk", "terkait", "soal", "mengenai", "kala", "melalui", "didampingi", "lewat", "tentang", "dikutip",
		"menjelaskan", "menambahkan", "bersama", "sebagaimana", "disela", "sela":
		return true
	}
	return lang.ClassOf(t.Fold).Has(lang.Weekday)
}

// bracketEnds reports whether a bracket at i closes soon, as in "(BKN)".
func (r *reader) bracketEnds(i int) bool {
	for j := i + 1; j < len(r.p.Tokens) && j < i+9; j++ {
		if r.p.Tokens[j].Is(")") {
			return true
		}
	}
	return false
}

// skipTitles returns the index of the first token from i on that is no title,
// degree or rank.
func (r *reader) skipTitles(i int) int {
	for far := i + 10; i < len(r.p.Tokens) && i < far; i++ {
		t := r.p.Tokens[i]
		if r.mentionAt(i) >= 0 || !t.Is(".") && !lang.ClassOf(t.Fold).Has(lang.Honorific|lang.Religious|lang.Rank|lang.Corps) {
			return i
		}
	}
	return i
}

// called returns the person one of whose names the tokens are, in a spelling that
// differs by a letter at most; -1 when that is nobody or more than one.
func (r *reader) called(tokens []lang.Token) int {
	found := -1
	for who := range r.who[:min(len(r.who), crowd)] {
		for _, name := range r.who[who].names {
			if len(name) > 3 && nearly(tokens[0].Fold, name) && found != who {
				if found >= 0 {
					return -1
				}
				found = who
			}
		}
	}
	return found
}

// nearly reports whether a and b differ by one letter at most.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
