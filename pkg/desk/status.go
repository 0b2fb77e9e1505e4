package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/search"
)

// Status is how the whole pipeline fares, as far as this desk can see.
type Status struct {
	Version  string         `json:"version,omitempty"`
	Registry string         `json:"registry"`
	Time     time.Time      `json:"time"`
	Streams  []StreamStatus `json:"streams"`
	Index    IndexStatus    `json:"index"`
	Stages   []NamedStage   `json:"stages"`
	Dead     []DeadLetter   `json:"dead_letters"` // the newest
	DeadAll  uint64         `json:"dead_letters_total"`
	Outlets  []OutletStatus `json:"outlets"`
	Disk     *DiskStatus    `json:"disk,omitempty"`
	Faults   []string       `json:"faults"` // what could not be looked at
}

// StreamStatus is one stream of the log with its readers.
type StreamStatus struct {
	Name     string         `json:"name"`
	Created  time.Time      `json:"created"`
	Last     uint64         `json:"last"`
	Messages uint64         `json:"messages"`
	Bytes    uint64         `json:"bytes"`
	Newest   time.Time      `json:"newest,omitzero"` // when the newest record was stored
	Cursors  []CursorStatus `json:"cursors"`
}

// CursorStatus is how far a durable reader of a stream got.
type CursorStatus struct {
	Durable string `json:"durable"`
	Done    uint64 `json:"done"`
	Pending uint64 `json:"pending"`
	Waiting int    `json:"waiting"`
}

// IndexStatus compares the index with the log.
type IndexStatus struct {
	Documents  int               `json:"documents"`
	Projection string            `json:"projection"`
	Positions  map[string]uint64 `json:"positions"`
	Lag        map[string]uint64 `json:"lag"`
	Error      string            `json:"error,omitempty"`
}

// NamedStage is a stage with its status, or why that is not known.
type NamedStage struct {
	Name string `json:"name"`
	StageStatus
	Error string `json:"error,omitempty"`
}

// DeadLetter is a record that a handler gave up on.
type DeadLetter struct {
	event.Quarantined
	At time.Time `json:"at"`
}

// OutletStatus is how much of an outlet the archive has, and how its sources
// answer.
type OutletStatus struct {
	Counted
	Week    int       `json:"last_7_days"`     // by day of publication
	Looked  time.Time `json:"looked,omitzero"` // newest look at a source
	Sources int       `json:"sources"`
	Failing []string  `json:"failing,omitempty"` // sources whose last look failed, and why
	Alarms  []string  `json:"alarms,omitempty"`
	Refused []Refused `json:"refused,omitempty"` // the most frequent reason first
}

// Refused is how often the crawler would not ask for, or keep, an address of an
// outlet for one reason. What became of one address tells the page of its journey.
type Refused struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	URL    string `json:"url,omitempty"` // of the last one
}

// DiskStatus is the room on the disk of the data.
type DiskStatus struct {
	Free  uint64 `json:"free"`
	Total uint64 `json:"total"`
}

// letters is how many dead letters are shown.
const letters = 20

func (q *request) status() Status {
	ctx, d := q.Context(), q.desk
	st := Status{
		Version: d.Version, Registry: d.Registry.Version(), Time: d.Now().UTC(),
		Streams: []StreamStatus{}, Stages: []NamedStage{}, Dead: []DeadLetter{}, Outlets: []OutletStatus{}, Faults: []string{},
	}
	fault := func(what string, err error) { st.Faults = append(st.Faults, fmt.Sprintf("%s: %v", what, err)) }
	last := map[string]uint64{}
	for _, s := range event.Streams() {
		info, err := d.Log.Info(ctx, s.Name)
		if err != nil {
			fault(s.Name, err)
			continue
		}
		line := StreamStatus{Name: s.Name, Created: info.Created, Last: info.Last, Messages: info.Messages, Bytes: info.Bytes, Cursors: []CursorStatus{}}
		last[s.Name] = info.Last
		if cursors, err := d.Log.Cursors(ctx, s.Name); err != nil {
			fault(s.Name, err)
		} else {
			for _, c := range cursors {
				line.Cursors = append(line.Cursors, CursorStatus{c.Durable, c.Done, c.Pending, c.Waiting})
			}
		}
		if rec, err := d.Log.Last(ctx, s.Subjects); err == nil {
			line.Newest = rec.Stored
		} else if !errors.Is(err, eventlog.ErrNotFound) {
			fault(s.Name, err)
		}
		st.Streams = append(st.Streams, line)
		if s.Name == event.Dead.Name {
			st.DeadAll = info.Messages
			from := uint64(1)
			if info.Last > letters {
				from = info.Last - letters + 1
			}
			for rec, err := range d.Log.Read(ctx, eventlog.Query{Stream: s.Name, From: from}) {
				if err != nil {
					fault(s.Name, err)
					break
				}
				if e, err := rec.Event(); err == nil {
					if l, ok := e.Data.(event.Quarantined); ok {
						st.Dead = append([]DeadLetter{{l, e.Time}}, st.Dead...)
					}
				}
			}
		}
	}
	st.Index = q.indexStatus(last)
	var counts []OutletStatus
	if st.Index.Error == "" {
		counts = q.outletStatus()
	}
	var err error
	if st.Outlets, err = q.sources(counts); err != nil {
		fault(event.Crawl.Name, err)
	}
	for _, s := range d.Stages {
		line := NamedStage{Name: s.Name}
		var err error
		if line.StageStatus, err = s.Status(ctx); err != nil {
			line.Error = err.Error()
		}
		st.Stages = append(st.Stages, line)
	}
	if d.Disk != nil {
		var free, total uint64
		free, total, err = d.Disk()
		if err != nil {
			fault("disk", err)
		} else {
			st.Disk = &DiskStatus{free, total}
		}
	}
	return st
}

func (q *request) indexStatus(last map[string]uint64) IndexStatus {
	ctx, index := q.Context(), q.desk.Index
	out := IndexStatus{Positions: map[string]uint64{}, Lag: map[string]uint64{}}
	cp, err := index.Checkpoint(ctx)
	if err == nil {
		out.Projection = cp.Projection
		for _, s := range []string{event.News.Name, event.Tags.Name} {
			at := cp.Positions[s].Seq
			out.Positions[s], out.Lag[s] = at, last[s]-min(at, last[s])
		}
		out.Documents, err = index.Count(ctx)
	}
	if err == nil {
		err = index.Ping(ctx)
	}
	if err != nil {
		out.Error = err.Error()
	}
	return out
}

func (q *request) outletStatus() []OutletStatus {
	all, err := q.desk.Index.Search(q.Context(), search.Query{Limit: 1, Facets: []search.Facet{search.ByOutlet}})
	if err != nil {
		return []OutletStatus{}
	}
	week := map[string]int{}
	res, err := q.desk.Index.Search(q.Context(), search.Query{From: q.today().AddDays(-6), To: q.today(), Limit: 1, Facets: []search.Facet{search.ByOutlet}})
	if err == nil {
		for _, c := range res.Facets[search.ByOutlet] {
			week[c.Value] = c.Count
		}
	}
	out := []OutletStatus{}
	for _, c := range all.Facets[search.ByOutlet] {
		out = append(out, OutletStatus{
			Counted: Counted{c.Value, q.desk.name(q.lang, search.ByOutlet, c.Value), c.Count, "/outlet/" + pathEscape(c.Value)}, Week: week[c.Value],
		})
	}
	return out
}

// maxSources bounds how many records of the crawler a status reads.
const maxSources = 5000

// sources adds to the outlets how their sources answer, as the crawler wrote it
// down. Outlets without an article stand after those that have some.
func (q *request) sources(outlets []OutletStatus) ([]OutletStatus, error) {
	at := map[string]int{}
	for i, o := range outlets {
		at[o.ID] = i
	}
	of := func(id string) *OutletStatus {
		i, ok := at[id]
		if !ok {
			i = len(outlets)
			at[id] = i
			outlets = append(outlets, OutletStatus{Counted: Counted{ID: id, Name: q.desk.name(q.lang, search.ByOutlet, id), Href: "/outlet/" + pathEscape(id)}})
		}
		return &outlets[i]
	}
	query := eventlog.Query{Stream: event.Crawl.Name, Subjects: []string{event.SourceSubjects, event.AlarmSubjects, event.RefusalsSubjects}}
	n := 0
	for rec, err := range q.desk.Log.Read(q.Context(), query) {
		if err != nil {
			return outlets, err
		}
		if n++; n > maxSources {
			return outlets, fmt.Errorf("more than %d sources: the rest is not shown", maxSources)
		}
		e, err := rec.Event()
		if err != nil {
			continue // of a newer version
		}
		switch d := e.Data.(type) {
		case event.SourceDue:
			o := of(string(d.Outlet))
			o.Sources++
			if d.Looked.After(o.Looked) {
				o.Looked = d.Looked
			}
			if d.Fails > 0 {
				o.Failing = append(o.Failing, d.URL+" — "+d.Reason)
			}
		case event.Alarm:
			if d.Cleared.IsZero() {
				o := of(string(d.Outlet))
				o.Alarms = append(o.Alarms, strings.TrimSpace(wordOr(q.lang, "alarm-"+d.Kind, d.Kind)+" "+d.URL))
			}
		case event.Refusals:
			o := of(string(d.Outlet))
			o.Refused = append(o.Refused, Refused{d.Reason, d.Count, d.URL})
		}
	}
	for _, o := range outlets {
		slices.SortFunc(o.Refused, func(a, b Refused) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Reason, b.Reason)) })
	}
	if outlets == nil {
		outlets = []OutletStatus{}
	}
	return outlets, nil
}

func (d *desk) statusPage(q *request) (view, error) {
	return view{
		template: "status", title: q.t("nav-status"), active: "status", body: q.status(), noindex: true,
		formats: q.formatsOf("/status", nil, ".json"),
	}, nil
}

// healthz says that the process answers.
func (d *desk) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok", "version": d.Version})
}

// readyz says whether log and index answer.
func (d *desk) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), 2*time.Second)
	defer stop()
	out := map[string]string{"log": "ok", "index": "ok"}
	code := http.StatusOK
	if _, err := d.Log.Info(ctx, event.News.Name); err != nil {
		out["log"], code = err.Error(), http.StatusServiceUnavailable
	}
	if err := d.Index.Ping(ctx); err != nil {
		out["index"], code = err.Error(), http.StatusServiceUnavailable
	}
	writeJSON(w, code, out)
}

func writeJSON(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
}

// helpBody is the help page: how to ask, with examples that lead somewhere.
type helpBody struct {
	Examples []helpExample
	Params   []helpLine
	Keys     []helpLine
}

type helpExample struct{ Label, Href string }

type helpLine struct{ Name, About string }

func (d *desk) helpPage(q *request) (view, error) {
	b := helpBody{}
	for _, e := range []struct{ key, href string }{
		{"help-ex-words", "/search?q=anggaran+pendidikan"}, {"help-ex-phrase", "/search?q=%22wali+kota+malang%22"},
		{"help-ex-not", "/search?q=rapat+-sidang"}, {"help-ex-days", "/search?from=2025-05-01&to=2025-05-31"},
		{"help-ex-changed", "/search?changed=yes"}, {"help-ex-gone", "/search?withdrawn=yes"},
	} {
		b.Examples = append(b.Examples, helpExample{q.t(e.key), e.href})
	}
	for _, p := range []string{"q", "from", "to", "outlet", "official", "office", "place", "topic", "-outlet", "link-to", "changed", "withdrawn", "sort", "size", "after", "lang"} {
		b.Params = append(b.Params, helpLine{p, q.t("param-" + p)})
	}
	for _, k := range []string{"/", "j", "k", "o", "d", "e", "g h", "g s", "g c", "?", "Esc"} {
		b.Keys = append(b.Keys, helpLine{k, q.t("key-" + k)})
	}
	return view{template: "help", title: q.t("help"), body: b}, nil
}
