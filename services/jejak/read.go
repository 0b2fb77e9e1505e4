package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/enrich"
	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type readCmd struct {
	URL       string   `help:"Address the page was saved from." placeholder:"URL"`
	Published string   `help:"When the outlet published it, where the page does not say; also the day on which offices are looked up." placeholder:"TIME"`
	Outlet    string   `help:"Outlet of the catalogue; else the host of --url decides." placeholder:"ID"`
	Explain   bool     `help:"Add every candidate of every field, with its rule."`
	Files     []string `arg:"" name:"file" help:"Saved pages (HTML) or plain text, one paragraph a line; - is standard input."`
}

// Run reads each file with the pipeline's own code, offline, and prints one JSON
// object a line. A page that is no article is a line too, with the reason.
func (c *readCmd) Run(app *app) error {
	reg, err := app.registry()
	if err != nil {
		return err
	}
	page, stamp, err := c.page(reg)
	if err != nil {
		return err
	}
	enricher := enrich.New(reg)
	out := app.lines()
	var faults []error
	for _, name := range c.Files {
		p := page
		if p.Body, err = readInput(app, name); err != nil {
			faults = append(faults, err)
			continue
		}
		p.ContentType = http.DetectContentType(p.Body)
		if err := out.Encode(c.line(name, read(p, stamp), enricher)); err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
	}
	return partly(faults, len(c.Files))
}

// page makes the part of the page that is the same for all files.
func (c *readCmd) page(reg *registry.Registry) (extract.Page, *news.Stamp, error) {
	p := extract.Page{URL: c.URL}
	if c.URL != "" {
		u, err := url.Parse(c.URL)
		if err != nil || u.Host == "" {
			return p, nil, cli.Exit(cli.Usage, fmt.Errorf("--url %q: want a full address such as https://seru.co.id/…", c.URL))
		}
		if o, ok := reg.OutletByHost(u.Hostname()); ok {
			p.Outlet = &o
		}
	}
	if c.Outlet != "" {
		o, ok := reg.Outlet(news.OutletID(c.Outlet))
		if !ok {
			return p, nil, cli.Hint(cli.Exit(cli.Usage, fmt.Errorf("--outlet %q: no such outlet in the catalogue", c.Outlet)), "jejak outlet list")
		}
		p.Outlet = &o
	}
	if c.Published == "" {
		return p, nil, nil
	}
	t, err := parseTime(c.Published)
	if err != nil {
		return p, nil, cli.Exit(cli.Usage, fmt.Errorf("--published: %w", err))
	}
	p.Fetched = t
	return p, &news.Stamp{Time: t, Rule: "command-line"}, nil
}

// read runs the extractor. A time given on the command line stands in only where
// the page has none.
func read(p extract.Page, stamp *news.Stamp) extract.Reading {
	r := extract.Read(p)
	if r.Article.Published == nil && stamp != nil {
		r.Article.Published = stamp
	}
	return r
}

func readInput(app *app, name string) ([]byte, error) {
	if name == "-" {
		b, err := io.ReadAll(app.In)
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
		return b, nil
	}
	b, err := readFile(name, "jejak read takes saved pages, each by the name of its file; jejak crawl URL fetches one")
	return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), err
}

// readFile reads a file that somebody named. What is wrong with the name is told
// without the system call that found it out, with a hint of what to name instead.
func readFile(name, hint string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return nil, cli.Hint(fmt.Errorf("%s: %w", name, path.Err), "%s", hint)
	}
	return b, err
}

// parseTime reads a time as people give it on a command line: RFC 3339, or a day,
// which means noon in western Indonesia.
func parseTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	d, err := news.ParseDate(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is neither 2025-05-17 nor 2025-05-17T10:00:00+07:00", s)
	}
	return time.ParseInLocation("2006-01-02T15:04", string(d)+"T12:00", time.FixedZone("WIB", 7*3600))
}

// readLine is what `jejak read` prints of one file. Fields are only added.
type readLine struct {
	File       string            `json:"file"`
	NotArticle string            `json:"not_article,omitempty"` // why the page is not one
	ID         news.ArticleID    `json:"id,omitempty"`
	URL        string            `json:"url,omitempty"`
	Outlet     news.OutletID     `json:"outlet,omitempty"`
	Title      string            `json:"title,omitempty"`
	Summary    string            `json:"summary,omitempty"`
	Byline     []string          `json:"byline,omitempty"`
	Desk       []string          `json:"desk,omitempty"`
	Published  *news.Stamp       `json:"published,omitempty"`
	Modified   *news.Stamp       `json:"modified,omitempty"`
	Dateline   string            `json:"dateline,omitempty"`
	Section    string            `json:"section,omitempty"`
	Keywords   []string          `json:"keywords,omitempty"`
	Language   string            `json:"language,omitempty"`
	Words      int               `json:"words"`
	Truncated  bool              `json:"truncated,omitempty"`
	Paragraphs []string          `json:"paragraphs"`
	Related    []news.Link       `json:"related,omitempty"`
	Images     []news.Image      `json:"images,omitempty"`
	NextPages  []string          `json:"next_pages,omitempty"`
	Rules      map[string]string `json:"rules,omitempty"`
	Layout     string            `json:"layout,omitempty"` // why the outlet may have changed its layout
	Notes      []string          `json:"notes,omitempty"`

	Mentions  []news.Mention     `json:"mentions,omitempty"`
	Officials []news.OfficialTag `json:"officials,omitempty"`
	Holders   []news.OfficialTag `json:"holders,omitempty"` // whose office is in the text, but not the name
	Quotes    []news.Quote       `json:"quotes,omitempty"`
	Dates     []news.DateMention `json:"dates,omitempty"`
	Amounts   []news.Amount      `json:"amounts,omitempty"`
	Topics    []news.TopicTag    `json:"topics,omitempty"`
	Scope     []news.ScopeTag    `json:"scope,omitempty"`
	Unsettled []news.Unsettled   `json:"unsettled,omitempty"`
	Registry  string             `json:"registry,omitempty"`

	Candidates []extract.Field `json:"candidates,omitempty"` // with --explain
}

func (c *readCmd) line(name string, r extract.Reading, e *enrich.Enricher) readLine {
	a := &r.Article
	l := readLine{
		File: name, NotArticle: r.Reason, ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Summary: a.Summary,
		Byline: a.Byline, Desk: a.Desk, Published: a.Published, Modified: a.Modified, Dateline: a.Dateline,
		Section: a.Section, Keywords: a.Keywords, Language: a.Language, Truncated: a.Truncated,
		Paragraphs: a.Paragraphs, Related: a.Related, Images: a.Images, NextPages: r.NextPages, Rules: a.Rules,
		Layout: r.Layout, Notes: r.Notes,
	}
	for _, p := range a.Paragraphs {
		l.Words += len(strings.Fields(p))
	}
	if c.Explain {
		l.Candidates = r.Fields
	}
	if len(a.Paragraphs) == 0 {
		return l
	}
	var observed time.Time
	if a.Published != nil {
		observed = a.Published.Time
	}
	t := e.Tags(a, observed)
	for _, o := range t.Officials {
		if o.Unnamed {
			l.Holders = append(l.Holders, o)
		} else {
			l.Officials = append(l.Officials, o)
		}
	}
	l.Mentions, l.Quotes, l.Dates = t.Mentions, t.Quotes, t.Dates
	l.Amounts, l.Topics, l.Scope, l.Unsettled, l.Registry = t.Amounts, t.Topics, t.Scope, t.Unsettled, t.Registry
	return l
}
