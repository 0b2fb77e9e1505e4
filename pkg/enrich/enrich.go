// Package enrich reads who and what an article names: people with the office they
// held on the article's day, organisations, places with their codes, quotes with
// their speakers, dates, amounts, topics and the government it is about.
//
//	e := enrich.New(reg)
//	tags := e.Tags(article, observed)
//
// [Enricher.Tags] is pure: the same article, registry and corrections give the
// same tags, at any clock and on any machine. [Stage] runs it over the log.
//
// It reads by rules, and every tag names the rule that gave it. Names are found by
// a grammar over capitalised words ("office+name", "title+name"), so that people
// whom no list knows are found as well; the registry then says who they are. What
// the article and the registry do not settle is left open and listed as
// [news.Unsettled], never guessed: a homonym of a former mayor is not the mayor.
//
// An Enricher may be used by many goroutines at once. Spans lie inside their
// paragraph and reproduce its text. Time is linear in the length of the article.
package enrich

import (
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// Version names the rules of this package. It changes when tags can.
const Version = "rules-4"

// Enricher reads articles by one registry. Make one with [New].
type Enricher struct {
	reg           *registry.Registry
	lexicon       *lexicon
	gazetteer     *gazetteer
	organisations *trie[[]news.OrganisationID] // with the names of outlets, which have no id
	orgByName     map[string][]news.OrganisationID
	people        *people
	offices       *offices
	topics        *topics
}

// New compiles the names of a registry. It takes some ten milliseconds; do it once.
func New(reg *registry.Registry) *Enricher {
	lex, err := newLexicon()
	if err != nil {
		panic("enrich: " + err.Error()) // unreachable: the lists are embedded and tested
	}
	v := lex.vocabulary
	e := &Enricher{reg: reg, lexicon: lex, organisations: newTrie[[]news.OrganisationID](), orgByName: map[string][]news.OrganisationID{}}
	e.gazetteer = newGazetteer(v, reg)
	for _, o := range reg.Organisations() {
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			ids := e.organisations.at(v.words(name))
			*ids = append(*ids, o.ID)
			key := lang.Fold(name)
			e.orgByName[key] = append(e.orgByName[key], o.ID)
		}
	}
	for _, o := range reg.Outlets() {
		e.organisations.at(v.words(o.Name))
	}
	lex.abbreviate(reg)
	e.people = newPeople(v, lex, reg)
	e.offices = newOffices(lex, reg)
	e.topics = newTopics(reg)
	lex.close()
	return e
}

// Tags reads one article. observed is when its page was seen; it counts only when
// the article has no date of its own.
func (e *Enricher) Tags(a *news.Article, observed time.Time) news.Tags {
	return e.TagsWith(a, observed, nil)
}

// read makes the paragraphs of an article ready for the grammar.
func (e *Enricher) read(a *news.Article) []paragraph {
	out := make([]paragraph, len(a.Paragraphs))
	for i, text := range a.Paragraphs {
		p := &out[i]
		p.Paragraph = lang.Read(text)
		p.index, p.toks = i, p.Tokens
		p.ids = make([]uint32, len(p.toks))
		p.first = make([]bool, len(p.toks))
		p.owner = make([]int32, len(p.toks))
		for k := range p.toks {
			if p.toks[k].IsWord() {
				p.ids[k] = e.lexicon.vocabulary.ids[p.toks[k].Fold]
			}
		}
		p.begin()
	}
	return out
}

// begin marks the words that are capitals because they open a sentence or a
// quotation.
func (p *paragraph) begin() {
	mark := func(i int) {
		for i < len(p.toks) && !p.toks[i].IsWord() {
			i++
		}
		if i < len(p.toks) {
			p.first[i] = true
		}
	}
	for _, s := range p.Sentences {
		mark(s.From)
	}
	for i := range p.toks {
		switch t := &p.toks[i]; {
		case t.Kind == lang.Quote, t.Is(":"), t.Is("("):
			if i+1 < len(p.toks) && p.toks[i+1].IsWord() && t.Kind == lang.Quote {
				p.first[i+1] = true
			}
		case t.Is("."), t.Is("?"), t.Is("!"):
			if i+1 < len(p.toks) && p.toks[i+1].IsWord() {
				p.first[i+1] = true
			}
		}
	}
}

func (e *Enricher) String() string {
	return fmt.Sprintf("enricher %s, registry %s", Version, e.reg.Version())
}
