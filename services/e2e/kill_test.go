package e2e

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestKillAllInOne kills the whole of Jejak at random moments of a crawl. After the
// last start every article is there once, none twice, none missing.
func TestKillAllInOne(t *testing.T) {
	jejak := program(t, "github.com/jejak-id/jejak/services/jejak")
	site, base, outlets := web(t)
	data := t.TempDir()
	shared := []string{"--data", data, "--outlets", outlets, "--allow-private", "127.0.0.0/8"}
	serve := func() *process {
		return start(t, jejak, append([]string{"serve", "--listen", "127.0.0.1:0", "--outlet", "kabar-wanasari", "--speed", "300"}, shared...)...)
	}

	random := rand.New(rand.NewPCG(20250517, 1))
	for range 20 {
		p := serve()
		time.Sleep(time.Duration(50+random.IntN(700)) * time.Millisecond)
		p.kill()
	}
	want, err := site.Expect(base)
	if err != nil {
		t.Fatal(err)
	}
	p := serve()
	eventually(t, func() []string {
		return compare(parseExport(t, output(t, []int{4, 10}, jejak, append([]string{"export"}, shared...)...)), want)
	}, p)
	p.stop(t)
	// What one more start says must be the same: nothing was in memory alone.
	if faults := compare(parseExport(t, output(t, nil, jejak, append([]string{"export"}, shared...)...)), want); len(faults) > 0 {
		t.Errorf("after a clean stop: %v", faults)
	}
}
