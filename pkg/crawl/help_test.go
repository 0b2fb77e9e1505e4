package crawl_test

import (
	"fmt"
	"net/http"
)

// bytesOf answers with a page of n more bytes and no text.
func bytesOf(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><body><a href=/>Beranda</a>")
		w.Write(make([]byte, n))
	}
}
