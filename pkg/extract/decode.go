package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode turns the bytes of a page into text. Bytes that are UTF-8 are UTF-8
// whatever the page says of itself: letters beyond ASCII in another encoding are
// hardly ever valid UTF-8 by chance, and a page in UTF-8 often has a few broken
// bytes where a database cut a title short. Otherwise the byte order mark, the
// server and the page are asked, in that order.
func decode(b []byte, contentType string) string {
	marked := len(b) >= 2 && (b[0] == 0xFE && b[1] == 0xFF || b[0] == 0xFF && b[1] == 0xFE)
	if marked || !mostlyUTF8(b) {
		if enc, name, _ := charset.DetermineEncoding(b, contentType); name != "utf-8" {
			if out, err := enc.NewDecoder().Bytes(b); err == nil {
				b = out
			}
		}
	}
	s := string(b)
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.TrimPrefix(s, "\uFEFF")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return s
}

// mostlyUTF8 reports whether bytes are UTF-8, or have many times more whole
// characters beyond ASCII than broken ones.
func mostlyUTF8(b []byte) bool {
	if utf8.Valid(b) {
		return true
	}
	whole, broken := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			whole++
		}
		b = b[n:]
	}
	return whole > 3*broken
}

// signatures are the first bytes of files that are no pages.
var signatures = []struct{ bytes, name string }{
	{"%PDF-", "a PDF document"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"}, {"RIFF", "a picture or sound"},
	{"PK\x03\x04", "an archive"}, {"\x1f\x8b", "compressed data"}, {"\xd0\xcf\x11\xe0", "an office document"}, {"ID3", "sound"}, {"\x00\x00\x00 ftyp", "a film"},
}

// notPage tells what bytes are that no reader of pages can read, or "".
func notPage(b []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(b, []byte(s.bytes)) {
			return "not a page: " + s.name
		}
	}
	head := strings.ToLower(string(b[:min(len(b), 512)]))
	head = strings.TrimSpace(strings.TrimPrefix(head, "\ufeff"))
	if rest, ok := strings.CutPrefix(head, "<?xml"); ok {
		_, rest, _ = strings.Cut(rest, "?>")
		head = strings.TrimSpace(rest)
	}
	for strings.HasPrefix(head, "<!--") || strings.HasPrefix(head, "<?") {
		_, rest, _ := strings.Cut(head, ">")
		head = strings.TrimSpace(rest)
	}
	for _, root := range [...]string{"<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"} {
		if strings.HasPrefix(head, root) {
			return "not a page: a feed or sitemap"
		}
	}
	if (strings.HasPrefix(head, "{") || strings.HasPrefix(head, "[{")) && bytes.IndexByte(b[:min(len(b), 4096)], '<') < 0 && strings.Contains(head, `":`) {
		return "not a page: JSON data"
	}
	if binary(b[:min(len(b), 4096)]) {
		return "not a page: binary data"
	}
	return ""
}

// binary reports whether more than one byte of fifty is a control character that no
// text holds (the "binary data bytes" of the WHATWG MIME Sniffing Standard, §3,
// without NUL, which text in UTF-16 is full of).
func binary(b []byte) bool {
	n := 0
	for _, c := range b {
		if c >= 0x01 && c <= 0x08 || c == 0x0b || c >= 0x0e && c <= 0x1a || c >= 0x1c && c <= 0x1f {
			n++
		}
	}
	return n*50 > len(b)
}
