package open

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
)

// TestLive: pages know a change of the registry without a restart, and outlive one
// that they can not be made of.
func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t)
		logger := slog.New(slog.NewTextHandler(t.Output(), nil))
		live, err := Follow(t.Context(), a.log, a.base, logger)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Handler(live.Registry, func(r *registry.Registry) (http.Handler, error) {
			if _, ok := r.Topic("rusak"); ok {
				return nil, errors.New("can not be made")
			}
			_, ok := r.Official("orang-rekaan")
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, ok) }), nil
		}, logger)
		if err != nil {
			t.Fatal(err)
		}
		knows := func() string {
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
			return rec.Body.String()
		}
		go live.Run(t.Context())
		if got := knows(); got != "false" {
			t.Errorf("before: %s", got)
		}
		by := event.By{Actor: "analis"}
		a.put(event.OfficialRecorded{Official: news.Official{ID: "orang-rekaan", Name: "Orang Rekaan"}, By: by})
		synctest.Wait()
		if got := knows(); got != "true" {
			t.Errorf("after: %s", got)
		}
		a.put(event.TopicRecorded{ID: "rusak", Label: "Rusak", Rules: []event.TopicRule{{Any: []string{"rusak"}}}, By: by})
		synctest.Wait()
		if got := knows(); got != "true" {
			t.Errorf("after what the pages can not be made of: %s", got)
		}
	})
}
