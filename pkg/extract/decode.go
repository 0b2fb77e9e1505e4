package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode turns the bytes of a page into text. Bytes that are UTF-8 are UTF-8
// whatever the page says of itself: a page with letters beyond ASCII in another
// encoding is never valid UTF-8 by chance. Otherwise the byte order mark, the
// server and the page are asked, in that order.
func decode(b []byte, contentType string) string {
	if len(b) >= 2 && (b[0] == 0xFE && b[1] == 0xFF || b[0] == 0xFF && b[1] == 0xFE) || !utf8.Valid(b) {
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
