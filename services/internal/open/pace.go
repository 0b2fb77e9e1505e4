package open

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"time"

	"github.com/jejak-id/jejak/pkg/crawl"
	"github.com/jejak-id/jejak/pkg/crawl/fetch"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/services/internal/cli"
)

// Pace is the pace of real outlets, or with a speed other than 1 a faster one, and
// then only the outlets at private addresses that may be asked: a real outlet is
// never crawled faster than it should be.
func Pace(speed float64, private []netip.Prefix, outlets []news.Outlet) (crawl.Pace, []news.Outlet, error) {
	if speed == 1 {
		return crawl.Pace{}, outlets, nil
	}
	if speed <= 0 || len(private) == 0 {
		return crawl.Pace{}, nil, cli.Exit(cli.Usage, errors.New("--speed is for hosts in --allow-private: real outlets get the real pace"))
	}
	outlets = slices.DeleteFunc(slices.Clone(outlets), func(o news.Outlet) bool {
		return slices.ContainsFunc(o.Hosts, func(host string) bool {
			at, err := netip.ParseAddrPort(host)
			return err != nil || !slices.ContainsFunc(private, func(p netip.Prefix) bool { return p.Contains(at.Addr()) })
		})
	})
	return FastPace(speed), outlets, nil
}

// FastPace is the pace towards outlets of our own: a withdrawal must fit into a
// test as well.
func FastPace(speed float64) crawl.Pace {
	return crawl.Pace{Pace: fetch.Pace{Speed: speed}, Withdraw: 2 * time.Minute}
}

// Holder names this process among the crawlers of one log.
func Holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "crawler"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}
