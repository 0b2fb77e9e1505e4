package quote

import "strings"

// The speech verbs of Indonesian news. Behind a quotation they stand bare ("ujar
// Budi") or with -nya ("ujarnya"); before a statement with me- or ber-
// ("mengatakan"), or turned round with di- ("dikatakan").

// tags are the bare verbs.
var tags = set(`ujar kata pungkas ungkap jelas tegas terang tandas tambah beber imbuh tutur ucap lanjut urai papar sebut tutup
	imbau himbau kenang singkat sambung cerita pinta pesan keluh harap sapa tulis rinci timpal ajak tukas cetus aku tanya jawab kilah
	sergah seloroh canda kelakar gurau lapor elak tepis klaim puji pekik teriak bisik curhat duga bantah dalih celetuk kritik
	sindir sanggah gerutu tanggap komentar simpul nilai saran yakin kisah dorong jamin sesal syukur doa tekan ulas usul
	ancam janji sahut balas pancing ingat kecam imbau terka protes pamit kabar contoh`)

// falseFriends end in -nya and stand behind a quotation, yet say nothing of it.
var falseFriends = set(`biasanya misalnya awalnya artinya sebenarnya rencananya harapannya sebelumnya akhirnya umumnya nantinya
	selanjutnya khususnya tentunya setidaknya sebaiknya sebaliknya rupanya ternyata tampaknya sepertinya kabarnya konon pokoknya
	intinya makanya karenanya untungnya sayangnya hanya tanya punya adanya hasilnya tujuannya alasannya maksudnya contohnya
	gunanya caranya namanya isinya selebihnya seharusnya semestinya sesungguhnya bahwasanya semuanya seluruhnya lainnya pihaknya
	dirinya baginya padanya kepadanya olehnya menurutnya kiranya mulanya faktanya nyatanya kenyataannya pastinya`)

// reports are the active verbs that take a statement.
var reports = set(`mengatakan menjelaskan menyampaikan memastikan menyebut menegaskan berharap menambahkan mengaku meminta
	melanjutkan mengimbau menghimbau menyebutkan menekankan mengajak mengungkapkan mengingatkan menilai menyatakan mengapresiasi
	mengakui menyoroti memprediksi memaparkan mengusulkan menuturkan membenarkan menceritakan berpesan merinci membeberkan
	memperkirakan menguraikan menyarankan mengeluhkan menerangkan mencontohkan membantah mengklaim menyayangkan menandaskan
	mengimbuhkan melihat mengucapkan menyimpulkan berpendapat berjanji bercerita menduga meyakini mengumumkan mengkritik
	menyadari menginginkan mendorong berkata menuding mengisahkan mengutarakan mengemukakan melaporkan menargetkan menggarisbawahi
	memandang menganggap beranggapan menjawab menanggapi berujar bertutur mencatat menginstruksikan memerintahkan menyerukan
	membocorkan menyesalkan menyambung memungkasi mengharapkan menampik menepis berkomitmen beralasan berdalih mengklarifikasi
	memperingatkan mewanti mewanti-wanti menduga mengira menampik bersyukur optimistis yakin merasa menyampaika mengonfirmasi
	mengkonfirmasi memberitahukan menjamin mengenang mengibaratkan menyinggung jelaskan katakan sampaikan ungkapkan tegaskan tambahkan sebutkan akui bertanya memuji menitipkan mensyaratkan
	mendesak menuntut memohon mengecam mengutuk menjanjikan merekomendasikan menjabarkan mengulas mengungkap`)

// loose among them take a thing as often as a statement: "menyampaikan apresiasi",
// "melihat pameran". They need a mark of a clause behind them.
var loose = set(`menyampaikan memastikan menyebut melihat meminta mengajak mengucapkan membenarkan mendorong mengumumkan melaporkan
	mencatat menganggap memandang merasa menargetkan menanggapi menjawab mengapresiasi menyoroti melanjutkan menyambung memuji
	menyadari mengenang bertanya mengharapkan menginginkan mengusulkan menitipkan menyinggung yakin optimistis menceritakan
	menjamin mengonfirmasi mengkonfirmasi mendesak menuntut memohon mengecam mengutuk menjanjikan merekomendasikan mengulas mengungkap`)

// passives are the verbs turned round.
var passives = set(`dikatakan disampaikan dijelaskan diungkapkan ditegaskan disebutkan diakui ditambahkan dituturkan dipaparkan
	ditekankan diterangkan dibeberkan diungkap dikemukakan diutarakan dibenarkan diuraikan diceritakan disebut dilontarkan
	diucapkan ditandaskan dilanjutkan diimbuhkan dirinci dicontohkan diingatkan`)

// public among the loose ones tell of somebody who speaks even when they take a thing.
var public = set(`menyampaikan mengapresiasi mengucapkan menyoroti menanggapi membenarkan memastikan menyinggung mendesak mendorong mengecam
	memuji mengonfirmasi mengkonfirmasi mengulas`)

// clauses are the words that open a statement.
var clauses = set("bahwa bahwasanya agar jika kalau supaya bila apabila pentingnya perlunya jangan sejak")

// objects are the words whose person does not speak: "kepada Budi".
var objects = set(`kepada bersama dengan dari untuk bagi terhadap pada di ke tentang soal terkait mengenai didampingi
	disaksikan antara seperti selain menurut mendampingi ditemani diikuti menemui mewakili menggantikan dihadiri atas termasuk
	sama beserta hingga sampai ala milik versi tanpa demi sebagaimana`)

// agents are the words whose person acts in the passive: the sentence is about
// them, though they do not stand first.
var agents = set("oleh dipimpin dibuka dikelola diresmikan digagas dilantik diterima disambut diwakili diwakilkan melalui lewat")

// voicing are verbs of somebody who lets something be known without a statement.
var voicing = set(`menyambut mengapresiasi mengucapkan mengenang menanggapi menyayangkan mengeluhkan memberikan menyampaikan disampaikan disambut
	dirasakan berterima bersyukur`)

// connectives open a sentence with a comma behind them, as a name does.
var connectives = set(`alhasil terlebih akibatnya hasilnya sayangnya sontak alih-alih apalagi beruntung untungnya biasanya umumnya intinya
	kini nantinya rencananya faktanya sebaliknya tepatnya ironisnya uniknya menariknya singkatnya lantas mulanya awalnya`)

// auxiliaries take the verb behind them out of the report: "untuk memastikan".
var auxiliaries = set(`untuk guna demi dalam dengan sambil seraya sembari agar bisa dapat harus tidak yang wajib tak belum tanpa
	enggan mampu berani cara upaya perlu hendak mau diminta berusaha bertujuan terus serta atau saat ketika setelah usai`)

// asked are what happens to a speaker, and when the words before it: "saat ditemui".
var (
	asked = set("dikonfirmasi ditemui diwawancarai diwawancara dihubungi ditanya dimintai")
	when  = set("saat ketika kala usai setelah seusai")
)

// adverbs stand between the speaker and the verb and change nothing.
var adverbs = set(`juga pun lantas kemudian lalu pula kembali turut sempat hanya pernah telah sudah langsung sendiri secara
	tegas lugas ikut masih akan sekali lagi selanjutnya ingin terus kembali selalu sangat singkat`)

// titles come before quotation marks that hold a name or a motto.
var titles = set(`bertajuk berjudul bertema tema bertemakan judul tajuk slogan motto moto istilah bernama program lagu film buku
	bertuliskan tulisan tagline jargon dinamai dijuluki julukan sebutan disebut dikenal bernomor spanduk semboyan tembang
	berslogan nama acara kegiatan mengusung frasa kata-kata gerakan bertagar diskusi seminar lakon`)

// epithets are the words that a description of a speaker begins with.
var epithets = set(`pria perempuan wanita lelaki laki mantan eks politisi politikus pejabat warga alumni alumnus alumnusnya ibu bapak
	suami istri dokter pengusaha orang legislator perwira polisi sang mahasiswa mahasiswi siswa siswi pedagang petani
	nelayan tokoh pemilik korban pelaku tersangka terdakwa saksi putra putri anak ayah kakek nenek pemuda pemudi gadis pelajar
	wisatawan pengunjung peserta jebolan lulusan penyanyi vokalis atlet pemain pebisnis penggagas inisiator
	kader doktor purnawirawan arek magister sarjana penulis pengamat aktivis advokat perwakilan sosok jenderal relawan seniman ulama
	bacaleg caleg petahana spesialis pakar ahli praktisi konsultan analis peternak pengrajin perajin pegawai karyawan sopir pengemudi juru petugas pengasuh dosen guru akademisi peneliti bos pimpinan pengurus budayawan pegiat kepala ketua lansia`)

// wellKnown among them mean somebody the text has already named, with or without
// "itu" behind them. The others without it bring in somebody new.
var wellKnown = set(`pria perempuan wanita lelaki mantan eks politisi politikus alumni alumnus pengusaha legislator perwira orang ibu
	bapak ayah jebolan lulusan kader doktor purnawirawan dosen vokalis sosok arek`)

// pronouns stand for whoever was last in focus, several for no single person.
var (
	pronouns = set("ia dia beliau dirinya pihaknya iapun diapun")
	several  = set("mereka keduanya")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// speechForm tells how a folded word serves as a tag behind a quotation: "verb",
// "verb+nya", or not at all.
func (r *reader) speechForm(fold string) string {
	if tags[fold] {
		return "verb"
	}
	if base, ok := strings.CutSuffix(fold, "nya"); ok && tags[base] {
		return "verb+nya"
	}
	for _, h := range r.house {
		if h == fold {
			return "verb"
		}
	}
	return ""
}
