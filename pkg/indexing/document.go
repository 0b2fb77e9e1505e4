package indexing

import (
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Tags are the newest tags of an article and where they stand in TAGS. Seq is 0
// before the article is tagged.
type Tags struct {
	Seq uint64
	news.Tags
}

// Document makes what an index holds of an article. There is none when the page
// was never read as an article, or when the article was redacted.
//
// Its Seq is that of the newest fact that shaped it: a look that found nothing new
// makes no new document. The evidence of tags stays in the log, because nobody
// searches for it.
func Document(a *history.Article, tags Tags, reg Registry) (search.Document, bool) {
	latest := a.Latest()
	if latest == nil || a.Redacted != nil {
		return search.Document{}, false
	}
	art := &latest.Reading.Article
	doc := search.Document{
		ID: art.ID, Seq: shaped(a), Tags: tags.Seq, URL: art.URL, Outlet: art.Outlet,
		Title: art.Title, Summary: art.Summary, Byline: art.Byline, Section: art.Section, Paragraphs: art.Paragraphs,
		Observed: a.FirstSeen, Revised: latest.Observed, Revisions: len(a.Revisions), Withdrawn: a.Withdrawn != nil,
	}
	if art.Published != nil {
		doc.Published, doc.Day = art.Published.Time, news.DateOf(art.Published.Time)
	}
	for _, l := range art.Related {
		if id, ok := l.Target(); ok && id != art.ID && !slices.Contains(doc.Links, id) {
			doc.Links = append(doc.Links, id)
		}
	}
	for _, o := range tags.Officials {
		o.Evidence = nil
		doc.Officials = append(doc.Officials, o)
		// "Wali Kota Malang" finds its holders on the day, not who once was or
		// wants to be.
		if o.Office != nil && (o.Standing == "" || o.Standing == news.Holder) {
			doc.Offices = append(doc.Offices, *o.Office)
		}
		doc.Names = append(doc.Names, names(o, reg)...)
	}
	for _, t := range tags.Topics {
		t.Evidence = nil
		doc.Topics = append(doc.Topics, t)
	}
	for _, sc := range tags.Scope {
		doc.Places = append(doc.Places, sc.Place)
	}
	for _, m := range tags.Mentions {
		if m.Type == news.PlaceMention {
			doc.Places = append(doc.Places, news.PlaceCode(m.ID))
		}
	}
	doc.Offices, doc.Places, doc.Names = unique(doc.Offices), search.Enclosing(doc.Places), unique(doc.Names)
	return doc, true
}

// shaped returns the sequence of the newest fact that a document shows.
func shaped(a *history.Article) uint64 {
	var seq uint64
	for _, r := range a.Revisions {
		seq = max(seq, r.Seq)
	}
	for _, w := range a.Past {
		seq = max(seq, w.RestoredSeq)
	}
	if a.Withdrawn != nil {
		seq = max(seq, a.Withdrawn.Seq)
	}
	return seq
}

// names returns under which names an official can be searched for.
func names(o news.OfficialTag, reg Registry) []string {
	out := []string{o.Name}
	if known, ok := reg.Official(o.ID); ok && o.ID != "" {
		out = append(out, known.Name)
		out = append(out, known.Aliases...)
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// unique sorts, so that the same tags in another order make the same document.
func unique[T ~string](in []T) []T {
	slices.Sort(in)
	return slices.Compact(in)
}
