package desk

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// order is how keys stand in the addresses that the desk writes: what a reader
// asked first, how it is shown last.
var order = []string{
	"q", "url", "official", "office", "place", "topic", "outlet", "-official", "-office", "-place", "-topic", "-outlet",
	"from", "to", "at", "kind", "link-to", "changed", "withdrawn", "sort", "size", "after", "lang",
}

// href writes an address. The same state always has the same address.
func href(path string, values url.Values) string {
	var b strings.Builder
	b.WriteString(path)
	sep := byte('?')
	add := func(key string) {
		for _, v := range values[key] {
			b.WriteByte(sep)
			b.WriteString(queryEscape(key) + "=" + queryEscape(v))
			sep = '&'
		}
	}
	for _, key := range order {
		add(key)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(order, key) {
			add(key)
		}
	}
	return b.String()
}

func queryEscape(s string) string { return url.QueryEscape(s) }

// pathEscape writes an identifier as a part of a path.
func pathEscape(s string) string { return url.PathEscape(s) }

// with returns the state with a value added to a key that repeats, or set for one
// that does not. A changed question starts at its first page.
func with(values url.Values, repeats bool, key, value string) url.Values {
	out := clone(values)
	out.Del("after")
	if repeats {
		if !slices.Contains(out[key], value) {
			out[key] = append(out[key], value)
		}
		return out
	}
	out.Set(key, value)
	return out
}

// without returns the state without one value of a key, or without the key when
// value is empty.
func without(values url.Values, key, value string) url.Values {
	out := clone(values)
	out.Del("after")
	if value == "" {
		out.Del(key)
		return out
	}
	out[key] = slices.DeleteFunc(out[key], func(v string) bool { return v == value })
	return out
}

func clone(values url.Values) url.Values {
	out := make(url.Values, len(values))
	for k, v := range values {
		out[k] = slices.Clone(v)
	}
	return out
}

// outside returns an address of the world that may become a link: http and https
// only.
func outside(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}
