package event

import (
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/news"
)

// Wire names of the facts about an article. They never change.
const (
	CapturedType  = "jejak.article.captured.v1"
	PublishedType = "jejak.article.published.v1"
	RevisedType   = "jejak.article.revised.v1"
	RereadType    = "jejak.article.reread.v1"
	WithdrawnType = "jejak.article.withdrawn.v1"
	RestoredType  = "jejak.article.restored.v1"
	RedactedType  = "jejak.article.redacted.v1"
	TaggedType    = "jejak.article.tagged.v1"
)

// ArticleSubjects matches every fact in [News] about one article.
func ArticleSubjects(id news.ArticleID) string { return "news.article." + string(id) + ".*" }

// TagsSubject is where the tags of one article are.
func TagsSubject(id news.ArticleID) string { return "tags.article." + string(id) }

func newsSubject(id news.ArticleID, verb string) string {
	return "news.article." + string(id) + "." + verb
}

func checkID(id news.ArticleID) error {
	if !id.Valid() {
		return fmt.Errorf("article id %q is not 32 hexadecimal digits", id)
	}
	return nil
}

// Captured says that these bytes were seen at an address. The bytes are in the
// blob store under Hash.
type Captured struct {
	Article     news.ArticleID    `json:"article"`
	URL         string            `json:"url"`       // as fetched, after redirects
	Requested   string            `json:"requested"` // as asked for
	Canonical   string            `json:"canonical"`
	Outlet      news.OutletID     `json:"outlet,omitempty"`
	Status      int               `json:"status"`
	Hash        news.Hash         `json:"hash,omitempty"` // empty when the body was not kept
	Size        int               `json:"size"`           // bytes, decompressed
	ContentType string            `json:"content_type,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`     // of the response, the ones worth keeping
	Request     map[string]string `json:"request,omitempty"`     // headers of the request
	FoundBy     string            `json:"found_by,omitempty"`    // feed, sitemap, listing, related, command, import
	FoundAt     string            `json:"found_at,omitempty"`    // the address that named it
	NotArticle  string            `json:"not_article,omitempty"` // why the page was not read as an article
}

// Type and the methods below implement [Data].
func (Captured) Type() string      { return CapturedType }
func (c Captured) Subject() string { return newsSubject(c.Article, "captured") }
func (c Captured) Entity() string  { return string(c.Article) }
func (c Captured) check() error    { return checkID(c.Article) }

// Reading is what an extractor made of one capture.
type Reading struct {
	Article   news.Article `json:"article"`
	Capture   news.Hash    `json:"capture"`   // the bytes that were read
	Extractor string       `json:"extractor"` // version of the rules that read them
}

func (r Reading) check() error {
	if r.Article.URL == "" {
		return errors.New("an article without a URL")
	}
	if want := news.NewArticleID(r.Article.URL); r.Article.ID != want {
		return fmt.Errorf("article id %q does not belong to %q", r.Article.ID, r.Article.URL)
	}
	return nil
}

// Published is the first reading of an article.
type Published struct{ Reading }

func (Published) Type() string      { return PublishedType }
func (p Published) Subject() string { return newsSubject(p.Article.ID, "published") }
func (p Published) Entity() string  { return string(p.Article.ID) }
func (p Published) check() error    { return p.Reading.check() }

// Revised says that the outlet changed the article.
type Revised struct {
	Reading
	Changed []string `json:"changed"` // see [news.Changes]
}

func (Revised) Type() string      { return RevisedType }
func (r Revised) Subject() string { return newsSubject(r.Article.ID, "revised") }
func (r Revised) Entity() string  { return string(r.Article.ID) }
func (r Revised) check() error    { return r.Reading.check() }

// Reread says that a better extractor read bytes that were captured before. It
// is never shown as an edit of the outlet.
type Reread struct {
	Reading
	Changed []string `json:"changed"`
}

func (Reread) Type() string      { return RereadType }
func (r Reread) Subject() string { return newsSubject(r.Article.ID, "reread") }
func (r Reread) Entity() string  { return string(r.Article.ID) }
func (r Reread) check() error    { return r.Reading.check() }

// Look is one visit to an address that did not show the article.
type Look struct {
	Time   string `json:"time"`           // RFC 3339, UTC
	Status int    `json:"status"`         // HTTP status
	Note   string `json:"note,omitempty"` // such as "redirect to the home page"
}

// Withdrawn says that the outlet took the article away: several looks over a
// stated time agreed.
type Withdrawn struct {
	Article news.ArticleID `json:"article"`
	URL     string         `json:"url"`
	Outlet  news.OutletID  `json:"outlet,omitempty"`
	Reason  string         `json:"reason"` // gone, not-found, redirected-home
	Looks   []Look         `json:"looks"`
}

func (Withdrawn) Type() string      { return WithdrawnType }
func (w Withdrawn) Subject() string { return newsSubject(w.Article, "withdrawn") }
func (w Withdrawn) Entity() string  { return string(w.Article) }
func (w Withdrawn) check() error    { return checkID(w.Article) }

// Restored says that a withdrawn article is back.
type Restored struct {
	Article news.ArticleID `json:"article"`
	URL     string         `json:"url"`
	Outlet  news.OutletID  `json:"outlet,omitempty"`
	Hash    news.Hash      `json:"hash,omitempty"`
}

func (Restored) Type() string      { return RestoredType }
func (r Restored) Subject() string { return newsSubject(r.Article, "restored") }
func (r Restored) Entity() string  { return string(r.Article) }
func (r Restored) check() error    { return checkID(r.Article) }

// Redacted says that the text was removed from this archive at law. It carries
// nothing of the text. No later crawl or replay brings it back.
type Redacted struct {
	Article news.ArticleID `json:"article"`
	Reason  string         `json:"reason"`
	Basis   string         `json:"basis,omitempty"` // the legal basis
	Actor   string         `json:"actor"`
}

func (Redacted) Type() string      { return RedactedType }
func (r Redacted) Subject() string { return newsSubject(r.Article, "redacted") }
func (r Redacted) Entity() string  { return string(r.Article) }
func (r Redacted) check() error    { return checkID(r.Article) }

// Tagged is what the enricher says of the latest revision of an article.
type Tagged struct {
	news.Tags
	Position uint64 `json:"position"` // sequence in NEWS of the reading that was tagged
}

func (Tagged) Type() string      { return TaggedType }
func (t Tagged) Subject() string { return TagsSubject(t.Article) }
func (t Tagged) Entity() string  { return string(t.Article) }
func (t Tagged) check() error    { return checkID(t.Article) }
