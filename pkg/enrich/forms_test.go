package enrich

import (
	"strings"
	"testing"
	"time"
)

// forms are sentence forms that articles showed which nobody had looked at while the
// grammar was written, in our own wording and of invented people.
var forms = []string{
	// Who holds an office can stand in a bracket behind it, and a short form of it too.
	"Surat dari Bapak [R:Menteri Dalam Negeri] ([P:Wiratmo Subagja]) dibaca.",
	"[R:Sekretaris Daerah (Sekda) Kota Malang] [P:Wiratmo Subagja] hadir.",
	// "&" for "dan", a slip of the pen before the region, a part of a body with its region and its owner.
	"[R:Kepala Bidang Persandian & Statistik] [P:Wiratmo Subagja], S.Kom., hadir.",
	"[R:Kepala] [O:Dinas Peternakan dan Kesehaatan Hewan Kabupaten Malang], [P:Retno Kinasih], hadir.",
	"[R:Kepala] [O:UPT Pengujian Kendaraan (PK) Angkutan Jalan (AJ) Wilayah Malang Dinas Perhubungan (Dishub) Jawa Timur] [P:Retno Kinasih] hadir.",
	// Branches behind a body.
	"[R:Kepala] [O:BMKG Stasiun Geofisika Kelas III Malang] [P:Wiratmo Subagja] hadir.",
	"[R:Manager] [O:PLN UP3 Malang] [P:Wiratmo Subagja] hadir bersama [O:PT PLN (Persero) UP3 Surabaya].",
	// Small letters for a short name, a village that no list holds, short forms that are no names.
	"Menurut rencana, [O:disnaker] dan [O:dishub] membuka posko.",
	"Petugas [O:Pemdes Karangtowo] datang.",
	"Sisa Lebih Pembiayaan Anggaran (SiLPA) besar. SiLPA itu turun.",
	// A corps at the end of a sentence is no title of the next word.
	"Kerja sama dengan [O:TNI]. Sebanyak 100 petani hadir.",
	// Sons and daughters, and an age before the name.
	"Satu jemaah, [P:Samuri bin Kartodirjo], wafat.",
	"Seorang lansia berusia 74 tahun bernama [P:Paisan] hilang.",
	// One ministry of two names, a slip before the short form, branches of parties, numbered companies.
	"Rapat dengan [O:Kementerian ATR/BPN] dan [O:Kementerian Agraria dan Tata Ruang/Badan Pertanahan Nasional (ATR/BPN)] selesai.",
	"Pegawai [O:Dinas Pemuda dan Olaraga (Dispora) Kabupaten Malang] hadir.",
	"Calon dari [O:PAC PKB Singosari] mundur.",
	"[R:Direktur Utama] [O:PT Gula Rajawali I] [P:Wagimin] menambahkan.",
	"Petani menyetor tebu ke [O:Pabrik Gula (PG) Kembang Baru].",
	"[R:Deputi Bidang Pelayanan Publik] [O:KemenPANRB], [P:Wiratmo Subagja], hadir.",
	"Petugas [O:Sat Lantas Polres Batu] berjaga di [L:GT Pakis].",
	"[R:Kepala Bidang Humas (Kabid Humas)] [O:Polda Jatim], Kombes Pol [P:Wiratmo Subagja], hadir.",
	// Headlines inside the text, where verbs have capitals.
	"[R:Bupati] [P:Wiratmo Subagja] Tinjau Embung.",
	"[R:Pelatih] [P:Wagimin] Latih Anak Jalanan.",
	"[R:Kabag Humas] [O:Setda Kota Malang] [P:Retno Kinasih] hadir.",
	// The last word of an office can begin the body instead.
	"[R:Ketua] [O:Dewan Kesenian Nusantara (DKN)] [P:Wiratmo Subagja] hadir.",
	"[P:Sarjono] yang juga [R:Ketua] [O:Yayasan Tunas Melati (YTM)] menegaskan hal itu.",
	// A region with its short form belongs to the office.
	"[R:Gubernur Nusa Tenggara Timur (NTT)] [P:Yosef Bria] berkunjung.",
	// What a director or deputy is responsible for stands between the head and the body.
	"[R:Direktur Penegakan Hukum] [O:Kementerian ESDM] [P:Wagimin] mengimbau warga.",
	"[R:Dirjen Pajak] [O:Kemenkeu] belum menjawab.",
	"[R:Direktur] [O:RSUD Ngantang], dr. [P:Retno Kinasih], menambahkan.",
	// Somebody can be the head of a place.
	"[R:Direktur] [L:Taman Wisata Sumber Mulyo], [P:Pramono], senang.",
	"[R:Kasatres PPA dan PPO] [O:Polres Batu] AKP [P:Retno Kinasih] membenarkan.",
	"Brigjend [P:Wiratmo Subagja] memimpin apel.",
	// Initials with an age are nobody's short name; a place's name with an age is a person's.
	"Korban, MK (51), selamat.",
	"Sopir truk, [P:Sidoarjo] (27), mengantuk.",
	"Rumah milik [P:Wagimin], 60.",
	// Words of the language inside a name, by what stands around it.
	"“Jalan licin,” ungkap [P:Anak Agung Bagus Wirawan].",
	"Petugas piket, [P:Dadi Supardi], menyebut hal itu.",
	"“Kami siap,” kata [P:Kim Ji-hoon].",
	// The capital is no lady, and a ruler in the name of a body no office.
	"Kantor di [L:Ibu Kota Nusantara] dibangun.",
	"Mahasiswa [O:Universitas Islam Sultan Agung] berunjuk rasa.",
	// Bodies with a number of a class, and shops.
	"Razia di [O:Lapas Kelas 1 Malang] selesai.",
	"Acara bersama [O:Komite Nasional Pemuda Indonesia (KNPI)] selesai.",
	"Pencurian terjadi di [O:Warkop Lestari], [L:Jalan Mawar].",
	// Streets and hamlets end before the number of the neighbourhood.
	"Longsor di [L:Kampung Muara] RT 03 RW 09 teratasi.",
	"Polisi berkumpul di Halaman [L:Mapolres Malang].",
	// Two kinds of region before one name, a list of places, a street named for a ruler.
	"Rumah di [L:Desa/Kecamatan Sumberpucung] terbakar.",
	"Hujan turun di [L:Wagir] dan [L:Dampit]. Jalan licin.",
	"Toko di [L:Jalan Panglima Polim] tutup.",
	// A second body belongs to the office; a short form can mean something else.
	"[R:Anggota] [O:Komisi III DPR RI] [O:Fraksi PKS], [P:Wagimin Al Jufri], bertanya.",
	"Warga yang menjadi Pekerja Migran Indonesia (PMI) bertambah.",
	// The points of the compass, and "Kota", make another region.
	"Warga [L:Kecamatan Semarang Selatan] dan [O:Polresta Bogor Kota] bertemu.",
	"[R:Kapolresta Bogor Kota] Kombes Pol. [P:Wiratmo Subagja] hadir.",
	// A bureau is a body behind its head and a place elsewhere.
	"[R:Kepala] [O:Kantor Perwakilan Bank Indonesia Malang], [P:Retno Kinasih], datang.",
	"Rapat di [L:Kantor Perwakilan Bank Indonesia] selesai.",
	"Petugas [O:Ponpes Al Hikmah Purwoasri] Jumat pagi datang.",
	"Anggaran [O:Koperasi Desa/Kelurahan Merah Putih] cair.",
	// In small letters and without a name an office of many is nobody's.
	"Kasus terungkap setelah anggota [O:Polsek Turen] berpatroli.",
	"[P:Wagimin Subagja], [R:dosen] [O:Fakultas Hukum Universitas Brawijaya], menilai lain.",
	"[R:Kabid Potensi Desa] [O:DPMD Kabupaten Malang], [P:Bangun], menegaskan hal itu.",
	"Petugas atas nama [P:Samanu Linggar] menemukan tas itu.",
	"Yayasan itu, [O:Yayasan Pendidikan Trate], membawahi MINU Trate Putra.",
	// Places that no list holds.
	"Kapal bersandar di [L:Sendangbiru], lalu nelayan menuju kawasan [L:Kondangbuntung].",
	"Banjir di [L:Kecamatan Jampangwetan] surut. Warga [L:Jampangwetan] pulang.",
	"Ia mengunggahnya di Facebook dan membayar lebih dari Rp 10 juta.",
	"[P:Cakra] (18) selamat.",
	"[R:Ketua] [O:Yayasan Tunas Melati] Marsekal Madya TNI (Purn) [P:Wiratmo Subagja] hadir.",
	"[R:Deputi Penganekaragaman Konsumsi Pangan] [O:Bapanas] [P:Wiratmo Subagja] hadir.",
	// Lists: of fields before "dan", of initials, of places.
	"[R:Kepala] [O:Dinas Perikanan, Peternakan, dan Pertanahan Kota Tegal] [P:Lestari Handayani] hadir.",
	"[R:Menteri Koordinator Bidang Politik, Hukum, dan Keamanan] [P:Wiratmo Subagja] hadir.",
	"[R:Sekretaris Kabinet] [P:Wiratmo Subagja] hadir.",
	"Pelaku adalah DS, ARH, dan MA.",
	"Banjir di [L:Kelurahan Kranjiwetan], [L:Karangpucang], [L:Teluk], serta [L:Desa Karangrau].",
	// Names that end in the nation's are bodies, and families no body.
	"Survei [O:Politrak Indonesia] dirilis kemarin.",
	"[R:Direktur] [O:Politrak Indonesia] [P:Hanta Wirawan] hadir.",
	"[R:Kepala] [O:Satuan Tugas Koordinasi KPK Wilayah V] [P:Dian Wirawan] hadir.",
	"Bantuan bagi Keluarga Penerima Manfaat (KPM) cair.",
	"Hiking menuju [L:Taman Nasional Bromo Tengger Semeru] ditutup.",
	"Kelas 3 [O:MI Miftahul Huda] dan pasien [O:Rumah Sakit Islam (RSI) Aisyiyah Malang] hadir.",
	"[R:Kepala] [O:Badan Penyelenggaraan Haji dan Umrah] [P:Wiratmo Subagja] hadir.",
	"[R:Kepala Sekolah] [O:SMPN 33] [P:Kasiyati] membantah.",
	"Profesor [P:Thorwald Stein] menjelaskan hal itu.",
	"Seorang lansia bernama [P:Sampir] selamat.",
	// A kind of region is nobody's name.
	"[R:Kepala Desa Sitireja], [L:Kecamatan Wagir], [L:Kabupaten Malang], [P:Buwang Wirawan], hadir.",
	// What is no name.
	"Ia mengirim pesan lewat WhatsApp, lalu salat Idul Adha.",
	// Ranks written out, as news agencies do.
	"[R:Kepala] [O:Satuan Lalu Lintas Polres Malang] Ajun Komisaris Polisi [P:Bambang Wirajaya] hadir.",
	"[R:Kapolresta Malang Kota] Komisaris Besar Polisi [P:Wiratmo Subagja] hadir.",
	"[R:Komisaris Utama] [O:PT Tirta Jetis], [P:Bambang Wirajaya], hadir.",
	// Short forms that the article gives, also behind an office and with a region; kinds and things are none.
	"[R:Ketua] [O:Asosiasi Petani Garam (APG) Kabupaten Malang] hadir. [R:Ketua] [O:APG Kabupaten Malang] [P:Bambang Wirajaya] pulang.",
	"Pegawai menjalani Work From Home (WFH) hari ini.",
	"Wabah penyakit mulut dan kuku (PMK) reda. Sapi sembuh dari PMK itu.",
	"[R:Kepala] [O:Badan Koordinasi Wilayah (Bakorwil) III Malang], [P:Bambang Wirajaya], hadir.",
	"Siswa [O:Madrasah Tsanawiyah Negeri (MTsN) 2 Kota Malang] dan [O:SMK Muhammadiyah 1 Kepanjen] menang.",
	"Jalan dibangun [O:Dinas Pekerjaan Umum (PU) Bina Marga Kabupaten Malang].",
	"Jenjang MTs 274 anak dan SMP 1.159 orang.",
	"[R:Kepala] [O:Dinas Sosial, Pemberdayaan Perempuan, Perlindungan Anak, dan Keluarga Berencana (Dinsos PPKB) Kota Tegal] [P:Bambang Wirajaya] hadir.",
	// Assistants of a Sekda; what the holder is responsible for.
	"[R:Asisten Administrasi Umum Sekretaris Daerah Kabupaten Malang] [P:Bambang Wirajaya] hadir.",
	"[R:Kanit Penegakan Hukum (Gakkum)] [O:Satlantas Polres Malang] Ipda [P:Bambang Wirajaya] hadir.",
	"[R:Manajer Operasional] [O:Mekartopia], [P:Bambang Wirajaya], hadir.",
	"[R:Menteri] [P:Hanif] hadir di balai desa.",
	// Nobody in particular.
	"Peran Kepala Desa sangat besar. Sasaran Bupati/Wali Kota sama.",
	// Lists and routes of places, halls, and what only looks like one.
	"Warga [L:Desa Bantur], [L:Rejosari], dan [L:Srigonco] pulang.",
	"Bus melayani rute [L:Gondanglegi]-[L:Balekambang] tiap hari.",
	"Rapat di [L:Pendopo Agung Kabupaten Malang] selesai.",
	"Luas Ruang Terbuka Hijau (RTH) dan Penerangan Jalan Umum kurang.",
	"Kader [O:Puskesmas Sumbermanjing Kulon] datang.",
	"Hujan turun di [L:Desa Beji], [L:Sumberejo] dan",
	// Groups, by the word before them; bodies with their units.
	"Acara komunitas [O:Sinarela] dan organisasi masyarakat (ormas) [O:Jagat Maneges] selesai.",
	"Personel [O:Bidhumas Polda Jatim] dan [O:Kodim 0818/Malang-Batu] hadir.",
	"Bantuan [O:Kementerian Lingkungan Hidup/BPLH] cair.",
	"Layanan Samsat Keliling buka pada Hari Kartini.",
	// Names: initials before them, a word of the language, buildings called after people.
	"Warga yang diketahui bernama [P:Jamilah] selamat.",
	"[R:Bupati] melantik [P:P.Y. Santoso] sebagai [R:Direktur Utama].",
	"[R:Kepala Dusun Desa Sidodadi], [P:Sampur] mengungkapkan hal itu.",
	"“Rinciannya, guru 20 orang.”",
	"Metode post mortem alias Ante Mortem dipakai.",
	"[R:Sekretaris] [O:Balaja] [P:Slamet Husnan] hadir. Rapat [O:Badan Layanan Ajaib (Balaja)] selesai.",
}

func TestForms(t *testing.T) {
	e := embedded(t)
	for _, want := range forms {
		checkMentions(t, e, want)
	}
}

// TestCutForms reads every form with its end cut off, and its beginning: a grammar that looks
// ahead and back must not look out of the text.
func TestCutForms(t *testing.T) {
	e := embedded(t)
	marks := strings.NewReplacer("[P:", "", "[O:", "", "[L:", "", "[R:", "", "[D:", "", "]", "")
	for _, form := range forms {
		words := strings.Fields(marks.Replace(form))
		for n := 1; n < len(words); n++ {
			a := article("2025-05-16", strings.Join(words[:n], " "), strings.Join(words[n:], " "))
			checkSpans(t, form, a, e.Tags(a, time.Time{}))
		}
	}
}

// TestClipped joins a shortened name to the only person it can be of.
func TestClipped(t *testing.T) {
	e := embedded(t)
	tags := e.Tags(article("2025-05-16", "Kasatreskrim Polres Batu AKP Yulistika Arumdalu membenarkan. “Pelaku sudah ditahan sejak kemarin,” ujar AKP Yulis."), time.Time{})
	if len(tags.Quotes) == 0 || tags.Quotes[len(tags.Quotes)-1].Speaker == nil || tags.Quotes[len(tags.Quotes)-1].Speaker.Name != "Yulistika Arumdalu" {
		t.Errorf("AKP Yulis is not Yulistika Arumdalu: %+v", tags.Quotes)
	}
	tags = e.Tags(article("2025-05-16", "AKP Yulistika Arumdalu dan AKP Yulisa Kirana datang. “Pelaku sudah ditahan sejak kemarin,” ujar AKP Yulis."), time.Time{})
	if len(tags.Quotes) != 1 || tags.Quotes[0].Speaker == nil || tags.Quotes[0].Speaker.Name != "Yulis" {
		t.Errorf("AKP Yulis can be two people and is one: %+v", tags.Quotes)
	}
}

// TestAlias joins the name in brackets to the person before it.
func TestAlias(t *testing.T) {
	e := embedded(t)
	tags := e.Tags(article("2025-05-16", "Kepala Dinas Sosial Kota Tegal Saiful Wirawan (Gus Wirun) hadir. “Bantuan cair mulai besok pagi,” kata Gus Wirun."), time.Time{})
	if len(tags.Quotes) != 1 || tags.Quotes[0].Speaker == nil || tags.Quotes[0].Speaker.Name != "Saiful Wirawan" {
		t.Errorf("Gus Wirun is not Saiful Wirawan: %+v", tags.Quotes)
	}
}

// TestRank keeps a policeman apart from the mayor whose first name he bears.
func TestRank(t *testing.T) {
	e := embedded(t)
	for text, id := range map[string]string{
		"Aipda Wahyu memeriksa gudang, dan Wali Kota Malang meninjau pasar.":   "",
		"Wahyu memeriksa gudang, dan Wali Kota Malang meninjau pasar kembali.": "wahyu-hidayat",
	} {
		for _, m := range e.Tags(article("2026-05-10", text), time.Time{}).Mentions {
			if m.Text == "Wahyu" && m.ID != id {
				t.Errorf("%q: Wahyu is %q, want %q", text, m.ID, id)
			}
		}
	}
}

// TestOfficialForms holds forms in which an article says what office somebody has, in our
// own wording and of invented people: "name = office" for each official.
func TestOfficialForms(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ text, want string }{
		// Regions between a village head and the name.
		{"Kepala Desa Sumberwangi, Kecamatan Wagir, Kabupaten Malang, Darmo Wirajaya, membuka acara.", "Darmo Wirajaya = Kepala Desa Sumberwangi"},
		// A unit with its short form, then its field and its body.
		{"Kepala Bidang (Kabid) Angkutan Dishub Kabupaten Malang, Bambang Wirajaya mengatakan rapat selesai.", "Bambang Wirajaya = Kepala Bidang (Kabid) Angkutan Dishub Kabupaten Malang"},
		{"Ia didampingi Kepala Seksi (Kasi) Tindak Pidana Umum (Pidum) Bambang Wirajaya.", "Bambang Wirajaya = Kepala Seksi (Kasi) Tindak Pidana Umum (Pidum)"},
		{"Kasubbid Penmas Polda Jatim AKBP Bambang Wirajaya membenarkan.", "Bambang Wirajaya = Kasubbid Penmas Polda Jatim"},
		// Heads of villages elsewhere.
		{"Perbekel Banjarsari Wayan Bambang Wirajaya membuka acara.", "Wayan Bambang Wirajaya = Perbekel Banjarsari"},
		// A comma that ends a clause joins nobody to the office before it.
		{"Meski banyak kritik kepada Kadis Sosial, Bambang Wirajaya menilai kritik itu wajar.", ""},
		{"Setelah rapat selesai, warga pulang. Kepala UPT Puskesmas Jetis, drg. Bambang Wirajaya menutup acara.", "Bambang Wirajaya = Kepala UPT Puskesmas Jetis"},
		{"Kepala Seksi Intelijen (Kasi Intel) Kejari Kabupaten Malang, Bambang Wirajaya, menjawab.", "Bambang Wirajaya = Kepala Seksi Intelijen (Kasi Intel) Kejari Kabupaten Malang"},
		{"Masa tugas AKP Bambang Wirajaya, S.Tr.K., S.I.K. sebagai Kasat Lantas Polres Batu berakhir.", "Bambang Wirajaya = Kasat Lantas Polres Batu"},
		{"Kapolresta Makota Kombes Pol Putu Kholis Aryana hadir.", "Putu Kholis Aryana = Kapolresta Malang Kota"},
		{"Wali Kota Malang WahyuHidayat hadir.", "Wahyu Hidayat = Wali Kota Malang"},
		// A homonym is somebody else; a one-word alias is not everybody of that word.
		{"Terdakwa Wahyu Hidayat divonis di Pengadilan Negeri Surabaya.", ""},
		{"Wahyu Hidayat, pedagang bakso di Kota Malang, mengeluh.", ""},
		{"Warga Kota Malang, Wahyu Hidayat (45), selamat.", ""},
		{"Asisten Administrasi Umum Sekretaris Daerah Kabupaten Malang Wahyu Kurniati hadir.", "Wahyu Kurniati = Asisten Administrasi Umum Sekretaris Daerah Kabupaten Malang"},
		{"Kepala Dinas Uji Kota Malang Rahman Nurcahyo hadir.", "Rahman Nurcahyo = Kepala Dinas Uji Kota Malang"},
		{"Perencana Ahli Muda Dinas Pendidikan Kabupaten Malang Ahmad Anwar hadir.", ""},
		// Who held it before, or will.
		{"Wakil Wali Kota Malang periode 2018-2023 Sofyan Edi Jarwoko hadir.", "Sofyan Edi Jarwoko = Wakil Wali Kota Malang"},
		{"Wali Kota Malang saat itu, Sutiaji, meresmikan pasar pada 2020.", "Sutiaji = Wali Kota Malang"},
		{"Mantan Pj Wali Kota Malang Wahyu Hidayat hadir.", "Wahyu Hidayat = Wali Kota Malang"},
		{"Sekretaris Camat Donomulyo, Bambang Wirajaya, hadir.", "Bambang Wirajaya = Sekretaris Camat Donomulyo"},
		{"Turut hadir Kepala Bidang Data dan Statistik, Suci Wirasari Ambarwulan, dan staf.", "Suci Wirasari Ambarwulan = Kepala Bidang Data dan Statistik"},
		{"Bupati Ogan Komering Ilir (OKI) Bambang Wirajaya merespons hal itu.", "Bambang Wirajaya = Bupati Ogan Komering Ilir (OKI)"},
		{"Kepala KSOP Gresik Bambang Wirajaya hadir.", "Bambang Wirajaya = Kepala KSOP Gresik"},
		// An office that points back to who was named before.
		{"Bambang Wirajaya menolak usul itu. Kepala Dinas Sosial Kota Tegal tersebut memilih cara lain.", "Bambang Wirajaya = Kepala Dinas Sosial Kota Tegal"},
		{"Kepala Dinas Sosial Kota Tegal Darmo Wirajaya bertemu Wiratmo Subagja. Kepala Dinas Sosial Kota Tegal itu senang.", "Darmo Wirajaya = Kepala Dinas Sosial Kota Tegal"},
	} {
		var got []string
		for _, o := range e.Tags(article("2025-05-16", c.text), time.Time{}).Officials {
			got = append(got, o.Name+" = "+o.OfficeName)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestSpeakerForms holds the names by which a cue can call somebody named before.
func TestSpeakerForms(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ text, want string }{
		{"Kepala Dinas Sosial Kota Tegal Darmo Wirajaya hadir. “Bantuan cair mulai besok pagi,” ujar Bono, sapaannya.", "Darmo Wirajaya"},
		{"Kepala Divisi Riset dan Kajian ICW Wana Kusuma mengatakan hal itu kepada Bambang Subagja. Wana juga mendesak agar kasus dibuka. “Berkasnya sudah lama lengkap,” katanya.", "Wana Kusuma"},
		{"Oki, sapaan akrab Darmo Wirajaya, hadir bersama Wiratmo Subagja. “Bantuan cair mulai besok pagi,” ujar Oki.", "Darmo Wirajaya"},
		{"Wiratmo Subagja (40) dan Ahmad Wirajaya (33) hadir. “Motor saya kembali hari ini,” kata Ahmad.", "Ahmad Wirajaya"},
		{"Bupati Malang HM Sanusi diwakili Kepala Dinas Sosial Kota Tegal Darmo Wirajaya. Bupati yang akrab disapa Abah Sanusi ini senang. “Nilai lokal perlu dirawat,” tegas Sanusi.", "Muhammad Sanusi"},
		{"Warga menemui Kepala Dinas Sosial Kota Tegal Abah Wiro. Bambang Wirajaya yang akrab disapa Abah Wiro senang. “Nilai lokal perlu dirawat,” tegas Wiro.", "Bambang Wirajaya"},
		{"Manajer Komunikasi PT Tirta Jetis, Ahad Wirajaya, memastikan stok aman. “Stok aman sampai akhir bulan,” jelas Ahad kepada wartawan.", "Ahad Wirajaya"},
		{"Pengacara Wiratmo Subagja, Muslim Kusuma Wirajaya, turut berkomentar. “Kami percaya pada polisi,” kata Muslim. Ia pulang. “Klien kami korban dalam perkara ini,” ucapnya.", "Muslim Kusuma Wirajaya"},
		{"“Pelaku sudah ditahan,” kata Kasat Reskrim Polres Sumawa, AKP Bambang Wirajaya. “Kami punya cukup bukti sejak lama,” terangnya.", "Bambang Wirajaya"},
		{"Ketua panitia, Sri Winarsih, hadir. Sri mengaku senang. “Bantuan cair mulai besok pagi,” katanya.", "Sri Winarsih"},
		{"Darmini Sulastri, spesialis jaringan dari Jetis, menjelaskan alat itu. “Alat ini buatan warga sendiri,” tegasnya.", "Darmini Sulastri"},
	} {
		q := e.Tags(article("2025-05-16", c.text), time.Time{}).Quotes
		if len(q) == 0 || q[len(q)-1].Speaker == nil || q[len(q)-1].Speaker.Name != c.want {
			t.Errorf("%s\n got %+v\nwant %s", c.text, q, c.want)
		}
	}
}
