package quote

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
)

// TestCorpus reads a thousand articles without annotation. Nearly every quote of
// the press has a cue, so quotes without one show what the finder takes for speech
// by mistake; spans have to hold everywhere.
func TestCorpus(t *testing.T) {
	f, err := os.Open(sharedDir(t, "data/corpus/articles.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	articles, direct, bare := 0, 0, 0
	for lines.Scan() {
		var a struct{ Content string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatalf("article %d: %v", articles+1, err)
		}
		articles++
		text := []string{a.Content}
		out := Find(lang.ReadAll(text), nil, nil)
		within(t, text, out)
		for _, q := range out {
			if q.Direct {
				direct++
				if q.CueKind == "none" {
					bare++
				}
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles, %d quotes, %d without a cue", articles, direct, bare)
	if direct < 2*articles || bare*50 > direct {
		t.Errorf("%d of %d quotes have no cue; want at most 2 in 100", bare, direct)
	}
}
