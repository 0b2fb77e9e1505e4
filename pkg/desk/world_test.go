package desk

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
)

// The invented region of Wanasari, where nobody lives.
const wanasari = `
officials:
  - id: ratna-kemuning
    name: Ratna Kemuning
    aliases: [Bu Ratna]
  - id: joko-santoso
    name: Joko Santoso
    shared: [Joko Santoso]
  - id: joko-santoso-dewan
    name: Joko Santoso Putra
    shared: [Joko Santoso]
  - id: tirta-laksana
    name: Tirta Laksana
offices:
  - id: wali-kota-wanasari
    name: Wali Kota Wanasari
    aliases: [Walkot Wanasari]
    place: "99.71"
    terms:
      - {official: tirta-laksana, from: 2014, until: 2019-02-19, sources: ["https://arsip.example/wali-kota"]}
      - {official: ratna-kemuning, from: 2019-02-20, until: 2024-02-20, sources: ["https://arsip.example/wali-kota"]}
      - {official: joko-santoso, status: pj, from: 2024-03-01, until: 2025-02-19, sources: ["https://arsip.example/pj"]}
      - {official: ratna-kemuning, from: 2025-02-20, sources: ["https://arsip.example/wali-kota", "not a link"]}
places:
  - {code: "99", kind: provinsi, name: Lembayung}
  - {code: "99.71", kind: kota, name: Kota Wanasari}
  - {code: "99.07", kind: kabupaten, name: Kabupaten Wanasari}
  - {code: "99.71.01", kind: kecamatan, name: Sukamaju}
topics:
  - {id: anggaran, label: Anggaran daerah, english: Regional budget, about: Belanja dan pendapatan daerah., rules: [{any: [APBD, anggaran]}]}
outlets:
  - {id: kabar-wanasari, name: Kabar Wanasari, kind: press, place: "99.71", hosts: [kabarwanasari.example], feeds: ["https://kabarwanasari.example/feed"], zone: Asia/Jakarta, sources: ["https://kabarwanasari.example"]}
  - {id: suara-timur, name: Suara Timur, kind: press, place: "99", hosts: [suaratimur.example], feeds: ["https://suaratimur.example/feed"], zone: Asia/Jayapura, sources: ["https://suaratimur.example"]}
`

// today is the day on which every test of the desk happens.
var today = time.Date(2025, 5, 23, 3, 0, 0, 0, time.UTC)

// world is a desk with a log and an index behind it, and a pen to write facts.
type world struct {
	t       testing.TB
	log     *memlog.Log
	index   *bleve.Index
	broken  *breakable
	reg     *registry.Registry
	stage   *indexing.Stage
	now     time.Time
	handler http.Handler
}

// breakable is an index that can go away.
type breakable struct {
	search.Index
	err error
}

func (b *breakable) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if b.err != nil {
		return search.Result{}, b.err
	}
	return b.Index.Search(ctx, q)
}

func (b *breakable) Get(ctx context.Context, id news.ArticleID) (search.Document, error) {
	if b.err != nil {
		return search.Document{}, b.err
	}
	return b.Index.Get(ctx, id)
}

func (b *breakable) Ping(ctx context.Context) error {
	if b.err != nil {
		return b.err
	}
	return b.Index.Ping(ctx)
}

func newWorld(t testing.TB, change ...func(*Config)) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2025, 5, 16, 2, 0, 0, 0, time.UTC)}
	w.log = memlog.New(func() time.Time { return today.Add(-time.Minute) })
	t.Cleanup(func() { w.log.Close() })
	var err error
	if w.reg, err = registry.Load(fstest.MapFS{"wanasari.yaml": {Data: []byte(wanasari)}}); err != nil {
		t.Fatal(err)
	}
	if w.index, err = bleve.Memory(bleve.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.index.Close() })
	w.broken = &breakable{Index: w.index}
	if w.stage, err = indexing.New(indexing.Config{Log: w.log, Index: w.index, Registry: w.reg, Now: func() time.Time { return today }}); err != nil {
		t.Fatal(err)
	}
	cfg := Config{
		Log: w.log, Index: w.broken, Registry: w.reg, Now: func() time.Time { return today }, Version: "uji", Rate: -1,
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Stages: []Stage{{Name: "indexer", Status: func(context.Context) (StageStatus, error) {
			return StageStatus{State: "following", Lag: 3, Counts: map[string]uint64{"documents": 5}}, nil
		}}, {Name: "enricher", Status: func(context.Context) (StageStatus, error) { return StageStatus{}, io.ErrUnexpectedEOF }}},
		Disk: func() (uint64, uint64, error) { return 12e9, 40e9, nil },
	}
	for _, f := range change {
		f(&cfg)
	}
	if w.handler, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) append(data event.Data) uint64 {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	e, err := event.New("jejak/test", w.now, time.Time{}, data)
	if err != nil {
		w.t.Fatal(err)
	}
	at, err := w.log.Append(context.Background(), eventlog.Entry{Event: e})
	if err != nil {
		w.t.Fatal(err)
	}
	return at.Last
}

func (w *world) fold() {
	w.t.Helper()
	if _, err := w.stage.CatchUp(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

var mayor = news.OfficeID("wali-kota-wanasari")

func ratna() news.OfficialTag {
	return news.OfficialTag{
		ID: "ratna-kemuning", Name: "Ratna Kemuning", Office: &mayor, OfficeName: "Wali Kota Wanasari", Status: news.Definitive,
		Rule: "nama lengkap", Evidence: []news.Span{{Text: "Wali Kota Ratna Kemuning"}},
	}
}

func pageOf(name string) string { return "https://kabarwanasari.example/berita/" + name }

func idOf(name string) news.ArticleID { return news.NewArticleID(pageOf(name)) }

// piece is an article before it is written down.
type piece struct {
	name, title string
	text        []string
	day         int // of May 2025; 0: the outlet does not say
	outlet      news.OutletID
	related     []news.Link
	tags        news.Tags
}

func (p piece) reading() event.Reading {
	a := news.Article{
		ID: idOf(p.name), URL: pageOf(p.name), Outlet: p.outlet, Title: p.title, Paragraphs: p.text, Related: p.related,
		Byline: []string{"Sari Wulandari"}, Section: "Pemerintahan", Language: "id",
	}
	if p.outlet == "" {
		a.Outlet = "kabar-wanasari"
	}
	if p.day != 0 {
		a.Published = &news.Stamp{Time: time.Date(2025, 5, p.day, 14, 5, 0, 0, time.FixedZone("", 7*3600)), Rule: "json-ld"}
	}
	return event.Reading{Article: a, Capture: news.HashOf([]byte(p.name + strings.Join(p.text, ""))), Extractor: "3"}
}

func (w *world) publish(p piece) {
	w.t.Helper()
	w.append(event.Captured{Article: idOf(p.name), URL: pageOf(p.name), Canonical: pageOf(p.name), Status: 200, Size: 48_200, FoundBy: "feed", FoundAt: "https://kabarwanasari.example/feed"})
	at := w.append(event.Published{Reading: p.reading()})
	w.tag(p, at)
}

func (w *world) revise(p piece, changed ...string) {
	w.t.Helper()
	at := w.append(event.Revised{Reading: p.reading(), Changed: changed})
	w.tag(p, at)
}

func (w *world) tag(p piece, at uint64) {
	w.t.Helper()
	if p.tags.Officials == nil && p.tags.Topics == nil {
		return
	}
	p.tags.Article, p.tags.Registry, p.tags.Enricher = idOf(p.name), w.reg.Version(), "1"
	w.append(event.Tagged{Position: at, Tags: p.tags})
}

// town fills the log with a week of news.
func (w *world) town() {
	w.t.Helper()
	budget := news.Tags{
		Date: "2025-05-17", Officials: []news.OfficialTag{ratna()}, Topics: []news.TopicTag{{ID: "anggaran", Label: "Anggaran daerah", Rule: "APBD"}},
		Scope:     []news.ScopeTag{{Place: "99.71", Name: "Kota Wanasari", Rule: "dateline"}},
		Quotes:    []news.Quote{{Span: news.Span{Text: "Jembatan ini harus selesai sebelum musim hujan"}, Direct: true, Speaker: &news.Speaker{ID: "ratna-kemuning", Name: "Ratna Kemuning"}, Cue: "ujar Ratna", Rule: "verb+name"}},
		Unsettled: []news.Unsettled{{Span: news.Span{Text: "Joko Santoso"}, What: "person", Why: "dua orang bernama sama"}},
	}
	bridge := piece{
		name: "jembatan", title: "Wali Kota Ratna Pastikan Jembatan Kali Putih Selesai Tahun Ini", day: 17, tags: budget,
		text: []string{
			"WANASARI – Wali Kota Wanasari Ratna Kemuning memastikan pembangunan Jembatan Kali Putih senilai Rp2,1 miliar selesai tahun ini, meskipun anggaran perubahan belum disahkan dewan.",
			"Menurut dia, pekerjaan pondasi sudah mencapai delapan puluh persen dan tinggal menunggu pemasangan rangka baja yang dikirim dari pabrik bulan depan.",
			"“Jembatan ini harus selesai sebelum musim hujan,” ujar Ratna seusai meninjau lokasi bersama dinas pekerjaan umum.",
			"Warga Kecamatan Sukamaju berharap jalan memutar sejauh enam kilometer segera berakhir.",
		},
		related: []news.Link{{Title: "Anggaran Perubahan Wanasari Molor", URL: pageOf("anggaran"), Form: "line"}, {Title: "Cerita dari Hulu Kali Putih", URL: "https://tempatlain.example/hulu", Form: "bracket"}},
	}
	w.publish(bridge)
	w.publish(piece{
		name: "anggaran", title: "Anggaran Perubahan Wanasari Molor, Dewan Minta Rincian", day: 16, tags: budget,
		text: []string{"Pembahasan anggaran perubahan Kota Wanasari mundur dua pekan karena dewan meminta rincian belanja jembatan dan pasar."},
	})
	w.publish(piece{
		name: "pasar", title: "Pedagang Pasar Melati Pindah ke Kios Sementara", day: 19, outlet: "suara-timur",
		text:    []string{"Sebanyak 214 pedagang Pasar Melati mulai menempati kios sementara di lapangan kecamatan sejak pagi.", "Pemindahan berlangsung tertib dan dijaga petugas."},
		related: []news.Link{{Title: "Jembatan Kali Putih", URL: pageOf("jembatan"), Form: "strong"}},
	})
	w.publish(piece{name: "kirab", title: "Kirab Hari Jadi Wanasari Padati Alun-Alun", text: []string{"Ribuan warga memadati alun-alun untuk menyaksikan kirab hari jadi kota."}})
	fixed := bridge
	fixed.title = "Wali Kota Ratna Targetkan Jembatan Kali Putih Selesai Tahun Depan"
	fixed.text = append([]string{strings.Replace(bridge.text[0], "Rp2,1 miliar selesai tahun ini", "Rp1,2 miliar selesai tahun depan", 1)}, bridge.text[1], bridge.text[2],
		"Redaksi memperbaiki nilai proyek pada alinea pertama setelah menerima penjelasan dinas.")
	w.revise(fixed, "title", "paragraphs")
	w.publish(piece{name: "hilang", title: "Daftar Penerima Bantuan Diduga Ganda", day: 18, text: []string{"Daftar penerima bantuan memuat nama yang sama dua kali, kata seorang warga."}})
	w.append(event.Withdrawn{Article: idOf("hilang"), URL: pageOf("hilang"), Outlet: "kabar-wanasari", Reason: "not-found", Looks: []event.Look{
		{Time: "2025-05-18T02:00:00Z", Status: 404}, {Time: "2025-05-18T14:00:00Z", Status: 404}, {Time: "2025-05-19T04:00:00Z", Status: 404},
	}})
	w.append(event.Captured{Article: idOf("kontak"), URL: pageOf("kontak"), Canonical: pageOf("kontak"), Status: 200, NotArticle: "hanya 12 kata"})
	w.append(event.SourceDue{Outlet: "kabar-wanasari", URL: "https://kabarwanasari.example/feed", Kind: "feed", Looked: w.now})
	w.append(event.SourceDue{Outlet: "suara-timur", URL: "https://suaratimur.example/feed", Kind: "feed", Looked: w.now, Fails: 3, Reason: "HTTP 503"})
	w.append(event.Refusals{Outlet: "suara-timur", Reason: "robots", Count: 1234, URL: "https://suaratimur.example/tertutup/1", Last: w.now})
	w.append(event.Alarm{Outlet: "suara-timur", Kind: "source-silent", URL: "https://suaratimur.example/feed", Raised: w.now})
	w.append(event.Quarantined{Durable: "enrich", Stream: "NEWS", Seq: 2, About: "x", Reason: "waktu habis", Attempts: 8})
	w.fold()
}

// many adds plain articles, for pages of results.
func (w *world) many(n int) {
	w.t.Helper()
	for i := range n {
		w.publish(piece{name: fmt.Sprintf("biasa-%d", i), title: fmt.Sprintf("Rapat rutin nomor %d", i), day: 1 + i%20, text: []string{"Rapat rutin membahas hal rutin."}})
	}
	w.fold()
}

// get asks the desk.
func (w *world) get(target string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// page asks for a page and reads its HTML.
func (w *world) page(target string, code int) *goquery.Document {
	w.t.Helper()
	rec := w.get(target)
	if rec.Code != code {
		w.t.Fatalf("GET %s = %d, want %d\n%s", target, rec.Code, code, clip(rec.Body.String(), 1500))
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(rec.Body.String()))
	if err != nil {
		w.t.Fatal(err)
	}
	if strings.Contains(rec.Body.String(), "ZgotmplZ") {
		w.t.Errorf("GET %s: a template put a value where it must not stand", target)
	}
	return doc
}
