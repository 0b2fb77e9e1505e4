package registry_test

import (
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/registry"
)

// TestRecord makes a file's entries part of the registry as changes.
func TestRecord(t *testing.T) {
	base := small(t)
	events, err := base.Record("baru.yaml", []byte(`
officials:
  - {id: surya-handaka, name: Surya Handaka, aliases: [Cak Surya]}
  - {id: ratna-kemuning, name: Ratna Kemuning, aliases: [Bu Ratna]}
terms:
  - {official: bagus-lintang, office: wali-kota-wanasari, status: pj, from: `+string(base.TermsOf("wali-kota-wanasari")[1].From)+`, until: 2025-02-20}
  - {official: surya-handaka, office: wali-kota-wanasari, from: 2025-02-20, sources: ["https://kabar.example/pelantikan"]}
topics:
  - {id: taman, label: Taman, rules: [{any: [taman]}]}
`), by, monday)
	if err != nil {
		t.Fatal(err)
	}
	r, refused := registry.Fold(base, events)
	if len(refused) > 0 || len(events) != 5 {
		t.Fatalf("%d events, refused %v", len(events), refused)
	}
	if holder(r, "2025-02-19") != "bagus-lintang" || holder(r, "2025-02-21") != "surya-handaka" {
		t.Errorf("held by %q and %q", holder(r, "2025-02-19"), holder(r, "2025-02-21"))
	}
	if ids := r.OfficialsNamed("bu ratna"); len(ids) != 1 || ids[0] != "ratna-kemuning" {
		t.Errorf("the alias names %v", ids)
	}
	if _, ok := r.Topic("taman"); !ok {
		t.Error("the topic is not there")
	}
	ended := false
	for _, e := range events {
		_, is := e.Data.(event.TermEnded)
		ended = ended || is
	}
	if !ended {
		t.Error("the term that was open is not ended but recorded again")
	}
	for text, want := range map[string]string{
		"officials: []": "no entry",
		"places: [{code: \"98\", kind: provinsi, name: Lain}]":                                                   "--outlets",
		"officials: [{id: X, nama: Salah}]":                                                                      "nama",
		"terms: [{official: ratna-kemuning, office: wali-kota-wanasari, from: 2025-03-01, sources: [\"x\"]}]":    "holds",
		"terms: [{official: ratna-kemuning, office: wali-kota-wanasari, from: 2030-03-01, unverified: true}]":    "name a source",
		"terms: [{official: ratna-kemuning, office: wali-kota-wanasari, from: 2030-13-01, sources: [\"x\"]}]":    `salah.yaml:1: from: date "2030-13-01"`,
		"terms: [{official: ratna-kemuning, office: wali-kota-wanasari, until: 2030-02-30, sources: [\"x\"]}]":   `salah.yaml:1: until: date "2030-02-30"`,
		"terms: [{official: ratna-kemuning, office: wali-kota-wanasari, seen: [2030-06-31], sources: [\"x\"]}]":  `salah.yaml:1: seen: date "2030-06-31"`,
		"terms: [{official: orang-lain, office: wali-kota-wanasari, from: 2030-03-01, sources: [\"http://x\"]}]": "orang-lain",
	} {
		if _, err := base.Record("salah.yaml", []byte(text), by, monday); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
