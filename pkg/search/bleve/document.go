package bleve

import (
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	bdoc "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/jejak-id/jejak/pkg/search"
)

// format is raised when the fields below change their meaning. An index in another
// format shows no checkpoint, and whoever feeds it builds it again.
const format = 1

// The fields of a document in the engine.
const (
	titleField     = "title"     // words of the headline
	allField       = "all"       // words of headline, summary, names, byline and body, one value each
	dayField       = "day"       // 2025-05-16; none when unknown
	publishedField = "published" // sortable instant; none when unknown
	revisedField   = "revised"   // sortable instant
	linkField      = "link"      // ids that it links to
	flagField      = "flag"      // "withdrawn", "changed"
	storedField    = "json"      // the document, stored and not searched
	// and one field per facet, named as the facet
)

const (
	withdrawn = "withdrawn"
	changed   = "changed"
)

// rootMark begins the term that stands for the root of a word. A query for
// "layanan" looks for the word, and for everything of the root "layan"; no word
// begins with this sign.
const rootMark = "~"

const (
	words   = bleveindex.IndexField | bleveindex.IncludeTermVectors // places are needed for phrases
	keyword = bleveindex.IndexField | bleveindex.DocValues | bleveindex.SkipFreqNorm
	exact   = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// newMapping tells the engine nothing about fields: [document] puts them together,
// so that the engine need not guess at them by reflection.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.ScoringModel = bleveindex.BM25Scoring
	return m
}

// analyzer cuts text into words by the one rule that queries follow too.
type analyzer struct{}

func (analyzer) Analyze(text []byte) analysis.TokenStream {
	words := search.Words(string(text))
	room := make([]analysis.Token, 0, len(words)*3/2)
	for i, w := range words {
		room = append(room, analysis.Token{Term: []byte(w.Text), Start: w.Start, End: w.End, Position: i + 1})
		if w.Stem != w.Text {
			room = append(room, analysis.Token{Term: []byte(rootMark + w.Stem), Start: w.Start, End: w.End, Position: i + 1})
		}
	}
	out := make(analysis.TokenStream, len(room))
	for i := range room {
		out[i] = &room[i]
	}
	return out
}

// document puts together what the engine stores of d.
func document(d search.Prepared) *bdoc.Document {
	out := bdoc.NewDocument(string(d.ID))
	add := func(name string, value string, position uint64, options bleveindex.FieldIndexingOptions, a analysis.Analyzer) {
		if value != "" {
			out.AddField(bdoc.NewTextFieldCustom(name, []uint64{position}, []byte(value), options, a))
		}
	}
	add(titleField, d.Title, 0, words, analyzer{})
	at := uint64(0)
	for _, texts := range [][]string{{d.Title, d.Summary}, d.Names, d.Byline, d.Paragraphs} {
		for _, text := range texts {
			// A value of its own, so that no phrase reaches from one into the next.
			add(allField, text, at, words, analyzer{})
			at++
		}
	}
	for _, f := range []search.Facet{search.ByOutlet, search.ByOfficial, search.ByOffice, search.ByPlace, search.ByTopic} {
		for i, v := range d.Values(f) {
			add(string(f), v, uint64(i), keyword, nil)
		}
	}
	add(dayField, string(d.Day), 0, keyword, nil)
	if !d.Published.IsZero() {
		add(publishedField, sortable(d.Published), 0, keyword, nil)
	}
	add(revisedField, sortable(d.Revised), 0, keyword, nil)
	for i, id := range d.Links {
		add(linkField, string(id), uint64(i), exact, nil)
	}
	if d.Withdrawn {
		add(flagField, withdrawn, 0, exact, nil)
	}
	if d.Revisions > 1 {
		add(flagField, changed, 1, exact, nil)
	}
	out.AddField(bdoc.NewTextFieldCustom(storedField, nil, d.JSON, bleveindex.StoreField, nil))
	return out
}

// sortable writes an instant so that strings order as instants do, far ones too.
func sortable(t time.Time) string {
	return fmt.Sprintf("%016x", uint64(t.Unix())+1<<63)
}
