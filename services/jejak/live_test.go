package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// TestBesideRunning corrects a tag and records a person beside a running jejak: tags,
// index and desk follow without a restart.
func TestBesideRunning(t *testing.T) {
	d := newDesktop(t, "Wali Kota Malang Wahyu Hidayat membahas APBD.", "Ketua KPU Kota Malang, Orang Rekaan, membuka rapat pleno.")
	reg, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	n, err := openNode(t.Context(), nodeConfig{dir: d.dir, listen: "127.0.0.1:0", registry: reg, agent: "jejakbot/test", logger: cli.Logger(t.Output(), 4, false)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- n.run(ctx, false) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := n.close(); err != nil {
			t.Error(err)
		}
	}()
	settle := func() {
		t.Helper()
		if err := until(ctx, 10*time.Millisecond, n.settled); err != nil {
			t.Fatal(err)
		}
	}
	finds := func(id news.OfficialID) int {
		t.Helper()
		res, err := n.index.Search(ctx, search.Query{Officials: []news.OfficialID{id}, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return res.Total
	}
	code := func(path string) (int, string) {
		t.Helper()
		res, err := http.Get(n.address() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(b)
	}
	settle()
	if finds("wahyu-hidayat") != 1 || finds("orang-rekaan") != 0 {
		t.Fatalf("before: %d and %d articles", finds("wahyu-hidayat"), finds("orang-rekaan"))
	}

	out, talk, exit := d.jejak("correct", "reject", address(0), "wahyu-hidayat", "--reason", "bukan dia", "--by", "ratna")
	if exit != 0 || !strings.Contains(talk, "the running jejak applies it") {
		t.Fatalf("correct: %d\n%s%s", exit, out, talk)
	}
	settle()
	if n := finds("wahyu-hidayat"); n != 0 {
		t.Errorf("rejected, and %d articles are found", n)
	}
	if _, page := code("/article/" + string(news.NewArticleID(address(0)))); !strings.Contains(page, "ditolak oleh ratna: bukan dia") {
		t.Error("the desk does not tell the correction")
	}

	file := filepath.Join(d.dir, "baru.yaml")
	if err := os.WriteFile(file, []byte(`
officials: [{id: orang-rekaan, name: Orang Rekaan}]
terms: [{official: orang-rekaan, office: ketua-kpu-kota-malang, from: 2025-01-01, sources: ["https://kabar.example/sk"]}]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, _ := code("/official/orang-rekaan"); c != http.StatusNotFound {
		t.Errorf("somebody nobody recorded has a page: %d", c)
	}
	if out, talk, exit = d.jejak("registry", "record", file, "--by", "ratna"); exit != 0 {
		t.Fatalf("record: %d\n%s%s", exit, out, talk)
	}
	settle()
	if n := finds("orang-rekaan"); n != 1 {
		t.Errorf("recorded, and %d articles are found", n)
	}
	if c, page := code("/official/orang-rekaan"); c != http.StatusOK || !strings.Contains(page, "Ketua KPU Kota Malang") {
		t.Errorf("recorded, and the page of the official is %d", c)
	}
}
