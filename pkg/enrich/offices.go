package enrich

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/lang"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// offices are the offices of the registry by the names that the press gives them.
type offices struct {
	byName  map[string][]news.OfficeID
	byPlace map[string][]news.OfficeID // head and region code
	byOrg   map[string][]news.OfficeID // head and organisation
	names   *trie[bool]                // all names and aliases, word by word
}

// canonical heads: what the press calls an office, and what the office is.
var headForms = map[string]string{
	"walkot": "wali kota", "wawali": "wakil wali kota", "wawalkot": "wakil wali kota", "wakil walkot": "wakil wali kota",
	"cawali": "wali kota", "cawawali": "wakil wali kota", "cabup": "bupati", "cawabup": "wakil bupati", "cagub": "gubernur", "cawagub": "wakil gubernur",
	"capres": "presiden", "cawapres": "wakil presiden",
	"wabup": "wakil bupati", "wagub": "wakil gubernur", "wapres": "wakil presiden",
	"sekda": "sekretaris daerah", "sekdaprov": "sekretaris daerah", "sekdakab": "sekretaris daerah", "sekdakot": "sekretaris daerah",
	"sekkota": "sekretaris daerah", "sekkab": "sekretaris daerah", "sekda kota": "sekretaris daerah", "sekda kab": "sekretaris daerah",
	"sekda prov": "sekretaris daerah", "sekretaris kota": "sekretaris daerah", "sekretaris kabupaten": "sekretaris daerah", "sekretaris provinsi": "sekretaris daerah",
	"sekretaris daerah kota": "sekretaris daerah", "sekretaris daerah kabupaten": "sekretaris daerah", "sekretaris daerah provinsi": "sekretaris daerah",
	"kades": "kepala desa", "dirut": "direktur utama", "sekjen": "sekretaris jenderal", "dirjen": "direktur jenderal",
}

func canonicalHead(head string) string {
	if h, ok := headForms[head]; ok {
		return h
	}
	return head
}

func newOffices(lex *lexicon, reg *registry.Registry) *offices {
	o := &offices{map[string][]news.OfficeID{}, map[string][]news.OfficeID{}, map[string][]news.OfficeID{}, newTrie[bool]()}
	put := func(m map[string][]news.OfficeID, key string, id news.OfficeID) {
		for _, have := range m[key] {
			if have == id {
				return
			}
		}
		m[key] = append(m[key], id)
	}
	for _, office := range reg.Offices() {
		for _, name := range append([]string{office.Name}, office.Aliases...) {
			words := lang.Words(name)
			put(o.byName, strings.Join(words, " "), office.ID)
			*o.names.at(lex.vocabulary.words(name)) = true
			p := paragraph{toks: lang.Tokens(name)}
			p.ids = make([]uint32, len(p.toks))
			for i := range p.toks {
				p.ids[i] = lex.vocabulary.ids[p.toks[i].Fold]
			}
			if len(p.toks) == 0 {
				continue
			}
			w, end := lex.phrases.longest(&p, 0, hasClass(anyOffice))
			if w == nil {
				continue
			}
			head := canonicalHead(strings.Join(words[:min(end, len(words))], " "))
			if office.Place != "" && w.class&officeRegion != 0 {
				put(o.byPlace, head+"|"+string(office.Place), office.ID)
			}
			if office.Organisation != "" {
				put(o.byOrg, head+"|"+string(office.Organisation), office.ID)
			}
		}
	}
	return o
}

// plain returns a name without what stands in brackets, folded.
func plain(name string) string {
	for {
		i := strings.IndexByte(name, '(')
		if i < 0 {
			return lang.Fold(name)
		}
		j := strings.IndexByte(name[i:], ')')
		if j < 0 {
			return lang.Fold(name[:i])
		}
		name = name[:i] + " " + name[i+j+1:]
	}
}

// officeIDs returns the offices of the registry that a phrase can mean. A bare
// "Wali Kota" is looked up in the government that the article is about.
func (r *reader) officeIDs(o *office) []news.OfficeID {
	x := r.e.offices
	full := plain(o.name)
	var orgs []news.OrganisationID
	var orgName string
	if o.org != 0 {
		f := &r.finds0[o.org-1]
		orgName = plain(f.p.Slice(f.from, f.to))
		orgs = r.idsOf(f)
		full += " " + orgName
	}
	if ids := x.byName[full]; len(ids) > 0 && o.named {
		return ids
	}
	head := canonicalHead(o.head)
	if o.org != 0 {
		for _, id := range orgs {
			if ids := x.byOrg[head+"|"+string(id)]; len(ids) > 0 {
				return ids
			}
		}
		for _, scope := range r.scopeNames() { // "Kepala Diskominfo" in an article about one city
			if ids := x.byName[head+" "+orgName+" "+scope]; len(ids) > 0 {
				return ids
			}
			for _, id := range r.e.organisationIDs(orgName + " " + scope) {
				if ids := x.byOrg[head+"|"+string(id)]; len(ids) > 0 {
					return ids
				}
			}
		}
		return nil
	}
	if o.named {
		for _, code := range narrowest(o.head, o.codes, o.name) {
			if ids := x.byPlace[head+"|"+string(code)]; len(ids) > 0 {
				return ids
			}
		}
		if ids := x.byName[full+" ri"]; len(ids) > 0 {
			return ids
		}
		return nil
	}
	if head == "presiden" || head == "wakil presiden" {
		for _, name := range []string{head + " republik indonesia", head + " ri", head} {
			if ids := x.byName[name]; len(ids) > 0 {
				return ids
			}
		}
		return nil
	}
	for _, code := range r.governments() {
		if ids := x.byPlace[head+"|"+string(code)]; len(ids) > 0 {
			return ids
		}
		if level(code) == 2 && (strings.HasSuffix(head, "gubernur")) {
			if ids := x.byPlace[head+"|"+string(code[:2])]; len(ids) > 0 {
				return ids
			}
		}
	}
	return x.byName[full]
}

// kota reports whether a region is a kota and no kabupaten: its number of the second level is 71
// or more.
func kota(c news.PlaceCode) bool { return len(c) >= 5 && c[3] >= '7' }

// narrowest keeps those regions that an office of this name can govern: a wali
// kota governs a kota, a bupati a kabupaten.
func narrowest(head string, codes []news.PlaceCode, name string) []news.PlaceCode {
	var out []news.PlaceCode
	for _, c := range codes {
		if level(c) == 2 {
			switch canonicalHead(head) {
			case "wali kota", "wakil wali kota":
				if !kota(c) {
					continue
				}
			case "bupati", "wakil bupati":
				if kota(c) {
					continue
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// idsOf returns [Enricher.organisationIDs] of a find; an article names the same few bodies often.
func (r *reader) idsOf(f *find) []news.OrganisationID {
	text := f.p.Slice(f.from, f.to)
	ids, ok := r.bodyIDs[text]
	if !ok {
		if r.bodyIDs == nil {
			r.bodyIDs = map[string][]news.OrganisationID{}
		}
		ids = r.e.organisationIDs(text)
		r.bodyIDs[text] = ids
	}
	return ids
}

// idsByScope returns the bodies that a name without its region means in this article: "Pemkot",
// "Dinas Sosial".
func (r *reader) idsByScope(f *find) []news.OrganisationID {
	text := f.p.Slice(f.from, f.to)
	ids, ok := r.scopedIDs[text]
	if ok {
		return ids
	}
	if name := r.ownGovernment(f); name != "" {
		ids = r.e.orgByName[name]
	}
	name := plain(text)
	for _, scope := range r.scopeNames() {
		if len(ids) == 0 {
			ids = r.e.orgByName[name+" "+scope]
		}
	}
	if r.scopedIDs == nil {
		r.scopedIDs = map[string][]news.OrganisationID{}
	}
	r.scopedIDs[text] = ids
	return ids
}

// organisationIDs returns the organisations of the registry that bear a name as
// the text writes it.
func (e *Enricher) organisationIDs(name string) []news.OrganisationID {
	if ids := e.orgByName[plain(name)]; len(ids) > 0 {
		return ids
	}
	if i := strings.IndexByte(name, '('); i > 0 {
		if j := strings.IndexByte(name[i:], ')'); j > 0 { // "Dinas Perhubungan (Dishub) Kota Malang" is also "Dishub Kota Malang"
			return e.orgByName[lang.Fold(name[i:])]
		}
	}
	return nil
}
