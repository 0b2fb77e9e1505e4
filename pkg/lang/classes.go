package lang

import "strings"

// Class is what a word is known to be. A word can be several things: "mm" is a
// degree and a measure, "mas" a form of address and gold. Case and place decide,
// and that is the caller's business.
type Class uint16

// The classes.
const (
	Honorific Class = 1 << iota // before a name: "pak", "drs", "mas"
	Religious                   // the honorifics of religion: "h", "kh", "gus", "ning"
	Degree                      // after a name: "se", "msi", "phd"; and the few before it
	Rank                        // military and police: "akbp", "letkol"
	Corps                       // between a rank and a name: "inf", "tni", "pol"
	Month
	Weekday
	DayPart // "pagi", "malam"
	Stop    // carries no meaning for search; see [StopWord]
)

// Has reports whether c holds any of the classes in other.
func (c Class) Has(other Class) bool { return c&other != 0 }

// ClassOf returns the classes of a folded word.
func ClassOf(fold string) Class { return classes[fold] }

// StopWord reports whether a folded word is too common to mean anything in a
// search. No speech verb is one: "kata", "ujar" and "tegas" decide who said what.
func StopWord(fold string) bool { return classes[fold].Has(Stop) }

// MonthOf returns the month that a folded word names, from 1 on, or 0. Short forms
// count, and so do spellings such as "pebruari".
func MonthOf(fold string) int {
	if !classes[fold].Has(Month) {
		return 0
	}
	return months[fold]
}

// WeekdayOf returns the day of the week that a folded word names, Monday (Senin)
// being 1, or 0. "minggu" is Sunday and also the word for week.
func WeekdayOf(fold string) int {
	if !classes[fold].Has(Weekday) {
		return 0
	}
	return weekdays[fold]
}

// hostEnd reports whether a folded word is the last part of a host name.
func hostEnd(fold string) bool {
	switch fold {
	case "com", "id", "co", "go", "net", "org", "media", "news", "tv", "info", "my", "sch", "ac", "web", "online", "desa":
		return true
	}
	return false
}

// abbreviation reports whether a folded word with a dot behind it is cut short, so
// that the dot ends no sentence.
func abbreviation(fold string) bool { return abbreviations[fold] != 0 }

// lastAbbreviation reports whether an abbreviation may still be the last word of
// its sentence, as "dll." and "tbk." often are.
func lastAbbreviation(fold string) bool { return abbreviations[fold] == 2 }

// The tables below are built once and never written again.

var months = map[string]int{
	"januari": 1, "jan": 1, "februari": 2, "feb": 2, "pebruari": 2, "febuari": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4,
	"mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agu": 8, "ags": 8, "agt": 8, "agust": 8,
	"september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11, "nopember": 11,
	"desember": 12, "des": 12,
}

var weekdays = map[string]int{
	"senin": 1, "selasa": 2, "rabu": 3, "rebo": 3, "kamis": 4, "kemis": 4, "jumat": 5, "jumaat": 5, "sabtu": 6, "minggu": 7, "ahad": 7,
}

var abbreviations = func() map[string]byte {
	m := map[string]byte{}
	for _, w := range strings.Fields(`jl jln gg no nmr dr drs dra drg drh ir prof h hj kh hm tn ny nn sdr sdri bpk pdt ust alm almh
		yth kel kec kab prov ds dsn kav blk rp tgl hlm hal pt cv plt pj plh pjs pjb letjen mayjen brigjen jend kol kapt wkl
		bripka brigpol kombes moh muh moch mochamad ahmad abd abdul ach st mgr ttg lamp ay pas psl up tbk rm`) {
		m[w] = 1
	}
	for _, w := range []string{"ahmad", "abdul", "mochamad"} {
		delete(m, w) // whole names: their dot ends the sentence
	}
	for _, w := range strings.Fields("dll dkk dsb dst tsb ttd tbk ltd inc") {
		m[w] = 2
	}
	return m
}()

var classes = func() map[string]Class {
	m := make(map[string]Class, 700)
	add := func(c Class, words string) {
		for _, w := range strings.Fields(words) {
			m[w] |= c
		}
	}
	add(Honorific, `bapak pak bpk ibu bu mas mbak mbakyu kang kangmas cak bung bang abang kakak kak mama papa bunda ayah om tante
		profesor tuan nyonya nona tn ny nn sdr sdri saudara saudari prof dr drs dra drg drh ir alm almh almarhum almarhumah raden rm ra
		ki nyi neng teteh akang sam eyang mbah daeng puan dokter ners apt`)
	add(Religious, `h hj hm hrm kh kiai kyai nyai gus ning ustaz ustad ustadz ustadzah ustazah habib abah romo pastor pendeta
		pdt bhante biksu bhikkhu pandita mgr uskup syekh syeikh tgk tuanku haji hajah`)
	add(Degree, `sh se st ssos sip sstp sik spd sag skom spsi skm skep shut sp spt ssi sikom amd lc mm msi mh mhum mpd mkes
		mt map msos mhan mtropsla mtrhanla mtrip mtr msc mba mag mikom mkn meng mp phd cipa cpm ipu ipm aseaneng ak ca sap ss
		sked ssn sth spi spdi spdsd shi sei sei sey stp strp strkeb strsos ssit sst sstpel sarl sars ars mars mars msn
		mds mmpd mma mpsi mtri mtp mph mpi mpsdm mpar mmtr mkom mmt mtrap mapin ma mds dea dess bba bsc ba llm llb dba edd
		md ns apt akt cfra cgcae qia crmp cpa cma csrs cfp grcp grca chrp crgp ccd sos spog spa spb span spjp spkk sprad sppd fisr`)
	add(Rank, `jenderal jend komjen irjen brigjen komjend irjend brigjend mayjend letjend kombes kombespol akbp kompol akp iptu ipda aiptu aipda bripka brigpol brigadir
		briptu bripda bharada bharatu letjen mayjen kolonel kol letkol mayor kapten kapt lettu letda peltu pelda serma serka sertu
		serda kopka koptu kopda praka pratu prada marsekal marsdya marsda marsma laksamana laksdya laksda laksma komisaris ajun
		inspektur aipda`)
	delete(m, "komisaris") // of a company far more often than of the police
	delete(m, "ajun")
	delete(m, "inspektur") // heads an Inspektorat in local government
	add(Corps, `pol tni inf arh arm kav czi cpm cba caj cke ckm chb cpl ctp cku cpn laut marinir mar pnb tek sus pas lek kal adm nav
		purn`)
	add(DayPart, "dini pagi siang sore petang malam")
	for w := range months {
		m[w] |= Month
	}
	for w := range weekdays {
		m[w] |= Weekday
	}
	add(Stop, `ada adalah adanya adapun agar akan aku anda antara apa apabila apakah apalagi atas atau awalnya bagaimana bagi bahkan
		bahwa banyak beberapa begini begitu belum beliau berapa berbagai bila bisa boleh buat bukan bukankah cukup cuma dalam dan
		dapat dari daripada demi demikian dengan di dia dirinya dulu guna hal hanya harus hendak hingga ia ialah ini itu jadi
		jangan jika juga justru kala kalau kalian kami kamu karena ke kemudian kepada ketika kita kok lah lagi lain lalu lebih maka
		malah masih melainkan melalui menjadi mereka meski meskipun mana mengenai merupakan misalnya namun nanti nah nya oleh pada
		padahal paling para pasti per pernah pula pun saat saja saling sama sambil sampai sangat saya se seakan sebab sebagai
		sebagaimana sebelum sebelumnya sebuah secara sedang sedangkan segera sehingga sejak sejumlah sekaligus sekarang sekitar
		selain selaku selalu selama selanjutnya seluruh semakin sementara semua seorang seperti sering seraya serta sesuai
		sesudah setelah setiap seusai siapa suatu sudah supaya tak tanpa tapi telah tengah tentang tentu tentunya terhadap termasuk
		tersebut tetap tetapi tidak tiap toh turut untuk usai walau walaupun yaitu yakni yang`)
	return m
}()
