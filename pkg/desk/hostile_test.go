package desk

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
)

func redaction(name string) event.Redacted {
	return event.Redacted{Article: idOf(name), Reason: "putusan pengadilan", Actor: "redaksi"}
}

// payloads are what a hostile outlet may write where a headline belongs.
var payloads = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`,
	`<svg/onload=alert(1)//`, `<body onload=alert(1)>`, `<iframe src="javascript:alert(1)"></iframe>`, `<a href="javascript:alert(1)">x</a>`, `javascript:alert(1)`,
	`JaVaScRiPt:alert(1)`, "java\tscript:alert(1)", "java\nscript:alert(1)", `data:text/html,<script>alert(1)</script>`, `vbscript:msgbox(1)`,
	`</title><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `<!--<script>alert(1)//-->`, `--><script>alert(1)</script>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, `<details open ontoggle=alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<video><source onerror=alert(1)>`, `<marquee onstart=alert(1)>`,
	`<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`, `<form action="javascript:alert(1)"><button>x</button></form>`, `<button formaction=javascript:alert(1)>x`, `<base href="https://evil.example/">`,
	`<meta http-equiv=refresh content="0;url=https://evil.example">`, `<link rel=stylesheet href=https://evil.example/x.css>`, `<style>*{background:url(https://evil.example)}</style>`, `<x style="background:url(javascript:alert(1))">`, `" onmouseover="alert(1)`,
	`' onmouseover='alert(1)`, "` onmouseover=`alert(1)", `" autofocus onfocus="alert(1)" x="`, `{{.}}`, `{{define "main"}}x{{end}}`,
	`${alert(1)}`, `<%= 7*7 %>`, `#{7*7}`, `\u003cscript\u003ealert(1)\u003c/script\u003e`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`&#60;script&#62;alert(1)&#60;/script&#62;`, `%3Cscript%3Ealert(1)%3C/script%3E`, "<scr\x00ipt>alert(1)</scr\x00ipt>", "\ue000<script>alert(1)</script>\ue001", "\ue001\ue000\ue000",
	"\u202e<script>alert(1)</script>", "\ufeff<script>alert(1)</script>", `<script src=//evil.example/x.js></script>`, `<img src="https://evil.example/pixel.gif">`, `<p slot="x" is="y" onclick=alert(1)>`,
	`]]><script>alert(1)</script>`, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<template><script>alert(1)</script></template>`, `<select><style></select><script>alert(1)</script>`,
	"<b\ra\nonclick=alert(1)>", `=cmd|'/c calc'!A1`, strings.Repeat("<b>", 400), strings.Repeat("A", 5000), `../../../../etc/passwd`,
}

// elements that no page of the desk has in its main part, and attributes that run.
const forbidden = "script:not([src^='/static/']), iframe, object, embed, base, meta[http-equiv], video, img, marquee, math, style, template, button[formaction], [is], [style]"

func inspect(t *testing.T, at, body string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if s := doc.Find(forbidden); s.Length() > 0 {
		html, _ := goquery.OuterHtml(s.First())
		t.Errorf("%s: alive: %s", at, clip(html, 200))
	}
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			name := strings.ToLower(a.Key)
			if strings.HasPrefix(name, "on") {
				t.Errorf("%s: attribute %s=%q", at, name, clip(a.Val, 80))
			}
			if name == "href" || name == "src" || name == "action" || name == "cite" {
				u, err := url.Parse(strings.TrimSpace(a.Val))
				if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
					t.Errorf("%s: %s=%q", at, name, clip(a.Val, 80))
				}
			}
		}
	})
}

func TestHostileTextStaysText(t *testing.T) {
	if len(payloads) < 60 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	w := newWorld(t)
	for i, p := range payloads {
		name := "jahat-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		r := piece{name: name, title: p + " jahat", day: 17, text: []string{p + " jahat", p}}.reading()
		a := &r.Article
		a.Summary, a.Byline, a.Desk, a.Section, a.Dateline = p, []string{p}, []string{p}, p, p
		a.Related = []news.Link{{Title: p, URL: p, Form: "line"}, {Title: p, Form: p}}
		a.Published.Rule = p
		w.append(event.Captured{Article: a.ID, URL: p, Requested: p, Canonical: a.URL, Status: 200, FoundBy: p, FoundAt: p, NotArticle: p})
		at := w.append(event.Published{Reading: r})
		a.Title = "ubah " + p
		a.Paragraphs = []string{p + " diubah", p}
		w.append(event.Revised{Reading: r, Changed: []string{p, "title"}})
		office := news.OfficeID(p)
		w.append(event.Tagged{Position: at, Tags: news.Tags{
			Article: a.ID, Date: "2025-05-17", Registry: p, Enricher: p,
			Officials: []news.OfficialTag{{ID: news.OfficialID(p), Name: p, Office: &office, OfficeName: p, Rule: p, Evidence: []news.Span{{Text: p}}}},
			Topics:    []news.TopicTag{{ID: news.TopicID(p), Label: p, Rule: p}}, Scope: []news.ScopeTag{{Place: news.PlaceCode(p), Name: p}},
			Quotes:    []news.Quote{{Span: news.Span{Text: p}, Speaker: &news.Speaker{ID: news.OfficialID(p), Name: p}, Cue: p}},
			Unsettled: []news.Unsettled{{Span: news.Span{Text: p}, What: p, Why: p}},
		}})
		if i%3 == 0 {
			w.append(event.Withdrawn{Article: a.ID, URL: p, Reason: p, Looks: []event.Look{{Time: p, Status: 404, Note: p}}})
		}
	}
	w.fold()
	var pages []string
	for i := range payloads {
		id := string(idOf("jahat-" + string(rune('a'+i/26)) + string(rune('a'+i%26))))
		pages = append(pages, "/article/"+id, "/article/"+id+"/why", "/article/"+id+"/diff/1..2")
	}
	pages = append(pages, "/", "/search?size=100", "/search?q=jahat&size=100", "/changes", "/changes?kind=gone", "/officials", "/status")
	for _, at := range pages {
		rec := w.get(at)
		if rec.Code != 200 {
			t.Errorf("GET %s = %d", at, rec.Code)
		}
		inspect(t, at, rec.Body.String())
	}
	for _, at := range []string{"/search.atom", "/changes.atom"} {
		doc, err := goquery.NewDocumentFromReader(w.get(at).Body)
		if err != nil || doc.Find("script, img, svg").Length() > 0 {
			t.Errorf("%s carries markup of an outlet (%v)", at, err)
		}
	}
}

func TestHostileAddresses(t *testing.T) {
	w := newWorld(t)
	w.town()
	for _, p := range payloads {
		if len(p) > 1000 {
			p = p[:1000]
		}
		e := url.QueryEscape(p)
		for _, at := range []string{
			"/search?q=" + e, "/search?outlet=" + e + "&-official=" + e, "/search?" + e + "=1", "/search?from=" + e, "/search?after=" + e, "/?lang=" + e, "/why?url=" + e,
			"/article/" + url.PathEscape(p), "/official/" + url.PathEscape(p), "/outlet/" + url.PathEscape(p), "/" + url.PathEscape(p), "/article/" + string(idOf("jembatan")) + "?q=" + e,
		} {
			rec := w.get(at)
			if rec.Code >= 500 {
				t.Errorf("GET %s = %d", clip(at, 120), rec.Code)
			}
			if strings.Contains(rec.Header().Get("Content-Type"), "html") && !(rec.Code >= 300 && rec.Code < 400) {
				inspect(t, clip(at, 120), rec.Body.String())
			}
		}
	}
}

func TestGuard(t *testing.T) {
	w := newWorld(t)
	w.town()
	rec := w.get("/search")
	for name, want := range map[string]string{
		"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, c := range []struct {
		method, target string
		code           int
	}{
		{http.MethodPost, "/search", 405}, {http.MethodDelete, "/article/x", 405}, {http.MethodHead, "/search", 200},
		{http.MethodGet, "/search?q=" + strings.Repeat("a", 9000), 414}, {http.MethodGet, "/search?" + strings.Repeat("outlet=a&", 300), 414},
	} {
		r := httptest.NewRequest(c.method, c.target, strings.NewReader("body"))
		out := httptest.NewRecorder()
		w.handler.ServeHTTP(out, r)
		if out.Code != c.code {
			t.Errorf("%s %s = %d, want %d", c.method, clip(c.target, 40), out.Code, c.code)
		}
	}
	limited := newWorld(t, func(c *Config) { c.Rate, c.Burst = 1, 2 })
	codes := []int{limited.get("/help").Code, limited.get("/help").Code, limited.get("/help").Code}
	if codes[2] != http.StatusTooManyRequests || codes[0] != 200 {
		t.Errorf("three requests of a burst of two: %v", codes)
	}
}

func TestCompressed(t *testing.T) {
	w := newWorld(t)
	w.many(60)
	for _, at := range []string{"/search", "/search.csv", "/search.json", "/search.atom", w.static(t)} {
		plain := w.get(at).Body.String()
		rec := w.get(at, "Accept-Encoding", "br, gzip")
		if rec.Header().Get("Content-Encoding") != "gzip" || rec.Body.Len() > len(plain)/2 {
			t.Errorf("%s: %q, %d of %d bytes", at, rec.Header().Get("Content-Encoding"), rec.Body.Len(), len(plain))
			continue
		}
		r, err := gzip.NewReader(rec.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != plain {
			t.Errorf("%s: unpacks to something else (%v)", at, err)
		}
	}
	if rec := w.get("/search", "Accept-Encoding", "gzip;q=0"); rec.Header().Get("Content-Encoding") != "" {
		t.Error("packed for a reader who does not take it")
	}
	// A first view is within 60 kB, the sheet and the script included.
	total := 0
	for _, at := range []string{"/search?size=20", w.static(t), strings.Replace(w.static(t), "desk.css", "desk.js", 1)} {
		total += w.get(at, "Accept-Encoding", "gzip").Body.Len()
	}
	if total > 60_000 {
		t.Errorf("a first view has %d bytes", total)
	}
}

// static returns the address of the style sheet.
func (w *world) static(t *testing.T) string {
	t.Helper()
	return w.page("/help", 200).Find("link[rel=stylesheet]").AttrOr("href", "")
}

func FuzzSearchAddress(f *testing.F) {
	for _, s := range []string{"q=a", "q=%22", "outlet=x&outlet=y", "from=2025-01-01&to=x", "after=%00", "-place=99.71&sort=rel", "q=-&lang=en", "%"} {
		f.Add(s)
	}
	w := newWorld(f)
	w.town()
	f.Fuzz(func(t *testing.T, query string) {
		if len(query) > 2000 {
			t.Skip("longer than any address that the server takes")
		}
		r := httptest.NewRequest(http.MethodGet, "/search", nil)
		r.URL.RawQuery = query
		r.RequestURI = "/search?" + query
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		if rec.Code >= 500 {
			t.Errorf("?%s = %d", query, rec.Code)
		}
		inspect(t, query, rec.Body.String())
	})
}
