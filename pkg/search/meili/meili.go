// Package meili is the search index on a Meilisearch server: a [search.Index] for
// a deployment of several services.
//
//	index, err := meili.Open(ctx, meili.Config{URL: "http://meilisearch:7700", Key: key})
//	defer index.Close()
//
// One process writes, any number read. A reader opens with [Config.ReadOnly] and
// needs a key with the right "search" on the index; the writer's key needs
// [WriterRights].
//
// The server takes work as tasks and fails them later: every task is awaited and
// its status looked at. A batch that fails because of one document is halved until
// that document is alone, and named. Calls have a deadline, and are tried again
// for a short while when the server is away; then the error wraps [ErrAway], and
// the caller tries the batch again: documents are whole and have ids, so that
// twice is as good as once.
//
// What is stored, on the server:
//
//	articles             the index that answers (its name is [Config.Index])
//	articles_v1_next     the one under construction, of this version of the fields
//
// The checkpoint is a document of the index, sent in the same task as the last
// documents of its batch, so that the server stores it with them or not at all.
// Deletions are a task before that. A crash at any moment therefore leaves a
// checkpoint that lags behind the documents and never one that is ahead, and
// folding the same facts again changes nothing. Its kind keeps it out of every
// answer and count. When indexes are swapped it goes with its documents.
package meili

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Config of an index. URL is needed; everything else has a good zero value.
type Config struct {
	URL      string
	Key      string
	Index    string        // 1 to 200 of A-Z a-z 0-9 - _; "" means "articles"
	ReadOnly bool          // never write; a key for searching is enough
	Logger   *slog.Logger  // nil: nothing is logged
	Timeout  time.Duration // for one search; 0 means 5 s
	Patience time.Duration // with a server that is away, per call; 0 means 3 s
	TaskTime time.Duration // for one task of the server; 0 means 10 minutes
}

// WriterRights are the actions that the key of a writer needs, on all indexes
// ("*"): a key for "articles*" may swap, but not read how the swap went, because
// that task belongs to no index.
var WriterRights = []string{
	"search", "documents.add", "documents.get", "documents.delete", "indexes.create", "indexes.get",
	"indexes.delete", "indexes.swap", "settings.get", "settings.update", "tasks.get",
}

// ErrAway says that the server does not answer. The caller tries again later.
var ErrAway = errors.New("the Meilisearch server does not answer")

var errClosed = errors.New("the index is closed")

var indexName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,200}$`)

// Index is a [search.Index] on a server.
type Index struct {
	config Config
	log    *slog.Logger
	http   *http.Client
	server meilisearch.ServiceManager
	writer sync.Mutex // one batch or swap at a time
	closed atomic.Bool
}

var _ search.Index = (*Index)(nil)

// Open connects to the server, and makes the index or brings its settings up to
// date unless it is to be read only.
func Open(ctx context.Context, c Config) (*Index, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("meilisearch: address %q: want one such as http://localhost:7700", c.URL)
	}
	if c.Index == "" {
		c.Index = "articles"
	}
	if !indexName.MatchString(c.Index) {
		return nil, fmt.Errorf("meilisearch: index name %q: want letters, digits, hyphens and underscores", c.Index)
	}
	orDefault(&c.Timeout, 5*time.Second)
	orDefault(&c.Patience, 3*time.Second)
	orDefault(&c.TaskTime, 10*time.Minute)
	x := &Index{config: c, log: c.Logger, http: newClient()}
	if x.log == nil {
		x.log = slog.New(slog.DiscardHandler)
	}
	// Its own retries send an empty body and call a success a failure
	// (v0.36.3): retry.go does it.
	x.server = meilisearch.New(c.URL, meilisearch.WithAPIKey(c.Key), meilisearch.WithCustomClient(x.http), meilisearch.DisableRetries())
	if c.ReadOnly {
		err = x.Ping(ctx)
	} else {
		err = x.ensure(ctx, c.Index)
	}
	if err != nil {
		x.http.CloseIdleConnections()
		return nil, err
	}
	return x, nil
}

func orDefault(d *time.Duration, v time.Duration) {
	if *d == 0 {
		*d = v
	}
}

// newClient asks for answers as they are: compressed ones come in pieces, and on a
// local connection each piece waits 40 ms for the acknowledgement of the last.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableCompression:    true,
		DialContext:           (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       90 * time.Second,
		ResponseHeaderTimeout: time.Minute,
	}}
}

// next is the name of the index under construction. It carries the version of the
// fields, so that two versions of the program do not build into one; the index
// that answers keeps one name, because readers hold a key for that name.
func (x *Index) next() string { return fmt.Sprintf("%s_v%d_next", x.config.Index, format) }

// writable returns an error unless x may write.
func (x *Index) writable(ctx context.Context, doing string) error {
	switch {
	case x.closed.Load():
		return errClosed
	case x.config.ReadOnly:
		return fmt.Errorf("%s: the index was opened to be read only", doing)
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	return nil
}

// Get implements [search.Index].
func (x *Index) Get(ctx context.Context, id news.ArticleID) (search.Document, error) {
	doing := fmt.Sprintf("get article %q", string(id))
	if !id.Valid() {
		return search.Document{}, fmt.Errorf("%s: %w", doing, search.ErrNotFound)
	}
	raw, err := x.one(ctx, doing, "kind = article AND id = "+literal(string(id)))
	if err != nil {
		return search.Document{}, err
	}
	if raw == "" {
		return search.Document{}, fmt.Errorf("%s: %w", doing, search.ErrNotFound)
	}
	return search.Decode([]byte(raw))
}

// Checkpoint implements [search.Index]. An index in an older format has none, so
// that it is built again; until then it answers as well as it can.
func (x *Index) Checkpoint(ctx context.Context) (search.Checkpoint, error) {
	raw, err := x.one(ctx, "checkpoint", "kind = checkpoint")
	if err != nil || raw == "" {
		return search.Checkpoint{}, err
	}
	var c checkpoint
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		return search.Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	if c.Format != format {
		return search.Checkpoint{}, nil
	}
	return c.Checkpoint, nil
}

// checkpoint is how a [search.Checkpoint] is stored.
type checkpoint struct {
	Format     int               `json:"format"`
	Checkpoint search.Checkpoint `json:"checkpoint"`
}

// one returns the stored text of the one document that passes a filter. It is a
// search, so that a key for searching is enough.
func (x *Index) one(ctx context.Context, doing, filter string) (string, error) {
	res, err := x.multi(ctx, doing, &meilisearch.SearchRequest{Filter: filter, Limit: 1, AttributesToRetrieve: []string{docField}})
	if err != nil {
		return "", err
	}
	if len(res[0].Hits) == 0 {
		return "", nil
	}
	return stored(res[0].Hits[0])
}

// Count implements [search.Index].
func (x *Index) Count(ctx context.Context) (int, error) {
	res, err := x.multi(ctx, "count", &meilisearch.SearchRequest{Filter: "kind = article", Limit: 1, AttributesToRetrieve: []string{idField}})
	if err != nil {
		return 0, err
	}
	return int(res[0].EstimatedTotalHits), nil
}

// Ping implements [search.Index].
func (x *Index) Ping(ctx context.Context) error {
	_, err := x.Count(ctx)
	return err
}

// Close implements [search.Index].
func (x *Index) Close() error {
	x.closed.Store(true)
	x.http.CloseIdleConnections()
	return nil
}
