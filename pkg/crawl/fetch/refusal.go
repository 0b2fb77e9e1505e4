package fetch

import (
	"errors"
	"fmt"
	"time"
)

// Kind says why something was refused. Kinds are stored and counted, so they
// never change.
type Kind string

// The kinds of refusal.
const (
	BadURL           Kind = "bad-url"            // no address that can be asked
	ForeignHost      Kind = "host-not-listed"    // not a host of the catalogue
	PrivateAddress   Kind = "private-address"    // resolves to an address that is not public
	BadPort          Kind = "port"               // not a port of the web
	Robots           Kind = "robots"             // robots.txt forbids it
	RobotsUnread     Kind = "robots-unreachable" // robots.txt could not be read: everything is forbidden
	Blocked          Kind = "host-blocked"       // the host asked for a pause
	Held             Kind = "held-by-another"    // another crawler holds the host
	TooLarge         Kind = "too-large"          // more bytes than allowed
	TooDense         Kind = "too-dense"          // compressed more than a text can be
	TooManyRedirects Kind = "redirects"          // too many hops, or a loop
)

// Refusal is an error that says that we would not ask, or would not take the
// answer.
type Refusal struct {
	Kind   Kind
	Detail string
	Until  time.Time // when it is worth another try; zero when that is not known
}

func (r *Refusal) Error() string {
	if r.Detail == "" {
		return string(r.Kind)
	}
	return fmt.Sprintf("%s: %s", r.Kind, r.Detail)
}

// Refused returns the refusal in err, if it is one.
func Refused(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// Later reports whether the page itself may be fine: only the moment was wrong.
func (r *Refusal) Later() bool {
	return r.Kind == Blocked || r.Kind == Held || r.Kind == RobotsUnread
}
