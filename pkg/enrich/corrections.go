package enrich

import "github.com/jejak-id/jejak/pkg/news"

// Corrections are what people said of earlier tags of one article.
type Corrections struct{}

func (c *Corrections) people(r *reader) {}

func (c *Corrections) tags(t *news.Tags) {}
