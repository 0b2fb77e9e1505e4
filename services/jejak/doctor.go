package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog/embedded"
	"github.com/jejak-id/jejak/pkg/search/meili"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type doctorCmd struct {
	JSON         bool   `help:"One JSON object a check." name:"json"`
	Meili        string `help:"Check this Meilisearch server as well." placeholder:"URL" env:"JEJAK_DOCTOR_MEILI"`
	MeiliKeyFile string `help:"File with its key." env:"JEJAK_MEILI_KEY_FILE" placeholder:"FILE"`
	Nats         string `help:"Check this NATS server instead of the data directory's own." placeholder:"URL" env:"JEJAK_DOCTOR_NATS"`
	NatsUser     string `env:"JEJAK_NATS_USER" help:"User at that server."`
	NatsPassword string `env:"JEJAK_NATS_PASSWORD" help:"Password; better by file." hidden:""`
	NatsMonitor  string `env:"JEJAK_NATS_MONITOR" help:"Monitoring address of that server." placeholder:"URL"`
	PasswordFile string `env:"JEJAK_NATS_PASSWORD_FILE" help:"File with the password." placeholder:"FILE"`
}

// check is one line of the doctor. Fields are only added.
type check struct {
	Number int    `json:"number"`
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Says   string `json:"says"`
	Hint   string `json:"hint,omitempty"`
}

// doctor collects checks.
type doctor struct{ checks []check }

func (d *doctor) say(name string, ok bool, says, hint string) {
	if ok {
		hint = ""
	}
	d.checks = append(d.checks, check{len(d.checks) + 1, name, ok, says, hint})
}

// Run checks everything that Jejak needs and prints one numbered line a check,
// each fault with a hint. It changes nothing.
func (c *doctorCmd) Run(app *app) error {
	d := &doctor{}
	dir, err := app.dataDir()
	if err != nil {
		return err
	}
	fresh := c.directory(d, dir)
	c.log(app, d, dir, fresh)
	c.index(app, d, fresh)
	c.meilisearch(app, d)
	c.clock(app, d)
	c.registry(app, d)

	bad := 0
	out := app.lines()
	for _, k := range d.checks {
		if !k.OK {
			bad++
		}
		if c.JSON {
			err = errors.Join(err, out.Encode(k))
			continue
		}
		mark := "OK   "
		if !k.OK {
			mark = "FAULT"
		}
		fmt.Fprintf(app.Out, "%2d  %s  %-12s %s\n", k.Number, mark, k.Name, k.Says)
		if k.Hint != "" {
			fmt.Fprintf(app.Out, "%24shint: %s\n", "", k.Hint)
		}
	}
	if err != nil {
		return fmt.Errorf("write to standard output: %w", err)
	}
	if bad > 0 {
		return cli.Exit(cli.Failed, fmt.Errorf("%d of %d checks found a fault", bad, len(d.checks)))
	}
	return nil
}

// directory reports whether the directory is not there yet.
func (c *doctorCmd) directory(d *doctor, dir string) (fresh bool) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.say("directory", true, dir+" is not there yet: the first start makes it", "")
		return true
	case err != nil:
		d.say("directory", false, err.Error(), "make it readable for this user, or give another with --data")
		return true
	case !info.IsDir():
		d.say("directory", false, dir+" is a file", "give a directory with --data")
		return true
	}
	probe := filepath.Join(dir, ".doctor")
	if err := os.WriteFile(probe, nil, 0o600); err != nil {
		d.say("directory", false, err.Error(), "this user must be able to write there")
		return false
	}
	os.Remove(probe)
	d.say("directory", true, dir, "")
	if free, total, err := diskSpace(dir); err == nil {
		d.say("disk", free > 1<<30, fmt.Sprintf("%.1f of %.1f GB free", float64(free)/1e9, float64(total)/1e9), "free some space: below 512 MB the log takes nothing more")
	}
	_, err = os.Stat(filepath.Join(dir, logDir))
	return errors.Is(err, os.ErrNotExist)
}

func (c *doctorCmd) log(app *app, d *doctor, dir string, fresh bool) {
	ctx, cancel := context.WithTimeout(app.ctx, 15*time.Second)
	defer cancel()
	if c.Nats != "" {
		password, err := cli.Secret("NATS password", c.NatsPassword, c.PasswordFile)
		if err != nil {
			d.say("log", false, err.Error(), "")
			return
		}
		log, err := jetlog.Connect(ctx, jetlog.Options{
			URL: c.Nats, User: c.NatsUser, Password: password, Monitor: c.NatsMonitor, AllowUnsynced: true, Name: "jejak-doctor",
		})
		if err != nil {
			d.say("log", false, err.Error(), "is the NATS server running, with JetStream and this user?")
			return
		}
		defer log.Close()
		c.findings(d, log.Findings(ctx))
		return
	}
	if fresh {
		d.say("log", true, "none yet", "")
		return
	}
	log, err := embedded.Open(ctx, embedded.Options{Dir: filepath.Join(dir, logDir), Now: time.Now})
	var locked *embedded.ErrLocked
	if errors.As(err, &locked) {
		d.say("lock", true, fmt.Sprintf("held by process %d (%s)", locked.Holder.PID, locked.Holder.Command), "")
		joined, err := embedded.Join(ctx, locked.Holder, jetlog.Options{Name: "jejak-doctor"})
		if err != nil {
			d.say("log", false, err.Error(), "that process does not answer: look at what it prints, or stop it")
			return
		}
		defer joined.Close()
		c.findings(d, joined.Findings(ctx))
		return
	}
	if err != nil {
		d.say("log", false, err.Error(), "")
		return
	}
	defer log.Close()
	d.say("lock", true, "free", "")
	c.findings(d, log.Findings(ctx))
	if cursors, err := log.Cursors(ctx, event.News.Name); err == nil {
		for _, k := range cursors {
			d.say("cursor", true, fmt.Sprintf("%s is at %d, %d behind", k.Durable, k.Done, k.Pending), "")
		}
	}
}

func (c *doctorCmd) findings(d *doctor, found []jetlog.Finding) {
	for _, f := range found {
		d.say("log", !f.Fault, f.What, f.Hint)
	}
}

func (c *doctorCmd) index(app *app, d *doctor, fresh bool) {
	if fresh {
		d.say("index", true, "none yet", "")
		return
	}
	index, err := app.openIndex()
	if err != nil {
		d.say("index", false, err.Error(), "remove the directory "+indexDir+": it is built again from the log")
		return
	}
	defer index.Close()
	ctx, cancel := context.WithTimeout(app.ctx, 10*time.Second)
	defer cancel()
	n, err := index.Count(ctx)
	if err != nil {
		d.say("index", false, err.Error(), "")
		return
	}
	d.say("index", true, fmt.Sprintf("%d articles", n), "")
}

func (c *doctorCmd) meilisearch(app *app, d *doctor) {
	if c.Meili == "" {
		return
	}
	key, err := cli.Secret("Meilisearch key", "", c.MeiliKeyFile)
	if err == nil {
		ctx, cancel := context.WithTimeout(app.ctx, 10*time.Second)
		defer cancel()
		var index *meili.Index
		if index, err = meili.Open(ctx, meili.Config{URL: c.Meili, Key: key, ReadOnly: true}); err == nil {
			defer index.Close()
			err = index.Ping(ctx)
		}
	}
	if err != nil {
		d.say("meilisearch", false, err.Error(), "is the server running at "+c.Meili+", and the key right?")
		return
	}
	d.say("meilisearch", true, c.Meili+" answers", "")
}

// clock compares this machine's clock with the Date that a web server sends, if
// one of the catalogue can be reached: revisits and back-offs count on it.
func (c *doctorCmd) clock(app *app, d *doctor) {
	now := time.Now()
	if now.Year() < 2025 {
		d.say("clock", false, "it shows "+now.Format(time.RFC1123), "set the clock: every fact carries its time")
		return
	}
	ctx, cancel := context.WithTimeout(app.ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, app.flags.Contact, nil)
	if err == nil {
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			if theirs, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
				off := now.Sub(theirs).Round(time.Second)
				d.say("clock", off.Abs() < time.Minute, fmt.Sprintf("%v from %s", off, req.URL.Host), "set the clock, or run an NTP client")
				return
			}
		}
	}
	d.say("clock", true, now.Format(time.RFC3339)+" (no server to compare with)", "")
}

func (c *doctorCmd) registry(app *app, d *doctor) {
	reg, err := app.registry()
	if err != nil {
		d.say("registry", false, err.Error(), "jejak registry lint FILE")
		return
	}
	d.say("registry", true, fmt.Sprintf("%d officials, %d offices, version %s", len(reg.Officials()), len(reg.Offices()), reg.Version()), "")
	d.say("outlets", len(reg.Outlets()) > 0, outletsLine(reg.Outlets(), false), "the catalogue is empty")
}
