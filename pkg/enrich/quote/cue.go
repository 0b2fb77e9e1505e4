package quote

import (
	"sort"
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
)

const cueReach = 28 // tokens that a cue may hold

// cueAfter returns the attribution that begins at the token i, behind a closing
// mark: "ujarnya", "kata Budi", "ucap dia", "tutur Kepala Dinas Sosial, Budi", "tandas
// pria asal Jetis itu". It is nil when there is none.
func (r *reader) cueAfter(i int) *attribution {
	tokens := r.p.Tokens
	stopped := false
	for n := 0; n < 3 && i < len(tokens) && (tokens[i].Is(",") || tokens[i].Is(".") || tokens[i].Kind == lang.Quote && !lang.Double(tokens[i])); n++ {
		stopped = stopped || tokens[i].Is(".")
		i++
	}
	if i+1 < len(tokens) && (tokens[i].Fold == "demikian" || tokens[i].Fold == "begitu") {
		if m := r.mentionAt(r.skipTitles(i + 1)); m >= 0 { // "demikian Budi"
			return &attribution{kind: "verb+name", rule: "demikian", from: i, to: r.named[m].to, at: r.at, who: r.named[m].who}
		}
		i++
	}
	if i >= len(tokens) || tokens[i].Kind != lang.Word {
		return nil
	}
	t := tokens[i]
	form := r.speechForm(t.Fold)
	if t.Fold == "seru" && i > 1 && (tokens[i-1].Is("!") || tokens[i-1].Kind == lang.Quote && tokens[i-2].Is("!")) {
		form = "verb" // behind a cry it is the verb at every outlet
	}
	known := form != ""
	ended := i > 0 && (endSign(tokens[i-1]) || tokens[i-1].Kind == lang.Quote && i > 1 && endSign(tokens[i-2]))
	if !known {
		if ended && !stopped {
			if a := r.reported(i); a != nil {
				return a
			}
		}
		if form = r.guess(i, ended && !stopped); form == "" {
			return nil
		}
	}
	a := &attribution{rule: form, from: i, to: i + 1, at: r.at, who: -1}
	if form == "verb+nya" {
		a.kind, a.focus = form, true
		if r.leadsOn(a.to) && stopped {
			return nil
		}
		return a
	}
	next := i + 1
	if next+1 < len(tokens) && r.speechForm(tokens[next].Fold) == "verb" && (pronouns[tokens[next+1].Fold] || r.mentionAt(r.skipTitles(next+1)) >= 0) {
		next++ // "kata terang dia": a verb too many
	}
	if ended && !stopped && next+1 < len(tokens) && tokens[next].Is(",") && tokens[next+1].Case != lang.Lower {
		next++ // "ungkap, Budi Santoso"
	}
	s := r.speaker(next)
	if s == nil && ended && !stopped {
		s = r.stranger(next)
	}
	if s == nil {
		if known && t.Case == lang.Lower && ended && !stopped && (r.over(i+1) || falseFriends[tokens[i+1].Fold]) {
			a.kind, a.focus, a.rule = "verb+nya", true, "verb" // "…,” ujar." without a name, "…,” kata biasanya, “…"
			return a
		}
		return nil
	}
	if stopped && r.leadsOn(s.to) {
		return nil // "…” Kata Budi, “…": it belongs to the next quote
	}
	s.from, s.at = i, r.at
	if !known {
		s.rule += ", unknown verb"
	}
	return s
}

// guess tells whether an unlisted word at i serves as a speech verb: with -nya when
// the sentence ends behind it, bare when a person follows at once. Only the place
// says so, hence only behind the comma of speech.
func (r *reader) guess(i int, ended bool) string {
	t := r.p.Tokens[i]
	if !ended || t.Case != lang.Lower || len(t.Fold) < 3 || lang.StopWord(t.Fold) || falseFriends[t.Fold] || objects[t.Fold] {
		return ""
	}
	if strings.HasSuffix(t.Fold, "nya") && len(t.Fold) > 5 && r.over(i+1) {
		return "verb+nya"
	}
	form := misprint(t.Fold)
	if form == "verb" && (i+1 >= len(r.p.Tokens) || r.p.Tokens[i+1].Case == lang.Lower) {
		form = ""
	}
	if form == "" && r.mentionAt(r.skipTitles(i+1)) >= 0 {
		return "verb"
	}
	return form
}

// misprint tells how a word serves as a tag that is a listed verb with one letter
// wrong, missing or too many: "uap", "jelanya", "kataya".
func misprint(fold string) string {
	if len(fold) < 3 || len(fold) > 12 {
		return ""
	}
	for verb := range tags {
		if len(fold) > 4 && len(fold) >= len(verb)+2 && nearly(fold, verb+"nya") {
			return "verb+nya"
		}
	}
	for verb := range tags {
		if len(verb) > 3 && nearly(fold, verb) {
			return "verb"
		}
	}
	return ""
}

// reported is "Budi menjelaskan" behind a quote: the verb of a report where a tag
// is usual.
func (r *reader) reported(i int) *attribution {
	tokens := r.p.Tokens
	m := r.mentionAt(r.skipTitles(i))
	if m < 0 {
		return nil
	}
	v := r.named[m].to
	for v < len(tokens) && v < r.named[m].to+3 && (tokens[v].Is(",") || adverbs[tokens[v].Fold]) {
		v++
	}
	if v >= len(tokens) || !reports[tokens[v].Fold] {
		return nil
	}
	return &attribution{kind: "verb+name", rule: "name+verb", from: v, to: v + 1, at: r.at, who: r.named[m].who}
}

// over reports whether the sentence ends at the token i, or a comma goes on.
func (r *reader) over(i int) bool {
	tokens := r.p.Tokens
	return i >= len(tokens) || endSign(tokens[i]) || tokens[i].Is("(") || tokens[i].Case != lang.Lower
}

// leadsOn reports whether the token at i leads into another quote: a comma or a
// colon, and an opening mark.
func (r *reader) leadsOn(i int) bool {
	tokens := r.p.Tokens
	return i+1 < len(tokens) && (tokens[i].Is(",") || tokens[i].Is(":")) && tokens[i+1].Kind == lang.Quote && lang.Double(tokens[i+1])
}

// speaker reads the words for a speaker that begin at the token i. The result
// holds no beginning of a cue yet; nil when the words name nobody.
func (r *reader) speaker(i int) *attribution {
	tokens := r.p.Tokens
	for i < len(tokens) && (adverbs[tokens[i].Fold] || tokens[i].Fold == "oleh") {
		i++
	}
	if i >= len(tokens) || !tokens[i].IsWord() {
		return nil
	}
	if pronouns[tokens[i].Fold] {
		return &attribution{kind: "pronoun", rule: "pronoun", to: i + 1, who: -1, focus: true}
	}
	if several[tokens[i].Fold] {
		return &attribution{kind: "pronoun", rule: "pronoun of several", to: i + 1, who: -1, both: tokens[i].Fold == "keduanya"}
	}
	if m := r.mentionAt(r.skipTitles(i)); m >= 0 {
		if n := r.holderBehind(m); n > m {
			return &attribution{kind: "verb+role", rule: "verb+role+name", to: r.named[n].to, who: r.named[n].who}
		}
		return &attribution{kind: "verb+name", rule: "verb+name", to: r.named[m].to, who: r.named[m].who}
	}
	i = r.skipTitles(i)
	if i >= len(tokens) || !tokens[i].IsWord() {
		return nil
	}
	nominal := tokens[i].Case == lang.Lower && !heads[tokens[i].Fold]
	end := i // of the phrase
	for end < len(tokens) && end < i+cueReach {
		t := tokens[end]
		if m := r.mentionAt(end); m >= 0 && (end == i || !objects[tokens[end-1].Fold] && r.relative(end) == 0) {
			r.gives(r.named[m].who, roleOf(tokens[i:end]))
			return &attribution{kind: "verb+role", rule: "verb+role+name", to: r.named[m].to, who: r.named[m].who}
		}
		if t.Fold == "itu" || t.Fold == "ini" || t.Fold == "tersebut" {
			end++
			break
		}
		if t.Is(",") || t.Is("(") || t.Is(")") {
			next := r.skipTitles(end + 1)
			if t.Is(",") && r.mentionAt(next) < 0 && !r.goesOn(i, end) || t.Is("(") && !r.bracketEnds(end) {
				break
			}
		} else if !t.IsWord() && t.Kind != lang.Hyphen && !t.Is("/") && !t.Is("&") || halts(t, nominal) {
			break
		}
		end++
	}
	pointing := tokens[end-1].Fold == "itu" || tokens[end-1].Fold == "ini" || tokens[end-1].Fold == "tersebut"
	whole := end
	for k := i; !nominal && k < end; k++ { // "menurut Sekda dirinya tak segan"
		if t := tokens[k]; t.Case == lang.Lower && t.Kind == lang.Word && !heads[t.Fold] && !joins[t.Fold] {
			end = k
		}
	}
	for end > i && !tokens[end-1].IsWord() {
		end--
	}
	if end == i {
		return nil
	}
	words := roleOf(tokens[i:end])
	a := &attribution{to: end, who: -1}
	if who := r.first(words); who >= 0 {
		a.kind, a.rule, a.who = "nominal", "first of the government", who
		return a
	}
	if nominal && epithets[tokens[i].Fold] && !pointing {
		if far := r.pointsBehind(end); far > end { // "polisi dengan tiga balok di pundak tersebut"
			a.kind, a.rule, a.focus, a.to = "nominal", "nominal", true, far
			return a
		}
	}
	if nominal && tokens[i].Fold == "warga" && end > i+1 && tokens[i+1].Case == lang.Capital && r.mayBe() && r.who[r.focus.who].speaker.ID == "" {
		a.kind, a.rule, a.focus = "nominal", "where the person is from", true // "Sarmo … Sarmo mengaku … ”, kata warga Jetis"
		return a
	}
	if nominal {
		last := tokens[end-1].Fold
		if !wellKnown[tokens[i].Fold] && last != "itu" && last != "ini" && last != "tersebut" {
			return nil
		}
		a.kind, a.rule, a.focus = "nominal", "nominal", true
		return a
	}
	if who := r.holder(words); who >= 0 {
		a.kind, a.rule, a.who = "verb+role", "verb+role", who
		return a
	}
	if far := r.pointsBehind(end); tokens[i].Case == lang.Lower && far > end && end < len(tokens) && tokens[end].Fold == "yang" && r.focus.who >= 0 {
		a.kind, a.rule, a.focus, a.to = "nominal", "nominal", true, far // "legislator yang tinggal di Jetis itu"
		return a
	}
	if tokens[i].Case == lang.Lower || len(words) > 0 && heads[words[0]] {
		if pointing && r.focus.who >= 0 { // "kata Ketua Komisi IV ini"
			a.kind, a.rule, a.focus, a.to = "nominal", "nominal", true, whole
			return a
		}
		if !r.mayBe() { // somebody else, of whom there is only the office
			a.kind, a.rule, a.who = "verb+role", "verb+role", r.introduce(r.p.Slice(i, end))
			return a
		}
		a.kind, a.rule, a.focus = "verb+role", "verb+role, in focus", true
		return a
	}
	for end = i; end < len(tokens) && tokens[end].IsWord() && tokens[end].Case != lang.Lower && end < i+5; end++ {
	}
	a.to = end
	a.kind, a.rule, a.who = "verb+name", "verb+name", r.called(tokens[i:end])
	if a.who < 0 {
		a.who = r.introduce(r.p.Slice(i, end))
	}
	return a
}

// holderBehind returns the index in named of the name that follows the mention m of an
// office, "Kepala Dishub" + "Kota Jetis Budi", when both are one person; m when none does.
func (r *reader) holderBehind(m int) int {
	tokens, office := r.p.Tokens, r.named[m]
	if first := tokens[office.from].Fold; !heads[first] && spelt[first] == nil {
		return m
	}
	if m+1 == len(r.named) || r.named[m+1].who != office.who || r.named[m+1].from > office.to+cueReach {
		return m
	}
	for i := office.to; i < r.named[m+1].from; i++ {
		last := i+1 == r.named[m+1].from
		if t := tokens[i]; !(t.IsWord() && t.Case != lang.Lower) && !joins[t.Fold] && !(t.Is(",") && last) {
			return m
		}
	}
	return m + 1
}

// mentionAt returns the index in named of the mention that begins at the token i,
// or -1.
func (r *reader) mentionAt(i int) int {
	if n := r.mentionFrom(i); n < len(r.named) && r.named[n].from == i {
		return n
	}
	return -1
}

// mentionFrom returns the index in named of the first mention that begins at the
// token i or later.
func (r *reader) mentionFrom(i int) int {
	return sort.Search(len(r.named), func(n int) bool { return r.named[n].from >= i })
}

// mentionEndingAt returns the index in named of the mention that ends before the
// token i and after the one before it, or -1.
func (r *reader) mentionEndingAt(i int) int {
	if n := r.mentionFrom(i) - 1; n >= 0 && r.named[n].to == i {
		return n
	}
	return -1
}
