// Package journey tells what became of one address: every event that touched it,
// in order, and the verdict why it is or is not in the index.
//
// [Of] gathers; [Journey.Text] tells it to a person, in Bahasa Indonesia or in
// English. A Journey is data and fits into JSON. Nothing is written, and a record
// that can not be read is part of the journey, not an error.
package journey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Journey is what became of one address.
type Journey struct {
	Asked   string         `json:"asked"`
	URL     string         `json:"url"` // canonical
	Article news.ArticleID `json:"article"`
	Steps   []Step         `json:"steps"`
	Verdict Verdict        `json:"verdict"`
}

// Step is one event.
type Step struct {
	ID         string     `json:"id,omitempty"` // of the event
	Stream     string     `json:"stream"`
	Seq        uint64     `json:"seq"`
	Subject    string     `json:"subject"`
	Type       string     `json:"type,omitempty"` // wire name, empty when the record can not be read
	Source     string     `json:"source,omitempty"`
	Observed   time.Time  `json:"observed"` // when we saw it; of an unreadable record, when it was stored
	OutletTime time.Time  `json:"outlet_time,omitzero"`
	Data       event.Data `json:"data,omitempty"`
	Error      string     `json:"error,omitempty"` // why the record can not be read
}

// Code is a verdict in one word.
type Code string

// The verdicts.
const (
	Indexed    Code = "indexed"     // found by search, as it is now
	Behind     Code = "behind"      // found by search, in an older state
	Waiting    Code = "waiting"     // the indexer has not come to it yet
	Rejected   Code = "rejected"    // the index would not take it
	Missing    Code = "missing"     // it should be there and is not
	Redacted   Code = "redacted"    // removed at law
	NotArticle Code = "not-article" // fetched, and not an article
	NotRead    Code = "not-read"    // fetched, and not read yet
	Moved      Code = "moved"       // the page calls itself another article
	Refused    Code = "refused"     // the crawler would not fetch it
	Failed     Code = "failed"      // the crawler tried, and will again
	Queued     Code = "queued"      // known to the crawler, not fetched yet
	Unknown    Code = "unknown"     // nothing here ever heard of it
)

// Verdict says whether the article can be found, and why.
type Verdict struct {
	Code      Code           `json:"code"`
	Found     bool           `json:"found"`           // whether search finds it now
	Why       string         `json:"why,omitempty"`   // the reason as it was recorded
	Lag       uint64         `json:"lag,omitempty"`   // records before the indexer comes to it
	Tagged    bool           `json:"tagged"`          // whether it carries tags in the index
	Withdrawn bool           `json:"withdrawn"`       // the outlet took it away
	Moved     news.ArticleID `json:"moved,omitempty"` // the article that the page calls itself
	Due       time.Time      `json:"due,omitzero"`    // when the crawler looks next
}

// Of gathers the journey of an address.
func Of(ctx context.Context, log eventlog.Log, index search.Index, rawURL string) (Journey, error) {
	u, err := canonical.URL(rawURL)
	if err != nil {
		return Journey{}, fmt.Errorf("why %q: %w", rawURL, err)
	}
	return OfArticle(ctx, log, index, rawURL, u, news.NewArticleID(u))
}

// OfArticle gathers the journey of an article whose id is known. Asked and url
// may be empty.
func OfArticle(ctx context.Context, log eventlog.Log, index search.Index, asked, url string, id news.ArticleID) (Journey, error) {
	j := Journey{Asked: asked, URL: url, Article: id}
	if err := j.gather(ctx, log); err != nil {
		return j, fmt.Errorf("why %s: %w", id, err)
	}
	if j.URL == "" {
		j.URL = j.address()
	}
	if err := j.judge(ctx, index); err != nil {
		return j, fmt.Errorf("why %s: %w", id, err)
	}
	return j, nil
}

// gather reads the records of every stream that are about the article.
func (j *Journey) gather(ctx context.Context, log eventlog.Log) error {
	about := []struct {
		stream   event.Stream
		subjects []string
	}{
		{event.Crawl, []string{"crawl.page.*." + string(j.Article)}},
		{event.News, []string{event.ArticleSubjects(j.Article)}},
		{event.Tags, []string{event.TagsSubject(j.Article)}},
		{event.Desk, []string{event.DeskArticleSubjects(j.Article), event.DeskNameSubjects, event.DeskUndoneSubjects}},
	}
	var tags *news.Tags
	var streams [][]Step
	var reports []string
	for _, a := range about {
		steps, err := read(ctx, log, a.stream.Name, a.subjects)
		if err != nil {
			return err
		}
		switch a.stream {
		case event.Tags:
			for _, s := range steps {
				if t, ok := s.Data.(event.Tagged); ok {
					tags = &t.Tags
				}
			}
		case event.Desk:
			steps = concerning(steps, tags)
		}
		for _, s := range steps {
			reports = append(reports, fmt.Sprintf("dead.*.%s.%d", s.Stream, s.Seq))
		}
		streams = append(streams, steps)
	}
	var dead []Step
	for part := range slices.Chunk(reports, 100) {
		steps, err := read(ctx, log, event.Dead.Name, part)
		if err != nil {
			return err
		}
		dead = append(dead, steps...)
	}
	j.Steps = merge(append(streams, dead))
	return nil
}

// concerning leaves of what people said that which is about the article, about a
// name that its tags bear, or takes such back.
func concerning(steps []Step, tags *news.Tags) []Step {
	kept := map[string]bool{}
	return slices.DeleteFunc(steps, func(s Step) bool {
		switch d := s.Data.(type) {
		case event.NameMerged, event.NameSplit:
			kept[s.ID] = tags != nil && correcting.Bears(tags, d)
		case event.Undone:
			kept[s.ID] = kept[d.Event]
		default:
			kept[s.ID] = true
		}
		return !kept[s.ID]
	})
}

// merge brings streams into one order. Between streams there is none but the
// clock that observed; within a stream the sequence stands, whatever the clock did.
func merge(streams [][]Step) []Step {
	var out []Step
	for {
		first := -1
		for i, s := range streams {
			if len(s) > 0 && (first < 0 || s[0].Observed.Before(streams[first][0].Observed)) {
				first = i
			}
		}
		if first < 0 {
			return out
		}
		out = append(out, streams[first][0])
		streams[first] = streams[first][1:]
	}
}

func read(ctx context.Context, log eventlog.Log, stream string, subjects []string) ([]Step, error) {
	var out []Step
	for rec, err := range log.Read(ctx, eventlog.Query{Stream: stream, Subjects: subjects}) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", stream, err)
		}
		s := Step{Stream: rec.Stream, Seq: rec.Seq, Subject: rec.Subject, Observed: rec.Stored}
		e, err := rec.Event()
		switch {
		case err == nil:
			s.ID, s.Type, s.Source, s.Observed, s.OutletTime, s.Data = e.ID, e.Data.Type(), e.Source, e.Time, e.OutletTime, e.Data
		case errors.Is(err, event.ErrUnknown):
			s.Error = err.Error()
			s.Type = wireName(rec.Data)
		default:
			s.Error = err.Error()
		}
		out = append(out, s)
	}
	return out, nil
}

// wireName reads the type out of an envelope that this version does not know.
func wireName(b []byte) string {
	var env struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(b, &env) != nil {
		return "" // unreachable: the envelope was read before its type was unknown
	}
	return env.Type
}

// address returns the address of the article as its facts give it.
func (j *Journey) address() string {
	for _, s := range slices.Backward(j.Steps) {
		switch d := s.Data.(type) {
		case event.Captured:
			if d.Canonical != "" {
				return d.Canonical
			}
		case event.Published:
			return d.Article.URL
		case event.Revised:
			return d.Article.URL
		case event.Withdrawn:
			return d.URL
		}
	}
	return ""
}

// judge compares what happened with what the index holds.
func (j *Journey) judge(ctx context.Context, index search.Index) error {
	a := &history.Article{ID: j.Article}
	var given, last uint64 // newest position reported to DEAD by the indexer, newest fact
	var page *event.PageDue
	for _, s := range j.Steps {
		switch s.Stream {
		case event.News.Name:
			last = max(last, s.Seq)
			if s.Data != nil {
				a.Fold(s.Seq, event.Event{Time: s.Observed, OutletTime: s.OutletTime, Data: s.Data})
			}
		case event.Crawl.Name:
			if p, ok := s.Data.(event.PageDue); ok {
				page = &p
			}
		case event.Dead.Name:
			if q, ok := s.Data.(event.Quarantined); ok && q.Durable == "index" && q.Stream == event.News.Name && q.Seq >= given {
				given = q.Seq
				j.Verdict.Why = q.Reason
			}
		}
	}
	doc, err := index.Get(ctx, j.Article)
	if err != nil && !errors.Is(err, search.ErrNotFound) {
		return fmt.Errorf("look into the index: %w", err)
	}
	cp, cpErr := index.Checkpoint(ctx)
	if cpErr != nil {
		return fmt.Errorf("look at the checkpoint of the index: %w", cpErr)
	}
	v := &j.Verdict
	v.Found, v.Tagged, v.Withdrawn = err == nil, doc.Tags > 0, a.Withdrawn != nil
	folded := cp.Positions[event.News.Name].Seq
	latest := a.Latest()
	var shaped uint64
	if latest != nil {
		shaped = latest.Seq
	}
	if a.Withdrawn != nil {
		shaped = max(shaped, a.Withdrawn.Seq)
	}
	set := func(c Code, why string) {
		v.Code = c
		if given == 0 || c != Rejected {
			v.Why = why
		}
	}
	switch {
	case a.Redacted != nil && !v.Found:
		set(Redacted, a.Redacted.Reason)
	case v.Found && folded < last && (doc.Seq < shaped || a.Redacted != nil):
		set(Behind, "")
		v.Lag = last - folded
	case v.Found:
		set(Indexed, "")
	case latest != nil && folded < latest.Seq:
		set(Waiting, "")
		v.Lag = latest.Seq - folded
	case latest != nil && given > 0:
		set(Rejected, "")
	case latest != nil:
		set(Missing, "")
	case page != nil && page.Moved != "" && page.Moved != j.Article:
		set(Moved, "")
		v.Moved = page.Moved
	case len(a.Captures) > 0:
		c := a.Captures[len(a.Captures)-1]
		set(NotRead, "")
		if c.NotArticle != "" {
			set(NotArticle, c.NotArticle)
		} else if c.Status >= 300 {
			set(NotArticle, fmt.Sprintf("HTTP %d", c.Status))
		}
	case page != nil && page.State == event.PageRefused:
		set(Refused, page.Reason)
	case page != nil && page.Fails > 0:
		set(Failed, page.Reason)
	case page != nil:
		set(Queued, "")
	default:
		set(Unknown, "")
	}
	if page != nil && page.State == event.PageIsDue {
		v.Due = page.Due
	}
	return nil
}
