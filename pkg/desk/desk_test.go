package desk

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/jejak-id/jejak/pkg/news"
)

// addresses are one of each page.
func addresses() map[string]int {
	id := string(idOf("jembatan"))
	return map[string]int{
		"/": 200, "/search": 200, "/search?q=jembatan": 200, "/search?q=tidakadasamasekali": 200, "/article/" + id: 200, "/article/" + id + "/rev/1": 200,
		"/article/" + id + "/why": 200, "/article/" + id + "/diff/1..2": 200, "/article/" + string(idOf("hilang")): 200, "/why": 200, "/why?url=" + pageOf("kontak"): 200,
		"/official/ratna-kemuning": 200, "/office/wali-kota-wanasari": 200, "/outlet/kabar-wanasari": 200, "/topic/anggaran": 200, "/place/99.71": 200,
		"/officials": 200, "/outlets": 200, "/topics": 200, "/changes": 200, "/changes?kind=gone": 200, "/status": 200, "/help": 200, "/api": 200,
		"/no/such/page": 404, "/article/" + strings.Repeat("0", 32): 404,
	}
}

func TestEveryPageInBothLanguages(t *testing.T) {
	w := newWorld(t)
	w.town()
	for at, code := range addresses() {
		for _, l := range []string{"id", "en"} {
			target := at + "?lang=" + l
			if strings.Contains(at, "?") {
				target = at + "&lang=" + l
			}
			doc := w.page(target, code)
			if got, _ := doc.Find("html").Attr("lang"); got != l {
				t.Errorf("%s: html lang=%q, want %q", target, got, l)
			}
			if n := doc.Find("h1").Length(); n != 1 {
				t.Errorf("%s has %d h1, want 1", target, n)
			}
			if doc.Find("main#main").Length() != 1 || doc.Find("a.skip[href='#main']").Length() != 1 {
				t.Errorf("%s: no skip link or main", target)
			}
			if s := doc.Find("[style], script:not([src]), style").Length(); s > 0 {
				t.Errorf("%s has %d inline styles or scripts, which its own policy forbids", target, s)
			}
			text := doc.Text()
			if strings.Contains(text, "[") && strings.Contains(text, "-") {
				for key := range missingKeys(text) {
					t.Errorf("%s shows a word that the glossary does not have: [%s]", target, key)
				}
			}
			if strings.Contains(text, "%!") {
				t.Errorf("%s: a sentence of the glossary has the wrong number of values", target)
			}
			doc.Find("a[href], link[href], form[action]").Each(func(_ int, s *goquery.Selection) {
				href := s.AttrOr("href", s.AttrOr("action", ""))
				if !strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "#") {
					if rel := s.AttrOr("rel", ""); !strings.Contains(rel, "nofollow") || !strings.Contains(rel, "noopener") {
						t.Errorf("%s: link to %s without nofollow noopener", target, href)
					}
				}
			})
			doc.Find("input:not([type=hidden])").Each(func(_ int, s *goquery.Selection) {
				if id := s.AttrOr("id", ""); doc.Find("label[for='"+id+"']").Length() != 1 {
					t.Errorf("%s: input %q without a label", target, s.AttrOr("name", ""))
				}
			})
		}
	}
}

// missingKeys finds "[some-key]", which word writes for a key it does not know.
func missingKeys(text string) map[string]bool {
	out := map[string]bool{}
	for _, part := range strings.Split(text, "[")[1:] {
		key, _, ok := strings.Cut(part, "]")
		if ok && key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz-") == "" && strings.Contains(key, "-") {
			out[key] = true
		}
	}
	return out
}

func TestSearchPage(t *testing.T) {
	w := newWorld(t)
	w.town()
	doc := w.page("/search?q=jembatan&official=ratna-kemuning&-outlet=suara-timur", 200)
	if got := doc.Find("h1").Text(); got != "“jembatan”, pejabat Ratna Kemuning, bukan media Suara Timur" {
		t.Errorf("the question in words is %q", got)
	}
	if got := doc.Find("#count").Text(); got != "2 artikel" {
		t.Errorf("count is %q", got)
	}
	if n := doc.Find(".row").Length(); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
	first := doc.Find(".row").First()
	if first.Find("h2 mark").Length() == 0 {
		t.Errorf("no mark in the headline %q", first.Find("h2").Text())
	}
	if got := first.Find(".people").Text(); !strings.Contains(got, "Ratna Kemuning") || !strings.Contains(got, "Wali Kota Wanasari") {
		t.Errorf("officials of the row: %q", got)
	}
	if got := first.Find(".badge.changed").Text(); !strings.Contains(got, "diubah 1×") {
		t.Errorf("badge %q", got)
	}
	if n := doc.Find(".filters-on li").Length(); n != 2 {
		t.Errorf("%d chips, want 2", n)
	}
	if href, _ := doc.Find(".filters-on li.not .off").Attr("href"); href != "/search?q=jembatan&official=ratna-kemuning" {
		t.Errorf("taking the exclusion off leads to %q", href)
	}
	if doc.Find(".chart rect").Length() == 0 || doc.Find(".chart table").Length() != 1 {
		t.Error("no chart, or no table of it")
	}
}

func TestOfficialsComeFirst(t *testing.T) {
	w := newWorld(t)
	w.town()
	doc := w.page("/search?q=ratna+kemu", 200)
	if got := doc.Find(".found").Text(); !strings.Contains(got, "Ratna Kemuning") || !strings.Contains(got, "Wali Kota Wanasari") {
		t.Errorf("found: %q", got)
	}
	if got := w.page("/search?q=walikota+wanasari", 200).Find(".found").Text(); !strings.Contains(got, "kini dijabat Ratna Kemuning") {
		t.Errorf("found: %q", got)
	}
	if got := w.page("/search?q=bu+ratna", 200).Find(".found").Text(); !strings.Contains(got, "disebut juga bu ratna") {
		t.Errorf("found: %q", got)
	}
}

func TestWhyThisMatched(t *testing.T) {
	w := newWorld(t)
	w.publish(piece{name: "bu", title: "Wali Kota Buka Pameran", day: 17, text: []string{"Pameran dibuka wali kota."}, tags: news.Tags{Officials: []news.OfficialTag{ratna()}}})
	w.fold()
	if got := w.page("/search?q=kemuning", 200).Find(".row .via").Text(); !strings.Contains(got, "Ratna Kemuning") {
		t.Errorf("found by a name that does not stand in the text, and the page says %q", got)
	}
	if got := w.page("/search?q=pameran", 200).Find(".row .via").Length(); got != 0 {
		t.Error("a name is given as the reason though the text matched")
	}
}

func TestWhatIsNotUnderstoodIsTold(t *testing.T) {
	w := newWorld(t)
	w.town()
	for _, c := range []struct{ query, want string }{
		{"colour=red", "“colour” tidak dikenal"},
		{"from=2025-13-40", "bukan tanggal"},
		{"sort=loudest", "bukan salah satu pilihan"},
		{"sort=new&sort=old", "hanya boleh sekali"},
		{"outlet=no-such-outlet", "tidak ada di daftar"},
		{"outlet=No%20Such", "bukan nama pengenal"},
		{"place=abc", "bukan kode wilayah"},
		{"link-to=x", "bukan nomor artikel"},
		{"from=2025-05-20&to=2025-05-01", "keduanya ditukar"},
		{"after=nonsense", "ditampilkan dari halaman pertama"},
		{"q=" + strings.Repeat("kata+", 60), "terlalu panjang"},
		{"lang=fr", "hanya id atau en"},
		{"q=%ff%fe", "bukan UTF-8"},
		{"%zz=1", "tidak dapat dibaca"},
	} {
		doc := w.page("/search?"+c.query, 200)
		if got := doc.Find(".notice").Text(); !strings.Contains(got, c.want) {
			t.Errorf("?%s: notice %q does not say %q", c.query, got, c.want)
		}
	}
	if n := w.page("/search?q=&from=&to=&sort=", 200).Find(".notice").Length(); n != 0 {
		t.Error("empty fields of the form are told as faults")
	}
	if got := w.get("/search.csv?colour=red").Header().Get("Jejak-Notice"); !strings.Contains(got, "colour") {
		t.Errorf("CSV says nothing: %q", got)
	}
}

func TestSameRowsInEveryFormat(t *testing.T) {
	w := newWorld(t)
	w.town()
	w.many(45)
	var fromPages []string
	for at := "/search?sort=old"; at != ""; {
		doc := w.page(at, 200)
		doc.Find(".row h2 a").Each(func(_ int, s *goquery.Selection) {
			fromPages = append(fromPages, strings.TrimPrefix(s.AttrOr("href", ""), "/article/"))
		})
		at, _ = doc.Find(".pages a[rel=next]").Attr("href")
	}
	if len(fromPages) != 50 {
		t.Fatalf("the pages have %d rows, want 50", len(fromPages))
	}
	var fromJSON []string
	for at := "/search.json?sort=old"; at != ""; {
		var got told[SearchAnswer]
		rec := w.get(at)
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v: %s", at, err, rec.Body)
		}
		for _, r := range got.Data.Rows {
			fromJSON = append(fromJSON, string(r.ID))
		}
		at = got.Data.Next
	}
	rows, err := csv.NewReader(w.get("/search.csv?sort=old").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var fromCSV []string
	for _, r := range rows[1:] {
		fromCSV = append(fromCSV, r[0])
	}
	if a, b := strings.Join(fromPages, " "), strings.Join(fromJSON, " "); a != b {
		t.Errorf("pages and JSON differ:\n%s\n%s", a, b)
	}
	if a, b := strings.Join(fromPages, " "), strings.Join(fromCSV, " "); a != b {
		t.Errorf("pages and CSV differ:\n%s\n%s", a, b)
	}
}

func TestCSVForSpreadsheets(t *testing.T) {
	w := newWorld(t)
	w.publish(piece{name: "rumus", title: "=1+1", day: 17, text: []string{"Isi."}})
	w.fold()
	if got := w.get("/search.csv").Body.String(); !strings.Contains(got, ",=1+1,") {
		t.Errorf("plain CSV changed the headline:\n%s", got)
	}
	got := w.get("/search.csv?excel=1&bom=1&sep=%3B").Body.String()
	if !strings.HasPrefix(got, "\ufeffid;url;") || !strings.Contains(got, ";'=1+1;") {
		t.Errorf("CSV for spreadsheets:\n%s", got)
	}
}

func TestBrokenExportSaysSo(t *testing.T) {
	w := newWorld(t)
	w.many(120)
	r := httptest.NewRequest(http.MethodGet, "/search.csv", nil)
	rec := &breakOff{ResponseRecorder: httptest.NewRecorder(), after: func() { w.broken.err = errors.New("gone") }}
	w.handler.ServeHTTP(rec, r)
	lines := strings.Split(strings.TrimSpace(rec.Body.String()), "\r\n")
	if last := lines[len(lines)-1]; len(lines) != 102 || !strings.HasPrefix(last, "error,ekspor terputus") {
		t.Errorf("%d lines, the last %q", len(lines), last)
	}
}

// breakOff does something when the first page of an export is out.
type breakOff struct {
	*httptest.ResponseRecorder
	after func()
}

func (b *breakOff) Flush() { b.after() }

func TestFeed(t *testing.T) {
	w := newWorld(t)
	w.town()
	var f atomFeed
	rec := w.get("/search.atom?q=jembatan")
	if err := xml.Unmarshal(rec.Body.Bytes(), &f); err != nil {
		t.Fatalf("%v\n%s", err, rec.Body)
	}
	if f.Title != "Jejak: “jembatan”" || len(f.Entries) != 2 || f.Updated == "" {
		t.Errorf("feed %q with %d entries, updated %s", f.Title, len(f.Entries), f.Updated)
	}
	want := "urn:jejak:article:" + string(idOf("jembatan")) + ":rev:2"
	if f.Entries[0].ID != want || !strings.HasPrefix(f.Entries[0].Title, "[diubah] ") {
		t.Errorf("first entry %s %q, want %s, changed", f.Entries[0].ID, f.Entries[0].Title, want)
	}
	if again := w.get("/search.atom?q=jembatan").Body.String(); again != rec.Body.String() {
		t.Error("asking twice gives two feeds")
	}
	rec = w.get("/changes.atom?kind=gone")
	if err := xml.Unmarshal(rec.Body.Bytes(), &f); err != nil || !strings.Contains(rec.Body.String(), ":gone") {
		t.Errorf("feed of take-downs: %v\n%s", err, rec.Body)
	}
	if got := w.get("/official/ratna-kemuning.atom").Header().Get("Location"); got != "/search.atom?official=ratna-kemuning" {
		t.Errorf("feed of an official leads to %q", got)
	}
}

func TestArticlePage(t *testing.T) {
	w := newWorld(t)
	w.town()
	doc := w.page("/article/"+string(idOf("jembatan")), 200)
	if got := doc.Find(".clocks").Text(); !strings.Contains(got, "Sabtu, 17 Mei 2025 pukul 14.05 WIB") || !strings.Contains(got, "json-ld") || !strings.Contains(got, "Jumat, 16 Mei 2025 pukul 09.01 WIB") {
		t.Errorf("clocks: %q", got)
	}
	if got := doc.Find(".cards").First().Text(); !strings.Contains(got, "Wali Kota Wanasari") || !strings.Contains(got, "nama lengkap") {
		t.Errorf("officials: %q", got)
	}
	if got := doc.Find("blockquote").Text(); len([]rune(got)) > excerpt+10 || strings.Contains(got, "Redaksi memperbaiki") {
		t.Errorf("the excerpt has %d characters: more than an excerpt", len([]rune(got)))
	}
	if got := doc.Find(".source a").AttrOr("rel", ""); !strings.Contains(got, "nofollow") {
		t.Errorf("source link rel=%q", got)
	}
	edges := doc.Find(".edges")
	if got := edges.Eq(0).Text(); !strings.Contains(got, "Kabar Wanasari, 16 Mei 2025") || !strings.Contains(got, "belum ada di arsip") {
		t.Errorf("links out: %q", got)
	}
	if got := edges.Eq(1).Text(); !strings.Contains(got, "Pedagang Pasar Melati") {
		t.Errorf("links in: %q", got)
	}
	if n := doc.Find(".revisions li").Length(); n != 2 {
		t.Errorf("%d revisions, want 2", n)
	}
	old := w.page("/article/"+string(idOf("jembatan"))+"/rev/1", 200)
	if got := old.Find("h1").Text(); !strings.Contains(got, "Tahun Ini") {
		t.Errorf("the first state is headed %q", got)
	}
	gone := w.page("/article/"+string(idOf("hilang")), 200).Find(".standing").Text()
	if !strings.Contains(gone, "Dihapus media sejak") || !strings.Contains(gone, "3 pemeriksaan selama 1 hari 2 jam") {
		t.Errorf("standing: %q", gone)
	}
	if undated := w.page("/article/"+string(idOf("kirab")), 200).Find(".clocks").Text(); !strings.Contains(undated, "tidak disebut") {
		t.Errorf("clocks without a date: %q", undated)
	}
	eastern := w.page("/article/"+string(idOf("pasar"))+"?lang=en", 200).Find(".clocks").Text()
	if !strings.Contains(eastern, "WIT") {
		t.Errorf("clocks of an outlet in Jayapura: %q", eastern)
	}
}

func TestDiffPage(t *testing.T) {
	w := newWorld(t)
	w.town()
	doc := w.page("/article/"+string(idOf("jembatan"))+"/diff/1..2", 200)
	said := doc.Find(".status").First().Text()
	for _, want := range []string{"Judul berubah", "“Rp2,1 miliar” menjadi “Rp1,2 miliar”"} {
		if !strings.Contains(said, want) {
			t.Errorf("summary %q does not say %q", said, want)
		}
	}
	if doc.Find(".headline del").Length() == 0 || doc.Find(".headline ins").Length() == 0 {
		t.Error("the headline shows no change")
	}
	if got := doc.Find("ins .hidden").First().Text(); !strings.Contains(got, "ditambahkan") {
		t.Errorf("insertions are not named for those who hear them: %q", got)
	}
	if got := doc.Find(".same").Text(); !strings.Contains(got, "2 alinea tidak berubah") || strings.Contains(doc.Text(), "musim hujan") {
		t.Errorf("unchanged paragraphs are shown: %q", got)
	}
	for _, bad := range []string{"1..9", "0..1", "x", "1..2..3", "-1..2"} {
		w.page("/article/"+string(idOf("jembatan"))+"/diff/"+bad, 404)
	}
}

func TestOfficeOnTheDay(t *testing.T) {
	w := newWorld(t)
	w.town()
	for day, want := range map[string]string{"2025-05-19": "Ratna Kemuning", "2024-08-12": "Joko Santoso (Pj (penjabat))", "2016-01-01": "Tirta Laksana", "2024-02-25": "Tidak dapat dipastikan"} {
		if got := w.page("/office/wali-kota-wanasari?at="+day, 200).Find(".standing").Text(); !strings.Contains(got, want) {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
	if got := w.page("/office/wali-kota-wanasari", 200).Find(".gap").Length(); got != 1 {
		t.Errorf("%d gaps without a holder, want 1", got)
	}
	joko := w.page("/official/joko-santoso?at=2024-09-01", 200)
	if got := joko.Find(".standing").Text(); !strings.Contains(got, "Wali Kota Wanasari (Pj") {
		t.Errorf("Joko on the day: %q", got)
	}
	if got := w.page("/place/99.71", 200).Find(".notice").Text(); !strings.Contains(got, "Kabupaten Wanasari") {
		t.Errorf("Kota and Kabupaten do not name each other: %q", got)
	}
}

func TestNamedTogether(t *testing.T) {
	w := newWorld(t)
	tirta := news.OfficialTag{ID: "tirta-laksana", Name: "Tirta Laksana", Rule: "nama"}
	joko := news.OfficialTag{ID: "joko-santoso", Name: "Joko Santoso", Rule: "nama"}
	for i, who := range [][]news.OfficialTag{{ratna(), tirta}, {ratna()}, {joko}, {joko, tirta}} {
		w.publish(piece{name: fmt.Sprint("bersama-", i), title: "Rapat", day: 10 + i, text: []string{"Isi."}, tags: news.Tags{Officials: who}})
	}
	w.fold()
	cols := w.page("/official/ratna-kemuning", 200).Find(".coverage .cols").Text()
	if !strings.Contains(cols, "Tirta Laksana 1") || strings.Contains(cols, "Joko") {
		t.Errorf("named together with Ratna: %q", cols)
	}
	if cols := w.page("/outlet/kabar-wanasari", 200).Find(".coverage .cols").Text(); !strings.Contains(cols, "Ratna Kemuning 2") || strings.Contains(cols, "Kabar") {
		t.Errorf("columns of an outlet: %q", cols)
	}
}

func TestWhyPage(t *testing.T) {
	w := newWorld(t)
	w.town()
	if got := w.page("/article/"+string(idOf("jembatan"))+"/why", 200); got.Find(".events tbody tr").Length() != 5 || !strings.Contains(got.Find(".standing").Text(), "dapat dicari") {
		t.Errorf("why: %s", got.Find("main").Text())
	}
	if got := w.page("/why?url=kabarwanasari.example/berita/kontak", 200).Find(".standing").Text(); !strings.Contains(got, "hanya 12 kata") {
		t.Errorf("why of a page that is no article: %q", got)
	}
	if got := w.page("/why?url=ftp://x", 200).Find(".notice").Text(); !strings.Contains(got, "bukan alamat web") {
		t.Errorf("why of no address: %q", got)
	}
}

func TestIndexAway(t *testing.T) {
	w := newWorld(t)
	w.town()
	w.broken.err = errors.New("dial tcp 127.0.0.1:7700: connection refused")
	for at, code := range map[string]int{
		"/": 503, "/search?q=jembatan": 503, "/article/" + string(idOf("jembatan")): 200, "/official/ratna-kemuning": 200, "/outlets": 200, "/status": 200, "/changes": 503, "/search.csv": 503,
		"/article/" + string(idOf("jembatan")) + "/diff/1..2": 200,
	} {
		doc := w.page(at, code)
		if code == 503 && strings.Contains(doc.Text(), "Tidak ada hasil") {
			t.Errorf("%s shows an empty result where the truth is an error", at)
		}
	}
	if doc := w.page("/search?q=jembatan", 503); doc.Find("a.button").AttrOr("href", "") != "/search?q=jembatan" || doc.Find("#q").AttrOr("value", "") != "jembatan" {
		t.Error("the error page loses the question")
	}
	if rec := w.get("/readyz"); rec.Code != 503 || !strings.Contains(rec.Body.String(), "connection refused") {
		t.Errorf("/readyz = %d %s", rec.Code, rec.Body)
	}
	if rec := w.get("/healthz"); rec.Code != 200 {
		t.Errorf("/healthz = %d", rec.Code)
	}
	if rec := w.get("/search.json"); rec.Code != 503 || rec.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("/search.json = %d %s", rec.Code, rec.Header().Get("Content-Type"))
	}
}

func TestStatusPage(t *testing.T) {
	w := newWorld(t)
	w.town()
	text := w.page("/status", 200).Find("main").Text()
	if want := "ditolak 1.234 kali: robots"; !strings.Contains(text, want) {
		t.Errorf("the status does not say %q", want)
	}
	for _, want := range []string{"Semua berjalan", "mengikuti", "unexpected EOF", "waktu habis", "HTTP 503", "kini diam", "tidak tertinggal", "12,0 GB kosong dari 40,0 GB"} {
		if !strings.Contains(text, want) {
			t.Errorf("the status does not say %q", want)
		}
	}
	w.publish(piece{name: "baru", title: "Belum diindeks", day: 20, text: []string{"Isi."}})
	if got := w.page("/status", 200).Find("main").Text(); !strings.Contains(got, "2 peristiwa") {
		t.Error("the lag is not shown")
	}
	if got := w.page("/", 200).Find("footer").Text(); !strings.Contains(got, "indeks tertinggal 2 peristiwa") {
		t.Errorf("footer: %q", got)
	}
}

func TestETag(t *testing.T) {
	w := newWorld(t)
	w.town()
	for _, at := range []string{"/search?q=jembatan", "/search.json?q=jembatan", "/search.atom?q=jembatan", "/article/" + string(idOf("jembatan")) + ".json"} {
		tag := w.get(at).Header().Get("ETag")
		if tag == "" {
			t.Errorf("%s has no ETag", at)
			continue
		}
		if code := w.get(at, "If-None-Match", tag).Code; code != http.StatusNotModified {
			t.Errorf("%s asked again = %d, want 304", at, code)
		}
		w.publish(piece{name: "baru-" + tag[3:9], title: "Jembatan lagi", day: 20, text: []string{"Isi."}})
		w.fold()
		if code := w.get(at, "If-None-Match", tag).Code; code != http.StatusOK {
			t.Errorf("%s after news = %d, want 200", at, code)
		}
	}
}

// TestUnchangedOverTheWire asks a real server: a 304 has no body there, and whoever
// writes one is told off.
func TestUnchangedOverTheWire(t *testing.T) {
	w := newWorld(t)
	w.town()
	server := httptest.NewServer(w.handler)
	defer server.Close()
	for _, at := range []string{"/search", "/search.json", "/article/" + string(idOf("jembatan")) + ".json", "/search.atom"} {
		var tag string
		for _, want := range []int{200, 304, 304} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+at, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("If-None-Match", tag)
			res, err := server.Client().Do(req)
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			res.Body.Close()
			if res.StatusCode != want {
				t.Errorf("%s with %q = %d, want %d", at, tag, res.StatusCode, want)
			}
			if tag == "" {
				tag = res.Header.Get("ETag")
			}
		}
	}
}

func TestLanguageCookie(t *testing.T) {
	w := newWorld(t)
	w.town()
	rec := w.get("/?lang=en")
	cookie := rec.Header().Get("Set-Cookie")
	if !strings.Contains(cookie, "lang=en") || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %q", cookie)
	}
	if body := w.get("/", "Cookie", "lang=en").Body.String(); !strings.Contains(body, `<html lang="en">`) {
		t.Error("the cookie is not read")
	}
	if body := w.get("/?lang=id", "Cookie", "lang=en").Body.String(); !strings.Contains(body, `<html lang="id">`) {
		t.Error("the cookie beats the address")
	}
}

func TestAPI(t *testing.T) {
	w := newWorld(t)
	w.town()
	var spec struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(w.get("/openapi.json").Body.Bytes(), &spec); err != nil || !strings.HasPrefix(spec.OpenAPI, "3.1") || len(spec.Paths) < 14 {
		t.Fatalf("openapi %q with %d paths: %v", spec.OpenAPI, len(spec.Paths), err)
	}
	id := string(idOf("jembatan"))
	for at, want := range map[string]string{
		"/home.json": `"newest":[{`, "/search.json?q=jembatan": `"words":"“jembatan”"`, "/article/" + id + ".json": `"citation":"Sari Wulandari.`, "/article/" + id + "/rev/1.json": `"revision":1`,
		"/article/" + id + "/diff/1..2.json": `"from":"Rp2,1 miliar"`, "/article/" + id + "/why.json": `"code":"indexed"`, "/why.json?url=" + pageOf("kontak"): `"not-article"`,
		"/official/ratna-kemuning.json": `"held":[{`, "/office/wali-kota-wanasari.json?at=2024-09-01": `"name":"Joko Santoso"`, "/outlet/kabar-wanasari.json": `"hosts":["kabar`,
		"/topic/anggaran.json": `"label":"Anggaran daerah"`, "/place/99.71.json": `"not":[{`, "/changes.json": `"said":"Judul berubah`, "/status.json": `"dead_letters":[{`,
	} {
		rec := w.get(at)
		if body := rec.Body.String(); rec.Code != 200 || !strings.Contains(body, want) || strings.Contains(body, "$schema") {
			t.Errorf("GET %s = %d without %s:\n%s", at, rec.Code, want, clip(body, 800))
		}
		if rec.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s without security headers", at)
		}
	}
	if rec := w.get("/search?q=jembatan", "Accept", "application/json"); !strings.Contains(rec.Header().Get("Content-Type"), "json") {
		t.Errorf("Accept: application/json gives %s", rec.Header().Get("Content-Type"))
	}
	for at, code := range map[string]int{"/article/x.json": 404, "/official/nobody.json": 404, "/why.json?url=ftp://x": 400, "/nothing.json": 404, "/article/" + id + "/rev/9.json": 404} {
		if rec := w.get(at); rec.Code != code {
			t.Errorf("GET %s = %d, want %d: %s", at, rec.Code, code, clip(rec.Body.String(), 300))
		}
	}
	if body := w.get("/search.json?colour=red").Body.String(); !strings.Contains(body, "colour") {
		t.Errorf("the API drops an unknown parameter in silence: %s", clip(body, 200))
	}
}

func TestEmptyArchive(t *testing.T) {
	w := newWorld(t)
	w.fold()
	if got := w.page("/", 200).Find("main").Text(); !strings.Contains(got, "masih kosong") {
		t.Errorf("empty archive: %q", got)
	}
	w.page("/search", 200)
	w.page("/changes", 200)
	w.page("/status", 200)
}

func TestEveryWordIsUsedAndSaidTwice(t *testing.T) {
	for key, pair := range glossary {
		if pair[0] == "" || pair[1] == "" {
			t.Errorf("glossary: %s lacks a language", key)
		}
		if strings.Count(pair[0], "%s") != strings.Count(pair[1], "%s") {
			t.Errorf("glossary: %s takes %d values in Indonesian and %d in English", key, strings.Count(pair[0], "%s"), strings.Count(pair[1], "%s"))
		}
	}
}

func TestRedactedPage(t *testing.T) {
	w := newWorld(t)
	w.town()
	w.append(redaction("jembatan"))
	w.fold()
	doc := w.page("/article/"+string(idOf("jembatan")), http.StatusGone)
	if got := doc.Text(); strings.Contains(got, "Kali Putih") || !strings.Contains(got, "putusan pengadilan") {
		t.Errorf("redacted page: %q", got)
	}
}

func TestLimiter(t *testing.T) {
	now := today
	l := newLimiter(2, 3, func() time.Time { return now })
	for i, want := range []bool{true, true, true, false} {
		if got := l.allow("a"); got != want {
			t.Errorf("request %d of a burst: %v, want %v", i+1, got, want)
		}
	}
	if !l.allow("b") {
		t.Error("one address uses up another's bucket")
	}
	now = now.Add(500 * time.Millisecond)
	if !l.allow("a") || l.allow("a") {
		t.Error("half a second at 2 a second is one request")
	}
	for i := range maxBuckets + 10 {
		l.allow(string(rune(i)))
	}
	if len(l.buckets) > maxBuckets {
		t.Errorf("the limiter holds %d addresses", len(l.buckets))
	}
}
