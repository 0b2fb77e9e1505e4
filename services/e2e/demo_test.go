package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// TestDemo is the first thing that a newcomer types.
func TestDemo(t *testing.T) {
	out := output(t, nil, program(t, "github.com/jejak-id/jejak/services/jejak"), "demo", "--once")
	for _, want := range []string{"baca juga →", "[diubah 1×]", "[dihapus]", "Wali Kota Malang"} {
		if !strings.Contains(out, want) {
			t.Errorf("the demo does not print %q:\n%s", want, out)
		}
	}
}

// TestOneMachine is a day with one machine: crawl, search, why, an edit, again.
func TestOneMachine(t *testing.T) {
	jejak := program(t, "github.com/jejak-id/jejak/services/jejak")
	site, base, outlets := web(t)
	data := t.TempDir()
	with := func(args ...string) []string {
		return append(args, "--data", data, "--outlets", outlets, "--allow-private", "127.0.0.0/8")
	}
	crawl := func() {
		output(t, []int{3}, jejak, with("crawl", "kabar-wanasari", "--again", "--speed", "2000")...)
	}

	crawl()
	want, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	first := output(t, nil, jejak, with("export")...)
	if faults := compare(parseExport(t, first), want); len(faults) > 0 {
		t.Errorf("after the first crawl:\n%s", strings.Join(faults, "\n"))
	}
	if out := output(t, nil, jejak, with("search", "retret", "--json")...); !strings.Contains(out, `"wahyu-hidayat"`) {
		t.Errorf("search retret does not find the official:\n%s", out)
	}

	crawl()
	if again := output(t, nil, jejak, with("export")...); again != first {
		t.Errorf("a second crawl of an unchanged site changed the archive:\n%s", again)
	}

	site.Turn(2)
	crawl()
	if want, err = site.Expect(base); err != nil {
		t.Fatal(err)
	}
	if faults := compare(parseExport(t, output(t, nil, jejak, with("export")...)), want); len(faults) > 0 {
		t.Errorf("after the edit:\n%s", strings.Join(faults, "\n"))
	}
	for _, w := range want {
		if w.Revisions < 2 {
			continue
		}
		if out := output(t, nil, jejak, with("why", w.URL+"?utm_source=x", "--json")...); strings.Count(out, `"jejak.article.revised.v1"`) != w.Revisions-1 {
			t.Errorf("why %s does not tell its %d revisions:\n%s", w.URL, w.Revisions, out)
		}
	}
	output(t, []int{4}, jejak, with("why", base+"/tidak-ada-di-sini")...)
	if text := output(t, nil, jejak, with("export", "--with-text")...); !strings.Contains(text, `"paragraphs"`) || strings.Contains(first, `"paragraphs"`) {
		t.Error("paragraphs are for --with-text alone")
	}
	output(t, nil, jejak, with("doctor")...)
}

// TestSeed reads the story that the project began with.
func TestSeed(t *testing.T) {
	seed := "../../../shared/data/seed/000_20b9f0c4a9656153.txt"
	if _, err := os.Stat(seed); err != nil {
		t.Skipf("SKIPPED: the seed article is not here (%s): its text belongs to its outlet", seed)
	}
	out := output(t, nil, program(t, "github.com/jejak-id/jejak/services/jejak"), "read", "--published", "2025-05-17T10:00:00+07:00",
		"--url", "https://seru.co.id/197962-retret-pemkot-malang-dorong-asn-lebih-solid-dan-responsif-melayani-masyarakat", seed)
	line := parseRead(t, out)
	for official, office := range map[news.OfficialID]news.OfficeID{"wahyu-hidayat": "wali-kota-malang", "zudan-arif-fakrulloh": "kepala-bkn"} {
		if got := line.office(official); got != office {
			t.Errorf("%s is %q, want %q", official, got, office)
		}
	}
	if len(line.Related) != 2 {
		t.Errorf("related titles: %v, want two", line.Related)
	}
	for _, p := range line.Paragraphs {
		if strings.Contains(strings.ToLower(p), "baca juga") {
			t.Errorf("a paragraph keeps a related line: %q", p)
		}
	}
}
