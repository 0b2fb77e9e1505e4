package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	bl "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/crawl/archive"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search"
)

// workers is how many pages are under way at once, as in a crawl of many hosts.
const workers = 32

// pages serves articles of about 450 words that differ from each other, in pages of
// about 55 kB with 200 links: what outlets of the beat send.
func pages(tb testing.TB) string {
	sentences := []string{
		"Pemerintah Kota Wanasari menggelar rapat di balai kota pada Jumat pagi untuk membahas perbaikan jalan di tiga kelurahan.",
		"“Pekerjaan dimulai bulan depan dan selesai sebelum musim hujan,” kata Lurah Sukomulyo, Bambang Wiratmo, Jumat (16/5/2025).",
		"Anggaran yang disiapkan mencapai Rp 2,5 miliar dari APBD dan diawasi oleh inspektorat bersama warga setempat.",
		"Warga berharap jalan itu segera dapat dilalui karena menjadi jalur utama menuju pasar dan sekolah.",
		"Kepala dinas menyampaikan, pelayanan kepada masyarakat tetap berjalan selama pekerjaan berlangsung di lapangan.",
	}
	var links strings.Builder
	for i := range 200 {
		fmt.Fprintf(&links, `<li class="menu-item menu-item-type-taxonomy menu-item-object-category menu-item-%d"><a href="/kategori/%d" class="td-image-wrap td-module-title"
data-uid="tdi_%d" style="background-size:cover;display:block" rel="bookmark"><span class="entry-thumb td-thumb-css"></span>Berita %d</a></li>`+"\n", 18000+i, i, i, i)
	}
	furniture := links.String()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		fmt.Fprintf(w, `<!doctype html><html lang="id"><head><title>Rapat ke-%d di Balai Kota</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2025-05-16T09:00:00+07:00"></head><body><nav>%s</nav><article><h1>Rapat ke-%d di Balai Kota</h1><div class="entry-content">`,
			n, furniture, n)
		for i := range 25 {
			fmt.Fprintf(w, "<p>%s Nomor %d.</p>\n", sentences[(i+n)%len(sentences)], n*31+i)
		}
		fmt.Fprint(w, "</div></article></body></html>")
	}))
	tb.Cleanup(s.Close)
	return s.URL
}

func fetchPage(tb testing.TB, base string, n int) archive.Page {
	address := fmt.Sprintf("%s/%d", base, n)
	resp, err := http.Get(address)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return archive.Page{
		Requested: address, URL: address, Status: 200, Body: body, ContentType: "text/html; charset=utf-8", Fetched: time.Now(),
	}
}

// bench is a node at work with a recorder in the crawler's place, so that no
// politeness is measured.
func benchNode(b *testing.B) (*node, *archive.Recorder) {
	b.Helper()
	reg, err := registry.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	n, err := openNode(b.Context(), nodeConfig{
		dir: b.TempDir(), listen: "127.0.0.1:0", registry: reg, outlets: reg.Outlets(), agent: "jejakbot/bench", logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.run(ctx, false) }()
	b.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
		if err := n.close(); err != nil {
			b.Error(err)
		}
	})
	if err := until(b.Context(), time.Millisecond, n.settled); err != nil {
		b.Fatal(err)
	}
	return n, &archive.Recorder{Log: n.log, Source: "bench"}
}

// BenchmarkSearchable measures from the moment a page is fetched until search
// finds its article, at 20 articles a second.
func BenchmarkSearchable(b *testing.B) {
	base := pages(b)
	n, r := benchNode(b)
	const articles = 200
	took := make([]time.Duration, articles)
	for round := 0; b.Loop(); round++ {
		var wg sync.WaitGroup
		tick := time.NewTicker(50 * time.Millisecond)
		for i := range articles {
			<-tick.C
			wg.Go(func() {
				p := fetchPage(b, base, round*articles+i)
				start := time.Now()
				res, err := r.Record(b.Context(), p)
				if err != nil {
					b.Error(err)
					return
				}
				for {
					hits, err := n.index.Search(b.Context(), search.Query{Text: fmt.Sprintf(`"ke %d di balai"`, round*articles+i), Limit: 5})
					if err != nil {
						b.Error(err)
						return
					}
					if slices.ContainsFunc(hits.Hits, func(h search.Hit) bool { return h.Document.ID == res.Article }) {
						break
					}
					time.Sleep(time.Millisecond)
				}
				took[i] = time.Since(start)
			})
		}
		tick.Stop()
		wg.Wait()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[articles/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[articles*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRatioPipeline puts the whole pipeline flat out beside a bare loop that
// fetches, parses, publishes twice with a sync each, and indexes: no history, no
// enricher, no raw pages.
func BenchmarkRatioPipeline(b *testing.B) {
	base := pages(b)
	const articles = 2000
	var ours, bare []time.Duration
	var ourCPU, bareCPU time.Duration
	rounds := 0
	for round := 0; b.Loop(); round++ {
		start := processTime()
		ours = append(ours, flatOut(b, base, round, articles))
		middle := processTime()
		bare = append(bare, bareLoop(b, base, round, articles))
		ourCPU += middle - start
		bareCPU += processTime() - middle
		rounds++
	}
	slices.Sort(ours)
	slices.Sort(bare)
	a, z := ours[len(ours)/2], bare[len(bare)/2]
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	b.ReportMetric(articles/a.Seconds(), "articles/s")
	b.ReportMetric(articles/z.Seconds(), "bare-articles/s")
	b.ReportMetric(z.Seconds()/a.Seconds(), "ratio")
	b.ReportMetric(ourCPU.Seconds()*1000/float64(rounds*articles), "cpu-ms/article")
	b.ReportMetric(bareCPU.Seconds()*1000/float64(rounds*articles), "bare-cpu-ms/article")
	b.ReportMetric(float64(mem.Sys)/(1<<20), "sys-MiB")
	b.ReportMetric(0, "ns/op")
}

func flatOut(b *testing.B, base string, round, articles int) time.Duration {
	n, r := benchNode(b)
	start := time.Now()
	var group errgroup.Group
	group.SetLimit(workers)
	for i := range articles {
		group.Go(func() error {
			_, err := r.Record(b.Context(), fetchPage(b, base, round*articles+i))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	if err := until(b.Context(), 5*time.Millisecond, n.settled); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	if count, err := n.index.Count(b.Context()); err != nil || count != articles {
		b.Fatalf("%d articles in the index (%v), want %d", count, err, articles)
	}
	return took
}

func bareLoop(b *testing.B, base string, round, articles int) time.Duration {
	dir := b.TempDir()
	s, err := server.NewServer(&server.Options{
		DontListen: true, NoSigs: true, NoLog: true, JetStream: true, StoreDir: filepath.Join(dir, "log"), SyncAlways: true, MaxPayload: 8 << 20,
	})
	if err != nil {
		b.Fatal(err)
	}
	s.Start()
	defer s.WaitForShutdown()
	defer s.Shutdown()
	if !s.ReadyForConnections(10 * time.Second) {
		b.Fatal("the bare server does not start")
	}
	nc, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		b.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		b.Fatal(err)
	}
	ctx := b.Context()
	for _, name := range []string{"NEWS", "TAGS"} {
		if _, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: name, Subjects: []string{strings.ToLower(name) + ".>"}}); err != nil {
			b.Fatal(err)
		}
	}
	index, err := bl.NewUsing(filepath.Join(dir, "index"), bl.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer index.Close()

	type doc struct{ ID, Title, Text string }
	start := time.Now()
	tags, err := js.OrderedConsumer(ctx, "NEWS", jetstream.OrderedConsumerConfig{})
	if err != nil {
		b.Fatal(err)
	}
	hop, err := tags.Consume(func(m jetstream.Msg) {
		if _, err := js.Publish(ctx, "tags."+strings.TrimPrefix(m.Subject(), "news."), m.Data()); err != nil {
			b.Error(err)
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	defer hop.Stop()
	var group errgroup.Group
	group.SetLimit(workers)
	group.Go(func() error {
		docs, err := js.OrderedConsumer(ctx, "TAGS", jetstream.OrderedConsumerConfig{})
		if err != nil {
			return err
		}
		for done := 0; done < articles; {
			msgs, err := docs.Fetch(100, jetstream.FetchMaxWait(20*time.Millisecond))
			if err != nil {
				return err
			}
			batch := index.NewBatch()
			for m := range msgs.Messages() {
				var d doc
				if err := json.Unmarshal(m.Data(), &d); err != nil {
					return err
				}
				if err := batch.Index(d.ID, d); err != nil {
					return err
				}
				done++
			}
			if err := index.Batch(batch); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range articles {
		group.Go(func() error {
			p := fetchPage(b, base, round*articles+i)
			page, err := goquery.NewDocumentFromReader(strings.NewReader(string(p.Body)))
			if err != nil {
				return err
			}
			id := string(news.NewArticleID(p.URL))
			data, err := json.Marshal(doc{id, page.Find("h1").Text(), page.Find(".entry-content").Text()})
			if err != nil {
				return err
			}
			_, err = js.Publish(ctx, "news."+id, data)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
