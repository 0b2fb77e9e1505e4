package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
)

func corrected(c *Config) { c.Corrections = true }

// post sends the form of a correction as a browser on this machine does.
func (w *world) post(name string, form url.Values, change ...func(*http.Request)) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/article/"+string(idOf(name))+"/correct", strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "127.0.0.1:8460", "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://127.0.0.1:8460")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, f := range change {
		f(r)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

func (w *world) said() []correcting.Correction {
	w.t.Helper()
	list, err := correcting.List(w.t.Context(), w.log)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

var rejection = url.Values{"verdict": {"reject"}, "kind": {"official"}, "tag": {"ratna-kemuning"}, "reason": {"Bukan dia"}, "by": {"Sekar"}}

func TestCorrectionIsTaken(t *testing.T) {
	w := newWorld(t, corrected)
	w.town()
	page := "/article/" + string(idOf("jembatan"))
	rec := w.post("jembatan", rejection)
	said := w.said()
	if rec.Code != http.StatusSeeOther || len(said) != 1 || rec.Header().Get("Location") != page+"?corrected="+said[0].ID {
		t.Fatalf("POST = %d to %q, %d corrections", rec.Code, rec.Header().Get("Location"), len(said))
	}
	d, ok := said[0].Data.(event.TagRejected)
	if !ok || d.ID != "ratna-kemuning" || d.Actor != "Sekar" || d.Note != "Bukan dia" || d.Article != idOf("jembatan") || d.Was == "" {
		t.Errorf("recorded %+v", said[0].Data)
	}
	text := w.page(rec.Header().Get("Location"), 200).Find("main").Text()
	for _, want := range []string{"Koreksi " + said[0].ID[:8] + " dicatat", "ditolak oleh Sekar: Bukan dia"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if undone := w.post("jembatan", url.Values{"verdict": {"undo"}, "event": {said[0].ID}, "reason": {"Ternyata dia"}, "by": {"Budi"}}); undone.Code != http.StatusSeeOther {
		t.Fatalf("undo = %d\n%s", undone.Code, undone.Body)
	}
	if said := w.said(); len(said) != 1 || said[0].Undone == nil || said[0].Undone.Actor != "Budi" {
		t.Errorf("after the undo: %+v", said)
	}
	if text := w.page(page, 200).Find("main").Text(); !strings.Contains(text, "dibatalkan oleh Budi: Ternyata dia") {
		t.Error("the page does not tell the undo")
	}
	if steps := w.page(page+"/why", 200).Find("main").Text(); !strings.Contains(steps, "koreksi dibatalkan oleh Budi") {
		t.Errorf("why does not tell the undo:\n%s", steps)
	}
}

func TestCorrectionIsRefused(t *testing.T) {
	w := newWorld(t, corrected)
	w.town()
	with := func(key, value string) url.Values {
		form := url.Values{}
		for k, v := range rejection {
			form[k] = v
		}
		form.Set(key, value)
		return form
	}
	header := func(key, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(key, value) }
	}
	for _, c := range []struct {
		name   string
		form   url.Values
		change func(*http.Request)
		code   int
		say    string
	}{
		{"from another machine", rejection, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:4000" }, 403, "komputer"},
		{"by a name that leads here", rejection, func(r *http.Request) { r.Host = "jahat.example" }, 403, "komputer"},
		{"through a proxy", rejection, header("X-Forwarded-For", "192.0.2.7"), 403, "komputer"},
		{"by another site", rejection, header("Sec-Fetch-Site", "cross-site"), 403, "komputer"},
		{"by another site, in an older browser", rejection, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "http://jahat.example")
		}, 403, "komputer"},
		{"without a name", with("by", " "), nil, 422, "name of who makes it"},
		{"without a reason", with("reason", ""), nil, 422, "needs a reason"},
		{"of what is not there", with("tag", "orang-lain"), nil, 422, "ratna-kemuning (Ratna Kemuning)"},
		{"of nothing", with("verdict", "puji"), nil, 422, "want confirm"},
		{"too long", with("reason", strings.Repeat("x", 501)), nil, 422, "at most 500"},
		{"to nobody", url.Values{"verdict": {"reassign"}, "tag": {"ratna-kemuning"}, "to": {"siapa"}, "reason": {"x"}, "by": {"x"}}, nil, 422, "siapa"},
		{"of too many bytes", with("reason", strings.Repeat("x", 20_000)), nil, 400, ""},
	} {
		change := c.change
		if change == nil {
			change = func(*http.Request) {}
		}
		rec := w.post("jembatan", c.form, change)
		if body := rec.Body.String(); rec.Code != c.code || !strings.Contains(body, c.say) {
			t.Errorf("%s: %d, want %d and %q\n%s", c.name, rec.Code, c.code, c.say, clip(body, 600))
		}
		if rec.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%s: without the policy", c.name)
		}
	}
	if said := w.said(); len(said) != 0 {
		t.Errorf("what was refused is in the log: %+v", said)
	}
	if rec := w.post("tidak-ada", rejection); rec.Code != 404 {
		t.Errorf("an article that is not there: %d", rec.Code)
	}
}

// TestDeskThatTakesNone shows the command instead of the form, and takes nothing.
func TestDeskThatTakesNone(t *testing.T) {
	w := newWorld(t)
	w.town()
	if rec := w.post("jembatan", rejection); rec.Code != 405 || rec.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST = %d", rec.Code)
	}
	main := w.page("/article/"+string(idOf("jembatan")), 200).Find("main")
	if main.Find(".wrong form").Length() != 0 || !strings.Contains(main.Find(".wrong").Text(), "jejak correct reject "+pageOf("jembatan")+" ratna-kemuning") {
		t.Errorf("the disclosure says %q", main.Find(".wrong").Text())
	}
}

// TestCorrectInABrowser corrects a tag as a reader does, without scripts.
func TestCorrectInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t, corrected)
	w.town()
	server := httptest.NewServer(w.handler)
	defer server.Close()
	c := listen(t, ctx)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx,
		chromedp.EmulateViewport(390, 900),
		chromedp.Navigate(server.URL+"/article/"+string(idOf("jembatan"))),
		chromedp.Click(chromedp.CSS(".cards .wrong summary")),
		chromedp.WaitVisible(chromedp.CSS(".cards .wrong form")),
		chromedp.SendKeys(chromedp.CSS(".cards .wrong input[name=reason]"), "Bukan dia"),
		chromedp.SendKeys(chromedp.CSS(".cards .wrong input[name=by]"), "Sekar"),
		chromedp.Click(chromedp.CSS(".cards .wrong form button")),
		chromedp.WaitVisible(chromedp.CSS(".corrections")),
	)
	if got := textOf(t, ctx, ".corrections"); !strings.Contains(got, "ditolak oleh Sekar: Bukan dia") {
		t.Errorf("the page tells %q", got)
	}
	if said := w.said(); len(said) != 1 {
		t.Errorf("%d corrections, want 1", len(said))
	}
	if said := c.take(); len(said) > 0 {
		t.Errorf("the console says %v", said)
	}
}
