package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Limits of one request that no caller changes.
const (
	dialTimeout   = 5 * time.Second
	headerTimeout = 10 * time.Second
	wholeTimeout  = 30 * time.Second
	maxHeader     = 256 << 10 // bytes
)

// Network is what lies under a [Client]: who may be connected to, who says where a
// name is, and whose certificates are believed.
type Network struct {
	AllowPrivate []netip.Prefix // may be connected to although they are not public, on any port
	Resolver     *net.Resolver  // nil means the system's
	Roots        *x509.CertPool // nil means the system's
}

// NewTransport returns the transport that really connects. The address is checked
// at the moment of connecting, so a name that resolves to something else the
// second time, and every redirect, is checked too. No proxy: the check would be on
// the proxy's address.
func NewTransport(n Network) http.RoundTripper {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second, Control: guard(n.AllowPrivate), Resolver: n.Resolver}
	return &http.Transport{
		DialContext:            d.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: n.Roots},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // we decompress, because we count
		MaxConnsPerHost:        1,
		MaxIdleConnsPerHost:    1,
		MaxIdleConns:           64,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeader,
	}
}

// guard refuses every address that is not on the public internet or in allow.
func guard(allow []netip.Prefix) func(network, address string, c syscall.RawConn) error {
	public := ssrf.New(ssrf.WithAnyPort())
	return func(network, address string, c syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err == nil {
			a := ap.Addr().Unmap().WithZone("")
			for _, p := range allow {
				if p.Contains(a) {
					return nil
				}
			}
		}
		switch safe := public.Safe(network, address, c); {
		case errors.Is(safe, ssrf.ErrProhibitedIP):
			return &Refusal{Kind: PrivateAddress, Detail: fmt.Sprintf("%s is not a public address; --allow-private lets a range through", address)}
		case safe != nil:
			return safe
		}
		if p := ap.Port(); p != 80 && p != 443 {
			return &Refusal{Kind: BadPort, Detail: fmt.Sprintf("%s: only ports 80 and 443 are asked", address)}
		}
		return nil
	}
}
