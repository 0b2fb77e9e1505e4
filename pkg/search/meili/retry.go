package meili

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/search"
)

// call makes one request under a deadline. While the server is away or overloaded
// the request is made again, for as long as the patience lasts; only requests
// that may be made twice come here.
func call[T any](ctx context.Context, x *Index, doing string, deadline time.Duration, request func(context.Context) (T, error)) (T, error) {
	var zero T
	if x.closed.Load() {
		return zero, errClosed
	}
	if err := ctx.Err(); err != nil {
		return zero, fmt.Errorf("%s: %w", doing, err)
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	waits := &backoff.ExponentialBackOff{InitialInterval: 50 * time.Millisecond, RandomizationFactor: 0.5, Multiplier: 2, MaxInterval: time.Second}
	v, err := backoff.Retry(ctx, func() (T, error) {
		v, err := request(ctx)
		if err == nil || away(err) && ctx.Err() == nil {
			return v, err
		}
		return v, backoff.Permanent(err)
	}, backoff.WithBackOff(waits), backoff.WithMaxElapsedTime(x.config.Patience))
	if err != nil {
		return zero, x.explain(ctx, doing, err)
	}
	return v, nil
}

// away reports whether it is worth asking again: nobody answered, or somebody who
// stands in for the server, or the server has no time.
func away(err error) bool {
	var e *meilisearch.Error
	if !errors.As(err, &e) {
		return true // the connection broke while the answer was read
	}
	switch e.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.ErrCode == meilisearch.MeilisearchCommunicationError || e.ErrCode == meilisearch.MeilisearchTimeoutError
}

// explain says what went wrong and what to do. The client's own message is never
// passed on: it holds requests and answers, which is to say articles.
func (x *Index) explain(ctx context.Context, doing string, err error) error {
	var permanent *backoff.PermanentError
	if errors.As(err, &permanent) {
		err = permanent.Err
	}
	if ctx.Err() != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return fmt.Errorf("%s: %s was too slow: %w", doing, x.config.URL, ctx.Err())
		}
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	var e *meilisearch.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w at %s (%v): start it or correct its address", doing, ErrAway, x.config.URL, err)
	}
	switch code := e.MeilisearchApiError.Code; {
	case away(err):
		why := fmt.Sprint(e.OriginError)
		if e.OriginError == nil {
			why = http.StatusText(e.StatusCode)
		}
		return fmt.Errorf("%s: %w at %s (%s): start it or correct its address", doing, ErrAway, x.config.URL, why)
	case e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusForbidden:
		return fmt.Errorf("%s: %s refuses the key (%s): a writer's key needs the rights %v, a reader's key \"search\"", doing, x.config.URL, code, WriterRights)
	case code == "index_not_found":
		return fmt.Errorf("%s: there is no index %q on %s: start the indexer, which makes it and fills it from the log", doing, x.config.Index, x.config.URL)
	case code == "":
		return fmt.Errorf("%s: %s answered %s, which is no answer of Meilisearch: correct its address", doing, x.config.URL, http.StatusText(e.StatusCode))
	default:
		return fmt.Errorf("%s: %s: %s (%s)", doing, x.config.URL, e.MeilisearchApiError.Message, code)
	}
}

// failed is a task that the server could not do.
type failed struct {
	task int64
	code string
	kind string // "invalid_request": our fault; else the server's
	text string
}

func (f *failed) Error() string {
	return fmt.Sprintf("task %d of the server failed: %s (%s)", f.task, f.text, f.code)
}

// await waits until a task is done, however long the queue before it, and returns
// an error unless it succeeded.
func (x *Index) await(ctx context.Context, doing string, task *meilisearch.TaskInfo) error {
	ctx, cancel := context.WithTimeout(ctx, x.config.TaskTime)
	defer cancel()
	const longest = 100 * time.Millisecond
	for pause := 4 * time.Millisecond; ; pause = min(pause*3/2, longest) {
		t, err := call(ctx, x, doing, x.config.TaskTime, func(ctx context.Context) (*meilisearch.Task, error) {
			return x.server.GetTaskWithContext(ctx, task.TaskUID)
		})
		if err != nil {
			return err
		}
		switch t.Status {
		case meilisearch.TaskStatusSucceeded:
			return nil
		case meilisearch.TaskStatusFailed:
			return &failed{task.TaskUID, t.Error.Code, t.Error.Type, t.Error.Message}
		case meilisearch.TaskStatusCanceled:
			return fmt.Errorf("%s: somebody cancelled task %d of the server", doing, task.TaskUID)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("%s: task %d of the server is not done: %w", doing, task.TaskUID, ctx.Err())
		}
	}
}

// do starts a task and waits for it.
func (x *Index) do(ctx context.Context, doing string, start func(context.Context) (*meilisearch.TaskInfo, error)) error {
	task, err := call(ctx, x, doing, writeTime, start)
	if err != nil {
		return err
	}
	err = x.await(ctx, doing, task)
	var f *failed
	if errors.As(err, &f) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return err
}

// writeTime is the deadline of a request that starts a task.
const writeTime = time.Minute

var _ search.Rebuild = (*rebuild)(nil)
