package main

import (
	"fmt"
	"time"

	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/journey"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type whyCmd struct {
	JSON bool     `help:"One JSON object a line." name:"json"`
	Lang string   `help:"Language of the answer: id or en." default:"id" enum:"id,en"`
	URLs []string `arg:"" name:"url" help:"Addresses; any form of an article's address will do."`
}

// Run prints every event that touched an address, in order, and why it is or is
// not in the index.
func (c *whyCmd) Run(app *app) error {
	log, err := app.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	index, err := app.openIndex()
	if err != nil {
		return err
	}
	defer index.Close()
	unknown := 0
	for _, address := range c.URLs {
		j, err := journey.Of(app.ctx, log, index, address)
		if err != nil {
			return err
		}
		if len(j.Steps) == 0 {
			unknown++
		}
		if c.JSON {
			out := app.lines()
			err = out.Encode(j)
		} else {
			_, err = fmt.Fprintln(app.Out, j.Text(locale.Lang(c.Lang), jakarta))
		}
		if err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
	}
	if unknown == len(c.URLs) {
		return cli.Exit(cli.Nothing, nil)
	}
	return nil
}

// jakarta is the zone in which the desk and the commands tell times.
var jakarta = time.FixedZone("WIB", 7*3600)
