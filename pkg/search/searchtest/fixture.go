package searchtest

import (
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// fixture is a small archive in which every field occurs. The town, its people
// and its region codes are invented.
func fixture() []search.Document {
	mayor, deputy := news.OfficeID("wali-kota-wanasari"), news.OfficeID("wakil-wali-kota-wanasari")
	tag := func(id news.OfficialID, name string, office *news.OfficeID) news.OfficialTag {
		return news.OfficialTag{ID: id, Name: name, Office: office, Rule: "registry"}
	}
	topic := func(id news.TopicID) news.TopicTag { return news.TopicTag{ID: id, Label: string(id), Rule: "words"} }

	docs := []search.Document{
		document(0, "Wali Kota Wanasari Lepas Peserta Retret", "Raka Prasetya melepas peserta retret di halaman balai kota.", "Retret berlangsung tiga hari."),
		document(1, "Pelayanan Publik Wanasari Dinilai Baik", "Ombudsman menilai pelayanan di loket kependudukan.", "Warga mengantre tertib."),
		document(2, "Anggaran Pembangunan Jembatan Sukamaju Naik", "DPRD menyetujui anggaran jembatan.", "Kota lama tetap dijaga, kata wali murid."),
		document(3, "Layanan Air Bersih Terganggu", "PDAM Wanasari memperbaiki pipa.", "Pelanggan diminta menampung air."),
		document(4, "Walikota Wanasari Resmikan Pasar", "Pasar Sukamaju diresmikan Walikota Raka Prasetya."),
		document(5, "Laras Widyaningtyas Pimpin Rapat", "Wakil wali kota memimpin rapat persiapan retreat."),
		document(6, "Tanpa Tanggal Terbit", "Halaman ini tidak menyebut kapan terbit."),
		document(7, "Kabar dari seru.co.id", "Dikutip dari seru.co.id, jalan ditutup Jum'at (16/5)."),
		document(8, "Festival Batik Digelar", "Pengrajin batik berkumpul di alun-alun."),
		document(9, "Sekolah Menanam Pohon", "Siswa menanam 500 pohon di tepi sungai."),
		document(10, "Banjir Surut", "Air surut sejak Sabtu pagi."),
		document(11, "Pengumuman", "Isi pendek."),
	}
	docs[0].Officials = []news.OfficialTag{tag("raka-prasetya", "Raka Prasetya", &mayor)}
	docs[0].Offices = []news.OfficeID{mayor}
	docs[0].Names = []string{"Raka Prasetya", "Mas Raka"}
	docs[0].Places = []news.PlaceCode{"99.71"}
	docs[0].Topics = []news.TopicTag{topic("retret-asn"), topic("kepegawaian")}
	docs[0].Summary = "Pelepasan peserta retret aparatur."
	docs[0].Byline = []string{"Sekar Ayuningdyah"}
	docs[0].Section = "Pemerintahan"
	docs[1].Outlet, docs[1].Places, docs[1].Topics = "suara-sukamaju", []news.PlaceCode{"99.71.01.1002"}, []news.TopicTag{topic("layanan-publik")}
	docs[2].Outlet, docs[2].Places, docs[2].Topics = "suara-sukamaju", []news.PlaceCode{"99.07", "99.71.02"}, []news.TopicTag{topic("anggaran"), topic("infrastruktur")}
	docs[3].Places, docs[3].Topics = []news.PlaceCode{"99.71.01"}, []news.TopicTag{topic("layanan-publik"), topic("air")}
	docs[4].Officials, docs[4].Offices = docs[0].Officials, docs[0].Offices
	docs[4].Names, docs[4].Places = docs[0].Names, []news.PlaceCode{"99.71.02"}
	docs[4].Links = []news.ArticleID{id(0), id(2)}
	docs[5].Officials = []news.OfficialTag{tag("laras-widyaningtyas", "Laras Widyaningtyas", &deputy), {Name: "Orang Tak Dikenal", Rule: "unknown"}}
	docs[5].Offices, docs[5].Links = []news.OfficeID{deputy}, []news.ArticleID{id(0)}
	docs[5].Topics = []news.TopicTag{topic("retret-asn")}
	docs[6].Day, docs[6].Published = "", time.Time{}
	docs[7].Outlet, docs[7].Revisions, docs[7].Revised = "pojok-kota", 3, time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	docs[8].Withdrawn, docs[8].Outlet = true, "pojok-kota"
	docs[9].Day, docs[9].Published = "2024-11-30", time.Date(2024, 11, 30, 23, 30, 0, 0, time.FixedZone("WIB", 7*3600))
	docs[9].Revisions, docs[9].Places = 2, []news.PlaceCode{"98.01"}
	docs[9].Tags = 77
	// Two of one instant: only the id can part them.
	docs[10].Day, docs[10].Published = docs[11].Day, docs[11].Published
	docs[10].Paragraphs = append(docs[10].Paragraphs, strings.Repeat("Petugas membersihkan lumpur di sepanjang jalan. ", 40)+"Posko darurat ditutup.")
	return docs
}
