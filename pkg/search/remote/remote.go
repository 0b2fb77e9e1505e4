// Package remote asks a search index that another process holds: the embedded
// index of a running jejak, or the one behind an indexer.
//
// [Handler] answers for an index, [Open] asks a handler. Only questions travel:
// an index has one writer, the process that holds it, and so [Index.Apply] and
// [Index.Rebuild] refuse. Requests carry a bearer token, because a loopback
// address is open to every user of the machine.
package remote

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

const (
	maxQuestion = 64 << 10 // bytes
	maxAnswer   = 64 << 20 // bytes; 100 hits with their documents are far below
	timeout     = 10 * time.Second
)

// Handler answers questions about an index to whoever holds the token. An empty
// token refuses everybody.
func Handler(index search.Index, token string) http.Handler {
	mux := http.NewServeMux()
	handle(mux, "search", index.Search)
	handle(mux, "get", index.Get)
	handle(mux, "count", func(ctx context.Context, _ struct{}) (int, error) { return index.Count(ctx) })
	handle(mux, "checkpoint", func(ctx context.Context, _ struct{}) (search.Checkpoint, error) { return index.Checkpoint(ctx) })
	handle(mux, "ping", func(ctx context.Context, _ struct{}) (struct{}, error) { return struct{}{}, index.Ping(ctx) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1 {
			http.Error(w, "the token is missing or wrong", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func handle[In, Out any](mux *http.ServeMux, name string, answer func(context.Context, In) (Out, error)) {
	mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
		var in In
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxQuestion)).Decode(&in); err != nil {
			http.Error(w, "the question is not JSON: "+err.Error(), http.StatusBadRequest)
			return
		}
		out, err := answer(r.Context(), in)
		if err != nil {
			http.Error(w, err.Error(), statusOf(err))
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(out) // the asker went away: nobody to tell
	})
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, search.ErrQuery):
		return http.StatusUnprocessableEntity
	case errors.Is(err, search.ErrNotFound):
		return http.StatusNotFound
	}
	return http.StatusServiceUnavailable
}

// Index asks a [Handler]. It implements [search.Index] except for writing.
type Index struct {
	url, token string
	client     http.Client
}

var _ search.Index = (*Index)(nil)

// Open asks the handler at a URL such as "http://127.0.0.1:8461/index". It does
// not connect yet: see [Index.Ping].
func Open(url, token string) *Index {
	return &Index{strings.TrimRight(url, "/"), token, http.Client{
		Timeout: timeout, Transport: &http.Transport{Proxy: nil, DisableCompression: true},
	}}
}

// ErrReadOnly says that this process does not hold the index.
var ErrReadOnly = errors.New("the index belongs to another process: only that process writes to it")

func ask[Out any](ctx context.Context, x *Index, name string, in any) (Out, error) {
	var out Out
	body, err := json.Marshal(in)
	if err != nil {
		return out, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, x.url+"/"+name, bytes.NewReader(body))
	if err != nil {
		return out, err
	}
	req.Header.Set("Authorization", "Bearer "+x.token)
	resp, err := x.client.Do(req)
	if err != nil {
		return out, fmt.Errorf("ask the index at %s: %w", x.url, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return out, fmt.Errorf("ask the index at %s: %w", x.url, err)
	}
	said := strings.TrimSpace(string(answer))
	switch resp.StatusCode {
	case http.StatusOK:
		if err := json.Unmarshal(answer, &out); err != nil {
			return out, fmt.Errorf("ask the index at %s: its answer: %w", x.url, err)
		}
		return out, nil
	case http.StatusUnprocessableEntity:
		return out, fmt.Errorf("%w: %s", search.ErrQuery, strings.TrimPrefix(said, search.ErrQuery.Error()+": "))
	case http.StatusNotFound:
		return out, search.ErrNotFound
	}
	return out, fmt.Errorf("ask the index at %s: %s: %s", x.url, resp.Status, said)
}

// Search implements [search.Index].
func (x *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	return ask[search.Result](ctx, x, "search", q)
}

// Get implements [search.Index].
func (x *Index) Get(ctx context.Context, id news.ArticleID) (search.Document, error) {
	return ask[search.Document](ctx, x, "get", id)
}

// Count implements [search.Index].
func (x *Index) Count(ctx context.Context) (int, error) {
	return ask[int](ctx, x, "count", struct{}{})
}

// Checkpoint implements [search.Index].
func (x *Index) Checkpoint(ctx context.Context) (search.Checkpoint, error) {
	return ask[search.Checkpoint](ctx, x, "checkpoint", struct{}{})
}

// Ping implements [search.Index].
func (x *Index) Ping(ctx context.Context) error {
	_, err := ask[struct{}](ctx, x, "ping", struct{}{})
	return err
}

// Apply refuses with [ErrReadOnly].
func (x *Index) Apply(context.Context, search.Batch) ([]search.Rejected, error) {
	return nil, ErrReadOnly
}

// Rebuild refuses with [ErrReadOnly].
func (x *Index) Rebuild(context.Context) (search.Rebuild, error) { return nil, ErrReadOnly }

// Close ends idle connections.
func (x *Index) Close() error {
	x.client.CloseIdleConnections()
	return nil
}
