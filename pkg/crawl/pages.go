package crawl

import (
	"context"
	"fmt"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/extract"
)

// maxContinued is how many further pages of one article are read.
const maxContinued = 9

// further is a later page of an article.
type further struct {
	capture event.Captured
	body    []byte
}

// readOn fetches the further pages of an article and joins them to the reading.
// Half an article would look like an edit the next time, so a page that fails
// makes the whole look fail; after some tries a new article is taken as it is, and
// marked as cut. It returns false when the look is over.
func (v *visit) readOn(ctx context.Context, first event.Captured) (ok bool, err error) {
	list := v.reading.NextPages
	v.further = nil
	if len(list) == 0 {
		return true, nil
	}
	var rest []extract.Reading
	fault := ""
	for i, u := range list[:min(len(list), maxContinued)] {
		a, err := v.c.outlets.address(u)
		if err != nil || a.outlet != v.outlet {
			continue
		}
		res, err := v.c.client.Get(ctx, fetch.Request{URL: u})
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if r, refused := fetch.Refused(err); refused && r.Later() {
			v.postponed = r
			return false, nil
		}
		if err != nil {
			fault = fmt.Sprintf("page %d of the article: %v", i+2, err)
			break
		}
		if res.Status != 200 {
			fault = fmt.Sprintf("page %d of the article: answered %d", i+2, res.Status)
			break
		}
		o := v.outlet.Outlet
		next := v.c.cfg.Read(extract.Page{URL: res.URL, Body: res.Body, ContentType: res.Header.Get("Content-Type"), Fetched: res.Started, Outlet: &o})
		if next.Reason != "" || next.Article.ID != v.reading.Article.ID {
			continue
		}
		rest = append(rest, next)
		c := v.capture(res)
		c.Requested, c.FoundBy, c.FoundAt = u, "continuation", first.URL
		v.further = append(v.further, further{c, res.Body})
	}
	if fault != "" && (v.page.Fails < 2 || v.page.Content != "") {
		v.fail(fault)
		return false, nil
	}
	v.reading = extract.Join(v.reading, rest...)
	v.reading.Article.Truncated = v.reading.Article.Truncated || fault != ""
	return true, nil
}
