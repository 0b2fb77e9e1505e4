package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
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

// here returns a page as whoever sits at this machine sees it.
func (w *world) here(target string) *goquery.Selection {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host, r.RemoteAddr = "127.0.0.1:8460", "127.0.0.1:50000"
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	doc, err := goquery.NewDocumentFromReader(rec.Body)
	if err != nil || rec.Code != http.StatusOK {
		w.t.Fatalf("GET %s = %d, %v", target, rec.Code, err)
	}
	return doc.Find("main")
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

// TestSpeakerIsCorrected says who said a quote, and finds it beside the quote.
func TestSpeakerIsCorrected(t *testing.T) {
	w := newWorld(t, corrected)
	w.town()
	page := "/article/" + string(idOf("jembatan"))
	form := w.here(page).Find(".quotes .wrong form").First()
	tag, _ := form.Find("input[name=tag]").Attr("value")
	kind, _ := form.Find("input[name=kind]").Attr("value")
	if tag != "Jembatan ini harus selesai sebelum musim hujan" || kind != "quote" || !strings.Contains(form.Text(), "Pembicara kutipan “Jembatan ini") || form.Find("input[name=to]").Length() != 1 {
		t.Fatalf("the form judges %s %q: %s", kind, tag, form.Text())
	}
	said := url.Values{"verdict": {"reassign"}, "kind": {kind}, "tag": {tag}, "to": {"Joko Santosa"}, "reason": {"Lihat rekaman"}, "by": {"Sekar"}}
	if rec := w.post("jembatan", said); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "joko-santoso") {
		t.Errorf("a misspelt official = %d\n%s", rec.Code, clip(rec.Body.String(), 600))
	}
	said.Set("to", "Mbah Karso Rekaan")
	if rec := w.post("jembatan", said); rec.Code != http.StatusSeeOther {
		t.Fatalf("POST = %d\n%s", rec.Code, clip(rec.Body.String(), 600))
	}
	for lang, want := range map[string]string{
		"id": "pembicara “Jembatan ini harus selesai sebelum musim hujan …” (Ratna Kemuning) → Mbah Karso Rekaan oleh Sekar: Lihat rekaman",
		"en": "the speaker of “Jembatan ini harus selesai sebelum musim hujan …” (Ratna Kemuning) → Mbah Karso Rekaan by Sekar: Lihat rekaman",
	} {
		main := w.page(page+"?lang="+lang, 200).Find("main")
		if beside, all := main.Find(".quotes .corrected").Text(), main.Find(".corrections").Text(); !strings.Contains(beside, want) || !strings.Contains(all, want) {
			t.Errorf("beside the quote: %q\namong all: %q\nwant %q", beside, all, want)
		}
	}
	if main := w.page(page, 200).Find("main"); strings.Contains(main.Find(".cards .corrected").Text(), "Mbah Karso") {
		t.Error("the correction of a speaker stands beside an official")
	}
}

// TestUnsaidQuote asks who said it where nobody that is sure did.
func TestUnsaidQuote(t *testing.T) {
	for _, write := range []bool{false, true} {
		w := newWorld(t, func(c *Config) { c.Corrections = write })
		p := piece{name: "kirab", title: "Kirab", text: []string{"“Meriah sekali,” katanya."}, day: 17}
		p.tags.Officials = []news.OfficialTag{ratna()}
		p.tags.Quotes = []news.Quote{{Span: news.Span{Text: "“Meriah sekali,”"}, Direct: true, Rule: "pronoun"}}
		w.publish(p)
		wrong := w.here("/article/" + string(idOf("kirab"))).Find(".quotes .wrong")
		if write && (wrong.Find("input[value=reject]").Length() != 0 || wrong.Find("input[value=reassign][checked]").Length() != 1) {
			t.Errorf("the form: %s", wrong.Text())
		}
		if !write && !strings.Contains(wrong.Text(), "jejak correct reassign "+pageOf("kirab")+" 'Meriah sekali' --to 'Nama pembicara, atau ID pejabat' --reason") {
			t.Errorf("the command: %s", wrong.Text())
		}
	}
}

// TestMissingTagOfTwoKinds adds a region that the text has as well.
func TestMissingTagOfTwoKinds(t *testing.T) {
	w := newWorld(t, corrected)
	p := piece{name: "kirab", title: "Kirab", text: []string{"Kirab di Kabupaten Wanasari."}, day: 17}
	p.tags.Officials = []news.OfficialTag{ratna()}
	p.tags.Mentions = []news.Mention{{Span: news.Span{Start: 9, End: 27, Text: "Kabupaten Wanasari"}, Type: news.PlaceMention, ID: "99.07", Name: "Kabupaten Wanasari", Rule: "kind+name"}}
	w.publish(p)
	form := url.Values{"verdict": {"confirm"}, "tag": {"Kabupaten Wanasari"}, "kind": {""}, "reason": {"Dibahas"}, "by": {"Sekar"}}
	if rec := w.post("kirab", form); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "say the kind") {
		t.Errorf("POST = %d\n%s", rec.Code, clip(rec.Body.String(), 600))
	}
	kinds := w.here("/article/" + string(idOf("kirab"))).Find(".wrong select[name=kind] option")
	if kinds.Length() != 6 || strings.Contains(kinds.Text(), "[") {
		t.Errorf("kinds to choose from: %s", kinds.Text())
	}
	form.Set("kind", "scope")
	if rec := w.post("kirab", form); rec.Code != http.StatusSeeOther {
		t.Fatalf("POST = %d\n%s", rec.Code, clip(rec.Body.String(), 600))
	}
	if d, ok := w.said()[0].Data.(event.TagConfirmed); !ok || d.Kind != event.ScopeTagKind || d.ID != "99.07" {
		t.Errorf("recorded %+v", w.said()[0].Data)
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
