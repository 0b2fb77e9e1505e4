package jetlog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
)

const blobStream = "BLOBS"

// streamConfigs returns what the streams must be. Nothing ages and nothing has a
// limit: the log is the truth, and only an erasure removes from it.
func streamConfigs(replicas int) []jetstream.StreamConfig {
	base := jetstream.StreamConfig{
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardOld, Replicas: replicas,
		MaxMsgs: -1, MaxBytes: -1, MaxMsgsPerSubject: -1, MaxMsgSize: -1, MaxConsumers: -1,
		AllowDirect: true, AllowAtomicPublish: true,
		Duplicates: 100 * time.Millisecond, // message ids are not used
	}
	var out []jetstream.StreamConfig
	for _, s := range event.Streams() {
		c := base
		c.Name, c.Subjects = s.Name, []string{s.Subjects}
		if s.Latest {
			c.MaxMsgsPerSubject = 1
		}
		out = append(out, c)
	}
	blobs := base
	blobs.Name, blobs.Subjects, blobs.MaxMsgsPerSubject = blobStream, []string{"blob.>"}, 1
	return append(out, blobs)
}

// ensureStreams makes the streams that are missing and sets right those that
// differ from what they must be.
func (l *Log) ensureStreams(ctx context.Context) error {
	for _, want := range streamConfigs(l.opt.Replicas) {
		if err := l.ensureStream(ctx, want); err != nil {
			return fmt.Errorf("stream %s: %w", want.Name, l.explain(ctx, err))
		}
	}
	return nil
}

func (l *Log) ensureStream(ctx context.Context, want jetstream.StreamConfig) error {
	s, err := l.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		_, err = l.js.CreateStream(ctx, want)
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			err = nil // another process made it in the same moment
		}
		return err
	}
	if err != nil {
		return err
	}
	have := s.CachedInfo().Config
	switch {
	case have.Retention != want.Retention || have.Storage != want.Storage || have.Mirror != nil || have.Sealed:
		return errors.New("it is there but of another kind (retention, storage, mirror or sealed): it was not made by Jejak; move it away or use another account")
	case have.PersistMode == jetstream.AsyncPersistMode:
		return errors.New("it was made with asynchronous persistence, which answers before the disk has the data; make it anew without")
	}
	if !differs(have, want) {
		return nil
	}
	set := have // what an administrator added (placement, metadata) stays
	set.Subjects, set.MaxMsgsPerSubject, set.Discard = want.Subjects, want.MaxMsgsPerSubject, want.Discard
	set.MaxMsgs, set.MaxBytes, set.MaxMsgSize, set.MaxAge = want.MaxMsgs, want.MaxBytes, want.MaxMsgSize, 0
	set.AllowDirect, set.AllowAtomicPublish, set.NoAck = true, true, false
	l.log.Warn("stream settings differ and are set right", "stream", want.Name)
	_, err = l.js.UpdateStream(ctx, set)
	return err
}

// differs reports whether a setting that the log relies on is not as it must be.
func differs(have, want jetstream.StreamConfig) bool {
	return !slices.Equal(have.Subjects, want.Subjects) || have.MaxMsgsPerSubject != want.MaxMsgsPerSubject ||
		have.Discard != want.Discard || have.MaxMsgs != want.MaxMsgs || have.MaxBytes != want.MaxBytes ||
		have.MaxMsgSize != want.MaxMsgSize || have.MaxAge != 0 || have.NoAck || !have.AllowDirect || !have.AllowAtomicPublish
}

// Info implements [eventlog.Log].
func (l *Log) Info(ctx context.Context, stream string) (eventlog.Info, error) {
	s, err := l.stream(ctx, stream)
	if err != nil {
		return eventlog.Info{}, fmt.Errorf("info of %s: %w", stream, err)
	}
	in := s.CachedInfo()
	return eventlog.Info{
		Created: in.Created, First: in.State.FirstSeq, Last: in.State.LastSeq, Messages: in.State.Msgs, Bytes: in.State.Bytes,
	}, nil
}

// stream returns a stream of the catalogue with fresh information about it.
func (l *Log) stream(ctx context.Context, name string) (jetstream.Stream, error) {
	if err := l.open(ctx); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(event.Streams(), func(s event.Stream) bool { return s.Name == name }) {
		return nil, fmt.Errorf("stream %q: %w", name, eventlog.ErrNotFound)
	}
	s, err := l.js.Stream(ctx, name)
	return s, l.explain(ctx, err)
}

// Cursors implements [eventlog.Log].
func (l *Log) Cursors(ctx context.Context, stream string) ([]eventlog.Cursor, error) {
	s, err := l.stream(ctx, stream)
	if err != nil {
		return nil, fmt.Errorf("cursors of %s: %w", stream, err)
	}
	var out []eventlog.Cursor
	list := s.ListConsumers(ctx)
	for c := range list.Info() {
		if c.Config.Durable != "" {
			out = append(out, eventlog.Cursor{
				Durable: c.Config.Durable, Done: c.AckFloor.Stream, Pending: c.NumPending, Waiting: c.NumAckPending,
			})
		}
	}
	if err := list.Err(); err != nil {
		return nil, fmt.Errorf("cursors of %s: %w", stream, l.explain(ctx, err))
	}
	slices.SortFunc(out, func(a, b eventlog.Cursor) int { return strings.Compare(a.Durable, b.Durable) })
	return out, nil
}
