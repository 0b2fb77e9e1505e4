package extract

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// readAs is the version under which the pages of this package's tests were read,
// and the hash of what was read.
const (
	readAs   = "2026-11-29.1"
	readHash = "f5bf6c3fabaf1b78"
)

// A version names what the rules read. When they read something else, the archive
// has to know.
func TestVersion(t *testing.T) {
	pages := []Page{
		{URL: "https://kabartirta.example/a", Body: []byte(full), Fetched: fetched},
		page1(`<p><strong>Baca Juga: <a href="/x">Kisah Warga</a></strong></p><ul><li>satu;</li><li>dua.</li></ul>`),
		page1(`<table class="linksisip"><tr><td>Baca juga: <a href="/x">Kisah Warga</a></td></tr></table><div class="share">Bagikan</div>`),
		{Body: []byte("Kuwarasan, TIRTA.co.id – " + after + "\nbaca juga: Kisah Warga\n" + last + " (ws13/rhd)")},
	}
	names := make([]string, 0, len(hostile()))
	for name := range hostile() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if src := hostile()[name]; len(src) < 1<<16 {
			pages = append(pages, Page{URL: "https://kabartirta.example/a", Body: []byte(src), Fetched: fetched})
		}
	}
	var all []byte
	for _, p := range pages {
		b, err := json.Marshal(Read(p))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	got := string(news.HashOf(all))[:16]
	if Version != readAs || got != readHash {
		t.Errorf("the rules read these pages as %s, recorded is %s under version %q and Version is %q: set a new Version, then record both here", got, readHash, readAs, Version)
	}
}
