package news

import "strings"

// Status is the way in which somebody holds an office.
type Status string

// The four standings of Indonesian administrative law, and the one that the
// historical lists of the region add.
const (
	Definitive Status = "definitif" // elected or appointed for a full term
	ActingPj   Status = "pj"        // penjabat: fills a vacant elected office
	ActingPlt  Status = "plt"       // pelaksana tugas: the holder is away for long or gone
	ActingPlh  Status = "plh"       // pelaksana harian: the holder is away for some days
	Caretaker  Status = "pjs"       // penjabat sementara: the holder campaigns or was removed
)

// Titled puts before the name of an office how it is held, as the press does, when that
// is not the usual way and the name does not say it: "Pj Wali Kota Malang".
func (s Status) Titled(office string) string {
	switch s {
	case ActingPj, ActingPlt, ActingPlh, Caretaker:
	default:
		return office
	}
	word := strings.ToUpper(string(s[:1])) + string(s[1:])
	if len(office) >= len(word) && strings.EqualFold(office[:len(word)], word) {
		return office
	}
	return word + " " + office
}

// Official is a person known to the registry because of a public office.
type Official struct {
	ID      OfficialID `json:"id"`
	Name    string     `json:"name"` // without titles and degrees
	Aliases []string   `json:"aliases,omitempty"`
}

// Office is a public post. The person in it changes; the office stays.
type Office struct {
	ID           OfficeID       `json:"id"`
	Name         string         `json:"name"` // "Wali Kota Malang"
	Aliases      []string       `json:"aliases,omitempty"`
	Place        PlaceCode      `json:"place,omitempty"` // the government it belongs to
	Organisation OrganisationID `json:"organisation,omitempty"`
	Seats        int            `json:"seats,omitempty"` // 0 and 1: one holder at a time
}

// Term says that one official held one office from one day until another, both
// included. An empty From or Until is unknown or open.
type Term struct {
	Official OfficialID  `json:"official"`
	Office   OfficeID    `json:"office"`
	From     PartialDate `json:"from,omitempty"`
	Until    PartialDate `json:"until,omitempty"`
	Status   Status      `json:"status"`
	Sources  []string    `json:"sources"`
}

// Certainty is how surely a term covers a day.
type Certainty int

// The three answers of [Term.Covers].
const (
	No      Certainty = iota // the day is outside the term
	Perhaps                  // the sources are too coarse to tell
	Yes                      // the day is inside the term
)

// Covers tells whether the term holds on a day. A term known only by year
// answers Perhaps in its first and last year.
func (t Term) Covers(on Date) Certainty {
	if t.From == "" && t.Until == "" {
		return Perhaps
	}
	begins, begun := t.From.First(), t.From.Last() // "" where the sources set no bound
	ending, ended := t.Until.First(), t.Until.Last()
	if on < begins || ended != "" && on > ended {
		return No
	}
	if begun == "" || on < begun || t.Until != "" && on > ending {
		return Perhaps
	}
	return Yes
}

// Organisation is a government body, party, university, company or unit.
type Organisation struct {
	ID      OrganisationID `json:"id"`
	Name    string         `json:"name"`
	Aliases []string       `json:"aliases,omitempty"`
	Place   PlaceCode      `json:"place,omitempty"`
	Kind    string         `json:"kind,omitempty"` // government, legislature, police, military, party, university, company
}

// Place is a region of the Kemendagri register.
type Place struct {
	Code   PlaceCode `json:"code"`
	Kind   string    `json:"kind"` // provinsi, kota, kabupaten, kecamatan, kelurahan, desa
	Name   string    `json:"name"` // "Kota Malang", "Blimbing"
	Parent PlaceCode `json:"parent,omitempty"`
}
