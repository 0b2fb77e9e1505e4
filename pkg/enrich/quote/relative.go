package quote

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

// owned are things and bodies that are somebody's when the name stands right behind them.
var owned = set(`rumah kantor toko warung kamar mobil motor kasus nama tubuh jasad mayat jenazah istana pihak sosok tim kediaman akun laporan kondisi
	tangan kepala leher nyawa hukuman arahan langkah kinerja ucapan perintah instruksi usulan usul saran ide gagasan pesan era masa
	bentuk hasil karya lukisan lagu buku foto video kata-kata sikap nasib jejak anggota`)

// possession reports whether a word in small letters before a name makes it an owner or
// the object of a deed: "rumah Budi", "penangkapan Budi".
func possession(t lang.Token) bool {
	if t.Case != lang.Lower || t.Kind != lang.Word || heads[t.Fold] {
		return false
	}
	f := t.Fold
	return owned[f] || len(f) > 8 && (strings.HasPrefix(f, "pe") || strings.HasPrefix(f, "ke")) && strings.HasSuffix(f, "an") && f != "kemudian"
}

// relatives are the words for somebody who is described by somebody else: "istri
// Budi", "kuasa hukum Budi".
var relatives = set(`istri suami ayah anak putra putri kakak adik keponakan menantu mertua paman bibi kakek nenek orangtua keluarga kerabat
	ajudan sopir pengacara tetangga rekan teman sahabat`)

// relative returns how many words before the name at the token i make somebody else
// of it, "istri dari Kopda" + "Budi", titles included; 0 when none do. With a comma
// between, "putra sulungnya, Budi", it is the name itself that is described.
func (r *reader) relative(i int) int {
	tokens := r.p.Tokens
	k := i - 1
	for k >= 0 && k > i-5 && (tokens[k].Is(".") || lang.ClassOf(tokens[k].Fold).Has(lang.Honorific|lang.Religious|lang.Rank|lang.Corps) && !relatives[tokens[k].Fold]) {
		k--
	}
	if k > 0 && tokens[k].Fold == "dari" {
		k--
	}
	switch {
	case k < 0 || k > 0 && tokens[k-1].Fold == "sang": // "sang istri Dewi" is Dewi
		return 0
	case k > 0 && tokens[k].Fold == "hukum" && (tokens[k-1].Fold == "kuasa" || tokens[k-1].Fold == "penasihat" || tokens[k-1].Fold == "penasehat"):
		return i - k + 1
	case relatives[tokens[k].Fold] && tokens[k].Case == lang.Lower, tokens[k].Fold == "pengacara" || tokens[k].Fold == "istri" || tokens[k].Fold == "suami":
		return i - k
	}
	return 0
}
