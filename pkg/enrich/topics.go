package enrich

import (
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// topics recognises the registry's topics. All their words lie in one trie of
// stems, so that an article is read once however many topics there are.
type topics struct {
	list   []registry.Topic
	rules  []topicRule
	v      *vocabulary
	trie   *trie[[]int] // phrase number
	stems  map[string]string
	single map[string][]int // phrases of one word, by that word
	open   map[string][]int // phrases that end in "*", by their first three letters
	words  []string         // of those phrases, without the star
}

// topicRule is a rule with its phrases as numbers.
type topicRule struct {
	topic         int
	any, all, not []int
	min           int
	lead          bool
}

func newTopics(reg *registry.Registry) *topics {
	t := &topics{list: reg.Topics(), v: newVocabulary(), trie: newTrie[[]int](), stems: map[string]string{}, single: map[string][]int{}, open: map[string][]int{}}
	known := map[string]int{}
	number := func(phrases []string) []int {
		var out []int
		for _, phrase := range phrases {
			key := strings.ToLower(phrase)
			n, ok := known[key]
			if !ok {
				n = len(t.words)
				known[key] = n
				t.words = append(t.words, "")
				if rest, star := strings.CutSuffix(key, "*"); star && !strings.Contains(rest, " ") && len(rest) >= 3 {
					rest = lang.Fold(rest)
					t.words[n] = rest
					t.open[rest[:3]] = append(t.open[rest[:3]], n)
				} else if words := lang.Words(key); len(words) == 1 {
					t.single[words[0]] = append(t.single[words[0]], n)
				} else {
					var ids []uint32
					for _, w := range lang.Words(strings.TrimSuffix(key, "*")) {
						ids = append(ids, t.v.add(lang.Stem(w)))
						t.stems[w] = lang.Stem(w)
					}
					at := t.trie.at(ids)
					*at = append(*at, n)
				}
			}
			out = append(out, n)
		}
		return out
	}
	for i, topic := range t.list {
		for _, rule := range topic.Rules {
			min := rule.Min
			if min == 0 && len(rule.Any) > 0 {
				min = 1
			}
			t.rules = append(t.rules, topicRule{i, number(rule.Any), number(rule.All), number(rule.Not), min, rule.Lead})
		}
	}
	return t
}

// seen says where a phrase stands: in the lead, and the first place in the body.
type seen struct {
	lead, body bool
	at         *news.Span // of paragraph -1 while only the title has it
}

// of returns the topics of an article in the order of the registry.
func (t *topics) of(a *news.Article, paras []paragraph) []news.TopicTag {
	found := make([]seen, len(t.words))
	title := paragraph{index: -1}
	title.Paragraph = lang.Read(a.Title)
	title.toks = title.Tokens
	t.search(&title, true, found)
	for i := range paras {
		t.search(&paras[i], i < 2, found)
	}
	var out []news.TopicTag
	done := make([]bool, len(t.list))
	for _, rule := range t.rules {
		if done[rule.topic] {
			continue
		}
		has := func(n int) bool { return found[n].lead || found[n].body && !rule.lead }
		ok, hits := true, 0
		var evidence []news.Span
		title := ""
		see := func(n int) {
			switch at := found[n].at; {
			case at == nil:
			case at.Paragraph < 0:
				title = at.Text
			case len(evidence) < 3:
				evidence = append(evidence, *at)
			}
		}
		for _, n := range rule.not {
			ok = ok && !(found[n].lead || found[n].body)
		}
		for _, n := range rule.all {
			ok = ok && has(n)
			see(n)
		}
		for _, n := range rule.any {
			if has(n) {
				hits++
				see(n)
			}
		}
		if !ok || hits < rule.min || rule.min == 0 && len(rule.all) == 0 {
			continue
		}
		done[rule.topic] = true
		topic := t.list[rule.topic]
		name := "words"
		if rule.lead {
			name = "words in the lead"
		}
		if len(evidence) == 0 {
			name = fmt.Sprintf("words in the title: %q", title)
		}
		out = append(out, news.TopicTag{ID: topic.ID, Label: topic.Label, Rule: name, Evidence: evidence})
	}
	return out
}

func (t *topics) search(p *paragraph, lead bool, found []seen) {
	ids := make([]uint32, len(p.toks))
	hit := func(n, i, end int) {
		f := &found[n]
		f.body = true
		f.lead = f.lead || lead
		if f.at == nil || f.at.Paragraph < 0 && p.index >= 0 {
			s := p.span(i, end)
			f.at = &s
		}
	}
	for i := range p.toks {
		w := &p.toks[i]
		if !w.IsWord() {
			continue
		}
		// One word alone has to stand as it is: the stem of "perumahan" is every
		// house. In a phrase the other words keep a stem from going astray.
		for _, n := range t.single[w.Fold] {
			hit(n, i, i+1)
		}
		if base := enclitic(w.Fold); base != w.Fold {
			for _, n := range t.single[base] {
				hit(n, i, i+1)
			}
		}
		stem, ok := t.stems[w.Fold]
		switch {
		case ok:
		case len(w.Fold) < 4 || lang.StopWord(w.Fold):
			stem = w.Fold // a third of all words, and no stem of theirs is another word
		default:
			stem = lang.Stem(w.Fold)
		}
		ids[i] = t.v.ids[stem]
		if len(w.Fold) >= 3 {
			for _, n := range t.open[w.Fold[:3]] {
				if strings.HasPrefix(w.Fold, t.words[n]) {
					hit(n, i, i+1)
				}
			}
		}
	}
	q := paragraph{toks: p.toks, ids: ids}
	for i := range ids {
		if ids[i] == 0 || !t.trie.begins(ids[i]) {
			continue
		}
		node := uint32(0)
		for k := i; k < len(ids); k++ {
			if k > i && q.toks[k].Kind == lang.Hyphen {
				continue
			}
			next, ok := t.trie.edges[uint64(node)<<32|uint64(ids[k])]
			if ids[k] == 0 || !ok {
				break
			}
			node = next
			if l := t.trie.leaf[node]; l >= 0 {
				for _, n := range t.trie.value[l] {
					hit(n, i, k+1)
				}
			}
		}
	}
}

// enclitic returns a word without a possessive or particle at its end.
func enclitic(w string) string {
	for _, end := range []string{"nya", "lah", "pun"} {
		if rest, ok := strings.CutSuffix(w, end); ok && len(rest) > 3 {
			return rest
		}
	}
	return w
}
