package bleve_test

import (
	"testing"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
	"github.com/jejak-id/jejak/pkg/search/searchtest"
)

func open(t testing.TB, place string) (search.Index, error) {
	return bleve.Open(place, bleve.Options{})
}

func TestSuite(t *testing.T) { searchtest.Run(t, open) }

var update = searchtest.Update()

func TestRanking(t *testing.T) {
	index, err := bleve.Memory(bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	searchtest.Rank(t, index, "testdata/ranking.txt", *update)
}
