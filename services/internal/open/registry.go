package open

import (
	"github.com/jejak-id/jejak/pkg/enrich"
	"github.com/jejak-id/jejak/pkg/enriching"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// RegistryFlags are the flags of a process that needs the registry.
type RegistryFlags struct {
	Outlets []string `help:"Files with outlets, officials and offices of your own, in the format of the catalogue." env:"JEJAK_OUTLETS" placeholder:"FILE"`
}

// Registry loads the project's own registry and lays the files over it.
func (f RegistryFlags) Registry() (*registry.Registry, error) {
	reg, err := registry.Embedded()
	if err != nil || len(f.Outlets) == 0 {
		return reg, err
	}
	reg, err = reg.With(f.Outlets...)
	return reg, cli.Hint(err, "pkg/registry/data/README.md describes the format")
}

// Tagger makes the enricher of the registry of the files, for the stage that runs
// it. What people changed of the registry, and said of tags, it learns from the log.
func Tagger(base *registry.Registry) Learner { return Learner{enrich.NewCorrected(base)} }

// Learner is an enricher as the stage wants it.
type Learner struct{ *enrich.Corrected }

var _ interface {
	enriching.Tagger
	enriching.Learner
} = Learner{}

// Touches implements [enriching.Learner].
func (t Learner) Touches(e event.Event) enriching.Touch {
	return enriching.Touch(t.Corrected.Touches(e))
}
