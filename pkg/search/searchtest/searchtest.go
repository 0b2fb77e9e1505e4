// Package searchtest is the one suite that every search index passes, and the
// ranking cases by which their answers are judged.
//
//	func TestSuite(t *testing.T) {
//		searchtest.Run(t, func(t testing.TB, place string) (search.Index, error) { … })
//	}
//
// [Run] asks for the behaviour that the contract promises; it compares filters,
// facets and histograms with a plain loop over the documents. [Rank] asks the
// questions of testdata/queries.txt over the articles of testdata/articles.txt and
// holds recall and mean reciprocal rank against a golden file of the caller.
//
// The articles are of our own writing: an invented town with invented people, and
// a retelling of what was reported of the retreat of Pemkot Malang in May 2025.
package searchtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Open opens an index at a place, which is the path of a directory of the test.
// Asked for the same place again after Close it opens what was left there.
type Open func(t testing.TB, place string) (search.Index, error)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	s := &suite{open: open}
	t.Run("Empty", s.empty)
	t.Run("Documents", s.documents)
	t.Run("Checkpoint", s.checkpoint)
	t.Run("Order of writes", s.order)
	t.Run("Poison", s.poison)
	t.Run("Rebuild", s.rebuild)
	t.Run("Searches while swapping", s.swapping)
	t.Run("Hostile text", s.hostile)
	t.Run("Cancelled", s.cancelled)
	t.Run("Closed", s.closed)

	// The rest only reads, and shares one index.
	index, _ := s.fresh(t)
	apply(t, index, search.Batch{Put: fixture(), Checkpoint: at(1)})
	for _, c := range []struct {
		name string
		run  func(*testing.T, search.Index)
	}{
		{"Words", words},
		{"Typos", typos},
		{"Filters", filters},
		{"Counts", counts},
		{"Bad input", badInput},
		{"Highlight", highlight},
		{"Sort", sorting},
		{"Pages", pages},
		{"At once", atOnce},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, index) })
	}
}

type suite struct{ open Open }

// fresh returns an empty index, closed at the end of the test, and its place.
func (s *suite) fresh(t testing.TB) (search.Index, string) {
	t.Helper()
	place := t.TempDir()
	return s.at(t, place), place
}

func (s *suite) at(t testing.TB, place string) search.Index {
	t.Helper()
	index, err := s.open(t, place)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return index
}

// id makes the id of the n-th article of the fixture.
func id(n int) news.ArticleID {
	return news.NewArticleID(fmt.Sprintf("https://kabar-wanasari.test/berita/%d", n))
}

// at makes a checkpoint at a sequence.
func at(seq uint64) search.Checkpoint {
	return search.Checkpoint{
		Projection: "test-1",
		Positions: map[string]search.Position{
			"NEWS": {Created: time.Date(2025, 1, 2, 3, 4, 5, 678e6, time.UTC), Seq: seq, Hash: news.HashOf([]byte{byte(seq)})},
			"TAGS": {Seq: seq / 2},
		},
	}
}

// document makes an article with little in it.
func document(n int, title string, paragraphs ...string) search.Document {
	day := news.Date("2025-05-01").AddDays(n)
	return search.Document{
		ID: id(n), Seq: uint64(n) + 1, URL: fmt.Sprintf("https://kabar-wanasari.test/berita/%d", n), Outlet: "kabar-wanasari",
		Title: title, Paragraphs: paragraphs, Day: day,
		Published: time.Date(2025, 5, 1+n, 8, 0, 0, 0, time.FixedZone("WIB", 7*3600)),
		Observed:  time.Date(2025, 5, 1+n, 2, 0, 0, 0, time.UTC), Revised: time.Date(2025, 5, 1+n, 2, 0, 0, 0, time.UTC), Revisions: 1,
	}
}

func apply(t testing.TB, index interface {
	Apply(context.Context, search.Batch) ([]search.Rejected, error)
}, b search.Batch) {
	t.Helper()
	rejected, err := index.Apply(context.Background(), b)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	for _, r := range rejected {
		t.Errorf("apply rejects %s: %s", r.ID, r.Reason)
	}
}

func ask(t testing.TB, index search.Index, q search.Query) search.Result {
	t.Helper()
	res, err := index.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("search %s: %v", show(q), err)
	}
	if len(res.Hits) > q.Size() {
		t.Fatalf("search %s gives %d hits", show(q), len(res.Hits))
	}
	return res
}

// found returns the ids of the hits, in order.
func found(res search.Result) []news.ArticleID {
	out := make([]news.ArticleID, 0, len(res.Hits))
	for _, h := range res.Hits {
		out = append(out, h.Document.ID)
	}
	return out
}

// show writes a query without its empty fields, for messages.
func show(q search.Query) string {
	s := fmt.Sprintf("%+v", q)
	for _, empty := range []string{"Outlets:[]", "Officials:[]", "Offices:[]", "Places:[]", "Topics:[]", "LinkTo: ", "From: ", "To: ",
		"Withdrawn:<nil>", "Changed:false", "Sort: ", "Limit:0", "Cursor: ", "Highlight:false", "Facets:[]", "Histogram:", "Not:{    }"} {
		s = strings.ReplaceAll(s, empty, "")
	}
	return strings.Join(strings.Fields(s), " ")
}
