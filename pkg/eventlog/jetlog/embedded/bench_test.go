package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"
	"golang.org/x/sync/errgroup"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// The benchmarks named Ratio do the same work twice in one run, ours and with the
// bare client library, in turns: this machine's speed changes from minute to
// minute, the ratio does not. Each reports the median of its rounds; a ratio above
// 1 means that ours is faster.
//
//	go test -run xxx -bench Ratio ./eventlog/jetlog/embedded

const benchText = 10_000 // bytes of an article, as most have

// articles makes n events of new articles.
func articles(tb testing.TB, round, n int) []eventlog.Entry {
	tb.Helper()
	text := strings.Repeat("Wali Kota Lembayung meresmikan Pasar Tirta. ", benchText/44)
	out := make([]eventlog.Entry, n)
	for i := range out {
		url := fmt.Sprintf("https://kabarlembayung.example/%d/%d", round, i)
		a := news.Article{ID: news.NewArticleID(url), URL: url, Title: "Pasar Tirta " + strconv.Itoa(i), Paragraphs: []string{text}}
		e, err := event.New("jejak/bench", time.Unix(int64(round), int64(i)*1e6), time.Time{}, event.Published{Reading: event.Reading{Article: a}})
		if err != nil {
			tb.Fatal(err)
		}
		out[i] = eventlog.Entry{Event: e, Expect: &eventlog.Expectation{Subjects: event.ArticleSubjects(a.ID)}}
	}
	return out
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// turns runs two ways of the same work in turns.
func turns(b *testing.B, n int, ours, raw func(round int) time.Duration) {
	var a, z []time.Duration
	for round := 0; b.Loop(); round++ {
		if round%2 == 0 {
			a, z = append(a, ours(round)), append(z, raw(round))
		} else {
			z, a = append(z, raw(round)), append(a, ours(round))
		}
	}
	our, bare := median(a), median(z)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(bare)/float64(our), "ratio")
	b.ReportMetric(float64(n)/our.Seconds(), "ours/s")
	b.ReportMetric(float64(n)/bare.Seconds(), "bare/s")
}

func openBench(b *testing.B) (*Log, jetstream.JetStream) {
	b.Helper()
	l, err := Open(context.Background(), Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	js, err := jetstream.New(l.nc)
	if err != nil {
		b.Fatal(err)
	}
	return l, js
}

// rawStream is a stream like ours for the bare client.
func rawStream(b *testing.B, js jetstream.JetStream) {
	b.Helper()
	_, err := js.CreateStream(context.Background(), jetstream.StreamConfig{Name: "RAW", Subjects: []string{"raw.>"}, AllowAtomicPublish: true, AllowDirect: true})
	if err != nil {
		b.Fatal(err)
	}
}

func rawMessages(b *testing.B, entries []eventlog.Entry, expect bool) []*nats.Msg {
	b.Helper()
	out := make([]*nats.Msg, len(entries))
	for i, en := range entries {
		data, err := event.Encode(en.Event)
		if err != nil {
			b.Fatal(err)
		}
		out[i] = &nats.Msg{Subject: "raw." + en.Event.Data.Subject(), Data: data, Header: nats.Header{}}
		if expect {
			out[i].Header.Set(jetstream.ExpectedLastSubjSeqHeader, "0")
		}
	}
	return out
}

func BenchmarkRatioAppend(b *testing.B) {
	for _, n := range []int{2, 100, 1000} {
		b.Run(fmt.Sprintf("batch=%d", n), func(b *testing.B) {
			l, js := openBench(b)
			rawStream(b, js)
			ctx := context.Background()
			turns(b, n, func(round int) time.Duration {
				entries := articles(b, round, n)
				start := time.Now()
				if _, err := l.Append(ctx, entries...); err != nil {
					b.Fatal(err)
				}
				return time.Since(start)
			}, func(round int) time.Duration {
				entries := articles(b, round, n)
				start := time.Now() // the bare side encodes and expects as well: that is the work
				if _, err := jetstreamext.PublishMsgBatch(ctx, js, rawMessages(b, entries, true)); err != nil {
					b.Fatal(err)
				}
				return time.Since(start)
			})
		})
	}
}

// BenchmarkRatioAppendAtOnce is what several crawlers do: each appends the two facts
// of one page and waits.
func BenchmarkRatioAppendAtOnce(b *testing.B) {
	const writers, each = 16, 8
	l, js := openBench(b)
	rawStream(b, js)
	ctx := context.Background()
	atOnce := func(work func(w int) error) time.Duration {
		start := time.Now()
		var all errgroup.Group
		for w := range writers {
			all.Go(func() error { return work(w) })
		}
		if err := all.Wait(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	turns(b, 2*writers*each, func(round int) time.Duration {
		entries := articles(b, round, 2*writers*each)
		return atOnce(func(w int) error {
			for i := range each {
				if _, err := l.Append(ctx, entries[2*(w*each+i):][:2]...); err != nil {
					return err
				}
			}
			return nil
		})
	}, func(round int) time.Duration {
		entries := articles(b, round, 2*writers*each)
		return atOnce(func(w int) error {
			for i := range each {
				if _, err := jetstreamext.PublishMsgBatch(ctx, js, rawMessages(b, entries[2*(w*each+i):][:2], true)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// BenchmarkRatioAppendEncoded gives the bare side events that are encoded already
// and expects nothing: what checking and encoding cost us.
func BenchmarkRatioAppendEncoded(b *testing.B) {
	l, js := openBench(b)
	rawStream(b, js)
	ctx := context.Background()
	turns(b, 1000, func(round int) time.Duration {
		entries := articles(b, round, 1000)
		start := time.Now()
		if _, err := l.Append(ctx, entries...); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}, func(round int) time.Duration {
		msgs := rawMessages(b, articles(b, round, 1000), false)
		start := time.Now()
		if _, err := jetstreamext.PublishMsgBatch(ctx, js, msgs); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	})
}

var errBench = errors.New("enough")

func BenchmarkRatioReplay(b *testing.B) {
	const n = 10_000
	l, js := openBench(b)
	ctx := context.Background()
	for round := range n / 1000 {
		if _, err := l.Append(ctx, articles(b, round, 1000)...); err != nil {
			b.Fatal(err)
		}
	}
	raw := func(int) time.Duration {
		start := time.Now()
		cons, err := js.OrderedConsumer(ctx, "NEWS", jetstream.OrderedConsumerConfig{})
		if err != nil {
			b.Fatal(err)
		}
		done, seen := make(chan bool), 0
		cc, err := cons.Consume(func(m jetstream.Msg) {
			if seen++; seen == n {
				close(done)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		<-done
		cc.Stop()
		return time.Since(start)
	}
	b.Run("follow", func(b *testing.B) {
		turns(b, n, func(int) time.Duration {
			var seen int
			start := time.Now()
			err := l.Follow(ctx, eventlog.Query{Stream: "NEWS"}, func(rs []eventlog.Record) error {
				if seen += len(rs); seen == n {
					return errBench
				}
				return nil
			})
			if !errors.Is(err, errBench) {
				b.Fatal(err)
			}
			return time.Since(start)
		}, raw)
	})
	b.Run("read", func(b *testing.B) {
		turns(b, n, func(int) time.Duration {
			var seen int
			start := time.Now()
			for _, err := range l.Read(ctx, eventlog.Query{Stream: "NEWS"}) {
				if err != nil {
					b.Fatal(err)
				}
				seen++
			}
			if seen != n {
				b.Fatalf("read %d records", seen)
			}
			return time.Since(start)
		}, raw)
	})
	b.Run("one article", func(b *testing.B) {
		id := articles(b, 3, 500)[499].Event.Data.(event.Published).Article.ID
		for b.Loop() {
			for _, err := range l.Read(ctx, eventlog.Query{Stream: "NEWS", Subjects: []string{event.ArticleSubjects(id)}}) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkRatioSingle is one article appended durably, against writing and syncing
// as many bytes at the end of a file.
func BenchmarkRatioSingle(b *testing.B) {
	l, _ := openBench(b)
	f, err := os.Create(filepath.Join(b.TempDir(), "file"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	turns(b, 1, func(round int) time.Duration {
		entries := articles(b, round, 1)
		start := time.Now()
		if _, err := l.Append(context.Background(), entries...); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}, func(round int) time.Duration {
		data, err := event.Encode(articles(b, round, 1)[0].Event)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if _, err := f.Write(data); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	})
}

// BenchmarkSubscribe is how fast records reach a handler one at a time.
func BenchmarkSubscribe(b *testing.B) {
	const n = 2000
	l, _ := openBench(b)
	for round := range n / 1000 {
		if _, err := l.Append(context.Background(), articles(b, round, 1000)...); err != nil {
			b.Fatal(err)
		}
	}
	for _, parallel := range []int{1, 4} {
		b.Run(fmt.Sprintf("parallel=%d", parallel), func(b *testing.B) {
			var i int
			for b.Loop() {
				i++
				ctx, cancel := context.WithCancel(context.Background())
				done := make(chan bool, n)
				ended := make(chan error)
				start := time.Now()
				go func() {
					ended <- l.Subscribe(ctx, eventlog.Subscription{Stream: "NEWS", Durable: fmt.Sprintf("bench-%d-%d", parallel, i), Parallel: parallel,
						Handle: func(context.Context, eventlog.Record) error { done <- true; return nil }})
				}()
				for range n {
					<-done
				}
				b.ReportMetric(float64(n)/time.Since(start).Seconds(), "records/s")
				cancel()
				if err := <-ended; err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBlob(b *testing.B) {
	l, _ := openBench(b)
	page := []byte(strings.Repeat("<div class=\"isi\"><p>Wali Kota Lembayung meresmikan Pasar Tirta.</p></div>\n", 2000))
	var i int
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		i++
		if _, err := l.PutBlob(context.Background(), append(page, strconv.Itoa(i)...)); err != nil {
			b.Fatal(err)
		}
	}
}
