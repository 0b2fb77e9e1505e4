// Package quote finds what people say in an article: direct quotes and indirect
// statements, each with its speaker and the words that attribute it.
//
//	quotes := quote.Find(lang.ReadAll(article.Paragraphs), people, outlet.Verbs)
//
// people are the mentions of persons that somebody else found and resolved; quote
// chooses among them. A speaker whom a cue names and nobody resolved, "salah satu
// warga" or an unknown name, has that name and no ID.
//
// Promises: same input, same output; no clock, no state. A quote without a
// speaker that the text decides has none, or several [news.Quote.Candidates] in
// order of likelihood. Spans keep the quotation marks and reproduce the text.
// Titles, slogans and scare quotes are no quotes. Time is linear in the length of
// the article.
package quote

import (
	"cmp"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

// Person is one mention of a person: a name, or an office or epithet that stands
// for one. Mentions with the same ID, or without IDs the same Name, are one person.
type Person struct {
	Paragraph, Start, End int // code points in that paragraph
	ID                    news.OfficialID
	Name                  string // in full
	Office                news.OfficeID
	Role                  string // as the text gives it: "Kepala Dinas Sosial Kota Malang"
}

// Find returns the quotes of an article in the order of the text. house are the
// outlet's own speech verbs, such as "seru"; they count only behind a quotation.
func Find(paragraphs []lang.Paragraph, people []Person, house []string) []news.Quote {
	r := &reader{paragraphs: paragraphs, house: house, mentions: make([][]mention, len(paragraphs))}
	r.focus.reset()
	r.know(people)
	for i := range paragraphs {
		r.paragraph(i)
	}
	return r.out
}

// reader walks through one article from its beginning to its end.
type reader struct {
	paragraphs []lang.Paragraph
	house      []string
	who        []someone // the persons of the article
	byKey      map[string]int
	mentions   [][]mention
	places     [][]place // of each person: where the mentions begin, in order
	out        []news.Quote

	at     int // the paragraph that is read
	p      *lang.Paragraph
	named  []mention // its mentions
	quoted []piece   // what is speech in it
	done   int       // its tokens before this one are accounted for
	resume place     // where reading goes on after a quote over several paragraphs
	focus  focus
	spoken map[int]bool // who was named as the speaker of a direct quote
}

// place is a token of a paragraph.
type place struct{ paragraph, token int }

// someone is a person with the words that roles and names are compared by.
type someone struct {
	speaker news.Speaker
	role    []string
	names   []string

	lastRole string // whose words role has already
}

// mention is a person's place in the tokens of a paragraph.
type mention struct {
	from, to int // tokens
	who      int
}

// piece is a direct quote: the tokens from its opening mark up to, not including,
// end, which may lie in a later paragraph.
type piece struct {
	from, to int // in the paragraph where it begins
	end      place
	rule     string
	later    place // behind the end of a quote that each paragraph opens anew; zero for others
}

// know sorts the mentions by paragraph and the persons by who they are.
func (r *reader) know(people []Person) {
	r.mentions = make([][]mention, len(r.paragraphs))
	r.byKey = map[string]int{}
	for _, m := range people {
		if m.Paragraph < 0 || m.Paragraph >= len(r.paragraphs) || m.Start >= m.End {
			continue
		}
		key := "n:" + lang.Fold(m.Name)
		if m.ID != "" {
			key = "i:" + string(m.ID)
		}
		who, ok := r.byKey[key]
		if !ok {
			who = len(r.who)
			r.byKey[key] = who
			r.who = append(r.who, someone{speaker: news.Speaker{ID: m.ID, Name: m.Name, Office: m.Office}})
		}
		s := &r.who[who]
		if s.speaker.Role == "" && m.Role != "" {
			s.speaker.Role = m.Role
		}
		if m.Role != "" && m.Role != s.lastRole && len(s.role) < crowd {
			s.role, s.lastRole = also(s.role, roleWords(m.Role)), m.Role
		}
		p := &r.paragraphs[m.Paragraph]
		from := p.TokenAt(m.Start)
		to := p.TokenAt(m.End - 1)
		if from >= len(p.Tokens) || to >= len(p.Tokens) {
			continue
		}
		if len(s.names) < crowd {
			for _, w := range foldsOf(p.Tokens[from : to+1]) {
				if !slices.Contains(s.role, w) && !heads[w] {
					s.names = also(s.names, []string{w})
				}
			}
		}
		r.mentions[m.Paragraph] = append(r.mentions[m.Paragraph], mention{from, to + 1, who})
	}
	for i := range r.who {
		r.who[i].names = also(r.who[i].names, lang.Words(r.who[i].speaker.Name))
	}
	r.places = make([][]place, len(r.who))
	for i, ms := range r.mentions {
		slices.SortFunc(ms, func(a, b mention) int { return a.from - b.from })
		for _, m := range ms {
			r.places[m.who] = append(r.places[m.who], place{i, m.from})
		}
	}
}

// antecedent returns the last mention of a person before a token of a paragraph, nil when there
// is none: somebody whom only a cue names.
func (r *reader) antecedent(who, paragraph, token int) *news.Span {
	if who >= len(r.places) {
		return nil
	}
	n, _ := slices.BinarySearchFunc(r.places[who], place{paragraph, token}, func(a, b place) int {
		return cmp.Or(a.paragraph-b.paragraph, a.token-b.token)
	})
	if n == 0 {
		return nil
	}
	at := r.places[who][n-1]
	for _, m := range r.mentions[at.paragraph] {
		if m.from == at.token && m.who == who {
			p := &r.paragraphs[at.paragraph]
			return &news.Span{Paragraph: at.paragraph, Start: p.Tokens[m.from].Start, End: p.Tokens[m.to-1].End, Text: p.Slice(m.from, m.to)}
		}
	}
	return nil
}

// paragraph reads one paragraph: what is speech in it, then sentence by sentence
// who is spoken of and who speaks.
func (r *reader) paragraph(i int) {
	r.enter(i)
	r.done = 0
	if i < r.resume.paragraph {
		return // all of it is inside a quote
	}
	if i == r.resume.paragraph {
		r.done = r.resume.token
	}
	r.quoted = r.speech()
	r.focus.paragraph()
	for _, s := range r.p.Sentences {
		r.sentence(s)
	}
}

func (r *reader) enter(i int) { r.at, r.p, r.named = i, &r.paragraphs[i], r.mentions[i] }

// sentence reads one sentence, in which any number of quotes may stand.
func (r *reader) sentence(s lang.Sentence) {
	var before *attribution // of an earlier quote in this sentence
	for len(r.quoted) > 0 && r.quoted[0].from < s.To {
		q := r.quoted[0]
		r.quoted = r.quoted[1:]
		lead := r.narration(max(s.From, r.done), q.from, true)
		r.done = max(r.done, q.to)
		a := r.cueOf(q)
		switch {
		case a != nil:
		case lead != nil:
			a = lead
		case before != nil:
			a = before
		default:
			a = &attribution{kind: "none", rule: q.rule, who: -1, focus: !r.readOut(q)}
		}
		r.emit(q, a)
		before = a
	}
	if from := max(s.From, r.done); from < s.To {
		r.narration(from, s.To, false)
		r.done = s.To
	}
}

// readOut reports whether the words behind a quote say that it was written: "demikian bunyi
// spanduk itu". Nobody in focus speaks it.
func (r *reader) readOut(q piece) bool {
	i := q.to
	if q.end.paragraph != r.at || i+1 >= len(r.p.Tokens) || r.p.Tokens[i].Fold != "demikian" && r.p.Tokens[i].Fold != "begitu" {
		return false
	}
	switch r.p.Tokens[i+1].Fold {
	case "bunyi", "isi", "pesan", "tulisan", "petikan", "kutipan", "tertulis":
		return true
	}
	return false
}

// cueOf returns the attribution behind a quote, and moves on to what follows it.
func (r *reader) cueOf(q piece) *attribution {
	if q.later.paragraph > 0 { // who speaks is said where the last of its paragraphs closes it
		here := r.at
		r.enter(q.later.paragraph)
		a := r.cueAfter(q.later.token)
		r.enter(here)
		if a == nil {
			return nil
		}
		a.from, a.to, a.kind = 0, 0, "none"
		a.rule = "opened anew, " + a.rule + " at its end"
		return a
	}
	if q.end.paragraph == r.at {
		a := r.cueAfter(q.to)
		if a != nil {
			r.done = max(r.done, a.to)
		}
		return a
	}
	here := r.at
	r.enter(q.end.paragraph)
	r.resume = q.end
	a := r.cueAfter(q.end.token)
	if a != nil {
		r.resume.token = max(r.resume.token, a.to)
	}
	r.enter(here)
	r.done = len(r.p.Tokens)
	return a
}

// emit adds a direct quote.
func (r *reader) emit(q piece, a *attribution) {
	out := news.Quote{Span: r.span(q.from, q.to), Direct: true, Rule: a.rule, CueKind: a.kind}
	if last := q.end.paragraph; last > r.at {
		text := []string{r.p.Text[r.p.Tokens[q.from].Byte:]}
		for i := r.at + 1; i < last; i++ {
			text = append(text, r.paragraphs[i].Text)
		}
		p := &r.paragraphs[last]
		end := p.Tokens[q.end.token-1]
		out.EndParagraph, out.End = last, end.End
		out.Text = strings.Join(append(text, p.Text[:end.Byte+len(end.Text)]), "\n")
	}
	r.attribute(&out, a, q)
	r.out = append(r.out, out)
	r.focus.quoted()
}

// span returns the tokens from, up to and not including to, as a span.
func (r *reader) span(from, to int) news.Span {
	return news.Span{Paragraph: r.at, Start: r.p.Tokens[from].Start, End: r.p.Tokens[to-1].End, Text: r.p.Slice(from, to)}
}

// also adds the words that are not there yet.
func also(to, words []string) []string {
	for _, w := range words {
		if !slices.Contains(to, w) {
			to = append(to, w)
		}
	}
	return to
}

func foldsOf(tokens []lang.Token) []string {
	var out []string
	for _, t := range tokens {
		if t.IsWord() {
			out = append(out, t.Fold)
		}
	}
	return out
}
