package crawl

import (
	"context"
	"errors"
	"fmt"

	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/edit"
)

// further is a later page of an article.
type further struct {
	capture event.Captured
	body    []byte
}

// readOn fetches the further pages of an article and joins them to the reading, by the
// rule of [edit.ReadOn]. A page that fails makes the whole look fail; after some tries
// a new article is taken as it is. It returns false when the look is over.
func (v *visit) readOn(ctx context.Context, first event.Captured) (ok bool, err error) {
	v.further = nil
	joined, cut, err := edit.ReadOn(v.reading, func(u string) (next extract.Reading, fault string, err error) {
		a, err := v.c.outlets.address(u)
		if err != nil || a.outlet != v.outlet {
			return next, "", nil // another site's: no page of this article
		}
		res, err := v.c.client.Get(ctx, fetch.Request{URL: u})
		if ctx.Err() != nil {
			return next, "", ctx.Err()
		}
		if r, refused := fetch.Refused(err); refused && r.Later() {
			v.postponed = r
			return next, "", errPostponed
		}
		if err != nil {
			return next, err.Error(), nil
		}
		if res.Status != 200 {
			return next, fmt.Sprintf("answered %d", res.Status), nil
		}
		o := v.outlet.Outlet
		next = v.c.cfg.Read(extract.Page{URL: res.URL, Body: res.Body, ContentType: res.Header.Get("Content-Type"), Fetched: res.Started, Outlet: &o})
		if edit.Continues(v.reading, next) {
			c := v.capture(res)
			c.Requested, c.FoundBy, c.FoundAt = u, "continuation", first.URL
			v.further = append(v.further, further{c, res.Body})
		}
		return next, "", nil
	})
	switch {
	case errors.Is(err, errPostponed):
		return false, nil
	case err != nil:
		return false, err
	case cut != "" && (v.page.Fails < 2 || v.page.Content != ""):
		v.fail(cut)
		return false, nil
	}
	v.reading = joined
	return true, nil
}
