// Package registry holds what people have reviewed and written down: officials,
// offices with their terms, organisations, places, topics and outlets.
//
// The data are files with sources ([Embedded] has the project's own; data/README.md
// describes the format). They are loaded strictly: an overlap of two terms, an
// unknown office or a bad date is an error with file and line, and all of them
// are told together. A loaded Registry never changes and may be used by many
// goroutines at once; its [Registry.Version] is a hash of what was loaded, and
// every tag says which version decided. What it returns belongs to it: callers
// do not change it.
//
// Who held an office on a day is [Registry.Holder]. It answers with a term only
// when the sources settle it, and otherwise says why not and who comes into
// question:
//
//	r, err := registry.Embedded()
//	h := r.HolderAs("wali-kota-malang", news.ActingPj, "2024-09-01")
//	if h.Term != nil { // settled: h.Term.Official
//
// Entries of one's own are laid over it with [Registry.With], in the same format:
//
//	outlets:
//	  - id: kabar-wanasari
//	    name: Kabar Wanasari
//	    kind: press
//	    hosts: [kabarwanasari.example]
//	    feeds: ["https://kabarwanasari.example/feed/"]
//	    zone: Asia/Jakarta
package registry

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

//go:embed data
var data embed.FS

// Embedded loads the project's own data.
func Embedded() (*Registry, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err // unreachable: the folder is embedded
	}
	return Load(sub)
}

// Load reads every .yaml and .csv file of fsys. Its error joins all [Faults].
func Load(fsys fs.FS) (*Registry, error) { return (&Registry{}).WithFS(fsys) }

// Registry is a loaded set of entries.
type Registry struct {
	entries entries
	version string

	officials     []news.Official
	offices       []news.Office
	organisations []news.Organisation
	places        []news.Place
	topics        []Topic
	outlets       []news.Outlet
	abbreviations []Abbreviation

	official      map[news.OfficialID]int
	office        map[news.OfficeID]int
	organisation  map[news.OrganisationID]int
	place         map[news.PlaceCode]int
	topic         map[news.TopicID]int
	outlet        map[news.OutletID]int
	host          map[string]int
	children      map[news.PlaceCode][]news.Place
	placeAliases  map[news.PlaceCode][]string
	namedPlaces   map[string][]news.PlaceCode
	namedPeople   map[string][]news.OfficialID
	terms         map[news.OfficialID][]news.Term
	termsOf       map[news.OfficeID][]news.Term
	tenures       map[news.OfficeID][]Tenure
	unverified    map[termKey]bool
	organisationN map[string][]news.OrganisationID
	officeN       map[string][]news.OfficeID
}

// Tenure is a term with what else the file says about it.
type Tenure struct {
	news.Term
	Note       string `json:"note,omitempty"`
	Unverified bool   `json:"unverified,omitempty"` // no source at hand; it never settles anything
}

// Abbreviation is a short form that the press of the region uses, with what it
// can stand for, the commonest first.
type Abbreviation struct {
	Short string   `json:"short"`
	Long  []string `json:"long"`
}

// Topic is a subject of coverage with the rules that recognise it.
type Topic struct {
	ID      news.TopicID `json:"id"`
	Label   string       `json:"label"` // Bahasa Indonesia
	English string       `json:"english,omitempty"`
	About   string       `json:"about,omitempty"` // one sentence for readers
	Rules   []Rule       `json:"rules"`           // any of them is enough
}

// Rule is a set of words and phrases. It fires when all of All, at least Min of
// Any (0 means 1, if Any is not empty) and none of Not stand in the article.
// Words are compared folded and stemmed; a word that ends in "*" matches every
// ending. With Lead only the headline and the first two paragraphs count.
type Rule struct {
	Any  []string `json:"any,omitempty"`
	All  []string `json:"all,omitempty"`
	Not  []string `json:"not,omitempty"`
	Min  int      `json:"min,omitempty"`
	Lead bool     `json:"lead,omitempty"`
}

// WithFS returns a registry with the files of fsys added. Entries may refer to
// entries of r, and may not repeat their ids.
func (r *Registry) WithFS(fsys fs.FS) (*Registry, error) {
	fl := &faults{}
	e := r.entries.clone()
	if err := readFS(fsys, &e, fl); err != nil {
		return nil, err
	}
	return build(e, fl)
}

// With is [Registry.WithFS] for files and folders on disk.
func (r *Registry) With(names ...string) (*Registry, error) {
	fl := &faults{}
	e := r.entries.clone()
	for _, name := range names {
		info, err := os.Stat(name)
		if path := (*fs.PathError)(nil); errors.As(err, &path) { // the system call is of no interest
			return nil, fmt.Errorf("registry: %s: %w", name, path.Err)
		}
		if err != nil {
			return nil, fmt.Errorf("registry: %w", err)
		}
		if info.IsDir() {
			if err := readFS(os.DirFS(name), &e, fl); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			continue
		}
		if info.Size() > maxFile {
			fl.add(pos{name, 1}, "split the file", "%d bytes are more than %d", info.Size(), maxFile)
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("registry: %w", err)
		}
		e.readFile(filepath.ToSlash(name), b, fl)
	}
	return build(e, fl)
}

// WithOutlets returns a registry with outlets added that a program made up, such
// as one that it serves itself.
func (r *Registry) WithOutlets(outlets ...news.Outlet) (*Registry, error) {
	e := r.entries.clone()
	for _, o := range outlets {
		b, err := json.Marshal(o)
		if err != nil {
			return nil, fmt.Errorf("registry: outlet %q: %w", o.ID, err) // unreachable: strings only
		}
		e.mix("outlet", b)
		e.outlets = append(e.outlets, entry[news.Outlet]{pos: pos{"outlet " + string(o.ID), 1}, v: o})
	}
	return build(e, &faults{})
}

// Version is a hash of everything that was loaded: of the files and, after a "+",
// of the changes that people made. See [FilesOf].
func (r *Registry) Version() string { return r.version }

// Officials returns the people, by id.
func (r *Registry) Officials() []news.Official { return r.officials }

// Official returns one person.
func (r *Registry) Official(id news.OfficialID) (news.Official, bool) {
	return get(r.officials, r.official, id)
}

// Offices returns the offices, by id.
func (r *Registry) Offices() []news.Office { return r.offices }

// Office returns one office.
func (r *Registry) Office(id news.OfficeID) (news.Office, bool) { return get(r.offices, r.office, id) }

// Organisations returns the organisations, by id.
func (r *Registry) Organisations() []news.Organisation { return r.organisations }

// Organisation returns one organisation.
func (r *Registry) Organisation(id news.OrganisationID) (news.Organisation, bool) {
	return get(r.organisations, r.organisation, id)
}

// Places returns the regions, by code.
func (r *Registry) Places() []news.Place { return r.places }

// Place returns one region.
func (r *Registry) Place(code news.PlaceCode) (news.Place, bool) { return get(r.places, r.place, code) }

// Children returns the regions directly inside code, by code.
func (r *Registry) Children(code news.PlaceCode) []news.Place { return r.children[code] }

// PlaceAliases returns other names of a region, such as "Sumawe".
func (r *Registry) PlaceAliases(code news.PlaceCode) []string { return r.placeAliases[code] }

// PlacesNamed returns the regions with a name, whatever its case, with or
// without the word for their kind. More than one means that the name alone does
// not say which.
func (r *Registry) PlacesNamed(name string) []news.PlaceCode { return r.namedPlaces[fold(name)] }

// OrganisationsNamed returns the organisations with a name or alias.
func (r *Registry) OrganisationsNamed(name string) []news.OrganisationID {
	return r.organisationN[fold(name)]
}

// OfficesNamed returns the offices with a name or alias.
func (r *Registry) OfficesNamed(name string) []news.OfficeID { return r.officeN[fold(name)] }

// OfficialsNamed returns the people with a name or alias. More than one means
// that it is shared.
func (r *Registry) OfficialsNamed(name string) []news.OfficialID { return r.namedPeople[fold(name)] }

// Abbreviations returns the short forms, in order.
func (r *Registry) Abbreviations() []Abbreviation { return r.abbreviations }

// Topics returns the topics, in the order of the files.
func (r *Registry) Topics() []Topic { return r.topics }

// Topic returns one topic.
func (r *Registry) Topic(id news.TopicID) (Topic, bool) { return get(r.topics, r.topic, id) }

// Outlets returns the catalogue in the order of the files, also those that
// forbid being fetched.
func (r *Registry) Outlets() []news.Outlet { return r.outlets }

// Outlet returns one outlet.
func (r *Registry) Outlet(id news.OutletID) (news.Outlet, bool) { return get(r.outlets, r.outlet, id) }

// OutletByHost returns the outlet that owns a host name. A port is looked at
// first with and then without; "www.", "m." and "amp." do not matter.
func (r *Registry) OutletByHost(host string) (news.Outlet, bool) {
	host = strings.ToLower(host)
	bare := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		bare = h
	}
	for _, h := range []string{host, bare} {
		h = strings.TrimSuffix(h, ".")
		for _, prefix := range []string{"", "www.", "m.", "amp."} {
			if rest, ok := strings.CutPrefix(h, prefix); ok {
				if i, ok := r.host[rest]; ok {
					return r.outlets[i], true
				}
			}
		}
	}
	return news.Outlet{}, false
}

// Terms returns the terms of a person, the earliest first.
func (r *Registry) Terms(id news.OfficialID) []news.Term { return r.terms[id] }

// TermsOf returns the terms of an office, the earliest first.
func (r *Registry) TermsOf(id news.OfficeID) []news.Term { return r.termsOf[id] }

// Tenures returns the terms of an office with their notes, in the same order.
func (r *Registry) Tenures(id news.OfficeID) []Tenure { return r.tenures[id] }

func get[K comparable, V any](list []V, index map[K]int, key K) (V, bool) {
	i, ok := index[key]
	if !ok {
		var none V
		return none, false
	}
	return list[i], true
}

func (e entries) clone() entries {
	e.officials = slices.Clip(e.officials)
	e.offices = slices.Clip(e.offices)
	e.tenures = slices.Clip(e.tenures)
	e.organisations = slices.Clip(e.organisations)
	e.places = slices.Clip(e.places)
	e.placeNames = slices.Clip(e.placeNames)
	e.abbreviations = slices.Clip(e.abbreviations)
	e.topics = slices.Clip(e.topics)
	e.outlets = slices.Clip(e.outlets)
	return e
}

// fold makes names comparable: lower case, one space between words, without
// full stops and commas, "walikota" written apart.
func fold(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer(".", " ", ",", " ", "’", "'", "‘", "'", "`", "'").Replace(s)
	s = strings.Join(strings.Fields(s), " ")
	return strings.ReplaceAll(s, "walikota", "wali kota")
}
