package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var captured = time.Date(2025, 5, 17, 3, 0, 0, 0, time.UTC)

// exchanges are two pages of an invented outlet with the same body, and one that
// is gone.
func exchanges() []Exchange {
	page := func(n int, status int, body string) Exchange {
		return Exchange{
			URI: fmt.Sprintf("https://kabar.example/%d-rapat?b=2", n), Time: captured.Add(time.Duration(n) * time.Minute), Status: status,
			Header:  map[string]string{"Content-Type": "text/html; charset=utf-8", "Etag": `"x"`},
			Body:    []byte(body),
			Request: map[string]string{"User-Agent": "jejakbot/1.0"},
		}
	}
	return []Exchange{page(1, 200, "<p>Rapat di balai kota.</p>\x00\xff"), page(2, 200, "<p>Rapat di balai kota.</p>\x00\xff"), page(3, 410, "")}
}

func TestWriteAndRead(t *testing.T) {
	var file bytes.Buffer
	w := NewWriter(&file, NewSeen())
	if _, err := w.WriteInfo("kabar.warc.gz", captured, "software", "jejak"); err != nil {
		t.Fatal(err)
	}
	var entries []Entry
	for _, x := range exchanges() {
		e, err := w.WriteExchange(x)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}

	var types []string
	for rec, err := range Records(bytes.NewReader(file.Bytes())) {
		if err != nil {
			t.Fatal(err)
		}
		types = append(types, rec.Type())
	}
	want := []string{Info, Response, Request, Revisit, Request, Response, Request}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Errorf("types of the records (-want +got):\n%s", diff)
	}

	// Each entry's offset and length are one gzip member that reads alone.
	for i, x := range exchanges() {
		e := entries[i]
		for rec, err := range Records(bytes.NewReader(file.Bytes()[e.Offset : e.Offset+e.Length])) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.URI() != x.URI {
				t.Errorf("record %d is of %q, want %q", i, rec.URI(), x.URI)
			}
			if at, err := rec.Time(); err != nil || !at.Equal(x.Time) {
				t.Errorf("record %d is of %v (%v), want %v", i, at, err, x.Time)
			}
			status, header, body, err := rec.HTTP()
			if err != nil || status != x.Status || header["Etag"] != `"x"` {
				t.Errorf("record %d: HTTP() = %d, %v, %v", i, status, header, err)
			}
			if rec.Type() == Response && !bytes.Equal(body, x.Body) {
				t.Errorf("record %d: body %q, want %q", i, body, x.Body)
			}
			if rec.Type() == Revisit && rec.Header.Get("WARC-Refers-To-Target-URI") != exchanges()[0].URI {
				t.Errorf("the revisit refers to %q", rec.Header.Get("WARC-Refers-To-Target-URI"))
			}
		}
	}
}

func TestSameExchangesGiveTheSameBytes(t *testing.T) {
	write := func() []byte {
		var b bytes.Buffer
		w := NewWriter(&b, NewSeen())
		for _, x := range exchanges() {
			if _, err := w.WriteExchange(x); err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	if !bytes.Equal(write(), write()) {
		t.Error("writing twice gives different bytes")
	}
}

func TestReadOtherForms(t *testing.T) {
	record := "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <https://kabar.example/>\r\nContent-Length: 4\r\n\r\nhalo\r\n\r\n"
	two := record + record
	var whole bytes.Buffer // one gzip member over all records
	zip := gzip.NewWriter(&whole)
	io.WriteString(zip, two)
	zip.Close()
	for name, file := range map[string]string{"plain": two, "one member": whole.String(), "lines of \\n alone": strings.ReplaceAll(two, "\r\n", "\n")} {
		n := 0
		for rec, err := range Records(strings.NewReader(file)) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if string(rec.Block) != "halo" || rec.URI() != "https://kabar.example/" {
				t.Errorf("%s: block %q of %q", name, rec.Block, rec.URI())
			}
			n++
		}
		if n != 2 {
			t.Errorf("%s: %d records, want 2", name, n)
		}
	}
}

func TestBrokenFiles(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"not a WARC", "<html>\n", "begins with"},
		{"cut in the header", "WARC/1.1\r\nWARC-Type: response\r\n", "unexpected EOF"},
		{"cut in the block", "WARC/1.1\r\nContent-Length: 10\r\n\r\nhalo", "unexpected EOF"},
		{"no length", "WARC/1.1\r\nWARC-Type: response\r\n\r\n", "Content-Length"},
		{"a false length costs no memory", "WARC/1.1\r\nContent-Length: 67000000\r\n\r\nhalo", "unexpected EOF"},
		{"too large", "WARC/1.1\r\nContent-Length: 68000000\r\n\r\n" + strings.Repeat("x", 68000000), "too large"},
		{"broken gzip", "\x1f\x8b\x07\x00abcdefgh", "gzip member at byte 0"},
	}
	for _, tt := range tests {
		var got error
		for _, err := range Records(strings.NewReader(tt.file)) {
			got = err
		}
		if got == nil || !strings.Contains(got.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, got, tt.want)
		}
		if tt.name == "too large" && !errors.Is(got, ErrTooLarge) {
			t.Errorf("%s: %v does not wrap ErrTooLarge", tt.name, got)
		}
	}
}

func FuzzRecords(f *testing.F) {
	var file bytes.Buffer
	w := NewWriter(&file, NewSeen())
	w.WriteExchange(exchanges()[0])
	f.Add(file.Bytes())
	f.Add([]byte("WARC/1.1\r\nContent-Length: 4\r\n\r\nhalo\r\n\r\n"))
	f.Add([]byte("WARC/1.1\r\nContent-Length: -4\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for rec, err := range Records(bytes.NewReader(b)) {
			if err == nil {
				rec.HTTP()
			}
			if n++; n > len(b)+1 {
				t.Fatal("more records than bytes")
			}
		}
	})
}

func TestDir(t *testing.T) {
	dir := t.TempDir()
	d, err := OpenDir(dir, "kabar", 1, "software", "jejak") // a file is full after its first record
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range exchanges() {
		if _, err := d.Write(uint64(i+1), x); err != nil {
			t.Fatal(err)
		}
	}
	open, _ := filepath.Glob(filepath.Join(dir, "*.open"))
	if len(open) != 1 {
		t.Errorf("files under way before Finish: %v, want one", open)
	}
	if name, err := d.Finish(); err != nil || name != "kabar-000000000003.warc.gz" {
		t.Errorf("Finish() = %q, %v", name, err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 6 {
		t.Errorf("files: %v, want three WARC files and three indexes", files)
	}
	index, err := os.ReadFile(filepath.Join(dir, "kabar-000000000001.cdxj"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `example,kabar)/1-rapat?b=2 20250517030100 {"url":"https://kabar.example/1-rapat?b=2","mime":"text/html","status":"200"`; !strings.HasPrefix(string(index), want) {
		t.Errorf("index line %q, want it to begin with %q", index, want)
	}

	// A killed process leaves a file under way: the next one removes it.
	if err := os.WriteFile(filepath.Join(dir, "kabar-9.warc.gz.open"), []byte("half"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDir(dir, "kabar", 1); err != nil {
		t.Fatal(err)
	}
	if open, _ := filepath.Glob(filepath.Join(dir, "*.open")); len(open) != 0 {
		t.Errorf("files under way after OpenDir: %v", open)
	}
}

// TestIndependentReader lets warcio, the reader that archives use, judge the files.
func TestIndependentReader(t *testing.T) {
	if err := exec.Command("python3", "-c", "import warcio").Run(); err != nil {
		t.Skip("SKIPPED: Python with warcio is not here (pip install warcio): the files were not judged by an independent reader")
	}
	dir := t.TempDir()
	d, err := OpenDir(dir, "kabar", 1<<20, "software", "jejak", "format", "WARC File Format 1.1")
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range exchanges() {
		if _, err := d.Write(uint64(i+1), x); err != nil {
			t.Fatal(err)
		}
	}
	name, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("python3", "-m", "warcio.cli", "check", "-v", filepath.Join(dir, name)).CombinedOutput()
	if err != nil {
		t.Errorf("warcio check: %v\n%s", err, out)
	}
	const list = `
import sys
from warcio.archiveiterator import ArchiveIterator
for r in ArchiveIterator(open(sys.argv[1], "rb")):
    print(r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.http_headers.get_statuscode() if r.http_headers and r.rec_type != "request" else "-", len(r.content_stream().read()))
`
	got, err := exec.Command("python3", "-c", list, filepath.Join(dir, name)).CombinedOutput()
	if err != nil {
		t.Fatalf("warcio: %v\n%s", err, got)
	}
	want := `warcinfo None - 47
response https://kabar.example/1-rapat?b=2 200 29
request https://kabar.example/1-rapat?b=2 - 0
revisit https://kabar.example/2-rapat?b=2 200 0
request https://kabar.example/2-rapat?b=2 - 0
response https://kabar.example/3-rapat?b=2 410 0
request https://kabar.example/3-rapat?b=2 - 0
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("what warcio reads (-want +got):\n%s", diff)
	}
}
