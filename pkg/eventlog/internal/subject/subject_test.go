package subject

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		filter, subject string
		want            bool
	}{
		{"news.>", "news.article.a.captured", true},
		{"news.>", "news", false},
		{"news.article.*.captured", "news.article.a.captured", true},
		{"news.article.*.captured", "news.article.a.revised", false},
		{"news.article.a.*", "news.article.a.captured", true},
		{"news.article.a.*", "news.article.a", false},
		{"news.article.a.*", "news.article.a.b.c", false},
		{"news.article.a", "news.article.a", true},
		{"news.article.a", "news.article.ab", false},
		{"*", "news", true},
		{"*", "news.article", false},
		{">", "news", true},
		{">", "", false},
	} {
		if got := Match(c.filter, c.subject); got != c.want {
			t.Errorf("Match(%q, %q) = %v, want %v", c.filter, c.subject, got, c.want)
		}
	}
	if !MatchAny(nil, "x") || MatchAny([]string{"a.*", "b.*"}, "c.d") || !MatchAny([]string{"a.*", "b.*"}, "b.d") {
		t.Error("MatchAny: no filter must select all, some only what one of them selects")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		s              string
		plain, asRange bool
	}{
		{"news.article.a.captured", true, true},
		{"news.*.a", false, true},
		{"news.>", false, true},
		{"news.>.a", false, false},
		{"news..a", false, false},
		{".news", false, false},
		{"", false, false},
		{"news.a b", false, false},
		{"news.a*", false, false},
		{"news.a\x00", false, false},
		{"news.\xff", false, false},
		{strings.Repeat("a", 600), false, false},
	} {
		if err := Check(c.s); (err == nil) != c.plain {
			t.Errorf("Check(%q) = %v, want it fine: %v", c.s, err, c.plain)
		}
		if err := CheckFilter(c.s); (err == nil) != c.asRange {
			t.Errorf("CheckFilter(%q) = %v, want it fine: %v", c.s, err, c.asRange)
		}
	}
}
