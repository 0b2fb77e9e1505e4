package cli

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// AccessFlags say who may read what is served beyond this machine: those who know
// a password, or everybody, when somebody said so.
type AccessFlags struct {
	DeskPassword     string `help:"Asked of every reader of the desk, with any user name." env:"JEJAK_DESK_PASSWORD" placeholder:"TEXT"`
	DeskPasswordFile string `help:"File with that password." env:"JEJAK_DESK_PASSWORD_FILE" placeholder:"FILE"`
	Public           bool   `help:"Let whoever reaches --listen read, though it is no loopback address: behind a proxy that asks for a password, in a container, or on purpose." env:"JEJAK_PUBLIC"`
}

// shortest is the length below which a password could be guessed over the network:
// nothing counts the attempts.
const shortest = 12

// Guard returns the handler as readers at addr may reach it. An address beyond
// loopback without a password or --public is an error of code [Usage].
func (f AccessFlags) Guard(addr string, h http.Handler) (http.Handler, error) {
	password, err := Secret("password of the desk", f.DeskPassword, f.DeskPasswordFile)
	switch {
	case err != nil:
		return nil, err
	case password == "" && !f.Public && !loopback(addr):
		return nil, Hint(Exit(Usage, fmt.Errorf("--listen %s: anybody who reaches this machine could read there", addr)),
			"--desk-password-file FILE asks for a password, --public lets everybody read; 127.0.0.1 is this machine alone")
	case password == "":
		return h, nil
	case len(password) < shortest:
		return nil, Exit(Usage, errors.New("the password of the desk is shorter than 12 characters"))
	}
	want := sha256.Sum256([]byte(password))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, given, _ := r.BasicAuth()
		got := sha256.Sum256([]byte(given))
		if subtle.ConstantTimeCompare(got[:], want[:]) != 1 && !health(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="Jejak", charset="UTF-8"`)
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "Kata sandi diperlukan. · A password is needed.", http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r)
	}), nil
}

// health reports whether a request asks only whether the process lives, as the
// health check of a container does, which knows no password.
func health(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }

// loopback reports whether an address can be reached from this machine alone. A name
// is asked of nobody: only "localhost" is known.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return true // no address: listening to it fails, with its own message
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
