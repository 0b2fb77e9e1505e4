package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// searchCmd has the desk's query names as flags.
type searchCmd struct {
	Outlet   []string  `help:"Only these outlets." placeholder:"ID"`
	Official []string  `help:"Only articles with these officials." placeholder:"ID"`
	Office   []string  `help:"Only articles with a holder of these offices on the article's date." placeholder:"ID"`
	Place    []string  `help:"Only articles about these places or places inside them." placeholder:"CODE"`
	Topic    []string  `help:"Only these topics." placeholder:"ID"`
	From     news.Date `help:"First day of publication." placeholder:"YYYY-MM-DD"`
	To       news.Date `help:"Last day of publication." placeholder:"YYYY-MM-DD"`
	Sort     string    `help:"rel, new, old or changed." default:"rel" enum:"rel,new,old,changed"`
	Limit    int       `help:"Articles to print, at most 100." default:"20"`
	JSON     bool      `help:"One JSON object an article." name:"json"`
	Words    []string  `arg:"" optional:"" help:"Words, \"phrases\" and -exclusions."`
}

// searchLine is one article of `jejak search --json`. Fields are only added.
type searchLine struct {
	ID        news.ArticleID     `json:"id"`
	URL       string             `json:"url"`
	Outlet    news.OutletID      `json:"outlet"`
	Title     string             `json:"title"`
	Published *time.Time         `json:"published,omitempty"`
	Observed  time.Time          `json:"observed"`
	Officials []news.OfficialTag `json:"officials,omitempty"`
	Topics    []news.TopicTag    `json:"topics,omitempty"`
	Revisions int                `json:"revisions"`
	Withdrawn bool               `json:"withdrawn"`
	Snippet   string             `json:"snippet,omitempty"`
	Score     float64            `json:"score"`
}

// Run searches as the desk does.
func (c *searchCmd) Run(app *app) error {
	index, err := app.openIndex()
	if err != nil {
		return err
	}
	defer index.Close()
	res, err := index.Search(app.ctx, c.query())
	if errors.Is(err, search.ErrQuery) {
		return cli.Exit(cli.Usage, err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		err = c.lines(app, res)
	} else {
		err = c.table(app, res)
	}
	if err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	about := ""
	if !res.Exact {
		about = "about "
	}
	app.say("%s%d articles", about, res.Total)
	if len(res.Hits) == 0 {
		return cli.Exit(cli.Nothing, nil)
	}
	return nil
}

func (c *searchCmd) query() search.Query {
	return search.Query{
		Text: strings.Join(c.Words, " "), Outlets: ids[news.OutletID](c.Outlet), Officials: ids[news.OfficialID](c.Official),
		Offices: ids[news.OfficeID](c.Office), Places: ids[news.PlaceCode](c.Place), Topics: ids[news.TopicID](c.Topic),
		From: c.From, To: c.To, Sort: search.Sort(c.Sort), Limit: c.Limit, Highlight: true,
	}
}

func ids[T ~string](in []string) []T {
	out := make([]T, len(in))
	for i, s := range in {
		out[i] = T(s)
	}
	return out
}

// unmarked drops the marks of a highlight, which a terminal does not show.
var unmarked = strings.NewReplacer(search.MarkStart, "", search.MarkEnd, "")

func (c *searchCmd) lines(app *app, res search.Result) error {
	out := app.lines()
	for _, h := range res.Hits {
		d := h.Document
		l := searchLine{
			ID: d.ID, URL: d.URL, Outlet: d.Outlet, Title: d.Title, Observed: d.Observed, Officials: d.Officials, Topics: d.Topics,
			Revisions: d.Revisions, Withdrawn: d.Withdrawn, Snippet: unmarked.Replace(h.Snippet), Score: h.Score,
		}
		if !d.Published.IsZero() {
			l.Published = &d.Published
		}
		if err := out.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

func (c *searchCmd) table(app *app, res search.Result) error {
	w := tabwriter.NewWriter(app.Out, 0, 4, 2, ' ', 0)
	for _, h := range res.Hits {
		d := h.Document
		var names []string
		for _, o := range d.Officials {
			name := o.Name
			if o.OfficeName != "" {
				name += " (" + o.Status.Titled(o.OfficeName) + ")"
			}
			names = append(names, name)
		}
		day := string(d.Day)
		if day == "" {
			day = "tanpa tanggal"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n\t\t%s\n", day, d.Outlet, d.Title, d.URL)
		if len(names) > 0 {
			fmt.Fprintf(w, "\t\t%s\n", strings.Join(names, ", "))
		}
	}
	return w.Flush()
}
