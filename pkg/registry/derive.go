package registry

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// derive adds what every region has by law (UU 23/2014): a government, a
// council, a head, a deputy, a secretary and a chair of the council. They need
// not be written down 550 times. What the files do say about them wins, by id
// and by name; who holds these offices is never derived.
func derive(e entries) entries {
	d := deriver{e: e.clone(), ids: map[string]bool{}, names: map[string]bool{}}
	for _, x := range e.offices {
		d.know(string(x.v.ID), append([]string{x.v.Name}, x.v.Aliases...))
	}
	for _, x := range e.organisations {
		d.know(string(x.v.ID), append([]string{x.v.Name}, x.v.Aliases...))
	}
	for _, x := range e.places {
		switch x.v.Kind {
		case "provinsi":
			d.province(x.pos, x.v)
		case "kota", "kabupaten":
			d.region(x.pos, x.v)
		}
	}
	return d.e
}

type deriver struct {
	e          entries
	ids, names map[string]bool
}

func (d *deriver) know(id string, names []string) {
	d.ids[id] = true
	for _, n := range names {
		d.names[fold(n)] = true
	}
}

func (d *deriver) province(at pos, p news.Place) {
	s, n := slugOf(p.Name), p.Name
	gov := d.organisation(at, p.Code, "pemprov-"+s, "government", "Pemerintah Provinsi "+n, "Pemprov "+n)
	council := d.organisation(at, p.Code, "dprd-"+s, "legislature", "Dewan Perwakilan Rakyat Daerah Provinsi "+n, "DPRD Provinsi "+n, "DPRD "+n)
	d.office(at, p.Code, "gubernur-"+s, gov, "Gubernur "+n, "Gubernur Provinsi "+n)
	d.office(at, p.Code, "wakil-gubernur-"+s, gov, "Wakil Gubernur "+n, "Wagub "+n)
	d.office(at, p.Code, "sekda-"+s, gov, "Sekretaris Daerah Provinsi "+n, "Sekda Provinsi "+n, "Sekdaprov "+n, "Sekretaris Daerah "+n)
	d.office(at, p.Code, "ketua-dprd-"+s, council, "Ketua DPRD Provinsi "+n, "Ketua DPRD "+n)
}

func (d *deriver) region(at pos, p news.Place) {
	kind, n, ok := strings.Cut(p.Name, " ")
	if !ok || !strings.EqualFold(kind, p.Kind) {
		return // a region of one's own with another kind of name
	}
	n = strings.TrimPrefix(n, "Administrasi ")
	short, head, deputy, secretary := "Pemkot", "Wali Kota", "Wawali", "Sekdakot"
	if p.Kind == "kabupaten" {
		short, head, deputy, secretary = "Pemkab", "Bupati", "Wabup", "Sekdakab"
	}
	s, full := slugOf(n), slugOf(p.Name)
	gov := d.organisation(at, p.Code, strings.ToLower(short)+"-"+s, "government", "Pemerintah "+p.Name, short+" "+n)
	d.office(at, p.Code, slugOf(head)+"-"+s, gov, head+" "+n, head+" "+p.Name)
	d.office(at, p.Code, "wakil-"+slugOf(head)+"-"+s, gov, "Wakil "+head+" "+n, deputy+" "+n, "Wakil "+head+" "+p.Name)
	d.office(at, p.Code, "sekda-"+full, gov, "Sekretaris Daerah "+p.Name, "Sekda "+p.Name, secretary+" "+n)
	if p.Code.Within("31") {
		return // the parts of Jakarta have no council
	}
	council := d.organisation(at, p.Code, "dprd-"+full, "legislature", "Dewan Perwakilan Rakyat Daerah "+p.Name, "DPRD "+p.Name)
	d.office(at, p.Code, "ketua-dprd-"+full, council, "Ketua DPRD "+p.Name, "Ketua Dewan Perwakilan Rakyat Daerah "+p.Name)
}

func (d *deriver) organisation(at pos, place news.PlaceCode, id, kind string, name string, aliases ...string) news.OrganisationID {
	names, ok := d.free(id, name, aliases)
	if ok {
		d.e.organisations = append(d.e.organisations, organisationEntry{pos: at, v: news.Organisation{
			ID: news.OrganisationID(id), Name: name, Aliases: names, Place: place, Kind: kind,
		}})
	}
	if !d.ids[id] {
		return ""
	}
	return news.OrganisationID(id)
}

func (d *deriver) office(at pos, place news.PlaceCode, id string, in news.OrganisationID, name string, aliases ...string) {
	if names, ok := d.free(id, name, aliases); ok {
		d.e.offices = append(d.e.offices, entry[news.Office]{pos: at, v: news.Office{
			ID: news.OfficeID(id), Name: name, Aliases: names, Place: place, Organisation: in,
		}})
	}
}

// free takes an id and a name unless somebody has one of them, and returns the
// aliases that nobody has.
func (d *deriver) free(id, name string, aliases []string) ([]string, bool) {
	if d.ids[id] || d.names[fold(name)] {
		return nil, false
	}
	d.know(id, []string{name})
	var out []string
	for _, a := range aliases {
		if !d.names[fold(a)] {
			d.names[fold(a)] = true
			out = append(out, a)
		}
	}
	return out, true
}

// slugOf makes an identifier of a name.
func slugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(c)
		case c == '\'' || c == '’':
		default:
			gap = true
		}
	}
	return b.String()
}
