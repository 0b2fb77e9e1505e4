package edit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

const address = "https://kabarwanasari.example/pasar-tirta-dibuka-lagi"

var noon = time.Date(2025, 5, 17, 5, 0, 0, 0, time.UTC)

// rules reads a page that is its own article, one field a line; older rules leave the
// last paragraph out.
func rules(older bool) func(extract.Page) extract.Reading {
	return func(p extract.Page) extract.Reading {
		lines := strings.Split(string(p.Body), "\n")
		a := news.Article{ID: news.NewArticleID(address), URL: address, Title: lines[0], Paragraphs: lines[1:]}
		r := extract.Reading{}
		for i, line := range a.Paragraphs {
			if line == "lanjut" {
				a.Paragraphs, r.NextPages = slices.Delete(a.Paragraphs, i, i+1), []string{address + "?page=2"}
				break
			}
		}
		a.Published = &news.Stamp{Time: p.Fetched.Add(-2 * time.Hour)} // "2 jam yang lalu"
		if n := len(a.Paragraphs); older && n > 0 {
			a.Paragraphs = a.Paragraphs[:n-1]
		}
		r.Article = a
		return r
	}
}

// known is a log with one article that was read at noon, and its history.
func known(t *testing.T, kept bool, extractor string, read func(extract.Page) extract.Reading, bodies ...string) (Reader, *history.Article) {
	t.Helper()
	log := memlog.New(func() time.Time { return noon })
	t.Cleanup(func() { log.Close() })
	h := &history.Article{}
	var first extract.Reading
	add := func(d event.Data) {
		e, err := event.New("test", noon, time.Time{}, d)
		if err != nil {
			t.Fatal(err)
		}
		h.Fold(h.Seq+1, e)
	}
	for i, body := range bodies {
		c := event.Captured{Article: news.NewArticleID(address), URL: address, Status: 200, FoundBy: "feed"}
		if i > 0 {
			c.URL, c.FoundBy, c.FoundAt = fmt.Sprintf("%s?page=%d", address, i+1), "continuation", address
		}
		r := read(extract.Page{URL: c.URL, Body: []byte(body), Fetched: noon})
		if first = r; i > 0 {
			first = extract.Join(read(extract.Page{URL: address, Body: []byte(bodies[0]), Fetched: noon}), r)
		}
		if kept {
			var err error
			if c.Hash, err = log.PutBlob(t.Context(), []byte(body)); err != nil {
				t.Fatal(err)
			}
		}
		add(c)
	}
	add(event.Published{Reading: event.Reading{Article: first.Article, Capture: news.HashOf([]byte(bodies[0])), Extractor: extractor}})
	return Reader{Log: log, Read: rules(false)}, h
}

func look(body string, further ...string) Look {
	later := noon.Add(time.Hour)
	r := rules(false)(extract.Page{URL: address, Body: []byte(body), Fetched: later})
	for _, b := range further {
		r = extract.Join(r, rules(false)(extract.Page{URL: address, Body: []byte(b), Fetched: later}))
	}
	r.Article.Published = &news.Stamp{Time: noon.Add(-2 * time.Hour)}
	return Look{Reading: event.Reading{Article: r.Article, Capture: news.HashOf([]byte(body)), Extractor: extract.Version}, Continued: len(further) > 0}
}

func TestCompare(t *testing.T) {
	const page = "Pasar Tirta dibuka\nPasar dibuka Senin.\nPedagang kembali."
	other := strings.Replace(page, "Senin", "Selasa", 1)
	tests := []struct {
		name      string
		kept      bool
		extractor string
		look      Look
		reread    string // fields; "-" for none
		changed   string
	}{
		{"the same", true, extract.Version, look(page), "-", ""},
		{"an edit", true, extract.Version, look(other), "-", "paragraphs"},
		{"the same bytes, better rules", true, "older", look(page), "paragraphs", ""},
		{"the same bytes, better rules, not kept", false, "older", look(page), "paragraphs", ""},
		{"an edit and better rules", true, "older", look(other), "paragraphs", "paragraphs"},
		{"an edit of the headline and better rules", true, "older", look("Pasar Tirta dibuka lagi\nPasar dibuka Senin.\nPedagang kembali."), "paragraphs", "title"},
		{"an edit and better rules, not kept", false, "older", look(other), "-", "paragraphs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reader, h := known(t, tt.kept, tt.extractor, rules(tt.extractor == "older"), page)
			d, err := reader.Compare(t.Context(), h, tt.look)
			if err != nil {
				t.Fatal(err)
			}
			reread := "-"
			if d.Reread != nil {
				reread = strings.Join(d.Reread.Changed, " ")
				if d.Reread.Capture != h.Latest().Reading.Capture || d.Reread.Extractor != extract.Version {
					t.Errorf("reread %+v names other bytes or other rules", d.Reread)
				}
			}
			if changed := strings.Join(d.Changed, " "); reread != tt.reread || changed != tt.changed {
				t.Errorf("reread %q, changed %q, want %q and %q", reread, changed, tt.reread, tt.changed)
			}
		})
	}
}

// What a page says of "2 jam yang lalu" an hour later is no change of anything.
func TestSameBytesLater(t *testing.T) {
	const page = "Pasar Tirta dibuka\nPasar dibuka Senin."
	reader, h := known(t, true, extract.Version, rules(false), page)
	l := look(page)
	l.Article.Published = &news.Stamp{Time: noon.Add(-time.Hour)}
	if d, err := reader.Compare(t.Context(), h, l); err != nil || d.Reread != nil || len(d.Changed) > 0 {
		t.Errorf("Compare = %+v, %v, want no difference", d, err)
	}
}

// An article over several pages is read again with all of them.
func TestSeveralPages(t *testing.T) {
	const one, two = "Pasar Tirta dibuka\nPasar dibuka Senin.\nlanjut", "Pasar Tirta dibuka\nPedagang kembali.\nWarga senang."
	reader, h := known(t, true, "older", rules(true), one, two)
	d, err := reader.Compare(t.Context(), h, look(one, two))
	if err != nil || d.Reread == nil || len(d.Changed) > 0 {
		t.Errorf("better rules: %+v, %v, want a reread and no change", d, err)
	}
	d, err = reader.Compare(t.Context(), h, look(one, strings.Replace(two, "senang", "gembira", 1)))
	if err != nil || !slices.Equal(d.Changed, []string{"paragraphs"}) {
		t.Errorf("an edit of the second page: %+v, %v, want changed paragraphs", d, err)
	}
	// Where only the first page was kept, half of the article is nothing to compare with.
	reader, h = known(t, true, "older", rules(true), one)
	if d, err := reader.Compare(t.Context(), h, look(one, two)); err != nil || d.Reread != nil || len(d.Changed) == 0 {
		t.Errorf("with half of it kept: %+v, %v, want the stored reading compared", d, err)
	}
}

func TestTurningBox(t *testing.T) {
	link := func(form, title string) news.Link {
		return news.Link{Title: title, URL: address + "/" + title, Form: form}
	}
	tests := []struct {
		name   string
		before []news.Link
		after  []news.Link
		want   string
	}{
		{"a box", []news.Link{link("line", "a"), link("box", "b")}, []news.Link{link("line", "a"), link("list", "c")}, ""},
		{"a line in the text", []news.Link{link("line", "a"), link("box", "b")}, []news.Link{link("line", "c"), link("box", "b")}, "related"},
	}
	for _, tt := range tests {
		reader, h := known(t, true, extract.Version, rules(false), "Pasar\nBuka.")
		h.Revisions[0].Reading.Article.Related = tt.before
		l := look("Pasar\nBuka. ")
		l.Article = h.Revisions[0].Reading.Article
		l.Article.Related = tt.after
		d, err := reader.Compare(t.Context(), h, l)
		if got := strings.Join(d.Changed, " "); err != nil || got != tt.want {
			t.Errorf("%s: changed %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}
