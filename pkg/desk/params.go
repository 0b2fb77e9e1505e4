package desk

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// param is what one key of an address may hold.
type param struct {
	repeats bool
	check   func(*desk, string) (hint string, ok bool) // hint is a key of the glossary; ok means: keep the value
}

// params is what a page understands. A nil params means that everything is let
// pass without a word.
type params map[string]param

var (
	noParams      = params{}
	anyParams     = params(nil)
	homeParams    = params{"q": {check: anyText}}
	whyParams     = params{"url": {check: anyText}}
	dayParams     = params{"at": {check: aDay}}
	articleParams = params{"q": {check: anyText}, "corrected": {check: anArticle}}
	changesParams = params{"kind": {check: oneOf("changed", "gone")}, "outlet": {true, anOutlet}, "official": {true, anOfficial}, "after": {check: anyText}}
	searchParams  = params{
		"q": {check: aQuery}, "from": {check: aDay}, "to": {check: aDay},
		"outlet": {true, anOutlet}, "official": {true, anOfficial}, "office": {true, anOffice}, "place": {true, aPlace}, "topic": {true, aTopic},
		"-outlet": {true, anOutlet}, "-official": {true, anOfficial}, "-office": {true, anOffice}, "-place": {true, aPlace}, "-topic": {true, aTopic},
		"link-to": {check: anArticle}, "changed": {check: oneOf("yes")}, "withdrawn": {check: oneOf("yes", "no")},
		"sort": {check: oneOf("rel", "new", "old", "changed")}, "size": {check: oneOf("10", "20", "50", "100")}, "after": {check: anyText},
		"bom": {check: oneOf("1")}, "sep": {check: oneOf(";", ",")}, "excel": {check: oneOf("1")},
	}
)

// request is one question: the address as it was understood, and by whom.
type request struct {
	*http.Request
	desk    *desk
	lang    locale.Lang
	values  url.Values
	notices []string
}

// understand reads the address. What it does not understand becomes a notice.
func (d *desk) understand(r *http.Request, known params) *request {
	q := &request{Request: r, desk: d, values: url.Values{}, lang: language(r)}
	raw, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		q.notice("notice-query")
	}
	if known == nil {
		return q
	}
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		values := raw[key]
		if key == "lang" {
			if _, ok := locale.Parse(values[0]); !ok {
				q.notice("notice-value", "lang", shown(values[0]), q.t("notice-lang"))
			}
			continue
		}
		p, ok := known[key]
		if !ok {
			q.notice("notice-param", shown(key))
			continue
		}
		for _, v := range values {
			v = strings.TrimSpace(v)
			switch {
			case v == "":
				continue // an empty field of the form
			case !utf8.ValidString(v):
				q.notice("notice-value", key, shown(strings.ToValidUTF8(v, "?")), q.t("notice-utf8"))
				continue
			case len(q.values[key]) > 0 && !p.repeats:
				q.notice("notice-twice", key, shown(v))
				continue
			case slices.Contains(q.values[key], v):
				continue
			}
			hint, keep := p.check(d, v)
			if hint != "" {
				q.notice("notice-value", key, shown(v), q.t(hint))
			}
			if keep {
				q.values[key] = append(q.values[key], v)
			}
		}
	}
	if from, to := q.values.Get("from"), q.values.Get("to"); from > to && to != "" {
		q.notice("notice-swapped", from, to)
		q.values.Set("from", to)
		q.values.Set("to", from)
	}
	return q
}

func (q *request) notice(key string, args ...any) {
	q.notices = append(q.notices, q.t(key, args...))
}

// t is the words of the glossary in the reader's language.
func (q *request) t(key string, args ...any) string { return word(q.lang, key, args...) }

// language is what the address says, else the cookie, else Bahasa Indonesia.
func language(r *http.Request) locale.Lang {
	if v := r.URL.Query().Get("lang"); v != "" {
		if l, ok := locale.Parse(v); ok {
			return l
		}
	}
	if c, err := r.Cookie("lang"); err == nil {
		if l, ok := locale.Parse(c.Value); ok {
			return l
		}
	}
	return locale.Indonesian
}

// shown keeps a value of an address short enough for a sentence.
func shown(s string) string {
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:60]) + "…"
}

func anyText(*desk, string) (string, bool) { return "", true }

func aDay(_ *desk, v string) (string, bool) {
	if _, err := news.ParseDate(v); err != nil {
		return "hint-day", false
	}
	return "", true
}

func aQuery(_ *desk, v string) (string, bool) {
	if _, err := search.ParseText(v); err != nil {
		return "hint-words", false
	}
	return "", true
}

func anArticle(_ *desk, v string) (string, bool) {
	if !news.ArticleID(v).Valid() {
		return "hint-article", false
	}
	return "", true
}

func oneOf(values ...string) func(*desk, string) (string, bool) {
	return func(_ *desk, v string) (string, bool) {
		if slices.Contains(values, v) {
			return "", true
		}
		return "hint-choice", false
	}
}

// A name that the registry does not know may still be in the index, which can be
// older: the filter is kept, and the reader told.

func anOutlet(d *desk, v string) (string, bool) {
	_, ok := d.Registry.Outlet(news.OutletID(v))
	return slugHint(v, ok)
}

func anOfficial(d *desk, v string) (string, bool) {
	_, ok := d.Registry.Official(news.OfficialID(v))
	return slugHint(v, ok)
}

func anOffice(d *desk, v string) (string, bool) {
	_, ok := d.Registry.Office(news.OfficeID(v))
	return slugHint(v, ok)
}

func aTopic(d *desk, v string) (string, bool) {
	_, ok := d.Registry.Topic(news.TopicID(v))
	return slugHint(v, ok)
}

func aPlace(d *desk, v string) (string, bool) {
	if strings.Trim(v, "0123456789.") != "" || len(v) > 16 {
		return "hint-place", false
	}
	if _, ok := d.Registry.Place(news.PlaceCode(v)); !ok {
		return "hint-unknown", true
	}
	return "", true
}

func slugHint(v string, known bool) (string, bool) {
	switch {
	case news.CheckSlug(v) != nil:
		return "hint-slug", false
	case !known:
		return "hint-unknown", true
	}
	return "", true
}
