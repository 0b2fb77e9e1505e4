package fetch

import "time"

// Pace holds every pause that the crawler makes towards a host. The zero value
// is the pace for real outlets.
type Pace struct {
	// Speed divides every pause: 1 (and 0) is real life, 1000 is for tests and
	// the sample outlet.
	Speed float64

	Delay        time.Duration // least pause between two requests to a host; 0 means 1 s
	MaxDelay     time.Duration // most that a slow answer adds; 0 means 30 s
	MaxCrawl     time.Duration // longest Crawl-delay that is believed; 0 means 5 min
	BackoffFloor time.Duration // first pause after "too many requests"; 0 means 60 s
	BackoffCap   time.Duration // longest such pause; 0 means a day
	RobotsTTL    time.Duration // how long robots.txt is believed; 0 means 24 h, at most that
	RobotsRetry  time.Duration // pause after a robots.txt that could not be read; 0 means 5 min
}

// slowFactor times the last fetch is the pause that a slow host is given.
const slowFactor = 5

func (p Pace) filled() Pace {
	set := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
		*d = p.Scale(*d)
	}
	set(&p.Delay, time.Second)
	set(&p.MaxDelay, 30*time.Second)
	set(&p.MaxCrawl, 5*time.Minute)
	set(&p.BackoffFloor, time.Minute)
	set(&p.BackoffCap, 24*time.Hour)
	if p.RobotsTTL > 24*time.Hour {
		p.RobotsTTL = 24 * time.Hour
	}
	set(&p.RobotsTTL, 24*time.Hour)
	set(&p.RobotsRetry, 5*time.Minute)
	return p
}

// Scale returns a pause of real life at this pace.
func (p Pace) Scale(d time.Duration) time.Duration {
	if p.Speed <= 0 {
		return d
	}
	return time.Duration(float64(d) / p.Speed)
}
