// Package search is the contract of a search index over articles, and the words
// in which it is asked.
//
// An [Index] is a projection: it can be dropped and built again from the log at
// any time. It keeps, in the same transaction as its documents, the
// [Checkpoint] up to which it has folded the log, so that after a crash nothing
// is indexed twice and nothing is skipped.
//
// There are two implementations, bleve (embedded) and meili (a Meilisearch
// server). Both pass searchtest: the same behaviour and the same ranking cases.
// An Index may be asked by many goroutines at once; it has one writer.
package search

import (
	"context"
	"errors"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Document is what an index holds of one article: its latest revision, its tags
// and its standing.
type Document struct {
	ID         news.ArticleID     `json:"id"`
	Seq        uint64             `json:"seq"`  // NEWS sequence folded; an older one never overwrites a newer one
	Tags       uint64             `json:"tags"` // TAGS sequence folded, 0 before the article is tagged
	URL        string             `json:"url"`
	Outlet     news.OutletID      `json:"outlet"`
	Title      string             `json:"title"`
	Summary    string             `json:"summary,omitempty"`
	Byline     []string           `json:"byline,omitempty"`
	Section    string             `json:"section,omitempty"`
	Paragraphs []string           `json:"paragraphs"`
	Published  time.Time          `json:"published"` // zero when the outlet does not say
	Day        news.Date          `json:"day"`       // of publication, in the outlet's zone; empty when unknown
	Observed   time.Time          `json:"observed"`  // first seen
	Revised    time.Time          `json:"revised"`   // newest revision seen
	Revisions  int                `json:"revisions"`
	Withdrawn  bool               `json:"withdrawn,omitempty"`
	Officials  []news.OfficialTag `json:"officials,omitempty"`
	Offices    []news.OfficeID    `json:"offices,omitempty"` // of the officials, on the article's date
	Places     []news.PlaceCode   `json:"places,omitempty"`  // scope and mentions, with every enclosing region
	Topics     []news.TopicTag    `json:"topics,omitempty"`
	Links      []news.ArticleID   `json:"links,omitempty"` // targets of its "baca juga" lines
	Names      []string           `json:"names,omitempty"` // aliases of the tagged officials, searchable
}

// Query is a question. The zero value asks for everything, newest first.
type Query struct {
	// Text holds words (all must match, typos forgiven, the last word may be a
	// prefix), "phrases" and -exclusions. Typographic quotes count as quotes.
	Text string

	Outlets   []news.OutletID // any of
	Officials []news.OfficialID
	Offices   []news.OfficeID
	Places    []news.PlaceCode // the place or anything inside it
	Topics    []news.TopicID
	Not       Exclusions
	LinkTo    news.ArticleID // articles with a "baca juga" line to this one
	From, To  news.Date      // day of publication, both included
	Withdrawn *bool
	Changed   bool // only articles with more than one revision

	Sort      Sort
	Limit     int      // hits wanted; 0 means 20, at most 100
	Cursor    string   // [Result.Next] of the page before
	Highlight bool     // fill [Hit.Title] and [Hit.Snippet] with marks
	Facets    []Facet  // facets to count
	Histogram Interval // "" for none
}

// Exclusions are values that a hit must not have.
type Exclusions struct {
	Outlets   []news.OutletID
	Officials []news.OfficialID
	Offices   []news.OfficeID
	Places    []news.PlaceCode
	Topics    []news.TopicID
}

// Sort is an order of hits.
type Sort string

// The orders. With no Text, Relevance means Newest.
const (
	Relevance Sort = "rel"
	Newest    Sort = "new" // by publication, undated last
	Oldest    Sort = "old"
	Changed   Sort = "changed" // newest revision first
)

// Facet names a field that can be counted.
type Facet string

// The facets.
const (
	ByOutlet   Facet = "outlet"
	ByOfficial Facet = "official"
	ByOffice   Facet = "office"
	ByPlace    Facet = "place"
	ByTopic    Facet = "topic"
)

// Interval is the width of a histogram's bars.
type Interval string

// The widths.
const (
	ByDay   Interval = "day"
	ByMonth Interval = "month"
	ByYear  Interval = "year"
)

// Result is an answer.
type Result struct {
	Hits      []Hit
	Total     int
	Exact     bool                   // whether Total and the counts are exact
	Facets    map[Facet][]FacetCount // most frequent first, then by value; at most 100 each
	Histogram []Bar                  // in order; days without articles are left out
	Undated   int                    // hits without a day of publication, when a histogram was asked
	Next      string                 // cursor of the next page; empty at the end
	Took      time.Duration
}

// Hit is one article found.
type Hit struct {
	Document Document
	Title    string // with marks, when asked
	Snippet  string // a piece of the text around the words, with marks
	Score    float64
}

// FacetCount says how many hits have a value. Counting a facet ignores the
// query's own filter on that facet, so that other values can still be chosen.
type FacetCount struct {
	Value string
	Count int
}

// Bar is one bar of a histogram: From is its first day.
type Bar struct {
	From  news.Date
	Count int
}

// Highlights are marked with these two characters, which no text may contain:
// indexes strip them from what they store. A page escapes first and replaces the
// marks after.
const (
	MarkStart = "\uE000"
	MarkEnd   = "\uE001"
)

// Checkpoint tells how far an index has folded the log.
type Checkpoint struct {
	Projection string              `json:"projection"` // version of the folding code and the document
	Positions  map[string]Position `json:"positions"`  // by stream
}

// Position is a place in one stream that can be recognised again: a stream that
// was made anew, or whose tail was lost and written again, differs.
type Position struct {
	Created time.Time `json:"created"` // of the stream
	Seq     uint64    `json:"seq"`
	Hash    news.Hash `json:"hash,omitempty"` // of the record at Seq
}

// Batch is a change of an index.
type Batch struct {
	Put        []Document
	Delete     []news.ArticleID
	Checkpoint Checkpoint
}

// Rejected is a document that the index would not take.
type Rejected struct {
	ID     news.ArticleID
	Reason string
}

// Index is a search index.
type Index interface {
	// Search answers a query. Bad input (an unknown sort, a broken cursor) is an
	// error that wraps [ErrQuery].
	Search(ctx context.Context, q Query) (Result, error)

	// Get returns the document of an article, or [ErrNotFound].
	Get(ctx context.Context, id news.ArticleID) (Document, error)

	// Apply stores a batch and its checkpoint together and returns when they are
	// durable and searchable. Documents that the index can not take are returned,
	// all others are stored.
	Apply(ctx context.Context, b Batch) ([]Rejected, error)

	// Checkpoint returns the stored checkpoint; of an empty index the zero value.
	Checkpoint(ctx context.Context) (Checkpoint, error)

	// Rebuild starts an empty index beside this one. Until it is swapped in,
	// searches are answered by the old one.
	Rebuild(ctx context.Context) (Rebuild, error)

	// Count returns the number of documents.
	Count(ctx context.Context) (int, error)

	// Ping returns an error when the index can not answer, with what to do.
	Ping(ctx context.Context) error

	Close() error
}

// Rebuild is an index under construction.
type Rebuild interface {
	Apply(ctx context.Context, b Batch) ([]Rejected, error)
	// Swap puts it in place of the old one without an empty answer in between,
	// and removes the old one.
	Swap(ctx context.Context) error
	// Discard throws it away. After Swap it does nothing.
	Discard() error
}

// Errors of an index.
var (
	ErrQuery    = errors.New("bad query")
	ErrNotFound = errors.New("no such article in the index")
)
