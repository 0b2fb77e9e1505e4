package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/services/internal/cli"
)

// file writes a file of one's own beside the archive.
func (d *desktop) file(name, text string) string {
	d.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
	return path
}

// propose looks for office-holders in the archive and returns the id of the proposal
// for a name.
func (d *desktop) propose(name string) string {
	d.Helper()
	out, talk, code := d.jejak("registry", "propose", "--min", "1")
	for line := range strings.Lines(out) {
		if strings.Contains(line, name) {
			id, _, _ := strings.Cut(line, " ")
			return id
		}
	}
	d.Fatalf("%s is not proposed: %d\n%s%s", name, code, out, talk)
	return ""
}

// TestAcceptRefusesBadDates: a date that is none is refused by the name of its flag,
// before anything is written, also when nothing would be.
func TestAcceptRefusesBadDates(t *testing.T) {
	d := newDesktop(t, "Camat Lowokwaru, Suryani Maharani, membuka pasar murah.")
	id := d.propose("Suryani Maharani")
	for _, c := range []struct{ flags, say string }{
		{"--from|2025-13-01", `--from: date "2025-13-01": want YYYY-MM-DD`},
		{"--from|2025-02-30|--dry-run", `--from: date "2025-02-30"`},
		{"--until|foo", `--until: date "foo"`},
		{"--from|2025|--until|2025-00-10", `--until: date "2025-00-10"`},
		{"--from|2026..2025", `--from: date "2026..2025": ends before`},
	} {
		out, talk, code := d.jejak(append([]string{"registry", "accept", id, "--by", "ratna"}, strings.Split(c.flags, "|")...)...)
		if code != cli.Usage || out != "" || !strings.Contains(talk, c.say) {
			t.Errorf("accept %s = %d, want %d and %q:\n%s%s", c.flags, code, cli.Usage, c.say, out, talk)
		}
	}
	if out, talk, code := d.jejak("registry", "accept", id, "--by", "ratna", "--from", "2025-01..2025-03-10", "--until", "2026"); code != 0 {
		t.Errorf("dates that are known in part: %d\n%s%s", code, out, talk)
	}
	if out, talk, _ := d.jejak("person", "Suryani Maharani"); !strings.Contains(out, "2025-01..2025-03-10 – 2026") {
		t.Errorf("accepted, and the term is\n%s%s", out, talk)
	}
	bad := d.file("salah.yaml", `terms: [{official: suryani-maharani, office: camat-lowokwaru-kota-malang, from: 2025-02-30, until: foo, sources: ["https://kabar.example/sk"]}]`)
	if out, talk, code := d.jejak("registry", "record", bad, "--by", "ratna"); code != cli.Failed || out != "" || !strings.Contains(talk, `from: date "2025-02-30"`) || !strings.Contains(talk, `until: date "foo"`) {
		t.Errorf("record of bad dates = %d:\n%s%s", code, out, talk)
	}
}

// TestAcceptNamesake: a proposal of somebody whom the tags kept apart from an official
// of the same name is accepted as whom a person says it is.
func TestAcceptNamesake(t *testing.T) {
	d := newDesktop(t, "Ketua KPU Kota Malang, Sari Rekaan, membuka rapat pleno.",
		"Kepala Dinas Perdagangan Kabupaten Sidowaras, Sari Rekaan, membuka pasar murah di Sidowaras.")
	file := d.file("baru.yaml", `
officials: [{id: sari-rekaan, name: Sari Rekaan}]
terms: [{official: sari-rekaan, office: ketua-kpu-kota-malang, from: 2025-01-01, sources: ["https://kabar.example/sk"]}]
`)
	if out, talk, code := d.jejak("registry", "record", file, "--by", "ratna"); code != 0 {
		t.Fatalf("record: %d\n%s%s", code, out, talk)
	}
	if tags := d.tags(1); strings.Contains(tags, "sari-rekaan") {
		t.Fatalf("the tags do not keep the two apart:\n%s", tags)
	}
	id := d.propose("Sari Rekaan")
	for _, args := range [][]string{{}, {"--dry-run"}} {
		out, talk, code := d.jejak(append([]string{"registry", "accept", id, "--by", "ratna"}, args...)...)
		if code != cli.Usage || out != "" || !strings.Contains(talk, "sari-rekaan (ketua-kpu-kota-malang)") || !strings.Contains(talk, "--official sari-rekaan") || !strings.Contains(talk, "--new") {
			t.Errorf("accept %q = %d:\n%s%s", args, code, out, talk)
		}
	}
	if out, talk, code := d.jejak("registry", "accept", id, "--by", "ratna", "--new", "--official", "sari-rekaan"); code != cli.Usage {
		t.Errorf("both are meant: %d\n%s%s", code, out, talk)
	}
	if out, talk, code := d.jejak("registry", "accept", id, "--by", "ratna", "--new"); code != 0 || !strings.Contains(out, "sari-rekaan-2") {
		t.Errorf("accept --new = %d:\n%s%s", code, out, talk)
	}
	if one, two := d.tags(0), d.tags(1); !strings.Contains(one, "(sari-rekaan), Ketua KPU Kota Malang") || !strings.Contains(two, "(sari-rekaan-2), Kepala Dinas Perdagangan") {
		t.Errorf("the tags are\n%s\n%s", one, two)
	}
}
