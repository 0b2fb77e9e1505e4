package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read; RFC 9309 asks for at least that.
const maxRobots = 500 << 10 // bytes

// robots is a parsed robots.txt, after RFC 9309. temoto/robotstxt, which colly
// brings, compares the length of a regular expression where the rule is the
// length of the path, allows everything on a 429, and gives up on broken lines.
type robots struct {
	groups   []group
	sitemaps []string
}

type group struct {
	agents []string // lower case; "*" for all
	rules  []rule
	delay  time.Duration
}

type rule struct {
	allow bool
	path  string // percent-encoding in one form
}

// parseRobots takes any bytes: what is not a line of a robots.txt is passed over.
func parseRobots(b []byte) *robots {
	if len(b) >= maxRobots {
		b = b[:maxRobots]
		if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
			b = b[:i] // half a rule could mean another thing
		}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	r := &robots{}
	naming := false // the last line named an agent, so the next may name another
	for line := range bytes.Lines(b) {
		if i := bytes.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		k, v, ok := strings.Cut(string(line), ":")
		if !ok {
			continue
		}
		k, v = strings.ToLower(strings.TrimSpace(k)), strings.TrimSpace(v)
		if k == "user-agent" {
			if !naming {
				r.groups = append(r.groups, group{})
			}
			g := &r.groups[len(r.groups)-1]
			g.agents = append(g.agents, agentToken(v))
			naming = true
			continue
		}
		if k == "sitemap" {
			if len(r.sitemaps) < 100 {
				r.sitemaps = append(r.sitemaps, v)
			}
			continue // belongs to no group and ends none
		}
		if len(r.groups) == 0 {
			continue
		}
		g := &r.groups[len(r.groups)-1]
		switch k {
		case "allow", "disallow":
			naming = false
			if v != "" { // an empty rule matches nothing
				g.rules = append(g.rules, rule{k == "allow", normalPath(v)})
			}
		case "crawl-delay":
			naming = false
			if s, err := strconv.ParseFloat(v, 64); err == nil && s > 0 && s < 1e6 {
				g.delay = time.Duration(s * float64(time.Second))
			}
		}
	}
	return r
}

// agentToken cuts what stands behind the product name: "Bot/2.1" is "bot".
func agentToken(v string) string {
	v = strings.ToLower(v)
	if v == "*" {
		return v
	}
	if i := strings.IndexFunc(v, func(c rune) bool { return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') }); i >= 0 {
		v = v[:i]
	}
	return v
}

// of returns the rules for one agent, from all groups that name it, and the
// longest delay among them; without such a group those for everybody.
func (r *robots) of(agent string) (rules []rule, delay time.Duration, named bool) {
	for _, want := range []string{agent, "*"} {
		for _, g := range r.groups {
			for _, a := range g.agents {
				if a == want {
					rules, delay, named = append(rules, g.rules...), max(delay, g.delay), true
					break
				}
			}
		}
		if named {
			return rules, delay, want == agent
		}
	}
	return nil, 0, false
}

// allows decides for a path with its query: the longest rule that matches wins,
// and of two equally long ones the one that allows.
func allows(rules []rule, path string) bool {
	path = normalPath(path)
	best, allow := -1, true
	for _, r := range rules {
		if n := len(r.path); (n > best || n == best && r.allow) && matches(r.path, path) {
			best, allow = n, r.allow
		}
	}
	return allow
}

// matches knows "*" for any run of characters and "$" for the end. It needs time
// in proportion to both lengths, whatever the pattern.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !anchored || path == ""
	}
	last := len(parts) - 1
	for _, p := range parts[1:last] {
		i := strings.Index(path, p)
		if i < 0 {
			return false
		}
		path = path[i+len(p):]
	}
	if anchored {
		return strings.HasSuffix(path, parts[last])
	}
	return strings.Contains(path, parts[last])
}

// normalPath writes percent-encoding in one form, so that a rule and a path that
// mean the same octets are equal.
func normalPath(s string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		escaped := false
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(n), true
				i += 2
			}
		}
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
		if plain || !escaped && c > ' ' && c < 0x7f {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

// trainers are the agents by whose names sites say that their pages shall not
// train a model.
var trainers = []string{"gptbot", "google-extended", "ccbot", "anthropic-ai", "claudebot", "bytespider", "applebot-extended", "meta-externalagent", "perplexitybot"}

// optOuts names the trainers that may not read the site at all.
func (r *robots) optOuts() []string {
	var out []string
	for _, t := range trainers {
		if rules, _, named := r.of(t); named && !allows(rules, "/") {
			out = append(out, t)
		}
	}
	return out
}
