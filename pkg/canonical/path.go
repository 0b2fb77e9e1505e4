package canonical

import "strings"

// tidy makes a URL as people and pages write it acceptable to net/url: outer
// space and inner line breaks go, as in browsers, and what may not stand in a
// URL is escaped.
func tidy(raw string) string {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\ufeff' })
	if isTidy(raw) {
		return raw
	}
	var b strings.Builder
	query := false
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\t' || c == '\n' || c == '\r':
		case c == '\\' && !query: // browsers read it as a slash
			b.WriteByte('/')
		case c == '%' && !isEscape(raw[i:]):
			b.WriteString("%25")
		case c <= ' ' || c == 0x7f:
			writeEscape(&b, c)
		default:
			query = query || c == '?' || c == '#'
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isTidy knows what needs no change, which is nearly everything.
func isTidy(raw string) bool {
	for i := range len(raw) {
		switch c := raw[i]; {
		case c <= ' ' || c == 0x7f || c == '\\' || c == '%' && !isEscape(raw[i:]):
			return false
		}
	}
	return true
}

func isEscape(s string) bool {
	return len(s) >= 3 && unhex(s[1]) >= 0 && unhex(s[2]) >= 0
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func writeEscape(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
}

// foldPath works on the escaped form, so that an escaped slash stays one.
func foldPath(escaped string) string {
	var keep []string
	for seg := range strings.SplitSeq(escaped, "/") {
		switch seg = foldSegment(seg); seg {
		case "", ".":
		case "..":
			keep = keep[:max(0, len(keep)-1)]
		default:
			keep = append(keep, seg)
		}
	}
	for n := -1; n != len(keep); {
		n = len(keep)
		keep = foldTail(keep)
		if len(keep) > 1 && keep[0] == "amp" {
			keep = keep[1:]
		}
	}
	return "/" + strings.Join(keep, "/")
}

// foldSegment writes the escapes of one segment in one way and cuts a session id
// from its end.
func foldSegment(seg string) string {
	if isFolded(seg) {
		return seg
	}
	var b strings.Builder
	for i := 0; i < len(seg); i++ {
		c := seg[i]
		escaped := c == '%' && isEscape(seg[i:])
		if escaped {
			c = byte(unhex(seg[i+1])<<4 | unhex(seg[i+2]))
			i += 2
		}
		switch {
		case isUnreserved(c):
			b.WriteByte(c)
		case !escaped && strings.IndexByte("!$&'()*+,;=:@", c) >= 0: // allowed as they are
			b.WriteByte(c)
		default:
			writeEscape(&b, c)
		}
	}
	out := b.String()
	if i := strings.IndexByte(out, ';'); i >= 0 && isSession(strings.ToLower(name(out[i+1:]))) {
		out = out[:i]
	}
	return out
}

func isFolded(seg string) bool {
	for i := range len(seg) {
		if !isUnreserved(seg[i]) {
			return false
		}
	}
	return true
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func name(pair string) string {
	n, _, _ := strings.Cut(pair, "=")
	return n
}

// foldTail drops one ending that is not part of an article's name.
func foldTail(segs []string) []string {
	n := len(segs)
	if n == 0 {
		return segs
	}
	last := segs[n-1]
	switch strings.ToLower(last) {
	case "index.html", "index.htm", "index.php", "index.asp", "index.aspx", "index.jsp":
		return segs[:n-1]
	case "amp":
		if n > 1 {
			return segs[:n-1]
		}
	}
	if !isPage(last) {
		return segs
	}
	if n > 2 && segs[n-2] == "page" {
		return segs[:n-2]
	}
	if n > 1 && isSlug(segs[n-2]) {
		return segs[:n-1]
	}
	return segs
}

// isPage tells a page number from an id or a day: one or two digits.
func isPage(s string) bool {
	if len(s) == 0 || len(s) > 2 || s[0] == '0' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// isSlug tells the words of a headline from the name of a section: a section
// such as "berita-kota" may number its articles, a headline numbers its pages.
func isSlug(s string) bool {
	return strings.Count(s, "-") >= 3
}
