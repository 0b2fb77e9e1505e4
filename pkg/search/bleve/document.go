package bleve

import (
	"fmt"
	"slices"
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
	titleRootField = "titleroot" // roots of those words that are not their own root
	allField       = "all"       // words of headline, summary, names, byline and body
	rootField      = "root"      // roots of those words that are not their own root
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

// analyzed gives the engine words that were cut already, once, by the one rule
// that queries follow too.
type analyzed analysis.TokenStream

func (a analyzed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

// gap is how far the words of two texts are apart, so that no phrase reaches from
// one into the next.
const gap = 100

// analyzer cuts the texts of documents. It is for one goroutine.
type analyzer struct {
	cutter search.Cutter
	seen   map[string]bool
}

// analyze returns the words of some texts, and the roots of those that have
// another, each once. Those are a field of their own, without places and counts,
// because these are the dear part of an index. Where in the text a word stands is
// left out too: only highlights of the engine would need it.
func (a *analyzer) analyze(texts ...string) (all, roots analyzed) {
	if a.seen == nil {
		a.seen = map[string]bool{}
	}
	clear(a.seen)
	at := 1
	for _, text := range texts {
		words := a.cutter.Words(text)
		room := make([]analysis.Token, 0, 2*len(words))
		all = slices.Grow(all, len(words))
		for _, w := range words {
			room = append(room, analysis.Token{Term: []byte(w.Text), Position: at})
			all = append(all, &room[len(room)-1])
			if w.Stem != w.Text && !a.seen[w.Stem] {
				a.seen[w.Stem] = true
				room = append(room, analysis.Token{Term: []byte(w.Stem), Position: at})
				roots = append(roots, &room[len(room)-1])
			}
			at++
		}
		at += gap
	}
	return all, roots
}

// document puts together what the engine stores of d.
func (a *analyzer) document(d search.Prepared) *bdoc.Document {
	out := bdoc.NewDocument(string(d.ID))
	add := func(name string, value string, position uint64, options bleveindex.FieldIndexingOptions) {
		if value != "" {
			out.AddField(bdoc.NewTextFieldCustom(name, []uint64{position}, []byte(value), options, nil))
		}
	}
	text := func(name string, options bleveindex.FieldIndexingOptions, a analyzed) {
		if len(a) > 0 {
			out.AddField(bdoc.NewTextFieldCustom(name, nil, nil, options, a))
		}
	}
	title, titleRoots := a.analyze(d.Title)
	all, allRoots := a.analyze(slices.Concat([]string{d.Title, d.Summary}, d.Names, d.Byline, d.Paragraphs)...)
	text(titleField, words, title)
	text(titleRootField, exact, titleRoots)
	text(allField, words, all)
	text(rootField, exact, allRoots)
	for _, f := range []search.Facet{search.ByOutlet, search.ByOfficial, search.ByOffice, search.ByPlace, search.ByTopic} {
		for i, v := range d.Values(f) {
			add(string(f), v, uint64(i), keyword)
		}
	}
	add(dayField, string(d.Day), 0, keyword)
	if !d.Published.IsZero() {
		add(publishedField, sortable(d.Published), 0, keyword)
	}
	add(revisedField, sortable(d.Revised), 0, keyword)
	for i, id := range d.Links {
		add(linkField, string(id), uint64(i), exact)
	}
	if d.Withdrawn {
		add(flagField, withdrawn, 0, exact)
	}
	if d.Revisions > 1 {
		add(flagField, changed, 1, exact)
	}
	out.AddField(bdoc.NewTextFieldCustom(storedField, nil, d.JSON, bleveindex.StoreField, nil))
	return out
}

// sortable writes an instant so that strings order as instants do, far ones too.
func sortable(t time.Time) string {
	return fmt.Sprintf("%016x", uint64(t.Unix())+1<<63)
}
