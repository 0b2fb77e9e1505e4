package sample

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// article is one story with the versions that the outlet showed, by round.
type article struct {
	name     string
	versions []version // the second is shown from round 2 on
	goneFrom int       // round from which the page answers 410; 0: never
}

// version is one wording of a story.
type version struct {
	path, theme, title, subtitle, section, author, tail string

	found               string // feed, listing, sitemap, related, amp: where the site shows it
	published, modified time.Time
	officials           []Held
	never               []news.OfficialID
	body                []block
}

// block is one piece of a story.
type block struct {
	kind blockKind
	text string
	href string // of a related line or an image
	form string // of a related line
}

type blockKind int

const (
	paragraph blockKind = iota
	subhead
	image
	related
)

func (a *article) at(round int) version {
	return a.versions[min(a.revisions(round), len(a.versions))-1]
}

func (a *article) revisions(round int) int { return min(max(round, 1), len(a.versions)) }

func (a *article) gone(round int) bool { return a.goneFrom > 0 && round >= a.goneFrom }

// readArticles reads pages/NN-name.txt, and pages/NN-name.2.txt as the second
// version of the same story. The form is a header, a line of three hyphens, and
// the body with one paragraph a line; "## " starts a subhead, "!img ADDRESS |
// CAPTION" is a picture and "@FORM ADDRESS TITLE" a related line.
func readArticles(fsys fs.FS) ([]*article, error) {
	names, err := fs.Glob(fsys, "pages/*.txt")
	if err != nil {
		return nil, err
	}
	// The first version of a story comes before its second.
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(strings.TrimSuffix(a, ".txt"), strings.TrimSuffix(b, ".txt"))
	})
	var out []*article
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		v, gone, err := parseVersion(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		base := strings.TrimSuffix(path.Base(name), ".txt")
		if first, second := strings.CutSuffix(base, ".2"); second {
			i := slices.IndexFunc(out, func(a *article) bool { return a.name == first })
			if i < 0 {
				return nil, fmt.Errorf("%s: there is no first version", name)
			}
			out[i].versions = append(out[i].versions, v)
			continue
		}
		out = append(out, &article{name: base, versions: []version{v}, goneFrom: gone})
	}
	return out, nil
}

func parseVersion(s string) (v version, gone int, err error) {
	head, body, ok := strings.Cut(s, "\n---\n")
	if !ok {
		return v, 0, fmt.Errorf("no line of three hyphens")
	}
	for _, line := range strings.Split(head, "\n") {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return v, 0, fmt.Errorf("header line %q", line)
		}
		value = strings.TrimSpace(value)
		switch key {
		case "path":
			v.path = value
		case "theme":
			v.theme = value
		case "title":
			v.title = value
		case "subtitle":
			v.subtitle = value
		case "section":
			v.section = value
		case "author":
			v.author = value
		case "tail":
			v.tail = value
		case "found":
			v.found = value
		case "published":
			v.published, err = time.Parse(time.RFC3339, value)
		case "modified":
			v.modified, err = time.Parse(time.RFC3339, value)
		case "gone":
			_, err = fmt.Sscan(value, &gone)
		case "officials":
			for _, pair := range fields(value) {
				id, office, _ := strings.Cut(pair, "=")
				office, standing, _ := strings.Cut(office, ":")
				v.officials = append(v.officials, Held{news.OfficialID(id), news.OfficeID(office), news.Standing(standing)})
			}
		case "never":
			for _, id := range fields(value) {
				v.never = append(v.never, news.OfficialID(id))
			}
		default:
			return v, 0, fmt.Errorf("header %q", key)
		}
		if err != nil {
			return v, 0, fmt.Errorf("header %s: %w", key, err)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(body), "\n") {
		v.body = append(v.body, parseBlock(line))
	}
	return v, gone, nil
}

func fields(s string) []string {
	var out []string
	for _, f := range strings.Split(s, ";") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func parseBlock(line string) block {
	if rest, ok := strings.CutPrefix(line, "## "); ok {
		return block{kind: subhead, text: rest}
	}
	if rest, ok := strings.CutPrefix(line, "!img "); ok {
		href, caption, _ := strings.Cut(rest, " | ")
		return block{kind: image, href: href, text: caption}
	}
	if rest, ok := strings.CutPrefix(line, "@"); ok {
		form, rest, _ := strings.Cut(rest, " ")
		href, title, _ := strings.Cut(rest, " ")
		return block{kind: related, form: form, href: href, text: title}
	}
	return block{kind: paragraph, text: line}
}
