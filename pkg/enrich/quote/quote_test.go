package quote

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// The town of Purwasari and its people are invented; the forms are the press's own.
var cast = []struct{ id, name, role string }{
	{"santoso", "Budi Santoso", "Wali Kota Purwasari"},
	{"lestari", "Dewi Lestari", "Wakil Wali Kota Purwasari"},
	{"anwar", "Rahmat Anwar", "Kepala Dinas Sosial Kota Purwasari"},
	{"maya", "Maya Puspita", "warga"},
	{"", "Sarmo Wijil", ""},
}

// find reads paragraphs that are separated by " / ", with the cast found in them by
// any word of their names.
func find(text string) []news.Quote {
	paragraphs := strings.Split(text, " / ")
	var people []Person
	for i, p := range paragraphs {
		tokens := lang.Tokens(p)
		for k := 0; k < len(tokens); k++ {
			for _, c := range cast {
				words := strings.Fields(c.name)
				if tokens[k].Text != words[0] && tokens[k].Text != words[1] {
					continue
				}
				end := k
				if tokens[k].Text == words[0] && k+1 < len(tokens) && tokens[k+1].Text == words[1] {
					end++
				}
				people = append(people, Person{Paragraph: i, Start: tokens[k].Start, End: tokens[end].End, ID: news.OfficialID(c.id), Name: c.name, Role: c.role})
				k = end
				break
			}
		}
	}
	return Find(lang.ReadAll(paragraphs), people, []string{"seru"})
}

// show prints a quote as "speaker: text [cue, kind]"; indirect statements with "~".
func show(q news.Quote) string {
	who := "?"
	if q.Speaker != nil {
		who = string(q.Speaker.ID)
		if who == "" {
			who = "«" + q.Speaker.Name + "»"
		}
	}
	mark := ""
	if !q.Direct {
		mark = "~"
	}
	return mark + who + ": " + q.Text + " [" + q.Cue + ", " + q.CueKind + "]"
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		why, in string
		want    []string
	}{
		{"verb and name", "“Kita mulai besok pagi,” ujar Budi kepada warga, Selasa (3/3).", []string{"santoso: “Kita mulai besok pagi,” [ujar Budi, verb+name]"}},
		{"house verb", "“Kita mulai besok pagi,” seru Budi.", []string{"santoso: “Kita mulai besok pagi,” [seru Budi, verb+name]"}},
		{"-nya and the person in focus", "Rahmat Anwar meninjau gudang. / “Gudang ini perlu kunci baru,” katanya.", []string{"anwar: “Gudang ini perlu kunci baru,” [katanya, verb+nya]"}},
		{"a house verb with -nya is an adjective", "Budi datang. “Mari kita lihat pasar ini,” serunya acara itu.", []string{"santoso: “Mari kita lihat pasar ini,” [, none]"}},
		{"what tells of a suspect is an official's", "“Kami sudah siap semua,” ujar Budi. / Pencurian dilakukan Sarmo pada malam hari. / “Pelaku masuk lewat pintu belakang,” ujarnya.", []string{"santoso: “Kami sudah siap semua,” [ujar Budi, verb+name]", "santoso: “Pelaku masuk lewat pintu belakang,” [ujarnya, verb+nya]"}},
		{"a connective is nobody", "Budi meninjau gudang. Alhasil, petugas menutup gudang itu. “Gudang ini perlu kunci baru,” katanya.", []string{"santoso: “Gudang ini perlu kunci baru,” [katanya, verb+nya]"}},
		{"a subject takes the focus from an agent", "Gagasan itu digagas oleh Dewi Lestari. Usai acara, Rahmat Anwar langsung menyusun rencana. Ia pun tersenyum. “Rencana ini kami buat bersama,” katanya.", []string{"anwar: “Rencana ini kami buat bersama,” [katanya, verb+nya]"}},
		{"whoever voices something behind a quote", "“Kami sudah siap semua,” ujar Budi. Dewi Lestari menyambut positif kesiapan itu. “Warga sudah lama menunggu,” katanya.", []string{"santoso: “Kami sudah siap semua,” [ujar Budi, verb+name]", "lestari: “Warga sudah lama menunggu,” [katanya, verb+nya]"}},
		{"but not whom the speaker tells of", "“Kami sudah siap semua,” ujar Budi. Dewi Lestari ditemukan di rumahnya. “Dia sehat dan tidak terluka,” katanya.", []string{"santoso: “Kami sudah siap semua,” [ujar Budi, verb+name]", "santoso: “Dia sehat dan tidak terluka,” [katanya, verb+nya]"}},
		{"pronoun", "Dewi Lestari hadir. “Saya senang sekali hari ini,” kata dia.", []string{"lestari: “Saya senang sekali hari ini,” [kata dia, pronoun]"}},
		{"role and name", "“Bantuan cair bulan depan,” kata Kepala Dinas Sosial Kota Purwasari, Rahmat Anwar, Senin.", []string{"anwar: “Bantuan cair bulan depan,” [kata Kepala Dinas Sosial Kota Purwasari, Rahmat Anwar, verb+role]"}},
		{"role alone", "Rahmat Anwar bertemu Dewi Lestari. “Anggaran sudah siap sejak lama,” kata Wakil Wali Kota.", []string{"lestari: “Anggaran sudah siap sejak lama,” [kata Wakil Wali Kota, verb+role]"}},
		{"an office that nobody in the text holds", "Kepala Dinas Sosial Rahmat Anwar hadir. “Jalan ditutup mulai besok,” kata Kapolres Purwasari.", []string{"«Kapolres Purwasari»: “Jalan ditutup mulai besok,” [kata Kapolres Purwasari, verb+role]"}},
		{"the same office of another branch", "Rahmat Anwar meninjau halte. “Bus itu datang bulan depan,” sahut Kadishub Kota Purwasari.", []string{"«Kadishub Kota Purwasari»: “Bus itu datang bulan depan,” [sahut Kadishub Kota Purwasari, verb+role]"}},
		{"another office than of the person in focus", "Budi Santoso meninjau halte. “Anggaran bus sudah siap,” sahut Sekda Kota Purwasari.", []string{"«Sekda Kota Purwasari»: “Anggaran bus sudah siap,” [sahut Sekda Kota Purwasari, verb+role]"}},
		{"an office that points back", "Rahmat Anwar hadir. “Jalan ditutup mulai besok,” kata Ketua RT 3 ini.", []string{"anwar: “Jalan ditutup mulai besok,” [kata Ketua RT 3 ini, nominal]"}},
		{"first of the government", "Budi Santoso dan Dewi Lestari hadir. “Pasar harus bersih setiap pagi,” tutur orang nomor dua di Pemkot Purwasari itu.", []string{"lestari: “Pasar harus bersih setiap pagi,” [tutur orang nomor dua di Pemkot Purwasari itu, nominal]"}},
		{"epithet", "Dewi Lestari menanam pohon. “Pohon ini untuk anak cucu,” ungkap alumnus Universitas Jetis ini.", []string{"lestari: “Pohon ini untuk anak cucu,” [ungkap alumnus Universitas Jetis ini, nominal]"}},
		{"a stranger is not the person in focus", "Dewi Lestari menanam pohon. “Kami ikut senang melihatnya,” ujar salah satu warga.", []string{"«salah satu warga»: “Kami ikut senang melihatnya,” [ujar salah satu warga, nominal]"}},
		{"full stop, then a capital tag", "Maya berdiri. “Terima kasih atas bantuan ini”. Katanya", []string{"maya: “Terima kasih atas bantuan ini” [Katanya, verb+nya]"}},
		{"cue before", "Budi Santoso menegaskan: “Tidak ada pungutan di pasar ini.”", []string{"santoso: “Tidak ada pungutan di pasar ini.” [menegaskan, verb+name]"}},
		{"a full stop outside", "Rahmat (49) menyebut, \"Antrean panjang dibenahi\".", []string{`anwar: "Antrean panjang dibenahi" [menyebut, verb+name]`}},
		{"two words and a full stop outside", "Wali Kota Purwasari Budi Santoso (51) menyatakan: “Pasar aman”.", []string{"santoso: “Pasar aman” [menyatakan, verb+name]"}},
		{"a word held at arm's length behind a comma", "Warga menyebut, “pasar hantu”.", nil},
		{"name and colon", "Budi: “Tidak ada pungutan di pasar ini.”", []string{"santoso: “Tidak ada pungutan di pasar ini.” [, none]"}},
		{"tag before", "Kata Budi, “Tidak ada pungutan di pasar ini.”", []string{"santoso: “Tidak ada pungutan di pasar ini.” [Kata Budi, verb+name]"}},
		{"tag with -nya before", "Budi datang. Lanjutnya, “Tidak ada pungutan di pasar ini.”", []string{"santoso: “Tidak ada pungutan di pasar ini.” [Lanjutnya, verb+nya]"}},
		{"comma outside", "“Kami sudah siap”, ujar Budi.", []string{"santoso: “Kami sudah siap” [ujar Budi, verb+name]"}},
		{"one word", "“Siap” kata Budi.", []string{"santoso: “Siap” [kata Budi, verb+name]"}},
		{"a question", "“Siapa mau ikut?” tanya Budi.", []string{"santoso: “Siapa mau ikut?” [tanya Budi, verb+name]"}},
		{"a short answer", "Budi menjawab singkat. “Belum ada.”", []string{"santoso: “Belum ada.” [, none]"}},
		{"name and verb behind", "“Kami sudah siap semua,” Budi menambahkan.", []string{"santoso: “Kami sudah siap semua,” [menambahkan, verb+name]"}},
		{"demikian", "“Kami sudah siap semua,” demikian Budi.", []string{"santoso: “Kami sudah siap semua,” [demikian Budi, verb+name]"}},
		{"a cry", "“Kita pasti bisa!” seru Budi.", []string{"santoso: “Kita pasti bisa!” [seru Budi, verb+name]"}},
		{"no cue for the second", "“Kami sudah siap,” kata Budi. “Semua sudah kami hitung dengan cermat.”", []string{"santoso: “Kami sudah siap,” [kata Budi, verb+name]", "santoso: “Semua sudah kami hitung dengan cermat.” [, none]"}},
		{"a false friend is no stranger", "Maya hadir. “Kalau hujan saya,” kata biasanya, “tinggal di rumah saja.”", []string{"maya: “Kalau hujan saya,” [kata, verb+nya]", "maya: “tinggal di rumah saja.” [kata, verb+nya]"}},
		{"split quote", "“Pasar ini milik warga,” kata Budi, “dan warga yang menjaganya.”", []string{"santoso: “Pasar ini milik warga,” [kata Budi, verb+name]", "santoso: “dan warga yang menjaganya.” [kata Budi, verb+name]"}},
		{"straight marks", `"Jalan dibuka pekan ini," jelas Maya.`, []string{`maya: "Jalan dibuka pekan ini," [jelas Maya, verb+name]`}},
		{"guillemets", "«Jalan dibuka pekan ini,» jelas Maya.", []string{"maya: «Jalan dibuka pekan ini,» [jelas Maya, verb+name]"}},
		{"two single marks", "“Jalan dibuka pekan ini,’’ jelas Maya.", []string{"maya: “Jalan dibuka pekan ini,’’ [jelas Maya, verb+name]"}},
		{"closing mark that opens", "Hujan turun.”Jalan dibuka pekan ini,” jelas Maya.", []string{"maya: ”Jalan dibuka pekan ini,” [jelas Maya, verb+name]"}},
		{"unclosed before a tag", "“Jalan dibuka pekan ini, jelas Maya di lokasi.", []string{"maya: “Jalan dibuka pekan ini, [jelas Maya, verb+name]"}},
		{"unopened before a tag", "Warga bersiap. Jalan dibuka pekan ini,” jelas Maya.", []string{"maya: Jalan dibuka pekan ini,” [jelas Maya, verb+name]"}},
		{"over two paragraphs", "Maya bercerita. / “Jalan ini dulu sawah. / Sekarang jadi jalan besar,” katanya.", []string{"maya: “Jalan ini dulu sawah.\nSekarang jadi jalan besar,” [katanya, verb+nya]"}},
		{"quote in a quote", "“Kata ibu saya “jangan takut” setiap hari,” kenang Maya.", []string{"maya: “Kata ibu saya “jangan takut” setiap hari,” [kenang Maya, verb+name]"}},
		{"title", "Lagu berjudul “Purwasari Tetap di Hati” dinyanyikan Maya.", nil},
		{"title before a false friend", "Tema “Bersama Kita Bisa” biasanya dipakai.", nil},
		{"scare quote", "Ia menyebut kawasan itu “sarang nyamuk” dan berlalu.", nil},
		{"single marks hold titles", "Acara 'Purwasari Bersih Sekali Selalu' dibuka Budi.", nil},
		{"single marks hold speech before a cue", "'Kios itu kami tata,' kata Budi.", []string{"santoso: 'Kios itu kami tata,' [kata Budi, verb+name]"}},
		{"single marks and -nya", "Rahmat hadir pada hari Jum'at. ‘Apakah gudang ini aman? Tentu!’ tanyanya.", []string{"anwar: ‘Apakah gudang ini aman? Tentu!’ [tanyanya, verb+nya]"}},
		{"an apostrophe opens nothing", "Dewi membaca Al-Qur'an pada hari Jum'at, kata Budi.", []string{"~santoso: Dewi membaca Al-Qur'an pada hari Jum'at [kata Budi, verb+name]"}},
		{"a title in single marks before a cue", "Acara itu bernama 'Pasar Bersih', kata Budi.", []string{"~santoso: Acara itu bernama 'Pasar Bersih' [kata Budi, verb+name]"}},
		{"single marks inside speech", "“Ia bilang 'tunggu,' kata Budi, lalu pergi,” ujar Dewi.", []string{"lestari: “Ia bilang 'tunggu,' kata Budi, lalu pergi,” [ujar Dewi, verb+name]"}},
		{"unlisted verb", "“Jalan ini untuk semua warga,” gumam Maya.", []string{"maya: “Jalan ini untuk semua warga,” [gumam Maya, verb+name]"}},
		{"misprinted verb", "Maya datang. “Jalan ini untuk semua warga,” jelanya.", []string{"maya: “Jalan ini untuk semua warga,” [jelanya, verb+nya]"}},
		{"whoever the quote names does not speak it", "Budi Santoso mengatakan pasar sudah siap. / Dewi Lestari hadir. / “Saya dan Bu Dewi sudah sepakat,” katanya.",
			[]string{"~santoso: pasar sudah siap [mengatakan, verb+name]", "santoso: “Saya dan Bu Dewi sudah sepakat,” [katanya, verb+nya]"}},
		{"the listener does not take the focus", "Budi Santoso menyampaikan laporan kepada Dewi Lestari. / “Semua sudah selesai tepat waktu,” katanya.", []string{"santoso: “Semua sudah selesai tepat waktu,” [katanya, verb+nya]"}},

		{"statement with bahwa", "Wali Kota Purwasari, Budi Santoso menyampaikan bahwa pasar dibuka pukul enam.", []string{"~santoso: bahwa pasar dibuka pukul enam [menyampaikan, verb+name]"}},
		{"statement with a comma", "Budi menilai, pasar lama terlalu sempit.", []string{"~santoso: pasar lama terlalu sempit [menilai, verb+name]"}},
		{"a date before the statement", "Rahmat hadir. Ia mengatakan, Kamis (12/6/2025), bahwa gudang itu bocor sejak lama.", []string{"~anwar: gudang itu bocor sejak lama [mengatakan, pronoun]"}},
		{"a date is no statement", "Dewi menilai, Senin (3/3), sekolah perlu guru baru.", []string{"~lestari: sekolah perlu guru baru [menilai, verb+name]"}},
		{"a day that is part of the statement", "Dewi mengatakan, Senin sekolah perlu guru baru.", []string{"~lestari: Senin sekolah perlu guru baru [mengatakan, verb+name]"}},
		{"menurut a paper", "Dewi Lestari hadir. Itu menurut Peraturan Daerah Nomor 7 Tahun 2023 tentang pasar.", nil},
		{"menurut", "Menurut Dewi Lestari, sekolah perlu guru baru.", []string{"~lestari: sekolah perlu guru baru [Menurut Dewi Lestari, verb+name]"}},
		{"menurutnya", "Dewi datang pagi. Menurutnya, sekolah perlu guru baru.", []string{"~lestari: sekolah perlu guru baru [Menurutnya, verb+nya]"}},
		{"passive", "Dikatakan Rahmat, bantuan cair pekan depan.", []string{"~anwar: bantuan cair pekan depan [Dikatakan Rahmat, verb+name]"}},
		{"passive with -nya", "Rahmat hadir. Disampaikannya, bantuan cair pekan depan.", []string{"~anwar: bantuan cair pekan depan [Disampaikannya, verb+nya]"}},
		{"tag first without marks", "Kata Rahmat, bantuan cair pekan depan.", []string{"~anwar: bantuan cair pekan depan [Kata Rahmat, verb+name]"}},
		{"tag without marks", "Rahmat hadir. Bantuan cair pekan depan, ujarnya.", []string{"~anwar: Bantuan cair pekan depan [ujarnya, verb+nya]"}},
		{"epithet as a subject", "Rahmat hadir. Kader Partai Jetis itu menegaskan, bantuan cair pekan depan.", []string{"~anwar: bantuan cair pekan depan [menegaskan, nominal]"}},
		{"pronoun as a subject", "Rahmat hadir. Ia pun berharap warga bersabar menunggu.", []string{"~anwar: warga bersabar menunggu [berharap, pronoun]"}},
		{"role as a subject", "Rahmat dan Dewi hadir. Kepala Dinas Sosial menekankan, bantuan cair pekan depan.", []string{"~anwar: bantuan cair pekan depan [menekankan, verb+role]"}},
		{"several are nobody in focus", "Budi Santoso hadir. Mereka menilai, pasar lama terlalu sempit. “Kami senang sekali di sini,” kata mereka.", []string{"?: “Kami senang sekali di sini,” [kata mereka, pronoun]"}},
		{"both are nobody in focus", "Budi Santoso hadir. Maya Puspita datang bersama Rahmat Anwar. Keduanya menilai, pasar lama terlalu sempit. “Kami sudah sepakat tadi malam,” ujar keduanya. “Besok kios itu kami tata,” pungkasnya.", []string{"?: “Kami sudah sepakat tadi malam,” [ujar keduanya, pronoun]", "santoso: “Besok kios itu kami tata,” [pungkasnya, verb+nya]"}},
		{"a place before the subject", "Di Jetis, Dewi mengatakan sekolah perlu guru baru.", []string{"~lestari: sekolah perlu guru baru [mengatakan, verb+name]"}},
		{"somebody speaks for somebody", "Budi Santoso melalui Rahmat Anwar mengatakan, bantuan cair besok.", []string{"~anwar: bantuan cair besok [mengatakan, verb+name]"}},
		{"company before the subject", "Didampingi Camat Jetis Rahmat Anwar, Budi menjawab semua pertanyaan. / “Pasar ini penting bagi kita,” ungkapnya.", []string{"santoso: “Pasar ini penting bagi kita,” [ungkapnya, verb+nya]"}},
		{"at the same place", "Budi Santoso menyampaikan laporan kepada Dewi Lestari. / Di tempat yang sama Kepala Dinas Sosial Rahmat Anwar mengatakan gudang itu penuh. / “Gudang ini perlu kunci baru,” katanya.", []string{"~anwar: gudang itu penuh [mengatakan, verb+name]", "anwar: “Gudang ini perlu kunci baru,” [katanya, verb+nya]"}},
		{"somebody's wife is not he", "Dewi Lestari membuka toko. “Toko ini untuk semua,” ujar istri dari Kopda Sarmo Wijil ini.", []string{"lestari: “Toko ini untuk semua,” [ujar istri dari Kopda Sarmo Wijil ini, nominal]"}},
		{"somebody's lawyer is not he", "“Klien kami tidak bersalah,” kata kuasa hukum Sarmo Wijil, Maya Puspita.", []string{"maya: “Klien kami tidak bersalah,” [kata kuasa hukum Sarmo Wijil, Maya Puspita, verb+role]"}},
		{"a stranger between commas", "Budi Santoso hadir. Darmini Sulastri, spesialis jaringan dari Jetis, menjelaskan cara kerja alat itu. “Alat ini buatan warga sendiri,” tegasnya.", []string{"~«Darmini Sulastri»: cara kerja alat itu [menjelaskan, verb+name]", "«Darmini Sulastri»: “Alat ini buatan warga sendiri,” [tegasnya, verb+nya]"}},
		{"the main clause begins behind a comma", "Sarmo Wijil hadir. Meski banyak kritik kepada Dewi Lestari, Budi Santoso justru menilai kritik itu wajar. “Beliau bekerja untuk warga,” tegasnya.", []string{"~santoso: kritik itu wajar [menilai, verb+name]", "santoso: “Beliau bekerja untuk warga,” [tegasnya, verb+nya]"}},
		{"the cue gives an office", "Rahmat Anwar hadir. “Putusan itu tetap dikuatkan,” kata hakim Sarmo Wijil. Rahmat Anwar keluar. “Barang itu dirampas untuk negara,” kata hakim.", []string{"«Sarmo Wijil»: “Putusan itu tetap dikuatkan,” [kata hakim Sarmo Wijil, verb+role]", "«Sarmo Wijil»: “Barang itu dirampas untuk negara,” [kata hakim, verb+role]"}},
		{"an English title", "Tulisan itu memakai buku Sarmo Wijil, “The Market and the River: Small Towns of the Eastern Coast in the Year of the Flood,” yang terbit lama.", nil},
		{"whose house it is does not matter", "“Kami sudah siap semua,” ujar Budi. / Selain itu, ada saksi yang melihat orang di depan rumah Sarmo Wijil. / “Kami masih memeriksanya,” katanya.", []string{"santoso: “Kami sudah siap semua,” [ujar Budi, verb+name]", "santoso: “Kami masih memeriksanya,” [katanya, verb+nya]"}},
		{"an office with a list inside", "Sarmo Wijil hadir. “Aset itu sudah disita,” ujar Kasi Upaya Hukum, Eksekusi, dan Eksaminasi Kejari Purwasari, Maya Puspita.", []string{"maya: “Aset itu sudah disita,” [ujar Kasi Upaya Hukum, Eksekusi, dan Eksaminasi Kejari Purwasari, Maya Puspita, verb+role]"}},
		{"a description with a tail", "Budi Santoso memimpin apel. “Kami masih mencari pelakunya,” tandas polisi dengan tiga balok emas di pundak tersebut.", []string{"santoso: “Kami masih mencari pelakunya,” [tandas polisi dengan tiga balok emas di pundak tersebut, nominal]"}},
		{"a witness with a name", "Budi Santoso hadir. “Truknya melaju kencang sekali,” ujar saksi, Kasbolah, di lokasi.", []string{"«Kasbolah»: “Truknya melaju kencang sekali,” [ujar saksi, Kasbolah, nominal]"}},
		{"an office alone is somebody", "Kepala Desa Jetis menyampaikan bahwa jalan itu rusak. “Kami minta warga bersabar dulu,” ujarnya.", []string{"~«Kepala Desa Jetis»: bahwa jalan itu rusak [menyampaikan, verb+role]", "«Kepala Desa Jetis»: “Kami minta warga bersabar dulu,” [ujarnya, verb+nya]"}},
		{"somebody unknown of a place", "Budi Santoso hadir. Sangadi, salah satu warga Jetis, mengaku kecewa. “Jalan ini rusak sejak lama,” keluhnya.", []string{"«Sangadi»: “Jalan ini rusak sejak lama,” [keluhnya, verb+nya]"}},
		{"asked before the verb", "Dewi Lestari hadir. Rahmat Anwar saat dikonfirmasi mengatakan, “Bantuan itu cair pekan depan.”", []string{"anwar: “Bantuan itu cair pekan depan.” [mengatakan, verb+name]"}},
		{"a thing that is said", "Budi Santoso hadir, Rahmat Anwar juga. Dalam sambutannya, Dewi Lestari menyampaikan apresiasi atas kunjungan itu. “Kami senang sekali hari ini,” ujarnya.", []string{"lestari: “Kami senang sekali hari ini,” [ujarnya, verb+nya]"}},
		{"where the person is from", "Sarmo Wijil mengaku terhibur oleh musik. “Saya sengaja datang ke sini,” kata warga Jetis, Kecamatan Purwasari.", []string{"~«Sarmo Wijil»: terhibur oleh musik [mengaku, verb+name]", "«Sarmo Wijil»: “Saya sengaja datang ke sini,” [kata warga Jetis, nominal]"}},
		{"not said yet", "Budi Santoso hadir. Dia menyebut rinciannya nanti akan disampaikan oleh Dewi Lestari. “Kami masih menunggu semuanya,” pungkasnya.", []string{"santoso: “Kami masih menunggu semuanya,” [pungkasnya, verb+nya]"}},
		{"a banner", "Budi Santoso hadir. “Lawan ketidaktahuan, bukan tetangga,” demikian bunyi salah satu spanduk.", []string{"?: “Lawan ketidaktahuan, bukan tetangga,” [, none]"}},
		{"a place between office and name", "“Kami melapor hari Minggu,” kata Ketua LBH Cabang Kencana, Jetis, Maya Puspita.", []string{"maya: “Kami melapor hari Minggu,” [kata Ketua LBH Cabang Kencana, Jetis, Maya Puspita, verb+role]"}},
		{"who is accused does not speak", "Maya Puspita hadir. Rahmat Anwar mengatakan kasus ini bermula dari unggahan. Dalam unggahan itu, AL disebut menuding Maya Puspita tanpa bukti. “Dia menyebarkan data klien kami,” ungkapnya.", []string{"~anwar: kasus ini bermula dari unggahan [mengatakan, verb+name]", "anwar: “Dia menyebarkan data klien kami,” [ungkapnya, verb+nya]"}},
		{"what is written", "Di batu itu ada tulisan kuno: “Sapa sing nandur bakal ngunduh uwoh.” Batu itu dijaga warga.", nil},
		{"an infinitive reports nothing", "Budi datang untuk memastikan, pasar itu dibuka.", nil},
		{"hal itu disampaikan moves the focus", "Budi hadir. Hal itu disampaikan Dewi saat upacara. “Sekolah perlu guru baru,” katanya.", []string{"lestari: “Sekolah perlu guru baru,” [katanya, verb+nya]"}},
	} {
		var got []string
		for _, q := range find(c.in) {
			got = append(got, show(q))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: %q\n got %s\nwant %s", c.why, c.in, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

func TestCandidates(t *testing.T) {
	out := find("Budi Santoso mengatakan, pasar siap. / Dewi Lestari ikut hadir. / “Semua pihak sudah sepakat,” katanya.")
	q := out[len(out)-1]
	if q.Speaker == nil || q.Speaker.ID != "lestari" || len(q.Candidates) != 2 || q.Candidates[1].ID != "santoso" {
		t.Errorf("speaker %v, candidates %v; want Dewi, then Budi", q.Speaker, q.Candidates)
	}
}

// TestBoth keeps the two persons named last as the candidates of "kata keduanya".
func TestBoth(t *testing.T) {
	q := find("Budi Santoso hadir. Dewi Lestari menemui Rahmat Anwar di gudang. “Kunci itu kami ganti besok,” kata keduanya. “Gudang dijaga siang malam,” kata dia.")
	if len(q) != 2 || q[0].Speaker != nil || len(q[0].Candidates) != 2 || q[0].Candidates[0].ID != "lestari" || q[0].Candidates[1].ID != "anwar" {
		t.Fatalf("got %+v, want nobody, and Dewi and Rahmat as candidates", q)
	}
	if q[1].Speaker == nil || q[1].Speaker.Name == "keduanya" {
		t.Errorf("both became the person in focus: %+v", q[1])
	}
}

// TestOfficeAndName runs the cue through the name where the office before it is a mention of
// the same person too.
func TestOfficeAndName(t *testing.T) {
	text := "“Parkir itu kami tata lagi besok,” jelas Kepala Dishub Kota Purwasari Joko Wirya Utama, Rabu."
	at := func(s string) Person {
		start := len([]rune(text[:strings.Index(text, s)]))
		return Person{Start: start, End: start + len(s), Name: "Joko Wirya Utama", Role: "Kepala Dishub Kota Purwasari"}
	}
	q := Find(lang.ReadAll([]string{text}), []Person{at("Kepala"), at("Joko Wirya Utama")}, nil)
	if len(q) != 1 || q[0].Cue != "jelas Kepala Dishub Kota Purwasari Joko Wirya Utama" || q[0].CueKind != "verb+role" {
		t.Errorf("got %+v", q)
	}
}

// within holds that every span of the quotes reproduces its text.
func within(t *testing.T, paragraphs []string, quotes []news.Quote) {
	t.Helper()
	for _, q := range quotes {
		last := max(q.Paragraph, q.EndParagraph)
		if q.Paragraph < 0 || last >= len(paragraphs) {
			t.Fatalf("%+v is outside the text", q)
		}
		runes := []rune(strings.Join(paragraphs[q.Paragraph:last+1], "\n"))
		end := len(runes) - len([]rune(paragraphs[last])) + q.End
		if q.Start < 0 || end > len(runes) || q.Start >= end || string(runes[q.Start:end]) != string([]rune(q.Text)) {
			t.Fatalf("%+v does not reproduce its text", q)
		}
		if c := q.CueSpan; c != nil {
			if cue := []rune(paragraphs[c.Paragraph]); c.Start < 0 || c.End > len(cue) || string(cue[c.Start:c.End]) != string([]rune(c.Text)) {
				t.Fatalf("cue %+v does not reproduce its text", c)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("“Jalan ini dulu sawah.\nSekarang jadi jalan,” katanya. “Besok, ujar Budi: “A”. ”B, ”ucap", 0, 3)
	f.Add("Menurut Budi, \"pasar\nini,\" kata\xff Dewi, “dan “itu”", 8, 12)
	f.Add("”\n“\n’’,” tanya orang nomor satu di Pemkot", 2, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		paragraphs := strings.Split(text, "\n")
		people := []Person{{Paragraph: 0, Start: from, End: to, ID: "a", Name: "Ani", Role: "Wali Kota"}, {Paragraph: len(paragraphs) - 1, Start: to, End: from, Name: "Budi", Role: "Sekda Kota"}}
		within(t, paragraphs, Find(lang.ReadAll(paragraphs), people, []string{"seru"}))
	})
}

// TestOpenedAnew gives every paragraph of a long quote the speaker who is named at its end.
func TestOpenedAnew(t *testing.T) {
	q := find("Rahmat Anwar hadir di balai desa. / “Pasar itu kami buka lagi bulan depan. / “Semua pedagang lama mendapat kios yang baru. / “Kami minta warga menunggu dengan sabar,” ujar Budi Santoso.")
	if len(q) != 3 {
		t.Fatalf("%d quotes, want 3: %+v", len(q), q)
	}
	for _, one := range q {
		if one.Speaker == nil || one.Speaker.ID != "santoso" {
			t.Errorf("%q is said by %+v, want santoso (%s)", one.Text, one.Speaker, one.Rule)
		}
	}
}

// TestAntecedent tells which mention a cue without a name points back to, and who else it can mean.
func TestAntecedent(t *testing.T) {
	q := find("Budi Santoso dan Dewi Lestari hadir. “Pasar itu kami buka lagi bulan depan,” ujarnya.")
	if len(q) != 1 || q[0].Speaker == nil || q[0].Speaker.ID != "santoso" || q[0].Antecedent == nil || q[0].Antecedent.Text != "Budi Santoso" || q[0].Antecedent.Start != 0 {
		t.Fatalf("got %+v", q)
	}
	if c := q[0].Candidates; len(c) != 2 || c[0].ID != "santoso" || c[1].ID != "lestari" {
		t.Errorf("candidates %+v, want both", c)
	}
	q = find("Budi Santoso hadir. “Pasar itu kami buka lagi bulan depan,” ujarnya.")
	if len(q) != 1 || len(q[0].Candidates) != 0 {
		t.Errorf("one person alone is no choice: %+v", q)
	}
}
