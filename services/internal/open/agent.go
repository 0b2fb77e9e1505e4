package open

import (
	"fmt"
	"runtime/debug"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// AgentFlags say who crawls.
type AgentFlags struct {
	Contact string `help:"Address or mail in the User-Agent, for outlets to reach you." env:"JEJAK_CONTACT" default:"https://github.com/jejak-id/jejak"`
}

// Agent is the User-Agent: a product name that robots.txt can address, and where
// an outlet reaches whoever runs it.
func (f AgentFlags) Agent() string { return "jejakbot/" + Version() + " (+" + f.Contact + ")" }

// Version is the module version or the commit that the binary was built from.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "devel"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v = s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return v
}

// Chosen returns the outlets with these ids, or all of them.
func Chosen(reg *registry.Registry, ids []string) ([]news.Outlet, error) {
	if len(ids) == 0 {
		return reg.Outlets(), nil
	}
	var out []news.Outlet
	for _, id := range ids {
		o, ok := reg.Outlet(news.OutletID(id))
		if !ok {
			return nil, cli.Hint(cli.Exit(cli.Usage, fmt.Errorf("no outlet %q in the catalogue", id)), "jejak outlet list")
		}
		out = append(out, o)
	}
	return out, nil
}
