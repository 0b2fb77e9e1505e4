package enrich

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

//go:embed words/lexicon.txt
var lexiconText string

//go:embed words/names.txt
var namesText string

// class is what a phrase of the lexicon does in the name grammar.
type class uint32

// The classes, by their section in words/lexicon.txt.
const (
	officeRegion class = 1 << iota
	officeOrganisation
	officeLone
	officeMinister
	officeMinisterShort
	officePublic
	isFormer
	isCandidate
	isActing
	orgHead
	orgRegion
	orgNot
	placeHead
	placeRegion
	placeWorld
	placeTail
	isForeign
	isRank

	anyOffice = officeRegion | officeOrganisation | officeMinister | officeMinisterShort
	anyOrg    = orgHead | orgRegion
)

var sections = map[string]class{
	"office-region": officeRegion, "office-organisation": officeOrganisation, "office-lone": officeLone,
	"office-minister": officeMinister, "office-minister-short": officeMinisterShort, "office-public": officePublic,
	"former": isFormer, "candidate": isCandidate, "acting": isActing,
	"org-head": orgHead, "org-region": orgRegion, "org-not": orgNot,
	"place-head": placeHead, "place-region": placeRegion, "place-world": placeWorld, "place-tail": placeTail, "foreign": isForeign, "rank": isRank,
}

// phrase is an entry of the lexicon.
type phrase struct {
	class  class
	status news.Status // of isActing
}

// wordClass is what a single word is known to be.
type wordClass uint8

const (
	isName  wordClass = 1 << iota // people are named with it
	isKnown                       // a word of the language
)

// lexicon is the compiled form of the word lists. It never changes once built.
type lexicon struct {
	vocabulary *vocabulary
	phrases    *trie[phrase]
	words      []wordClass // by number
}

func newLexicon() (*lexicon, error) {
	l := &lexicon{vocabulary: newVocabulary(), phrases: newTrie[phrase]()}
	var section class
	for n, line := range strings.Split(lexiconText, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			name := strings.Trim(line, "[]")
			c, ok := sections[name]
			if !ok {
				return nil, fmt.Errorf("lexicon line %d: unknown section %q", n+1, name)
			}
			section = c
			continue
		}
		for entry := range strings.SplitSeq(line, ",") {
			words, status, _ := strings.Cut(strings.TrimSpace(entry), "=")
			if words == "" {
				continue
			}
			p := l.phrases.at(l.vocabulary.words(words))
			p.class |= section
			if status != "" {
				p.status = news.Status(status)
			}
		}
	}
	for line := range strings.Lines(namesText) {
		if line[0] == '#' {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			id := l.vocabulary.add(w)
			l.grow(id)
			l.words[id] |= isName
		}
	}
	return l, nil
}

func (l *lexicon) grow(id uint32) {
	for int(id) >= len(l.words) {
		l.words = append(l.words, make([]wordClass, len(l.words)+64)...)
	}
}

// close works out what can be known of every word before the first article.
func (l *lexicon) close() {
	l.grow(uint32(len(l.vocabulary.list)))
	for id, w := range l.vocabulary.list {
		if id > 0 && lang.Known(w) {
			l.words[id] |= isKnown
		}
	}
}

// abbreviate adds the short forms of the registry that stand for a body.
func (l *lexicon) abbreviate(reg *registry.Registry) {
	for _, a := range reg.Abbreviations() {
		if len(a.Long) == 0 || len(a.Short) < 3 {
			continue
		}
		p := paragraph{}
		p.toks = lang.Tokens(a.Long[0])
		p.ids = make([]uint32, len(p.toks))
		for i := range p.toks {
			p.ids[i] = l.vocabulary.ids[p.toks[i].Fold]
		}
		if w, _ := l.phrases.longest(&p, 0, hasClass(orgHead)); w == nil {
			continue
		}
		if short := l.phrases.at(l.vocabulary.words(a.Short)); short.class&(orgNot|anyOffice|isActing) == 0 {
			short.class |= orgRegion
		}
	}
}
