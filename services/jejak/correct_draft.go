package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/enrich"
	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/open"
)

// drafts shows what would come of a correction before it is written.
type drafts struct {
	app     *app
	log     closingLog
	base    *registry.Registry
	learned *enrich.Corrected // everything that people said so far
}

// drafts opens the archive and learns what people said.
func (a *app) drafts() (*drafts, error) {
	base, log, err := a.openBoth()
	if err != nil {
		return nil, err
	}
	d := &drafts{app: a, log: log, base: base, learned: enrich.NewCorrected(base)}
	var facts []event.Event
	for _, stream := range []event.Stream{event.Registry, event.Desk} {
		for rec, err := range log.Read(a.ctx, eventlog.Query{Stream: stream.Name}) {
			if err != nil {
				return nil, errors.Join(fmt.Errorf("read what people said: %w", err), log.Close())
			}
			if e, err := rec.Event(); err == nil { // the enricher says what can not be read
				facts = append(facts, e)
			}
		}
	}
	d.learned.Fold(facts...)
	return d, nil
}

// change is what becomes of the tags of one article.
type change struct {
	Article news.ArticleID `json:"article"`
	URL     string         `json:"url"`
	Before  []string       `json:"before"` // what goes
	After   []string       `json:"after"`  // what comes
}

// decision is one line of `jejak correct --json`. Fields are only added.
type decision struct {
	ID      string     `json:"id,omitempty"` // of the correction; empty for a dry run
	Type    string     `json:"type"`
	Data    event.Data `json:"data"`
	Touched int        `json:"touched"` // articles that were looked at
	Changed int        `json:"changed"` // of them, those whose tags differ
	Changes []change   `json:"changes"` // the first ones
}

// changesShown is how many articles a preview tells in full.
const changesShown = 5

// decide shows what comes of a fact and, unless it is a dry run, writes it.
func (d *drafts) decide(fact event.Data, f correctFlags) error {
	e, err := event.New("jejak/desk", time.Now(), time.Time{}, fact)
	if err != nil {
		return err
	}
	out := decision{Type: fact.Type(), Data: fact, Changes: []change{}}
	if err := d.preview(&out, e); err != nil {
		return err
	}
	if !f.DryRun {
		if e, err = correcting.Append(d.app.ctx, d.log, e.Time, fact); err != nil {
			return err
		}
		out.ID = e.ID
	}
	if err := d.print(out, f.JSON); err != nil {
		return err
	}
	if f.DryRun {
		d.app.say("nothing was written")
		return nil
	}
	return d.app.apply(d.log, d.base)
}

// preview finds the articles that facts touch, and tags them without them and with
// them. Facts of the registry count together, of the desk there is one.
func (d *drafts) preview(out *decision, facts ...event.Event) error {
	with := d.learned.With(facts...)
	touch := with.Touches(facts[0])
	if touch.Article == "" && touch.InTags == nil {
		return nil
	}
	ids := []news.ArticleID{touch.Article}
	if touch.Article == "" {
		var err error
		if ids, err = enriching.Touched(d.app.ctx, d.log, enriching.Touch(touch)); err != nil {
			return err
		}
	}
	out.Touched = len(ids)
	for _, id := range ids {
		about, err := correcting.Load(d.app.ctx, d.log, id)
		if errors.Is(err, correcting.ErrNoArticle) {
			continue
		}
		if err != nil {
			return err
		}
		before, after := d.learned.Tags(&about.Article, about.Observed), with.Tags(&about.Article, about.Observed)
		c := differ(describe(before), describe(after))
		if len(c.Before)+len(c.After) == 0 {
			continue
		}
		if out.Changed++; len(out.Changes) < changesShown {
			c.Article, c.URL = id, about.Article.URL
			out.Changes = append(out.Changes, c)
		}
	}
	return nil
}

func (d *drafts) print(out decision, asJSON bool) error {
	if asJSON {
		return d.app.lines().Encode(out)
	}
	text := out.text()
	if out.ID != "" {
		text += fmt.Sprintf("%s  %s\n", out.ID, out.Type)
	}
	_, err := fmt.Fprint(d.app.Out, text)
	return err
}

// text tells what becomes of the tags.
func (out decision) text() string {
	var b strings.Builder
	for _, c := range out.Changes {
		fmt.Fprintln(&b, c.URL)
		for _, line := range c.Before {
			fmt.Fprintln(&b, "  -", line)
		}
		for _, line := range c.After {
			fmt.Fprintln(&b, "  +", line)
		}
	}
	if out.Changed > len(out.Changes) {
		fmt.Fprintf(&b, "… and %d more\n", out.Changed-len(out.Changes))
	}
	if out.Changed == 0 {
		fmt.Fprintf(&b, "no tag of the archive differs (%d articles looked at); it holds for what comes\n", out.Touched)
	}
	return b.String()
}

// describe tells every tag of an article that a person can judge, in a line each: of
// the quotes who said them.
func describe(t news.Tags) []string {
	var out []string
	for _, o := range t.Officials {
		line := "official  " + o.Name
		if o.ID != "" {
			line += " (" + string(o.ID) + ")"
		}
		if o.OfficeName != "" {
			line += ", " + o.OfficeName
		}
		if o.Standing != "" && o.Standing != news.Holder {
			line += ", " + string(o.Standing)
		}
		out = append(out, line+"  ["+o.Rule+"]")
	}
	for _, x := range t.Topics {
		out = append(out, fmt.Sprintf("topic     %s (%s)  [%s]", x.Label, x.ID, x.Rule))
	}
	for _, x := range t.Scope {
		out = append(out, fmt.Sprintf("scope     %s (%s)  [%s]", x.Name, x.Place, x.Rule))
	}
	for _, m := range t.Mentions {
		if m.Type == news.PlaceMention || m.Type == news.OrganisationMention {
			out = append(out, piece(string(m.Type), m.Text, m.Name, m.ID, m.Rule))
		}
	}
	for _, d := range t.Dates {
		out = append(out, piece("date", d.Text, "", string(d.Days()), d.Rule))
	}
	for _, q := range t.Quotes {
		who := "nobody that is sure"
		if q.Speaker != nil {
			if who = q.Speaker.Name; q.Speaker.ID != "" {
				who += " (" + string(q.Speaker.ID) + ")"
			}
		}
		out = append(out, fmt.Sprintf("quote     “%s” by %s  [%s]", begin(q.Text), who, q.Rule))
	}
	return out
}

// piece tells a tag that is a piece of the text.
func piece(kind, words, called, id, rule string) string {
	line := fmt.Sprintf("%-9s “%s”", kind, words)
	if called != "" && called != words {
		line += " = " + called
	}
	if id != "" {
		line += " (" + id + ")"
	}
	return line + "  [" + rule + "]"
}

// begin cuts a quote to its first words.
func begin(s string) string {
	s = strings.Trim(s, "“”\"")
	words := strings.Fields(s)
	if len(words) <= 10 {
		return s
	}
	return strings.Join(words[:10], " ") + " …"
}

// differ leaves what is in one only, once.
func differ(before, after []string) change {
	without := func(list, other []string) []string {
		var out []string
		for _, s := range list {
			if !slices.Contains(other, s) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	return change{Before: append([]string{}, without(before, after)...), After: append([]string{}, without(after, before)...)}
}

// apply lets what was written take effect: by the jejak that runs here, or at once
// when none does.
func (a *app) apply(log eventlog.Log, base *registry.Registry) error {
	if _, ours := log.(*embedded.Log); !ours {
		a.say("the running jejak applies it")
		return nil
	}
	stage, err := enriching.New(enriching.Config{Log: log, Tagger: open.Tagger(base), Now: time.Now, Logger: a.log})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- stage.Heed(ctx) }()
	err = until(ctx, 10*time.Millisecond, func(ctx context.Context) (bool, error) {
		behind, started, err := enriching.Behind(ctx, log, event.Desk, event.Registry)
		return started && behind == 0, err
	})
	cancel()
	if err = errors.Join(err, <-done); err == nil {
		a.say("%d articles tagged anew; the index follows when jejak runs", stage.Tagged())
	}
	return err
}
