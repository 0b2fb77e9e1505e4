package fetch

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRobotsRules(t *testing.T) {
	for _, tt := range []struct {
		name, file, path string
		want             bool
	}{
		{"empty file", "", "/a", true},
		{"everything", "User-agent: *\nDisallow: /", "/a", false},
		{"nothing forbidden", "User-agent: *\nDisallow:", "/a", true},
		{"prefix", "User-agent: *\nDisallow: /wp-admin/", "/wp-admin/x", false},
		{"prefix elsewhere", "User-agent: *\nDisallow: /wp-admin/", "/wp-content/x", true},
		{"longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"longest wins, other order", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false},
		{"equal length allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"own group beats all", "User-agent: *\nDisallow: /\n\nUser-agent: jejakbot\nDisallow: /x", "/a", true},
		{"own group, version and case", "User-agent: JejakBot/2.0\nDisallow: /x", "/x", false},
		{"two own groups are one", "User-agent: jejakbot\nDisallow: /x\nUser-agent: jejakbot\nDisallow: /y", "/y", false},
		{"names in a row share rules", "User-agent: otherbot\nUser-agent: jejakbot\nDisallow: /x", "/x", false},
		{"somebody else's group", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"star", "User-agent: *\nDisallow: /*/print", "/kota/print", false},
		{"star in the middle", "User-agent: *\nDisallow: /a*z", "/abcz1", false},
		{"end", "User-agent: *\nDisallow: /*.pdf$", "/x.pdf", false},
		{"not the end", "User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a=1", true},
		{"query", "User-agent: *\nDisallow: /*?s=", "/?s=kota", false},
		{"encoding is one", "User-agent: *\nDisallow: /%7ebudi", "/~budi/x", false},
		{"encoding the other way", "User-agent: *\nDisallow: /caf\u00e9", "/caf%C3%A9", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /x", "/x", false},
		{"carriage returns only", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"comments", "User-agent: * # all\nDisallow: /x # no", "/x", false},
		{"sitemap between", "User-agent: *\nSitemap: https://c.id/s.xml\nDisallow: /x", "/x", false},
		{"binary", "\x00\x01\xff\xfe:\x00\n\x80", "/x", true},
		{"a page instead", "<html><body>User: none</body></html>", "/x", true},
	} {
		rules, _, _ := parseRobots([]byte(tt.file)).of("jejakbot")
		if got := allows(rules, tt.path); got != tt.want {
			t.Errorf("%s: allows(%q) = %v, want %v", tt.name, tt.path, got, tt.want)
		}
	}
}

func TestRobotsBeyondTheCap(t *testing.T) {
	file := "User-agent: *\nDisallow: /x\n" + strings.Repeat("# a long comment\n", 40000) + "Disallow: /y\n"
	rules, _, _ := parseRobots([]byte(file)).of("jejakbot")
	if allows(rules, "/x") || !allows(rules, "/y") {
		t.Error("of a long file, what stands in the first 500 KiB must hold and nothing else")
	}
}

func TestRobotsDelayAndOptOuts(t *testing.T) {
	r := parseRobots([]byte("User-agent: *\nCrawl-delay: 2.5\n\nUser-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\nSitemap: https://c.id/s.xml"))
	if _, d, _ := r.of("jejakbot"); d != 2500*time.Millisecond {
		t.Errorf("delay %v, want 2.5s", d)
	}
	if got := r.optOuts(); !slices.Equal(got, []string{"gptbot", "ccbot"}) {
		t.Errorf("opt-outs %v", got)
	}
	if !slices.Equal(r.sitemaps, []string{"https://c.id/s.xml"}) {
		t.Errorf("sitemaps %v", r.sitemaps)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b*c$\nAllow: /%zz"), "/aXbXc")
	f.Add([]byte("\xef\xbb\xbfuser-agent:\nallow:$\ncrawl-delay: 1e9"), "/")
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		rules, d, _ := parseRobots(file).of("jejakbot")
		allows(rules, path)
		if d < 0 {
			t.Errorf("delay %v", d)
		}
		// Taking every rule away must allow everything.
		if !allows(nil, path) {
			t.Error("no rules and still forbidden")
		}
	})
}
