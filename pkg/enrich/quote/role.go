package quote

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// short forms of offices and bodies, spelt out so that roles can be compared word
// by word.
var spelt = map[string][]string{
	"sekda": {"sekretaris", "daerah"}, "sekdaprov": {"sekretaris", "daerah", "provinsi"}, "sekkota": {"sekretaris", "daerah", "kota"},
	"sekkab": {"sekretaris", "daerah", "kabupaten"}, "sekdakab": {"sekretaris", "daerah", "kabupaten"}, "sekdakot": {"sekretaris", "daerah", "kota"},
	"wawali": {"wakil", "wali", "kota"}, "walkot": {"wali", "kota"}, "wawalkot": {"wakil", "wali", "kota"},
	"wabup": {"wakil", "bupati"}, "wagub": {"wakil", "gubernur"}, "wapres": {"wakil", "presiden"}, "wamen": {"wakil", "menteri"},
	"kadis": {"kepala", "dinas"}, "kadin": {"kepala", "dinas"}, "kadishub": {"kepala", "dinas", "perhubungan"},
	"kadinkes": {"kepala", "dinas", "kesehatan"}, "kadinsos": {"kepala", "dinas", "sosial"}, "kadisdik": {"kepala", "dinas", "pendidikan"},
	"kadisdikbud": {"kepala", "dinas", "pendidikan", "kebudayaan"}, "kadisparbud": {"kepala", "dinas", "pariwisata", "kebudayaan"},
	"kabid": {"kepala", "bidang"}, "kabag": {"kepala", "bagian"}, "kaban": {"kepala", "badan"}, "kades": {"kepala", "desa"},
	"kasi": {"kepala", "seksi"}, "kasubag": {"kepala", "subbagian"}, "kasatpol": {"kepala", "satpol"}, "kalaksa": {"kepala", "pelaksana"},
	"kalapas": {"kepala", "lembaga", "pemasyarakatan"}, "lapas": {"lembaga", "pemasyarakatan"}, "kasun": {"kepala", "dusun"}, "kasek": {"kepala", "sekolah"}, "kepsek": {"kepala", "sekolah"},
	"kajari": {"kepala", "kejaksaan", "negeri"}, "kasat": {"kepala", "satuan"}, "sekdin": {"sekretaris", "dinas"}, "sekwan": {"sekretaris", "dewan"},
	"sekcam": {"sekretaris", "kecamatan"}, "dirut": {"direktur", "utama"}, "sekjen": {"sekretaris", "jenderal"}, "jubir": {"juru", "bicara"},
	"kapolres": {"kepala", "kepolisian", "resor"}, "kapolresta": {"kepala", "kepolisian", "resor"}, "kapolrestabes": {"kepala", "kepolisian", "resor"},
	"kapolsek": {"kepala", "kepolisian", "sektor"}, "kapolda": {"kepala", "kepolisian", "daerah"}, "kapolri": {"kepala", "kepolisian", "negara"},
	"kasatlantas": {"kepala", "satuan", "lantas"}, "kasatreskrim": {"kepala", "satuan", "reskrim"}, "kasihumas": {"kepala", "seksi", "humas"},
	"kasatresnarkoba": {"kepala", "satuan", "resnarkoba"}, "dandim": {"komandan", "kodim"}, "danrem": {"komandan", "korem"},
	"danramil": {"komandan", "koramil"}, "dansatgas": {"komandan", "satgas"},
	"pemkot": {"pemerintah", "kota"}, "pemkab": {"pemerintah", "kabupaten"}, "pemprov": {"pemerintah", "provinsi"}, "prov": {"provinsi"},
	"kab": {"kabupaten"}, "disnakertrans": {"dinas", "tenaga", "kerja"}, "dishub": {"dinas", "perhubungan"}, "dinkes": {"dinas", "kesehatan"},
	"dlh": {"dinas", "lingkungan", "hidup"}, "disdik": {"dinas", "pendidikan"}, "dinsos": {"dinas", "sosial"}, "diskominfo": {"dinas", "kominfo"},
}

// crowd is how many persons a role is looked for among: a list of winners must not
// make every quote behind it slow.
const crowd = 250

// heads are the words that an office begins with.
var heads = set(`presiden wakil menteri gubernur bupati wali kepala ketua sekretaris camat lurah kapolres kapolresta kapolsek kapolda
	kapolri kapolrestabes direktur rektor dekan anggota asisten komandan dandim danrem danramil pangdam staf inspektur kasatlantas
	kasatreskrim kasihumas kanit wakapolres koordinator manajer pimpinan bendahara humas juru dosen guru pengurus pelatih kapten
	deputi direksi hakim jaksa penasihat kuasa pengacara penjabat pelaksana tenaga pengamat pengasuh penyuluh legislator dirjen
	perbekel kajari kajati kasi kasubag kabag kades kasatresnarkoba kasatpol kakanwil ketum sekum kabid`)

// roleWords returns the words of a role, folded, with short forms spelt out and the
// words of standing ("Pj", "Plt", "mantan") left out.
func roleWords(role string) []string { return roleOf(lang.Tokens(role)) }

func roleOf(tokens []lang.Token) []string {
	var out []string
	for _, t := range tokens {
		if !t.IsWord() {
			continue
		}
		switch t.Fold {
		case "pj", "plt", "plh", "pjs", "pak", "bapak", "bu", "ibu", "dan", "yang":
			continue
		}
		if words, ok := spelt[t.Fold]; ok {
			out = append(out, words...)
			continue
		}
		out = append(out, t.Fold)
	}
	return out
}

// holder returns the person whom a role phrase means: the one whose role agrees
// with it in its first word and in most others, at a tie whoever was in focus last;
// -1 when nobody does.
func (r *reader) holder(phrase []string) int {
	if len(phrase) == 0 || !heads[phrase[0]] {
		return -1
	}
	best, points := -1, 0.0
	for who := range r.who[:min(len(r.who), crowd)] {
		role := r.who[who].role
		if len(role) == 0 || !slices.Contains(role, phrase[0]) || phrase[0] != role[0] && len(phrase) == 1 {
			continue
		}
		// The word behind "kepala" or "ketua" says of what.
		if len(phrase) > 1 && !slices.Contains(role, phrase[1]) {
			continue
		}
		if elsewhere(phrase, role) {
			continue
		}
		agree := 0
		for _, w := range phrase {
			if slices.Contains(role, w) {
				agree++
			}
		}
		p := float64(agree) / float64(len(phrase))
		if p < 0.5 {
			continue
		}
		if (phrase[0] == "wakil") != (role[0] == "wakil") {
			continue
		}
		switch {
		case who == r.focus.who:
			p += 0.2
		case slices.Contains(r.focus.before, who):
			p += 0.1
		}
		if p > points {
			best, points = who, p
		}
	}
	return best
}

// branches are the bodies of which a government has many: the word behind them says which.
var branches = set("dinas badan bidang bagian seksi komisi fraksi kantor")

// elsewhere reports whether a phrase and a role name two branches: "Kepala Dinas Sosial" is
// not "Kepala Dinas Perhubungan". A short form may be the other's: "PUPR", "Kominfo".
func elsewhere(phrase, role []string) bool {
	if len(phrase) < 3 || !branches[phrase[1]] || slices.Contains(role, phrase[2]) {
		return false
	}
	n := slices.Index(role, phrase[1]) + 1
	return n > 0 && n < len(role) && !slices.Contains(phrase, role[n]) && !maybeShort(phrase[2], role[n])
}

// maybeShort reports whether one of the words can be short for the other.
func maybeShort(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a[0] == b[0] && (len(a) <= 5 && len(b) > 5 || strings.HasPrefix(b, a[:min(3, len(a))]))
}

// mayBe reports whether whoever is in focus can be meant by an office that nobody
// in the text is known to hold: nobody whose own office is known.
func (r *reader) mayBe() bool {
	return r.focus.who >= 0 && len(r.who[r.focus.who].role) == 0 && r.who[r.focus.who].speaker.Office == ""
}

// first returns the person at the head of a government that "orang nomor satu di
// Pemkot …" means, or -1.
func (r *reader) first(words []string) int {
	n := slices.Index(words, "nomor")
	if n < 0 || n+1 >= len(words) {
		return -1
	}
	var head []string
	switch {
	case slices.Contains(words, "kabupaten"):
		head = []string{"bupati"}
	case slices.Contains(words, "kota"):
		head = []string{"wali", "kota"}
	case slices.Contains(words, "provinsi"):
		head = []string{"gubernur"}
	default:
		return -1
	}
	switch words[n+1] {
	case "satu", "1":
	case "dua", "2":
		head = append([]string{"wakil"}, head...)
	default:
		return -1
	}
	return r.holder(append(head, words[len(words)-1]))
}
