package quote

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// sharedDir finds the folder with the annotated articles, which are their outlets'
// and therefore not in the repository: a sibling of the checkout, or JEJAK_SHARED.
func sharedDir(t *testing.T, path string) string {
	t.Helper()
	dir := os.Getenv("JEJAK_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; dir == "" && at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "shared", path)); err == nil {
				dir = filepath.Join(at, "shared")
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, path)); dir == "" || err != nil {
		t.Skipf("no shared/%s beside the checkout and none in JEJAK_SHARED: quotes are not measured", path)
	}
	return filepath.Join(dir, path)
}

type goldSpan struct {
	Para, Start, End int
	Surface          string
}

type goldArticle struct {
	Paragraphs []struct{ Kind, Text string }
	Entities   map[string]struct{ Type, Canonical, Role string }
	Mentions   []struct {
		goldSpan
		Layer, Entity string
	}
	Quotes []struct {
		goldSpan
		Kind, Speaker, Cue string
		Accept             []string
	}
	Indirect []goldSpan `json:"indirect_statements"`
	body     []int      // gold paragraph of each of ours
}

func (g *goldArticle) input() ([]string, []Person) {
	var texts []string
	at := map[int]int{}
	for i, p := range g.Paragraphs {
		if p.Kind == "body" {
			at[i] = len(texts)
			texts = append(texts, p.Text)
			g.body = append(g.body, i)
		}
	}
	var people []Person
	for _, m := range g.Mentions {
		p, ok := at[m.Para]
		if !ok || m.Layer != "PER" || m.Entity == "" {
			continue
		}
		e := g.Entities[m.Entity]
		people = append(people, Person{Paragraph: p, Start: m.Start, End: m.End, ID: news.OfficialID(m.Entity), Name: e.Canonical, Role: e.Role})
	}
	return texts, people
}

func overlap(a goldSpan, para, start, end int) int {
	if a.Para != para {
		return 0
	}
	return max(0, min(a.End, end)-max(a.Start, start))
}

// TestGold measures the finder on the annotated articles with the annotated names
// given, by the definitions of the scorer beside them.
func TestGold(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedDir(t, "data/gold"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no annotated articles: %v", err)
	}
	var gold, printed, hit, speakers, cues, indirect, indirectHit, indirectPrinted int
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var g goldArticle
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		texts, people := g.input()
		out := Find(lang.ReadAll(texts), people, []string{"seru"})
		name := filepath.Base(file)
		used := make([]bool, len(out))
		for _, q := range out {
			if q.Direct {
				printed++
			} else {
				indirectPrinted++
			}
		}
		for _, want := range g.Quotes {
			if want.Kind != "direct" {
				continue
			}
			gold++
			found := -1
			for i, q := range out {
				longer := max(want.End-want.Start, q.End-q.Start)
				if q.Direct && !used[i] && float64(overlap(want.goldSpan, g.body[q.Paragraph], q.Start, q.End)) >= 0.8*float64(longer) {
					found = i
					break
				}
			}
			if found < 0 {
				t.Logf("%s: missed quote %q", name, want.Surface)
				continue
			}
			used[found] = true
			hit++
			q := out[found]
			accept := want.Accept
			if len(accept) == 0 {
				accept = []string{want.Speaker}
			}
			who := ""
			if q.Speaker != nil {
				who = string(q.Speaker.ID)
			}
			ok := false
			for _, a := range accept {
				ok = ok || a == who
			}
			if ok {
				speakers++
			} else {
				t.Logf("%s: quote %.40q by %q, want %v (rule %s)", name, q.Text, who, accept, q.Rule)
			}
			if firstWord(q.Cue) == firstWord(want.Cue) {
				cues++
			} else {
				t.Logf("%s: quote %.40q has cue %q, want %q", name, q.Text, q.Cue, want.Cue)
			}
		}
		for i, q := range out {
			if q.Direct && !used[i] {
				t.Logf("%s: no quote: %q (rule %s)", name, q.Text, q.Rule)
			}
		}
		for _, want := range g.Indirect {
			if g.Paragraphs[want.Para].Kind != "body" {
				continue
			}
			indirect++
			ok := false
			for i, q := range out {
				o := float64(overlap(want, g.body[q.Paragraph], q.Start, q.End))
				if !q.Direct && !used[i] && o >= 0.6*float64(want.End-want.Start) {
					used[i], ok = true, true
					break
				}
			}
			if ok {
				indirectHit++
			} else {
				t.Logf("%s: missed statement %q", name, want.Surface)
			}
		}
		for i, q := range out {
			if !q.Direct && !used[i] && testing.Verbose() {
				t.Logf("%s: more: %q by %v (%s, %s)", name, q.Text, q.Speaker.Name, q.Rule, q.Cue)
			}
		}
	}
	t.Logf("quotes: %d gold, %d printed, %d found, %d speakers, %d cues; statements: %d of %d, %d printed",
		gold, printed, hit, speakers, cues, indirectHit, indirect, indirectPrinted)
	f1 := 2 * float64(hit) / float64(gold+printed)
	if whole := 2 * float64(speakers) / float64(gold+printed); f1 < 0.99 || whole < 0.95 {
		t.Errorf("quotes F1 %.3f, with the right speaker %.3f; want 0.99 and 0.95", f1, whole)
	}
	if float64(cues) < 0.95*float64(hit) || float64(indirectHit) < 0.75*float64(indirect) {
		t.Errorf("cues %d of %d, statements %d of %d; want 0.95 and 0.75", cues, hit, indirectHit, indirect)
	}
}

func firstWord(s string) string {
	if words := strings.Fields(lang.Fold(s)); len(words) > 0 {
		return words[0]
	}
	return ""
}
