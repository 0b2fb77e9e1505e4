// Package event is the catalogue of facts: their Go types, their wire names,
// their subjects and the envelope that carries them.
//
// A fact is in the past tense and carries its intent: an outlet's edit is
// [Revised], a better reading of the same bytes is [Reread]. Wire names are
// constants and never change; an event only gains optional fields; a new
// meaning gets a new name or version. One sample of every event ever written
// stays in testdata and must decode for ever.
//
// The envelope is CloudEvents 1.0 in structured JSON, so that a stored message
// explains itself without its headers. Every fact has two clocks: Time, when we
// observed it, and OutletTime, when the outlet says it happened.
package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// Event is one fact with its envelope. Make one with [New].
type Event struct {
	ID         string    // made from content: the same fact has the same id
	Source     string    // who observed it, such as "jejak/crawler"
	Time       time.Time // when we observed it, UTC
	OutletTime time.Time // when the outlet says it happened; zero if it does not say
	Data       Data
}

// Data is the body of a fact. The types in this package implement it.
type Data interface {
	// Type returns the wire name with its version.
	Type() string
	// Subject returns the subject in the log. Its first token names the stream.
	Subject() string
	// Entity returns the id of the thing that the fact is about.
	Entity() string
}

// New wraps a fact. The id is made from the wire name, the subject, the observed
// time and the body, so that a repeated append of the same fact is recognised.
// Times are cut to milliseconds and set to UTC. What [Decode] would refuse, New
// refuses: the log never takes an event that nobody can read back.
func New(source string, observed, outletTime time.Time, data Data) (Event, error) {
	if source == "" {
		return Event{}, fmt.Errorf("event %s: no source given", data.Type())
	}
	if c, ok := data.(interface{ check() error }); ok {
		if err := c.check(); err != nil {
			return Event{}, fmt.Errorf("event %s: %w", data.Type(), err)
		}
	}
	for _, t := range []time.Time{observed, outletTime} {
		if err := checkYear(t); err != nil {
			return Event{}, fmt.Errorf("event %s: %w", data.Type(), err)
		}
	}
	body, err := json.Marshal(data)
	if err != nil {
		return Event{}, fmt.Errorf("event %s: %w", data.Type(), err)
	}
	e := Event{Source: source, Time: cut(observed), OutletTime: cut(outletTime), Data: data}
	key := strings.Join([]string{data.Type(), data.Subject(), e.Time.Format(timeLayout), string(body)}, "\n")
	e.ID = string(news.HashOf([]byte(key)))[:32]
	return e, nil
}

const timeLayout = "2006-01-02T15:04:05.000Z"

func cut(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Millisecond)
}

// checkYear refuses an instant that has no four-digit year in UTC: the wire form
// could not hold it.
func checkYear(t time.Time) error {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return fmt.Errorf("time in the year %d, want 1 to 9999", y)
	}
	return nil
}

// ErrUnknown is returned by [Decode] for a wire name that is not in the
// catalogue. A reader that folds the log skips such an event: it was written by
// a newer version. A handler that must act gives up on it.
var ErrUnknown = errors.New("unknown event type")

// envelope is the wire form. Fields may be added, never changed.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
type envelope struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Subject         string          `json:"subject"`
	Time            string          `json:"time"`
	DataContentType string          `json:"datacontenttype"`
	OutletTime      string          `json:"outlettime,omitempty"` // extension attribute
	Data            json.RawMessage `json:"data"`
}

// Encode returns the wire form of e.
func Encode(e Event) ([]byte, error) {
	if e.Data == nil || e.ID == "" {
		return nil, errors.New("event: not made by New")
	}
	body, err := json.Marshal(e.Data)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.Data.Type(), err)
	}
	// The envelope is put together by hand: encoding/json would read the body, which
	// it has just written, once more, and that is half of the work of an append.
	out := make([]byte, 0, len(body)+400)
	out = append(out, `{"specversion":"1.0"`...)
	out = appendField(out, "id", e.ID)
	out = appendField(out, "source", e.Source)
	out = appendField(out, "type", e.Data.Type())
	out = appendField(out, "subject", e.Data.Entity())
	out = appendField(out, "time", e.Time.Format(timeLayout))
	out = append(out, `,"datacontenttype":"application/json"`...)
	if !e.OutletTime.IsZero() {
		out = appendField(out, "outlettime", e.OutletTime.Format(timeLayout))
	}
	out = append(out, `,"data":`...)
	out = append(out, body...)
	return append(out, '}'), nil
}

func appendField(out []byte, name, value string) []byte {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic("event: a string that does not marshal: " + err.Error()) // unreachable: strings always do
	}
	out = append(append(append(out, ',', '"'), name...), '"', ':')
	return append(out, quoted...)
}

// Decode reads the wire form. It returns an error that wraps [ErrUnknown] for a
// type that is not in the catalogue, and another error for anything broken.
func Decode(b []byte) (Event, error) {
	if env, ok := split(b); ok {
		if e, err := env.event(); err == nil {
			return e, nil
		}
	}
	var env envelope
	if err := json.Unmarshal(b, &env); err != nil {
		return Event{}, fmt.Errorf("event: not a CloudEvents envelope: %w", err)
	}
	return env.event()
}

// split reads an envelope as [Encode] writes it, with the body at the end, without
// reading the body: that is left to its own decoder, which would do it again.
// Whatever does not fit is left to encoding/json. The key can not be inside a
// string, where quotation marks are escaped, nor in a nested object, whose braces
// would then not be closed.
func split(b []byte) (env envelope, ok bool) {
	head, body, ok := bytes.Cut(b, []byte(`,"data":`))
	if !ok || !bytes.HasSuffix(body, []byte("}")) {
		return env, false
	}
	if json.Unmarshal(append(head[:len(head):len(head)], '}'), &env) != nil {
		return env, false
	}
	env.Data = body[:len(body)-1]
	return env, true
}

// event checks the envelope and reads the body.
func (env *envelope) event() (Event, error) {
	if env.SpecVersion != "1.0" {
		return Event{}, fmt.Errorf("event %q: specversion %q, want 1.0", env.ID, env.SpecVersion)
	}
	if env.ID == "" || env.Source == "" {
		return Event{}, errors.New("event: envelope without id or source")
	}
	fresh, ok := catalogue[env.Type]
	if !ok {
		return Event{}, fmt.Errorf("event %q: %w: %q", env.ID, ErrUnknown, env.Type)
	}
	e := Event{ID: env.ID, Source: env.Source}
	var err error
	if e.Time, err = time.Parse(time.RFC3339Nano, env.Time); err != nil {
		return Event{}, fmt.Errorf("event %q: time: %w", env.ID, err)
	}
	if env.OutletTime != "" {
		if e.OutletTime, err = time.Parse(time.RFC3339Nano, env.OutletTime); err != nil {
			return Event{}, fmt.Errorf("event %q: outlettime: %w", env.ID, err)
		}
	}
	for _, t := range []time.Time{e.Time, e.OutletTime} {
		if err := checkYear(t); err != nil {
			return Event{}, fmt.Errorf("event %q: %w", env.ID, err)
		}
	}
	e.Time, e.OutletTime = cut(e.Time), cut(e.OutletTime)
	if e.Data, err = fresh(env.Data); err != nil {
		return Event{}, fmt.Errorf("event %q (%s): %w", env.ID, env.Type, err)
	}
	if e.Data.Entity() != env.Subject {
		return Event{}, fmt.Errorf("event %q (%s): subject %q but the body is about %q", env.ID, env.Type, env.Subject, e.Data.Entity())
	}
	return e, nil
}

// decoder returns a function that reads a body of type T and checks it.
func decoder[T interface {
	Data
	check() error
}]() func(json.RawMessage) (Data, error) {
	return func(b json.RawMessage) (Data, error) {
		var v T
		if err := json.Unmarshal(b, &v); err != nil {
			return nil, err
		}
		return v, v.check()
	}
}

// Types returns the wire names in the catalogue, sorted.
func Types() []string { return sortedKeys(catalogue) }
