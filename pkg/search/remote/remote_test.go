package remote_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/remote"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

func articles(t *testing.T) []search.Document {
	t.Helper()
	docs, err := searchtest.Articles()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// held returns an index with articles, and the same index asked from outside.
func held(t *testing.T, token string) (local, asked search.Index) {
	t.Helper()
	index, err := bleve.Memory(bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	if _, err := index.Apply(t.Context(), search.Batch{Put: articles(t), Checkpoint: search.Checkpoint{Projection: "uji"}}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(remote.Handler(index, "rahasia"))
	t.Cleanup(server.Close)
	return index, remote.Open(server.URL, token)
}

func TestSameAnswers(t *testing.T) {
	local, asked := held(t, "rahasia")
	ctx := t.Context()
	for _, q := range []search.Query{
		{}, {Text: "rapat", Highlight: true, Limit: 3}, {Text: `"wali kota" -banjir`, Facets: []search.Facet{search.ByOfficial, search.ByPlace}, Histogram: search.ByMonth},
		{Sort: search.Oldest, From: "2024-01-01", Limit: 2},
	} {
		want, err := local.Search(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := asked.Search(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		want.Took, got.Took = 0, 0
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Search(%+v) (-held +asked):\n%s", q, diff)
		}
	}
	id := articles(t)[0].ID
	want, err := local.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := asked.Get(ctx, id); err != nil || !cmp.Equal(want, got) {
		t.Errorf("Get(%s) = %v: %s", id, err, cmp.Diff(want, got))
	}
	if n, err := asked.Count(ctx); err != nil || n != len(articles(t)) {
		t.Errorf("Count = %d, %v", n, err)
	}
	if c, err := asked.Checkpoint(ctx); err != nil || c.Projection != "uji" {
		t.Errorf("Checkpoint = %+v, %v", c, err)
	}
	if err := asked.Ping(ctx); err != nil {
		t.Errorf("Ping = %v", err)
	}
}

func TestErrorsKeepTheirMeaning(t *testing.T) {
	_, asked := held(t, "rahasia")
	if _, err := asked.Search(t.Context(), search.Query{Sort: "acak"}); !errors.Is(err, search.ErrQuery) {
		t.Errorf("an unknown sort: %v, want ErrQuery", err)
	}
	if _, err := asked.Get(t.Context(), "00000000000000000000000000000000"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("an unknown article: %v, want ErrNotFound", err)
	}
	if _, err := asked.Apply(t.Context(), search.Batch{}); !errors.Is(err, remote.ErrReadOnly) {
		t.Errorf("Apply: %v, want ErrReadOnly", err)
	}
	if _, err := asked.Rebuild(t.Context()); !errors.Is(err, remote.ErrReadOnly) {
		t.Errorf("Rebuild: %v, want ErrReadOnly", err)
	}
}

func TestNoTokenNoAnswer(t *testing.T) {
	for _, token := range []string{"", "salah"} {
		_, asked := held(t, token)
		if _, err := asked.Count(t.Context()); err == nil {
			t.Errorf("token %q gets an answer", token)
		}
	}
}
