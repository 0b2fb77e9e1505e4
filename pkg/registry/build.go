package registry

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a scratch container has no zone files

	"github.com/jejak-id/jejak/pkg/news"
)

// build checks entries against each other and indexes them.
func build(e entries, fl *faults) (*Registry, error) {
	r := &Registry{entries: e, version: versionOf(e)}
	b := builder{r, derive(e), fl}
	b.people()
	b.regions()
	b.bodies()
	b.posts()
	b.themes()
	b.catalogue()
	b.tenures()
	if err := fl.err(); err != nil {
		return nil, err
	}
	return r, nil
}

type builder struct {
	*Registry
	entries entries // with the derived ones
	fl      *faults
}

// index fills list in the order of ids and returns where each is.
func index[K ~string, E, V any](fl *faults, kind string, from []E, key func(E) K, at func(E) pos, value func(E) V, list *[]V, sorted bool) map[K]int {
	seen := map[K]pos{}
	var keep []E
	for _, x := range from {
		k := key(x)
		if first, ok := seen[k]; ok {
			fl.add(at(x), "give it another id or remove one of them", "%s %q stands at %s already", kind, k, first)
			continue
		}
		seen[k] = at(x)
		keep = append(keep, x)
	}
	if sorted {
		slices.SortStableFunc(keep, func(a, b E) int { return cmp.Compare(key(a), key(b)) })
	}
	out := make(map[K]int, len(keep))
	for i, x := range keep {
		out[key(x)] = i
		*list = append(*list, value(x))
	}
	return out
}

func (b builder) slug(at pos, id, name string) {
	if err := news.CheckSlug(id); err != nil {
		b.fl.add(at, "", "id: %v", err)
	}
	if strings.TrimSpace(name) == "" {
		b.fl.add(at, "write name: …", "entry %q has no name", id)
	}
}

func (b builder) people() {
	names := names[news.OfficialID]{kind: "official", fl: b.fl}
	for _, x := range b.entries.officials {
		b.slug(x.pos, string(x.v.ID), x.v.Name)
		names.add(x.pos, x.v.ID, x.shared, append([]string{x.v.Name}, x.v.Aliases...))
	}
	b.namedPeople = names.done()
	b.official = index(b.fl, "official", b.entries.officials, func(x officialEntry) news.OfficialID { return x.v.ID },
		func(x officialEntry) pos { return x.pos }, func(x officialEntry) news.Official { return x.v }, &b.officials, true)
}

var placeKinds = map[int][]string{
	0: {"provinsi"}, 1: {"kota", "kabupaten"}, 2: {"kecamatan"}, 3: {"kelurahan", "desa"},
}

var codeForm = regexp.MustCompile(`^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$`)

func (b builder) regions() {
	b.place = index(b.fl, "place", b.entries.places, func(x entry[news.Place]) news.PlaceCode { return x.v.Code },
		func(x entry[news.Place]) pos { return x.pos }, func(x entry[news.Place]) news.Place { return x.v }, &b.places, true)
	b.children = map[news.PlaceCode][]news.Place{}
	b.namedPlaces = map[string][]news.PlaceCode{}
	b.placeAliases = map[news.PlaceCode][]string{}
	for _, x := range b.entries.places {
		p := x.v
		switch kinds := placeKinds[strings.Count(string(p.Code), ".")]; {
		case !codeForm.MatchString(string(p.Code)):
			b.fl.add(x.pos, `write it in quotes, as "35.73.01.1004"`, "region code %q", p.Code)
		case !slices.Contains(kinds, p.Kind):
			b.fl.add(x.pos, "a code of this length is "+strings.Join(kinds, " or "), "region %s is a %q", p.Code, p.Kind)
		case p.Name == "":
			b.fl.add(x.pos, "write its name", "region %s has no name", p.Code)
		case p.Parent != "":
			if _, ok := b.place[p.Parent]; !ok {
				b.fl.add(x.pos, "add "+string(p.Parent)+" as well", "region %s lies in %s, which is not there", p.Code, p.Parent)
			}
		}
	}
	for _, p := range b.places {
		if p.Parent != "" {
			b.children[p.Parent] = append(b.children[p.Parent], p)
		}
		b.namePlace(p.Name, p.Code)
		b.namePlace(strings.TrimPrefix(strings.TrimPrefix(p.Name, "Kota "), "Kabupaten "), p.Code)
	}
	for _, x := range b.entries.placeNames {
		if _, ok := b.place[x.v.code]; !ok {
			b.fl.add(x.pos, "use the code of a region that is listed", "region %s is not there", x.v.code)
		}
		b.placeAliases[x.v.code] = append(b.placeAliases[x.v.code], x.v.aliases...)
		for _, a := range x.v.aliases {
			b.namePlace(a, x.v.code)
		}
	}
}

func (b builder) namePlace(name string, code news.PlaceCode) {
	k := fold(name)
	if !slices.Contains(b.namedPlaces[k], code) {
		b.namedPlaces[k] = append(b.namedPlaces[k], code)
	}
}

// checkPlace reports a region that is not listed; none is no fault.
func (b builder) checkPlace(at pos, code news.PlaceCode) {
	if _, ok := b.place[code]; code != "" && !ok {
		b.fl.add(at, `use a listed Kemendagri code in quotes, such as "35.73"`, "place %q is not in the registry", code)
	}
}

var organisationKinds = []string{
	"government", "legislature", "police", "military", "justice", "party", "university", "school", "health", "company", "association",
}

func (b builder) bodies() {
	names := names[news.OrganisationID]{kind: "organisation", fl: b.fl}
	for _, x := range b.entries.organisations {
		b.slug(x.pos, string(x.v.ID), x.v.Name)
		b.checkPlace(x.pos, x.v.Place)
		if !slices.Contains(organisationKinds, x.v.Kind) {
			b.fl.add(x.pos, "one of "+strings.Join(organisationKinds, ", "), "kind %q", x.v.Kind)
		}
		names.add(x.pos, x.v.ID, x.shared, append([]string{x.v.Name}, x.v.Aliases...))
	}
	b.organisationN = names.done()
	b.organisation = index(b.fl, "organisation", b.entries.organisations, func(x organisationEntry) news.OrganisationID { return x.v.ID },
		func(x organisationEntry) pos { return x.pos }, func(x organisationEntry) news.Organisation { return x.v }, &b.organisations, true)
	for _, x := range b.entries.abbreviations {
		if x.v.Short == "" || len(x.v.Long) == 0 {
			b.fl.add(x.pos, "write short: and long: [...]", "an abbreviation without its long form")
		}
		b.abbreviations = append(b.abbreviations, x.v)
	}
}

func (b builder) posts() {
	names := names[news.OfficeID]{kind: "office", fl: b.fl}
	for _, x := range b.entries.offices {
		b.slug(x.pos, string(x.v.ID), x.v.Name)
		b.checkPlace(x.at("place"), x.v.Place)
		if _, ok := b.organisation[x.v.Organisation]; x.v.Organisation != "" && !ok {
			b.fl.add(x.at("organisation"), "add it under organisations", "organisation %q is not in the registry", x.v.Organisation)
		}
		names.add(x.pos, x.v.ID, nil, append([]string{x.v.Name}, x.v.Aliases...))
	}
	b.officeN = names.done()
	b.office = index(b.fl, "office", b.entries.offices, func(x entry[news.Office]) news.OfficeID { return x.v.ID },
		func(x entry[news.Office]) pos { return x.pos }, func(x entry[news.Office]) news.Office { return x.v }, &b.offices, true)
}

func (b builder) themes() {
	b.topic = index(b.fl, "topic", b.entries.topics, func(x entry[Topic]) news.TopicID { return x.v.ID },
		func(x entry[Topic]) pos { return x.pos }, func(x entry[Topic]) Topic { return x.v }, &b.topics, false)
	for _, x := range b.entries.topics {
		b.slug(x.pos, string(x.v.ID), x.v.Label)
		if len(x.v.Rules) == 0 {
			b.fl.add(x.pos, "write rules: with any: or all:", "topic %q has no rules", x.v.ID)
		}
		for i, rule := range x.v.Rules {
			switch {
			case len(rule.Any)+len(rule.All) == 0:
				b.fl.add(x.pos, "add any: or all:", "rule %d of topic %q can never fire", i+1, x.v.ID)
			case rule.Min > len(rule.Any):
				b.fl.add(x.pos, "lower min", "rule %d of topic %q wants %d of %d", i+1, x.v.ID, rule.Min, len(rule.Any))
			}
		}
	}
}

func (b builder) catalogue() {
	b.outlet = index(b.fl, "outlet", b.entries.outlets, func(x entry[news.Outlet]) news.OutletID { return x.v.ID },
		func(x entry[news.Outlet]) pos { return x.pos }, func(x entry[news.Outlet]) news.Outlet { return x.v }, &b.outlets, false)
	b.host = map[string]int{}
	owners := map[string]pos{}
	for _, x := range b.entries.outlets {
		o := x.v
		b.slug(x.pos, string(o.ID), o.Name)
		b.checkPlace(x.at("place"), o.Place)
		if len(o.Hosts) == 0 {
			b.fl.add(x.pos, "write hosts: [example.com]", "outlet %q has no host", o.ID)
		}
		for _, h := range o.Hosts {
			if u, err := url.Parse("http://" + h); err != nil || u.Host != h || h != strings.ToLower(h) || strings.HasPrefix(h, "www.") {
				b.fl.add(x.at("hosts"), "write it in lower case without scheme, path and www.", "host %q of outlet %q", h, o.ID)
			}
			if first, taken := owners[h]; taken {
				b.fl.add(x.at("hosts"), "a host belongs to one outlet", "host %q stands at %s already", h, first)
			}
			owners[h] = x.pos
			b.host[h] = b.outlet[o.ID]
		}
		for key, list := range map[string][]string{"feeds": o.Feeds, "sitemaps": o.Sitemaps, "listings": o.Listings} {
			for _, raw := range list {
				b.source(x.at(key), o, raw)
			}
		}
		if _, err := time.LoadLocation(o.Zone); o.Zone == "" || err != nil {
			b.fl.add(x.at("zone"), "write an IANA name such as Asia/Jakarta", "zone %q of outlet %q", o.Zone, o.ID)
		}
		if _, err := regexp.Compile(o.Articles); err != nil {
			b.fl.add(x.at("articles"), "mend the regular expression (RE2)", "articles of outlet %q: %v", o.ID, err)
		}
		if o.Kind != "press" && o.Kind != "government" {
			b.fl.add(x.at("kind"), "press or government", "kind %q of outlet %q", o.Kind, o.ID)
		}
		if d, err := time.ParseDuration(cmp.Or(o.Delay, "0s")); err != nil || d < 0 {
			b.fl.add(x.at("delay"), `write it as "5s"`, "delay %q of outlet %q", o.Delay, o.ID)
		}
	}
}

// source checks that an address belongs to its outlet: a catalogue entry must
// not send the crawler to somebody else's server.
func (b builder) source(at pos, o news.Outlet, raw string) {
	u, err := url.Parse(strings.ReplaceAll(raw, "{page}", "1"))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		b.fl.add(at, "write a whole address with https://", "address %q of outlet %q", raw, o.ID)
	case !slices.ContainsFunc(o.Hosts, func(h string) bool { return u.Host == h || strings.HasSuffix(u.Host, "."+h) }):
		b.fl.add(at, "add its host to hosts", "address %q is not at a host of outlet %q", raw, o.ID)
	}
}

func (b builder) tenures() {
	b.Registry.tenures = map[news.OfficeID][]Tenure{}
	b.terms = map[news.OfficialID][]news.Term{}
	b.termsOf = map[news.OfficeID][]news.Term{}
	b.unverified = map[termKey]bool{}
	details := map[termKey]Tenure{}
	at := map[termKey]pos{}
	for _, x := range b.entries.tenures {
		t := x.v.Term
		if _, ok := b.official[t.Official]; !ok {
			b.fl.add(x.at("official"), "add the person under officials", "official %q is not in the registry", t.Official)
		}
		if _, ok := b.office[t.Office]; !ok {
			b.fl.add(x.at("office"), "add it under offices", "office %q is not in the registry", t.Office)
		}
		switch t.Status {
		case news.Definitive, news.ActingPj, news.ActingPlt, news.ActingPlh, news.Caretaker:
		default:
			b.fl.add(x.at("status"), "one of definitif, pj, plt, plh, pjs", "status %q", t.Status)
		}
		if len(t.Sources) == 0 {
			b.fl.add(x.pos, "name where it comes from; mark what nobody checked with unverified: true as well", "the term of %q has no sources", t.Official)
		}
		// The files are read so already; a change comes with whatever somebody wrote.
		if fine := b.date(x.at("from"), "from", t.From); !b.date(x.at("until"), "until", t.Until) || !fine {
			continue
		}
		if from, until := t.From.First(), t.Until.Last(); from != "" && until != "" && until < from {
			b.fl.add(x.at("until"), "exchange the two dates", "until %s is before from %s", t.Until, t.From)
		}
		k := keyOf(t)
		if first, ok := at[k]; ok {
			b.fl.add(x.pos, "remove one of them", "the same term stands at %s already", first)
			continue
		}
		at[k], details[k] = x.pos, x.v
		b.unverified[k] = x.v.Unverified
		b.terms[t.Official] = append(b.terms[t.Official], t)
		b.termsOf[t.Office] = append(b.termsOf[t.Office], t)
	}
	for id := range b.terms {
		orderTerms(b.terms[id])
	}
	for id, terms := range b.termsOf {
		orderTerms(terms)
		for _, t := range terms {
			b.Registry.tenures[id] = append(b.Registry.tenures[id], details[keyOf(t)])
		}
	}
	for _, o := range b.offices {
		if o.Seats <= 1 {
			b.overlaps(o, at)
		}
	}
}

// date reports a date of a term that is none. An empty one is no fault.
func (b builder) date(at pos, key string, d news.PartialDate) (fine bool) {
	if d == "" {
		return true
	}
	_, err := news.ParsePartialDate(string(d))
	if err != nil {
		b.fl.add(at, "", "%s: %v", key, err)
	}
	return err == nil
}

// overlaps reports two people in a one-seat office on days that both terms are
// sure of. The rules are: on the day of a handover both may hold it; a Plt, Plh
// or Pjs may act beside a definitive holder or a Pj who is away; a Pj fills a
// vacancy and stands beside nobody; two who act in the same way exclude each
// other. A term without a source is sure of no day.
func (b builder) overlaps(o news.Office, at map[termKey]pos) {
	terms := b.termsOf[o.ID]
	for i, t := range terms {
		for _, u := range terms[:i] {
			if b.unverified[keyOf(t)] || b.unverified[keyOf(u)] {
				continue
			}
			if standsIn(t.Status) != standsIn(u.Status) || !overlap(t, u) {
				continue
			}
			b.fl.add(at[keyOf(t)], "correct the dates, or write FROM..TO where sources do not give the day",
				"%s holds %q from %s until %s, and %s from %s until %s (%s)",
				t.Official, o.ID, t.From, cmp.Or(t.Until, "now"), u.Official, u.From, cmp.Or(u.Until, "now"), at[keyOf(u)])
		}
	}
}

// overlap reports whether more than a shared day of handover is surely in both.
func overlap(t, u news.Term) bool {
	const never = news.Date("9999-12-31")
	sure := func(t news.Term) (from, until news.Date, ok bool) {
		from, until = t.From.Last(), never
		if t.Until != "" {
			until = t.Until.First()
		}
		return from, until, from != "" && until != ""
	}
	a, z, ok1 := sure(t)
	c, y, ok2 := sure(u)
	return ok1 && ok2 && max(a, c) < min(z, y)
}

// names finds two entries with one name. A name that several people really have
// is listed under "shared" by each of them.
type names[K ~string] struct {
	kind   string
	fl     *faults
	by     map[string][]K
	first  map[string]pos
	shared map[string]bool
}

func (n *names[K]) add(at pos, id K, shared []string, all []string) {
	if n.by == nil {
		n.by, n.first, n.shared = map[string][]K{}, map[string]pos{}, map[string]bool{}
	}
	own := map[string]bool{}
	for _, s := range shared {
		own[fold(s)] = true
	}
	for _, name := range slices.Concat(all, shared) {
		k := fold(name)
		if k == "" || slices.Contains(n.by[k], id) {
			continue
		}
		if len(n.by[k]) > 0 && !(own[k] && n.shared[k]) {
			n.fl.add(at, "list it under shared in both, or remove it from one",
				"the name %q of %s %q belongs to %q at %s", name, n.kind, id, n.by[k][0], n.first[k])
			continue
		}
		n.by[k] = append(n.by[k], id)
		if len(n.by[k]) == 1 {
			n.first[k], n.shared[k] = at, own[k]
		}
	}
}

func (n *names[K]) done() map[string][]K {
	for _, k := range slices.Sorted(maps.Keys(n.by)) {
		slices.Sort(n.by[k])
	}
	return n.by
}
