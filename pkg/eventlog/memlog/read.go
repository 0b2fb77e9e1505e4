package memlog

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/subject"
	"github.com/jejak-id/jejak/pkg/news"
)

const readPage = 64 // records copied under the lock at once

// Read implements [eventlog.Log].
func (l *Log) Read(ctx context.Context, q eventlog.Query) iter.Seq2[eventlog.Record, error] {
	_, err := appending.CheckQuery(q.Stream, q.Subjects)
	var end uint64
	if err == nil {
		l.mu.Lock()
		end = l.streams[q.Stream].seq
		l.mu.Unlock()
	}
	return func(yield func(eventlog.Record, error) bool) {
		if err != nil {
			yield(eventlog.Record{}, err)
			return
		}
		for next := q.From; ; {
			if err := l.open(ctx); err != nil {
				yield(eventlog.Record{}, fmt.Errorf("read %s: %w", q.Stream, err))
				return
			}
			page, _ := l.page(q, next, end, readPage)
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < readPage {
				return
			}
			next = page[len(page)-1].Seq + 1
		}
	}
}

// page returns up to n records from a sequence to another, and a channel that is
// closed when more are appended.
func (l *Log) page(q eventlog.Query, from, to uint64, n int) ([]eventlog.Record, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.streams[q.Stream]
	var out []eventlog.Record
	i, _ := s.find(from)
	for _, r := range s.records[i:] {
		if r.seq > to || len(out) == n {
			break
		}
		if subject.MatchAny(q.Subjects, r.subject) {
			out = append(out, s.record(r))
		}
	}
	return out, s.changed
}

// Follow implements [eventlog.Log].
func (l *Log) Follow(ctx context.Context, q eventlog.Query, fn func([]eventlog.Record) error) error {
	if _, err := appending.CheckQuery(q.Stream, q.Subjects); err != nil {
		return err
	}
	if q.Max <= 0 {
		q.Max = 256
	}
	for next := q.From; ; {
		page, changed := l.page(q, next, ^uint64(0), q.Max)
		if ctx.Err() != nil {
			return nil
		}
		if err := l.open(ctx); err != nil {
			return fmt.Errorf("follow %s: %w", q.Stream, err)
		}
		if len(page) > 0 {
			if err := fn(page); err != nil {
				return err
			}
			next = page[len(page)-1].Seq + 1
			continue
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-l.closed:
		}
	}
}

// Last implements [eventlog.Log].
func (l *Log) Last(ctx context.Context, subjects string) (eventlog.Record, error) {
	name, _, _ := strings.Cut(subjects, ".")
	name = strings.ToUpper(name)
	if _, err := appending.CheckQuery(name, []string{subjects}); err != nil {
		return eventlog.Record{}, fmt.Errorf("last of %s: %w", subjects, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return eventlog.Record{}, fmt.Errorf("last of %s: %w", subjects, err)
	}
	s := l.streams[name]
	i, ok := s.find(s.last(subjects))
	if !ok {
		return eventlog.Record{}, fmt.Errorf("last of %s: %w", subjects, eventlog.ErrNotFound)
	}
	return s.record(s.records[i]), nil
}

// Erase implements [eventlog.Log].
func (l *Log) Erase(ctx context.Context, name string, seq uint64) error {
	s, unlock, err := l.stream(ctx, name)
	if err != nil {
		return fmt.Errorf("erase %s #%d: %w", name, seq, err)
	}
	defer unlock()
	if seq == 0 || seq > s.seq {
		return fmt.Errorf("erase %s #%d: %w", name, seq, eventlog.ErrNotFound)
	}
	s.remove(seq)
	return nil
}

// Info implements [eventlog.Log].
func (l *Log) Info(ctx context.Context, name string) (eventlog.Info, error) {
	s, unlock, err := l.stream(ctx, name)
	if err != nil {
		return eventlog.Info{}, fmt.Errorf("info of %s: %w", name, err)
	}
	defer unlock()
	in := eventlog.Info{Created: s.created, First: s.seq + 1, Last: s.seq, Messages: uint64(len(s.records)), Bytes: s.bytes}
	if len(s.records) > 0 {
		in.First = s.records[0].seq
	}
	return in, nil
}

// stream returns a stream with the lock held.
func (l *Log) stream(ctx context.Context, name string) (*stream, func(), error) {
	l.mu.Lock()
	if err := l.open(ctx); err != nil {
		l.mu.Unlock()
		return nil, nil, err
	}
	s, ok := l.streams[name]
	if !ok {
		l.mu.Unlock()
		return nil, nil, fmt.Errorf("stream %q: %w", name, eventlog.ErrNotFound)
	}
	return s, l.mu.Unlock, nil
}

// PutBlob implements [eventlog.Blobs].
func (l *Log) PutBlob(ctx context.Context, b []byte) (news.Hash, error) {
	if len(b) > eventlog.MaxEvent {
		return "", fmt.Errorf("put blob of %d bytes, at most %d fit: %w", len(b), eventlog.MaxEvent, eventlog.ErrTooLarge)
	}
	h := news.HashOf(b)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return "", fmt.Errorf("put blob %s: %w", h, err)
	}
	if _, ok := l.blobs[h]; !ok {
		l.blobs[h] = slices.Clone(b)
	}
	return h, nil
}

// GetBlob implements [eventlog.Blobs].
func (l *Log) GetBlob(ctx context.Context, h news.Hash) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return nil, fmt.Errorf("get blob %s: %w", h, err)
	}
	b, ok := l.blobs[h]
	if !ok {
		return nil, fmt.Errorf("get blob %s: %w", h, eventlog.ErrNotFound)
	}
	return slices.Clone(b), nil
}

// DeleteBlob implements [eventlog.Blobs].
func (l *Log) DeleteBlob(ctx context.Context, h news.Hash) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(ctx); err != nil {
		return fmt.Errorf("delete blob %s: %w", h, err)
	}
	clear(l.blobs[h])
	delete(l.blobs, h)
	return nil
}
