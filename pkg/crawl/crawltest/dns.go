package crawltest

import (
	"context"
	"net"
	"sync"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a name server on loopback whose answers can change between two looks.
type Names struct {
	conn net.PacketConn
	mu   sync.Mutex
	at   map[string][4]byte // "contoh.test." → address
}

// NewNames starts a name server that knows no name.
func NewNames() *Names {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		panic("crawltest: " + err.Error())
	}
	n := &Names{conn: conn, at: map[string][4]byte{}}
	go n.serve()
	return n
}

// Close stops it.
func (n *Names) Close() { n.conn.Close() }

// Set says where a name is from now on.
func (n *Names) Set(name string, a, b, c, d byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.at[name+"."] = [4]byte{a, b, c, d}
}

// Resolver asks this server only.
func (n *Names) Resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", n.conn.LocalAddr().String())
	}}
}

func (n *Names) serve() {
	buf := make([]byte, 1500)
	for {
		k, from, err := n.conn.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		if b := n.answer(buf[:k]); b != nil {
			n.conn.WriteTo(b, from)
		}
	}
}

func (n *Names) answer(query []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	n.mu.Lock()
	at, ok := n.at[q.Name.String()]
	n.mu.Unlock()
	m.Header.Response, m.Header.Authoritative, m.Additionals = true, true, nil
	switch {
	case !ok:
		m.Header.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: at},
		}}
	}
	b, err := m.Pack()
	if err != nil {
		return nil
	}
	return b
}
