package search

import (
	"cmp"
	"maps"
	"slices"

	"github.com/jejak-id/jejak/pkg/news"
)

// Bars puts counts by day into bars of a width, in order. Days that are no days
// are left out.
func Bars(days map[news.Date]int, by Interval) []Bar {
	if by == "" {
		return nil
	}
	sums := map[news.Date]int{}
	for day, n := range days {
		if len(day) != len("2006-01-02") || n == 0 {
			continue
		}
		switch by {
		case ByMonth:
			day = day[:len("2006-01")] + "-01"
		case ByYear:
			day = day[:len("2006")] + "-01-01"
		}
		sums[day] += n
	}
	bars := make([]Bar, 0, len(sums))
	for _, day := range slices.Sorted(maps.Keys(sums)) {
		bars = append(bars, Bar{From: day, Count: sums[day]})
	}
	return bars
}

// TopFacets orders counts as [Result.Facets] promises: most frequent first, then by
// value, at most [MaxFacet].
func TopFacets(counts map[string]int) []FacetCount {
	out := make([]FacetCount, 0, len(counts))
	for v, n := range counts {
		if n > 0 {
			out = append(out, FacetCount{Value: v, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return out[:min(len(out), MaxFacet)]
}
