package embedded

import (
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog/eventlogtest"
	"github.com/nats-io/nats.go"
)

func open(t *testing.T, o Options) *Log {
	t.Helper()
	l, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestLog(t *testing.T) {
	eventlogtest.Run(t, func(t *testing.T) eventlogtest.Opened {
		dir := t.TempDir()
		l := open(t, Options{Dir: dir})
		return eventlogtest.Opened{
			Log: l,
			Reopen: func(t *testing.T) eventlogtest.Log {
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				l = open(t, Options{Dir: dir})
				return l
			},
			Plant: func(t *testing.T, subject string, data []byte) uint64 {
				js, err := l.nc.JetStream()
				if err != nil {
					t.Fatal(err)
				}
				ack, err := js.PublishMsg(&nats.Msg{Subject: subject, Data: data})
				if err != nil {
					t.Fatal(err)
				}
				return ack.Sequence
			},
			Forget: func() { time.Sleep(150 * time.Millisecond) },
		}
	})
}
