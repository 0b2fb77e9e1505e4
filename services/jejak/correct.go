package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jejak-id/jejak/pkg/canonical"
	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type correctCmd struct {
	Confirm  confirmCmd     `cmd:"" help:"Say that a tag is right, or add one that no rule gave."`
	Reject   rejectCmd      `cmd:"" help:"Say that a tag is wrong."`
	Reassign reassignCmd    `cmd:"" help:"Say that a tag means another official, place, organisation or day, or who said a quote."`
	Topic    topicCmd       `cmd:"" help:"Add or remove a topic of one article."`
	Merge    mergeCmd       `cmd:"" help:"Say that a name means an official, wherever it is written."`
	Split    splitCmd       `cmd:"" help:"Say that a name does not mean an official."`
	Accept   acceptCmd      `cmd:"" help:"Take a proposed office-holder over into the registry."`
	Undo     uncorrectCmd   `cmd:"" help:"Take one correction back."`
	List     correctionsCmd `cmd:"" help:"Print what people said of tags."`
}

// correctFlags are those of every correction.
type correctFlags struct {
	By     string `help:"Who says so; default: the user of this machine." placeholder:"NAME"`
	Reason string `help:"Why, for others to judge it." placeholder:"TEXT" required:""`
	DryRun bool   `help:"Print the tags as they are and as they would be, and write nothing."`
	JSON   bool   `help:"One JSON object." name:"json"`
}

func (f correctFlags) by() (correcting.By, error) {
	name, err := actor(f.By)
	by := correcting.By{Actor: name, Reason: f.Reason}
	if err == nil {
		if err = by.Check(); err != nil {
			err = cli.Exit(cli.Usage, err)
		}
	}
	return by, err
}

// judgeFlags name one tag of one article.
type judgeFlags struct {
	correctFlags
	Kind string `help:"official, topic, scope, place, organisation, date or quote, when a name can be several." placeholder:"KIND" enum:",official,topic,scope,place,organisation,date,quote" default:""`
	URL  string `arg:"" name:"url" help:"Address or id of the article."`
	Tag  string `arg:"" help:"The tag, by id or name; a place, organisation or date also by its words in the text, a quote by its first words."`
}

type confirmCmd struct{ judgeFlags }

// Run says that a tag is right.
func (c *confirmCmd) Run(app *app) error { return c.judge(app, correcting.Confirm, "") }

type rejectCmd struct{ judgeFlags }

// Run says that a tag is wrong.
func (c *rejectCmd) Run(app *app) error { return c.judge(app, correcting.Reject, "") }

type reassignCmd struct {
	judgeFlags
	To string `help:"What is meant, by id or name: an official, place or organisation; a day; who said a quote, also somebody outside the registry." placeholder:"WHAT" required:""`
}

// Run says that a tag means something else, or who said a quote.
func (c *reassignCmd) Run(app *app) error { return c.judge(app, correcting.Reassign, c.To) }

type topicCmd struct {
	Add    topicAddCmd    `cmd:"" help:"Say that an article is about a topic."`
	Remove topicRemoveCmd `cmd:"" help:"Say that it is not."`
}

// topicFlags name one topic of one article.
type topicFlags struct {
	correctFlags
	URL   string `arg:"" name:"url" help:"Address or id of the article."`
	Topic string `arg:"" help:"The topic, by id or label."`
}

func (f topicFlags) judged() judgeFlags {
	return judgeFlags{correctFlags: f.correctFlags, Kind: string(event.TopicTagKind), URL: f.URL, Tag: f.Topic}
}

type topicAddCmd struct{ topicFlags }

// Run adds a topic to an article.
func (c *topicAddCmd) Run(app *app) error { return c.judged().judge(app, correcting.Confirm, "") }

type topicRemoveCmd struct{ topicFlags }

// Run removes a topic from an article.
func (c *topicRemoveCmd) Run(app *app) error { return c.judged().judge(app, correcting.Reject, "") }

// judge checks what is said of one tag against the archive, shows what comes of it
// and, unless it is a dry run, writes it down.
func (c judgeFlags) judge(app *app, v correcting.Verdict, to string) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	id, err := articleOf(c.URL)
	if err != nil {
		return err
	}
	d, err := app.drafts()
	if err != nil {
		return err
	}
	defer d.log.Close()
	about, err := correcting.Load(app.ctx, d.log, id)
	if errors.Is(err, correcting.ErrNoArticle) {
		return cli.Hint(cli.Exit(cli.Nothing, fmt.Errorf("%s: %w", c.URL, err)), "jejak why %s tells what is known of it", c.URL)
	}
	if err != nil {
		return err
	}
	fact, err := about.Judge(d.learned.Registry(), v, c.Tag, event.TagKind(c.Kind), to, by)
	if err != nil {
		return notThere(err)
	}
	return d.decide(fact, c.correctFlags)
}

// notThere gives what is not in the archive or registry its exit code.
func notThere(err error) error {
	var unknown *correcting.Unknown
	if errors.As(err, &unknown) {
		return cli.Hint(cli.Exit(cli.Nothing, err), "jejak registry show officials|topics|places|organisations lists all there are")
	}
	var ambiguous *correcting.Ambiguous
	if errors.As(err, &ambiguous) && len(ambiguous.Kinds()) > 1 {
		var flags []string
		for _, k := range ambiguous.Kinds() {
			flags = append(flags, "--kind "+string(k))
		}
		return cli.Hint(cli.Exit(cli.Usage, err), "%s", strings.Join(flags, " or "))
	}
	return cli.Exit(cli.Usage, err)
}

// articleOf returns the article of an address, or of an id given as it is.
func articleOf(what string) (news.ArticleID, error) {
	if id := news.ArticleID(what); id.Valid() {
		return id, nil
	}
	u, err := canonical.URL(what)
	if err != nil {
		return "", cli.Exit(cli.Usage, fmt.Errorf("%q is neither an address nor the id of an article: %w", what, err))
	}
	return news.NewArticleID(u), nil
}

type mergeCmd struct {
	correctFlags
	Name string `arg:"" help:"The name as it is written."`
	Into string `arg:"" help:"The official who is meant, by id or name."`
}

// Run says that a name means an official.
func (c *mergeCmd) Run(app *app) error {
	return c.named(app, func(d *drafts, by correcting.By) (event.Data, error) {
		return correcting.Merge(d.learned.Registry(), c.Name, c.Into, by)
	})
}

type splitCmd struct {
	correctFlags
	Name string `arg:"" help:"The name as it is written."`
	From string `arg:"" help:"The official who is not meant, by id or name."`
}

// Run says that a name does not mean an official.
func (c *splitCmd) Run(app *app) error {
	return c.named(app, func(d *drafts, by correcting.By) (event.Data, error) {
		return correcting.Split(d.learned.Registry(), c.Name, c.From, by)
	})
}

func (c correctFlags) named(app *app, say func(*drafts, correcting.By) (event.Data, error)) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	d, err := app.drafts()
	if err != nil {
		return err
	}
	defer d.log.Close()
	fact, err := say(d, by)
	if err != nil {
		return notThere(err)
	}
	return d.decide(fact, c)
}

type uncorrectCmd struct {
	correctFlags
	ID string `arg:"" help:"Id of the correction, as it was printed; its first eight digits will do."`
}

// Run takes a correction back.
func (c *uncorrectCmd) Run(app *app) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	d, err := app.drafts()
	if err != nil {
		return err
	}
	defer d.log.Close()
	fact, _, err := correcting.Undo(app.ctx, d.log, c.ID, by)
	if err != nil {
		return cli.Hint(cli.Exit(cli.Nothing, err), "jejak correct list prints the ids; jejak registry undo takes changes of the registry back")
	}
	return d.decide(fact, c.correctFlags)
}

type correctionsCmd struct {
	Article string `help:"Only of this article, by address or id." placeholder:"URL"`
	JSON    bool   `help:"One JSON object a correction." name:"json"`
}

// Run prints what people said of tags, in order, with what was taken back.
func (c *correctionsCmd) Run(app *app) error {
	log, err := app.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	var list []correcting.Correction
	if c.Article == "" {
		list, err = correcting.List(app.ctx, log)
	} else {
		var id news.ArticleID
		if id, err = articleOf(c.Article); err != nil {
			return err
		}
		var tags *news.Tags
		if tags, err = latestTags(app.ctx, log, id); err != nil {
			return err
		}
		list, err = correcting.Of(app.ctx, log, id, tags)
	}
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return cli.Exit(cli.Nothing, errors.New("nobody corrected anything"))
	}
	out := app.lines()
	for _, x := range list {
		if c.JSON {
			err = errors.Join(err, out.Encode(x))
			continue
		}
		_, werr := fmt.Fprintf(app.Out, "%s  %s  %s\n", x.ID, x.Time.In(jakarta).Format("2006-01-02 15:04"), x.Text("id", nil))
		err = errors.Join(err, werr)
		if u := x.Undone; u != nil {
			_, werr = fmt.Fprintf(app.Out, "%*s  %s  dibatalkan oleh %s: %s\n", 32, "", u.Time.In(jakarta).Format("2006-01-02 15:04"), u.Actor, u.Note)
			err = errors.Join(err, werr)
		}
	}
	return err
}
