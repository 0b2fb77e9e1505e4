package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
	"github.com/jejak-id/jejak/services/internal/open"
)

// desktop is a data directory with articles, and a person who gives commands.
type desktop struct {
	*testing.T
	dir string
}

// newDesktop makes one with articles that were first seen on 17 May 2025.
func newDesktop(t *testing.T, texts ...string) *desktop {
	t.Helper()
	return newDesktopOf(t, time.Date(2025, 5, 17, 3, 0, 0, 0, time.UTC), texts...)
}

func newDesktopOf(t *testing.T, seen time.Time, texts ...string) *desktop {
	t.Helper()
	d := &desktop{t, t.TempDir()}
	log, err := embedded.Open(t.Context(), embedded.Options{Dir: filepath.Join(d.dir, logDir), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for i, text := range texts {
		url := address(i)
		id := news.NewArticleID(url)
		e, err := event.New("test", seen.Add(time.Duration(i)*time.Second), time.Time{}, event.Published{Reading: event.Reading{
			Article: news.Article{ID: id, URL: url, Title: "Berita", Paragraphs: strings.Split(text, "\n")}, Capture: news.HashOf([]byte(url)),
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	reg, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	stage, err := enriching.New(enriching.Config{Log: log, Tagger: open.Tagger(reg), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for i := range texts {
		if err := stage.Tag(t.Context(), news.NewArticleID(address(i))); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func address(i int) string { return "https://kabar.example/berita/" + string(rune('a'+i)) }

// jejak gives a command and returns what it printed, and its exit code.
func (d *desktop) jejak(args ...string) (out, talk string, code int) {
	d.Helper()
	var o, e bytes.Buffer
	sio := cli.IO{In: strings.NewReader(""), Out: &o, Err: &e, Getenv: func(string) string { return "" }}
	err := run(context.WithoutCancel(d.Context()), append([]string{"--data", d.dir}, args...), sio)
	cli.Tell(&e, "jejak", err)
	return o.String(), e.String(), cli.CodeOf(err)
}

// tags tells what the enricher last said of an article, as the previews do.
func (d *desktop) tags(i int) string {
	d.Helper()
	log, err := embedded.Open(d.Context(), embedded.Options{Dir: filepath.Join(d.dir, logDir), Now: time.Now})
	if err != nil {
		d.Fatal(err)
	}
	defer log.Close()
	tags, err := latestTags(d.Context(), log, news.NewArticleID(address(i)))
	if err != nil || tags == nil {
		d.Fatalf("no tags of article %d: %v", i, err)
	}
	return strings.Join(describe(*tags), "\n")
}

// TestCorrect follows a tag through what a person at the command line can say of it.
func TestCorrect(t *testing.T) {
	d := newDesktop(t, "Wali Kota Malang Wahyu Hidayat membahas APBD bersama Sutopo Rekaan.", "Petani panen raya.")
	page := address(0)
	reject := []string{"correct", "reject", page, "wahyu-hidayat", "--reason", "bukan dia", "--by", "ratna"}

	out, talk, code := d.jejak(append(reject, "--dry-run")...)
	if code != 0 || !strings.Contains(out, "- official  Wahyu Hidayat (wahyu-hidayat), Wali Kota Malang") || !strings.Contains(talk, "nothing was written") {
		t.Errorf("dry run: %d\n%s%s", code, out, talk)
	}
	if _, talk, code = d.jejak("correct", "list"); code != cli.Nothing {
		t.Errorf("a dry run wrote something: %d %s", code, talk)
	}
	for _, c := range []struct {
		args []string
		code int
		say  string
	}{
		{[]string{"reject", page, "wahyu-hidayat"}, cli.Usage, "--reason"},
		{[]string{"reject", page, "wahyu-hidayat", "--reason", " "}, cli.Usage, "needs a reason"},
		{[]string{"reject", page, "siapa", "--reason", "x"}, cli.Nothing, "wahyu-hidayat (Wahyu Hidayat)"},
		{[]string{"reject", address(7), "wahyu-hidayat", "--reason", "x"}, cli.Nothing, "no such article"},
		{[]string{"reject", "bukan alamat", "wahyu-hidayat", "--reason", "x"}, cli.Usage, "neither an address"},
		{[]string{"reassign", page, "wahyu-hidayat", "--to", "sutiaj", "--reason", "x"}, cli.Nothing, "sutiaji (Sutiaji)"},
		{[]string{"reassign", page, "wahyu-hidayat", "--to", "wahyu-hidayat", "--reason", "x"}, cli.Usage, "already"},
		{[]string{"reassign", page, "anggaran", "--to", "sutiaji", "--reason", "x"}, cli.Nothing, "not a tag"},
		{[]string{"topic", "add", page, "banjirr", "--reason", "x"}, cli.Nothing, "banjir"},
		{[]string{"merge", "!", "sutiaji", "--reason", "x"}, cli.Usage, "not a name"},
		{[]string{"undo", "0123456789abcdef0123456789abcdef", "--reason", "x"}, cli.Nothing, "no such correction"},
	} {
		out, talk, code := d.jejak(append([]string{"correct"}, c.args...)...)
		if code != c.code || !strings.Contains(talk, c.say) || out != "" {
			t.Errorf("correct %q = %d, want %d and %q:\n%s%s", c.args, code, c.code, c.say, out, talk)
		}
	}

	var ids []string
	said := func(want string, args ...string) {
		t.Helper()
		out, talk, code := d.jejak(append([]string{"correct"}, append(args, "--json", "--by", "ratna", "--reason", "lihat naskah")...)...)
		var line decision
		if err := json.Unmarshal([]byte(out), &struct {
			*decision
			Data any `json:"data"`
		}{decision: &line}); code != 0 || err != nil || line.ID == "" {
			t.Fatalf("correct %q = %d, %v\n%s%s", args, code, err, out, talk)
		}
		ids = append(ids, line.ID)
		if tags := d.tags(0); !strings.Contains(tags, want) {
			t.Errorf("after correct %q the tags are\n%s\nwant %q", args, tags, want)
		}
	}
	said("", "reject", page, "Wahyu Hidayat")
	if tags := d.tags(0); strings.Contains(tags, "official  Wahyu") {
		t.Errorf("rejected, and still there:\n%s", tags)
	}
	said("official  Wahyu Hidayat (wahyu-hidayat)", "undo", ids[0][:8])
	said("official  Sutiaji (sutiaji)", "reassign", page, "wahyu-hidayat", "--to", "Sutiaji")
	said("official  Wahyu Hidayat (wahyu-hidayat)", "undo", ids[2])
	said("topic     Banjir dan drainase (banjir)  [confirmed by ratna]", "topic", "add", page, "banjir")
	said("topic", "topic", "remove", page, "anggaran")
	if tags := d.tags(0); strings.Contains(tags, "anggaran") {
		t.Errorf("the topic was removed, and is there:\n%s", tags)
	}
	said("(sofyan-edi-jarwoko)", "merge", "Sutopo Rekaan", "sofyan-edi-jarwoko")
	out, _, _ = d.jejak("correct", "list", "--article", page)
	if n := strings.Count(out, "oleh ratna: lihat naskah"); n < 7 || !strings.Contains(out, "dibatalkan") || !strings.Contains(out, "nama “Sutopo Rekaan”") {
		t.Errorf("list tells %d things:\n%s", n, out)
	}
	if _, talk, code = d.jejak("correct", "undo", ids[0], "--reason", "x"); code != cli.Nothing || !strings.Contains(talk, "ratna took it back already") {
		t.Errorf("undone twice: %d %s", code, talk)
	}
	out, _, _ = d.jejak("why", page)
	if !strings.Contains(out, "koreksi: “Wahyu Hidayat, Wali Kota Malang” ditolak oleh ratna: lihat naskah") || !strings.Contains(out, "koreksi dibatalkan oleh ratna") {
		t.Errorf("why does not tell the corrections:\n%s", out)
	}
}

// TestCorrectText follows what is said of pieces of the text: they are named by their
// words, and keep what was said when the command runs again.
func TestCorrectText(t *testing.T) {
	d := newDesktop(t, "Sutopo Rekaan mengunjungi Kampung Rekaan di Kecamatan Klojen, Kota Malang, pada Jumat (16/5/2025). “Bantuan ini sangat membantu kami semua,” kata Sutopo Rekaan.")
	page := address(0)
	before := d.tags(0)
	for _, want := range []string{"place     “Kampung Rekaan”", "place     “Kecamatan Klojen” = Klojen (35.73.02)", "date      “Jumat (16/5/2025)” (2025-05-16)", "membantu kami semua,” by Sutopo Rekaan  [verb+name]"} {
		if !strings.Contains(before, want) {
			t.Fatalf("the tags do not have %q:\n%s", want, before)
		}
	}
	for _, c := range []struct {
		args string
		code int
		say  string
	}{
		{"reject|kampung melati", cli.Nothing, `place "Kampung Rekaan", "Kecamatan Klojen" (35.73.02)`},
		{"reject|Kampung Rekaan|--kind|organisation", cli.Nothing, "is not a tag of this article"},
		{"reject|Kampung Rekaan|--kind|mood", cli.Usage, "--kind"},
		{"confirm|Kota Malang", cli.Usage, "hint: --kind scope or --kind place"},
		{"reassign|Kampung Rekaan|--to|99.99", cli.Nothing, "not a region of the registry"},
		{"reassign|Jumat (16/5/2025)|--to|besok", cli.Usage, "YYYY-MM-DD"},
		{"reassign|bantuan ini|--to|orang-rekaan", cli.Nothing, "an official of the registry or a name in this article"},
		{"confirm|bantuan itu|--kind|quote", cli.Nothing, `"Bantuan ini sangat membantu kami semua …" (Sutopo Rekaan)`},
	} {
		args := strings.Split(c.args, "|")
		args = append([]string{"correct", args[0], page}, append(args[1:], "--reason", "x")...)
		if out, talk, code := d.jejak(args...); code != c.code || !strings.Contains(talk, c.say) || out != "" {
			t.Errorf("%q = %d, want %d and %q:\n%s%s", args, code, c.code, c.say, out, talk)
		}
	}
	var said []string
	for _, c := range []struct{ args, want string }{
		{"confirm|Kampung Rekaan", "place     “Kampung Rekaan”  [landmark, confirmed by ratna]"},
		{"reassign|Kecamatan Klojen|--to|35.73.05", "“Kecamatan Klojen” = Lowokwaru (35.73.05)"},
		{"reject|2025-05-16", ""},
		{"reassign|bantuan ini|--to|sutiaji", "by Sutiaji (sutiaji)  [verb+name, re-assigned by ratna]"},
		{"confirm|bantuan ini", "by Sutiaji (sutiaji)  [verb+name, re-assigned by ratna, confirmed by ratna]"},
		{"reject|bantuan ini", "by nobody that is sure  [verb+name, re-assigned by ratna, confirmed by ratna, rejected by ratna]"},
	} {
		args := strings.Split(c.args, "|")
		args = append([]string{"correct", args[0], page}, append(args[1:], "--reason", "lihat naskah", "--by", "ratna")...)
		out, talk, code := d.jejak(args...)
		if tags := d.tags(0); code != 0 || !strings.Contains(talk, "1 articles tagged anew") || !strings.Contains(tags, c.want) {
			t.Errorf("%q = %d\n%s%s\nthe tags are\n%s\nwant %q", args, code, out, talk, tags, c.want)
		}
		said = append(said, idOf(out))
	}
	if tags := d.tags(0); strings.Contains(tags, "16/5") {
		t.Errorf("the date was rejected, and is there:\n%s", tags)
	}
	out, _, _ := d.jejak("correct", "list", "--article", page)
	for _, want := range []string{
		"tempat “Kampung Rekaan” dibenarkan oleh ratna: lihat naskah", "tempat “Kecamatan Klojen, 35.73.02” → Lowokwaru, 35.73.05 oleh ratna",
		"tanggal “Jumat (16/5/2025), 2025-05-16” ditolak", "pembicara “Bantuan ini sangat membantu kami semua …” (Sutopo Rekaan) → Sutiaji oleh ratna",
	} {
		if why, _, _ := d.jejak("why", page); !strings.Contains(out, want) || !strings.Contains(why, "koreksi: "+want) {
			t.Errorf("list or why does not tell %q:\n%s\n%s", want, out, why)
		}
	}
	for _, id := range said {
		if out, talk, code := d.jejak("correct", "undo", id, "--reason", "keliru", "--by", "budi"); code != 0 {
			t.Errorf("undo %s = %d\n%s%s", id, code, out, talk)
		}
	}
	if after := d.tags(0); after != before {
		t.Errorf("everything was taken back, and the tags are\n%s\nnot\n%s", after, before)
	}
}

// TestRegistryOfAnArchive records people in the registry of an archive: the tags
// follow, and person, registry show and outlet list know them.
func TestRegistryOfAnArchive(t *testing.T) {
	d := newDesktop(t, "Ketua KPU Kota Malang, Orang Rekaan, membuka rapat pleno.", "Petani panen raya.", "Camat Lowokwaru, Suryani Maharani, membuka pasar murah.")
	file := filepath.Join(d.dir, "baru.yaml")
	if err := os.WriteFile(file, []byte(`
officials: [{id: orang-rekaan, name: Orang Rekaan, aliases: [Cak Rekaan]}]
terms: [{official: orang-rekaan, office: ketua-kpu-kota-malang, from: 2025-01-01, sources: ["https://kabar.example/sk"]}]
outlets: [{id: kabar-rekaan, name: Kabar Rekaan, kind: press, hosts: [rekaan.example], feeds: ["https://rekaan.example/feed"], zone: Asia/Jakarta}]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	out, talk, code := d.jejak("registry", "record", file, "--by", "ratna", "--dry-run")
	if code != 0 || !strings.Contains(out, "+ official  Orang Rekaan (orang-rekaan), Ketua KPU Kota Malang") || !strings.Contains(talk, "nothing was written") {
		t.Errorf("dry run: %d\n%s%s", code, out, talk)
	}
	if _, _, code = d.jejak("person", "Cak Rekaan"); code != cli.Nothing {
		t.Errorf("a dry run recorded somebody: %d", code)
	}
	if out, talk, code = d.jejak("registry", "record", file, "--by", "ratna"); code != 0 || !strings.Contains(talk, "1 articles tagged anew") {
		t.Errorf("record: %d\n%s%s", code, out, talk)
	}
	id, _, _ := strings.Cut(out, " ")
	if tags := d.tags(0); !strings.Contains(tags, "(orang-rekaan), Ketua KPU Kota Malang") {
		t.Errorf("the tags do not know:\n%s", tags)
	}
	for _, c := range []struct{ args, want string }{
		{"person|Cak Rekaan|--on|2025-05-17", "Ketua KPU Kota Malang"},
		{"registry|show|officials", "orang-rekaan"},
		{"outlet|list", "rekaan.example"},
		{"registry|changes", "official-recorded"},
	} {
		if out, talk, code := d.jejak(strings.Split(c.args, "|")...); code != 0 || !strings.Contains(out, c.want) {
			t.Errorf("%s = %d, want %q:\n%s", c.args, code, c.want, clipped(out+talk))
		}
	}
	if out, talk, code = d.jejak("registry", "undo", id, "--by", "ratna"); code == 0 || !strings.Contains(talk, "needs it") {
		t.Errorf("the person was taken away from under the term: %d %s%s", code, out, talk)
	}
	if _, talk, code = d.jejak("registry", "record", file+".tidak-ada"); code != cli.Usage {
		t.Errorf("no such file: %d %s", code, talk)
	}

	out, talk, code = d.jejak("registry", "propose", "--min", "1")
	if code != 0 || !strings.Contains(out, "Suryani Maharani") || !strings.Contains(out, address(2)) {
		t.Fatalf("propose: %d\n%s%s", code, out, talk)
	}
	proposal, _, _ := strings.Cut(out[strings.LastIndexByte(out[:strings.Index(out, "Suryani")], '\n')+1:], " ")
	if out, talk, code = d.jejak("correct", "accept", proposal, "--by", "ratna"); code != 0 || !strings.Contains(talk, "1 articles tagged anew") {
		t.Errorf("accept %s: %d\n%s%s", proposal, code, out, talk)
	}
	if tags := d.tags(2); !strings.Contains(tags, "(suryani-maharani), Camat Lowokwaru") {
		t.Errorf("accepted, and the tags say\n%s", tags)
	}
	if _, talk, code = d.jejak("registry", "decline", proposal, "--by", "ratna"); code == 0 || !strings.Contains(talk, "accepted already") {
		t.Errorf("declined after it was accepted: %d %s", code, talk)
	}
}

func clipped(s string) string { return s[:min(len(s), 600)] }

// idOf returns the id that a correction prints in the end.
func idOf(out string) string {
	id, _, _ := strings.Cut(out[strings.LastIndexByte(strings.TrimSpace(out), '\n')+1:], " ")
	return id
}
