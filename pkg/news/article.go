package news

import (
	"encoding/json"
	"slices"
	"time"
)

// Stamp is an instant read from a page, with the rule that read it. The offset
// of Time is the outlet's own zone.
type Stamp struct {
	Time time.Time `json:"time"`
	Rule string    `json:"rule"`
}

// Article is one reading of one page. It says what the outlet said, nothing
// more: whoever is named in it is a matter for [Tags].
type Article struct {
	ID         ArticleID `json:"id"`
	URL        string    `json:"url"` // canonical
	Outlet     OutletID  `json:"outlet,omitempty"`
	Title      string    `json:"title"`
	Summary    string    `json:"summary,omitempty"`
	Byline     []string  `json:"byline,omitempty"`
	Desk       []string  `json:"desk,omitempty"` // labels such as "advertorial", "Prokompim", "Sumber: …"
	Published  *Stamp    `json:"published,omitempty"`
	Modified   *Stamp    `json:"modified,omitempty"`
	Dateline   string    `json:"dateline,omitempty"` // "Malang, SERU.co.id"
	Section    string    `json:"section,omitempty"`
	Keywords   []string  `json:"keywords,omitempty"`
	Language   string    `json:"language,omitempty"` // BCP 47: "id", "jv", "en"
	Paragraphs []string  `json:"paragraphs"`         // body in reading order, without related lines and byline
	Related    []Link    `json:"related,omitempty"`
	Images     []Image   `json:"images,omitempty"`
	Truncated  bool      `json:"truncated,omitempty"` // the page shows only the beginning
	Opinion    bool      `json:"opinion,omitempty"`

	// Rules says for each field, by its JSON name, which rule gave it.
	Rules map[string]string `json:"rules,omitempty"`
}

// Link is an outlet's own pointer to another story: a "baca juga" line.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"` // canonical where it can be made so
	After int    `json:"after"`         // index of the paragraph before it, -1 at the top
	Form  string `json:"form"`          // line, bracket, bullet, strong, table, box, caps, list
}

// Target returns the id of the article that the link points to, if it has a URL.
func (l Link) Target() (ArticleID, bool) {
	if l.URL == "" {
		return "", false
	}
	return NewArticleID(l.URL), true
}

// Image is a picture of the article. Only its address is kept.
type Image struct {
	URL     string `json:"url"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
}

// Day returns the calendar day on which the outlet published the article, in
// the outlet's zone; when that is unknown, the day of observed as given; and
// when that is the zero time, the unknown Date.
func (a *Article) Day(observed time.Time) Date {
	switch {
	case a.Published != nil:
		return DateOf(a.Published.Time)
	case observed.IsZero():
		return ""
	}
	return DateOf(observed)
}

// Content returns the hash of what a reader of the page would call its content:
// headline, summary, byline, body, related links and times. Two readings with
// one Content are the same revision. Rules take no part.
func (a *Article) Content() Hash {
	b, err := json.Marshal([]any{a.Title, a.Summary, a.Byline, a.Section, a.Paragraphs, a.Related, instant(a.Published)})
	if err != nil {
		panic("news: an article that does not marshal: " + err.Error()) // unreachable: strings and ints only
	}
	return HashOf(b)
}

func instant(s *Stamp) int64 {
	if s == nil {
		return 0
	}
	return s.Time.Unix()
}

// Changes names the parts in which b differs from a, by JSON field name, in a
// fixed order. It is empty when both have the same [Article.Content].
func Changes(a, b *Article) []string {
	var out []string
	add := func(name string, same bool) {
		if !same {
			out = append(out, name)
		}
	}
	add("title", a.Title == b.Title)
	add("summary", a.Summary == b.Summary)
	add("byline", slices.Equal(a.Byline, b.Byline))
	add("section", a.Section == b.Section)
	add("published", instant(a.Published) == instant(b.Published))
	add("paragraphs", slices.Equal(a.Paragraphs, b.Paragraphs))
	add("related", slices.Equal(a.Related, b.Related))
	return out
}
