// Package subject knows the subjects of the log: tokens joined by dots, and the
// filters over them, in which "*" stands for one token and a final ">" for one or
// more. The rules are those of NATS, so that every log means the same by a filter.
package subject

import (
	"fmt"
	"strings"
)

const maxLength = 512 // bytes; ours have below 100

// Check returns an error unless s can name one record's subject.
func Check(s string) error {
	return check(s, false)
}

// CheckFilter returns an error unless f can select subjects.
func CheckFilter(f string) error {
	return check(f, true)
}

func check(s string, wild bool) error {
	if len(s) > maxLength {
		return fmt.Errorf("subject %q… is longer than %d bytes", s[:40], maxLength)
	}
	tokens := strings.Split(s, ".")
	for i, tok := range tokens {
		switch {
		case tok == "":
			return fmt.Errorf("subject %q has an empty part", s)
		case tok == "*" && wild, tok == ">" && wild && i == len(tokens)-1:
			continue
		}
		if err := CheckToken(tok); err != nil {
			return fmt.Errorf("subject %q: %w", s, err)
		}
	}
	return nil
}

// CheckToken returns an error unless s can be one part of a subject.
func CheckToken(s string) error {
	if s == "" {
		return fmt.Errorf("an empty name")
	}
	if bad := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == '.' || r == '*' || r == '>' || r == 0xfffd
	}); bad >= 0 {
		return fmt.Errorf("%q may not hold spaces, dots, stars or angle brackets", s)
	}
	return nil
}

// Match reports whether the filter f selects the subject s.
func Match(f, s string) bool {
	for {
		ft, fRest, fMore := strings.Cut(f, ".")
		st, sRest, sMore := strings.Cut(s, ".")
		switch {
		case ft == ">" && !fMore:
			return s != ""
		case ft != "*" && ft != st:
			return false
		case fMore != sMore:
			return false
		case !fMore:
			return true
		}
		f, s = fRest, sRest
	}
}

// MatchAny reports whether one of the filters selects s. No filter selects all.
func MatchAny(filters []string, s string) bool {
	for _, f := range filters {
		if Match(f, s) {
			return true
		}
	}
	return len(filters) == 0
}
