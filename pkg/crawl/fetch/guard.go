package fetch

import (
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

// newBase returns the transport that really connects. The address is checked at
// the moment of connecting, so a name that resolves to something else the second
// time, and every redirect, is checked too. No proxy: the check would be on the
// proxy's address.
func newBase(allow []netip.Prefix) http.RoundTripper {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second, Control: guard(allow)}
	return &http.Transport{
		DialContext:            d.DialContext,
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
	public := ssrf.New(ssrf.WithPorts(80, 443))
	return func(network, address string, c syscall.RawConn) error {
		if ap, err := netip.ParseAddrPort(address); err == nil {
			a := ap.Addr().Unmap().WithZone("")
			for _, p := range allow {
				if p.Contains(a) {
					return nil
				}
			}
		}
		err := public.Safe(network, address, c)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, ssrf.ErrProhibitedPort):
			return &Refusal{Kind: BadPort, Detail: fmt.Sprintf("%s: only ports 80 and 443 are asked", address)}
		case errors.Is(err, ssrf.ErrProhibitedIP):
			return &Refusal{Kind: PrivateAddress, Detail: fmt.Sprintf("%s is not a public address; --allow-private lets a range through", address)}
		}
		return err
	}
}
