package open

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// TestChanged: what people changed is there after a start, and what does not fit
// is told.
func TestChanged(t *testing.T) {
	base, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 5, 19, 2, 0, 0, 0, time.UTC)
	log := memlog.New(func() time.Time { return at })
	defer log.Close()
	by := event.By{Actor: "analis", Sources: []string{"https://kabar.example/a"}}
	for _, d := range []event.Data{
		event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: by},
		event.TermRecorded{Term: news.Term{Official: "orang-rekaan", Office: "ketua-kpu-kota-malang", From: "2025-01-01", Status: news.Definitive}, By: by},
		event.TermRecorded{Term: news.Term{Official: "orang-rekaan", Office: "wali-kota-malang", From: "2025-03-01", Status: news.Definitive}, By: by},
	} {
		e, err := event.New("jejak/desk", at, time.Time{}, d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	var told bytes.Buffer
	reg, err := Changed(t.Context(), log, base, slog.New(slog.NewTextHandler(&told, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if h := reg.Holder("ketua-kpu-kota-malang", "2025-05-16"); h.Term == nil || h.Term.Official != "orang-rekaan" {
		t.Errorf("the recorded term is not there: %+v", h)
	}
	if h := reg.Holder("wali-kota-malang", "2025-05-16"); h.Term == nil || h.Term.Official != "wahyu-hidayat" {
		t.Errorf("a second mayor got in: %+v", h)
	}
	if !strings.Contains(told.String(), "does not fit") {
		t.Errorf("the change without effect is not told: %q", told.String())
	}
}
