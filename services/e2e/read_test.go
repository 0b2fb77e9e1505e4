package e2e

import (
	"encoding/json"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
)

// readLine is what the tests look at of a line of `jejak read`.
type readLine struct {
	Paragraphs []string           `json:"paragraphs"`
	Related    []news.Link        `json:"related"`
	Officials  []news.OfficialTag `json:"officials"`
}

func parseRead(t *testing.T, out string) readLine {
	t.Helper()
	var l readLine
	if err := json.Unmarshal([]byte(out), &l); err != nil {
		t.Fatalf("read does not print one JSON object: %v\n%s", err, out)
	}
	return l
}

func (l readLine) office(id news.OfficialID) news.OfficeID {
	for _, o := range l.Officials {
		if o.ID == id && o.Office != nil {
			return *o.Office
		}
	}
	return ""
}
