package date

import (
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
)

// The roles of a date.
const (
	event     = "event"     // when something happened or will
	statement = "statement" // when it was said
	deadline  = "deadline"  // until when something has to be done or goes on
)

// role tells what the date d, which begins at the token i, says of its sentence. last
// is where the date before it ends.
func (r *reader) role(d *found, i, last int) string {
	s := r.p.SentenceAt(i)
	switch {
	case r.limited(i, s.From, last):
		return deadline
	case r.known && d.from.After(r.on) && !d.mismatch, d.to.Sub(d.from) > 7*24*time.Hour, r.is(i-1, "sejak", "mulai"), r.is(i-1, ",") && r.is(i-2, "sejak", "mulai"):
		return event // nobody said it then
	case r.quotedBefore(i, s.From), r.told(i, d.end, s):
		return statement
	}
	return event
}

// limits are the words right before a date that make it the last one.
var limits = words("lambat lambatnya selambatnya hingga sampai sebelum maksimal berakhir tempo tenggat deadline")

// limiting are the words that may stand between a limit and the date.
var limiting = words("dengan tanggal tgl hari pada sekitar bulan tahun akhir awal pertengahan periode penutupan memasuki waktu pukul jam")

// limited reports whether the date at the token i is the end of something. Behind
// another date "hingga" only ends the days between them.
func (r *reader) limited(i, from, last int) bool {
	n := i - 1
	for n >= from && n > i-4 && limiting[r.tokens[n].Fold] {
		n--
	}
	if n < from {
		return false
	}
	if f := r.tokens[n].Fold; limits[f] || f == "terakhir" {
		return n != last || last == 0 || !r.is(n, "hingga", "sampai")
	}
	// "Batas akhir pengumpulan berkas adalah 20 Mei", "Pendaftaran ditutup 20 Mei"
	closed := r.is(n, "ditutup")
	for ; n >= from && n > i-12 && r.tokens[n].Kind != lang.Punct; n-- {
		switch {
		case r.is(n, "deadline", "tenggat"),
			r.is(n, "batas") && r.is(n+1, "akhir", "waktu", "terakhir", "pendaftaran", "pengumpulan", "pembayaran", "pelunasan"),
			closed && r.is(n, "pendaftaran", "registrasi", "pengumpulan", "penerimaan", "seleksi", "lowongan", "pembayaran"):
			return true
		}
	}
	return false
}

// quotedBefore reports whether speech ends shortly before the token i in its
// sentence, which begins at from: “…,” ujar Budi, Selasa (3/3). A title or a slogan
// between the marks is no speech; it has no sign before the last of them.
func (r *reader) quotedBefore(i, from int) bool {
	n := r.p.QuotationBefore(i)
	if n < 0 {
		return false
	}
	q := r.p.Quotations[n]
	if q.Close <= from || q.Close >= i || i-q.Close >= 30 {
		return false
	}
	if r.is(q.Close-1, ",", ".", "!", "?", "…") || r.is(q.Close+1, ",") {
		return true
	}
	for n := q.Close + 1; n < i; n++ {
		if said[r.tokens[n].Fold] {
			return true
		}
	}
	return false
}

// told reports whether the sentence s gives the date as that of something said:
// "disampaikan Wahyu, Jumat (16/5)", "mengatakan, Jumat (16/5), bahwa", "kepada
// wartawan, Jumat (16/5)", "saat ditemui Kamis (15/5)".
func (r *reader) told(i, end int, s lang.Sentence) bool {
	if r.met(i, s.From) {
		return true
	}
	for end < s.To && (drift[r.tokens[end].Fold] != 0 || r.is(end, "ini") || lang.ClassOf(r.tokens[end].Fold).Has(lang.DayPart)) {
		end++
	}
	comma := i > s.From && r.is(i-1, ",")
	if comma && (r.is(end, ",") || r.is(end, "bahwa")) { // "Wahyu mengatakan, Jumat (16/5), bahwa"
		for n := i - 2; n >= s.From && n > i-8 && r.tokens[n].Kind != lang.Punct; n-- {
			if said[r.tokens[n].Fold] {
				return true
			}
		}
		return false
	}
	if s.To-end > 2 {
		return false
	}
	if comma {
		for n := max(s.From, i-100); n < i; n++ {
			if said[r.tokens[n].Fold] {
				return true
			}
		}
		return false
	}
	// "Hal itu disampaikan Wahyu pada Jumat (16/5)": only the name stands between.
	for n := i - 1; n >= s.From && n > i-12; n-- {
		if t := r.tokens[n]; passive[t.Fold] {
			return true
		} else if t.Kind != lang.Abbrev && (t.Kind != lang.Word || t.Case == lang.Lower && !r.is(n, "pada", "hari", "oleh")) {
			return false
		}
	}
	return false
}

// met reports whether words for an interview lead up to the token i without another
// statement or clause in between.
func (r *reader) met(i, from int) bool {
	for n := i - 1; n >= from && n > i-14; n-- {
		f := r.tokens[n].Fold
		switch {
		case r.is(n, "ditemui", "dikonfirmasi", "dihubungi", "diwawancarai", "ditanya") && r.is(n-1, "saat", "ketika", "kala", "usai", "setelah", "selepas", "sewaktu", "yang", "dapat", "bisa", "berhasil", ",", "telah"),
			r.is(n, "wartawan", "jurnalis", "media") && (r.is(n-1, "kepada") || r.is(n-1, "awak", "para", "sejumlah") && r.is(n-2, "kepada")),
			r.is(n, "keterangan", "keterangannya", "rilis", "rilisnya", "pers") && r.is(n-1, "dalam", "melalui", "lewat", "siaran"),
			r.is(n, "pers") && r.is(n-1, "konferensi", "jumpa") && r.is(n-2, "dalam", "saat", "melalui", "lewat"):
			return true
		case said[f], r.is(n, "bahwa", "yang", "karena", "setelah", "sebelum", "terjadi", "untuk", ";"):
			return false
		}
	}
	return false
}

// passive are the verbs that tell who said what the sentence is about.
var passive = words("disampaikan dikatakan diungkapkan dijelaskan dituturkan ditegaskan diutarakan dipaparkan dikemukakan dibeberkan")

var said = func() map[string]bool {
	m := words(`ujar kata ungkap ucap tutur jelas tegas terang papar beber imbuh ujarnya katanya ungkapnya ucapnya tuturnya jelasnya
		tegasnya terangnya paparnya bebernya imbuhnya tambahnya sebutnya urainya tandasnya pungkasnya mengatakan menjelaskan
		menyampaikan menegaskan mengungkapkan menuturkan menyebut menyebutkan memaparkan menerangkan menambahkan menyatakan
		membeberkan mengakui`)
	for w := range passive {
		m[w] = true
	}
	return m
}()

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
