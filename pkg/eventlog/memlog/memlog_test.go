package memlog_test

import (
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/eventlog/eventlogtest"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
)

func TestLog(t *testing.T) {
	eventlogtest.Run(t, func(t *testing.T) eventlogtest.Opened {
		l := memlog.New(time.Now)
		t.Cleanup(func() { l.Close() })
		return eventlogtest.Opened{
			Log: l,
			Reopen: func(t *testing.T) eventlogtest.Log {
				l = l.Reopen()
				return l
			},
			Plant: func(t *testing.T, subject string, data []byte) uint64 {
				seq, err := l.Plant(subject, data)
				if err != nil {
					t.Fatal(err)
				}
				return seq
			},
		}
	})
}
