package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/extract/reread"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type rereadCmd struct {
	Outlet string `help:"Only articles of this outlet." placeholder:"ID"`
	DryRun bool   `help:"Show what would change and append nothing."`
	JSON   bool   `help:"One JSON object a change." name:"json"`
}

// rereadLine is one change of `jejak reread --json`. Fields are only added.
type rereadLine struct {
	URL     string       `json:"url"`
	Changed []string     `json:"changed,omitempty"`
	Reason  string       `json:"reason,omitempty"`
	Before  news.Article `json:"before"`
	After   news.Article `json:"after"`
	Seq     uint64       `json:"seq,omitempty"`
}

// Run reads the raw pages again with today's extractor and appends the readings
// that differ, after showing how.
func (c *rereadCmd) Run(app *app) error {
	reg, log, err := app.openBoth()
	if err != nil {
		return err
	}
	defer log.Close()
	out := app.lines()
	stage := reread.Stage{Log: log, Source: "jejak/reread", Now: time.Now, Outlet: reg.Outlet}
	sum, err := stage.Run(app.ctx, reread.Options{Outlet: news.OutletID(c.Outlet), Append: !c.DryRun}, func(ch reread.Change) error {
		if c.JSON {
			return out.Encode(rereadLine{ch.URL, ch.Changed, ch.Reason, ch.Before, ch.After, ch.Seq})
		}
		_, err := fmt.Fprint(app.Out, changeText(ch))
		return err
	})
	app.say("extractor %s: %d articles, %d revisions read again, %d differ, %d appended, %d without their bytes",
		extract.Version, sum.Articles, sum.Revisions, sum.Changed, sum.Appended, sum.Missing)
	if err != nil {
		return err
	}
	if sum.Changed == 0 {
		return cli.Exit(cli.Nothing, nil)
	}
	return nil
}

// changeText shows a change as old and new lines.
func changeText(ch reread.Change) string {
	var b strings.Builder
	fmt.Fprintln(&b, ch.URL)
	if ch.Reason != "" {
		fmt.Fprintf(&b, "  now read as no article: %s (not appended)\n", ch.Reason)
	}
	for _, f := range ch.Changed {
		before, after := fieldOf(&ch.Before, f), fieldOf(&ch.After, f)
		if slices.Equal(before, after) { // a field that is told by its name alone
			fmt.Fprintf(&b, "  ~ %s\n", f)
		}
		for _, l := range before {
			if !slices.Contains(after, l) {
				fmt.Fprintf(&b, "  - %s: %s\n", f, l)
			}
		}
		for _, l := range after {
			if !slices.Contains(before, l) {
				fmt.Fprintf(&b, "  + %s: %s\n", f, l)
			}
		}
	}
	return b.String()
}

// fieldOf returns a field of an article, by its name in [news.Changes], as lines.
func fieldOf(a *news.Article, name string) []string {
	switch name {
	case "title":
		return []string{a.Title}
	case "summary":
		return []string{a.Summary}
	case "byline":
		return a.Byline
	case "section":
		return []string{a.Section}
	case "published":
		if a.Published != nil {
			return []string{a.Published.Time.Format(time.RFC3339)}
		}
	case "paragraphs":
		return a.Paragraphs
	case "related":
		var lines []string
		for _, l := range a.Related {
			lines = append(lines, l.Title+" "+l.URL)
		}
		return lines
	}
	return nil
}
