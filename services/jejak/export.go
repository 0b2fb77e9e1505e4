package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/history"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type exportCmd struct {
	Warc     string `help:"Write the raw pages as WARC files into this directory instead, from where the last export ended." placeholder:"DIR"`
	WithText bool   `help:"Add the paragraphs. They belong to their publishers: for your own use, not to pass on."`
}

// exportLine is one article of `jejak export`. Fields are only added.
type exportLine struct {
	ID         news.ArticleID   `json:"id"`
	URL        string           `json:"url"`
	Outlet     news.OutletID    `json:"outlet,omitempty"`
	Title      string           `json:"title"`
	Published  *news.Stamp      `json:"published,omitempty"`
	Modified   *news.Stamp      `json:"modified,omitempty"`
	Observed   time.Time        `json:"observed"`
	Byline     []string         `json:"byline,omitempty"`
	Section    string           `json:"section,omitempty"`
	Related    []news.Link      `json:"related,omitempty"`
	Officials  []exportOfficial `json:"officials,omitempty"`
	Revisions  int              `json:"revisions"`
	Withdrawn  bool             `json:"withdrawn"`
	Paragraphs []string         `json:"paragraphs,omitempty"`
}

// exportOfficial is an official tag without its evidence, which quotes the text.
type exportOfficial struct {
	ID         news.OfficialID `json:"id,omitempty"`
	Name       string          `json:"name"`
	Office     *news.OfficeID  `json:"office"`
	OfficeName string          `json:"office_name,omitempty"`
	Status     news.Status     `json:"status,omitempty"`
	Standing   news.Standing   `json:"standing,omitempty"`
	Rule       string          `json:"rule"`
}

// Run writes every article that was ever read as JSON Lines, ordered by id, so
// that two archives can be compared line by line.
func (c *exportCmd) Run(app *app) error {
	if c.Warc != "" {
		return exportWARC(app, c.Warc)
	}
	log, err := app.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	ids, err := articleIDs(app, log)
	if err != nil {
		return err
	}
	out := app.lines()
	written := 0
	for _, id := range ids {
		line, ok, err := c.line(app, log, id)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := out.Encode(line); err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
		written++
	}
	app.say("%d articles", written)
	if written == 0 {
		return cli.Exit(cli.Nothing, nil)
	}
	return nil
}

// articleIDs returns the ids of all articles that were read, in order.
func articleIDs(app *app, log eventlog.Log) ([]news.ArticleID, error) {
	ids := map[news.ArticleID]bool{}
	q := eventlog.Query{Stream: event.News.Name, Subjects: []string{"news.article.*.published"}}
	for rec, err := range log.Read(app.ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		if parts := strings.Split(rec.Subject, "."); len(parts) == 4 {
			ids[news.ArticleID(parts[2])] = true
		}
	}
	return slices.Sorted(maps.Keys(ids)), nil
}

func (c *exportCmd) line(app *app, log eventlog.Log, id news.ArticleID) (exportLine, bool, error) {
	h, err := history.Load(app.ctx, log, id)
	if err != nil {
		return exportLine{}, false, err
	}
	latest := h.Latest()
	if latest == nil {
		return exportLine{}, false, nil // redacted
	}
	a := latest.Reading.Article
	line := exportLine{
		ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Published: a.Published, Modified: a.Modified,
		Observed: h.FirstSeen, Byline: a.Byline, Section: a.Section, Related: a.Related,
		Revisions: len(h.Revisions), Withdrawn: h.Withdrawn != nil,
	}
	if c.WithText {
		line.Paragraphs = a.Paragraphs
	}
	tags, err := latestTags(app.ctx, log, id)
	if err != nil {
		return exportLine{}, false, err
	}
	if tags != nil {
		for _, o := range tags.Officials {
			line.Officials = append(line.Officials, exportOfficial{o.ID, o.Name, o.Office, o.OfficeName, o.Status, o.Standing, o.Rule})
		}
	}
	return line, true, nil
}
