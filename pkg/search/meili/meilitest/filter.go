package meilitest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// condition tells whether a document passes a filter.
type condition func(document) bool

// parseFilter reads the part of the server's filter language that is used:
//
//	or   = and { "OR" and }
//	and  = not { "AND" not }
//	not  = "NOT" not | "(" or ")" | field test
//	test = ("=" | "!=" | ">" | ">=" | "<" | "<=") value | ["NOT"] "IN" "[" value { "," value } "]" | ["NOT"] "EXISTS"
func parseFilter(s string, filterable []string) (condition, error) {
	if strings.TrimSpace(s) == "" {
		return func(document) bool { return true }, nil
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &filterParser{tokens: tokens, filterable: filterable}
	c, err := p.or()
	if err == nil && p.at < len(p.tokens) {
		err = fmt.Errorf("found unexpected characters at the end of the filter: `%s`", p.tokens[p.at].text)
	}
	return c, err
}

type token struct {
	text   string
	quoted bool
}

func lex(s string) ([]token, error) {
	var out []token
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ':
			i++
		case strings.IndexByte("[](),", c) >= 0:
			out = append(out, token{text: s[i : i+1]})
			i++
		case strings.IndexByte("=!<>", c) >= 0:
			n := 1
			if i+1 < len(s) && s[i+1] == '=' {
				n = 2
			}
			out = append(out, token{text: s[i : i+n]})
			i += n
		case c == '"':
			var b strings.Builder
			j := i + 1
			for ; j < len(s) && s[j] != '"'; j++ {
				if s[j] == '\\' && j+1 < len(s) {
					j++
				}
				b.WriteByte(s[j])
			}
			if j >= len(s) {
				return nil, fmt.Errorf("expression `%s` is missing the following closing delimiter: `\"`", s[i:])
			}
			out = append(out, token{b.String(), true})
			i = j + 1
		default:
			j := i
			for j < len(s) && strings.IndexByte(" [](),=!<>\"", s[j]) < 0 {
				j++
			}
			out = append(out, token{text: s[i:j]})
			i = j
		}
	}
	return out, nil
}

type filterParser struct {
	tokens     []token
	at         int
	filterable []string
}

// accept takes the next token if it is this sign or key word.
func (p *filterParser) accept(text string) bool {
	if p.at < len(p.tokens) && !p.tokens[p.at].quoted && p.tokens[p.at].text == text {
		p.at++
		return true
	}
	return false
}

func (p *filterParser) value() (string, error) {
	if p.at >= len(p.tokens) {
		return "", fmt.Errorf("was expecting a value but instead got nothing")
	}
	t := p.tokens[p.at]
	if !t.quoted && (t.text == "" || strings.Contains("[](),=!<>", t.text[:1])) {
		return "", fmt.Errorf("was expecting a value but instead got `%s`", t.text)
	}
	p.at++
	return t.text, nil
}

func (p *filterParser) or() (condition, error) {
	return p.chain("OR", p.and, func(a, b bool) bool { return a || b })
}

func (p *filterParser) and() (condition, error) {
	return p.chain("AND", p.not, func(a, b bool) bool { return a && b })
}

func (p *filterParser) chain(word string, part func() (condition, error), join func(a, b bool) bool) (condition, error) {
	c, err := part()
	for err == nil && p.accept(word) {
		left := c
		var right condition
		if right, err = part(); err == nil {
			c = func(d document) bool { return join(left(d), right(d)) }
		}
	}
	return c, err
}

func (p *filterParser) not() (condition, error) {
	if p.accept("NOT") {
		c, err := p.not()
		return func(d document) bool { return !c(d) }, err
	}
	if p.accept("(") {
		c, err := p.or()
		if err == nil && !p.accept(")") {
			err = fmt.Errorf("expression is missing the following closing delimiter: `)`")
		}
		return c, err
	}
	return p.test()
}

func (p *filterParser) test() (condition, error) {
	field, err := p.value()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.filterable, field) {
		return nil, fmt.Errorf("attribute `%s` is not filterable, available filterable attribute patterns are: `%s`", field, strings.Join(p.filterable, ", "))
	}
	not := p.accept("NOT")
	flip := func(c condition) condition { return func(d document) bool { return c(d) != not } }
	switch {
	case p.accept("EXISTS"):
		return flip(func(d document) bool { _, ok := d[field]; return ok }), nil
	case p.accept("IN"):
		if !p.accept("[") {
			return nil, fmt.Errorf("expected `[` after IN")
		}
		var want []string
		for {
			v, err := p.value()
			if err != nil {
				return nil, err
			}
			want = append(want, v)
			if !p.accept(",") {
				break
			}
		}
		if !p.accept("]") {
			return nil, fmt.Errorf("expected only comma-separated field names inside `IN[..]`")
		}
		return flip(func(d document) bool {
			return slices.ContainsFunc(values(d[field]), func(v string) bool { return slices.ContainsFunc(want, func(w string) bool { return equal(v, w) }) })
		}), nil
	case not:
		return nil, fmt.Errorf("was expecting IN or EXISTS after NOT")
	}
	for _, op := range []string{"=", "!=", ">=", "<=", ">", "<"} {
		if !p.accept(op) {
			continue
		}
		want, err := p.value()
		if err != nil {
			return nil, err
		}
		if op == "!=" {
			return func(d document) bool {
				return !slices.ContainsFunc(values(d[field]), func(v string) bool { return equal(v, want) })
			}, nil
		}
		return func(d document) bool {
			return slices.ContainsFunc(values(d[field]), func(v string) bool { return holds(v, op, want) })
		}, nil
	}
	return nil, fmt.Errorf("was expecting an operation after `%s`", field)
}

// values are those of a field as text: of a list, each.
func values(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, values(e)...)
		}
		return out
	case json.Number:
		return []string{v.String()}
	}
	return []string{fmt.Sprint(v)}
}

// equal compares without case, as the server does.
func equal(a, b string) bool { return strings.EqualFold(a, b) }

// holds compares as numbers when both are, else as text.
func holds(v, op, want string) bool {
	if op == "=" {
		return equal(v, want)
	}
	c := strings.Compare(strings.ToLower(v), strings.ToLower(want))
	x, err1 := strconv.ParseFloat(v, 64)
	y, err2 := strconv.ParseFloat(want, 64)
	if err1 == nil && err2 == nil {
		c = 0
		if x < y {
			c = -1
		} else if x > y {
			c = 1
		}
	}
	switch op {
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	}
	return c <= 0
}
