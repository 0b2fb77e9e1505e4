package archive

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/extract"
	"github.com/jejak-id/jejak/pkg/news"
)

// maxHeld is how many bytes of pages wait for the others of their article.
const maxHeld = 256 << 20

// together is how far apart the pages of one look may have been fetched. Crawlers that
// are not ours take every page in its turn.
const together = 24 * time.Hour

// parts holds the pages of articles that have several, until all are there: another
// crawler's files have them in any order and far apart. From the first such page on
// every page of that article is held, so that its looks keep their order.
type parts struct {
	of     map[news.ArticleID][]part
	order  []news.ArticleID // the one held longest first
	bytes  int
	bodies map[news.Hash][]byte // which later records may refer to, as those that are in the log
}

type part struct {
	Page
	next  []string // pages that it names
	later bool     // it is not the first
}

func newParts() *parts {
	return &parts{of: map[news.ArticleID][]part{}, bodies: map[news.Hash][]byte{}}
}

// take holds a page, if it is of an article of several pages.
func (s *parts) take(p Page, r extract.Reading) bool {
	id := r.Article.ID
	later := p.part != "" || laterPage(p.URL, r.Article.URL)
	held := s.of[id]
	if r.Reason != "" || held == nil && !later && len(r.NextPages) == 0 {
		return false
	}
	if held == nil {
		s.order = append(s.order, id)
	}
	s.of[id] = append(held, part{Page: p, next: r.NextPages, later: later})
	s.bytes += len(p.Body)
	s.bodies[news.HashOf(p.Body)] = p.Body
	return true
}

// joint is one look at an article: its first page and those that go with it.
type joint struct {
	first   Page
	further []Page
	lost    bool // first is a later page, and no look at its first page names it
}

// oldest lets go of the article that was held longest and returns the looks at it in
// the order of their time. A later page goes with every look whose nearest of that
// address it is: one that did not change may be in the files once.
func (s *parts) oldest() (out []joint) {
	id := s.order[0]
	s.order = s.order[1:]
	held := s.of[id]
	delete(s.of, id)
	slices.SortStableFunc(held, func(a, b part) int { return a.Fetched.Compare(b.Fetched) })
	used := make([]bool, len(held))
	for _, first := range held {
		s.bytes -= len(first.Body)
		delete(s.bodies, news.HashOf(first.Body))
		if first.later {
			continue
		}
		j := joint{first: first.Page}
		for _, address := range first.next {
			best := -1
			for i, p := range held {
				apart := p.Fetched.Sub(first.Fetched).Abs()
				if p.later && p.URL == address && apart <= together && (best < 0 || apart < held[best].Fetched.Sub(first.Fetched).Abs()) {
					best = i
				}
			}
			if best >= 0 {
				used[best] = true
				j.further = append(j.further, held[best].Page)
			}
		}
		out = append(out, j)
	}
	for i, p := range held {
		if p.later && !used[i] {
			out = append(out, joint{first: p.Page, lost: true})
		}
	}
	return out
}

var pageParam = regexp.MustCompile(`(?i)[?&](?:page|page_num|halaman|hal|showpage)=(\d+)`)
var pagePath = regexp.MustCompile(`/(\d{1,2})/?$`)

// laterPage reports whether an address is of page 2 or later of the article at canonical,
// which has no number.
func laterPage(address, canonical string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	number := func(re *regexp.Regexp, s string) int {
		m := re.FindStringSubmatch(s)
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(m[1])
		return n
	}
	if number(pageParam, "?"+u.RawQuery) > 1 {
		return number(pageParam, canonical) == 0
	}
	path := strings.TrimSuffix(strings.TrimSuffix(u.Path, "/amp"), "/amp/")
	return number(pagePath, path) > 1 && !strings.HasSuffix(strings.TrimSuffix(canonical, "/"), pagePath.FindString(strings.TrimSuffix(path, "/")))
}
