// Package desk is what journalists and analysts open: pages in Bahasa Indonesia
// and English, an HTTP API, feeds and exports, all of the same rows.
//
//	handler, err := desk.New(desk.Config{Log: log, Index: index, Registry: registry})
//	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
//
// It listens nowhere itself. The rules of every page are:
//
//   - The HTML is complete without a script, and nothing comes from elsewhere: the
//     content security policy allows the desk's own files alone.
//   - The address is the whole state. A parameter or value that is not understood
//     is told to the reader, never dropped in silence. Keys repeat, there are no
//     comma lists.
//   - The suffix gives the format (.json, .csv, .atom), with the same rows. Link
//     headers name them, and the ETag comes from the position of the log.
//   - The footer says up to which event the page knows.
//
// The text of articles is the outlets' own. Pages show a short excerpt, and a diff
// shows the changed paragraphs only.
//
// What is read: the log (histories, tags, dead letters) and the index (search).
// Nothing is written but corrections of tags, and those only where [Config] says so
// and from this machine. When the index is away, pages that need it say so, and
// articles are still shown.
package desk

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/search"
)

// Config is what a desk shows. Log, Index and Registry must be set.
type Config struct {
	Log      eventlog.Log
	Index    search.Index
	Registry *registry.Registry

	// Stages are asked for the status page. A desk of its own process knows none
	// and shows what log and index tell.
	Stages []Stage
	// Disk returns what is free and what there is, in bytes; nil when unknown.
	Disk func() (free, total uint64, err error)

	Now     func() time.Time
	Zone    *time.Location // of days and clocks that belong to no outlet; nil means WIB
	Logger  *slog.Logger
	Version string
	// BaseURL is the public address, such as "https://jejak.example", which feeds
	// need. Empty means: as the request named it.
	BaseURL string

	// Corrections lets whoever sits at this machine correct tags: requests that come
	// over loopback, name a loopback address, were sent by no other site and passed
	// through no proxy. Without it the pages show the command that does the same.
	Corrections bool

	Timeout time.Duration // for one page; 0 means 10 s
	Export  time.Duration // for one export; 0 means 5 minutes
	Rate    float64       // requests a second and address; 0 means 30, below 0 no limit
	Burst   int           // requests at once and address; 0 means 120
}

// Stage is one source of the status page.
type Stage struct {
	Name   string
	Status func(context.Context) (StageStatus, error)
}

// StageStatus is how one stage fares.
type StageStatus struct {
	State     string            `json:"state"`
	Lag       uint64            `json:"lag"`
	Positions map[string]uint64 `json:"positions,omitempty"`
	LastError string            `json:"last_error,omitempty"`
	FailedAt  time.Time         `json:"failed_at,omitzero"`
	Counts    map[string]uint64 `json:"counts,omitempty"` // whatever the stage counts, by name
}

// desk is the handler's state. Nothing in it changes after New but the limiter.
type desk struct {
	Config
	pages  map[locale.Lang]map[string]*template.Template
	static static
	finder finder
	limit  *limiter
}

// New makes the handler.
func New(cfg Config) (http.Handler, error) {
	if cfg.Log == nil || cfg.Index == nil || cfg.Registry == nil {
		return nil, errors.New("desk: log, index and registry must all be given")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Zone == nil {
		cfg.Zone = time.FixedZone("WIB", 7*3600)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Second
	}
	if cfg.Export == 0 {
		cfg.Export = 5 * time.Minute
	}
	if cfg.Rate == 0 {
		cfg.Rate = 30
	}
	if cfg.Burst == 0 {
		cfg.Burst = 120
	}
	cfg.BaseURL = strings.TrimSuffix(cfg.BaseURL, "/")
	d := &desk{Config: cfg, finder: newFinder(cfg.Registry), limit: newLimiter(cfg.Rate, cfg.Burst, cfg.Now)}
	var err error
	if d.static, err = loadStatic(); err != nil {
		return nil, err
	}
	if d.pages, err = d.parsePages(); err != nil {
		return nil, err
	}
	return d.guard(d.suffixes(d.routes())), nil
}

// routes is every address of the desk.
func (d *desk) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", d.healthz)
	mux.HandleFunc("GET /readyz", d.readyz)
	mux.HandleFunc("GET /static/{hash}/{file}", d.static.serve)
	mux.HandleFunc("GET /favicon.ico", d.static.icon)
	mux.HandleFunc("GET /robots.txt", d.static.robots)

	mux.Handle("GET /{$}", d.page(homeParams, d.home))
	mux.Handle("GET /search", d.page(searchParams, d.searchPage))
	mux.Handle("GET /article/{id}", d.page(articleParams, d.articlePage))
	mux.Handle("GET /article/{id}/rev/{n}", d.page(articleParams, d.articlePage))
	mux.Handle("GET /article/{id}/why", d.page(noParams, d.whyPage))
	mux.Handle("GET /article/{id}/diff/{range}", d.page(noParams, d.diffPage))
	mux.HandleFunc("POST /article/{id}/correct", d.correct)
	mux.Handle("GET /why", d.page(whyParams, d.whyAsked))
	mux.Handle("GET /official/{id}", d.page(dayParams, d.officialPage))
	mux.Handle("GET /office/{id}", d.page(dayParams, d.officePage))
	mux.Handle("GET /outlet/{id}", d.page(noParams, d.outletPage))
	mux.Handle("GET /topic/{id}", d.page(noParams, d.topicPage))
	mux.Handle("GET /place/{id}", d.page(noParams, d.placePage))
	mux.Handle("GET /officials", d.page(noParams, d.officialsPage))
	mux.Handle("GET /outlets", d.page(noParams, d.outletsPage))
	mux.Handle("GET /topics", d.page(noParams, d.topicsPage))
	mux.Handle("GET /changes", d.page(changesParams, d.changesPage))
	mux.Handle("GET /status", d.page(noParams, d.statusPage))
	mux.Handle("GET /help", d.page(noParams, d.helpPage))
	mux.Handle("GET /api", d.page(noParams, d.apiPage))

	mux.Handle("GET /search.csv", d.format(searchParams, d.searchCSV))
	mux.Handle("GET /search.atom", d.format(searchParams, d.searchAtom))
	mux.Handle("GET /changes.atom", d.format(changesParams, d.changesAtom))
	d.api(mux)
	mux.Handle("GET /", d.page(anyParams, d.notFound))
	return mux
}
