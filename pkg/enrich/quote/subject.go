package quote

import (
	"unicode"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
)

const (
	governReach = 60 // tokens before a name that can say what the person does
	listReach   = 20 // persons of a sentence that are asked whether they are its subject
)

// part is what a person does in a sentence.
type part int

const (
	acts    part = iota // stands where a subject stands
	isActed             // acts in the passive: "dipimpin Budi"
	company             // is somebody's object, listener or company
)

// govern tells what the person whose mention begins at the token i does in the
// stretch that begins at from. Before a name stand its titles, offices and, in a
// list, other names; the word before those decides.
func (r *reader) govern(i, from int) part {
	tokens := r.p.Tokens
	if r.relative(i) > 0 || i > from && possession(tokens[i-1]) {
		return company
	}
	comma, list := false, false // a comma was crossed; another person or office too
	for i, far := i-1, i-governReach; i >= from; i-- {
		if i < far {
			return company // the end of a long list
		}
		t := tokens[i]
		comma = comma || t.Is(",")
		list = list || heads[t.Fold] || r.mentionEndingAt(i+1) >= 0
		f := t.Fold
		if i == from && (agents[f] || objects[f]) { // "Didampingi Dewi, Budi …"
			switch {
			case comma:
				return acts
			case agents[f]:
				return isActed
			}
			return company
		}
		if t.IsWord() && t.Case == lang.Lower && t.Kind == lang.Word {
			switch {
			case f == "sama" && i > from && tokens[i-1].Fold == "yang":
				return acts // "Di tempat yang sama Budi …"
			case comma && !list && (agents[f] || objects[f]):
				return acts // "Di Jetis, Budi …"
			case agents[f]:
				return isActed
			case objects[f]:
				return company
			case heads[f], joins[f], lang.ClassOf(f).Has(lang.Honorific | lang.Religious):
				continue
			case len(f) > 6 && (f[:2] == "me" || f[:2] == "di" && !adverbs[f]):
				if f[:2] == "di" {
					return isActed
				}
				return company
			}
			return acts
		}
		if t.Is(".") || t.Is(":") || t.Is(";") {
			return acts
		}
	}
	return acts
}

// joins are the words inside a list of people or an office.
var joins = set("dan serta sekaligus hingga maupun atau bidang urusan langsung juga beserta")

// subject returns who the subject is that ends before the token k: of persons,
// pronouns, offices and epithets the nearest one that is nobody's object.
func (r *reader) subject(from, k int) *attribution {
	tokens := r.p.Tokens
	if k <= from {
		return nil
	}
	last := tokens[k-1]
	if pronouns[last.Fold] {
		return &attribution{kind: "pronoun", rule: "pronoun", who: -1, focus: true}
	}
	if several[last.Fold] {
		return nil
	}
	if last.Fold == "itu" || last.Fold == "ini" || last.Fold == "tersebut" {
		return r.epithet(from, k)
	}
	latest := r.mentionFrom(k) - 1
	for n := latest; n >= 0 && n > latest-listReach && r.named[n].from >= from; n-- {
		m := r.named[n]
		if m.to > k || r.govern(m.from, from) == company && !r.resumes(n, k) {
			continue
		}
		if p := r.pronounAfter(m.to, k); p != nil {
			return p
		}
		if !r.reaches(m.to, k) {
			break
		}
		return &attribution{kind: "verb+name", rule: "subject", who: m.who}
	}
	if p := r.pronounAfter(from, k); p != nil {
		return p
	}
	if who := r.apposition(from); who >= 0 {
		return &attribution{kind: "verb+name", rule: "apposition", who: who}
	}
	return r.office(from, k)
}

// resumes reports whether the main clause begins with the mention n, right behind a comma
// and right before the verb at k: "Meski banyak keluhan kepada Menkeu, Budi menilai". What
// is behind the comma is then no second name of the person before it.
func (r *reader) resumes(n, k int) bool {
	m := r.named[n]
	i := m.from - 1
	for i > 0 && (r.p.Tokens[i].Is(".") || lang.ClassOf(r.p.Tokens[i].Fold).Has(lang.Honorific|lang.Religious|lang.Rank|lang.Corps)) {
		i--
	}
	if i < 1 || !r.p.Tokens[i].Is(",") || r.relative(m.from) > 0 {
		return false
	}
	before := r.mentionEndingAt(i)
	if before >= 0 && r.named[before].who == m.who {
		return false
	}
	for v := m.to; v < k; v++ {
		if !adverbs[r.p.Tokens[v].Fold] && r.p.Tokens[v].Fold != "justru" {
			return false
		}
	}
	return before >= 0
}

// apposition is a name that nobody resolved at the beginning of a sentence, with
// what the person is behind it: "Sarmin, warga Jetis, …". It makes a new person.
func (r *reader) apposition(from int) int {
	tokens := r.p.Tokens
	i := from
	for i < len(tokens) && i < from+4 && !glued(tokens[i].Text) && tokens[i].Kind == lang.Word && tokens[i].Case == lang.Capital && !lang.StopWord(tokens[i].Fold) && !heads[tokens[i].Fold] {
		i++
	}
	if i == from+1 && connectives[tokens[from].Fold] || i == from || i+1 >= len(tokens) || !tokens[i].Is(",") || tokens[i+1].Case != lang.Lower || r.mentionAt(from) >= 0 {
		return -1
	}
	if f := tokens[i+1].Fold; !epithets[f] && f != "salah" && f != "seorang" && (i == from+1 || !r.reportsBehind(i+1)) {
		return -1
	}
	return r.introduce(r.p.Slice(from, i))
}

// glued reports whether a word holds a capital behind a small letter, as words do that lost
// the space between them.
func glued(word string) bool {
	small := false
	for _, c := range word {
		if small && unicode.IsUpper(c) {
			return true
		}
		small = unicode.IsLower(c)
	}
	return false
}

// reportsBehind reports whether what is said of somebody from the token i on ends with a
// comma and a verb of speech: ", spesialis jaringan dari Jetis, menjelaskan".
func (r *reader) reportsBehind(i int) bool {
	tokens := r.p.Tokens
	for end := i; end+1 < len(tokens) && end < i+14 && !terminalSign(tokens[end]); end++ {
		if tokens[end].Is(",") {
			return reports[tokens[end+1].Fold]
		}
	}
	return false
}

// introduce adds a person of whom there is only a name or a description, so that
// "-nya" behind it means that person and not the one before.
func (r *reader) introduce(name string) int {
	key := "n:" + lang.Fold(name)
	who, ok := r.byKey[key]
	if !ok {
		who = len(r.who)
		r.byKey[key] = who
		r.who = append(r.who, someone{speaker: news.Speaker{Name: name}, names: lang.Words(name)})
	}
	return who
}

// reaches reports whether a name that ends at the token i can be the subject of
// the verb at k: no other verb of speech and no second subject lies between.
func (r *reader) reaches(i, k int) bool {
	for _, t := range r.p.Tokens[i:k] {
		if reports[t.Fold] || t.Is(";") || t.Is(".") {
			return false
		}
	}
	return true
}

// pronounAfter returns the pronoun between the tokens i and k that is the subject
// of the verb at k: it stands right before it, apart from adverbs.
func (r *reader) pronounAfter(i, k int) *attribution {
	for n := k - 1; n >= i && n >= k-3; n-- {
		if f := r.p.Tokens[n].Fold; pronouns[f] {
			return &attribution{kind: "pronoun", rule: "pronoun", who: -1, focus: true}
		}
	}
	return nil
}

// epithet is a description that ends in "itu" or "ini": "Alumni Unija itu". It
// means whoever is in focus, unless it says which government it heads.
func (r *reader) epithet(from, k int) *attribution {
	tokens := r.p.Tokens
	begin := k - 1
	for begin > from && begin > k-cueReach && !tokens[begin-1].Is(",") && !tokens[begin-1].Is(".") {
		begin--
	}
	for begin < k && (adverbs[tokens[begin].Fold] || lang.StopWord(tokens[begin].Fold)) {
		begin++
	}
	if begin == k || !epithets[tokens[begin].Fold] && !heads[tokens[begin].Fold] {
		return nil
	}
	if n := r.mentionFrom(k) - 1; n >= 0 {
		if m := r.named[n]; m.from >= begin && m.to < k && m.to >= k-2 {
			return &attribution{kind: "nominal", rule: "epithet with name", who: m.who}
		}
	}
	a := &attribution{kind: "nominal", rule: "epithet", who: -1, focus: true}
	if who := r.first(roleOf(tokens[begin : k-1])); who >= 0 {
		a.who, a.focus, a.rule = who, false, "first of the government"
	}
	return a
}

// office is a role or a body without a name right before the verb at k: "Sekda
// menuturkan", "Pemkot Jetis menyatakan".
func (r *reader) office(from, k int) *attribution {
	tokens := r.p.Tokens
	begin := k
	for begin > from && (tokens[begin-1].IsWord() && tokens[begin-1].Case != lang.Lower || tokens[begin-1].Kind == lang.Number || tokens[begin-1].Kind == lang.Hyphen) {
		begin--
	}
	if begin == k {
		return nil
	}
	if begin > from && (objects[tokens[begin-1].Fold] || tokens[begin-1].Fold == "di") {
		return nil
	}
	words := roleOf(tokens[begin:k])
	for n := range words { // "Namun Sekda": the role begins later
		if heads[words[n]] || n == 0 {
			if who := r.holder(words[n:]); who >= 0 {
				return &attribution{kind: "verb+role", rule: "role", who: who}
			}
		}
	}
	if len(words) > 0 && heads[words[0]] {
		if len(words) == 1 && r.mayBe() {
			return &attribution{kind: "verb+role", rule: "role, in focus", who: -1, focus: true}
		}
	}
	for begin < k && lang.StopWord(tokens[begin].Fold) {
		begin++
	}
	if begin == k {
		return nil
	}
	if !tokens[begin].IsWord() {
		return nil
	}
	name := r.p.Slice(begin, k)
	if who, ok := r.byKey["n:"+lang.Fold(name)]; ok { // somebody introduced before
		return &attribution{kind: "verb+name", rule: "subject", who: who}
	}
	if k-begin > 1 && heads[words[0]] { // "Kepala Desa Jetis menyampaikan": one person, of whom there is no more
		return &attribution{kind: "verb+role", rule: "role", who: r.introduce(name)}
	}
	return &attribution{kind: "verb+role", rule: "body", who: -1, name: name}
}
