package meili

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/meilisearch/meilisearch-go"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// A task takes at most so much, and the next begins when it is done. More at once
// is not faster: the server does waiting tasks as one, and one of 24 MB took longer
// than three of 8, in the memory that it is given.
const (
	maxTask     = 2000    // documents
	maxTaskSize = 8 << 20 // bytes
)

// checkpointID is no id of an article.
const checkpointID = "checkpoint"

// Apply implements [search.Index].
func (x *Index) Apply(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	x.writer.Lock()
	defer x.writer.Unlock()
	return x.apply(ctx, x.config.Index, b)
}

// line is a document as it is sent.
type line struct {
	id   news.ArticleID
	json []byte
}

func (x *Index) apply(ctx context.Context, uid string, b search.Batch) ([]search.Rejected, error) {
	if err := x.writable(ctx, "apply"); err != nil {
		return nil, err
	}
	put, rejected := prepare(b)
	put, err := x.fresh(ctx, uid, put)
	if err != nil {
		return nil, err
	}
	lines := make([]line, 0, len(put)+1)
	var cutter search.Cutter
	for _, p := range put {
		j, err := encode(newRecord(p, &cutter))
		if err != nil {
			rejected = append(rejected, search.Rejected{ID: p.ID, Reason: err.Error()})
			continue
		}
		lines = append(lines, line{p.ID, j})
	}
	last, err := checkpointLine(b.Checkpoint)
	if err != nil {
		return nil, err
	}
	if len(b.Delete) > 0 {
		// Awaited before anything else: the checkpoint must not be there while an
		// article that it says is gone still is.
		ids := make([]string, 0, len(b.Delete))
		for _, id := range b.Delete {
			if id.Valid() {
				ids = append(ids, string(id))
			}
		}
		if err := x.do(ctx, "delete articles", func(ctx context.Context) (*meilisearch.TaskInfo, error) {
			return x.server.Index(uid).DeleteDocumentsWithContext(ctx, ids, nil)
		}); err != nil {
			return nil, err
		}
	}
	parts := split(lines)
	final := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		more, err := x.send(ctx, uid, part)
		if err != nil {
			return nil, err
		}
		rejected = append(rejected, more...)
	}
	// The last documents and the checkpoint are one task. Only when a document
	// spoils it are they parted, the checkpoint after the documents.
	err = x.add(ctx, uid, append(slices.Clone(final), last))
	if poisoned(err) {
		var more []search.Rejected
		if more, err = x.send(ctx, uid, final); err == nil {
			rejected = append(rejected, more...)
			err = x.add(ctx, uid, []line{last})
		}
	}
	if err != nil {
		return nil, err
	}
	return rejected, nil
}

// prepare cleans and checks documents, and keeps the newest of each.
func prepare(b search.Batch) ([]search.Prepared, []search.Rejected) {
	var rejected []search.Rejected
	at := make(map[news.ArticleID]int, len(b.Put))
	put := make([]search.Prepared, 0, len(b.Put))
	for _, d := range b.Put {
		if slices.Contains(b.Delete, d.ID) {
			continue
		}
		p, err := search.Prepare(d)
		if err != nil {
			rejected = append(rejected, search.Rejected{ID: d.ID, Reason: err.Error()})
			continue
		}
		i, twice := at[p.ID]
		switch {
		case !twice:
			at[p.ID] = len(put)
			put = append(put, p)
		case p.Supersedes(put[i].Seq, put[i].Tags):
			put[i] = p
		}
	}
	return put, rejected
}

// fresh leaves out what would overwrite something newer. The server has no
// conditional write; one writer per index makes looking before as good.
func (x *Index) fresh(ctx context.Context, uid string, put []search.Prepared) ([]search.Prepared, error) {
	old := make(map[news.ArticleID]string, len(put))
	const most = 1000
	for chunk := range slices.Chunk(put, most) {
		ids := make([]string, len(chunk))
		for i, p := range chunk {
			ids[i] = string(p.ID)
		}
		got, err := call(ctx, x, "look up articles", writeTime, func(ctx context.Context) (*meilisearch.DocumentsResult, error) {
			var res meilisearch.DocumentsResult
			err := x.server.Index(uid).GetDocumentsWithContext(ctx, &meilisearch.DocumentsQuery{Ids: ids, Fields: []string{idField, verField}, Limit: most}, &res)
			return &res, err
		})
		if err != nil {
			return nil, err
		}
		for _, hit := range got.Results {
			var r struct {
				ID  news.ArticleID `json:"id"`
				Ver string         `json:"ver"`
			}
			if err := hit.DecodeInto(&r); err != nil {
				return nil, fmt.Errorf("look up articles: %w", err)
			}
			old[r.ID] = r.Ver
		}
	}
	return slices.DeleteFunc(put, func(p search.Prepared) bool {
		ver, there := old[p.ID]
		if !there {
			return false
		}
		seq, tags, err := parseVersion(ver)
		return err == nil && !p.Supersedes(seq, tags)
	}), nil
}

// split puts lines into tasks. There is at least one, which may be empty.
func split(lines []line) [][]line {
	parts := [][]line{nil}
	size := 0
	for _, l := range lines {
		n := len(parts) - 1
		if len(parts[n]) >= maxTask || size+len(l.json) > maxTaskSize && size > 0 {
			parts, size = append(parts, nil), 0
			n++
		}
		parts[n] = append(parts[n], l)
		size += len(l.json)
	}
	return parts
}

// send stores documents. When the server refuses the lot because of some, halves
// are sent until each of those is alone; these are returned.
func (x *Index) send(ctx context.Context, uid string, lines []line) ([]search.Rejected, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	err := x.add(ctx, uid, lines)
	if !poisoned(err) {
		return nil, err
	}
	if len(lines) == 1 {
		x.log.Warn("the server refuses an article", "article", lines[0].id, "error", err)
		return []search.Rejected{{ID: lines[0].id, Reason: err.Error()}}, nil
	}
	half := len(lines) / 2
	first, err := x.send(ctx, uid, lines[:half])
	if err != nil {
		return nil, err
	}
	second, err := x.send(ctx, uid, lines[half:])
	return append(first, second...), err
}

// add stores documents in one task.
func (x *Index) add(ctx context.Context, uid string, lines []line) error {
	size := 0
	for _, l := range lines {
		size += len(l.json) + 1
	}
	body := bytes.NewBuffer(make([]byte, 0, size))
	for _, l := range lines {
		body.Write(l.json)
		body.WriteByte('\n')
	}
	primary := idField
	return x.do(ctx, "store articles", func(ctx context.Context) (*meilisearch.TaskInfo, error) {
		return x.server.Index(uid).AddDocumentsNdjsonWithContext(ctx, body.Bytes(), &meilisearch.DocumentOptions{PrimaryKey: &primary})
	})
}

// poisoned reports whether a task failed because of what was in it. A full disk or
// an index that is gone is not that: the same documents will do later.
func poisoned(err error) bool {
	var f *failed
	return errors.As(err, &f) && f.kind == "invalid_request" && f.code != "index_not_found"
}

func checkpointLine(c search.Checkpoint) (line, error) {
	doc, err := encode(checkpoint{Format: format, Checkpoint: c})
	if err != nil {
		return line{}, fmt.Errorf("apply: checkpoint: %w", err)
	}
	j, err := encode(map[string]string{idField: checkpointID, kindField: "checkpoint", docField: string(doc)})
	if err != nil {
		return line{}, fmt.Errorf("apply: checkpoint: %w", err)
	}
	return line{checkpointID, j}, nil
}

// encode is json.Marshal without escapes for HTML, which would make text longer.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Rebuild implements [search.Index]. What an interrupted rebuild left is removed.
func (x *Index) Rebuild(ctx context.Context) (search.Rebuild, error) {
	if err := x.writable(ctx, "rebuild"); err != nil {
		return nil, err
	}
	if err := x.drop(ctx, x.next()); err != nil {
		return nil, err
	}
	if err := x.ensure(ctx, x.next()); err != nil {
		return nil, err
	}
	return &rebuild{index: x, uid: x.next()}, nil
}

// drop removes an index. That it is not there is fine.
func (x *Index) drop(ctx context.Context, uid string) error {
	err := x.do(ctx, "remove index "+uid, func(ctx context.Context) (*meilisearch.TaskInfo, error) {
		return x.server.DeleteIndexWithContext(ctx, uid)
	})
	if f := (*failed)(nil); errors.As(err, &f) && f.code == "index_not_found" {
		return nil
	}
	return err
}

// rebuild is the index under construction.
type rebuild struct {
	index *Index
	uid   string
	done  bool
}

// Apply implements [search.Rebuild].
func (r *rebuild) Apply(ctx context.Context, b search.Batch) ([]search.Rejected, error) {
	if r.done {
		return nil, errors.New("rebuild: it is over")
	}
	return r.index.apply(ctx, r.uid, b)
}

// Swap implements [search.Rebuild]. The server swaps in one task.
//
// A swap is the one request that must not be made twice, because that undoes it:
// it is never tried again. When its answer is lost, the error says so; either
// index is then in place, whole and with its own checkpoint.
func (r *rebuild) Swap(ctx context.Context) error {
	if r.done {
		return errors.New("rebuild: it is over")
	}
	x := r.index
	x.writer.Lock() // no batch goes into an index that is about to go
	defer x.writer.Unlock()
	if err := x.writable(ctx, "swap index"); err != nil {
		return err
	}
	once, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	task, err := x.server.SwapIndexesWithContext(once, []*meilisearch.SwapIndexesParams{{Indexes: []string{x.config.Index, r.uid}}})
	if err != nil {
		return fmt.Errorf("the swap may or may not have happened; read the checkpoint again: %w", x.explain(once, "swap index", err))
	}
	if err := x.await(ctx, "await the swap", task); err != nil {
		return fmt.Errorf("swap index: %w", err)
	}
	r.done = true
	x.log.Info("index swapped", "index", x.config.Index)
	return x.drop(ctx, r.uid)
}

// Discard implements [search.Rebuild].
func (r *rebuild) Discard() error {
	if r.done {
		return nil
	}
	r.done = true
	ctx, cancel := context.WithTimeout(context.Background(), writeTime)
	defer cancel()
	return r.index.drop(ctx, r.uid)
}
