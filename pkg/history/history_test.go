package history

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
)

const url = "https://kabarlembayung.example/pasar-tirta"

var (
	id    = news.NewArticleID(url)
	start = time.Date(2025, 5, 16, 2, 0, 0, 0, time.UTC)
)

// The facts of the tests. A page is named by a letter; each stands for other bytes.
func captured(page string) event.Data {
	return event.Captured{Article: id, URL: url, Status: 200, Hash: news.HashOf([]byte(page)), FoundBy: "feed", FoundAt: "feed of " + page}
}

func reading(page, title string) event.Reading {
	return event.Reading{Article: news.Article{ID: id, URL: url, Title: title}, Capture: news.HashOf([]byte(page)), Extractor: "extract/1"}
}

func published(page, title string) event.Data { return event.Published{Reading: reading(page, title)} }
func revised(page, title string) event.Data {
	return event.Revised{Reading: reading(page, title), Changed: []string{"title"}}
}
func reread(page, title string) event.Data {
	return event.Reread{Reading: reading(page, title), Changed: []string{"title"}}
}

var (
	gone     = event.Withdrawn{Article: id, URL: url, Reason: "gone"}
	back     = event.Restored{Article: id, URL: url}
	redacted = event.Redacted{Article: id, Reason: "penetapan pengadilan", Actor: "redaksi"}
	// unknown stands for a fact of a newer version.
	unknown = praised{}
)

type praised struct{}

func (praised) Type() string    { return "jejak.article.praised.v9" }
func (praised) Subject() string { return "news.article." + string(id) + ".praised" }
func (praised) Entity() string  { return string(id) }

// newEvent makes the n-th fact, observed n hours after the start.
func newEvent(t *testing.T, n int, d event.Data) event.Event {
	t.Helper()
	e, err := event.New("jejak/test", start.Add(time.Duration(n)*time.Hour), time.Time{}, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// summary says in one line what a history holds, with hours after the start.
func summary(a *Article) string {
	hour := func(at time.Time) int { return int(at.Sub(start).Hours()) }
	var out []string
	for _, r := range a.Revisions {
		out = append(out, fmt.Sprintf("r%d=%s@%d/seq%d/%d", r.Number, r.Reading.Article.Title, hour(r.Observed), r.Seq, r.Rereads))
	}
	if n := len(a.Captures); n > 0 {
		out = append(out, fmt.Sprintf("captures=%d", n))
	}
	for _, w := range a.Past {
		out = append(out, fmt.Sprintf("away=%d-%d", hour(w.Observed), hour(w.Restored)))
	}
	if a.Withdrawn != nil {
		out = append(out, fmt.Sprintf("away=%d-", hour(a.Withdrawn.Observed)))
	}
	if a.Redacted != nil {
		out = append(out, "redacted")
	}
	if !a.LastSeen.IsZero() {
		out = append(out, fmt.Sprintf("seen=%d", hour(a.LastSeen)))
	}
	return strings.Join(out, " ")
}

var cases = []struct {
	name  string
	facts []event.Data
	want  string
}{
	{"nothing", nil, ""},
	{"published", []event.Data{captured("a"), published("a", "A")}, "r1=A@1/seq2/0 captures=1 seen=1"},
	{"seen again, unchanged", []event.Data{captured("a"), published("a", "A"), captured("a")}, "r1=A@1/seq2/0 captures=2 seen=2"},
	{"revised", []event.Data{captured("a"), published("a", "A"), captured("b"), revised("b", "B")},
		"r1=A@1/seq2/0 r2=B@3/seq4/0 captures=2 seen=3"},
	{"a reread is no edit of the outlet", []event.Data{captured("a"), published("a", "A"), reread("a", "A2")},
		"r1=A2@1/seq3/1 captures=1 seen=1"},
	{"a reread of the first of two revisions", []event.Data{captured("a"), published("a", "A"), captured("b"), revised("b", "B"), reread("a", "A2"), reread("a", "A3")},
		"r1=A3@1/seq6/2 r2=B@3/seq4/0 captures=2 seen=3"},
	{"a reread of bytes that were never read", []event.Data{captured("a"), published("a", "A"), reread("x", "X")}, "r1=A@1/seq2/0 captures=1 seen=1"},
	{"withdrawn", []event.Data{captured("a"), published("a", "A"), gone}, "r1=A@1/seq2/0 captures=1 away=2- seen=1"},
	{"withdrawn is said twice", []event.Data{captured("a"), published("a", "A"), gone, gone}, "r1=A@1/seq2/0 captures=1 away=2- seen=1"},
	{"restored", []event.Data{captured("a"), published("a", "A"), gone, back}, "r1=A@1/seq2/0 captures=1 away=2-3 seen=3"},
	{"away twice", []event.Data{captured("a"), published("a", "A"), gone, back, gone}, "r1=A@1/seq2/0 captures=1 away=2-3 away=4- seen=3"},
	{"restored without a take-down", []event.Data{captured("a"), published("a", "A"), back}, "r1=A@1/seq2/0 captures=1 seen=2"},
	{"redacted", []event.Data{captured("a"), published("a", "A"), redacted}, "redacted seen=1"},
	{"a redacted text does not come back", []event.Data{captured("a"), published("a", "A"), redacted, captured("a"), published("a", "A"), revised("b", "B"), reread("a", "A2")},
		"redacted seen=1"},
	{"a fact of a newer version", []event.Data{captured("a"), unknown, published("a", "A"), unknown}, "r1=A@2/seq3/0 captures=1 seen=2"},
	{"a page that is no article", []event.Data{event.Captured{Article: id, Status: 200, NotArticle: "a gallery"}}, "captures=1"},
	{"a page that is not there", []event.Data{event.Captured{Article: id, Status: 404}}, "captures=1"},
	{"not modified", []event.Data{captured("a"), published("a", "A"), event.Captured{Article: id, Status: 304}}, "r1=A@1/seq2/0 captures=2 seen=2"},
}

func TestLoad(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			log := memlog.New(func() time.Time { return start })
			defer log.Close()
			for n, d := range c.facts {
				e := newEvent(t, n, d)
				if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
					t.Fatal(err)
				}
			}
			a, err := Load(t.Context(), log, id)
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(a); got != c.want {
				t.Errorf("the history is\n%s, want\n%s", got, c.want)
			}
			// The next append expects this sequence, whether or not the last fact
			// could be read.
			if a.Seq != uint64(len(c.facts)) || a.ID != id {
				t.Errorf("the history of %s stands at %d, want %s at %d", a.ID, a.Seq, id, len(c.facts))
			}
			if len(c.facts) > 0 && !a.FirstSeen.Equal(start) {
				t.Errorf("first seen %v, want %v", a.FirstSeen, start)
			}
		})
	}
}

// Every fact delivered twice, and everything from the start once more, changes
// nothing.
func TestFoldBearsRepeats(t *testing.T) {
	for _, c := range cases {
		once, twice := &Article{ID: id}, &Article{ID: id}
		for round := range 2 {
			for n, d := range c.facts {
				if _, ok := d.(praised); ok {
					continue
				}
				e := newEvent(t, n, d)
				if round == 0 {
					once.Fold(uint64(n+1), e)
				}
				twice.Fold(uint64(n+1), e)
				twice.Fold(uint64(n+1), e)
			}
		}
		if !reflect.DeepEqual(once, twice) {
			t.Errorf("%s: folded twice it is %+v, once %+v", c.name, twice, once)
		}
	}
}

func TestDetails(t *testing.T) {
	a := &Article{}
	if a.Latest() != nil {
		t.Error("Latest of nothing is something")
	}
	for n, d := range []event.Data{captured("a"), published("a", "A"), captured("b"), revised("b", "B"), gone, back} {
		a.Fold(uint64(10+n), newEvent(t, n, d))
	}
	if l := a.Latest(); l == nil || l.Number != 2 || l.Reading.Article.Title != "B" || !reflect.DeepEqual(l.Changed, []string{"title"}) {
		t.Errorf("Latest = %+v", l)
	}
	if a.FoundBy != "feed" || a.FoundAt != "feed of a" {
		t.Errorf("found by %q at %q, want what the first capture says", a.FoundBy, a.FoundAt)
	}
	if a.Captures[1].Seq != 12 || a.Captures[1].Hash != news.HashOf([]byte("b")) || !a.Captures[1].Observed.Equal(start.Add(2*time.Hour)) {
		t.Errorf("the second capture is %+v", a.Captures[1])
	}
	if w := a.Past[0]; w.Reason != "gone" || w.Seq != 14 {
		t.Errorf("the take-down is %+v", w)
	}
}

func TestAwaits(t *testing.T) {
	a := &Article{}
	hash := func(page string) news.Hash { return news.HashOf([]byte(page)) }
	listing := captured("l").(event.Captured)
	listing.NotArticle = "a listing"
	for n, c := range []struct {
		fact   event.Data
		awaits string
	}{
		{listing, ""}, {captured("a"), "a"}, {published("a", "A"), ""}, {captured("b"), "b"}, {captured("c"), "bc"},
		{reread("a", "A!"), "bc"}, {revised("c", "C"), ""}, {event.Captured{Article: id}, ""},
	} {
		a.Fold(uint64(1+n), newEvent(t, n, c.fact))
		var got string
		for _, page := range []string{"l", "a", "b", "c"} {
			if a.Awaits(hash(page)) {
				got += page
			}
		}
		if got != c.awaits || a.Awaits("") {
			t.Errorf("after fact %d the pages %q await a reading, want %q", n+1, got, c.awaits)
		}
	}
}

// Only the facts about this article count, and a record that can not be read is an
// error that names it.
func TestLoadOfOneArticle(t *testing.T) {
	log := memlog.New(func() time.Time { return start })
	defer log.Close()
	other := news.NewArticleID(url + "/2")
	if _, err := log.Append(t.Context(), eventlog.Entry{Event: newEvent(t, 0, event.Captured{Article: other, Status: 200})}); err != nil {
		t.Fatal(err)
	}
	if a, err := Load(t.Context(), log, id); err != nil || a.Seq != 0 || len(a.Captures) != 0 {
		t.Errorf("the history of an unknown article is %+v, %v", a, err)
	}
	if _, err := log.Plant("news.article."+string(id)+".captured", []byte("{")); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), log, id); err == nil || !strings.Contains(err.Error(), "NEWS #2") || !strings.Contains(err.Error(), string(id)) {
		t.Errorf("a record that can not be read: %v", err)
	}
	if a, err := Load(t.Context(), log, other); err != nil || len(a.Captures) != 1 {
		t.Errorf("the other article: %+v, %v", a, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, log, other); err == nil {
		t.Error("Load with a context that has ended gives no error")
	}
}
