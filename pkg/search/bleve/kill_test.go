package bleve_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/pkg/search/bleve"
)

const perBatch = 4

// TestMain turns the test binary into a writer that is there to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("JEJAK_TEST_WRITE"); dir != "" {
		if err := write(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// write goes on from the checkpoint for ever, and prints every batch that it was
// told is durable.
func write(dir string) error {
	index, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		return err
	}
	c, err := index.Checkpoint(context.Background())
	if err != nil {
		return err
	}
	for seq := c.Positions["NEWS"].Seq + 1; ; seq++ {
		b := search.Batch{Checkpoint: search.Checkpoint{Positions: map[string]search.Position{"NEWS": {Seq: seq}}}}
		for n := range perBatch {
			b.Put = append(b.Put, article(int(seq)*perBatch+n, "Retret"))
		}
		if _, err := index.Apply(context.Background(), b); err != nil {
			return err
		}
		fmt.Println(seq)
	}
}

// TestKill: whenever the process is killed, checkpoint and documents belong
// together, and nothing is lost that was said to be durable.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 2))
	var last uint64
	for round := range 6 {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "JEJAK_TEST_WRITE="+dir)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		pause := time.Duration(r.IntN(200)) * time.Millisecond
		sc := bufio.NewScanner(out)
		for first := true; sc.Scan(); {
			if last, err = strconv.ParseUint(sc.Text(), 10, 64); err != nil {
				t.Fatal(err)
			}
			if first {
				first = false
				time.AfterFunc(pause, func() { _ = cmd.Process.Kill() })
			}
		}
		_ = cmd.Wait()
		if stderr.Len() > 0 {
			t.Fatalf("round %d: %s", round, stderr.String())
		}

		index, err := bleve.Open(dir, bleve.Options{})
		if err != nil {
			t.Fatalf("round %d: open after the kill: %v", round, err)
		}
		c, err := index.Checkpoint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		n, err := index.Count(context.Background())
		if seq := c.Positions["NEWS"].Seq; err != nil || seq < last || uint64(n) != seq*perBatch {
			t.Errorf("round %d: %d documents, checkpoint %d, last batch said to be durable %d, %v", round, n, seq, last, err)
		}
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if last < 6 {
		t.Errorf("only %d batches were written: the test tests nothing", last)
	}
}
