package desk

import (
	"strings"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// name returns what readers call a value of a facet. What the registry does not
// know is called by its identifier.
func (d *desk) name(l locale.Lang, f search.Facet, id string) string {
	switch f {
	case search.ByOutlet:
		if o, ok := d.Registry.Outlet(news.OutletID(id)); ok {
			return o.Name
		}
	case search.ByOfficial:
		if o, ok := d.Registry.Official(news.OfficialID(id)); ok {
			return o.Name
		}
	case search.ByOffice:
		if o, ok := d.Registry.Office(news.OfficeID(id)); ok {
			return o.Name
		}
	case search.ByTopic:
		if t, ok := d.Registry.Topic(news.TopicID(id)); ok {
			if l == locale.English && t.English != "" {
				return t.English
			}
			return t.Label
		}
	case search.ByPlace:
		if p, ok := d.Registry.Place(news.PlaceCode(id)); ok {
			return placeName(p)
		}
	}
	return id
}

// placeName tells Kota from Kabupaten and a kecamatan from a kelurahan: many
// share a name.
func placeName(p news.Place) string {
	switch p.Kind {
	case "kecamatan", "kelurahan", "desa":
		if first, _, _ := strings.Cut(strings.ToLower(p.Name), " "); first != p.Kind {
			return strings.ToUpper(p.Kind[:1]) + p.Kind[1:] + " " + p.Name
		}
	}
	return p.Name
}

// statusWord names the way in which an office is held; nothing for the usual one.
func statusWord(l locale.Lang, s news.Status) string {
	switch s {
	case news.ActingPj, news.ActingPlt, news.ActingPlh, news.Caretaker:
		return word(l, "status-"+string(s))
	case news.Definitive:
		return word(l, "status-definitif")
	}
	return ""
}

// officeOf says in which office somebody was on a day: "Pj Wali Kota Malang".
func (d *desk) officeOf(l locale.Lang, tag news.OfficialTag) string {
	if tag.Office == nil {
		return ""
	}
	office := tag.OfficeName
	if office == "" {
		office = d.name(l, search.ByOffice, string(*tag.Office))
	}
	office = tag.Status.Titled(office)
	switch tag.Standing {
	case news.Former:
		return word(l, "former", office)
	case news.Candidate:
		return word(l, "candidate", office)
	}
	return office
}
