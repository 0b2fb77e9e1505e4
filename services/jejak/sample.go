package main

import (
	"github.com/jejak-id/jejak/pkg/sample"
	"github.com/jejak-id/jejak/services/internal/cli"
)

type sampleCmd struct {
	Listen string `help:"Where the outlet answers." default:"127.0.0.1:8470"`
	Round  int    `help:"1, or 2 with one page edited and one withdrawn." default:"1"`
}

// Run serves the sample outlet, for a pipeline of other processes.
func (c *sampleCmd) Run(app *app) error {
	l, err := cli.Listener(c.Listen)
	if err != nil {
		return err
	}
	site := sample.New()
	site.Turn(c.Round)
	app.say("Kabar Wanasari, an invented outlet: http://%s", l.Addr())
	return cli.ServeHTTP(app.ctx, l, site)
}
