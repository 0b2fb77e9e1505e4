package meili

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/search"
)

// format is raised when the fields or settings below change their meaning. An
// index in another format shows no checkpoint, and whoever feeds it builds it again.
const format = 1

// The fields of a document on the server. The searched ones hold folded words,
// parted by single spaces, as [search.Words] gives them: what the server's own
// tokenizer and an engine of ours make of them is then the same.
const (
	idField   = "id"
	kindField = "kind" // "article", or "checkpoint" of the one document that is none
	verField  = "ver"  // sequences folded, as text: a number would lose digits over 2^53
	docField  = "doc"  // the document as JSON, displayed and not searched
)

// record is an article on the server. What is empty is left out, so that EXISTS
// and the order of what is undated work.
type record struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Ver  string `json:"ver"`
	Doc  string `json:"doc"`

	Title     string   `json:"title,omitempty"`
	TitleRoot []string `json:"title_root,omitempty"` // roots of words that are not their own root, each once
	Summary   string   `json:"summary,omitempty"`
	Names     []string `json:"names,omitempty"`
	Byline    []string `json:"byline,omitempty"`
	Text      []string `json:"text,omitempty"`
	Root      []string `json:"root,omitempty"`

	Outlet    []string `json:"outlet,omitempty"`
	Official  []string `json:"official,omitempty"`
	Office    []string `json:"office,omitempty"`
	Place     []string `json:"place,omitempty"`
	Topic     []string `json:"topic,omitempty"`
	Link      []string `json:"link,omitempty"`
	Day       string   `json:"day,omitempty"`
	Published *int64   `json:"published,omitempty"` // Unix seconds
	Revised   *int64   `json:"revised,omitempty"`
	Withdrawn bool     `json:"withdrawn"`
	Changed   bool     `json:"changed"`
}

// settings are filled in whole: what is left out of typo tolerance, for one, the
// client sends as zero, which turns it off.
func settings() *meilisearch.Settings {
	prefix := "indexingTime"
	return &meilisearch.Settings{
		SearchableAttributes: []string{"title", "title_root", "summary", "names", "byline", "text", "root"},
		DisplayedAttributes:  []string{idField, docField},
		FilterableAttributes: []string{
			idField, kindField, "outlet", "official", "office", "place", "topic", "link", "day", "published", "revised", "withdrawn", "changed",
		},
		SortableAttributes: []string{idField, "published", "revised"},
		// An order that was asked for comes before every measure of likeness. Equals
		// are parted by day and id, so that pages do not overlap.
		RankingRules: []string{"sort", "words", "typo", "proximity", "attribute", "exactness", "published:desc", "id:asc"},
		TypoTolerance: &meilisearch.TypoTolerance{
			Enabled:             true,
			MinWordSizeForTypos: meilisearch.MinWordSizeForTypos{OneTypo: 5, TwoTypos: 9},
			DisableOnWords:      []string{},
			DisableOnAttributes: []string{"title_root", "root"}, // roots are short and much alike
			DisableOnNumbers:    true,
		},
		Pagination: &meilisearch.Pagination{MaxTotalHits: maxOffset},
		Faceting:   &meilisearch.Faceting{MaxValuesPerFacet: maxFacet, SortFacetValuesBy: map[string]meilisearch.SortFacetType{"*": meilisearch.SortFacetTypeCount}},
		// No stemmer of the server knows the language; this keeps it from guessing another.
		LocalizedAttributes: []*meilisearch.LocalizedAttributes{{Locales: []string{"ind"}, AttributePatterns: []string{"*"}}},
		ProximityPrecision:  meilisearch.ByWord,
		PrefixSearch:        &prefix,
		// Over its cutoff the server gives part of the hits without a word. It is longer
		// than any deadline of ours, which is an error.
		SearchCutoffMs: 60_000,
	}
}

const (
	maxOffset = 100_000 // hits that can be paged through by relevance
	maxFacet  = 10_000  // values of one facet: days of 27 years
)

// ensure makes an index with its settings, or brings the settings up to date.
func (x *Index) ensure(ctx context.Context, uid string) error {
	doing := "open index " + uid
	there, err := call(ctx, x, doing, writeTime, func(ctx context.Context) (*meilisearch.IndexResult, error) {
		r, err := x.server.GetIndexWithContext(ctx, uid)
		var e *meilisearch.Error
		if errors.As(err, &e) && e.StatusCode == http.StatusNotFound && e.MeilisearchApiError.Code == "index_not_found" {
			return nil, nil
		}
		return r, err
	})
	if err != nil {
		return err
	}
	if there == nil {
		err = x.do(ctx, doing, func(ctx context.Context) (*meilisearch.TaskInfo, error) {
			return x.server.CreateIndexWithContext(ctx, &meilisearch.IndexConfig{Uid: uid, PrimaryKey: idField})
		})
		// A request that was made twice made the index the first time.
		if f := (*failed)(nil); err != nil && !(errors.As(err, &f) && f.code == "index_already_exists") {
			return err
		}
	}
	now, err := call(ctx, x, doing, writeTime, func(ctx context.Context) (*meilisearch.Settings, error) {
		return x.server.Index(uid).GetSettingsWithContext(ctx)
	})
	if err != nil {
		return err
	}
	want := settings()
	if sameSettings(now, want) {
		return nil
	}
	x.log.Info("set up the index on the server", "index", uid)
	// A setting of its own, because the client can not send a false among the others.
	// The server would prepare a search among the values of every field, ids and
	// instants too; we show counts, and have names from the registry.
	if err := x.do(ctx, doing, func(ctx context.Context) (*meilisearch.TaskInfo, error) {
		return x.server.Index(uid).UpdateFacetSearchWithContext(ctx, false)
	}); err != nil {
		return err
	}
	return x.do(ctx, doing, func(ctx context.Context) (*meilisearch.TaskInfo, error) {
		return x.server.Index(uid).UpdateSettingsWithContext(ctx, want)
	})
}

// sameSettings compares what we set, and nothing else. The server keeps some lists
// in an order of its own.
func sameSettings(now, want *meilisearch.Settings) bool {
	sorted := func(s []string) []string { s = slices.Clone(s); slices.Sort(s); return s }
	equal := func(a, b any) bool {
		x, err1 := json.Marshal(a)
		y, err2 := json.Marshal(b)
		return err1 == nil && err2 == nil && bytes.Equal(x, y)
	}
	return slices.Equal(now.SearchableAttributes, want.SearchableAttributes) &&
		slices.Equal(sorted(now.DisplayedAttributes), sorted(want.DisplayedAttributes)) &&
		slices.Equal(sorted(now.FilterableAttributes), sorted(want.FilterableAttributes)) &&
		slices.Equal(sorted(now.SortableAttributes), sorted(want.SortableAttributes)) &&
		slices.Equal(now.RankingRules, want.RankingRules) &&
		equal(now.TypoTolerance, want.TypoTolerance) && equal(now.Pagination, want.Pagination) &&
		equal(now.Faceting, want.Faceting) && equal(now.LocalizedAttributes, want.LocalizedAttributes) &&
		now.ProximityPrecision == want.ProximityPrecision && equal(now.PrefixSearch, want.PrefixSearch) &&
		now.SearchCutoffMs == want.SearchCutoffMs
}

// newRecord makes what the server stores of d.
func newRecord(d search.Prepared, c *search.Cutter) record {
	r := record{
		ID: string(d.ID), Kind: "article", Ver: version(d.Seq, d.Tags), Doc: string(d.JSON),
		Outlet: d.Values(search.ByOutlet), Official: d.Values(search.ByOfficial), Office: d.Values(search.ByOffice),
		Place: d.Values(search.ByPlace), Topic: d.Values(search.ByTopic),
		Day: string(d.Day), Withdrawn: d.Withdrawn, Changed: d.Revisions > 1,
	}
	for _, id := range d.Links {
		r.Link = append(r.Link, string(id))
	}
	if !d.Published.IsZero() {
		r.Published = new(d.Published.Unix())
	}
	if !d.Revised.IsZero() {
		r.Revised = new(d.Revised.Unix())
	}
	titleRoots, roots := map[string]bool{}, map[string]bool{}
	r.Title = fold(c, d.Title, titleRoots)
	r.Summary = fold(c, d.Summary, roots)
	r.Names = folds(c, d.Names, nil)
	r.Byline = folds(c, d.Byline, nil)
	r.Text = folds(c, d.Paragraphs, roots)
	r.TitleRoot, r.Root = sorted(titleRoots), sorted(roots)
	return r
}

// fold writes the words of a text, and puts the roots of those that have another
// into roots.
func fold(c *search.Cutter, text string, roots map[string]bool) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, w := range c.Words(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
		if roots != nil && w.Stem != w.Text {
			roots[w.Stem] = true
		}
	}
	return b.String()
}

func folds(c *search.Cutter, texts []string, roots map[string]bool) []string {
	var out []string
	for _, t := range texts {
		if f := fold(c, t, roots); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for w := range set {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// version writes sequences so that text orders as they do.
func version(seq, tags uint64) string { return fmt.Sprintf("%016x%016x", seq, tags) }

func parseVersion(s string) (seq, tags uint64, err error) {
	if len(s) != 32 {
		return 0, 0, fmt.Errorf("version %q", s)
	}
	_, err = fmt.Sscanf(s[:16]+" "+s[16:], "%x %x", &seq, &tags)
	return seq, tags, err
}
