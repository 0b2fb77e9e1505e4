package indexing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/indexing"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
)

// fill writes n articles of about 4 kB with their captures and tags, a tenth of
// them edited later, in batches as a busy crawler and enricher do.
func fill(b *testing.B, log eventlog.Log, n int) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	vocabulary := make([]string, 8000)
	syllables := []string{"ka", "ran", "ma", "lang", "su", "ta", "ri", "pe", "ngu", "ba", "ko", "di", "ser", "wi", "jo", "men"}
	for i := range vocabulary {
		for range 2 + rng.IntN(3) {
			vocabulary[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	text := func(words int) string {
		out := make([]byte, 0, words*8)
		for range words {
			// Common words are common: the square leans to the front of the list.
			f := rng.Float64()
			out = append(append(out, vocabulary[int(f*f*float64(len(vocabulary)))]...), ' ')
		}
		return string(out)
	}
	at := start
	var facts, tags []eventlog.Entry
	add := func(list *[]eventlog.Entry, d event.Data) {
		at = at.Add(time.Second)
		e, err := event.New("bench", at, time.Time{}, d)
		if err != nil {
			b.Fatal(err)
		}
		*list = append(*list, eventlog.Entry{Event: e})
	}
	flush := func() {
		for _, list := range []*[]eventlog.Entry{&facts, &tags} {
			if len(*list) > 0 {
				if _, err := log.Append(context.Background(), *list...); err != nil {
					b.Fatal(err)
				}
				*list = nil
			}
		}
	}
	seq := uint64(0)
	for i := range n {
		name := fmt.Sprintf("artikel-%d", i)
		r := reading(name, text(60))
		for range 8 {
			r.Article.Paragraphs = append(r.Article.Paragraphs, text(60))
		}
		r.Article.Title = text(9)
		add(&facts, event.Captured{Article: idOf(name), URL: pageURL(name), Canonical: pageURL(name), Status: 200, Hash: news.HashOf([]byte(name)), Size: 50_000, FoundBy: "feed"})
		add(&facts, event.Published{Reading: r})
		seq += 2
		add(&tags, event.Tagged{Position: seq, Tags: news.Tags{
			Article: idOf(name), Date: "2025-05-16", Registry: "r", Enricher: "e",
			Officials: []news.OfficialTag{{ID: "rahmat-sudibyo", Name: "Rahmat Sudibyo", Office: &mayor, OfficeName: "Wali Kota Wanasari", Rule: "name"}},
			Topics:    []news.TopicTag{{ID: news.TopicID(fmt.Sprintf("topik-%d", i%30)), Label: "Topik", Rule: "words"}},
			Scope:     []news.ScopeTag{{Place: news.PlaceCode(fmt.Sprintf("99.71.%02d", i%20)), Rule: "dateline"}},
		}})
		if i%10 == 9 {
			// Outlets edit soon after they publish: some hundred articles later.
			old := fmt.Sprintf("artikel-%d", max(i-1-int(rng.ExpFloat64()*400), 0))
			r := reading(old, text(500))
			add(&facts, event.Revised{Reading: r, Changed: []string{"paragraphs"}})
			seq++
		}
		if len(facts) > 900 {
			flush()
		}
	}
	flush()
}

// BenchmarkRebuild compares a rebuild from the log with writing the same documents
// to the same engine in batches of 1000. The ratio is the share of the raw speed
// that is left.
func BenchmarkRebuild(b *testing.B) {
	const articles = 4000
	dir := b.TempDir()
	log, err := embedded.Open(b.Context(), embedded.Options{Dir: filepath.Join(dir, "log"), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	fill(b, log, articles)
	collect := newMemIndex()
	s, err := indexing.New(indexing.Config{Log: log, Index: collect, Registry: registry("r1")})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.CatchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	var docs []search.Document
	for _, d := range collect.docs {
		docs = append(docs, d)
	}
	var raw, rebuilt time.Duration
	round := 0
	for b.Loop() {
		round++
		x, err := bleve.Open(filepath.Join(dir, fmt.Sprintf("raw-%d", round)), bleve.Options{})
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		for from := 0; from < len(docs); from += 1000 {
			if _, err := x.Apply(b.Context(), search.Batch{Put: docs[from:min(from+1000, len(docs))]}); err != nil {
				b.Fatal(err)
			}
		}
		raw += time.Since(began)
		x.Close()

		y, err := bleve.Open(filepath.Join(dir, fmt.Sprintf("fold-%d", round)), bleve.Options{})
		if err != nil {
			b.Fatal(err)
		}
		stage, err := indexing.New(indexing.Config{Log: log, Index: y, Registry: registry("r1")})
		if err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		if err := stage.Rebuild(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
		rebuilt += time.Since(began)
		y.Close()
	}
	b.ReportMetric(float64(raw)/float64(rebuilt), "ratio")
	b.ReportMetric(float64(round*len(docs))/rebuilt.Seconds(), "docs/s")
	b.ReportMetric(float64(round*len(docs))/raw.Seconds(), "raw-docs/s")
}

// BenchmarkLive follows a log that grows as fast as it can be written, and
// compares with a rebuild of the same.
func BenchmarkLive(b *testing.B) {
	const articles = 2000
	dir := b.TempDir()
	var live time.Duration
	round := 0
	for b.Loop() {
		round++
		log, err := embedded.Open(b.Context(), embedded.Options{Dir: filepath.Join(dir, fmt.Sprintf("log-%d", round)), Now: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		x, err := bleve.Open(filepath.Join(dir, fmt.Sprintf("index-%d", round)), bleve.Options{})
		if err != nil {
			b.Fatal(err)
		}
		s, err := indexing.New(indexing.Config{Log: log, Index: x, Registry: registry("r1")})
		if err != nil {
			b.Fatal(err)
		}
		ctx, stop := context.WithCancel(b.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		began := time.Now()
		fill(b, log, articles)
		for {
			st, err := s.Status(ctx)
			if err != nil {
				b.Fatal(err)
			}
			if st.State == indexing.Following && st.Lag["NEWS"]+st.Lag["TAGS"] == 0 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		live += time.Since(began)
		stop()
		<-done
		x.Close()
		log.Close()
	}
	b.ReportMetric(float64(round*articles)/live.Seconds(), "docs/s")
}
