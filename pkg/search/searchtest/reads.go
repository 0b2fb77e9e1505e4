package searchtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// matches asks and compares the set of hits, whatever their order.
func matches(t *testing.T, index search.Index, text string, want ...int) {
	t.Helper()
	res := ask(t, index, search.Query{Text: text, Limit: 100})
	got := found(res)
	ids := make([]news.ArticleID, len(want))
	for i, n := range want {
		ids[i] = id(n)
	}
	slices.Sort(got)
	slices.Sort(ids)
	if !slices.Equal(got, ids) || res.Total != len(want) {
		t.Errorf("search %q finds %v (total %d), want %v", text, numbers(got), res.Total, want)
	}
}

// includes asks and wants these among the hits.
func includes(t *testing.T, index search.Index, text string, want ...int) {
	t.Helper()
	got := found(ask(t, index, search.Query{Text: text, Limit: 100}))
	for _, n := range want {
		if !slices.Contains(got, id(n)) {
			t.Errorf("search %q finds %v, want %d among them", text, numbers(got), n)
		}
	}
}

// numbers turns ids of the fixture back, for messages.
func numbers(ids []news.ArticleID) []int {
	var out []int
	for n := range 20 {
		if slices.Contains(ids, id(n)) {
			out = append(out, n)
		}
	}
	return out
}

func words(t *testing.T, index search.Index) {
	matches(t, index, "", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	matches(t, index, "!!! ???", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	matches(t, index, "ombudsman loket", 1) // all words, in any field
	matches(t, index, "ombudsman jembatan") // no article has both
	matches(t, index, "FESTIVAL batik", 8)  // case
	matches(t, index, "jumat ditutup", 7)   // apostrophe
	matches(t, index, "Jum’at ditutup", 7)
	matches(t, index, "rapat di yang untuk persiapan", 5) // stop words ask for nothing
	matches(t, index, "Sekar Ayuningdyah", 0)             // byline
	matches(t, index, "mas raka", 0, 4)                   // names of tagged officials

	// Two spellings of one office.
	includes(t, index, "walikota wanasari", 0, 4)
	includes(t, index, "wali kota wanasari", 0, 4)
	includes(t, index, "Wali-Kota Wanasari", 0, 4)

	// Forms of one word.
	includes(t, index, "layanan", 1, 3)
	includes(t, index, "pelayanan", 1, 3)
	includes(t, index, "peresmian pasar", 4)
	includes(t, index, "menilai ", 1)
	includes(t, index, "penanaman pohon", 9)
	includes(t, index, "tanam pohon", 9)

	// Phrases, whatever quotation marks they are in.
	for _, q := range []string{`"kota lama"`, "“kota lama”", "„kota lama“", "«kota lama»", `"Kota Lama`} {
		matches(t, index, q, 2)
	}
	matches(t, index, `"lama kota"`)
	matches(t, index, `"wali kota" retret`, 0, 5)
	matches(t, index, `"tanam pohon"`)                  // a phrase is spelled as it is
	matches(t, index, `"terganggu pdam"`)               // none reaches over the end of a paragraph
	matches(t, index, "seru.co.id", 7)                  // nor is a name with dots torn apart
	matches(t, index, `"frasa yang tidak ada di sini"`) // unknown words
	matches(t, index, `"frasa tidak ada" batik`)        //
	matches(t, index, `"menanam 500 pohon" "tepi sungai"`, 9)

	// Exclusions.
	matches(t, index, "sukamaju -jembatan", 4)
	matches(t, index, `sukamaju -"pasar sukamaju"`, 2)
	matches(t, index, "-wanasari -sukamaju", 5, 6, 7, 8, 9, 10, 11)
	matches(t, index, "layanan -pelayanan") // one word in two forms
	matches(t, index, "ombudsman -ombudsman")

	// The last word may be the beginning of one.
	matches(t, index, "ombuds", 1)
	matches(t, index, "loket ombuds", 1)
	matches(t, index, "ombuds loket")
	matches(t, index, "ombuds ")
	if n := ask(t, index, search.Query{Text: "o"}).Total; n != 0 {
		t.Errorf("one letter stands for %d articles, want none", n)
	}
	if res := ask(t, index, search.Query{Text: "kata tidak ada sama sekali", Outlets: []news.OutletID{"kabar-wanasari"}}); res.Total != 0 {
		t.Errorf("unknown words with a filter find %d articles", res.Total)
	}
}

func typos(t *testing.T, index search.Index) {
	for text, want := range map[string]int{
		"ombudsmen":           1, // a letter changed
		"retrit balai":        0,
		"kependudukn":         1, // left out
		"jembattan anggaran":  2, // added
		"fetsival":            8, // swapped
		"larass widyaningtya": 5,
		"widyanintgyas":       5, // two in a long word
	} {
		includes(t, index, text, want)
	}
	includes(t, index, "retreat", 0, 5) // two spellings of one thing
	includes(t, index, "retret", 0, 5)
	matches(t, index, "bqtkx") // too much is too much
	matches(t, index, "ai2")   // short words and numbers are taken as they are
	matches(t, index, "501 ")  //
	matches(t, index, "500 ", 9)
}

func badInput(t *testing.T, index search.Index) {
	for name, q := range map[string]search.Query{
		"long text":     {Text: strings.Repeat("a", search.MaxText+1)},
		"many words":    {Text: strings.Repeat("kata ", search.MaxWords+1)},
		"bad utf-8":     {Text: "\xff"},
		"sort":          {Sort: "best"},
		"limit":         {Limit: search.MaxLimit + 1},
		"day":           {From: "2025-02-31"},
		"days swapped":  {From: "2025-05-17", To: "2025-05-15"},
		"facet":         {Facets: []search.Facet{"warna"}},
		"interval":      {Histogram: "week"},
		"link":          {LinkTo: "x"},
		"empty value":   {Outlets: []news.OutletID{""}},
		"broken cursor": {Cursor: "rubbish"},
		"other cursor":  {Cursor: search.Query{Text: "lain"}.NextAfter("1", "2")},
	} {
		if _, err := index.Search(context.Background(), q); !errors.Is(err, search.ErrQuery) {
			t.Errorf("%s: %v, want ErrQuery", name, err)
		}
	}
	// What looks like a language of the engine is words.
	for _, text := range []string{`title:retret`, `re*ret`, `/.*/`, `retret AND (NOT x)`, `a' OR 1=1 --`, `\`, `outlet = "x"`, `{"q":1}`, "%00", "~layan", "retret^9", "[a TO z]"} {
		ask(t, index, search.Query{Text: text})
	}
	for _, v := range []string{`x" OR outlet != "y`, `x' OR id EXISTS`, `\`, `"`, `a"b\"c`} {
		if n := ask(t, index, search.Query{Outlets: []news.OutletID{news.OutletID(v)}}).Total; n != 0 {
			t.Errorf("filter value %q finds %d articles", v, n)
		}
		if n := ask(t, index, search.Query{Not: search.Exclusions{Topics: []news.TopicID{news.TopicID(v)}}}).Total; n != 12 {
			t.Errorf("exclusion of %q leaves %d articles, want 12", v, n)
		}
	}
}

func highlight(t *testing.T, index search.Index) {
	show := strings.NewReplacer(search.MarkStart, "[", search.MarkEnd, "]")
	first := func(text string) (string, string) {
		res := ask(t, index, search.Query{Text: text, Highlight: true})
		if len(res.Hits) == 0 {
			t.Fatalf("search %q finds nothing", text)
		}
		return show.Replace(res.Hits[0].Title), show.Replace(res.Hits[0].Snippet)
	}
	if title, snip := first("peserta halaman balai"); title != "Wali Kota Wanasari Lepas [Peserta] Retret" || !strings.Contains(snip, "di [halaman] [balai] kota") {
		t.Errorf("marks: %q, %q", title, snip)
	}
	if _, snip := first("posko darurat"); !strings.Contains(snip, "[Posko] [darurat] ditutup") || !strings.HasPrefix(snip, "… ") {
		t.Errorf("a snippet is not where the words are: %q", snip)
	}
	if title, _ := first("fetsival"); title != "[Festival] Batik Digelar" {
		t.Errorf("a typo marks %q", title)
	}
	for _, h := range ask(t, index, search.Query{Text: "retret"}).Hits {
		if strings.Contains(h.Title+h.Snippet, search.MarkStart) || h.Title != h.Document.Title || h.Snippet == "" {
			t.Errorf("without highlights: %q, %q", h.Title, h.Snippet)
		}
	}
}

func sorting(t *testing.T, index search.Index) {
	all := fixture()
	for _, c := range []struct {
		q    search.Query
		less func(a, b search.Document) int
	}{
		{search.Query{}, newest},
		{search.Query{Sort: search.Relevance}, newest}, // nothing to be relevant to
		{search.Query{Sort: search.Newest}, newest},
		{search.Query{Sort: search.Oldest}, oldest},
		{search.Query{Sort: search.Changed}, lastChanged},
		{search.Query{Text: "wanasari", Sort: search.Newest}, newest},
		{search.Query{Text: "wanasari", Sort: search.Oldest}, oldest},
	} {
		c.q.Limit = 100
		got := ask(t, index, c.q)
		var want []search.Document
		for _, d := range all {
			if c.q.Text == "" || slices.Contains(found(got), d.ID) {
				want = append(want, d)
			}
		}
		slices.SortFunc(want, c.less)
		if len(want) != len(got.Hits) || len(want) < 3 {
			t.Errorf("search %s gives %d hits", show(c.q), len(got.Hits))
			continue
		}
		for i := range want {
			if got.Hits[i].Document.ID != want[i].ID {
				t.Errorf("search %s: place %d is %q, want %q", show(c.q), i, got.Hits[i].Document.Title, want[i].Title)
			}
		}
	}
}

// pages: going from cursor to cursor gives each hit exactly once, in the order of one long page.
func pages(t *testing.T, index search.Index) {
	for _, q := range []search.Query{
		{}, {Sort: search.Oldest}, {Sort: search.Changed}, {Text: "wanasari"}, {Text: "wanasari", Sort: search.Newest},
		{Outlets: []news.OutletID{"kabar-wanasari"}}, {Text: "tidak ada sama sekali"},
	} {
		q.Limit = 100
		long := ask(t, index, q)
		if long.Next != "" {
			t.Errorf("search %s: a cursor after the last hit", show(q))
		}
		for _, size := range []int{1, 2, 3, 7} {
			q.Limit, q.Cursor = size, ""
			var got []news.ArticleID
			for range 50 {
				res := ask(t, index, q)
				if res.Total != long.Total {
					t.Errorf("search %s: total %d on one page, %d on another", show(q), res.Total, long.Total)
				}
				got = append(got, found(res)...)
				if res.Next == "" {
					break
				}
				q.Cursor = res.Next
			}
			if !slices.Equal(got, found(long)) {
				t.Errorf("search %s in pages of %d gives %v, want %v", show(q), size, got, found(long))
			}
		}
	}
}

// hostile: markup stays what it is, and only our marks are added.
func (s *suite) hostile(t *testing.T) {
	index, _ := s.fresh(t)
	texts := []string{`<script>retret</script>`, `"><img src=x onerror=retret>`, `<mark>retret</mark>`, `&lt;retret&gt;`, `]]>retret<!--`, `{{retret}} ${x}`}
	var batch search.Batch
	for n, text := range texts {
		batch.Put = append(batch.Put, document(n, text, text))
	}
	apply(t, index, batch)
	res := ask(t, index, search.Query{Text: "retret", Highlight: true})
	if len(res.Hits) != len(texts) {
		t.Errorf("%d articles found, want %d", len(res.Hits), len(texts))
	}
	for _, h := range res.Hits {
		for _, got := range []string{h.Title, h.Snippet} {
			plain := strings.NewReplacer(search.MarkStart, "", search.MarkEnd, "").Replace(got)
			if plain != h.Document.Title || strings.Count(got, search.MarkStart) != 1 || strings.Count(got, search.MarkEnd) != 1 {
				t.Errorf("%q becomes %q", h.Document.Title, got)
			}
		}
	}
}

func atOnce(t *testing.T, index search.Index) {
	var wg sync.WaitGroup
	errs := make(chan error, 64)
	for n := range 8 {
		wg.Go(func() {
			for i := range 5 {
				q := search.Query{Text: []string{"retret", "pelayanan", "wali kota", ""}[(n+i)%4], Facets: []search.Facet{search.ByOutlet}, Highlight: true}
				if _, err := index.Search(context.Background(), q); err != nil {
					errs <- fmt.Errorf("search %s: %w", show(q), err)
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}
