package registry

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/jejak-id/jejak/pkg/news"
)

// entries is what the files say, in file order, with the place of each entry.
type entries struct {
	officials     []officialEntry
	offices       []entry[news.Office]
	tenures       []entry[Tenure]
	organisations []organisationEntry
	places        []entry[news.Place]
	placeNames    []entry[placeName]
	abbreviations []entry[Abbreviation]
	topics        []entry[Topic]
	outlets       []entry[news.Outlet]
	digest        []byte // of the bytes that were read
	changes       []byte // digest of the changes that people made; nil for none
}

type entry[T any] struct {
	pos
	v     T
	lines map[string]int // of its keys, where they are worth telling apart
}

// at is where a key of the entry stands.
func (e entry[T]) at(key string) pos {
	if l, ok := e.lines[key]; ok {
		return pos{e.file, l}
	}
	return e.pos
}

type officialEntry struct {
	pos
	v      news.Official
	shared []string // names and aliases that another person has too
}

type organisationEntry struct {
	pos
	v      news.Organisation
	shared []string
}

type placeName struct {
	code    news.PlaceCode
	aliases []string
}

// readFS reads every .yaml and .csv file, in the order of their names.
func readFS(fsys fs.FS, into *entries, fl *faults) error {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := path.Ext(name); !d.IsDir() && (ext == ".yaml" || ext == ".yml" || ext == ".csv") {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("registry: list files: %w", err)
	}
	if len(names) == 0 {
		return errors.New("registry: no .yaml or .csv file found; name a folder or file that holds entries")
	}
	slices.Sort(names)
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("registry: read %s: %w", name, err)
		}
		into.readFile(name, b, fl)
	}
	return nil
}

// mix takes bytes of a file into the digest, from which the version is made.
func (e *entries) mix(name string, b []byte) { e.digest = mixed(e.digest, name, b) }

func mixed(digest []byte, name string, b []byte) []byte {
	sum := sha256.Sum256(slices.Concat(digest, []byte(name), []byte{0}, b))
	return sum[:]
}

func (e *entries) readFile(name string, b []byte, fl *faults) {
	e.mix(path.Base(name), b) // however its folder is called
	if path.Ext(name) == ".csv" {
		e.readPlaces(name, b, fl)
		return
	}
	r := parseYAML(name, b, fl)
	if r == nil {
		return
	}
	for _, m := range r.records("officials") {
		o := news.Official{ID: news.OfficialID(m.text("id")), Name: m.text("name")}
		shared := m.texts("shared")
		o.Aliases = aliases(o.Name, m.texts("aliases"), shared)
		e.officials = append(e.officials, officialEntry{m.pos, o, shared})
		m.text("note")
		m.done("an official")
	}
	for _, m := range r.records("offices") {
		o := news.Office{
			ID: news.OfficeID(m.text("id")), Name: m.text("name"), Aliases: m.texts("aliases"),
			Place: news.PlaceCode(m.text("place")), Organisation: news.OrganisationID(m.text("organisation")), Seats: m.number("seats"),
		}
		e.offices = append(e.offices, entry[news.Office]{pos: m.pos, v: o, lines: m.lines})
		for _, t := range m.records("terms") {
			e.readTenure(t, o.ID)
		}
		m.text("note")
		m.done("an office")
	}
	for _, m := range r.records("terms") {
		e.readTenure(m, news.OfficeID(m.text("office")))
	}
	for _, m := range r.records("organisations") {
		o := news.Organisation{
			ID: news.OrganisationID(m.text("id")), Name: m.text("name"),
			Place: news.PlaceCode(m.text("place")), Kind: m.text("kind"),
		}
		shared := m.texts("shared")
		o.Aliases = aliases(o.Name, m.texts("aliases"), shared)
		e.organisations = append(e.organisations, organisationEntry{m.pos, o, shared})
		m.done("an organisation")
	}
	for _, m := range r.records("places") {
		p := news.Place{Code: news.PlaceCode(m.text("code")), Kind: m.text("kind"), Name: m.text("name")}
		p.Parent = parentOf(p.Code)
		e.places = append(e.places, entry[news.Place]{pos: m.pos, v: p})
		m.done("a place")
	}
	for _, m := range r.records("place-names") {
		e.placeNames = append(e.placeNames, entry[placeName]{pos: m.pos, v: placeName{news.PlaceCode(m.text("code")), m.texts("aliases")}})
		m.done("a place name")
	}
	for _, m := range r.records("abbreviations") {
		e.abbreviations = append(e.abbreviations, entry[Abbreviation]{pos: m.pos, v: Abbreviation{m.text("short"), m.texts("long")}})
		m.done("an abbreviation")
	}
	for _, m := range r.records("topics") {
		t := Topic{ID: news.TopicID(m.text("id")), Label: m.text("label"), English: m.text("english"), About: m.text("about")}
		for _, rule := range m.records("rules") {
			t.Rules = append(t.Rules, Rule{
				Any: rule.texts("any"), All: rule.texts("all"), Not: rule.texts("not"), Min: rule.number("min"), Lead: rule.flag("lead"),
			})
			rule.done("a rule")
		}
		e.topics = append(e.topics, entry[Topic]{pos: m.pos, v: t})
		m.done("a topic")
	}
	for _, m := range r.records("outlets") {
		e.outlets = append(e.outlets, entry[news.Outlet]{pos: m.pos, lines: m.lines, v: news.Outlet{
			ID: news.OutletID(m.text("id")), Name: m.text("name"), Hosts: m.texts("hosts"), Feeds: m.texts("feeds"),
			Sitemaps: m.texts("sitemaps"), Listings: m.texts("listings"), Zone: m.text("zone"), Articles: m.text("articles"),
			Family: m.text("family"), Kind: m.text("kind"), Place: news.PlaceCode(m.text("place")), Verbs: m.texts("verbs"),
			Verified: m.text("verified"), Terms: m.text("terms"), Forbids: m.text("forbids"), Delay: m.text("delay"), Sources: m.texts("sources"),
		}})
		m.text("note")
		m.done("an outlet")
	}
	r.done("a file")
}

// aliases joins both lists without the name itself.
func aliases(name string, own, shared []string) []string {
	var out []string
	for _, a := range slices.Concat(own, shared) {
		if a != name && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// readTenure reads one term. "seen" stands for the days on which sources show
// the person in office without saying when the term began or ended.
func (e *entries) readTenure(m *record, office news.OfficeID) {
	t := Tenure{Term: news.Term{
		Official: news.OfficialID(m.text("official")), Office: office, Status: news.Status(m.text("status")),
		From: m.date("from"), Until: m.date("until"), Sources: m.texts("sources"),
	}, Note: m.text("note"), Unverified: m.flag("unverified")}
	if t.Status == "" {
		t.Status = news.Definitive
	}
	var first, last news.Date
	for _, s := range m.texts("seen") {
		p, err := news.ParsePartialDate(s)
		if err != nil {
			m.faults.add(m.at("seen"), "", "seen: %v", err)
			continue
		}
		// Of a month or year the source shows some day in it, not which.
		if d := p.Last(); first == "" || d < first {
			first = d
		}
		if d := p.First(); d > last {
			last = d
		}
	}
	if first != "" {
		if t.From == "" {
			t.From = ".." + news.PartialDate(first)
		}
		if t.Until == "" {
			t.Until = news.PartialDate(last) + ".."
		}
	}
	m.done("a term")
	e.tenures = append(e.tenures, entry[Tenure]{pos: m.pos, v: t, lines: m.lines})
}

func (r *record) date(key string) news.PartialDate {
	s := r.text(key)
	if s == "" {
		return ""
	}
	p, err := news.ParsePartialDate(s)
	if err != nil {
		r.faults.add(r.at(key), "", "%s: %v", key, err)
	}
	return p
}

// readPlaces reads "code,kind,name" lines. Parents follow from the codes.
func (e *entries) readPlaces(file string, b []byte, fl *faults) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = 3
	r.ReuseRecord = true
	for n := 0; ; n++ {
		rec, err := r.Read()
		if err == io.EOF {
			if n == 0 {
				fl.add(pos{file, 1}, "start with the line code,kind,name", "the file is empty")
			}
			return
		}
		if err != nil {
			var bad *csv.ParseError
			line := n + 1
			if errors.As(err, &bad) {
				line = bad.Line
			}
			fl.add(pos{file, line}, "write code,kind,name", "%v", err)
			if !errors.Is(err, csv.ErrFieldCount) {
				return
			}
			continue
		}
		line, _ := r.FieldPos(0)
		if n == 0 {
			if !slices.Equal(rec, []string{"code", "kind", "name"}) {
				fl.add(pos{file, line}, "start with the line code,kind,name", "the header is %q", strings.Join(rec, ","))
				return
			}
			continue
		}
		p := news.Place{Code: news.PlaceCode(rec[0]), Kind: rec[1], Name: rec[2]}
		p.Parent = parentOf(p.Code)
		e.places = append(e.places, entry[news.Place]{pos: pos{file, line}, v: p})
	}
}

func parentOf(c news.PlaceCode) news.PlaceCode {
	i := strings.LastIndexByte(string(c), '.')
	return c[:max(i, 0)]
}

// parse reads YAML. The parser is somebody else's and files come from anywhere,
// so that a panic in it is a fault of the file.
func parse(b []byte) (f *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML cannot be read (%v)", p)
		}
	}()
	return parser.ParseBytes(b, 0)
}

// versionOf names what was loaded: the files, and after a "+" the changes of them.
func versionOf(e entries) string {
	v := hex.EncodeToString(e.digest)[:12]
	if e.changes != nil {
		v += "+" + hex.EncodeToString(e.changes)[:8]
	}
	return v
}

// FilesOf returns the part of a version that stands for the files: registries that
// differ only in what people changed of them have it in common.
func FilesOf(version string) string {
	files, _, _ := strings.Cut(version, "+")
	return files
}
