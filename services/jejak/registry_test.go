package main

import (
	"encoding/json"
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
	if out, talk, _ := d.jejak("person", "Sari Rekaan"); !strings.Contains(out, "Sari Rekaan (sari-rekaan)\n") || !strings.Contains(out, "Sari Rekaan (sari-rekaan-2)\n") {
		t.Errorf("person does not tell them apart:\n%s%s", out, talk)
	}
}

// TestUndoAcceptance: an acceptance is taken back with what it brought, by short ids,
// and the list of changes tells who did what, and why.
func TestUndoAcceptance(t *testing.T) {
	d := newDesktop(t, "Camat Lowokwaru, Suryani Maharani, membuka pasar murah.")
	id := d.propose("Suryani Maharani")
	if _, talk, code := d.jejak("registry", "accept", id[:7]); code != cli.Nothing {
		t.Errorf("seven digits: %d %s", code, talk)
	}
	out, talk, code := d.jejak("registry", "accept", id[:8], "--by", "ratna", "--reason", "diberitakan")
	if code != 0 {
		t.Fatalf("accept: %d\n%s%s", code, out, talk)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	accepted := lines[len(lines)-1][:8]
	if out, talk, code = d.jejak("registry", "undo", accepted, "--by", "budi", "--reason", "salah orang", "--dry-run"); code != 0 || strings.Count(out, "\n") != len(lines)+1 || !strings.Contains(talk, "nothing was written") {
		t.Errorf("dry run of undo: %d\n%s%s", code, out, talk)
	}
	if out, talk, code = d.jejak("registry", "undo", accepted, "--by", "budi", "--reason", "salah orang"); code != 0 || !strings.Contains(out, "official-recorded.v1  suryani-maharani") || !strings.Contains(talk, "1 articles tagged anew") {
		t.Errorf("undo: %d\n%s%s", code, out, talk)
	}
	if out, _, code = d.jejak("person", "Suryani Maharani"); code != cli.Nothing {
		t.Errorf("taken back, and the registry knows\n%s", out)
	}
	if tags := d.tags(0); strings.Contains(tags, "suryani-maharani") {
		t.Errorf("taken back, and the tags say\n%s", tags)
	}
	out, _, _ = d.jejak("registry", "changes")
	for _, want := range []string{"Suryani Maharani, Camat Lowokwaru, oleh ", "suryani-maharani, oleh ratna: diberitakan", "definitif, ..2025-05-17 – 2025-05-17.., oleh ratna", "dibatalkan oleh budi: salah orang"} {
		if !strings.Contains(out, want) {
			t.Errorf("changes does not tell %q:\n%s", want, out)
		}
	}
	out, _, _ = d.jejak("registry", "changes", "--json")
	undone := 0
	for line := range strings.Lines(out) {
		var x struct {
			recorded
			Data json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal([]byte(line), &x); err != nil || x.ID == "" || x.Actor == "" || len(x.Data) == 0 {
			t.Errorf("%s: %v", line, err)
		}
		if x.Undone != nil && x.Undone.Actor == "budi" && x.Undone.Reason == "salah orang" && x.Actor == "ratna" {
			undone++
		}
	}
	if undone != len(lines) {
		t.Errorf("changes --json tells of %d that they were taken back, want %d:\n%s", undone, len(lines), out)
	}
	for _, c := range []struct {
		id   string
		code int
		say  string
	}{{accepted, cli.Failed, "budi took it back already"}, {"00000000", cli.Nothing, "no such change"}} {
		if _, talk, code := d.jejak("registry", "undo", c.id); code != c.code || !strings.Contains(talk, c.say) {
			t.Errorf("undo %s: %d %s, want %d and %q", c.id, code, talk, c.code, c.say)
		}
	}
	if out, talk, code = d.jejak("registry", "decline", id[:8], "--by", "budi"); code != 0 {
		t.Errorf("the proposal is open again and is not declined: %d\n%s%s", code, out, talk)
	}
}

// TestLint checks the files that are named, in whichever way they are.
func TestLint(t *testing.T) {
	d := &desktop{t, t.TempDir()}
	good := d.file("baik.yaml", "outlets: [{id: kabar-rekaan, name: Kabar Rekaan, kind: press, hosts: [rekaan.example], zone: Asia/Jakarta}]")
	bad := d.file("salah.yaml", "outlets: [{id: kabar-salah, name: Kabar Salah, kind: koran, hosts: [salah.example], zone: Asia/Jakarta}]")
	for _, c := range []struct {
		args []string
		code int
		out  string
	}{
		{[]string{}, 0, ""},
		{[]string{good, "--outlets", good}, 0, ""},
		{[]string{bad}, cli.Failed, `salah.yaml:1: kind "koran"`},
		{[]string{"--outlets", bad}, cli.Failed, `salah.yaml:1: kind "koran"`},
		{[]string{"--outlets", good + "," + bad}, cli.Failed, `salah.yaml:1: kind "koran"`},
		{[]string{"--outlets", bad, good}, cli.Failed, `salah.yaml:1: kind "koran"`},
		{[]string{"--outlets", bad + ".tidak-ada"}, cli.Failed, ""},
		{[]string{bad + ".tidak-ada"}, cli.Failed, ""},
	} {
		out, talk, code := d.jejak(append([]string{"registry", "lint"}, c.args...)...)
		if code != c.code || !strings.Contains(out, c.out) || (code == 0) != strings.Contains(talk, "no fault") {
			t.Errorf("lint %q = %d, want %d and %q:\n%s%s", c.args, code, c.code, c.out, out, talk)
		}
	}
}
