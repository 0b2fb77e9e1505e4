package registry

import (
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/news"
)

// Reason is why it is not settled who held an office.
type Reason struct {
	Code  Code             `json:"code"`
	Name  string           `json:"name,omitempty"` // of the person, or the id of the office
	From  news.PartialDate `json:"from,omitempty"`
	Until news.PartialDate `json:"until,omitempty"`
	Seats int              `json:"seats,omitempty"`
}

// Code names a kind of reason.
type Code string

// The kinds of reason.
const (
	UnknownOffice Code = "unknown-office"
	UnknownDay    Code = "unknown-day"
	NoTerm        Code = "no-term"        // nobody is known to have held it so
	Vacant        Code = "vacant"         // between From and Until
	NobodyBefore  Code = "nobody-before"  // Until
	NobodyAfter   Code = "nobody-after"   // From
	HandedOver    Code = "handed-over"    // on From
	ManySeats     Code = "many-seats"     // several hold it at a time
	BeginningOpen Code = "beginning-open" // sources give the beginning only as From
	EndOpen       Code = "end-open"       // sources give the end only as Until
	NoDates       Code = "no-dates"
	NoSource      Code = "no-source"
)

// unsettled makes the answer that nobody can be named, with the reasons in words.
func unsettled(candidates []news.Term, reasons ...Reason) Holding {
	h := Holding{Candidates: candidates, Reasons: reasons}
	h.Why = h.Explain("en")
	return h
}

// Explain says why it is not settled in Bahasa Indonesia ("id") or English ("en").
// It is empty when it is settled.
func (h Holding) Explain(lang string) string {
	out := make([]string, len(h.Reasons))
	for i, r := range h.Reasons {
		out[i] = r.Explain(lang)
	}
	return strings.Join(out, "; ")
}

// Explain says the reason in Bahasa Indonesia ("id") or English ("en").
func (r Reason) Explain(lang string) string {
	if lang == "id" {
		return r.indonesian()
	}
	return r.english()
}

func (r Reason) english() string {
	switch r.Code {
	case UnknownOffice:
		return fmt.Sprintf("office %q is not in the registry", r.Name)
	case UnknownDay:
		return "the day is unknown"
	case NoTerm:
		return "no such term is in the registry"
	case Vacant:
		return fmt.Sprintf("vacant between %s and %s", r.From, r.Until)
	case NobodyBefore:
		return "the registry knows nobody before " + string(r.Until)
	case NobodyAfter:
		return "the registry knows nobody after " + string(r.From)
	case HandedOver:
		return "handed over on " + string(r.From)
	case ManySeats:
		return fmt.Sprintf("the office has %d seats", r.Seats)
	case BeginningOpen:
		if r.From == "" {
			return "sources do not give the beginning of " + r.Name
		}
		return fmt.Sprintf("sources give the beginning of %s only as %q", r.Name, r.From)
	case EndOpen:
		return fmt.Sprintf("sources give the end of %s only as %q", r.Name, r.Until)
	case NoDates:
		return "sources give no dates for " + r.Name
	case NoSource:
		return "the term of " + r.Name + " has no source"
	}
	return string(r.Code)
}

func (r Reason) indonesian() string {
	switch r.Code {
	case UnknownOffice:
		return fmt.Sprintf("jabatan %q tidak ada dalam registri", r.Name)
	case UnknownDay:
		return "harinya tidak diketahui"
	case NoTerm:
		return "registri tidak mencatat masa jabatan seperti itu"
	case Vacant:
		return fmt.Sprintf("kosong antara %s dan %s", r.From, r.Until)
	case NobodyBefore:
		return "registri tidak mencatat siapa pun sebelum " + string(r.Until)
	case NobodyAfter:
		return "registri tidak mencatat siapa pun sesudah " + string(r.From)
	case HandedOver:
		return "serah terima pada " + string(r.From)
	case ManySeats:
		return fmt.Sprintf("jabatan ini dipegang %d orang sekaligus", r.Seats)
	case BeginningOpen:
		if r.From == "" {
			return "sumber tidak menyebut sejak kapan " + r.Name + " menjabat"
		}
		return fmt.Sprintf("sumber menyebut awal masa jabatan %s hanya sebagai %s", r.Name, inWords(r.From))
	case EndOpen:
		return fmt.Sprintf("sumber menyebut akhir masa jabatan %s hanya sebagai %s", r.Name, inWords(r.Until))
	case NoDates:
		return "sumber tidak memberi tanggal untuk " + r.Name
	case NoSource:
		return "masa jabatan " + r.Name + " belum ada sumbernya"
	}
	return string(r.Code)
}

// inWords says a date between two others in Bahasa Indonesia.
func inWords(d news.PartialDate) string {
	from, to, between := strings.Cut(string(d), "..")
	switch {
	case !between:
		return from
	case from == "":
		return "paling lambat " + to
	case to == "":
		return "tidak sebelum " + from
	}
	return "antara " + from + " dan " + to
}
