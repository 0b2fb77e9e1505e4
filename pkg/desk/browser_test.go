package desk

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts Chromium, or skips the test aloud where there is none. Set
// CHROMIUM_BIN to one of your own.
func browser(t *testing.T) context.Context {
	t.Helper()
	bin := os.Getenv("CHROMIUM_BIN")
	if bin == "" {
		bin = "/usr/bin/chromium"
	}
	if _, err := os.Stat(bin); err != nil {
		t.Skipf("SKIPPED: no browser at %s (set CHROMIUM_BIN): the pages were not looked at", bin)
	}
	if testing.Short() {
		t.Skip("SKIPPED: -short: the pages were not looked at in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(bin), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stop := chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", bin, err)
	}
	bound, stopTime := context.WithTimeout(ctx, 90*time.Second) // after the start: it would end the browser
	t.Cleanup(func() { stopTime(); stop(); stopAllocator() })
	return bound
}

// complaints gathers what the browser's console says.
type complaints struct {
	mu   sync.Mutex
	said []string
}

func (c *complaints) add(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, s)
}

func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.said
	c.said = nil
	return out
}

func listen(t *testing.T, ctx context.Context) *complaints {
	t.Helper()
	c := &complaints{}
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			if !strings.Contains(ev.Entry.Text, "status of 404") { // the page of an address that is not there
				c.add(ev.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			c.add(fmt.Sprint("exception: ", ev.ExceptionDetails.Text))
		case *runtime.EventConsoleAPICalled:
			c.add(fmt.Sprint("console: ", ev.Type))
		}
	})
	if err == nil {
		_, err = chromedp.Call(ctx, log.Enable, struct{}{})
	}
	if err == nil {
		_, err = chromedp.Call(ctx, runtime.Enable, struct{}{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// measure tells what a page is like once it is drawn.
const measure = `(() => {
	const wide = [...document.querySelectorAll("body *")].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 1 && r.right > innerWidth + 1 && !e.closest(".hidden, thead"); });
	const small = matchMedia("(pointer: coarse)").matches ? [...document.querySelectorAll("header a, header button, .facet a, .tools a, .pages a, footer a, .filters-on a.off")].filter((e) => { const r = e.getBoundingClientRect(); return r.height && r.height < 43.5; }) : [];
	return {
		scroll: document.documentElement.scrollWidth - innerWidth,
		wide: wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
		small: small.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
		height: document.documentElement.scrollHeight,
	};
})()`

type measured struct {
	Scroll float64  `json:"scroll"`
	Wide   []string `json:"wide"`
	Small  []string `json:"small"`
	Height int64    `json:"height"`
}

// TestPagesInABrowser looks at every page in both languages, narrow and wide: no
// word on the console, no violation of the policy, nothing that sticks out. With
// JEJAK_SHOTS set to a folder it leaves pictures there.
func TestPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t)
	w.town()
	w.many(25)
	server := httptest.NewServer(w.handler)
	defer server.Close()
	c := listen(t, ctx)
	shots := os.Getenv("JEJAK_SHOTS")
	for at := range addresses() {
		for _, lang := range []string{"id", "en"} {
			for _, width := range []int64{390, 1440} {
				target := server.URL + at + "?lang=" + lang
				if strings.Contains(at, "?") {
					target = server.URL + at + "&lang=" + lang
				}
				view := chromedp.EmulateViewport(width, 900)
				if width < 500 {
					view = chromedp.EmulateViewport(width, 900, chromedp.EmulateTouch)
				}
				err := chromedp.Do(ctx, view, chromedp.Navigate(target))
				var m measured
				if err == nil {
					m, err = chromedp.Run(ctx, chromedp.Evaluate[measured](measure))
				}
				if err != nil {
					t.Fatalf("%s at %d px: %v", target, width, err)
				}
				if m.Scroll > 0 {
					t.Errorf("%s %s at %d px scrolls sideways by %v: %v", at, lang, width, m.Scroll, m.Wide)
				}
				if len(m.Small) > 0 {
					t.Errorf("%s %s at %d px: too small for a finger: %v", at, lang, width, m.Small)
				}
				if said := c.take(); len(said) > 0 {
					t.Errorf("%s %s at %d px: the console says %v", at, lang, width, said)
				}
				if shots != "" {
					shoot(t, ctx, filepath.Join(shots, fmt.Sprintf("%s-%s-%d.png", fileName(at), lang, width)))
				}
			}
		}
	}
}

// TestAxe asks axe-core about every page, light and dark. It is not part of this
// repository (its licence is MPL-2.0): name its axe.min.js in AXE_JS. The browser
// runs it beside the page's own policy, which stays on.
func TestAxe(t *testing.T) {
	file := os.Getenv("AXE_JS")
	if file == "" {
		t.Skip("SKIPPED: AXE_JS does not name an axe.min.js (npm pack axe-core): accessibility was not checked by axe")
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	w := newWorld(t)
	w.town()
	server := httptest.NewServer(w.handler)
	defer server.Close()
	const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => r.violations.map((v) => v.id + ": " + v.help + " — " + v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" ; ")))`
	for at := range addresses() {
		for _, scheme := range []string{"light", "dark"} {
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
				t.Fatal(err)
			}
			do(t, ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(server.URL+at))
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](string(source)+"; 1")); err != nil {
				t.Fatal(err)
			}
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			for _, v := range found {
				t.Errorf("%s (%s): %s", at, scheme, v)
			}
		}
	}
}

func fileName(at string) string {
	s := strings.Trim(strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, at), "-")
	s = strings.ReplaceAll(s, string(idOf("jembatan")), "jembatan")
	if s == "" {
		return "home"
	}
	return s
}

func shoot(t *testing.T, ctx context.Context, file string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWithoutScripts walks the desk with scripts switched off: search, look
// somebody up, come back, open, compare.
func TestWithoutScripts(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t)
	w.town()
	server := httptest.NewServer(w.handler)
	defer server.Close()
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx,
		chromedp.Navigate(server.URL+"/"),
		chromedp.SendKeys(chromedp.CSS("#q"), "jembatan"), chromedp.Submit(chromedp.CSS("#q")),
		chromedp.WaitVisible(chromedp.CSS("#count")),
		chromedp.Click(chromedp.CSS(".row .people a")),
		chromedp.WaitVisible(chromedp.CSS(".timeline")),
		chromedp.Navigate(server.URL+"/search?q=jembatan"),
		chromedp.WaitVisible(chromedp.CSS(".row")),
	)
	if got := textOf(t, ctx, "#count"); got != "2 artikel" {
		t.Errorf("count %q after coming back", got)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(".row h2 a")), chromedp.WaitVisible(chromedp.CSS("article.page")))
	if got := textOf(t, ctx, "h1"); !strings.Contains(got, "Kali Putih") {
		t.Errorf("opened %q", got)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("a.cmp")), chromedp.WaitVisible(chromedp.CSS(".legend")))
	if got := textOf(t, ctx, "p.status"); !strings.Contains(got, "Rp1,2 miliar") {
		t.Errorf("the diff says %q", got)
	}
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

func textOf(t *testing.T, ctx context.Context, selector string) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestKeys holds that the keys of the help page work, and not inside a field.
func TestKeys(t *testing.T) {
	ctx := browser(t)
	w := newWorld(t)
	w.town()
	server := httptest.NewServer(w.handler)
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL+"/search?q=jembatan"), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k"))
	first, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.activeElement.closest("[data-item]") === document.querySelectorAll("[data-item]")[0]`))
	if err != nil || !first {
		t.Errorf("j j k does not lead to the first result (%v)", err)
	}
	do(t, ctx, chromedp.KeyEvent("/"), chromedp.KeyEvent("jk"))
	typed, err := chromedp.Run(ctx, chromedp.Value(chromedp.CSS("#q")))
	if err != nil || !strings.Contains(typed, "jk") {
		t.Errorf("the search box holds %q (%v): keys work inside a field", typed, err)
	}
	do(t, ctx, chromedp.KeyEvent("\x1b"), chromedp.KeyEvent("g"), chromedp.KeyEvent("c"), chromedp.WaitVisible(chromedp.CSS(".tabs")))
	where, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil || !strings.HasSuffix(where, "/changes") {
		t.Errorf("g c leads to %s (%v)", where, err)
	}
}
