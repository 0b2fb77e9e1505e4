// Package canonical brings the many addresses of one article into one form, so
// that the article has one identity.
//
//	u, err := canonical.URL("http://WWW.Contoh.co.id/kota/sungai-meluap/amp/?utm_source=x#isi")
//	// https://contoh.co.id/kota/sungai-meluap
//
// The result is a name, not an address to fetch: a site may answer only with its
// "www.", so a crawler asks for the address as it was found. The rules are:
//
//   - scheme and host in lower case, the host in ASCII (IDNA), no default port,
//     no fragment; "http" becomes "https" unless a port other than the default
//     is given;
//   - "www.", "m." and "amp." at the front of a host go, when what remains is
//     still a domain that somebody can register;
//   - dot segments, empty segments, the trailing slash, "index.html" and session
//     ids go; percent-encoding is written in one way;
//   - an AMP twin and a later page of one article are that article: "/amp",
//     "?amp=1", "?outputType=amp", "?page=2", "?page=all", "/page/2", and a
//     number after a long slug;
//   - parameters that follow the reader around (utm_*, fbclid …) go, the others
//     are sorted.
//
// [URL] is pure and idempotent: URL(URL(x)) = URL(x).
package canonical

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// MaxLength is the longest canonical URL, in bytes. No article has a longer
// one; traps do.
const MaxLength = 2048

// maxRaw bounds what is looked at: escaping makes a URL up to three times longer.
const maxRaw = 3 * MaxLength

// URL returns the canonical form of an absolute http or https URL.
func URL(raw string) (string, error) {
	u, err := parse(raw)
	if err != nil {
		return "", err
	}
	out := u.String()
	if len(out) > MaxLength {
		return "", fmt.Errorf("url %q: longer than %d bytes", clip(raw), MaxLength)
	}
	return out, nil
}

// Join resolves a reference found on the page at base (an href) and returns the
// canonical form of its target.
func Join(base, ref string) (string, error) {
	abs, err := Resolve(base, ref)
	if err != nil {
		return "", err
	}
	return URL(abs)
}

// Resolve returns the absolute form of a reference found on the page at base,
// without its fragment and otherwise as the page wrote it: what to fetch.
func Resolve(base, ref string) (string, error) {
	b, err := NewBase(base)
	if err != nil {
		return "", err
	}
	return b.Resolve(ref)
}

// Base is the address of a page, ready to resolve many references.
type Base struct{ u *url.URL }

// NewBase takes an absolute http or https URL.
func NewBase(base string) (Base, error) {
	u, err := url.Parse(tidy(base))
	if err != nil || u.Host == "" {
		return Base{}, fmt.Errorf("base url %q: want an absolute http or https URL", clip(base))
	}
	return Base{u}, nil
}

// Resolve is the function of that name for this base.
func (b Base) Resolve(ref string) (string, error) {
	if len(ref) > maxRaw {
		return "", fmt.Errorf("link %q: longer than %d bytes", clip(ref), maxRaw)
	}
	r, err := url.Parse(tidy(ref))
	if err != nil {
		return "", fmt.Errorf("link %q: %w", clip(ref), reason(err))
	}
	abs := b.u.ResolveReference(r)
	abs.Fragment, abs.RawFragment = "", ""
	if abs.Scheme != "http" && abs.Scheme != "https" {
		return "", fmt.Errorf("link %q: %w", clip(ref), errScheme(abs.Scheme))
	}
	return abs.String(), nil
}

// Site returns the domain that somebody registered for a URL's host, such as
// "contoh.co.id"; for an address or a bare name it is the host itself. A port
// that is not the default one stays, because on one machine it tells two sites
// apart.
func Site(raw string) (string, error) {
	u, err := parse(raw)
	if err != nil {
		return "", err
	}
	host, port := u.Hostname(), u.Port()
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil && !isAddress(host) {
		host = site
	}
	if port != "" {
		return host + ":" + port, nil
	}
	return host, nil
}

func parse(raw string) (*url.URL, error) {
	if len(raw) > maxRaw {
		return nil, fmt.Errorf("url %q: longer than %d bytes", clip(raw), maxRaw)
	}
	in, err := url.Parse(tidy(raw))
	if err != nil {
		return nil, fmt.Errorf("url %q: %w", clip(raw), reason(err))
	}
	scheme := strings.ToLower(in.Scheme)
	switch {
	case scheme != "http" && scheme != "https":
		return nil, fmt.Errorf("url %q: %w", clip(raw), errScheme(in.Scheme))
	case in.User != nil:
		return nil, fmt.Errorf("url %q: carries a user name", clip(raw))
	case in.Opaque != "" || in.Host == "":
		return nil, fmt.Errorf("url %q: has no host", clip(raw))
	}
	host, err := foldHost(in.Hostname())
	if err != nil {
		return nil, fmt.Errorf("url %q: %w", clip(raw), err)
	}
	port, err := foldPort(scheme, in.Port())
	if err != nil {
		return nil, fmt.Errorf("url %q: %w", clip(raw), err)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" {
		scheme = "https"
	} else {
		host += ":" + port
	}
	path := foldPath(in.EscapedPath())
	plain, _ := url.PathUnescape(path) // foldPath writes valid escapes only
	return &url.URL{Scheme: scheme, Host: host, Path: plain, RawPath: path, RawQuery: foldQuery(in.RawQuery)}, nil
}

func errScheme(s string) error {
	if s == "" {
		return errors.New("not an absolute http or https URL")
	}
	return fmt.Errorf("scheme %q, want http or https", s)
}

// reason drops the part of a parse error that repeats the whole URL.
func reason(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}

// profile maps case and width as browsers do and lets underscores pass, which
// real hosts have.
var profile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.BidiRule())

// twins are first labels of a host under which a site shows the same pages.
var twins = []string{"www.", "m.", "amp."}

func foldHost(host string) (string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.WithZone("").Unmap().String(), nil
	}
	h := strings.TrimSuffix(host, ".")
	if !isPlain(h) {
		ascii, err := profile.ToASCII(h)
		if err != nil || ascii == "" {
			return "", fmt.Errorf("host %q is not a domain name", host)
		}
		if again, err := profile.ToASCII(ascii); err != nil || again != ascii {
			return "", fmt.Errorf("host %q has no stable ASCII form", host)
		}
		h = ascii
	}
	if err := checkHost(h); err != nil {
		return "", err
	}
	for again := true; again; {
		again = false
		for _, t := range twins {
			rest, ok := strings.CutPrefix(h, t)
			if !ok {
				continue
			}
			if _, err := publicsuffix.EffectiveTLDPlusOne(rest); err == nil && checkHost(rest) == nil {
				h, again = rest, true
			}
		}
	}
	return h, nil
}

// isPlain knows the hosts that IDNA leaves as they are: nearly all of them.
func isPlain(h string) bool {
	for i := range len(h) {
		if c := h[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-' && !hyphens(h[i:])) {
			return false
		}
	}
	return h != ""
}

// hyphens reports two in a row, as in "xn--".
func hyphens(s string) bool { return len(s) > 1 && s[1] == '-' }

func checkHost(h string) error {
	if len(h) > 253 {
		return fmt.Errorf("host %q is longer than 253 bytes", clip(h))
	}
	labels := strings.Split(h, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 {
			return fmt.Errorf("host %q has an empty or too long label", clip(h))
		}
		for _, c := range l {
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
				return fmt.Errorf("host %q contains %q", clip(h), c)
			}
		}
	}
	// "0x7f.1" and "2130706433" are addresses to some resolvers and names to
	// others. Nobody publishes news there.
	last := labels[len(labels)-1]
	if c := last[0]; c >= '0' && c <= '9' && !isAddress(h) {
		return fmt.Errorf("host %q is neither a name nor an address", clip(h))
	}
	return nil
}

func isAddress(h string) bool {
	_, err := netip.ParseAddr(h)
	return err == nil
}

func foldPort(scheme, port string) (string, error) {
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return "", nil
	}
	n := 0
	for _, c := range port {
		if c < '0' || c > '9' || n > 65535 {
			return "", fmt.Errorf("port %q is not a number from 1 to 65535", port)
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > 65535 {
		return "", fmt.Errorf("port %q is not a number from 1 to 65535", port)
	}
	s := fmt.Sprint(n)
	if s != port { // leading zeros
		return foldPort(scheme, s)
	}
	return s, nil
}
