package enrich

import (
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

var letters = map[news.MentionType]string{
	news.PersonMention: "P", news.OrganisationMention: "O", news.PlaceMention: "L", news.OfficeMention: "R", news.DocumentMention: "D",
}

// article makes an article of paragraphs, published on a day.
func article(day string, paragraphs ...string) *news.Article {
	a := &news.Article{ID: news.NewArticleID("https://kabar.example/1"), URL: "https://kabar.example/1", Paragraphs: paragraphs}
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		a.Published = &news.Stamp{Time: t.Add(9 * time.Hour), Rule: "test"}
	}
	return a
}

// TestMentions holds one sentence for each rule of the name grammar, in our own
// wording. The mentions are written into the text: P person, O organisation,
// L place, R office, D document.
func TestMentions(t *testing.T) {
	e := embedded(t)
	for _, want := range []string{
		// An office and its region are one span; title and degrees stay outside the name.
		"[R:Wali Kota Pekalongan], Drs. H. [P:Sarwono Adiguna], S.E., M.M. membuka acara.",
		"[R:Penjabat (Pj.) Bupati Jepara] Dr. Ir. [P:Wiraguna Saputra], MM meninjau jalan.",
		"[R:Plt. Gubernur Jambi] [P:Harsono Wiguna] menunggu laporan.",
		"[R:Sekretaris Daerah (Sekda) Kabupaten Blora] [P:Retno Kinasih] hadir.",
		"[R:Sekda Prov Sumsel] [P:Rahmat Wijaya] memimpin rapat.",
		"[R:Camat Lowokwaru], [P:Suwignyo Hadi], S.Sos datang lebih awal.",
		// Before an organisation the head alone is the office.
		"[R:Kepala] [O:Dinas Sosial Kota Tegal] [P:Lestari Handayani] menyampaikan hal itu.",
		"[R:Kepala] [O:Dinas Perumahan, Kawasan Permukiman dan Cipta Karya (DPKPCK) Kabupaten Malang], [P:Budi Wardoyo] mengatakan hal itu.",
		"[R:Kepala] [O:Bagian Hukum Setda Kota Kediri] [P:Hartini Rahayu] menambahkan.",
		"[R:Wakil Ketua] [O:Komisi B DPRD Kabupaten Gresik], H. [P:Saiful Bahrudin], M.Pd.I, menilai lain.",
		"[R:Kepala Bidang Tata Ruang], [P:Agus Wicaksana], ikut.",
		"[R:Komandan] [O:Kodim 0819] Letkol Inf [P:Bagas Pramudya] menyambut mereka.",
		"[R:Kasatreskrim] [O:Polres Lumajang] AKP [P:Dimas Aryasatya] membenarkan.",
		"[R:Menteri Pekerjaan Umum RI] [P:Sugiharto Wirawan] meresmikan jembatan.",
		"[R:Rektor] [O:Universitas Nusa Cendana] Prof. Dr. [P:Yosef Bria] setuju.",
		"[R:Anggota] [O:Fraksi PKS DPRD Kota Malang], H. [P:Wira Aji], bertanya.",
		"[R:Kalapas Kelas IIA Jambi] [P:Bagas Pranowo] menjamin keamanan.",
		"[R:Kepala Desa Sumberejo] [P:Hanik Maimunah] dan [R:Kabid Persampahan] [O:DLH Kota Batu] [P:Wira Dinata] datang.",
		"[R:Komandan] [O:Lanud Abdul Sulaiman] Marsma TNI [P:Reza Wiratama] dan [R:Pangdam V/Brawijaya] Mayjen TNI [P:Rudi Saladin] hadir.",
		"[R:Kapolres Batu] Pimpin Upacara Bendera.",
		"Letjen TNI (Purn) [P:Wiratama Subagyo] datang. Kejadian di Sekolah Pinggiran, [R:Wali Kota Malang] turun tangan.",
		// Organisations: short forms, brackets inside the name, schools and companies.
		"[O:Pemerintah Kabupaten (Pemkab) Malang] dan [O:Pemkot Batu] bersepakat.",
		"Siswa [O:SMA Negeri 3 Unggulan Muara Enim] dan [O:SMPN 2 Kepanjen] menang.",
		"Warga menggugat [O:PT Karya Bumi Lestari] ke [O:Pengadilan Negeri Kepanjen].",
		"Rapat di [O:BKAD] membahas aset ASN, PAD, dan APBD.",
		"[O:Forum Sungai Jernih (FSJ)] menanam pohon. Menurut [O:FSJ], hasilnya baik.",
		// Places: kinds, landmarks, and what they swallow.
		"Truk terguling di [L:Jalan Raya Punten], [L:Desa Punten], [L:Kecamatan Bumiaji], [L:Kota Batu].",
		"Acara di [L:Ruang Rapat Diskominfo Kabupaten Malang] selesai.",
		"Mereka berkumpul di depan [L:Kantor Gubernur Jateng] sejak pagi.",
		"Upacara di [L:Taman Makam Pahlawan (TMP) Suropati] [L:Kota Malang] khidmat.",
		"Pelantikan di [L:Balai Kota Malang] ditunda.",
		"Warga [L:Kabupaten Malang] bukan warga [L:Kota Malang].",
		"Rumah di [L:Jalan KH Ahmad Dahlan] itu kosong.",
		"Kantor di [L:Batam Center], [L:Kepulauan Riau (Kepri)].",
		"Petugas [O:Kodam V/Brawijaya] dan [O:Kodim 0833/Kota Malang] berjaga di [O:RSUD dr. Saiful Anwar].",
		"[O:Bank Jatim Cabang Malang] dan [O:Fakultas Hukum Universitas Brawijaya] bekerja sama.",
		// The beginning of a report.
		"[L:Malang], [O:KabarUji.co.id] – Jalan rusak diperbaiki.",
		"[L:Klojen] ([O:kabaruji.go.id]) – Jalan rusak diperbaiki.",
		// People whom only their place in the sentence gives away.
		"“Jalan ini licin,” kata [P:Sumiyem], warga setempat. [P:Sumiyem] lalu pergi.",
		"Korban, [P:Paimin Dwijaya] (54), selamat.",
		"Warga menyapa Pak [P:Tukijan] dan Bu [P:Wariyem].",
		// What looks like a name and is none.
		"Peserta mulai [R:Sekda], Kepala Dinas, Camat dan Lurah se-Kota.",
		"Setiap Ketua RT mendata warganya.",
		"[D:Peraturan Wali Kota Malang Nomor 24 Tahun 2021] sudah berlaku.",
		"Alhamdulillah, semoga Allah membalas.",
		// A slip of the keyboard glues a name to the bracket before it.
		"[R:Kepala] [O:Badan Kepegawaian Negara (BKN)]bProf. [P:Zudan Arif Fakrulloh] hadir.",
	} {
		checkMentions(t, e, want)
	}
}

// checkMentions reads a sentence whose mentions are written into it.
func checkMentions(t *testing.T, e *Enricher, want string) {
	t.Helper()
	text := want
	for _, l := range letters {
		text = strings.ReplaceAll(text, "["+l+":", "[")
	}
	text = strings.NewReplacer("[", "", "]", "").Replace(text)
	tags := e.Tags(article("2025-05-16", text), time.Time{})
	if got := inline(text, 0, tags.Mentions); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestOfficeOnTheDay holds the chain of one office: the same words on another day
// mean another person or standing, and on a day that the sources leave open nobody.
func TestOfficeOnTheDay(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ day, text, id, status, standing string }{
		{"2020-05-01", "Wali Kota Malang, Sutiaji, meninjau pasar.", "sutiaji", "definitif", ""},
		{"2024-03-10", "Pj Wali Kota Malang Wahyu Hidayat meninjau pasar.", "wahyu-hidayat", "pj", ""},
		{"2025-05-16", "Wali Kota Malang Wahyu Hidayat meninjau pasar.", "wahyu-hidayat", "definitif", ""},
		{"2024-09-10", "Pj Wali Kota Malang meninjau pasar.", "iwan-kurniawan", "pj", ""},
		{"2024-03-10", "Pj Wali Kota Malang meninjau pasar.", "wahyu-hidayat", "pj", ""},
		{"2025-05-16", "Mantan Wali Kota Malang Sutiaji datang.", "sutiaji", "definitif", "former"},
	} {
		tags := e.Tags(article(c.day, c.text), time.Time{})
		if len(tags.Officials) != 1 {
			t.Errorf("%s %q: %d officials, want one", c.day, c.text, len(tags.Officials))
			continue
		}
		o := tags.Officials[0]
		if string(o.ID) != c.id || string(o.Status) != c.status || string(o.Standing) != c.standing || o.Office == nil || *o.Office != "wali-kota-malang" {
			t.Errorf("%s %q: %+v, want %s %s %s", c.day, c.text, o, c.id, c.status, c.standing)
		}
	}
}

// TestNotThatPerson holds the confusions that entity lists make.
func TestNotThatPerson(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ name, text, not string }{
		{"a company's homonym of a former mayor", "Komisaris PT Bumi Elok Lestari, Iwan Kurniawan, hadir di Kota Malang.", "iwan-kurniawan"},
		{"the homonym without any office", "Iwan Kurniawan membeli tanah di Kota Malang.", "iwan-kurniawan"},
		{"somebody near the office", "Staf khusus Wali Kota Malang Surya Dwipayana hadir.", ""},
		{"another surname", "Ketua PCNU Kota Malang, Ali Murtadlo, memberi sambutan.", "ali-muthohirin"},
	} {
		tags := e.Tags(article("2026-05-10", c.text), time.Time{})
		for _, o := range tags.Officials {
			if o.Name == "Surya Dwipayana" {
				t.Errorf("%s: %+v", c.name, o)
			}
			if o.ID == "" {
				continue
			}
			if string(o.ID) == c.not {
				t.Errorf("%s: %q was taken for %s (%s)", c.name, c.text, c.not, o.Rule)
			}
		}
	}
}

// TestOnePerson holds the ways in which an article names one person again.
func TestOnePerson(t *testing.T) {
	e := embedded(t)
	a := article("2025-05-16",
		"Wali Kota Malang, Wahyu Hidayat membuka retret di Kota Malang.",
		"Wahyu menilai acara itu penting. Kepala BKN Prof Zudan Arif Fakhrullah hadir bersama Mas Ali.",
		"Orang nomor satu di Pemkot Malang itu berterima kasih.",
		"Wakil Wali Kota Malang, Ali Muthohirin, mengangguk. Politisi PKB itu tersenyum.")
	tags := e.Tags(a, time.Time{})
	got := map[string]string{}
	for _, m := range tags.Mentions {
		if m.Type == news.PersonMention {
			got[m.Text] = m.ID
		}
	}
	for text, id := range map[string]string{
		"Wahyu Hidayat": "wahyu-hidayat", "Wahyu": "wahyu-hidayat", "Zudan Arif Fakhrullah": "zudan-arif-fakrulloh", "Ali": "ali-muthohirin",
		"Orang nomor satu di Pemkot Malang itu": "wahyu-hidayat", "Politisi PKB itu": "ali-muthohirin",
	} {
		if got[text] != id {
			t.Errorf("%q means %q, want %q", text, got[text], id)
		}
	}
	if n := len(tags.Officials); n != 3 {
		t.Errorf("%d officials %+v, want 3", n, tags.Officials)
	}
}

// TestUnknownOfficial reads somebody whom no list knows, with the office that the
// text gives, under a nickname too.
func TestUnknownOfficial(t *testing.T) {
	e := embedded(t)
	tags := e.Tags(article("2025-05-16",
		"Kepala Dinas Kelautan Kabupaten Belitung Timur, Suryani Maharani, S.Pi., menyambut nelayan.",
		"Yani, sapaan akrabnya, berharap panen membaik."), time.Time{})
	if len(tags.Officials) != 1 || tags.Officials[0].Name != "Suryani Maharani" || tags.Officials[0].OfficeName != "Kepala Dinas Kelautan Kabupaten Belitung Timur" {
		t.Fatalf("officials %+v", tags.Officials)
	}
	for _, m := range tags.Mentions {
		if m.Text == "Yani" && m.Name == "Suryani Maharani" {
			return
		}
	}
	t.Errorf("the nickname leads nowhere: %+v", tags.Mentions)
}

// TestPlaces holds the regions that are mixed up most: the codes of Kota and
// Kabupaten Malang and Kota Batu, and names that two regions share.
func TestPlaces(t *testing.T) {
	e := embedded(t)
	for _, c := range []struct{ text, name, code string }{
		{"Hujan turun di Kota Malang.", "Kota Malang", "35.73"},
		{"Hujan turun di Kabupaten Malang.", "Kabupaten Malang", "35.07"},
		{"Hujan turun di Kota Batu.", "Kota Batu", "35.79"},
		{"Pemkot Batu menata Desa Sumberejo, Kota Batu.", "Desa Sumberejo", "35.79.01.2005"},
		{"Bupati Malang meninjau Kepanjen. Warga di Kepanjen senang.", "Kepanjen", "35.07.13"},
	} {
		tags := e.Tags(article("2025-05-16", c.text), time.Time{})
		ok := false
		for _, m := range tags.Mentions {
			ok = ok || m.Type == news.PlaceMention && m.Text == c.name && m.ID == c.code
		}
		if !ok {
			t.Errorf("%q: no %s with the code %s: %+v", c.text, c.name, c.code, tags.Mentions)
		}
	}
	// Four villages of the region are called so: without more, nobody can tell.
	tags := e.Tags(article("2025-05-16", "Hujan turun di Desa Sumberejo."), time.Time{})
	if len(tags.Unsettled) != 1 || tags.Unsettled[0].What != "place" || len(tags.Unsettled[0].Candidates) < 4 {
		t.Errorf("the village is one of several and was settled: %+v", tags.Unsettled)
	}
}

func TestScope(t *testing.T) {
	e := embedded(t)
	tags := e.Tags(article("2025-05-16", "Pemkot Batu memperbaiki jalan. Wali Kota Batu meninjau, tamu dari Kabupaten Malang ikut.", "DPRD Kota Batu setuju."), time.Time{})
	if len(tags.Scope) != 1 || tags.Scope[0].Place != "35.79" || len(tags.Scope[0].Evidence) == 0 {
		t.Errorf("scope %+v, want Kota Batu with evidence", tags.Scope)
	}
}

func TestTopics(t *testing.T) {
	e := embedded(t)
	has := func(text string, id news.TopicID) bool {
		for _, topic := range e.Tags(article("2025-05-16", text), time.Time{}).Topics {
			if topic.ID == id && len(topic.Evidence) > 0 {
				return true
			}
		}
		return false
	}
	if !has("Pemkot membahas APBD dan SiLPA.", "anggaran") {
		t.Error("APBD is no budget topic")
	}
	if has("Rumahnya jauh dari rumah kami.", "perumahan-tata-ruang") {
		t.Error("a house is no housing policy")
	}
}

// TestDeterminism reads the same article twice and by two enrichers.
func TestDeterminism(t *testing.T) {
	a := article("2025-05-16", "Wali Kota Malang, Wahyu Hidayat bersama Bupati Malang HM Sanusi dan Camat Dau, Sugeng Riyadi, di Desa Sumberejo.")
	e := embedded(t)
	one := dump(t, e.Tags(a, time.Time{}))
	for range 3 {
		if again := dump(t, embedded(t).Tags(a, time.Unix(1, 0))); again != one {
			t.Fatalf("not the same tags:\n%s\n%s", one, again)
		}
	}
}

func TestSpelt(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"sholeh", "soleh", true}, {"fakhrullah", "fakrulloh", true}, {"soekarno", "sukarno", true}, {"fakrullohn", "fakrulloh", true},
		{"muthohirin", "murtadlo", false}, {"ali", "adi", false}, {"suryadi", "suryani", false}, {"wahyu", "wahyudi", false},
	} {
		if got := spelt(c.a, c.b); got != c.want {
			t.Errorf("spelt(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestVacant asks for the office between the resignation of one holder and the
// oath of the next: nobody is tagged, and the article says why.
func TestVacant(t *testing.T) {
	e := embedded(t)
	tags := e.Tags(article("2024-08-01", "Pj Wali Kota Malang meninjau pasar."), time.Time{})
	if len(tags.Officials) != 0 || len(tags.Unsettled) != 1 || tags.Unsettled[0].What != "office" || tags.Unsettled[0].Why == "" {
		t.Errorf("officials %+v, unsettled %+v", tags.Officials, tags.Unsettled)
	}
	// An article without a day holds nobody in office, and tells that too.
	tags = e.Tags(&news.Article{ID: news.NewArticleID("x"), Paragraphs: []string{"Wali Kota Malang Wahyu Hidayat hadir."}}, time.Time{})
	for _, o := range tags.Officials {
		if o.Office != nil {
			t.Errorf("an office on no day: %+v", o)
		}
	}
}
