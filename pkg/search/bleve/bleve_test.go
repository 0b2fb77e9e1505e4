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
