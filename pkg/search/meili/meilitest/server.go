// Package meilitest is a strict stand-in for a Meilisearch server, so that the
// suite of [search.Index] runs where there is none, and its faults can be had at
// will.
//
//	server := meilitest.New(t)
//	index, err := meili.Open(ctx, meili.Config{URL: server.URL, Key: server.Key})
//	server.Down(true)
//
// It does what a server of version 1.50 was seen to do with what package meili
// asks of it, and refuses all else with the server's error codes: an unknown
// path, setting or parameter, a filter on a field that is not filterable, a bad
// id. Work is done later, as tasks, in order. Words, phrases, exclusions, prefixes,
// typos, filters, facets, orders and swaps are real; hits are ordered by number
// of typos and field, which is not the server's ranking, so ranking cases are for
// the real one.
package meilitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is a stand-in for a Meilisearch server.
type Server struct {
	URL string
	Key string // with every right

	http *httptest.Server

	mu       sync.Mutex
	keys     map[string][]string // rights by key
	indexes  map[string]*index
	tasks    []*task
	queue    chan *task
	down     bool
	failing  int // requests still to be answered with failStatus
	failWith int
	poison   string
	broken   string // code of the error by which every task fails
	lose     string // path whose next answer is lost after the work is taken on
	requests int
}

// task is work that is done later. Fields are those of the server's answer.
type task struct {
	UID      int64      `json:"uid"`
	IndexUID string     `json:"indexUid"`
	Status   string     `json:"status"`
	Type     string     `json:"type"`
	Error    *taskError `json:"error"`
	work     func() *taskError
}

type taskError struct {
	Message string `json:"message"`
	Code    string `json:"code"`
	Type    string `json:"type"`
	Link    string `json:"link"`
}

func invalid(code, message string, args ...any) *taskError {
	return &taskError{Message: fmt.Sprintf(message, args...), Code: code, Type: "invalid_request"}
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{Key: "master-key-of-the-test", keys: map[string][]string{}, indexes: map[string]*index{}, queue: make(chan *task, 10_000)}
	s.keys[s.Key] = []string{"*"}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	var worker sync.WaitGroup
	worker.Go(s.run)
	t.Cleanup(func() {
		s.http.Close()
		close(s.queue)
		worker.Wait()
	})
	return s
}

// run does tasks, one after the other.
func (s *Server) run() {
	for t := range s.queue {
		time.Sleep(200 * time.Microsecond) // long enough that nobody relies on its being done
		s.mu.Lock()
		if s.broken != "" {
			t.Error = &taskError{Message: "no space left on device", Code: s.broken, Type: "internal"}
		} else {
			t.Error = t.work()
		}
		t.Status = "succeeded"
		if t.Error != nil {
			t.Status = "failed"
		}
		s.mu.Unlock()
	}
}

// AddKey makes a key with some rights.
func (s *Server) AddKey(key string, rights ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[key] = rights
}

// Down takes the server away, or brings it back: connections are cut without an answer.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// FailNext answers the next n requests with a status, as a proxy before a server
// does that is starting.
func (s *Server) FailNext(n, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing, s.failWith = n, status
}

// Poison fails every task with a document that holds a text. "" ends it.
func (s *Server) Poison(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.poison = text
}

// Break fails every task with an error of the server's own, such as
// "no_space_left_on_device". "" ends it.
func (s *Server) Break(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = code
}

// LoseAnswer takes on the next request to a path and cuts the connection instead
// of answering.
func (s *Server) LoseAnswer(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose = path
}

// DropIndex removes an index behind everybody's back.
func (s *Server) DropIndex(uid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.indexes, uid)
}

// Requests returns how many requests came in.
func (s *Server) Requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// refusal is an answer that says no.
type refusal struct {
	status int
	taskError
}

func refuse(status int, code, message string, args ...any) *refusal {
	return &refusal{status, *invalid(code, message, args...)}
}

const cut = -1 // status of a connection that is cut

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 100<<20))
	if err != nil {
		return
	}
	status, answer := s.handle(r, body)
	if status == cut {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(answer)
}

// handle answers one request. The answer is written out under the lock, for tasks
// and settings change when it is given up.
func (s *Server) handle(r *http.Request, body []byte) (int, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	switch {
	case s.down:
		return cut, nil
	case s.failing > 0:
		s.failing--
		return s.failWith, encode("try again")
	}
	answer, no := s.route(r, body)
	if no != nil {
		return no.status, encode(no.taskError)
	}
	if s.lose != "" && s.lose == r.URL.Path {
		s.lose = ""
		return cut, nil
	}
	if t, ok := answer.(*task); ok && t.Status == "enqueued" && r.Method != http.MethodGet {
		return http.StatusAccepted, encode(map[string]any{"taskUid": t.UID, "indexUid": t.IndexUID, "status": t.Status, "type": t.Type, "enqueuedAt": time.Unix(0, 0).UTC()})
	}
	return http.StatusOK, encode(answer)
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: answers are made of plain values
	}
	return b
}

// route answers one request. s.mu is held.
func (s *Server) route(r *http.Request, body []byte) (any, *refusal) {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	route := r.Method + " " + path[0]
	uid := ""
	if path[0] == "indexes" && len(path) > 1 {
		uid = path[1]
		route = r.Method + " " + strings.Join(slices.Concat([]string{"indexes", "*"}, path[2:]), "/")
	}
	if path[0] == "tasks" && len(path) == 2 {
		route = r.Method + " tasks/*"
	}
	right, known := rights[route]
	if !known {
		return nil, refuse(http.StatusNotFound, "not_found", "%s %s is no path of the stand-in", r.Method, r.URL.Path)
	}
	if no := s.allow(r, right); no != nil {
		return nil, no
	}
	switch route {
	case "GET health":
		return map[string]string{"status": "available"}, nil
	case "GET tasks/*":
		for _, t := range s.tasks {
			if fmt.Sprint(t.UID) == path[1] {
				return t, nil
			}
		}
		return nil, refuse(http.StatusNotFound, "task_not_found", "Task `%s` not found.", path[1])
	case "POST indexes":
		return s.createIndex(body)
	case "POST swap-indexes":
		return s.swap(body)
	case "POST multi-search":
		return s.multiSearch(body)
	case "DELETE indexes/*":
		return s.enqueue(uid, "indexDeletion", func() *taskError {
			if s.indexes[uid] == nil {
				return invalid("index_not_found", "Index `%s` not found.", uid)
			}
			delete(s.indexes, uid)
			return nil
		}), nil
	case "POST indexes/*/documents":
		return s.addDocuments(uid, r, body)
	case "POST indexes/*/documents/delete-batch":
		return s.deleteDocuments(uid, body)
	}
	x := s.indexes[uid]
	if x == nil {
		return nil, refuse(http.StatusNotFound, "index_not_found", "Index `%s` not found.", uid)
	}
	switch route {
	case "GET indexes/*":
		return map[string]any{"uid": uid, "primaryKey": "id", "createdAt": time.Unix(0, 0).UTC(), "updatedAt": time.Unix(0, 0).UTC()}, nil
	case "GET indexes/*/settings":
		return x.settings, nil
	case "PATCH indexes/*/settings":
		return s.updateSettings(uid, body)
	case "PUT indexes/*/settings/facet-search":
		var on bool
		if no := decode(body, &on, "invalid_settings_facet_search"); no != nil {
			return nil, no
		}
		return s.enqueue(uid, "settingsUpdate", func() *taskError { return nil }), nil
	}
	return x.fetch(body) // POST indexes/*/documents/fetch
}

// rights is what a key needs, by route.
var rights = map[string]string{
	"GET health":                            "",
	"GET tasks/*":                           "tasks.get",
	"POST indexes":                          "indexes.create",
	"POST swap-indexes":                     "indexes.swap",
	"POST multi-search":                     "search",
	"DELETE indexes/*":                      "indexes.delete",
	"GET indexes/*":                         "indexes.get",
	"GET indexes/*/settings":                "settings.get",
	"PATCH indexes/*/settings":              "settings.update",
	"PUT indexes/*/settings/facet-search":   "settings.update",
	"POST indexes/*/documents":              "documents.add",
	"POST indexes/*/documents/fetch":        "documents.get",
	"POST indexes/*/documents/delete-batch": "documents.delete",
}

func (s *Server) allow(r *http.Request, right string) *refusal {
	if right == "" {
		return nil
	}
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return refuse(http.StatusUnauthorized, "missing_authorization_header", "The Authorization header is missing.")
	}
	has, ok := s.keys[key]
	if !ok || !slices.Contains(has, "*") && !slices.Contains(has, right) {
		return refuse(http.StatusForbidden, "invalid_api_key", "The provided API key is invalid.")
	}
	return nil
}

// enqueue takes on work. s.mu is held, and will be when the work is done.
func (s *Server) enqueue(uid, kind string, work func() *taskError) *task {
	t := &task{UID: int64(len(s.tasks)), IndexUID: uid, Status: "enqueued", Type: kind, work: work}
	s.tasks = append(s.tasks, t)
	s.queue <- t
	return t
}

// decode reads a body and refuses fields that nobody knows.
func decode(body []byte, into any, code string) *refusal {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return refuse(http.StatusBadRequest, code, "%v", err)
	}
	return nil
}
