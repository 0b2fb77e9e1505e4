package event

import (
	"maps"
	"slices"
	"strings"
)

// Stream is a part of the log with one retention.
type Stream struct {
	Name     string
	Subjects string // everything it takes
	Latest   bool   // keep only the last event of each subject
}

// The streams of the log.
var (
	// News holds facts from outside, for ever: news.article.<id>.<event>.
	News = Stream{Name: "NEWS", Subjects: "news.>"}
	// Tags holds what the enricher says of the latest revision: tags.article.<id>.
	Tags = Stream{Name: "TAGS", Subjects: "tags.>", Latest: true}
	// Desk holds facts from people: desk.<entity>.<id>.<event>.
	Desk = Stream{Name: "DESK", Subjects: "desk.>"}
	// Registry holds changes of officials, offices and outlets: registry.<kind>.<id>.<event>.
	Registry = Stream{Name: "REGISTRY", Subjects: "registry.>"}
	// Crawl holds the crawler's work, the frontier: crawl.<kind>.<outlet or host>.<key>.
	Crawl = Stream{Name: "CRAWL", Subjects: "crawl.>", Latest: true}
	// Dead holds what no handler could take, with the reason: dead.<durable>.<stream>.<seq>.
	Dead = Stream{Name: "DEAD", Subjects: "dead.>"}
)

// Streams returns every stream of the log, in a fixed order.
func Streams() []Stream { return []Stream{News, Tags, Desk, Registry, Crawl, Dead} }

// StreamOf returns the stream that takes a subject.
func StreamOf(subject string) (Stream, bool) {
	first, _, ok := strings.Cut(subject, ".")
	if !ok {
		return Stream{}, false
	}
	for _, s := range Streams() {
		if s.Subjects == first+".>" {
			return s, true
		}
	}
	return Stream{}, false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
