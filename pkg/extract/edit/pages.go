package edit

import (
	"fmt"

	"github.com/jejak-id/jejak/pkg/extract"
)

// maxContinued is how many further pages of one article are read.
const maxContinued = 9

// Continues reports whether a page that an article names as its next is one of it.
func Continues(first, next extract.Reading) bool {
	return next.Reason == "" && next.Article.ID == first.Article.ID
}

// ReadOn joins the further pages that an article names to the reading of its first. A
// page that is of another article, or of none, is passed by. One that can not be had,
// of which get gives a fault, ends the reading: cut names it then, and the article is
// marked as truncated. Half an article would look like an edit, so such a reading may
// only be taken of an article that nobody knows yet. An error of get is returned as it
// is.
func ReadOn(first extract.Reading, get func(address string) (r extract.Reading, fault string, err error)) (_ extract.Reading, cut string, err error) {
	list := first.NextPages
	if len(list) == 0 {
		return first, "", nil
	}
	var rest []extract.Reading
	for i, u := range list[:min(len(list), maxContinued)] {
		next, fault, err := get(u)
		if err != nil {
			return first, "", err
		}
		if fault != "" {
			cut = fmt.Sprintf("page %d of the article: %s", i+2, fault)
			break
		}
		if Continues(first, next) {
			rest = append(rest, next)
		}
	}
	joined := extract.Join(first, rest...)
	joined.Article.Truncated = joined.Article.Truncated || cut != ""
	return joined, cut, nil
}
