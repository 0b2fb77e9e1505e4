package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/jejak-id/jejak/pkg/news"
)

// failure is what an error page tells.
type failure struct {
	Code   int
	What   string // in the reader's words
	Do     string // what to try
	Retry  string // this address again
	Search string // words of the address, for a page that is not there
	Detail string // the technical part
	ID     string // to find the line in the log
}

// fail answers for the guard, before the address was understood.
func (d *desk) fail(w http.ResponseWriter, r *http.Request, code int, err error) {
	d.failAs(w, d.understand(r, anyParams), code, err)
}

// failAs writes an error page. Never shown is the error of a panic; everything
// else is shown small, because who runs a desk at home is also who reads it.
func (d *desk) failAs(w http.ResponseWriter, q *request, code int, err error) {
	f := failure{Code: code, Retry: href(q.URL.Path, q.URL.Query()), ID: string(news.HashOf(fmt.Appendf(nil, "%s %s %d", q.URL.Path, err, d.Now().UnixNano())))[:10]}
	switch code {
	case http.StatusNotFound:
		f.What, f.Do, f.Search, f.Retry = q.t("error-404"), q.t("error-404-do"), wordsOf(q.URL.Path), ""
	case http.StatusForbidden:
		f.What, f.Do, f.Retry = q.t("error-403"), q.t("error-403-do"), ""
	case http.StatusMethodNotAllowed:
		f.What, f.Do, f.Retry = q.t("error-405"), q.t("error-405-do"), ""
	case http.StatusRequestURITooLong:
		f.What, f.Do, f.Retry = q.t("error-414"), q.t("error-414-do"), ""
	case http.StatusTooManyRequests:
		f.What, f.Do = q.t("error-429"), q.t("error-429-do")
	case http.StatusBadRequest:
		f.What, f.Do = q.t("error-400"), q.t("error-400-do")
	case http.StatusGatewayTimeout:
		f.What, f.Do = q.t("error-504"), q.t("error-504-do")
	case http.StatusInternalServerError:
		f.What, f.Do = q.t("error-500"), q.t("error-500-do")
	default:
		f.What, f.Do = q.t("error-503"), q.t("error-503-do")
	}
	if err != nil && code >= 500 {
		if !errors.Is(err, context.Canceled) {
			d.Logger.Error("page failed", "path", q.URL.Path, "code", code, "error", err, "id", f.ID)
		}
		if code != http.StatusInternalServerError {
			f.Detail = err.Error()
		}
	}
	if code == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "10")
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(q.Context()), time.Second)
	defer stop()
	var at position
	if code == http.StatusNotFound {
		at = d.position(ctx)
	}
	d.write(w, q, at, view{
		template: "error", title: f.What, words: q.URL.Query().Get("q"), code: code, noindex: true, body: f,
	})
}

// wordsOf makes words to search for of an address that is not there.
func wordsOf(path string) string {
	fields := strings.FieldsFunc(path, func(c rune) bool { return !unicode.IsLetter(c) })
	var out []string
	for _, w := range fields {
		if len(w) > 2 && len(out) < 6 && !contains([]string{"article", "official", "office", "outlet", "topic", "place", "html", "json", "search"}, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// notFound is every address that no page has.
func (d *desk) notFound(*request) (view, error) { return view{}, errNotFound }
