// Package correcting is what people say of tags: it makes corrections, checks them
// against the log and the registry, and lists them with what was taken back.
//
//	about, err := correcting.Load(ctx, log, article)
//	fact, err := about.Judge(reg, correcting.Reject, "wahyu-hidayat", "", "", by)
//	e, err := correcting.Append(ctx, log, now, fact)
//
// A correction is a fact of its own: it changes no tags itself. The enricher heeds
// it, at once or at its next start, and on every replay.
//
// A place, organisation or date is judged by its words in the article, however often
// they stand there, or by what it is said to be; a quote by its first words, and of a
// quote its speaker alone. The words outlive rules that read the text otherwise.
package correcting

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
)

// By is who says so, and why. Both must be given.
type By struct{ Actor, Reason string }

// Check says what is missing.
func (b By) Check() error {
	switch {
	case strings.TrimSpace(b.Actor) == "":
		return errors.New("a correction needs the name of who makes it")
	case strings.TrimSpace(b.Reason) == "":
		return errors.New("a correction needs a reason: others have to be able to judge it")
	}
	return nil
}

// Correction is one fact of the desk, and whether it holds.
type Correction struct {
	ID     string     `json:"id"` // of the event, for taking it back
	Time   time.Time  `json:"time"`
	Type   string     `json:"type"`
	Data   event.Data `json:"data"`
	Undone *Undoing   `json:"undone,omitempty"` // nil while it holds
}

// Undoing is who took a correction back.
type Undoing struct {
	ID    string    `json:"id"`
	Time  time.Time `json:"time"`
	Actor string    `json:"actor"`
	Note  string    `json:"note,omitempty"`
}

// By returns who made it, and why.
func (c Correction) By() By {
	switch d := c.Data.(type) {
	case interface{ Judged() event.Judgement }:
		return By{d.Judged().Actor, d.Judged().Note}
	case event.NameMerged:
		return By{d.Actor, d.Note}
	case event.NameSplit:
		return By{d.Actor, d.Note}
	}
	return By{}
}

// Article returns the article that a correction is about, "" for one of a name.
func (c Correction) Article() news.ArticleID {
	if d, ok := c.Data.(interface{ Judged() event.Judgement }); ok {
		return d.Judged().Article
	}
	return ""
}

// List returns every correction in the order in which they were made. Facts that a
// newer version wrote are passed over.
func List(ctx context.Context, log eventlog.Log) ([]Correction, error) {
	events, err := read(ctx, log)
	return fold(events), err
}

// Of returns the corrections of one article, and those of names that its tags bear.
func Of(ctx context.Context, log eventlog.Log, id news.ArticleID, tags *news.Tags) ([]Correction, error) {
	events, err := read(ctx, log, event.DeskArticleSubjects(id), event.DeskNameSubjects, event.DeskUndoneSubjects)
	if err != nil {
		return nil, err
	}
	var out []Correction
	for _, c := range fold(events) {
		if c.Article() == id || tags != nil && Bears(tags, c.Data) {
			out = append(out, c)
		}
	}
	return out, nil
}

// Bears reports whether the tags of an article bear the name that was merged or
// split.
func Bears(t *news.Tags, d event.Data) bool {
	var name string
	switch d := d.(type) {
	case event.NameMerged:
		name = d.Name
	case event.NameSplit:
		name = d.Name
	default:
		return false
	}
	for _, p := range people(t) {
		if equal(p.Name, name) || equal(p.also, name) {
			return true
		}
	}
	return false
}

func read(ctx context.Context, log eventlog.Log, subjects ...string) ([]event.Event, error) {
	var out []event.Event
	for rec, err := range log.Read(ctx, eventlog.Query{Stream: event.Desk.Name, Subjects: subjects}) {
		if err != nil {
			return nil, fmt.Errorf("read the corrections: %w", err)
		}
		e, err := rec.Event()
		if errors.Is(err, event.ErrUnknown) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the corrections: %w", err)
		}
		out = append(out, e)
	}
	return out, nil
}

func fold(events []event.Event) []Correction {
	undone := event.UndoneIn(events)
	var out []Correction
	at := map[string]int{}
	for _, e := range events {
		d, ok := e.Data.(event.Undone)
		if !ok {
			at[e.ID] = len(out)
			out = append(out, Correction{ID: e.ID, Time: e.Time, Type: e.Data.Type(), Data: e.Data})
			continue
		}
		if i, ok := at[d.Event]; ok && !undone[e.ID] {
			out[i].Undone = &Undoing{e.ID, e.Time, d.Actor, d.Note}
		}
	}
	return out
}

// Undo makes the fact that takes a correction back. The id may be cut to its first
// eight digits or more.
func Undo(ctx context.Context, log eventlog.Log, id string, by By) (event.Undone, Correction, error) {
	if err := by.Check(); err != nil {
		return event.Undone{}, Correction{}, err
	}
	all, err := List(ctx, log)
	if err != nil {
		return event.Undone{}, Correction{}, err
	}
	var found []Correction
	for _, c := range all {
		if c.ID == id || len(id) >= 8 && strings.HasPrefix(c.ID, id) {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 0:
		return event.Undone{}, Correction{}, fmt.Errorf("undo %s: there is no such correction", id)
	case len(found) > 1:
		return event.Undone{}, Correction{}, fmt.Errorf("undo %s: %d corrections begin so; give more of the id", id, len(found))
	case found[0].Undone != nil:
		u := found[0].Undone
		return event.Undone{}, found[0], fmt.Errorf("undo %s: %s took it back already, at %s", id, u.Actor, u.Time.Format(time.RFC3339))
	}
	return event.Undone{Event: found[0].ID, Actor: by.Actor, Note: by.Reason}, found[0], nil
}

// Append writes a fact of the desk.
func Append(ctx context.Context, log eventlog.Log, at time.Time, fact event.Data) (event.Event, error) {
	e, err := event.New("jejak/desk", at, time.Time{}, fact)
	if err != nil {
		return e, err
	}
	if _, err := log.Append(ctx, eventlog.Entry{Event: e}); err != nil {
		return e, fmt.Errorf("write the correction: %w", err)
	}
	return e, nil
}

// About is an article to be corrected: its latest text and its tags.
type About struct {
	Article  news.Article
	Observed time.Time // when it was first seen
	Tags     news.Tags
}

// ErrNoArticle says that there is nothing to correct.
var ErrNoArticle = errors.New("the archive holds no such article")

// Load reads an article with its tags. The error wraps [ErrNoArticle] when there is
// nothing to correct.
func Load(ctx context.Context, log eventlog.Log, id news.ArticleID) (About, error) {
	h, err := history.Load(ctx, log, id)
	if err != nil {
		return About{}, err
	}
	switch latest := h.Latest(); {
	case h.Redacted != nil:
		return About{}, fmt.Errorf("%w: it was removed (%s)", ErrNoArticle, h.Redacted.Reason)
	case latest == nil:
		return About{}, ErrNoArticle
	default:
		a := About{Article: latest.Reading.Article, Observed: h.FirstSeen}
		a.Article.ID = id
		rec, err := log.Last(ctx, event.TagsSubject(id))
		if errors.Is(err, eventlog.ErrNotFound) {
			return a, fmt.Errorf("%w with tags: the enricher has not come to it yet", ErrNoArticle)
		}
		if err != nil {
			return a, fmt.Errorf("tags of article %s: %w", id, err)
		}
		e, err := rec.Event()
		if err != nil {
			return a, err
		}
		if t, ok := e.Data.(event.Tagged); ok {
			a.Tags = t.Tags
		}
		return a, nil
	}
}
