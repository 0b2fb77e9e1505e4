package jetlog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/internal/appending"
	"github.com/jejak-id/jejak/pkg/news"
)

// Blobs are one message each in a stream that keeps the latest of a subject, not
// objects of the object store: that cuts a page into several messages and so into
// several syncs, and can be left half written.

const encodingHeader = "Content-Encoding"

func blobSubject(h news.Hash) string { return "blob." + string(h) }

// codec packs and unpacks pages. HTML shrinks to a fifth.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodec() (c codec, err error) {
	if c.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2)); err != nil {
		return c, fmt.Errorf("zstd: %w", err)
	}
	if c.dec, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(2*eventlog.MaxEvent), zstd.WithDecoderConcurrency(2)); err != nil {
		return c, fmt.Errorf("zstd: %w", err)
	}
	return c, nil
}

func (c codec) close() { c.dec.Close() }

// PutBlob implements [eventlog.Blobs].
func (l *Log) PutBlob(ctx context.Context, b []byte) (news.Hash, error) {
	if len(b) > eventlog.MaxEvent {
		return "", fmt.Errorf("put blob of %d bytes, at most %d fit: %w", len(b), eventlog.MaxEvent, eventlog.ErrTooLarge)
	}
	h := news.HashOf(b)
	if err := l.putBlob(ctx, h, b); err != nil {
		return "", fmt.Errorf("put blob %s: %w", h, err)
	}
	return h, nil
}

func (l *Log) putBlob(ctx context.Context, h news.Hash, b []byte) error {
	if err := l.open(ctx); err != nil {
		return err
	}
	if err := l.diagnose(); err != nil {
		return err
	}
	subj := blobSubject(h)
	p := plan{
		items:  []appending.Item{{Subject: subj, Data: b}},
		checks: []*eventlog.Expectation{{Subjects: subj, Seq: 0}}, // of the same content the first is enough
		packed: []bool{false},
	}
	if packed := l.blobs.enc.EncodeAll(b, nil); len(packed) < len(b) {
		p.items[0].Data, p.packed[0] = packed, true
	}
	for attempt := 1; ; attempt++ {
		_, err := l.commit(ctx, blobStream, p)
		var api *jetstream.APIError
		switch {
		case err == nil:
			l.trouble.over()
			return nil
		case errors.As(err, &api) && api.ErrorCode == errWrongLast:
			return nil // it is there
		case ctx.Err() != nil || isClosed(l.closed) || attempt == unknownAttempts:
			return l.explain(ctx, err)
		case !errors.As(err, &api):
			l.trouble.at(l.now(), err)
			if err := l.diagnose(); err != nil {
				return err
			}
		case api.ErrorCode != errWrongLastStaged && api.ErrorCode != errTooManyBatches && api.ErrorCode != errIncomplete:
			return l.explain(ctx, err)
		}
		if err := pause(ctx, 50*time.Millisecond<<(2*attempt)); err != nil { // a repeat is safe
			return err
		}
	}
}

// GetBlob implements [eventlog.Blobs].
func (l *Log) GetBlob(ctx context.Context, h news.Hash) ([]byte, error) {
	b, err := l.getBlob(ctx, h)
	if err != nil {
		return nil, fmt.Errorf("get blob %s: %w", h, err)
	}
	return b, nil
}

func (l *Log) getBlob(ctx context.Context, h news.Hash) ([]byte, error) {
	if err := l.open(ctx); err != nil {
		return nil, err
	}
	if !isHash(h) {
		return nil, fmt.Errorf("not a hash: %w", eventlog.ErrNotFound)
	}
	rec, msg, err := l.getOne(ctx, blobStream, directGet{LastFor: blobSubject(h)})
	if err != nil {
		return nil, err
	}
	b := rec.Data
	if msg.Header.Get(encodingHeader) == "zstd" {
		if b, err = l.blobs.dec.DecodeAll(b, nil); err != nil {
			return nil, fmt.Errorf("unpack: %w", err)
		}
	}
	if got := news.HashOf(b); got != h {
		return nil, fmt.Errorf("damaged on disk: its content now has the hash %s", got)
	}
	return b, nil
}

// DeleteBlob implements [eventlog.Blobs].
func (l *Log) DeleteBlob(ctx context.Context, h news.Hash) error {
	if err := l.deleteBlob(ctx, h); err != nil {
		return fmt.Errorf("delete blob %s: %w", h, err)
	}
	return nil
}

func (l *Log) deleteBlob(ctx context.Context, h news.Hash) error {
	if err := l.open(ctx); err != nil {
		return err
	}
	if !isHash(h) {
		return nil
	}
	rec, _, err := l.getOne(ctx, blobStream, directGet{LastFor: blobSubject(h)})
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := l.js.Stream(ctx, blobStream)
	if err != nil {
		return l.explain(ctx, err)
	}
	return l.secureDelete(ctx, s, rec.Seq)
}

func isHash(h news.Hash) bool {
	return len(h) == 64 && strings.Trim(string(h), "0123456789abcdef") == ""
}
