package warc

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// cdxj returns the index line of a record: the address in sortable form, the
// time, and where the record is (https://specs.webrecorder.net/cdxj/0.1.0/).
func cdxj(file string, e Entry, x Exchange) string {
	mime, _, _ := strings.Cut(headerOf(x.Header, "Content-Type"), ";")
	if e.Type == Revisit {
		mime = "warc/revisit"
	}
	line := struct {
		URL      string `json:"url"`
		Mime     string `json:"mime,omitempty"`
		Status   string `json:"status"`
		Digest   string `json:"digest"`
		Length   string `json:"length"`
		Offset   string `json:"offset"`
		Filename string `json:"filename"`
	}{x.URI, mime, strconv.Itoa(x.Status), e.Digest, strconv.FormatInt(e.Length, 10), strconv.FormatInt(e.Offset, 10), file}
	b, err := json.Marshal(line)
	if err != nil {
		panic(err) // unreachable: strings only
	}
	return fmt.Sprintf("%s %s %s", surt(x.URI), stamp(x.Time), b)
}

func headerOf(header map[string]string, name string) string {
	for k, v := range header {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

// surt returns an address with its host reversed, so that the pages of one host
// and of its subdomains sort together: "id,co,seru)/197962-retret".
func surt(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return uri
	}
	labels := strings.Split(strings.ToLower(strings.TrimPrefix(u.Hostname(), "www.")), ".")
	slices.Reverse(labels)
	s := strings.Join(labels, ",")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		s += ":" + port
	}
	s += ")" + strings.ToLower(u.EscapedPath())
	if u.RawQuery != "" {
		s += "?" + strings.ToLower(u.RawQuery)
	}
	return s
}
