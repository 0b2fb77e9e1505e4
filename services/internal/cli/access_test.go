package cli

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAccess(t *testing.T) {
	open := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	const password = "dua belas huruf"
	tests := []struct {
		name, addr  string
		flags       AccessFlags
		code        int            // of the error
		want, known map[string]int // status by path, without and with the password
	}{
		{name: "this machine", addr: "127.0.0.1:0", want: map[string]int{"/": 200}},
		{name: "this machine by name", addr: "localhost:0", want: map[string]int{"/": 200}},
		{name: "this machine, IPv6", addr: "[::1]:0", want: map[string]int{"/": 200}},
		{name: "every address", addr: "0.0.0.0:0", code: Usage},
		{name: "no host is every address", addr: ":0", code: Usage},
		{name: "another name", addr: "jejak.example:0", code: Usage},
		{name: "on purpose", addr: ":0", flags: AccessFlags{Public: true}, want: map[string]int{"/": 200}},
		{name: "short password", addr: ":0", flags: AccessFlags{DeskPassword: "sandi"}, code: Usage},
		{name: "no password file", addr: ":0", flags: AccessFlags{DeskPasswordFile: t.TempDir() + "/none"}, code: Failed},
		{name: "password", addr: ":0", flags: AccessFlags{DeskPassword: password},
			want:  map[string]int{"/": 401, "/search.json": 401, "/static/x/desk.css": 401, "/healthz": 200, "/readyz": 200, "/healthz/..": 401},
			known: map[string]int{"/": 200, "/search.json": 200}},
		{name: "password on this machine too", addr: "127.0.0.1:0", flags: AccessFlags{DeskPassword: password}, want: map[string]int{"/": 401}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h, err := test.flags.Guard(test.addr, open)
			if CodeOf(err) != test.code {
				t.Fatalf("error %v of code %d, want code %d", err, CodeOf(err), test.code)
			}
			ask := func(path, password string) int {
				r := httptest.NewRequest("GET", path, nil)
				if password != "" {
					r.SetBasicAuth("siapa saja", password)
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if asked := w.Header().Get("WWW-Authenticate") != ""; asked != (w.Code == http.StatusUnauthorized) {
					t.Errorf("%s: status %d, asks for a password: %v", path, w.Code, asked)
				}
				return w.Code
			}
			for path, want := range test.want {
				if got := ask(path, ""); got != want {
					t.Errorf("%s: status %d, want %d", path, got, want)
				}
			}
			for path, want := range test.known {
				if got := ask(path, password); got != want {
					t.Errorf("%s with the password: status %d, want %d", path, got, want)
				}
				if got := ask(path, password+"!"); got != http.StatusUnauthorized {
					t.Errorf("%s with another password: status %d", path, got)
				}
			}
		})
	}
}
