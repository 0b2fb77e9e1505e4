package date

import "github.com/jejak-id/jejak/pkg/lang"

// The roles of a date.
const (
	event     = "event"     // when something happened or will
	statement = "statement" // when it was said
	deadline  = "deadline"  // until when something has to be done or goes on
)

var limits = map[string]bool{
	"lambat": true, "hingga": true, "sampai": true, "sebelum": true, "batas": true, "tenggat": true, "maksimal": true, "deadline": true,
	"selambatnya": true, "terakhir": true, "ditutup": true,
}

var said = map[string]bool{
	"ujar": true, "kata": true, "ungkap": true, "ucap": true, "tutur": true, "jelas": true, "ujarnya": true, "katanya": true,
	"ungkapnya": true, "ucapnya": true, "tuturnya": true, "jelasnya": true, "tegas": true, "tegasnya": true, "terang": true, "terangnya": true,
	"mengatakan": true, "menjelaskan": true, "menyampaikan": true, "menegaskan": true, "mengungkapkan": true, "menuturkan": true,
}

// role tells what the date from the token i up to end says of its sentence.
func (r *reader) role(i, end int) string {
	for n := i - 1; n >= 0 && n >= i-3; n-- {
		if limits[r.tokens[n].Fold] {
			return deadline
		}
		if r.tokens[n].Kind == lang.Punct {
			break
		}
	}
	s := r.p.SentenceAt(i)
	if n := r.p.QuotationBefore(i); n >= 0 { // "…,” ujar Budi, Selasa (3/3)."
		if q := r.p.Quotations[n]; q.Close > s.From && q.Close < i && i-q.Close < 30 {
			return statement
		}
	}
	if tail := s.To - end; tail <= 2 && i > 0 && r.tokens[i-1].Is(",") { // at the end, behind a comma
		for n := max(s.From, i-100); n < i; n++ {
			if said[r.tokens[n].Fold] {
				return statement
			}
		}
	}
	return event
}
