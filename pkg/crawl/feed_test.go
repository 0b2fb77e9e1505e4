package crawl_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// feedsKept returns what the log says of feeds whose bytes were kept, with the bytes.
func (b *bench) feedsKept() (kept []event.FeedKept, bodies [][]byte) {
	b.t.Helper()
	for rec, err := range b.log.Read(b.t.Context(), eventlog.Query{Stream: event.Crawl.Name, Subjects: []string{event.FeedSubjects}}) {
		if err != nil {
			b.t.Fatal(err)
		}
		e, err := rec.Event()
		if err != nil {
			b.t.Fatal(err)
		}
		k := e.Data.(event.FeedKept)
		body, err := b.log.GetBlob(b.t.Context(), k.Hash)
		if err != nil || len(body) != k.Size {
			b.t.Fatalf("the feed says %d bytes; there are %d, %v", k.Size, len(body), err)
		}
		kept, bodies = append(kept, k), append(bodies, body)
	}
	return kept, bodies
}

// TestVanishedEntry: an entry that leaves a feed before older ones is looked at
// early, and the feed is kept; one that made room for others is neither.
func TestVanishedEntry(t *testing.T) {
	b := open(t)
	b.cfg.Pace = crawl.Pace{Pace: fetch.Pace{Delay: time.Millisecond, MaxDelay: time.Millisecond}} // no revisit is due here
	b.publish(50)                                                                                  // as many as the feed shows
	b.round(crawl.Round{})
	kept, bodies := b.feedsKept()
	if len(kept) != 1 || len(kept[0].Vanished) != 0 || kept[0].Status != 200 || kept[0].Headers["Etag"] == "" || kept[0].Request["User-Agent"] == "" {
		t.Fatalf("after the first look: %+v", kept)
	}
	if !bytes.Contains(bodies[0], []byte(crawltestWrite(49).Slug)) {
		t.Error("the feed that was kept does not name an article that it named")
	}

	for n := 50; n < 53; n++ { // three old ones make room
		b.site.Publish(crawltestWrite(n))
	}
	if sum, told := b.round(crawl.Round{}); sum.Looked != 3 {
		t.Errorf("%+v %+v, want a look at each of the three new ones", sum, told)
	}
	if kept, _ := b.feedsKept(); len(kept) != 1 {
		t.Errorf("entries that made room were taken for vanished: %+v", kept[1:])
	}

	slug := crawltestWrite(30).Slug
	b.site.TakeDown(slug, 404)
	sum, told := b.round(crawl.Round{})
	if sum.Counts[crawl.Missed] != 1 || sum.Looked != 1 || told[0].URL != b.site.ArticleURL(slug)+"/" {
		t.Errorf("%+v %+v, want one look, at the article that vanished", sum, told)
	}
	kept, bodies = b.feedsKept()
	want := []news.ArticleID{news.NewArticleID(b.site.ArticleURL(slug))}
	i := slices.IndexFunc(kept, func(k event.FeedKept) bool { return slices.Equal(k.Vanished, want) })
	if len(kept) != 2 || i < 0 || kept[i].Before == "" || bytes.Contains(bodies[i], []byte(slug)) {
		t.Errorf("kept %+v, want the feed without %s", kept, slug)
	}
}
